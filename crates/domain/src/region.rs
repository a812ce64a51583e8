//! Region codes of the Ministry of Home Affairs (Kemendagri).

use std::fmt;

use serde::{Deserialize, Serialize};

/// How deep a code goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RegionLevel {
    Province,
    Regency,
    District,
    Village,
}

/// A code in the dotted form of Kepmendagri 300.2.2-2138/2025: `35`, `35.78`, `35.78.13`,
/// `35.78.13.1001`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(String);

/// Not a region code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a Kemendagri region code")]
pub struct NotARegionCode;

impl RegionCode {
    /// Accepts dotted and plain digits (`3578131001`).
    pub fn parse(raw: &str) -> Result<Self, NotARegionCode> {
        let digits: String = raw.trim().chars().filter(|c| *c != '.').collect();
        let known_length = matches!(digits.len(), 2 | 4 | 6 | 10);
        if !known_length || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotARegionCode);
        }
        let mut dotted = String::with_capacity(13);
        for (i, digit) in digits.chars().enumerate() {
            if matches!(i, 2 | 4 | 6) {
                dotted.push('.');
            }
            dotted.push(digit);
        }
        Ok(Self(dotted))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn level(&self) -> RegionLevel {
        match self.0.len() {
            2 => RegionLevel::Province,
            5 => RegionLevel::Regency,
            8 => RegionLevel::District,
            _ => RegionLevel::Village,
        }
    }

    /// The next wider region, none for a province.
    pub fn parent(&self) -> Option<Self> {
        self.0
            .rsplit_once('.')
            .map(|(parent, _)| Self(parent.to_owned()))
    }

    /// The code cut to `level`, none where it is not that deep.
    pub fn at(&self, level: RegionLevel) -> Option<Self> {
        let len = match level {
            RegionLevel::Province => 2,
            RegionLevel::Regency => 5,
            RegionLevel::District => 8,
            RegionLevel::Village => 13,
        };
        self.0.get(..len).map(|code| Self(code.to_owned()))
    }

    /// Whether `other` lies in this region or is the same.
    pub fn contains(&self, other: &Self) -> bool {
        other
            .0
            .strip_prefix(&self.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl TryFrom<String> for RegionCode {
    type Error = NotARegionCode;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> Self {
        code.0
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_normalised_and_know_their_place() {
        let village = RegionCode::parse("3578131001").unwrap();
        assert_eq!(village.as_str(), "35.78.13.1001");
        assert_eq!(village.level(), RegionLevel::Village);
        assert_eq!(village.parent().unwrap().as_str(), "35.78.13");
        assert_eq!(village.at(RegionLevel::Regency).unwrap().as_str(), "35.78");
        assert!(RegionCode::parse("35.78").unwrap().contains(&village));
        assert!(RegionCode::parse("35.7").is_err());
        assert!(!RegionCode::parse("35.79").unwrap().contains(&village));
        assert!(RegionCode::parse("Surabaya").is_err());
    }
}
