//! Waiting for something to become true, with a deadline and the reason it did not.

use std::time::Duration;

use anyhow::{Result, anyhow};
use tokio::time::{Instant, sleep};

/// How often an attempt is repeated.
const PERIOD: Duration = Duration::from_millis(50);

/// Repeats `attempt` until it yields a value. An attempt that fails is repeated too; at the
/// deadline the error names `what` and carries the last failure.
pub async fn until<T>(
    what: &str,
    limit: Duration,
    attempt: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    until_every(PERIOD, what, limit, attempt).await
}

/// The same, repeated every `period`.
pub(crate) async fn until_every<T>(
    period: Duration,
    what: &str,
    limit: Duration,
    mut attempt: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let deadline = Instant::now() + limit;
    loop {
        let failure = match attempt().await {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => None,
            Err(failure) => Some(failure),
        };
        if Instant::now() >= deadline {
            let message = format!("{what}: not within {} s", limit.as_secs_f32());
            return Err(match failure {
                Some(failure) => failure.context(message),
                None => anyhow!(message),
            });
        }
        sleep(period).await;
    }
}
