//! The outbox: what is not settled yet, and what the officer decides about it.

use std::io::{BufRead, IsTerminal, Read, Write};

use serde_json::{Value, json};
use tanggap_app::{Desk, outbox};
use tanggap_domain::change::{ChangeKind, MAX_TEXT_BYTES, Refused};
use tanggap_domain::ids::OpId;
use tanggap_domain::limits::TextKind;
use tanggap_ipc::outbox::{Discard, List, OutboxRow, OutboxState, TakeOver};
use tanggap_ipc::{Code, Error};

use super::changes::{saved, text_of};
use crate::answer::{Answer, Failure, document, done, lines};
use crate::args::{EditOutbox, Outbox};
use crate::json::{OutboxJson, time};
use crate::place::Place;
use crate::words::{self, Language};

pub async fn run(place: &Place, desk: &Desk, asked: Option<Outbox>) -> Result<Answer, Failure> {
    match asked {
        None => list(place, desk).await,
        Some(Outbox::Show { op }) => show(place, desk, op).await,
        Some(Outbox::Edit(asked)) => edit(place, desk, asked).await,
        Some(Outbox::Discard { op, yes }) => discard(place, desk, op, yes).await,
        Some(Outbox::Take { op, anyway }) => take(place, desk, op, anyway).await,
    }
}

async fn list(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    let rows = outbox::list(desk, List)
        .await
        .map_err(|error| place.failure(&error))?;
    let waiting: Vec<OutboxJson> = rows.iter().map(of_row).collect();
    let text = lines(waiting.iter().map(|row| {
        let reason = row.reason.as_deref().unwrap_or_default();
        let whose = match (&row.officer, row.mine) {
            (_, true) => String::new(),
            (Some(officer), false) => format!(" ({officer})"),
            (None, false) => " (?)".to_owned(),
        };
        format!(
            "{} #{:<9} {:<18} {:<10} {reason}{whose}",
            row.op_id, row.tracking_id, row.kind, row.state
        )
    }));
    done(&waiting, text)
}

fn of_row(row: &OutboxRow) -> OutboxJson {
    let (state, reason) = match (&row.state, &row.of) {
        (OutboxState::Attention { refused, .. }, _) => ("attention", Some(words::code_of(refused))),
        // It stays here: whoever is connected is not whom it waits for.
        (_, Some(of)) => ("held", Some(of.why.code().to_owned())),
        (OutboxState::Held { .. }, None) => ("held", None),
        (OutboxState::Queued, None) => ("queued", None),
    };
    OutboxJson {
        op_id: row.op.to_string(),
        tracking_id: row
            .tracking_id
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        kind: row.kind.to_string(),
        state,
        reason,
        mine: row.of.is_none(),
        officer: row.of.as_ref().and_then(|of| of.officer.clone()),
        hub: row.of.as_ref().and_then(|of| of.hub.clone()),
        behind: row.behind.map(|op| op.to_string()),
    }
}

/// What is named here is a change, not a complaint.
fn failure(place: &Place, error: &Error) -> Failure {
    if error.code != Code::NotFound {
        return place.failure(error);
    }
    let message = place.language.pick(
        "Tidak ada perubahan dengan ID itu di meja ini. ID-nya tampil di `tanggapctl outbox`.",
        "No change on this desk has that ID. `tanggapctl outbox` shows them.",
    );
    Failure::refused("not-found", message)
}

async fn show(place: &Place, desk: &Desk, op: OpId) -> Result<Answer, Failure> {
    let failed = |error| failure(place, &error);
    let row = outbox::row_of(desk, op).await.map_err(failed)?;
    let change = outbox::change_of(desk, op).await.map_err(failed)?;
    let short = of_row(&row);
    let zone = desk.office().rules.calendar().zone();
    let theirs = match &row.state {
        OutboxState::Attention { theirs, .. } => theirs.clone(),
        _ => Vec::new(),
    };
    let mut text = vec![format!(
        "{} {} {} {}",
        row.number(),
        row.kind,
        short.state,
        short.reason.as_deref().unwrap_or_default()
    )];
    if let Some(officer) = &short.officer {
        text.push(match place.language {
            Language::Id => format!("Menunggu {officer}"),
            Language::En => format!("Waits for {officer}"),
        });
    }
    if let OutboxState::Attention { refused, .. } = &row.state {
        text.push(words::error(&refused.clone().into(), place.language));
    }
    text.extend(row.text.clone());
    for event in &theirs {
        let at = time(event.at, zone).format("%d-%m-%Y %H.%M");
        text.push(format!("  {at} {}", event.by.name));
    }
    let mut answer = document(&short)?;
    answer["title"] = json!(row.title);
    answer["created_at"] = json!(time(row.created_at, zone));
    answer["text"] = json!(row.text);
    answer["change"] = document(&change)?;
    answer["theirs"] = document(&theirs)?;
    answer["editable"] = json!(is_editable(&change));
    done(&answer, lines(text.into_iter()))
}

fn is_editable(change: &ChangeKind) -> bool {
    !matches!(
        change,
        ChangeKind::Verify
            | ChangeKind::Resume
            | ChangeKind::Amend(_)
            | ChangeKind::Remind(_)
            | ChangeKind::Join { .. }
            | ChangeKind::Split { .. }
            | ChangeKind::TellApart { .. }
    )
}

