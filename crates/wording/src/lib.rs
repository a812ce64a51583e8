//! Sentences that window, command line, notifications and exports share: dates, and why a clock is due
//! when it is. Indonesian first, English beside it; no other place words the same thing again.
//!
//! Pure: it never reads a clock, and decides nothing.

mod clocks;
pub mod dates;
mod explain;

use tanggap_ipc::settings::{Language, Zone};

pub use explain::Why;

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
