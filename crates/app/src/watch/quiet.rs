//! When nobody is to be disturbed, and what is told all the same.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Timelike, Utc};
use tanggap_domain::calendar::Closing;
use tanggap_ipc::settings::NotifySettings;
use tanggap_store::AnyHour;

use crate::office::Office;

/// Whether notices wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Quiet {
    No,
    /// Only these are told.
    But(AnyHour),
    Yes,
}

impl Quiet {
    pub fn at(office: &Office, now: DateTime<Utc>) -> Self {
        if told_at(office, now) <= now {
            return Self::No;
        }
        match at_any_hour(&office.settings.notify) {
            Some(only) => Self::But(only),
            None => Self::Yes,
        }
    }
}

/// What is told at any hour, where anything is.
pub(super) fn at_any_hour(notify: &NotifySettings) -> Option<AnyHour> {
    let only = AnyHour {
        classes: notify.any_hour_classes.clone(),
        urgent: notify.any_hour_urgent,
    };
    (!only.is_nothing()).then_some(only)
}

/// When a notice of this instant is told: at once, or when quiet ends.
pub(super) fn told_at(office: &Office, at: DateTime<Utc>) -> DateTime<Utc> {
    let mut told = at;
    // Office hours may open inside the quiet ones and the other way round. They come to rest within
    // a few rounds; hours that never leave a gap are told at the last opening found.
    for _ in 0..8 {
        let next = after_quiet_hours(office, after_closing(office, told));
        if next == told {
            break;
        }
        told = next;
    }
    told
}

fn after_closing(office: &Office, at: DateTime<Utc>) -> DateTime<Utc> {
    let calendar = office.rules.calendar();
    let is_open = calendar.is_open(at, Closing::IsClosed).unwrap_or(true);
    if !office.settings.notify.working_hours_only || is_open {
        return at;
    }
    calendar.next_open(at).unwrap_or(at)
}

fn after_quiet_hours(office: &Office, at: DateTime<Utc>) -> DateTime<Utc> {
    let Some((from, until)) = office.settings.notify.quiet_min else {
        return at;
    };
    let calendar = office.rules.calendar();
    let local = calendar.local(at);
    let minute = (local.num_seconds_from_midnight() / 60) as u16;
    let (is_quiet, ends_tomorrow) = if from <= until {
        ((from..until).contains(&minute), false)
    } else {
        (minute >= from || minute < until, minute >= from)
    };
    if !is_quiet {
        return at;
    }
    let date = local.date() + Days::new(u64::from(ends_tomorrow));
    let end = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(until));
    calendar.instant(end)
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::settings::Settings;

    use super::*;

    #[track_caller]
    fn check(working_hours_only: bool, quiet_min: Option<(u16, u16)>, at: &str, told: &str) {
        let settings = Settings {
            notify: NotifySettings {
                working_hours_only,
                quiet_min,
                ..NotifySettings::default()
            },
            ..Settings::default()
        };
        let office = Office::standard(settings).unwrap();
        let time =
            |text: &str| -> DateTime<Utc> { format!("2026-11-{text}:00+07:00").parse().unwrap() };
        assert_eq!(told_at(&office, time(at)), time(told), "{at}");
    }

    #[test]
    fn notices_wait_for_the_opening() {
        check(true, None, "20T10:00", "20T10:00");
        check(true, None, "20T12:00", "20T13:00"); // Friday prayer
        check(true, None, "20T18:00", "23T07:30");
        check(false, None, "20T23:00", "20T23:00");
    }

    #[test]
    fn quiet_hours_may_cross_midnight_and_meet_office_hours() {
        check(false, Some((18 * 60, 6 * 60)), "20T17:59", "20T17:59");
        check(false, Some((18 * 60, 6 * 60)), "20T18:00", "21T06:00");
        check(false, Some((18 * 60, 6 * 60)), "21T05:59", "21T06:00");
        check(false, Some((12 * 60, 13 * 60)), "20T12:30", "20T13:00");
        check(true, Some((7 * 60, 9 * 60)), "20T18:00", "23T09:00");
        check(true, Some((15 * 60, 8 * 60)), "20T15:30", "23T08:00");
    }

    #[test]
    fn what_is_urgent_does_not_wait() {
        let mut settings = Settings::default();
        settings.notify.any_hour_urgent = true;
        let office = Office::standard(settings).unwrap();
        let night = "2026-11-20T23:00:00+07:00".parse().unwrap();
        let only = AnyHour {
            classes: Vec::new(),
            urgent: true,
        };
        assert_eq!(Quiet::at(&office, night), Quiet::But(only));
    }
}
