//! The waking times of clocks, as a queue: who has seen to one sets the next.

use tanggap_domain::ids::ComplaintId;

use super::{Mirror, id_bytes};
use crate::error::StoreError;

/// A waking time that was seen to, and the next one of the same complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Woken {
    pub id: ComplaintId,
    pub was_ms: i64,
    pub next_ms: Option<i64>,
}

impl Mirror {
    /// Sets the next waking times, where the old ones still stand: a complaint that changed in the
    /// meantime keeps what the change set.
    pub async fn woken(&self, woken: Vec<Woken>) -> Result<(), StoreError> {
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    for woken in &woken {
                        sqlx::query("UPDATE head SET wake_ms = ?3 WHERE id = ?1 AND wake_ms = ?2")
                            .bind(id_bytes(woken.id))
                            .bind(woken.was_ms)
                            .bind(woken.next_ms)
                            .execute(&mut *tx)
                            .await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
