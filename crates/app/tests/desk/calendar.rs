//! Versions of calendar and rules: previewed, adopted with a reason, brought back; what was settled
//! never moves, and what is wrong is named with its place.

use base64::Engine as _;
use chrono::{DateTime, Utc};
use tanggap_app::{calendar, complaint, files, inbox, settings};
use tanggap_domain::calendar::{
    Calendar, CalendarError, DaysOff, Exception, Holiday, HolidayKind, Interval, Override,
};
use tanggap_domain::change::{ChangeKind, Then};
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::{
    ClockKind, ClockRule, End, Limit, OfficeRules, OwnClock, PolicyError, Reach, Start, Unit,
};
use tanggap_ipc as ipc;
use tanggap_ipc::Code;
use tanggap_ipc::calendar::{DayFault, Fault, Merge, Place};
use tokio::sync::broadcast;

use crate::office::{NOW, Office, at};

/// Due on Wednesday 25 November at 16.00, three working days after Friday.
const DUE: &str = "2026-11-25T16:00:00+07:00";

impl Office {
    async fn due(&self, id: ComplaintId, clock: ClockKind) -> DateTime<Utc> {
        let detail = complaint::get(&self.desk, ipc::complaint::Get { id })
            .await
            .unwrap();
        let found = detail.clocks.iter().find(|view| view.clock.kind == clock);
        found.unwrap().clock.due_at
    }

    async fn calendar(&self) -> ipc::calendar::CalendarReply {
        calendar::get(&self.desk, ipc::calendar::GetCalendar)
            .await
            .unwrap()
    }

    async fn adopt(
        &self,
        calendar: Calendar,
        reach: Reach,
    ) -> Result<ipc::calendar::CalendarReply, ipc::Error> {
        let request = ipc::calendar::AdoptCalendar {
            based_on: self.calendar().await.current.version,
            calendar,
            reach,
            reason: "SKB perubahan".into(),
            restores: None,
        };
        calendar::adopt(&self.desk, request).await
    }

    async fn preview(&self, calendar: Calendar, reach: Reach) -> ipc::calendar::Preview {
        let request = ipc::calendar::PreviewCalendar { calendar, reach };
        calendar::preview(&self.desk, request).await.unwrap()
    }

    async fn hand_over(
        &self,
        name: &str,
        purpose: ipc::files::FileUse,
        content: &[u8],
    ) -> ipc::files::FileId {
        let begin = ipc::files::Begin {
            purpose,
            name: name.into(),
            mime: "text/plain".into(),
            size_bytes: content.len() as u64,
        };
        let file = files::begin(&self.desk, begin).await.unwrap();
        let chunk = ipc::files::Chunk {
            file: file.clone(),
            offset_bytes: 0,
            data_base64: base64::engine::general_purpose::STANDARD.encode(content),
        };
        files::chunk(&self.desk, chunk).await.unwrap();
        file
    }
}

fn with_holiday(calendar: &Calendar, date: &str) -> Calendar {
    let mut calendar = calendar.clone();
    calendar.holidays.push(Holiday {
        date: date.parse().unwrap(),
        name: "Hari duka".into(),
        kind: HolidayKind::National,
        source: "SKB perubahan".into(),
    });
    calendar
}

