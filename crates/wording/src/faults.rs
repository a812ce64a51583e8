//! What is wrong with a calendar, a decree or rules: one sentence each, naming the place. Window and
//! command line say the same; what each offers to do about it is its own.

use chrono::Weekday;
use tanggap_domain::calendar::{CalendarError, Interval, TimeOfDay};
use tanggap_domain::sla::{ClockKind, PolicyError};
use tanggap_domain::text::{LONGEST_NAME, NameFault};
use tanggap_ipc::calendar::{DayFault, Fault, Place, UnreadableDay};

use crate::spot::Spot;
use crate::{Words, dates};

impl Words {
    pub fn fault(self, fault: &Fault) -> String {
        match fault {
            Fault::Calendar { error } => self.calendar_fault(error),
            Fault::Rules { error } => self.rules_fault(error),
            Fault::NotADecree => self
                .pick(
                    "Berkas ini bukan daftar hari libur. Yang dikenal: JSON, CSV, dan iCalendar (.ics).",
                    "This file is no list of holidays. JSON, CSV and iCalendar (.ics) are known.",
                )
                .to_owned(),
            Fault::BrokenDecree { line } => self.pick(
                format!("Berkas JSON terputus atau rusak mulai baris {line}. Tidak ada yang diambil."),
                format!("The JSON file breaks off or is damaged from line {line} on. Nothing was taken."),
            ),
            // Its entries are listed beside it: see `unreadable`.
            Fault::EmptyDecree { unreadable: _ } => self
                .pick(
                    "Tidak ada satu hari pun yang dapat dibaca dari berkas ini.",
                    "Not one day of this file can be read.",
                )
                .to_owned(),
            Fault::NoReason => self
                .pick(
                    "Alasan wajib diisi. Tidak ada yang diberlakukan.",
                    "A reason is needed. Nothing was adopted.",
                )
                .to_owned(),
        }
    }

    pub fn calendar_fault(self, error: &CalendarError) -> String {
        match error {
            CalendarError::Reversed { place, interval } => {
                let (place, interval) = (self.spot(&Spot::of(place)), self.interval(*interval));
                self.pick(
                    format!("{place}: {interval} berakhir sebelum mulai."),
                    format!("{place}: {interval} ends before it starts."),
                )
            }
            CalendarError::Overlapping {
                place,
                before,
                interval,
            } => {
                let place = self.spot(&Spot::of(place));
                let (before, interval) = (self.interval(*before), self.interval(*interval));
                self.pick(
                    format!("{place}: {interval} mulai sebelum {before} berakhir."),
                    format!("{place}: {interval} begins before {before} has ended."),
                )
            }
            CalendarError::OverrideReversed { name, from, to } => {
                let (from, to) = (self.date(*from), self.date(*to));
                self.pick(
                    format!("Pengecualian “{name}” berakhir {to}, sebelum mulai {from}."),
                    format!("Exception “{name}” ends on {to}, before it starts on {from}."),
                )
            }
            CalendarError::HolidayTwice {
                date,
                first,
                second,
            } => {
                let date = self.date(*date);
                self.pick(
                    format!("{date} tercantum dua kali: “{first}” dan “{second}”."),
                    format!("{date} is listed twice: “{first}” and “{second}”."),
                )
            }
            CalendarError::Name { place, what } => self.name_fault(place, *what),
            CalendarError::NeverOpen => self
                .pick(
                    "Tidak ada hari buka: isi jam kerja paling sedikit satu hari.",
                    "No day is open: give at least one day its hours.",
                )
                .to_owned(),
            CalendarError::BeyondYears {
                at,
                first_year,
                last_year,
            } => self.pick(
                format!("Kalender memuat tahun {first_year}–{last_year}; {at} di luar itu."),
                format!("The calendar covers {first_year}–{last_year}; {at} lies outside."),
            ),
        }
    }

