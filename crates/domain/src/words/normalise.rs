//! Words as they are indexed: one spelling for the many of chats and forms. The same for texts and
//! questions, or they would not meet.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::is_invisible;

/// Longer runs of letters are noise (keys, base64).
const MAX_WORD_CHARS: usize = 48;
/// No abbreviation below is longer.
const MAX_SLANG_BYTES: usize = 6;

/// What follows the digit of a reduplication: `orang2nya` is *orang-orangnya*.
const BEHIND_TWO: [&str; 8] = ["", "nya", "x", "an", "kan", "in", "lah", "kah"];

/// Shows lower-case words in compatibility form, without marks on letters and without characters that
/// nobody sees: `Jln.2 yg rusak!!` gives `jalan`, `2`, `yang`, `rusak`.
pub fn each_token(text: &str, mut see: impl FnMut(&str)) {
    // Most texts are plain ASCII, for which compatibility form changes nothing.
    let folded: String = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        let seen = text
            .nfkd()
            .filter(|c| !is_combining_mark(*c) && !is_invisible(*c));
        // Marks are gone; only syllables that were taken apart find together again.
        seen.nfc().flat_map(char::to_lowercase).collect()
    };
    let words = folded.split(|c: char| !c.is_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        if is_plain(word) {
            see(of_slang(word).unwrap_or(word));
        } else {
            let word = one_spelling(word);
            see(of_slang(&word).unwrap_or(&word));
        }
    }
}

/// As [`each_token`], all of them.
pub fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    each_token(text, |token| tokens.push(token.to_owned()));
    tokens
}

/// Nothing in the word needs another spelling: the usual case, free of copies.
fn is_plain(word: &str) -> bool {
    let bytes = word.as_bytes();
    let tripled = || {
        bytes
            .windows(3)
            .any(|run| run[0] == run[1] && run[1] == run[2])
    };
    word.len() <= MAX_WORD_CHARS && word.is_ascii() && !word[1..].contains('2') && !tripled()
}

fn one_spelling(word: &str) -> String {
    let word = squeezed(word);
    single(&word)
        .unwrap_or(word)
        .chars()
        .take(MAX_WORD_CHARS)
        .collect()
}

/// Reduplication written with a digit: `jalan2` gives `jalan`, `orang2nya` *orangnya*.
fn single(word: &str) -> Option<String> {
    let (rest, end) = word.split_once('2')?;
    let letters = rest.chars().count() >= 3 && rest.chars().all(char::is_alphabetic);
    (letters && BEHIND_TWO.contains(&end)).then(|| format!("{rest}{end}"))
}

/// `toloooong` gives `tolong`: no Indonesian word has a letter three times in a row.
fn squeezed(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let runs = chars.chunk_by(|a, b| a == b);
    runs.flat_map(|run| {
        let squeezes = run.len() >= 3 && run[0].is_alphabetic();
        let keep = if squeezes { 1 } else { run.len() };
        std::iter::repeat_n(run[0], keep)
    })
    .collect()
}

/// Abbreviations of chats and forms whose meaning does not depend on the sentence.
fn of_slang(word: &str) -> Option<&'static str> {
    if word.len() > MAX_SLANG_BYTES {
        return None;
    }
    Some(match word {
        "yg" => "yang",
        "tdk" | "gk" | "gak" | "ga" | "nggak" | "ngga" | "enggak" | "engga" | "ndak" | "tak"
        | "kagak" => "tidak",
        "dgn" | "dng" | "dg" => "dengan",
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
        "klo" | "kalo" | "klw" => "kalau",
        "jg" | "jga" => "juga",
        "tp" | "tpi" => "tapi",
        "bkn" => "bukan",
        "emg" | "emang" | "mmg" => "memang",
        "gitu" | "bgitu" => "begitu",
        "gini" | "bgini" => "begini",
        "dah" => "sudah",
        "bener" | "bnr" => "benar",
        "temen" | "tmn" => "teman",
        "cepet" | "cpt" => "cepat",
        "malem" | "mlm" => "malam",
        "dateng" | "dtg" => "datang",
        "denger" => "dengar",
        "pake" => "pakai",
        "rame" => "ramai",
        "lwt" => "lewat",
        "tsb" | "tsbt" => "tersebut",
        "spy" => "supaya",
        "bbrp" => "beberapa",
        "sgt" => "sangat",
        "smua" | "smw" => "semua",
        "slalu" => "selalu",
        "stiap" => "setiap",
        "byr" => "bayar",
        "sbg" => "sebagai",
        "rsk" => "rusak",
        "jmbtn" => "jembatan",
        "pjg" => "panjang",
        "bsr" => "besar",
        "lbh" => "lebih",
        "krj" => "kerja",
        "kyk" => "seperti",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(tokens(text).join(" "), expected);
    }

    #[test]
    fn the_many_spellings_become_one() {
        check("Jln. Raya yg RUSAK!!", "jalan raya yang rusak");
        check("jalan-jalan, jalan2", "jalan jalan jalan");
        check("tolooong   dong", "tolong dong");
        check("ﬁle ①", "file 1");
        check("tgl 06/08/2026", "tanggal 06 08 2026");
        check("RT 003", "rt 003");
        check(
            "orang2nya rumah2x dahan² jalan2an",
            "orangnya rumahx dahan jalanan",
        );
        check("h2o 2x co2 2nya k2", "h2o 2x co2 2nya k2");
        check("klo kalo jg gk bener", "kalau kalau juga tidak benar");
        check("\u{202e}kabur\u{200b}", "kabur");
        check(
            "jem\u{ad}ba\u{ad}tan tro\u{200b}toar pos\u{2060}yandu",
            "jembatan trotoar posyandu",
        );
        check(
            "pus\u{202e}kes\u{202c}mas antre\u{200d} 👨\u{200d}👩\u{200d}👧",
            "puskesmas antre",
        );
        check(
            "l\u{336}a\u{336}mpu R\u{300}\u{301}us\u{327}ak\u{489}",
            "lampu rusak",
        );
        check(
            "kafé KAFE\u{301} ﬁle ｓａｍｐａｈ 𝐠𝐨𝐭",
            "kafe kafe file sampah got",
        );
        check("جَالَن", "جالن");
        check("한국", "한국");
        check("<b>x</b>", "b x b");
        check("", "");
    }
}
