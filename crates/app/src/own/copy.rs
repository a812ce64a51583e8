//! Of which hub the own one is a copy.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::error::{Result, of_store};

/// Where the journal keeps it.
const COPY: &str = "copy-of";

/// Which hub the own one began as a copy of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CopyOf {
    pub hub_url: String,
    pub at: DateTime<Utc>,
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

/// It is none any more.
pub(crate) async fn forget(desk: &Desk) -> Result<()> {
    let journal = desk.store.journal();
    journal.delete_setting(COPY).await.map_err(of_store)
}
