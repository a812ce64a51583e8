//! What has been overdue for days, and reminding whoever must act.

use tanggap_app::{Desk, escalation, inbox};
use tanggap_domain::change::Refused;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::escalation::{
    EscalationReply, GetEscalations, ReminderTexts, SendReminders, WriteReminder,
};
use tanggap_ipc::inbox::Filter;
use tanggap_ipc::{Code, Error};

use crate::answer::{Answer, Failure, done, lines};
use crate::args::{Remind, Via};
use crate::json::told::{EscalationJson, EscalationsJson, ReminderJson, UnitJson};
use crate::place::{Place, meant};
use crate::words::told;

/// Most that one answer of the use case holds.
const PAGE: u32 = 200;

pub async fn list(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    let mut reply = page(place, desk, 0).await?;
    let mut offset = PAGE;
    while offset < reply.total {
        reply
            .rows
            .append(&mut page(place, desk, offset).await?.rows);
        offset += PAGE;
    }
    let words = place.words(desk);
    let zone = desk.office().rules.calendar().zone();
    let (after_days, total) = (reply.after_days, reply.total);
    let head = words.pick(
        format!("{total} laporan terlambat {after_days} hari kerja atau lebih"),
        format!("{total} complaints are late by {after_days} working days or more"),
    );
    let rows = reply.rows.iter().map(|row| told::escalation(words, row));
    let text = lines(std::iter::once(head).chain(rows));
    let by_unit = reply.by_unit.into_iter();
    let document = EscalationsJson {
        after_days,
        total,
        by_unit: by_unit
            .map(|(unit, complaints)| UnitJson { unit, complaints })
            .collect(),
        complaints: reply
            .rows
            .iter()
            .map(|row| EscalationJson::of(row, zone))
            .collect(),
    };
    done(&document, text)
}

async fn page(place: &Place, desk: &Desk, offset: u32) -> Result<EscalationReply, Failure> {
    let request = GetEscalations {
        filter: Filter::default(),
        offset,
        limit: PAGE,
    };
    escalation::list(desk, request)
        .await
        .map_err(|error| place.failure(&error))
}

/// Through the hub, or as a text to copy; a text is noted as sent with `--log` only.
pub async fn remind(place: &Place, desk: &Desk, asked: Remind) -> Result<Answer, Failure> {
    if asked.via == Via::Hub && asked.log {
        return Err(Failure::usage(place.language.pick(
            "--log hanya untuk --via whatsapp atau --via email; lewat hub selalu tercatat.",
            "--log is for --via whatsapp or --via email; the hub's reminders are always noted.",
        )));
    }
    let complaint = meant(place, desk, &asked.id).await?;
    let texts = texts(place, desk, complaint).await?;
    // Before the text is shown: whoever may not send it again should not copy it.
    let is_sent = asked.via == Via::Hub || asked.log;
    if is_sent {
        send(place, desk, complaint, asked.via).await?;
    }
    let (subject, text) = match asked.via {
        Via::Hub => (None, None),
        Via::Whatsapp => (None, Some(texts.whatsapp)),
        Via::Email => (Some(texts.email_subject), Some(texts.email_body)),
    };
    let said = match (&subject, &text) {
        (Some(subject), Some(text)) => format!("{subject}\n\n{text}"),
        (None, Some(text)) => text.clone(),
        _ => place
            .language
            .pick(
                "Tersimpan; terkirim pada `tanggapctl sync` berikutnya.",
                "Saved; it is sent with the next `tanggapctl sync`.",
            )
            .to_owned(),
    };
    let document = ReminderJson {
        tracking_id: number(place, desk, complaint).await?,
        via: asked.via.channel().code(),
        unit: texts.unit,
        subject,
        text,
        state: is_sent.then_some("queued"),
    };
    done(&document, said)
}

async fn texts(
    place: &Place,
    desk: &Desk,
    complaint: ComplaintId,
) -> Result<ReminderTexts, Failure> {
    let texts = escalation::write(desk, WriteReminder { complaint }).await;
    texts.map_err(|error| match error.code {
        // The complaint was found before; what is missing is a clock that has run out.
        Code::NotFound => Failure::refused(
            "not-overdue",
            place.language.pick(
                "Laporan itu tidak terlambat; tidak ada yang perlu diingatkan.",
                "That complaint is not overdue; there is nothing to remind of.",
            ),
        ),
        _ => place.failure(&error),
    })
}

async fn send(place: &Place, desk: &Desk, complaint: ComplaintId, via: Via) -> Result<(), Failure> {
    let failed = |error: Error| place.failure(&error);
    let request = SendReminders {
        complaints: vec![complaint],
        via: via.channel(),
    };
    let outcomes = escalation::send(desk, request).await.map_err(failed)?;
    match outcomes.into_iter().find_map(|outcome| outcome.refused) {
        None => Ok(()),
        // The catalogue knows no zone, and people look at their own wall.
        Some(Refused::TooSoon { again_at }) => {
            let again_at = place.words(desk).moment(again_at);
            let message = place.language.pick(
                format!("Sudah diingatkan; dapat diulang mulai {again_at}."),
                format!("Reminded already; possible again from {again_at}."),
            );
            Err(Failure::refused("too-soon", message))
        }
        Some(refused) => Err(failed(refused.into())),
    }
}

async fn number(place: &Place, desk: &Desk, id: ComplaintId) -> Result<String, Failure> {
    let found = inbox::one(desk, id)
        .await
        .map_err(|error| place.failure(&error))?;
    let found = found.ok_or_else(|| place.failure(&Error::new(Code::NotFound)))?;
    Ok(found.complaint.tracking_id.to_string())
}
