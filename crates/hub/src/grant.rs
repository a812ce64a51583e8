//! Who somebody is to the hub, and what they may see. Pure.

use std::collections::BTreeSet;

use tanggap_domain::change::{Mandate, covers};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::Actor;
use tanggap_domain::ids::OfficerId;
use tanggap_domain::region::RegionCode;
use tanggap_protocol::scope::Scope;

use crate::allow_list;

/// An officer with access, and the scopes it covers, implied ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub officer: OfficerId,
    pub name: String,
    pub scopes: BTreeSet<Scope>,
    /// Officers who see no more than this one, among them this one.
    pub peers: BTreeSet<OfficerId>,
}

/// How much of a complaint an officer sees, by the feeds they share with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// It may be anybody's of the province, and they are one of them.
    Neighbour,
    /// Their own agency is the one reported, or the one that works on it.
    Reported,
    /// It is in their region.
    Whole,
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
            peers: BTreeSet::from([officer]),
        }
    }

    /// The officer as they act on a complaint in these feeds.
    pub fn actor(&self, feeds: &BTreeSet<Scope>) -> Actor {
        Actor::officer(self.officer, self.name.clone()).with_mandate(self.mandate(feeds))
    }

    /// Whether a complaint may be moved to `region`: it must stay in sight.
    pub fn may_move_to(&self, region: &RegionCode) -> bool {
        covers(self.scopes.iter().map(Scope::to_string), region)
    }

    pub fn covers(&self, scope: &Scope) -> bool {
        self.scopes.contains(scope)
    }

    /// What the officer sees of a complaint in these feeds; none where it does not exist for them.
    pub fn sight(&self, feeds: &BTreeSet<Scope>) -> Option<Sight> {
        let shared = feeds.iter().filter(|feed| self.covers(feed));
        shared.map(Sight::through).max()
    }

    /// What the officer may do on a complaint in these feeds: on one they see only as the reported unit,
    /// what a unit may, whatever else is theirs.
    pub fn mandate(&self, feeds: &BTreeSet<Scope>) -> Mandate {
        match self.sight(feeds) {
            Some(Sight::Reported) => Mandate::OwnUnit,
            Some(Sight::Neighbour | Sight::Whole) => Mandate::Full,
            None => Mandate::of_scopes(self.scopes.iter().map(Scope::to_string)),
        }
    }

    /// The complaint as the officer may see it, none where it does not exist for them.
    pub fn view(&self, complaint: Complaint, feeds: &BTreeSet<Scope>) -> Option<Complaint> {
        Some(match self.sight(feeds)? {
            Sight::Whole => allow_list::for_region(complaint),
            Sight::Reported | Sight::Neighbour => allow_list::for_reported(complaint, &self.peers),
        })
    }
}

impl Sight {
    fn through(feed: &Scope) -> Self {
        match feed {
            Scope::Nation | Scope::Region(_) | Scope::Unlocated => Self::Whole,
            Scope::Agency(_) => Self::Reported,
            Scope::UnlocatedIn(_) => Self::Neighbour,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feeds::feeds_of;
    use crate::testing::complaint;
    use tanggap_domain::agency::AgencyRef;

    fn grant(scopes: &[&str]) -> Grant {
        let scopes = scopes.iter().map(|text| text.parse().unwrap());
        Grant::new(OfficerId(uuid::Uuid::nil()), "Desk".into(), scopes)
    }

    fn sight(scopes: &[&str], complaint: &Complaint) -> Option<Sight> {
        grant(scopes).sight(&feeds_of(complaint, &BTreeSet::new()))
    }

    #[test]
    fn nobody_sees_what_is_elsewhere_or_nowhere() {
        let table = [
            (Some("16.71.01"), &["16.71"][..], Some(Sight::Whole)),
            (Some("16.71.01"), &["16"], Some(Sight::Whole)),
            (Some("16.72"), &["16.71"], None),
            (Some("16"), &["16"], Some(Sight::Whole)),
            (Some("16"), &["16.71"], Some(Sight::Neighbour)),
            (Some("16"), &["35", "35.78"], None),
            (None, &["16", "16.71", "35.78"], None),
            (None, &["tanpa-lokasi"], Some(Sight::Whole)),
            (None, &["nat"], Some(Sight::Whole)),
        ];
        for (place, scopes, expected) in table {
            let found = sight(scopes, &complaint("1", place));
            assert_eq!(found, expected, "{place:?} {scopes:?}");
        }
    }

    #[test]
    fn a_unit_is_only_a_unit_where_it_has_no_region() {
        let mut row = complaint("1", Some("16.71"));
        row.unit = Some(AgencyRef::named("Dinas PUPR"));
        let feeds = feeds_of(&row, &BTreeSet::new());
        let unit = "ins:dinas-pupr";
        for (scopes, expected) in [
            (&["16.71"][..], Mandate::Full),
            (&[unit], Mandate::OwnUnit),
            (&[unit, "16.71"], Mandate::Full),
            (&[unit, "35.78"], Mandate::OwnUnit),
            (&["ins:lain"], Mandate::OwnUnit),
            (&["35.78"], Mandate::Full),
        ] {
            assert_eq!(grant(scopes).mandate(&feeds), expected, "{scopes:?}");
        }
    }

    #[test]
    fn the_reporter_is_hidden_from_the_reported_agency_and_from_neighbours() {
        let mut told = complaint("1", Some("16"));
        told.reporter.name = Some("Warga Contoh".into());
        told.unit = Some(AgencyRef::named("Dinas PUPR"));
        let feeds = feeds_of(&told, &BTreeSet::new());
        let name = |scopes: &[&str]| {
            let seen = grant(scopes).view(told.clone(), &feeds)?;
            Some(seen.reporter.name)
        };
        let known = Some(Some("Warga Contoh".to_owned()));
        assert_eq!(name(&["ins:dinas-pupr"]), Some(None));
        assert_eq!(name(&["16.71"]), Some(None));
        assert_eq!(name(&["16"]), known);
        assert_eq!(name(&["16", "ins:dinas-pupr"]), known);
        assert_eq!(name(&["35"]), None);
    }
}
