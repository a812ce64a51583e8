//! Atur → Kalender and Aturan: versions of the office's calendar and rules. A change is previewed, then
//! adopted with author and reason; nothing that was settled ever moves.

mod anew;
mod decree;
mod preview;
mod rules;
mod versions;

use tanggap_domain::calendar::Calendar;
use tanggap_ipc::calendar::{
    AdoptCalendar, CalendarReply, GetCalendar, GetCalendarVersion, VersionInfo,
};
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::{CalendarVersion, Which};

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::office::Office;

pub use anew::finish as finish_judging;
pub use decree::read as decree_read;
pub use preview::preview;
pub use rules::{adopt as rules_adopt, get as policies, read as rules_read};

pub async fn get(desk: &Desk, _request: GetCalendar) -> Result<CalendarReply> {
    let versions = versions::all(desk).await?;
    Ok(CalendarReply {
        current: desk.office().calendar().clone(),
        versions: versions.iter().rev().map(info).collect(),
    })
}

/// The calendar as it stood in one version.
pub async fn version(desk: &Desk, request: GetCalendarVersion) -> Result<Calendar> {
    versions::all(desk)
        .await?
        .into_iter()
        .find(|version| version.adopted.version == request.version)
        .map(|version| version.adopted.calendar)
        .ok_or_else(|| Error::new(Code::NotFound))
}

/// Puts a calendar into force as the next version. It is on the disk, and every open clock is judged
/// by it, when the answer comes.
pub async fn adopt(desk: &Desk, request: AdoptCalendar) -> Result<CalendarReply> {
    let _one_at_a_time = desk.adopting.lock().await;
    let reason = versions::reason(&request.reason)?;
    let version = CalendarVersion {
        adopted: versions::next(
            desk,
            request.calendar,
            request.reach,
            reason,
            request.based_on,
        )?,
        restores: request.restores,
    };
    let before = desk.office();
    let calendars = before.rules.calendars.with(version.adopted.clone());
    let mut rules = before.rules.clone();
    rules.calendars = calendars.map_err(versions::fault)?;
    anew::begin(desk).await?;
    let added = desk
        .store
        .journal()
        .add_calendar_version(&version, request.based_on)
        .await
        .map_err(of_store)?;
    if !added {
        anew::end(desk).await?;
        return Err(Error::new(Code::Moved));
    }
    desk.set_office(Office::with_rules(before.settings.clone(), rules));
    // Saved: judging anew is finished at the next start if it is interrupted here.
    anew::judge(desk, &before, Which::Open).await?;
    desk.tell(Event::SettingsChanged);
    get(desk, GetCalendar).await
}

fn info(version: &CalendarVersion) -> VersionInfo {
    let adopted = &version.adopted;
    VersionInfo {
        version: adopted.version,
        adopted_at: adopted.adopted_at,
        author: adopted.author.clone(),
        reason: adopted.reason.clone(),
        reach: adopted.reach,
        restores: version.restores,
    }
}
