//! Reports older than every regulation, and times no calendar has: said, and never an error.

use super::*;

/// Every clock of a report received then, open, and why those without a rule have none.
fn judged(received: &str, now: &str) -> Judgment<Clock> {
    let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
    let calendar = CompiledCalendar::new(calendar).unwrap();
    let rules = Rules::new(Policies::bundled(), Calendars::only(calendar));
    let received_at = wib(received);
    let facts = ClockFacts::received(Classification::PengaduanTidakBerkadar, received_at);
    let found = rules.clocks(&facts, wib(now));
    let explained = rules.explained(&facts, wib(now));
    let clocks: Vec<_> = explained.clocks.into_iter().map(|it| it.0).collect();
    assert_eq!(
        (&clocks, &explained.without_rule),
        (&found.clocks, &found.without_rule)
    );
    found
}

#[test]
fn a_report_from_before_the_first_policy_has_no_rule() {
    let found = judged("2012-12-31 16:00", "2026-01-05 10:00");
    assert_eq!(found.clocks, []);
    let on = "2012-12-31".parse().unwrap();
    let kinds: Vec<_> = found.without_rule.iter().map(|it| it.clock).collect();
    let oldest = &Policies::bundled().versions()[0].clone();
    let class = Classification::PengaduanTidakBerkadar;
    let of_class = oldest
        .rules_for(Some(&class))
        .filter(|rule| matches!(rule.starts, Start::Received | Start::FileComplete));
    assert_eq!(kinds, of_class.map(|rule| rule.clock).collect::<Vec<_>>());
    assert!(!kinds.is_empty());
    for unjudged in found.without_rule {
        assert_eq!(unjudged.why, NoRule::NoPolicy { on });
    }
}

#[test]
fn the_first_day_of_the_first_policy_is_judged() {
    let found = judged("2013-01-01 10:00", "2026-01-05 10:00");
    assert_eq!(found.without_rule, []);
    assert!(!found.clocks.is_empty());
}

#[test]
fn a_time_that_no_calendar_has_is_no_calendar() {
    for received in ["2041-01-02 10:00", "2062-03-01 10:00", "2040-12-31 10:00"] {
        let found = judged(received, "2026-01-05 10:00");
        assert_eq!(found.clocks, [], "{received}");
        for unjudged in &found.without_rule {
            let expected = NoRule::NoCalendar {
                first_year: 2010,
                last_year: 2040,
            };
            assert_eq!(unjudged.why, expected, "{received}");
        }
        assert!(!found.without_rule.is_empty());
    }
}

#[test]
fn a_later_step_of_an_old_report_is_judged_where_there_are_rules() {
    let mut policy = Policies::bundled().versions()[0].clone();
    let mut own = policy.clocks[0].clone();
    own.clock = ClockKind::Own(OwnClock::new(1).unwrap());
    own.name = Some("Kabar pertama".to_owned());
    own.ends = Some(End::Completed);
    own.starts = Start::Answered;
    policy.clocks.push(own.clone());
    let facts = ClockFacts {
        last_answer_at: Some(wib("2025-01-06 10:00")),
        ..received("2012-05-02 10:00")
    };
    let found = under(&policy).clocks(&facts, wib("2026-01-05 10:00"));
    let kinds: Vec<_> = found.clocks.iter().map(|it| it.kind).collect();
    assert!(kinds.contains(&own.clock), "{kinds:?}");
    assert!(found.without_rule.iter().all(|it| it.clock != own.clock));
    assert!(!found.without_rule.is_empty());
}

#[test]
fn a_clock_set_wrongly_fails_no_complaint() {
    // A flat battery: the machine believes it is 1970, or far ahead.
    for now in ["1970-01-01 07:00", "2009-12-31 10:00", "2077-01-01 10:00"] {
        let found = judged("2026-01-05 10:00", now);
        assert_eq!(found.without_rule, [], "{now}");
        let late = found
            .clocks
            .iter()
            .any(|it| it.state == ClockState::Overdue);
        assert_eq!(late, now > "2026", "{now}");
    }
}

#[test]
fn a_day_without_rules_says_why() {
    let no_rule = |at| rules().no_rule_at(wib(at));
    assert_eq!(no_rule("2026-01-05 10:00"), None);
    let on = "2012-12-31".parse().unwrap();
    assert_eq!(no_rule("2012-12-31 10:00"), Some(NoRule::NoPolicy { on }));
    // The calendar of these tests is laid out for 2024 to 2028.
    let outside = NoRule::NoCalendar {
        first_year: 2024,
        last_year: 2028,
    };
    assert_eq!(no_rule("2029-01-02 10:00"), Some(outside));
}
