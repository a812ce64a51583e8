//! What became of an operation. Settled outcomes are final: the hub gives the same answer whenever
//! the operation comes again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::change::{How, Refused};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{OpId, TrackingId};
use tanggap_domain::limits::{ListKind, TextKind};
use tanggap_domain::status::Stage;

use crate::complaint::{Unreadable, WireComplaint, unreadable};

/// One outcome for each operation of the request, in its order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpsResponse {
    pub outcomes: Vec<OpOutcome>,
    pub server_time: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpOutcome {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub op_id: OpId,
    #[serde(flatten)]
    pub outcome: WireOutcome,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum WireOutcome {
    Applied(WireSettled),
    /// Others moved in the meantime, and both fit together.
    Merged(WireSettled),
    /// It was so already.
    AlreadySatisfied(WireSettled),
    /// Somebody else was faster; the complaint is as they left it.
    Conflict(WireRefusal),
    Rejected(WireRefusal),
    /// Not decided yet: offer it again once the cause is gone.
    Blocked(WireBlocked),
    /// The id belongs to another operation. Nothing happened; the desk needs a new replica and key.
    KeyReused,
    /// The hub cannot read this operation. Nothing happened, the others went on.
    Unreadable {
        member: String,
    },
    /// The hub itself failed at this operation; its log says more. Nothing happened, the others went on.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireSettled {
    /// Where the complaint stood in the feed afterwards.
    pub seq: u64,
    /// The complaint afterwards; absent where the officer may not see it (any more).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<Box<WireComplaint>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireRefusal {
    pub refused: WireRefused,
    /// The complaint as it stands; absent where the officer may not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<Box<WireComplaint>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum WireBlocked {
    /// These files (SHA-256, hex) are not on the hub yet.
    Attachments { missing: Vec<String> },
    /// An earlier operation on the same complaint in this request did not go through.
    Earlier {
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        behind: OpId,
    },
}

/// A reason of [`Refused`], by its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireRefused {
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Which text is too long: a code of the table of limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    /// Which list has too many entries: a code of the table of limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_at: Option<DateTime<Utc>>,
    /// The number of the report that a recording was joined with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// An outcome in the domain's words.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Done {
        how: How,
        seq: u64,
        complaint: Option<Box<Complaint>>,
    },
    /// See [`Refused::is_conflict`].
    Refused {
        refused: Refused,
        complaint: Option<Box<Complaint>>,
    },
    Blocked(WireBlocked),
    KeyReused,
    Unreadable {
        member: String,
    },
    Failed,
}

impl Outcome {
    /// Whether the hub will say the same for ever. Others may be offered again.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Done { .. } | Self::Refused { .. } => true,
            Self::Blocked(_) | Self::KeyReused | Self::Unreadable { .. } | Self::Failed => false,
        }
    }
}

impl From<Outcome> for WireOutcome {
    fn from(outcome: Outcome) -> Self {
        let boxed = |complaint: Option<Box<Complaint>>| complaint.map(|it| Box::new((*it).into()));
        match outcome {
            Outcome::Done {
                how,
                seq,
                complaint,
            } => {
                let settled = WireSettled {
                    seq,
                    complaint: boxed(complaint),
                };
                match how {
                    How::Applied => Self::Applied(settled),
                    How::Merged => Self::Merged(settled),
                    How::AlreadySatisfied => Self::AlreadySatisfied(settled),
                }
            }
            Outcome::Refused { refused, complaint } => {
                let conflict = refused.is_conflict();
                let refusal = WireRefusal {
                    refused: refused.into(),
                    complaint: boxed(complaint),
                };
                if conflict {
                    Self::Conflict(refusal)
                } else {
                    Self::Rejected(refusal)
                }
            }
            Outcome::Blocked(by) => Self::Blocked(by),
            Outcome::KeyReused => Self::KeyReused,
            Outcome::Unreadable { member } => Self::Unreadable { member },
            Outcome::Failed => Self::Failed,
        }
    }
}

impl TryFrom<WireOutcome> for Outcome {
    type Error = Unreadable;

    fn try_from(wire: WireOutcome) -> Result<Self, Unreadable> {
        let done = |how, WireSettled { seq, complaint }| {
            let complaint = unboxed(complaint)?;
            Ok(Self::Done {
                how,
                seq,
                complaint,
            })
        };
        match wire {
            WireOutcome::Applied(settled) => done(How::Applied, settled),
            WireOutcome::Merged(settled) => done(How::Merged, settled),
            WireOutcome::AlreadySatisfied(settled) => done(How::AlreadySatisfied, settled),
            WireOutcome::Conflict(WireRefusal { refused, complaint })
            | WireOutcome::Rejected(WireRefusal { refused, complaint }) => Ok(Self::Refused {
                refused: refused.try_into()?,
                complaint: unboxed(complaint)?,
            }),
            WireOutcome::Blocked(by) => Ok(Self::Blocked(by)),
            WireOutcome::KeyReused => Ok(Self::KeyReused),
            WireOutcome::Unreadable { member } => Ok(Self::Unreadable { member }),
            WireOutcome::Failed => Ok(Self::Failed),
        }
    }
}

