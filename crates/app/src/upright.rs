//! Work in the background that must not stay down: whatever breaks down in it is counted, said without
//! what was being worked on, and started again, later and later. Never hides that it fell.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures::FutureExt;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// How often parts of the desk broke down since it was opened, and stood up again.
#[derive(Debug, Default)]
pub(crate) struct Breakdowns(AtomicU32);

impl Breakdowns {
    pub fn count(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    pub fn one_more(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Does `work` until it ends by itself. `fell` hears of each breakdown.
pub(crate) async fn keep<F>(part: &str, mut work: impl FnMut() -> F, mut fell: impl FnMut())
where
    F: Future<Output = ()>,
{
    let mut pause = FIRST_PAUSE;
    while AssertUnwindSafe(work()).catch_unwind().await.is_err() {
        tracing::error!(part, "A part of the desk broke down; it starts again");
        fell();
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_falls_is_counted_and_stands_up() {
        let (mut runs, breakdowns) = (0, Breakdowns::default());
        keep(
            "a test",
            || {
                runs += 1;
                let run = runs;
                async move { assert!(run == 2, "a fault of the program") }
            },
            || breakdowns.one_more(),
        )
        .await;
        assert_eq!((runs, breakdowns.count()), (2, 1));
    }
}
