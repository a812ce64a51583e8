//! Calendars, previews and policies in words.

use tanggap_domain::calendar::{Calendar, Holiday, HolidayKind, Interval, SkippedKind};
use tanggap_domain::sla::{ClockRule, ClockState, Policy, Reach, Shift, Shifts};
use tanggap_ipc::calendar::{Merge, VersionInfo};
use tanggap_wording::{Words, dates};

const WEEK: [chrono::Weekday; 7] = [
    chrono::Weekday::Mon,
    chrono::Weekday::Tue,
    chrono::Weekday::Wed,
    chrono::Weekday::Thu,
    chrono::Weekday::Fri,
    chrono::Weekday::Sat,
    chrono::Weekday::Sun,
];

/// `312 laporan bergeser 1 hari kerja lebih lambat; 14 tidak lagi terlambat`.
pub fn shifts(words: Words, shifts: &Shifts) -> String {
    if shifts.moved == 0 {
        return words
            .pick("tidak ada tenggat yang bergeser", "no open deadline moves")
            .to_owned();
    }
    let by_days = shifts.by_working_days.iter();
    let mut parts: Vec<String> = by_days
        .map(|(working_days, count)| {
            let days = working_days.unsigned_abs();
            match working_days {
                0 => words.pick(
                    format!("{count} laporan hanya bergeser jamnya"),
                    format!("{count} complaints move by hours only"),
                ),
                1.. => words.pick(
                    format!("{count} laporan bergeser {days} hari kerja lebih lambat"),
                    format!("{count} complaints move {days} working days later"),
                ),
                _ => words.pick(
                    format!("{count} laporan bergeser {days} hari kerja lebih awal"),
                    format!("{count} complaints move {days} working days earlier"),
                ),
            }
        })
        .collect();
    for (count, what) in [
        (
            shifts.no_longer_overdue,
            words.pick("tidak lagi terlambat", "no longer overdue"),
        ),
        (
            shifts.newly_overdue,
            words.pick("menjadi terlambat", "newly overdue"),
        ),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    parts.join("; ")
}

/// `#9165816 Penyelesaian: Rab 25 Mar 2026, 16.00 WIB → Kam 26 Mar 2026, 16.00 WIB`.
pub fn example(words: Words, tracking_id: &str, shift: &Shift) -> String {
    format!(
        "#{tracking_id} {}: {} → {}",
        words.clock(shift.clock, None),
        words.moment(shift.from),
        words.moment(shift.to)
    )
}

/// `Sab 1 Jan 2028 Tahun Baru Masehi (libur nasional)`.
pub fn holiday(words: Words, holiday: &Holiday) -> String {
    let kind = words.skipped_kind(match holiday.kind {
        HolidayKind::National => SkippedKind::National,
        HolidayKind::CollectiveLeave => SkippedKind::CollectiveLeave,
    });
    format!("{} {} ({kind})", words.day(holiday.date), holiday.name)
}

pub fn state(words: Words, state: ClockState) -> &'static str {
    match state {
        ClockState::Running => words.pick("berjalan", "running"),
        ClockState::Paused => words.pick("dijeda", "paused"),
        ClockState::Met => words.pick("terpenuhi", "met"),
        ClockState::MetLate => words.pick("terpenuhi terlambat", "met late"),
        ClockState::Overdue => words.pick("terlambat", "overdue"),
    }
}

pub fn merge(words: Words, merge: Merge) -> &'static str {
    match merge {
        Merge::ReplaceYears => words.pick("mengganti isi tahunnya", "replaces its years"),
        Merge::AddDays => words.pick("ditambahkan saja", "added to what is there"),
    }
}

pub fn reach(words: Words, reach: Reach) -> &'static str {
    match reach {
        Reach::OpenClocks => words.pick("tenggat terbuka dan baru", "open clocks and new ones"),
        Reach::NewClocks => words.pick("hanya tenggat baru", "new clocks only"),
    }
}

