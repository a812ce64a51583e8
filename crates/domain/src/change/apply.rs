//! The rules of [`Complaint::apply`]. Merge rules follow `docs/protocol.md`, "Who wins".

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Amendment, Applied, Base, Change, ChangeKind, How, NewComplaint, Refused, Reminder,
    ReminderChannel, Then, lengths, may,
};
use crate::agency::AgencyRef;
use crate::complaint::{Complaint, Joined, Versions};
use crate::event::{Actor, Event, EventKind};
use crate::ids::{ComplaintId, TrackingId};
use crate::moment::plausible;
use crate::status::{NationalStatus, Stage};

/// How long a unit is left alone after a reminder of the same clock through the same channel.
pub const REMINDER_PAUSE: TimeDelta = TimeDelta::hours(24);

impl Complaint {
    /// This complaint after `change`, or why it may not be done. `now` is the time of acceptance.
    ///
    /// Applying an operation that is in the history already changes nothing
    /// ([`How::AlreadySatisfied`]), so repeats are harmless.
    ///
    /// # Errors
    /// [`Refused`], with [`Refused::is_conflict`] where somebody else was faster.
    pub fn apply(&self, change: &Change, now: DateTime<Utc>) -> Result<Applied, Refused> {
        if self.history.iter().any(|event| event.id == change.op) {
            return Ok(satisfied(self));
        }
        check(change)?;
        let mut next = self.clone();
        let how = next.change(change, now)?;
        if how == How::AlreadySatisfied {
            return Ok(satisfied(self));
        }
        next.versions.head += 1;
        next.history.push(event_of(change, now));
        lengths::check_room(&next.history, &change.kind)?;
        Ok(Applied {
            complaint: next,
            how,
        })
    }

    /// The complaint that a [`ChangeKind::Record`] creates.
    ///
    /// # Errors
    /// [`Refused::NotYourRole`], [`Refused::EmptyText`], [`Refused::TextTooLong`],
    /// [`Refused::TooMany`] or [`Refused::ImplausibleTime`]; [`Refused::UnknownComplaint`] for any other
    /// kind of change.
    pub fn recorded(change: &Change, now: DateTime<Utc>) -> Result<Self, Refused> {
        let ChangeKind::Record(new) = &change.kind else {
            return Err(Refused::UnknownComplaint);
        };
        check(change)?;
        let NewComplaint {
            title,
            body,
            classification,
            category,
            channel,
            privacy,
            reporter,
            received_at,
            incident_on,
            location,
            agency,
            attachments,
        } = (**new).clone();
        if title.trim().is_empty() || body.trim().is_empty() {
            return Err(Refused::EmptyText);
        }
        plausible(received_at, now).map_err(|_| Refused::ImplausibleTime)?;
        Ok(Self {
            id: change.complaint,
            tracking_id: TrackingId::of_recording(change.op),
            title,
            body,
            first_body: None,
            classification,
            category,
            channel,
            privacy,
            reporter,
            received_at,
            incident_on,
            location,
            agency,
            unit: None,
            stage: Stage::BelumTerverifikasi,
            national: NationalStatus::default(),
            priority: Default::default(),
            attachments,
            rating: None,
            history: vec![event_of(change, now)],
            provenance: Default::default(),
            joined: None,
            versions: Versions {
                head: 1,
                status: 1,
                assign: 1,
                meta: 1,
            },
            extra: Default::default(),
        })
    }

