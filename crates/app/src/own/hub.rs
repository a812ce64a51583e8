//! The desk's own hub, opened when it is first asked for. A file that nobody could read is set aside, kept, and
//! made anew; one of a newer version is left alone.

use std::path::PathBuf;
use std::sync::Arc;

use tanggap_domain::ids::HubId;
use tanggap_hub::carried::{Packed, pack};
use tanggap_hub::clock::Clock;
use tanggap_hub::db::DbError;
use tanggap_hub::home::Home;
use tanggap_hub::http::pace::Pace;
use tanggap_hub::{InProcess, OpenError, Opened, Opening};
use tanggap_ipc::boot::Repaired;
use tanggap_ipc::{Code, Error, Event};
use tanggap_protocol::scope::Scope;
use tanggap_upstream::Transport;

use crate::desk::Desk;
use crate::error::{Result, chain};

/// The way to it; opened first where it is not open yet.
///
/// # Errors
/// [`Code::OwnHubNewer`], [`Code::OwnHubClosed`], [`Code::DiskFull`].
pub(crate) async fn way(desk: &Desk) -> Result<Arc<dyn Transport>> {
    let hub = desk.link.own.opened(open_hub(desk)).await?;
    Ok(Arc::new(InProcess::to(&hub)))
}

/// Which hub it is.
pub(super) async fn id(desk: &Desk) -> Result<HubId> {
    let hub = desk.link.own.opened(open_hub(desk)).await?;
    Ok(hub.db().identity().hub_id)
}

/// Gives this desk access to it; its token.
pub(super) async fn admit(desk: &Desk, name: &str) -> Result<String> {
    let hub = desk.link.own.opened(open_hub(desk)).await?;
    let admitted = hub.admit(name, vec![Scope::Nation]).await;
    admitted.map_err(|error| closed(&error))
}

/// Everything it keeps, for another hub.
pub(crate) async fn packed(desk: &Desk) -> Result<Packed> {
    let hub = desk.link.own.opened(open_hub(desk)).await?;
    let packed = pack(hub.db().as_ref(), desk.now()).await;
    packed.map_err(|error| closed(&error))
}

/// Its data, beside the desk's.
pub(super) fn folder(desk: &Desk) -> PathBuf {
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
        clock: Clock::new(move || clock.now()),
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
