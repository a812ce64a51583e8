//! What a source says about the two flags. Fails closed: a column that is not there, a blank cell, a
//! dash and a word nobody knows are four different things, and none of them lowers a flag.

use super::Privacy;
use crate::provenance::{AsOf, Ground};

/// What one row of a source says about one flag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlagTold {
    /// The source has nothing to say it with. Changes nothing; a new report is protected.
    #[default]
    Silent,
    /// It could have said so and did not: a blank cell, a dash, "Publik". Changes nothing that was said
    /// before; a new report is not protected.
    Unmarked,
    /// "Tidak anonim": the one way in which a flag goes down.
    Lowered,
    Set,
    /// In a word that is not known here: protected, until a word says otherwise.
    Unknown,
}

/// What one row of a source says about both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrivacyTold {
    pub anonymous: FlagTold,
    pub secret: FlagTold,
}

/// One of the flags of [`Privacy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    Anonymous,
    Secret,
}

impl PrivacyTold {
    pub const UNMARKED: Self = Self {
        anonymous: FlagTold::Unmarked,
        secret: FlagTold::Unmarked,
    };

    /// The number under which it is kept beside a row; see [`Self::of_number`].
    pub fn number(self) -> u32 {
        let place = |told| FlagTold::ALL.iter().position(|it| *it == told).unwrap_or(0) as u32;
        place(self.anonymous) * FlagTold::ALL.len() as u32 + place(self.secret)
    }

    /// What [`Self::number`] stands for; a number that stands for nothing says what nobody knows.
    pub fn of_number(number: u32) -> Self {
        let flags = FlagTold::ALL.len() as u32;
        let at = |place: u32| FlagTold::ALL.get(place as usize).copied();
        Self {
            anonymous: at(number / flags).unwrap_or(FlagTold::Unknown),
            secret: at(number % flags).unwrap_or(FlagTold::Unknown),
        }
    }

    /// A cell of a column that speaks of both flags, `Tipe Laporan (Anonim/Rahasia)`.
    ///
    /// ```
    /// use tanggap_domain::privacy::told::{FlagTold, PrivacyTold};
    /// let told = PrivacyTold::read("Anonim|Rahasia");
    /// assert_eq!((told.anonymous, told.secret), (FlagTold::Set, FlagTold::Set));
    /// assert_eq!(PrivacyTold::read("Publik"), PrivacyTold::UNMARKED);
    /// ```
    pub fn read(words: &str) -> Self {
        let folded = fold(words);
        match folded.as_str() {
            "" if is_nothing(words) => Self::UNMARKED,
            word if YES.contains(&word) => Self {
                anonymous: FlagTold::Set,
                secret: FlagTold::Set,
            },
            // It denies something, but nobody can tell which of the two.
            word if NO.contains(&word) => Self::UNMARKED,
            word if speaks_of_the_class(word) => Self::default(),
            _ => {
                let mut told = Self::UNMARKED;
                if folded.is_empty() {
                    // "???" is a mark, and nobody knows of what.
                    told = of_part("");
                }
                for part in parts(&folded) {
                    told = told.and(of_part(part));
                }
                told
            }
        }
    }

    /// A cell of a column that speaks of one flag and answers yes or no, `Anonim`, `is_secret`. Of the
    /// other flag only a word says something.
    pub fn read_flag(flag: Flag, words: &str) -> Self {
        let folded = fold(words);
        let own = match folded.as_str() {
            word if YES.contains(&word) => FlagTold::Set,
            word if NO.contains(&word) => FlagTold::Lowered,
            _ => {
                let told = Self::read(words);
                let (own, other) = match flag {
                    Flag::Anonymous => (told.anonymous, told.secret),
                    Flag::Secret => (told.secret, told.anonymous),
                };
                let other = if other == FlagTold::Set {
                    FlagTold::Set
                } else {
                    FlagTold::Silent
                };
                return Self::of(flag, own, other);
            }
        };
        Self::of(flag, own, FlagTold::Silent)
    }

    fn of(flag: Flag, own: FlagTold, other: FlagTold) -> Self {
        let (anonymous, secret) = match flag {
            Flag::Anonymous => (own, other),
            Flag::Secret => (other, own),
        };
        Self { anonymous, secret }
    }