#[tokio::test]
async fn a_new_holiday_is_previewed_adopted_and_taken_back() {
    let office = Office::open().await;
    let running = office.record("Lampu padam", NOW).await;
    office
        .record("Jalan rusak", "2026-11-16T09:00:00+07:00")
        .await;
    let before = office.calendar().await;
    assert_eq!(
        before.versions.len(),
        1,
        "the first calendar is a version too"
    );
    let wanted = with_holiday(&before.current, "2026-11-24");

    office.clock.set(at("2026-11-20T11:00:00+07:00"));
    let preview = office.preview(wanted.clone(), Reach::OpenClocks).await;
    assert_eq!((preview.shifts.open, preview.shifts.moved), (2, 2));
    assert_eq!(preview.shifts.by_working_days.get(&1), Some(&2));
    assert_eq!(preview.added.len(), 1);
    assert_eq!(preview.examples.len(), 2);
    assert_eq!(
        office.due(running, ClockKind::Verification).await,
        at(DUE),
        "a preview changes nothing"
    );
    let only_new = office.preview(wanted.clone(), Reach::NewClocks).await;
    assert_eq!(only_new.shifts.moved, 0);

    let adopted = office.adopt(wanted, Reach::OpenClocks).await.unwrap();
    assert_eq!(adopted.versions[0].version, 2);
    assert_eq!(adopted.versions[0].author, "Kantor Uji");
    assert_eq!(adopted.versions[0].reason, "SKB perubahan");
    assert_eq!(
        office.due(running, ClockKind::Verification).await,
        at("2026-11-26T16:00:00+07:00")
    );
    let office = office.reopen().await;
    assert_eq!(
        office.due(running, ClockKind::Verification).await,
        at("2026-11-26T16:00:00+07:00"),
        "still so after a restart"
    );
    let detail = complaint::get(&office.desk, ipc::complaint::Get { id: running })
        .await
        .unwrap();
    let why = &detail.clocks[0].explanation;
    assert_eq!(why.calendar.version, 2);
    assert_eq!(why.calendar.reason, "SKB perubahan");

    let first = calendar::version(
        &office.desk,
        ipc::calendar::GetCalendarVersion { version: 1 },
    )
    .await
    .unwrap();
    let request = ipc::calendar::AdoptCalendar {
        calendar: first,
        reach: Reach::OpenClocks,
        reason: "Salah unggah".into(),
        based_on: 2,
        restores: Some(1),
    };
    let restored = calendar::adopt(&office.desk, request).await.unwrap();
    assert_eq!(restored.versions.len(), 3);
    assert_eq!(restored.versions[0].restores, Some(1));
    assert_eq!(office.due(running, ClockKind::Verification).await, at(DUE));
}

/// How far judging was, in the order in which it was told.
fn progress(heard: &mut broadcast::Receiver<ipc::Event>) -> Vec<(u64, u64)> {
    let mut told = Vec::new();
    while let Ok(event) = heard.try_recv() {
        if let ipc::Event::JudgingProgress { done, total } = event {
            told.push((done, total));
        }
    }
    told
}

#[tokio::test]
async fn adopting_tells_how_far_it_is_until_all_are_judged() {
    let office = Office::open().await;
    for number in 0..7 {
        office.record(&format!("Lampu padam {number}"), NOW).await;
    }
    let wanted = with_holiday(&office.calendar().await.current, "2026-11-24");
    let mut heard = office.around.events.subscribe();
    office
        .adopt(wanted.clone(), Reach::OpenClocks)
        .await
        .unwrap();
    let told = progress(&mut heard);
    assert_eq!(told.first(), Some(&(0, 7)));
    assert_eq!(told.last(), Some(&(7, 7)));
    assert!(told.is_sorted(), "{told:?}");
    assert!(told.len() > 2, "on the way too: {told:?}");
    // Refused: nothing is judged.
    let stale = ipc::calendar::AdoptCalendar {
        calendar: wanted,
        reach: Reach::OpenClocks,
        reason: "Dua jendela".into(),
        based_on: 1,
        restores: None,
    };
    let error = calendar::adopt(&office.desk, stale).await.unwrap_err();
    assert_eq!(error.code, Code::Moved);
    calendar::finish_judging(&office.desk).await.unwrap();
    assert_eq!(progress(&mut heard), []);
}

/// When the first of the list is due, as the list has it.
async fn listed(office: &Office) -> DateTime<Utc> {
    let request = ipc::inbox::List {
        filter: Default::default(),
        sort: Default::default(),
        offset: 0,
        limit: 1,
    };
    let page = inbox::list(&office.desk, request).await.unwrap();
    page.rows[0].deadline.unwrap().due_at
}

