//! Tenggat: the board's columns, and why something is due when it is.

use chrono::{Datelike, NaiveDate};
use tanggap_domain::calendar::{DaysOff, SkippedKind};
use tanggap_domain::sla::{DayOne, DueAt, End, Limit, PauseReason, Start, Threshold, Unit};

use crate::labels::{Say, phrases};

phrases! {
    board: "Papan tenggat", "Deadline board";
    board_overdue: "Terlambat", "Overdue";
    board_today: "Hari ini", "Today";
    board_tomorrow: "Besok", "Tomorrow";
    board_this_week: "Minggu ini", "This week";
    board_paused: "Dijeda", "Paused";
    board_column_empty: "Kosong", "Empty";
    board_empty: "Tidak ada tenggat dalam tujuh hari ini", "No deadline within these seven days";
    board_empty_next: "Laporan dengan tenggat lebih jauh ada di Masuk.", "Complaints with later deadlines are in the inbox.";
    board_more(self, count: u32): format!("Tampilkan {} lagi", self.number(count)), format!("Show {} more", self.number(count));
    board_rest(self, count: u32): format!("{} lagi di Masuk", self.number(count)), format!("{} more in the inbox", self.number(count));
    no_unit: "belum didisposisi", "no unit yet";
    used(self, percent: u32): format!("{percent} % waktu kerja terpakai"), format!("{percent}% of the working time used");

    because_due(self, day: &str): format!("Mengapa tenggatnya {day}?"), format!("Why is it due on {day}?");
    because_choose: "Pilih kartu untuk melihat mengapa tenggatnya demikian.", "Choose a card to see why it is due then.";
    because_calendar: "Hari yang dihitung", "Days counted";
    because_weekends(self): "Akhir pekan tidak dihitung: ".to_owned(), "Weekends do not count: ".to_owned();
    because_skip(self): "Dilewati: ".to_owned(), "Skipped: ".to_owned();
    because_pause(self): "Dijeda ".to_owned(), "Paused ".to_owned();
    because_pause_ignored(self): "Tidak menjeda tenggat ini: ".to_owned(), "Does not pause this deadline: ".to_owned();
    because_pause_open: "sekarang", "now";
    because_last(self, number: u32): format!("Hari ke-{number} jatuh pada "), format!("Day {number} falls on ");
    because_last_calendar(self, number: u32): format!("Hari kalender ke-{number} jatuh pada "), format!("Calendar day {number} falls on ");
    because_last_hours(self, hours: u32): format!("{hours} jam kerja habis pada "), format!("{hours} working hours end on ");
    because_moving: "Selama dijeda tenggat bergeser: tanggal ini berlaku bila dilanjutkan sekarang.", "While paused the deadline moves: this date holds if work resumed now.";
    because_undecreed(self, years: &str): format!("Kalender {years} belum ditetapkan: tenggat dapat bergeser."), format!("The calendar of {years} is not decreed yet: the deadline may move.");
    because_rule(self, rule: &str): format!("Aturan: {rule}."), format!("Rule: {rule}.");
    because_basis(self, citation: &str): format!("Dasar: {citation}."), format!("Basis: {citation}.");
    because_policy(self, name: &str, version: u32, from: &str): format!("Kebijakan: {name}, versi {version}, berlaku sejak {from}."), format!("Policy: {name}, version {version}, in force since {from}.");
    because_calendar_version(self, label: &str, version: u32, days_off: &str): format!("Kalender: {label}, versi {version}; {days_off}."), format!("Calendar: {label}, version {version}; {days_off}.");
    because_copy: "Salin penjelasan", "Copy explanation";
    because_copied: "Penjelasan disalin", "Explanation copied";
    because_not_copied: "Papan klip tidak tersedia", "The clipboard is not available";
    because_open: "Buka laporan", "Open complaint";
    because_none: "Tenggat ini sudah tidak berjalan.", "This deadline is not running any more.";
    told: "Pemberitahuan", "Notifications";

    day_started: "mulai", "start";
    day_due: "tenggat", "due";
    day_holiday: "libur", "holiday";
    day_leave: "cuti", "leave";
    day_closed: "tutup", "closed";
    day_paused: "jeda", "pause";
    day_number(self, number: u32): format!("ke-{number}"), format!("day {number}");
    day_worked(self, minutes: i64): format!("{} j", (minutes + 30) / 60), format!("{} h", (minutes + 30) / 60);
    day_counted_in_full(self, number: u32): format!("hari kerja ke-{number}"), format!("working day {number}");
    day_weekend_in_full: "akhir pekan", "weekend";
}

