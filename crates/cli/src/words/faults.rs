//! What is wrong with a calendar, a decree or rules: the sentences that the window says too, and what
//! to write into the file or on the command line instead.

use tanggap_domain::sla::PolicyError;
use tanggap_ipc::calendar::{Fault, UnreadableDay};
use tanggap_ipc::settings::Zone;
use tanggap_wording::{Words, capital};

use super::Language;

pub fn fault(fault: &Fault, language: Language) -> String {
    let words = words(language);
    let mut said = words.fault(fault);
    if let Fault::EmptyDecree { unreadable } = fault
        && !unreadable.is_empty()
    {
        let entries: Vec<String> = unreadable.iter().map(|it| words.unreadable(it)).collect();
        said.push_str(&format!(" {}.", capital(&entries.join("; "))));
    }
    if let Some(instead) = instead(fault, language) {
        said.push_str(&format!(" {instead}"));
    }
    said
}

/// `baris 3: “31 April 2026” bukan tanggal yang ada`.
pub fn entry(entry: &UnreadableDay, language: Language) -> String {
    words(language).unreadable(entry)
}

/// What to write, by the names of the file's members and of the command line's options.
fn instead(fault: &Fault, language: Language) -> Option<&'static str> {
    match fault {
        Fault::NoReason => Some(language.pick("Isi --reason.", "Fill in --reason.")),
        Fault::Rules { error } => match error {
            PolicyError::OwnIncomplete { .. } => {
                Some(language.pick("Isi “name” dan “ends”.", "Fill in “name” and “ends”."))
            }
            PolicyError::NoCitation { .. } => {
                Some(language.pick("Isi “citation”.", "Fill in “citation”."))
            }
            PolicyError::EndOfRegulation { .. } => {
                Some(language.pick("Hapus “ends”.", "Remove “ends”."))
            }
            _ => None,
        },
        _ => None,
    }
}

/// No fault names an hour of the office's wall, so any zone will do.
fn words(language: Language) -> Words {
    language.words(Zone::default())
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::calendar::{DayFault, Place};

    use super::*;

    #[test]
    fn the_entries_of_an_empty_decree_are_listed() {
        let unreadable = [DayFault::NoDate, DayFault::NoName]
            .into_iter()
            .zip(2..)
            .map(|(why, line)| UnreadableDay {
                place: Place::Line(line),
                why,
            })
            .collect();
        assert_eq!(
            fault(&Fault::EmptyDecree { unreadable }, Language::Id),
            "Tidak ada satu hari pun yang dapat dibaca dari berkas ini. Baris 2: tanggalnya tidak \
             ada; baris 3: nama harinya tidak ada."
        );
    }

    #[test]
    fn what_is_missing_is_named_as_the_file_names_it() {
        let error = PolicyError::NoCitation {
            place: "clock 2 (kantor-1)".to_owned(),
        };
        assert_eq!(
            fault(&Fault::Rules { error }, Language::Id),
            "Tenggat ke-2 (Tenggat kantor 1): dasar wajib diisi. Isi “citation”."
        );
        assert_eq!(
            fault(&Fault::NoReason, Language::En),
            "A reason is needed. Nothing was adopted. Fill in --reason."
        );
    }
}