/// Cuts an adoption off as soon as judging begins.
async fn cut_off(office: &Office, wanted: Calendar) {
    let mut heard = office.around.events.subscribe();
    let begun = async {
        loop {
            if let Ok(ipc::Event::JudgingProgress { .. }) = heard.recv().await {
                return;
            }
        }
    };
    tokio::select! {
        biased;
        () = begun => {}
        _ = office.adopt(wanted, Reach::OpenClocks) => {}
    }
}

#[tokio::test]
async fn an_adoption_that_was_cut_off_is_finished_at_the_next_start() {
    // A quick disk may have judged before the cut: then it is cut once more, on another desk.
    let (office, id, wanted) = loop {
        let office = Office::open().await;
        let id = office.record("Lampu padam", NOW).await;
        let wanted = with_holiday(&office.calendar().await.current, "2026-11-24");
        cut_off(&office, wanted.clone()).await;
        if listed(&office).await == at(DUE) {
            break (office, id, wanted);
        }
    };
    let office = office.reopen().await;
    let in_force = office.calendar().await;
    assert_eq!(in_force.current.version, 2, "whole, or not at all");
    assert_eq!(in_force.current.holidays, wanted.holidays);
    let moved = at("2026-11-26T16:00:00+07:00");
    assert_eq!(office.due(id, ClockKind::Verification).await, moved);
    calendar::finish_judging(&office.desk).await.unwrap();
    assert_eq!(listed(&office).await, moved);
    let mut heard = office.around.events.subscribe();
    calendar::finish_judging(&office.desk).await.unwrap();
    assert_eq!(progress(&mut heard), [], "once");
}

#[tokio::test]
async fn somebody_is_no_longer_late_after_a_decree() {
    let office = Office::open().await;
    // Due on Thursday 19; on Friday it is late.
    office
        .record("Lampu padam", "2026-11-16T09:00:00+07:00")
        .await;
    let current = office.calendar().await.current;
    let preview = office
        .preview(with_holiday(&current, "2026-11-18"), Reach::OpenClocks)
        .await;
    assert_eq!(preview.shifts.no_longer_overdue, 1);
    assert_eq!(preview.shifts.newly_overdue, 0);
    let adopted = office
        .adopt(with_holiday(&current, "2026-11-18"), Reach::OpenClocks)
        .await
        .unwrap();
    let back = office.preview(current, Reach::OpenClocks).await;
    assert_eq!(back.shifts.newly_overdue, 1);
    assert_eq!(back.shifts.by_working_days.get(&-1), Some(&1));
    assert_eq!(back.removed.len(), 1);
    assert_eq!(adopted.current.version, 2);
}

#[tokio::test]
async fn what_was_settled_and_what_started_before_keep_their_calendar() {
    let office = Office::open().await;
    let settled = office
        .record("Lampu padam", "2026-11-16T09:00:00+07:00")
        .await;
    let running = office.record("Jalan rusak", NOW).await;
    let reply = ChangeKind::Reply {
        text: "Sudah diperbaiki hari ini.".into(),
        then: Then::Selesai,
        attachments: Vec::new(),
    };
    office.submit(settled, reply).await.unwrap();
    let judged = office.due(settled, ClockKind::Completion).await;
    office.clock.set(at("2026-11-20T11:00:00+07:00"));
    let current = office.calendar().await.current;
    office
        .adopt(with_holiday(&current, "2026-11-24"), Reach::OpenClocks)
        .await
        .unwrap();
    assert_eq!(office.due(settled, ClockKind::Completion).await, judged);
    assert_ne!(office.due(running, ClockKind::Verification).await, at(DUE));

    // Hours for new reports only: the one that runs keeps its closing time.
    let moved = office.due(running, ClockKind::Verification).await;
    let mut shorter = office.calendar().await.current;
    for hours in [
        &mut shorter.weekly.mon,
        &mut shorter.weekly.tue,
        &mut shorter.weekly.wed,
        &mut shorter.weekly.thu,
    ] {
        hours[1] = Interval::new("13:00".parse().unwrap(), "15:00".parse().unwrap());
    }
    office.clock.set(at("2026-11-20T13:00:00+07:00"));
    office.adopt(shorter, Reach::NewClocks).await.unwrap();
    assert_eq!(office.due(running, ClockKind::Verification).await, moved);
    office.clock.set(at("2026-11-20T14:00:00+07:00"));
    let new = office.record("Sampah", "2026-11-20T14:00:00+07:00").await;
    assert_eq!(
        office.due(new, ClockKind::Verification).await,
        at("2026-11-26T15:00:00+07:00")
    );
}

