//! Tabs, list, board, month, map, escalation and the command line count the same complaints.

use std::collections::BTreeSet;

use tanggap_app::{calendar, deadlines, escalation, inbox, map};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::calendar::CompiledCalendar;
use tanggap_domain::change::{ChangeKind, Then};
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::indicator;
use tanggap_domain::region::RegionLevel;
use tanggap_domain::sla::ClockState;
use tanggap_ipc as ipc;
use tanggap_ipc::calendar::GetCalendar;
use tanggap_ipc::deadlines::Month;
use tanggap_ipc::inbox::{Filter, List, Page, Sort, Tab};

use crate::office::{NOW, Office, at};

/// Numbers that look drawn and are the same every time.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }
}

/// Reports received in the seven weeks before [`NOW`], each as far as it happens to be.
async fn fill(office: &Office) {
    let mut drawn = Drawn(35);
    for number in 0..60 {
        let before = chrono::TimeDelta::minutes(drawn.below(7 * 7 * 24 * 60).cast_signed());
        let received = (at(NOW) - before).to_rfc3339();
        let id = office.record(&format!("Laporan {number}"), &received).await;
        let done = drawn.below(7);
        let reason = "Sudah ditangani.".to_owned();
        let reply = ChangeKind::Reply {
            text: "Petugas sudah ke lokasi.".to_owned(),
            then: Then::Proses,
            attachments: Vec::new(),
        };
        let dispose = ChangeKind::Dispose {
            to: AgencyRef::named(["Dinas PUPR", "Dinas Perhubungan"][number % 2]),
            note: String::new(),
        };
        let steps = match done {
            0 | 1 => vec![],
            2 => vec![ChangeKind::Verify],
            3 => vec![dispose],
            4 => vec![dispose, reply],
            5 => vec![ChangeKind::Hold { reason }],
            _ => vec![ChangeKind::Close { reason }],
        };
        for step in steps {
            office.submit(id, step).await.unwrap();
        }
    }
}

async fn tab(office: &Office, tab: Tab) -> Page {
    let request = List {
        filter: Filter {
            tab,
            ..Filter::default()
        },
        sort: Sort::Due,
        offset: 0,
        limit: 200,
    };
    let page = inbox::list(&office.desk, request).await.unwrap();
    assert_eq!(page.total as usize, page.rows.len());
    page
}

