//! What an officer does to a complaint, and what of it is not settled yet.

use std::path::Path;

use serde_json::json;
use tanggap_app::{Desk, compose, outbox};
use tanggap_domain::change::{self, ChangeKind, MAX_TEXT_BYTES};
use tanggap_domain::limits::TextKind;
use tanggap_ipc::compose::Submit;
use tanggap_ipc::outbox::OutboxState;

use super::{Place, done, lines, meant};
use crate::args::{Note, Reply, Then};
use crate::json::OutboxJson;
use crate::words::{self, Language};
use crate::{Answer, Failure};

pub async fn reply(place: &Place, desk: &Desk, asked: Reply) -> Result<Answer, Failure> {
    let change = ChangeKind::Reply {
        text: text_of(&asked.text_file, TextKind::Reply, place.language)?,
        then: match asked.then {
            None => change::Then::Keep,
            Some(Then::Proses) => change::Then::Proses,
            Some(Then::Selesai) => change::Then::Selesai,
            Some(Then::TanyaPelapor) => change::Then::AskReporter,
        },
        attachments: Vec::new(),
    };
    submit(place, desk, &asked.id, change).await
}

pub async fn note(place: &Place, desk: &Desk, asked: Note) -> Result<Answer, Failure> {
    let change = ChangeKind::Note {
        text: text_of(&asked.text_file, TextKind::Note, place.language)?,
        attachments: Vec::new(),
    };
    submit(place, desk, &asked.id, change).await
}

async fn submit(
    place: &Place,
    desk: &Desk,
    id: &str,
    change: ChangeKind,
) -> Result<Answer, Failure> {
    let complaint = meant(place, desk, id).await?;
    let submitted = compose::submit_at_once(desk, Submit { complaint, change })
        .await
        .map_err(|error| place.failure(&error))?;
    let state = if submitted.already {
        "already"
    } else {
        "queued"
    };
    let text = if submitted.already {
        place.language.pick("Sudah demikian.", "It was so already.")
    } else {
        place.language.pick(
            "Tersimpan; terkirim pada `tanggapctl sync` berikutnya.",
            "Saved; it is sent with the next `tanggapctl sync`.",
        )
    };
    done(
        &json!({ "op_id": submitted.op.to_string(), "state": state }),
        text.to_owned(),
    )
}

pub async fn waiting(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    let rows = outbox::list(desk, tanggap_ipc::outbox::List)
        .await
        .map_err(|error| place.failure(&error))?;
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let (state, reason) = match row.state {
            OutboxState::Held { .. } => ("held", None),
            OutboxState::Queued => ("queued", None),
            OutboxState::Attention { refused, .. } => ("attention", Some(words::code_of(&refused))),
        };
        waiting.push(OutboxJson {
            op_id: row.op.to_string(),
            tracking_id: row.tracking_id.to_string(),
            kind: row.kind,
            state,
            reason,
        });
    }
    let text = lines(waiting.iter().map(|row| {
        let reason = row.reason.as_deref().unwrap_or_default();
        format!(
            "#{:<9} {:<18} {:<10} {reason}",
            row.tracking_id, row.kind, row.state
        )
    }));
    done(&waiting, text)
}

/// The text of a reply or note. A file that can be no text of an officer is refused before it is read.
fn text_of(path: &Path, kind: TextKind, language: Language) -> Result<String, Failure> {
    let unreadable = || {
        let path = path.display();
        let message = language.pick(
            format!("Berkas teks {path} tidak dapat dibaca."),
            format!("The text file {path} cannot be read."),
        );
        Failure::refused("file-missing", message)
    };
    let size_bytes = std::fs::metadata(path).map_err(|_| unreadable())?.len();
    // A little more than a text may have: the rule itself names the limit.
    if size_bytes > 4 * MAX_TEXT_BYTES as u64 {
        let refused = change::Refused::TextTooLong {
            text: kind,
            max_bytes: MAX_TEXT_BYTES,
        };
        return Err(Failure::of(&refused.into(), language));
    }
    let text = std::fs::read_to_string(path).map_err(|_| unreadable())?;
    Ok(text.trim_start_matches('\u{feff}').trim_end().to_owned())
}