fn unboxed(wire: Option<Box<WireComplaint>>) -> Result<Option<Box<Complaint>>, Unreadable> {
    wire.map(|it| Complaint::try_from(*it).map(Box::new))
        .transpose()
}

impl From<Refused> for WireRefused {
    fn from(refused: Refused) -> Self {
        let plain = Self {
            code: refused.code().to_owned(),
            stage: None,
            text: None,
            max_bytes: None,
            list: None,
            most: None,
            again_at: None,
            number: None,
        };
        match refused {
            Refused::NotAllowed { stage } | Refused::StatusMoved { stage } => Self {
                stage: Some(stage.code().to_owned()),
                ..plain
            },
            Refused::TextTooLong { text, max_bytes } => Self {
                text: Some(text.code().to_owned()),
                max_bytes: Some(max_bytes as u64),
                ..plain
            },
            Refused::TooMany { list, most } => Self {
                list: Some(list.code().to_owned()),
                most: Some(most as u64),
                ..plain
            },
            Refused::TooSoon { again_at } => Self {
                again_at: Some(again_at),
                ..plain
            },
            Refused::JoinedInto { number } => Self {
                number: Some(number.into()),
                ..plain
            },
            Refused::CannotJoin
            | Refused::UnknownComplaint
            | Refused::AlreadyExists
            | Refused::Closed
            | Refused::EmptyText
            | Refused::HistoryFull
            | Refused::MissingReason
            | Refused::OutOfScope
            | Refused::NotYourRole
            | Refused::UnknownRegion
            | Refused::RegionOutOfScope
            | Refused::NumberTaken
            | Refused::ImplausibleTime
            | Refused::NoUnit
            | Refused::NotOverdue
            | Refused::ReplyRace
            | Refused::UnitMoved
            | Refused::FactsMoved
            | Refused::FileMissing
            | Refused::TooLarge
            | Refused::KeyReused
            | Refused::NotUnderstood
            | Refused::HubFailed
            | Refused::StoppedOnTheWay => plain,
        }
    }
}

impl TryFrom<WireRefused> for Refused {
    type Error = Unreadable;

