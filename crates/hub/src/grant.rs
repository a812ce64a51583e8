//! Who somebody is to the hub, and what they may see. Pure.

use std::collections::BTreeSet;

use tanggap_domain::change::{Mandate, covers};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::Actor;
use tanggap_domain::ids::OfficerId;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_protocol::scope::Scope;

/// An officer with access, and the scopes it covers, implied ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub officer: OfficerId,
    pub name: String,
    pub scopes: BTreeSet<Scope>,
}

impl Grant {
    pub fn new(officer: OfficerId, name: String, scopes: impl IntoIterator<Item = Scope>) -> Self {
        let mut all = BTreeSet::new();
        for scope in scopes {
            all.extend(scope.implied());
            all.insert(scope);
        }
        Self {
            officer,
            name,
            scopes: all,
        }
    }

    pub fn actor(&self) -> Actor {
        let mandate = Mandate::of_scopes(self.scopes.iter().map(Scope::to_string));
        Actor::officer(self.officer, self.name.clone()).with_mandate(mandate)
    }

    /// Whether a complaint may be moved to `region`: it must stay in sight.
    pub fn may_move_to(&self, region: &RegionCode) -> bool {
        covers(self.scopes.iter().map(Scope::to_string), region)
    }

    pub fn covers(&self, scope: &Scope) -> bool {
        self.scopes.contains(scope)
    }

    /// Whether the complaint is in one of the scopes.
    pub fn sees(&self, complaint: &Complaint) -> bool {
        let mut scopes = scopes_of(complaint).into_iter();
        scopes.any(|scope| self.covers(&scope))
    }

    /// Whether an anonymous reporter must be hidden: from those who see the complaint only because
    /// their own agency is the one reported or working on it.
    pub fn hides_reporter(&self, complaint: &Complaint) -> bool {
        complaint.privacy.anonymous
            && !scopes_of(complaint)
                .into_iter()
                .any(|scope| !matches!(scope, Scope::Agency(_)) && self.covers(&scope))
    }

    /// Whether [`Self::hides_reporter`] can ever be true.
    pub fn has_agency(&self) -> bool {
        let mut scopes = self.scopes.iter();
        scopes.any(|scope| matches!(scope, Scope::Agency(_)))
    }

    /// The complaint as the officer may see it, none where it is out of scope.
    pub fn view(&self, mut complaint: Complaint) -> Option<Complaint> {
        if !self.sees(&complaint) {
            return None;
        }
        if self.hides_reporter(&complaint) {
            complaint.reporter = Default::default();
        }
        Some(complaint)
    }
}

/// Every feed a complaint is in.
pub fn scopes_of(complaint: &Complaint) -> BTreeSet<Scope> {
    let mut scopes = BTreeSet::from([Scope::Nation]);
    match &complaint.location.region {
        Some(region) => {
            let levels = [RegionLevel::Province, RegionLevel::Regency];
            let regions = levels.into_iter().filter_map(|level| region.at(level));
            scopes.extend(regions.map(Scope::Region));
        }
        None => {
            scopes.insert(Scope::Unlocated);
        }
    }
    for agency in [&complaint.agency, &complaint.unit].into_iter().flatten() {
        scopes.extend(agency.scope_words().map(Scope::Agency));
    }
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::complaint;
    use tanggap_domain::agency::AgencyRef;

    fn grant(scopes: &[&str]) -> Grant {
        let scopes = scopes.iter().map(|text| text.parse().unwrap());
        Grant::new(OfficerId(uuid::Uuid::nil()), "Desk".into(), scopes)
    }

    fn texts(scopes: BTreeSet<Scope>) -> Vec<String> {
        scopes.iter().map(Scope::to_string).collect()
    }

    #[test]
    fn a_complaint_is_in_the_feeds_of_its_place_and_agencies() {
        let mut complaint = complaint("1", Some("16.71.01"));
        complaint.unit = Some(AgencyRef::new(Some("77"), "Dinas PUPR"));
        assert_eq!(
            texts(scopes_of(&complaint)),
            ["nat", "16", "16.71", "ins:77", "ins:dinas-pupr"]
        );
        complaint.location.region = None;
        complaint.unit = None;
        assert_eq!(texts(scopes_of(&complaint)), ["nat", "tanpa-lokasi"]);
    }

    #[test]
    fn a_region_sees_its_own_and_what_has_no_place() {
        let grant = grant(&["16.71"]);
        assert!(grant.sees(&complaint("1", Some("16.71.01"))));
        assert!(grant.sees(&complaint("1", None)));
        assert!(!grant.sees(&complaint("1", Some("16.72"))));
        assert!(!grant.sees(&complaint("1", Some("16"))));
    }

    #[test]
    fn an_anonymous_reporter_is_hidden_from_the_reported_agency_only() {
        let mut anonymous = complaint("1", Some("16.71"));
        anonymous.privacy.anonymous = true;
        anonymous.reporter.name = Some("Warga Contoh".into());
        anonymous.unit = Some(AgencyRef::named("Dinas PUPR"));
        let name = |scopes: &[&str]| grant(scopes).view(anonymous.clone()).unwrap().reporter.name;
        assert_eq!(name(&["ins:dinas-pupr"]), None);
        assert_eq!(name(&["16"]).as_deref(), Some("Warga Contoh"));
        assert_eq!(
            name(&["16.71", "ins:dinas-pupr"]).as_deref(),
            Some("Warga Contoh")
        );
        assert_eq!(grant(&["16.72"]).view(anonymous), None);
    }
}
