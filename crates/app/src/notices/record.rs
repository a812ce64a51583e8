//! Which kind of notice one of the record is, by its key.

use tanggap_domain::sla::Threshold;

/// What stands in place of a clock's code for notices of another kind.
pub(crate) const DIGEST: &str = "ringkasan";
pub(crate) const DAILY: &str = "harian";
pub(crate) const REMINDER: &str = "pengingat";

/// The inverse of [`Threshold::key`].
pub(crate) fn threshold_of(key: &str) -> Option<Threshold> {
    match key {
        "h-1" => Some(Threshold::DayBefore),
        "lewat" => Some(Threshold::Breach),
        percent => percent.parse().ok().map(Threshold::Used),
    }
}

#[cfg(test)]
mod tests {
    use tanggap_domain::sla::ClockKind;

    use super::*;

    #[test]
    fn keys_of_thresholds_are_read_back() {
        for threshold in [Threshold::Used(75), Threshold::DayBefore, Threshold::Breach] {
            assert_eq!(threshold_of(&threshold.key()), Some(threshold));
        }
    }

    #[test]
    fn other_kinds_are_no_clocks() {
        for kind in [DIGEST, DAILY, REMINDER] {
            assert_eq!(ClockKind::of_code(kind), None);
        }
    }
}
