//! Every text and list of a change against the table of [`limits`](crate::limits), and the room that
//! its entry takes in a history.

use super::{Amendment, ChangeKind, NewComplaint, Refused, Then};
use crate::agency::AgencyRef;
use crate::classification::Classification;
use crate::complaint::{Attachment, Category, Location, Reporter};
use crate::event::Event;
use crate::limits::{ListKind, Room, TextKind};

/// # Errors
/// [`Refused::TextTooLong`] or [`Refused::TooMany`] for the first text or list beyond its limit,
/// [`Refused::EmptyText`] for an agency without a name.
pub(super) fn check(kind: &ChangeKind) -> Result<(), Refused> {
    match kind {
        ChangeKind::Record(new) => recording(new),
        ChangeKind::Verify
        | ChangeKind::Resume
        | ChangeKind::Join { .. }
        | ChangeKind::Split { .. }
        | ChangeKind::TellApart { .. } => Ok(()),
        ChangeKind::Dispose { to, note } => {
            agency(to)?;
            TextKind::Instruction.check(note)
        }
        ChangeKind::NotOurAuthority { target, reason } => {
            target.iter().try_for_each(agency)?;
            TextKind::Reason.check(reason)
        }
        ChangeKind::Hold { reason }
        | ChangeKind::Archive { reason }
        | ChangeKind::Close { reason }
        | ChangeKind::Reopen { reason } => TextKind::Reason.check(reason),
        ChangeKind::Reply {
            text, attachments, ..
        } => {
            TextKind::Reply.check(text)?;
            files(attachments)
        }
        ChangeKind::Note { text, attachments } => {
            TextKind::Note.check(text)?;
            files(attachments)
        }
        ChangeKind::Amend(Amendment {
            classification: word,
            category: path,
            region: _,
            priority: _,
        }) => {
            word.iter().try_for_each(classification)?;
            path.iter().try_for_each(category)
        }
        ChangeKind::Remind(reminder) => reminder.to.iter().try_for_each(agency),
    }
}

fn recording(new: &NewComplaint) -> Result<(), Refused> {
    TextKind::Title.check(&new.title)?;
    TextKind::Body.check(&new.body)?;
    classification(&new.classification)?;
    category(&new.category)?;
    TextKind::Channel.check(new.channel.code())?;
    let Reporter { name, phone, email } = &new.reporter;
    some(TextKind::Name, name)?;
    some(TextKind::Contact, phone)?;
    some(TextKind::Contact, email)?;
    let Location {
        region: _,
        province,
        regency,
        district,
        village,
        address,
        point: _,
    } = &new.location;
    for name in [province, regency, district, village] {
        some(TextKind::Place, name)?;
    }
    some(TextKind::Address, address)?;
    new.agency.iter().try_for_each(agency)?;
    files(&new.attachments)
}

fn some(kind: TextKind, text: &Option<String>) -> Result<(), Refused> {
    text.iter().try_for_each(|text| kind.check(text))
}

/// An agency without a name is none.
fn agency(agency: &AgencyRef) -> Result<(), Refused> {
    if agency.name.trim().is_empty() {
        return Err(Refused::EmptyText);
    }
    TextKind::Agency.check(&agency.name)
}

fn classification(word: &Classification) -> Result<(), Refused> {
    TextKind::Classification.check(word.code())
}

fn category(category: &Category) -> Result<(), Refused> {
    ListKind::CategoryPath.check(category.path.len())?;
    let mut words = category.path.iter();
    words.try_for_each(|word| TextKind::Category.check(word))
}

fn files(files: &[Attachment]) -> Result<(), Refused> {
    ListKind::Files.check(files.len())?;
    files.iter().try_for_each(|file| {
        TextKind::FileName.check(&file.name)?;
        TextKind::FileType.check(&file.mime)
    })
}

/// # Errors
/// [`Refused::HistoryFull`] where the newest entry of `history`, made by `kind`, has no room.
pub(super) fn check_room(history: &[Event], kind: &ChangeKind) -> Result<(), Refused> {
    if room_of(kind).holds(history) {
        Ok(())
    } else {
        Err(Refused::HistoryFull)
    }
}

fn room_of(kind: &ChangeKind) -> Room {
    match kind {
        ChangeKind::Record(_)
        | ChangeKind::Verify
        | ChangeKind::Dispose { .. }
        | ChangeKind::Hold { .. }
        | ChangeKind::Resume
        | ChangeKind::Note { .. }
        | ChangeKind::Amend(_)
        | ChangeKind::Remind(_)
        | ChangeKind::Join { .. }
        | ChangeKind::TellApart { .. } => Room::Work,
        ChangeKind::Reply { then, .. } => match then {
            Then::Keep | Then::Proses | Then::AskReporter => Room::Answer,
            Then::Selesai => Room::End,
        },
        ChangeKind::Reopen { .. } => Room::Answer,
        // A full history must not keep two reports together.
        ChangeKind::Split { .. }
        | ChangeKind::NotOurAuthority { .. }
        | ChangeKind::Archive { .. }
        | ChangeKind::Close { .. } => Room::End,
    }
}
