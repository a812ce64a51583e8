//! What rows do not say of their clocks: the name an office gave its own, and whether a limit counts
//! calendar days. Read from the policies; it judges nothing.

use std::collections::BTreeMap;

use tanggap_domain::sla::{ClockKind, Policy, Unit};

use crate::labels::Say;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownClocks(BTreeMap<ClockKind, Known>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    name: Option<String>,
    in_calendar_days: bool,
}

impl KnownClocks {
    /// Of several policies the newest that knows a clock describes it.
    pub fn of(policies: &[Policy]) -> Self {
        let mut known = BTreeMap::new();
        for rule in policies.iter().flat_map(|policy| &policy.clocks) {
            known.insert(
                rule.clock,
                Known {
                    name: rule.name.clone(),
                    in_calendar_days: rule.limit.unit == Unit::CalendarDays,
                },
            );
        }
        Self(known)
    }

    /// The short word of a clock: the office's own where it is its own.
    pub fn name(&self, say: Say, kind: ClockKind) -> String {
        let own = self.0.get(&kind).and_then(|known| known.name.clone());
        own.unwrap_or_else(|| say.clock(kind).to_owned())
    }

    pub fn in_calendar_days(&self, kind: ClockKind) -> bool {
        self.0
            .get(&kind)
            .is_some_and(|known| known.in_calendar_days)
    }

    /// Every clock there is, in the order of the regulation, the office's own last.
    pub fn kinds(&self) -> Vec<ClockKind> {
        if self.0.is_empty() {
            return ClockKind::REGULATED.to_vec();
        }
        self.0.keys().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use tanggap_domain::sla::{ClockRule, End, Limit, OwnClock, Policies, Start};
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Say = Say {
        language: Language::Id,
        zone: Zone::Wib,
    };

    #[test]
    fn own_clocks_have_the_offices_name() {
        let own = ClockKind::Own(OwnClock::new(1).unwrap());
        let mut policies = Policies::bundled().versions().to_vec();
        policies.last_mut().unwrap().clocks.push(ClockRule {
            clock: own,
            classifications: None,
            limit: Limit {
                amount: 1,
                unit: Unit::WorkingHours,
            },
            starts: Start::Received,
            ends: Some(End::Verified),
            name: Some("Sapa pelapor".to_owned()),
            pauses: true,
            thresholds: None,
            citation: "SE 1/2026".to_owned(),
        });
        let known = KnownClocks::of(&policies);
        assert_eq!(known.name(ID, own), "Sapa pelapor");
        assert_eq!(known.name(ID, ClockKind::FollowUp), "Tindak lanjut");
        assert!(known.in_calendar_days(ClockKind::Ombudsman));
        assert!(!known.in_calendar_days(ClockKind::Completion));
        assert_eq!(known.kinds().last(), Some(&own));
    }

    #[test]
    fn without_policies_the_regulation_names_the_clocks() {
        let known = KnownClocks::default();
        assert_eq!(known.kinds(), ClockKind::REGULATED);
        assert_eq!(known.name(ID, ClockKind::MissingData), "Kelengkapan data");
    }
}
