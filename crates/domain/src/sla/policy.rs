//! The rules of clocks as data: versioned, with the regulation each number comes from.
//!
//! A policy is a file (`data/policies/`, schema `tanggap-policy/1`) that an office may replace. Code
//! knows how to count, never how long.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ClockKind;
use crate::classification::Classification;
use crate::text::{NameFault, check_name};

/// The schema this version reads.
pub const SCHEMA: &str = "tanggap-policy/1";

/// One version of the rules, in force from a date until the next version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub schema: String,
    /// The same for all versions of one policy.
    pub id: String,
    pub version: u32,
    /// What an officer reads in the policy viewer, Indonesian.
    pub name: String,
    /// First local date of receipt it judges.
    pub effective_from: NaiveDate,
    pub citation: String,
    /// What is not certain about it, Indonesian.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Name and note for whoever reads English; a file without it is read in Indonesian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub english: Option<InEnglish>,
    #[serde(default)]
    pub day_one: DayOne,
    #[serde(default)]
    pub due: DueAt,
    pub pauses: PauseRules,
    /// In the order they are crossed; of clocks that have none of their own.
    pub thresholds: Vec<Threshold>,
    pub clocks: Vec<ClockRule>,
    /// What the office changed, where it did. Never in a file that ships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<super::OfficeSource>,
}

/// A policy's own words in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InEnglish {
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One clock of some classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    pub clock: ClockKind,
    /// Absent: every class, and reports without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classifications: Option<Vec<Classification>>,
    pub limit: Limit,
    #[serde(default)]
    pub starts: Start,
    /// What meets it; absent for the clocks of the regulation, whose kind says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<End>,
    /// What an office calls its own clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the policy's pauses stop it. Clocks in calendar days never pause.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub pauses: bool,
    /// When to tell; absent: as the policy says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Vec<Threshold>>,
    pub citation: String,
}

fn yes() -> bool {
    true
}

fn is_yes(pauses: &bool) -> bool {
    *pauses
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub amount: u32,
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Hari kerja.
    WorkingDays,
    /// Jam kerja.
    WorkingHours,
    /// Hari kalender: every day counts, and the last one counts whole.
    CalendarDays,
}

/// Which day is day 1 of a limit in working days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayOne {
    /// The first working day after the date of receipt.
    #[default]
    AfterReceipt,
    /// The date of receipt itself where the office was still to close that day, otherwise the next
    /// working day.
    OnReceipt,
}

/// When on its last day something is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueAt {
    /// The office's last closing of the day.
    #[default]
    Closing,
    /// Local midnight at the end of the day.
    EndOfDay,
}

/// From when a clock runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    #[default]
    Received,
    /// From the first disposition; before it there is no such clock. Where the time of the
    /// disposition is not known it runs from receipt.
    Forwarded,
    /// From verification, likewise.
    Verified,
    /// From the agency's newest public answer; anew with every answer.
    Answered,
    /// From the newest Tunda.
    Held,
    /// From the day the file was complete: the end of the newest Tunda, else receipt.
    FileComplete,
}

/// What meets a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    Verified,
    Forwarded,
    /// The first public answer of the agency.
    FollowedUp,
    Completed,
    /// The reporter answered, or the report was settled.
    ReporterAnswered,
    /// The report goes on after a Tunda, or was settled.
    DataCompleted,
}

/// What stops a clock, and by how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseRules {
    pub count: PauseCount,
    /// Reasons that pause; any other does not.
    pub reasons: Vec<super::PauseReason>,
}

/// How much a pause takes out of a limit in working days. Limits in hours always lose exactly the
/// working time of the pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseCount {
    /// Whole working days: from the day it starts (the next one where the office had closed) until,
    /// but not including, the day it ends. Lifted on the same day it takes nothing.
    #[default]
    WholeDays,
    /// Exactly the working time between start and end.
    WorkingTime,
}

/// When somebody should be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// This share of the working time is used, in percent.
    Used(u8),
    /// Opening of the last working day before the due date (H-1).
    DayBefore,
    /// The due instant has passed.
    Breach,
}

