//! Atur: the office, its hours and its notifications.

pub mod appearance;
pub(crate) mod stored;

use tanggap_domain::region::RegionCode;
use tanggap_domain::text::one_line;
use tanggap_geo::Gazetteer;
use tanggap_ipc::settings::{GetSettings, SaveSettings, Settings, SettingsReply};
use tanggap_ipc::{Code, Error, Event};

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::office::Office;

use appearance::Appearance;

const MINUTES_OF_DAY: u16 = 24 * 60;

pub async fn get(desk: &Desk, _request: GetSettings) -> Result<SettingsReply> {
    Ok(reply(desk))
}

/// Saves settings. The zone is the calendar's and changes with it only.
pub async fn save(desk: &Desk, request: SaveSettings) -> Result<SettingsReply> {
    let before = desk.office();
    let settings = Settings {
        zone: before.settings.zone,
        office: one_line(&request.settings.office).into_owned(),
        ..request.settings
    };
    if let Some(region) = &settings.region
        && Gazetteer::bundled().place(region).is_none()
    {
        return Err(Error::with(Code::BadInput, "no such region"));
    }
    if let Some((from, until)) = settings.notify.quiet_min
        && (from >= MINUTES_OF_DAY || until >= MINUTES_OF_DAY || from == until)
    {
        return Err(Error::with(
            Code::BadInput,
            "quiet hours are no hours of a day",
        ));
    }
    if settings.escalation.after_days == 0 || settings.escalation.every_days == 0 {
        return Err(Error::with(
            Code::BadInput,
            "escalation needs at least one day",
        ));
    }
    desk.store
        .journal()
        .set_settings(&stored::to_disk(&settings))
        .await
        .map_err(of_store)?;
    Appearance::of(&settings).keep(desk.folder());
    desk.set_office(Office::with_rules(settings, before.rules.clone()));
    desk.tell(Event::SettingsChanged);
    desk.tell_frame().await;
    desk.watch_again();
    Ok(reply(desk))
}

/// An office that has not said where it is takes the one region its hub granted.
pub(crate) async fn adopt_region(desk: &Desk) -> Result<()> {
    let settings = desk.office().settings.clone();
    let (None, Some(region)) = (&settings.region, granted_region(desk)) else {
        return Ok(());
    };
    let request = SaveSettings {
        settings: Settings {
            region: Some(region),
            ..settings
        },
    };
    save(desk, request).await.map(|_| ())
}

/// The region that the hub granted, where it is exactly one.
fn granted_region(desk: &Desk) -> Option<RegionCode> {
    let connection = desk.connection()?;
    let mut regions = connection
        .scopes
        .iter()
        .filter_map(|scope| RegionCode::parse(scope).ok());
    let first = regions.next()?;
    regions.next().is_none().then_some(first)
}

fn reply(desk: &Desk) -> SettingsReply {
    let office = desk.office();
    SettingsReply {
        settings: office.settings.clone(),
        calendar: office.calendar().clone(),
        key: desk.key_place(),
        data_dir: desk.folder().display().to_string(),
        version: desk.version().to_owned(),
    }
}
