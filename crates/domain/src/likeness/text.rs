//! The words of two reports, held against each other.

use std::collections::BTreeSet;

use super::Evidence;
use crate::complaint::Complaint;
use crate::event::EventKind;
use crate::ids::TrackingId;
use crate::words::{each_token, stems, tokens};

/// Text that is compared, in bytes; the rest of a giant one says nothing new.
const MAX_COMPARED_BYTES: usize = 16 * 1024;
/// Shorter numbers are house numbers, amounts and years.
const LEAST_DIGITS: usize = 6;

/// Words that stand in every complaint and say nothing of what it is about.
const SAYING_NOTHING: &[&str] = &[
    "ada",
    "adalah",
    "agar",
    "akan",
    "anda",
    "apa",
    "atas",
    "atau",
    "bagaimana",
    "bagi",
    "bahwa",
    "banyak",
    "bapak",
    "belum",
    "bisa",
    "dan",
    "dapat",
    "dari",
    "dengan",
    "depan",
    "desa",
    "di",
    "hal",
    "hari",
    "harus",
    "hingga",
    "ibu",
    "ini",
    "itu",
    "jadi",
    "jangan",
    "jika",
    "juga",
    "kabupaten",
    "kalau",
    "kami",
    "karena",
    "kasih",
    "ke",
    "kecamatan",
    "kelurahan",
    "kepada",
    "kita",
    "kota",
    "lagi",
    "lama",
    "laporan",
    "lapor",
    "lebih",
    "lokasi",
    "maka",
    "masih",
    "mereka",
    "mohon",
    "nya",
    "oleh",
    "pada",
    "para",
    "pihak",
    "provinsi",
    "pun",
    "rt",
    "rw",
    "saat",
    "saja",
    "sampai",
    "sangat",
    "saya",
    "sebagai",
    "sejak",
    "sekarang",
    "selama",
    "seperti",
    "serta",
    "sudah",
    "supaya",
    "tahun",
    "tanggal",
    "telah",
    "tentang",
    "terima",
    "tersebut",
    "tidak",
    "tolong",
    "untuk",
    "warga",
    "yaitu",
    "yang",
];

/// How alike two reports are in their words.
pub(super) struct Compared {
    /// Of title and text together, 0 to 1.
    pub alike: f64,
    pub titles_alike: f64,
    /// Words in common, of title and text together.
    pub in_common: usize,
    titles: (usize, usize),
}

impl Compared {
    pub fn of(recording: &Complaint, national: &Complaint) -> Self {
        let places: BTreeSet<String> = [recording, national].into_iter().flat_map(places).collect();
        let words = |texts: &[&str]| {
            let mut words = BTreeSet::new();
            for text in texts {
                let end = text.floor_char_boundary(MAX_COMPARED_BYTES);
                each_token(&text[..end], |token| {
                    if !places.contains(token) && !SAYING_NOTHING.contains(&token) {
                        words.insert(root(token));
                    }
                });
            }
            words
        };
        let (one, two) = (words(&[&recording.title]), words(&[&national.title]));
        let titles = (one.intersection(&two).count(), one.len().min(two.len()));
        let titles_alike = alike(&one, &two);
        // The text as it was first told may be nearer to what was said at the desk.
        let first = national.first_body.as_deref().unwrap_or_default();
        let said = words(&[&recording.title, &recording.body]);
        let as_edited = words(&[&national.title, &national.body]);
        let as_told = words(&[&national.title, first]);
        let (edited, told) = (alike(&said, &as_edited), alike(&said, &as_told));
        let nearer = if told > edited { &as_told } else { &as_edited };
        Self {
            alike: edited.max(told),
            titles_alike,
            in_common: said.intersection(nearer).count(),
            titles,
        }
    }

    pub fn evidence(&self) -> Vec<Evidence> {
        let (same, of) = self.titles;
        let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        let mut said = Vec::new();
        if same > 0 && same * 2 >= of {
            said.push(Evidence::Title {
                same: count(same),
                of: count(of),
            });
        }
        let percent = (self.alike * 100.0).round() as u8;
        if percent >= 20 {
            said.push(Evidence::Text { percent });
        }
        said
    }
}

/// Of a word with several possible roots the shortest: two forms of one word have it in common.
fn root(token: &str) -> String {
    let roots = stems(token).into_iter();
    roots
        .min_by(|one, two| (one.len(), one).cmp(&(two.len(), two)))
        .unwrap_or_else(|| token.to_owned())
}

fn alike(one: &BTreeSet<String>, two: &BTreeSet<String>) -> f64 {
    if one.is_empty() || two.is_empty() {
        return 0.0;
    }
    let common = one.intersection(two).count() as f64;
    common / ((one.len() as f64) * (two.len() as f64)).sqrt()
}

fn places(it: &Complaint) -> BTreeSet<String> {
    let place = &it.location;
    let names = [
        &place.province,
        &place.regency,
        &place.district,
        &place.village,
    ];
    let names = names.into_iter().flatten();
    names.flat_map(|name| tokens(name)).collect()
}

/// The same name of a place, however its kind is written.
pub(super) fn same_name(one: &str, two: &str) -> bool {
    let bare = |name: &str| -> Vec<String> {
        let kinds = ["kecamatan", "kelurahan", "desa", "kota", "kabupaten"];
        let words = tokens(name).into_iter();
        words
            .filter(|word| !kinds.contains(&word.as_str()))
            .collect()
    };
    let one = bare(one);
    !one.is_empty() && one == bare(two)
}

