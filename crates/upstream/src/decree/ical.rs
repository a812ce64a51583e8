//! Days off as an iCalendar file (RFC 5545): one `VEVENT` per day, or per row of days with its
//! exclusive `DTEND`. Rules of repetition are reported, never worked out.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
    ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use calcard::{Entry as Object, Parser};
use chrono::{NaiveDate, TimeDelta};
use tanggap_domain::calendar::HolidayKind;

use super::date::{dates, is_plausible};
use super::gather::{Entry, Gathered, range};
use super::kind;
use super::text::{shown, tidy, words};
use super::{DecreeFault, Place};

/// What Apple, Google and Outlook write since long before RFC 7986 gave calendars a `NAME`.
const CALENDAR_NAME: &str = "X-WR-CALNAME";

pub(super) fn is_ical(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim();
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT"]
            .iter()
            .any(|begin| line.eq_ignore_ascii_case(begin))
    })
}

pub(super) fn read(text: &str, file_name: &str) -> Gathered {
    let mut gathered = Gathered::of(file_name);
    let mut parser = Parser::new(text);
    let mut events = 0;
    loop {
        let calendar = match parser.entry() {
            Object::ICalendar(calendar) => calendar,
            Object::Eof => return gathered,
            // Lines that belong to nothing, and cards.
            _ => continue,
        };
        for component in &calendar.components {
            match component.component_type {
                ICalendarComponentType::VEvent => {
                    events += 1;
                    take(&mut gathered, Place::Event(events), component);
                }
                ICalendarComponentType::VCalendar => {
                    if let Some(name) = name_of(component) {
                        gathered.source.clone_from(&name);
                        gathered.day_source = name;
                    }
                }
                _ => {}
            }
        }
    }
}

fn name_of(calendar: &ICalendarComponent) -> Option<String> {
    let is_name = |entry: &&ICalendarEntry| match &entry.name {
        ICalendarProperty::Name => true,
        ICalendarProperty::Other(name) => name.eq_ignore_ascii_case(CALENDAR_NAME),
        _ => false,
    };
    let name = calendar.entries.iter().find(is_name).map(text_of)?;
    (!name.is_empty()).then_some(name)
}

fn take(gathered: &mut Gathered, place: Place, event: &ICalendarComponent) {
    let name = find(event, &ICalendarProperty::Summary)
        .map(text_of)
        .unwrap_or_default();
    let read = days(event).and_then(|days| Ok((days, kind_of(event, &name)?)));
    match read {
        Ok((dates, kind)) => gathered.take(
            place,
            Entry {
                dates,
                name: &name,
                kind,
                source: None,
            },
        ),
        Err(fault) => gathered.fault(place, fault),
    }
}

fn days(event: &ICalendarComponent) -> Result<Vec<NaiveDate>, DecreeFault> {
    let repeats = [
        ICalendarProperty::Rrule,
        ICalendarProperty::Rdate,
        ICalendarProperty::Exrule,
    ];
    if repeats.iter().any(|name| find(event, name).is_some()) {
        return Err(DecreeFault::Repeats);
    }
    let status = find(event, &ICalendarProperty::Status).and_then(|entry| entry.values.first());
    if status == Some(&ICalendarValue::Status(ICalendarStatus::Cancelled)) {
        return Err(DecreeFault::Cancelled);
    }
    let start = find(event, &ICalendarProperty::Dtstart).ok_or(DecreeFault::NoDate)?;
    let from = date_of(start)?;
    let length = find(event, &ICalendarProperty::Duration).and_then(|entry| entry.values.first());
    let last = match (find(event, &ICalendarProperty::Dtend), length) {
        (Some(end), _) => {
            let end = date_of(end)?;
            // An end on the same date is not allowed, but written by many: one day.
            if end == from { from } else { before(end) }
        }
        (None, Some(ICalendarValue::Duration(length))) => {
            if length.neg || [length.hours, length.minutes, length.seconds] != [0; 3] {
                return Err(DecreeFault::NotAllDay);
            }
            let days = i64::from(length.weeks) * 7 + i64::from(length.days);
            TimeDelta::try_days(days.max(1) - 1)
                .and_then(|more| from.checked_add_signed(more))
                .ok_or(DecreeFault::RangeTooLong { days })?
        }
        (None, _) => from,
    };
    range(from, last)
}

