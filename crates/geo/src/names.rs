//! Region names as people and export files write them, reduced to something comparable.
//!
//! Knows words, not regions: what is ambiguous is decided by whoever compares.

use tanggap_domain::region::RegionLevel;

/// What two spellings of one name have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    /// What the text calls the regency (`Kota`, `Kab.`), where it does.
    pub(crate) kind: Option<RegencyKind>,
    /// Lower case, no punctuation, no spaces, abbreviations written out, numerals as digits.
    pub(crate) plain: String,
    /// `plain` without doubled letters and in new spelling: the last resort.
    pub(crate) squeezed: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RegencyKind {
    Kabupaten,
    Kota,
}

impl Keys {
    /// What a text may mean, the likeliest first: `KOTA BARU` is a city called Baru or the regency
    /// Kotabaru. Empty where nothing is left to compare.
    pub(crate) fn readings(level: RegionLevel, text: &str) -> Vec<Self> {
        let stripped = Self::of(level, text);
        if stripped.is_empty() {
            return Vec::new();
        }
        let mut readings = vec![stripped];
        let mut whole = words(before_comma(text));
        strip_offices(level, &mut whole);
        if level == RegionLevel::Regency && whole.len() > 1 && whole[0] == "kota" {
            readings.push(Self::of_words(level, None, whole));
        } else if whole.len() > 1 && is_local_title(level, &whole[0]) {
            whole.remove(0);
            readings.push(Self::of_words(level, None, whole));
        }
        readings
    }

    pub(crate) fn of(level: RegionLevel, text: &str) -> Self {
        let mut words = words(before_comma(text));
        let kind = strip_kind(level, &mut words);
        Self::of_words(level, kind, words)
    }

    fn of_words(level: RegionLevel, kind: Option<RegencyKind>, mut words: Vec<String>) -> Self {
        if level == RegionLevel::Province {
            strip_province_title(&mut words);
        }
        let words = words.iter().map(|word| spelled_out(level, word));
        let mut plain: String = words.collect();
        if let Some(full) = alias(level, &plain) {
            plain = full.to_owned();
        }
        Self {
            kind,
            squeezed: squeeze(&plain),
            plain,
        }
    }

    /// A long name with one letter too many, too few or wrong (`Pabean Cantikan` for `Pabean
    /// Cantian`). Numbers must agree: `Ilir Barat I` is not `Ilir Barat II`.
    pub(crate) fn is_one_letter_from(&self, other: &Self) -> bool {
        let letters = |keys: &Self| keys.squeezed.chars().filter(|c| c.is_alphabetic()).count();
        let digits = |keys: &Self| {
            keys.plain
                .chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        letters(self).min(letters(other)) >= LONG_NAME_LETTERS
            && digits(self) == digits(other)
            && one_edit_apart(self.squeezed.as_bytes(), other.squeezed.as_bytes())
    }

    /// Nothing is left to compare.
    pub(crate) fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }
}

/// Shorter names are too easily one letter from another (`Sako`, `Saka`).
const LONG_NAME_LETTERS: usize = 7;

fn one_edit_apart(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same_start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same_start..], &b[same_start..]);
    let same_end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    a.len() - same_end <= 1 && b.len() - same_end <= 1
}

fn before_comma(text: &str) -> &str {
    let before = text.split([',', '(']).next().unwrap_or_default();
    // Whatever stands behind is a remark, unless there is nothing else.
    if before.trim().is_empty() {
        text
    } else {
        before
    }
}

/// What districts and villages are called in some provinces. Names of others begin with the same word
/// (`Kampung Baru`), so it is taken off only where the whole name is not found.
fn is_local_title(level: RegionLevel, word: &str) -> bool {
    match level {
        RegionLevel::Province | RegionLevel::Regency => false,
        RegionLevel::District => {
            matches!(word, "kemantren" | "kemantrian" | "panewon" | "kapanewonan")
        }
        RegionLevel::Village => matches!(
            word,
            "pekon"
                | "tiyuh"
                | "kampung"
                | "kampong"
                | "kute"
                | "wanua"
                | "negeri"
                | "lembang"
                | "ohoi"
                | "marga"
        ),
    }
}

