//! What an officer does to a complaint.

use std::path::Path;

use serde_json::json;
use tanggap_app::{Desk, compose, outbox};
use tanggap_domain::change::{self, ChangeKind, MAX_TEXT_BYTES};
use tanggap_domain::event::{Event, EventKind};
use tanggap_domain::limits::TextKind;
use tanggap_ipc::compose::{LookBefore, Submit, Submitted};

use crate::answer::{Answer, Failure, done, lines};
use crate::args::{Note, Reply, SeenReply, Then};
use crate::json::time;
use crate::place::{Place, meant};
use crate::words::Language;

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
    let complaint = meant(place, desk, &asked.id).await?;
    let seen = asked.seen.map(|SeenReply(last_public_reply)| change::Base {
        last_public_reply,
        ..change::Base::default()
    });
    let request = Submit {
        seen,
        anyway: asked.anyway,
        ..Submit::new(complaint, change)
    };
    if !asked.anyway {
        say_before(place, desk, &request).await?;
    }
    submit(place, desk, request).await
}

/// What stands in the way of sending without a second thought, with the texts themselves.
async fn say_before(place: &Place, desk: &Desk, request: &Submit) -> Result<(), Failure> {
    let ChangeKind::Reply { text, .. } = &request.change else {
        return Ok(());
    };
    let look = LookBefore {
        complaint: request.complaint,
        text: text.clone(),
        seen: request.seen,
    };
    let before = compose::reply_look(desk, look)
        .await
        .map_err(|error| place.failure(&error))?;
    let zone = desk.office().rules.calendar().zone();
    let event = |event: &Event| {
        let words = match &event.what {
            EventKind::Replied { text, .. } => text.as_str(),
            _ => "",
        };
        let at = time(event.at, zone).format("%d-%m-%Y %H.%M");
        format!("  {at} {}: {words}", event.by.name)
    };
    let mut said = Vec::new();
    if !before.replies.is_empty() {
        said.push(
            place
                .language
                .pick("Dibalas sejak itu:", "Replied since:")
                .to_owned(),
        );
        said.extend(before.replies.iter().map(event));
    }
    if let Some(same) = &before.same {
        said.push(
            place
                .language
                .pick(
                    "Teks yang sama sudah pernah dikirim:",
                    "The same text was sent before:",
                )
                .to_owned(),
        );
        said.push(event(same));
    }
    if said.is_empty() {
        return Ok(());
    }
    let advice = place.language.pick(
        "Tidak ada yang dikirim. Ulangi dengan --anyway bila memang dimaksud.",
        "Nothing was sent. Repeat with --anyway where it is meant.",
    );
    said.push(advice.to_owned());
    Err(Failure::refused("look-first", lines(said.into_iter())))
}

pub async fn note(place: &Place, desk: &Desk, asked: Note) -> Result<Answer, Failure> {
    let change = ChangeKind::Note {
        text: text_of(&asked.text_file, TextKind::Note, place.language)?,
        attachments: Vec::new(),
    };
    let complaint = meant(place, desk, &asked.id).await?;
    submit(place, desk, Submit::new(complaint, change)).await
}

pub async fn submit(place: &Place, desk: &Desk, request: Submit) -> Result<Answer, Failure> {
    let submitted = compose::submit_at_once(desk, request)
        .await
        .map_err(|error| place.failure(&error))?;
    saved(place, desk, &submitted).await
}

/// That a change is on the disk, and what it waits for.
pub async fn saved(place: &Place, desk: &Desk, submitted: &Submitted) -> Result<Answer, Failure> {
    let behind = match submitted.already {
        true => None,
        false => outbox::stands_before(desk, submitted.op)
            .await
            .map_err(|error| place.failure(&error))?,
    };
    let state = if submitted.already {
        "already"
    } else {
        "queued"
    };
    let text = match (submitted.already, behind) {
        (true, _) => place
            .language
            .pick("Sudah demikian.", "It was so already.")
            .to_owned(),
        (false, Some(before)) => match place.language {
            Language::Id => format!(
                "Tersimpan, tetapi menunggu di belakang perubahan yang kembali; putuskan dahulu: \
                 `tanggapctl outbox show {before}`."
            ),
            Language::En => format!(
                "Saved, but it waits behind a change that came back; decide about that first: \
                 `tanggapctl outbox show {before}`."
            ),
        },
        (false, None) if desk.stands_alone() => place
            .language
            .pick(
                "Tersimpan di meja ini, yang tidak tersambung ke hub wilayah; tuntas pada `tanggapctl sync` berikutnya.",
                "Saved on this desk, which is not connected to a region's hub; done with the next `tanggapctl sync`.",
            )
            .to_owned(),
        (false, None) => place
            .language
            .pick(
                "Tersimpan; terkirim pada `tanggapctl sync` berikutnya.",
                "Saved; it is sent with the next `tanggapctl sync`.",
            )
            .to_owned(),
    };
    done(
        &json!({
            "op_id": submitted.op.to_string(),
            "state": state,
            "behind": behind.map(|op| op.to_string()),
        }),
        text,
    )
}

/// The text of a reply or note. A file that can be no text of an officer is refused before it is read.
pub fn text_of(path: &Path, kind: TextKind, language: Language) -> Result<String, Failure> {
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