impl Say {
    /// `Kam 26 Mar`, with the year where it is another than `now`'s.
    pub fn day_of(self, date: NaiveDate, now: NaiveDate) -> String {
        let weekday = self.weekday(date.weekday());
        if date.year() == now.year() {
            format!("{weekday} {} {}", date.day(), self.month(date))
        } else {
            format!("{weekday} {}", self.date(date))
        }
    }

    /// Dates without their weekdays, days of one month together: `14–15, 21–22 Mar, 4 Apr`.
    pub fn days_of(self, dates: &[NaiveDate]) -> String {
        let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        for date in dates {
            match runs.last_mut() {
                Some(run) if run.1.succ_opt() == Some(*date) && run.0.month() == date.month() => {
                    run.1 = *date;
                }
                _ => runs.push((*date, *date)),
            }
        }
        let mut words = String::new();
        for (position, (first, last)) in runs.iter().enumerate() {
            if position > 0 {
                words.push_str(", ");
            }
            words.push_str(&first.day().to_string());
            if last > first {
                words.push_str(&format!("–{}", last.day()));
            }
            let month_ends = runs
                .get(position + 1)
                .is_none_or(|next| next.0.month() != last.month());
            if month_ends {
                words.push_str(&format!(" {}", self.month(*last)));
            }
        }
        words
    }

