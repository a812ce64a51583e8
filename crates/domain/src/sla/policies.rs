//! All versions of the policy, and the rules a desk judges by: policies and calendars together.
//!
//! A clock is judged by the policy in force on the local date on which it started; a newer version
//! never moves past judgments.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Calendars, Clock, ClockFacts, Crossing, Deadline, Explanation, Judgment, Kept, NoRule,
    OfficeRules, Policy, Unjudged,
};
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

    /// These policies with an office's rules laid over them, each from its own date on. Of two
    /// versions of one date the higher counts.
    pub fn with_office(self, office: &[OfficeRules]) -> Self {
        let mut office: Vec<&OfficeRules> = office.iter().collect();
        office.sort_by_key(|rules| (rules.effective_from, rules.version));
        let mut versions = self.0.clone();
        for rules in office {
            // From its date it lies over the policy then in force and over each that follows, until a
            // later one takes its place there.
            let first = self.position(rules.effective_from).unwrap_or(0);
            for base in &self.0[first..] {
                let merged = rules.over(base);
                versions.retain(|policy| policy.effective_from != merged.effective_from);
                versions.push(merged);
            }
        }
        Self::new(versions)
    }

    pub fn versions(&self) -> &[Policy] {
        &self.0
    }

    /// The policy that judges what started on this local date.
    ///
    /// # Errors
    /// [`NoRule::NoPolicy`] where the date lies before the first version.
    pub fn in_force(&self, on: NaiveDate) -> Result<&Policy, NoRule> {
        self.position(on).map(|position| &self.0[position])
    }

    pub(super) fn position(&self, on: NaiveDate) -> Result<usize, NoRule> {
        self.0
            .iter()
            .rposition(|policy| policy.effective_from <= on)
            .ok_or(NoRule::NoPolicy { on })
    }
}

/// What a desk judges by.
///
/// ```
/// use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours};
/// use tanggap_domain::classification::Classification;
/// use tanggap_domain::sla::{Calendars, ClockFacts, Policies, Rules};
///
/// let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
/// let calendars = Calendars::only(CompiledCalendar::new(calendar)?);
/// let rules = Rules::new(Policies::bundled(), calendars);
/// let received = "2026-03-13T09:00:00+07:00".parse().unwrap();
/// let facts = ClockFacts::received(Classification::PengaduanTidakBerkadar, received);
/// let clocks = rules.clocks(&facts, received).clocks;
/// let due: Vec<_> = clocks.iter().map(|clock| clock.due_at.to_rfc3339()).collect();
/// assert_eq!(due[0], "2026-03-25T09:00:00+00:00"); // 3 HK: Wednesday 25 March, 16:00 WIB
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub policies: Policies,
    pub calendars: Calendars,
}

impl Rules {
    pub fn new(policies: Policies, calendars: Calendars) -> Self {
        Self {
            policies,
            calendars,
        }
    }

    /// One policy and one calendar for everything that started since the policy took effect.
    pub fn only(policy: Policy, calendar: CompiledCalendar) -> Self {
        Self::new(Policies::new(vec![policy]), Calendars::only(calendar))
    }

    /// The calendar of clocks that start now.
    pub fn calendar(&self) -> &CompiledCalendar {
        self.calendars.current()
    }

    /// Every clock of these facts, in the policy's order; those without a rule beside them.
    pub fn clocks(&self, facts: &ClockFacts, now: DateTime<Utc>) -> Judgment<Clock> {
        super::clocks(facts, self, now)
    }

    /// As [`Rules::clocks`], without the reasons: what lists and sorting need, and nothing allocated
    /// per clock. Returned are the clocks that have no rule.
    pub fn deadlines(
        &self,
        facts: &ClockFacts,
        now: DateTime<Utc>,
        each: impl FnMut(Deadline),
    ) -> Vec<Unjudged> {
        super::deadlines(facts, self, now, each)
    }

    /// Why each clock of these facts is due when it is. Where counting day by day does not reach the
    /// due date, there is none: [`NoRule::Unexplained`].
    pub fn explain(&self, facts: &ClockFacts, now: DateTime<Utc>) -> Judgment<Explanation> {
        super::explain::explain(facts, self, now)
    }

    /// Each clock together with its explanation.
    pub fn explained(
        &self,
        facts: &ClockFacts,
        now: DateTime<Utc>,
    ) -> Judgment<(Clock, Explanation)> {
        super::explained(facts, self, now)
    }

    /// Why nothing that started at this instant can be judged, where that is so.
    pub fn no_rule_at(&self, started_at: DateTime<Utc>) -> Option<NoRule> {
        let calendar = self.calendar();
        let policy = self.policies.position(calendar.local_date(started_at));
        policy
            .err()
            .or_else(|| calendar.ms(started_at).err().map(NoRule::from))
    }

    /// When somebody should be told about these facts' clocks: every threshold of every clock that
    /// somebody still has to meet, in order of time.
    ///
    /// A paused clock crosses nothing until it resumes, so it has none. `Breach` is at the due
    /// instant: late is whoever acts after it. A clock without a rule has none either.
    pub fn crossings(&self, facts: &ClockFacts, now: DateTime<Utc>) -> Vec<Crossing> {
        super::thresholds::crossings(facts, self, now)
    }

    /// What is kept of these clocks beside their complaint.
    pub fn kept(&self, facts: &ClockFacts, now: DateTime<Utc>) -> Kept {
        super::kept::kept(facts, self, now).0
    }

    /// As [`Rules::kept`], after other rules held and `known` was kept. Where no threshold moved, the
    /// waking time that is known stays: the watch has moved it past what it has told.
    pub fn kept_again(
        &self,
        before: &Self,
        facts: &ClockFacts,
        known: &Kept,
        now: DateTime<Utc>,
    ) -> Kept {
        let (mut kept, crossings) = super::kept::kept(facts, self, now);
        if kept.wake_ms != known.wake_ms
            && !known.clocks.is_empty()
            && before.crossings(facts, now) == crossings
        {
            kept.wake_ms = known.wake_ms;
        }
        kept
    }

    /// Every clock of a complaint, by its own history.
    pub fn clocks_of(&self, complaint: &Complaint, now: DateTime<Utc>) -> Judgment<Clock> {
        self.clocks(&ClockFacts::of(complaint), now)
    }
}
