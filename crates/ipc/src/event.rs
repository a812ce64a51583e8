//! What the shell tells the window without being asked. One channel, [`CHANNEL`].

use serde::{Deserialize, Serialize};
use tanggap_domain::ids::ComplaintId;

use crate::boot::Repaired;
use crate::frame::FrameStatus;

/// Name of the Tauri event that carries every [`Event`].
pub const CHANNEL: &str = "tanggap";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// Rows changed, by sync or by the officer. Empty means: too many to name, read again.
    ComplaintsChanged {
        ids: Vec<ComplaintId>,
    },
    OutboxChanged,
    Frame(Box<FrameStatus>),
    NoticesChanged,
    SettingsChanged,
    /// Something was repaired after the desk had opened: say so once.
    Repaired {
        what: Repaired,
    },
    /// A notification or the command line asked to show this one.
    OpenComplaint {
        id: ComplaintId,
    },
    /// A notification that spoke of many asked for the board.
    OpenDeadlines,
    ImportProgress {
        done: u64,
        total: u64,
        /// Everything is read, and is being written.
        #[serde(default)]
        storing: bool,
    },
    /// Complaints judged anew by a calendar that was just adopted.
    JudgingProgress {
        done: u64,
        total: u64,
    },
}
