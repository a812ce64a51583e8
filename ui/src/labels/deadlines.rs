//! Tenggat: the board's columns, and why something is due when it is.

use chrono::{Datelike, NaiveDate};
use tanggap_domain::calendar::SkippedKind;
use tanggap_domain::sla::{Limit, Threshold, Unit};
use tanggap_ipc::deadlines::Lane;

use crate::labels::{Say, phrases};

phrases! {
    deadline_tabs: "Tampilan tenggat", "Views of deadlines";
    deadlines_export: "Ekspor", "Export";
    deadlines_export_about: "Semua tenggat terbuka dengan penjelasannya, sebagai lembar Excel", "Every open deadline with its explanation, as an Excel sheet";
    deadlines_exported(self, path: &str): format!("Disimpan di {path}"), format!("Saved in {path}");
    board: "Papan tenggat", "Deadline board";
    board_select_all(self, column: &str, total: u32): format!("Pilih semua {}: {column}", self.number(total)), format!("Select all {}: {column}", self.number(total));
    board_select_first(self, column: &str, most: u32, total: u32): format!("Pilih {} pertama dari {}: {column}", self.number(most), self.number(total)), format!("Select the first {} of {}: {column}", self.number(most), self.number(total));
    lane_selected(self, count: u32): format!("{} dipilih", self.number(count)), format!("{} selected", self.number(count));
    lane_selected_of(self, count: u32, total: u32): format!("{} dari {} dipilih", self.number(count), self.number(total)), format!("{} of {} selected", self.number(count), self.number(total));
    lane_most(self, most: u32): format!("Paling banyak {} sekali pilih", self.number(most)), format!("At most {} at a time", self.number(most));
    board_select(self, number: &str): format!("Pilih laporan {number}"), format!("Select complaint {number}");
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
    day_calendar_in_full(self, number: u32): format!("hari kalender ke-{number}"), format!("calendar day {number}");
    day_weekend_in_full: "akhir pekan", "weekend";
}

impl Say {
    pub fn lane(self, lane: Lane) -> &'static str {
        match lane {
            Lane::Overdue => self.board_overdue(),
            Lane::Today => self.board_today(),
            Lane::Tomorrow => self.board_tomorrow(),
            Lane::ThisWeek => self.board_this_week(),
            Lane::Paused => self.board_paused(),
        }
    }

    /// `Kam 26 Mar`, with the year where it is another than `now`'s.
    pub fn day_of(self, date: NaiveDate, now: NaiveDate) -> String {
        let weekday = self.weekday(date.weekday());
        if date.year() == now.year() {
            format!("{weekday} {} {}", date.day(), self.month(date))
        } else {
            format!("{weekday} {}", self.date(date))
        }
    }

    /// Two letters, as calendars head their columns.
    pub fn weekday_short(self, from_monday: usize) -> &'static str {
        self.pick(
            ["Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg"],
            ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
        )[from_monday % 7]
    }

    pub fn month_in_full(self, date: NaiveDate) -> String {
        format!(
            "{} {}",
            tanggap_wording::dates::month(date, self.language),
            date.year()
        )
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

    pub fn skipped_kind(self, kind: SkippedKind) -> &'static str {
        match kind {
            SkippedKind::National => self.day_holiday(),
            SkippedKind::CollectiveLeave => self.day_leave(),
            SkippedKind::Closure => self.day_closed(),
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
