//! Being told: once, at the right time, and not any more once it does not hold.

use chrono::{DateTime, Utc};
use tanggap_app::notifier::{Reaction, Slot, Subject};
use tanggap_app::{calendar, escalation, notices, settings, watch};
use tanggap_domain::calendar::{Holiday, HolidayKind};
use tanggap_domain::change::{Amendment, ChangeKind, Then};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::Priority;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::{ClockKind, Reach, Threshold};
use tanggap_ipc as ipc;
use tanggap_ipc::notices::{About, Notice, NoticeFilter, Standing, What};

use crate::office::{NOW, Office, at};

impl Office {
    async fn tick(&self, now: &str) -> watch::Told {
        let now = at(now);
        self.clock.set(now);
        watch::tick(&self.desk, now).await.unwrap()
    }

    async fn notices(&self) -> Vec<Notice> {
        let request = ipc::notices::List {
            filter: NoticeFilter::default(),
            before: None,
            limit: 100,
        };
        notices::list(&self.desk, request).await.unwrap().notices
    }

    async fn change_settings(&self, change: impl FnOnce(&mut ipc::settings::Settings)) {
        let mut settings = self.desk.office().settings.clone();
        change(&mut settings);
        let request = ipc::settings::SaveSettings { settings };
        settings::save(&self.desk, request).await.unwrap();
    }

    /// Only thresholds: what is told each morning has tests of its own.
    async fn without_digest(&self) {
        self.change_settings(|settings| settings.notify.daily_digest = false)
            .await;
    }

    /// One more day off in the calendar, for open clocks too.
    async fn add_holiday(&self, date: &str) {
        let current = calendar::get(&self.desk, ipc::calendar::GetCalendar)
            .await
            .unwrap()
            .current;
        let mut calendar = current.clone();
        calendar.holidays.push(Holiday {
            date: date.parse().unwrap(),
            name: "Hari duka daerah".into(),
            kind: HolidayKind::National,
            source: "Keputusan Wali Kota".into(),
        });
        let request = ipc::calendar::AdoptCalendar {
            calendar,
            reach: Reach::OpenClocks,
            reason: "Keputusan Wali Kota".into(),
            based_on: current.version,
            restores: None,
        };
        calendar::adopt(&self.desk, request).await.unwrap();
    }
}

fn of_clock(notices: &[Notice], clock: ClockKind) -> Vec<&Notice> {
    let is_of = |notice: &&Notice| matches!(&notice.about, About::Threshold { clock: of, .. } if *of == clock);
    notices.iter().filter(is_of).collect()
}

fn what(notice: &Notice) -> Vec<What> {
    notice
        .history
        .iter()
        .map(|line| line.what.clone())
        .collect()
}

fn verification(id: ComplaintId) -> Slot {
    Slot::Clock(id, ClockKind::Verification)
}

/// Received Monday: verification is due on Thursday 19 at 16.00, so by Friday it has passed.
const MONDAY: &str = "2026-11-16T10:00:00+07:00";

#[tokio::test]
async fn a_threshold_is_told_once_without_personal_data() {
    let office = Office::open().await;
    office.without_digest().await;
    office.record("Nama Warga: lampu padam", MONDAY).await;
    let told = office.tick(NOW).await;
    assert!(told.notices >= 1 && told.shown == told.notices, "{told:?}");
    let shown = office.told.take();
    assert!(
        shown
            .iter()
            .any(|one| one.body.contains("verifikasi lewat tenggat"))
    );
    assert!(shown.iter().all(|one| !one.body.contains("Warga")));
    assert!(matches!(shown[0].subject, Subject::Complaint(_)));
    assert_eq!(shown[0].snooze_label, "Ingatkan 1 jam lagi");

    assert_eq!(office.tick(NOW).await, watch::Told::default());
    let office = office.reopen().await;
    assert_eq!(office.tick(NOW).await, watch::Told::default());
    let listed = office.notices().await;
    assert_eq!(listed.len(), told.notices);
    assert!(!listed[0].read);
    assert_eq!(what(&listed[0]), [What::Shown]);
    assert_eq!(listed[0].history[0].who, "Kantor Uji");
    let all = ipc::notices::MarkRead { ids: Vec::new() };
    notices::mark_read(&office.desk, all).await.unwrap();
    assert!(office.notices().await.iter().all(|notice| notice.read));
}

