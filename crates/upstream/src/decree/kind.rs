//! Words to kinds of days off. A word that means neither is not taken for one.

use tanggap_domain::calendar::HolidayKind;

use super::text::words;

/// "Cuti bersama" and what English files call it.
const COLLECTIVE_LEAVE: [&str; 6] = [
    "cuti bersama",
    "cutibersama",
    "collective leave",
    "joint leave",
    "joint holiday",
    "shared leave",
];

/// Whole cells that mean a day off for everybody.
const NATIONAL: [&str; 14] = [
    "libur nasional",
    "hari libur nasional",
    "hari libur",
    "libur",
    "nasional",
    "libur resmi",
    "national",
    "national holiday",
    "national holidays",
    "public holiday",
    "public holidays",
    "public",
    "holiday",
    "holidays",
];

/// Beginnings of what calendars mark as worth knowing, not as a day off.
const COMMEMORATIONS: [&str; 6] = [
    "perayaan",
    "peringatan",
    "observance",
    "commemoration",
    "hari penting",
    "season",
];

/// Whether a name, a heading or a remark speaks of collective leave.
pub(super) fn is_collective_leave(text: &str) -> bool {
    let words = words(text);
    COLLECTIVE_LEAVE.iter().any(|leave| words.contains(leave))
}

/// By the name alone.
pub(super) fn of_name(name: &str) -> HolidayKind {
    if is_collective_leave(name) {
        HolidayKind::CollectiveLeave
    } else {
        HolidayKind::National
    }
}

/// What a text means that has no other purpose than to say the kind; none where it says neither.
pub(super) fn of_text(text: &str) -> Option<HolidayKind> {
    if is_collective_leave(text) || matches!(words(text).as_str(), "cuti" | "bersama" | "leave") {
        return Some(HolidayKind::CollectiveLeave);
    }
    NATIONAL
        .contains(&words(text).as_str())
        .then_some(HolidayKind::National)
}

/// Whether a remark says that the day is worked.
pub(super) fn is_commemoration(text: &str) -> bool {
    let words = words(text);
    COMMEMORATIONS.iter().any(|start| words.starts_with(start))
}

/// Whether a line of its own is a heading, and of which kind. A title that speaks of both kinds is
/// neither.
pub(super) fn of_heading(text: &str) -> Option<HolidayKind> {
    let words = words(text);
    let speaks_of_holidays = words.contains("libur") || words.contains("holiday");
    match (is_collective_leave(&words), speaks_of_holidays) {
        (true, false) => Some(HolidayKind::CollectiveLeave),
        (false, true) => Some(HolidayKind::National),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_their_words() {
        let leave = Some(HolidayKind::CollectiveLeave);
        let national = Some(HolidayKind::National);
        for (text, expected) in [
            ("cuti_bersama", leave),
            ("CUTI BERSAMA", leave),
            ("Joint Leave", leave),
            ("cuti", leave),
            ("libur_nasional", national),
            ("Libur Nasional", national),
            ("Public holiday", national),
            ("fakultatif", None),
            ("Observance", None),
            ("", None),
        ] {
            assert_eq!(of_text(text), expected, "{text}");
        }
    }

    #[test]
    fn kinds_by_headings() {
        for (text, expected) in [
            (
                "B. CUTI BERSAMA TAHUN 2026",
                Some(HolidayKind::CollectiveLeave),
            ),
            ("A. Hari Libur Nasional", Some(HolidayKind::National)),
            ("Hari Libur Nasional dan Cuti Bersama Tahun 2026", None),
            ("Daftar hari libur dan cuti bersama", None),
            ("Ditetapkan di Jakarta", None),
        ] {
            assert_eq!(of_heading(text), expected, "{text}");
        }
    }

    #[test]
    fn commemorations_are_worked() {
        assert!(is_commemoration("Perayaan\nUntuk menyembunyikan perayaan"));
        assert!(!is_commemoration("Hari libur nasional"));
        assert_eq!(
            of_name("Cuti Bersama Idul Fitri"),
            HolidayKind::CollectiveLeave
        );
        assert_eq!(of_name("Idul Fitri"), HolidayKind::National);
    }
}
