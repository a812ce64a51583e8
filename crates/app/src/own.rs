//! The desk's own hub: where no region's hub is, this desk is its own authority. A hub of this program, over
//! the same router, its files sealed with the profile's key ([`tanggap_hub::inside`]); everything that is
//! imported or done goes through it, and the mirror is only ever a copy of it.
//!
//! [`settle`] gives a desk without a hub its own one and hands over what the profile holds: a profile of
//! before, which imported by itself; a desk that leaves a region's hub; a hub whose file was lost. It may be
//! cut off at any moment: the hub takes everything over whole or not at all and twice the same as once
//! (`tanggap_domain::merge::carried`), and only the last step says whose the desk is.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::ids::HubId;
use tanggap_domain::world::World;
use tanggap_hub::db::DbError;
use tanggap_hub::home::Home;
use tanggap_hub::http::pace::Pace;
use tanggap_hub::{InProcess, OpenError, Opened, Opening};
pub(crate) use tanggap_ipc::boot::OWN_HUB as ADDRESS;
use tanggap_ipc::boot::Repaired;
use tanggap_ipc::{Code, Error, Event};
use tanggap_protocol::scope::Scope;
use tanggap_store::Connection;
use tanggap_upstream::{Hub, Transport, Upstream};

use crate::boot::leaving;
use crate::desk::Desk;
use crate::error::{Result, chain, internal, of_store, of_upstream};
use crate::inside::{self, HubInside};
use crate::{carry, practice};

/// Where the journal keeps how the desk is connected to its own hub, also while it is connected to another.
const KEPT: &str = "own-hub";
/// Where the journal keeps that the own hub began as a copy of another.
const COPY: &str = "copy-of";
/// Of an office that has not said its name.
const OFFICER: &str = "Petugas";

/// The desk's own hub, while it is open.
#[derive(Default)]
pub(crate) struct OwnHub {
    inside: HubInside,
    /// One at a time: window and background may both ask for it.
    settling: tokio::sync::Mutex<()>,
}

/// Which hub the own one began as a copy of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CopyOf {
    pub hub_url: String,
    pub at: DateTime<Utc>,
}

impl OwnHub {
    /// The way to it; opened first where it is not open yet.
    ///
    /// # Errors
    /// [`Code::OwnHubNewer`], [`Code::OwnHubClosed`], [`Code::DiskFull`].
    pub async fn way(&self, desk: &Desk) -> Result<Arc<dyn Transport>> {
        let hub = self.inside.opened(open_hub(desk)).await?;
        Ok(Arc::new(InProcess::to(&hub)))
    }

    async fn id(&self, desk: &Desk) -> Result<HubId> {
        let hub = self.inside.opened(open_hub(desk)).await?;
        Ok(hub.db().identity().hub_id)
    }

    /// Gives this desk access to it; its token.
    async fn admit(&self, desk: &Desk, name: &str) -> Result<String> {
        let hub = self.inside.opened(open_hub(desk)).await?;
        let admitted = hub.admit(name, vec![Scope::Nation]).await;
        admitted.map_err(|error| closed(&error))
    }

    /// Everything it keeps, for another hub.
    pub async fn packed(&self, desk: &Desk) -> Result<tanggap_hub::carried::Packed> {
        let hub = self.inside.opened(open_hub(desk)).await?;
        let packed = tanggap_hub::carried::pack(hub.db().as_ref(), desk.now()).await;
        packed.map_err(|error| closed(&error))
    }

    /// Closes it, where it is open.
    pub async fn close(&self) {
        self.inside.close().await;
    }
}

/// Its data, beside the desk's.
fn folder(desk: &Desk) -> PathBuf {
    desk.folder().join("own-hub")
}

async fn open_hub(desk: &Desk) -> Result<Opened> {
    match try_open(desk).await {
        Err(error) if is_beyond_use(&error) => {
            set_aside(desk, &error).map_err(|cause| closed(&cause))?;
            desk.set_repaired(Repaired::OwnHub);
            desk.tell(Event::Repaired {
                what: Repaired::OwnHub,
            });
            try_open(desk).await.map_err(|error| refused(&error))
        }
        other => other.map_err(|error| refused(&error)),
    }
}

