//! Sentences that window, command line, notifications and exports share: dates, why a clock is due
//! when it is, what is wrong with a calendar or rules, why a change was refused, what failed. Indonesian
//! first, English beside it; no other place words the same thing again.
//!
//! Pure: it never reads a clock, and decides nothing.

mod clocks;
mod codes;
pub mod dates;
mod explain;
mod faults;
mod likeness;
mod moved;
mod refusals;
mod spot;

use tanggap_ipc::settings::{Language, Zone};

pub use explain::Why;
pub use moved::moved;
pub use spot::Spot;

/// How somebody is spoken to: the language, and the zone of the office's wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub language: Language,
    pub zone: Zone,
}

impl Words {
    /// The language's own form of one thing.
    pub fn pick<T>(self, indonesian: T, english: T) -> T {
        match self.language {
            Language::Id => indonesian,
            Language::En => english,
        }
    }
}

/// `Baris 3` from `baris 3`: a phrase that begins a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
