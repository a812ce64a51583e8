//! Words as they are indexed: one spelling for the many of chats and forms. The same for texts and
//! questions, or they would not meet.

use unicode_normalization::UnicodeNormalization;

/// Longer runs of letters are noise (keys, base64).
const MAX_WORD_CHARS: usize = 48;

/// Lower-case words in compatibility form: `Jln.2 yg rusak!!` gives `jalan 2 yang rusak`.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = String> + '_ {
    // Most texts are plain ASCII, for which compatibility form changes nothing.
    let folded: String = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfkc().flat_map(char::to_lowercase).collect()
    };
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(one_spelling)
        .filter(|word| !word.is_empty())
        .collect();
    words.into_iter()
}

fn one_spelling(word: &str) -> String {
    let word = squeezed(word);
    // Reduplication written with a digit: `jalan2`.
    let single = word
        .strip_suffix('2')
        .filter(|rest| rest.chars().count() >= 3 && rest.chars().all(char::is_alphabetic));
    let word = single.unwrap_or(&word);
    match of_slang(word) {
        Some(full) => full.to_owned(),
        None => word.chars().take(MAX_WORD_CHARS).collect(),
    }
}

/// `toloooong` gives `tolong`: no Indonesian word has a letter three times in a row.
fn squeezed(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    let mut i = 0;
    while i < chars.len() {
        let run = chars[i..].iter().take_while(|c| **c == chars[i]).count();
        let keep = if run >= 3 && chars[i].is_alphabetic() {
            1
        } else {
            run
        };
        out.extend(std::iter::repeat_n(chars[i], keep));
        i += run;
    }
    out
}

/// Abbreviations of chats and forms whose meaning does not depend on the sentence.
fn of_slang(word: &str) -> Option<&'static str> {
    Some(match word {
        "yg" => "yang",
        "tdk" | "gak" | "ga" | "nggak" | "ngga" | "enggak" | "engga" | "ndak" | "tak" | "kagak" => {
            "tidak"
        }
        "dgn" | "dng" => "dengan",
        "utk" | "untk" => "untuk",
        "krn" | "karna" | "krna" => "karena",
        "jln" | "jl" => "jalan",
        "sdh" | "udah" | "udh" => "sudah",
        "blm" | "blum" => "belum",
        "tlg" | "tlong" => "tolong",
        "mhn" => "mohon",
        "sy" | "sya" => "saya",
        "kpd" => "kepada",
        "pd" => "pada",
        "dlm" => "dalam",
        "bgt" => "banget",
        "org" => "orang",
        "jgn" => "jangan",
        "bgmn" | "gmn" | "gimana" => "bagaimana",
        "hrs" => "harus",
        "bs" => "bisa",
        "lg" => "lagi",
        "krg" => "kurang",
        "tgl" => "tanggal",
        "thn" | "th" => "tahun",
        "bln" => "bulan",
        "hr" => "hari",
        "kec" => "kecamatan",
        "kel" => "kelurahan",
        "kab" => "kabupaten",
        "prov" => "provinsi",
        "ds" => "desa",
        "rmh" => "rumah",
        "sampe" => "sampai",
        "aja" => "saja",
        "knp" => "kenapa",
        "kpn" => "kapan",
        "bpk" => "bapak",
        "telp" | "tlp" | "telpon" => "telepon",
        "msh" => "masih",
        "spt" => "seperti",
        "jd" => "jadi",
        "tmpt" => "tempat",
        "bnyk" | "byk" => "banyak",
        "skrg" | "skrng" => "sekarang",
        "sblm" => "sebelum",
        "stlh" => "setelah",
        "ttg" => "tentang",
        "dpt" => "dapat",
        "kmrn" => "kemarin",
        "mslh" => "masalah",
        "gt" => "begitu",
        "trs" | "trus" => "terus",
        "lampu2" => "lampu",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(tokens(text).collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn the_many_spellings_become_one() {
        check("Jln. Raya yg RUSAK!!", "jalan raya yang rusak");
        check("jalan-jalan, jalan2", "jalan jalan jalan");
        check("tolooong   dong", "tolong dong");
        check("ﬁle ①", "file 1");
        check("tgl 06/08/2026", "tanggal 06 08 2026");
        check("RT 003", "rt 003");
        check("\u{202e}kabur\u{200b}", "kabur");
        check("<b>x</b>", "b x b");
        check("", "");
    }
}
