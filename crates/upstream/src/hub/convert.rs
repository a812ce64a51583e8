//! From the hub's wire types to the trait's and back. Field by field, so that a new member of either
//! side is noticed here.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::complaint::Category;
use tanggap_domain::ids::OpId;
use tanggap_domain::region::RegionCode;
use tanggap_domain::text::one_line;
use tanggap_protocol::outcome::{self, OpOutcome, WireBlocked};
use tanggap_protocol::page::{self, Page};
use tanggap_protocol::{about, pull};

use crate::upstream::{
    Blocked, Me, Outcome, PullRequest, Pulled, Pushed, Reference, ReferenceAgency, Row, RowKind,
    Template, UpstreamError,
};

impl From<about::Me> for Me {
    fn from(wire: about::Me) -> Self {
        let about::Me {
            officer,
            scopes,
            hub,
            server_time,
        } = wire;
        Self {
            officer: officer.id,
            name: one_line(&officer.name).into_owned(),
            scopes,
            hub: hub.id,
            practice: hub.practice,
            server_time,
        }
    }
}

fn one_line_agency(mut agency: AgencyRef) -> AgencyRef {
    agency.name = one_line(&agency.name).into_owned();
    agency
}

/// Regions that are no codes are left out: they only narrow a choice. Names stand on one line, whatever
/// an older hub holds.
pub(super) fn reference(wire: about::Reference, version: String) -> Reference {
    let region = |code: &str| RegionCode::parse(code).ok();
    let agencies = wire.agencies.into_iter().map(|agency| ReferenceAgency {
        region: agency.region.as_deref().and_then(region),
        agency: one_line_agency(agency.into()),
    });
    let categories = wire.categories.into_iter();
    let categories = categories.map(|it| Category::new(it.id.as_deref(), it.path));
    let templates = wire.templates.into_iter().map(|template| Template {
        id: template.id,
        name: one_line(&template.name).into_owned(),
        text: template.text,
    });
    Reference {
        version,
        agencies: agencies.collect(),
        categories: categories.collect(),
        templates: templates.collect(),
        regions: wire
            .regions
            .iter()
            .filter_map(|code| region(code))
            .collect(),
        calendar_version: wire.calendar_version,
        policy_version: wire.policy_version,
    }
}

pub(super) fn pull_request(request: &PullRequest) -> pull::PullRequest {
    let scopes = request.scopes.iter().map(|(id, cursor)| pull::ScopeCursor {
        id: id.clone(),
        cursor: cursor.clone(),
    });
    pull::PullRequest {
        scopes: scopes.collect(),
        wait_ms: request.wait_ms,
        max_bytes: request.max_bytes,
    }
}

impl From<Page> for Pulled {
    fn from(page: Page) -> Self {
        Self {
            rows: page.rows.into_iter().map(Into::into).collect(),
            cursors: page.end.cursors,
            more: page.end.more,
            server_time: page.end.server_time,
        }
    }
}

impl From<page::Row> for Row {
    fn from(row: page::Row) -> Self {
        Self {
            scope: row.scope,
            seq: row.seq,
            what: match row.what {
                page::RowKind::Upsert(mut complaint) => {
                    // Older hubs hold labels as files had them.
                    complaint.tidy_labels();
                    RowKind::Upsert(complaint)
                }
                page::RowKind::Exit(id) => RowKind::Exit(id),
                page::RowKind::Erase(id) => RowKind::Erase(id),
                page::RowKind::Unreadable { id, reason, raw } => {
                    RowKind::Unreadable { id, reason, raw }
                }
            },
        }
    }
}

/// The answer to a push. What one outcome says in words unknown here stops no other.
pub(super) fn pushed(bytes: &[u8]) -> Result<Pushed, UpstreamError> {
    #[derive(Deserialize)]
    struct Answer {
        outcomes: Vec<Box<RawValue>>,
        server_time: DateTime<Utc>,
    }
    #[derive(Deserialize)]
    struct IdOnly {
        op_id: OpId,
    }
    let malformed = |_| UpstreamError::Protocol("json");
    let answer: Answer = serde_json::from_slice(bytes).map_err(malformed)?;
    let outcomes = answer.outcomes.iter().map(|raw| {
        let known = serde_json::from_str::<OpOutcome>(raw.get()).ok();
        match known.map(|it| (it.op_id, outcome::Outcome::try_from(it.outcome))) {
            Some((op, Ok(outcome))) => Ok((op, outcome.into())),
            Some((op, Err(_))) => Ok((op, Outcome::Blocked(Blocked::AnswerUnknown))),
            None => {
                let IdOnly { op_id } = serde_json::from_str(raw.get()).map_err(malformed)?;
                Ok((op_id, Outcome::Blocked(Blocked::AnswerUnknown)))
            }
        }
    });
    Ok(Pushed {
        outcomes: outcomes.collect::<Result<_, UpstreamError>>()?,
        server_time: answer.server_time,
    })
}

impl From<outcome::Outcome> for Outcome {
    fn from(outcome: outcome::Outcome) -> Self {
        match outcome {
            outcome::Outcome::Done {
                how,
                seq,
                complaint,
            } => Self::Done {
                how,
                seq,
                complaint,
            },
            outcome::Outcome::Refused { refused, complaint } => {
                Self::Refused { refused, complaint }
            }
            outcome::Outcome::Blocked(WireBlocked::Attachments { missing }) => {
                Self::Blocked(Blocked::MissingFiles(missing))
            }
            outcome::Outcome::Blocked(WireBlocked::Earlier { behind }) => {
                Self::Blocked(Blocked::Behind(behind))
            }
            outcome::Outcome::KeyReused => Self::KeyReused,
            outcome::Outcome::Unreadable { member } => Self::Unreadable { member },
            outcome::Outcome::Failed => Self::Failed,
        }
    }
}
