//! Escalation, the month and the export: what has been overdue for days, and reminding of it.

use calamine::{Data, Reader, Xlsx, open_workbook};
use tanggap_app::{deadlines, escalation};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{ChangeKind, Refused, ReminderChannel};
use tanggap_ipc as ipc;

use crate::office::{NOW, Office, at};

async fn list(office: &Office) -> ipc::escalation::EscalationReply {
    let request = ipc::escalation::GetEscalations {
        filter: Default::default(),
        offset: 0,
        limit: 50,
    };
    escalation::list(&office.desk, request).await.unwrap()
}

#[tokio::test]
async fn what_is_late_for_two_working_days_is_escalated_and_reminded_of_once_a_day() {
    let office = Office::open().await;
    let late = office
        .record("Nama Warga: jalan rusak", "2026-11-12T09:00:00+07:00")
        .await;
    office
        .record("Lampu padam", "2026-11-16T09:00:00+07:00")
        .await;
    let dispose = ChangeKind::Dispose {
        to: AgencyRef::named("Dinas PUPR"),
        note: String::new(),
    };
    office.submit(late, dispose).await.unwrap();

    // Verification is met by the disposition; the first follow-up was due on Thursday 19.
    office.clock.set(at("2026-11-23T15:59:00+07:00"));
    assert_eq!(list(&office).await.total, 0, "\"lewat 1 hk 7 j\"");
    office.clock.set(at("2026-11-23T16:00:00+07:00"));
    let listed = list(&office).await;
    assert_eq!((listed.after_days, listed.total), (2, 2));
    let row = &listed.rows[1];
    assert_eq!(listed.rows[0].overdue_days, 2);
    assert_eq!(row.overdue_days, 2);
    let units: Vec<_> = listed
        .by_unit
        .iter()
        .map(|(unit, _)| unit.as_deref())
        .collect();
    assert_eq!(units, [None, Some("Dinas PUPR")]);

    let texts = escalation::write(
        &office.desk,
        ipc::escalation::WriteReminder { complaint: late },
    )
    .await
    .unwrap();
    assert_eq!(texts.unit.as_deref(), Some("Dinas PUPR"));
    assert!(
        texts.whatsapp.contains("terlambat 2 hari kerja"),
        "{texts:?}"
    );
    assert!(texts.whatsapp.contains("Dinas PUPR"));
    assert!(!texts.whatsapp.contains("Warga"), "no title, no person");
    assert!(!texts.email_subject.contains("Warga"));

    let send = async |via| {
        let request = ipc::escalation::SendReminders {
            complaints: vec![late],
            via,
        };
        escalation::send(&office.desk, request).await.unwrap()
    };
    assert_eq!(send(ReminderChannel::Whatsapp).await[0].refused, None);
    assert_eq!(send(ReminderChannel::InApp).await[0].refused, None);
    let again = send(ReminderChannel::InApp).await;
    assert!(
        matches!(again[0].refused, Some(Refused::TooSoon { .. })),
        "{again:?}"
    );
    let listed = list(&office).await;
    let row = listed.rows.iter().find(|row| row.row.id == late).unwrap();
    assert_eq!(row.reminders.len(), 2);
    assert!(row.reminders.iter().all(|sent| sent.pending));
    assert!(!row.due_now);
    assert_eq!(row.again_at, Some(at("2026-11-24T16:00:00+07:00")));
    // Two working days later another one is worth proposing.
    office.clock.set(at("2026-11-25T16:00:00+07:00"));
    let listed = list(&office).await;
    let row = listed.rows.iter().find(|row| row.row.id == late).unwrap();
    assert!(row.due_now);
    assert_eq!(row.overdue_days, 4);
    assert_eq!(row.again_at, None);
}

#[tokio::test]
async fn the_month_says_what_is_due_on_which_day_and_why_a_day_is_off() {
    let office = Office::open().await;
    office.record("Lampu padam", NOW).await;
    office.record("Jalan rusak", NOW).await;
    let month = async |month| {
        let request = ipc::deadlines::Month {
            filter: Default::default(),
            year: 2026,
            month,
        };
        deadlines::month(&office.desk, request).await.unwrap()
    };
    let november = month(11).await;
    assert_eq!(november.days.len(), 30);
    assert!(!november.undecreed);
    let due: Vec<(u32, u32)> = (1..)
        .zip(&november.days)
        .filter(|(_, day)| day.due > 0)
        .map(|(number, day)| (number, day.due))
        .collect();
    assert_eq!(due, [(25, 2)]);
    assert!(!november.days[20].is_working_day, "Saturday");
    let december = month(12).await;
    let christmas = december.days[24].skipped.as_ref().unwrap();
    assert!(christmas.source.contains("SKB"), "{christmas:?}");
    let request = ipc::deadlines::Day {
        filter: Default::default(),
        date: "2026-11-25".parse().unwrap(),
        limit: 10,
    };
    let cards = deadlines::day(&office.desk, request).await.unwrap();
    assert_eq!((cards.total, cards.cards.len()), (2, 2));
    let request = ipc::deadlines::Month {
        filter: Default::default(),
        year: 2028,
        month: 2,
    };
    let leap = deadlines::month(&office.desk, request).await.unwrap();
    assert_eq!(leap.days.len(), 29);
    assert!(leap.undecreed);
}

#[tokio::test]
async fn the_export_explains_every_open_clock() {
    let office = Office::open().await;
    office
        .record("Nama Warga", "2026-03-13T09:00:00+07:00")
        .await;
    let folder = tempfile::tempdir().unwrap();
    let request = ipc::deadlines::ExportDeadlines {
        filter: Default::default(),
    };
    let path = deadlines::export_to(&office.desk, request, folder.path())
        .await
        .unwrap();
    let mut workbook: Xlsx<_> = open_workbook(&path).unwrap();
    let sheet = workbook.worksheet_range("Tenggat").unwrap();
    let text = |row: usize, column: usize| sheet[(row, column)].to_string();
    assert!(text(0, 0).starts_with("Per 20-11-2026 10:00 WIB"));
    assert_eq!(text(1, 6), "Terlambat (hari kerja)");
    assert_eq!(text(1, 7), "Mengapa");
    assert_eq!(text(2, 2), "Verifikasi dan penerusan");
    assert_eq!(text(2, 5), "lewat");
    assert!(
        text(2, 7).contains("Rab 25 Mar 2026, 16.00 WIB; melewati"),
        "{}",
        text(2, 7)
    );
    assert!(text(2, 8).contains("SKB 3 Menteri No. 1497/2025"));
    assert!(matches!(sheet[(2, 4)], Data::DateTime(_)));
    // The same number as on the board, in reminders and on the command line.
    let escalated = &list(&office).await.rows[0];
    assert_eq!(sheet[(2, 6)], Data::Float(escalated.overdue_days.into()));
    assert!(escalated.overdue_days > 100, "{escalated:?}");
    assert_eq!(sheet.height(), 6, "three duties and the Ombudsman");
    let all: String = sheet.rows().flatten().map(ToString::to_string).collect();
    assert!(!all.contains("Warga"), "no title, no person");
}
