//! Lengths as they travel and lie on disks: bytes of JSON.

use std::io::{self, Write};

use crate::event::Event;

/// Bytes of `text` in UTF-8, as JSON writes it: a quotation mark or a line end counts two, another
/// control character six.
///
/// ```
/// use tanggap_domain::limits::encoded_bytes;
/// assert_eq!(encoded_bytes("kata \"é\"\n"), 13);
/// ```
pub fn encoded_bytes(text: &str) -> usize {
    text.bytes().map(encoded_byte).sum()
}

fn encoded_byte(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' | 0x08 | b'\t' | b'\n' | 0x0c | b'\r' => 2,
        0..=0x1f => 6,
        _ => 1,
    }
}

/// The longest beginning of `text` that has at most `max_bytes`.
pub(super) fn beginning(text: &str, max_bytes: usize) -> &str {
    let mut bytes = 0;
    for (at, c) in text.char_indices() {
        let mut utf8 = [0; 4];
        bytes += encoded_bytes(c.encode_utf8(&mut utf8));
        if bytes > max_bytes {
            return &text[..at];
        }
    }
    text
}

/// Bytes of a history as JSON.
pub fn history_bytes(history: &[Event]) -> usize {
    let mut count = Count(0);
    serde_json::to_writer(&mut count, history)
        .expect("an event has only string keys and plain values");
    count.0
}

/// Counts what is written, and keeps none of it.
struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
