//! What is still overdue, once at the opening of every working day.

use chrono::{DateTime, NaiveDate, Utc};
use tanggap_store::{Filters, NoticeKey, StoredDaily, Telling};

use super::news::{self, Kind, News};
use super::quiet;
use crate::desk::Desk;
use crate::error::{Result, internal, of_store};
use crate::escalation;
use crate::inbox::whole;
use crate::notices::record::DAILY;
use crate::office::Office;

/// The daily notice, where today's was not told yet and something was overdue before the opening.
pub(super) async fn due(desk: &Desk, office: &Office, now: DateTime<Utc>) -> Result<Option<News>> {
    let Some((date, opening)) = today(office, now).filter(|(_, opening)| *opening <= now) else {
        return Ok(None);
    };
    if !office.settings.notify.daily_digest || desk.told_daily.is_told(date) {
        return Ok(None);
    }
    let before_opening = Filters::overdue(opening);
    let overdue = desk
        .store
        .view()
        .count(&before_opening)
        .await
        .map_err(of_store)?;
    if overdue == 0 {
        // What passes today is told by itself.
        desk.told_daily.told(date);
        return Ok(None);
    }
    let escalated = match escalation::latest_due(office, now) {
        Some(before) => desk.store.view().count(&Filters::overdue(before)).await,
        // Said where the page asks for the same.
        None => Ok(0),
    };
    let said = StoredDaily {
        overdue: whole(overdue),
        escalated: whole(escalated.map_err(of_store)?),
    };
    let telling = Telling {
        key: NoticeKey {
            complaint: None,
            clock: DAILY.to_owned(),
            threshold: date.to_string(),
        },
        // One a day, also where the opening moves during it.
        due_at: office.rules.calendar().midnight(date),
        detail: Some(serde_json::to_string(&said).map_err(internal)?),
    };
    let told = news::write_down(desk, vec![(telling, Kind::Daily(said))], now).await?;
    desk.told_daily.told(date);
    Ok(told.into_iter().next())
}

/// When the next daily notice is looked for.
pub(super) fn next(desk: &Desk, office: &Office, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if !office.settings.notify.daily_digest {
        return None;
    }
    let calendar = office.rules.calendar();
    let at = match today(office, now) {
        Some((date, opening)) if !desk.told_daily.is_told(date) => opening.max(now),
        _ => {
            let tomorrow = calendar.midnight(calendar.local_date(now) + chrono::Days::new(1));
            calendar.next_open(tomorrow).ok()?
        }
    };
    Some(quiet::told_at(office, at))
}

/// Today and its opening, where it is a working day.
fn today(office: &Office, now: DateTime<Utc>) -> Option<(NaiveDate, DateTime<Utc>)> {
    let calendar = office.rules.calendar();
    let date = calendar.local_date(now);
    let (opening, _) = calendar.opening_and_closing(date).ok()??;
    Some((date, opening))
}
