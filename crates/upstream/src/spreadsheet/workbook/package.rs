//! What an archive holds, inspected before anything of it is loaded: which kind of workbook it is, what it
//! inflates to, and whether its XML has characters that XML forbids. Those are taken out; programs that
//! write such files are common, and Excel offers to repair them.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::super::SpreadsheetError;

/// A file that can be read again and again.
pub(super) enum Content {
    File(File),
    Cleaned(Arc<[u8]>),
}

pub(super) trait Readable: Read + Seek + Send {}
impl<Any: Read + Seek + Send> Readable for Any {}

impl Content {
    /// From its beginning. One reader at a time: those of a file share its place.
    pub fn reader(&self) -> io::Result<Box<dyn Readable>> {
        Ok(match self {
            Self::File(file) => {
                let mut file = file.try_clone()?;
                file.seek(SeekFrom::Start(0))?;
                Box::new(io::BufReader::new(file))
            }
            Self::Cleaned(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
}

/// Inspects an archive, and takes out of it what no reader takes. Sizes that it tells of itself are not
/// trusted: every part is inflated into nothing first.
pub(super) fn inspect(file: File, max_bytes: u64) -> Result<(Kind, Content), SpreadsheetError> {
    let mut archive = ZipArchive::new(&file).map_err(|_| SpreadsheetError::NotASpreadsheet)?;
    let kind = kind_of(&mut archive)?;
    let mut left = max_bytes;
    let mut clean = true;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(of_part)?;
        let is_xml = part.name().is_ok_and(|name| is_xml(&name));
        let mut sifted = Sifter::into(io::sink());
        let mut part = part.take(left + 1);
        let copied = if is_xml {
            io::copy(&mut part, &mut sifted)
        } else {
            io::copy(&mut part, &mut io::sink())
        };
        let inflated = copied.map_err(|_| SpreadsheetError::Damaged)?;
        left = left
            .checked_sub(inflated)
            .ok_or(SpreadsheetError::TooLarge { max_bytes })?;
        clean &= !is_xml || !sifted.finish()?.1;
    }
    drop(archive);
    let content = if clean {
        Content::File(file)
    } else {
        Content::Cleaned(cleaned(&file)?.into())
    };
    Ok((kind, content))
}

fn kind_of<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Kind, SpreadsheetError> {
    let mut kind = None;
    for name in archive.file_names().flatten() {
        let name = name.replace('\\', "/").to_ascii_lowercase();
        let name = name.trim_start_matches('/');
        let found = match name {
            "content.xml" => Kind::Ods,
            _ if name.ends_with("workbook.bin") => Kind::Xlsb,
            "[content_types].xml" => Kind::Xlsx,
            _ if name.contains("worksheets/") || name.ends_with("workbook.xml") => Kind::Xlsx,
            _ => continue,
        };
        // A package names its parts in any order; the binary workbook has the same other parts.
        if kind.is_none() || found == Kind::Xlsb {
            kind = Some(found);
        }
    }
    let kind = kind.ok_or(SpreadsheetError::NotASpreadsheet)?;
    let text = |archive: &mut ZipArchive<R>, name: &str| {
        let mut text = String::new();
        let part = archive.by_name(name).ok()?;
        part.take(100_000).read_to_string(&mut text).ok()?;
        Some(text)
    };
    match kind {
        Kind::Ods => match text(archive, "mimetype") {
            Some(mime) if !mime.contains("spreadsheet") => Err(SpreadsheetError::NotASpreadsheet),
            _ => Ok(kind),
        },
        Kind::Xlsx => {
            // Word and PowerPoint write packages too.
            let is_other = archive.file_names().flatten().any(|name| {
                let name = name.replace('\\', "/").to_ascii_lowercase();
                name.starts_with("word/") || name.starts_with("ppt/")
            });
            let has_sheets = archive.file_names().flatten().any(|name| {
                let name = name.replace('\\', "/").to_ascii_lowercase();
                name.contains("sheet") || name.contains("workbook")
            });
            if is_other || !has_sheets {
                Err(SpreadsheetError::NotASpreadsheet)
            } else {
                Ok(kind)
            }
        }
        Kind::Xlsb => Ok(kind),
    }
}

fn of_part(error: zip::result::ZipError) -> SpreadsheetError {
    match error {
        zip::result::ZipError::UnsupportedArchive(why)
            if why == zip::result::ZipError::PASSWORD_REQUIRED =>
        {
            SpreadsheetError::Password
        }
        _ => SpreadsheetError::Damaged,
    }
}

fn is_xml(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".xml") || name.ends_with(".rels")
}

/// The archive anew, its XML sifted.
fn cleaned(file: &File) -> Result<Vec<u8>, SpreadsheetError> {
    let damaged = |_| SpreadsheetError::Damaged;
    let mut archive = ZipArchive::new(file).map_err(|_| SpreadsheetError::Damaged)?;
    let mut anew = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(of_part)?;
        if part.is_dir() {
            continue;
        }
        let name = part
            .name()
            .map_err(|_| SpreadsheetError::Damaged)?
            .into_owned();
        anew.start_file(name.as_str(), options)
            .map_err(|_| SpreadsheetError::Damaged)?;
        if is_xml(&name) {
            let mut sifter = Sifter::into(&mut anew);
            io::copy(&mut part, &mut sifter).map_err(damaged)?;
            sifter.finish()?;
        } else {
            io::copy(&mut part, &mut anew).map_err(damaged)?;
        }
    }
    let written = anew.finish().map_err(|_| SpreadsheetError::Damaged)?;
    Ok(written.into_inner())
}

/// Passes XML on without what XML 1.0 forbids: control characters, raw or as a reference, references to
/// halves of characters, bytes that are no UTF-8.
struct Sifter<To> {
    to: To,
    /// The end of a piece that may go on in the next one: a reference, a character of several bytes.
    held: Vec<u8>,
    dirty: bool,
    /// UTF-16 parts are left to the reader.
    begun: bool,
    is_wide: bool,
}

/// `&#x10FFFF;` and some zeros.
const LONGEST_REFERENCE: usize = 14;

impl<To: Write> Sifter<To> {
    fn into(to: To) -> Self {
        Self {
            to,
            held: Vec::new(),
            dirty: false,
            begun: false,
            is_wide: false,
        }
    }

