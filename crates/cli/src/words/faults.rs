//! What is wrong with a calendar, a decree or rules: one sentence, naming the place.

use tanggap_domain::calendar::CalendarError;
use tanggap_domain::sla::{ClockKind, PolicyError};
use tanggap_ipc::calendar::{DayFault, Fault, Place, UnreadableDay};
use tanggap_ipc::settings::Zone;
use tanggap_wording::dates;

use super::Language;

/// The domain names days in English.
const DAYS: [(&str, &str); 7] = [
    ("Monday", "Senin"),
    ("Tuesday", "Selasa"),
    ("Wednesday", "Rabu"),
    ("Thursday", "Kamis"),
    ("Friday", "Jumat"),
    ("Saturday", "Sabtu"),
    ("Sunday", "Minggu"),
];

pub fn fault(fault: &Fault, language: Language) -> String {
    match fault {
        Fault::Calendar { error } => calendar(error, language),
        Fault::Rules { error } => rules(error, language),
        Fault::NotADecree => language
            .pick(
                "Berkas ini bukan daftar hari libur (JSON, CSV, atau iCalendar).",
                "This file is no list of holidays (JSON, CSV or iCalendar).",
            )
            .to_owned(),
        Fault::BrokenDecree { line } => language.pick(
            format!("Berkas JSON rusak pada baris {line}; tidak ada yang diambil."),
            format!("The JSON file is broken in line {line}; nothing was taken."),
        ),
        Fault::EmptyDecree { unreadable } => {
            let said = language.pick(
                "Tidak satu hari pun dapat dibaca dari berkas ini",
                "Not one day of this file can be read",
            );
            if unreadable.is_empty() {
                return format!("{said}.");
            }
            let entries: Vec<String> = unreadable.iter().map(|it| entry(it, language)).collect();
            format!("{said}: {}.", entries.join("; "))
        }
        Fault::NoReason => language
            .pick(
                "Alasannya belum diisi; tidak ada yang diberlakukan.",
                "A reason is missing; nothing was adopted.",
            )
            .to_owned(),
    }
}

/// `baris 3: “31 April 2026” bukan tanggal yang ada`.
pub fn entry(entry: &UnreadableDay, language: Language) -> String {
    let place = match entry.place {
        Place::Line(number) => language.pick(format!("baris {number}"), format!("line {number}")),
        Place::Event(number) => {
            language.pick(format!("acara ke-{number}"), format!("event {number}"))
        }
        Place::Item(number) => {
            language.pick(format!("entri ke-{number}"), format!("item {number}"))
        }
    };
    format!("{place}: {}", day(&entry.why, language))
}

fn day(fault: &DayFault, language: Language) -> String {
    let date = |date| dates::date(date, language.of_desk());
    match fault {
        DayFault::NoDate => language
            .pick("tanggalnya tidak ada", "there is no date")
            .into(),
        DayFault::BadDate { text } => language.pick(
            format!("“{text}” bukan tanggal yang ada"),
            format!("“{text}” is no date that exists"),
        ),
        DayFault::NoYear { text } => language.pick(
            format!("“{text}” tanpa tahun"),
            format!("“{text}” has no year"),
        ),
        DayFault::NoName => language
            .pick("namanya tidak ada", "there is no name")
            .into(),
        DayFault::UnknownKind { text } => language.pick(
            format!("“{text}” bukan jenis hari libur"),
            format!("“{text}” is no kind of day off"),
        ),
        DayFault::Twice { date: twice } => language.pick(
            format!("{} sudah tercantum; yang pertama dipakai", date(*twice)),
            format!("{} is listed before; the first was taken", date(*twice)),
        ),
        DayFault::YearOutOfRange { year } => language.pick(
            format!("tahun {year} tidak masuk akal"),
            format!("the year {year} is not plausible"),
        ),
        DayFault::ReversedRange { from, to } => language.pick(
            format!("berakhir {}, sebelum mulai {}", date(*to), date(*from)),
            format!("ends on {}, before it starts on {}", date(*to), date(*from)),
        ),
        DayFault::RangeTooLong { days } => language.pick(
            format!("rentang {days} hari terlalu panjang"),
            format!("a range of {days} days is too long"),
        ),
        DayFault::Repeats => language
            .pick(
                "berulang; tulis setiap tanggalnya",
                "repeats; write each of its dates",
            )
            .into(),
        DayFault::NotAllDay => language
            .pick("hanya sebagian hari", "only part of a day")
            .into(),
        DayFault::Cancelled => language.pick("dibatalkan", "cancelled").into(),
        DayFault::NotAnEntry => language
            .pick("bukan entri hari libur", "no entry of a day")
            .into(),
    }
}

