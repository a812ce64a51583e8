//! Who may see what, and personal data inside free text.

mod email;
mod fold;
mod groups;
mod kinds;
mod numbers;
mod public;
mod signs;
#[cfg(test)]
mod tests;
mod texts;
pub mod told;
mod words;

use serde::{Deserialize, Serialize};

pub use texts::{Finding, PersonalData, find_personal_data, mask};

/// Two independent flags of the national system: four combinations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Privacy {
    /// The reporter is hidden from the reported agency and the public.
    #[serde(default)]
    pub anonymous: bool,
    /// The whole report is hidden from the public.
    #[serde(default)]
    pub secret: bool,
}