#[tokio::test]
async fn faults_name_their_place_and_the_last_good_version_stays() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    let good = office.calendar().await.current;
    let refused = async |calendar: Calendar| -> Fault {
        let error = office.adopt(calendar, Reach::OpenClocks).await.unwrap_err();
        assert_eq!(error.code, Code::BadCalendar);
        *error.fault.unwrap()
    };
    let time = |text: &str| text.parse().unwrap();

    let mut reversed = good.clone();
    reversed.weekly.tue = vec![Interval::new(time("16:00"), time("08:00"))];
    assert!(matches!(
        refused(reversed).await,
        Fault::Calendar { error: CalendarError::Reversed { place, .. } } if place.contains("Tuesday")
    ));
    let mut overlapping = good.clone();
    overlapping.weekly.fri = vec![
        Interval::new(time("08:00"), time("12:00")),
        Interval::new(time("11:00"), time("15:00")),
    ];
    assert!(matches!(
        refused(overlapping).await,
        Fault::Calendar { error: CalendarError::Overlapping { place, .. } } if place.contains("Friday")
    ));
    let mut closed = good.clone();
    closed.weekly = Default::default();
    assert!(matches!(
        refused(closed).await,
        Fault::Calendar {
            error: CalendarError::NeverOpen
        }
    ));
    let mut flood = good.clone();
    flood.overrides.push(Override {
        from: "2026-12-03".parse().unwrap(),
        to: "2026-12-01".parse().unwrap(),
        name: "Banjir".into(),
        source: String::new(),
        exception: Exception::Closed,
    });
    assert!(matches!(
        refused(flood).await,
        Fault::Calendar { error: CalendarError::OverrideReversed { name, .. } } if name == "Banjir"
    ));
    let twice = with_holiday(&good, "2026-12-25");
    assert!(matches!(
        refused(twice).await,
        Fault::Calendar {
            error: CalendarError::HolidayTwice { .. }
        }
    ));
    let no_reason = ipc::calendar::AdoptCalendar {
        calendar: good.clone(),
        reach: Reach::OpenClocks,
        reason: "  ".into(),
        based_on: 1,
        restores: None,
    };
    let error = calendar::adopt(&office.desk, no_reason).await.unwrap_err();
    assert_eq!(error.fault.as_deref(), Some(&Fault::NoReason));

    let stale = ipc::calendar::AdoptCalendar {
        calendar: good.clone(),
        reach: Reach::OpenClocks,
        reason: "Dua jendela".into(),
        based_on: 0,
        restores: None,
    };
    let error = calendar::adopt(&office.desk, stale).await.unwrap_err();
    assert_eq!(error.code, Code::Moved);
    assert_eq!(office.calendar().await.current, good);
    assert_eq!(office.due(id, ClockKind::Verification).await, at(DUE));
}

