//! The words that tell what a number is: one table, and where in a text they hold.

use super::PersonalData;
use super::fold::Folded;
use super::groups::Group;

/// What a word says about the number behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Personal(PersonalData),
    /// Something with a number of its own that is nobody's: a letter, a report, a meter.
    Public,
}

/// A meaning, and how many other words stand between it and the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub meaning: Meaning,
    pub far: usize,
    /// The word itself, as the table has it.
    pub word: &'static str,
}

/// One or two words, as the field writes them.
const WORDS: &[(Meaning, &[&str])] = {
    use Meaning::{Personal, Public};
    use PersonalData::{Account, Bpjs, Kk, Nik, Npwp, Passport, Phone, Plate};
    &[
        (
            Personal(Nik),
            &[
                "nik",
                "niknya",
                "ktp",
                "noktp",
                "nonik",
                "nomor induk",
                "no induk",
            ],
        ),
        (Personal(Kk), &["kk", "nokk", "kartu keluarga"]),
        (Personal(Npwp), &["npwp", "nonpwp", "wajib pajak"]),
        (
            Personal(Bpjs),
            &[
                "bpjs",
                "bpjsnya",
                "jkn",
                "kis",
                "noka",
                "jamsostek",
                "kpj",
                "peserta",
                "no kartu",
                "nomor kartu",
                "kartu peserta",
                "kartu indonesia",
            ],
        ),
        (
            Personal(Account),
            &[
                "rekening",
                "rek",
                "norek",
                "rekeningnya",
                "bank",
                "bca",
                "bri",
                "bni",
                "btn",
                "bsi",
                "bjb",
                "mandiri",
                "cimb",
                "niaga",
                "danamon",
                "permata",
                "muamalat",
                "jago",
                "seabank",
                "britama",
                "simpedes",
                "tabungan",
                "virtual account",
            ],
        ),
        (
            Personal(Passport),
            &["paspor", "paspornya", "passport", "pasport", "nopaspor"],
        ),
        (
            Personal(Plate),
            &[
                "nopol",
                "nopolnya",
                "plat",
                "plate",
                "pelat",
                "platnya",
                "platnomor",
                "tnkb",
                "nomor polisi",
                "no polisi",
                "no pol",
                "nomor pol",
                "mobil",
                "motor",
                "truk",
                "truck",
                "angkot",
                "bus",
                "taksi",
                "taxi",
                "kendaraan",
                "pickup",
                "avanza",
                "xenia",
                "innova",
            ],
        ),
        (
            Personal(Phone),
            &[
                "hp",
                "nohp",
                "hpnya",
                "wa",
                "nowa",
                "wanya",
                "whatsapp",
                "whatsap",
                "wasap",
                "telp",
                "telpnya",
                "notelp",
                "tlp",
                "notlp",
                "tlpn",
                "telpon",
                "telepon",
                "telephone",
                "phone",
                "telfon",
                "telf",
                "tel",
                "fax",
                "faks",
                "faksimile",
                "hub",
                "hubungi",
                "dihubungi",
                "menghubungi",
                "kontak",
                "contact",
                "cp",
                "call",
                "sms",
                "handphone",
                "ponsel",
                "seluler",
                "selular",
                "mobile",
                "telegram",
            ],
        ),
        (
            Public,
            &[
                "nip",
                "nipnya",
                "nrp",
                "laporan",
                "aduan",
                "pengaduan",
                "tiket",
                "ticket",
                "tracking",
                "id",
                "surat",
                "sk",
                "agenda",
                "kode",
                "kode rekening",
                "rekening belanja",
                "kegiatan",
                "anggaran",
                "nilai",
                "biaya",
                "pln",
                "pdam",
                "listrik",
                "token",
                "meter",
                "meteran",
                "pelanggan",
                "idpel",
                "registrasi",
                "register",
                "resi",
                "faktur",
                "kontrak",
                "sertifikat",
                "shm",
                "nop",
                "pbb",
                "perda",
                "perbup",
                "perwali",
                "pergub",
                "tanggal",
                "tgl",
                "tahun",
                "koordinat",
                "titik",
                "jam",
                "pukul",
            ],
        ),
    ]
};

/// Telephones that stand in a house or an office: their numbers may lack the area code.
const FIXED_LINE: &[&str] = &[
    "telp", "telepon", "telpon", "tlp", "tlpn", "telf", "telfon", "tel", "phone", "fax", "faks",
];
/// Have a plate, and models with numbers of their own.
const VEHICLES: &[&str] = &[
    "mobil",
    "motor",
    "truk",
    "truck",
    "angkot",
    "bus",
    "taksi",
    "taxi",
    "kendaraan",
    "pickup",
    "avanza",
    "xenia",
    "innova",
];
/// Say nothing, wherever they stand.
const FILLERS: &[&str] = &[
    "no", "nomor", "nmr", "nomer", "number", "dan", "atau", "serta", "saya", "rumah", "kantor",
];
/// So far before a number a word may stand.
const MAX_BYTES: usize = 60;
const MAX_WORDS: usize = 5;
/// Behind a number it stands closer: `1234567890 (BCA)`.
const MAX_BYTES_BEHIND: usize = 20;
const MAX_WORDS_BEHIND: usize = 2;
/// Longer numbers have a meaning of their own and hide the words before them.
const MAX_SMALL_NUMBER: usize = 5;