async fn try_open(desk: &Desk) -> std::result::Result<Opened, OpenError> {
    let clock = Arc::clone(&desk.clock);
    Opened::open(Opening {
        home: Home::sealed(&folder(desk), &desk.store.hub_key()),
        make: true,
        clock: tanggap_hub::clock::Clock::new(move || clock.now()),
        pace: Pace::default(),
        practice: None,
    })
    .await
}

/// Whether the file is none that this profile could ever read: damaged, cut short, or another's.
fn is_beyond_use(error: &OpenError) -> bool {
    matches!(error, OpenError::Db(error) if error.is_corrupt() || matches!(error, DbError::NoHub(_)))
}

/// Keeps the file that cannot be read, out of the way; its attachments go on to be used.
fn set_aside(desk: &Desk, why: &OpenError) -> std::io::Result<()> {
    let own = folder(desk);
    let seconds = desk.clock.now().timestamp();
    let mut kept = desk.folder().join(format!("own-hub.damaged-{seconds}"));
    while kept.exists() {
        kept.as_mut_os_string().push("1");
    }
    tracing::error!(%why, file = ?kept.file_name(), "The own hub is made anew from what the desk holds");
    std::fs::rename(&own, &kept)?;
    let blobs = kept.join("blobs");
    if blobs.exists() {
        std::fs::create_dir_all(&own)?;
        std::fs::rename(blobs, own.join("blobs"))?;
    }
    Ok(())
}

fn refused(error: &OpenError) -> Error {
    let cause = chain(error);
    tracing::error!(%cause, "The own hub did not open");
    let code = match error {
        OpenError::Db(DbError::NewerSchema) => Code::OwnHubNewer,
        OpenError::Db(DbError::DiskFull) => Code::DiskFull,
        _ => Code::OwnHubClosed,
    };
    Error::with(code, cause)
}

fn closed(error: &dyn std::error::Error) -> Error {
    let cause = chain(error);
    tracing::error!(%cause, "The own hub failed");
    Error::with(Code::OwnHubClosed, cause)
}

/// Gives a desk that is connected to no other hub its own one, with all that the profile holds. Does nothing
/// for a desk of a region's hub, or one that practises.
///
/// # Errors
/// What opening the hub answers, [`Code::DiskFull`]: then everything is as it was, and it is tried again at the
/// next start.
pub(crate) async fn settle(desk: &Desk) -> Result<()> {
    let _one_at_a_time = desk.link.own.settling.lock().await;
    let connection = desk.connection();
    if connection.as_ref().is_some_and(|it| it.hub_url != ADDRESS) {
        return Ok(());
    }
    let own = &desk.link.own;
    let journal = desk.store.journal();
    let id = own.id(desk).await?;
    let name = officer_name(desk);
    if connection
        .as_ref()
        .is_some_and(|it| it.hub == Some(id) && it.officer_name == name)
    {
        return Ok(());
    }
    // Cut off at its end: samples are never handed over as if they were real.
    if connection.is_none() && practice::since(desk).await?.is_some() {
        leaving::end_practice(desk).await?;
        practice::ended(desk).await?;
    }
    let kept: Option<Connection> = journal.setting(KEPT).await.map_err(of_store)?;
    let before = connection.or(kept);
    let mine = before
        .clone()
        .filter(|it| it.hub == Some(id) && it.officer_name == name);
    let next = match mine {
        Some(mine) => mine,
        None => admitted(desk, &name).await?,
    };
    let hub = Hub::over(own.way(desk).await?, &next.token).map_err(internal)?;
    let load = carry::of_mirror(desk).await?;
    if !load.is_empty() {
        let report = carry::bring(desk, &hub, load, COPIED).await?;
        tracing::info!(
            new = report.new,
            updated = report.updated,
            "The own hub took over what the desk held"
        );
    }
    journal.set_setting(KEPT, &next).await.map_err(of_store)?;
    let world = before.and_then(|it| {
        Some(World {
            hub: it.hub?,
            officer: it.officer,
        })
    });
    move_desk(desk, &next, world).await?;
    journal.forget_imports().await.map_err(of_store)
}