    fn try_from(wire: WireRefused) -> Result<Self, Unreadable> {
        let WireRefused {
            code,
            stage,
            text,
            max_bytes,
            list,
            most,
            again_at,
            number,
        } = wire;
        let stage = || {
            let word = stage.as_deref().ok_or(unreadable("refused.stage"))?;
            Ok(Stage::of_code(word).unwrap_or(Stage::TidakDikenal))
        };
        let text = text.as_deref();
        Ok(match code.as_str() {
            "unknown-complaint" => Self::UnknownComplaint,
            "already-exists" => Self::AlreadyExists,
            "closed" => Self::Closed,
            "not-allowed" => Self::NotAllowed { stage: stage()? },
            "empty-text" => Self::EmptyText,
            "text-too-long" => Self::TextTooLong {
                // A hub from before limits had names measured replies, notes and reasons only.
                text: text.and_then(TextKind::of_code).unwrap_or_default(),
                max_bytes: max_bytes.ok_or(unreadable("refused.max_bytes"))? as usize,
            },
            "too-many" => Self::TooMany {
                list: list
                    .as_deref()
                    .and_then(ListKind::of_code)
                    .ok_or(unreadable("refused.list"))?,
                most: most.ok_or(unreadable("refused.most"))? as usize,
            },
            "history-full" => Self::HistoryFull,
            "missing-reason" => Self::MissingReason,
            "out-of-scope" => Self::OutOfScope,
            "not-your-role" => Self::NotYourRole,
            "unknown-region" => Self::UnknownRegion,
            "region-out-of-scope" => Self::RegionOutOfScope,
            "number-taken" => Self::NumberTaken,
            "cannot-join" => Self::CannotJoin,
            "joined-into" => Self::JoinedInto {
                number: number
                    .and_then(|number| TrackingId::parse(&number).ok())
                    .ok_or(unreadable("refused.number"))?,
            },
            "implausible-time" => Self::ImplausibleTime,
            "no-unit" => Self::NoUnit,
            "too-soon" => Self::TooSoon {
                again_at: again_at.ok_or(unreadable("refused.again_at"))?,
            },
            "not-overdue" => Self::NotOverdue,
            "reply-race" => Self::ReplyRace,
            "status-moved" => Self::StatusMoved { stage: stage()? },
            "unit-moved" => Self::UnitMoved,
            "facts-moved" => Self::FactsMoved,
            "file-missing" => Self::FileMissing,
            "too-large" => Self::TooLarge,
            "key-reused" => Self::KeyReused,
            "not-understood" => Self::NotUnderstood,
            "hub-failed" => Self::HubFailed,
            "stopped-on-the-way" => Self::StoppedOnTheWay,
            _ => return Err(unreadable("refused.code")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complaint::tests::sample;

    fn op() -> OpId {
        "0192f00d-7a2b-7c11-9abc-def012345678".parse().unwrap()
    }

    fn on_wire(outcome: Outcome) -> String {
        let line = OpOutcome {
            op_id: op(),
            outcome: outcome.into(),
        };
        let json = serde_json::to_string(&line).unwrap();
        assert_eq!(serde_json::from_str::<OpOutcome>(&json).unwrap(), line);
        json
    }

    #[test]
    fn on_the_wire() {
        let done = Outcome::Done {
            how: How::Merged,
            seq: 17,
            complaint: None,
        };
        insta::assert_snapshot!(on_wire(done), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"merged","seq":17}"#);
        let conflict = Outcome::Refused {
            refused: Refused::StatusMoved {
                stage: Stage::Selesai,
            },
            complaint: None,
        };
        insta::assert_snapshot!(on_wire(conflict), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"conflict","refused":{"code":"status-moved","stage":"selesai"}}"#);
        let rejected = Outcome::Refused {
            refused: Refused::TextTooLong {
                text: TextKind::Note,
                max_bytes: 65536,
            },
            complaint: None,
        };
        insta::assert_snapshot!(on_wire(rejected), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"rejected","refused":{"code":"text-too-long","text":"note","max_bytes":65536}}"#);
        let again_at = "2026-11-21T03:04:05Z".parse().unwrap();
        let too_soon = Outcome::Refused {
            refused: Refused::TooSoon { again_at },
            complaint: None,
        };
        insta::assert_snapshot!(on_wire(too_soon), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"rejected","refused":{"code":"too-soon","again_at":"2026-11-21T03:04:05Z"}}"#);
        let waiting = Outcome::Blocked(WireBlocked::Attachments {
            missing: vec!["ab".repeat(32)],
        });
        insta::assert_snapshot!(on_wire(waiting), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"blocked","by":"attachments","missing":["abababababababababababababababababababababababababababababababab"]}"#);
        let behind = Outcome::Blocked(WireBlocked::Earlier { behind: op() });
        insta::assert_snapshot!(on_wire(behind), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"blocked","by":"earlier","behind":"0192f00d-7a2b-7c11-9abc-def012345678"}"#);
        insta::assert_snapshot!(on_wire(Outcome::KeyReused), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"key-reused"}"#);
        let unreadable = Outcome::Unreadable {
            member: "then".into(),
        };
        insta::assert_snapshot!(on_wire(unreadable), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"unreadable","member":"then"}"#);
        insta::assert_snapshot!(on_wire(Outcome::Failed), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"failed"}"#);
    }

    #[test]
    fn every_refusal_comes_back_as_it_went() {
        let stage = Stage::Proses;
        for refused in [
            Refused::UnknownComplaint,
            Refused::AlreadyExists,
            Refused::Closed,
            Refused::NotAllowed { stage },
            Refused::EmptyText,
            Refused::TextTooLong {
                text: TextKind::Agency,
                max_bytes: 5,
            },
            Refused::TooMany {
                list: ListKind::Files,
                most: 20,
            },
            Refused::HistoryFull,
            Refused::MissingReason,
            Refused::OutOfScope,
            Refused::NotYourRole,
            Refused::UnknownRegion,
            Refused::RegionOutOfScope,
            Refused::NumberTaken,
            Refused::CannotJoin,
            Refused::JoinedInto {
                number: TrackingId::parse("9165816").unwrap(),
            },
            Refused::ImplausibleTime,
            Refused::NoUnit,
            Refused::TooSoon {
                again_at: "2026-11-21T03:04:05Z".parse().unwrap(),
            },
            Refused::ReplyRace,
            Refused::StatusMoved { stage },
            Refused::UnitMoved,
            Refused::FactsMoved,
            Refused::FileMissing,
            Refused::TooLarge,
            Refused::KeyReused,
            Refused::NotUnderstood,
            Refused::HubFailed,
            Refused::StoppedOnTheWay,
        ] {
            let outcome = Outcome::Refused {
                refused,
                complaint: Some(Box::new(sample())),
            };
            let wire = WireOutcome::from(outcome.clone());
            assert_eq!(Outcome::try_from(wire).unwrap(), outcome);
        }
    }
}
