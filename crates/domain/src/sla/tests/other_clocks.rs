//! Clocks of the reporter, of missing data, of the Ombudsman, and an office's own.

use super::history::complaint;
use super::*;
use crate::change::Then;
use crate::event::EventKind;
use crate::status::Stage;
use crate::text::NameFault;

fn replied(then: Then) -> EventKind {
    EventKind::Replied {
        text: "Sedang kami periksa hari ini.".into(),
        then,
        attachments: Vec::new(),
    }
}

fn answered() -> EventKind {
    EventKind::ReporterAnswered {
        text: "Di depan balai warga.".into(),
        attachments: Vec::new(),
    }
}

fn held() -> EventKind {
    EventKind::Held {
        reason: "Lokasi belum jelas".into(),
    }
}

/// Judges one clock of a report received on Monday 5 January 2026 at 10:00.
#[track_caller]
fn check(
    kind: ClockKind,
    history: Vec<(&str, EventKind)>,
    stage: Stage,
    now: &str,
    expected: Option<(&str, ClockState)>,
) {
    let facts = ClockFacts::of(&complaint(history, stage));
    let clocks = rules().clocks(&facts, wib(now)).clocks;
    let found = clocks.iter().find(|clock| clock.kind == kind);
    let found = found.map(|clock| (clock.due_at, clock.state));
    let expected = expected.map(|(due, state)| (wib(due), state));
    assert_eq!(found, expected);
    assert_eq!(rules().explain(&facts, wib(now)).without_rule, []);
}

#[test]
fn silence_runs_from_the_newest_answer_until_the_reporter_speaks() {
    use ClockKind::ReporterSilence;
    use ClockState::{Met, Overdue, Running};
    check(
        ReporterSilence,
        vec![],
        Stage::BelumTerverifikasi,
        "2026-01-06 10:00",
        None,
    );
    // Ten working days after Tuesday 6 January, the holiday of 16 January left out.
    let first = ("2026-01-06 09:00", replied(Then::Proses));
    let due = "2026-01-21 16:00";
    check(
        ReporterSilence,
        vec![first.clone()],
        Stage::Proses,
        "2026-01-08 10:00",
        Some((due, Running)),
    );
    check(
        ReporterSilence,
        vec![first.clone()],
        Stage::Proses,
        "2026-01-22 10:00",
        Some((due, Overdue)),
    );
    check(
        ReporterSilence,
        vec![first.clone(), ("2026-01-08 09:00", answered())],
        Stage::Proses,
        "2026-01-22 10:00",
        Some((due, Met)),
    );
    // A new answer starts it anew.
    check(
        ReporterSilence,
        vec![
            first.clone(),
            ("2026-01-08 09:00", answered()),
            ("2026-01-12 09:00", replied(Then::Keep)),
        ],
        Stage::Proses,
        "2026-01-13 10:00",
        Some(("2026-01-27 16:00", Running)),
    );
    // Closing the report ends it as well.
    check(
        ReporterSilence,
        vec![first, ("2026-01-12 09:00", replied(Then::Selesai))],
        Stage::Selesai,
        "2026-01-13 10:00",
        Some(("2026-01-27 16:00", Met)),
    );
}

#[test]
fn a_question_to_the_reporter_pauses_completion_until_the_answer() {
    let asked = ("2026-01-06 09:00", replied(Then::AskReporter));
    let plain = ClockFacts::of(&complaint(vec![], Stage::Proses));
    let due = |facts: &ClockFacts, now: &str| {
        let clocks = rules().clocks(facts, wib(now)).clocks;
        let clock = clocks
            .into_iter()
            .find(|clock| clock.kind == ClockKind::Completion);
        clock.unwrap()
    };
    let unpaused = due(&plain, "2026-01-06 09:00").due_at;
    let waiting = ClockFacts::of(&complaint(vec![asked.clone()], Stage::Proses));
    let clock = due(&waiting, "2026-01-08 10:00");
    assert_eq!(clock.state, ClockState::Paused);
    assert_eq!(clock.paused_since, Some(wib("2026-01-06 09:00")));
    assert_eq!(waiting.pauses[0].reason, PauseReason::WaitingForReporter);
    let history = vec![asked, ("2026-01-08 09:00", answered())];
    let resumed = ClockFacts::of(&complaint(history, Stage::Proses));
    let clock = due(&resumed, "2026-01-12 10:00");
    assert_eq!(clock.state, ClockState::Running);
    // Tuesday and Wednesday are given back.
    assert_eq!(clock.due_at - unpaused, TimeDelta::days(2));
}

