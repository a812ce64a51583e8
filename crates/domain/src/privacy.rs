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

impl Privacy {
    /// Reads `Tipe Laporan (Anonim/Rahasia)`: `-`, `Anonim`, `Rahasia`, `Anonim, Rahasia`.
    pub fn read(raw: &str) -> Self {
        let word = raw.to_lowercase();
        Self {
            anonymous: word.contains("anonim"),
            secret: word.contains("rahasia"),
        }
    }
}

#[cfg(test)]
mod flags {
    use super::*;

    #[test]
    fn four_combinations() {
        assert_eq!(Privacy::read("-"), Privacy::default());
        assert_eq!(
            Privacy::read("Anonim"),
            Privacy {
                anonymous: true,
                secret: false
            }
        );
        assert_eq!(
            Privacy::read("Rahasia"),
            Privacy {
                anonymous: false,
                secret: true
            }
        );
        assert_eq!(
            Privacy::read("Anonim, Rahasia"),
            Privacy {
                anonymous: true,
                secret: true
            }
        );
    }
}
