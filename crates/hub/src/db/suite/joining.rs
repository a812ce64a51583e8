//! A recording and its report in an export: one by an officer's word, and two again.

use tanggap_domain::privacy::Privacy;
use tanggap_protocol::op::WireChange;
use tokio::sync::mpsc;

use super::*;

/// What was recorded at a desk, with its number.
async fn recorded(db: &impl Db, by: &Grant, number: u128, region: &str) -> Complaint {
    let it = recording(number, region);
    assert_eq!(word(&push(db, by, vec![it.clone()]).await[0]), "applied");
    db.complaint(it.complaint_id).await.unwrap().unwrap()
}

async fn reported(db: &impl Db, tracking: &str, region: Option<&str>) -> Complaint {
    let row = complaint(tracking, region);
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    db.complaint(row.id).await.unwrap().unwrap()
}

fn join(recording: &Complaint) -> ChangeKind {
    ChangeKind::Join {
        recording: recording.id,
        number: recording.tracking_id.clone(),
    }
}

fn split(recording: &Complaint) -> ChangeKind {
    ChangeKind::Split {
        recording: recording.id,
        number: recording.tracking_id.clone(),
    }
}

async fn done(db: &impl Db, by: &Grant, number: u128, on: &Complaint, kind: ChangeKind) -> String {
    let now = db.complaint(on.id).await.unwrap();
    let the_op = op(number, now.as_ref().unwrap_or(on), kind);
    word(&push(db, by, vec![the_op]).await[0])
}

async fn known(db: &impl Db, id: ComplaintId) -> Complaint {
    db.complaint(id).await.unwrap().unwrap()
}

pub async fn two_become_one_and_two_again(db: &impl Db) {
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let recording = recorded(db, &officer, 1, "16.71.01").await;
    let dispose = ChangeKind::Dispose {
        to: AgencyRef::named("Dinas PUPR"),
        note: String::new(),
    };
    assert_eq!(done(db, &officer, 2, &recording, dispose).await, "applied");
    let recording = known(db, recording.id).await;
    let report = reported(db, "9000001", Some("16.71.01")).await;

    let asked = op(3, &report, join(&recording));
    let first = push(db, &officer, vec![asked.clone()]).await;
    assert_eq!(word(&first[0]), "applied");
    let again = push(db, &officer, vec![asked]).await;
    assert_eq!(again, first, "the same operation once more");
    assert_eq!(
        done(db, &officer, 4, &report, join(&recording)).await,
        "already-satisfied"
    );
    let whole = known(db, report.id).await;
    assert_eq!(whole.unit.as_ref().unwrap().name, "Dinas PUPR");
    assert_eq!(whole.joined.as_ref().unwrap().recording, recording.id);
    assert_eq!(whole.history.len(), 3);
    assert_eq!(db.complaint(recording.id).await.unwrap(), None);
    // One leaves the feeds, the other one stays in them; who has the unit's sees it.
    let mut rows = feed(db, "16.71").await;
    rows.sort();
    assert_eq!(rows, ["+9000001", "-"]);
    assert!(
        feed(db, "ins:dinas-pupr")
            .await
            .contains(&"+9000001".to_owned())
    );
    assert_eq!(db.unseen().await.unwrap(), 0);
    let number = recording.tracking_id.as_str();
    assert_eq!(db.complaints_with(number).await.unwrap(), [report.id]);

    assert_eq!(
        done(db, &officer, 5, &report, split(&recording)).await,
        "applied"
    );
    assert_eq!(
        done(db, &officer, 6, &report, split(&recording)).await,
        "already-satisfied"
    );
    let (one, two) = (known(db, report.id).await, known(db, recording.id).await);
    assert_eq!((one.joined, one.unit), (None, None));
    assert_eq!(two.unit, recording.unit);
    assert_eq!((one.history.len(), two.history.len()), (2, 4));
    assert!(one.versions.head > whole.versions.head);
    assert!(two.versions.head > recording.versions.head);
    assert_eq!(feed(db, "16.71").await.len(), 2);
    assert!(
        feed(db, "16.71")
            .await
            .iter()
            .all(|row| row.starts_with('+'))
    );
    assert_eq!(db.complaints_with(number).await.unwrap(), [recording.id]);
}