/// What the words before each group say, in the order of the groups.
pub(super) fn said_before(folded: &Folded, groups: &[Group]) -> Vec<Option<Said>> {
    let mut all: Vec<Option<Said>> = Vec::with_capacity(groups.len());
    for (i, group) in groups.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|at| groups.get(at));
        let from = before.map_or(0, |group| group.end);
        let near = group.start.saturating_sub(MAX_BYTES).max(from);
        let words = words_of(&folded.lower[folded.lower.ceil_char_boundary(near)..group.start]);
        let inherited = || {
            let before = before?;
            let said = all[i - 1]?;
            let between = words.iter().filter(|word| !FILLERS.contains(word)).count();
            let far = said.far + between;
            let hidden = before.len() > MAX_SMALL_NUMBER && between > 0;
            (!hidden && from == near && far <= MAX_WORDS).then_some(Said { far, ..said })
        };
        let said = nearest(&words).or_else(inherited);
        all.push(said);
    }
    all
}

/// What the words right behind a number say.
pub(super) fn said_behind(folded: &Folded, last: &Group, next: Option<&Group>) -> Option<Meaning> {
    let until = next.map_or(folded.lower.len(), |next| next.start);
    let until = until.min(last.end + MAX_BYTES_BEHIND);
    let behind = folded
        .lower
        .get(last.end..folded.lower.floor_char_boundary(until))?;
    let line = behind.split('\n').next()?;
    let words = words_of(line);
    let near = words.iter().take(MAX_WORDS_BEHIND);
    near.filter_map(|word| known(word))
        .map(|(meaning, _)| meaning)
        .next()
}

fn words_of(text: &str) -> Vec<&str> {
    let letters = text.split(|c: char| !c.is_ascii_alphabetic());
    letters.filter(|word| !word.is_empty()).collect()
}

fn nearest(words: &[&str]) -> Option<Said> {
    let mut far = 0;
    for (i, word) in words.iter().enumerate().rev() {
        let pair = i
            .checked_sub(1)
            .map(|before| format!("{} {word}", words[before]));
        let said = pair.as_deref().and_then(known).or_else(|| known(word));
        if let Some((meaning, word)) = said {
            return Some(Said { meaning, far, word });
        }
        if !FILLERS.contains(word) {
            far += 1;
        }
        if far > MAX_WORDS {
            return None;
        }
    }
    None
}

fn known(word: &str) -> Option<(Meaning, &'static str)> {
    let words = WORDS
        .iter()
        .flat_map(|(meaning, words)| words.iter().map(move |word| (*meaning, *word)));
    let mut words = words;
    words.find(|(_, known)| *known == word)
}

impl Said {
    /// A telephone that stands somewhere, right before the number.
    pub fn is_fixed_line(self) -> bool {
        self.far == 0 && FIXED_LINE.contains(&self.word)
    }

    /// The word for a plate, not only for a vehicle.
    pub fn is_plate(self) -> bool {
        self.meaning == Meaning::Personal(PersonalData::Plate) && !VEHICLES.contains(&self.word)
    }
}

#[cfg(test)]
mod tests {
    use super::super::groups::groups;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[Option<Meaning>]) {
        let folded = Folded::of(text);
        let groups = groups(&folded);
        let said = said_before(&folded, &groups);
        let meanings: Vec<_> = said
            .into_iter()
            .map(|said| said.map(|said| said.meaning))
            .collect();
        assert_eq!(meanings, expected, "{text}");
    }

    #[test]
    fn the_nearest_word_decides() {
        use Meaning::{Personal, Public};
        use PersonalData::{Account, Kk, Nik, Phone};
        check("NIK 1, KK: 2", &[Some(Personal(Nik)), Some(Personal(Kk))]);
        check("rekening BCA no. 1", &[Some(Personal(Account))]);
        check("kode rekening 1", &[Some(Public)]);
        check(
            "nomor induk kependudukan saya ialah 1",
            &[Some(Personal(Nik))],
        );
        check("HP satu dua tiga empat lima enam 1", &[None]);
        check("HP satu dua tiga empat lima 1", &[Some(Personal(Phone))]);
        let wide = |letters: usize| format!("HP {} 1", "x".repeat(letters));
        check(&wide(MAX_BYTES - 4), &[Some(Personal(Phone))]);
        check(&wide(MAX_BYTES - 3), &[None]);
        check("NIK 12345 satu 6", &[Some(Personal(Nik)); 2]);
        check("NIK 123456 satu 7", &[Some(Personal(Nik)), None]);
        check("1 2", &[None, None]);
        check("HP 081 234 dan 567", &[Some(Personal(Phone)); 3]);
        check("NIK (16 angka): 3", &[Some(Personal(Nik)); 2]);
        check("HP 081234 di jalan 7", &[Some(Personal(Phone)), None]);
        check("NIK 1 a b c d e 2", &[Some(Personal(Nik)); 2]);
        check("NIK 1 a b c d e f 2", &[Some(Personal(Nik)), None]);
        check(
            "NIK 1 a b c 2 d e f 3",
            &[Some(Personal(Nik)), Some(Personal(Nik)), None],
        );
    }

    #[test]
    fn words_behind_a_number_stand_close() {
        let behind = |text: &str| {
            let folded = Folded::of(text);
            let groups = groups(&folded);
            said_behind(&folded, &groups[0], groups.get(1))
        };
        assert_eq!(
            behind("1 (BCA)"),
            Some(Meaning::Personal(PersonalData::Account))
        );
        assert_eq!(behind("1 a.n. BCA"), None);
        assert_eq!(
            behind("1 di BCA"),
            Some(Meaning::Personal(PersonalData::Account))
        );
        assert_eq!(behind("1 xxxxxxxxxxxxxxxxxxxx BCA"), None);
        assert_eq!(behind("uang untuk 1 xxxxxxxxxxxxxxxxxxxx BCA"), None);
        assert_eq!(behind("1\nBCA"), None);
        assert_eq!(behind("1 2 BCA"), None);
    }
}
