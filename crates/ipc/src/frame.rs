//! What surrounds every page: sync pill, counts, clock.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::command;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetFrameStatus;
command!(GetFrameStatus => "frame_status" -> FrameStatus);

/// Ends the current wait and talks to the hub at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncNow;
command!(SyncNow => "sync_now" -> ());

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrameStatus {
    pub sync: SyncState,
    /// Last time the hub had nothing newer.
    pub synced_at: Option<DateTime<Utc>>,
    /// Changes that the hub does not have yet.
    pub waiting: u32,
    /// Changes that came back and need the officer.
    pub attention: u32,
    /// Changes that wait for somebody else: another officer, another hub.
    #[serde(default)]
    pub others: u32,
    /// The hub is one for practice: nothing there is real.
    #[serde(default)]
    pub practice: bool,
    pub counts: Counts,
    pub unread_notices: u32,
    pub officer: Option<String>,
    pub scope_names: Vec<String>,
    /// None for a desk that stands alone.
    pub hub: Option<String>,
    /// The desk stands alone with a copy of what a hub had.
    #[serde(default)]
    pub copy_of: Option<CopyOf>,
    /// Corrected by the hub's clock; the window ticks from here.
    pub now: DateTime<Utc>,
    /// How far this computer's clock is off, in seconds, where more than two minutes.
    pub clock_off_s: Option<i64>,
    /// How often syncing or the watch broke down since the desk was opened, and stood up again.
    #[serde(default)]
    pub breakdowns: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum SyncState {
    /// No hub: the desk lives on imports.
    Standalone,
    Connecting,
    /// `done` of `total` complaints of the first sync; `total` is unknown until the hub says.
    FirstSync {
        done: u64,
        total: Option<u64>,
    },
    Syncing,
    UpToDate,
    /// Network away. `retry_at`: the next try.
    Offline {
        retry_at: Option<DateTime<Utc>>,
    },
    /// The desk's own hub does not open: what is written waits in the outbox, and what is shown is its copy.
    OwnHubClosed {
        code: crate::Code,
    },
    /// Something answers that is not the hub (login page of a network).
    CaptivePortal,
    /// The token was revoked or has expired.
    NeedsLogin,
    /// The hub speaks a newer protocol: update the desk. The outbox is safe.
    TooOld,
}

/// Of which hub what is here is a copy, and of when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyOf {
    pub hub: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub all: u32,
    pub open: u32,
    /// Open, and this desk is the one to act.
    pub to_do: u32,
    pub overdue: u32,
    pub in_progress: u32,
    /// Persentase tindak lanjut in tenths of a percent, rounded half up: (selesai + proses) ÷ diterima.
    pub followed_up_permille: u32,
}