/// Takes `Pemerintah` off the front: the office of a region is in the region.
fn strip_offices(level: RegionLevel, words: &mut Vec<String>) {
    let is_office = |word: &String| matches!(word.as_str(), "pemkab" | "pemkot" | "pemerintah");
    while level == RegionLevel::Regency && words.len() > 1 && is_office(&words[0]) {
        words.remove(0);
    }
}

/// Lower-case words; apostrophes join (`Ma'u`), every other sign separates.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        if c.is_alphanumeric() {
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        } else if !matches!(c, '\'' | '’' | '`' | '‘') {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Takes `Kab.`, `Kecamatan`, `Kel.` and the like off the front, unless nothing would be left.
fn strip_kind(level: RegionLevel, words: &mut Vec<String>) -> Option<RegencyKind> {
    let mut kind = None;
    while words.len() > 1 {
        let first = words[0].as_str();
        let is_title = match level {
            RegionLevel::Province => matches!(first, "prov" | "provinsi" | "propinsi" | "prop"),
            RegionLevel::Regency => match first {
                "kab" | "kabupaten" if kind.is_none() => {
                    kind = Some(RegencyKind::Kabupaten);
                    true
                }
                "kota" | "kotamadya" | "kodya" | "kotif" if kind.is_none() => {
                    kind = Some(RegencyKind::Kota);
                    true
                }
                "administrasi" | "administratif" | "adm" => true,
                "pemkab" | "pemkot" | "pemerintah" => true,
                _ => false,
            },
            RegionLevel::District => matches!(first, "kec" | "kecamatan" | "distrik" | "kapanewon"),
            RegionLevel::Village => {
                matches!(
                    first,
                    "kel" | "kelurahan" | "desa" | "ds" | "kalurahan" | "gampong" | "nagari"
                )
            }
        };
        if !is_title {
            break;
        }
        words.remove(0);
    }
    kind
}

/// `Daerah Istimewa`, `D.I.`, `DKI` and their kin say nothing that the name does not.
fn strip_province_title(words: &mut Vec<String>) {
    while words.len() > 1
        && matches!(
            words[0].as_str(),
            "daerah"
                | "istimewa"
                | "khusus"
                | "ibukota"
                | "ibu"
                | "kota"
                | "di"
                | "d"
                | "i"
                | "dki"
                | "dk"
        )
    {
        words.remove(0);
    }
}

fn spelled_out(level: RegionLevel, word: &str) -> String {
    let full = match word {
        "kep" => "kepulauan",
        "gn" => "gunung",
        "tj" | "tg" | "tjg" | "tanj" => "tanjung",
        "sei" => "sungai",
        "utr" => "utara",
        "slt" | "sel" => "selatan",
        "brt" => "barat",
        "tmr" | "tim" => "timur",
        "satu" => "1",
        "dua" => "2",
        "tiga" => "3",
        "empat" => "4",
        _ if level != RegionLevel::Province => {
            return roman(word).map_or_else(|| word.to_owned(), |number| number.to_string());
        }
        _ => word,
    };
    full.to_owned()
}

/// Reads I to XXXIX.
fn roman(word: &str) -> Option<u32> {
    if word.is_empty() || !word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')) {
        return None;
    }
    let value = |b: u8| match b {
        b'x' => 10,
        b'v' => 5,
        _ => 1,
    };
    let bytes = word.as_bytes();
    let sum = (0..bytes.len()).fold(0_i32, |sum, at| {
        let here = value(bytes[at]);
        let subtract = bytes.get(at + 1).is_some_and(|next| value(*next) > here);
        if subtract { sum - here } else { sum + here }
    });
    u32::try_from(sum).ok().filter(|sum| *sum > 0)
}