#[tokio::test]
async fn many_at_once_are_one_digest_and_nothing_is_told_at_night() {
    let office = Office::open().await;
    office.without_digest().await;
    for number in 0..6 {
        office
            .record(&format!("Laporan {number}"), "2026-10-01T10:00:00+07:00")
            .await;
    }
    let night = "2026-11-20T23:00:00+07:00";
    assert_eq!(office.tick(night).await, watch::Told::default());
    let told = office.tick("2026-11-23T07:30:00+07:00").await;
    assert_eq!(told.shown, 1, "{told:?}");
    assert!(told.notices >= 6, "each stands in the record");
    let shown = office.told.take();
    assert_eq!(shown[0].subject, Subject::Deadlines);
    assert_eq!(shown[0].slot, Slot::Digest);
    assert!(
        shown[0].title.contains("tenggat perlu perhatian"),
        "{shown:?}"
    );
    let listed = office.notices().await;
    let digests = listed
        .iter()
        .filter(|notice| matches!(notice.about, About::Digest { .. }));
    assert_eq!(digests.count(), 1);
    let single = of_clock(&listed, ClockKind::Verification);
    assert_eq!(single.len(), 6);
    assert_eq!(what(single[0]), [What::ShownInDigest]);
}

#[tokio::test]
async fn a_deadline_that_moves_takes_its_notice_along() {
    let office = Office::open().await;
    office.without_digest().await;
    let id = office.record("Lampu padam", MONDAY).await;
    // 90 % are used on Thursday at 13.45; then the mayor closes the office on Friday and Thursday.
    office.tick("2026-11-19T14:00:00+07:00").await;
    let listed = office.notices().await;
    let told = of_clock(&listed, ClockKind::Verification);
    assert_eq!(told.len(), 1);
    office.told.take();

    office.add_holiday("2026-11-19").await;
    let ended = office.tick("2026-11-19T14:05:00+07:00").await;
    // The office is closed now: what does not hold is taken back all the same, and nobody is told.
    assert!(ended.ended >= 1 && ended.shown == 0, "{ended:?}");
    assert!(office.told.take_withdrawn().contains(&verification(id)));
    let listed = office.notices().await;
    let withdrawn = of_clock(&listed, ClockKind::Verification)[0];
    assert_eq!(withdrawn.standing, Standing::Withdrawn);

    // Now due on Friday: told again when 90 % of that are used, on the same line of the record.
    office.tick("2026-11-20T14:30:00+07:00").await;
    let listed = office.notices().await;
    let renewed = of_clock(&listed, ClockKind::Verification);
    let current: Vec<_> = renewed
        .iter()
        .filter(|notice| notice.standing == Standing::Current)
        .collect();
    assert_eq!(current.len(), 1);
    assert_eq!(current[0].id, withdrawn.id);
    assert_eq!(
        what(current[0]),
        [
            What::Shown,
            What::Withdrawn,
            What::Renewed {
                due_at: at("2026-11-20T16:30:00+07:00")
            },
            What::Shown
        ]
    );
}

#[tokio::test]
async fn a_breach_that_moves_and_is_still_one_is_told_anew_in_its_place() {
    let office = Office::open().await;
    office.without_digest().await;
    let id = office
        .record("Lampu padam", "2026-11-09T10:00:00+07:00")
        .await;
    office.tick(NOW).await; // verification was due on Thursday 12
    office.told.take();
    office.add_holiday("2026-11-11").await;
    let told = office.tick("2026-11-20T10:01:00+07:00").await;
    assert!(told.notices >= 1, "{told:?}");
    let shown = office.told.take();
    let renewed = shown
        .iter()
        .find(|one| one.slot == verification(id))
        .unwrap();
    assert!(renewed.body.contains("Jumat, 13 November"), "{renewed:?}");
    let settled = office.tick("2026-11-20T10:02:00+07:00").await;
    assert_eq!(settled, watch::Told::default());
}

#[tokio::test]
async fn what_was_met_is_settled_and_its_notification_taken_back() {
    let office = Office::open().await;
    office.without_digest().await;
    let id = office.record("Lampu padam", MONDAY).await;
    office.tick(NOW).await;
    office.submit(id, ChangeKind::Verify).await.unwrap();
    office.tick("2026-11-20T10:05:00+07:00").await;
    assert!(office.told.take_withdrawn().contains(&verification(id)));
    let listed = office.notices().await;
    let settled = of_clock(&listed, ClockKind::Verification)[0];
    assert_eq!(settled.standing, Standing::Settled);
    assert_eq!(what(settled), [What::Shown, What::Settled]);
}