    /// The place as the file has it: `clocks[0].name`.
    fn name_fault(self, place: &str, fault: NameFault) -> String {
        match fault {
            NameFault::NotOneLine => self.pick(
                format!(
                    "{place}: berisi ganti baris, karakter kendali, atau tanda yang tak terlihat."
                ),
                format!("{place} holds line breaks, control characters or marks nobody sees."),
            ),
            NameFault::TooLong => self.pick(
                format!("{place}: paling panjang {LONGEST_NAME} huruf."),
                format!("{place} is at most {LONGEST_NAME} letters long."),
            ),
        }
    }

    pub fn rules_fault(self, error: &PolicyError) -> String {
        match error {
            PolicyError::Json { line, column, what } => {
                // The reader says the place once more.
                let what = what.split(" at line ").next().unwrap_or_default();
                self.pick(
                    format!(
                        "Berkas aturan tidak terbaca pada baris {line}, kolom {column} ({what})."
                    ),
                    format!(
                        "The file of rules cannot be read at line {line}, column {column} ({what})."
                    ),
                )
            }
            PolicyError::Schema { found } => self.pick(
                format!("Bentuk berkas “{found}” tidak dikenal."),
                format!("The file's schema “{found}” is not known."),
            ),
            PolicyError::UnknownClass {
                number,
                clock,
                class,
            } => {
                let place = self.clock_place(*number, *clock);
                self.pick(
                    format!("{place}: jenis laporan “{class}” tidak dikenal."),
                    format!("{place}: the class “{class}” is not known."),
                )
            }
            PolicyError::ZeroLimit { number, clock } => {
                let place = self.clock_place(*number, *clock);
                self.pick(
                    format!("{place}: batas tidak boleh nol."),
                    format!("{place}: the limit must not be zero."),
                )
            }
            PolicyError::Twice {
                first,
                second,
                clock,
            } => {
                let clock = self.clock(*clock, None);
                self.pick(
                    format!("Tenggat ke-{first} dan ke-{second} sama-sama mengatur {clock} untuk jenis yang sama."),
                    format!("Deadlines {first} and {second} both set {clock} for the same class."),
                )
            }
            PolicyError::Threshold { percent } => self.pick(
                format!("Ambang {percent} % harus antara 1 dan 99."),
                format!("The threshold {percent}% must be between 1 and 99."),
            ),
            PolicyError::OwnIncomplete { number, clock } => {
                let place = self.clock_place(*number, *clock);
                self.pick(
                    format!("{place}: nama dan akhir wajib diisi."),
                    format!("{place}: a name and an end are needed."),
                )
            }
            PolicyError::EndOfRegulation { number, clock } => {
                let place = self.clock_place(*number, *clock);
                self.pick(
                    format!("{place}: akhirnya ditentukan peraturan dan tidak dapat diganti."),
                    format!("{place}: the regulation says what ends it, and nothing else can."),
                )
            }
            PolicyError::LimitTooLong {
                number,
                clock,
                most,
            } => {
                let place = self.clock_place(*number, *clock);
                self.pick(
                    format!("{place}: batas paling panjang {most}."),
                    format!("{place}: the limit is at most {most}."),
                )
            }
            PolicyError::NoCitation { place } => match numbered_clock(place) {
                Some((number, clock)) => {
                    let place = self.clock_place(number, clock);
                    self.pick(
                        format!("{place}: dasar wajib diisi."),
                        format!("{place}: a basis is needed."),
                    )
                }
                None => self
                    .pick("Dasar aturan wajib diisi.", "The rules need a basis.")
                    .to_owned(),
            },
            PolicyError::Name { place, what } => self.name_fault(place, *what),
            PolicyError::Retroactive {
                effective_from,
                earliest,
            } => {
                let (from, earliest) = (self.date(*effective_from), self.date(*earliest));
                self.pick(
                    format!("Aturan tidak dapat berlaku surut ke {from}; paling awal {earliest}."),
                    format!("Rules cannot reach back to {from}; the earliest date is {earliest}."),
                )
            }
        }
    }

    /// `baris 3: “31 April 2026” bukan tanggal yang ada`.
    pub fn unreadable(self, day: &UnreadableDay) -> String {
        format!(
            "{}: {}",
            self.file_place(day.place),
            self.day_fault(&day.why)
        )
    }