/// The name under which what the profile held stands among the imports of the own hub.
const COPIED: &str = "tanggap:salinan";

/// Whoever acts at a desk of its own: the office.
fn officer_name(desk: &Desk) -> String {
    let office = desk.office().settings.office.trim().to_owned();
    if office.is_empty() {
        OFFICER.to_owned()
    } else {
        office
    }
}

async fn admitted(desk: &Desk, name: &str) -> Result<Connection> {
    let own = &desk.link.own;
    let token = own.admit(desk, name).await?;
    let hub = Hub::over(own.way(desk).await?, &token).map_err(internal)?;
    let me = hub.me().await.map_err(of_upstream)?;
    Ok(Connection {
        hub_url: ADDRESS.to_owned(),
        token,
        officer: me.officer,
        officer_name: me.name,
        scopes: me.scopes,
        hub: Some(me.hub),
        practice: false,
    })
}

/// The last step of every move: from here on the desk belongs to the hub of `connection`, which has all that
/// the mirror holds. What was written at the hub of `from`, or without one, is its officer's.
pub(crate) async fn move_desk(
    desk: &Desk,
    connection: &Connection,
    from: Option<World>,
) -> Result<()> {
    // The mirror first: cut off after it, the old hub is read anew.
    desk.store.mirror().move_over().await.map_err(of_store)?;
    if let Some(hub) = connection.hub {
        leaving::holds_from_now_on(desk, hub).await?;
    }
    let journal = desk.store.journal();
    journal.move_to(connection, from).await.map_err(of_store)?;
    desk.read_connection().await;
    Ok(())
}

/// The desk has moved, and another hub has all that this one kept: it goes, with its files. Of a hub that
/// keeps something, nothing goes.
pub(crate) async fn leave(desk: &Desk) -> Result<()> {
    desk.link.own.close().await;
    let journal = desk.store.journal();
    for key in [KEPT, COPY] {
        journal.delete_setting(key).await.map_err(of_store)?;
    }
    inside::remove(&folder(desk));
    Ok(())
}

/// Takes away what a move that was cut off at its very end left behind.
pub(crate) async fn finish_leaving(desk: &Desk) -> Result<()> {
    let is_elsewhere = desk.connection().is_some_and(|it| it.hub_url != ADDRESS);
    let kept: Option<Connection> = desk.store.journal().setting(KEPT).await.map_err(of_store)?;
    if is_elsewhere && kept.is_none() {
        inside::remove(&folder(desk));
    }
    Ok(())
}

/// Writes down that the own hub goes on as a copy.
pub(crate) async fn begins_as_copy(desk: &Desk, of: &str) -> Result<()> {
    let copy = CopyOf {
        hub_url: of.to_owned(),
        at: desk.now(),
    };
    let journal = desk.store.journal();
    journal.set_setting(COPY, &copy).await.map_err(of_store)
}

/// Of which hub the own one is a copy; none where it is none, or the desk is connected elsewhere.
pub(crate) async fn copy_of(desk: &Desk) -> Result<Option<CopyOf>> {
    match desk.stands_alone() {
        true => desk.store.journal().setting(COPY).await.map_err(of_store),
        false => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_could_read_is_made_anew() {
        let newer = OpenError::Db(DbError::NewerSchema);
        assert!(!is_beyond_use(&newer));
        assert_eq!(refused(&newer).code, Code::OwnHubNewer);
        let full = OpenError::Db(DbError::DiskFull);
        assert!(!is_beyond_use(&full));
        assert_eq!(refused(&full).code, Code::DiskFull);
        assert!(!is_beyond_use(&OpenError::AlreadyRunning));
        assert!(is_beyond_use(&OpenError::Db(DbError::NotOurs)));
    }
}
