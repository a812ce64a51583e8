//! What an administrator looks at first: whether the profile, its key, its disk, its hub and its
//! calendar are well. Changes nothing, except what opening a profile heals.

use chrono::{Datelike, TimeDelta};
use tanggap_ipc::boot::Repaired;
use tanggap_ipc::settings::KeyPlace;
use tanggap_upstream::Upstream;

use crate::desk::Desk;
use crate::error::{of_store, of_upstream};
use crate::reach;

/// Below this much room, in bytes, a desk is in danger.
const LITTLE_ROOM_BYTES: u64 = 256 * 1024 * 1024;
/// A clock that is off by more is wrong.
const CLOCK_OFF: TimeDelta = TimeDelta::minutes(2);

/// What was found, without words: they are the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    pub repaired: Option<Repaired>,
    pub key: KeyPlace,
    /// Complaints in the mirror; none where it cannot be read.
    pub complaints: Option<u64>,
    /// Changes that wait, and those that need a decision; none where the journal cannot be read.
    pub outbox: Option<(u64, u64)>,
    /// Room on the disk of the profile, in bytes; none where the system does not say.
    pub free_bytes: Option<u64>,
    pub hub: HubFinding,
    /// Hub's clock minus this computer's; none without an answer.
    pub clock_off: Option<TimeDelta>,
    /// This year, and whether its holidays are decreed.
    pub calendar: (i32, bool),
}

/// How it stands with the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HubFinding {
    /// The desk is its own authority.
    NotConnected,
    Reachable,
    /// Why it did not answer.
    Failed(tanggap_ipc::Error),
}

impl Findings {
    pub fn has_room(&self) -> bool {
        self.free_bytes
            .is_none_or(|bytes| bytes >= LITTLE_ROOM_BYTES)
    }

    pub fn clock_is_right(&self) -> bool {
        self.clock_off.is_none_or(|off| off.abs() <= CLOCK_OFF)
    }
}

/// Looks at everything once.
pub async fn examine(desk: &Desk) -> Findings {
    let stats = desk.store.journal().stats().await.map_err(of_store).ok();
    let (hub, clock_off) = ask_hub(desk).await;
    let office = desk.office();
    let year = office.rules.calendar().local_date(desk.now()).year();
    Findings {
        repaired: desk.take_repaired(),
        key: desk.key_place(),
        complaints: desk.store.mirror().count().await.map_err(of_store).ok(),
        outbox: stats.map(|stats| (stats.queued, stats.attention)),
        free_bytes: fs4::available_space(desk.folder()).ok(),
        hub,
        clock_off,
        calendar: (year, office.calendar().decreed_years.contains(&year)),
    }
}

async fn ask_hub(desk: &Desk) -> (HubFinding, Option<TimeDelta>) {
    let Some(connection) = desk.connection() else {
        return (HubFinding::NotConnected, None);
    };
    let hub = match reach::hub(desk, &connection).await {
        Ok(hub) => hub,
        Err(error) => return (HubFinding::Failed(error), None),
    };
    let asked = desk.clock.now();
    match hub.me().await {
        Ok(_) if desk.stands_alone() => (HubFinding::NotConnected, None),
        Ok(me) => {
            let middle = asked + (desk.clock.now() - asked) / 2;
            (HubFinding::Reachable, Some(me.server_time - middle))
        }
        Err(error) => (HubFinding::Failed(of_upstream(error)), None),
    }
}
