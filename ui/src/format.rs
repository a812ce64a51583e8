//! Numbers, dates, ages and countdowns as an Indonesian office writes them. Pure: the time is passed in.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Timelike, Utc, Weekday};
use tanggap_domain::sla::Remaining;

use tanggap_wording::dates;

use crate::labels::Say;

impl Say {
    /// The instant on the office's wall.
    pub fn wall(self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt(self.zone.offset_hours() * 3600)
            .unwrap_or_else(|| chrono::Offset::fix(&Utc));
        match at.naive_utc().checked_add_offset(offset) {
            Some(_) => at.with_timezone(&offset),
            // The last hours that chrono knows have no time on the wall.
            None => at.fixed_offset(),
        }
    }

    /// `16.00` / `16:00`.
    pub fn time(self, at: DateTime<Utc>) -> String {
        let at = self.wall(at);
        let mark = self.pick('.', ':');
        format!("{:02}{mark}{:02}", at.hour(), at.minute())
    }

    /// `16.00 WIB`.
    pub fn time_with_zone(self, at: DateTime<Utc>) -> String {
        format!("{} {}", self.time(at), self.zone.code())
    }

    /// `20 Nov`, with the year where it is not the one of `now`.
    pub fn day(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let date = self.wall(at).date_naive();
        if date.year() == self.wall(now).year() {
            format!("{} {}", date.day(), self.month(date))
        } else {
            self.date(date)
        }
    }

    /// `20 Nov 2026`.
    pub fn date(self, date: NaiveDate) -> String {
        format!("{} {} {}", date.day(), self.month(date), date.year())
    }

    /// `20/11/2026`: as dates are typed into fields.
    pub fn typed_date(self, date: NaiveDate) -> String {
        format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
    }

    /// `20 Nov 2026, 16.00 WIB`.
    pub fn date_time(self, at: DateTime<Utc>) -> String {
        let date = self.wall(at).date_naive();
        format!("{}, {}", self.date(date), self.time_with_zone(at))
    }

    /// `Jum 20 Nov, 16.00 WIB`: for deadlines near `now`.
    pub fn due(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let weekday = self.weekday(self.wall(at).weekday());
        format!(
            "{weekday} {}, {}",
            self.day(at, now),
            self.time_with_zone(at)
        )
    }

    /// `18 Nov 07.14`: for lines of the history.
    pub fn moment(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        format!("{} {}", self.day(at, now), self.time(at))
    }

    /// `Minggu, 22 Nov`.
    pub fn today(self, now: DateTime<Utc>) -> String {
        let weekday = self.wall(now).weekday().num_days_from_monday() as usize;
        let name = self.weekday_names()[weekday];
        format!("{name}, {}", self.day(now, now))
    }

    pub fn weekday(self, weekday: Weekday) -> &'static str {
        dates::weekday_short(weekday, self.language)
    }

    /// Monday first.
    pub fn weekday_names(self) -> [&'static str; 7] {
        [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ]
        .map(|weekday| dates::weekday(weekday, self.language))
    }

    pub fn month(self, date: NaiveDate) -> &'static str {
        dates::month_short(date, self.language)
    }

    /// `10.32` today, `21 Nov 10.32` before.
    pub fn lately(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        if self.wall(at).date_naive() == self.wall(now).date_naive() {
            self.time(at)
        } else {
            self.moment(at, now)
        }
    }

    /// `3 menit lalu`, `2 hari lalu`.
    pub fn age(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let age = (now - at).max(TimeDelta::zero());
        if age.num_minutes() < 1 {
            return self.pick("baru saja", "just now").to_owned();
        }
        let (count, id, en) = if age.num_minutes() < 60 {
            (age.num_minutes(), "menit", "min")
        } else if age.num_hours() < 24 {
            (age.num_hours(), "jam", "h")
        } else {
            (age.num_days(), "hari", "d")
        };
        let count = self.number(u32::try_from(count).unwrap_or(u32::MAX));
        self.pick(format!("{count} {id} lalu"), format!("{count} {en} ago"))
    }

    /// `12.345` / `12,345`.
    pub fn number(self, number: impl Into<u64>) -> String {
        let digits = number.into().to_string();
        let mark = self.pick('.', ',');
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position) % 3 == 0 {
                grouped.push(mark);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// `9.999`, then `10 rb`: where there is room for a few characters only.
    pub fn short_number(self, number: u32) -> String {
        match number {
            0..10_000 => self.number(number),
            _ => format!("{} {}", self.number(number / 1_000), self.pick("rb", "k")),
        }
    }

    /// Tenths of a percent: `53,7 %`.
    pub fn permille(self, permille: u32) -> String {
        let (whole, tenth) = (permille / 10, permille % 10);
        self.pick(format!("{whole},{tenth} %"), format!("{whole}.{tenth}%"))
    }

    /// `412 kB`, `1,4 MB`.
    pub fn bytes(self, bytes: u64) -> String {
        match bytes {
            0..1_000 => format!("{bytes} B"),
            1_000..1_000_000 => format!("{} kB", bytes / 1_000),
            _ => {
                let (whole, tenth) = (bytes / 1_000_000, bytes / 100_000 % 10);
                let mark = self.pick(',', '.');
                format!("{}{mark}{tenth} MB", self.number(whole))
            }
        }
    }

    /// `1 hk 3 j`, `3 j 12 m`, `12 m`; with `exact` minutes stand beside days too.
    pub fn span(self, left: Remaining, exact: bool) -> String {
        let (day, hour, minute) = self.pick(("hk", "j", "m"), ("wd", "h", "m"));
        let mut parts = Vec::with_capacity(3);
        if left.working_days > 0 {
            parts.push(format!("{} {day}", self.number(left.working_days)));
        }
        if left.hours > 0 && (exact || left.working_days < 3) {
            parts.push(format!("{} {hour}", left.hours));
        }
        if (left.minutes > 0 && (exact || left.working_days == 0)) || parts.is_empty() {
            parts.push(format!("{} {minute}", left.minutes));
        }
        parts.join(" ")
    }

    /// `sisa 12 hari 3 j` or `lewat 2 hari`: where every day counts, whatever it is.
    pub fn calendar_countdown(self, due_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let left = if due_at < now {
            now - due_at
        } else {
            due_at - now
        };
        let (day, hour, minute) = self.pick(("hari", "j", "m"), ("d", "h", "m"));
        let mut parts = Vec::with_capacity(2);
        if left.num_days() > 0 {
            parts.push(format!(
                "{} {day}",
                self.number(left.num_days().unsigned_abs())
            ));
        }
        let hours = left.num_hours() % 24;
        if hours > 0 && left.num_days() < 7 {
            parts.push(format!("{hours} {hour}"));
        }
        if parts.is_empty() {
            parts.push(format!("{} {minute}", left.num_minutes()));
        }
        self.late_or_left(due_at < now, &parts.join(" "))
    }

    /// `sisa 2 hk 3 j` or `lewat 1 hk 3 j`.
    pub fn countdown(self, left: Remaining, exact: bool) -> String {
        self.late_or_left(left.late, &self.span(left, exact))
    }

    fn late_or_left(self, late: bool, span: &str) -> String {
        if late {
            self.pick(format!("lewat {span}"), format!("{span} late"))
        } else {
            self.pick(format!("sisa {span}"), format!("{span} left"))
        }
    }
}

