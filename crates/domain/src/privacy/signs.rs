//! Letters beside digits that name a person's thing: plates of vehicles and passports.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::PersonalData;
use super::fold::Folded;
use super::groups::groups;
use super::words::{Meaning, Said, said_before};

/// First letters of plates, by region.
const REGIONS: &[&str] = &[
    "A", "B", "D", "E", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "W", "Z", "AA",
    "AB", "AD", "AE", "AG", "BA", "BB", "BD", "BE", "BG", "BH", "BK", "BL", "BM", "BN", "BP", "DA",
    "DB", "DC", "DD", "DE", "DG", "DH", "DK", "DL", "DM", "DN", "DP", "DR", "DS", "DT", "DW", "EA",
    "EB", "ED", "KB", "KH", "KT", "KU", "PA", "PB", "PD", "PG", "PP", "PS", "PT",
];
/// What follows a number and is a unit or another word.
const NO_SERIES: &[&str] = &[
    "VA", "W", "V", "KVA", "KV", "KW", "KWH", "M", "MM", "CM", "KM", "KG", "L", "HA", "GR", "CC",
    "PK", "HP", "RT", "RW", "KK", "JL", "JLN", "NO", "DI", "DAN", "KE", "YG", "TH", "THN", "HR",
    "JT", "RB", "RP", "GB", "MB", "WIB", "WIT", "X", "S", "H", "D", "SD", "PCS", "BH", "ORG",
];

static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b([a-z]{1,2})([ .-]{0,2})([0-9]{1,4})([ .-]{0,2})([a-z]{1,3})\b")
});
/// Letters and digits of a plate whose series nobody noted.
static SHORT_PLATE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b([a-z]{1,2})[ .-]?([0-9]{3,4})\b"));
static PASSPORT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b[a-z]{1,2}[ .-]?[0-9]{6,7}\b"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that the tests compile")
}

/// Plates and passports, as places of the folded text.
pub(super) fn find(folded: &Folded) -> Vec<(PersonalData, Range<usize>)> {
    let groups = groups(folded);
    let said = said_before(folded, &groups);
    let said_of = |place: &Range<usize>| {
        // The first number from there on is its own: without digits it would be no place.
        let at = groups.partition_point(|group| group.start < place.start);
        said.get(at).copied().flatten()
    };
    let is_said = |kind: PersonalData, place: &Range<usize>| {
        said_of(place).is_some_and(|said| said.meaning == Meaning::Personal(kind))
    };
    let mut found = Vec::new();
    for captures in PLATE.captures_iter(&folded.text) {
        let part = |at: usize| captures.get(at).map_or("", |part| part.as_str());
        let Some(place) = captures.get(0).map(|whole| whole.range()) else {
            continue;
        };
        let (region, number, series) = (part(1), part(3), part(5));
        let named = said_of(&place).is_some_and(Said::is_plate);
        let owned = is_said(PersonalData::Plate, &place) && number.len() >= 3 && !is_unit(series);
        let plain = is_plain_plate(region, number, series);
        if is_region(region)
            && ((named && (series.len() == 1 || !is_unit(series))) || owned || plain)
        {
            found.push((PersonalData::Plate, place));
        }
    }
    for captures in SHORT_PLATE.captures_iter(&folded.text) {
        if let (Some(whole), Some(region)) = (captures.get(0), captures.get(1))
            && is_region(region.as_str())
            && said_of(&whole.range()).is_some_and(Said::is_plate)
        {
            found.push((PersonalData::Plate, whole.range()));
        }
    }
    for passport in PASSPORT.find_iter(&folded.text) {
        if is_said(PersonalData::Passport, &passport.range()) {
            found.push((PersonalData::Passport, passport.range()));
        }
    }
    found
}

fn is_region(letters: &str) -> bool {
    REGIONS
        .iter()
        .any(|region| region.eq_ignore_ascii_case(letters))
}

/// A plate without any word beside it: capitals, three or four digits, a series that is no unit.
fn is_plain_plate(region: &str, number: &str, series: &str) -> bool {
    let capitals = |letters: &str| letters.bytes().all(|letter| letter.is_ascii_uppercase());
    capitals(region)
        && capitals(series)
        && number.len() >= 3
        && !number.starts_with('0')
        && !is_unit(series)
}

fn is_unit(series: &str) -> bool {
    NO_SERIES
        .iter()
        .any(|unit| unit.eq_ignore_ascii_case(series))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(PersonalData, &str)]) {
        let folded = Folded::of(text);
        let mut found = find(&folded);
        found.sort_by_key(|(_, place)| (place.start, std::cmp::Reverse(place.end)));
        found.dedup_by(|(_, later), (_, first)| later.end <= first.end);
        let found: Vec<(PersonalData, &str)> = found
            .into_iter()
            .map(|(kind, place)| (kind, &folded.text[place]))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn plates() {
        for plate in [
            "B 1234 XYZ",
            "L 1234 AB",
            "AG 123 BC",
            "B1234XYZ",
            "DK-1234-AB",
            "N.1234.XA",
            "AB 1234 CD",
        ] {
            check(
                &format!("truk {plate} parkir"),
                &[(PersonalData::Plate, plate)],
            );
            check(&format!("lihat {plate}."), &[(PersonalData::Plate, plate)]);
        }
        check("nopol b 1234 xyz", &[(PersonalData::Plate, "b 1234 xyz")]);
        check("plat nomor l 1 ab", &[(PersonalData::Plate, "l 1 ab")]);
        check("mobil l 1234 ab", &[(PersonalData::Plate, "l 1234 ab")]);
        check("angkot nopol B 1234", &[(PersonalData::Plate, "B 1234")]);
        check(
            "nopol B 1234 XYZ dan L 4321 AB",
            &[
                (PersonalData::Plate, "B 1234 XYZ"),
                (PersonalData::Plate, "L 4321 AB"),
            ],
        );
        check("nopol W 1234 X", &[(PersonalData::Plate, "W 1234 X")]);
    }

    #[test]
    fn addresses_and_measures_are_no_plates() {
        for text in [
            "RT 03 RW 05",
            "KM 12 JL RAYA",
            "RT 003 RW 005",
            "BLOK B 12 NO 3",
            "R 1300 VA",
            "T 1500 W",
            "limbah B3",
            "S 1 PGSD",
            "lampu L 300 W",
            "1443 H 2022 M",
            "b 1234 xyz",
            "L 1234",
            "SDN 123 AB",
            "GANG D 123 RT 4",
            "B 0123 AB",
            "1 truk 5 m3 rp. 750.000",
            "mobil L 300",
            "motor d 150 cc",
            "truk b 2022 yg lalu",
            "JALAN A 1234 NO",
            "GERBANG Q 1234 AB",
            "nopol Q 1234 AB",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn passports_have_their_word() {
        check("paspor A1234567", &[(PersonalData::Passport, "A1234567")]);
        check(
            "No. Paspor: X 123456",
            &[(PersonalData::Passport, "X 123456")],
        );
        check("paspor O1234567", &[(PersonalData::Passport, "O1234567")]);
        check("kode A1234567", &[]);
    }
}
