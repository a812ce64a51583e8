//! Names and provinces of before: what was renamed, and what was split off from what.
//!
//! A small table with the regulation of each line (`data/wilayah/nama_lama.csv`). Only official names
//! that mean no other region today.

use std::sync::LazyLock;

use tanggap_domain::region::{RegionCode, RegionLevel};

use crate::names::Keys;

static FORMER: &str = include_str!("../../../data/wilayah/nama_lama.csv");

struct Former {
    level: RegionLevel,
    keys: Keys,
    /// What the name means today.
    now: Vec<RegionCode>,
}

/// Provinces that were one, by the code of the one that kept the name.
const SPLITS: [(&str, &[&str]); 9] = [
    ("14", &["21"]),                         // Kepulauan Riau, UU 25/2002
    ("16", &["19"]),                         // Kepulauan Bangka Belitung, UU 27/2000
    ("32", &["36"]),                         // Banten, UU 23/2000
    ("64", &["65"]),                         // Kalimantan Utara, UU 20/2012
    ("71", &["75"]),                         // Gorontalo, UU 38/2000
    ("73", &["76"]),                         // Sulawesi Barat, UU 26/2004
    ("81", &["82"]),                         // Maluku Utara, UU 46/1999
    ("91", &["92", "93", "94", "95", "96"]), // UU 45/1999, UU 14, 15, 16 and 29/2022
    ("92", &["96"]),                         // Papua Barat Daya, UU 29/2022
];

static TABLE: LazyLock<Vec<Former>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(FORMER.as_bytes());
    let rows = reader.records().flatten();
    rows.filter_map(|row| {
        let now: Vec<RegionCode> = row
            .get(1)?
            .split_whitespace()
            .filter_map(|code| RegionCode::parse(code).ok())
            .collect();
        let level = match row.get(0)? {
            name if name.starts_with("Provinsi ") => RegionLevel::Province,
            _ => RegionLevel::Regency,
        };
        let keys = Keys::of(level, row.get(0)?);
        Some(Former { level, keys, now })
    })
    .collect()
});

/// What a former name means today, inside any of `within` or what was split off from them (everywhere
/// without any). A name without its kind means the regency that had it.
pub(crate) fn named(level: RegionLevel, keys: &Keys, within: &[RegionCode]) -> Vec<RegionCode> {
    let mut found = Vec::new();
    for former in TABLE.iter().filter(|it| it.level == level) {
        let same_kind = keys.kind.is_none() || keys.kind == former.keys.kind;
        if same_kind && former.keys.squeezed == keys.squeezed {
            let inside = |code: &&RegionCode| {
                within.is_empty() || within.iter().any(|scope| scope.contains(code))
            };
            found.extend(former.now.iter().filter(inside).cloned());
        }
    }
    found
}

/// Provinces that belonged to this one.
pub(crate) fn split_off(province: &RegionCode) -> Vec<RegionCode> {
    let splits = SPLITS.iter().find(|(code, _)| *code == province.as_str());
    let codes = splits.map(|(_, codes)| *codes).unwrap_or_default();
    codes
        .iter()
        .filter_map(|code| RegionCode::parse(code).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Gazetteer;

    #[test]
    fn every_line_is_read_and_leads_to_regions_of_today() {
        let lines = FORMER.lines().skip(1).filter(|line| !line.is_empty());
        assert_eq!(TABLE.len(), lines.count());
        let places = Gazetteer::bundled();
        for former in TABLE.iter() {
            assert!(!former.now.is_empty(), "{:?}", former.keys);
            for code in &former.now {
                assert!(places.name(code).is_some(), "{code}");
            }
        }
        for (province, split_off) in SPLITS {
            for code in [province].iter().chain(split_off) {
                assert!(places.name(&RegionCode::parse(code).unwrap()).is_some());
            }
        }
    }

    /// Otherwise it would hide one that exists.
    #[test]
    fn no_former_name_is_the_name_of_a_region_today() {
        let places = Gazetteer::bundled();
        for former in TABLE.iter() {
            for place in places.within(former.level, None) {
                let today = Keys::of(former.level, place.name);
                let same = today.squeezed == former.keys.squeezed && today.kind == former.keys.kind;
                assert!(!same, "{}", place.name);
            }
        }
    }
}
