//! Where the hub learns the time. Nothing else in this crate asks the system.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};

/// Tells the time, in whole milliseconds.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

/// `TANGGAP_NOW` is not RFC 3339.
#[derive(Debug, thiserror::Error)]
#[error("TANGGAP_NOW is not a time in RFC 3339")]
pub struct BadNow(#[source] chrono::ParseError);

impl Clock {
    pub fn system() -> Self {
        Self(Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            let ms = since.map_or(0, |it| it.as_millis() as i64);
            DateTime::from_timestamp_millis(ms).unwrap_or_default()
        }))
    }

    /// Stands still.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Arc::new(move || at))
    }

    /// Whatever `tell` tells.
    pub fn new(tell: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// The system's clock, or the one that stands at `TANGGAP_NOW`.
    ///
    /// # Errors
    /// [`BadNow`]
    pub fn from_env() -> Result<Self, BadNow> {
        match std::env::var("TANGGAP_NOW") {
            Ok(text) => Ok(Self::fixed(text.parse().map_err(BadNow)?)),
            Err(_) => Ok(Self::system()),
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }
}
