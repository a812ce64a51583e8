//! The use cases on a real, encrypted profile: writing, withdrawing, finding, being told.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod calendar;
mod escalation;
mod figures;
mod joining;
mod office;
mod own;
mod practice;
mod watch;
mod without_rule;
mod work;

use tanggap_app::desk::Key;
use tanggap_app::{Desk, complaint, compose, deadlines, files, inbox, map};
use tanggap_domain::change::{ChangeKind, ReminderChannel, Then};
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_ipc as ipc;
use tanggap_ipc::Code;
use tanggap_ipc::compose::{Draft, DraftKind};
use tanggap_ipc::deadlines::Lane;

use office::{NOW, Office, at, key, profile};

fn reply(text: &str) -> ChangeKind {
    ChangeKind::Reply {
        text: text.into(),
        then: Then::Proses,
        attachments: Vec::new(),
    }
}

#[tokio::test]
async fn a_reply_can_be_withdrawn_for_ten_seconds_and_returns_as_a_draft() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    let submitted = office.submit(id, reply("Diperbaiki besok.")).await.unwrap();
    assert_eq!(
        submitted.withdraw_until,
        Some(at("2026-11-20T10:00:10+07:00"))
    );
    assert!(matches!(
        office.outbox().await[1].state,
        ipc::outbox::OutboxState::Held { .. }
    ));

    let request = ipc::compose::Withdraw { op: submitted.op };
    let draft = compose::withdraw(&office.desk, request)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(draft.text, "Diperbaiki besok.");
    assert_eq!(office.outbox().await.len(), 1);
    let kept = ipc::compose::GetDraft {
        complaint: Some(id),
        draft: draft.of(),
    };
    assert_eq!(
        compose::draft_get(&office.desk, kept).await.unwrap(),
        Some(draft)
    );

    let submitted = office.submit(id, reply("Diperbaiki besok.")).await.unwrap();
    office.clock.set(at("2026-11-20T10:00:11+07:00"));
    let request = ipc::compose::Withdraw { op: submitted.op };
    let late = compose::withdraw(&office.desk, request).await.unwrap_err();
    assert_eq!(late.code, Code::TooLateToWithdraw);
    assert_eq!(office.outbox().await.len(), 2, "it stays");
}

#[tokio::test]
async fn drafts_and_the_outbox_survive_a_restart() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    let draft = Draft {
        complaint: Some(id),
        kind: DraftKind::Note,
        source: None,
        seen: None,
        text: "Sudah ditelepon".into(),
        then: Then::Keep,
        attachments: Vec::new(),
        fields: serde_json::Value::Null,
        saved_at: None,
    };
    let request = ipc::compose::SaveDraft { draft };
    let saved_at = compose::draft_save(&office.desk, request).await.unwrap();

    let office = office.reopen().await;
    let detail = complaint::get(&office.desk, ipc::complaint::Get { id })
        .await
        .unwrap();
    assert_eq!(detail.drafts.len(), 1);
    assert_eq!(detail.drafts[0].saved_at, Some(saved_at));
    assert_eq!(office.outbox().await.len(), 1);
    assert_eq!(
        detail.place,
        ["Jawa Timur", "Kota Surabaya", "Kec. Bubutan"]
    );
    let duties = detail
        .clocks
        .iter()
        .filter(|view| view.clock.kind.is_duty());
    assert_eq!(duties.count(), 3);
    assert_eq!(detail.pending.len(), 1);
}

#[tokio::test]
async fn what_may_not_be_said_is_refused_with_its_reason() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    let refusal = office
        .submit(id, reply("Yth. {{pelapor}}"))
        .await
        .unwrap_err();
    assert_eq!(refusal.code, Code::EmptyVariable);
    let refusal = office.submit(id, reply("  ")).await.unwrap_err();
    assert_eq!(refusal.code, Code::Refused);
    let missing = ChangeKind::Note {
        text: "lihat foto".into(),
        attachments: vec![tanggap_domain::complaint::Attachment {
            sha256: "0".repeat(64),
            name: "foto.jpg".into(),
            mime: "image/jpeg".into(),
            size_bytes: 5,
        }],
    };
    let refusal = office.submit(id, missing).await.unwrap_err();
    assert_eq!(refusal.code, Code::FileMissing);
    let nobody = ComplaintId::of_recording(tanggap_domain::ids::OpId(uuid::Uuid::nil()));
    let refusal = office.submit(nobody, ChangeKind::Verify).await.unwrap_err();
    assert_eq!(refusal.code, Code::NotFound);
    assert_eq!(office.outbox().await.len(), 1, "nothing was saved");
}

