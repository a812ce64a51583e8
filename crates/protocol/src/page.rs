//! A page of the feed: one JSON document per line.
//!
//! ```text
//! {"begin":{"proto":1}}
//! {"scope":"16.71","seq":17,"complaint":{…}}
//! {"scope":"16.71","seq":18,"exit":"6a1f…"}
//! {"end":{"cursors":{"16.71":"AQ…"},"more":false,"rows":2,"xxh3":"9d…","server_time":"…"}}
//! ```
//!
//! A page without its last line, or with another number of rows or another hash than that line says,
//! did not happen: a proxy cut it, an antivirus rewrote it, a portal answered instead.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use xxhash_rust::xxh3::Xxh3;

use crate::PROTO;
use crate::complaint::WireComplaint;

/// A page that was read and verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub rows: Vec<Row>,
    pub end: PageEnd,
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageEnd {
    /// Where to go on, for every scope that was asked for.
    pub cursors: BTreeMap<String, String>,
    /// There is more already: ask again without waiting.
    pub more: bool,
    pub rows: u64,
    /// XXH3-64 of the row lines with their line ends, hex. Against accidents, not against attackers.
    pub xxh3: String,
    pub server_time: DateTime<Utc>,
}

/// What happened to one complaint in one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub scope: String,
    /// Its place in the hub's feed. Only for telling whether an operation's effect has arrived.
    pub seq: u64,
    pub what: RowKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RowKind {
    Upsert(Box<Complaint>),
    /// It left this scope; other scopes may still hold it.
    Exit(ComplaintId),
    /// It was erased everywhere.
    Erase(ComplaintId),
    /// This version cannot take it in. Kept as it came, so that nothing is lost.
    Unreadable {
        id: Option<ComplaintId>,
        /// The member, or where in the line; never content.
        reason: String,
        raw: String,
    },
}

/// Why a page did not happen.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPage {
    #[error("the page does not begin as a page")]
    NotAPage,
    #[error("the page is of protocol version {0}")]
    OtherVersion(u32),
    #[error("the page ends before its last line")]
    Truncated,
    #[error("the page holds {found} rows where {promised} were promised")]
    RowCount { promised: u64, found: u64 },
    #[error("the rows are not what their hash promised")]
    Hash,
    #[error("line {line} of the page is not a row")]
    NotARow { line: usize },
}

#[derive(Serialize, Deserialize)]
struct BeginLine {
    begin: Begin,
}

#[derive(Serialize, Deserialize)]
struct Begin {
    proto: u32,
}

#[derive(Serialize, Deserialize)]
struct EndLine<End> {
    end: End,
}

#[derive(Deserialize)]
struct RowLine<'a> {
    scope: String,
    seq: u64,
    #[serde(borrow, default)]
    complaint: Option<&'a RawValue>,
    #[serde(default)]
    exit: Option<ComplaintId>,
    #[serde(default)]
    erase: Option<ComplaintId>,
}

#[derive(Deserialize)]
struct IdOnly {
    id: ComplaintId,
}

/// Writes a page. Complaints come as JSON already, the way the hub keeps them.
pub struct PageWriter {
    bytes: Vec<u8>,
    hash: Xxh3,
    rows: u64,
}

impl Default for PageWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl PageWriter {
    pub fn new() -> Self {
        let mut bytes = Vec::with_capacity(16 * 1024);
        bytes.extend_from_slice(format!("{{\"begin\":{{\"proto\":{PROTO}}}}}\n").as_bytes());
        Self {
            bytes,
            hash: Xxh3::new(),
            rows: 0,
        }
    }

    /// `complaint_json` is one [`WireComplaint`] on one line.
    pub fn upsert(&mut self, scope: &str, seq: u64, complaint_json: &str) {
        debug_assert!(!complaint_json.contains('\n'));
        self.row(scope, seq, "complaint", complaint_json);
    }

    pub fn exit(&mut self, scope: &str, seq: u64, id: ComplaintId) {
        self.row(scope, seq, "exit", &format!("\"{id}\""));
    }

