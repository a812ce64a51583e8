//! How fast a body must arrive. A sender that stalls, or sends a byte now and then, is not waited for.

use std::io;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use futures::{StreamExt, stream};
use tokio::time::{Instant, timeout};

/// The slowest that a body may be.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Without any byte.
    pub silence: Duration,
    /// Bytes a second, over everything that came after the first `silence`.
    pub bytes_per_s: u64,
}

impl Default for Pace {
    /// A line of the slowest kind, 8 kbit/s, is still served.
    fn default() -> Self {
        Self {
            silence: Duration::from_secs(30),
            bytes_per_s: 1024,
        }
    }
}

impl Pace {
    /// How long to wait for the next bytes, after `elapsed` in which `received` came.
    fn patience(&self, elapsed: Duration, received: u64) -> Duration {
        let carried = Duration::from_secs(received / self.bytes_per_s.max(1));
        self.silence
            .min((self.silence + carried).saturating_sub(elapsed))
    }
}

struct Arriving {
    body: BodyDataStream,
    pace: Pace,
    since: Instant,
    received: u64,
}

/// Lets the body of each request arrive at this pace, or ends it with an error.
pub async fn keep(pace: Pace, request: Request, next: Next) -> Response {
    next.run(request.map(|body| watched(body, pace))).await
}

fn watched(body: Body, pace: Pace) -> Body {
    let arriving = Arriving {
        body: body.into_data_stream(),
        pace,
        since: Instant::now(),
        received: 0,
    };
    Body::from_stream(stream::unfold(arriving, async |mut arriving| {
        let Arriving {
            since, received, ..
        } = arriving;
        let patience = arriving.pace.patience(since.elapsed(), received);
        let bytes = match timeout(patience, arriving.body.next()).await {
            Ok(None) => return None,
            Ok(Some(Ok(bytes))) => {
                arriving.received += bytes.len() as u64;
                Ok(bytes)
            }
            Ok(Some(Err(error))) => Err(io::Error::other(error)),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        };
        Some((bytes, arriving))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_lines_are_served_and_stalled_ones_are_not() {
        for (what, elapsed_s, received, expected_s) in [
            ("nothing yet", 0, 0, 30),
            ("a byte now and then", 20, 1, 10),
            ("and never more", 31, 2, 0),
            ("8 kbit/s for ten minutes", 600, 600 * 1024, 30),
            ("a little less", 600, 590 * 1024, 20),
            ("half a file at once, then silence", 1, 512 * 1024, 30),
        ] {
            let patience = Pace::default().patience(Duration::from_secs(elapsed_s), received);
            assert_eq!(patience, Duration::from_secs(expected_s), "{what}");
        }
    }
}
