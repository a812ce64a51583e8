//! A light Indonesian stemmer: strips me-, ber-, di-, ter-, pe-, ke-…-an, -kan, -an, -i, -nya, and what
//! chats make of them (nge-, -in, -x).
//!
//! Without a dictionary some words have two possible roots (`mengirim`: *irim*, *kirim*); all of
//! them are given. A wrong one costs little: words and questions go astray together. Where it would
//! cost something, short roots and ke- for ter-, a list says which; names of places stay whole.
//! Affix rules after Nazief & Adriani (1996), reduced to the frequent ones.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Shortest root that affixes are taken from, but for [`SHORT_ROOTS`].
const MIN_ROOT: usize = 4;
/// Roots of three letters that complaints are full of: *dicor*, *mengecek*, *pengaduan*.
const SHORT_ROOTS: [&str; 17] = [
    "cek", "cor", "bor", "las", "cat", "cap", "lap", "pel", "rem", "tes", "lem", "bom", "gas",
    "uji", "isi", "aju", "adu",
];
/// What may happen to somebody: *ketabrak* is *tertabrak*. Elsewhere ke- belongs to the word.
const HAPPENS: [&str; 40] = [
    "ambil", "angkut", "apus", "bakar", "banting", "buka", "colok", "cabut", "dengar", "denger",
    "ganggu", "gigit", "gores", "hapus", "injak", "jebak", "jepit", "kirim", "kunci", "kunyah",
    "lindas", "pentok", "peleset", "pleset", "potong", "rampas", "sambar", "sandung", "senggol",
    "seret", "serempet", "setrum", "siram", "tabrak", "tangkap", "tilang", "timpa", "tipu",
    "tutup", "tusuk",
];
/// Names of provinces, regencies, districts and capitals that look as if they had affixes, after the
/// list of Kemendagri; without those that are words too (`harapan`, `bendungan`).
static PLACES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("places.txt").split_whitespace().collect());

/// Roots of a normalised word that differ from it; none for most words.
pub fn stems(word: &str) -> Vec<String> {
    // Affixes are ASCII, and so are the roots worth finding.
    if word.len() <= MIN_ROOT
        || !may_have_affix(word)
        || !word.bytes().all(|b| b.is_ascii_lowercase())
        || PLACES.contains(word)
    {
        return Vec::new();
    }
    let bare = without_particle(word);
    let mut roots = Vec::new();
    let mut add = |root: String| {
        if root != word && !roots.contains(&root) {
            roots.push(root);
        }
    };
    for (start, prefix) in without_prefix(bare) {
        without_suffix(&start, prefix)
            .into_iter()
            .for_each(&mut add);
    }
    // bersihin is bersih-in, though it begins like ber-.
    let whole = |rest: &&str| rest.len() >= MIN_ROOT && rest.starts_with("ber");
    let said = bare.strip_suffix("in").filter(whole);
    said.map(str::to_owned).into_iter().for_each(&mut add);
    short_root(bare)
        .map(str::to_owned)
        .into_iter()
        .for_each(add);
    roots
}

/// Cheap, and true of every word that has one.
fn may_have_affix(word: &str) -> bool {
    const FIRST: [&str; 8] = ["me", "pe", "di", "be", "te", "ke", "ng", "ny"];
    const LAST: [&str; 6] = ["an", "nya", "lah", "kah", "in", "x"];
    FIRST.iter().any(|prefix| word.starts_with(prefix))
        || LAST.iter().any(|suffix| word.ends_with(suffix))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Prefix {
    None,
    /// me-, di-, memper-, diper-, nge-: may end in -kan, -i or -in.
    Verb,
    /// pe-, per-: may end in -an.
    Noun,
    /// ber-, ter-.
    State,
    /// ke-, which only counts with -an.
    Ke,
}

/// jalan*nya*, jalan*x*, bagaimana*kah*. Longer roots than elsewhere: `masalah`, `langkah` are whole words.
fn without_particle(word: &str) -> &str {
    let enough = |rest: &&str, min| rest.len() >= min;
    for particle in ["lah", "kah"] {
        if let Some(rest) = word.strip_suffix(particle).filter(|rest| enough(rest, 5)) {
            return without_particle(rest);
        }
    }
    let owner = word.strip_suffix("nya").or_else(|| word.strip_suffix('x'));
    let short = |rest: &&str| enough(rest, MIN_ROOT) || SHORT_ROOTS.contains(rest);
    owner.filter(short).unwrap_or(word)
}

/// The root of three letters inside. Without a prefix only -in counts: `pelan`, `lapan` are whole words,
/// and so is ke- before them: `kelas`, `kecap`.
fn short_root(word: &str) -> Option<&'static str> {
    let root = |rest: &str| SHORT_ROOTS.into_iter().find(|root| *root == rest);
    let prefixes = [
        "menge", "penge", "nge", "meng", "peng", "ng", "ber", "ter", "di",
    ];
    let inner = prefixes
        .into_iter()
        .filter_map(|prefix| word.strip_prefix(prefix));
    let with_end = |rest: &str| {
        let ends = ["kan", "an", "in", "i", ""].into_iter();
        ends.filter_map(|end| rest.strip_suffix(end)).find_map(root)
    };
    inner
        .filter_map(with_end)
        .next()
        .or_else(|| word.strip_suffix("in").and_then(root))
        .or_else(|| root(word))
}

