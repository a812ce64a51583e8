//! Tenggat: the board by time.

use serde::{Deserialize, Serialize};

use crate::command;
use crate::inbox::{Filter, Row};

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
