//! What is wrong with a calendar, a decree or rules: one sentence each, naming the place.

use chrono::Weekday;
use tanggap_domain::calendar::{CalendarError, Interval, TimeOfDay};
use tanggap_domain::sla::{ClockKind, PolicyError};
use tanggap_ipc::calendar::{DayFault, Fault, Place};

use crate::labels::Say;
use crate::spot::Spot;

impl Say {
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
            Fault::EmptyDecree { .. } => self
                .pick(
                    "Tidak ada satu hari pun yang dapat dibaca dari berkas ini.",
                    "Not one day of this file can be read.",
                )
                .to_owned(),
            Fault::NoReason => self.reason_missing().to_owned(),
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

    pub fn rules_fault(self, error: &PolicyError) -> String {
        match error {
            PolicyError::Json { line, column, .. } => self.pick(
                format!("Berkas aturan tidak terbaca pada baris {line}, kolom {column}."),
                format!("The file of rules cannot be read at line {line}, column {column}."),
            ),
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
                let clock = self.clock(*clock);
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
                    format!("{place}: the regulation says what meets it."),
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
            PolicyError::NoCitation { place } => match clock_number(place) {
                Some(number) => self.pick(
                    format!("Tenggat ke-{number}: dasar wajib diisi."),
                    format!("Deadline {number}: a basis is needed."),
                ),
                None => self
                    .pick("Dasar aturan wajib diisi.", "The rules need a basis.")
                    .to_owned(),
            },
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

    /// What is wrong with one entry of a decree.
    pub fn day_fault(self, fault: &DayFault) -> String {
        match fault {
            DayFault::NoDate => self.pick("tanggal tidak ada", "no date"),
            DayFault::BadDate { text } => {
                return self.pick(
                    format!("“{text}” bukan tanggal yang ada"),
                    format!("“{text}” is no date that exists"),
                );
            }
            DayFault::NoYear { text } => {
                return self.pick(
                    format!("“{text}” tanpa tahun"),
                    format!("“{text}” has no year"),
                );
            }
            DayFault::NoName => self.pick("nama hari tidak ada", "no name"),
            DayFault::UnknownKind { text } => {
                return self.pick(
                    format!("jenis “{text}” tidak dikenal"),
                    format!("the kind “{text}” is not known"),
                );
            }
            DayFault::Twice { date } => {
                let date = self.date(*date);
                return self.pick(
                    format!("{date} sudah tercantum; yang pertama dipakai"),
                    format!("{date} is listed before; the first was taken"),
                );
            }
            DayFault::YearOutOfRange { year } => {
                return self.pick(
                    format!("tahun {year} di luar jangkauan kalender"),
                    format!("the year {year} is outside the calendar's range"),
                );
            }
            DayFault::ReversedRange { from, to } => {
                let (from, to) = (self.date(*from), self.date(*to));
                return self.pick(
                    format!("berakhir {to}, sebelum mulai {from}"),
                    format!("ends on {to}, before it starts on {from}"),
                );
            }
            DayFault::RangeTooLong { days } => {
                return self.pick(
                    format!("rentang {days} hari terlalu panjang"),
                    format!("a range of {days} days is too long"),
                );
            }
            DayFault::Repeats => self.pick(
                "berulang: tulis setiap tanggalnya",
                "repeats: write each of its dates",
            ),
            DayFault::NotAllDay => self.pick("hanya sebagian hari", "only part of a day"),
            DayFault::Cancelled => self.pick("dibatalkan", "cancelled"),
            DayFault::NotAnEntry => self.pick("bukan entri hari libur", "no entry of a holiday"),
        }
        .to_owned()
    }

    /// Where in a file.
    pub fn file_place(self, place: Place) -> String {
        match place {
            Place::Line(line) => self.pick(format!("Baris {line}"), format!("Line {line}")),
            Place::Event(event) => self.pick(format!("Acara ke-{event}"), format!("Event {event}")),
            Place::Item(item) => self.pick(format!("Entri ke-{item}"), format!("Item {item}")),
        }
    }

    /// Where in a calendar.
    pub fn spot(self, spot: &Spot) -> String {
        match spot {
            Spot::Weekly(weekday) => {
                let day = self.weekday_in_full(*weekday);
                self.pick(format!("Jam kerja {day}"), format!("Hours of {day}"))
            }
            Spot::Override(name, None) => self.pick(
                format!("Pengecualian “{name}”"),
                format!("Exception “{name}”"),
            ),
            Spot::Override(name, Some(weekday)) => {
                let day = self.weekday_in_full(*weekday);
                self.pick(
                    format!("Pengecualian “{name}”, {day}"),
                    format!("Exception “{name}”, {day}"),
                )
            }
            Spot::Other(place) => place.clone(),
        }
    }

    /// `08.00–16.00`.
    pub fn interval(self, interval: Interval) -> String {
        format!(
            "{}–{}",
            self.time_of_day(interval.from),
            self.time_of_day(interval.until)
        )
    }

    /// `07.30`; `24.00` is the end of a day.
    pub fn time_of_day(self, time: TimeOfDay) -> String {
        let minutes = time.seconds() / 60;
        let mark = self.pick('.', ':');
        format!("{:02}{mark}{:02}", minutes / 60, minutes % 60)
    }

    pub fn weekday_in_full(self, weekday: Weekday) -> &'static str {
        self.weekday_names()[weekday.num_days_from_monday() as usize]
    }

    fn clock_place(self, number: usize, clock: ClockKind) -> String {
        let clock = self.clock(clock);
        self.pick(
            format!("Tenggat ke-{number} ({clock})"),
            format!("Deadline {number} ({clock})"),
        )
    }
}

/// The number in `clock 2 (kantor-1)`.
fn clock_number(place: &str) -> Option<usize> {
    let rest = place.strip_prefix("clock ")?;
    rest.split_once(' ')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use tanggap_domain::sla::{ClockRule, End, Limit, OfficeRules, OwnClock, Start, Unit};
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Say = Say {
        language: Language::Id,
        zone: Zone::Wib,
    };

    fn interval(from: u32, until: u32) -> Interval {
        Interval::new(
            TimeOfDay::hm(from, 0).unwrap(),
            TimeOfDay::hm(until, 0).unwrap(),
        )
    }

    #[test]
    fn faults_name_their_place() {
        let reversed = CalendarError::Reversed {
            place: "weekly hours, Tuesday".to_owned(),
            interval: interval(16, 8),
        };
        assert_eq!(
            ID.calendar_fault(&reversed),
            "Jam kerja Selasa: 16.00–08.00 berakhir sebelum mulai."
        );
        let overlapping = CalendarError::Overlapping {
            place: "override \"Ramadan\", Friday".to_owned(),
            before: interval(8, 12),
            interval: interval(11, 15),
        };
        assert_eq!(
            ID.calendar_fault(&overlapping),
            "Pengecualian “Ramadan”, Jumat: 11.00–15.00 mulai sebelum 08.00–12.00 berakhir."
        );
        assert_eq!(ID.interval(interval(0, 24)), "00.00–24.00");
    }

    #[test]
    fn a_missing_citation_says_whose() {
        let mut rules = OfficeRules::none(NaiveDate::from_ymd_opt(2026, 12, 1).unwrap());
        let said = |rules: &OfficeRules| ID.rules_fault(&rules.check().unwrap_err());
        assert_eq!(said(&rules), "Dasar aturan wajib diisi.");
        rules.citation = "SE 1/2026".to_owned();
        rules.clocks.push(ClockRule {
            clock: ClockKind::Own(OwnClock::new(1).unwrap()),
            classifications: None,
            limit: Limit {
                amount: 1,
                unit: Unit::WorkingDays,
            },
            starts: Start::Received,
            ends: Some(End::Verified),
            name: Some("Sapa".to_owned()),
            pauses: true,
            thresholds: None,
            citation: String::new(),
        });
        assert_eq!(said(&rules), "Tenggat ke-1: dasar wajib diisi.");
    }
}
