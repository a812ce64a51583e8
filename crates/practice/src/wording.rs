//! Fills the blanks of a situation and gives the text a citizen's voice: correct, hurried, shouting.
//!
//! Every name is invented: given names are common, family names are fruit and vegetables.

use chrono::{DateTime, Datelike, FixedOffset, TimeDelta, Weekday};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use tanggap_domain::classification::Classification;
use tanggap_domain::region::RegionCode;

use crate::places::{Whereabouts, pick};

const LANDMARKS: &[&str] = &[
    "depan SDN 14",
    "depan SDN 42",
    "samping masjid",
    "dekat pasar",
    "dekat jembatan",
    "depan kantor lurah",
    "dekat SMPN 3",
    "simpang tiga",
    "depan minimarket",
    "dekat puskesmas",
    "belakang terminal",
    "dekat lapangan",
    "depan balai RW",
    "tikungan dekat sungai",
    "dekat rel",
    "depan gudang beras",
    "dekat bundaran",
];
const DURATIONS: &[&str] = &[
    "tiga hari",
    "empat hari",
    "seminggu",
    "hampir dua minggu",
    "dua minggu",
    "tiga minggu",
    "sebulan",
    "lebih dari sebulan",
    "dua bulan",
    "tiga bulan",
    "hampir setengah tahun",
    "hampir setahun",
];
const DAYS: &[&str] = &[
    "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
];
const AMOUNTS: &[&str] = &[
    "Rp60.000",
    "Rp75.000",
    "Rp85.000",
    "Rp150.000",
    "Rp250.000",
    "Rp350.000",
    "Rp500.000",
];
const SMALL_AMOUNTS: &[&str] = &[
    "Rp5.000", "Rp10.000", "Rp20.000", "Rp25.000", "Rp30.000", "Rp35.000",
];
const LARGE_AMOUNTS: &[&str] = &[
    "Rp450.000",
    "Rp680.000",
    "Rp900.000",
    "Rp1,2 juta",
    "Rp1,5 juta",
    "Rp1,8 juta",
];
const FORTUNES: &[&str] = &[
    "Rp15 juta",
    "Rp25 juta",
    "Rp40 juta",
    "Rp85 juta",
    "Rp120 juta",
    "Rp180 juta",
];
const OPENERS: &[&str] = &[
    "Assalamualaikum.",
    "Selamat pagi, Bapak/Ibu.",
    "Selamat siang admin.",
    "Yth. Bapak/Ibu pimpinan daerah,",
    "Kepada Yth. dinas terkait,",
    "Permisi, mau lapor.",
    "Lapor pak,",
    "Ada yang ingin saya sampaikan.",
    "Mohon perhatian pemerintah daerah.",
    "Halo admin,",
];
const MORE_ON_TROUBLE: &[&str] = &[
    "Sudah pernah dilaporkan ke kelurahan tetapi belum ada perbaikan.",
    "Kami sudah lapor ke ketua RT, katanya sudah diteruskan.",
    "Sebelumnya sudah lapor lewat Instagram tapi tidak dibalas.",
    "Ini laporan kedua saya untuk masalah yang sama.",
    "Banyak warga mengalami hal yang sama tapi tidak tahu harus lapor ke mana.",
    "Kami hanya minta kejelasan kapan ditangani.",
    "Di kelurahan sebelah sudah lama beres.",
];
const MORE_ON_WHAT_IS_SEEN: &[&str] = &[
    "Warga di sini kebanyakan lansia dan anak-anak.",
    "Kalau perlu, warga siap membantu kerja bakti.",
    "Jangan tunggu ada korban dulu.",
    "Sudah kami foto dari beberapa sisi.",
    "Sudah pernah dilaporkan ke kelurahan tetapi belum ada perbaikan.",
    "Setiap hari kami lewat situ.",
];
const MORE_ON_MISUSE: &[&str] = &[
    "Mohon identitas saya dirahasiakan.",
    "Saya siap memberi keterangan bila diperlukan.",
    "Warga lain juga tahu tetapi takut bicara.",
    "Bukti percakapan masih saya simpan.",
];
const MORE_ON_QUESTIONS: &[&str] = &[
    "Saya sudah mencari di situs resmi tapi tidak ketemu.",
    "Sudah telepon ke kantor tetapi tidak diangkat.",
    "Supaya tidak bolak-balik, mohon dijelaskan lengkap.",
    "Saya bekerja dari pagi sampai sore, jadi sulit datang langsung.",
];
const MORE_ON_WISHES: &[&str] = &[
    "Kami yakin banyak warga yang setuju.",
    "Sudah kami bicarakan dalam rapat RT.",
    "Kalau perlu, warga siap ikut membantu.",
    "Semoga bisa dipertimbangkan tahun depan.",
];
const CLOSERS: &[&str] = &[
    "Mohon segera ditindaklanjuti. Terima kasih.",
    "Terima kasih atas perhatiannya.",
    "Tolong segera dicek ya pak.",
    "Mohon tanggapannya.",
    "Demikian, terima kasih.",
    "Semoga cepat ditangani.",
    "Trims.",
    "Kami tunggu kabarnya.",
    "Mohon maaf bila ada kata yang kurang berkenan. Wassalam.",
];
const CLOSERS_OF_QUESTIONS: &[&str] = &[
    "Terima kasih sebelumnya.",
    "Mohon jawabannya.",
    "Mohon informasinya, terima kasih.",
    "Trims.",
    "Kami tunggu kabarnya.",
];
const GIVEN_NAMES: &[&str] = &[
    "Ayu", "Bagas", "Citra", "Dimas", "Endah", "Fajar", "Gita", "Hendra", "Indah", "Joko",
    "Kartika", "Lukman", "Maya", "Nanda", "Oki", "Putri", "Rahma", "Sari", "Taufik", "Umi", "Vina",
    "Wahyu", "Yanti", "Zainal", "Ujang", "Nurul", "Asep", "Dewi",
];
const INVENTED_FAMILY_NAMES: &[&str] = &[
    "Cempedak",
    "Duku",
    "Kelengkeng",
    "Kecombrang",
    "Kedondong",
    "Manggis",
    "Markisa",
    "Nangka",
    "Rambutan",
    "Salak",
    "Sawo",
    "Sirsak",
    "Srikaya",
    "Langsat",
    "Belimbing",
    "Kemangi",
    "Kencur",
    "Lengkuas",
    "Serai",
    "Matoa",
    "Jambu",
    "Bidara",
];

