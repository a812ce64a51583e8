//! What a desk judges by: its settings, and the calendars and rules it has adopted. A new version
//! replaces the whole; what makes no calendar is refused and the last good one stays.

pub mod first;

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use tanggap_domain::calendar::{Calendar, CalendarError};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::sla::{
    AdoptedCalendar, Calendars, ClockFacts, ClockKind, ClockState, Deadline, OfficeRules, Policies,
    Rules,
};
use tanggap_domain::text::one_line;
use tanggap_ipc::settings::{Settings, Zone};
use tanggap_store::{DueCache, DueState};

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

    /// What lists sort by. None where no clock that has a rule is open.
    pub fn due(&self, complaint: &Complaint, now: DateTime<Utc>) -> Option<DueCache> {
        let facts = ClockFacts::of(complaint);
        let mut open: Vec<Deadline> = Vec::with_capacity(4);
        self.rules.deadlines(&facts, now, |deadline| {
            if deadline.state.is_open() {
                open.push(deadline);
            }
        });
        // A clock of the reporter or the Ombudsman wakes the watch, and nobody is late by it.
        let (next, is_duty) = match next_duty(&open) {
            Some(next) => (next, true),
            None => match open.first() {
                Some(first) => (first, false),
                None => return None,
            },
        };
        let crossings = self.rules.crossings(&facts, now);
        let wake = crossings.first().map(|crossing| crossing.at);
        Some(DueCache {
            due_ms: next.due_at.timestamp_millis(),
            clock: next.kind.code().to_owned(),
            state: match next.state {
                _ if !is_duty => DueState::Met,
                ClockState::Running | ClockState::Overdue => DueState::Running,
                ClockState::Paused => DueState::Paused,
                ClockState::Met | ClockState::MetLate => DueState::Met,
            },
            started_ms: next.started_at.timestamp_millis(),
            wake_ms: wake.map(|wake| wake.timestamp_millis()),
        })
    }

    /// As [`Office::due`], after other rules held. Where nothing moved, what is known stays: the watch
    /// has moved the waking time past what it has told.
    pub fn due_again(
        &self,
        before: &Self,
        complaint: &Complaint,
        known: Option<&DueCache>,
        now: DateTime<Utc>,
    ) -> Option<DueCache> {
        let facts = ClockFacts::of(complaint);
        let (old, new) = (
            before.rules.crossings(&facts, now),
            self.rules.crossings(&facts, now),
        );
        match known {
            // Paused clocks cross nothing, so their due time is looked at besides.
            Some(known) if old == new => {
                let due = self.due(complaint, now)?;
                Some(DueCache {
                    wake_ms: known.wake_ms,
                    ..due
                })
            }
            _ => self.due(complaint, now),
        }
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

/// The duty that matters next: the earliest that runs, else one that stands still.
fn next_duty(open: &[Deadline]) -> Option<&Deadline> {
    let order = |deadline: &&Deadline| {
        let is_paused = deadline.state == ClockState::Paused;
        (is_paused, deadline.due_at)
    };
    open.iter()
        .filter(|deadline| deadline.kind.is_duty())
        .min_by_key(order)
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
        let due = office
            .due(&complaint, at("2026-03-13T10:00:00+07:00"))
            .unwrap();
        assert_eq!(due.clock, ClockKind::Verification.code());
        assert_eq!(
            due.due_ms,
            at("2026-03-25T16:00:00+07:00").timestamp_millis()
        );
        assert!(due.wake_ms.unwrap() < due.due_ms);
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
        let due = office
            .due(&complaint, at("2026-11-20T11:00:00+07:00"))
            .unwrap();
        assert_eq!(due.state, DueState::Met);
        assert_eq!(due.clock, ClockKind::ReporterSilence.code());
        // Ten working days: the notice comes when the report may be closed.
        assert_eq!(due.wake_ms, Some(due.due_ms));
        assert_eq!(
            due.due_ms,
            at("2026-12-04T16:30:00+07:00").timestamp_millis()
        );
    }
}
