//! Days off as JSON: the shape of `data/holidays` (a list beside a map of decrees), a bare list, or
//! an object with a date as each name, as programs that publish Indonesian holidays write them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use serde_json::{Map, Value};
use tanggap_domain::calendar::HolidayKind;

use super::amend;
use super::date::{Order, dates, is_plausible};
use super::gather::{Entry, Gathered, range};
use super::kind;
use super::text::{shown, tidy, words};
use super::{DecreeError, DecreeFault, Place};

/// Names of members as [`words`] leaves them.
const LISTS: [&str; 8] = [
    "holidays",
    "days",
    "libur",
    "hari libur",
    "data",
    "items",
    "results",
    "daftar",
];
const TITLES: [&str; 9] = [
    "decree",
    "keputusan",
    "skb",
    "sk",
    "nomor",
    "title",
    "judul",
    "name",
    "nama",
];
const ORIGINS: [&str; 2] = ["source", "sumber"];
const YEARS: [&str; 3] = ["years", "year", "tahun"];
const DATES: [&str; 7] = [
    "date",
    "tanggal",
    "tgl",
    "holiday date",
    "start",
    "start date",
    "mulai",
];
const ENDS: [&str; 5] = ["end", "end date", "until", "sampai", "selesai"];
const NAMES: [&str; 9] = [
    "name",
    "nama",
    "holiday name",
    "localname",
    "keterangan",
    "summary",
    "title",
    "uraian",
    "description",
];
/// What else is said about a day: its state, a change.
const REMARKS: [&str; 6] = [
    "status",
    "remark",
    "remarks",
    "catatan",
    "perubahan",
    "note",
];
/// True or false instead of a remark.
const ESTIMATED: [&str; 5] = [
    "estimated",
    "is estimated",
    "tentative",
    "is tentative",
    "perkiraan",
];
const CONFIRMED: [&str; 2] = ["confirmed", "is confirmed"];
const KINDS: [&str; 6] = ["type", "jenis", "kind", "tipe", "kategori", "category"];
/// True or false instead of a kind.
const LEAVE_FLAGS: [&str; 5] = [
    "is cuti",
    "is cuti bersama",
    "is collective leave",
    "is joint holiday",
    "is joint leave",
];
const NATIONAL_FLAGS: [&str; 4] = [
    "is national holiday",
    "is libur nasional",
    "is holiday",
    "holiday",
];

pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

pub(super) fn read(text: &str, file_name: &str) -> Result<Gathered, DecreeError> {
    let file: Value = serde_json::from_str(text).map_err(|error| DecreeError::BrokenJson {
        line: error.line() as u64,
    })?;
    let mut gathered = Gathered::of(file_name);
    match &file {
        Value::Array(items) => list(&mut gathered, items, &BTreeMap::new()),
        Value::Object(file) => {
            let decrees = decrees(file);
            if let Some(title) = title(file) {
                gathered.source = title.clone();
                gathered.day_source = title;
            }
            if !decrees.is_empty() {
                let decrees: Vec<&str> = decrees.values().map(String::as_str).collect();
                gathered.source = decrees.join("; ");
            }
            gathered.years = years(file);
            match member(file, &LISTS).and_then(Value::as_array) {
                Some(items) => list(&mut gathered, items, &decrees),
                None => by_date(&mut gathered, file).ok_or(DecreeError::NotADecree)?,
            }
        }
        _ => return Err(DecreeError::NotADecree),
    }
    Ok(gathered)
}

fn list(gathered: &mut Gathered, items: &[Value], decrees: &BTreeMap<i32, String>) {
    let objects = items.iter().filter_map(Value::as_object);
    let texts: Vec<String> = objects
        .flat_map(|item| [member(item, &DATES), member(item, &ENDS)])
        .flatten()
        .map(text_of)
        .collect();
    let mut objects = items.iter().filter_map(Value::as_object);
    let is_indonesian = objects.any(|item| member(item, &["tanggal", "tgl", "mulai"]).is_some());
    let order = Order::of(texts.iter().map(String::as_str), is_indonesian);
    for (number, item) in (1..).zip(items) {
        let place = Place::Item(number);
        let Value::Object(item) = item else {
            gathered.fault(place, DecreeFault::NotAnEntry);
            continue;
        };
        let date = member(item, &DATES).map(text_of).unwrap_or_default();
        entry(gathered, place, &date, item, decrees, order);
    }
}

/// `{"2026-01-01": {"summary": ["Tahun Baru"]}, …}` or `{"2026-01-01": "Tahun Baru"}`. None where no
/// member is a date; members that are none are about the file.
fn by_date(gathered: &mut Gathered, file: &Map<String, Value>) -> Option<()> {
    let mut found = None;
    let order = Order::of(file.keys().map(String::as_str), false);
    for (number, (date, item)) in (1..).zip(file) {
        let starts_as_date = date.starts_with(|c: char| c.is_ascii_digit());
        if !starts_as_date {
            continue;
        }
        found = Some(());
        let place = Place::Item(number);
        match item {
            Value::Object(item) => entry(gathered, place, date, item, &BTreeMap::new(), order),
            name => {
                let item = Map::from_iter([("name".to_owned(), name.clone())]);
                entry(gathered, place, date, &item, &BTreeMap::new(), order);
            }
        }
    }
    found
}

