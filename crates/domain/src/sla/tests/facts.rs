//! Which facts contradict themselves, at the edges of what can be true.

use super::*;

#[test]
fn clocks_of_two_machines_differ_by_minutes() {
    let facts = received("2026-01-05 10:00");
    assert_eq!(facts.check(wib("2026-01-05 09:55")), Ok(()));
    assert!(facts.check(wib("2026-01-05 09:54")).is_err());
}

#[test]
fn a_step_may_be_done_at_the_instant_of_receipt() {
    let at = |text| ClockFacts {
        verified: Milestone::At(wib(text)),
        ..received("2026-01-05 10:00")
    };
    let now = wib("2026-01-06 10:00");
    assert_eq!(at("2026-01-05 10:00").check(now), Ok(()));
    assert!(at("2026-01-05 09:59").check(now).is_err());
}

#[test]
fn pauses_begin_in_order_and_end_after_they_began() {
    let (six, seven, eight) = ("2026-01-06 10:00", "2026-01-07 10:00", "2026-01-08 10:00");
    for (pauses, expected) in [
        (
            vec![pause(six, Some(seven)), pause(seven, Some(eight))],
            None,
        ),
        (vec![pause(six, Some(eight)), pause(seven, None)], None),
        (vec![pause(six, Some(seven)), pause(six, Some(eight))], None),
        (vec![pause(six, Some(six)), pause(six, None)], None),
        (vec![pause(seven, Some(six))], Some(1)),
        (vec![pause(seven, None), pause(six, Some(eight))], Some(2)),
        (vec![pause(six, None), pause(eight, Some(seven))], Some(2)),
    ] {
        let facts = ClockFacts {
            pauses,
            ..received("2026-01-05 10:00")
        };
        let expected = expected.map_or(Ok(()), |number| {
            Err(FactsError::PausesOutOfOrder { number })
        });
        assert_eq!(facts.check(wib(eight)), expected, "{:?}", facts.pauses);
    }
}
