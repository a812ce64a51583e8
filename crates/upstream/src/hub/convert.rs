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
        let about::Officer { id: officer, name } = officer;
        let about::HubInfo {
            id: hub,
            // Asked for at `/healthz`, where it is wanted.
            version: _,
            practice,
        } = hub;
        Self {
            officer,
            name: one_line(&name).into_owned(),
            scopes,
            hub,
            practice,
            server_time,
        }
    }
}

/// Regions that are no codes are left out: they only narrow a choice. Names stand on one line, whatever
/// an older hub holds.
pub(super) fn reference(wire: about::Reference, version: String) -> Reference {
    let about::Reference {
        agencies,
        categories,
        templates,
        regions,
        calendar_version,
        policy_version,
    } = wire;
    let code = |code: &str| RegionCode::parse(code).ok();
    let agencies = agencies.into_iter().map(|agency| {
        let about::ReferenceAgency { id, name, region } = agency;
        ReferenceAgency {
            region: region.as_deref().and_then(code),
            agency: AgencyRef::new(id.as_deref(), one_line(&name).into_owned()),
        }
    });
    let categories = categories.into_iter().map(|category| {
        let about::ReferenceCategory { id, path } = category;
        Category::new(id.as_deref(), path)
    });
    let templates = templates.into_iter().map(|template| {
        let about::Template { id, name, text } = template;
        Template {
            id,
            name: one_line(&name).into_owned(),
            text,
        }
    });
    Reference {
        version,
        agencies: agencies.collect(),
        categories: categories.collect(),
        templates: templates.collect(),
        regions: regions.iter().filter_map(|it| code(it)).collect(),
        calendar_version,
        policy_version,
    }
}

pub(super) fn pull_request(request: &PullRequest) -> pull::PullRequest {
    let PullRequest {
        scopes,
        wait_ms,
        max_bytes,
    } = request;
    let scopes = scopes.iter().map(|(id, cursor)| pull::ScopeCursor {
        id: id.clone(),
        cursor: cursor.clone(),
    });
    pull::PullRequest {
        scopes: scopes.collect(),
        wait_ms: *wait_ms,
        max_bytes: *max_bytes,
    }
}

impl From<Page> for Pulled {
    fn from(page: Page) -> Self {
        let Page { rows, end } = page;
        let page::PageEnd {
            cursors,
            more,
            server_time,
            // Held against the rows by whoever read the page.
            rows: _,
            xxh3: _,
        } = end;
        Self {
            rows: rows.into_iter().map(Into::into).collect(),
            cursors,
            more,
            server_time,
        }
    }
}

impl From<page::Row> for Row {
    fn from(row: page::Row) -> Self {
        let page::Row { scope, seq, what } = row;
        Self {
            scope,
            seq,
            what: match what {
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