/// Whether anything written of the complaint names this number.
pub(super) fn names(it: &Complaint, number: &TrackingId) -> bool {
    let number = number.as_str();
    let found = |text: &str| {
        if number.bytes().all(|byte| byte.is_ascii_digit()) {
            number.len() >= LEAST_DIGITS && has_digits(text, number)
        } else {
            has_letters(text, number)
        }
    };
    let own = [&it.title, &it.body].into_iter().chain(&it.first_body);
    own.chain(it.extra.values()).any(|text| found(text)) || history(it).any(found)
}

/// The digits stand there alone: part of a longer number they are another one.
fn has_digits(text: &str, number: &str) -> bool {
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.any(|run| run == number)
}

/// Letters and hyphens, however they were typed: `c nyyw h6tb g6sx`.
fn has_letters(text: &str, number: &str) -> bool {
    let plain = |text: &str| -> String {
        let kept = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        kept.flat_map(char::to_uppercase).collect()
    };
    plain(text).contains(&plain(number))
}

fn history(it: &Complaint) -> impl Iterator<Item = &str> {
    it.history.iter().filter_map(|event| match &event.what {
        EventKind::Replied { text, .. }
        | EventKind::Noted { text, .. }
        | EventKind::ReporterAnswered { text, .. } => Some(text.as_str()),
        EventKind::Disposed { note, .. } => Some(note.as_str()),
        EventKind::Held { reason }
        | EventKind::NotOurAuthority { reason, .. }
        | EventKind::Archived { reason }
        | EventKind::Closed { reason }
        | EventKind::Reopened { reason } => Some(reason.as_str()),
        EventKind::Recorded
        | EventKind::Verified
        | EventKind::Resumed
        | EventKind::Rated { .. }
        | EventKind::Amended(_)
        | EventKind::Reminded(_)
        | EventKind::NationalStatusChanged { .. }
        // They name the other by themselves: that somebody spoke of it proves nothing.
        | EventKind::Joined { .. }
        | EventKind::Split { .. }
        | EventKind::ToldApart { .. }
        | EventKind::Other(_) => None,
    })
}

/// Whether both are known and, in their one form, the same.
pub(super) fn both<Form: PartialEq>(
    one: &Option<String>,
    two: &Option<String>,
    form: impl Fn(&str) -> Option<Form>,
) -> Option<bool> {
    let form = |it: &Option<String>| it.as_deref().and_then(&form);
    match (form(one), form(two)) {
        (Some(one), Some(two)) => Some(one == two),
        _ => None,
    }
}

/// `+62 812…`, `62812…` and `0812…` are one.
pub(super) fn phone(raw: &str) -> Option<String> {
    let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
    let bare = digits.strip_prefix("62").unwrap_or(&digits);
    let bare = bare.trim_start_matches('0');
    (bare.len() >= LEAST_DIGITS).then(|| bare.to_owned())
}

pub(super) fn email(raw: &str) -> Option<String> {
    let raw = raw.trim().to_lowercase();
    raw.contains('@').then_some(raw)
}

/// Whether two names are one; none where one of them hides whose it is, or only says less: `Budi` may be
/// `Budi Santoso`.
pub(super) fn same_person(one: &Option<String>, two: &Option<String>) -> Option<bool> {
    let (one, two) = (person(one.as_deref()?)?, person(two.as_deref()?)?);
    if one == two {
        return Some(true);
    }
    let says_less = one.is_subset(&two) || two.is_subset(&one);
    (!says_less).then_some(false)
}

/// The words of a name, without titles.
fn person(raw: &str) -> Option<BTreeSet<String>> {
    const NOBODY: [&str; 6] = [
        "anonim",
        "anonymous",
        "rahasia",
        "dirahasiakan",
        "hamba",
        "nn",
    ];
    const TITLES: [&str; 9] = [
        "bapak", "pak", "ibu", "bu", "sdr", "sdri", "saudara", "saudari", "h",
    ];
    let words = tokens(raw).into_iter();
    let words: BTreeSet<String> = words
        .filter(|word| !TITLES.contains(&word.as_str()))
        .collect();
    let hides = words.iter().any(|word| NOBODY.contains(&word.as_str()));
    (!words.is_empty() && !hides).then_some(words)
}

/// Every number of a complaint that is named in what is written of this one, its own left out.
pub fn numbers_in(it: &Complaint) -> BTreeSet<TrackingId> {
    let own = [&it.title, &it.body].into_iter().chain(&it.first_body);
    let texts = own.chain(it.extra.values()).map(String::as_str);
    let mut numbers = BTreeSet::new();
    for text in texts.chain(history(it)) {
        let end = text.floor_char_boundary(MAX_COMPARED_BYTES);
        let text = &text[..end];
        let digits = text.split(|c: char| !c.is_ascii_digit());
        numbers.extend(
            digits
                .filter(|run| run.len() >= LEAST_DIGITS)
                .filter_map(|run| TrackingId::parse(run).ok()),
        );
        numbers.extend(lettered(text));
    }
    numbers.remove(&it.tracking_id);
    numbers
}

/// Numbers of recordings, however their letters are grouped.
fn lettered(text: &str) -> impl Iterator<Item = TrackingId> {
    /// With and without hyphens or spaces between the groups.
    const LENGTHS: [usize; 3] = [16, 14, 13];
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let begins = matches!(c, 'c' | 'C') && !before.is_alphanumeric();
        before = c;
        let rest = begins.then(|| &text[at..])?;
        let words = LENGTHS.into_iter().filter_map(|length| rest.get(..length));
        words.filter_map(|word| TrackingId::parse(word).ok()).next()
    })
}