#[tokio::test]
async fn a_decree_file_gives_a_calendar_to_preview_and_its_unreadable_lines() {
    let office = Office::open().await;
    let file = "Tanggal;Keterangan;Jenis\n24/11/2026;Hari duka nasional;Libur Nasional\n31 April 2026;Salah;Libur Nasional\n";
    let file = office
        .hand_over("skb.csv", ipc::files::FileUse::Decree, file.as_bytes())
        .await;
    let request = ipc::calendar::ReadDecree { file, merge: None };
    let decree = calendar::decree_read(&office.desk, request).await.unwrap();
    assert_eq!((decree.days, decree.merge), (1, Merge::AddDays));
    assert_eq!(decree.unreadable.len(), 1);
    assert_eq!(decree.unreadable[0].place, Place::Line(3));
    assert!(matches!(decree.unreadable[0].why, DayFault::BadDate { .. }));
    let preview = office.preview(decree.calendar, Reach::OpenClocks).await;
    assert_eq!(preview.added.len(), 1);
    // The same file the other way, without handing it over again.
    let request = ipc::calendar::ReadDecree {
        file: decree.file,
        merge: Some(Merge::ReplaceYears),
    };
    let replaced = calendar::decree_read(&office.desk, request).await.unwrap();
    let preview = office.preview(replaced.calendar, Reach::OpenClocks).await;
    assert!(preview.removed.len() > 10);

    let nothing = office
        .hand_over("foto.txt", ipc::files::FileUse::Decree, b"bukan apa-apa")
        .await;
    let request = ipc::calendar::ReadDecree {
        file: nothing,
        merge: None,
    };
    let error = calendar::decree_read(&office.desk, request)
        .await
        .unwrap_err();
    assert_eq!(error.fault.as_deref(), Some(&Fault::NotADecree));
}

fn call_back(effective_from: &str) -> OfficeRules {
    OfficeRules {
        citation: "Surat Edaran Sekda 12/2026".into(),
        clocks: vec![ClockRule {
            clock: ClockKind::Own(OwnClock::new(1).unwrap()),
            classifications: None,
            limit: Limit {
                amount: 4,
                unit: Unit::WorkingHours,
            },
            starts: Start::Received,
            ends: Some(End::Verified),
            name: Some("Telepon balik pelapor".into()),
            pauses: true,
            thresholds: None,
            citation: "Surat Edaran Sekda 12/2026".into(),
        }],
        ..OfficeRules::none(effective_from.parse().unwrap())
    }
}

#[tokio::test]
async fn an_office_s_own_clock_runs_from_its_date_and_nothing_before_it_moves() {
    let office = Office::open().await;
    let before = office.record("Lampu padam", NOW).await;
    let adopt = async |rules: OfficeRules, based_on| {
        let request = ipc::calendar::AdoptRules {
            rules,
            reason: "Surat edaran".into(),
            based_on,
        };
        calendar::rules_adopt(&office.desk, request).await
    };
    let error = adopt(call_back("2026-11-20"), 0).await.unwrap_err();
    assert!(matches!(
        *error.fault.unwrap(),
        Fault::Rules {
            error: PolicyError::Retroactive { .. }
        }
    ));
    let mut unnamed = call_back("2026-11-23");
    unnamed.clocks[0].name = None;
    let error = adopt(unnamed, 0).await.unwrap_err();
    assert!(matches!(
        *error.fault.unwrap(),
        Fault::Rules {
            error: PolicyError::OwnIncomplete { number: 1, .. }
        }
    ));

    let adopted = adopt(call_back("2026-11-23"), 0).await.unwrap();
    assert_eq!(adopted.versions.len(), 1);
    assert_eq!(adopted.office.unwrap().version, 1);
    assert_eq!(
        adopted.policies.last().unwrap().effective_from.to_string(),
        "2026-11-23"
    );
    assert_eq!(
        adopted.today,
        adopted.policies.len() - 2,
        "not yet in force"
    );

    office.clock.set(at("2026-11-23T09:00:00+07:00"));
    let office = office.reopen().await;
    let own = ClockKind::Own(OwnClock::new(1).unwrap());
    let after = office
        .record("Jalan rusak", "2026-11-23T09:00:00+07:00")
        .await;
    assert_eq!(
        office.due(after, own).await,
        at("2026-11-23T14:00:00+07:00"),
        "four working hours, lunch left out"
    );
    let detail = complaint::get(&office.desk, ipc::complaint::Get { id: after })
        .await
        .unwrap();
    let view = detail
        .clocks
        .iter()
        .find(|view| view.clock.kind == own)
        .unwrap();
    assert_eq!(view.clock.name.as_deref(), Some("Telepon balik pelapor"));
    assert_eq!(view.explanation.policy.office.as_ref().unwrap().version, 1);
    let detail = complaint::get(&office.desk, ipc::complaint::Get { id: before })
        .await
        .unwrap();
    assert!(detail.clocks.iter().all(|view| view.clock.kind != own));
    assert_eq!(office.due(before, ClockKind::Verification).await, at(DUE));
}

