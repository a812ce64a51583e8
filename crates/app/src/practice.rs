//! Practice: a hub of its own inside this program, with invented complaints of the office's province. It is
//! like any other hub to the desk, its files are sealed with the profile's key, and nothing of it reaches
//! beyond this computer.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_hub::home::Home;
use tanggap_hub::http::pace::Pace;
use tanggap_hub::practice::Course;
use tanggap_hub::{Arrivals, InProcess, Opened, Opening};
use tanggap_ipc::{Code, Error};
use tanggap_protocol::scope::Scope;
use tanggap_upstream::Transport;

use crate::desk::Desk;
use crate::error::{Result, of_store};

/// Where the office's own province is not known: Sumatera Selatan.
const PROVINCE: &str = "16";
const OFFICER: &str = "Petugas Latihan";
/// Complaints of the past.
const COUNT: usize = 1200;
/// A new one comes in after each.
const EVERY: Duration = Duration::from_secs(60);

/// The way to the practice hub; opened first where it is not open yet.
///
/// # Errors
/// [`Code::PracticeUnavailable`].
pub(crate) async fn way(desk: &Desk) -> Result<Arc<dyn Transport>> {
    let hub = desk.link.practice.opened(open_hub(desk)).await?;
    Ok(Arc::new(InProcess::to(&hub)))
}

/// Gives whoever practises here from now on access; their token.
///
/// # Errors
/// [`Code::PracticeUnavailable`].
pub(crate) async fn admit(desk: &Desk) -> Result<String> {
    let hub = desk.link.practice.opened(open_hub(desk)).await?;
    let scope = Scope::Region(province(desk));
    hub.admit(OFFICER, vec![scope]).await.map_err(unavailable)
}

async fn open_hub(desk: &Desk) -> Result<Opened> {
    let clock = Arc::clone(&desk.clock);
    let course = Course {
        province: province(desk),
        count: COUNT,
    };
    let opening = Opening {
        home: home(desk),
        make: true,
        clock: tanggap_hub::clock::Clock::new(move || clock.now()),
        pace: Pace::default(),
        practice: Some(Arrivals {
            course,
            every: EVERY,
        }),
    };
    Opened::open(opening).await.map_err(unavailable)
}

/// The practice hub's own data, beside the desk's.
pub(crate) fn folder(desk: &Desk) -> PathBuf {
    desk.folder().join("practice-hub")
}

fn home(desk: &Desk) -> Home {
    let folder = folder(desk);
    // One of before it was sealed: invented complaints, which go with the practice.
    if is_in_the_clear(&folder.join("hub.db")) {
        Home::from(&folder)
    } else {
        Home::sealed(&folder, &desk.store.hub_key())
    }
}

fn is_in_the_clear(database: &Path) -> bool {
    const HEAD: &[u8; 16] = b"SQLite format 3\0";
    let mut head = [0; HEAD.len()];
    let read = std::fs::File::open(database).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *HEAD
}

/// The province in which this office practises: its own.
fn province(desk: &Desk) -> RegionCode {
    let office = desk.office();
    let own = office.settings.region.as_ref();
    let own = own.and_then(|region| region.at(RegionLevel::Province));
    own.unwrap_or_else(|| RegionCode::parse(PROVINCE).expect("a province of the table of codes"))
}

fn unavailable(cause: impl std::fmt::Display) -> Error {
    tracing::warn!(%cause, "The practice hub did not open");
    Error::with(Code::PracticeUnavailable, cause)
}

/// Where the journal keeps when practice began.
const SINCE: &str = "practice-since";

/// Writes down that practice has begun, unless it goes on.
pub(crate) async fn begun(desk: &Desk) -> Result<()> {
    if since(desk).await?.is_some() {
        return Ok(());
    }
    let now = desk.now();
    let journal = desk.store.journal();
    journal.set_setting(SINCE, &now).await.map_err(of_store)
}

pub(crate) async fn ended(desk: &Desk) -> Result<()> {
    desk.store
        .journal()
        .delete_setting(SINCE)
        .await
        .map_err(of_store)
}

/// When practice began.
pub(crate) async fn since(desk: &Desk) -> Result<Option<DateTime<Utc>>> {
    desk.store.journal().setting(SINCE).await.map_err(of_store)
}