#[test]
fn missing_data_runs_while_held_and_nothing_pauses_it() {
    use ClockKind::MissingData;
    let hold = ("2026-01-06 09:00", held());
    check(
        MissingData,
        vec![hold.clone()],
        Stage::Tertunda,
        "2026-01-08 10:00",
        Some(("2026-01-21 16:00", ClockState::Running)),
    );
    check(
        MissingData,
        vec![hold, ("2026-01-12 09:00", EventKind::Resumed)],
        Stage::BelumTerdisposisi,
        "2026-02-08 10:00",
        Some(("2026-01-21 16:00", ClockState::Met)),
    );
    check(
        MissingData,
        vec![],
        Stage::BelumTerverifikasi,
        "2026-01-08 10:00",
        None,
    );
}

#[test]
fn the_ombudsman_counts_every_day_from_the_complete_file() {
    use ClockKind::Ombudsman;
    check(
        Ombudsman,
        vec![],
        Stage::BelumTerverifikasi,
        "2026-01-06 10:00",
        Some(("2026-03-07 00:00", ClockState::Running)),
    );
    check(
        Ombudsman,
        vec![
            ("2026-01-06 09:00", held()),
            ("2026-01-12 09:00", EventKind::Resumed),
        ],
        Stage::BelumTerdisposisi,
        "2026-03-20 10:00",
        Some(("2026-03-14 00:00", ClockState::Overdue)),
    );
}

fn own(change: impl FnOnce(&mut ClockRule)) -> ClockRule {
    let mut rule = ClockRule {
        clock: ClockKind::Own(OwnClock::new(1).unwrap()),
        classifications: None,
        limit: Limit {
            amount: 4,
            unit: Unit::WorkingHours,
        },
        starts: Start::Received,
        ends: Some(End::Verified),
        name: Some("Telepon balik".into()),
        pauses: true,
        thresholds: Some(vec![Threshold::Breach]),
        citation: "Surat Edaran".into(),
    };
    change(&mut rule);
    rule
}

fn office(effective_from: &str, clocks: Vec<ClockRule>) -> OfficeRules {
    OfficeRules {
        version: 1,
        citation: "Surat Edaran".into(),
        clocks,
        ..OfficeRules::none(effective_from.parse().unwrap())
    }
}

#[test]
fn an_office_adds_clocks_and_replaces_limits_from_its_date() {
    use ClockKind::{Completion, FollowUp, Ombudsman, Own, Verification};
    let shorter = ClockRule {
        clock: Verification,
        limit: Limit {
            amount: 1,
            unit: Unit::WorkingDays,
        },
        ends: None,
        name: None,
        ..own(|_| {})
    };
    let rules_of = office("2026-01-12", vec![own(|_| {}), shorter]);
    rules_of.check().unwrap();
    let policies = Policies::bundled().with_office(&[rules_of]);
    let rules = Rules::new(policies, Calendars::only(jakarta()));
    let limits = |received_at: &str| -> Vec<(ClockKind, u32)> {
        let facts = received(received_at);
        let clocks = rules.clocks(&facts, facts.received_at).clocks;
        clocks
            .iter()
            .map(|clock| (clock.kind, clock.limit.amount))
            .collect()
    };
    assert_eq!(limits("2026-01-09 10:00")[0], (Verification, 3));
    assert!(
        limits("2026-01-09 10:00")
            .iter()
            .all(|(kind, _)| kind.code() != "kantor-1")
    );
    assert_eq!(
        limits("2026-01-12 10:00"),
        [
            (Verification, 1),
            (FollowUp, 5),
            (Completion, 14),
            (Ombudsman, 60),
            (Own(OwnClock::new(1).unwrap()), 4),
        ]
    );
    let facts = received("2026-01-12 10:00");
    let explained = rules.explain(&facts, facts.received_at).clocks;
    let source = explained[0].policy.office.as_ref().unwrap();
    assert_eq!(
        (source.version, source.citation.as_str()),
        (1, "Surat Edaran")
    );
}

