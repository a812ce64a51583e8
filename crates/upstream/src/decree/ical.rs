//! Days off as an iCalendar file (RFC 5545): one `VEVENT` per day, or per row of days with its
//! exclusive `DTEND`. Rules of repetition are reported, never worked out.

use std::collections::BTreeMap;

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarMethod,
    ICalendarParameterName, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use calcard::{Entry as Object, Parser};
use chrono::{Datelike, NaiveDate, TimeDelta};
use tanggap_domain::calendar::HolidayKind;

use super::amend;
use super::date::{Order, dates, is_plausible};
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
    let mut events: Vec<ICalendarComponent> = Vec::new();
    // `METHOD:CANCEL` takes back every event of the file.
    let mut is_cancelled = false;
    loop {
        let calendar = match parser.entry() {
            Object::ICalendar(calendar) => calendar,
            Object::Eof => break,
            // Lines that belong to nothing, and cards.
            _ => continue,
        };
        for component in calendar.components {
            match component.component_type {
                ICalendarComponentType::VEvent => events.push(component),
                ICalendarComponentType::VCalendar => {
                    let method = find(&component, &ICalendarProperty::Method);
                    let method = method.and_then(|entry| entry.values.first());
                    is_cancelled |=
                        method == Some(&ICalendarValue::Method(ICalendarMethod::Cancel));
                    if let Some(name) = name_of(&component) {
                        gathered.source.clone_from(&name);
                        gathered.day_source = name;
                    }
                }
                _ => {}
            }
        }
    }
    let newest = newest_of_each(&events);
    for (number, event) in (1..).zip(&events) {
        let version = version_of(event);
        let is_newest = version
            .as_ref()
            .is_none_or(|(uid, sequence)| newest.get(uid) == Some(sequence));
        let whole = match (is_newest, is_cancelled) {
            (false, _) => Version::Earlier,
            (true, true) => Version::TakenBack,
            (true, false) => Version::Newest,
        };
        take(&mut gathered, Place::Event(number), event, whole);
    }
    gathered
}

/// `UID` of an event, and which version it is: a changed event comes again with a higher `SEQUENCE`, or
/// at least a later stamp.
fn version_of(event: &ICalendarComponent) -> Option<(String, (i64, String))> {
    let value = |name| find(event, name).and_then(|entry| entry.values.first());
    let uid = value(&ICalendarProperty::Uid)?.as_text()?.trim();
    let sequence = match value(&ICalendarProperty::Sequence) {
        Some(ICalendarValue::Integer(sequence)) => *sequence,
        Some(other) => other.as_text()?.trim().parse().ok()?,
        None => 0,
    };
    let stamp = [ICalendarProperty::LastModified, ICalendarProperty::Dtstamp];
    let stamp = stamp.iter().find_map(|name| match value(name)? {
        ICalendarValue::PartialDateTime(moment) => Some(stamped(moment)),
        _ => None,
    });
    // One day of several that share a rule is no version of the others.
    let is_alone = find(event, &ICalendarProperty::RecurrenceId).is_none();
    let version = (sequence, stamp.unwrap_or_default());
    (!uid.is_empty() && is_alone).then(|| (uid.to_owned(), version))
}

fn newest_of_each(events: &[ICalendarComponent]) -> BTreeMap<String, (i64, String)> {
    let mut newest: BTreeMap<String, (i64, String)> = BTreeMap::new();
    for (uid, version) in events.iter().filter_map(version_of) {
        let known = newest.entry(uid).or_insert_with(|| version.clone());
        *known = version.max(known.clone());
    }
    newest
}

/// Date and time of a stamp, in an order that compares.
fn stamped(moment: &PartialDateTime) -> String {
    let part = |part: Option<u8>| part.unwrap_or(0);
    let [hour, minute, second] = [moment.hour, moment.minute, moment.second].map(part);
    format!("{}{hour:02}{minute:02}{second:02}", written(moment))
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

/// What an event is among those of its `UID`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    Newest,
    /// Where the day was before it moved.
    Earlier,
    TakenBack,
}

