//! Clocks as tables: what happened, and when it is due, in which state. Times are WIB.

mod between_exports;
mod explained;
mod facts;
mod history;
mod kept;
mod other_clocks;
mod pauses;
mod shifts;
mod without_rule;
mod zone;

use chrono::{NaiveDateTime, TimeDelta};

use super::policy::PauseCount;
use super::*;
use crate::calendar::{Calendar, OfficeHours};
use crate::classification::Classification;

/// `2026-01-05 10:00` on the wall in Jakarta.
fn wib(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_utc() - TimeDelta::hours(7)
}

fn jakarta() -> CompiledCalendar {
    let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
    CompiledCalendar::for_years(calendar, 2024..=2028).unwrap()
}

fn rules() -> Rules {
    Rules::new(Policies::bundled(), Calendars::only(jakarta()))
}

fn under(policy: &Policy) -> Rules {
    Rules::only(policy.clone(), jakarta())
}

fn received(text: &str) -> ClockFacts {
    ClockFacts::received(Classification::PengaduanTidakBerkadar, wib(text))
}

fn pause(from: &str, until: Option<&str>) -> Pause {
    Pause {
        from: wib(from),
        until: until.map(wib),
        reason: PauseReason::OnHold,
    }
}

fn clock(facts: &ClockFacts, kind: ClockKind, now: &str) -> Clock {
    let clocks = rules().clocks(facts, wib(now)).clocks;
    clocks.into_iter().find(|clock| clock.kind == kind).unwrap()
}

/// Judges the verification clock (3 HK) of a report received on Monday 5 January 2026 at 10:00.
#[track_caller]
fn check(
    verified: Milestone,
    pauses: &[Pause],
    now: &str,
    expected_due: &str,
    expected_state: ClockState,
) -> Clock {
    let facts = ClockFacts {
        verified,
        pauses: pauses.to_vec(),
        ..received("2026-01-05 10:00")
    };
    let clock = clock(&facts, ClockKind::Verification, now);
    assert_eq!(clock.due_at, wib(expected_due), "due");
    assert_eq!(clock.state, expected_state, "state");
    let explained = rules().explain(&facts, wib(now)).clocks;
    let explained: Vec<_> = explained.iter().map(|it| it.deadline.kind).collect();
    let judged = rules().clocks(&facts, wib(now)).clocks;
    let judged: Vec<_> = judged.iter().map(|clock| clock.kind).collect();
    assert_eq!(explained, judged, "every clock can be explained");
    clock
}

const NOT_YET: Milestone = Milestone::NotYet;
const DUE: &str = "2026-01-08 16:00";
const HOUR_MS: i64 = 3_600_000;

#[test]
fn it_runs_until_the_due_instant_and_is_late_after_it() {
    let clock = check(NOT_YET, &[], "2026-01-06 09:30", DUE, ClockState::Running);
    assert_eq!(clock.counts_from, wib("2026-01-06 07:30"));
    assert_eq!(clock.used_ms, 2 * HOUR_MS);
    assert_eq!(clock.total_ms, 45 * HOUR_MS / 2);
    check(NOT_YET, &[], DUE, DUE, ClockState::Running);
    let late = check(NOT_YET, &[], "2026-01-09 08:30", DUE, ClockState::Overdue);
    assert_eq!(late.used_ms, late.total_ms + HOUR_MS);
}

#[test]
fn states_are_known_by_the_words_of_their_json() {
    use ClockState::{Met, MetLate, Overdue, Paused, Running};
    for state in [Running, Paused, Met, MetLate, Overdue] {
        let json = serde_json::to_value(state).unwrap();
        assert_eq!(json, state.code());
    }
}

#[test]
fn nothing_is_used_before_day_one() {
    let clock = check(NOT_YET, &[], "2026-01-05 15:00", DUE, ClockState::Running);
    assert_eq!(clock.used_ms, 0);
}

#[test]
fn met_in_time_includes_the_due_instant() {
    let met = |at| Milestone::At(wib(at));
    let now = "2026-02-01 12:00";
    check(met(DUE), &[], now, DUE, ClockState::Met);
    check(met("2026-01-08 16:01"), &[], now, DUE, ClockState::MetLate);
    let unknown = check(Milestone::TimeUnknown, &[], now, DUE, ClockState::Met);
    assert_eq!((unknown.met_at, unknown.used_ms), (None, 0));
}

