//! Codes of regions where a name is expected.
//!
//! With dots they are the ministry's. Without dots they may as well be those of the statistics office
//! (BPS), which are the same only for some provinces: elsewhere they say the province and no more.

use tanggap_domain::region::RegionCode;

/// Provinces in which both number their regencies alike.
const ALIKE: [&str; 7] = ["32", "33", "34", "35", "36", "51", "52"];

/// `35.78`, `35.78.13`, `3578`, `357813`; none where the text is no code, or may mean two regions.
pub(crate) fn read(text: &str) -> Option<RegionCode> {
    let text = text.trim().trim_matches('.');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_code = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if !is_code || digits.is_empty() {
        return None;
    }
    if text.contains('.') {
        return RegionCode::parse(text).ok();
    }
    let part = |length: usize| {
        let parts = [0..2, 2..4, 4..6].into_iter().take(length / 2);
        let parts: Vec<&str> = parts.filter_map(|range| digits.get(range)).collect();
        RegionCode::parse(&parts.join(".")).ok()
    };
    let is_alike = ALIKE.contains(&digits.get(..2)?);
    match digits.len() {
        // The statistics office numbers the provinces of Papua otherwise.
        2 | 4 | 6 | 7 | 10 if digits.starts_with('9') => None,
        2 => part(2),
        // The statistics office has seven digits for a district, and other ten for a village.
        4 | 7 | 10 if is_alike => part(4),
        6 if is_alike => part(6),
        4 | 6 | 7 | 10 => part(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_both_offices_number_alike_is_read_without_dots() {
        for (text, expected) in [
            ("35.78", Some("35.78")),
            (" 35.78.13 ", Some("35.78.13")),
            ("91.03", Some("91.03")),
            ("3578", Some("35.78")),
            ("357813", Some("35.78.13")),
            ("3578130", Some("35.78")),
            ("3578131002", Some("35.78")),
            ("35", Some("35")),
            ("1201", Some("12")),
            ("94", None),
            ("9401", None),
            ("35.7", None),
            ("357", None),
            ("", None),
            ("12 Ilir", None),
            ("2026", Some("20")),
        ] {
            let found = read(text);
            let found = found.as_ref().map(RegionCode::as_str);
            assert_eq!(found, expected, "{text}");
        }
    }
}