fn without_prefix(word: &str) -> Vec<(String, Prefix)> {
    let root = |rest: &str| rest.len() >= MIN_ROOT;
    let mut found = Vec::new();
    for (prefix, kind) in [
        ("memper", Prefix::Verb),
        ("diper", Prefix::Verb),
        ("di", Prefix::Verb),
        ("ber", Prefix::State),
        ("ter", Prefix::State),
        ("ke", Prefix::Ke),
    ] {
        if let Some(rest) = word.strip_prefix(prefix).filter(|rest| root(rest)) {
            // perumah-, berumah-: the r may belong to the root.
            if prefix.ends_with('r') && starts_with_vowel(rest) {
                found.push((format!("r{rest}"), kind));
            }
            found.push((rest.to_owned(), kind));
            // ketabrak, kebanjiran: ke- for ter-.
            if kind == Prefix::Ke && HAPPENS.contains(&rest) {
                found.push((rest.to_owned(), Prefix::State));
            }
            return found;
        }
    }
    if let Some(rest) = spoken(word) {
        return rest;
    }
    for (prefix, kind) in [("me", Prefix::Verb), ("pe", Prefix::Noun)] {
        if let Some(rest) = word.strip_prefix(prefix).filter(|rest| root(rest)) {
            let behind_r = rest.strip_prefix('r').filter(|_| kind == Prefix::Noun);
            if let Some(inner) = behind_r.filter(|inner| root(inner)) {
                found.push((inner.to_owned(), kind));
                if !starts_with_vowel(inner) {
                    return found;
                }
            }
            let starts = after_nasal(rest).into_iter();
            found.extend(
                starts
                    .filter(|start| root(start))
                    .map(|start| (start, kind)),
            );
            return found;
        }
    }
    vec![(word.to_owned(), Prefix::None)]
}

/// The nasal alone, as it is said: *nge*bersihkan, *ng*urus, *ny*ari.
fn spoken(word: &str) -> Option<Vec<(String, Prefix)>> {
    let roots = |initials: &[&str], after: &str| {
        let roots = initials.iter().map(|initial| format!("{initial}{after}"));
        let long = roots.filter(|root| root.len() >= MIN_ROOT);
        long.map(|root| (root, Prefix::Verb)).collect()
    };
    let consonant = |rest: &&str| !starts_with_vowel(rest);
    if let Some(rest) = word.strip_prefix("nge").filter(consonant) {
        return Some(roots(&[""], rest));
    }
    if let Some(rest) = word
        .strip_prefix("ng")
        .filter(|rest| starts_with_vowel(rest))
    {
        return Some(roots(&["", "k"], rest));
    }
    let rest = word.strip_prefix("ny")?;
    starts_with_vowel(rest).then(|| roots(&["s", "c"], rest))
}

/// What may have stood before the nasal of me- and pe-: `nulis` gives `tulis`, `nulis`.
fn after_nasal(rest: &str) -> Vec<String> {
    let restored = |after: &str, initials: &[&str]| {
        initials
            .iter()
            .map(|initial| format!("{initial}{after}"))
            .collect()
    };
    for (nasal, initials) in [
        ("ny", &["s", "ny"][..]),
        ("ng", &["", "k"][..]),
        ("m", &["p", "m"][..]),
        ("n", &["t", "n"][..]),
    ] {
        if let Some(after) = rest.strip_prefix(nasal) {
            return if starts_with_vowel(after) {
                restored(after, initials)
            } else {
                // membaca, mendengar, menggali: the nasal alone goes.
                vec![after.to_owned()]
            };
        }
    }
    vec![rest.to_owned()]
}

fn without_suffix(start: &str, prefix: Prefix) -> Vec<String> {
    let root = |rest: &&str| rest.len() >= MIN_ROOT;
    let an = start.strip_suffix("an").filter(root);
    let kan = start.strip_suffix("kan").filter(root);
    let said = start.strip_suffix("in").filter(root);
    let kept = |root: Option<&str>| root.map(str::to_owned);
    match prefix {
        // kerusakan is ke-rusak-an, perbaikan per-baik-an.
        Prefix::Ke => an.map(str::to_owned).into_iter().collect(),
        Prefix::Noun => vec![an.unwrap_or(start).to_owned()],
        Prefix::Verb => {
            let i = start.strip_suffix('i').filter(root);
            let whole = kan.or(i).unwrap_or(start);
            // dipimpin is di-pimpin, dipindahin di-pindah-in.
            [Some(whole), said].into_iter().filter_map(kept).collect()
        }
        // masukan: masuk-an or masu-kan.
        Prefix::None => [Some(start), an, kan, said]
            .into_iter()
            .filter_map(kept)
            .collect(),
        Prefix::State => vec![an.unwrap_or(start).to_owned()],
    }
}

