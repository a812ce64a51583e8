//! What the store had to repair while opening, in the window's words.

use tanggap_ipc::boot::Repaired;
use tanggap_store::{JournalState, MirrorState, Opened};

pub(crate) fn repaired(opened: &Opened) -> Option<Repaired> {
    match (&opened.journal, &opened.mirror) {
        (JournalState::Intact, MirrorState::Intact) => None,
        (JournalState::Intact, MirrorState::Rebuilt { .. }) => Some(Repaired::Mirror),
        // The graver one is said.
        (JournalState::RestoredFromBackup, _) => Some(Repaired::Journal),
    }
}