/// The class decides the limit, always counted from receipt: what was told by the shorter one is taken
/// back, and told anew where it is late again.
#[tokio::test]
async fn a_notice_is_taken_back_where_another_class_gives_more_time() {
    let office = Office::open().await;
    office.without_digest().await;
    let id = office
        .record("Lampu padam", "2026-10-01T10:00:00+07:00")
        .await;
    office.submit(id, ChangeKind::Verify).await.unwrap();
    let reply = ChangeKind::Reply {
        text: "Sedang ditangani.".into(),
        then: Then::Proses,
        attachments: Vec::new(),
    };
    office.submit(id, reply).await.unwrap();
    let completion = Slot::Clock(id, ClockKind::Completion);
    let standing = async || {
        let listed = office.notices().await;
        let told = of_clock(&listed, ClockKind::Completion).into_iter();
        let breaches = told.filter(|notice| {
            matches!(&notice.about, About::Threshold { threshold, .. } if *threshold == Threshold::Breach)
        });
        breaches.map(|notice| notice.standing).collect::<Vec<_>>()
    };
    // Ten working days have passed.
    office.tick(NOW).await;
    assert_eq!(standing().await, [Standing::Current]);
    office.told.take_withdrawn();

    let classified = async |class| {
        let amendment = Amendment {
            classification: Some(class),
            ..Amendment::default()
        };
        office
            .submit(id, ChangeKind::Amend(amendment))
            .await
            .unwrap();
    };
    classified(Classification::PengaduanBerkadar).await;
    office.tick("2026-11-20T10:05:00+07:00").await;
    assert!(office.told.take_withdrawn().contains(&completion));
    assert_eq!(standing().await, [Standing::Withdrawn]);
    let request = ipc::escalation::GetEscalations {
        filter: ipc::inbox::Filter::default(),
        offset: 0,
        limit: 10,
    };
    let escalated = escalation::list(&office.desk, request).await.unwrap();
    assert_eq!(escalated.rows, []);

    classified(Classification::PermintaanInformasi).await;
    office.tick("2026-11-20T10:10:00+07:00").await;
    assert_eq!(standing().await, [Standing::Current]);
}

#[tokio::test]
async fn a_clock_that_jumps_ahead_and_back_leaves_no_false_notice() {
    let office = Office::open().await;
    office.without_digest().await;
    let id = office.record("Lampu padam", NOW).await;
    office.tick("2027-07-14T10:00:00+07:00").await;
    assert!(!office.told.take().is_empty());
    // Somebody sets the clock right.
    office.tick("2026-11-20T10:10:00+07:00").await;
    assert!(office.told.take_withdrawn().contains(&verification(id)));
    let listed = office.notices().await;
    assert!(
        of_clock(&listed, ClockKind::Verification)
            .iter()
            .all(|notice| notice.standing == Standing::Withdrawn)
    );
    // When it really passes, it is told, once.
    let told = office.tick("2026-11-26T10:00:00+07:00").await;
    assert!(told.notices >= 1, "{told:?}");
    let shown = office.told.take();
    assert_eq!(
        shown
            .iter()
            .filter(|one| one.slot == verification(id))
            .count(),
        1
    );
}

#[tokio::test]
async fn a_snoozed_notice_comes_again_in_an_hour_unless_somebody_acted() {
    let office = Office::open().await;
    office.without_digest().await;
    let mut complaints = Vec::new();
    for title in ["Lampu padam", "Jalan rusak"] {
        let id = office.record(title, MONDAY).await;
        complaints.push(id);
        office.tick(NOW).await;
        let shown = office.told.take();
        let one = shown
            .iter()
            .find(|one| one.slot == verification(id))
            .unwrap();
        let snooze = Reaction::Snooze { notice: one.notice };
        notices::react(&office.desk, snooze).await.unwrap();
    }
    let (first, second) = (complaints[0], complaints[1]);
    let next = watch::next_look(&office.desk, at(NOW)).await.unwrap();
    assert_eq!(next, Some(at("2026-11-20T11:00:00+07:00")));
    office.submit(second, ChangeKind::Verify).await.unwrap();
    assert_eq!(office.tick("2026-11-20T10:59:00+07:00").await.shown, 0);
    let told = office.tick("2026-11-20T11:00:00+07:00").await;
    assert_eq!((told.notices, told.shown), (0, 1));
    let again = office.told.take();
    assert_eq!(again[0].slot, verification(first));
    assert_eq!(office.tick("2026-11-20T13:30:00+07:00").await.shown, 0);
    let listed = office.notices().await;
    let ours = listed
        .iter()
        .find(|notice| notice.id == again[0].notice)
        .unwrap();
    assert_eq!(
        what(ours),
        [
            What::Shown,
            What::Snoozed {
                until: at("2026-11-20T11:00:00+07:00")
            },
            What::ShownAgain
        ]
    );
}

#[tokio::test]
async fn what_is_urgent_is_told_at_night_and_the_rest_in_the_morning() {
    let office = Office::open().await;
    office
        .change_settings(|settings| {
            settings.notify.daily_digest = false;
            settings.notify.any_hour_urgent = true;
        })
        .await;
    let urgent = office.record("Pohon tumbang", MONDAY).await;
    let usual = office.record("Lampu padam", MONDAY).await;
    let amend = ChangeKind::Amend(Amendment {
        priority: Some(Priority::Urgent),
        ..Amendment::default()
    });
    office.submit(urgent, amend).await.unwrap();
    let night = "2026-11-20T23:00:00+07:00";
    office.tick(night).await;
    let slots: Vec<Slot> = office.told.take().iter().map(|one| one.slot).collect();
    assert!(slots.contains(&verification(urgent)), "{slots:?}");
    assert!(!slots.contains(&verification(usual)), "{slots:?}");
    office.tick("2026-11-23T07:30:00+07:00").await;
    let slots: Vec<Slot> = office.told.take().iter().map(|one| one.slot).collect();
    assert!(slots.contains(&verification(usual)), "{slots:?}");
    assert!(!slots.contains(&verification(urgent)), "{slots:?}");
}

