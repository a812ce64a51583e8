//! Words by which a file takes a day back, moves it, or only estimates it.
//!
//! Decrees are changed within their year, and calendars that are computed mark what is not decided yet.
//! Neither an estimate nor a day taken back is ever a day off.

use super::text::words;

/// A day that is off no more.
const TAKEN_BACK: [&str; 13] = [
    "dicabut",
    "dibatalkan",
    "batal",
    "ditiadakan",
    "dihapus",
    "dihapuskan",
    "tidak berlaku",
    "tidak jadi",
    "bukan hari libur",
    "cancelled",
    "canceled",
    "revoked",
    "withdrawn",
];

/// A day that is computed or expected, not decreed.
const ESTIMATED: [&str; 20] = [
    "estimated",
    "estimate",
    "perkiraan",
    "diperkirakan",
    "prakiraan",
    "estimasi",
    "prediksi",
    "kemungkinan",
    "belum pasti",
    "belum ditetapkan",
    "belum final",
    "tentatif",
    "tentative",
    "provisional",
    "sementara",
    "menunggu isbat",
    "menunggu sidang isbat",
    "menunggu penetapan",
    "to be confirmed",
    "tbc",
];

fn says(text: &str, phrases: &[&str]) -> bool {
    let text = format!(" {} ", words(text));
    phrases
        .iter()
        .any(|phrase| text.contains(&format!(" {phrase} ")))
}

pub(super) fn takes_back(text: &str) -> bool {
    says(text, &TAKEN_BACK)
}

pub(super) fn estimates(text: &str) -> bool {
    says(text, &ESTIMATED)
}

/// `semula 18 Mei menjadi 21 Mei 2027`: what was before, and what it became where the text says so.
pub(super) fn moved(text: &str) -> Option<(&str, Option<&str>)> {
    let after = |word: &str, text: &str| -> Option<(usize, usize)> {
        // Only ASCII changes its case here, so positions stay.
        let lower = text.to_ascii_lowercase();
        let at = lower.find(word)?;
        Some((at, at + word.len()))
    };
    let (_, start) = ["semula", "sebelumnya", "formerly", "previously"]
        .iter()
        .find_map(|word| after(word, text))?;
    let rest = &text[start..];
    let divided = ["menjadi", "pindah ke", "dipindah ke", "moved to", "becomes"]
        .iter()
        .find_map(|word| after(word, rest));
    Some(match divided {
        Some((end, start)) => (trimmed(&rest[..end]), Some(trimmed(&rest[start..]))),
        None => (trimmed(rest), None),
    })
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '(' | ')' | '.' | ';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_take_back_or_estimate() {
        for text in [
            "Dicabut",
            "SKB: dibatalkan.",
            "(cancelled)",
            "tidak jadi libur",
        ] {
            assert!(takes_back(text), "{text}");
        }
        for text in [
            "Eid al-Fitr (estimated)",
            "Idul Adha (perkiraan)",
            "belum pasti",
            "Tentatif",
            "Idul Fitri - menunggu sidang isbat",
        ] {
            assert!(estimates(text), "{text}");
        }
        for text in ["Hari Pahlawan", "Cuti Bersama", "Hari Batalyon", "Natal"] {
            assert!(!takes_back(text) && !estimates(text), "{text}");
        }
    }

    #[test]
    fn a_move_names_both_days() {
        let (old, new) = moved("Semula 18 Mei menjadi 21 Mei 2027").unwrap();
        assert_eq!((old, new), ("18 Mei", Some("21 Mei 2027")));
        assert_eq!(
            moved("(semula: 18 Mei 2027)").unwrap(),
            ("18 Mei 2027", None)
        );
        assert_eq!(moved("18 Mei 2027"), None);
    }
}
