//! Dates in words.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc, Weekday};
use tanggap_domain::calendar::CompiledCalendar;
use tanggap_ipc::settings::Language;

const BULAN: [&str; 12] = [
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
const MONTHS: [&str; 12] = [
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
const HARI: [&str; 7] = [
    "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
];
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const BLN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
];
const MON: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const HR: [&str; 7] = ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"];
const DAY: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `Nov`.
pub fn month_short(date: NaiveDate, language: Language) -> &'static str {
    let months = match language {
        Language::Id => &BLN,
        Language::En => &MON,
    };
    months[date.month0() as usize]
}

/// `Sen`.
pub fn weekday_short(weekday: Weekday, language: Language) -> &'static str {
    let days = match language {
        Language::Id => &HR,
        Language::En => &DAY,
    };
    days[weekday.num_days_from_monday() as usize]
}

/// `November`.
pub fn month(date: NaiveDate, language: Language) -> &'static str {
    let months = match language {
        Language::Id => &BULAN,
        Language::En => &MONTHS,
    };
    months[date.month0() as usize]
}

/// `Senin`.
pub fn weekday(weekday: Weekday, language: Language) -> &'static str {
    let days = match language {
        Language::Id => &HARI,
        Language::En => &DAYS,
    };
    days[weekday.num_days_from_monday() as usize]
}

/// `22 November 2026`.
pub fn date(date: NaiveDate, language: Language) -> String {
    let month = month(date, language);
    format!("{} {month} {}", date.day(), date.year())
}

/// `Senin, 23 November`.
pub fn day(date: NaiveDate, language: Language) -> String {
    let day = weekday(date.weekday(), language);
    format!("{day}, {} {}", date.day(), month(date, language))
}

/// Time on the office's wall: `16.00` in Indonesian, `16:00` in English.
pub fn time(at: DateTime<Utc>, calendar: &CompiledCalendar, language: Language) -> String {
    let local = calendar.local(at);
    let between = match language {
        Language::Id => '.',
        Language::En => ':',
    };
    format!("{:02}{between}{:02}", local.hour(), local.minute())
}
