//! From news to desktop notifications: each alone, or many in one, and the record of which it was.

use chrono::{DateTime, Utc};
use tanggap_domain::sla::ClockKind;
use tanggap_store::{Notice, NoticeKey, NoticeWhat, StoredDigest, Telling};

use super::news::{self, Kind, News};
use super::text::{Speech, Text};
use crate::desk::Desk;
use crate::error::{Result, internal, of_store};
use crate::notices::record::{DAILY, DIGEST, REMINDER, threshold_of};
use crate::notifier::{Notification, Slot, Subject};
use crate::office::Office;

/// More at once than this become one digest: after a first sync, or when the computer was off.
const MOST_SINGLE: usize = 3;

/// Letters of one notification; longer ones cover the screen, and some services freeze on them.
const MOST_LETTERS: usize = 250;

/// The body, cut between letters where it is too long.
fn at_most(body: &str) -> String {
    match body.char_indices().nth(MOST_LETTERS - 1) {
        Some((end, last)) if end + last.len_utf8() < body.len() => format!("{}…", &body[..end]),
        _ => body.to_owned(),
    }
}

/// Notifies of each, or of many in one; says how many notifications that made.
pub(super) async fn show(
    desk: &Desk,
    office: &Office,
    news: Vec<News>,
    now: DateTime<Utc>,
) -> Result<usize> {
    if !office.settings.notify.desktop {
        note(desk, &news, NoticeWhat::Listed, now).await?;
        return Ok(0);
    }
    let (daily, mut rest): (Vec<News>, Vec<News>) = news
        .into_iter()
        .partition(|news| matches!(news.kind, Kind::Daily(_)));
    let mut shown = daily;
    if rest.len() > MOST_SINGLE {
        note(desk, &rest, NoticeWhat::ShownInDigest, now).await?;
        rest = digest(desk, &rest, now).await?;
    }
    shown.append(&mut rest);
    note(desk, &shown, NoticeWhat::Shown, now).await?;
    for news in &shown {
        desk.notifier
            .show(marked(desk, notification(office, news, now)));
    }
    Ok(shown.len())
}

/// Tells snoozed notices again whose time has come.
pub(super) async fn show_again(desk: &Desk, office: &Office, now: DateTime<Utc>) -> Result<usize> {
    let journal = desk.store.journal();
    let notices = journal.notices_to_wake(now).await.map_err(of_store)?;
    if notices.is_empty() {
        return Ok(0);
    }
    let numbers = notices.iter().map(|notice| notice.no).collect();
    journal
        .wake_notices(numbers, &desk.witness(now))
        .await
        .map_err(of_store)?;
    let mut shown = 0;
    for notice in notices {
        if let Some(news) = again(desk, &notice).await?
            && office.settings.notify.desktop
        {
            desk.notifier
                .show(marked(desk, notification(office, &news, now)));
            shown += 1;
        }
    }
    Ok(shown)
}

/// A notice from the record as it was told; none where its complaint has left this desk, or it cannot be read.
async fn again(desk: &Desk, notice: &Notice) -> Result<Option<News>> {
    let news = |kind| News {
        notice: notice.no,
        kind,
    };
    let Some(id) = notice.key.complaint else {
        let kind = match notice.key.clock.as_str() {
            DAILY => notice.said().map(Kind::Daily),
            _ => notice.said().map(Kind::Digest),
        };
        return Ok(kind.map(news));
    };
    let Some(visible) = desk.find(id).await? else {
        return Ok(None);
    };
    let complaint = visible.into_for_clocks();
    let (tracking_id, secret) = (complaint.tracking_id, complaint.privacy.secret);
    if notice.key.clock == REMINDER {
        return Ok(notice.said().map(|said| {
            news(Kind::Reminder {
                complaint: id,
                tracking_id,
                secret,
                said,
            })
        }));
    }
    let clock = ClockKind::of_code(&notice.key.clock);
    let threshold = threshold_of(&notice.key.threshold);
    Ok(clock.zip(threshold).map(|(clock, threshold)| {
        news(Kind::Threshold {
            complaint: id,
            tracking_id,
            secret,
            clock,
            threshold,
            due_at: notice.due_at,
        })
    }))
}

