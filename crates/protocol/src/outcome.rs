//! What became of an operation. Settled outcomes are final: the hub gives the same answer whenever
//! the operation comes again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::change::{How, Refused};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::OpId;
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_at: Option<DateTime<Utc>>,
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
}

impl Outcome {
    /// Whether the hub will say the same for ever. Others may be offered again.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Done { .. } | Self::Refused { .. } => true,
            Self::Blocked(_) | Self::KeyReused | Self::Unreadable { .. } => false,
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
        }
    }
}

impl TryFrom<WireOutcome> for Outcome {
    type Error = Unreadable;

    fn try_from(wire: WireOutcome) -> Result<Self, Unreadable> {
        let done = |how, settled: WireSettled| {
            Ok(Self::Done {
                how,
                seq: settled.seq,
                complaint: unboxed(settled.complaint)?,
            })
        };
        match wire {
            WireOutcome::Applied(settled) => done(How::Applied, settled),
            WireOutcome::Merged(settled) => done(How::Merged, settled),
            WireOutcome::AlreadySatisfied(settled) => done(How::AlreadySatisfied, settled),
            WireOutcome::Conflict(refusal) | WireOutcome::Rejected(refusal) => Ok(Self::Refused {
                refused: refusal.refused.try_into()?,
                complaint: unboxed(refusal.complaint)?,
            }),
            WireOutcome::Blocked(by) => Ok(Self::Blocked(by)),
            WireOutcome::KeyReused => Ok(Self::KeyReused),
            WireOutcome::Unreadable { member } => Ok(Self::Unreadable { member }),
        }
    }
}

fn unboxed(wire: Option<Box<WireComplaint>>) -> Result<Option<Box<Complaint>>, Unreadable> {
    wire.map(|it| Complaint::try_from(*it).map(Box::new))
        .transpose()
}

impl From<Refused> for WireRefused {
    fn from(refused: Refused) -> Self {
        let plain = |code: &str| Self {
            code: code.to_owned(),
            stage: None,
            max_bytes: None,
            again_at: None,
        };
        let at_stage = |code: &str, stage: Stage| Self {
            stage: Some(stage.code().to_owned()),
            ..plain(code)
        };
        match refused {
            Refused::UnknownComplaint => plain("unknown-complaint"),
            Refused::AlreadyExists => plain("already-exists"),
            Refused::Closed => plain("closed"),
            Refused::NotAllowed { stage } => at_stage("not-allowed", stage),
            Refused::EmptyText => plain("empty-text"),
            Refused::TextTooLong { max_bytes } => Self {
                max_bytes: Some(max_bytes as u64),
                ..plain("text-too-long")
            },
            Refused::MissingReason => plain("missing-reason"),
            Refused::OutOfScope => plain("out-of-scope"),
            Refused::NoUnit => plain("no-unit"),
            Refused::TooSoon { again_at } => Self {
                again_at: Some(again_at),
                ..plain("too-soon")
            },
            Refused::ReplyRace => plain("reply-race"),
            Refused::StatusMoved { stage } => at_stage("status-moved", stage),
            Refused::UnitMoved => plain("unit-moved"),
            Refused::FactsMoved => plain("facts-moved"),
        }
    }
}

impl TryFrom<WireRefused> for Refused {
    type Error = Unreadable;

    fn try_from(wire: WireRefused) -> Result<Self, Unreadable> {
        let stage = || {
            let word = wire.stage.as_deref().ok_or(unreadable("refused.stage"))?;
            Ok(Stage::of_code(word).unwrap_or(Stage::TidakDikenal))
        };
        Ok(match wire.code.as_str() {
            "unknown-complaint" => Self::UnknownComplaint,
            "already-exists" => Self::AlreadyExists,
            "closed" => Self::Closed,
            "not-allowed" => Self::NotAllowed { stage: stage()? },
            "empty-text" => Self::EmptyText,
            "text-too-long" => Self::TextTooLong {
                max_bytes: wire.max_bytes.ok_or(unreadable("refused.max_bytes"))? as usize,
            },
            "missing-reason" => Self::MissingReason,
            "out-of-scope" => Self::OutOfScope,
            "no-unit" => Self::NoUnit,
            "too-soon" => Self::TooSoon {
                again_at: wire.again_at.ok_or(unreadable("refused.again_at"))?,
            },
            "reply-race" => Self::ReplyRace,
            "status-moved" => Self::StatusMoved { stage: stage()? },
            "unit-moved" => Self::UnitMoved,
            "facts-moved" => Self::FactsMoved,
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
            refused: Refused::TextTooLong { max_bytes: 65536 },
            complaint: None,
        };
        insta::assert_snapshot!(on_wire(rejected), @r#"{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"rejected","refused":{"code":"text-too-long","max_bytes":65536}}"#);
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
            Refused::TextTooLong { max_bytes: 5 },
            Refused::MissingReason,
            Refused::OutOfScope,
            Refused::NoUnit,
            Refused::TooSoon {
                again_at: "2026-11-21T03:04:05Z".parse().unwrap(),
            },
            Refused::ReplyRace,
            Refused::StatusMoved { stage },
            Refused::UnitMoved,
            Refused::FactsMoved,
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
