//! Calendars, their versions, and what another one would do.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;
use serde_json::{Value, json};
use tanggap_domain::calendar::{Calendar, DaysOff, Holiday, HolidayKind, Override, WeeklyHours};
use tanggap_domain::sla::{Policy, Reach};
use tanggap_ipc::calendar::{
    DecreeReply, Merge, Place, PoliciesReply, Preview, UnreadableDay, VersionInfo,
};

use super::{Time, time};
use crate::words::{Language, code_of, faults};

/// `calendar show`.
#[derive(Serialize)]
pub struct CalendarJson<'a> {
    pub version: u32,
    pub label: &'a str,
    /// IANA name.
    pub zone: &'a str,
    /// By weekday, as ranges on the wall.
    pub hours: &'a WeeklyHours,
    /// Which named days are not worked.
    pub days_off: DaysOff,
    /// Every year with named days or a decree.
    pub years: Vec<YearJson>,
    pub decreed_years: &'a BTreeSet<i32>,
    /// Other hours on certain dates.
    pub overrides: &'a [Override],
    /// Who put it into force; null for one that always was.
    pub adopted: Option<VersionJson>,
}

#[derive(Serialize)]
pub struct YearJson {
    pub year: i32,
    pub national: usize,
    pub collective_leave: usize,
    pub decreed: bool,
}

impl<'a> CalendarJson<'a> {
    pub fn of(calendar: &'a Calendar, adopted: Option<&VersionInfo>) -> Self {
        Self {
            version: calendar.version,
            label: &calendar.label,
            zone: calendar.zone.name(),
            hours: &calendar.weekly,
            days_off: calendar.days_off,
            years: years(calendar),
            decreed_years: &calendar.decreed_years,
            overrides: &calendar.overrides,
            adopted: adopted.map(|adopted| VersionJson::of(adopted, calendar.zone)),
        }
    }
}

fn years(calendar: &Calendar) -> Vec<YearJson> {
    let mut years: BTreeMap<i32, (usize, usize)> = BTreeMap::new();
    for year in &calendar.decreed_years {
        years.entry(*year).or_default();
    }
    for holiday in &calendar.holidays {
        let (national, leave) = years.entry(holiday.date.year()).or_default();
        match holiday.kind {
            HolidayKind::National => *national += 1,
            HolidayKind::CollectiveLeave => *leave += 1,
        }
    }
    let year = |(year, (national, collective_leave))| YearJson {
        year,
        national,
        collective_leave,
        decreed: calendar.decreed_years.contains(&year),
    };
    years.into_iter().map(year).collect()
}

/// One version of a calendar or of the office's rules.
#[derive(Serialize)]
pub struct VersionJson {
    pub version: u32,
    pub adopted_at: Time,
    /// Empty where nobody was signed in.
    pub author: String,
    pub reason: String,
    /// `open-clocks` or `new-clocks`.
    pub reach: Reach,
    /// The version whose contents it brought back.
    pub restores: Option<u32>,
}

impl VersionJson {
    pub fn of(version: &VersionInfo, zone: Tz) -> Self {
        Self {
            version: version.version,
            adopted_at: time(version.adopted_at, zone),
            author: version.author.clone(),
            reason: version.reason.clone(),
            reach: version.reach,
            restores: version.restores,
        }
    }
}

/// `calendar import`, `calendar restore`: what was proposed, and whether it is in force now.
#[derive(Serialize)]
pub struct ProposalJson {
    /// What the file says; absent for a restored version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decree: Option<DecreeJson>,
    /// The version that is brought back; absent for a decree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restores: Option<u32>,
    pub reach: Reach,
    pub preview: PreviewJson,
    /// Nothing would be different: adopting it again would only add a version.
    pub unchanged: bool,
    /// Null for a preview, and where nothing would be different.
    pub adopted: Option<VersionJson>,
}

