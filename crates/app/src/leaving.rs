//! Leaving a hub: what it confirmed goes when another one comes, and of practice nothing stays.

use tanggap_domain::ids::{ComplaintId, HubId};

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::{inside, practice};

/// Where the engine keeps whose complaints the mirror holds.
const SOURCE: &str = "source";
/// Where the engine keeps aside what it could not read of a feed.
const FEED: &str = "hub";

/// Whether the mirror holds what another hub confirmed.
pub(crate) async fn is_of_another(desk: &Desk, hub: HubId) -> Result<bool> {
    let held: Option<String> = desk
        .store
        .journal()
        .setting(SOURCE)
        .await
        .map_err(of_store)?;
    Ok(held.is_some_and(|held| held != hub.to_string()))
}

/// The mirror holds what this hub has, or is about to be read from it.
pub(crate) async fn holds_from_now_on(desk: &Desk, hub: HubId) -> Result<()> {
    let journal = desk.store.journal();
    journal.set_setting(SOURCE, &hub).await.map_err(of_store)
}

/// Takes away what a hub confirmed; what was imported here stays. Gives back what is not here any more.
pub(crate) async fn forget_mirror(desk: &Desk) -> Result<Vec<ComplaintId>> {
    let mirror = desk.store.mirror();
    let mut gone = Vec::new();
    for held in mirror.scopes().await.map_err(of_store)? {
        gone.extend(mirror.drop_scope(&held.scope).await.map_err(of_store)?);
    }
    mirror.release_all(FEED).await.map_err(of_store)?;
    desk.store
        .journal()
        .delete_setting(SOURCE)
        .await
        .map_err(of_store)?;
    Ok(gone)
}

/// Erases the samples, what was done and written about them, and the practice hub's own data.
pub(crate) async fn end_practice(desk: &Desk) -> Result<()> {
    let gone = forget_mirror(desk).await?;
    let journal = desk.store.journal();
    let waiting = journal.forget_practice().await.map_err(of_store)?;
    journal.forget_notices(&gone).await.map_err(of_store)?;
    // A day's summary counted samples; the day is told anew where real work begins on it.
    if let Some(since) = practice::since(desk).await? {
        journal.forget_summaries(since).await.map_err(of_store)?;
        desk.told_daily.forget();
    }
    inside::remove(&practice::folder(desk));
    tracing::info!(complaints = gone.len(), waiting, "Practice has ended");
    Ok(())
}