/// `DTEND` is the first day that is not off any more.
fn before(end: NaiveDate) -> NaiveDate {
    end.pred_opt().unwrap_or(end)
}

/// A date, or midnight on a clock without a zone. Midnight in a zone is another day elsewhere.
fn date_of(entry: &ICalendarEntry) -> Result<NaiveDate, DecreeFault> {
    let moment = match entry.values.first() {
        Some(ICalendarValue::PartialDateTime(moment)) => moment,
        Some(ICalendarValue::Text(text)) => {
            // Not RFC 5545, but what other programs write is often a date all the same.
            return match dates(text, None)?.as_slice() {
                [date] => Ok(*date),
                _ => Err(DecreeFault::BadDate { text: shown(text) }),
            };
        }
        _ => return Err(DecreeFault::NoDate),
    };
    let text = written(moment);
    let bad = || DecreeFault::BadDate { text: text.clone() };
    let time = [moment.hour, moment.minute, moment.second];
    let is_zoned = moment.tz_hour.is_some()
        || entry
            .params
            .iter()
            .any(|parameter| parameter.name == ICalendarParameterName::Tzid);
    if time.iter().any(|part| part.is_some_and(|part| part > 0))
        || (moment.hour.is_some() && is_zoned)
    {
        return Err(DecreeFault::NotAllDay);
    }
    let (Some(year), Some(month), Some(day)) = (moment.year, moment.month, moment.day) else {
        return Err(bad());
    };
    let year = i32::from(year);
    if !is_plausible(&year) {
        return Err(DecreeFault::YearOutOfRange { year });
    }
    NaiveDate::from_ymd_opt(year, month.into(), day.into()).ok_or_else(bad)
}

/// `20260230`, as the file has it.
fn written(moment: &PartialDateTime) -> String {
    let year = moment.year.map(|year| format!("{year:04}"));
    let part = |part: Option<u8>| part.map(|part| format!("{part:02}"));
    [year, part(moment.month), part(moment.day)]
        .into_iter()
        .flatten()
        .collect()
}

/// By the categories where they name a kind, by the name else. Public calendars list memorable days
/// too, and say so in the description.
fn kind_of(event: &ICalendarComponent, name: &str) -> Result<HolidayKind, DecreeFault> {
    if kind::is_collective_leave(name) {
        return Ok(HolidayKind::CollectiveLeave);
    }
    let texts = |property: &ICalendarProperty| -> Vec<String> {
        let entries = event.entries.iter().filter(|entry| entry.name == *property);
        entries
            .flat_map(|entry| &entry.values)
            .filter_map(ICalendarValue::as_text)
            .map(tidy)
            .collect()
    };
    let categories = texts(&ICalendarProperty::Categories);
    let known: Vec<HolidayKind> = categories
        .iter()
        .filter_map(|it| kind::of_text(it))
        .collect();
    if known.contains(&HolidayKind::CollectiveLeave) {
        return Ok(HolidayKind::CollectiveLeave);
    }
    let remarks = categories
        .into_iter()
        .chain(texts(&ICalendarProperty::Description));
    for remark in remarks {
        if known.is_empty() && kind::is_commemoration(&remark) {
            let text = shown(&remark);
            return Err(DecreeFault::UnknownKind { text });
        }
        if words(&remark).starts_with("cuti bersama") {
            return Ok(HolidayKind::CollectiveLeave);
        }
    }
    Ok(HolidayKind::National)
}

fn find<'a>(
    component: &'a ICalendarComponent,
    name: &ICalendarProperty,
) -> Option<&'a ICalendarEntry> {
    component.entries.iter().find(|entry| entry.name == *name)
}

/// All values: a name with a bare comma is read as several.
fn text_of(entry: &ICalendarEntry) -> String {
    let texts = entry.values.iter().filter_map(ICalendarValue::as_text);
    tidy(&texts.collect::<Vec<_>>().join(", "))
}
