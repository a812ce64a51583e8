//! Laws of who is shown what.

use super::*;

/// By the table of [`crate::feeds`]; here that offices and officers are asked for and remembered.
pub async fn what_has_no_place_goes_to_those_it_concerns(db: &impl Db) {
    let city = Some("16.71".parse().unwrap());
    db.take_in_for(vec![complaint("1", None)], city.clone(), at(1))
        .await
        .unwrap();
    db.take_in(
        vec![complaint("2", None), complaint("3", Some("16"))],
        at(1),
    )
    .await
    .unwrap();
    assert_eq!(feed(db, "16.71").await, ["+1"]);
    assert_eq!(feed(db, "16").await, ["+1", "+3"]);
    assert_eq!(feed(db, "16.02").await, [""; 0]);
    assert_eq!(feed(db, "tanpa-lokasi:16").await, ["+3"]);
    assert_eq!(db.unseen().await.unwrap(), 3);
    officer(db, "Kota", &["16.71", "ins:dinas"]).await;
    assert_eq!(db.unseen().await.unwrap(), 2);
    officer(db, "Provinsi", &["16"]).await;
    assert_eq!(db.unseen().await.unwrap(), 1);

    // Another office brings the same row: it is theirs as well, and nothing else changed.
    let again = db
        .take_in_for(vec![complaint("2", None)], city, at(2))
        .await;
    assert_eq!(again.unwrap().unchanged, 1);
    assert_eq!(feed(db, "16.71").await, ["+1", "+2"]);
    assert_eq!(db.unseen().await.unwrap(), 0);

    // With a place it is of that place, whoever brought it.
    db.take_in(vec![complaint("2", Some("32.73"))], at(3))
        .await
        .unwrap();
    assert_eq!(feed(db, "16.71").await, ["+1", "-"]);
    assert_eq!(feed(db, "32.73").await, ["+2"]);
}

pub async fn a_neighbour_reads_and_notes_and_nothing_else(db: &impl Db) {
    let mut row = complaint("1", Some("16"));
    row.reporter.name = Some("Warga Contoh".into());
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (neighbour, _) = officer(db, "Kabupaten", &["16.02"]).await;
    let (foreign, _) = officer(db, "Jauh", &["32.73"]).await;
    let take = Amendment {
        region: Some(RegionCode::parse("16.02").unwrap()),
        ..Default::default()
    };
    let archive = ChangeKind::Archive {
        reason: "ganda".into(),
    };
    let note = ChangeKind::Note {
        text: "bukan di sini".into(),
        attachments: vec![],
    };
    let forbidden = [reply("x"), archive, ChangeKind::Amend(take)];
    for (n, kind) in (1..).zip(forbidden) {
        let ops = vec![op(n, &row, kind.clone())];
        assert_eq!(
            word(&push(db, &neighbour, ops).await[0]),
            "rejected out-of-scope"
        );
        let ops = vec![op(10 + n, &row, kind)];
        assert_eq!(
            word(&push(db, &foreign, ops).await[0]),
            "rejected unknown-complaint"
        );
    }
    let noted = push(db, &neighbour, vec![op(4, &row, note)]).await;
    assert_eq!(word(&noted[0]), "applied");
    let seen = serde_json::to_string(&noted[0]).unwrap();
    assert!(
        seen.contains("bukan di sini") && !seen.contains("Warga Contoh"),
        "{seen}"
    );
}

pub async fn the_agency_fetches_only_files_it_is_shown(db: &impl Db) {
    let [of_reporter, noted, answered] = ["aa", "bb", "cc"].map(|two| two.repeat(32));
    let (region, _) = officer(db, "Kota", &["16.71"]).await;
    let (agency, _) = officer(db, "OPD", &["ins:dinas-pupr"]).await;
    for sha256 in [&of_reporter, &noted, &answered] {
        let upload = uploaded(db, &region, sha256).await;
        db.finish_upload(upload, at(2)).await.unwrap();
    }
    let mut row = complaint("1", Some("16.71"));
    row.unit = Some(AgencyRef::named("Dinas PUPR"));
    row.privacy.anonymous = true;
    row.attachments = vec![file(&of_reporter)];
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let answer = ChangeKind::Reply {
        text: "Sudah.".into(),
        then: Then::Proses,
        attachments: vec![file(&answered)],
    };
    push(
        db,
        &region,
        vec![op(1, &row, noted_with(&noted)), op(2, &row, answer)],
    )
    .await;
    for (sha256, expected) in [(of_reporter, false), (noted, false), (answered, true)] {
        let blob = db.blob(&agency, sha256.clone()).await.unwrap();
        assert_eq!(blob.is_some(), expected, "{sha256}");
        assert!(db.blob(&region, sha256).await.unwrap().is_some());
    }
}
