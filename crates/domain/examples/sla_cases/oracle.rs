//! Reads cases of the schema `sla_cases/1` and checks the engine against them.
//!
//! A case whose operation, policy or member is not known fails: nothing is skipped.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tanggap_domain::calendar::{
    Boundary, Calendar, Closing, CompiledCalendar, DayInterval, DaySemantics, Exception, Holiday,
    HolidayKind, Interval, Override, Reversed, Span, SubBoundary, WeeklyHours, union,
};

#[derive(Deserialize)]
struct File {
    schema: String,
    calendars: BTreeMap<String, Value>,
    cases: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarRow {
    timezone: chrono_tz::Tz,
    weekly: WeeklyHours,
    #[serde(default)]
    holidays: Vec<NaiveDate>,
    #[serde(default)]
    date_overrides: BTreeMap<NaiveDate, Vec<Interval>>,
    #[serde(default)]
    date_breaks: BTreeMap<NaiveDate, Vec<Interval>>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

#[derive(Deserialize)]
struct Case {
    calendar: String,
    #[serde(rename = "in")]
    given: Map<String, Value>,
    out: Value,
    #[serde(default)]
    policy: Map<String, Value>,
    #[serde(default)]
    precision: Precision,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Precision {
    #[serde(default)]
    tolerance_s: i64,
}

/// Passed and failed per operation, and what failed.
#[derive(Default)]
pub struct Report {
    counts: BTreeMap<String, (usize, usize)>,
    pub failures: Vec<String>,
}

impl Report {
    pub fn passed(&self) -> usize {
        self.counts.values().map(|(passed, _)| passed).sum()
    }

    pub fn failed(&self) -> usize {
        self.counts.values().map(|(_, failed)| failed).sum()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (op, (passed, failed)) in &self.counts {
            writeln!(f, "{op:<22} {passed:>4} passed {failed:>4} failed")?;
        }
        write!(f, "{} passed, {} failed", self.passed(), self.failed())
    }
}

/// Runs all cases of a file's text; an error where it is not such a file.
pub fn run(text: &str) -> Result<Report, String> {
    let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if file.schema != "sla_cases/1" {
        return Err(format!("schema {:?} is not \"sla_cases/1\"", file.schema));
    }
    let mut report = Report::default();
    for row in &file.cases {
        let word = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or("?");
        let op = word("op").to_owned();
        let outcome = check(row, &op, &file.calendars);
        let count = report.counts.entry(op).or_default();
        match outcome {
            Ok(()) => count.0 += 1,
            Err(error) => {
                count.1 += 1;
                report.failures.push(format!("{}: {error}", word("id")));
            }
        }
    }
    Ok(report)
}

/// One case. Whatever of it or of its calendar cannot be read is its own failure, no other's.
fn check(row: &Value, op: &str, calendars: &BTreeMap<String, Value>) -> Result<(), String> {
    let case = Case::deserialize(row).map_err(text)?;
    let calendar_row = calendars
        .get(&case.calendar)
        .ok_or_else(|| format!("no calendar {:?}", case.calendar))?;
    let calendar = calendar(&CalendarRow::deserialize(calendar_row).map_err(text)?);
    let actual = answer(&case, op, &calendar)?;
    if agrees(&case.out, &actual, case.precision.tolerance_s) {
        Ok(())
    } else {
        Err(format!("expected {}, got {actual}", case.out))
    }
}

fn calendar(row: &CalendarRow) -> Calendar {
    let one_date = |date: &NaiveDate, exception| Override {
        from: *date,
        to: *date,
        name: "date".to_owned(),
        source: String::new(),
        exception,
    };
    let hours = row.date_overrides.iter().map(|(date, intervals)| {
        let intervals = intervals.clone();
        one_date(date, Exception::Hours { intervals })
    });
    let breaks = row.date_breaks.iter().map(|(date, intervals)| {
        let intervals = intervals.clone();
        one_date(date, Exception::Break { intervals })
    });
    Calendar {
        overrides: hours.chain(breaks).collect(),
        holidays: row
            .holidays
            .iter()
            .map(|date| Holiday {
                date: *date,
                name: "holiday".to_owned(),
                kind: HolidayKind::National,
                source: String::new(),
            })
            .collect(),
        ..Calendar::new(row.timezone, row.weekly.clone())
    }
}

/// Same members, instants compared as instants.
fn agrees(expected: &Value, actual: &Value, tolerance_s: i64) -> bool {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            expected.len() == actual.len()
                && expected.iter().all(|(key, value)| {
                    actual
                        .get(key)
                        .is_some_and(|actual| agrees(value, actual, tolerance_s))
                })
        }
        (Value::Array(expected), Value::Array(actual)) => {
            expected.len() == actual.len()
                && expected
                    .iter()
                    .zip(actual)
                    .all(|(expected, actual)| agrees(expected, actual, tolerance_s))
        }
        (Value::String(a), Value::String(b)) => {
            match (a.parse::<DateTime<Utc>>(), b.parse::<DateTime<Utc>>()) {
                (Ok(a), Ok(b)) => (a - b).abs() <= TimeDelta::seconds(tolerance_s),
                _ => a == b,
            }
        }
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => (a - b).abs() <= tolerance_s,
            _ => a == b,
        },
        _ => expected == actual,
    }
}

