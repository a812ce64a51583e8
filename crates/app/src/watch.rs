//! Turns clocks into notices: whoever must act is told once per complaint, clock and threshold.
//!
//! The store keeps, per complaint, the next instant at which a clock crosses a threshold; the watch
//! sleeps until the first of them and sees to those that came due. Nothing is scanned. Texts never
//! hold personal data. A notice is on the disk before anybody is notified.

mod text;

use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::calendar::Closing;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::sla::{ClockFacts, ClockKind, Crossing, Threshold};
use tanggap_ipc::Event;
use tanggap_ipc::settings::Language;
use tanggap_store::{NoticeKey, Woken};

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::notifier::{Notification, Subject};
use crate::office::Office;
use text::{Speech, Text};

/// More at once than this become one digest: after a first sync, or when the computer was off.
const MOST_SINGLE: usize = 3;
/// Complaints seen to in one go.
const BATCH: usize = 500;
/// Between two looks, whatever happens.
const SHORTEST_SLEEP: Duration = Duration::from_millis(200);
/// Longest sleep: a computer that slept, or whose clock was set, is back within this time.
const LONGEST_SLEEP: Duration = Duration::from_secs(600);

/// Lets the watch run for as long as the desk is open.
pub(crate) fn begin(desk: &Arc<Desk>) {
    let desk = Arc::downgrade(desk);
    tokio::spawn(async move { run(desk).await });
}

async fn run(desk: Weak<Desk>) {
    loop {
        // Only a weak hold while asleep: a desk that closes is not kept open by its watch.
        let (watching, sleep) = {
            let Some(desk) = desk.upgrade() else { return };
            if let Err(error) = tick(&desk, desk.now()).await {
                tracing::warn!(code = ?error.code, "The watch could not look");
            }
            (Arc::clone(&desk.watching), until_next(&desk).await)
        };
        tokio::select! {
            () = watching.notified() => {}
            () = tokio::time::sleep(sleep) => {}
        }
    }
}

/// How long nothing needs to be told.
async fn until_next(desk: &Desk) -> Duration {
    let now = desk.now();
    match desk.store.view().next_wake(DateTime::UNIX_EPOCH).await {
        Ok(Some(next)) => {
            let look = next_look(&desk.office(), next.max(now));
            let sleep = (look - now).to_std().unwrap_or_default();
            sleep.clamp(SHORTEST_SLEEP, LONGEST_SLEEP)
        }
        // Nothing is due, or the store said why not already.
        Ok(None) | Err(_) => LONGEST_SLEEP,
    }
}

/// What comes due while the office is closed waits for its opening.
fn next_look(office: &Office, at: DateTime<Utc>) -> DateTime<Utc> {
    if is_quiet(office, at) {
        office.rules.calendar.next_open(at).unwrap_or(at)
    } else {
        at
    }
}

fn is_quiet(office: &Office, at: DateTime<Utc>) -> bool {
    let open = office.rules.calendar.is_open(at, Closing::IsClosed);
    office.settings.notify.working_hours_only && !open.unwrap_or(true)
}

/// What was told in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// New notices in the record.
    pub notices: usize,
    /// Desktop notifications shown for them.
    pub shown: usize,
}

/// A crossing that has not been told yet.
struct News {
    complaint: ComplaintId,
    tracking_id: TrackingId,
    secret: bool,
    clock: ClockKind,
    threshold: Threshold,
    due_at: DateTime<Utc>,
}