/// The blanks of one complaint, the same in its title and its text.
pub(crate) struct Blanks<'a> {
    place: &'a Whereabouts,
    landmark: &'static str,
    duration: &'static str,
    day: &'static str,
    amount: &'static str,
    small_amount: &'static str,
    large_amount: &'static str,
    fortune: &'static str,
    neighbourhood: String,
    count: u32,
    metres: u32,
    hours: u32,
    school: String,
}

impl<'a> Blanks<'a> {
    pub(crate) fn draw(rng: &mut ChaCha8Rng, place: &'a Whereabouts) -> Self {
        let number = rng.random_range(2..90);
        let kind = pick(rng, &["SDN", "SDN", "SMPN", "SMAN"]);
        Self {
            place,
            landmark: pick(rng, LANDMARKS),
            duration: pick(rng, DURATIONS),
            day: pick(rng, DAYS),
            amount: pick(rng, AMOUNTS),
            small_amount: pick(rng, SMALL_AMOUNTS),
            large_amount: pick(rng, LARGE_AMOUNTS),
            fortune: pick(rng, FORTUNES),
            neighbourhood: format!(
                "RT {:02} RW {:02}",
                rng.random_range(1..24),
                rng.random_range(1..9)
            ),
            count: rng.random_range(2..9),
            metres: rng.random_range(2..45) * 10,
            hours: rng.random_range(2..6),
            school: format!(
                "{kind} {}",
                if kind == "SDN" {
                    number
                } else {
                    number % 12 + 1
                }
            ),
        }
    }

    pub(crate) fn fill(&self, text: &str) -> String {
        let clinic = match &self.place.location.district {
            Some(district) => format!("Puskesmas {district}"),
            None => "puskesmas kami".to_owned(),
        };
        let filled = text
            .replace("{jl}", &self.place.street)
            .replace("{kel}", &self.place.village_words)
            .replace("{kec}", &self.place.district_words)
            .replace("{kota}", &self.place.regency_words)
            .replace("{patokan}", self.landmark)
            .replace("{lama}", self.duration)
            .replace("{hari}", self.day)
            .replace("{rp}", self.amount)
            .replace("{rp:kecil}", self.small_amount)
            .replace("{rp:besar}", self.large_amount)
            .replace("{rp:juta}", self.fortune)
            .replace("{rt}", &self.neighbourhood)
            .replace("{n}", &self.count.to_string())
            .replace("{m}", &self.metres.to_string())
            .replace("{jam}", &self.hours.to_string())
            .replace("{sekolah}", &self.school)
            .replace("{pkm}", &clinic);
        capitalised_if(&filled, text.starts_with('{'))
    }
}

/// A sentence that began with a blank still begins with a capital.
fn capitalised_if(text: &str, wanted: bool) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if wanted => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// How somebody writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    Correct,
    /// Short forms and few capitals, as in a chat.
    Hurried,
    /// A slip of the finger here and there.
    Clumsy,
    Shouting,
}

impl Voice {
    pub(crate) fn draw(rng: &mut ChaCha8Rng) -> Self {
        match rng.random_range(0..100) {
            0..52 => Self::Correct,
            52..80 => Self::Hurried,
            80..96 => Self::Clumsy,
            _ => Self::Shouting,
        }
    }

    pub(crate) fn say(self, rng: &mut ChaCha8Rng, text: &str) -> String {
        match self {
            Self::Correct => text.to_owned(),
            Self::Hurried => hurried(text),
            Self::Clumsy => clumsy(rng, text),
            Self::Shouting => text.to_uppercase(),
        }
    }
}