pub async fn exports_go_on_to_tell_what_is_joined(db: &impl Db) {
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let recording = recorded(db, &officer, 1, "16.71").await;
    let mut later = complaint("9000001", Some("16.71"));
    later.received_at = at(60 * 24 * 3);
    db.take_in(vec![later.clone()], at(1)).await.unwrap();
    assert_eq!(
        done(db, &officer, 2, &later, join(&recording)).await,
        "applied"
    );
    let whole = known(db, later.id).await;
    assert_eq!(whole.received_at, recording.received_at);
    // The same file once more changes nothing and reaches nobody.
    let n = slice(db, "nat", Place::START, 1).await.n;
    let same = db.take_in(vec![later.clone()], at(6)).await.unwrap();
    assert_eq!((same.new, same.updated, same.unchanged), (0, 0, 1));
    assert_eq!(slice(db, "nat", Place::START, 1).await.n, n);
    later.national.name = "Selesai".into();
    later.title = "Jalan berlubang, disunting".into();
    let newer = db.take_in(vec![later.clone()], at(7)).await.unwrap();
    assert_eq!((newer.new, newer.updated), (0, 1));
    let whole = known(db, later.id).await;
    assert_eq!(whole.title, later.title);
    assert_eq!(whole.stage, tanggap_domain::status::Stage::Selesai);
    assert_eq!(whole.received_at, recording.received_at);
    assert!(whole.joined.is_some());

    assert_eq!(
        done(db, &officer, 3, &later, split(&recording)).await,
        "applied"
    );
    let (one, two) = (known(db, later.id).await, known(db, recording.id).await);
    assert_eq!(
        (one.title, one.received_at),
        (later.title, later.received_at)
    );
    assert_eq!((two.title, two.stage), (recording.title, recording.stage));
}

pub async fn work_on_a_joined_recording_goes_on_at_the_report(db: &impl Db) {
    let (one, _) = officer(db, "Satu", &["16.71"]).await;
    let (elsewhere, _) = officer(db, "Lain", &["16.02"]).await;
    let recording = recorded(db, &one, 1, "16.71").await;
    let report = reported(db, "9000001", Some("16.71")).await;
    assert_eq!(
        done(db, &one, 2, &report, join(&recording)).await,
        "applied"
    );
    // Written at another desk before it heard of it.
    let late = op(3, &recording, reply("Dijadwalkan."));
    let outcome = &push(db, &one, vec![late.clone()]).await[0];
    assert_eq!(word(outcome), "rejected joined-into");
    let json = serde_json::to_value(outcome).unwrap();
    assert_eq!(json["refused"]["number"], "9000001");
    let stranger = op(4, &recording, reply("Dijadwalkan."));
    let outcome = &push(db, &elsewhere, vec![stranger]).await[0];
    assert_eq!(word(outcome), "rejected unknown-complaint");
    assert_eq!(
        done(db, &one, 5, &report, reply("Dijadwalkan.")).await,
        "applied"
    );
    // What was done since stays with the report when they are two again.
    assert_eq!(
        done(db, &one, 6, &report, split(&recording)).await,
        "applied"
    );
    let (report, recording) = (known(db, report.id).await, known(db, recording.id).await);
    assert_eq!(report.last_public_reply(), Some(op_of(5)));
    assert_eq!(recording.last_public_reply(), None);
}

pub async fn only_who_sees_both_may_join_them(db: &impl Db) {
    let (here, _) = officer(db, "Palembang", &["16.71"]).await;
    let (there, _) = officer(db, "Banyuasin", &["16.07"]).await;
    let (province, _) = officer(db, "Sumsel", &["16"]).await;
    let (unit, _) = officer(db, "Dinas", &["ins:dinas-pupr"]).await;
    let recording = recorded(db, &there, 1, "16.07").await;
    let mut report = complaint("9000001", Some("16.71"));
    report.unit = Some(AgencyRef::named("Dinas PUPR"));
    db.take_in(vec![report.clone()], at(1)).await.unwrap();
    let apart = ChangeKind::TellApart {
        recording: recording.id,
        number: recording.tracking_id.clone(),
    };
    for (number, by, expected) in [
        (10, &here, "rejected unknown-complaint"),
        (11, &there, "rejected unknown-complaint"),
        (12, &unit, "rejected not-your-role"),
    ] {
        for (step, kind) in [join(&recording), apart.clone()].into_iter().enumerate() {
            let number = number * 10 + step as u128;
            let found = done(db, by, number, &report, kind).await;
            assert_eq!(found, expected, "{}", by.name);
        }
    }
    assert_eq!(done(db, &province, 20, &report, apart).await, "applied");
    let told = |it: &Complaint| it.history.last().map(|event| event.id);
    for id in [report.id, recording.id] {
        assert_eq!(
            told(&known(db, id).await),
            Some(op_of(20)),
            "in both histories"
        );
    }
    // Whoever said no may find that it is so.
    assert_eq!(
        done(db, &province, 21, &report, join(&recording)).await,
        "applied"
    );
    let another = recorded(db, &province, 2, "16.71").await;
    assert_eq!(
        done(db, &province, 22, &report, join(&another)).await,
        "rejected cannot-join"
    );
    // Two reports, or two recordings, are never joined.
    let second = reported(db, "9000002", Some("16.71")).await;
    let mut wrong = op(23, &second, join(&another));
    let WireChange::Join(it) = &mut wrong.change else {
        panic!("a join")
    };
    it.recording = report.id;
    assert_eq!(
        word(&push(db, &province, vec![wrong]).await[0]),
        "rejected cannot-join"
    );
    assert_eq!(
        done(db, &province, 24, &another, join(&another)).await,
        "rejected cannot-join"
    );
}