#[tokio::test]
async fn an_action_on_many_has_an_outcome_for_each() {
    let office = Office::open().await;
    let open = office.record("Terbuka", NOW).await;
    let closed = office.record("Tertutup", NOW).await;
    office
        .submit(
            closed,
            ChangeKind::Close {
                reason: "rangkap".into(),
            },
        )
        .await
        .unwrap();
    let request = ipc::compose::SubmitMany {
        complaints: vec![open, closed],
        change: ChangeKind::Hold {
            reason: "menunggu data".into(),
        },
    };
    let outcomes = compose::submit_many(&office.desk, request).await.unwrap();
    assert_eq!(outcomes[0].refused, None);
    assert!(outcomes[1].refused.is_some());

    // More than one request may take: nothing is tried.
    let too_many = vec![open; ipc::compose::MOST_AT_ONCE + 1];
    let request = ipc::compose::SubmitMany {
        complaints: too_many.clone(),
        change: ChangeKind::Verify,
    };
    let refused = compose::submit_many(&office.desk, request).await;
    assert_eq!(refused.unwrap_err().code, Code::BadInput);
    let request = ipc::escalation::SendReminders {
        complaints: too_many,
        via: ReminderChannel::InApp,
    };
    let refused = tanggap_app::escalation::send(&office.desk, request).await;
    assert_eq!(refused.unwrap_err().code, Code::BadInput);
}

#[tokio::test]
async fn a_column_of_the_board_has_more_than_its_cards() {
    let office = Office::open().await;
    let held = office.record("Menunggu data", NOW).await;
    let hold = ChangeKind::Hold {
        reason: "menunggu data".into(),
    };
    office.submit(held, hold).await.unwrap();
    for title in ["Lampu padam", "Jalan berlubang", "Sampah"] {
        office.record(title, "2026-11-02T10:00:00+07:00").await;
        office.record(title, NOW).await;
    }
    let request = ipc::deadlines::Board {
        filter: Default::default(),
        limit: 1,
    };
    let board = deadlines::board(&office.desk, request).await.unwrap();
    let mut in_all = 0;
    for lane in Lane::ALL {
        let request = ipc::deadlines::LaneRows {
            filter: Default::default(),
            lane,
        };
        let page = deadlines::lane(&office.desk, request).await.unwrap();
        let column = board.lane(lane);
        assert_eq!(page.total, column.total, "{lane:?}");
        assert_eq!(page.rows.len(), column.total as usize, "{lane:?}");
        let first = column.cards.first().map(|card| card.row.id);
        assert_eq!(page.rows.first().map(|row| row.id), first, "{lane:?}");
        in_all += page.rows.len();
    }
    assert_eq!(board.overdue.total, 3);
    assert_eq!(in_all, 7, "each in one column only");
}

