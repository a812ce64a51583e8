//! A joint decree from a file: the calendar it would make, and what in it could not be read.

use tanggap_ipc::calendar::{
    DayFault, DecreeReply, Fault, Merge, Place, ReadDecree, UnreadableDay,
};
use tanggap_ipc::files::FileUse;
use tanggap_ipc::{Code, Error};
use tanggap_upstream::decree::{self, DecreeError, DecreeFault, UnreadableEntry};

use crate::desk::Desk;
use crate::error::Result;

/// Most entries that are listed of a file without a readable one.
const MOST_UNREADABLE: usize = 20;

/// Reads a decree and lays it over the calendar in force. Nothing is stored.
pub async fn read(desk: &Desk, request: ReadDecree) -> Result<DecreeReply> {
    let file = desk.incoming.take(&request.file, FileUse::Decree)?;
    let read = decree::read(&file.name, &file.data);
    // Reading it with the other merge should not need the file again.
    desk.incoming.give_back(&request.file, file);
    let decree = read.map_err(fault)?;
    let merge = request.merge.unwrap_or(match decree.suggested() {
        decree::Merge::ReplaceYears => Merge::ReplaceYears,
        decree::Merge::AddDays => Merge::AddDays,
    });
    let asked = match merge {
        Merge::ReplaceYears => decree::Merge::ReplaceYears,
        Merge::AddDays => decree::Merge::AddDays,
    };
    let merged = decree.merged_into(desk.office().calendar(), asked);
    Ok(DecreeReply {
        file: request.file,
        years: decree.years.iter().copied().collect(),
        days: u32::try_from(decree.days.len()).unwrap_or(u32::MAX),
        merge,
        calendar: merged.calendar,
        unreadable: decree
            .unreadable
            .iter()
            // What was taken back stands among the differences.
            .filter(|it| {
                it.what != DecreeFault::Cancelled || !merged.taken_back.contains(&it.place)
            })
            .map(unreadable)
            .collect(),
        source: decree.source,
    })
}

fn unreadable(entry: &UnreadableEntry) -> UnreadableDay {
    UnreadableDay {
        place: match entry.place {
            decree::Place::Line(number) => Place::Line(number),
            decree::Place::Event(number) => Place::Event(number),
            decree::Place::Item(number) => Place::Item(number),
        },
        why: match entry.what.clone() {
            DecreeFault::BadDate { text } => DayFault::BadDate { text },
            DecreeFault::NoYear { text } => DayFault::NoYear { text },
            DecreeFault::NoDate => DayFault::NoDate,
            DecreeFault::NoName => DayFault::NoName,
            DecreeFault::UnknownKind { text } => DayFault::UnknownKind { text },
            DecreeFault::Twice { date } => DayFault::Twice { date },
            DecreeFault::YearOutOfRange { year } => DayFault::YearOutOfRange { year },
            DecreeFault::ReversedRange { from, until } => {
                DayFault::ReversedRange { from, to: until }
            }
            DecreeFault::RangeTooLong { days } => DayFault::RangeTooLong { days },
            DecreeFault::Repeats => DayFault::Repeats,
            DecreeFault::NotAllDay => DayFault::NotAllDay,
            DecreeFault::Cancelled => DayFault::Cancelled,
            DecreeFault::Estimated { text } => DayFault::Estimated { text },
            DecreeFault::DayOrMonth { text } => DayFault::DayOrMonth { text },
            DecreeFault::NotAnEntry => DayFault::NotAnEntry,
        },
    }
}

fn fault(error: DecreeError) -> Error {
    match error {
        DecreeError::Empty => Error::new(Code::FileEmpty),
        DecreeError::TooLarge { max_bytes } => Error::with(Code::FileTooLarge, max_bytes),
        DecreeError::NotADecree => Fault::NotADecree.into(),
        DecreeError::BrokenJson { line } => Fault::BrokenDecree { line }.into(),
        DecreeError::NothingReadable { unreadable: all } => Fault::EmptyDecree {
            unreadable: all.iter().take(MOST_UNREADABLE).map(unreadable).collect(),
        }
        .into(),
    }
}