pub async fn what_is_joined_is_erased_with_it(db: &impl Db) {
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    for (number, by_recording) in [(1, false), (2, true)] {
        let recording = recorded(db, &officer, number, "16.71").await;
        let sha256 = format!("{number}f").repeat(32);
        let upload = uploaded(db, &officer, &sha256).await;
        db.finish_upload(upload, at(2)).await.unwrap();
        let noted = done(db, &officer, 100 + number, &recording, noted_with(&sha256)).await;
        assert_eq!(noted, "applied");
        let report = reported(db, &format!("900000{number}"), Some("16.71")).await;
        let joined = done(db, &officer, 200 + number, &report, join(&recording)).await;
        assert_eq!(joined, "applied");
        assert!(db.blob(&officer, sha256.clone()).await.unwrap().is_some());
        let (which, other) = if by_recording {
            (recording.id, report.id)
        } else {
            (report.id, recording.id)
        };
        assert!(db.traces(which).await.unwrap().is_some());
        let erased = db.erase(which, at(8)).await.unwrap().unwrap();
        assert_eq!(erased.files, std::slice::from_ref(&sha256));
        for id in [which, other] {
            assert!(erased.ids.contains(&id));
            assert_eq!(db.complaint(id).await.unwrap(), None);
            assert_eq!(db.erase(id, at(9)).await.unwrap(), None);
        }
        assert_eq!(db.blob(&officer, sha256).await.unwrap(), None);
        let again = reported_again(db, &report).await;
        assert_eq!(again, None, "an old export brings neither back");
    }
    assert!(feed(db, "16.71").await.iter().all(|row| row == "x"));
}

async fn reported_again(db: &impl Db, report: &Complaint) -> Option<Complaint> {
    db.take_in(vec![report.clone()], at(9)).await.unwrap();
    db.complaint(report.id).await.unwrap()
}

pub async fn files_of_the_recording_go_back_with_it(db: &impl Db) {
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let (unit, _) = self::officer(db, "Dinas", &["ins:dinas-pupr"]).await;
    let recording = recorded(db, &officer, 1, "16.71").await;
    let sha256 = "ab".repeat(32);
    let upload = uploaded(db, &officer, &sha256).await;
    db.finish_upload(upload, at(2)).await.unwrap();
    let kind = ChangeKind::Reply {
        text: "Foto terlampir.".into(),
        then: Then::Keep,
        attachments: vec![file(&sha256)],
    };
    assert_eq!(done(db, &officer, 2, &recording, kind).await, "applied");
    let mut report = complaint("9000001", Some("16.71"));
    report.unit = Some(AgencyRef::named("Dinas PUPR"));
    db.take_in(vec![report.clone()], at(1)).await.unwrap();
    let sees = async || db.blob(&unit, sha256.clone()).await.unwrap().is_some();
    assert!(!sees().await);
    assert_eq!(
        done(db, &officer, 3, &report, join(&recording)).await,
        "applied"
    );
    assert!(sees().await, "a public reply of what the unit works on");
    assert_eq!(
        done(db, &officer, 4, &report, split(&recording)).await,
        "applied"
    );
    assert!(!sees().await);
}

