//! From a complaint's history to the facts of its clocks.
//!
//! Only what the history says: no pause is guessed from silence, and what a source knows only as a
//! status counts as done at an unknown time.

use chrono::{DateTime, Utc};

use super::{ClockFacts, Milestone, Pause, PauseReason};
use crate::change::Then;
use crate::complaint::Complaint;
use crate::event::{ActorRole, Event, EventKind};
use crate::status::{Stage, stage_of_national};

impl ClockFacts {
    /// The facts of a complaint as it stands, pending changes included where they were applied.
    ///
    /// Verified by whatever ends verification (verify, dispose, bukan wewenang, archive, or an answer
    /// at once). Followed up by the first public answer. Completed by closing, archiving or an answer
    /// that settles it; reopening takes that back, and the time between is a pause. Held from Tunda
    /// until resumed, answered with a new status, or ended. Bounced from "bukan wewenang" until
    /// somebody takes it again; waiting for the reporter from a public question until their answer.
    pub fn of(complaint: &Complaint) -> Self {
        let mut reading = Reading {
            facts: Self {
                other_receipts: complaint
                    .provenance
                    .receipt
                    .other_moments(complaint.received_at),
                received_as: complaint
                    .joined
                    .as_ref()
                    .filter(|joined| joined.received_at == complaint.received_at)
                    .map(|joined| joined.number.clone()),
                ..Self::received(complaint.classification.clone(), complaint.received_at)
            },
            open: None,
        };
        let mut events: Vec<&Event> = complaint.history.iter().collect();
        events.sort_by_key(|event| event.at);
        let mut told = first_told(&events, complaint);
        for event in events {
            if told.is_some_and(|(at, _)| at <= event.at)
                && let Some((_, stage)) = told.take()
            {
                reading.done_before(stage);
            }
            reading.read(event);
        }
        reading.settle(complaint)
    }
}

/// What the national system said when it was first heard, and when that was. Steps that it implies were
/// done before, at a time nobody knows; a later answer of a desk does not make them late.
fn first_told(events: &[&Event], complaint: &Complaint) -> Option<(DateTime<Utc>, Stage)> {
    let before_change = events.iter().find_map(|event| match &event.what {
        EventKind::NationalStatusChanged { from, .. } => Some(from),
        _ => None,
    });
    let status = before_change.unwrap_or(&complaint.national);
    let stage = stage_of_national(&status.name, complaint.unit.is_some());
    status.as_of.map(|at| (at, stage))
}

/// Which milestones a stage implies: verified, forwarded, followed up, completed.
fn implied(stage: Stage) -> [bool; 4] {
    match stage {
        Stage::BelumTerverifikasi | Stage::Tertunda | Stage::TidakDikenal => [false; 4],
        Stage::BelumTerdisposisi | Stage::BukanWewenang => [true, false, false, false],
        Stage::BelumDitindaklanjuti => [true, true, false, false],
        Stage::Proses => [true, true, true, false],
        Stage::Selesai | Stage::Diarsipkan | Stage::Dihapus => [true; 4],
    }
}

struct Reading {
    facts: ClockFacts,
    /// The pause that lasts, if one does.
    open: Option<(DateTime<Utc>, PauseReason)>,
}

impl Reading {
    fn read(&mut self, event: &Event) {
        let at = event.at;
        let done = Milestone::At(at);
        match &event.what {
            EventKind::Verified => self.verified(done),
            EventKind::Disposed { .. } => {
                self.verified(done);
                first(&mut self.facts.forwarded, done);
                self.resume_from(PauseReason::Bounced, at);
            }
            EventKind::Held { .. } => self.pause(PauseReason::OnHold, at),
            EventKind::Resumed => self.resume(at),
            EventKind::NotOurAuthority { .. } => {
                self.verified(done);
                self.pause(PauseReason::Bounced, at);
            }
            EventKind::Archived { .. } | EventKind::Closed { .. } => self.completed(done, at),
            EventKind::Replied { then, .. } => {
                if event.by.role == ActorRole::Reporter {
                    self.reporter_answered(done, at);
                } else {
                    self.answered(done, at);
                }
                match then {
                    Then::Keep => {}
                    Then::Proses => self.resume(at),
                    Then::AskReporter => self.pause(PauseReason::WaitingForReporter, at),
                    Then::Selesai => self.completed(done, at),
                }
            }
            EventKind::Reopened { .. } => self.reopened(at),
            EventKind::NationalStatusChanged { from, to, still_at } => {
                let stage = stage_of_national(&to.name, false);
                let done = Milestone::Between {
                    after: from
                        .as_of
                        .max(*still_at)
                        .unwrap_or(self.facts.received_at)
                        .min(at),
                    until: at,
                };
                self.national(stage, done, at);
                if to.is_answer_of_reporter() {
                    self.reporter_answered(done, at);
                } else if stage == Stage::Proses {
                    self.answered(done, at);
                }
            }
            EventKind::ReporterAnswered { .. } => self.reporter_answered(Milestone::At(at), at),
            EventKind::Recorded
            | EventKind::Noted { .. }
            | EventKind::Rated { .. }
            | EventKind::Amended(_)
            | EventKind::Reminded(_)
            | EventKind::Joined { .. }
            | EventKind::Split { .. }
            | EventKind::ToldApart { .. }
            | EventKind::Other(_) => {}
        }
    }