/// Short names that everybody uses and old names of the same region.
fn alias(level: RegionLevel, plain: &str) -> Option<&'static str> {
    let table: &[(&str, &str)] = match level {
        RegionLevel::Province => PROVINCE_ALIASES,
        RegionLevel::Regency => REGENCY_ALIASES,
        RegionLevel::District | RegionLevel::Village => &[],
    };
    table
        .iter()
        .find(|(short, _)| *short == plain)
        .map(|(_, full)| *full)
}

const PROVINCE_ALIASES: &[(&str, &str)] = &[
    ("nanggroeacehdarussalam", "aceh"),
    ("nad", "aceh"),
    ("sumut", "sumaterautara"),
    ("sumbar", "sumaterabarat"),
    ("sumsel", "sumateraselatan"),
    ("sumatrautara", "sumaterautara"),
    ("sumatrabarat", "sumaterabarat"),
    ("sumatraselatan", "sumateraselatan"),
    ("babel", "kepulauanbangkabelitung"),
    ("bangkabelitung", "kepulauanbangkabelitung"),
    ("kepri", "kepulauanriau"),
    ("dki", "jakarta"),
    ("dkj", "jakarta"),
    ("jakartaraya", "jakarta"),
    ("jabar", "jawabarat"),
    ("jateng", "jawatengah"),
    ("jatim", "jawatimur"),
    ("diy", "yogyakarta"),
    ("jogja", "yogyakarta"),
    ("jogjakarta", "yogyakarta"),
    ("ntb", "nusatenggarabarat"),
    ("ntt", "nusatenggaratimur"),
    ("kalbar", "kalimantanbarat"),
    ("kalteng", "kalimantantengah"),
    ("kalsel", "kalimantanselatan"),
    ("kaltim", "kalimantantimur"),
    ("kaltara", "kalimantanutara"),
    ("sulut", "sulawesiutara"),
    ("sulteng", "sulawesitengah"),
    ("sulsel", "sulawesiselatan"),
    ("sultra", "sulawesitenggara"),
    ("sulbar", "sulawesibarat"),
    ("malut", "malukuutara"),
];

const REGENCY_ALIASES: &[(&str, &str)] = &[
    ("oku", "ogankomeringulu"),
    ("okut", "ogankomeringulutimur"),
    ("okutimur", "ogankomeringulutimur"),
    ("okus", "ogankomeringuluselatan"),
    ("okuselatan", "ogankomeringuluselatan"),
    ("oki", "ogankomeringilir"),
    ("muba", "musibanyuasin"),
    ("muratara", "musirawasutara"),
    ("pali", "penukalabablematangilir"),
    ("inhil", "indragirihilir"),
    ("inhu", "indragirihulu"),
    ("kuansing", "kuantansingingi"),
    ("rohul", "rokanhulu"),
    ("rohil", "rokanhilir"),
    ("madina", "mandailingnatal"),
    ("tapsel", "tapanuliselatan"),
    ("taput", "tapanuliutara"),
    ("50kota", "limapuluhkota"),
    ("polmas", "polewalimamasa"),
    ("polman", "polewalimandar"),
    ("tapteng", "tapanulitengah"),
    ("sergai", "serdangbedagai"),
    ("humbahas", "humbanghasundutan"),
    ("labura", "labuhanbatuutara"),
    ("labusel", "labuhanbatuselatan"),
    ("tanjabbar", "tanjungjabungbarat"),
    ("tanjabtim", "tanjungjabungtimur"),
    ("tubaba", "tulangbawangbarat"),
    ("jaksel", "jakartaselatan"),
    ("jaktim", "jakartatimur"),
    ("jakbar", "jakartabarat"),
    ("jakut", "jakartautara"),
    ("jakpus", "jakartapusat"),
    ("kepseribu", "kepulauanseribu"),
    ("jogja", "yogyakarta"),
    ("jogjakarta", "yogyakarta"),
    ("gunkid", "gunungkidul"),
    ("kobar", "kotawaringinbarat"),
    ("kotim", "kotawaringintimur"),
    ("kukar", "kutaikartanegara"),
    ("kutim", "kutaitimur"),
    ("kubar", "kutaibarat"),
    ("ppu", "penajampaserutara"),
    ("hst", "hulusungaitengah"),
    ("hss", "hulusungaiselatan"),
    ("hsu", "hulusungaiutara"),
    ("loteng", "lomboktengah"),
    ("lobar", "lombokbarat"),
    ("lotim", "lomboktimur"),
    ("klu", "lombokutara"),
    ("ksb", "sumbawabarat"),
    ("tts", "timortengahselatan"),
    ("ttu", "timortengahutara"),
    ("pangkep", "pangkajenedankepulauan"),
    ("pangkajenekepulauan", "pangkajenedankepulauan"),
    ("sidrap", "sidenrengrappang"),
    ("sitaro", "kepulauansiautagulandangbiaro"),
    ("boltim", "bolaangmongondowtimur"),
    ("bolmong", "bolaangmongondow"),
    ("bolsel", "bolaangmongondowselatan"),
    ("bolmut", "bolaangmongondowutara"),
];

