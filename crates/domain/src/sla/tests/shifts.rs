//! What a preview says of other rules: which open clocks they move, by how much, and who is late.

use super::*;

/// The verification clock in so many working days.
fn verified_within(days: u32) -> Rules {
    under(&changed(|policy| policy.clocks[0].limit.amount = days))
}

fn shift(clock: ClockKind, from: &str, to: &str, working_days: i64) -> Shift {
    Shift {
        clock,
        from: wib(from),
        to: wib(to),
        working_days,
    }
}

const KIND: ClockKind = ClockKind::Verification;
const LATE: &str = "2026-01-09 10:00";

#[test]
fn open_clocks_move_by_working_days() {
    let facts = received("2026-01-05 10:00");
    for (before, after, from, to, days) in [
        (3, 5, "2026-01-08 16:00", "2026-01-12 16:00", 2),
        (5, 3, "2026-01-12 16:00", "2026-01-08 16:00", -2),
    ] {
        let mut shifts = Shifts::default();
        let (before, after) = (verified_within(before), verified_within(after));
        let moved = shifts.count(&facts, &before, &after, wib("2026-01-06 10:00"));
        assert_eq!(moved, [shift(KIND, from, to, days)]);
        let expected = Shifts {
            open: 1,
            moved: 1,
            by_working_days: [(days, 1)].into(),
            ..Shifts::default()
        };
        assert_eq!(shifts, expected);
    }
}

#[test]
fn an_hour_later_is_a_move_of_no_day() {
    let facts = received("2026-01-05 10:00");
    let end_of_day = under(&changed(|policy| policy.due = DueAt::EndOfDay));
    let mut shifts = Shifts::default();
    let moved = shifts.count(&facts, &verified_within(3), &end_of_day, facts.received_at);
    assert!(
        moved.contains(&shift(KIND, DUE, "2026-01-09 00:00", 0)),
        "{moved:?}"
    );
    assert_eq!(shifts.by_working_days, [(0, 1)].into());
}

#[test]
fn a_complaint_counts_once_by_the_clock_that_moves_most() {
    let facts = received("2026-01-05 10:00");
    let other = under(&changed(|policy| {
        policy.clocks[0].limit.amount = 4;
        policy.clocks[1].limit.amount = 2;
    }));
    let now = wib("2026-01-06 10:00");
    let mut shifts = Shifts::default();
    assert_eq!(
        shifts.count(&facts, &verified_within(3), &other, now).len(),
        2
    );
    assert_eq!(
        shifts.count(&facts, &verified_within(3), &other, now).len(),
        2
    );
    assert_eq!((shifts.open, shifts.moved), (2, 2));
    assert_eq!(shifts.by_working_days, [(-3, 2)].into());
}

#[test]
fn the_same_rules_move_nothing() {
    let facts = received("2026-01-05 10:00");
    let mut shifts = Shifts::default();
    let moved = shifts.count(&facts, &verified_within(3), &verified_within(3), wib(LATE));
    assert_eq!(moved, []);
    let expected = Shifts {
        open: 1,
        ..Shifts::default()
    };
    assert_eq!(shifts, expected);
}

#[test]
fn a_settled_complaint_is_not_counted() {
    let done = Milestone::At(wib("2026-01-06 09:00"));
    let facts = ClockFacts {
        verified: done,
        followed_up: done,
        completed: done,
        ..received("2026-01-05 10:00")
    };
    let mut shifts = Shifts::default();
    let moved = shifts.count(&facts, &verified_within(3), &verified_within(5), wib(LATE));
    assert_eq!((moved.len(), shifts), (0, Shifts::default()));
}

#[test]
fn a_clock_that_only_one_of_the_rules_has_does_not_move() {
    let facts = received("2026-01-05 10:00");
    let fewer = under(&changed(|policy| {
        policy.clocks.remove(0);
    }));
    let mut shifts = Shifts::default();
    let moved = shifts.count(&facts, &verified_within(3), &fewer, wib("2026-01-06 10:00"));
    assert_eq!(moved, []);
    assert_eq!((shifts.open, shifts.moved), (1, 0));

    let verified = ClockFacts {
        verified: Milestone::At(wib("2026-01-06 09:00")),
        ..facts
    };
    let only_verification = under(&changed(|policy| policy.clocks.truncate(1)));
    let mut shifts = Shifts::default();
    let late = wib("2026-01-13 10:00");
    let moved = shifts.count(&verified, &only_verification, &verified_within(3), late);
    assert_eq!(moved, []);
    let expected = Shifts {
        open: 1,
        newly_overdue: 1,
        ..Shifts::default()
    };
    assert_eq!(shifts, expected);
}

#[test]
fn who_is_late_under_one_of_the_rules_is_counted() {
    let facts = received("2026-01-05 10:00");
    for (before, after, no_longer, newly) in
        [(3, 5, 1, 0), (5, 3, 0, 1), (3, 2, 0, 0), (5, 6, 0, 0)]
    {
        let mut shifts = Shifts::default();
        let (before, after) = (verified_within(before), verified_within(after));
        shifts.count(&facts, &before, &after, wib(LATE));
        assert_eq!(
            (shifts.no_longer_overdue, shifts.newly_overdue),
            (no_longer, newly)
        );
    }
}

/// The Ombudsman may take over, and the office is late by its own clocks only.
#[test]
fn a_clock_that_is_no_duty_makes_nobody_late() {
    let done = Milestone::At(wib("2026-01-06 09:00"));
    let facts = ClockFacts {
        verified: done,
        followed_up: done,
        ..received("2026-01-05 10:00")
    };
    let limits = |completion: u32, ombudsman: u32| {
        under(&changed(|policy| {
            for rule in &mut policy.clocks {
                match rule.clock {
                    ClockKind::Completion => rule.limit.amount = completion,
                    ClockKind::Ombudsman => rule.limit.amount = ombudsman,
                    _ => {}
                }
            }
        }))
    };
    let mut shifts = Shifts::default();
    shifts.count(&facts, &limits(14, 60), &limits(14, 2), wib(LATE));
    assert_eq!((shifts.moved, shifts.newly_overdue), (1, 0));
}