#[test]
fn a_newer_regulation_keeps_the_rules_of_the_office() {
    let cited = |from: &str, citation: &str| OfficeRules {
        citation: citation.into(),
        ..office(from, vec![])
    };
    // The regulation changed on 1 January 2013 and 1 January 2025.
    let policies = Policies::bundled()
        .with_office(&[cited("2025-06-01", "SE 2"), cited("2024-06-01", "SE 1")]);
    for (on, regulation, expected) in [
        ("2024-05-31", 1, None),
        ("2024-06-01", 1, Some("SE 1")),
        ("2024-12-31", 1, Some("SE 1")),
        ("2025-01-01", 2, Some("SE 1")),
        ("2025-05-31", 2, Some("SE 1")),
        ("2025-06-01", 2, Some("SE 2")),
        ("2026-01-05", 2, Some("SE 2")),
    ] {
        let policy = policies.in_force(on.parse().unwrap()).unwrap();
        let citation = policy.office.as_ref().map(|it| it.citation.as_str());
        assert_eq!((policy.version, citation), (regulation, expected), "{on}");
    }
    // Of rules that were replaced before a newer regulation came it keeps nothing.
    let policies = Policies::bundled()
        .with_office(&[cited("2020-01-01", "SE 1"), cited("2021-01-01", "SE 2")]);
    let citations: Vec<_> = policies
        .versions()
        .iter()
        .map(|policy| {
            let citation = policy.office.as_ref().map(|it| it.citation.as_str());
            (policy.effective_from.to_string(), citation)
        })
        .collect();
    let expected = [
        ("2013-01-01", None),
        ("2020-01-01", Some("SE 1")),
        ("2021-01-01", Some("SE 2")),
        ("2025-01-01", Some("SE 2")),
    ];
    assert_eq!(
        citations,
        expected.map(|(on, citation)| (on.to_owned(), citation))
    );
}

#[test]
fn a_clock_that_starts_later_is_judged_by_the_policy_of_that_day() {
    let from_forwarding = own(|rule| rule.starts = Start::Forwarded);
    let policies = Policies::bundled().with_office(&[office("2026-01-12", vec![from_forwarding])]);
    let rules = Rules::new(policies, Calendars::only(jakarta()));
    let kinds = |forwarded: &str| -> Vec<&'static str> {
        let facts = ClockFacts {
            forwarded: Milestone::At(wib(forwarded)),
            ..received("2026-01-05 10:00")
        };
        let clocks = rules.clocks(&facts, wib("2026-01-20 10:00")).clocks;
        clocks.iter().map(|clock| clock.kind.code()).collect()
    };
    assert!(!kinds("2026-01-09 10:00").contains(&"kantor-1"));
    assert!(kinds("2026-01-12 10:00").contains(&"kantor-1"));
    // The clocks that started on receipt stand there once, whatever the policies.
    let verifications = kinds("2026-01-12 10:00");
    let count = verifications
        .iter()
        .filter(|kind| **kind == "verifikasi")
        .count();
    assert_eq!(count, 1);
}