fn calendar(error: &CalendarError, language: Language) -> String {
    let date = |date| dates::date(date, language.of_desk());
    match error {
        CalendarError::Reversed { place, interval } => {
            let place = spot(place, language);
            language.pick(
                format!("{place}: {interval} berakhir sebelum mulai."),
                format!("{place}: {interval} ends before it starts."),
            )
        }
        CalendarError::Overlapping {
            place,
            before,
            interval,
        } => {
            let place = spot(place, language);
            language.pick(
                format!("{place}: {interval} mulai sebelum {before} berakhir."),
                format!("{place}: {interval} begins before {before} has ended."),
            )
        }
        CalendarError::OverrideReversed { name, from, to } => language.pick(
            format!(
                "Pengecualian “{name}” berakhir {}, sebelum mulai {}.",
                date(*to),
                date(*from)
            ),
            format!(
                "Exception “{name}” ends on {}, before it starts on {}.",
                date(*to),
                date(*from)
            ),
        ),
        CalendarError::HolidayTwice {
            date: twice,
            first,
            second,
        } => language.pick(
            format!(
                "{} tercantum dua kali: “{first}” dan “{second}”.",
                date(*twice)
            ),
            format!(
                "{} is listed twice: “{first}” and “{second}”.",
                date(*twice)
            ),
        ),
        CalendarError::NeverOpen => language
            .pick(
                "Tidak ada hari buka dalam kalender ini.",
                "No day of this calendar is open.",
            )
            .into(),
        CalendarError::BeyondYears {
            at,
            first_year,
            last_year,
        } => language.pick(
            format!("Kalender memuat tahun {first_year}–{last_year}; {at} di luar itu."),
            format!("The calendar covers {first_year}–{last_year}; {at} lies outside."),
        ),
    }
}

fn rules(error: &PolicyError, language: Language) -> String {
    let date = |date| dates::date(date, language.of_desk());
    let clock = |number: &usize, kind: &ClockKind| {
        let name = language.words(Zone::default()).clock(*kind, None);
        language.pick(
            format!("Tenggat ke-{number} ({name})"),
            format!("Clock {number} ({name})"),
        )
    };
    match error {
        PolicyError::Json { line, column, what } => {
            // The reader says the place once more.
            let what = what.split(" at line ").next().unwrap_or_default();
            language.pick(
                format!("Berkas aturan tidak terbaca pada baris {line}, kolom {column} ({what})."),
                format!("The rules cannot be read at line {line}, column {column} ({what})."),
            )
        }
        PolicyError::Schema { found } => language.pick(
            format!("Bentuk berkas “{found}” tidak dikenal."),
            format!("The file's schema “{found}” is not known."),
        ),
        PolicyError::UnknownClass {
            number,
            clock: kind,
            class,
        } => language.pick(
            format!(
                "{}: klasifikasi “{class}” tidak dikenal.",
                clock(number, kind)
            ),
            format!("{}: the class “{class}” is not known.", clock(number, kind)),
        ),
        PolicyError::ZeroLimit {
            number,
            clock: kind,
        } => language.pick(
            format!("{}: batasnya nol.", clock(number, kind)),
            format!("{}: the limit is zero.", clock(number, kind)),
        ),
        PolicyError::Twice {
            first,
            second,
            clock: kind,
        } => language.pick(
            format!(
                "{} dan tenggat ke-{second} berlaku bagi klasifikasi yang sama.",
                clock(first, kind)
            ),
            format!(
                "{} and clock {second} are for the same class.",
                clock(first, kind)
            ),
        ),
        PolicyError::Threshold { percent } => language.pick(
            format!("Ambang {percent} % tidak di antara 1 dan 99."),
            format!("The threshold {percent} % is not between 1 and 99."),
        ),
        PolicyError::OwnIncomplete {
            number,
            clock: kind,
        } => language.pick(
            format!(
                "{}: nama (name) dan akhirnya (ends) belum diisi.",
                clock(number, kind)
            ),
            format!(
                "{}: it needs a name and an end (ends).",
                clock(number, kind)
            ),
        ),
        PolicyError::EndOfRegulation {
            number,
            clock: kind,
        } => language.pick(
            format!(
                "{}: akhirnya (ends) ditentukan peraturan.",
                clock(number, kind)
            ),
            format!("{}: the regulation says what ends it.", clock(number, kind)),
        ),
        PolicyError::LimitTooLong {
            number,
            clock: kind,
            most,
        } => language.pick(
            format!(
                "{}: batasnya lebih panjang dari {most}.",
                clock(number, kind)
            ),
            format!("{}: the limit is longer than {most}.", clock(number, kind)),
        ),
        PolicyError::NoCitation { place } => match numbered_clock(place) {
            Some((number, kind)) => language.pick(
                format!(
                    "{}: dasarnya (citation) belum diisi.",
                    clock(&number, &kind)
                ),
                format!("{}: its citation is missing.", clock(&number, &kind)),
            ),
            None => language
                .pick(
                    "Dasar aturan kantor (citation) belum diisi.",
                    "The citation of the office's rules is missing.",
                )
                .into(),
        },
        PolicyError::Retroactive {
            effective_from,
            earliest,
        } => language.pick(
            format!(
                "Aturan tidak berlaku surut: {} sebelum {}, tanggal paling awal.",
                date(*effective_from),
                date(*earliest)
            ),
            format!(
                "Rules never reach back: {} is before {}, the earliest date.",
                date(*effective_from),
                date(*earliest)
            ),
        ),
    }
}