/// A count in the badge on a button, where four digits have no room.
pub fn badge(count: u32) -> String {
    match count {
        0..=999 => count.to_string(),
        _ => "999+".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Say = Say {
        language: Language::Id,
        zone: Zone::Wib,
    };
    const EN: Say = Say {
        language: Language::En,
        zone: Zone::Wit,
    };

    fn at(day: u32, hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, day, hour, 5, 0).unwrap()
    }

    #[track_caller]
    fn check_left(days: u32, hours: u32, minutes: u32, expected: &str) {
        let left = Remaining {
            late: false,
            working_days: days,
            hours,
            minutes,
        };
        assert_eq!(ID.countdown(left, false), expected);
    }

    #[test]
    fn countdowns_name_what_matters() {
        check_left(12, 3, 1, "sisa 12 hk");
        check_left(2, 3, 1, "sisa 2 hk 3 j");
        check_left(0, 3, 12, "sisa 3 j 12 m");
        check_left(0, 0, 0, "sisa 0 m");
        let late = Remaining {
            late: true,
            working_days: 1,
            hours: 3,
            minutes: 20,
        };
        assert_eq!(ID.countdown(late, true), "lewat 1 hk 3 j 20 m");
        assert_eq!(EN.countdown(late, false), "1 wd 3 h late");
    }

    #[test]
    fn dates_stand_on_the_offices_wall() {
        assert_eq!(ID.due(at(20, 9), at(22, 9)), "Jum 20 Nov, 16.05 WIB");
        assert_eq!(EN.due(at(20, 20), at(22, 9)), "Sat 21 Nov, 05:05 WIT");
        assert_eq!(ID.today(at(22, 3)), "Minggu, 22 Nov");
        assert_eq!(ID.lately(at(22, 3), at(22, 9)), "10.05");
        assert_eq!(ID.lately(at(20, 3), at(22, 9)), "20 Nov 10.05");
    }

    #[test]
    fn numbers_have_the_languages_marks() {
        assert_eq!(ID.number(1_234_567_u32), "1.234.567");
        assert_eq!(EN.number(999_u32), "999");
        assert_eq!(ID.short_number(9_999), "9.999");
        assert_eq!(ID.short_number(100_400), "100 rb");
        assert_eq!(ID.permille(537), "53,7 %");
        assert_eq!(ID.bytes(412_300), "412 kB");
        assert_eq!(ID.bytes(1_450_000), "1,4 MB");
    }

    #[test]
    fn a_badge_says_when_there_are_more() {
        assert_eq!(badge(999), "999");
        assert_eq!(badge(1_000), "999+");
    }

    #[test]
    fn ages_are_rounded_down() {
        assert_eq!(ID.age(at(22, 3), at(22, 3)), "baru saja");
        assert_eq!(ID.age(at(22, 3), at(22, 9)), "6 jam lalu");
        assert_eq!(ID.age(at(20, 3), at(22, 9)), "2 hari lalu");
    }
}
