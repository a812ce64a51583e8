//! E-mail addresses, plain and as people hide them from machines: `nama [at] contoh dot com`.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::fold::Folded;

/// What follows the last dot of an address that is taken apart; a whole one may end as it likes.
const ENDINGS: &str = "com|net|org|id|info|my|sg|edu|gov|biz|xyz|me";
/// Whose address lacks its ending and is still one.
const PROVIDERS: &str =
    "gmail|gmai|gmial|yahoo|ymail|rocketmail|hotmail|outlook|icloud|live|protonmail|aol";

/// `nama@contoh.id`, `nama@gmail`
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){LOCAL}@(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)+|(?:{PROVIDERS})\b)"
    ))
});
/// `nama @ contoh . id`, `nama(at)contoh dot id`, `nama@contoh,com`, `nama at gmail dot com`
static APART: LazyLock<Regex> = LazyLock::new(|| {
    let at = r"(?: ?@ ?| ?[\[({<] ?(?:at|et|a|@) ?[\])}>] ?)";
    let dot = r"(?: ?[.,] ?| ?[\[({<] ?(?:dot|titik|\.) ?[\])}>] ?| (?:dot|titik) )";
    let said = r"(?: at | et )";
    pattern(&format!(
        r"(?i){LOCAL}(?:{at}[a-z0-9-]+(?:{dot}[a-z0-9-]+){{0,3}}{dot}(?:{ENDINGS})\b|{at}(?:{PROVIDERS})\b|{said}(?:{PROVIDERS})(?:{dot}(?:co|{ENDINGS})\b){{0,2}}|{said}[a-z0-9-]+(?: (?:dot|titik) [a-z0-9-]+){{1,3}}\b)"
    ))
});
/// `cek @dishub.go.id`: a name of a network behind a word, no address.
static HANDLE: LazyLock<Regex> = LazyLock::new(|| pattern(r" @[a-zA-Z0-9._-]+$"));

const LOCAL: &str = r"[a-z0-9_][a-z0-9._%+-]*";

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that the tests compile")
}

/// Addresses in order, as places of the folded text.
pub(super) fn find(folded: &Folded) -> Vec<Range<usize>> {
    let marks = ['@', '[', '(', '{', '<'];
    let lower = &folded.lower;
    if !(lower.contains(marks) || lower.contains(" at ") || lower.contains(" et ")) {
        return Vec::new();
    }
    let whole = WHOLE.find_iter(&folded.text).map(|found| found.range());
    let apart = APART
        .find_iter(&folded.text)
        .filter(|found| !is_handle(found.as_str()))
        .map(|found| found.range());
    whole.chain(apart).collect()
}

fn is_handle(found: &str) -> bool {
    let provider = |found: &str| {
        let lower = found.to_ascii_lowercase();
        PROVIDERS
            .split('|')
            .any(|name| lower.contains(&format!("@{name}")))
    };
    HANDLE.is_match(found) && !provider(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let folded = Folded::of(text);
        let mut found = find(&folded);
        found.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        found.dedup_by(|later, first| later.end <= first.end);
        let found: Vec<&str> = found.into_iter().map(|place| &folded.text[place]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn addresses_in_many_spellings() {
        for text in [
            "warga.satu@contoh.go.id",
            "warga+aduan_1@contoh.co.id",
            "WARGA@CONTOH.COM",
            "warga @ contoh . com",
            "warga@ contoh.com",
            "warga@contoh .co.id",
            "warga [at] contoh.go.id",
            "warga(at)contoh(dot)com",
            "warga[a]gmail.com",
            "warga {at} contoh [dot] co [dot] id",
            "warga at gmail dot com",
            "warga at gmail.com",
            "warga et yahoo titik co titik id",
            "warga at contoh dot go dot id",
            "warga@gmail",
            "warga @gmail.com",
            "warga@gmail,com",
            "warga@sub.domain.contoh",
        ] {
            check(text, &[text]);
            check(&format!("surel: {text}, terima kasih"), &[text]);
        }
    }

    #[test]
    fn names_of_networks_and_prices_are_none() {
        check("cek @dishub.surabaya.go.id", &[]);
        check("ikuti @pemkot ya", &[]);
        check("3 lampu @ 50.000", &[]);
        check("pertemuan at kantor", &[]);
        check("warga@kantor", &[]);
        check("jam at the gate dot", &[]);
    }

    #[test]
    fn two_addresses_are_two() {
        check("a@contoh.id,b@contoh.id", &["a@contoh.id", "b@contoh.id"]);
    }
}
