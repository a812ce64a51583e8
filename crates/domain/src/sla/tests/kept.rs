//! What is kept beside a complaint says what judging says.

use super::*;

#[test]
fn what_is_kept_is_what_is_judged() {
    let facts = ClockFacts {
        verified: Milestone::At(wib("2026-01-06 09:00")),
        ..received("2026-01-05 10:00")
    };
    // Before, between and behind the deadlines: passing one moves nothing that is kept.
    for now in ["2026-01-06 10:00", "2026-01-20 10:00", "2027-03-01 10:00"] {
        let (kept, clocks) = (
            rules().kept(&facts, wib(now)),
            rules().clocks(&facts, wib(now)),
        );
        assert_eq!(kept.clocks.len(), clocks.clocks.len());
        for (kept, clock) in kept.clocks.iter().zip(&clocks.clocks) {
            assert_eq!(kept.kind, clock.kind);
            assert_eq!(kept.started_ms, clock.started_at.timestamp_millis());
            assert_eq!(kept.due_ms, clock.due_at.timestamp_millis());
            assert_eq!(kept.met_ms, clock.met_at.map(|at| at.timestamp_millis()));
            let state = crate::indicator::state_at(kept.state, clock.due_at, wib(now));
            assert_eq!(state, clock.state);
            assert_ne!(kept.state, ClockState::Overdue);
            assert!(!kept.rule.is_empty());
        }
        let first = rules()
            .crossings(&facts, wib(now))
            .first()
            .map(|it| it.at.timestamp_millis());
        assert_eq!(kept.wake_ms, first);
    }
}

#[test]
fn the_rule_names_policy_version_and_the_office() {
    let facts = received("2026-01-05 10:00");
    let kept = rules().kept(&facts, wib("2026-01-05 10:00"));
    let policy = rules();
    let policy = policy.policies.versions().last().unwrap();
    assert_eq!(
        kept.clocks[0].rule,
        format!("{}/{}", policy.id, policy.version)
    );
    let office = OfficeRules {
        version: 3,
        ..OfficeRules::none(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap())
    };
    let rules = Rules::new(
        Policies::bundled().with_office(&[office]),
        Calendars::only(jakarta()),
    );
    let kept = rules.kept(&facts, wib("2026-01-05 10:00"));
    assert_eq!(
        kept.clocks[0].rule,
        format!("{}/{}+3", policy.id, policy.version)
    );
}

#[test]
fn a_clock_that_hangs_on_the_zone_is_kept_as_one() {
    let facts = ClockFacts {
        other_receipts: vec![wib("2026-01-06 03:00")],
        ..received("2026-01-05 20:00")
    };
    let now = facts.received_at;
    let kept = rules().kept(&facts, now).clocks;
    let judged = rules().clocks(&facts, now).clocks;
    assert!(kept.iter().any(|clock| clock.hangs_on_zone));
    for (kept, judged) in kept.iter().zip(&judged) {
        assert_eq!(kept.hangs_on_zone, judged.hangs_on_zone, "{:?}", kept.kind);
    }
}

#[test]
fn judged_again_under_the_same_rules_nothing_moves() {
    let facts = received("2026-01-05 10:00");
    let (rules, now) = (rules(), wib("2026-01-06 10:00"));
    let known = Kept {
        // The watch has told the first threshold.
        wake_ms: Some(1),
        ..rules.kept(&facts, now)
    };
    let later = wib("2026-03-06 10:00");
    assert_eq!(rules.kept_again(&rules, &facts, &known, later), known);
    // Where nothing was kept, the waking time is the first.
    let anew = rules.kept_again(&rules, &facts, &Kept::default(), later);
    assert_eq!(anew, rules.kept(&facts, later));
}