#[derive(Serialize)]
pub struct DecreeJson {
    /// Number or title as the file has it.
    pub source: String,
    pub years: Vec<i32>,
    pub days: u32,
    /// `replace-years` or `add-days`.
    pub merge: Merge,
    pub unreadable: Vec<UnreadableJson>,
}

/// An entry that was not taken.
#[derive(Serialize)]
pub struct UnreadableJson {
    /// `{"line": 3}`, `{"event": 2}` or `{"item": 7}`, from 1.
    pub place: Place,
    pub reason: String,
    pub message: String,
}

impl UnreadableJson {
    fn of(entry: &UnreadableDay, language: Language) -> Self {
        Self {
            place: entry.place,
            reason: code_of(&entry.why),
            message: faults::entry(entry, language),
        }
    }
}

impl DecreeJson {
    pub fn of(decree: &DecreeReply, language: Language) -> Self {
        let unreadable = decree.unreadable.iter();
        Self {
            source: decree.source.clone(),
            years: decree.years.clone(),
            days: decree.days,
            merge: decree.merge,
            unreadable: unreadable
                .map(|entry| UnreadableJson::of(entry, language))
                .collect(),
        }
    }
}

#[derive(Serialize)]
pub struct PreviewJson {
    /// Complaints with a clock that is still open, and those whose due time moves.
    pub open: u32,
    pub moved: u32,
    /// How many move by how many working days; negative: earlier, 0: only the hour.
    pub by_working_days: BTreeMap<i64, u32>,
    pub no_longer_overdue: u32,
    pub newly_overdue: u32,
    /// Those that move most.
    pub examples: Vec<ExampleJson>,
    pub added: Vec<Holiday>,
    pub removed: Vec<Holiday>,
}

#[derive(Serialize)]
pub struct ExampleJson {
    pub tracking_id: String,
    pub clock: &'static str,
    pub from: Time,
    pub to: Time,
    pub working_days: i64,
}

impl PreviewJson {
    pub fn of(preview: Preview, zone: Tz) -> Self {
        let examples = preview.examples.into_iter().map(|example| ExampleJson {
            tracking_id: example.tracking_id.to_string(),
            clock: example.shift.clock.code(),
            from: time(example.shift.from, zone),
            to: time(example.shift.to, zone),
            working_days: example.shift.working_days,
        });
        Self {
            open: preview.shifts.open,
            moved: preview.shifts.moved,
            by_working_days: preview.shifts.by_working_days,
            no_longer_overdue: preview.shifts.no_longer_overdue,
            newly_overdue: preview.shifts.newly_overdue,
            examples: examples.collect(),
            added: preview.added,
            removed: preview.removed,
        }
    }
}

/// `policy`.
#[derive(Serialize)]
pub struct PoliciesJson {
    /// Oldest first.
    pub policies: Vec<PolicyJson>,
    /// Versions of the office's own rules, newest first.
    pub office_versions: Vec<VersionJson>,
    /// From when on new rules may hold.
    pub earliest: NaiveDate,
}

/// The policy as its file has it (`tanggap-policy/1`), with what the office changed.
#[derive(Serialize)]
pub struct PolicyJson {
    pub in_force: bool,
    #[serde(flatten)]
    pub policy: Policy,
}

impl PoliciesJson {
    pub fn of(reply: PoliciesReply, zone: Tz) -> Self {
        let policies = reply.policies.into_iter().enumerate();
        Self {
            policies: policies
                .map(|(position, policy)| PolicyJson {
                    in_force: position == reply.today,
                    policy,
                })
                .collect(),
            office_versions: reply
                .versions
                .iter()
                .map(|version| VersionJson::of(version, zone))
                .collect(),
            earliest: reply.earliest,
        }
    }
}

/// `policy adopt`.
pub fn adopted_rules(version: &VersionInfo, effective_from: NaiveDate, zone: Tz) -> Value {
    json!({
        "version": version.version,
        "effective_from": effective_from,
        "adopted_at": time(version.adopted_at, zone),
        "author": version.author,
        "reason": version.reason,
    })
}