    /// What is wrong with one entry of a decree.
    pub fn day_fault(self, fault: &DayFault) -> String {
        match fault {
            DayFault::NoDate => self
                .pick("tanggalnya tidak ada", "there is no date")
                .to_owned(),
            DayFault::BadDate { text } => self.pick(
                format!("“{text}” bukan tanggal yang ada"),
                format!("“{text}” is no date that exists"),
            ),
            DayFault::NoYear { text } => self.pick(
                format!("“{text}” tanpa tahun"),
                format!("“{text}” has no year"),
            ),
            DayFault::NoName => self
                .pick("nama harinya tidak ada", "there is no name")
                .to_owned(),
            DayFault::UnknownKind { text } => self.pick(
                format!("jenis “{text}” tidak dikenal"),
                format!("the kind “{text}” is not known"),
            ),
            DayFault::Twice { date } => {
                let date = self.date(*date);
                self.pick(
                    format!("{date} sudah tercantum; yang pertama dipakai"),
                    format!("{date} is listed before; the first was taken"),
                )
            }
            DayFault::YearOutOfRange { year } => self.pick(
                format!("tahun {year} di luar jangkauan kalender"),
                format!("the year {year} is outside the calendar's range"),
            ),
            DayFault::ReversedRange { from, to } => {
                let (from, to) = (self.date(*from), self.date(*to));
                self.pick(
                    format!("berakhir {to}, sebelum mulai {from}"),
                    format!("ends on {to}, before it starts on {from}"),
                )
            }
            DayFault::RangeTooLong { days } => self.pick(
                format!("rentang {days} hari terlalu panjang"),
                format!("a range of {days} days is too long"),
            ),
            DayFault::Repeats => self
                .pick(
                    "berulang: tulis setiap tanggalnya",
                    "repeats: write each of its dates",
                )
                .to_owned(),
            DayFault::NotAllDay => self
                .pick("hanya sebagian hari", "only part of a day")
                .to_owned(),
            DayFault::Cancelled => self.pick("dibatalkan", "cancelled").to_owned(),
            DayFault::Estimated { text } => self.pick(
                format!("“{text}” baru perkiraan, belum ditetapkan"),
                format!("“{text}” is only estimated, not decreed"),
            ),
            DayFault::DayOrMonth { text } => self.pick(
                format!("“{text}”: tanggal atau bulan dulu? Tulis nama bulannya"),
                format!("“{text}”: day or month first? Write the name of the month"),
            ),
            DayFault::NotAnEntry => self
                .pick("bukan entri hari libur", "no entry of a holiday")
                .to_owned(),
        }
    }

    /// `baris 3`: where in a file.
    pub fn file_place(self, place: Place) -> String {
        match place {
            Place::Line(line) => self.pick(format!("baris {line}"), format!("line {line}")),
            Place::Event(event) => self.pick(format!("acara ke-{event}"), format!("event {event}")),
            Place::Item(item) => self.pick(format!("entri ke-{item}"), format!("item {item}")),
        }
    }

    /// `08.00–16.00`.
    pub fn interval(self, interval: Interval) -> String {
        let (from, until) = (interval.from, interval.until);
        format!("{}–{}", self.time_of_day(from), self.time_of_day(until))
    }

    /// `07.30`; `24.00` is the end of a day.
    pub fn time_of_day(self, time: TimeOfDay) -> String {
        let minutes = time.seconds() / 60;
        let mark = self.pick('.', ':');
        format!("{:02}{mark}{:02}", minutes / 60, minutes % 60)
    }

    /// Where in a calendar.
    fn spot(self, spot: &Spot) -> String {
        let day = |weekday: Weekday| dates::weekday(weekday, self.language);
        match spot {
            Spot::Weekly(weekday) => {
                let day = day(*weekday);
                self.pick(format!("Jam kerja {day}"), format!("Hours of {day}"))
            }
            Spot::Override(name, None) => self.pick(
                format!("Pengecualian “{name}”"),
                format!("Exception “{name}”"),
            ),
            Spot::Override(name, Some(weekday)) => {
                let day = day(*weekday);
                self.pick(
                    format!("Pengecualian “{name}”, {day}"),
                    format!("Exception “{name}”, {day}"),
                )
            }
            Spot::Other(place) => place.clone(),
        }
    }