    /// Two cells of one row together: the one that protects more, and where they contradict each other
    /// neither is believed.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let both = |one: FlagTold, two: FlagTold| match (one, two) {
            (FlagTold::Set, FlagTold::Lowered) | (FlagTold::Lowered, FlagTold::Set) => {
                FlagTold::Unknown
            }
            _ => one.max(two),
        };
        Self {
            anonymous: both(self.anonymous, other.anonymous),
            secret: both(self.secret, other.secret),
        }
    }

    /// Whether a word was there that nobody knows.
    pub fn is_unknown(self) -> bool {
        self.anonymous == FlagTold::Unknown || self.secret == FlagTold::Unknown
    }

    /// Whether any word was there that speaks of a flag.
    pub fn speaks(self) -> bool {
        self.anonymous > FlagTold::Unmarked || self.secret > FlagTold::Unmarked
    }
}

/// Flags that are known for certain: a complaint from somewhere else than a file.
impl From<Privacy> for PrivacyTold {
    fn from(privacy: Privacy) -> Self {
        let told = |set| {
            if set {
                FlagTold::Set
            } else {
                FlagTold::Unmarked
            }
        };
        Self {
            anonymous: told(privacy.anonymous),
            secret: told(privacy.secret),
        }
    }
}

impl FlagTold {
    const ALL: [Self; 5] = [
        Self::Silent,
        Self::Unmarked,
        Self::Lowered,
        Self::Set,
        Self::Unknown,
    ];

    /// The flag of a report that nothing is known of yet.
    pub(crate) fn first(self, as_of: Option<AsOf>) -> (bool, Ground) {
        match self {
            Self::Silent => (true, Ground::Silence),
            Self::Unmarked => (false, Ground::Unmarked),
            Self::Lowered => (false, as_of.map_or(Ground::Unmarked, Ground::Told)),
            Self::Set => (true, as_of.map_or(Ground::Unmarked, Ground::Told)),
            Self::Unknown => (true, Ground::UnknownWord(as_of)),
        }
    }

    /// The flag after this, where it stood as `known`. An older file takes back nothing that a newer
    /// one said in words.
    pub(crate) fn after(
        self,
        known: (bool, Ground),
        as_of: Option<AsOf>,
        is_older_than: impl Fn(AsOf) -> bool,
    ) -> (bool, Ground) {
        let (_, ground) = known;
        match self {
            Self::Silent => known,
            Self::Unmarked if ground == Ground::Silence => (false, Ground::Unmarked),
            Self::Unmarked => known,
            Self::Lowered | Self::Set | Self::Unknown => match ground.as_of() {
                Some(told) if is_older_than(told) => known,
                _ => self.first(as_of),
            },
        }
    }
}

const YES: &[&str] = &[
    "ya", "y", "yes", "iya", "1", "true", "benar", "betul", "v", "x", "✓", "✔", "on",
];
const NO: &[&str] = &[
    "tidak", "t", "tdk", "no", "n", "0", "false", "bukan", "salah", "off",
];

/// Ordinary reports, in the words of those who had to write something.
const ORDINARY: &[&str] = &[
    "publik",
    "public",
    "terbuka",
    "open",
    "umum",
    "biasa",
    "normal",
    "reguler",
    "regular",
    "standar",
    "laporan publik",
    "laporan terbuka",
    "laporan biasa",
    "laporan umum",
    "nama jelas",
    "identitas jelas",
    "tidak ada",
    "kosong",
    "none",
    "null",
    "nan",
    "na",
    "n a",
];

const ANONYMOUS: &[&str] = &[
    "anonim",
    "anonym",
    "anonimous",
    "tanpa nama",
    "tanpa identitas",
    "samaran",
    "disamarkan",
    "nama disembunyikan",
    "identitas disembunyikan",
    "nama dirahasiakan",
    "identitas dirahasiakan",
    "no name",
    "noname",
    "unnamed",
    "nameless",
    "hidden identity",
    "hidden name",
];
const ANONYMOUS_WHOLE: &[&str] = &["anon", "annonim", "nn", "hamba allah"];

const SECRET: &[&str] = &[
    "rahasia",
    "secret",
    "confidential",
    "konfidensial",
    "classified",
];
const SECRET_WHOLE: &[&str] = &[
    "private",
    "privat",
    "pribadi",
    "tertutup",
    "closed",
    "laporan tertutup",
    "hidden",
    "disembunyikan",
    "tidak publik",
    "bukan publik",
    "tidak terbuka",
    "non publik",
    "not public",
    "tidak dipublikasikan",
    "tidak untuk umum",
];