#[test]
fn contradictions_are_named() {
    let now = wib("2026-01-05 09:00");
    let facts = received("2026-01-05 10:00");
    let future = FactsError::ReceivedInFuture {
        received_at: facts.received_at,
    };
    assert_eq!(facts.check(now), Err(future));
    assert_eq!(facts.check(wib("2026-01-05 10:00")), Ok(()));
    let early = ClockFacts {
        completed: Milestone::At(wib("2026-01-04 10:00")),
        ..facts.clone()
    };
    let error = early.check(wib("2026-01-06 10:00")).unwrap_err();
    assert!(
        matches!(error, FactsError::MetBeforeReceipt { kind, .. } if kind == ClockKind::Completion)
    );
    let unordered = ClockFacts {
        pauses: vec![
            pause("2026-01-07 10:00", None),
            pause("2026-01-06 10:00", None),
        ],
        ..facts
    };
    let error = unordered.check(wib("2026-01-06 10:00")).unwrap_err();
    assert_eq!(error, FactsError::PausesOutOfOrder { number: 2 });
}

#[test]
fn named_days_and_weekends_are_told_apart() {
    let clock = clock(
        &received("2026-03-13 09:00"),
        ClockKind::FollowUp,
        "2026-03-13 10:00",
    );
    assert_eq!(clock.due_at, wib("2026-03-27 16:30"));
    let skipped: Vec<String> = clock
        .skipped
        .iter()
        .map(|day| format!("{} {}", day.date.format("%d"), day.name))
        .collect();
    assert_eq!(
        skipped,
        [
            "18 Cuti Bersama Hari Suci Nyepi",
            "19 Hari Suci Nyepi",
            "20 Cuti Bersama Hari Raya Idul Fitri",
            "23 Cuti Bersama Hari Raya Idul Fitri",
            "24 Cuti Bersama Hari Raya Idul Fitri",
        ]
    );
    assert!(
        clock
            .skipped
            .iter()
            .all(|day| day.source.contains("1497/2025"))
    );
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    assert_eq!(clock.weekends, [(day(14), day(15)), (day(21), day(22))]);
    assert!(!clock.undecreed);
    assert!(clock.citation.contains("62/2018"));
}

#[test]
fn years_without_a_decree_are_marked() {
    let facts = received("2027-12-15 09:00");
    let verification = clock(&facts, ClockKind::Verification, "2027-12-15 10:00");
    let completion = clock(&facts, ClockKind::Completion, "2027-12-15 10:00");
    assert!(!verification.undecreed);
    assert!(completion.undecreed);
    let explained = rules().explain(&facts, wib("2027-12-15 10:00")).clocks;
    assert_eq!(explained[2].undecreed_years, [2028]);
}

#[test]
fn classes_have_their_clocks() {
    let limits = |classification: Option<Classification>| -> Vec<(ClockKind, u32)> {
        let facts = ClockFacts {
            classification,
            ..received("2026-01-05 10:00")
        };
        let clocks = rules().clocks(&facts, facts.received_at).clocks;
        clocks
            .iter()
            .map(|clock| (clock.kind, clock.limit.amount))
            .collect()
    };
    use ClockKind::{Completion, FollowUp, Ombudsman, Verification};
    let complaint = |days| {
        vec![
            (Verification, 3),
            (FollowUp, 5),
            (Completion, days),
            (Ombudsman, 60),
        ]
    };
    let classified = |class| limits(Some(class));
    assert_eq!(classified(Classification::PengaduanBerkadar), complaint(60));
    assert_eq!(
        classified(Classification::PengaduanTidakBerkadar),
        complaint(14)
    );
    assert_eq!(
        classified(Classification::PermintaanInformasi),
        vec![(Verification, 3), (FollowUp, 5), (Completion, 5)]
    );
    assert_eq!(
        classified(Classification::Other("WBS".into())),
        complaint(14)
    );
    let none = vec![(Verification, 3), (FollowUp, 5)];
    assert_eq!(limits(Some(Classification::Aspirasi)), none);
    assert_eq!(limits(None), none);
}

#[test]
fn the_date_of_receipt_is_the_office_s() {
    // 23:30 WIB on Monday is Tuesday 01:30 in Jayapura: one day later everywhere.
    let received = wib("2026-01-05 23:30");
    let facts = ClockFacts::received(Classification::Aspirasi, received);
    let due_in = |zone| {
        let calendar = Calendar::indonesia(zone, OfficeHours::FiveDays);
        let calendar = CompiledCalendar::for_years(calendar, 2025..=2027).unwrap();
        let rules = Rules::new(Policies::bundled(), Calendars::only(calendar));
        rules.clocks(&facts, received).clocks[0].due_at.to_rfc3339()
    };
    assert_eq!(
        due_in(chrono_tz::Asia::Jakarta),
        "2026-01-08T09:00:00+00:00"
    );
    assert_eq!(
        due_in(chrono_tz::Asia::Jayapura),
        "2026-01-09T07:30:00+00:00"
    );
}

