//! A complaint from before every regulation beside one of today: it stands in every list and fails none.

use tanggap_app::{calendar, complaint, deadlines, escalation, inbox};
use tanggap_domain::change::ChangeKind;
use tanggap_domain::sla::{NoRule, Reach};
use tanggap_ipc as ipc;
use tanggap_ipc::inbox::{Filter, List, Sort};

use crate::office::{Office, at};

#[tokio::test]
async fn a_complaint_without_rules_fails_no_list() {
    let office = Office::open().await;
    let desk = &office.desk;
    let old = office
        .record("Jalan rusak", "2012-05-02T09:00:00+07:00")
        .await;
    let closed = office
        .record("Pohon tumbang", "1994-03-01T09:00:00+07:00")
        .await;
    let reason = "Sudah ditangani.".to_owned();
    office
        .submit(closed, ChangeKind::Close { reason })
        .await
        .unwrap();
    let today = office
        .record("Lampu padam", "2026-11-10T09:00:00+07:00")
        .await;

    let filter = Filter::default();
    let request = List {
        filter: filter.clone(),
        sort: Sort::Due,
        offset: 0,
        limit: 50,
    };
    let rows = inbox::list(desk, request).await.unwrap().rows;
    assert_eq!(rows.len(), 3);
    let row = |id| rows.iter().find(|row| row.id == id).unwrap();
    let on = "2012-05-02".parse().unwrap();
    assert_eq!(row(old).without_rule, Some(NoRule::NoPolicy { on }));
    assert_eq!(row(closed).without_rule, None, "nothing runs any more");
    assert_eq!(row(today).without_rule, None);

    let due = deadlines::all(desk, desk.now()).await.unwrap();
    assert!(due.iter().all(|due| due.complaint == today));
    assert!(!due.is_empty());
    let request = ipc::deadlines::ExportDeadlines {
        filter: filter.clone(),
    };
    let exported = deadlines::export_to(desk, request, office.folder.path()).await;
    assert!(exported.unwrap().is_file());
    let board = ipc::deadlines::Board { filter, limit: 10 };
    let board = deadlines::board(desk, board).await.unwrap();
    assert_eq!(board.overdue.total, 1);

    let detail = complaint::get(desk, ipc::complaint::Get { id: old })
        .await
        .unwrap();
    assert!(detail.clocks.is_empty() && !detail.without_rule.is_empty());
    let request = ipc::escalation::GetEscalations {
        filter: Filter::default(),
        offset: 0,
        limit: 10,
    };
    let escalations = escalation::list(desk, request).await.unwrap();
    assert_eq!(escalations.rows.len(), 1);
    let request = ipc::calendar::PreviewCalendar {
        calendar: desk.office().calendar().clone(),
        reach: Reach::OpenClocks,
    };
    assert_eq!(
        calendar::preview(desk, request).await.unwrap().shifts.open,
        1
    );
}

#[tokio::test]
async fn a_clock_that_is_wrong_by_decades_fails_no_list() {
    let office = Office::open().await;
    office
        .record("Lampu padam", "2026-11-10T09:00:00+07:00")
        .await;
    for now in ["1970-01-01T07:00:00+07:00", "2055-01-01T07:00:00+07:00"] {
        office.clock.set(at(now));
        let (desk, filter) = (&office.desk, Filter::default());
        deadlines::all(desk, desk.now()).await.unwrap();
        let board = ipc::deadlines::Board {
            filter: filter.clone(),
            limit: 10,
        };
        deadlines::board(desk, board).await.unwrap();
        let request = ipc::escalation::GetEscalations {
            filter,
            offset: 0,
            limit: 10,
        };
        assert_eq!(escalation::list(desk, request).await.unwrap().total, 0);
    }
}

#[tokio::test]
async fn a_report_of_a_time_that_cannot_be_true_is_not_recorded() {
    let office = Office::open().await;
    for received in ["1989-12-31T09:00:00+07:00", "2062-03-01T09:00:00+07:00"] {
        assert!(office.try_record("Lampu padam", received).await.is_err());
    }
}
