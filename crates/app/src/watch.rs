//! Turns clocks into notices: whoever must act is told once per complaint, clock and threshold.
//!
//! The store keeps, per complaint, the next instant at which a clock crosses a threshold; the watch
//! sleeps until the first of them and sees to those that came due. Nothing is scanned. A notice is on
//! the disk before anybody is notified; where a deadline moved, what was told is withdrawn or told
//! anew. Texts never hold personal data.

mod daily;
mod look;
mod news;
mod quiet;
mod reconcile;
mod reminders;
mod show;
pub(crate) mod text;

use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tanggap_ipc::Event;

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::{frame, housekeeping, upright};
use quiet::Quiet;

/// Between two looks, whatever happens.
const SHORTEST_SLEEP: Duration = Duration::from_millis(200);
/// Longest sleep: a computer that slept, or whose clock was set, is back within this time.
const LONGEST_SLEEP: Duration = Duration::from_secs(600);

/// Lets the watch run for as long as the desk is open.
pub(crate) fn begin(desk: &Arc<Desk>) {
    let desk = Arc::downgrade(desk);
    tokio::spawn(async move {
        let watched = desk.clone();
        upright::keep(
            "watch",
            || run(desk.clone()),
            || frame::broke_down(&watched),
        )
        .await;
    });
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
    match next_look(desk, now).await {
        Ok(Some(next)) => {
            let sleep = (next - now).to_std().unwrap_or_default();
            sleep.clamp(SHORTEST_SLEEP, LONGEST_SLEEP)
        }
        // Nothing is due, or the store said why not already.
        Ok(None) | Err(_) => LONGEST_SLEEP,
    }
}

/// When there is something to tell next, as far as it is known now; none where nothing will be.
///
/// # Errors
/// Of the store.
pub async fn next_look(desk: &Desk, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let office = desk.office();
    let (mirror, journal) = (desk.store.mirror(), desk.store.journal());
    let wake = mirror.next_wake(None).await.map_err(of_store)?;
    let snooze = journal.next_snooze().await.map_err(of_store)?;
    let mut looks: Vec<DateTime<Utc>> = Vec::new();
    for at in wake.into_iter().chain(snooze) {
        looks.push(quiet::told_at(&office, at.max(now)));
    }
    if let Some(only) = quiet::at_any_hour(&office.settings.notify) {
        looks.extend(mirror.next_wake(Some(&only)).await.map_err(of_store)?);
    }
    looks.extend(daily::next(desk, &office, now));
    Ok(looks.into_iter().min())
}

/// What was told in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Notices that are news: new, or of a deadline that moved.
    pub notices: usize,
    /// Desktop notifications shown for them.
    pub shown: usize,
    /// Notices that do not stand any more.
    pub ended: usize,
}

/// Sees to every threshold crossed until `now`: ends the notices that do not stand any more, writes
/// the new ones, then notifies.
///
/// # Errors
/// Of the store; what was written stays, the rest is seen to at the next tick.
pub async fn tick(desk: &Desk, now: DateTime<Utc>) -> Result<Told> {
    let office = desk.office();
    desk.touched.look(now);
    housekeeping::daily(desk, now).await;
    let reconciled = reconcile::reconcile(desk, &office, now).await?;
    let mut told = Told {
        ended: reconciled.found.ended,
        ..Told::default()
    };
    let quiet = Quiet::at(&office, now);
    let mut news = look::look(desk, &office, now, &quiet).await?;
    if quiet == Quiet::No {
        let touched = reconciled.touched;
        news.extend(look::write_down(desk, reconciled.found.moved, now).await?);
        news.extend(reminders::received(desk, touched, now).await?);
        news.extend(daily::due(desk, &office, now).await?);
    } else {
        // Nothing is lost: what moved and who reminded is looked for again when somebody is there.
        desk.touched.put_back(reconciled.touched);
    }
    told.notices = news.len();
    if !news.is_empty() {
        told.shown = show::show(desk, &office, news, now).await?;
    }
    if quiet == Quiet::No {
        told.shown += show::show_again(desk, &office, now).await?;
    }
    if told != Told::default() {
        desk.tell(Event::NoticesChanged);
        desk.tell_frame().await;
    }
    Ok(told)
}
