//! The one catalogue of everything a person reads, Indonesian first. No other file holds a sentence.
//!
//! A phrase is a method of [`Say`]; both languages stand side by side, so neither can be forgotten.
//! Words of the domain are exhaustive matches: a new variant does not compile until it has its word.

mod calendar;
mod compose;
mod deadlines;
mod errors;
mod escalation;
mod frame;
mod imported;
mod inbox;
mod joining;
mod map;
mod notices;
mod record;
mod rules;
mod settings;
mod setup;
mod words;

use tanggap_ipc::settings::{Language, Zone};
use tanggap_wording::Words;

/// How this office is spoken to: its language, and the zone of its wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Say {
    pub language: Language,
    pub zone: Zone,
}

impl Say {
    /// The sentences shared with command line, notifications and exports.
    pub fn words(self) -> Words {
        Words {
            language: self.language,
            zone: self.zone,
        }
    }

    /// The language's own form of one thing.
    pub fn pick<T>(self, indonesian: T, english: T) -> T {
        match self.language {
            Language::Id => indonesian,
            Language::En => english,
        }
    }
}

/// One method per phrase: `name: "Indonesia", "English";` or, with values,
/// `name(count: u32): format!(…), format!(…);`.
macro_rules! phrases {
    ($($name:ident $(( $self:ident $(, $arg:ident : $ty:ty)* ))? : $id:expr, $en:expr;)*) => {
        impl $crate::labels::Say {
            $( $crate::labels::phrase!{ $name $(( $self $(, $arg: $ty)* ))? : $id, $en } )*
        }
    };
}

macro_rules! phrase {
    ($name:ident : $id:expr, $en:expr) => {
        pub fn $name(self) -> &'static str {
            match self.language {
                tanggap_ipc::settings::Language::Id => $id,
                tanggap_ipc::settings::Language::En => $en,
            }
        }
    };
    ($name:ident ( $self:ident $(, $arg:ident : $ty:ty)* ) : $id:expr, $en:expr) => {
        pub fn $name($self $(, $arg: $ty)*) -> String {
            match $self.language {
                tanggap_ipc::settings::Language::Id => $id,
                tanggap_ipc::settings::Language::En => $en,
            }
        }
    };
}

pub(crate) use {phrase, phrases};
