//! Months by their names, as Indonesian offices write them: in full or short, old spellings and
//! English included.

/// 1 for `Januari`, `jan`, `January`; none for a word that names no month.
pub(crate) fn month(name: &str) -> Option<u32> {
    Some(match name.to_lowercase().as_str() {
        "jan" | "januari" | "january" => 1,
        "feb" | "peb" | "februari" | "pebruari" | "february" => 2,
        "mar" | "mrt" | "maret" | "march" => 3,
        "apr" | "april" => 4,
        "mei" | "may" => 5,
        "jun" | "juni" | "june" => 6,
        "jul" | "juli" | "july" => 7,
        "agu" | "agt" | "ags" | "agus" | "agust" | "agustus" | "aug" | "august" => 8,
        "sep" | "sept" | "september" => 9,
        "okt" | "oktober" | "oct" | "october" => 10,
        "nov" | "nop" | "november" | "nopember" => 11,
        "des" | "desember" | "dec" | "december" => 12,
        _ => return None,
    })
}