impl Threshold {
    /// A short stable key (`50`, `h-1`, `lewat`) for notices.
    pub fn key(self) -> String {
        match self {
            Self::Used(percent) => percent.to_string(),
            Self::DayBefore => "h-1".to_owned(),
            Self::Breach => "lewat".to_owned(),
        }
    }
}

/// Why a policy file is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum PolicyError {
    /// Line and column from 1.
    #[error("not readable at line {line}, column {column}: {what}")]
    Json {
        line: usize,
        column: usize,
        what: String,
    },
    #[error("schema \"{found}\" is not {SCHEMA}")]
    Schema { found: String },
    #[error("clock {number} ({}) names the unknown class \"{class}\"", clock.code())]
    UnknownClass {
        /// 1 for the first.
        number: usize,
        clock: ClockKind,
        class: String,
    },
    #[error("clock {number} ({}) has a limit of zero", clock.code())]
    ZeroLimit { number: usize, clock: ClockKind },
    #[error("clocks {first} and {second} both time {} for the same class", clock.code())]
    Twice {
        first: usize,
        second: usize,
        clock: ClockKind,
    },
    #[error("threshold {percent} % is not between 1 and 99")]
    Threshold { percent: u8 },
    #[error("clock {number} ({clock}) is the office's own and needs a name and an end")]
    OwnIncomplete { number: usize, clock: ClockKind },
    /// The regulation's clocks are met by what the regulation says.
    #[error("clock {number} ({clock}) is of the regulation; only its own end meets it")]
    EndOfRegulation { number: usize, clock: ClockKind },
    #[error("the limit of clock {number} ({clock}) is longer than {most}")]
    LimitTooLong {
        number: usize,
        clock: ClockKind,
        most: u32,
    },
    #[error("a citation is missing: {place}")]
    NoCitation { place: String },
    /// A name that could not stand in a list; the place as the file has it, `clocks[0].name`.
    #[error("{place} {what}")]
    Name { place: String, what: NameFault },
    /// Of an office's rules.
    #[error(
        "the rules take effect on {effective_from}, before {earliest}: past judgments would move"
    )]
    Retroactive {
        effective_from: NaiveDate,
        earliest: NaiveDate,
    },
}

/// Longest limit, in any unit: what lies further is a mistake, and beyond the calendar.
pub const LONGEST_LIMIT: u32 = 500;

impl PolicyError {
    pub(super) fn of_json(error: serde_json::Error) -> Self {
        Self::Json {
            line: error.line(),
            column: error.column(),
            what: error.to_string(),
        }
    }
}

impl Policy {
    /// Reads and checks a policy file.
    ///
    /// # Errors
    /// [`PolicyError`], naming the place.
    pub fn read(json: &str) -> Result<Self, PolicyError> {
        let policy: Self = serde_json::from_str(json).map_err(PolicyError::of_json)?;
        policy.check()?;
        Ok(policy)
    }

    /// Everything that would make a clock wrong or missing without a word.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), PolicyError> {
        if self.schema != SCHEMA {
            return Err(PolicyError::Schema {
                found: self.schema.clone(),
            });
        }
        check_clocks(&self.clocks)?;
        check_thresholds(&self.thresholds)
    }

    /// The clocks of one class, in the order of the file. A class nobody knows is judged as
    /// pengaduan tidak berkadar pengawasan; none at all gets the clocks of every class.
    pub fn rules_for<'a>(
        &'a self,
        classification: Option<&'a Classification>,
    ) -> impl Iterator<Item = &'a ClockRule> {
        self.clocks
            .iter()
            .filter(move |rule| rule.covers(classification))
    }
}

impl ClockRule {
    /// What meets it. An own clock without an end was refused by [`Policy::check`].
    pub fn end(&self) -> End {
        end_of(self.clock).or(self.ends).unwrap_or(End::Completed)
    }

