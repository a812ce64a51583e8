//! Agencies (instansi) and their units (OPD), as references inside a complaint.

use serde::{Deserialize, Serialize};

/// An agency or unit as the national system names it. The name is kept as it came; the id is the
/// national one where the source had it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AgencyRef {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
}

impl AgencyRef {
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            id: None,
            name: name.into(),
        }
    }

    /// Same agency: by id where both have one, else by name without regard to case and white space.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (Some(a), Some(b)) => a == b,
            _ => folded(&self.name) == folded(&other.name),
        }
    }
}

impl AgencyRef {
    /// The words by which scopes name it: its national id, and its name as a slug.
    ///
    /// ```
    /// use tanggap_domain::agency::AgencyRef;
    /// let agency = AgencyRef::named(" Dinas PUPR  Kota Palembang");
    /// assert!(agency.scope_words().eq(["dinas-pupr-kota-palembang"]));
    /// ```
    pub fn scope_words(&self) -> impl Iterator<Item = String> {
        let id = self.id.iter().map(|id| id.trim().to_lowercase());
        let words = self
            .name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let slug = words.collect::<Vec<_>>().join("-").to_lowercase();
        id.chain([slug]).filter(|word| !word.is_empty())
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
