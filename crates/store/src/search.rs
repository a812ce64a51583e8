//! Full-text search for Indonesian: what is written into the index, and how a question is asked.
//!
//! Whatever a user types becomes quoted words: nothing of it reaches the query language. The
//! reporter's identity is never indexed.

use std::hash::{DefaultHasher, Hasher};

use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::EventKind;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_domain::words::{each_token, stems, tokens};

/// The making of words and stems that an index was written with. Raised with every change of it: an
/// older index is written anew when its mirror is opened.
pub(crate) const NORMALISER: &str = "2";

/// Text of one complaint that is indexed, in bytes; the rest of a giant one is not searchable.
const MAX_INDEXED_BYTES: usize = 256 * 1024;
/// Words by which another complaint is looked for; the rarest of them decide.
const MAX_SHARED_WORDS: usize = 24;
/// Words of one question.
const MAX_QUERY_WORDS: usize = 16;

/// The three columns of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// Normalised words.
    pub teks: String,
    /// Stems, where they differ from the word.
    pub akar: String,
    /// Region codes without dots, one per level, each behind an `r`.
    pub facet: String,
}

impl Words {
    pub fn of(complaint: &Complaint) -> Self {
        let mut words = Self::default();
        let mut read = 0;
        each_text(complaint, |text| {
            if read >= MAX_INDEXED_BYTES {
                return;
            }
            let text = head_of(text, MAX_INDEXED_BYTES - read);
            read += text.len();
            each_token(text, |token| {
                for stem in stems(token) {
                    push_word(&mut words.akar, &stem);
                }
                push_word(&mut words.teks, token);
            });
        });
        if let Some(region) = &complaint.location.region {
            for facet in facets(region) {
                push_word(&mut words.facet, &facet);
            }
        }
        words
    }
}

/// Changes when, and only when, the indexed words may change.
pub(crate) fn text_hash(complaint: &Complaint) -> i64 {
    let mut hasher = DefaultHasher::new();
    each_text(complaint, |text| {
        hasher.write(text.as_bytes());
        hasher.write_u8(0xff);
    });
    if let Some(region) = &complaint.location.region {
        hasher.write(region.as_str().as_bytes());
    }
    hasher.finish().cast_signed()
}

/// The index query for what a user typed; none where it holds no word. The last word also finds
/// longer ones, since it may still be being typed.
pub(crate) fn question(typed: &str) -> Option<String> {
    let mut words = tokens(typed);
    words.truncate(MAX_QUERY_WORDS);
    let unfinished = typed.chars().next_back().is_some_and(char::is_alphanumeric);
    let last = words.len().checked_sub(1)?;
    let mut query = String::new();
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            query.push_str(" AND ");
        }
        query.push('(');
        push_phrase(&mut query, word);
        if i == last && unfinished {
            query.push_str(" *");
        }
        for stem in stems(word) {
            query.push_str(" OR {teks akar} : ");
            push_phrase(&mut query, &stem);
        }
        query.push(')');
    }
    Some(query)
}

/// The index query for a number, as people write it; none where it holds no word.
pub(crate) fn phrase(number: &str) -> Option<String> {
    let words = tokens(number);
    (!words.is_empty()).then(|| {
        let mut query = String::from("teks : ");
        push_phrase(&mut query, &words.join(" "));
        query
    })
}

/// The index query for whatever shares a word with the complaint; none where it has none worth asking for.
pub(crate) fn any_of(complaint: &Complaint) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let texts = [
        Some(&complaint.title),
        Some(&complaint.body),
        complaint.first_body.as_ref(),
    ];
    for text in texts.into_iter().flatten() {
        each_token(head_of(text, MAX_INDEXED_BYTES), |token| {
            let is_new = || !words.iter().any(|word| word == token);
            if token.len() > 3 && words.len() < MAX_SHARED_WORDS && is_new() {
                words.push(token.to_owned());
            }
        });
    }
    let mut query = String::new();
    for word in &words {
        if !query.is_empty() {
            query.push_str(" OR ");
        }
        push_phrase(&mut query, word);
        for stem in stems(word) {
            query.push_str(" OR ");
            push_phrase(&mut query, &stem);
        }
    }
    (!query.is_empty()).then(|| format!("{{teks akar}} : ({query})"))
}

