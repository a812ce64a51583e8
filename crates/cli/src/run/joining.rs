//! A recording and a report of the national system that may be one, are one, or are two.

use serde::Serialize;
use serde_json::{Value, json};
use tanggap_app::joining::{self, Verb};
use tanggap_app::{Desk, inbox};
use tanggap_domain::likeness::Evidence;
use tanggap_domain::text::one_line;
use tanggap_ipc::compose::Submit;
use tanggap_ipc::joining::{Likely, ListLikely, Side};
use tanggap_ipc::{Code, Error};

use super::changes;
use crate::answer::{Answer, Failure, Row};
use crate::json::time;
use crate::place::{Place, meant};

#[derive(Serialize)]
struct LikelyJson {
    recording: Value,
    report: Value,
    /// 0 to 100.
    score: u8,
    evidence: Vec<Evidence>,
    /// The evidence in words.
    because: String,
}

/// Pairs that may be one: all of them, or those of one complaint.
pub async fn likely(place: &Place, desk: &Desk, id: Option<&str>) -> Result<Answer, Failure> {
    let failed = |error: Error| place.failure(&error);
    let found = match id {
        None => joining::list(desk, ListLikely {}).await.map_err(failed)?,
        Some(id) => {
            let id = meant(place, desk, id).await?;
            let visible = inbox::one(desk, id).await.map_err(failed)?;
            let visible = visible.ok_or_else(|| failed(Error::new(Code::NotFound)))?;
            let of_it = joining::of(desk, &visible.complaint).await;
            of_it.map_err(failed)?
        }
    };
    let (zone, words) = (desk.office().rules.calendar().zone(), place.words(desk));
    let side = move |side: &Side| {
        json!({
            "id": side.id.to_string(),
            "tracking_id": side.number.to_string(),
            "title": side.title,
            "received_at": time(side.received_at, zone),
            "stage": side.stage.code(),
        })
    };
    let rows = found.into_iter().map(move |pair| {
        let Likely {
            recording,
            report,
            likeness,
        } = pair;
        let because = words.likeness(&likeness.evidence);
        let line = format!(
            "{:>3}  {} = #{}  {}  ({because})",
            likeness.score,
            recording.number,
            report.number,
            one_line(&report.title),
        );
        let row = LikelyJson {
            recording: side(&recording),
            report: side(&report),
            score: likeness.score,
            evidence: likeness.evidence,
            because,
        };
        Row::of(&row, line)
    });
    Ok(Answer::Listed(Box::new(rows)))
}

/// Says that two are one, or that they are two, whichever is named first.
pub async fn say(
    place: &Place,
    desk: &Desk,
    verb: Verb,
    one: &str,
    other: &str,
) -> Result<Answer, Failure> {
    let (one, other) = (
        meant(place, desk, one).await?,
        meant(place, desk, other).await?,
    );
    let change = joining::change_of(desk, verb, one, other).await;
    let (report, kind) = change.map_err(|error| place.failure(&error))?;
    changes::submit(place, desk, Submit::new(report, kind)).await
}

pub async fn split(place: &Place, desk: &Desk, id: &str) -> Result<Answer, Failure> {
    let id = meant(place, desk, id).await?;
    let change = joining::split_of(desk, id).await;
    let (report, kind) = change.map_err(|error| place.failure(&error))?;
    changes::submit(place, desk, Submit::new(report, kind)).await
}
