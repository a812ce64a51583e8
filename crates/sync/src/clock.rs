//! How far the desk's clock is from the source's. Never moves a clock: who shows a countdown adds the
//! offset, and who stores a time says whose it is.

use chrono::{DateTime, TimeDelta, Utc};

/// The best estimate so far: that of the quickest answer, whose error is the smallest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset {
    best: Option<(TimeDelta, TimeDelta)>,
}

impl Offset {
    /// Takes in one answer: sent and received by the desk's clock, stamped by the source's.
    pub fn sample(&mut self, sent: DateTime<Utc>, received: DateTime<Utc>, stamped: DateTime<Utc>) {
        let round_trip = received - sent;
        // The desk's clock was set back in between: says nothing.
        if round_trip < TimeDelta::zero() {
            return;
        }
        if self.best.is_none_or(|(quickest, _)| round_trip <= quickest) {
            self.best = Some((round_trip, stamped - (sent + round_trip / 2)));
        }
    }

    /// Source minus desk, in milliseconds; none before the first answer.
    pub fn ms(&self) -> Option<i64> {
        self.best.map(|(_, offset)| offset.num_milliseconds())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_790_000_000_000 + ms).unwrap()
    }

    #[test]
    fn the_quickest_answer_counts() {
        let mut offset = Offset::default();
        assert_eq!(offset.ms(), None);
        offset.sample(at(0), at(40_000), at(70_000));
        assert_eq!(offset.ms(), Some(50_000));
        offset.sample(at(0), at(20), at(60_010));
        assert_eq!(offset.ms(), Some(60_000));
        offset.sample(at(0), at(30_000), at(0));
        assert_eq!(offset.ms(), Some(60_000));
    }

    #[test]
    fn a_clock_that_was_set_back_says_nothing() {
        let mut offset = Offset::default();
        offset.sample(at(1_000), at(0), at(500));
        assert_eq!(offset.ms(), None);
    }

    #[test]
    fn a_clock_that_is_wrong_by_a_year_is_found_out() {
        let year = 365 * 86_400_000;
        let mut offset = Offset::default();
        offset.sample(at(year), at(year + 10), at(5));
        assert_eq!(offset.ms(), Some(-year));
    }
}
