//! Tenggat: the board by time.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tanggap_domain::calendar::Skipped;

use crate::command;
use crate::files::Exported;
use crate::inbox::{Filter, Page, Row};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    pub filter: Filter,
    /// Cards per column, at most 200.
    pub limit: u32,
}
command!(Board => "deadline_board" -> BoardReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardReply {
    pub overdue: Column,
    pub today: Column,
    pub tomorrow: Column,
    /// The rest of seven days from today.
    pub this_week: Column,
    pub paused: Column,
}

impl BoardReply {
    pub fn lane(&self, lane: Lane) -> &Column {
        match lane {
            Lane::Overdue => &self.overdue,
            Lane::Today => &self.today,
            Lane::Tomorrow => &self.tomorrow,
            Lane::ThisWeek => &self.this_week,
            Lane::Paused => &self.paused,
        }
    }
}

/// A column of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lane {
    Overdue,
    Today,
    Tomorrow,
    ThisWeek,
    Paused,
}

impl Lane {
    /// In reading order.
    pub const ALL: [Self; 5] = [
        Self::Overdue,
        Self::Today,
        Self::Tomorrow,
        Self::ThisWeek,
        Self::Paused,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Tomorrow => "tomorrow",
            Self::ThisWeek => "this-week",
            Self::Paused => "paused",
        }
    }
}

/// Most complaints that are chosen with one click.
pub const MOST_CHOSEN: u32 = 500;

/// The complaints of a column, also those that have no card: to act on all of them. In the order of the
/// cards, at most [`MOST_CHOSEN`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaneRows {
    pub filter: Filter,
    pub lane: Lane,
}
command!(LaneRows => "deadline_lane" -> Page);

/// How many open complaints are due on each day of a month, by the clock that matters next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Month {
    pub filter: Filter,
    pub year: i32,
    /// 1–12.
    pub month: u32,
}
command!(Month => "deadline_month" -> MonthReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MonthReply {
    /// Every day of the month.
    pub days: Vec<DayLoad>,
    /// The year's holidays are not decreed: "kalender belum ditetapkan".
    pub undecreed: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayLoad {
    pub date: NaiveDate,
    /// Due on this day, or overdue since.
    pub due: u32,
    pub is_working_day: bool,
    /// Why it is not worked although its weekday would be.
    pub skipped: Option<Skipped>,
}

/// The cards of one day of the month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Day {
    pub filter: Filter,
    pub date: NaiveDate,
    /// At most 200.
    pub limit: u32,
}
command!(Day => "deadline_day" -> Column);

/// Writes every open clock with its explanation into a spreadsheet in the user's download folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportDeadlines {
    pub filter: Filter,
}
command!(ExportDeadlines => "deadline_export" -> Exported);

/// Soonest first; the most overdue first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub total: u32,
    pub cards: Vec<Card>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub row: Row,
    /// Share of the working time used, 0–1000; more than 1000 once it is late.
    pub used_permille: u32,
}
