//! Deadlines of reports whose file does not say in which zone it writes.

use super::*;

/// Received at this time on the wall in Jakarta, read as WIB; the file may as well write UTC.
#[track_caller]
fn check(received_at: &str, due_on: &str, other_due_on: Option<&str>) {
    let facts = ClockFacts {
        other_receipts: vec![wib(received_at) + TimeDelta::hours(7)],
        ..received(received_at)
    };
    let now = facts.received_at;
    let found = rules().explained(&facts, now);
    let of_kind = found
        .clocks
        .iter()
        .find(|(clock, _)| clock.kind == ClockKind::Verification);
    let (clock, explanation) = of_kind.unwrap();
    let calendar = jakarta();
    assert_eq!(explanation.deadline.due_on(&calendar).to_string(), due_on);
    let other = explanation.other_due_on.map(|date| date.to_string());
    assert_eq!(other.as_deref(), other_due_on, "{received_at}");
    assert_eq!(clock.hangs_on_zone, other_due_on.is_some());
    // The assumed zone judges.
    let sure = rules().clocks(&received(received_at), now).clocks;
    assert_eq!(sure[0].due_at, clock.due_at);
    assert!(!sure[0].hangs_on_zone);
}

#[test]
fn a_deadline_hangs_on_the_zone_near_midnight() {
    // Monday 5 January: 20:00 read as WIB is 03:00 of Tuesday where the file writes UTC.
    check("2026-01-05 20:00", "2026-01-08", Some("2026-01-09"));
    check("2026-01-05 16:59", "2026-01-08", None);
    check("2026-01-05 17:00", "2026-01-08", Some("2026-01-09"));
    check("2026-01-05 08:00", "2026-01-08", None);
    // Friday evening or Saturday: day 1 is the Monday after, either way.
    check("2026-01-09 20:00", "2026-01-14", None);
}