#[tokio::test]
async fn rules_from_a_file_are_checked_with_their_place() {
    let office = Office::open().await;
    let json = serde_json::to_string(&call_back("2026-12-01")).unwrap();
    let read = async |json: &str| {
        let file = office
            .hand_over("aturan.json", ipc::files::FileUse::Rules, json.as_bytes())
            .await;
        calendar::rules_read(&office.desk, ipc::calendar::ReadRules { file }).await
    };
    assert_eq!(read(&json).await.unwrap(), call_back("2026-12-01"));
    let wrong = json.replace("kantor-1", "telepon");
    let error = read(&wrong).await.unwrap_err();
    assert!(matches!(
        *error.fault.unwrap(),
        Fault::Rules { error: PolicyError::Json { line: 1, what, .. } } if what.contains("telepon")
    ));
    let class = json.replace(
        "\"limit\"",
        "\"classifications\":[\"pengaduan-aneh\"],\"limit\"",
    );
    let error = read(&class).await.unwrap_err();
    assert!(matches!(
        *error.fault.unwrap(),
        Fault::Rules { error: PolicyError::UnknownClass { class, .. } } if class == "pengaduan-aneh"
    ));
}

#[tokio::test]
async fn the_zone_changes_with_the_calendar_and_not_with_settings() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    let mut settings = office.desk.office().settings.clone();
    settings.zone = ipc::settings::Zone::Wit;
    let request = ipc::settings::SaveSettings { settings };
    let kept = settings::save(&office.desk, request).await.unwrap();
    assert_eq!(kept.settings.zone, ipc::settings::Zone::Wib);

    let mut calendar = office.calendar().await.current;
    calendar.zone = "Asia/Makassar".parse().unwrap();
    calendar.days_off = DaysOff::HolidaysOnly;
    office.adopt(calendar, Reach::OpenClocks).await.unwrap();
    assert_eq!(
        office.desk.office().settings.zone,
        ipc::settings::Zone::Wita
    );
    assert_eq!(
        office.due(id, ClockKind::Verification).await,
        at("2026-11-25T16:00:00+08:00")
    );
    let office = office.reopen().await;
    assert_eq!(
        office.desk.office().settings.zone,
        ipc::settings::Zone::Wita
    );
}

#[tokio::test]
async fn a_clock_set_back_does_not_put_the_newest_version_behind() {
    let office = Office::open().await;
    let first = office.calendar().await.current;
    office.clock.set(at("2026-11-20T11:00:00+07:00"));
    let second = with_holiday(&first, "2026-11-24");
    office
        .adopt(second.clone(), Reach::OpenClocks)
        .await
        .unwrap();
    office.clock.set(at("2026-11-20T10:30:00+07:00"));
    let third = with_holiday(&second, "2026-11-26");
    office.adopt(third, Reach::OpenClocks).await.unwrap();
    let office = office.reopen().await;
    assert_eq!(office.calendar().await.current.version, 3);
    // And the next one is taken.
    let fourth = office.calendar().await.current;
    office.adopt(fourth, Reach::OpenClocks).await.unwrap();
}