    fn change(&mut self, change: &Change, now: DateTime<Utc>) -> Result<How, Refused> {
        let seen = change.base;
        let status_moved = seen.status != self.versions.status;
        match &change.kind {
            ChangeKind::Record(_) => Err(Refused::AlreadyExists),
            ChangeKind::Note { text, .. } => check_words(text).map(|()| How::Applied),
            ChangeKind::Reply { text, then, .. } => {
                check_words(text)?;
                if !self.stage.is_open() {
                    return Err(Refused::Closed);
                }
                if seen.last_public_reply != self.last_public_reply() {
                    return Err(Refused::ReplyRace);
                }
                self.after_reply(*then, status_moved)
            }
            ChangeKind::Verify => match self.stage {
                Stage::BelumTerverifikasi | Stage::TidakDikenal => {
                    self.move_to(if self.unit.is_some() {
                        Stage::BelumDitindaklanjuti
                    } else {
                        Stage::BelumTerdisposisi
                    });
                    Ok(merged_if(status_moved))
                }
                stage if stage.is_open() && stage != Stage::Tertunda => Ok(How::AlreadySatisfied),
                stage => Err(moved_or_not_allowed(status_moved, stage)),
            },
            ChangeKind::Dispose { to, .. } => self.dispose(to, seen.assign, status_moved),
            ChangeKind::Hold { reason } => {
                check_reason(reason)?;
                self.step_to(Stage::Tertunda, status_moved)
            }
            ChangeKind::Resume => match self.stage {
                Stage::Tertunda => {
                    self.move_to(self.stage_by_facts());
                    Ok(merged_if(status_moved))
                }
                stage if stage.is_open() => Ok(How::AlreadySatisfied),
                stage => Err(moved_or_not_allowed(status_moved, stage)),
            },
            ChangeKind::NotOurAuthority { reason, .. } => {
                check_reason(reason)?;
                self.end_as(Stage::BukanWewenang, status_moved)
            }
            ChangeKind::Archive { reason } => {
                check_reason(reason)?;
                self.end_as(Stage::Diarsipkan, status_moved)
            }
            ChangeKind::Close { .. } => self.end_as(Stage::Selesai, status_moved),
            ChangeKind::Reopen { reason } => {
                check_reason(reason)?;
                match self.stage {
                    stage if stage.is_open() => Ok(How::AlreadySatisfied),
                    stage if status_moved => Err(Refused::StatusMoved { stage }),
                    stage @ Stage::Dihapus => Err(Refused::NotAllowed { stage }),
                    _ => {
                        self.move_to(self.stage_by_facts());
                        Ok(How::Applied)
                    }
                }
            }
            ChangeKind::Amend(amendment) => self.amend(amendment, seen.meta),
            ChangeKind::Remind(reminder) => self.remind(reminder, seen, now),
            ChangeKind::Join { recording, number } => self.join(*recording, number),
            ChangeKind::Split { recording, .. } => match &self.joined {
                Some(joined) if joined.recording == *recording => {
                    self.joined = None;
                    Ok(How::Applied)
                }
                _ => Ok(How::AlreadySatisfied),
            },
            ChangeKind::TellApart { recording, number } => self.tell_apart(*recording, number),
        }
    }

    fn after_reply(&mut self, then: Then, status_moved: bool) -> Result<How, Refused> {
        match then {
            Then::Keep => {}
            Then::Proses | Then::AskReporter if self.stage == Stage::Proses => {}
            Then::Proses | Then::AskReporter => self.move_to(Stage::Proses),
            Then::Selesai if status_moved => {
                return Err(Refused::StatusMoved { stage: self.stage });
            }
            Then::Selesai => self.move_to(Stage::Selesai),
        }
        Ok(merged_if(status_moved))
    }

    fn dispose(
        &mut self,
        to: &AgencyRef,
        seen_assign: u32,
        status_moved: bool,
    ) -> Result<How, Refused> {
        let same = self.unit.as_ref().is_some_and(|unit| unit.is_same(to));
        if same && self.stage.is_open() && self.stage != Stage::BelumTerverifikasi {
            return Ok(How::AlreadySatisfied);
        }
        if seen_assign != self.versions.assign {
            return Err(Refused::UnitMoved);
        }
        match self.stage {
            Stage::Selesai | Stage::Diarsipkan | Stage::Dihapus => return Err(Refused::Closed),
            Stage::Proses | Stage::Tertunda => {}
            Stage::BelumTerverifikasi
            | Stage::BelumTerdisposisi
            | Stage::BelumDitindaklanjuti
            | Stage::BukanWewenang
            | Stage::TidakDikenal => self.move_to(Stage::BelumDitindaklanjuti),
        }
        self.unit = Some(to.clone());
        self.versions.assign += 1;
        Ok(merged_if(status_moved))
    }