fn answer(case: &Case, op: &str, calendar: &Calendar) -> Result<Value, String> {
    let given = Given {
        case,
        calendar: laid_out(case, calendar)?,
    };
    let calendar = &given.calendar;
    match op {
        "is_open" => {
            let open = calendar.is_open(given.instant("at")?, given.closing()?);
            Ok(json!({ "open": open.map_err(text)? }))
        }
        "next_open" => given.at(calendar.next_open(given.instant("at")?)),
        "prev_open" => given.at(calendar.prev_open(given.instant("at")?)),
        "next_close" => given.at(calendar.next_close(given.instant("at")?)),
        "add" => given.at(calendar.add_without(
            given.instant("at")?,
            TimeDelta::seconds(given.number("seconds")?),
            &given.pauses()?,
            given.boundary()?,
        )),
        "sub" => given.at(calendar.sub(
            given.instant("at")?,
            TimeDelta::seconds(given.number("seconds")?),
            given.sub_boundary()?,
        )),
        "add_days" => given.days(false),
        "sub_days" => given.days(true),
        "elapsed" => given.elapsed(),
        "segments" => {
            let count = usize::try_from(given.number("count")?).map_err(text)?;
            let segments: Vec<_> = calendar
                .segments(given.instant("at")?)
                .map_err(text)?
                .take(count)
                .collect();
            Ok(json!({ "segments": segments }))
        }
        "working_days_between" => {
            let days = calendar
                .working_days_between(
                    given.date("from")?,
                    given.date("to")?,
                    given.choice("interval", DayInterval::default())?,
                    given.choice("reversed", Reversed::default())?,
                )
                .map_err(text)?;
            Ok(json!({ "days": days }))
        }
        "sla" => given.targets(),
        "level_agreement" => given.level_agreement(),
        other => Err(format!("operation {other:?} is not known")),
    }
}