fn entry(
    gathered: &mut Gathered,
    place: Place,
    date: &str,
    item: &Map<String, Value>,
    decrees: &BTreeMap<i32, String>,
    order: Order,
) {
    let name = member(item, &NAMES).map(text_of).unwrap_or_default();
    let remark = member(item, &REMARKS).map(text_of).unwrap_or_default();
    let end = member(item, &ENDS).map(text_of).unwrap_or_default();
    let read = kind_of(item, &name).and_then(|kind| {
        let mut days = dates(date, None, order)?;
        if let (Some(from), false) = (days.first(), end.is_empty())
            && let Some(until) = dates(&end, None, order)?.last()
        {
            days = range(*from, *until)?;
        }
        Ok((kind, days))
    });
    let (kind, days) = match read {
        Ok(read) => read,
        Err(fault) => return gathered.fault(place, fault),
    };
    let texts = [name.as_str(), remark.as_str()];
    if texts.iter().any(|text| amend::takes_back(text)) {
        gathered.fault(place, DecreeFault::Cancelled);
        return gathered.take_back(place, &days, kind);
    }
    let flag = |names: &[&str]| member(item, names).and_then(Value::as_bool);
    let estimated = texts.iter().find(|text| amend::estimates(text));
    if estimated.is_some() || flag(&ESTIMATED) == Some(true) || flag(&CONFIRMED) == Some(false) {
        return gathered.estimate(place, &days, estimated.unwrap_or(&texts[0]));
    }
    for (before, _) in texts.iter().filter_map(|text| amend::moved(text)) {
        let year = days.first().map(Datelike::year);
        match dates(before, year, order) {
            Ok(before) => gathered.take_back(place, &before, kind),
            Err(fault) => gathered.fault(place, fault),
        }
    }
    let decree = days.first().and_then(|day| decrees.get(&day.year()));
    let entry = Entry {
        dates: days,
        name: &name,
        kind,
        source: decree.map(String::as_str),
    };
    gathered.take(place, entry);
}

fn kind_of(item: &Map<String, Value>, name: &str) -> Result<HolidayKind, DecreeFault> {
    let flag = |names: &[&str]| member(item, names).and_then(Value::as_bool);
    if kind::is_collective_leave(name) || flag(&LEAVE_FLAGS) == Some(true) {
        return Ok(HolidayKind::CollectiveLeave);
    }
    let named = member(item, &KINDS).map(text_of).unwrap_or_default();
    if !named.is_empty() {
        let unknown = || DecreeFault::UnknownKind {
            text: shown(&named),
        };
        return kind::of_text(&named).ok_or_else(unknown);
    }
    // Lists of all memorable days mark the days off among them.
    if flag(&NATIONAL_FLAGS) == Some(false) {
        let text = shown(name);
        return Err(DecreeFault::UnknownKind { text });
    }
    Ok(kind::of_name(name))
}

fn decrees(file: &Map<String, Value>) -> BTreeMap<i32, String> {
    let Some(Value::Object(decrees)) = member(file, &["decrees", "keputusan", "skb"]) else {
        return BTreeMap::new();
    };
    decrees
        .iter()
        .filter_map(|(year, decree)| Some((year.trim().parse().ok()?, tidy(decree.as_str()?))))
        .filter(|(_, decree)| !decree.is_empty())
        .collect()
}

fn title(file: &Map<String, Value>) -> Option<String> {
    let text = |names: &[&str]| {
        let text = tidy(member(file, names)?.as_str()?);
        (!text.is_empty()).then_some(text)
    };
    text(&TITLES).or_else(|| text(&ORIGINS))
}

fn years(file: &Map<String, Value>) -> BTreeSet<i32> {
    let year = |value: &Value| text_of(value).trim().parse::<i32>().ok();
    let years: Vec<i32> = match member(file, &YEARS) {
        Some(Value::Array(years)) => years.iter().filter_map(year).collect(),
        Some(single) => year(single).into_iter().collect(),
        None => Vec::new(),
    };
    years.into_iter().filter(is_plausible).collect()
}

/// The first member with one of these names, in the order of the names.
fn member<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names.iter().find_map(|name| {
        object
            .iter()
            .find(|(key, value)| words(key) == *name && !value.is_null())
            .map(|(_, value)| value)
    })
}

/// Several texts are one name (`["Idul Fitri", "Cuti bersama"]`).
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        _ => String::new(),
    }
}