    /// A step between open stages.
    fn step_to(&mut self, stage: Stage, status_moved: bool) -> Result<How, Refused> {
        if self.stage == stage {
            return Ok(How::AlreadySatisfied);
        }
        if !self.stage.is_open() {
            return Err(moved_or_not_allowed(status_moved, self.stage));
        }
        self.move_to(stage);
        Ok(merged_if(status_moved))
    }

    /// A step out of the open stages: only from what the officer saw.
    fn end_as(&mut self, stage: Stage, status_moved: bool) -> Result<How, Refused> {
        if self.stage == stage {
            return Ok(How::AlreadySatisfied);
        }
        if status_moved {
            return Err(Refused::StatusMoved { stage: self.stage });
        }
        if !self.stage.is_open() {
            return Err(Refused::Closed);
        }
        self.move_to(stage);
        Ok(How::Applied)
    }

    fn amend(&mut self, amendment: &Amendment, seen_meta: u32) -> Result<How, Refused> {
        let before = (
            self.classification.clone(),
            self.category.clone(),
            self.location.region.clone(),
            self.priority,
        );
        let Amendment {
            classification,
            category,
            region,
            priority,
        } = amendment.clone();
        if let Some(classification) = classification {
            self.classification = classification;
        }
        if let Some(category) = category {
            self.category = category;
        }
        if region.is_some() {
            self.location.region = region;
        }
        if let Some(priority) = priority {
            self.priority = priority;
        }
        let after = (
            self.classification.clone(),
            self.category.clone(),
            self.location.region.clone(),
            self.priority,
        );
        if before == after {
            return Ok(How::AlreadySatisfied);
        }
        if seen_meta != self.versions.meta {
            return Err(Refused::FactsMoved);
        }
        self.versions.meta += 1;
        Ok(How::Applied)
    }

    /// Leaves only a trace, so that nothing an officer decides ever depends on it.
    fn remind(&self, reminder: &Reminder, seen: Base, now: DateTime<Utc>) -> Result<How, Refused> {
        if !self.stage.is_open() {
            return Err(Refused::Closed);
        }
        if reminder.via == ReminderChannel::InApp {
            // The complaint is the carrier: where no unit has it, or another one by now, nobody
            // would read the reminder.
            match (&reminder.to, &self.unit) {
                (None, None) => return Err(Refused::NoUnit),
                (Some(to), unit)
                    if seen.assign != self.versions.assign
                        && !unit.as_ref().is_some_and(|unit| unit.is_same(to)) =>
                {
                    return Err(Refused::UnitMoved);
                }
                _ => {}
            }
        }
        let last = self.history.iter().rev().find(|event| match &event.what {
            EventKind::Reminded(it) => it.clock == reminder.clock && it.via == reminder.via,
            _ => false,
        });
        let again_at = |event: &Event| event.at.checked_add_signed(REMINDER_PAUSE);
        match last.and_then(again_at) {
            Some(again_at) if now < again_at => Err(Refused::TooSoon { again_at }),
            _ => Ok(How::Applied),
        }
    }

    /// What a desk can say before the hub did it: the recording's own words come with the hub's answer
    /// ([`crate::merge::joined::join`]).
    fn join(&mut self, recording: ComplaintId, number: &TrackingId) -> Result<How, Refused> {
        match &self.joined {
            Some(joined) if joined.recording == recording => return Ok(How::AlreadySatisfied),
            Some(_) => return Err(Refused::CannotJoin),
            None => {}
        }
        if self.tracking_id.is_recording() || !number.is_recording() {
            return Err(Refused::CannotJoin);
        }
        self.joined = Some(Joined {
            recording,
            number: number.clone(),
            received_at: self.received_at,
            privacy: self.privacy,
            reporter: Default::default(),
        });
        Ok(How::Applied)
    }