async fn check(office: &Office, now: &str) {
    office.clock.set(at(now));
    let desk = &office.desk;
    let counts = inbox::counts(desk, ipc::inbox::GetCounts).await.unwrap();
    let all = tab(office, Tab::All).await;
    assert_eq!(counts.all, all.total);
    assert_eq!(counts.to_do, tab(office, Tab::ToDo).await.total);
    assert_eq!(counts.in_progress, tab(office, Tab::InProgress).await.total);
    let stages = || all.rows.iter().map(|row| row.stage);
    let open = stages().filter(|stage| stage.is_open()).count();
    assert_eq!(counts.open as usize, open);
    let followed_up = stages().filter(|stage| indicator::is_followed_up(*stage));
    let share = indicator::permille(followed_up.count() as u64, all.rows.len() as u64);
    assert_eq!(Some(counts.followed_up_permille), share);

    // Late: the list's tab, its badges, the board's column, the map, and every clock of the command line.
    let overdue = tab(office, Tab::Overdue).await;
    assert_eq!(counts.overdue, overdue.total, "{now}");
    assert!(counts.overdue > 0, "nothing to compare");
    let is_late = |row: &&ipc::inbox::Row| {
        row.deadline
            .is_some_and(|due| due.state == ClockState::Overdue)
    };
    let late: BTreeSet<ComplaintId> = all.rows.iter().filter(is_late).map(|row| row.id).collect();
    let listed: BTreeSet<ComplaintId> = overdue.rows.iter().map(|row| row.id).collect();
    assert_eq!(late, listed);
    let board = ipc::deadlines::Board {
        filter: Filter::default(),
        limit: 200,
    };
    let board = deadlines::board(desk, board).await.unwrap();
    let on_board: BTreeSet<ComplaintId> =
        board.overdue.cards.iter().map(|card| card.row.id).collect();
    assert_eq!(on_board, late);
    let clocks = deadlines::all(desk, desk.now()).await.unwrap();
    let is_late = |due: &&deadlines::Due| due.clock.is_duty() && due.state == ClockState::Overdue;
    let by_clock: BTreeSet<ComplaintId> = clocks
        .iter()
        .filter(is_late)
        .map(|due| due.complaint)
        .collect();
    assert_eq!(by_clock, late);
    let mut on_command_line = BTreeSet::new();
    let filter = Filter {
        tab: Tab::Overdue,
        ..Filter::default()
    };
    inbox::each(desk, &filter, None, |listed| {
        on_command_line.insert(listed.complaint.id);
    })
    .await
    .unwrap();
    assert_eq!(on_command_line, late);
    for level in [RegionLevel::Province, RegionLevel::Regency] {
        let regions = ipc::map::Regions {
            level,
            within: None,
            filter: Filter::default(),
        };
        let regions = map::regions(desk, regions).await.unwrap();
        let total = regions.total;
        assert_eq!((total.received, total.open), (counts.all, counts.open));
        assert_eq!(total.overdue, counts.overdue);
        let share = total.tally().followed_up_permille();
        assert_eq!(share, Some(counts.followed_up_permille));
        let of_rows = |count: fn(&ipc::map::Figures) -> u32| -> u32 {
            regions.rows.iter().map(|row| count(&row.figures)).sum()
        };
        assert_eq!(of_rows(|it| it.overdue), counts.overdue);
        assert_eq!(of_rows(|it| it.received) + regions.unlocated, counts.all);
    }

    // Late for days: what the page escalates, against the duty that each complaint is late by longest.
    let request = ipc::escalation::GetEscalations {
        filter: Filter::default(),
        offset: 0,
        limit: 200,
    };
    let escalated = escalation::list(desk, request).await.unwrap();
    assert_eq!(escalated.total as usize, escalated.rows.len());
    let calendar = CompiledCalendar::new(calendar::get(desk, GetCalendar).await.unwrap().current);
    let calendar = calendar.unwrap();
    let days = |due_at| indicator::days_late(due_at, desk.now(), &calendar).unwrap();
    let mut expected = BTreeSet::new();
    for due in clocks.iter().filter(is_late) {
        if days(due.due_at) >= escalated.after_days {
            expected.insert(due.complaint);
        }
    }
    let rows = escalated.rows.iter();
    let by_page: BTreeSet<ComplaintId> = rows.clone().map(|row| row.row.id).collect();
    assert_eq!(by_page, expected, "{now}");
    for row in rows {
        let of_row = clocks
            .iter()
            .filter(is_late)
            .filter(|due| due.complaint == row.row.id);
        let longest = of_row.map(|due| days(due.due_at)).max();
        assert_eq!(Some(row.overdue_days), longest);
    }

    // The month: each running deadline on its own day.
    let month = Month {
        filter: Filter::default(),
        year: 2026,
        month: 11,
    };
    let month = deadlines::month(desk, month).await.unwrap();
    for day in &month.days {
        let runs = |row: &&ipc::inbox::Row| {
            row.deadline.is_some_and(|due| {
                due.state != ClockState::Paused
                    && indicator::due_on(due.due_at, &calendar) == day.date
            })
        };
        let expected = all.rows.iter().filter(runs).count();
        assert_eq!(day.due as usize, expected, "{}", day.date);
    }
}

#[tokio::test]
async fn everybody_counts_the_same() {
    let office = Office::open().await;
    fill(&office).await;
    for now in [
        NOW,
        "2026-11-20T16:30:00+07:00",
        "2026-11-23T07:29:00+07:00",
        "2026-12-01T12:00:00+07:00",
        "2027-01-15T12:00:00+07:00",
    ] {
        check(&office, now).await;
    }
}
