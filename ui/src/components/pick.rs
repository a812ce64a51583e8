//! Choosing by typing: which of what was found is meant by what stands in the field. An exact name goes
//! before the first hit, and what fits nothing is never taken for something.

/// Words that say which kind of place a name is; people leave them out.
const KINDS: [&str; 13] = [
    "provinsi",
    "kabupaten",
    "kab.",
    "kota",
    "kecamatan",
    "kec.",
    "kelurahan",
    "kel.",
    "desa",
    "distrik",
    "kapanewon",
    "kemantren",
    "pekon",
];

/// The position of the name that was typed in full, if there is one: word for word before without the
/// word for its kind, the first of several.
pub fn exact(typed: &str, names: &[&str]) -> Option<usize> {
    let typed = plain(typed);
    if typed.is_empty() {
        return None;
    }
    let position = |same: &dyn Fn(&str) -> bool| names.iter().position(|name| same(name));
    position(&|name| plain(name) == typed).or_else(|| {
        let short = without_kind(&typed);
        position(&|name| without_kind(&plain(name)) == short)
    })
}

/// Lower case, single spaces.
fn plain(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

fn without_kind(plain: &str) -> &str {
    match plain.split_once(' ') {
        Some((kind, rest)) if KINDS.contains(&kind) => rest,
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_name_goes_before_the_first_hit() {
        let found = [
            "Sukarami Dua",
            "Kecamatan Sukarami",
            "Kota Sukarami",
            "15 Ulu",
        ];
        for (typed, expected) in [
            ("sukarami", Some(1)),
            ("  SUKARAMI ", Some(1)),
            ("kota sukarami", Some(2)),
            ("Kota  Sukarami", Some(2)),
            ("kec. sukarami", Some(1)),
            ("15 ulu", Some(3)),
            ("kelurahan 15 ulu", Some(3)),
            ("15 ul", None),
            ("suka", None),
            ("", None),
            ("   ", None),
            ("kota", None),
        ] {
            assert_eq!(exact(typed, &found), expected, "{typed:?}");
        }
    }
}
