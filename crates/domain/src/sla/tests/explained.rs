//! What an explanation says of hours, of pauses and of the reasons that count.

use super::explain::DayMeaning::{Counted, Paused, Started, Worked};
use super::explain::{DayMeaning, Explanation};
use super::*;

fn explained(policy: &Policy, facts: &ClockFacts, now: &str, kind: ClockKind) -> Explanation {
    let found = under(policy).explain(facts, wib(now));
    assert_eq!(found.without_rule, []);
    let mut clocks = found.clocks.into_iter();
    clocks.find(|it| it.deadline.kind == kind).unwrap()
}

fn days(explanation: &Explanation) -> Vec<(String, DayMeaning)> {
    let days = explanation.days.iter();
    days.map(|day| (day.date.format("%d").to_string(), day.what.clone()))
        .collect()
}

#[test]
fn a_limit_in_hours_says_how_much_of_each_day_was_worked() {
    let eight_hours = changed(|policy| {
        policy.clocks[0].limit = Limit {
            amount: 8,
            unit: Unit::WorkingHours,
        };
    });
    let now = "2026-01-06 09:00";
    let facts = received("2026-01-05 10:00");
    let explanation = explained(&eight_hours, &facts, now, ClockKind::Verification);
    // Monday from ten until four without the hour of lunch, Tuesday from half past seven.
    let (monday, tuesday) = (Worked { minutes: 300 }, Worked { minutes: 180 });
    assert_eq!(
        days(&explanation),
        [("05".to_owned(), monday), ("06".to_owned(), tuesday)]
    );
}

#[test]
fn a_pause_counts_where_policy_and_clock_let_it() {
    let facts = ClockFacts {
        pauses: vec![pause("2026-01-06 10:00", Some("2026-01-07 09:00"))],
        ..received("2026-01-05 10:00")
    };
    let unpaused = changed(|policy| {
        let follow_up = &mut policy.clocks[1];
        assert_eq!(follow_up.clock, ClockKind::FollowUp);
        follow_up.pauses = false;
        let ombudsman = policy.clocks.iter_mut();
        let ombudsman = ombudsman.filter(|rule| rule.clock == ClockKind::Ombudsman);
        ombudsman.for_each(|rule| rule.pauses = true);
    });
    let other_reasons = changed(|policy| policy.pauses.reasons = vec![PauseReason::Bounced]);
    let now = "2026-01-08 10:00";
    for (policy, kind, expected) in [
        (&unpaused, ClockKind::Verification, true),
        (&unpaused, ClockKind::FollowUp, false),
        (&unpaused, ClockKind::Ombudsman, false),
        (&other_reasons, ClockKind::Verification, false),
    ] {
        let explanation = explained(policy, &facts, now, kind);
        assert_eq!(explanation.pauses[0].counts, expected, "{kind}");
    }
}

#[test]
fn a_day_is_paused_by_the_newest_reason_that_had_begun() {
    let facts = ClockFacts {
        pauses: vec![
            pause("2026-01-06 10:00", Some("2026-01-08 09:00")),
            Pause {
                reason: PauseReason::WaitingForReporter,
                ..pause("2026-01-07 00:00", Some("2026-01-08 09:00"))
            },
        ],
        ..received("2026-01-05 10:00")
    };
    let policy = changed(|_| {});
    let kind = ClockKind::Verification;
    let found: Vec<_> = explained(&policy, &facts, "2026-01-08 10:00", kind).days;
    let meanings: Vec<_> = found.into_iter().take(4).map(|day| day.what).collect();
    let paused = |reason| Paused { reason };
    assert_eq!(
        meanings,
        [
            Started,
            paused(PauseReason::OnHold),
            paused(PauseReason::WaitingForReporter),
            Counted { number: 1 },
        ]
    );
}