    pub fn erase(&mut self, scope: &str, seq: u64, id: ComplaintId) {
        self.row(scope, seq, "erase", &format!("\"{id}\""));
    }

    fn row(&mut self, scope: &str, seq: u64, member: &str, json: &str) {
        let from = self.bytes.len();
        let scope = serde_json::Value::from(scope);
        let head = format!("{{\"scope\":{scope},\"seq\":{seq},\"{member}\":");
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend_from_slice(json.as_bytes());
        self.bytes.extend_from_slice(b"}\n");
        self.hash.update(&self.bytes[from..]);
        self.rows += 1;
    }

    /// Bytes so far.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there are no rows yet.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Seals the page.
    pub fn end(
        mut self,
        cursors: BTreeMap<String, String>,
        more: bool,
        server_time: DateTime<Utc>,
    ) -> Vec<u8> {
        let end = PageEnd {
            cursors,
            more,
            rows: self.rows,
            xxh3: hex(self.hash.digest()),
            server_time,
        };
        let line = serde_json::to_vec(&EndLine { end })
            .expect("a page end has only string keys and plain values");
        self.bytes.extend_from_slice(&line);
        self.bytes.push(b'\n');
        self.bytes
    }
}

impl Page {
    /// Reads and verifies a page.
    ///
    /// # Errors
    /// [`BadPage`]: nothing of it may be used, the cursors stay where they were.
    pub fn read(bytes: &[u8]) -> Result<Self, BadPage> {
        let (first, rest) = split_line(bytes).ok_or(BadPage::NotAPage)?;
        let begin: BeginLine = serde_json::from_slice(first).map_err(|_| BadPage::NotAPage)?;
        if begin.begin.proto != PROTO {
            return Err(BadPage::OtherVersion(begin.begin.proto));
        }
        let body = rest.strip_suffix(b"\n").ok_or(BadPage::Truncated)?;
        let end_at = body
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let (rows, last) = body.split_at(end_at);
        let EndLine::<PageEnd> { end } =
            serde_json::from_slice(last).map_err(|_| BadPage::Truncated)?;
        let found = rows.iter().filter(|byte| **byte == b'\n').count() as u64;
        if found != end.rows {
            return Err(BadPage::RowCount {
                promised: end.rows,
                found,
            });
        }
        if hex(xxhash_rust::xxh3::xxh3_64(rows)) != end.xxh3 {
            return Err(BadPage::Hash);
        }
        let lines = rows.split(|byte| *byte == b'\n').take(end.rows as usize);
        let rows: Result<Vec<Row>, BadPage> = lines
            .enumerate()
            .map(|(at, line)| read_row(line).ok_or(BadPage::NotARow { line: at + 2 }))
            .collect();
        Ok(Self { rows: rows?, end })
    }
}

fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((&bytes[..at], &bytes[at + 1..]))
}

fn read_row(line: &[u8]) -> Option<Row> {
    let line: RowLine = serde_json::from_slice(line).ok()?;
    let what = match (line.complaint, line.exit, line.erase) {
        (Some(json), None, None) => read_complaint(json.get()),
        (None, Some(id), None) => RowKind::Exit(id),
        (None, None, Some(id)) => RowKind::Erase(id),
        _ => return None,
    };
    Some(Row {
        scope: line.scope,
        seq: line.seq,
        what,
    })
}

fn read_complaint(json: &str) -> RowKind {
    let read = serde_json::from_str::<WireComplaint>(json)
        .map_err(|error| format!("column {}", error.column()))
        .and_then(|wire| Complaint::try_from(wire).map_err(|error| error.member.to_owned()));
    match read {
        Ok(complaint) => RowKind::Upsert(Box::new(complaint)),
        Err(reason) => RowKind::Unreadable {
            id: serde_json::from_str::<IdOnly>(json).ok().map(|it| it.id),
            reason,
            raw: json.to_owned(),
        },
    }
}

