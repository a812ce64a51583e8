//! The shapes of JSON answers. A promise to scripts: members are added, never renamed. Times are
//! RFC 3339 with the offset of the office's zone.

pub mod calendar;
pub mod explained;
pub mod marked;
pub mod told;

use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use serde_json::Value;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::{Event, EventKind};
use tanggap_domain::sla::{Clock, Judgment, NoRule, Unjudged};

/// A time as scripts get it.
pub type Time = DateTime<FixedOffset>;

/// The instant on the wall of `zone`.
pub fn time(at: DateTime<Utc>, zone: Tz) -> Time {
    at.with_timezone(&zone).fixed_offset()
}

#[derive(Serialize)]
pub struct ComplaintJson {
    pub id: String,
    pub tracking_id: String,
    pub title: String,
    pub body: String,
    pub classification: String,
    /// The path in words: `Infrastruktur > Jalan rusak`.
    pub category: String,
    pub stage: &'static str,
    pub national_status: String,
    pub channel: String,
    /// The deepest one known; null where the place is not clear.
    pub region: Option<RegionJson>,
    pub unit: Option<String>,
    pub agency: Option<String>,
    pub anonymous: bool,
    pub secret: bool,
    /// Whether it is protected only because nobody said that it need not be.
    pub privacy_assumed: bool,
    pub received_at: Time,
    pub clocks: Vec<ClockJson>,
    /// Clocks that have started and that no rule judges; absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_rule: Vec<WithoutRuleJson>,
    /// Changes of this desk that the hub has not confirmed.
    pub pending: usize,
    /// The recording that it is one with; absent where it is one by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<JoinedJson>,
}

#[derive(Serialize)]
pub struct JoinedJson {
    pub recording: String,
    pub tracking_id: String,
    pub received_at: Time,
}

#[derive(Serialize)]
pub struct RegionJson {
    pub code: String,
    pub name: String,
}

/// A clock whose state is "belum ada aturan".
#[derive(Serialize)]
pub struct WithoutRuleJson {
    pub clock: &'static str,
    /// Always `no-rule`.
    pub state: &'static str,
    #[serde(flatten)]
    pub why: NoRule,
}

impl WithoutRuleJson {
    pub fn all(unjudged: &[Unjudged]) -> Vec<Self> {
        let unjudged = unjudged.iter();
        unjudged
            .map(|it| Self {
                clock: it.clock.code(),
                state: NoRule::STATE,
                why: it.why.clone(),
            })
            .collect()
    }
}

#[derive(Serialize)]
pub struct ClockJson {
    pub clock: &'static str,
    /// Of the office's own clocks only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub due_at: Time,
    pub state: &'static str,
}

impl ComplaintJson {
    pub fn of(
        complaint: &Complaint,
        region: Option<String>,
        judgment: &Judgment<Clock>,
        pending: usize,
        zone: Tz,
    ) -> Self {
        let code = complaint.location.region.as_ref();
        Self {
            id: complaint.id.to_string(),
            tracking_id: complaint.tracking_id.to_string(),
            title: complaint.title.clone(),
            body: complaint.body.clone(),
            classification: complaint.classification.code().to_owned(),
            category: complaint.category.path.join(" > "),
            stage: complaint.stage.code(),
            national_status: complaint.national.name.clone(),
            channel: complaint.channel.code().to_owned(),
            region: code.zip(region).map(|(code, name)| RegionJson {
                code: code.to_string(),
                name,
            }),
            unit: complaint.unit.as_ref().map(|unit| unit.name.clone()),
            agency: complaint.agency.as_ref().map(|agency| agency.name.clone()),
            anonymous: complaint.privacy.anonymous,
            secret: complaint.privacy.secret,
            privacy_assumed: complaint.provenance.privacy_is_assumed(),
            received_at: time(complaint.received_at, zone),
            clocks: judgment
                .clocks
                .iter()
                .map(|clock| ClockJson::of(clock, zone))
                .collect(),
            without_rule: WithoutRuleJson::all(&judgment.without_rule),
            pending,
            joined: complaint.joined.as_ref().map(|joined| JoinedJson {
                recording: joined.recording.to_string(),
                tracking_id: joined.number.to_string(),
                received_at: time(joined.received_at, zone),
            }),
        }
    }
}

impl ClockJson {
    fn of(clock: &Clock, zone: Tz) -> Self {
        Self {
            clock: clock.kind.code(),
            name: clock.name.clone(),
            due_at: time(clock.due_at, zone),
            state: clock.state.code(),
        }
    }
}

/// `show`: the complaint and what led to it.
#[derive(Serialize)]
pub struct ShowJson {
    #[serde(flatten)]
    pub complaint: ComplaintJson,
    /// What the public thread holds: replies and the reporter's answers.
    pub followups: Vec<FollowUpJson>,
    /// Everything that happened, oldest first, as the domain writes it.
    pub history: Vec<Event>,
    /// The source's own row or page; null for a complaint recorded here.
    pub raw: Value,
}

#[derive(Serialize)]
pub struct FollowUpJson {
    pub id: String,
    pub at: Time,
    /// `reply` or `reporter`.
    pub kind: &'static str,
    pub by: String,
    pub text: String,
    pub attachments: Vec<String>,
    /// Whether the hub has it.
    pub confirmed: bool,
}

impl FollowUpJson {
    pub fn of(event: &Event, pending: &[tanggap_domain::ids::OpId], zone: Tz) -> Option<Self> {
        let (kind, text, attachments) = match &event.what {
            EventKind::Replied {
                text, attachments, ..
            } => ("reply", text, attachments),
            EventKind::ReporterAnswered { text, attachments } => ("reporter", text, attachments),
            _ => return None,
        };
        Some(Self {
            id: event.id.to_string(),
            at: time(event.at, zone),
            kind,
            by: event.by.name.clone(),
            text: text.clone(),
            attachments: attachments.iter().map(|file| file.name.clone()).collect(),
            confirmed: !pending.contains(&event.id),
        })
    }
}

/// `deadlines`: one clock that somebody still has to meet.
#[derive(Serialize)]
pub struct DeadlineJson {
    pub tracking_id: String,
    pub clock: &'static str,
    /// Of the office's own clocks only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub due_at: Time,
    pub state: &'static str,
}

/// `outbox`: a change that is not settled yet.
#[derive(Serialize)]
pub struct OutboxJson {
    pub op_id: String,
    pub tracking_id: String,
    pub kind: String,
    /// `held`, `queued` or `attention`. What waits for somebody else is held.
    pub state: &'static str,
    /// Why it came back, or why it is not offered to this hub as this officer; null while it waits.
    pub reason: Option<String>,
    /// Of the hub and the officer this desk is connected to and as.
    pub mine: bool,
    /// Whom it waits for, where it is somebody else's and known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub officer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hub: Option<String>,
    /// The change that came back and that this one waits behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behind: Option<String>,
}