    /// Gives back what was written to, and whether anything was taken out.
    fn finish(mut self) -> Result<(To, bool), SpreadsheetError> {
        let held = std::mem::take(&mut self.held);
        let (kept, _) = self.sift(&held, true);
        self.to
            .write_all(&kept)
            .map_err(|_| SpreadsheetError::Damaged)?;
        Ok((self.to, self.dirty))
    }

    /// What passes, and how many bytes of the piece were looked through.
    fn sift(&mut self, piece: &[u8], is_last: bool) -> (Vec<u8>, usize) {
        let mut kept = Vec::with_capacity(piece.len());
        let mut at = 0;
        while at < piece.len() {
            let plain = piece[at..]
                .iter()
                .position(|byte| *byte < 0x20 || *byte == b'&' || *byte >= 0x80)
                .unwrap_or(piece.len() - at);
            kept.extend_from_slice(&piece[at..at + plain]);
            at += plain;
            let Some(byte) = piece.get(at) else { break };
            match byte {
                b'\t' | b'\n' | b'\r' => {
                    kept.push(*byte);
                    at += 1;
                }
                b'&' => {
                    let window = &piece[at..piece.len().min(at + LONGEST_REFERENCE)];
                    match window.iter().position(|byte| *byte == b';') {
                        None if !is_last && window.len() < LONGEST_REFERENCE => break,
                        Some(end) if is_forbidden(&window[..=end]) => {
                            self.dirty = true;
                            at += end + 1;
                        }
                        _ => {
                            kept.push(b'&');
                            at += 1;
                        }
                    }
                }
                0x80.. => match character(&piece[at..]) {
                    Character::Whole(length) => {
                        kept.extend_from_slice(&piece[at..at + length]);
                        at += length;
                    }
                    Character::CutOff if !is_last => break,
                    Character::CutOff | Character::Broken => {
                        self.dirty = true;
                        kept.extend_from_slice("\u{fffd}".as_bytes());
                        at += 1;
                    }
                },
                _ => {
                    self.dirty = true;
                    at += 1;
                }
            }
        }
        (kept, at)
    }
}

impl<To: Write> Write for Sifter<To> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.begun && !bytes.is_empty() {
            self.begun = true;
            let text = &bytes[..bytes.len().min(200)];
            let told = String::from_utf8_lossy(text).to_lowercase();
            let other = told.contains("encoding=") && !told.contains("utf-8");
            self.is_wide = other || matches!(bytes.first(), Some(0xff | 0xfe | 0));
        }
        if self.is_wide {
            self.to.write_all(bytes)?;
            return Ok(bytes.len());
        }
        if self.held.is_empty() && is_plain(bytes) {
            self.to.write_all(bytes)?;
            return Ok(bytes.len());
        }
        let mut piece = std::mem::take(&mut self.held);
        piece.extend_from_slice(bytes);
        let (kept, sifted) = self.sift(&piece, false);
        self.to.write_all(&kept)?;
        self.held = piece.split_off(sifted);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Whether nothing in a piece has to be looked at: plain letters, line ends and tabs, no reference. Eight
/// bytes at a time, for nearly every piece of nearly every file is.
fn is_plain(piece: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES * 0x80;
    /// Whether a byte of the word is zero.
    const fn has_zero(word: u64) -> bool {
        word.wrapping_sub(ONES) & !word & HIGH != 0
    }
    let is_plain = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'%' | b'\''..0x80);
    let (words, rest) = piece.as_chunks::<8>();
    let plain = |bytes: &[u8; 8]| {
        let word = u64::from_ne_bytes(*bytes);
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        let strange = control | (word & HIGH);
        (strange == 0 && !has_zero(word ^ (ONES * u64::from(b'&')))) || bytes.iter().all(is_plain)
    };
    words.iter().all(plain) && rest.iter().all(is_plain)
}