    /// Two letters, as calendars head their columns.
    pub fn weekday_short(self, from_monday: usize) -> &'static str {
        self.pick(
            ["Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg"],
            ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
        )[from_monday % 7]
    }

    pub fn month_in_full(self, date: NaiveDate) -> String {
        let id = [
            "Januari",
            "Februari",
            "Maret",
            "April",
            "Mei",
            "Juni",
            "Juli",
            "Agustus",
            "September",
            "Oktober",
            "November",
            "Desember",
        ];
        let en = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let name = self.pick(id, en)[date.month0() as usize];
        format!("{name} {}", date.year())
    }

    pub fn limit(self, limit: Limit) -> String {
        match limit.unit {
            Unit::WorkingDays => self.pick(
                format!("{} hari kerja", limit.amount),
                format!("{} working days", limit.amount),
            ),
            Unit::WorkingHours => self.pick(
                format!("{} jam kerja", limit.amount),
                format!("{} working hours", limit.amount),
            ),
            Unit::CalendarDays => self.pick(
                format!("{} hari kalender", limit.amount),
                format!("{} calendar days", limit.amount),
            ),
        }
    }

    /// The limit where there is room for a few letters only: `5 hk`.
    pub fn limit_short(self, limit: Limit) -> String {
        let amount = limit.amount;
        match limit.unit {
            Unit::WorkingDays => self.pick(format!("{amount} hk"), format!("{amount} wd")),
            Unit::WorkingHours => self.pick(
                format!("{amount} jam kerja"),
                format!("{amount} working hours"),
            ),
            Unit::CalendarDays => self.pick(format!("{amount} hari"), format!("{amount} days")),
        }
    }

    pub fn starts(self, start: Start) -> &'static str {
        match start {
            Start::Received => self.pick("setelah diterima", "after receipt"),
            Start::Forwarded => self.pick("setelah diteruskan ke unit", "after it went to a unit"),
            Start::Verified => self.pick("setelah diverifikasi", "after verification"),
            Start::Answered => self.pick(
                "setelah jawaban terakhir kepada pelapor",
                "after the last answer to the reporter",
            ),
            Start::Held => self.pick("setelah ditunda", "after it was put on hold"),
            Start::FileComplete => {
                self.pick("setelah berkas lengkap", "after the file was complete")
            }
        }
    }

    /// What meets a clock.
    pub fn ends(self, end: End) -> &'static str {
        match end {
            End::Verified => self.pick("sampai diverifikasi", "until verified"),
            End::Forwarded => self.pick("sampai diteruskan ke unit", "until it went to a unit"),
            End::FollowedUp => self.pick(
                "sampai jawaban publik pertama",
                "until the first public answer",
            ),
            End::Completed => self.pick("sampai selesai", "until completed"),
            End::ReporterAnswered => {
                self.pick("sampai pelapor menanggapi", "until the reporter answers")
            }
            End::DataCompleted => self.pick("sampai data lengkap", "until the data are complete"),
        }
    }

    /// Before the instant at which a clock started.
    pub fn started(self, start: Start) -> &'static str {
        match start {
            Start::Received => self.pick("Diterima ", "Received "),
            Start::Forwarded => self.pick("Diteruskan ke unit ", "Sent to the unit "),
            Start::Verified => self.pick("Diverifikasi ", "Verified "),
            Start::Answered => self.pick(
                "Jawaban terakhir kepada pelapor ",
                "Last answer to the reporter ",
            ),
            Start::Held => self.pick("Ditunda ", "Put on hold "),
            Start::FileComplete => self.pick("Berkas lengkap ", "File complete "),
        }
    }

    /// Before the date of day 1.
    pub fn day_one(self, day_one: DayOne) -> &'static str {
        match day_one {
            DayOne::AfterReceipt => self.pick(
                "Hari ke-1: hari kerja berikutnya, ",
                "Day 1: the next working day, ",
            ),
            DayOne::OnReceipt => self.pick(
                "Hari ke-1: hari itu juga bila kantor masih buka, ",
                "Day 1: the same day while the office is open, ",
            ),
        }
    }

    /// After the due time.
    pub fn due_at_words(self, due: DueAt) -> &'static str {
        match due {
            DueAt::Closing => self.pick(" (jam tutup kantor)", " (closing time)"),
            DueAt::EndOfDay => self.pick(" (akhir hari)", " (end of the day)"),
        }
    }

    pub fn pause_reason(self, reason: PauseReason) -> &'static str {
        match reason {
            PauseReason::OnHold => self.pick("ditunda", "on hold"),
            PauseReason::WaitingForReporter => {
                self.pick("menunggu pelapor", "waiting for the reporter")
            }
            PauseReason::Bounced => {
                self.pick("di instansi lain (bukan wewenang)", "with another agency")
            }
            PauseReason::Closed => self.pick(
                "sudah ditutup, lalu dibuka kembali",
                "closed, then reopened",
            ),
        }
    }

    pub fn skipped_kind(self, kind: SkippedKind) -> &'static str {
        match kind {
            SkippedKind::National => self.day_holiday(),
            SkippedKind::CollectiveLeave => self.day_leave(),
            SkippedKind::Closure => self.day_closed(),
        }
    }

    pub fn days_off(self, days_off: DaysOff) -> &'static str {
        match days_off {
            DaysOff::HolidaysAndCollectiveLeave => self.pick(
                "libur nasional dan cuti bersama dilewati",
                "holidays and joint leave are skipped",
            ),
            DaysOff::HolidaysOnly => self.pick(
                "libur nasional dilewati, cuti bersama dihitung",
                "holidays are skipped, joint leave counts",
            ),
            DaysOff::WeekendsOnly => {
                self.pick("hanya akhir pekan dilewati", "only weekends are skipped")
            }
        }
    }

    /// `75 %`, `H-1`, `lewat`.
    pub fn threshold_short(self, threshold: Threshold) -> String {
        match threshold {
            Threshold::Used(percent) => self.pick(format!("{percent} %"), format!("{percent}%")),
            Threshold::DayBefore => self.pick("H-1", "1 day left").to_owned(),
            Threshold::Breach => self.pick("lewat", "passed").to_owned(),
        }
    }

    pub fn threshold(self, threshold: Threshold) -> String {
        match threshold {
            Threshold::Used(percent) => self.pick(
                format!("{percent} % waktu terpakai"),
                format!("{percent}% of the time used"),
            ),
            Threshold::DayBefore => self.pick("H-1", "One day left").to_owned(),
            Threshold::Breach => self.pick("Terlambat", "Overdue").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    #[track_caller]
    fn check(dates: &[(u32, u32)], expected: &str) {
        let say = Say {
            language: Language::Id,
            zone: Zone::Wib,
        };
        let dates: Vec<NaiveDate> = dates
            .iter()
            .map(|(month, day)| NaiveDate::from_ymd_opt(2026, *month, *day).unwrap())
            .collect();
        assert_eq!(say.days_of(&dates), expected);
    }

    #[test]
    fn days_of_one_month_stand_together() {
        check(&[(3, 14), (3, 15), (3, 21), (3, 22)], "14–15, 21–22 Mar");
        check(&[(2, 28), (3, 1)], "28 Feb, 1 Mar");
        check(&[(3, 18)], "18 Mar");
        check(&[], "");
    }
}
