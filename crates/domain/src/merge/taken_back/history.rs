//! The entries that files wrote into a history. They go with the words they tell of; what somebody wrote stays.

use super::{Brought, FileTold, aged_by};
use crate::complaint::Complaint;
use crate::event::{Event, EventKind};
use crate::ids::OpId;
use crate::merge::status::words_differ;
use crate::provenance::NationalField;

/// Takes the file's entry out. Where a later file told other words, its entry follows on what stood before.
pub(super) fn without(
    next: &mut Complaint,
    before: &Complaint,
    file: &Brought<'_>,
    files: &[&FileTold],
) {
    let told_status = |told: &&FileTold| told.fields.contains(NationalField::Status);
    let Some(place) = files.iter().position(told_status) else {
        remove(&mut next.history, file.told.entry);
        return;
    };
    // The later file said the same: what the file wrote holds, in the later one's name.
    let Some(follows) = files[place].entry else {
        return;
    };
    if file.before.is_none() {
        // The later one would have been the first.
        remove(&mut next.history, Some(follows));
        return;
    }
    remove(&mut next.history, file.told.entry);
    let found = next.history.iter_mut().find(|event| event.id == follows);
    let Some(Event {
        what: EventKind::NationalStatusChanged { from, to, still_at },
        ..
    }) = found
    else {
        return;
    };
    from.clone_from(&before.national);
    let as_of = aged_by(&before.provenance, &files[..place]).as_of;
    *still_at = as_of.map(|as_of| as_of.until);
    if !words_differ(from, to) {
        remove(&mut next.history, Some(follows));
    }
}

fn remove(history: &mut Vec<Event>, entry: Option<OpId>) {
    if let Some(entry) = entry {
        history.retain(|event| event.id != entry);
    }
}
