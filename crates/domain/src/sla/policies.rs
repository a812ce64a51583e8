//! All versions of the policy, and the rules a desk judges by: policies and calendar together.
//!
//! A complaint is judged by the policy in force on its local date of receipt; a newer version never
//! moves past judgments.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Clock, ClockFacts, Crossing, Explanation, Policy, SlaError};
use crate::calendar::CompiledCalendar;
use crate::complaint::Complaint;

const BUNDLED: [&str; 2] = [
    include_str!("../../../../data/policies/sp4n-lapor-1.json"),
    include_str!("../../../../data/policies/sp4n-lapor-2.json"),
];

/// Versions of a policy, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Policies(Vec<Policy>);

impl Policies {
    /// Puts the versions in order of their effective dates; of two from the same date the higher
    /// version counts.
    pub fn new(mut versions: Vec<Policy>) -> Self {
        versions.sort_by_key(|policy| (policy.effective_from, policy.version));
        Self(versions)
    }

    /// What ships: the limits of SP4N-LAPOR!.
    pub fn bundled() -> Self {
        let read = |json: &&str| {
            Policy::read(json).expect("bundled policies are part of the program, checked by a test")
        };
        Self::new(BUNDLED.iter().map(read).collect())
    }

    pub fn versions(&self) -> &[Policy] {
        &self.0
    }

    /// The policy that judges what was received on this local date.
    ///
    /// # Errors
    /// [`SlaError::NoPolicy`] where the date lies before the first version.
    pub fn in_force(&self, on: NaiveDate) -> Result<&Policy, SlaError> {
        self.0
            .iter()
            .rev()
            .find(|policy| policy.effective_from <= on)
            .ok_or(SlaError::NoPolicy { on })
    }
}

/// What a desk judges by.
///
/// ```
/// use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours};
/// use tanggap_domain::classification::Classification;
/// use tanggap_domain::sla::{ClockFacts, Policies, Rules};
///
/// let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
/// let rules = Rules::new(Policies::bundled(), CompiledCalendar::new(calendar)?);
/// let received = "2026-03-13T09:00:00+07:00".parse().unwrap();
/// let facts = ClockFacts::received(Classification::PengaduanTidakBerkadar, received);
/// let clocks = rules.clocks(&facts, received)?;
/// let due: Vec<_> = clocks.iter().map(|clock| clock.due_at.to_rfc3339()).collect();
/// assert_eq!(due[0], "2026-03-25T09:00:00+00:00"); // 3 HK: Wednesday 25 March, 16:00 WIB
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub policies: Policies,
    pub calendar: CompiledCalendar,
}

impl Rules {
    pub fn new(policies: Policies, calendar: CompiledCalendar) -> Self {
        Self { policies, calendar }
    }

    /// The policy that judges these facts.
    ///
    /// # Errors
    /// [`SlaError::NoPolicy`].
    pub fn policy_for(&self, facts: &ClockFacts) -> Result<&Policy, SlaError> {
        let received_on = self.calendar.local_date(facts.received_at);
        self.policies.in_force(received_on)
    }

    /// Every clock of these facts.
    ///
    /// # Errors
    /// [`SlaError`].
    pub fn clocks(&self, facts: &ClockFacts, now: DateTime<Utc>) -> Result<Vec<Clock>, SlaError> {
        super::clocks(facts, self.policy_for(facts)?, &self.calendar, now)
    }

    /// Why each clock of these facts is due when it is.
    ///
    /// # Errors
    /// [`SlaError`].
    pub fn explain(
        &self,
        facts: &ClockFacts,
        now: DateTime<Utc>,
    ) -> Result<Vec<Explanation>, SlaError> {
        super::explain(facts, self.policy_for(facts)?, &self.calendar, now)
    }

    /// When somebody should be told about these facts' clocks.
    ///
    /// # Errors
    /// [`SlaError`].
    pub fn crossings(
        &self,
        facts: &ClockFacts,
        now: DateTime<Utc>,
    ) -> Result<Vec<Crossing>, SlaError> {
        super::crossings(facts, self.policy_for(facts)?, &self.calendar, now)
    }

    /// Every clock of a complaint, by its own history.
    ///
    /// # Errors
    /// [`SlaError`].
    pub fn clocks_of(
        &self,
        complaint: &Complaint,
        now: DateTime<Utc>,
    ) -> Result<Vec<Clock>, SlaError> {
        self.clocks(&ClockFacts::of(complaint), now)
    }
}