fn squeeze(plain: &str) -> String {
    let modern = plain
        .replace("oe", "u")
        .replace("dj", "j")
        .replace("tj", "c")
        .replace("sy", "s");
    let mut squeezed = String::with_capacity(modern.len());
    for c in modern.chars() {
        if c.is_ascii_digit() || !squeezed.ends_with(c) {
            squeezed.push(c);
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(level: RegionLevel, text: &str, plain: &str) {
        assert_eq!(Keys::of(level, text).plain, plain, "{text}");
    }

    #[test]
    fn titles_signs_and_numerals_do_not_matter() {
        check(RegionLevel::Province, "Prov. D.I. Yogyakarta", "yogyakarta");
        check(RegionLevel::Province, "DKI", "jakarta");
        check(
            RegionLevel::Province,
            "Daerah Khusus Ibukota Jakarta",
            "jakarta",
        );
        check(RegionLevel::Province, "Nanggroe Aceh Darussalam", "aceh");
        check(
            RegionLevel::Regency,
            "KOTA ADM. JAKARTA PUSAT",
            "jakartapusat",
        );
        check(RegionLevel::Regency, "Kab.Lima Puluh Kota", "limapuluhkota");
        check(RegionLevel::District, "Kec. Ilir Barat I", "ilirbarat1");
        check(RegionLevel::District, "Ilir Barat Satu", "ilirbarat1");
        check(RegionLevel::District, "XIII Koto Kampar", "13kotokampar");
        check(RegionLevel::District, "Ma'u", "mau");
        check(RegionLevel::District, "Kota", "kota");
        check(RegionLevel::Village, "Kel. 26 Ilir D. I", "26ilird1");
    }

    #[test]
    fn old_spelling_and_doubled_letters_meet_in_the_squeezed_form() {
        let squeezed = |text| Keys::of(RegionLevel::Regency, text).squeezed;
        assert_eq!(squeezed("Soerabaja"), "surabaja");
        assert_eq!(squeezed("Tandjung Balai"), squeezed("Tanjungbalai"));
        assert_eq!(squeezed("Pagar Allam"), squeezed("Pagar Alam"));
    }

    #[test]
    fn the_kind_of_a_regency_is_kept() {
        let kind = |text| Keys::of(RegionLevel::Regency, text).kind;
        assert_eq!(kind("Kab. Bandung"), Some(RegencyKind::Kabupaten));
        assert_eq!(kind("KOTA BANDUNG"), Some(RegencyKind::Kota));
        assert_eq!(kind("Bandung"), None);
    }
}