#[test]
fn faults_of_rules_name_their_place() {
    #[track_caller]
    fn refused(rules: &OfficeRules) -> String {
        rules.check().unwrap_err().to_string()
    }
    let with = |change: fn(&mut ClockRule)| office("2026-01-12", vec![own(change)]);
    assert_eq!(
        refused(&with(|rule| rule.name = None)),
        "clock 1 (kantor-1) is the office's own and needs a name and an end"
    );
    assert_eq!(
        refused(&with(|rule| rule.limit.amount = 501)),
        "the limit of clock 1 (kantor-1) is longer than 500"
    );
    assert_eq!(with(|rule| rule.limit.amount = 500).check(), Ok(()));
    assert_eq!(
        refused(&with(|rule| rule.citation.clear())),
        "a citation is missing: clock 1 (kantor-1)"
    );
    assert_eq!(
        refused(&with(|rule| {
            rule.clock = ClockKind::Verification;
            rule.ends = Some(End::Completed);
        })),
        "clock 1 (verifikasi) is of the regulation; only its own end meets it"
    );
    assert_eq!(
        refused(&with(
            |rule| rule.thresholds = Some(vec![Threshold::Used(0)])
        )),
        "threshold 0 % is not between 1 and 99"
    );
    let named = |name: &str| {
        let mut rules = with(|_| {});
        rules.clocks.insert(0, rules.clocks[0].clone());
        rules.clocks[1].name = Some(name.to_owned());
        rules.check()
    };
    let name = |what| {
        let place = "clocks[1].name".to_owned();
        Err(PolicyError::Name { place, what })
    };
    for strange in ["a\nb", "\u{1b}[31mmerah", "\u{202e}RADNEL", "a\u{2028}b"] {
        assert_eq!(named(strange), name(NameFault::NotOneLine), "{strange:?}");
    }
    assert_eq!(named(&"é".repeat(81)), name(NameFault::TooLong));
    let plain = with(|rule| rule.name = Some("Kabar <b>pertama</b> & <24 jam".to_owned()));
    assert_eq!(plain.check(), Ok(()));
    let mut cited = with(|_| {});
    cited.citation = "SE\u{7}1".to_owned();
    assert_eq!(
        refused(&cited),
        "citation holds line breaks, control characters or marks that nobody sees"
    );
    let late = office("2026-01-12", vec![]).check_adoption("2026-01-13".parse().unwrap());
    assert!(matches!(late, Err(PolicyError::Retroactive { .. })));
    let today = office("2026-01-12", vec![]).check_adoption("2026-01-12".parse().unwrap());
    assert_eq!(today, Ok(()));
    let wrong = OfficeRules::read("{\n  \"schema\": 1\n}").unwrap_err();
    assert!(
        matches!(wrong, PolicyError::Json { line: 2, .. }),
        "{wrong}"
    );
}

#[test]
fn a_clock_may_have_thresholds_of_its_own() {
    let policy = changed(|policy| policy.clocks[0].thresholds = Some(vec![Threshold::Used(10)]));
    let facts = received("2026-01-05 10:00");
    let crossings = under(&policy).crossings(&facts, wib("2026-01-05 11:00"));
    let of = |kind| crossings.iter().filter(|it| it.clock == kind).count();
    assert_eq!(of(ClockKind::Verification), 1);
    assert_eq!(of(ClockKind::FollowUp), 5);
}

#[test]
fn every_hour_uses_a_clock_in_calendar_days() {
    let facts = received("2026-01-05 10:00");
    let clock = clock(&facts, ClockKind::Ombudsman, "2026-01-11 16:00");
    assert_eq!(clock.used_ms, (6 * 24 + 6) * HOUR_MS);
}

#[test]
fn a_clock_is_paused_by_what_its_own_policy_lets_pause() {
    let from_forwarding = own(|rule| {
        rule.starts = Start::Forwarded;
        rule.ends = Some(End::Completed);
        rule.limit = Limit {
            amount: 5,
            unit: Unit::WorkingDays,
        };
    });
    let without_pauses = OfficeRules {
        pauses: Some(policy::PauseRules {
            count: PauseCount::WholeDays,
            reasons: Vec::new(),
        }),
        ..office("2026-01-12", vec![from_forwarding])
    };
    let policies = Policies::bundled().with_office(&[without_pauses]);
    let rules = Rules::new(policies, Calendars::only(jakarta()));
    let facts = ClockFacts {
        forwarded: Milestone::At(wib("2026-01-12 10:00")),
        pauses: vec![pause("2026-01-13 09:00", None)],
        ..received("2026-01-05 10:00")
    };
    let clocks = rules.clocks(&facts, wib("2026-01-14 10:00")).clocks;
    let state = |code: &str| {
        let of_code = clocks.iter().find(|clock| clock.kind.code() == code);
        of_code.map(|clock| clock.state)
    };
    assert_eq!(state("penyelesaian"), Some(ClockState::Paused));
    assert_eq!(state("kantor-1"), Some(ClockState::Running));
}

#[test]
fn a_file_of_rules_says_what_does_not_pause() {
    for (pauses, written) in [(true, None), (false, Some(false))] {
        let rule = own(|rule| rule.pauses = pauses);
        let json = serde_json::to_value(&rule).unwrap();
        let found = json.get("pauses").and_then(serde_json::Value::as_bool);
        assert_eq!(found, written);
        assert_eq!(serde_json::from_value::<ClockRule>(json).unwrap(), rule);
    }
}