async fn note(desk: &Desk, news: &[News], what: NoticeWhat, now: DateTime<Utc>) -> Result<()> {
    let numbers = news.iter().map(|news| news.notice).collect();
    desk.store
        .journal()
        .note_notices(numbers, what, &desk.witness(now))
        .await
        .map_err(of_store)
}

/// One notice of many, in the record like any other.
async fn digest(desk: &Desk, news: &[News], now: DateTime<Utc>) -> Result<Vec<News>> {
    let passed = news.iter().filter(|news| news.kind.is_breach()).count();
    let said = StoredDigest {
        passed: u32::try_from(passed).unwrap_or(u32::MAX),
        near: u32::try_from(news.len() - passed).unwrap_or(u32::MAX),
    };
    let telling = Telling {
        key: NoticeKey {
            complaint: None,
            clock: DIGEST.to_owned(),
            threshold: now.timestamp_millis().to_string(),
        },
        due_at: now,
        detail: Some(serde_json::to_string(&said).map_err(internal)?),
    };
    news::write_down(desk, vec![(telling, Kind::Digest(said))], now).await
}

/// What is practice says so before anything else.
fn marked(desk: &Desk, notification: Notification) -> Notification {
    match desk.connection().is_some_and(|hub| hub.practice) {
        true => Notification {
            title: format!("LATIHAN · {}", notification.title),
            ..notification
        },
        false => notification,
    }
}

fn notification(office: &Office, news: &News, now: DateTime<Utc>) -> Notification {
    let speech = Speech {
        language: office.settings.language,
        zone: office.settings.zone,
        calendar: office.rules.calendar(),
        own_name: &|clock| office.own_name(clock),
        now,
    };
    let (slot, subject, text): (Slot, Subject, Text) = match &news.kind {
        Kind::Threshold {
            complaint,
            tracking_id,
            secret,
            clock,
            threshold,
            due_at,
        } => (
            Slot::Clock(*complaint, *clock),
            Subject::Complaint(*complaint),
            speech.one(
                (!secret).then_some(tracking_id),
                *clock,
                *threshold,
                *due_at,
            ),
        ),
        Kind::Reminder {
            complaint,
            tracking_id,
            secret,
            said,
        } => (
            Slot::Reminder(*complaint),
            Subject::Complaint(*complaint),
            speech.reminder(
                (!secret).then_some(tracking_id),
                said.clock,
                said.overdue_days,
            ),
        ),
        Kind::Daily(said) => (
            Slot::Daily,
            Subject::Deadlines,
            speech.daily(said.overdue, said.escalated),
        ),
        Kind::Digest(said) => (
            Slot::Digest,
            Subject::Deadlines,
            speech.digest(said.passed, said.near),
        ),
    };
    let has_passed = match &news.kind {
        Kind::Digest(said) => said.passed > 0,
        kind => kind.is_breach(),
    };
    Notification {
        slot,
        notice: news.notice,
        title: text.title,
        body: at_most(&text.body),
        open_label: speech.open_label().to_owned(),
        snooze_label: speech.snooze_label().to_owned(),
        subject,
        urgent: has_passed,
        sound: office.settings.notify.sound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_has_at_most_its_letters() {
        for (letters, shown) in [(0, 0), (249, 249), (250, 250), (251, 250), (5_000, 250)] {
            let body = at_most(&"é".repeat(letters));
            assert_eq!(body.chars().count(), shown, "{letters}");
            assert_eq!(body.ends_with('…'), letters > MOST_LETTERS);
        }
        let name = "Kabar <b>pertama</b> & <24 jam";
        assert_eq!(at_most(name), name);
    }
}
