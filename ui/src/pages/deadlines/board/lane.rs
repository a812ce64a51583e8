//! Which columns the board has: their order, names and shapes.

use tanggap_ipc::deadlines::{BoardReply, Column};

use crate::labels::Say;

/// Columns in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    Overdue,
    Today,
    Tomorrow,
    ThisWeek,
    Paused,
}

impl Lane {
    pub(super) const ALL: [Self; 5] = [
        Self::Overdue,
        Self::Today,
        Self::Tomorrow,
        Self::ThisWeek,
        Self::Paused,
    ];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Tomorrow => "tomorrow",
            Self::ThisWeek => "this-week",
            Self::Paused => "paused",
        }
    }

    pub(super) fn name(self, say: Say) -> &'static str {
        match self {
            Self::Overdue => say.board_overdue(),
            Self::Today => say.board_today(),
            Self::Tomorrow => say.board_tomorrow(),
            Self::ThisWeek => say.board_this_week(),
            Self::Paused => say.board_paused(),
        }
    }

    pub(super) fn shape(self) -> &'static str {
        match self {
            Self::Overdue => "▲",
            Self::Today | Self::Tomorrow => "◆",
            Self::ThisWeek => "",
            Self::Paused => "‖",
        }
    }

    pub(super) fn column(self, board: &BoardReply) -> &Column {
        match self {
            Self::Overdue => &board.overdue,
            Self::Today => &board.today,
            Self::Tomorrow => &board.tomorrow,
            Self::ThisWeek => &board.this_week,
            Self::Paused => &board.paused,
        }
    }
}