/// The bundled policy in force in 2026, changed.
fn changed(change: impl FnOnce(&mut Policy)) -> Policy {
    let mut policy = Policies::bundled().versions()[1].clone();
    change(&mut policy);
    policy.check().unwrap();
    policy
}

#[track_caller]
fn due_under(policy: &Policy, facts: &ClockFacts, expected: &str) -> Clock {
    let now = wib("2026-01-30 10:00");
    let mut clocks = under(policy).clocks(facts, now).clocks;
    let clock = clocks.remove(0);
    assert_eq!(clock.due_at, wib(expected));
    assert_eq!(under(policy).explain(facts, now).without_rule, []);
    clock
}

#[test]
fn day_one_may_be_the_day_of_receipt() {
    let policy = changed(|policy| policy.day_one = DayOne::OnReceipt);
    due_under(&policy, &received("2026-01-05 10:00"), "2026-01-07 16:00");
    due_under(&policy, &received("2026-01-05 16:00"), DUE);
    due_under(&policy, &received("2026-01-03 10:00"), "2026-01-07 16:00");
}

#[test]
fn due_may_be_the_end_of_the_day() {
    let policy = changed(|policy| policy.due = DueAt::EndOfDay);
    let clock = due_under(&policy, &received("2026-01-05 10:00"), "2026-01-09 00:00");
    assert_eq!(clock.total_ms, 45 * HOUR_MS / 2);
}

#[test]
fn reasons_that_do_not_pause_are_ignored() {
    let policy = changed(|policy| policy.pauses.reasons = vec![PauseReason::Bounced]);
    let held = ClockFacts {
        pauses: vec![pause("2026-01-06 10:00", Some("2026-01-20 10:00"))],
        ..received("2026-01-05 10:00")
    };
    due_under(&policy, &held, DUE);
}

#[test]
fn pauses_may_count_as_exact_working_time() {
    let policy = changed(|policy| policy.pauses.count = PauseCount::WorkingTime);
    let held = ClockFacts {
        pauses: vec![pause("2026-01-06 10:00", Some("2026-01-06 14:00"))],
        ..received("2026-01-05 10:00")
    };
    // Three hours of work (lunch is none) are given back on the next day, a Friday.
    let clock = due_under(&policy, &held, "2026-01-09 10:30");
    assert_eq!(clock.total_ms, 45 * HOUR_MS / 2);
}

#[test]
fn limits_in_hours_run_in_business_time() {
    let policy = changed(|policy| {
        policy.clocks[0].limit = Limit {
            amount: 8,
            unit: Unit::WorkingHours,
        };
    });
    due_under(&policy, &received("2026-01-05 10:00"), "2026-01-06 10:30");
    let held = ClockFacts {
        pauses: vec![pause("2026-01-05 15:00", Some("2026-01-06 08:00"))],
        ..received("2026-01-05 10:00")
    };
    let clock = due_under(&policy, &held, "2026-01-06 12:00");
    assert_eq!(clock.total_ms, 8 * HOUR_MS);
}

#[test]
fn a_clock_from_forwarding_waits_for_it() {
    let policy = changed(|policy| policy.clocks[1].starts = Start::Forwarded);
    let facts = received("2026-01-05 10:00");
    let now = wib("2026-01-06 10:00");
    let kinds = |facts: &ClockFacts| -> Vec<ClockKind> {
        let clocks = under(&policy).clocks(facts, now).clocks;
        clocks.iter().map(|clock| clock.kind).collect()
    };
    assert!(!kinds(&facts).contains(&ClockKind::FollowUp));
    let forwarded = ClockFacts {
        forwarded: Milestone::At(wib("2026-01-06 09:00")),
        ..facts
    };
    let clocks = under(&policy).clocks(&forwarded, now).clocks;
    assert_eq!(clocks[1].due_at, wib("2026-01-13 16:00"));
    // A hold that ended before or on the day of forwarding is no business of this clock.
    let held = ClockFacts {
        pauses: vec![pause("2026-01-05 10:00", Some("2026-01-06 08:00"))],
        ..forwarded
    };
    let clocks = under(&policy).clocks(&held, now).clocks;
    assert_eq!(clocks[1].due_at, wib("2026-01-13 16:00"));
}