async fn edit(place: &Place, desk: &Desk, asked: EditOutbox) -> Result<Answer, Failure> {
    let failed = |error| failure(place, &error);
    let kind = match outbox::change_of(desk, asked.op).await.map_err(failed)? {
        ChangeKind::Note { .. } => TextKind::Note,
        ChangeKind::Dispose { .. } => TextKind::Instruction,
        ChangeKind::Record(_) => TextKind::Body,
        ChangeKind::Reply { .. } => TextKind::Reply,
        _ => TextKind::Reason,
    };
    let text = match (asked.text, asked.file) {
        (Some(text), _) => text,
        (None, Some(path)) => text_of(&path, kind, place.language)?,
        (None, None) => from_standard_input(kind, place.language)?,
    };
    let submitted = outbox::edit(desk, asked.op, text).await.map_err(failed)?;
    saved(place, desk, &submitted).await
}

/// At most a little more than a text may have: the rule itself names the limit.
fn from_standard_input(kind: TextKind, language: Language) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let most = 4 * MAX_TEXT_BYTES as u64;
    let read = std::io::stdin()
        .lock()
        .take(most + 1)
        .read_to_end(&mut bytes);
    let text = read.ok().and_then(|_| String::from_utf8(bytes).ok());
    let text = text.ok_or_else(|| {
        Failure::refused(
            "file-missing",
            language.pick(
                "Masukan standar tidak dapat dibaca sebagai teks.",
                "Standard input cannot be read as text.",
            ),
        )
    })?;
    if text.len() as u64 > most {
        let refused = Refused::TextTooLong {
            text: kind,
            max_bytes: MAX_TEXT_BYTES,
        };
        return Err(Failure::of(&refused.into(), language));
    }
    Ok(text.trim_start_matches('\u{feff}').trim_end().to_owned())
}

async fn discard(place: &Place, desk: &Desk, op: OpId, yes: bool) -> Result<Answer, Failure> {
    let failed = |error| failure(place, &error);
    let row = outbox::row_of(desk, op).await.map_err(failed)?;
    if !yes && !agrees(place, &row) {
        return Err(Failure::refused(
            "not-confirmed",
            place.language.pick(
                "Tidak ada yang dibuang. Tambahkan --yes untuk membuangnya tanpa bertanya.",
                "Nothing was discarded. Add --yes to discard it without being asked.",
            ),
        ));
    }
    outbox::discard(desk, Discard { op })
        .await
        .map_err(failed)?;
    done(
        &json!({ "op_id": op.to_string(), "state": "discarded" }),
        place.language.pick("Dibuang.", "Discarded.").to_owned(),
    )
}

/// Shows what would go and asks, where somebody sits at a terminal.
fn agrees(place: &Place, row: &OutboxRow) -> bool {
    let (input, mut out) = (std::io::stdin(), std::io::stderr());
    if !input.is_terminal() {
        return false;
    }
    let words = row.text.as_deref().unwrap_or_default();
    let question = place.language.pick("Buang? [y/t] ", "Discard it? [y/n] ");
    // A terminal that cannot be written to is one that nobody reads.
    if write!(out, "{} {}\n{words}\n{question}", row.number(), row.kind).is_err() {
        return false;
    }
    let mut answer = String::new();
    let read = input.lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "ya" | "yes")
}

async fn take(place: &Place, desk: &Desk, op: OpId, anyway: bool) -> Result<Answer, Failure> {
    let submitted = outbox::take_over(desk, TakeOver { op, anyway })
        .await
        .map_err(|error| failure(place, &error))?;
    saved(place, desk, &submitted).await
}

/// What waits for others, in one sentence for each; null where nothing does.
pub fn others(
    work: &[tanggap_ipc::outbox::OthersWork],
    language: Language,
) -> (Value, Option<String>) {
    let document = work
        .iter()
        .map(|work| {
            json!({
                "officer": work.of.officer,
                "hub": work.of.hub,
                "why": work.of.why.code(),
                "changes": work.changes,
                "drafts": work.drafts,
            })
        })
        .collect();
    let said = work.iter().map(|work| sentence(work, language));
    let said = lines(said);
    (document, Some(said).filter(|said| !said.is_empty()))
}

fn sentence(work: &tanggap_ipc::outbox::OthersWork, language: Language) -> String {
    let tanggap_ipc::outbox::OthersWork {
        of,
        changes,
        drafts,
    } = work;
    let whose = match (&of.officer, &of.hub, language) {
        (Some(officer), _, Language::Id) => format!("{officer} menunggu"),
        (Some(officer), _, Language::En) => format!("of {officer}'s waiting"),
        (None, _, Language::Id) => "tanpa hub menunggu keputusan Anda".to_owned(),
        (None, _, Language::En) => "written without a hub, waiting for you to decide".to_owned(),
    };
    let drafts_too = match (drafts, language) {
        (0, _) => String::new(),
        (n, Language::Id) => format!(", {n} draf"),
        (n, Language::En) => format!(", {n} drafts"),
    };
    match language {
        Language::Id => format!(
            "{changes} perubahan {whose}{drafts_too}. Tidak dikirim atas nama lain; putuskan satu per \
             satu: `tanggapctl outbox`."
        ),
        Language::En => format!(
            "{changes} changes {whose}{drafts_too}. They are not sent under another name; decide one by \
             one: `tanggapctl outbox`."
        ),
    }
}