/// Sees to every threshold crossed until `now`: writes the notices, then notifies.
///
/// # Errors
/// Of the store; what was written stays, the rest is seen to at the next tick.
pub async fn tick(desk: &Desk, now: DateTime<Utc>) -> Result<Told> {
    let office = desk.office();
    if is_quiet(&office, now) {
        return Ok(Told::default());
    }
    let mut news: Vec<News> = Vec::new();
    loop {
        let mut due = desk
            .store
            .view()
            .wakes_between(DateTime::UNIX_EPOCH, now + TimeDelta::milliseconds(1))
            .await
            .map_err(of_store)?;
        if due.is_empty() {
            break;
        }
        due.truncate(BATCH);
        let mut woken = Vec::with_capacity(due.len());
        let mut found = Vec::new();
        for (id, cache) in due {
            let confirmed = desk.store.mirror().confirmed(id).await.map_err(of_store)?;
            let complaint = match confirmed {
                Some(complaint) => Some(complaint),
                None => desk.find(id).await?.map(|visible| visible.complaint),
            };
            let crossings = complaint
                .as_ref()
                .map(|complaint| crossings(&office, complaint, now))
                .unwrap_or_default();
            let next = crossings.iter().find(|crossing| crossing.at > now);
            woken.push(Woken {
                id,
                was_ms: cache.wake_ms.unwrap_or_default(),
                next_ms: next.map(|crossing| crossing.at.timestamp_millis()),
            });
            if let Some(complaint) = complaint {
                found.extend(furthest(&complaint, &crossings, now));
            }
        }
        let keys = found
            .iter()
            .map(|news: &News| (key(news), news.due_at))
            .collect();
        let new = desk
            .store
            .journal()
            .insert_notices_once(keys, now)
            .await
            .map_err(of_store)?;
        news.extend(
            found
                .into_iter()
                .zip(new)
                .filter_map(|(news, new)| new.then_some(news)),
        );
        // Last: interrupted before this, the same complaints are looked at once more.
        desk.store.mirror().woken(woken).await.map_err(of_store)?;
    }
    if news.is_empty() {
        return Ok(Told::default());
    }
    let shown = if office.settings.notify.desktop {
        show(desk, &office, &news, now)
    } else {
        0
    };
    desk.tell(Event::NoticesChanged);
    desk.tell_frame().await;
    Ok(Told {
        notices: news.len(),
        shown,
    })
}

fn crossings(office: &Office, complaint: &Complaint, now: DateTime<Utc>) -> Vec<Crossing> {
    let facts = ClockFacts::of(complaint);
    match office.rules.crossings(&facts, now) {
        Ok(crossings) => crossings,
        Err(cause) => {
            tracing::warn!(complaint = %complaint.id, %cause, "A clock cannot be watched");
            Vec::new()
        }
    }
}

/// Of each clock only the furthest threshold that was crossed: what lies behind it is no news.
fn furthest(complaint: &Complaint, crossings: &[Crossing], now: DateTime<Utc>) -> Vec<News> {
    let mut news: Vec<News> = Vec::new();
    for crossing in crossings.iter().filter(|crossing| crossing.at <= now) {
        news.retain(|earlier| earlier.clock != crossing.clock);
        news.push(News {
            complaint: complaint.id,
            tracking_id: complaint.tracking_id.clone(),
            secret: complaint.privacy.secret,
            clock: crossing.clock,
            threshold: crossing.threshold,
            due_at: due_at(crossings, crossing.clock).unwrap_or(crossing.at),
        });
    }
    news
}

/// The breach of a clock is at its due instant.
fn due_at(crossings: &[Crossing], clock: ClockKind) -> Option<DateTime<Utc>> {
    crossings
        .iter()
        .find(|crossing| crossing.clock == clock && crossing.threshold == Threshold::Breach)
        .map(|crossing| crossing.at)
}

fn key(news: &News) -> NoticeKey {
    NoticeKey {
        complaint: news.complaint,
        clock: news.clock.code().to_owned(),
        threshold: news.threshold.key(),
    }
}

/// Notifies of each, or of many in one; says how many notifications that made.
fn show(desk: &Desk, office: &Office, news: &[News], now: DateTime<Utc>) -> usize {
    let speech = Speech {
        language: office.settings.language,
        zone: office.settings.zone,
        calendar: &office.rules.calendar,
        now,
    };
    let is_breach = |news: &&News| news.threshold == Threshold::Breach;
    let notification = |text: Text, subject: Subject, urgent: bool| Notification {
        title: text.title,
        body: text.body,
        open_label: match office.settings.language {
            Language::Id => "Buka".to_owned(),
            Language::En => "Open".to_owned(),
        },
        subject,
        urgent,
        sound: office.settings.notify.sound,
    };
    if news.len() > MOST_SINGLE {
        let passed = news.iter().filter(is_breach).count();
        let text = speech.digest(passed, news.len() - passed);
        desk.notifier
            .show(notification(text, Subject::Deadlines, passed > 0));
        return 1;
    }
    for one in news {
        let number = (!one.secret).then_some(&one.tracking_id);
        let text = speech.one(number, one.clock, one.threshold, one.due_at);
        let subject = Subject::Complaint(one.complaint);
        desk.notifier
            .show(notification(text, subject, is_breach(&one)));
    }
    news.len()
}