    fn tell_apart(&self, other: ComplaintId, number: &TrackingId) -> Result<How, Refused> {
        if self.tracking_id.is_recording() == number.is_recording()
            || self.joined.as_ref().is_some_and(|it| it.recording == other)
        {
            return Err(Refused::CannotJoin);
        }
        Ok(if crate::likeness::is_told_apart(self, other) {
            How::AlreadySatisfied
        } else {
            How::Applied
        })
    }

    fn move_to(&mut self, stage: Stage) {
        self.stage = stage;
        self.versions.status += 1;
    }

    /// The open stage that unit and replies speak for.
    fn stage_by_facts(&self) -> Stage {
        if self.last_public_reply().is_some() {
            Stage::Proses
        } else if self.unit.is_some() {
            Stage::BelumDitindaklanjuti
        } else if self
            .history
            .iter()
            .any(|event| event.what == EventKind::Verified)
        {
            Stage::BelumTerdisposisi
        } else {
            Stage::BelumTerverifikasi
        }
    }
}

pub(super) fn event_of(change: &Change, now: DateTime<Utc>) -> Event {
    let what = match change.kind.clone() {
        ChangeKind::Record(_) => EventKind::Recorded,
        ChangeKind::Verify => EventKind::Verified,
        ChangeKind::Dispose { to, note } => EventKind::Disposed { to, note },
        ChangeKind::Hold { reason } => EventKind::Held { reason },
        ChangeKind::Resume => EventKind::Resumed,
        ChangeKind::NotOurAuthority { target, reason } => {
            EventKind::NotOurAuthority { target, reason }
        }
        ChangeKind::Archive { reason } => EventKind::Archived { reason },
        ChangeKind::Reply {
            text,
            then,
            attachments,
        } => EventKind::Replied {
            text,
            then,
            attachments,
        },
        ChangeKind::Note { text, attachments } => EventKind::Noted { text, attachments },
        ChangeKind::Close { reason } => EventKind::Closed { reason },
        ChangeKind::Reopen { reason } => EventKind::Reopened { reason },
        ChangeKind::Amend(amendment) => EventKind::Amended(amendment),
        ChangeKind::Remind(reminder) => EventKind::Reminded(reminder),
        ChangeKind::Join { recording, number } => EventKind::Joined {
            other: recording,
            number,
        },
        ChangeKind::Split { recording, number } => EventKind::Split {
            other: recording,
            number,
        },
        ChangeKind::TellApart { recording, number } => EventKind::ToldApart {
            other: recording,
            number,
        },
    };
    // A clock that cannot be right tells nothing about when the officer acted.
    let claimed = plausible(change.at, now).ok();
    let acted_at = claimed.filter(|at| *at != now);
    Event {
        id: change.op,
        at: now,
        acted_at,
        by: Actor {
            mandate: Default::default(),
            ..change.by.clone()
        },
        what,
    }
}

fn satisfied(complaint: &Complaint) -> Applied {
    Applied {
        complaint: complaint.clone(),
        how: How::AlreadySatisfied,
    }
}

fn merged_if(moved: bool) -> How {
    if moved { How::Merged } else { How::Applied }
}

fn moved_or_not_allowed(status_moved: bool, stage: Stage) -> Refused {
    if status_moved {
        Refused::StatusMoved { stage }
    } else {
        Refused::NotAllowed { stage }
    }
}

/// What needs no complaint: who may do this at all, and how long it is.
fn check(change: &Change) -> Result<(), Refused> {
    if !may(change.by.mandate, &change.kind) {
        return Err(Refused::NotYourRole);
    }
    lengths::check(&change.kind)
}

fn check_words(text: &str) -> Result<(), Refused> {
    if text.trim().is_empty() {
        Err(Refused::EmptyText)
    } else {
        Ok(())
    }
}

fn check_reason(reason: &str) -> Result<(), Refused> {
    check_words(reason).map_err(|_| Refused::MissingReason)
}
