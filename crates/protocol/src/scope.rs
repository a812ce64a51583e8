//! What part of the complaints somebody may see.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use tanggap_domain::region::{RegionCode, RegionLevel};

/// One feed of complaints. As text: `nat`, `16`, `16.71`, `ins:ID`, `tanpa-lokasi`, `tanpa-lokasi:16`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// Everything.
    Nation,
    /// One province or regency.
    Region(RegionCode),
    /// One agency or unit: its national id, or its name as a slug (`dinas-pupr-kota-palembang`).
    Agency(String),
    /// Complaints of which nothing tells whose they are. Given to those who sort them, never implied.
    Unlocated,
    /// Complaints of which only the province is known. Its regencies share these, so that none of them
    /// lies unseen; they see them as a reported agency would.
    UnlocatedIn(RegionCode),
}

/// Not a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a scope: nat, a province (16), a regency (16.71), an agency (ins:ID) or tanpa-lokasi was expected"
)]
pub struct NotAScope;

impl Scope {
    /// The scopes that come with this one.
    pub fn implied(&self) -> Option<Self> {
        match self {
            Self::Region(region) if region.level() == RegionLevel::Regency => {
                region.parent().map(Self::UnlocatedIn)
            }
            Self::Nation
            | Self::Region(_)
            | Self::Agency(_)
            | Self::Unlocated
            | Self::UnlocatedIn(_) => None,
        }
    }
}

impl FromStr for Scope {
    type Err = NotAScope;

    fn from_str(text: &str) -> Result<Self, NotAScope> {
        let text = text.trim();
        match text {
            "nat" => return Ok(Self::Nation),
            "tanpa-lokasi" => return Ok(Self::Unlocated),
            _ => {}
        }
        if let Some(province) = text.strip_prefix("tanpa-lokasi:") {
            let province = RegionCode::parse(province).map_err(|_| NotAScope)?;
            return match province.level() {
                RegionLevel::Province => Ok(Self::UnlocatedIn(province)),
                _ => Err(NotAScope),
            };
        }
        if let Some(agency) = text.strip_prefix("ins:") {
            let known_form = !agency.is_empty() && !agency.contains(char::is_whitespace);
            return if known_form {
                Ok(Self::Agency(agency.to_lowercase()))
            } else {
                Err(NotAScope)
            };
        }
        let region = RegionCode::parse(text).map_err(|_| NotAScope)?;
        match region.level() {
            RegionLevel::Province | RegionLevel::Regency => Ok(Self::Region(region)),
            RegionLevel::District | RegionLevel::Village => Err(NotAScope),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nation => f.write_str("nat"),
            Self::Region(region) => region.fmt(f),
            Self::Agency(id) => write!(f, "ins:{id}"),
            Self::Unlocated => f.write_str("tanpa-lokasi"),
            Self::UnlocatedIn(province) => write!(f, "tanpa-lokasi:{province}"),
        }
    }
}

impl TryFrom<String> for Scope {
    type Error = NotAScope;
    fn try_from(text: String) -> Result<Self, NotAScope> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a complaint is filed under must be readable again, whatever a spreadsheet held.
    #[test]
    fn every_word_of_an_agency_is_a_scope() {
        use tanggap_domain::agency::AgencyRef;
        for (id, name) in [
            ("12 34", "Dinas\tPUPR"),
            ("\u{feff}77\r\n", " "),
            ("A.B/C", "PT PLN (Persero)\u{a0}UP3"),
            ("-", "Kecamatan İlir – Timur"),
            ("1234.0", "\"Dinas\""),
        ] {
            for word in AgencyRef::new(Some(id), name).scope_words() {
                let scope = Scope::Agency(word);
                assert_eq!(
                    scope.to_string().parse::<Scope>(),
                    Ok(scope),
                    "{id:?} {name:?}"
                );
            }
        }
    }

    #[test]
    fn scopes_are_read_and_written() {
        for text in [
            "nat",
            "16",
            "16.71",
            "ins:1234",
            "tanpa-lokasi",
            "tanpa-lokasi:16",
        ] {
            assert_eq!(text.parse::<Scope>().unwrap().to_string(), text);
        }
        assert_eq!("1671".parse::<Scope>().unwrap().to_string(), "16.71");
        for text in [
            "",
            "16.71.01",
            "ins:",
            "ins:a b",
            "semua",
            "167",
            "tanpa-lokasi:16.71",
            "tanpa-lokasi:",
        ] {
            assert_eq!(text.parse::<Scope>(), Err(NotAScope), "{text}");
        }
    }
}
