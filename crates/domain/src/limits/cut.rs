//! What a source wrote too long: cut, with a mark that says how much is missing.
//!
//! The same text is always cut alike, so that the same row again is no news.

use std::collections::{BTreeMap, BTreeSet};

use super::measure::beginning;
use super::{ListKind, TextKind, encoded_bytes};
use crate::agency::AgencyRef;
use crate::classification::Classification;
use crate::complaint::{Attachment, Channel, Complaint};

/// Room for the mark: its words and a count of any size.
const MARK_BYTES: usize = 64;

impl TextKind {
    /// Cuts `text` to this kind's limit at a character, and ends it with a mark. Gives whether it did.
    pub fn cut(self, text: &mut String) -> bool {
        if encoded_bytes(text) <= self.max_bytes() {
            return false;
        }
        let kept = beginning(text, self.max_bytes() - MARK_BYTES).len();
        let missing = text[kept..].chars().count();
        text.truncate(kept);
        text.push_str(&mark(missing, "karakter"));
        true
    }
}

fn mark(missing: usize, of: &str) -> String {
    format!("… [dipotong, {missing} {of} lagi]")
}

/// What was cut from a complaint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    pub texts: BTreeSet<TextKind>,
    pub lists: BTreeSet<ListKind>,
}

impl Cuts {
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.lists.is_empty()
    }

    fn text(&mut self, kind: TextKind, text: &mut String) {
        if kind.cut(text) {
            self.texts.insert(kind);
        }
    }

    fn some(&mut self, kind: TextKind, text: &mut Option<String>) {
        if let Some(text) = text {
            self.text(kind, text);
        }
    }

    fn agency(&mut self, agency: &mut Option<AgencyRef>) {
        if let Some(agency) = agency {
            self.text(TextKind::Agency, &mut agency.name);
        }
    }

    /// How many entries of a list of `len` to keep, and how many are missing then. The last place is
    /// for the mark.
    fn list(&mut self, kind: ListKind, len: usize) -> Option<(usize, usize)> {
        (len > kind.most()).then(|| {
            self.lists.insert(kind);
            let kept = kind.most() - 1;
            (kept, len - kept)
        })
    }

    fn path(&mut self, path: &mut Vec<String>) {
        if let Some((kept, missing)) = self.list(ListKind::CategoryPath, path.len()) {
            path.truncate(kept);
            path.push(mark(missing, "kata"));
        }
        for word in path {
            self.text(TextKind::Category, word);
        }
    }

    fn files(&mut self, files: &mut Vec<Attachment>) {
        if let Some((kept, missing)) = self.list(ListKind::ComplaintFiles, files.len()) {
            files.truncate(kept);
            files.push(Attachment {
                sha256: String::new(),
                name: mark(missing, "berkas"),
                mime: String::new(),
                size_bytes: 0,
            });
        }
        for file in files {
            self.text(TextKind::FileName, &mut file.name);
            self.text(TextKind::FileType, &mut file.mime);
        }
    }

    fn columns(&mut self, columns: &mut BTreeMap<String, String>) {
        let (kept, missing) = self
            .list(ListKind::Columns, columns.len())
            .unwrap_or((columns.len(), 0));
        let all = std::mem::take(columns).into_iter().take(kept);
        columns.extend(all.map(|(mut name, mut value)| {
            self.text(TextKind::Column, &mut name);
            self.text(TextKind::ColumnValue, &mut value);
            (name, value)
        }));
        if missing > 0 {
            columns.insert("…".to_owned(), mark(missing, "kolom"));
        }
    }
}

impl Complaint {
    /// Brings every field within its limit, as whoever reads a file or a foreign source must. The
    /// history is left alone: it is never read from there.
    pub fn cut_to_limits(&mut self) -> Cuts {
        let mut cuts = Cuts::default();
        cuts.text(TextKind::Title, &mut self.title);
        cuts.text(TextKind::Body, &mut self.body);
        cuts.some(TextKind::Body, &mut self.first_body);
        if let Classification::Other(word) = &mut self.classification {
            cuts.text(TextKind::Classification, word);
        }
        cuts.path(&mut self.category.path);
        if let Channel::Other(word) = &mut self.channel {
            cuts.text(TextKind::Channel, word);
        }
        cuts.some(TextKind::Name, &mut self.reporter.name);
        cuts.some(TextKind::Contact, &mut self.reporter.phone);
        cuts.some(TextKind::Contact, &mut self.reporter.email);
        let place = &mut self.location;
        for name in [
            &mut place.province,
            &mut place.regency,
            &mut place.district,
            &mut place.village,
        ] {
            cuts.some(TextKind::Place, name);
        }
        cuts.some(TextKind::Address, &mut place.address);
        cuts.agency(&mut self.agency);
        cuts.agency(&mut self.unit);
        cuts.some(TextKind::Status, &mut self.national.code);
        cuts.text(TextKind::Status, &mut self.national.name);
        cuts.some(TextKind::StatusText, &mut self.national.text);
        cuts.files(&mut self.attachments);
        cuts.columns(&mut self.extra);
        cuts
    }
}