fn take(gathered: &mut Gathered, place: Place, event: &ICalendarComponent, version: Version) {
    let text = |name| find(event, name).map(text_of).unwrap_or_default();
    let name = text(&ICalendarProperty::Summary);
    let remark = text(&ICalendarProperty::Description);
    let read = days_of(event).and_then(|days| Ok((days, kind_of(event, &name)?)));
    let (found, kind) = match read {
        Ok(read) => read,
        Err(fault) => return gathered.fault(place, fault),
    };
    let status = find(event, &ICalendarProperty::Status).and_then(|entry| entry.values.first());
    let is = |wanted| status == Some(&ICalendarValue::Status(wanted));
    let texts = [name.as_str(), remark.as_str()];
    let cancelled = version == Version::TakenBack
        || is(ICalendarStatus::Cancelled)
        || texts.iter().any(|it| amend::takes_back(it));
    if version == Version::Earlier || cancelled {
        if version != Version::Earlier {
            gathered.fault(place, DecreeFault::Cancelled);
        }
        return gathered.take_back(place, &found, kind);
    }
    let estimated = texts.iter().find(|text| amend::estimates(text));
    if is(ICalendarStatus::Tentative) || estimated.is_some() {
        let said = estimated.filter(|_| name.is_empty()).unwrap_or(&texts[0]);
        return gathered.estimate(place, &found, said);
    }
    for (before, _) in texts.iter().filter_map(|text| amend::moved(text)) {
        let year = found.first().map(Datelike::year);
        match dates(before, year, Order::DayFirst) {
            Ok(before) => gathered.take_back(place, &before, kind),
            Err(fault) => gathered.fault(place, fault),
        }
    }
    gathered.take(
        place,
        Entry {
            dates: found,
            name: &name,
            kind,
            source: None,
        },
    );
}

fn days_of(event: &ICalendarComponent) -> Result<Vec<NaiveDate>, DecreeFault> {
    let repeats = [
        ICalendarProperty::Rrule,
        ICalendarProperty::Rdate,
        ICalendarProperty::Exrule,
    ];
    if repeats.iter().any(|name| find(event, name).is_some()) {
        return Err(DecreeFault::Repeats);
    }
    let start = find(event, &ICalendarProperty::Dtstart).ok_or(DecreeFault::NoDate)?;
    let from = date_of(start)?;
    let length = find(event, &ICalendarProperty::Duration).and_then(|entry| entry.values.first());
    let end = find(event, &ICalendarProperty::Dtend);
    // Midnight in a zone is a whole day only where the event lasts for one.
    if is_zoned(start) && end.is_none_or(|end| end.values == start.values) && length.is_none() {
        return Err(DecreeFault::NotAllDay);
    }
    let last = match (end, length) {
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

/// A date, or midnight on a clock without a zone or of a named one: the day that begins with it there.
/// Of times in UTC only those that are midnight somewhere in Indonesia, which is the next day there.
fn date_of(entry: &ICalendarEntry) -> Result<NaiveDate, DecreeFault> {
    let moment = match entry.values.first() {
        Some(ICalendarValue::PartialDateTime(moment)) => moment,
        Some(ICalendarValue::Text(text)) => {
            // Not RFC 5545, but what other programs write is often a date all the same.
            return match dates(text, None, Order::of([text.as_str()], true))?.as_slice() {
                [date] => Ok(*date),
                _ => Err(DecreeFault::BadDate { text: shown(text) }),
            };
        }
        _ => return Err(DecreeFault::NoDate),
    };
    let text = written(moment);
    let bad = || DecreeFault::BadDate { text: text.clone() };
    let hour = moment.hour.unwrap_or(0);
    let is_whole_hour = [moment.minute, moment.second]
        .iter()
        .all(|part| part.unwrap_or(0) == 0);
    let begins_next_day = match (moment.tz_hour, moment.tz_minute) {
        _ if !is_whole_hour => return Err(DecreeFault::NotAllDay),
        (None, _) if hour == 0 => false,
        // 17:00 UTC is midnight in WIB, 16:00 in WITA, 15:00 in WIT.
        (Some(0), None | Some(0)) if (15..=17).contains(&hour) => true,
        _ => return Err(DecreeFault::NotAllDay),
    };
    let (Some(year), Some(month), Some(day)) = (moment.year, moment.month, moment.day) else {
        return Err(bad());
    };
    let year = i32::from(year);
    if !is_plausible(&year) {
        return Err(DecreeFault::YearOutOfRange { year });
    }
    let date = NaiveDate::from_ymd_opt(year, month.into(), day.into()).ok_or_else(bad)?;
    match begins_next_day {
        true => date.succ_opt().ok_or_else(bad),
        false => Ok(date),
    }
}

fn is_zoned(entry: &ICalendarEntry) -> bool {
    let Some(ICalendarValue::PartialDateTime(moment)) = entry.values.first() else {
        return false;
    };
    let mut params = entry.params.iter();
    let has_zone = params.any(|parameter| parameter.name == ICalendarParameterName::Tzid);
    moment.hour.is_some() && (has_zone || moment.tz_hour.is_some())
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