pub async fn the_stricter_of_both_is_what_the_unit_reads(db: &impl Db) {
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let (unit, _) = self::officer(db, "Dinas", &["ins:dinas-pupr"]).await;
    let mut told = recording(1, "16.71");
    let WireChange::Record(new) = &mut told.change else {
        panic!("a recording")
    };
    new.anonymous = true;
    new.body = "Saya Siti Contoh melihat lubang.".into();
    new.reporter.name = Some("Siti Contoh".into());
    assert_eq!(
        word(&push(db, &officer, vec![told.clone()]).await[0]),
        "applied"
    );
    let recording = known(db, told.complaint_id).await;
    let mut report = complaint("9000001", Some("16.71"));
    report.unit = Some(AgencyRef::named("Dinas PUPR"));
    report.reporter.name = Some("Pak Lurah".into());
    report.body = "Laporan Siti Contoh tentang lubang.".into();
    db.take_in(vec![report.clone()], at(1)).await.unwrap();
    assert_eq!(
        done(db, &officer, 2, &report, join(&recording)).await,
        "applied"
    );
    let whole = known(db, report.id).await;
    let protected = Privacy {
        anonymous: true,
        secret: false,
    };
    assert_eq!(whole.privacy, protected);
    let feeds = crate::feeds::feeds_of(&whole, &Default::default());
    let seen = unit.view(whole, &feeds).unwrap();
    let json = serde_json::to_string(&seen).unwrap();
    assert!(!json.contains("Siti") && !json.contains("Lurah"), "{json}");
    let joined = seen.joined.unwrap();
    assert_eq!(joined.number, recording.tracking_id);
    assert_eq!(joined.reporter, Default::default());
}

/// Everything that one database hands over, taken in by whoever brings it.
async fn carried(db: &impl Db, by: &Grant) -> TakenIn {
    let (send, mut pieces) = mpsc::channel(1000);
    db.carry_out(send).await.unwrap();
    let mut all = Vec::new();
    while let Some(piece) = pieces.recv().await {
        all.push(piece);
    }
    let (send, parts) = mpsc::channel(2);
    send.send(FilePart::Carried(all)).await.unwrap();
    send.send(FilePart::Whole(Box::default())).await.unwrap();
    drop(send);
    let bringer = Bringer {
        office: None,
        reach: Some(by.clone()),
        import: None,
    };
    db.take_in_file(parts, bringer, at(9)).await.unwrap()
}

pub async fn what_is_carried_over_stays_joined(db: &impl Db) {
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let recording = recorded(db, &officer, 1, "16.71").await;
    let report = reported(db, "9000001", Some("16.71")).await;
    assert_eq!(
        done(db, &officer, 2, &report, join(&recording)).await,
        "applied"
    );
    assert_eq!(
        done(db, &officer, 3, &report, reply("Dijadwalkan.")).await,
        "applied"
    );
    let before = known(db, report.id).await;
    // Onto itself: nothing is new, nothing is lost, and they are still one.
    let again = carried(db, &officer).await;
    assert_eq!((again.new, again.updated), (0, 0), "{again:?}");
    assert_eq!(known(db, report.id).await, before);

    // What the other hub knows of one of them is told to the whole.
    let note = |number| ChangeKind::Note {
        text: format!("catatan {number}"),
        attachments: vec![],
    };
    let mut theirs = recording.clone();
    let change = Change {
        op: op_of(77),
        complaint: theirs.id,
        by: officer.actor(&Default::default()),
        at: at(4),
        base: theirs.base(),
        kind: note(77),
    };
    theirs = theirs.apply(&change, at(4)).unwrap().complaint;
    let (send, parts) = mpsc::channel(2);
    let piece = Carried::Complaint(Box::new(theirs));
    send.send(FilePart::Carried(vec![piece])).await.unwrap();
    send.send(FilePart::Whole(Box::default())).await.unwrap();
    drop(send);
    let bringer = Bringer {
        office: None,
        reach: Some(officer.clone()),
        import: None,
    };
    let taken = db.take_in_file(parts, bringer, at(9)).await.unwrap();
    assert_eq!((taken.new, taken.updated), (0, 1), "{taken:?}");
    let whole = known(db, report.id).await;
    assert!(whole.history.iter().any(|event| event.id == op_of(77)));
    assert!(whole.joined.is_some());
    assert_eq!(db.complaint(recording.id).await.unwrap(), None);
    assert_eq!(
        done(db, &officer, 5, &report, split(&recording)).await,
        "applied"
    );
    let parted = known(db, recording.id).await;
    assert!(parted.history.iter().any(|event| event.id == op_of(77)));
}
