//! Which day of the office's wall something is due on. The end of a day is the midnight after it, and
//! belongs to the day it ends.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::CompiledCalendar;

/// The local date on which something is due.
pub fn due_on(due_at: DateTime<Utc>, calendar: &CompiledCalendar) -> NaiveDate {
    let within = due_at.checked_sub_signed(TimeDelta::milliseconds(1));
    calendar.local_date(within.unwrap_or(due_at))
}

/// The due instants of the dates from `first` until, but not including, `end`, in whole milliseconds:
/// an instant lies in it where, and only where, [`due_on`] says one of these dates.
pub fn due_within(
    first: NaiveDate,
    end: NaiveDate,
    calendar: &CompiledCalendar,
) -> Range<DateTime<Utc>> {
    let after_midnight = |date| calendar.midnight(date) + TimeDelta::milliseconds(1);
    after_midnight(first)..after_midnight(end)
}