/// The whole text of a complaint around the situation's own sentences.
pub(crate) fn letter(
    rng: &mut ChaCha8Rng,
    core: &str,
    classification: &Classification,
    can_be_seen: bool,
) -> String {
    let more = match classification {
        Classification::PengaduanBerkadar => MORE_ON_MISUSE,
        Classification::PermintaanInformasi => MORE_ON_QUESTIONS,
        Classification::Aspirasi => MORE_ON_WISHES,
        _ if can_be_seen => MORE_ON_WHAT_IS_SEEN,
        _ => MORE_ON_TROUBLE,
    };
    let mut parts = Vec::with_capacity(4);
    if rng.random_bool(0.55) {
        parts.push(pick(rng, OPENERS));
    }
    parts.push(core);
    if rng.random_bool(0.5) {
        parts.push(pick(rng, more));
    }
    if rng.random_bool(0.75) {
        let is_question = *classification == Classification::PermintaanInformasi;
        parts.push(pick(
            rng,
            if is_question {
                CLOSERS_OF_QUESTIONS
            } else {
                CLOSERS
            },
        ));
    }
    parts.join(if rng.random_bool(0.12) { "\n\n" } else { " " })
}

/// One of the few officers of a region's desk: the same people again and again.
pub(crate) fn officer(rng: &mut ChaCha8Rng, region: &RegionCode) -> String {
    let region = region
        .as_str()
        .bytes()
        .fold(0, |sum, byte| sum * 31 + usize::from(byte));
    let at = region + rng.random_range(0..3) * 5;
    let (given, family) = (
        GIVEN_NAMES[at % GIVEN_NAMES.len()],
        INVENTED_FAMILY_NAMES[at % INVENTED_FAMILY_NAMES.len()],
    );
    format!("{given} {family}")
}

pub(crate) fn person(rng: &mut ChaCha8Rng) -> String {
    format!(
        "{} {}",
        pick(rng, GIVEN_NAMES),
        pick(rng, INVENTED_FAMILY_NAMES)
    )
}

/// Reserved for inventions: nobody has this number.
pub(crate) fn phone(rng: &mut ChaCha8Rng) -> String {
    format!("0812-0000-{:04}", rng.random_range(0..10_000))
}

/// `Kamis, 19 November 2026`.
pub(crate) fn long_date(at: DateTime<FixedOffset>) -> String {
    const MONTHS: [&str; 12] = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];
    let day = DAYS[at.weekday().num_days_from_monday() as usize];
    format!(
        "{day}, {} {} {}",
        at.day(),
        MONTHS[at.month0() as usize],
        at.year()
    )
}

/// The working day (Monday to Friday) `days` later.
pub(crate) fn working_day_after(at: DateTime<FixedOffset>, days: i64) -> DateTime<FixedOffset> {
    let day = at + TimeDelta::days(days);
    match day.weekday() {
        Weekday::Sat => day + TimeDelta::days(2),
        Weekday::Sun => day + TimeDelta::days(1),
        _ => day,
    }
}

fn hurried(text: &str) -> String {
    const SHORT: &[(&str, &str)] = &[
        ("yang", "yg"),
        ("tidak", "gak"),
        ("sudah", "udah"),
        ("dengan", "dgn"),
        ("untuk", "utk"),
        ("karena", "krn"),
        ("belum", "blm"),
        ("saya", "sy"),
        ("banyak", "byk"),
        ("juga", "jg"),
        ("dari", "dr"),
        ("orang", "org"),
        ("kalau", "klo"),
        ("tolong", "tlg"),
        ("sampai", "smp"),
        ("padahal", "pdhl"),
        ("terima", "trima"),
        ("bapak", "bpk"),
        ("rumah", "rmh"),
        ("tetapi", "tp"),
        ("tapi", "tp"),
        ("jadi", "jd"),
        ("sekali", "bgt"),
    ];
    let shortened = text.split(' ').map(|word| {
        let bare = word.trim_end_matches([',', '.', '?', '!']);
        let sign = &word[bare.len()..];
        let lower = bare.to_lowercase();
        match SHORT.iter().find(|(long, _)| *long == lower) {
            Some((_, short)) => format!("{short}{sign}"),
            None => word.to_owned(),
        }
    });
    shortened.collect::<Vec<_>>().join(" ")
}

fn clumsy(rng: &mut ChaCha8Rng, text: &str) -> String {
    let slipped = text.split(' ').map(|word| {
        let is_plain = word.len() > 5 && word.bytes().all(|b| b.is_ascii_lowercase());
        if !is_plain || !rng.random_bool(0.07) {
            return word.to_owned();
        }
        let at = rng.random_range(1..word.len() - 2);
        let mut letters: Vec<char> = word.chars().collect();
        if rng.random_bool(0.6) {
            letters.swap(at, at + 1);
        } else {
            letters.remove(at);
        }
        letters.into_iter().collect()
    });
    slipped.collect::<Vec<_>>().join(" ")
}