/// The index query term for everything inside a region.
pub(crate) fn region_term(region: &RegionCode) -> String {
    format!("facet : \"{}\"", facet(region))
}

fn facets(region: &RegionCode) -> impl Iterator<Item = String> {
    [
        RegionLevel::Province,
        RegionLevel::Regency,
        RegionLevel::District,
        RegionLevel::Village,
    ]
    .into_iter()
    .filter_map(|level| region.at(level))
    .map(|code| facet(&code))
}

fn facet(region: &RegionCode) -> String {
    let mut word = String::with_capacity(11);
    word.push('r');
    word.extend(region.as_str().chars().filter(|c| *c != '.'));
    word
}

fn each_text(complaint: &Complaint, mut see: impl FnMut(&str)) {
    see(complaint.tracking_id.as_str());
    if let Some(joined) = &complaint.joined {
        see(joined.number.as_str());
    }
    see(&complaint.title);
    see(&complaint.body);
    complaint.first_body.iter().for_each(|text| see(text));
    complaint.category.path.iter().for_each(|text| see(text));
    let agencies = complaint.unit.iter().chain(&complaint.agency);
    agencies.for_each(|agency| see(&agency.name));
    let place = &complaint.location;
    let places = [
        &place.regency,
        &place.district,
        &place.village,
        &place.address,
    ];
    places.into_iter().flatten().for_each(|text| see(text));
    for event in &complaint.history {
        match &event.what {
            EventKind::Replied { text, .. }
            | EventKind::Noted { text, .. }
            | EventKind::ReporterAnswered { text, .. } => see(text),
            EventKind::Disposed { note, .. } => see(note),
            EventKind::Held { reason }
            | EventKind::NotOurAuthority { reason, .. }
            | EventKind::Archived { reason }
            | EventKind::Closed { reason }
            | EventKind::Reopened { reason } => see(reason),
            EventKind::Recorded
            | EventKind::Verified
            | EventKind::Resumed
            | EventKind::Rated { .. }
            | EventKind::Amended(_)
            | EventKind::Reminded(_)
            | EventKind::NationalStatusChanged { .. }
            | EventKind::Joined { .. }
            | EventKind::Split { .. }
            | EventKind::ToldApart { .. }
            | EventKind::Other(_) => {}
        }
    }
}

fn push_word(column: &mut String, word: &str) {
    if !column.is_empty() {
        column.push(' ');
    }
    column.push_str(word);
}

/// Tokens hold letters and digits only, so the quotes cannot be left.
fn push_phrase(query: &mut String, word: &str) {
    query.push('"');
    query.push_str(word);
    query.push('"');
}

fn head_of(text: &str, max_bytes: usize) -> &str {
    &text[..text.floor_char_boundary(max_bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Option<&str>) {
        assert_eq!(question(typed).as_deref(), expected, "{typed:?}");
    }

    #[test]
    fn questions_are_quoted_words() {
        check("jalan", Some(r#"("jalan" *)"#));
        check("jalan ", Some(r#"("jalan")"#));
        check(
            "yg diperbaiki",
            Some(r#"("yang") AND ("diperbaiki" * OR {teks akar} : "baik")"#),
        );
        check("", None);
        check("\" OR * NEAR( ^", Some(r#"("or") AND ("near")"#));
        check("--", None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_leaves_the_quotes(typed in "\\PC{0,40}") {
            if let Some(query) = question(&typed) {
                let words: Vec<&str> = query.split('"').skip(1).step_by(2).collect();
                proptest::prop_assert!(!words.is_empty());
                for word in words {
                    proptest::prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric));
                }
            }
        }
    }
}
