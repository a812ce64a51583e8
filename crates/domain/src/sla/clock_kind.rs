//! What is timed: the clocks of the regulation, and those an office sets for itself.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is being timed. Codes, not names: an office's own clock has its name in the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub enum ClockKind {
    /// Until somebody verifies and forwards the report.
    Verification,
    /// Until the agency's first public answer.
    FollowUp,
    /// Until the report is settled.
    Completion,
    /// The reporter's silence after an answer, at the end of which the report may be closed.
    ReporterSilence,
    /// Until the reporter brings what is missing, at the end of which the report may be archived.
    MissingData,
    /// After which the Ombudsman may take over.
    Ombudsman,
    /// An office's own promise, by its number (1 to [`OwnClock::MOST`]).
    Own(OwnClock),
}

/// Number of an office's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnClock(u8);

impl OwnClock {
    /// How many clocks an office may add.
    pub const MOST: u8 = OWN_CODES.len() as u8;

    /// Numbers from 1; none beyond [`OwnClock::MOST`].
    pub fn new(number: u8) -> Option<Self> {
        (1..=Self::MOST).contains(&number).then_some(Self(number))
    }

    pub fn number(self) -> u8 {
        self.0
    }
}

const OWN_CODES: [&str; 9] = [
    "kantor-1", "kantor-2", "kantor-3", "kantor-4", "kantor-5", "kantor-6", "kantor-7", "kantor-8",
    "kantor-9",
];

impl ClockKind {
    /// Every clock a regulation knows.
    pub const REGULATED: [Self; 6] = [
        Self::Verification,
        Self::FollowUp,
        Self::Completion,
        Self::ReporterSilence,
        Self::MissingData,
        Self::Ombudsman,
    ];

    /// The code of files, command line and policies.
    pub fn code(self) -> &'static str {
        match self {
            Self::Verification => "verifikasi",
            Self::FollowUp => "tindak-lanjut",
            Self::Completion => "penyelesaian",
            Self::ReporterSilence => "tanggapan-pelapor",
            Self::MissingData => "kelengkapan-data",
            Self::Ombudsman => "ombudsman",
            Self::Own(own) => OWN_CODES[usize::from(own.0 - 1)],
        }
    }

    /// The inverse of [`ClockKind::code`].
    pub fn of_code(code: &str) -> Option<Self> {
        let own = |code: &str| {
            let position = OWN_CODES.iter().position(|own| *own == code)?;
            OwnClock::new(u8::try_from(position + 1).ok()?).map(Self::Own)
        };
        Self::REGULATED
            .into_iter()
            .find(|kind| kind.code() == code)
            .or_else(|| own(code))
    }

    /// Whether the office is late when it runs out. The others say what the reporter loses or what
    /// the Ombudsman may do; they warn, and nobody is late by them.
    pub fn is_duty(self) -> bool {
        match self {
            Self::Verification | Self::FollowUp | Self::Completion | Self::Own(_) => true,
            Self::ReporterSilence | Self::MissingData | Self::Ombudsman => false,
        }
    }
}

impl fmt::Display for ClockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<ClockKind> for &'static str {
    fn from(kind: ClockKind) -> Self {
        kind.code()
    }
}

/// A code that no clock has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no clock \"{0}\"")]
pub struct NoSuchClock(String);

impl TryFrom<String> for ClockKind {
    type Error = NoSuchClock;

    fn try_from(code: String) -> Result<Self, NoSuchClock> {
        Self::of_code(&code).ok_or(NoSuchClock(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        let own = (1..=OwnClock::MOST).map(|number| ClockKind::Own(OwnClock::new(number).unwrap()));
        for kind in ClockKind::REGULATED.into_iter().chain(own) {
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{}\"", kind.code()));
            assert_eq!(serde_json::from_str::<ClockKind>(&json).unwrap(), kind);
        }
        for wrong in ["kantor-0", "kantor-10", "Verifikasi", ""] {
            assert!(ClockKind::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        let seventh = OwnClock::new(7).unwrap();
        assert_eq!(
            (seventh.number(), ClockKind::Own(seventh).code()),
            (7, "kantor-7")
        );
        assert_eq!(OwnClock::new(0), None);
        assert_eq!(OwnClock::new(OwnClock::MOST + 1), None);
    }
}
