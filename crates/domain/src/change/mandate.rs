//! Who may do what. One matrix, asked by [`Complaint::apply`](crate::complaint::Complaint::apply), so
//! that buttons, preview and the hub's verdict never differ.

use serde::{Deserialize, Serialize};

use super::{ChangeKind, Then};
use crate::region::RegionCode;

/// What an officer's grant allows on complaints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mandate {
    /// An officer of a region, a province or the nation: everything.
    #[default]
    Full,
    /// Sees complaints only because they are about the own agency or unit (`ins:` scopes): answers,
    /// asks, notes and reminds. Whether the complaint about it is closed, moved or put aside is decided
    /// by others, also when the unit itself says that the work is done.
    OwnUnit,
}

impl Mandate {
    pub const ALL: [Self; 2] = [Self::Full, Self::OwnUnit];

    pub fn is_full(&self) -> bool {
        *self == Self::Full
    }

    /// Whether a reply may do this to the stage.
    pub fn may_reply(self, then: Then) -> bool {
        match then {
            Then::Keep | Then::Proses | Then::AskReporter => true,
            Then::Selesai => self.is_full(),
        }
    }

    /// Of the scopes of a grant, as text (`nat`, `16.71`, `ins:…`). Full where one of them is more than
    /// an own agency.
    pub fn of_scopes<Text: AsRef<str>>(scopes: impl IntoIterator<Item = Text>) -> Self {
        let mut scopes = scopes.into_iter();
        if scopes.any(|scope| !scope.as_ref().starts_with("ins:")) {
            Self::Full
        } else {
            Self::OwnUnit
        }
    }
}

impl Mandate {
    /// What these scopes allow on a complaint in this region: on one that is seen only because it is
    /// about the own unit, what a unit may, whatever else is theirs. Where the region may be theirs
    /// (none is known, or only a wider one) the grant as a whole decides.
    pub fn on<Text: AsRef<str>>(
        scopes: impl IntoIterator<Item = Text> + Clone,
        region: Option<&RegionCode>,
    ) -> Self {
        let is_near = |scope: Text| {
            let Some(region) = region else { return true };
            let scope = scope.as_ref();
            scope == "nat"
                || RegionCode::parse(scope)
                    .is_ok_and(|own| own.contains(region) || region.contains(&own))
        };
        if scopes.clone().into_iter().any(is_near) {
            Self::of_scopes(scopes)
        } else {
            Self::OwnUnit
        }
    }
}

/// Whether a complaint moved to `region` stays in sight of an officer with these scopes. Handing it on
/// to another region takes the scope of a wider one, in whose feed it stays.
pub fn covers<Text: AsRef<str>>(
    scopes: impl IntoIterator<Item = Text>,
    region: &RegionCode,
) -> bool {
    scopes.into_iter().any(|scope| {
        let scope = scope.as_ref();
        scope == "nat" || RegionCode::parse(scope).is_ok_and(|own| own.contains(region))
    })
}

/// Whether an officer with this mandate may do that at all, on whatever complaint.
pub fn may(mandate: Mandate, kind: &ChangeKind) -> bool {
    match (mandate, kind) {
        (Mandate::Full, _) => true,
        (_, ChangeKind::Reply { then, .. }) => mandate.may_reply(*then),
        (Mandate::OwnUnit, ChangeKind::Note { .. } | ChangeKind::Remind(_)) => true,
        (
            Mandate::OwnUnit,
            ChangeKind::Record(_)
            | ChangeKind::Verify
            | ChangeKind::Dispose { .. }
            | ChangeKind::Hold { .. }
            | ChangeKind::Resume
            | ChangeKind::NotOurAuthority { .. }
            | ChangeKind::Archive { .. }
            | ChangeKind::Close { .. }
            | ChangeKind::Reopen { .. }
            | ChangeKind::Amend(_)
            | ChangeKind::Join { .. }
            | ChangeKind::Split { .. }
            | ChangeKind::TellApart { .. },
        ) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scopes: &[&str], expected: Mandate) {
        assert_eq!(Mandate::of_scopes(scopes), expected, "{scopes:?}");
    }

    #[test]
    fn only_scopes_of_agencies_make_an_officer_of_the_unit() {
        check(&["ins:77"], Mandate::OwnUnit);
        check(&["ins:77", "ins:dinas-pupr"], Mandate::OwnUnit);
        check(&[], Mandate::OwnUnit);
        check(&["16.71"], Mandate::Full);
        check(&["ins:77", "16.71"], Mandate::Full);
        check(&["nat"], Mandate::Full);
    }

    #[track_caller]
    fn check_on(scopes: &[&str], region: Option<&str>, expected: Mandate) {
        let region = region.map(|code| RegionCode::parse(code).unwrap());
        let found = Mandate::on(scopes, region.as_ref());
        assert_eq!(found, expected, "{scopes:?} {region:?}");
    }

    #[test]
    fn what_is_seen_only_through_the_own_unit_is_the_units() {
        check_on(&["16.71", "ins:77"], Some("16.71.03"), Mandate::Full);
        check_on(&["16.71", "ins:77"], Some("16.72"), Mandate::OwnUnit);
        check_on(&["nat", "ins:77"], Some("16.72"), Mandate::Full);
        check_on(&["ins:77"], Some("16.71"), Mandate::OwnUnit);
        check_on(&["16.71", "ins:77"], Some("16"), Mandate::Full);
        check_on(&["16.71", "ins:77"], Some("35"), Mandate::OwnUnit);
        check_on(&["16.71", "ins:77"], None, Mandate::Full);
        check_on(&["ins:77"], None, Mandate::OwnUnit);
    }

    #[track_caller]
    fn check_covers(scopes: &[&str], region: &str, expected: bool) {
        let region = RegionCode::parse(region).unwrap();
        assert_eq!(covers(scopes, &region), expected, "{scopes:?} {region}");
    }

    #[test]
    fn a_region_is_covered_by_itself_and_wider_ones() {
        check_covers(&["16.71"], "16.71", true);
        check_covers(&["16.71"], "16.71.03", true);
        check_covers(&["16.71"], "16.72", false);
        check_covers(&["16.71"], "16", false);
        check_covers(&["16"], "16.72", true);
        check_covers(&["nat"], "35.78", true);
        check_covers(&["ins:77", "16.72"], "16.72.01", true);
        check_covers(&["ins:16.72", "tanpa-lokasi"], "16.72", false);
        check_covers(&[], "16.72", false);
    }
}