#[tokio::test]
async fn what_is_still_overdue_is_told_once_each_working_morning() {
    let office = Office::open().await;
    office.record("Lampu padam", MONDAY).await;
    let daily = |office: &Office| -> Vec<String> {
        let shown = office.told.take();
        let daily = shown.into_iter().filter(|one| one.slot == Slot::Daily);
        daily.map(|one| one.title).collect()
    };
    office.tick(NOW).await;
    assert_eq!(daily(&office), ["1 laporan masih terlambat"]);
    office.tick("2026-11-20T15:00:00+07:00").await;
    assert_eq!(daily(&office), Vec::<String>::new());
    let next = watch::next_look(&office.desk, at("2026-11-21T10:00:00+07:00"))
        .await
        .unwrap();
    assert!(next <= Some(at("2026-11-23T07:30:00+07:00")), "{next:?}");
    let office = office.reopen().await;
    office.tick("2026-11-20T15:01:00+07:00").await;
    assert_eq!(
        daily(&office),
        Vec::<String>::new(),
        "told before the restart"
    );
    office.tick("2026-11-22T10:00:00+07:00").await;
    assert_eq!(daily(&office), Vec::<String>::new(), "Sunday");
    office.tick("2026-11-23T07:30:00+07:00").await;
    let shown = office.told.take();
    let morning = shown.iter().find(|one| one.slot == Slot::Daily).unwrap();
    assert_eq!(morning.title, "1 laporan masih terlambat");
    assert!(!morning.body.contains("perlu diingatkan"), "{morning:?}");
    // Since the closing of Thursday two working days have passed: its unit should be reminded.
    office.tick("2026-11-24T07:30:00+07:00").await;
    let shown = office.told.take();
    let morning = shown.iter().find(|one| one.slot == Slot::Daily).unwrap();
    assert!(morning.body.contains("1 perlu diingatkan"), "{morning:?}");
}

#[tokio::test]
async fn the_reporter_s_silence_is_told_without_calling_anybody_late() {
    let office = Office::open().await;
    office.without_digest().await;
    let id = office
        .record("Lampu padam", "2026-11-03T09:00:00+07:00")
        .await;
    office.clock.set(at("2026-11-03T10:00:00+07:00"));
    let reply = ChangeKind::Reply {
        text: "Sudah diperbaiki hari ini.".into(),
        then: Then::Selesai,
        attachments: Vec::new(),
    };
    // Settled: nothing runs any more, the silence neither.
    office.submit(id, reply.clone()).await.unwrap();
    assert_eq!(office.tick("2026-11-18T10:00:00+07:00").await.notices, 0);

    let id = office
        .record("Jalan rusak", "2026-11-03T09:00:00+07:00")
        .await;
    office.clock.set(at("2026-11-03T10:00:00+07:00"));
    let ask = ChangeKind::Reply {
        text: "Mohon kirim lokasi tepatnya.".into(),
        then: Then::AskReporter,
        attachments: Vec::new(),
    };
    office.submit(id, ask).await.unwrap();
    // Ten working days after Tuesday 3 November: Tuesday 17.
    office.tick("2026-11-17T15:59:00+07:00").await;
    office.told.take();
    office.tick("2026-11-18T08:00:00+07:00").await;
    let shown = office.told.take();
    let slot = Slot::Clock(id, ClockKind::ReporterSilence);
    let told = shown.iter().find(|one| one.slot == slot).unwrap();
    assert!(told.body.contains("boleh ditutup"), "{told:?}");
    assert!(
        !shown.iter().any(|one| one.slot == verification(id)),
        "answered: nobody is late"
    );
}

#[tokio::test]
async fn the_watch_sleeps_until_the_next_crossing() {
    let office = Office::open().await;
    office.without_digest().await;
    let now: DateTime<Utc> = at(NOW);
    assert_eq!(watch::next_look(&office.desk, now).await.unwrap(), None);
    office.record("Lampu padam", NOW).await;
    office.tick(NOW).await;
    let next = watch::next_look(&office.desk, now).await.unwrap().unwrap();
    // Due on Wednesday: H-1 is told at the opening of Tuesday, before half of the time is used.
    assert_eq!(next, at("2026-11-24T07:30:00+07:00"));
}