/// Lays the calendar out for the years the case speaks of, and some on both sides.
fn laid_out(case: &Case, calendar: &Calendar) -> Result<CompiledCalendar, String> {
    fn years(value: &Value, found: &mut Vec<i32>) {
        match value {
            Value::String(text) => {
                found.extend(text.get(..4).and_then(|year| year.parse::<i32>().ok()))
            }
            Value::Array(values) => values.iter().for_each(|value| years(value, found)),
            Value::Object(values) => values.values().for_each(|value| years(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut found = Vec::new();
    years(&case.out, &mut found);
    case.given
        .values()
        .for_each(|value| years(value, &mut found));
    found.retain(|year| (1900..2200).contains(year));
    let first = found.iter().min().ok_or("the case names no year")?;
    let last = found.iter().max().unwrap_or(first);
    CompiledCalendar::for_years(calendar.clone(), first - 1..=last + 2).map_err(text)
}

struct Given<'a> {
    case: &'a Case,
    calendar: CompiledCalendar,
}

impl Given<'_> {
    fn member(&self, name: &str) -> Result<&Value, String> {
        self.case
            .given
            .get(name)
            .ok_or_else(|| format!("no member {name:?}"))
    }

    fn number(&self, name: &str) -> Result<i64, String> {
        self.member(name)?
            .as_i64()
            .ok_or_else(|| format!("{name:?} is no whole number"))
    }

    fn instant(&self, name: &str) -> Result<DateTime<Utc>, String> {
        self.read_instant(self.member(name)?)
    }

    /// RFC 3339, or a date: its local midnight.
    fn read_instant(&self, value: &Value) -> Result<DateTime<Utc>, String> {
        let text = value.as_str().ok_or("an instant is no text")?;
        match text.parse::<NaiveDate>() {
            Ok(date) => Ok(self.calendar.instant(date.and_time(NaiveTime::MIN))),
            Err(_) => text.parse().map_err(|error| format!("{text:?}: {error}")),
        }
    }

    fn date(&self, name: &str) -> Result<NaiveDate, String> {
        Ok(self.calendar.local_date(self.instant(name)?))
    }

    fn spans(&self, value: &Value) -> Result<Vec<Span>, String> {
        let rows = value.as_array().ok_or("pauses are no array")?;
        rows.iter()
            .map(|row| match row.as_array().map(Vec::as_slice) {
                Some([from, until]) => Ok((self.read_instant(from)?, self.read_instant(until)?)),
                _ => Err("a pause is no pair".to_owned()),
            })
            .collect()
    }

    fn pauses(&self) -> Result<Vec<Span>, String> {
        self.case
            .given
            .get("pauses")
            .map_or(Ok(Vec::new()), |pauses| self.spans(pauses))
    }

    fn choice<T: for<'de> Deserialize<'de>>(&self, name: &str, ours: T) -> Result<T, String> {
        match self.case.policy.get(name) {
            None => Ok(ours),
            Some(value) => {
                T::deserialize(value).map_err(|error| format!("policy {name} = {value}: {error}"))
            }
        }
    }

    fn boundary(&self) -> Result<Boundary, String> {
        self.choice("boundary", Boundary::default())
    }

    fn sub_boundary(&self) -> Result<SubBoundary, String> {
        self.choice("sub_boundary", SubBoundary::default())
    }

    fn closing(&self) -> Result<Closing, String> {
        Ok(if self.choice("end_inclusive", false)? {
            Closing::IsOpen
        } else {
            Closing::IsClosed
        })
    }

    fn at<E: fmt::Display>(&self, answer: Result<DateTime<Utc>, E>) -> Result<Value, String> {
        Ok(json!({ "at": answer.map_err(text)? }))
    }

    fn days(&self, back: bool) -> Result<Value, String> {
        let calendar = &self.calendar;
        let count = i32::try_from(self.number("days")?).map_err(text)?;
        let semantics = self.choice("day_semantics", DaySemantics::default())?;
        let end_of_working_day = match self.case.given.get("end_of_working_day") {
            None => false,
            Some(value) => value.as_bool().ok_or("end_of_working_day is no bool")?,
        };
        let at = self.member("at")?;
        let date = at.as_str().and_then(|text| text.parse::<NaiveDate>().ok());
        if let Some(date) = date {
            let moved = if back {
                calendar.sub_days_from_date(date, count, semantics)
            } else {
                calendar.add_days_to_date(date, count, semantics)
            };
            return Ok(json!({ "at": moved.map_err(text)? }));
        }
        let at = self.instant("at")?;
        self.at(if back {
            calendar.sub_days(at, count, semantics, end_of_working_day)
        } else {
            calendar.add_days(at, count, semantics, end_of_working_day)
        })
    }

    /// In the unit the case asks for, less pauses, and what is left of a target.
    fn elapsed(&self) -> Result<Value, String> {
        let (from, to) = (self.instant("from")?, self.instant("to")?);
        let pauses = self.pauses()?;
        let elapsed = if pauses.is_empty() {
            let reversed = self.choice("reversed", Reversed::default())?;
            self.calendar.elapsed(from, to, reversed)
        } else {
            self.calendar.elapsed_without(from, to, &pauses)
        };
        let elapsed = elapsed.map_err(text)?;
        let mut answer = Map::new();
        let asked = self.case.out.as_object().ok_or("out is no object")?;
        for unit in asked.keys() {
            let number = match unit.as_str() {
                "seconds" => elapsed.num_seconds(),
                "minutes" => elapsed.num_minutes(),
                "remaining_minutes" => self.number("target_minutes")? - elapsed.num_minutes(),
                other => return Err(format!("elapsed in {other:?} is not known")),
            };
            answer.insert(unit.clone(), json!(number));
        }
        Ok(Value::Object(answer))
    }

    fn targets(&self) -> Result<Value, String> {
        let targets = self.member("targets_s")?.as_object();
        let anchors = self.case.given.get("anchors");
        let mut due = Map::new();
        for (name, seconds) in targets.ok_or("targets_s is no object")? {
            let anchor = match anchors.and_then(|anchors| anchors.get(name)) {
                Some(anchor) => self.read_instant(anchor)?,
                None => self.instant("created")?,
            };
            let seconds = seconds.as_i64().ok_or("a target is no whole number")?;
            let at = self
                .calendar
                .add_without(
                    anchor,
                    TimeDelta::seconds(seconds),
                    &self.pauses()?,
                    self.boundary()?,
                )
                .map_err(text)?;
            due.insert(name.clone(), json!(at));
        }
        Ok(json!({ "due": due }))
    }

    /// GLPI: target, then the business time of the pauses, then the escalation relative to due.
    fn level_agreement(&self) -> Result<Value, String> {
        let calendar = &self.calendar;
        let end_of_day = self.member("end_of_working_day")?.as_bool();
        let end_of_day = end_of_day.ok_or("end_of_working_day is no bool")?;
        let mut waiting = TimeDelta::zero();
        for (from, until) in union(self.pauses()?) {
            waiting += calendar
                .elapsed(from, until, Reversed::Zero)
                .map_err(text)?;
        }
        let mut due = self.moved(self.instant("created")?, self.member("target")?, end_of_day)?;
        if !waiting.is_zero() {
            due = calendar.add(due, waiting, self.boundary()?).map_err(text)?;
        }
        let escalation = self.moved(due, self.member("escalation")?, false)?;
        Ok(json!({
            "due": due,
            "waiting_seconds": waiting.num_seconds(),
            "escalation_at": escalation,
        }))
    }

    /// `{"minutes"|"hours"|"days": n}`, back where negative.
    fn moved(
        &self,
        at: DateTime<Utc>,
        by: &Value,
        end_of_day: bool,
    ) -> Result<DateTime<Utc>, String> {
        let Some((unit, count)) = by.as_object().and_then(|by| by.iter().next()) else {
            return Err(format!("{by} is no length of time"));
        };
        let count = count
            .as_i64()
            .ok_or("a length of time is no whole number")?;
        let time = match unit.as_str() {
            "seconds" => TimeDelta::seconds(count),
            "minutes" => TimeDelta::minutes(count),
            "hours" => TimeDelta::hours(count),
            "days" => {
                let count = i32::try_from(count).map_err(text)?;
                let semantics = self.choice("day_semantics", DaySemantics::Glpi)?;
                let moved = if count < 0 {
                    self.calendar.sub_days(at, -count, semantics, end_of_day)
                } else {
                    self.calendar.add_days(at, count, semantics, end_of_day)
                };
                return moved.map_err(text);
            }
            other => return Err(format!("a length in {other:?} is not known")),
        };
        if time < TimeDelta::zero() {
            let boundary = self.sub_boundary()?;
            return self.calendar.sub(at, -time, boundary).map_err(text);
        }
        let moved = self
            .calendar
            .add(at, time, self.boundary()?)
            .map_err(text)?;
        if !end_of_day {
            return Ok(moved);
        }
        let date = self.calendar.local_date(moved);
        let hours = self.calendar.opening_and_closing(date).map_err(text)?;
        Ok(hours.map_or(moved, |(_, closing)| closing))
    }
}

fn text(error: impl fmt::Display) -> String {
    error.to_string()
}