/// `&#0;`, `&#x1F;`, `&#xD83D;`: a reference to what is no character of XML.
fn is_forbidden(reference: &[u8]) -> bool {
    let text = std::str::from_utf8(reference).unwrap_or_default();
    let Some(digits) = text.strip_prefix("&#").and_then(|it| it.strip_suffix(';')) else {
        return false;
    };
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    match code.map(char::from_u32) {
        Ok(Some(c)) => {
            (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
        }
        Ok(None) | Err(_) => true,
    }
}

enum Character {
    Whole(usize),
    CutOff,
    Broken,
}

/// The character of several bytes that begins here.
fn character(bytes: &[u8]) -> Character {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Character::Broken,
    };
    match bytes.get(..length) {
        Some(whole) => match std::str::from_utf8(whole) {
            Ok("\u{fffe}" | "\u{ffff}") | Err(_) => Character::Broken,
            Ok(_) => Character::Whole(length),
        },
        None if bytes[1..].iter().all(|byte| (0x80..0xc0).contains(byte)) => Character::CutOff,
        None => Character::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &[u8], expected: &str) {
        for size in [1, 2, 3, 7, raw.len().max(1)] {
            let mut sifter = Sifter::into(Vec::new());
            for piece in raw.chunks(size) {
                sifter.write_all(piece).unwrap();
            }
            let (kept, dirty) = sifter.finish().unwrap();
            assert_eq!(
                String::from_utf8_lossy(&kept),
                expected,
                "in pieces of {size}"
            );
            assert_eq!(dirty, raw != expected.as_bytes());
        }
    }

    #[test]
    fn what_xml_forbids_is_taken_out_and_nothing_else() {
        check(b"<t>a&#0;b\x0bc\x00</t>", "<t>abc</t>");
        check(b"&#x1F;&#31;&#x0B;&#55357;&#xDE00;&#xFFFE;", "");
        check(
            b"&#13;&#10;&#x9;&amp;&#x41;&lt; & &#; &#zz;",
            "&#13;&#10;&#x9;&amp;&#x41;&lt; &  ",
        );
        check("é – 漢 😀\t\r\n".as_bytes(), "é – 漢 😀\t\r\n");
        check(b"\xe9tat \xf0\x9f", "\u{fffd}tat \u{fffd}\u{fffd}");
        check(b"&", "&");
        check(b"", "");
    }

    #[test]
    fn plain_is_what_passes_untouched() {
        for byte in 0..=u8::MAX {
            for at in [0, 3, 7, 8, 12] {
                let mut piece = *b"satu dua tiga";
                piece[at] = byte;
                let expected =
                    byte < 0x80 && byte != b'&' && (byte >= b' ' || b"\t\n\r".contains(&byte));
                assert_eq!(is_plain(&piece), expected, "{byte:#x} at {at}");
            }
        }
        assert!(is_plain(b""));
    }

    #[test]
    fn a_part_in_another_encoding_is_left_to_the_reader() {
        let raw = b"<?xml version='1.0' encoding='ISO-8859-1'?><t>\xe9\x0b</t>";
        let mut sifter = Sifter::into(Vec::new());
        sifter.write_all(raw).unwrap();
        let (kept, dirty) = sifter.finish().unwrap();
        assert_eq!((kept.as_slice(), dirty), (raw.as_slice(), false));
    }
}
