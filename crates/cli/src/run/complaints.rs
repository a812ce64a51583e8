//! Complaints to look at: the list, one of them, and their deadlines in order.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tanggap_app::inbox::Visible;
use tanggap_app::{Desk, complaint, deadlines, inbox, place};
use tanggap_domain::text::{for_terminal, one_line};
use tanggap_ipc::deadlines::ExportDeadlines;
use tanggap_ipc::inbox::{Filter, Tab};
use tanggap_ipc::{Code, Error};

use crate::answer::{Answer, Failure, Row, done};
use crate::args::List;
use crate::json::{ComplaintJson, DeadlineJson, FollowUpJson, ShowJson, time};
use crate::place::{Place, meant};

pub async fn list(place: &Place, desk: &Desk, asked: List) -> Result<Answer, Failure> {
    let filter = Filter {
        tab: if asked.overdue {
            Tab::Overdue
        } else {
            Tab::All
        },
        stages: asked.stage.into_iter().collect(),
        region: asked.region,
        text: asked.search,
        ..Filter::default()
    };
    let mut listing: Vec<Row> = Vec::new();
    let mut outcome = Ok(());
    inbox::each(desk, &filter, asked.limit, |listed| {
        let complaint = complaint_json(desk, &listed);
        let region = complaint.region.as_ref().map_or("-", |region| &region.name);
        let line = format!(
            "#{:<9} {:<21} {:<20} {}",
            complaint.tracking_id,
            complaint.stage,
            region,
            one_line(&complaint.title)
        );
        if outcome.is_ok() {
            outcome = Row::of(&complaint, line).map(|row| listing.push(row));
        }
    })
    .await
    .map_err(|error| place.failure(&error))?;
    outcome?;
    Ok(Answer::Listed(Box::new(listing.into_iter().map(Ok))))
}

pub async fn show(place: &Place, desk: &Desk, id: &str) -> Result<Answer, Failure> {
    let failed = |error: Error| place.failure(&error);
    let id = meant(place, desk, id).await?;
    let listed = inbox::one(desk, id).await.map_err(failed)?;
    let listed = listed.ok_or_else(|| failed(Error::new(Code::NotFound)))?;
    let raw = complaint::raw(desk, id).await.map_err(failed)?;
    let zone = desk.office().rules.calendar().zone();
    let history = listed.complaint.history.clone();
    let shown = ShowJson {
        complaint: complaint_json(desk, &listed),
        followups: history
            .iter()
            .filter_map(|event| FollowUpJson::of(event, &listed.pending, zone))
            .collect(),
        history,
        raw: raw.map_or(Value::Null, |raw| {
            // A row that is not JSON is shown as the text it is.
            serde_json::from_str(&raw).unwrap_or(Value::String(raw))
        }),
    };
    let complaint = &shown.complaint;
    let mut text = format!(
        "#{} {}\n{} · {} · {}\n\n{}\n",
        complaint.tracking_id,
        one_line(&complaint.title),
        complaint.stage,
        one_line(&complaint.classification),
        complaint.received_at.format("%Y-%m-%d %H:%M"),
        for_terminal(&complaint.body)
    );
    for clock in &complaint.clocks {
        let due = clock.due_at.format("%Y-%m-%d %H:%M");
        text.push_str(&format!("\n{:<14} {due} {}", clock.clock, clock.state));
    }
    for followup in &shown.followups {
        let at = followup.at.format("%Y-%m-%d %H:%M");
        let (by, said) = (one_line(&followup.by), for_terminal(&followup.text));
        text.push_str(&format!("\n\n{at} {by}:\n{said}"));
    }
    done(&shown, text)
}

pub async fn due(place: &Place, desk: &Desk, at: Option<DateTime<Utc>>) -> Result<Answer, Failure> {
    let failed = |error: Error| place.failure(&error);
    let zone = desk.office().rules.calendar().zone();
    let at = at.unwrap_or_else(|| desk.now());
    let due = deadlines::all(desk, at).await.map_err(failed)?;
    let rows = due.into_iter().map(move |due| {
        let row = DeadlineJson {
            tracking_id: due.tracking_id.to_string(),
            clock: due.clock.code(),
            name: due.name.map(|name| name.to_string()),
            due_at: time(due.due_at, zone),
            state: due.state.code(),
        };
        let line = format!(
            "{}  {:<9} {:<14} #{}",
            row.due_at.format("%Y-%m-%d %H:%M"),
            row.state,
            row.clock,
            row.tracking_id
        );
        Row::of(&row, line)
    });
    Ok(Answer::Listed(Box::new(rows)))
}

/// Every open clock with its reasons, into a folder that is there.
pub async fn export(place: &Place, desk: &Desk, folder: &Path) -> Result<Answer, Failure> {
    if !folder.is_dir() {
        let folder = folder.display();
        let message = place.language.pick(
            format!("Folder {folder} tidak ada."),
            format!("The folder {folder} does not exist."),
        );
        return Err(Failure::refused("file-missing", message));
    }
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let request = ExportDeadlines {
        filter: Filter::default(),
    };
    let path = deadlines::export_to(desk, request, &folder)
        .await
        .map_err(|error| place.failure(&error))?;
    let path = path.display().to_string();
    done(&json!({ "path": path }), path)
}

fn complaint_json(desk: &Desk, listed: &Visible) -> ComplaintJson {
    let judgment = complaint::clocks(desk, listed.for_clocks(), desk.now());
    let region = listed.complaint.location.region.as_ref();
    ComplaintJson::of(
        &listed.complaint,
        region.and_then(place::name).map(str::to_owned),
        &judgment,
        listed.pending.len(),
        desk.office().rules.calendar().zone(),
    )
}