const NOT: &[&str] = &["tidak", "tdk", "bukan", "non", "not", "no", "tanpa", "nir"];

fn of_part(part: &str) -> PrivacyTold {
    if ORDINARY.contains(&part) {
        return PrivacyTold::UNMARKED;
    }
    let stems = |stems: &[&str]| stems.iter().any(|stem| part.contains(stem));
    let anonymous = stems(ANONYMOUS) || ANONYMOUS_WHOLE.contains(&part) || has_word(part, "anon");
    let secret = stems(SECRET) || SECRET_WHOLE.contains(&part);
    if !anonymous && !secret {
        return PrivacyTold {
            anonymous: FlagTold::Unknown,
            secret: FlagTold::Unknown,
        };
    }
    let denied = is_denied(part, anonymous, secret);
    let told = |spoken: bool| match (spoken, denied) {
        (false, _) => FlagTold::Unmarked,
        (true, Some(true)) => FlagTold::Lowered,
        (true, Some(false)) => FlagTold::Set,
        (true, None) => FlagTold::Unknown,
    };
    PrivacyTold {
        anonymous: told(anonymous),
        secret: told(secret),
    }
}

/// Whether the words deny the one flag they speak of; none where that cannot be told. A denial is
/// believed only where it is nothing but that: "tidak anonim", "bukan laporan rahasia".
fn is_denied(part: &str, anonymous: bool, secret: bool) -> Option<bool> {
    const FLAG: &[&str] = &[
        "anonim",
        "anonymous",
        "anonym",
        "anon",
        "rahasia",
        "dirahasiakan",
        "secret",
        "confidential",
    ];
    const FILLING: &[&str] = &[
        "laporan",
        "pelapor",
        "identitas",
        "nama",
        "bersifat",
        "secara",
        "is",
    ];
    if part == "no name" || SECRET_WHOLE.contains(&part) {
        return Some(false);
    }
    let words: Vec<&str> = part.split(' ').collect();
    let denials = words.iter().filter(|word| NOT.contains(word)).count();
    match denials {
        0 => Some(false),
        // "tanpa nama" and "tanpa identitas" say that somebody is anonymous.
        _ if part.contains("tanpa nama") || part.contains("tanpa identitas") => {
            (denials == 1).then_some(false)
        }
        1 => {
            let plain = words
                .iter()
                .all(|word| NOT.contains(word) || FLAG.contains(word) || FILLING.contains(word));
            // "tidak anonim rahasia" may mean either.
            let one = anonymous != secret;
            // "identitas tidak dirahasiakan" speaks of the name, not of the report.
            let of_the_name = secret && (part.contains("nama") || part.contains("identitas"));
            (plain && one && !of_the_name).then_some(true)
        }
        _ => None,
    }
}

fn has_word(part: &str, word: &str) -> bool {
    part.split(' ').any(|it| it == word)
}

/// Older exports and trimmed copies have a column of nearly this name that holds the class.
fn speaks_of_the_class(folded: &str) -> bool {
    matches!(
        folded,
        "pengaduan"
            | "pengaduan berkadar pengawasan"
            | "pengaduan tidak berkadar pengawasan"
            | "permintaan informasi"
            | "informasi"
            | "aspirasi"
            | "whistle blowing"
            | "whistleblowing"
    )
}

/// White space, dashes and separators, and nothing else.
fn is_nothing(words: &str) -> bool {
    words
        .chars()
        .all(|c| c.is_whitespace() || is_unseen(c) || "-–—−|,;/._".contains(c))
}

fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

fn parts(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split([SEPARATOR])
        .flat_map(|part| part.split(" dan "))
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" serta "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Stands for every mark that parts words, so that the folded text has only one.
const SEPARATOR: char = '|';

/// Lower case, one space between words, one separator between parts; what nobody sees is gone.
fn fold(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for c in words.chars().flat_map(char::to_lowercase) {
        match c {
            c if is_unseen(c) => {}
            '|' | ',' | ';' | '/' | '&' | '+' | '\n' | '\\' => folded.push(SEPARATOR),
            c if c.is_alphanumeric() || c == '✓' || c == '✔' => folded.push(c),
            _ => folded.push(' '),
        }
    }
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let folded = words.join(" ");
    folded.trim_matches([' ', SEPARATOR]).to_owned()
}

#[cfg(test)]
mod tests;