#[test]
fn thresholds_follow_working_time() {
    let facts = ClockFacts::received(Classification::Aspirasi, wib("2026-01-05 10:00"));
    let now = wib("2026-01-05 11:00");
    let found: Vec<(String, DateTime<Utc>)> = rules()
        .crossings(&facts, now)
        .into_iter()
        .filter(|crossing| crossing.clock == ClockKind::Verification)
        .map(|crossing| (crossing.threshold.key(), crossing.at))
        .collect();
    let expected = [
        ("50", "2026-01-07 11:15"),
        ("h-1", "2026-01-07 07:30"),
        ("75", "2026-01-08 09:22"),
        ("90", "2026-01-08 13:45"),
        ("lewat", DUE),
    ];
    assert_eq!(found.len(), expected.len());
    for (key, at) in expected {
        let (_, crossed) = found.iter().find(|(found, _)| found == key).unwrap();
        assert_eq!(crossed.timestamp() / 60, wib(at).timestamp() / 60, "{key}");
    }
    assert!(found.is_sorted_by_key(|(_, at)| *at));
}

#[test]
fn met_and_paused_clocks_cross_nothing() {
    let facts = ClockFacts {
        verified: Milestone::At(wib("2026-01-05 12:00")),
        pauses: vec![pause("2026-01-06 10:00", None)],
        ..received("2026-01-05 10:00")
    };
    let mut crossings = rules().crossings(&facts, wib("2026-01-06 11:00"));
    // Nothing pauses the Ombudsman's clock.
    crossings.retain(|crossing| crossing.clock != ClockKind::Ombudsman);
    assert_eq!(crossings, []);
}

#[track_caller]
fn left(now: &str, due: &str, late: bool, days: u32, hours: u32, minutes: u32) {
    let remaining = Remaining::between(wib(now), wib(due), &jakarta()).unwrap();
    let expected = Remaining {
        late,
        working_days: days,
        hours,
        minutes,
    };
    assert_eq!(remaining, expected, "{now} → {due}");
}

#[test]
fn what_is_left_is_told_in_working_days_and_hours() {
    left("2026-01-06 13:00", DUE, false, 2, 3, 0);
    left("2026-01-06 07:00", DUE, false, 3, 0, 0);
    left("2026-01-07 20:00", DUE, false, 1, 0, 0);
    left("2026-01-08 11:15", DUE, false, 0, 3, 45);
    left(DUE, DUE, false, 0, 0, 0);
    // A whole day of work, and a Sunday.
    left("2026-01-06 07:00", "2026-01-06 17:00", false, 1, 0, 0);
    left("2026-01-06 07:30", "2026-01-06 15:59", false, 0, 7, 29);
    left("2026-01-04 07:00", "2026-01-04 17:00", false, 0, 0, 0);
    // Over the weekend, and over a holiday.
    left("2026-01-09 16:30", "2026-01-12 16:00", false, 1, 0, 0);
    left("2026-01-15 15:00", "2026-01-19 16:00", false, 1, 1, 0);
}

#[test]
fn lateness_is_told_the_same_way() {
    left("2026-01-08 16:30", DUE, true, 0, 0, 0);
    left("2026-01-09 10:30", DUE, true, 0, 3, 0);
    left("2026-01-12 10:30", DUE, true, 1, 3, 0);
}

#[test]
fn what_is_late_for_days_was_due_before_an_instant() {
    let calendar = jakarta();
    let late_by = |days, now| Remaining::late_by(days, wib(now), &calendar).unwrap();
    let an_instant = TimeDelta::milliseconds(1);
    // Due at the closing of Thursday 8: two whole days late at the closing of Monday 12.
    assert!(late_by(2, "2026-01-12 15:59") <= wib(DUE));
    // No work is done in the night: whatever was due before the next opening is as late.
    let opening = wib("2026-01-09 07:30");
    assert_eq!(late_by(2, "2026-01-12 16:00"), opening + an_instant);
    assert_eq!(late_by(0, "2026-01-12 15:59"), wib("2026-01-12 15:59"));
    for now in ["2026-01-12 10:30", "2026-01-11 12:00", "2026-03-30 08:10"] {
        for days in 1..8 {
            let before = late_by(days, now);
            let late = |due| Remaining::between(wib(now), due, &calendar).unwrap();
            assert_eq!(late(before - an_instant).working_days, days, "{days} {now}");
            assert_eq!(late(before).working_days, days - 1, "{days} {now}");
        }
    }
}

