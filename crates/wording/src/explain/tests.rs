//! Sentences about clocks, as an officer reads them.

use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{Calendars, ClockFacts, ClockKind, Pause, PauseReason, Policies, Rules};
use tanggap_ipc::settings::{Language, Zone};

use super::*;

fn why(language: Language, received: &str, clock: ClockKind, pauses: Vec<Pause>) -> Why {
    let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
    let calendars = Calendars::only(CompiledCalendar::new(calendar).unwrap());
    let rules = Rules::new(Policies::bundled(), calendars);
    let received = received.parse().unwrap();
    let facts = ClockFacts {
        pauses,
        ..ClockFacts::received(Classification::PengaduanTidakBerkadar, received)
    };
    let now = received + chrono::TimeDelta::days(60);
    let explained = rules.explain(&facts, now).clocks;
    let explanation = explained
        .iter()
        .find(|it| it.deadline.kind == clock)
        .unwrap();
    let words = Words {
        language,
        zone: Zone::Wib,
    };
    words.why(explanation)
}

#[test]
fn one_line_names_start_rule_end_and_what_was_skipped() {
    let why = why(
        Language::Id,
        "2026-03-13T09:00:00+07:00",
        ClockKind::Verification,
        Vec::new(),
    );
    assert!(
        why.one_line.starts_with(
            "3 hari kerja setelah diterima Jum 13 Mar 2026: Rab 25 Mar 2026, 16.00 WIB; melewati 18"
        ),
        "{}",
        why.one_line
    );
}

#[test]
fn the_full_answer_names_decree_pause_policy_calendar_and_zone() {
    let pause = Pause {
        from: "2026-03-16T09:00:00+07:00".parse().unwrap(),
        until: Some("2026-03-17T09:00:00+07:00".parse().unwrap()),
        reason: PauseReason::OnHold,
    };
    let why = why(
        Language::En,
        "2026-03-13T09:00:00+07:00",
        ClockKind::Completion,
        vec![pause],
    );
    let text = why.text();
    for part in [
        "Starts after receipt Fri 13 Mar 2026, 09:00 WIB",
        "Day 1 is the next working day",
        "SKB 3 Menteri No. 1497/2025",
        "Paused Mon 16 Mar 2026, 09:00 WIB – Tue 17 Mar 2026, 09:00 WIB, on hold",
        "Rule: Completion: 14 working days after receipt until completed (complaint)",
        "Basis: PermenPANRB 62/2018",
        "Policy: SP4N-LAPOR! time limits, version 2, in force since 1 Jan 2025",
        "holidays and joint leave are skipped",
        "Time zone: Asia/Jakarta (WIB)",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn calendar_days_say_so_and_end_with_the_day() {
    let why = why(
        Language::Id,
        "2026-01-05T10:00:00+07:00",
        ClockKind::Ombudsman,
        Vec::new(),
    );
    assert!(
        why.one_line
            .contains("60 hari kalender setelah berkas lengkap"),
        "{}",
        why.one_line
    );
    assert!(
        why.one_line.contains("Jum 6 Mar 2026, 24.00 WIB"),
        "{}",
        why.one_line
    );
    assert!(why.steps[1].starts_with("Setiap hari dihitung"));
}

#[test]
fn hours_have_no_day_one_and_end_when_they_are_used_up() {
    let mut policy = Policies::bundled().versions()[1].clone();
    policy.clocks[0].limit.unit = Unit::WorkingHours;
    let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
    let rules = Rules::only(policy, CompiledCalendar::new(calendar).unwrap());
    let received = "2026-01-05T15:00:00+07:00".parse().unwrap();
    let facts = ClockFacts::received(Classification::Aspirasi, received);
    let explained = rules.explain(&facts, received).clocks;
    let words = Words {
        language: Language::Id,
        zone: Zone::Wib,
    };
    let why = words.why(&explained[0]);
    assert_eq!(
        why.steps,
        [
            "Mulai setelah diterima Sen 5 Jan 2026, 15.00 WIB",
            "Jam kerja kantor dihitung mulai Sen 5 Jan 2026, 15.00 WIB",
            "Waktunya habis: Sel 6 Jan 2026, 09.30 WIB",
        ]
    );
}

#[test]
fn years_without_a_decree_are_marked() {
    let why = why(
        Language::Id,
        "2027-12-30T10:00:00+07:00",
        ClockKind::Verification,
        Vec::new(),
    );
    assert!(
        why.one_line.contains("kalender 2028 belum ditetapkan"),
        "{}",
        why.one_line
    );
}

#[test]
fn days_of_one_month_stand_together() {
    let words = Words {
        language: Language::Id,
        zone: Zone::Wib,
    };
    let dates = |days: &[(u32, u32)]| -> Vec<NaiveDate> {
        days.iter()
            .map(|(month, day)| NaiveDate::from_ymd_opt(2026, *month, *day).unwrap())
            .collect()
    };
    assert_eq!(
        words.days(&dates(&[(3, 14), (3, 15), (3, 21), (3, 22), (4, 4)])),
        "14–15, 21–22 Mar, 4 Apr"
    );
    assert_eq!(words.days(&[]), "");
}
