//! In which encoding a text is written, by what it says of itself and by what its bytes show.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text in the encoding its mark, its own words or its bytes tell; none where it is no text.
pub(super) fn decode<'a>(bytes: &'a [u8], told: Option<&str>) -> Option<Cow<'a, str>> {
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (unmarked(bytes, told), 0),
    };
    let (text, _) = encoding.decode_without_bom_handling(&bytes[skip..]);
    (!text.contains('\0')).then_some(text)
}

fn unmarked(bytes: &[u8], told: Option<&str>) -> &'static Encoding {
    let beginning = &bytes[..bytes.len().min(2_000)];
    let zeros = |odd: usize| {
        let every = beginning.iter().skip(odd).step_by(2);
        every.filter(|byte| **byte == 0).count()
    };
    let half = beginning.len() / 2;
    if half > 4 && zeros(1) * 2 > half && zeros(0) * 8 < half {
        return UTF_16LE;
    }
    if half > 4 && zeros(0) * 2 > half && zeros(1) * 8 < half {
        return UTF_16BE;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let named = |label: &str| Encoding::for_label(label.as_bytes());
    let own = || {
        let text = String::from_utf8_lossy(beginning).to_lowercase();
        let (_, after) = text.split_once("charset=")?;
        let label: String = after
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
            .collect();
        named(&label)
    };
    let encoding = told.and_then(named).or_else(own).unwrap_or(WINDOWS_1252);
    // It says so, and it is not so.
    if encoding == UTF_8 {
        WINDOWS_1252
    } else {
        encoding
    }
}
