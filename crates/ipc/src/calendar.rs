//! Atur → Kalender and Aturan: versions of the office's calendar and rules, and what a change does.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::calendar::{Calendar, CalendarError, Holiday};
use tanggap_domain::ids::TrackingId;
use tanggap_domain::sla::{OfficeRules, Policy, PolicyError, Reach, Shift, Shifts};

use crate::command;
use crate::files::FileId;

/// The calendar in force and how it came to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetCalendar;
command!(GetCalendar => "calendar_get" -> CalendarReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalendarReply {
    /// What new clocks are judged by.
    pub current: Calendar,
    /// Newest first; the last one is the first calendar of this office.
    pub versions: Vec<VersionInfo>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionInfo {
    pub version: u32,
    pub adopted_at: DateTime<Utc>,
    pub author: String,
    pub reason: String,
    pub reach: Reach,
    /// The version whose contents it brought back.
    pub restores: Option<u32>,
}

/// The calendar as it stood in one version, to look at or to bring back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetCalendarVersion {
    pub version: u32,
}
command!(GetCalendarVersion => "calendar_version" -> Calendar);

/// What adopting this calendar would do to open clocks. Nothing is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PreviewCalendar {
    pub calendar: Calendar,
    pub reach: Reach,
}
command!(PreviewCalendar => "calendar_preview" -> Preview);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    pub shifts: Shifts,
    /// The complaints that move most, at most ten.
    pub examples: Vec<Example>,
    /// Named days that the calendar gains and loses against the one in force.
    pub added: Vec<Holiday>,
    pub removed: Vec<Holiday>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    pub tracking_id: TrackingId,
    pub shift: Shift,
}

/// Puts a calendar into force as the next version. Refused ([`crate::Code::Moved`]) where the one in
/// force is not `based_on` any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdoptCalendar {
    pub calendar: Calendar,
    pub reach: Reach,
    pub reason: String,
    pub based_on: u32,
    /// Where it brings an earlier version back.
    pub restores: Option<u32>,
}
command!(AdoptCalendar => "calendar_adopt" -> CalendarReply);

/// Reads a joint decree (JSON, CSV or iCalendar) that was handed over as
/// [`crate::files::FileUse::Decree`]; answers the calendar it would make. Nothing is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadDecree {
    pub file: FileId,
    /// None: as the file suggests.
    pub merge: Option<Merge>,
}
command!(ReadDecree => "decree_read" -> DecreeReply);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Merge {
    /// The named days of its years are exactly the file's.
    ReplaceYears,
    /// Its days come on top.
    AddDays,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecreeReply {
    /// The file again, for reading it with the other `merge`.
    pub file: FileId,
    pub source: String,
    pub years: Vec<i32>,
    pub days: u32,
    pub merge: Merge,
    pub calendar: Calendar,
    pub unreadable: Vec<UnreadableDay>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadableDay {
    pub place: Place,
    pub why: DayFault,
}

/// Where in the file, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    Line(u64),
    Event(u64),
    Item(u64),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum DayFault {
    NoDate,
    /// No such day (`31 April 2026`), or not a date at all.
    BadDate {
        text: String,
    },
    /// Day and month only, in a file that names no single year.
    NoYear {
        text: String,
    },
    NoName,
    UnknownKind {
        text: String,
    },
    /// Named before; the first one was taken.
    Twice {
        date: NaiveDate,
    },
    YearOutOfRange {
        year: i32,
    },
    ReversedRange {
        from: NaiveDate,
        to: NaiveDate,
    },
    RangeTooLong {
        days: i64,
    },
    /// A rule that repeats (RRULE): which days it means is for a person to say.
    Repeats,
    /// From one time of day to another.
    NotAllDay,
    /// Cancelled or moved, and no such day is in the calendar in force.
    Cancelled,
    /// Computed or expected; no decree has fixed it, and its year does not count as decreed.
    Estimated {
        text: String,
    },
    /// Day and month may be either, and no other date of the file settles which comes first.
    DayOrMonth {
        text: String,
    },
    /// A JSON entry that is no object.
    NotAnEntry,
}

/// The policies in force over time, with what the office changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetPolicies;
command!(GetPolicies => "policy_get" -> PoliciesReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PoliciesReply {
    /// Oldest first; each judges clocks that start on or after its date.
    pub policies: Vec<Policy>,
    /// Which of them is in force today.
    pub today: usize,
    /// The newest rules of the office.
    pub office: Option<OfficeRules>,
    /// Newest first.
    pub versions: Vec<VersionInfo>,
    /// The earliest date from which new rules may hold: tomorrow, since clocks of today run already.
    pub earliest: NaiveDate,
}

/// Puts the office's rules into force as their next version. They hold for clocks that start on or
/// after their date; nothing that runs moves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdoptRules {
    pub rules: OfficeRules,
    pub reason: String,
    /// Version of the rules seen; 0 where there were none.
    pub based_on: u32,
}
command!(AdoptRules => "rules_adopt" -> PoliciesReply);

/// Reads a file of office rules (JSON) handed over as [`crate::files::FileUse::Rules`]. Nothing is
/// stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadRules {
    pub file: FileId,
}
command!(ReadRules => "rules_read" -> OfficeRules);

/// What is wrong with a calendar, a decree or rules, with its place. Nothing was stored; the last good
/// version stays in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Fault {
    Calendar {
        error: CalendarError,
    },
    Rules {
        error: PolicyError,
    },
    /// Neither JSON nor CSV nor iCalendar.
    NotADecree,
    /// JSON that breaks off or is no JSON from this line on.
    BrokenDecree {
        line: u64,
    },
    /// A decree without a single readable day; what was unreadable, at most twenty.
    EmptyDecree {
        unreadable: Vec<UnreadableDay>,
    },
    NoReason,
}
