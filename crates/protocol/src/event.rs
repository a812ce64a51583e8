//! An entry of a complaint's history on the wire.

use chrono::{DateTime, Utc};
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tanggap_domain::change::{Amendment, Reminder, Then};
use tanggap_domain::complaint::Category;
use tanggap_domain::event::{Actor, ActorRole, Event, EventKind};
use tanggap_domain::ids::{ComplaintId, OfficerId, OpId, TrackingId};

use crate::complaint::parts::{
    Unreadable, WireAgency, WireAttachment, WireNationalStatus, classification_of, priority_of,
    priority_word, region_of, unreadable,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireEvent {
    /// The operation that caused it.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: OpId,
    /// When the hub accepted it, or the source's time.
    pub at: DateTime<Utc>,
    /// When the officer acted, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acted_at: Option<DateTime<Utc>>,
    pub by: WireActor,
    pub what: WireEventKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireActor {
    /// `officer`, `agency`, `reporter` or `system`. A role of a newer version reads as `system`.
    pub role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub id: Option<OfficerId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WireEventKind {
    Recorded,
    Verified,
    Disposed {
        to: WireAgency,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    Held {
        reason: String,
    },
    Resumed,
    NotOurAuthority {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<WireAgency>,
        reason: String,
    },
    Archived {
        reason: String,
    },
    Replied {
        text: String,
        #[serde(default = "keep")]
        then: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<WireAttachment>,
    },
    Noted {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<WireAttachment>,
    },
    ReporterAnswered {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<WireAttachment>,
    },
    Rated {
        stars: u8,
    },
    Closed {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    Reopened {
        reason: String,
    },
    Amended(WireAmendment),
    Reminded(WireReminder),
    NationalStatusChanged {
        from: WireNationalStatus,
        to: WireNationalStatus,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        still_at: Option<DateTime<Utc>>,
    },
    /// The other one's id and number, in both histories.
    Joined(WireNamed),
    Split(WireNamed),
    ToldApart(WireNamed),
    /// A kind of a newer version: kept and shown as it came.
    #[serde(untagged)]
    Other(Value),
}

/// Another complaint, by its id and the number people know it by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireNamed {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub other: ComplaintId,
    pub number: String,
}

/// Only what is present changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireAmendment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
}

/// That a unit was reminded of a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireReminder {
    /// The code of the clock: `verifikasi`, `tindak-lanjut`, `penyelesaian`, …
    pub clock: String,
    /// Working days late, as the reminding desk judged it.
    pub overdue_days: u32,
    /// `in-app`, `whatsapp` or `email`.
    pub via: String,
    /// The unit reminded; absent: whichever unit has the complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<WireAgency>,
}

pub(crate) fn keep() -> String {
    then_word(Then::Keep).to_owned()
}

pub(crate) fn then_word(then: Then) -> &'static str {
    match then {
        Then::Keep => "keep",
        Then::Proses => "proses",
        Then::Selesai => "selesai",
        Then::AskReporter => "ask-reporter",
    }
}

pub(crate) fn then_of(word: &str) -> Result<Then, Unreadable> {
    match word {
        "keep" => Ok(Then::Keep),
        "proses" => Ok(Then::Proses),
        "selesai" => Ok(Then::Selesai),
        "ask-reporter" => Ok(Then::AskReporter),
        _ => Err(unreadable("then")),
    }
}

impl From<Event> for WireEvent {
    fn from(event: Event) -> Self {
        let Event {
            id,
            at,
            acted_at,
            by,
            what,
        } = event;
        Self {
            id,
            at,
            acted_at,
            by: by.into(),
            what: what.into(),
        }
    }
}

impl TryFrom<WireEvent> for Event {
    type Error = Unreadable;

    fn try_from(wire: WireEvent) -> Result<Self, Unreadable> {
        let WireEvent {
            id,
            at,
            acted_at,
            by,
            what,
        } = wire;
        Ok(Self {
            id,
            at,
            acted_at,
            by: by.into(),
            what: what.try_into()?,
        })
    }
}

impl From<Actor> for WireActor {
    fn from(actor: Actor) -> Self {
        let Actor {
            role,
            id,
            name,
            // Of the grant of today: the hub knows it, and a history never holds it.
            mandate: _,
        } = actor;
        let role = match role {
            ActorRole::Officer => "officer",
            ActorRole::Agency => "agency",
            ActorRole::Reporter => "reporter",
            ActorRole::System => "system",
        };
        Self {
            role: role.to_owned(),
            id,
            name,
        }
    }
}

impl From<WireActor> for Actor {
    fn from(wire: WireActor) -> Self {
        let WireActor { role, id, name } = wire;
        let role = match role.as_str() {
            "officer" => ActorRole::Officer,
            "agency" => ActorRole::Agency,
            "reporter" => ActorRole::Reporter,
            _ => ActorRole::System,
        };
        Self {
            role,
            id,
            ..Self::office(name)
        }
    }
}

pub(crate) fn listed<From, To: std::convert::From<From>>(list: Vec<From>) -> Vec<To> {
    list.into_iter().map(Into::into).collect()
}

impl From<EventKind> for WireEventKind {
    fn from(what: EventKind) -> Self {
        match what {
            EventKind::Recorded => Self::Recorded,
            EventKind::Verified => Self::Verified,
            EventKind::Disposed { to, note } => Self::Disposed {
                to: to.into(),
                note,
            },
            EventKind::Held { reason } => Self::Held { reason },
            EventKind::Resumed => Self::Resumed,
            EventKind::NotOurAuthority { target, reason } => Self::NotOurAuthority {
                target: target.map(Into::into),
                reason,
            },
            EventKind::Archived { reason } => Self::Archived { reason },
            EventKind::Replied {
                text,
                then,
                attachments,
            } => Self::Replied {
                text,
                then: then_word(then).to_owned(),
                attachments: listed(attachments),
            },
            EventKind::Noted { text, attachments } => Self::Noted {
                text,
                attachments: listed(attachments),
            },
            EventKind::ReporterAnswered { text, attachments } => Self::ReporterAnswered {
                text,
                attachments: listed(attachments),
            },
            EventKind::Rated { stars } => Self::Rated { stars },
            EventKind::Closed { reason } => Self::Closed { reason },
            EventKind::Reopened { reason } => Self::Reopened { reason },
            EventKind::Amended(amendment) => Self::Amended(amendment.into()),
            EventKind::Reminded(reminder) => Self::Reminded(reminder.into()),
            EventKind::NationalStatusChanged { from, to, still_at } => {
                Self::NationalStatusChanged {
                    from: from.into(),
                    to: to.into(),
                    still_at,
                }
            }
            EventKind::Joined { other, number } => Self::Joined(named(other, number)),
            EventKind::Split { other, number } => Self::Split(named(other, number)),
            EventKind::ToldApart { other, number } => Self::ToldApart(named(other, number)),
            EventKind::Other(value) => Self::Other(value),
        }
    }
}

fn named(other: ComplaintId, number: TrackingId) -> WireNamed {
    WireNamed {
        other,
        number: number.into(),
    }
}

impl TryFrom<WireEventKind> for EventKind {
    type Error = Unreadable;

    fn try_from(wire: WireEventKind) -> Result<Self, Unreadable> {
        Ok(match wire {
            WireEventKind::Recorded => Self::Recorded,
            WireEventKind::Verified => Self::Verified,
            WireEventKind::Disposed { to, note } => Self::Disposed {
                to: to.into(),
                note,
            },
            WireEventKind::Held { reason } => Self::Held { reason },
            WireEventKind::Resumed => Self::Resumed,
            WireEventKind::NotOurAuthority { target, reason } => Self::NotOurAuthority {
                target: target.map(Into::into),
                reason,
            },
            WireEventKind::Archived { reason } => Self::Archived { reason },
            WireEventKind::Replied {
                text,
                then,
                attachments,
            } => match then_of(&then) {
                Ok(then) => Self::Replied {
                    text,
                    then,
                    attachments: listed(attachments),
                },
                Err(_) => newer(WireEventKind::Replied {
                    text,
                    then,
                    attachments,
                }),
            },
            WireEventKind::Noted { text, attachments } => Self::Noted {
                text,
                attachments: listed(attachments),
            },
            WireEventKind::ReporterAnswered { text, attachments } => Self::ReporterAnswered {
                text,
                attachments: listed(attachments),
            },
            WireEventKind::Rated { stars } => Self::Rated { stars },
            WireEventKind::Closed { reason } => Self::Closed { reason },
            WireEventKind::Reopened { reason } => Self::Reopened { reason },
            WireEventKind::Amended(amendment) => Self::Amended(amendment.try_into()?),
            WireEventKind::Reminded(reminder) => match reminder.clone().try_into() {
                Ok(reminder) => Self::Reminded(reminder),
                Err(_) => newer(WireEventKind::Reminded(reminder)),
            },
            WireEventKind::NationalStatusChanged { from, to, still_at } => {
                Self::NationalStatusChanged {
                    from: from.into(),
                    to: to.into(),
                    still_at,
                }
            }
            WireEventKind::Joined(it) => match TrackingId::parse(&it.number) {
                Ok(number) => Self::Joined {
                    other: it.other,
                    number,
                },
                Err(_) => newer(WireEventKind::Joined(it)),
            },
            WireEventKind::Split(it) => match TrackingId::parse(&it.number) {
                Ok(number) => Self::Split {
                    other: it.other,
                    number,
                },
                Err(_) => newer(WireEventKind::Split(it)),
            },
            WireEventKind::ToldApart(it) => match TrackingId::parse(&it.number) {
                Ok(number) => Self::ToldApart {
                    other: it.other,
                    number,
                },
                Err(_) => newer(WireEventKind::ToldApart(it)),
            },
            WireEventKind::Other(value) => Self::Other(value),
        })
    }
}

/// A known kind with a word of a newer version: kept as it came too, so that one word never hides a
/// whole complaint.
fn newer(wire: WireEventKind) -> EventKind {
    EventKind::Other(serde_json::to_value(wire).unwrap_or_default())
}

impl From<Amendment> for WireAmendment {
    fn from(amendment: Amendment) -> Self {
        let Amendment {
            classification,
            category,
            region,
            priority,
        } = amendment;
        let (category_id, category) = match category {
            Some(Category { id, path }) => (id.map(Into::into), Some(path)),
            None => (None, None),
        };
        Self {
            classification: classification.map(|it| it.code().to_owned()),
            category_id,
            category,
            region: region.map(Into::into),
            priority: priority.map(|it| priority_word(it).to_owned()),
        }
    }
}

impl TryFrom<WireAmendment> for Amendment {
    type Error = Unreadable;

    fn try_from(wire: WireAmendment) -> Result<Self, Unreadable> {
        let WireAmendment {
            classification,
            category_id,
            category,
            region,
            priority,
        } = wire;
        Ok(Self {
            classification: classification.map(classification_of),
            category: category.map(|path| Category::new(category_id.as_deref(), path)),
            region: region.map(|code| region_of(&code)).transpose()?,
            priority: priority.map(|word| priority_of(&word)).transpose()?,
        })
    }
}

impl From<Reminder> for WireReminder {
    fn from(reminder: Reminder) -> Self {
        let Reminder {
            clock,
            overdue_days,
            via,
            to,
        } = reminder;
        Self {
            clock: clock.code().to_owned(),
            overdue_days,
            via: via.code().to_owned(),
            to: to.map(Into::into),
        }
    }
}

impl TryFrom<WireReminder> for Reminder {
    type Error = Unreadable;

    fn try_from(wire: WireReminder) -> Result<Self, Unreadable> {
        let WireReminder {
            clock,
            overdue_days,
            via,
            to,
        } = wire;
        Ok(Self {
            clock: coded(&clock).ok_or(unreadable("clock"))?,
            overdue_days,
            via: coded(&via).ok_or(unreadable("via"))?,
            to: to.map(Into::into),
        })
    }
}

/// A word of the domain that is also one on the wire.
fn coded<Word: DeserializeOwned>(word: &str) -> Option<Word> {
    let word: StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
    Word::deserialize(word).ok()
}

#[cfg(test)]
mod tests;