fn starts_with_vowel(text: &str) -> bool {
    text.starts_with(['a', 'e', 'i', 'o', 'u'])
}

#[cfg(test)]
mod tests {
    use super::stems;

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        assert_eq!(stems(word), expected, "{word}");
    }

    /// Words whose root, or one of whose roots, is what a dictionary says.
    #[track_caller]
    fn finds(word: &str, root: &str) {
        let stems = stems(word);
        assert!(stems.iter().any(|stem| stem == root), "{word}: {stems:?}");
    }

    #[test]
    fn affixes_are_taken_off() {
        finds("diperbaiki", "baik");
        finds("perbaikan", "baik");
        finds("memperbaiki", "baik");
        finds("kerusakan", "rusak");
        finds("mengirimkan", "kirim");
        finds("pengiriman", "kirim");
        finds("menulis", "tulis");
        finds("memukul", "pukul");
        finds("menyapu", "sapu");
        finds("mengambil", "ambil");
        finds("pelayanan", "layan");
        finds("melayani", "layan");
        finds("dilaporkan", "lapor");
        finds("pelaporan", "lapor");
        finds("laporan", "lapor");
        finds("terlambat", "lambat");
        finds("berlubang", "lubang");
        finds("perumahan", "rumah");
        finds("jembatannya", "jembat");
        finds("penerangan", "terang");
        finds("pembangunan", "bangun");
        finds("kelurahan", "lurah");
    }

    #[test]
    fn short_roots_are_found() {
        for (root, words) in [
            (
                "cek",
                "dicek mengecek pengecekan ngecek dicekin cekin pengeceknya ngecekin",
            ),
            ("cor", "dicor pengecoran mengecor ngecor dicornya"),
            ("bor", "dibor pengeboran mengebor ngebor"),
            ("las", "dilas mengelas pengelasan ngelas"),
            ("cat", "dicat mengecat pengecatan ngecat dicatin"),
            ("uji", "diuji menguji pengujian teruji"),
            (
                "isi",
                "diisi mengisi pengisian berisi terisi ngisi diisikan",
            ),
            ("aju", "diajukan mengajukan pengajuan"),
            ("adu", "mengadu diadukan pengaduan ngadu pengaduannya"),
        ] {
            for word in words.split(' ') {
                finds(word, root);
            }
        }
        for word in [
            "koridor", "bocor", "kelas", "kecap", "pelan", "lapan", "pecat", "dipecat", "teras",
            "berat",
        ] {
            let short = |stem: &String| super::SHORT_ROOTS.contains(&stem.as_str());
            assert!(!stems(word).iter().any(short), "{word}: {:?}", stems(word));
        }
    }

    #[test]
    fn spoken_affixes_are_taken_off() {
        finds("dibenerin", "bener");
        finds("benerin", "bener");
        finds("dipindahin", "pindah");
        finds("bersihin", "bersih");
        finds("ngebersihin", "bersih");
        finds("ngurus", "urus");
        finds("ngurusin", "urus");
        finds("mengurus", "urus");
        finds("ngelapor", "lapor");
        finds("ngirim", "kirim");
        finds("nyari", "cari");
        finds("nyapu", "sapu");
        finds("ketabrak", "tabrak");
        finds("ketipu", "tipu");
        finds("jalanx", "jalan");
        finds("rumahx", "rumah");
        finds("dipimpin", "pimpin");
    }

    #[test]
    fn names_of_places_stay_whole() {
        for name in [
            "kediri",
            "kemang",
            "kebumen",
            "kendal",
            "kepanjen",
            "sukabumi",
            "pekalongan",
            "pemalang",
            "pekanbaru",
            "medan",
            "merauke",
            "mempawah",
            "kuningan",
            "kalimantan",
            "lamongan",
            "grobogan",
            "pacitan",
            "pasuruan",
            "bangkalan",
            "nganjuk",
            "ngawi",
            "ternate",
            "tegal",
            "bekasi",
            "berau",
            "kerinci",
            "tarakan",
            "menteng",
            "kemayoran",
            "balikpapan",
            "pariaman",
        ] {
            check(name, &[]);
        }
    }

    #[test]
    fn short_and_whole_words_stay() {
        check("jalan", &[]);
        check("dinas", &[]);
        check("sekolah", &[]);
        check("masalah", &[]);
        check("langkah", &[]);
        check("air", &[]);
        check("rusak", &[]);
        check("9165816", &[]);
        check("日本語文字列", &[]);
    }
}
