//! A light Indonesian stemmer: strips me-, ber-, di-, ter-, pe-, ke-…-an, -kan, -an, -i, -nya.
//!
//! Without a dictionary some words have two possible roots (`mengirim`: *irim*, *kirim*); all of
//! them are given. A wrong one costs little: words and questions go astray together.
//! Affix rules after Nazief & Adriani (1996), reduced to the frequent ones.

/// Shortest root that affixes are taken from.
const MIN_ROOT: usize = 4;

/// Roots of a normalised word that differ from it; none for most words.
pub(crate) fn stems(word: &str) -> Vec<String> {
    // Affixes are ASCII, and so are the roots worth finding.
    if word.len() <= MIN_ROOT
        || !may_have_affix(word)
        || !word.bytes().all(|b| b.is_ascii_lowercase())
    {
        return Vec::new();
    }
    let bare = without_particle(word);
    let mut roots = Vec::new();
    for (start, prefix) in without_prefix(bare) {
        for root in without_suffix(&start, prefix) {
            if root != word && !roots.contains(&root) {
                roots.push(root);
            }
        }
    }
    roots
}

/// Cheap, and true of every word that has one.
fn may_have_affix(word: &str) -> bool {
    const FIRST: [&str; 6] = ["me", "pe", "di", "be", "te", "ke"];
    const LAST: [&str; 4] = ["an", "nya", "lah", "kah"];
    FIRST.iter().any(|prefix| word.starts_with(prefix))
        || LAST.iter().any(|suffix| word.ends_with(suffix))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Prefix {
    None,
    /// me-, di-, memper-, diper-: may end in -kan or -i.
    Verb,
    /// pe-, per-: may end in -an.
    Noun,
    /// ber-, ter-.
    State,
    /// ke-, which only counts with -an.
    Ke,
}

/// jalan*nya*, bagaimana*kah*. Longer roots than elsewhere: `masalah`, `langkah` are whole words.
fn without_particle(word: &str) -> &str {
    let enough = |rest: &&str, min| rest.len() >= min;
    for particle in ["lah", "kah"] {
        if let Some(rest) = word.strip_suffix(particle).filter(|rest| enough(rest, 5)) {
            return without_particle(rest);
        }
    }
    match word
        .strip_suffix("nya")
        .filter(|rest| enough(rest, MIN_ROOT))
    {
        Some(rest) => rest,
        None => word,
    }
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
            return found;
        }
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
    let kept = |root: Option<&str>| root.map(str::to_owned);
    match prefix {
        // kerusakan is ke-rusak-an, perbaikan per-baik-an.
        Prefix::Ke => an.map(str::to_owned).into_iter().collect(),
        Prefix::Noun => vec![an.unwrap_or(start).to_owned()],
        Prefix::Verb => {
            let i = start.strip_suffix('i').filter(root);
            vec![kan.or(i).unwrap_or(start).to_owned()]
        }
        // masukan: masuk-an or masu-kan.
        Prefix::None => [Some(start), an, kan]
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