    fn clock_place(self, number: usize, clock: ClockKind) -> String {
        let clock = self.clock(clock, None);
        self.pick(
            format!("Tenggat ke-{number} ({clock})"),
            format!("Deadline {number} ({clock})"),
        )
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
    use chrono::NaiveDate;
    use tanggap_domain::calendar::{Calendar, Exception, OfficeHours};
    use tanggap_domain::sla::OfficeRules;
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Words = Words {
        language: Language::Id,
        zone: Zone::Wib,
    };
    const EN: Words = Words {
        language: Language::En,
        zone: Zone::Wib,
    };

    #[test]
    fn rules_are_refused_with_their_place() {
        let with_clock = |clock: &str| {
            format!(
                r#"{{"schema": "tanggap-office-rules/1", "effective_from": "2026-12-01",
                "citation": "SE 1/2026", "clocks": [{clock}]}}"#
            )
        };
        let table = [
            (
                with_clock(
                    r#"{"clock": "kantor-1", "limit": {"amount": 1, "unit": "working-days"}, "citation": "SE 1/2026"}"#,
                ),
                "Tenggat ke-1 (Tenggat kantor 1): nama dan akhir wajib diisi.",
            ),
            (
                with_clock(
                    r#"{"clock": "verifikasi", "limit": {"amount": 1, "unit": "working-days"}, "citation": " "}"#,
                ),
                "Tenggat ke-1 (Verifikasi dan penerusan): dasar wajib diisi.",
            ),
            (
                r#"{"schema": "tanggap-office-rules/1", "effective_from": "2026-12-01", "citation": ""}"#
                    .to_owned(),
                "Dasar aturan wajib diisi.",
            ),
            (
                r#"{"schema": "tanggap-policy/1", "effective_from": "2026-12-01", "citation": "SE 1"}"#
                    .to_owned(),
                "Bentuk berkas “tanggap-policy/1” tidak dikenal.",
            ),
            (
                "{\"schema\": \"tanggap-office-rules/1\",\n\"citatoin\": \"SE 1\"}".to_owned(),
                "Berkas aturan tidak terbaca pada baris 2, kolom 10 (unknown field `citatoin`, \
                 expected one of `schema`, `version`, `effective_from`, `citation`, `day_one`, \
                 `due`, `pauses`, `thresholds`, `clocks`).",
            ),
        ];
        for (json, expected) in table {
            let error = OfficeRules::read(&json).unwrap_err();
            assert_eq!(ID.rules_fault(&error), expected);
        }
    }

    #[test]
    fn hours_are_refused_with_day_and_exception() {
        let mut wrong = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
        wrong.weekly.tue.reverse();
        assert_eq!(
            ID.calendar_fault(&wrong.check().unwrap_err()),
            "Jam kerja Selasa: 07.30–12.00 mulai sebelum 13.00–16.00 berakhir."
        );
        let date = |day| NaiveDate::from_ymd_opt(2026, 2, day).unwrap();
        let mut wrong = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
        let mut ramadan = OfficeHours::ramadan(date(18), date(28));
        if let Exception::Weekly { hours } = &mut ramadan.exception {
            hours.fri.reverse();
        }
        wrong.overrides.push(ramadan);
        assert_eq!(
            EN.calendar_fault(&wrong.check().unwrap_err()),
            "Exception “Jam kerja Ramadan”, Friday: 08:00–11:30 begins before 12:30–15:30 has ended."
        );
    }

    #[test]
    fn a_day_ends_at_its_24th_hour() {
        let whole = Interval::new(TimeOfDay::hm(0, 0).unwrap(), TimeOfDay::hm(24, 0).unwrap());
        assert_eq!(ID.interval(whole), "00.00–24.00");
    }
}
