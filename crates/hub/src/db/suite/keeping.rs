//! Laws of what a hub keeps beside complaints: uploads, officers, reference data, numbers.

use super::*;

pub async fn uploads_that_nothing_came_of_are_swept(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (one, _) = officer(db, "Satu", &["16.71"]).await;
    let [begun, arriving, unnamed, named] = ["ab", "bc", "cd", "de"].map(|it| it.repeat(32));
    uploaded(db, &one, &begun).await;
    let still = uploaded(db, &one, &arriving).await;
    for sha256 in [&unnamed, &named] {
        let upload = uploaded(db, &one, sha256).await;
        db.finish_upload(upload, at(2)).await.unwrap();
    }
    push(db, &one, vec![op(1, &row, noted_with(&named))]).await;
    let sweep = |minute| Sweep {
        unfinished_before: at(minute),
        arriving: vec![still.id],
        unnamed_before: at(minute),
    };
    let early = db.sweep_uploads(sweep(1)).await.unwrap();
    assert_eq!(early, Swept::default(), "nothing is that old");
    let swept = db.sweep_uploads(sweep(3)).await.unwrap();
    let expected = Swept {
        uploads: 2,
        files: vec![unnamed.clone()],
    };
    assert_eq!(swept, expected);
    assert_eq!(uploaded(db, &one, &arriving).await.id, still.id);
    assert!(uploaded(db, &one, &named).await.complete);
    assert!(!uploaded(db, &one, &unnamed).await.complete, "begun anew");
}

pub async fn a_file_the_disk_lost_is_asked_for_again(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (one, _) = officer(db, "Satu", &["16.71"]).await;
    let sha256 = "ab".repeat(32);
    assert!(
        !db.lose_file(sha256.clone()).await.unwrap(),
        "it never came"
    );
    let upload = uploaded(db, &one, &sha256).await;
    assert!(
        !db.lose_file(sha256.clone()).await.unwrap(),
        "it is not here yet"
    );
    db.finish_upload(upload, at(2)).await.unwrap();
    assert!(db.lose_file(sha256.clone()).await.unwrap());
    let the_op = op(1, &row, noted_with(&sha256));
    assert_eq!(word(&push(db, &one, vec![the_op]).await[0]), "blocked");
    assert!(!uploaded(db, &one, &sha256).await.complete);
}

pub async fn two_active_officers_never_share_a_name(db: &impl Db) {
    let (ani, _) = officer(db, "Ani Wulandari", &["16.71"]).await;
    let again = |name: &str| NewOfficer {
        id: OfficerId(Uuid::from_u128(rand::random())),
        name: name.into(),
        scopes: vec!["16".parse().unwrap()],
        token: token::hash(&token::generate()),
        now: at(1),
    };
    for name in ["Ani Wulandari", "ANI  wulandari "] {
        let refused = db.add_officer(again(name)).await;
        assert!(
            matches!(refused, Err(DbError::NameTaken)),
            "{name}: {refused:?}"
        );
    }
    assert_eq!(db.officers().await.unwrap().len(), 1);
    db.revoke(ani.officer, at(2)).await.unwrap();
    db.add_officer(again("Ani Wulandari")).await.unwrap();
}

pub async fn tokens_open_until_they_are_revoked(db: &impl Db) {
    let (grant, token) = officer(db, "Palembang", &["16.71", "ins:77"]).await;
    let access = db.access(token::hash(&token)).await.unwrap();
    assert_eq!(access, Access::Granted(grant.clone()));
    let other = db.access(token::hash("tgp_x")).await.unwrap();
    assert_eq!(other, Access::Unknown);
    assert!(db.revoke(grant.officer, at(4)).await.unwrap());
    assert!(!db.revoke(grant.officer, at(5)).await.unwrap());
    let access = db.access(token::hash(&token)).await.unwrap();
    assert_eq!(access, Access::Revoked);
    let officers = db.officers().await.unwrap();
    assert_eq!(officers[0].name, "Palembang");
    assert_eq!(officers[0].revoked_at, Some(at(4)));
    assert_eq!(officers[0].scopes.len(), 2);
}

pub async fn concurrent_pushes_leave_no_gap(db: &impl Db) {
    let rows: Vec<_> = (1..=40)
        .map(|n| complaint(&n.to_string(), Some("16.71")))
        .collect();
    db.take_in(rows.clone(), at(1)).await.unwrap();
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let pushes = rows
        .iter()
        .enumerate()
        .map(|(n, row)| push(db, &officer, vec![op(n as u128 + 1, row, reply("Baik."))]));
    for outcomes in futures::future::join_all(pushes).await {
        assert_eq!(word(&outcomes[0]), "applied");
    }
    let slice = slice(db, "16.71", Place::START, usize::MAX).await;
    let seqs: Vec<u64> = slice.rows.iter().map(|row| row.seq).collect();
    assert_eq!(seqs, (41..=80).collect::<Vec<u64>>());
    assert_eq!(slice.n, 80);
}

pub async fn reference_data_is_kept(db: &impl Db) {
    assert_eq!(db.reference().await.unwrap(), Reference::default());
    let reference = Reference {
        calendar_version: "2026-1".into(),
        ..Default::default()
    };
    db.set_reference(reference.clone(), at(1)).await.unwrap();
    assert_eq!(db.reference().await.unwrap(), reference);
    let epoch = slice(db, "nat", Place::START, 1).await.epoch;
    db.new_epoch().await.unwrap();
    assert_ne!(slice(db, "nat", Place::START, 1).await.epoch, epoch);
}