    fn covers(&self, classification: Option<&Classification>) -> bool {
        let Some(classes) = &self.classifications else {
            return true;
        };
        match classification {
            None => false,
            Some(Classification::Other(_)) => {
                classes.contains(&Classification::PengaduanTidakBerkadar)
            }
            Some(known) => classes.contains(known),
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        match (&self.classifications, &other.classifications) {
            (Some(ours), Some(theirs)) => ours.iter().any(|class| theirs.contains(class)),
            _ => true,
        }
    }
}

/// Everything that would make a clock of the list wrong or missing without a word.
pub(super) fn check_clocks(clocks: &[ClockRule]) -> Result<(), PolicyError> {
    for (number, rule) in (1_usize..).zip(clocks) {
        let clock = rule.clock;
        for class in rule.classifications.iter().flatten() {
            if let Classification::Other(class) = class {
                return Err(PolicyError::UnknownClass {
                    number,
                    clock,
                    class: class.clone(),
                });
            }
        }
        if rule.limit.amount == 0 {
            return Err(PolicyError::ZeroLimit { number, clock });
        }
        if rule.limit.amount > LONGEST_LIMIT {
            return Err(PolicyError::LimitTooLong {
                number,
                clock,
                most: LONGEST_LIMIT,
            });
        }
        if rule.citation.trim().is_empty() {
            return Err(PolicyError::NoCitation {
                place: format!("clock {number} ({clock})"),
            });
        }
        let is_own = matches!(clock, ClockKind::Own(_));
        let is_named = rule
            .name
            .as_ref()
            .is_some_and(|name| !name.trim().is_empty());
        if is_own && (!is_named || rule.ends.is_none()) {
            return Err(PolicyError::OwnIncomplete { number, clock });
        }
        if !is_own && rule.ends.is_some_and(|end| Some(end) != end_of(clock)) {
            return Err(PolicyError::EndOfRegulation { number, clock });
        }
        if let Some(thresholds) = &rule.thresholds {
            check_thresholds(thresholds)?;
        }
        let earlier = (1_usize..).zip(&clocks[..number - 1]);
        for (first, other) in earlier {
            if other.clock == clock && other.overlaps(rule) {
                return Err(PolicyError::Twice {
                    first,
                    second: number,
                    clock,
                });
            }
        }
    }
    Ok(())
}

/// Names that people give stand on one line and are short; the place counts from 0, as the file does.
pub(super) fn check_names(clocks: &[ClockRule]) -> Result<(), PolicyError> {
    for (at, rule) in clocks.iter().enumerate() {
        let name = rule.name.as_deref().unwrap_or_default();
        check_name(name).map_err(|what| PolicyError::Name {
            place: format!("clocks[{at}].name"),
            what,
        })?;
        check_citation(&rule.citation, || format!("clocks[{at}].citation"))?;
    }
    Ok(())
}

/// A citation may be long, yet stands on one line.
pub(super) fn check_citation(
    citation: &str,
    place: impl FnOnce() -> String,
) -> Result<(), PolicyError> {
    match check_name(citation) {
        Err(what @ NameFault::NotOneLine) => Err(PolicyError::Name {
            place: place(),
            what,
        }),
        _ => Ok(()),
    }
}

pub(super) fn check_thresholds(thresholds: &[Threshold]) -> Result<(), PolicyError> {
    for threshold in thresholds {
        if let Threshold::Used(percent) = threshold
            && !(1..=99).contains(percent)
        {
            return Err(PolicyError::Threshold { percent: *percent });
        }
    }
    Ok(())
}

/// What meets a clock of the regulation; none for an office's own.
fn end_of(clock: ClockKind) -> Option<End> {
    match clock {
        ClockKind::Verification => Some(End::Verified),
        ClockKind::FollowUp => Some(End::FollowedUp),
        ClockKind::Completion | ClockKind::Ombudsman => Some(End::Completed),
        ClockKind::ReporterSilence => Some(End::ReporterAnswered),
        ClockKind::MissingData => Some(End::DataCompleted),
        ClockKind::Own(_) => None,
    }
}
