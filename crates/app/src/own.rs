//! The desk's own hub: where no region's hub is, this desk is its own authority. A hub of this program, over
//! the same router, its files sealed with the profile's key ([`tanggap_hub::inside`]); everything that is
//! imported or done goes through it, and the mirror is only ever a copy of it.
//!
//! [`settle`] gives a desk without a hub its own one and hands over what the profile holds: a profile of
//! before, which imported by itself; a desk that leaves a region's hub; a hub whose file was lost. It may be
//! cut off at any moment: the hub takes everything over whole or not at all and twice the same as once
//! (`tanggap_domain::merge::carried`), and only the last step says whose the desk is.

pub(crate) mod copy;
pub(crate) mod hub;

use tanggap_domain::world::World;
use tanggap_ipc::boot::OWN_HUB;
use tanggap_store::Connection;
use tanggap_upstream::{Hub, Upstream};

use crate::desk::Desk;
use crate::error::{Result, internal, of_store, of_upstream};
use crate::{carry, inside, leaving, practice};

/// Where the journal keeps how the desk is connected to its own hub, also while it is connected to another.
const KEPT: &str = "own-hub";
/// Of an office that has not said its name.
const OFFICER: &str = "Petugas";

/// Gives a desk that is connected to no other hub its own one, with all that the profile holds. Does nothing
/// for a desk of a region's hub, or one that practises.
///
/// # Errors
/// What opening the hub answers, [`Code::DiskFull`]: then everything is as it was, and it is tried again at the
/// next start.
pub(crate) async fn settle(desk: &Desk) -> Result<()> {
    let _one_at_a_time = desk.link.settling.lock().await;
    let connection = desk.connection();
    if connection.as_ref().is_some_and(|it| it.hub_url != OWN_HUB) {
        return Ok(());
    }
    let journal = desk.store.journal();
    let id = hub::id(desk).await?;
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
    let own = Hub::over(hub::way(desk).await?, &next.token).map_err(internal)?;
    let load = carry::of_mirror(desk).await?;
    if !load.is_empty() {
        let report = carry::bring(desk, &own, load, COPIED).await?;
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
    let token = hub::admit(desk, name).await?;
    let own = Hub::over(hub::way(desk).await?, &token).map_err(internal)?;
    let me = own.me().await.map_err(of_upstream)?;
    Ok(Connection {
        hub_url: OWN_HUB.to_owned(),
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
    journal.delete_setting(KEPT).await.map_err(of_store)?;
    copy::forget(desk).await?;
    inside::remove(&hub::folder(desk));
    Ok(())
}

/// Takes away what a move that was cut off at its very end left behind.
pub(crate) async fn finish_leaving(desk: &Desk) -> Result<()> {
    let is_elsewhere = desk.connection().is_some_and(|it| it.hub_url != OWN_HUB);
    let kept: Option<Connection> = desk.store.journal().setting(KEPT).await.map_err(of_store)?;
    if is_elsewhere && kept.is_none() {
        inside::remove(&hub::folder(desk));
    }
    Ok(())
}
