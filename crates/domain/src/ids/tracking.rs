//! The number by which people speak of a complaint.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::OpId;

/// The number a citizen quotes. National ones are digits only, 7–9 of them today and not ordered in
/// time; a complaint recorded at the desk carries one like `C-NYYW-H6TB-G6SX`, which no national one
/// can be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TrackingId(String);

/// The text holds no tracking number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text holds no tracking number")]
pub struct NotATrackingId;

impl TrackingId {
    /// Reads the forms that occur in exports and chats: `9165816`, `#9165816`, `9165816.0`,
    /// `[9165816](javascript:;)`, with any white space around.
    ///
    /// ```
    /// use tanggap_domain::ids::TrackingId;
    /// assert_eq!(TrackingId::parse("[9165816](javascript:;)").unwrap().as_str(), "9165816");
    /// ```
    pub fn parse(raw: &str) -> Result<Self, NotATrackingId> {
        let text = raw.trim().trim_start_matches(['#', '\'', '’']).trim();
        let text = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((inside, _)) => inside.trim().trim_start_matches('#'),
            None => text,
        };
        let text = match text.split_once('.') {
            Some((whole, zeros)) if zeros.bytes().all(|b| b == b'0') => whole,
            _ => text,
        };
        let digits =
            !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit());
        if digits || is_practice(text) {
            Ok(Self(text.to_owned()))
        } else {
            recorded(text).map(Self).ok_or(NotATrackingId)
        }
    }

    /// The number of a complaint recorded at the desk: 55 bits of a hash of the operation, and a letter
    /// that notices a slip of the tongue. In a million recordings two share a number in one office of
    /// seventy thousand; the hub refuses the second of them ([`crate::change::Refused::NumberTaken`]).
    pub fn of_recording(op: OpId) -> Self {
        let hash = Uuid::new_v5(&RECORDING_NAMESPACE, op.0.as_bytes()).as_u128();
        let values: Vec<u8> = (0..DATA_LETTERS)
            .map(|place| (hash >> (5 * place)) as u8 & 31)
            .collect();
        let check = check_value(&values);
        let letters: Vec<u8> = values
            .into_iter()
            .chain([check])
            .map(|value| LETTERS[usize::from(value)])
            .collect();
        Self(in_groups(&String::from_utf8_lossy(&letters)))
    }

    /// The number of an invented complaint, `LAT-000123`: of a form that no report has, on paper or in
    /// an export. None beyond 999,999.
    pub fn of_practice(number: u32) -> Option<Self> {
        (number <= 999_999).then(|| Self(format!("LAT-{number:06}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the complaint is invented, for practice.
    pub fn is_practice(&self) -> bool {
        is_practice(&self.0)
    }

    /// Whether a desk gave this number, to what it recorded.
    pub fn is_recording(&self) -> bool {
        self.0.starts_with("C-")
    }

    /// Whether the national system gave this number.
    pub fn is_national(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_digit())
    }
}

fn is_practice(text: &str) -> bool {
    let number = text.strip_prefix("LAT-");
    number.is_some_and(|it| it.len() == 6 && it.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Namespace of the numbers of recordings (a fixed random UUID of ours).
const RECORDING_NAMESPACE: Uuid = Uuid::from_u128(0x31b7_5d0c_94e2_4c6f_8f1a_0b6e_d2a9_5c43);

/// Digits and letters without I, L, O and U, which are heard and read as others (Crockford).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters that carry the number; one more checks them.
const DATA_LETTERS: usize = 11;

/// Numbers given before there were check letters have six, and are still found.
const OLD_LETTERS: usize = 6;

/// A number of a recording in its one form, whatever case, hyphens and spaces it was written with.
/// Words that begin with a C are none.
fn recorded(text: &str) -> Option<String> {
    let rest = text.strip_prefix(['C', 'c'])?;
    if !rest.starts_with(|c: char| c == '-' || c.is_whitespace()) {
        return None;
    }
    let letters: String = rest
        .chars()
        .filter(|c| *c != '-' && !c.is_whitespace())
        .map(as_heard)
        .collect();
    let values: Option<Vec<u8>> = letters.chars().map(value_of).collect();
    let values = values?;
    let (data, check) = values.split_at_checked(DATA_LETTERS).unwrap_or_default();
    if values.len() == OLD_LETTERS && rest.len() == OLD_LETTERS + 1 && rest.starts_with('-') {
        Some(format!("C-{letters}"))
    } else if check == [check_value(data)] {
        Some(in_groups(&letters))
    } else {
        None
    }
}

fn as_heard(c: char) -> char {
    match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

fn value_of(letter: char) -> Option<u8> {
    let place = LETTERS.iter().position(|it| char::from(*it) == letter)?;
    u8::try_from(place).ok()
}

/// `C-7K2M-9Q4T-8WRX`.
fn in_groups(letters: &str) -> String {
    let groups = [0..4, 4..8, 8..DATA_LETTERS + 1].map(|group| &letters[group]);
    format!("C-{}", groups.join("-"))
}

/// The sum of the letters, each times another power of a generator of GF(32): any one wrong letter and
/// any two letters changed about give another sum.
fn check_value(values: &[u8]) -> u8 {
    values
        .iter()
        .fold(0, |sum, value| times_generator(sum ^ value))
}

/// Times x in GF(2)[x] modulo x⁵ + x² + 1.
fn times_generator(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}

impl TryFrom<String> for TrackingId {
    type Error = NotATrackingId;
    fn try_from(text: String) -> Result<Self, NotATrackingId> {
        Self::parse(&text)
    }
}

impl From<TrackingId> for String {
    fn from(tracking_id: TrackingId) -> Self {
        tracking_id.0
    }
}

impl fmt::Display for TrackingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(raw: &str, expected: Option<&str>) {
        assert_eq!(
            TrackingId::parse(raw).ok().as_ref().map(TrackingId::as_str),
            expected,
            "{raw:?}"
        );
    }

    #[test]
    fn tracking_numbers_are_read_in_every_known_form() {
        check("9165816", Some("9165816"));
        check(" #9165816 ", Some("9165816"));
        check("9165816.0", Some("9165816"));
        check("[9165816](javascript:;)", Some("9165816"));
        check("C-7K2M9Q", Some("C-7K2M9Q"));
        check(" LAT-000123", Some("LAT-000123"));
        check("LAT-123", None);
        check("LAT-0000123", None);
        check("LAT-00O123", None);
        check("", None);
        check("-", None);
        check("Tracking ID", None);
        check("91658.5", None);
        check("[abc](javascript:;)", None);
    }

    #[test]
    fn invented_complaints_have_numbers_that_no_report_has() {
        let practice = TrackingId::of_practice(123).unwrap();
        assert_eq!(practice.as_str(), "LAT-000123");
        assert_eq!(TrackingId::parse(practice.as_str()), Ok(practice.clone()));
        assert!(practice.is_practice() && !practice.is_national());
        assert_eq!(TrackingId::of_practice(1_000_000), None);
        for real in ["9165816", "000123", "C-7K2M9Q"] {
            assert!(!TrackingId::parse(real).unwrap().is_practice(), "{real}");
        }
    }

    fn recording(n: u128) -> TrackingId {
        TrackingId::of_recording(OpId(Uuid::from_u128(n)))
    }

    #[test]
    fn numbers_of_recordings_are_read_as_people_say_them() {
        let number = recording(0x0192_f00d_7a2b_7c11_9abc_def0_1234_5678);
        check(number.as_str(), Some(number.as_str()));
        assert_eq!(number.as_str(), "C-NYYW-H6TB-G6SX");
        check(&number.as_str().to_lowercase(), Some(number.as_str()));
        check(&number.as_str().replace('-', " "), Some(number.as_str()));
        check(
            &number.as_str().replacen('-', " ", 1),
            Some(number.as_str()),
        );
        check(&number.as_str().replace('-', ""), None);
        check(&format!(" #{number} "), Some(number.as_str()));
        check("C-", None);
        check("C-7K2M-9Q4T", None);
        check("C-7K2M-9Q4T-8WRX-7", None);
        check("C-UUUUUU", None);
        // From before there were check letters.
        check("C-7K2M9Q", Some("C-7K2M9Q"));
        check("c-7k2m9q", Some("C-7K2M9Q"));
        check("C-7K2M-9Q", None);
        check("C 7K2M9Q", None);
        check("Catatan", None);
        check("c-oil000", Some("C-011000"));
    }

    #[test]
    fn a_number_of_a_recording_is_no_national_one() {
        assert!(!recording(7).is_national());
        assert!(!TrackingId::parse("C-7K2M9Q").unwrap().is_national());
        assert!(TrackingId::parse("9165816").unwrap().is_national());
    }

    /// Not even where they were made in the same millisecond by one generator, or by a test.
    #[test]
    fn recordings_do_not_share_a_number() {
        let numbers: std::collections::BTreeSet<_> = (0..20_000).map(recording).collect();
        assert_eq!(numbers.len(), 20_000);
    }

    #[test]
    fn a_stored_number_must_be_one() {
        let read = |json: &str| serde_json::from_str::<TrackingId>(json);
        assert_eq!(read("\"9165816\"").unwrap().as_str(), "9165816");
        assert!(read("\"besok\"").is_err());
        let number = recording(7);
        let json = serde_json::to_string(&number).unwrap();
        assert_eq!(json, format!("\"{number}\""));
        assert_eq!(read(&json).unwrap(), number);
    }

    proptest! {
        #[test]
        fn a_slip_is_noticed(n in any::<u128>(), place in 0..12usize, value in 0..32usize) {
            let right: Vec<char> = recording(n).as_str()[2..].replace('-', "").chars().collect();
            let heard = |letters: &[char]| {
                TrackingId::parse(&format!("C-{}", letters.iter().collect::<String>()))
            };
            prop_assert_eq!(heard(&right), Ok(recording(n)));
            let mut wrong = right.clone();
            wrong[place] = char::from(LETTERS[value]);
            prop_assert_eq!(heard(&wrong).is_ok(), wrong == right);
            let mut about = right.clone();
            about.swap(place, (place + value) % 12);
            prop_assert_eq!(heard(&about).is_ok(), about == right);
        }
    }
}
