//! The calendar that ships: Indonesian holidays and joint leave of 2018–2027 with their decrees.
//!
//! Origin and checks: `data/holidays/README.md`. Never extended by guessing: years without a decree
//! are missing from `decreed_years`.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use serde::Deserialize;

use super::{Calendar, Holiday, HolidayKind, OfficeHours};

const BUNDLED: &str = include_str!("../../../../data/holidays/id-holidays-2018-2027.json");

/// Said of years whose dates are known but whose decree number the data do not carry.
const DECREE_NOT_RECORDED: &str = "SKB 3 Menteri (nomor tidak tercatat dalam data)";

#[derive(Deserialize)]
struct File {
    decrees: BTreeMap<String, String>,
    holidays: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    date: NaiveDate,
    name: String,
    #[serde(rename = "type")]
    kind: RowKind,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RowKind {
    LiburNasional,
    CutiBersama,
}

impl Calendar {
    /// The bundled calendar of an Indonesian government office: decreed holidays and joint leave,
    /// both skipped, with these hours.
    ///
    /// ```
    /// use tanggap_domain::calendar::{Calendar, OfficeHours};
    /// let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
    /// assert!(calendar.decreed_years.contains(&2026));
    /// assert!(!calendar.decreed_years.contains(&2028));
    /// ```
    pub fn indonesia(zone: Tz, hours: OfficeHours) -> Self {
        let file: File = serde_json::from_str(BUNDLED)
            .expect("the bundled holidays are part of the program and checked by a test");
        let holidays: Vec<Holiday> = file
            .holidays
            .into_iter()
            .map(|row| Holiday {
                source: file
                    .decrees
                    .get(&row.date.year().to_string())
                    .map_or(DECREE_NOT_RECORDED, String::as_str)
                    .to_owned(),
                date: row.date,
                name: row.name,
                kind: match row.kind {
                    RowKind::LiburNasional => HolidayKind::National,
                    RowKind::CutiBersama => HolidayKind::CollectiveLeave,
                },
            })
            .collect();
        Self {
            label: "Indonesia 2018–2027".to_owned(),
            version: 1,
            decreed_years: holidays.iter().map(|holiday| holiday.date.year()).collect(),
            holidays,
            ..Self::new(zone, hours.weekly())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_calendar_is_whole() {
        let calendar = Calendar::indonesia(chrono_tz::Asia::Jayapura, OfficeHours::default());
        calendar.check().unwrap();
        calendar.check_names().unwrap();
        assert_eq!(calendar.holidays.len(), 239);
        assert_eq!(
            calendar.decreed_years.iter().copied().collect::<Vec<_>>(),
            (2018..=2027).collect::<Vec<_>>()
        );
        let leave = calendar
            .day_off(NaiveDate::from_ymd_opt(2026, 3, 20).unwrap())
            .unwrap();
        assert_eq!(leave.kind, HolidayKind::CollectiveLeave);
        assert!(leave.source.contains("1497/2025"), "{}", leave.source);
    }

    #[test]
    fn names_that_are_none_are_told_with_their_place() {
        let strange = |change: fn(&mut Calendar)| {
            let mut calendar =
                Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::default());
            change(&mut calendar);
            calendar.check_names().unwrap_err().to_string()
        };
        assert_eq!(
            strange(|calendar| calendar.holidays[3].name = "x".repeat(81)),
            "holidays[3].name is longer than 80 letters"
        );
        assert_eq!(
            strange(|calendar| {
                let date = calendar.holidays[0].date;
                let mut closed = OfficeHours::ramadan(date, date);
                closed.name = "Cuti\nBersama".to_owned();
                calendar.overrides.push(closed);
            }),
            "overrides[0].name holds line breaks, control characters or marks that nobody sees"
        );
    }

    #[test]
    fn a_calendar_survives_json() {
        let mut calendar = Calendar::indonesia(chrono_tz::Asia::Makassar, OfficeHours::SixDays);
        let date = |day| NaiveDate::from_ymd_opt(2026, 2, day).unwrap();
        calendar
            .overrides
            .push(OfficeHours::ramadan(date(18), date(28)));
        let json = serde_json::to_string(&calendar).unwrap();
        assert!(json.contains("\"Asia/Makassar\""));
        assert_eq!(serde_json::from_str::<Calendar>(&json).unwrap(), calendar);
    }
}
