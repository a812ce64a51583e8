//! The versions that an office has adopted, and what makes the next one.

use tanggap_domain::calendar::{Calendar, CalendarError};
use tanggap_domain::sla::{AdoptedCalendar, OfficeRules, Reach};
use tanggap_ipc::calendar::Fault;
use tanggap_ipc::settings::Zone;
use tanggap_ipc::{Code, Error};
use tanggap_store::CalendarVersion;

use crate::desk::Desk;
use crate::error::{Result, of_store};

/// The next version: checked, numbered, with who adopts it now.
pub(super) fn next(
    desk: &Desk,
    calendar: Calendar,
    reach: Reach,
    reason: String,
    based_on: u32,
) -> Result<AdoptedCalendar> {
    calendar.check().map_err(fault)?;
    calendar.check_names().map_err(fault)?;
    if Zone::of_iana(calendar.zone.name()).is_none() {
        return Err(Error::with(Code::BadInput, "not a zone of Indonesia"));
    }
    let version = based_on.saturating_add(1);
    let office = desk.office();
    let newest = office.rules.calendars.versions().last();
    // A clock that was set back must not put the newest version behind older ones.
    let earliest = newest.map(|newest| newest.adopted_at);
    Ok(AdoptedCalendar {
        version,
        adopted_at: earliest.map_or(desk.now(), |earliest| earliest.max(desk.now())),
        author: desk.actor().name,
        reason,
        reach,
        calendar: Calendar {
            version,
            ..calendar
        },
    })
}

pub(super) async fn all(desk: &Desk) -> Result<Vec<CalendarVersion>> {
    desk.store
        .journal()
        .calendar_versions()
        .await
        .map_err(of_store)
}

pub(super) fn fault(error: CalendarError) -> Error {
    Fault::Calendar { error }.into()
}

/// A reason without the blanks around it; refused where nothing is left.
pub(super) fn reason(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::NoReason.into());
    }
    Ok(text.to_owned())
}

/// The rules of the office, oldest first.
pub(super) async fn of_rules(desk: &Desk) -> Result<Vec<OfficeRules>> {
    let versions = desk
        .store
        .journal()
        .rules_versions()
        .await
        .map_err(of_store)?;
    Ok(versions.into_iter().map(|version| version.rules).collect())
}
