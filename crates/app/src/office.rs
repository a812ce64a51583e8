//! What a desk judges by: its settings, and the calendars and rules it has adopted. A new version
//! replaces the whole; what makes no calendar is refused and the last good one stays.

pub mod first;

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use tanggap_domain::calendar::{Calendar, CalendarError};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::sla::{
    AdoptedCalendar, Calendars, ClockFacts, ClockKind, Kept, OfficeRules, Policies, Rules,
};
use tanggap_domain::text::one_line;
use tanggap_ipc::settings::{Settings, Zone};

/// One version of the office's rules.
pub struct Office {
    pub settings: Settings,
    pub rules: Rules,
}

impl Office {
    /// The office with every calendar and rule it has adopted, oldest first. Its zone is the
    /// calendar's.
    ///
    /// # Errors
    /// [`CalendarError`] where one of them is no calendar.
    pub fn new(
        settings: Settings,
        calendars: Vec<AdoptedCalendar>,
        rules: &[OfficeRules],
    ) -> Result<Self, CalendarError> {
        let mut calendars = calendars.into_iter();
        let first = match calendars.next() {
            Some(first) => first,
            None => first::calendar(&settings, DateTime::UNIX_EPOCH)?,
        };
        let calendars = Calendars::new(first, calendars)?;
        Ok(Self::with_rules(
            settings,
            Rules::new(Policies::bundled().with_office(rules), calendars),
        ))
    }

    /// An office that has changed nothing yet.
    ///
    /// # Errors
    /// As [`Office::new`].
    pub fn standard(settings: Settings) -> Result<Self, CalendarError> {
        Self::new(settings, Vec::new(), &[])
    }

    /// The same calendars and rules with other settings, or the other way round.
    pub fn with_rules(mut settings: Settings, rules: Rules) -> Self {
        if let Some(zone) = Zone::of_iana(rules.calendar().zone().name()) {
            settings.zone = zone;
        }
        Self { settings, rules }
    }

    pub fn calendar(&self) -> &Calendar {
        self.rules.calendar().calendar()
    }

    /// What is kept of the clocks of a complaint beside it. Everybody who writes one asks here.
    pub fn kept(&self, complaint: &Complaint, now: DateTime<Utc>) -> Kept {
        self.rules.kept(&ClockFacts::of(complaint), now)
    }

    /// As [`Office::kept`], after other rules held and `known` was kept.
    pub fn kept_again(
        &self,
        before: &Self,
        complaint: &Complaint,
        known: &Kept,
        now: DateTime<Utc>,
    ) -> Kept {
        let facts = ClockFacts::of(complaint);
        self.rules.kept_again(&before.rules, &facts, known, now)
    }

    /// What the office calls one of its own clocks, by the newest rules that name it.
    pub fn own_name(&self, clock: ClockKind) -> Option<String> {
        let policies = self.rules.policies.versions();
        policies.iter().rev().find_map(|policy| {
            let rule = policy.clocks.iter().find(|rule| rule.clock == clock)?;
            Some(one_line(rule.name.as_deref()?).into_owned())
        })
    }

    /// Whether a year between the two is without a decree: "kalender belum ditetapkan".
    pub fn is_undecreed(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
        let year = |at| self.rules.calendar().local_date(at).year();
        let decreed = &self.calendar().decreed_years;
        (year(from)..=year(until)).any(|year| !decreed.contains(&year))
    }
}

/// Hands the office in force to whoever asks, and takes a new one.
pub struct InForce(std::sync::RwLock<Arc<Office>>);

impl InForce {
    pub fn new(office: Office) -> Self {
        Self(std::sync::RwLock::new(Arc::new(office)))
    }

    pub fn get(&self) -> Arc<Office> {
        self.0
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone()
    }

    pub fn set(&self, office: Office) {
        *self
            .0
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(office);
    }
}

#[cfg(test)]
mod tests {
    use tanggap_domain::change::Then;
    use tanggap_domain::event::{Actor, Event, EventKind};
    use tanggap_domain::ids::OpId;
    use tanggap_domain::sla::ClockKind;
    use tanggap_domain::status::Stage;
    use tanggap_store::{DueCache, DueState};

    use super::*;
    use crate::testing;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_clock_is_the_first_unmet_one() {
        let office = Office::standard(Settings::default()).unwrap();
        let mut complaint = testing::complaint("9120447");
        complaint.received_at = at("2026-03-13T09:00:00+07:00");
        let kept = office.kept(&complaint, at("2026-03-13T10:00:00+07:00"));
        let due = DueCache::of(&kept.clocks).unwrap();
        assert_eq!(due.clock, ClockKind::Verification);
        assert_eq!(
            due.due_ms,
            at("2026-03-25T16:00:00+07:00").timestamp_millis()
        );
        assert!(kept.wake_ms.unwrap() < due.due_ms);
    }

    #[test]
    fn nobody_is_late_by_the_reporter_s_silence_but_the_watch_wakes() {
        let office = Office::standard(Settings::default()).unwrap();
        let mut complaint = testing::complaint("9120447");
        complaint.classification = tanggap_domain::classification::Classification::Aspirasi;
        complaint.stage = Stage::Proses;
        complaint.history = vec![Event {
            id: OpId(uuid::Uuid::from_u128(1)),
            at: at("2026-11-20T10:00:00+07:00"),
            acted_at: None,
            by: Actor::agency("Dinas"),
            what: EventKind::Replied {
                text: "Sudah diperbaiki.".into(),
                then: Then::Proses,
                attachments: Vec::new(),
            },
        }];
        let kept = office.kept(&complaint, at("2026-11-20T11:00:00+07:00"));
        let due = DueCache::of(&kept.clocks).unwrap();
        assert_eq!(due.state, DueState::Met);
        assert_eq!(due.clock, ClockKind::ReporterSilence);
        // Ten working days: the notice comes when the report may be closed.
        assert_eq!(kept.wake_ms, Some(due.due_ms));
        assert_eq!(
            due.due_ms,
            at("2026-12-04T16:30:00+07:00").timestamp_millis()
        );
    }
}