#[test]
fn lateness_never_shrinks_as_time_passes() {
    // Long days, a short Saturday, and a Monday of two hours.
    let mut week = OfficeHours::SixDays.weekly();
    let time = |text: &str| text.parse().unwrap();
    week.mon = vec![crate::calendar::Interval::new(time("08:00"), time("10:00"))];
    let calendar = Calendar::new(chrono_tz::Asia::Jakarta, week);
    let calendar = CompiledCalendar::new(calendar).unwrap();
    let days = |now, due| {
        let left = Remaining::between(now, due, &calendar).unwrap();
        assert!(left.late);
        left.working_days
    };
    let quarter = TimeDelta::minutes(15);
    let start = wib("2026-11-16 00:00");
    for hours in 0..7 * 24 {
        let due = start + TimeDelta::hours(hours);
        let mut before = 0;
        let mut now = due + quarter;
        while now < start + TimeDelta::days(14) {
            let late = days(now, due);
            assert!(late >= before, "{due} {now}: {late} after {before}");
            assert!(late <= days(now, due - quarter), "{due} {now}");
            before = late;
            now += quarter;
        }
    }
}

#[test]
fn hours_of_two_days_that_make_a_day_are_one() {
    left("2026-01-06 11:00", "2026-01-07 11:00", false, 1, 0, 0);
    left("2026-01-06 08:00", "2026-01-07 09:00", false, 1, 1, 0);
}

#[test]
fn every_day_is_explained() {
    use explain::DayMeaning::{Counted, Paused, Skipped, Started, Weekend};
    let facts = ClockFacts {
        pauses: vec![pause("2026-02-19 10:00", Some("2026-02-20 09:00"))],
        ..received("2026-02-13 09:00")
    };
    let explained = rules().explain(&facts, wib("2026-02-20 10:00")).clocks;
    let explanation = &explained[0];
    assert_eq!(explanation.zone, "Asia/Jakarta");
    assert_eq!(explanation.policy.version, 2);
    assert_eq!(explanation.pauses.len(), 1);
    assert_eq!(explanation.pauses[0].working_ms, 13 * HOUR_MS / 2);
    let meanings: Vec<_> = explanation.days.iter().map(|day| &day.what).collect();
    assert_eq!(*meanings[0], Started);
    assert_eq!((meanings[1], meanings[2]), (&Weekend, &Weekend));
    assert!(matches!(meanings[3], Skipped { name, .. } if name == "Cuti Bersama Tahun Baru Imlek"));
    assert!(matches!(meanings[4], Skipped { name, .. } if name == "Tahun Baru Imlek"));
    assert_eq!(*meanings[5], Counted { number: 1 });
    let reason = PauseReason::OnHold;
    assert_eq!(*meanings[6], Paused { reason });
    assert_eq!(*meanings[7], Counted { number: 2 });
    assert_eq!(*meanings[10], Counted { number: 3 });
    assert_eq!(meanings.len(), 11);
    let json = serde_json::to_string(explanation).unwrap();
    assert!(json.contains(r#""what":"skipped""#));
    assert_eq!(
        serde_json::from_str::<Explanation>(&json).unwrap(),
        *explanation
    );
}

#[test]
fn the_policy_of_the_day_of_receipt_judges() {
    let policies = Policies::bundled();
    let on = |text: &str| {
        policies
            .in_force(text.parse().unwrap())
            .map(|found| found.version)
    };
    assert_eq!(on("2024-12-31"), Ok(1));
    assert_eq!(on("2025-01-01"), Ok(2));
    let before = "2012-12-31".parse().unwrap();
    assert_eq!(on("2012-12-31"), Err(NoRule::NoPolicy { on: before }));
}

#[test]
fn a_faulty_policy_names_the_place() {
    let json = serde_json::to_string(&Policies::bundled().versions()[0]).unwrap();
    assert!(Policy::read(&json).is_ok());
    let broken = |from: &str, to: &str| {
        assert!(json.contains(from), "{from}");
        Policy::read(&json.replacen(from, to, 1))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        broken("pengaduan-tidak-berkadar", "pengaduan-lain"),
        "clock 4 (penyelesaian) names the unknown class \"pengaduan-lain\""
    );
    assert_eq!(
        broken("\"amount\":3", "\"amount\":0"),
        "clock 1 (verifikasi) has a limit of zero"
    );
    assert_eq!(
        broken("pengaduan-berkadar", "permintaan-informasi"),
        "clocks 3 and 5 both time penyelesaian for the same class"
    );
    assert_eq!(
        broken("{\"used\":50}", "{\"used\":100}"),
        "threshold 100 % is not between 1 and 99"
    );
    assert!(broken("policy/1", "policy/9").contains("tanggap-policy/9"));
    assert!(broken("\"due\"", "\"duo\"").contains("unknown field `duo`"));
}