    /// What a later export tells has happened since the earlier one, nobody knows when: neither late
    /// nor in time by the day on which somebody looked.
    fn national(&mut self, stage: Stage, done: Milestone, at: DateTime<Utc>) {
        match stage {
            Stage::BelumTerverifikasi | Stage::TidakDikenal | Stage::Dihapus => {}
            Stage::BelumTerdisposisi => self.verified(done),
            Stage::BelumDitindaklanjuti => {
                self.verified(done);
                first(&mut self.facts.forwarded, done);
                self.resume(at);
            }
            Stage::Proses => {
                self.verified(done);
                first(&mut self.facts.followed_up, done);
                self.reopened(at);
            }
            Stage::Tertunda => self.pause(PauseReason::OnHold, at),
            Stage::Selesai | Stage::Diarsipkan => self.completed(done, at),
            Stage::BukanWewenang => {
                self.verified(done);
                self.pause(PauseReason::Bounced, at);
            }
        }
    }

    fn verified(&mut self, done: Milestone) {
        first(&mut self.facts.verified, done);
    }

    /// The agency answered in public: from now on the reporter is the one to speak, at the latest time
    /// that it can have been.
    fn answered(&mut self, done: Milestone, at: DateTime<Utc>) {
        self.verified(done);
        first(&mut self.facts.followed_up, done);
        self.facts.last_answer_at = Some(at);
        self.facts.reporter_answered = Milestone::NotYet;
    }

    fn reporter_answered(&mut self, done: Milestone, at: DateTime<Utc>) {
        if self.facts.last_answer_at.is_some() {
            first(&mut self.facts.reporter_answered, done);
        }
        self.resume_from(PauseReason::WaitingForReporter, at);
    }

    fn completed(&mut self, done: Milestone, at: DateTime<Utc>) {
        self.verified(done);
        first(&mut self.facts.followed_up, done);
        self.resume(at);
        first(&mut self.facts.completed, done);
    }

    fn reopened(&mut self, at: DateTime<Utc>) {
        self.resume(at);
        if let Some(closed) = self.facts.completed.done_by() {
            self.facts.pauses.push(Pause {
                from: closed,
                until: Some(at),
                reason: PauseReason::Closed,
            });
        }
        self.facts.completed = Milestone::NotYet;
    }

    fn pause(&mut self, reason: PauseReason, at: DateTime<Utc>) {
        if self.open.is_none_or(|(_, current)| current != reason) {
            self.resume(at);
            self.open = Some((at, reason));
            if reason == PauseReason::OnHold {
                self.facts.held_at = Some(at);
                self.facts.data_completed = Milestone::NotYet;
            }
        }
    }

    fn resume_from(&mut self, reason: PauseReason, at: DateTime<Utc>) {
        if self.open.is_some_and(|(_, current)| current == reason) {
            self.resume(at);
        }
    }

    fn resume(&mut self, at: DateTime<Utc>) {
        if let Some((from, reason)) = self.open.take() {
            self.facts.pauses.push(Pause {
                from,
                until: Some(at),
                reason,
            });
            if reason == PauseReason::OnHold {
                self.facts.data_completed = Milestone::At(at);
            }
        }
    }

    /// What a stage implies and no event told.
    fn done_before(&mut self, stage: Stage) {
        let facts = &mut self.facts;
        let milestones = [
            &mut facts.verified,
            &mut facts.forwarded,
            &mut facts.followed_up,
            &mut facts.completed,
        ];
        for (milestone, done) in milestones.into_iter().zip(implied(stage)) {
            known(milestone, done);
        }
    }

    /// What the stage says beyond the history: a source that tells a status without its date.
    fn settle(mut self, complaint: &Complaint) -> ClockFacts {
        self.done_before(complaint.stage);
        let facts = &mut self.facts;
        let (from, reason) = match (self.open, complaint.stage) {
            (Some((from, reason)), stage) if !facts.completed.is_done() || stage.is_open() => {
                (from, reason)
            }
            // Paused since before any history: the receipt is the only time there is.
            (None, Stage::Tertunda) => (complaint.received_at, PauseReason::OnHold),
            (None, Stage::BukanWewenang) => (complaint.received_at, PauseReason::Bounced),
            _ => return self.facts,
        };
        if reason == PauseReason::OnHold {
            facts.held_at = Some(from);
        }
        facts.pauses.push(Pause {
            from,
            until: None,
            reason,
        });
        facts.pauses.sort_by_key(|pause| pause.from);
        self.facts
    }
}

fn first(milestone: &mut Milestone, done: Milestone) {
    if !milestone.is_done() {
        *milestone = done;
    }
}

fn known(milestone: &mut Milestone, done: bool) {
    if done && !milestone.is_done() {
        *milestone = Milestone::TimeUnknown;
    }
}
