//! The status words of the national system, and the stage they move a complaint to. Never takes an
//! officer's own step back.

use uuid::Uuid;

use super::{NATIONAL_SYSTEM, by_officer};
use crate::complaint::Complaint;
use crate::event::{Actor, Event, EventKind};
use crate::ids::OpId;
use crate::status::{NationalStatus, Stage};

/// The same status with fewer words beside it takes none of them away.
pub(super) fn same_words_but_fewer(incoming: &mut NationalStatus, known: &NationalStatus) {
    let NationalStatus {
        code,
        name,
        text,
        // Of this row, whatever it leaves out.
        as_of: _,
    } = incoming;
    if !name.is_empty() && *name != known.name {
        return;
    }
    if text.is_none() {
        text.clone_from(&known.text);
    }
    if code.is_none() {
        code.clone_from(&known.code);
    }
}

/// Code, name and text; when we learned them does not count. No words at all are no news.
pub(super) fn words_differ(known: &NationalStatus, incoming: &NationalStatus) -> bool {
    let NationalStatus {
        code,
        name,
        text,
        as_of: _,
    } = incoming;
    if name.is_empty() && code.is_none() {
        return false;
    }
    (&known.code, &known.name, &known.text) != (code, name, text)
}

/// The national stage, but not back behind what an officer did here.
pub(super) fn stage_after(known: &Complaint, national: Stage) -> Stage {
    let mut events = known.history.iter().filter(by_officer);
    let moved_here = events.any(|event| moves_stage(&event.what));
    if moved_here && progress(national) <= progress(known.stage) {
        known.stage
    } else {
        national
    }
}

/// Whether an officer's entry moves the stage.
pub(super) fn moves_stage(what: &EventKind) -> bool {
    match what {
        EventKind::Verified
        | EventKind::Disposed { .. }
        | EventKind::Held { .. }
        | EventKind::Resumed
        | EventKind::NotOurAuthority { .. }
        | EventKind::Archived { .. }
        | EventKind::Replied { .. }
        | EventKind::Closed { .. }
        | EventKind::Reopened { .. } => true,
        EventKind::Recorded
        | EventKind::Noted { .. }
        | EventKind::ReporterAnswered { .. }
        | EventKind::Rated { .. }
        | EventKind::Amended(_)
        | EventKind::Reminded(_)
        | EventKind::NationalStatusChanged { .. }
        | EventKind::Joined { .. }
        | EventKind::Split { .. }
        | EventKind::ToldApart { .. }
        | EventKind::Other(_) => false,
    }
}

/// How far along a stage is. Only compared, never shown.
fn progress(stage: Stage) -> u8 {
    match stage {
        Stage::TidakDikenal => 0,
        Stage::BelumTerverifikasi => 1,
        Stage::BelumTerdisposisi => 2,
        Stage::BelumDitindaklanjuti => 3,
        Stage::Tertunda | Stage::Proses => 4,
        Stage::Selesai | Stage::Diarsipkan | Stage::BukanWewenang | Stage::Dihapus => 5,
    }
}

/// The same on every hub and desk that sees the same row on the same complaint.
pub(super) fn status_event(known: &Complaint, to: &NationalStatus) -> Event {
    let name = format!(
        "national-status\n{}\n{}\n{}\n{}",
        known.versions.head,
        to.code.as_deref().unwrap_or_default(),
        to.name,
        to.text.as_deref().unwrap_or_default(),
    );
    Event {
        id: OpId(Uuid::new_v5(&known.id.0, name.as_bytes())),
        at: to
            .as_of
            .or_else(|| known.history.last().map(|event| event.at))
            .unwrap_or(known.received_at),
        acted_at: None,
        by: Actor::system(NATIONAL_SYSTEM),
        what: EventKind::NationalStatusChanged {
            from: known.national.clone(),
            to: to.clone(),
            still_at: known.provenance.as_of.map(|file| file.until),
        },
    }
}
