//! How long operations are still held back for undoing, by a clock that never jumps.
//!
//! Wall clocks are wrong by days on real desks, and are corrected in the middle of things: none is
//! asked here. What was handed out for sending is not held any more, so it is never both withdrawn and
//! sent. Kept in memory only; after a restart nobody knows how much time has passed, and an operation
//! is held for its whole window once more, counted from the start, and never again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sqlx::{Row, SqliteConnection};
use tanggap_domain::ids::OpId;

use crate::error::StoreError;

/// Longest time for undoing that is believed after a restart.
const LONGEST: Duration = Duration::from_secs(60);

#[derive(Clone, Default)]
pub(crate) struct Holds(Arc<Mutex<HashMap<OpId, Hold>>>);

#[derive(Clone, Copy)]
enum Hold {
    Until(Instant),
    /// Being withdrawn: it does not leave any more.
    Taken,
}

impl Holds {
    /// Holds an operation back; called before it can be seen by whoever sends.
    pub fn hold(&self, op: OpId, until: Instant) {
        self.held().insert(op, Hold::Until(until));
    }

    /// How much longer it is held; none where it may leave or has left.
    pub fn left(&self, op: OpId, now: Instant) -> Option<Duration> {
        match self.held().get(&op)? {
            Hold::Until(until) => {
                Some(until.saturating_duration_since(now)).filter(|left| !left.is_zero())
            }
            Hold::Taken => Some(Duration::ZERO),
        }
    }

    /// Takes an operation for withdrawing; false where it may leave already.
    pub fn take(&self, op: OpId, now: Instant) -> bool {
        let mut held = self.held();
        match held.get(&op) {
            Some(Hold::Until(until)) if *until > now => {
                held.insert(op, Hold::Taken);
                true
            }
            _ => false,
        }
    }

    pub fn forget(&self, op: OpId) {
        self.held().remove(&op);
    }

    /// Lets everything go that is held.
    pub fn release(&self) {
        self.held().retain(|_, hold| matches!(hold, Hold::Taken));
    }

    /// What may not leave yet. What may, is not held any more from now on: it cannot be withdrawn.
    pub fn still_held(&self, now: Instant) -> Vec<OpId> {
        let mut held = self.held();
        held.retain(|_, hold| match hold {
            Hold::Until(until) => *until > now,
            Hold::Taken => true,
        });
        held.keys().copied().collect()
    }

    /// How long until the next one may leave.
    pub fn next(&self, now: Instant) -> Option<Duration> {
        let held = self.held();
        let ends = held.values().filter_map(|hold| match hold {
            Hold::Until(until) => Some(until.saturating_duration_since(now)),
            Hold::Taken => None,
        });
        ends.min()
    }

    fn held(&self) -> MutexGuard<'_, HashMap<OpId, Hold>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// After a restart: what was held is held once more, from `now` on, and noted as free for the start
/// after this one.
pub(crate) async fn hold_again(
    tx: &mut SqliteConnection,
    holds: &Holds,
    now: Instant,
) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "SELECT op, not_before_ms - created_ms AS window FROM outbox
         WHERE not_before_ms IS NOT NULL AND state = 'queued'",
    )
    .fetch_all(&mut *tx)
    .await?;
    for row in &rows {
        let op: Vec<u8> = row.try_get("op")?;
        let op = uuid::Uuid::from_slice(&op).map_err(|_| StoreError::unreadable("operation id"))?;
        let window: i64 = row.try_get("window")?;
        let window = Duration::from_millis(window.try_into().unwrap_or_default()).min(LONGEST);
        holds.hold(OpId(op), now + window);
    }
    sqlx::query("UPDATE outbox SET not_before_ms = NULL WHERE not_before_ms IS NOT NULL")
        .execute(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn op(n: u128) -> OpId {
        OpId(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn what_was_handed_out_is_not_withdrawn_and_what_is_withdrawn_is_not_handed_out() {
        let (holds, start) = (Holds::default(), Instant::now());
        let (at, second) = (|s| start + Duration::from_secs(s), Duration::from_secs(1));
        holds.hold(op(1), at(10));
        holds.hold(op(2), at(10));
        assert_eq!(holds.left(op(1), at(9)), Some(second));
        assert_eq!(holds.next(at(9)), Some(second));
        assert!(holds.take(op(1), at(9)));
        assert_eq!(
            holds.still_held(at(11)),
            [op(1)],
            "taken: it stays for good"
        );
        // Handed out at 11: an officer whose click comes late, by whatever clock, is told so.
        assert!(!holds.take(op(2), at(9)));
        holds.forget(op(1));
        assert!(holds.still_held(at(0)).is_empty());
    }
}
