//! How much goes into one request, as the way to the source has shown so far.

use tanggap_upstream::MAX_PUSH_BYTES;

/// Parts never become smaller than this because of a line that breaks: that helps no more.
pub(super) const SMALLEST_BYTES: usize = 16 * 1024;

/// How many bytes of operations go into one request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    pub bytes: usize,
    /// Something on the way said so: not more, whatever the line can carry.
    most: usize,
}

impl Default for Fit {
    fn default() -> Self {
        Self {
            bytes: MAX_PUSH_BYTES,
            most: MAX_PUSH_BYTES,
        }
    }
}

impl Fit {
    /// So much was refused as too large.
    pub fn refused(&mut self, bytes: usize) {
        self.most = self.most.min((bytes / 2).max(SMALLEST_BYTES));
        self.bytes = self.bytes.min(self.most);
    }

    /// The line broke under so much.
    pub fn broke(&mut self, bytes: usize) {
        self.bytes = self.bytes.min((bytes / 2).max(SMALLEST_BYTES));
    }

    pub fn went_through(&mut self) {
        self.bytes = self.bytes.saturating_mul(2).min(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_on_the_way_is_kept_and_a_bad_line_is_tried_again() {
        let mut fit = Fit::default();
        fit.broke(200_000);
        assert_eq!(fit.bytes, 100_000);
        fit.went_through();
        assert_eq!(fit.bytes, 200_000);
        fit.refused(150_000);
        assert_eq!(fit.bytes, 75_000);
        for _ in 0..10 {
            fit.went_through();
        }
        assert_eq!(fit.bytes, 75_000);
        fit.refused(100);
        fit.broke(100);
        assert_eq!(fit.bytes, SMALLEST_BYTES);
    }
}