#[tokio::test]
async fn lists_board_and_map_agree() {
    let office = Office::open().await;
    let id = office
        .record("Lampu padam di Bubutan", "2026-11-02T10:00:00+07:00")
        .await;
    office.record("Jalan berlubang", NOW).await;
    let list = |filter| ipc::inbox::List {
        filter,
        sort: ipc::inbox::Sort::Due,
        offset: 0,
        limit: 50,
    };
    let overdue = ipc::inbox::Filter {
        tab: ipc::inbox::Tab::Overdue,
        ..Default::default()
    };
    let page = inbox::list(&office.desk, list(overdue)).await.unwrap();
    assert_eq!((page.total, page.rows[0].id), (1, id));
    assert_eq!(page.rows[0].place.as_deref(), Some("Kec. Bubutan"));
    let counts = inbox::counts(&office.desk, ipc::inbox::GetCounts)
        .await
        .unwrap();
    assert_eq!((counts.all, counts.overdue, counts.to_do), (2, 1, 2));

    let words = ipc::inbox::Filter {
        text: Some("berlubangnya jalan".into()),
        ..Default::default()
    };
    assert_eq!(
        inbox::list(&office.desk, list(words)).await.unwrap().total,
        1
    );
    let number = ipc::inbox::Filter {
        text: Some(format!("#{}", page.rows[0].tracking_id)),
        ..Default::default()
    };
    assert_eq!(
        inbox::list(&office.desk, list(number)).await.unwrap().total,
        1
    );

    let board = ipc::deadlines::Board {
        filter: Default::default(),
        limit: 10,
    };
    let board = deadlines::board(&office.desk, board).await.unwrap();
    assert_eq!(board.overdue.cards[0].row.id, id);
    assert!(board.overdue.cards[0].used_permille > 1_000);
    assert_eq!(board.this_week.total, 1, "three working days from Friday");

    let regions = ipc::map::Regions {
        level: RegionLevel::District,
        within: Some(RegionCode::parse("35.78").unwrap()),
        filter: Default::default(),
    };
    let map = map::regions(&office.desk, regions).await.unwrap();
    assert_eq!(map.rows.len(), 31, "every kecamatan of Surabaya");
    assert_eq!(map.rows[0].code.as_str(), "35.78.13");
    assert_eq!((map.rows[0].figures.received, map.total.overdue), (2, 1));
    assert_eq!(map.home.unwrap().as_str(), "35.78");
}

#[tokio::test]
async fn an_attachment_goes_in_by_pieces_and_comes_back() {
    use base64::Engine as _;
    let office = Office::open().await;
    let desk = &office.desk;
    let content = vec![7_u8; 3_000];
    let begin = ipc::files::Begin {
        purpose: ipc::files::FileUse::Attachment,
        name: r"..\..\foto.jpg".into(),
        mime: "image/jpeg".into(),
        size_bytes: 3_000,
    };
    let file = files::begin(desk, begin).await.unwrap();
    let chunk = ipc::files::Chunk {
        file: file.clone(),
        offset_bytes: 0,
        data_base64: base64::engine::general_purpose::STANDARD.encode(&content),
    };
    files::chunk(desk, chunk).await.unwrap();
    let attachment = files::keep(desk, ipc::files::Keep { file }).await.unwrap();
    assert_eq!(
        (attachment.name.as_str(), attachment.size_bytes),
        ("foto.jpg", 3_000)
    );
    let id = office.record("Lampu padam", NOW).await;
    let note = ChangeKind::Note {
        text: "lihat foto".into(),
        attachments: vec![attachment.clone()],
    };
    office.submit(id, note).await.unwrap();
    let read = ipc::files::Read {
        sha256: attachment.sha256,
    };
    let back = files::read(desk, read).await.unwrap();
    let back = base64::engine::general_purpose::STANDARD.decode(back.data_base64);
    assert_eq!(back.unwrap(), content);
}

#[tokio::test]
async fn a_wrong_passphrase_and_a_second_opening_are_refused_by_name() {
    let office = Office::open().await;
    let folder = profile(office.folder.path());
    let again = Desk::open(&folder, &key(), &office.around)
        .await
        .map(|_| ());
    assert_eq!(again.unwrap_err().code, Code::AlreadyRunning);
    office.desk.close().await;
    let wrong = Key::Passphrase("bukan sandinya".into());
    let opened = Desk::open(&folder, &wrong, &office.around)
        .await
        .map(|_| ());
    assert_eq!(opened.unwrap_err().code, Code::WrongKey);
}

#[tokio::test]
async fn a_report_from_the_future_is_refused() {
    let office = Office::open().await;
    let error = office
        .try_record("Lampu padam", "2026-11-20T10:06:00+07:00")
        .await;
    assert_eq!(error.unwrap_err().code, Code::ReceivedInFuture);
    // Clocks of two machines may differ by a little.
    office
        .record("Lampu padam", "2026-11-20T10:04:00+07:00")
        .await;
}
