//! Agencies (instansi) and their units (OPD), as references inside a complaint.

use serde::{Deserialize, Serialize};

use crate::ids::AgencyId;

/// An agency or unit as the national system names it. The name is kept as it came; the id is the
/// national one where the source had it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AgencyRef {
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "AgencyId::lenient"
    )]
    pub id: Option<AgencyId>,
    pub name: String,
}

impl AgencyRef {
    /// An id that is none ([`AgencyId::parse`]) is left out: the name alone still says who it is.
    pub fn new(id: Option<&str>, name: impl Into<String>) -> Self {
        Self {
            id: id.and_then(|id| AgencyId::parse(id).ok()),
            name: name.into(),
        }
    }

    pub fn named(name: impl Into<String>) -> Self {
        Self::new(None, name)
    }

    /// Same agency: by id where both have one, else by name without regard to case and white space.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (Some(a), Some(b)) => a.folded() == b.folded(),
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
        let id = self.id.iter().map(AgencyId::folded);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_are_the_same_by_id_else_by_name() {
        let pupr = AgencyRef::new(Some("77a"), "Dinas PUPR");
        assert!(pupr.is_same(&AgencyRef::new(Some(" 77A "), "Dinas Pekerjaan Umum")));
        assert!(!pupr.is_same(&AgencyRef::new(Some("78"), "Dinas PUPR")));
        assert!(pupr.is_same(&AgencyRef::named("dinas  pupr")));
        assert!(!pupr.is_same(&AgencyRef::named("PDAM")));
    }

    #[test]
    fn an_id_that_is_none_leaves_the_name() {
        for none in ["", " ", "-", "\u{200b}"] {
            let agency = AgencyRef::new(Some(none), "Dinas PUPR");
            assert_eq!(agency, AgencyRef::named("Dinas PUPR"));
        }
        let held = r#"{"id":"12\t34","name":"Dinas PUPR"}"#;
        let agency: AgencyRef = serde_json::from_str(held).unwrap();
        assert_eq!(agency, AgencyRef::new(Some("12-34"), "Dinas PUPR"));
    }

    #[test]
    fn words_of_scopes_hold_no_space() {
        let agency = AgencyRef::new(Some("12 34"), "Dinas\tPUPR\u{a0}Kota");
        assert!(agency.scope_words().eq(["12-34", "dinas-pupr-kota"]));
        assert_eq!(AgencyRef::named(" - ").scope_words().count(), 0);
    }
}
