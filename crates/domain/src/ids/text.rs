//! Ids that a source writes: of agencies, units and categories.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// Longest id of a source, in bytes.
pub const MAX_TEXT_ID_BYTES: usize = 64;

/// The text is no id: blank, only marks, or longer than [`MAX_TEXT_ID_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is no id")]
pub struct NotAnId;

/// The one form of an id, whoever wrote it: without white space around, control characters or marks
/// that nobody sees, `-` where white space stood inside, `1234` for `1234.0`. So what was taken in
/// once can be taken in, sent and read again.
fn in_one_form(raw: &str) -> Result<String, NotAnId> {
    let seen: String = raw.chars().map(space_or_self).filter(is_seen).collect();
    let joined = seen.split_whitespace().collect::<Vec<_>>().join("-");
    let id = match joined.split_once('.') {
        Some((whole, zeros)) if is_number(whole) && is_zeros(zeros) => whole,
        _ => &joined,
    };
    if id.len() <= MAX_TEXT_ID_BYTES && id.contains(char::is_alphanumeric) {
        Ok(id.to_owned())
    } else {
        Err(NotAnId)
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// # Errors
            /// [`NotAnId`]: a caller that reads a file or a store takes it for no id at all.
            pub fn parse(raw: &str) -> Result<Self, NotAnId> {
                in_one_form(raw).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The form by which two spellings of one id are the same.
            pub fn folded(&self) -> String {
                self.0.to_lowercase()
            }

            /// For serde, on the optional id of what a store or a wire holds: an id that is none
            /// reads as absent, so that one bad cell of years ago stops nobody.
            ///
            /// # Errors
            /// Where the member is not a text at all.
            pub fn lenient<'de, D>(deserializer: D) -> Result<Option<Self>, D::Error>
            where
                D: Deserializer<'de>,
            {
                let raw = Option::<String>::deserialize(deserializer)?;
                Ok(raw.and_then(|raw| Self::parse(&raw).ok()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// The national id of an agency or unit, in one form.
    ///
    /// ```
    /// use tanggap_domain::ids::AgencyId;
    /// assert_eq!(AgencyId::parse(" 12 34\t").unwrap().as_str(), "12-34");
    /// assert!(AgencyId::parse(" - ").is_err());
    /// ```
    AgencyId
}
text_id! {
    /// The national id of a category, in one form.
    CategoryId
}

/// Line ends and tabs part words as spaces do.
fn space_or_self(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

/// Neither a control character nor one that only shapes its neighbours.
pub(crate) fn is_seen(c: &char) -> bool {
    let unseen = matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    );
    !unseen && !c.is_control()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_zeros(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(raw: &str, expected: Option<&str>) {
        let read = AgencyId::parse(raw);
        assert_eq!(
            read.as_ref().ok().map(AgencyId::as_str),
            expected,
            "{raw:?}"
        );
    }

    #[test]
    fn ids_are_read_in_one_form() {
        check("1234", Some("1234"));
        check(" 1234 ", Some("1234"));
        check("12 34", Some("12-34"));
        check("12\t34", Some("12-34"));
        check("12\u{a0}\u{2009}34\r\n", Some("12-34"));
        check("1234.0", Some("1234"));
        check("1234.00", Some("1234"));
        check("1234.", Some("1234."));
        check("1234.50", Some("1234.50"));
        check("a.0", Some("a.0"));
        check(".0", Some(".0"));
        check("\u{feff}12\u{200b}34\u{0}", Some("1234"));
        check("Dinas PUPR", Some("Dinas-PUPR"));
        check("", None);
        check(" \t", None);
        check("-", None);
        check("\u{200b}", None);
        check("\u{7}", None);
        check(&"1".repeat(64), Some(&"1".repeat(64)));
        check(&"1".repeat(65), None);
    }

    #[test]
    fn a_stored_id_that_is_none_reads_as_absent() {
        #[derive(Deserialize)]
        struct Held {
            #[serde(default, deserialize_with = "AgencyId::lenient")]
            id: Option<AgencyId>,
        }
        let read = |json: &str| serde_json::from_str::<Held>(json).map(|held| held.id);
        assert_eq!(
            read(r#"{"id":"12 34"}"#).unwrap(),
            AgencyId::parse("12-34").ok()
        );
        for none in [
            r#"{}"#,
            r#"{"id":null}"#,
            r#"{"id":" "}"#,
            r#"{"id":"\u0001"}"#,
        ] {
            assert_eq!(read(none).unwrap(), None, "{none}");
        }
        assert!(read(r#"{"id":7}"#).is_err());
    }

    proptest! {
        #[test]
        fn what_was_read_once_reads_again(raw in "[ -~\\s\u{0}\u{200b}\u{a0}éA-Z0-9.]{0,70}") {
            if let Ok(id) = AgencyId::parse(&raw) {
                prop_assert_eq!(AgencyId::parse(id.as_str()), Ok(id.clone()));
                prop_assert!(!id.as_str().contains(char::is_whitespace));
                prop_assert!(!id.as_str().contains(char::is_control));
                let json = serde_json::to_string(&id).unwrap();
                prop_assert_eq!(serde_json::from_str::<AgencyId>(&json).unwrap(), id);
            }
        }
    }
}
