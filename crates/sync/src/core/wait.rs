//! How long a pull waits for news. Proxies, firewalls and carriers end an idle request sooner than the
//! source would: that is no outage, and the desk asks for less. It never says that the source is well
//! where it does not answer at all.

use tanggap_upstream::{MAX_WAIT_MS, Why};

/// A wait that ended sooner than this was not cut: the source, or what stands before it, said no.
const AT_ONCE_MS: u64 = 2_000;
/// The shortest that a wait becomes.
const SHORTEST_MS: u32 = 2_000;
/// Two waits that ended within this share of each other, or this time, were cut by the same limit.
const SAME_PART: u64 = 5;
const SAME_MS: u64 = 1_000;
/// After this long, longer waits are tried again: the limit may be gone, or the desk elsewhere.
const LONGER_AFTER_MS: u64 = 600_000;

#[derive(Clone, Debug)]
pub(super) struct Wait {
    /// The longest to ask for.
    longest_ms: u32,
    /// Where the last wait was cut that no other has confirmed.
    cut_at_ms: Option<u64>,
    /// The last wait was not answered at all, and there was no answer since.
    unanswered: bool,
    longer_from_ms: u64,
    /// A longer wait is being tried: one cut is enough.
    on_trial: bool,
}

impl Default for Wait {
    fn default() -> Self {
        Self {
            longest_ms: MAX_WAIT_MS,
            cut_at_ms: None,
            unanswered: false,
            longer_from_ms: 0,
            on_trial: false,
        }
    }
}

impl Wait {
    /// How long to wait now. Spread, so that a region's desks do not come back all at once.
    pub fn ms(&self, chance: &mut dyn FnMut() -> f64) -> u32 {
        (f64::from(self.longest_ms) * (0.5 + 0.5 * chance().clamp(0.0, 1.0))) as u32
    }

    /// Tries longer waits again, once it is time.
    pub fn lengthen(&mut self, now_ms: u64) {
        if self.longest_ms < MAX_WAIT_MS && now_ms >= self.longer_from_ms {
            self.longest_ms = self.longest_ms.saturating_mul(2).min(MAX_WAIT_MS);
            self.longer_from_ms = now_ms.saturating_add(LONGER_AFTER_MS);
            self.on_trial = true;
        }
    }

    /// There was an answer.
    pub fn answered(&mut self) {
        self.unanswered = false;
    }

    /// Takes in that a wait of `asked_ms` failed after `took_ms`. True where it was merely cut: nothing
    /// is known against the source.
    pub fn was_cut(&mut self, why: Why, asked_ms: u32, took_ms: u64, now_ms: u64) -> bool {
        let early = took_ms >= AT_ONCE_MS && took_ms < u64::from(asked_ms);
        match why {
            Why::Busy | Why::Closed | Why::Damaged if early => self.cut(took_ms, now_ms),
            // A line that died without a word, as behind a carrier's NAT. Twice is an outage.
            Why::Timeout if asked_ms > 0 && !self.unanswered => {
                self.unanswered = true;
                self.shorten(u64::from(asked_ms) / 2, now_ms);
            }
            _ => return false,
        }
        true
    }

    fn cut(&mut self, took_ms: u64, now_ms: u64) {
        let same =
            |before: u64| before.abs_diff(took_ms) <= SAME_MS.max(before.max(took_ms) / SAME_PART);
        if self.on_trial || self.cut_at_ms.is_some_and(same) {
            self.shorten(took_ms / 2, now_ms);
        } else {
            self.cut_at_ms = Some(took_ms);
        }
    }

    fn shorten(&mut self, to_ms: u64, now_ms: u64) {
        let to_ms = u32::try_from(to_ms).unwrap_or(u32::MAX);
        self.longest_ms = self.longest_ms.min(to_ms.max(SHORTEST_MS));
        self.cut_at_ms = None;
        self.on_trial = false;
        self.longer_from_ms = now_ms.saturating_add(LONGER_AFTER_MS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn longest(wait: &Wait) -> u32 {
        wait.ms(&mut || 1.0)
    }

    #[test]
    fn what_counts_as_cut() {
        for (what, why, asked_ms, took_ms, expected) in [
            ("a proxy's 504", Why::Busy, 40_000, 30_000, true),
            ("a closed connection", Why::Closed, 40_000, 30_000, true),
            (
                "an answer cut in the middle",
                Why::Damaged,
                40_000,
                30_000,
                true,
            ),
            ("a limit of three seconds", Why::Busy, 40_000, 3_000, true),
            ("silence, once", Why::Timeout, 40_000, 70_000, true),
            ("a no at once", Why::Busy, 40_000, 20, false),
            ("closed at once", Why::Closed, 40_000, 1_000, false),
            ("no later than asked", Why::Busy, 40_000, 60_000, false),
            ("the hub is away", Why::Network, 40_000, 30_000, false),
            ("the hub failed", Why::Failed, 40_000, 30_000, false),
            ("its disk is full", Why::Full, 40_000, 30_000, false),
            ("nobody waited", Why::Timeout, 0, 30_000, false),
        ] {
            let mut wait = Wait::default();
            assert_eq!(wait.was_cut(why, asked_ms, took_ms, 0), expected, "{what}");
        }
    }

    #[test]
    fn two_cuts_at_about_the_same_time_halve_the_wait() {
        for (cuts, expected) in [
            (&[30_000][..], MAX_WAIT_MS),
            (&[30_000, 30_100], 15_050),
            (&[30_000, 27_000], 13_500),
            (&[40_000, 9_000], MAX_WAIT_MS),
            (&[40_000, 9_000, 9_100], 4_550),
            (&[3_000, 3_000], SHORTEST_MS),
        ] {
            let mut wait = Wait::default();
            for took_ms in cuts {
                assert!(wait.was_cut(Why::Busy, 50_000, *took_ms, 0));
            }
            assert_eq!(longest(&wait), expected, "{cuts:?}");
        }
    }

    #[test]
    fn longer_waits_are_tried_again_and_given_up_at_one_cut() {
        let mut wait = Wait::default();
        for _ in 0..2 {
            wait.was_cut(Why::Closed, 50_000, 30_000, 0);
        }
        wait.lengthen(LONGER_AFTER_MS - 1);
        assert_eq!(longest(&wait), 15_000);
        wait.lengthen(LONGER_AFTER_MS);
        assert_eq!(longest(&wait), 30_000);
        wait.lengthen(2 * LONGER_AFTER_MS);
        assert_eq!(longest(&wait), 50_000);
        assert!(wait.was_cut(Why::Closed, 50_000, 30_000, 2 * LONGER_AFTER_MS));
        assert_eq!(longest(&wait), 15_000);
        wait.lengthen(3 * LONGER_AFTER_MS - 1);
        assert_eq!(longest(&wait), 15_000);
    }

    #[test]
    fn silence_is_forgiven_once_until_the_next_answer() {
        let mut wait = Wait::default();
        assert!(wait.was_cut(Why::Timeout, 40_000, 70_000, 0));
        assert_eq!(longest(&wait), 20_000);
        assert!(!wait.was_cut(Why::Timeout, 20_000, 50_000, 0));
        wait.answered();
        assert!(wait.was_cut(Why::Timeout, 20_000, 50_000, 0));
        assert_eq!(longest(&wait), 10_000);
    }
}