/// `versi 2, Rab 25 Nov 2026, 09.00 WIB, Petugas Satu: SKB perubahan [tenggat terbuka dan baru]`.
pub fn version(words: Words, version: &VersionInfo) -> String {
    let mut line = format!(
        "{} {}, {}",
        words.pick("versi", "version"),
        version.version,
        words.moment(version.adopted_at)
    );
    if !version.author.is_empty() {
        line.push_str(&format!(", {}", version.author));
    }
    if !version.reason.is_empty() {
        line.push_str(&format!(": {}", version.reason));
    }
    line.push_str(&format!(" [{}]", reach(words, version.reach)));
    if let Some(restored) = version.restores {
        line.push_str(&words.pick(
            format!(" (mengembalikan versi {restored})"),
            format!(" (brings back version {restored})"),
        ));
    }
    line
}

/// `Sen–Kam 07:30–12:00 13:00–16:00, Jum …`: days with the same hours together.
pub fn hours(words: Words, calendar: &Calendar) -> String {
    let mut runs: Vec<(usize, usize, &[Interval])> = Vec::new();
    for (position, weekday) in WEEK.into_iter().enumerate() {
        let hours = calendar.weekly.on(weekday);
        match runs.last_mut() {
            Some(run) if run.2 == hours => run.1 = position,
            _ => runs.push((position, position, hours)),
        }
    }
    let day = |position: usize| dates::weekday_short(WEEK[position], words.language);
    let runs: Vec<String> = runs
        .into_iter()
        .filter(|(_, _, hours)| !hours.is_empty())
        .map(|(first, last, hours)| {
            let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
            let days = match first == last {
                true => day(first).to_owned(),
                false => format!("{}–{}", day(first), day(last)),
            };
            format!("{days} {}", hours.join(" "))
        })
        .collect();
    runs.join(", ")
}

/// One policy in full: since when, what it rests on, and every clock.
pub fn policy(words: Words, policy: &Policy, is_in_force: bool) -> String {
    let mut text = format!(
        "{}, {} {}, {} {}",
        words.policy(policy).0,
        words.pick("versi", "version"),
        policy.version,
        words.pick("berlaku sejak", "in force since"),
        words.date(policy.effective_from)
    );
    if is_in_force {
        text.push_str(words.pick(" ← berlaku hari ini", " ← in force today"));
    }
    text.push_str(&format!(
        "\n  {} {}",
        words.pick("Dasar:", "Basis:"),
        policy.citation
    ));
    if let Some(office) = &policy.office {
        text.push_str(&format!(
            "\n  {} {}: {}",
            words.pick("Aturan kantor versi", "Office rules version"),
            office.version,
            office.citation
        ));
    }
    text.push_str(&format!(
        "\n  {}; {} {}",
        words.day_one(policy.day_one),
        words.pick("jatuh tempo pada", "due at"),
        words.due_at(policy.due)
    ));
    for rule in &policy.clocks {
        text.push_str(&format!("\n  {}", clock_rule(words, rule)));
    }
    text
}

fn clock_rule(words: Words, rule: &ClockRule) -> String {
    let mut line = format!(
        "{}: {} {} {}",
        words.clock(rule.clock, rule.name.as_deref()),
        words.limit(rule.limit),
        words.starts(rule.starts),
        words.ends(rule.end())
    );
    if let Some(classes) = &rule.classifications {
        let classes: Vec<String> = classes
            .iter()
            .map(|class| words.classification(class))
            .collect();
        line.push_str(&format!(" ({})", classes.join(", ")));
    }
    line.push_str(&format!(" — {}", rule.citation));
    line
}

#[cfg(test)]
mod tests {
    use tanggap_domain::calendar::OfficeHours;
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Words = Words {
        language: Language::Id,
        zone: Zone::Wib,
    };

    #[test]
    fn a_preview_is_one_sentence() {
        let moved = Shifts {
            open: 900,
            moved: 315,
            by_working_days: [(1, 312), (-2, 2), (0, 1)].into(),
            no_longer_overdue: 14,
            newly_overdue: 0,
        };
        assert_eq!(
            shifts(ID, &moved),
            "2 laporan bergeser 2 hari kerja lebih awal; 1 laporan hanya bergeser jamnya; \
             312 laporan bergeser 1 hari kerja lebih lambat; 14 tidak lagi terlambat"
        );
        assert_eq!(
            shifts(ID, &Shifts::default()),
            "tidak ada tenggat yang bergeser"
        );
    }

    #[test]
    fn days_with_the_same_hours_stand_together() {
        let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
        assert_eq!(
            hours(ID, &calendar),
            "Sen–Kam 07:30–12:00 13:00–16:00, Jum 07:30–11:30 13:00–16:30"
        );
    }
}