fn hex(hash: u64) -> String {
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complaint::tests::sample;
    use proptest::prelude::*;

    fn written() -> Vec<u8> {
        let mut page = PageWriter::new();
        let json = serde_json::to_string(&WireComplaint::from(sample())).unwrap();
        page.upsert("16.71", 17, &json);
        page.exit("16.71", 18, sample().id);
        page.erase("ins:a\"b", 19, sample().id);
        let cursors = [("16.71".to_owned(), "AQ".to_owned())].into();
        page.end(cursors, true, "2026-11-20T03:04:05Z".parse().unwrap())
    }

    #[test]
    fn on_the_wire() {
        let mut page = PageWriter::new();
        page.exit("16.71", 18, sample().id);
        let cursors = [("16.71".to_owned(), "AQ".to_owned())].into();
        let bytes = page.end(cursors, false, "2026-11-20T03:04:05Z".parse().unwrap());
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r#"
        {"begin":{"proto":1}}
        {"scope":"16.71","seq":18,"exit":"4bb6ab76-a4c5-52da-9f67-d5f867f2fcf4"}
        {"end":{"cursors":{"16.71":"AQ"},"more":false,"rows":1,"xxh3":"73099694952cd70f","server_time":"2026-11-20T03:04:05Z"}}
        "#);
    }

    #[test]
    fn a_page_comes_back_as_it_went() {
        let page = Page::read(&written()).unwrap();
        let kinds: Vec<_> = page.rows.iter().map(|row| (row.seq, &row.what)).collect();
        assert_eq!(kinds[0], (17, &RowKind::Upsert(Box::new(sample()))));
        assert_eq!(kinds[1], (18, &RowKind::Exit(sample().id)));
        assert_eq!(kinds[2], (19, &RowKind::Erase(sample().id)));
        assert_eq!(page.rows[2].scope, "ins:a\"b");
        assert!(page.end.more);
    }

    #[test]
    fn an_empty_page_is_a_page() {
        let at = "2026-11-20T03:04:05Z".parse().unwrap();
        let bytes = PageWriter::new().end(BTreeMap::new(), false, at);
        assert_eq!(Page::read(&bytes).unwrap().rows, []);
    }

    #[test]
    fn no_part_of_a_page_is_a_page() {
        let bytes = written();
        for len in 0..bytes.len() {
            assert!(Page::read(&bytes[..len]).is_err(), "cut at {len}");
        }
    }

    #[test]
    fn other_answers_are_not_pages() {
        for body in ["", "<html>Silakan masuk</html>\n", "{}\n", "null"] {
            assert_eq!(Page::read(body.as_bytes()), Err(BadPage::NotAPage));
        }
        let newer = b"{\"begin\":{\"proto\":9}}\n{\"end\":{}}\n";
        assert_eq!(Page::read(newer), Err(BadPage::OtherVersion(9)));
    }

    #[test]
    fn a_complaint_that_cannot_be_read_is_kept() {
        let mut json = serde_json::to_value(WireComplaint::from(sample())).unwrap();
        json["location"]["region"] = "di sana".into();
        let mut page = PageWriter::new();
        page.upsert("nat", 1, &json.to_string());
        page.upsert("nat", 2, r#"{"id":7}"#);
        let at = "2026-11-20T03:04:05Z".parse().unwrap();
        let page = Page::read(&page.end(BTreeMap::new(), false, at)).unwrap();
        let RowKind::Unreadable { id, reason, raw } = &page.rows[0].what else {
            panic!("{:?}", page.rows[0].what);
        };
        assert_eq!((*id, reason.as_str()), (Some(sample().id), "region"));
        assert_eq!(*raw, json.to_string());
        assert!(matches!(
            &page.rows[1].what,
            RowKind::Unreadable { id: None, .. }
        ));
    }

    proptest! {
        #[test]
        fn any_damage_to_the_rows_is_noticed(at in any::<prop::sample::Index>(), bit in 0..8u8) {
            let mut bytes = written();
            let first = bytes.iter().position(|b| *b == b'\n').unwrap() + 1;
            let end = bytes.windows(7).rposition(|part| part == b"{\"end\":").unwrap();
            let place = first + at.index(end - first);
            bytes[place] ^= 1 << bit;
            prop_assert!(Page::read(&bytes).is_err());
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Page::read(&bytes);
        }
    }
}
