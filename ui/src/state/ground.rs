//! What an empty list means here: whether anything has ever come to this desk. Read from what the shell
//! says of sync and counts; nothing is decided here.

use tanggap_ipc::frame::{FrameStatus, SyncState};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// There are complaints; an empty list is a list's own.
    Complaints,
    /// No hub, and nothing was imported or recorded.
    NoSource,
    /// The first complaints are on their way.
    Arriving,
    /// Nothing has come yet, and the hub cannot be reached or refuses.
    Away,
    /// The hub has nothing for this officer.
    EmptyHub,
}

impl Ground {
    pub fn of(frame: &FrameStatus) -> Self {
        if frame.counts.all > 0 {
            return Self::Complaints;
        }
        match frame.sync {
            SyncState::Standalone => Self::NoSource,
            SyncState::UpToDate => Self::EmptyHub,
            _ if frame.synced_at.is_some() => Self::EmptyHub,
            SyncState::Connecting | SyncState::FirstSync { .. } | SyncState::Syncing => {
                Self::Arriving
            }
            SyncState::OwnHubClosed { .. }
            | SyncState::Offline { .. }
            | SyncState::CaptivePortal
            | SyncState::NeedsLogin
            | SyncState::TooOld => Self::Away,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use tanggap_ipc::frame::Counts;

    use super::*;

    fn frame(sync: SyncState, all: u32, synced: bool) -> FrameStatus {
        FrameStatus {
            sync,
            synced_at: synced.then_some(DateTime::UNIX_EPOCH),
            waiting: 0,
            attention: 0,
            others: 0,
            practice: false,
            counts: Counts {
                all,
                ..Counts::default()
            },
            unread_notices: 0,
            officer: None,
            scope_names: Vec::new(),
            hub: None,
            copy_of: None,
            now: DateTime::UNIX_EPOCH,
            clock_off_s: None,
            breakdowns: 0,
        }
    }

    #[test]
    fn an_empty_desk_says_why_it_is_empty() {
        let away = || SyncState::Offline { retry_at: None };
        let first = || SyncState::FirstSync {
            done: 0,
            total: None,
        };
        for (sync, all, synced, expected) in [
            (SyncState::Standalone, 0, false, Ground::NoSource),
            (SyncState::Standalone, 3, false, Ground::Complaints),
            (SyncState::Standalone, 0, true, Ground::NoSource),
            (SyncState::Connecting, 0, false, Ground::Arriving),
            (first(), 0, false, Ground::Arriving),
            (first(), 1, false, Ground::Complaints),
            (SyncState::UpToDate, 0, true, Ground::EmptyHub),
            (SyncState::Syncing, 0, true, Ground::EmptyHub),
            (away(), 0, false, Ground::Away),
            (away(), 0, true, Ground::EmptyHub),
            (away(), 9, true, Ground::Complaints),
            (SyncState::CaptivePortal, 0, false, Ground::Away),
            (SyncState::NeedsLogin, 0, false, Ground::Away),
            (SyncState::TooOld, 0, false, Ground::Away),
        ] {
            let frame = frame(sync, all, synced);
            assert_eq!(Ground::of(&frame), expected, "{:?}", frame.sync);
        }
    }
}