/// `weekly hours, Monday` and `override "Banjir", Monday` in words.
fn spot(place: &str, language: Language) -> String {
    let (place, day) = match place.rsplit_once(", ") {
        Some((before, last)) if DAYS.iter().any(|(name, _)| *name == last) => (before, last),
        _ => (place, ""),
    };
    let day = DAYS.iter().find(|(name, _)| *name == day);
    let day = day.map(|(english, indonesian)| language.pick(*indonesian, *english));
    let name = place
        .strip_prefix("override \"")
        .and_then(|rest| rest.strip_suffix('"'));
    let place = match (name, place) {
        (Some(name), _) => language.pick(
            format!("Pengecualian “{name}”"),
            format!("Exception “{name}”"),
        ),
        (None, "weekly hours" | "office hours") => {
            language.pick("Jam kerja", "Office hours").to_owned()
        }
        (None, other) => other.to_owned(),
    };
    match day {
        Some(day) => format!("{place}, {day}"),
        None => place,
    }
}

/// What `clock 2 (kantor-1)` names.
fn numbered_clock(place: &str) -> Option<(usize, ClockKind)> {
    let (number, code) = place.strip_prefix("clock ")?.split_once(" (")?;
    let kind = ClockKind::of_code(code.strip_suffix(')')?)?;
    Some((number.parse().ok()?, kind))
}

#[cfg(test)]
mod tests {
    use tanggap_domain::calendar::{Calendar, OfficeHours};
    use tanggap_domain::sla::OfficeRules;

    use super::*;

    #[track_caller]
    fn check_rules(json: &str, expected: &str) {
        let error = OfficeRules::read(json).unwrap_err();
        assert_eq!(rules(&error, Language::Id), expected);
    }

    #[test]
    fn rules_are_refused_with_their_place() {
        let with_clock = |clock: &str| {
            format!(
                r#"{{"schema": "tanggap-office-rules/1", "effective_from": "2026-12-01",
                "citation": "SE 1/2026", "clocks": [{clock}]}}"#
            )
        };
        check_rules(
            &with_clock(
                r#"{"clock": "kantor-1", "limit": {"amount": 1, "unit": "working-days"}, "citation": "SE 1/2026"}"#,
            ),
            "Tenggat ke-1 (kantor-1): nama (name) dan akhirnya (ends) belum diisi.",
        );
        check_rules(
            &with_clock(
                r#"{"clock": "verifikasi", "limit": {"amount": 1, "unit": "working-days"}, "citation": " "}"#,
            ),
            "Tenggat ke-1 (Verifikasi dan penerusan): dasarnya (citation) belum diisi.",
        );
        check_rules(
            r#"{"schema": "tanggap-policy/1", "effective_from": "2026-12-01", "citation": "SE 1"}"#,
            "Bentuk berkas “tanggap-policy/1” tidak dikenal.",
        );
    }

    #[test]
    fn a_misspelt_member_is_named_with_its_place() {
        check_rules(
            "{\"schema\": \"tanggap-office-rules/1\",\n\"citatoin\": \"SE 1\"}",
            "Berkas aturan tidak terbaca pada baris 2, kolom 10 (unknown field `citatoin`, expected \
             one of `schema`, `version`, `effective_from`, `citation`, `day_one`, `due`, `pauses`, \
             `thresholds`, `clocks`).",
        );
    }

    #[test]
    fn hours_are_refused_with_day_and_exception() {
        let mut wrong = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
        wrong.weekly.tue.reverse();
        let error = wrong.check().unwrap_err();
        assert_eq!(
            calendar(&error, Language::Id),
            "Jam kerja, Selasa: 07:30–12:00 mulai sebelum 13:00–16:00 berakhir."
        );
        let date = |day| chrono::NaiveDate::from_ymd_opt(2026, 2, day).unwrap_or_default();
        let mut wrong = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
        let mut ramadan = OfficeHours::ramadan(date(18), date(28));
        if let tanggap_domain::calendar::Exception::Weekly { hours } = &mut ramadan.exception {
            hours.fri.reverse();
        }
        wrong.overrides.push(ramadan);
        let error = wrong.check().unwrap_err();
        assert_eq!(
            calendar(&error, Language::En),
            "Exception “Jam kerja Ramadan”, Friday: 08:00–11:30 begins before 12:30–15:30 has ended."
        );
    }
}
