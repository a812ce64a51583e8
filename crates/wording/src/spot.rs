//! Where in a calendar a fault lies, read from the place that the domain names. Pure.

use chrono::Weekday;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The weekly hours of one day.
    Weekly(Weekday),
    /// An override by its name; of one day, where it has a week of its own.
    Override(String, Option<Weekday>),
    /// A place of a newer domain.
    Other(String),
}

impl Spot {
    /// `weekly hours, Monday`, `override "Banjir"`, `override "Ramadan", Friday`.
    pub fn of(place: &str) -> Self {
        let other = || Self::Other(place.to_owned());
        if let Some(day) = place.strip_prefix("weekly hours, ") {
            return day.parse().map_or_else(|_| other(), Self::Weekly);
        }
        let Some(rest) = place.strip_prefix("override \"") else {
            return other();
        };
        if let Some(name) = rest.strip_suffix('"') {
            return Self::Override(name.to_owned(), None);
        }
        rest.rsplit_once("\", ")
            .and_then(|(name, day)| Some(Self::Override(name.to_owned(), Some(day.parse().ok()?))))
            .unwrap_or_else(other)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use tanggap_domain::calendar::{
        Calendar, CalendarError, Exception, Interval, OfficeHours, Override, TimeOfDay, WeeklyHours,
    };

    use super::*;

    /// The place that the domain really names for a reversed interval.
    fn place_of(change: impl FnOnce(&mut Calendar, Vec<Interval>)) -> String {
        let at = |hour| TimeOfDay::hm(hour, 0).unwrap();
        let zone = "Asia/Jakarta".parse().unwrap();
        let mut calendar = Calendar::new(zone, OfficeHours::FiveDays.weekly());
        change(&mut calendar, vec![Interval::new(at(16), at(8))]);
        match calendar.check() {
            Err(CalendarError::Reversed { place, .. }) => place,
            other => panic!("{other:?}"),
        }
    }

    fn over(name: &str, exception: Exception) -> Override {
        let date = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        Override {
            from: date,
            to: date,
            name: name.to_owned(),
            source: String::new(),
            exception,
        }
    }

    #[test]
    fn places_of_the_domain_are_read() {
        let weekly = place_of(|calendar, wrong| calendar.weekly.wed = wrong);
        assert_eq!(Spot::of(&weekly), Spot::Weekly(Weekday::Wed));
        let hours = place_of(|calendar, intervals| {
            calendar.overrides = vec![over("Rapat \"akbar\"", Exception::Hours { intervals })];
        });
        assert_eq!(
            Spot::of(&hours),
            Spot::Override("Rapat \"akbar\"".to_owned(), None)
        );
        let week = place_of(|calendar, wrong| {
            let hours = WeeklyHours {
                fri: wrong,
                ..WeeklyHours::default()
            };
            calendar.overrides = vec![over("Ramadan", Exception::Weekly { hours })];
        });
        assert_eq!(
            Spot::of(&week),
            Spot::Override("Ramadan".to_owned(), Some(Weekday::Fri))
        );
        assert_eq!(Spot::of("elsewhere"), Spot::Other("elsewhere".to_owned()));
    }
}
