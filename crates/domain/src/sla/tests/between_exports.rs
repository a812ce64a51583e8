//! What two exports tell of a step: done between them, at a time nobody knows.

use super::*;

const RECEIVED: &str = "2026-01-05 10:00";
/// Verification of a report received then: three working days.
const DUE: &str = "2026-01-08 16:00";

fn between(after: &str, until: &str) -> Milestone {
    Milestone::Between {
        after: wib(after),
        until: wib(until),
    }
}

#[test]
fn only_what_was_open_after_its_due_time_is_late() {
    for (after, until, expected) in [
        // Told before it was due.
        ("2026-01-06 09:00", "2026-01-07 09:00", ClockState::Met),
        ("2026-01-06 09:00", DUE, ClockState::Met),
        // Due in between: it may have been in time.
        ("2026-01-06 09:00", "2026-01-12 09:00", ClockState::Met),
        ("2026-01-08 15:59", "2026-03-12 09:00", ClockState::Met),
        // Still open when it was due, or later.
        (DUE, "2026-01-12 09:00", ClockState::MetLate),
        ("2026-01-12 09:00", "2026-01-19 09:00", ClockState::MetLate),
    ] {
        let clock = check(
            between(after, until),
            &[],
            "2026-04-01 09:00",
            DUE,
            expected,
        );
        assert_eq!(clock.met_at, None, "{after} {until}");
        if expected == ClockState::Met {
            assert_eq!(clock.used_ms, 0, "{after} {until}: nobody knows how much");
        }
        assert_eq!(
            clock.used_ms > clock.total_ms,
            expected == ClockState::MetLate && after != DUE,
            "{after} {until}"
        );
    }
}

#[test]
fn an_explanation_says_between_which_exports() {
    let met = between("2026-01-06 09:00", "2026-01-12 09:00");
    let facts = ClockFacts {
        verified: met,
        ..received(RECEIVED)
    };
    let explained = rules().explain(&facts, wib("2026-04-01 09:00")).clocks;
    let stretch = Some((wib("2026-01-06 09:00"), wib("2026-01-12 09:00")));
    assert_eq!(explained[0].deadline.kind, ClockKind::Verification);
    assert_eq!(explained[0].met_between, stretch);
    assert_eq!(explained[1].met_between, None);
}

#[test]
fn nothing_tells_of_a_clock_that_was_met_between_two_exports() {
    let facts = ClockFacts {
        verified: between("2026-01-06 09:00", "2026-01-12 09:00"),
        ..received(RECEIVED)
    };
    let crossings = rules().crossings(&facts, wib("2026-01-13 09:00"));
    let of_verification = |crossing: &&Crossing| crossing.clock == ClockKind::Verification;
    assert_eq!(crossings.iter().find(of_verification), None);
}

#[test]
fn what_paused_after_the_later_export_does_not_move_it() {
    let held = pause("2026-01-13 09:00", None);
    let met = between("2026-01-06 09:00", "2026-01-12 09:00");
    check(met, &[held], "2026-02-02 09:00", DUE, ClockState::Met);
}
