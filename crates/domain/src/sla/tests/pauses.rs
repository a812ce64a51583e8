//! What a hold takes out of a limit, and what it leaves.

use super::*;

#[test]
fn a_hold_takes_whole_days_from_its_first_until_the_day_it_ends() {
    let now = "2026-01-08 15:00";
    let held = pause("2026-01-06 10:00", Some("2026-01-08 14:00"));
    check(
        NOT_YET,
        &[held],
        now,
        "2026-01-12 16:00",
        ClockState::Running,
    );
}

#[test]
fn a_hold_lifted_the_same_day_takes_nothing() {
    let now = "2026-01-08 15:00";
    let same_day = pause("2026-01-06 08:00", Some("2026-01-06 15:59"));
    check(NOT_YET, &[same_day], now, DUE, ClockState::Running);
    // Begun after closing and lifted before the next one: that day is still worked.
    let overnight = pause("2026-01-06 18:00", Some("2026-01-07 06:00"));
    check(NOT_YET, &[overnight], now, DUE, ClockState::Running);
    // Lifted after closing: the day is gone.
    let evening = pause("2026-01-06 10:00", Some("2026-01-06 20:00"));
    check(
        NOT_YET,
        &[evening],
        now,
        "2026-01-09 16:30",
        ClockState::Running,
    );
}

#[test]
fn holds_that_overlap_or_touch_count_once() {
    let now = "2026-01-09 15:00";
    let one = [pause("2026-01-06 10:00", Some("2026-01-09 09:00"))];
    let parts = [
        pause("2026-01-06 10:00", Some("2026-01-08 12:00")),
        pause("2026-01-07 09:00", Some("2026-01-09 09:00")),
    ];
    let due = "2026-01-13 16:00";
    let whole = check(NOT_YET, &one, now, due, ClockState::Running);
    let split = check(NOT_YET, &parts, now, due, ClockState::Running);
    assert_eq!(whole.used_ms, split.used_ms);
    assert_eq!(whole.total_ms, 45 * HOUR_MS / 2);
}

#[test]
fn a_hold_before_day_one_moves_day_one() {
    let held = pause("2026-01-05 11:00", Some("2026-01-07 09:00"));
    let clock = check(
        NOT_YET,
        &[held],
        "2026-01-07 10:00",
        "2026-01-09 16:30",
        ClockState::Running,
    );
    assert_eq!(clock.counts_from, wib("2026-01-07 07:30"));
}

#[test]
fn a_lasting_hold_keeps_what_was_used_and_moves_the_due_date_along() {
    let held = [pause("2026-01-07 09:30", None)];
    let days = [
        ("2026-01-07 10:00", DUE),
        ("2026-01-07 17:00", "2026-01-09 16:30"),
        ("2026-01-08 10:00", "2026-01-09 16:30"),
        ("2026-01-12 10:00", "2026-01-13 16:00"),
    ];
    for (now, due) in days {
        let clock = check(NOT_YET, &held, now, due, ClockState::Paused);
        assert_eq!(clock.paused_since, Some(wib("2026-01-07 09:30")));
        assert_eq!(clock.used_ms, 19 * HOUR_MS / 2, "{now}");
    }
}

#[test]
fn a_hold_after_the_due_instant_saves_nothing() {
    let held = [pause("2026-01-08 17:00", None)];
    let now = "2026-01-20 10:00";
    let clock = check(NOT_YET, &held, now, DUE, ClockState::Overdue);
    assert_eq!(clock.paused_since, None);
    assert!(clock.used_ms > clock.total_ms);
}

#[test]
fn what_happens_after_it_was_met_moves_nothing() {
    let met = Milestone::At(wib("2026-01-07 09:00"));
    let later = [pause("2026-01-07 10:00", Some("2026-01-20 10:00"))];
    check(met, &later, "2026-02-01 10:00", DUE, ClockState::Met);
}

#[test]
fn a_pause_that_ends_before_it_starts_takes_nothing() {
    let reversed = pause("2026-01-07 10:00", Some("2026-01-06 10:00"));
    let now = "2026-01-07 15:00";
    check(NOT_YET, &[reversed], now, DUE, ClockState::Running);
}

#[test]
fn a_hold_holds_from_its_first_instant() {
    let held = [pause("2026-01-07 09:30", None)];
    let clock = check(NOT_YET, &held, "2026-01-07 09:30", DUE, ClockState::Paused);
    assert_eq!(clock.paused_since, Some(wib("2026-01-07 09:30")));
    check(NOT_YET, &held, "2026-01-07 09:29", DUE, ClockState::Running);
}

#[test]
fn of_two_pauses_that_last_the_earlier_one_stopped_the_clock() {
    let (early, late) = (
        pause("2026-01-07 09:30", None),
        pause("2026-01-08 09:30", None),
    );
    for held in [[early, late], [late, early]] {
        let now = "2026-01-08 10:00";
        let clock = check(NOT_YET, &held, now, "2026-01-09 16:30", ClockState::Paused);
        assert_eq!(clock.paused_since, Some(early.from));
        assert_eq!(clock.used_ms, 19 * HOUR_MS / 2);
    }
}

#[test]
fn a_day_that_an_earlier_hold_took_is_not_used_while_another_lasts() {
    let held = [
        pause("2026-01-07 10:00", Some("2026-01-08 09:00")),
        pause("2026-01-08 09:30", None),
    ];
    let now = "2026-01-08 10:00";
    let clock = check(NOT_YET, &held, now, "2026-01-09 16:30", ClockState::Paused);
    // The whole of Tuesday, nothing of Wednesday, two hours of Thursday.
    assert_eq!(clock.used_ms, 19 * HOUR_MS / 2);
}
