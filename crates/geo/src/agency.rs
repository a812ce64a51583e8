//! Which region an agency belongs to, by what its name says: `Dinas PUPR Kota Palembang`.
//!
//! Never guesses: a name that only sounds like a region (`RSUD Palembang Bari`) says nothing.

use tanggap_domain::region::{RegionCode, RegionLevel};

use crate::gazetteer::Gazetteer;

/// Words before the name of a region, as agencies write them.
const MARKERS: [(&str, Kind); 9] = [
    ("kota", Kind::Kota),
    ("pemkot", Kind::Kota),
    ("kabupaten", Kind::Kabupaten),
    ("kab", Kind::Kabupaten),
    ("pemkab", Kind::Kabupaten),
    ("provinsi", Kind::Provinsi),
    ("propinsi", Kind::Provinsi),
    ("prov", Kind::Provinsi),
    ("pemprov", Kind::Provinsi),
];

/// No region has a longer name.
const MOST_WORDS: usize = 5;

#[derive(Clone, Copy)]
enum Kind {
    Kota,
    Kabupaten,
    Provinsi,
}

impl Gazetteer {
    /// The regency, or else the province, whose name stands in the agency's after `Kota`, `Kab.`,
    /// `Provinsi` and their like. None where it names none, or two that do not lie in each other.
    ///
    /// ```
    /// use tanggap_geo::Gazetteer;
    /// let places = Gazetteer::bundled();
    /// let code = places.region_of_agency("Dinas PUPR Kota Palembang").unwrap();
    /// assert_eq!(code.as_str(), "16.71");
    /// assert_eq!(places.region_of_agency("Kementerian Perhubungan"), None);
    /// ```
    pub fn region_of_agency(&self, name: &str) -> Option<RegionCode> {
        let words: Vec<&str> = name
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '/'))
            .filter(|word| !word.is_empty())
            .collect();
        let found = (0..words.len()).filter_map(|at| self.named_at(&words[at..]));
        found.fold(Some(None), narrower)?
    }

    /// The region named at the start of `words`: the longest name there is.
    fn named_at(&self, words: &[&str]) -> Option<RegionCode> {
        let (marker, rest) = words.split_first()?;
        let marker = marker.trim_end_matches('.').to_lowercase();
        let (_, kind) = MARKERS.iter().find(|(word, _)| *word == marker)?;
        let longest = rest.len().min(MOST_WORDS);
        (1..=longest).rev().find_map(|len| {
            let name = rest[..len].join(" ");
            let (level, found) = match kind {
                Kind::Kota => {
                    let name = format!("Kota {name}");
                    (
                        RegionLevel::Regency,
                        self.resolve(None, Some(&name), None, None),
                    )
                }
                Kind::Kabupaten => {
                    let name = format!("Kabupaten {name}");
                    (
                        RegionLevel::Regency,
                        self.resolve(None, Some(&name), None, None),
                    )
                }
                Kind::Provinsi => (
                    RegionLevel::Province,
                    self.resolve(Some(&name), None, None, None),
                ),
            };
            found.filter(|code| code.level() == level)
        })
    }
}

/// Of two regions the one inside the other; nothing any more where neither is.
fn narrower(so_far: Option<Option<RegionCode>>, next: RegionCode) -> Option<Option<RegionCode>> {
    match so_far? {
        None => Some(Some(next)),
        Some(known) if known.contains(&next) => Some(Some(next)),
        Some(known) if next.contains(&known) => Some(Some(known)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_say_where_they_are() {
        let table = [
            ("Pemerintah Kota Palembang", Some("16.71")),
            ("Dinas PUPR Kota Palembang", Some("16.71")),
            ("DINAS PERHUBUNGAN KOTA PALEMBANG", Some("16.71")),
            ("Dinas Tata Kota Kota Palembang", Some("16.71")),
            ("Dinas Sosial Kab. Banyuasin", Some("16.07")),
            ("Pemkab Banyuasin", Some("16.07")),
            ("Pemerintah Provinsi Sumatera Selatan", Some("16")),
            ("Pemprov Sumsel", Some("16")),
            (
                "Dinas PUPR Kota Palembang, Provinsi Sumatera Selatan",
                Some("16.71"),
            ),
            ("UPT Samsat (Kota Surabaya) Jawa Timur", Some("35.78")),
            ("Dinas Kesehatan Kabupaten Bandung Barat", Some("32.17")),
            ("Pemerintah Kota Kotamobagu", Some("71.74")),
            ("Kementerian Perhubungan", None),
            ("RSUD Palembang Bari", None),
            ("Kerja sama Kota Palembang dan Kota Surabaya", None),
            ("Kota", None),
            ("", None),
        ];
        let places = Gazetteer::bundled();
        for (name, expected) in table {
            let found = places.region_of_agency(name);
            assert_eq!(found.as_ref().map(RegionCode::as_str), expected, "{name}");
        }
    }
}
