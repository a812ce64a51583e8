//! Which of two files is newer. Decided by what the files say of themselves, else by what the two rows
//! say; the order in which somebody imported them decides nothing.

use std::cmp::Ordering;

use super::NationalRow;
use crate::complaint::Complaint;
use crate::provenance::{AsOf, NationalField, Provenance};
use crate::status::{Stage, stage_of_national};

/// A row held against a complaint that is known.
pub(super) struct Order {
    known: Provenance,
    /// How old the row is; none for a source that speaks of the present.
    pub as_of: Option<AsOf>,
    /// Whether the row's own facts show that it was written before what is known.
    rows_say_older: bool,
}

impl Order {
    pub fn of(known: &Complaint, row: &NationalRow) -> Self {
        Self {
            known: known.provenance.clone(),
            as_of: row.complaint.provenance.as_of,
            rows_say_older: rows_say_older(known, row),
        }
    }

    /// Whether what is known of this field comes from a newer file.
    pub fn is_older(&self, field: NationalField) -> bool {
        self.known
            .of(field)
            .is_some_and(|told| self.is_older_than(told))
    }

    pub fn is_older_than(&self, told: AsOf) -> bool {
        match self.as_of {
            None => false,
            Some(row) if row.is_before(told) => true,
            Some(row) if told.is_before(row) => false,
            Some(_) => self.rows_say_older,
        }
    }
}

/// Whether the row was written before what is known, by its facts alone: a status less far along, a text
/// that was edited since. False where both may be.
fn rows_say_older(known: &Complaint, row: &NationalRow) -> bool {
    match by_status(&row.complaint.national.name, &known.national.name) {
        Some(order) => order == Ordering::Less,
        None => has_first_text(known, row),
    }
}

fn by_status(row: &str, known: &str) -> Option<Ordering> {
    if row.is_empty() || known.is_empty() {
        return None;
    }
    // Whether a unit is named depends on the columns of the file.
    let stage = |name| stage_of_national(name, true);
    match further(stage(row), stage(known)) {
        Some(Ordering::Equal) => None,
        order => order,
    }
}

/// Which stage comes later in every course that a report may take; none where both orders occur.
fn further(one: Stage, other: Stage) -> Option<Ordering> {
    const BEGUN: u8 = 0;
    const CLOSED: u8 = 4;
    let rank = |stage| match stage {
        Stage::BelumTerverifikasi => Some(BEGUN),
        Stage::BelumTerdisposisi => Some(1),
        Stage::BelumDitindaklanjuti => Some(2),
        Stage::Proses => Some(3),
        Stage::Selesai | Stage::Diarsipkan | Stage::BukanWewenang | Stage::Dihapus => Some(CLOSED),
        // A report may be held before and after any step.
        Stage::Tertunda | Stage::TidakDikenal => None,
    };
    match (one, rank(one), other, rank(other)) {
        (_, Some(one), _, Some(other)) => Some(one.cmp(&other)),
        (Stage::Tertunda, _, _, Some(BEGUN)) => Some(Ordering::Greater),
        (Stage::Tertunda, _, _, Some(CLOSED)) => Some(Ordering::Less),
        (_, Some(BEGUN), Stage::Tertunda, _) => Some(Ordering::Less),
        (_, Some(CLOSED), Stage::Tertunda, _) => Some(Ordering::Greater),
        _ => None,
    }
}

/// `Isi Laporan Awal` never changes, `Isi Laporan Akhir` is what was edited: who still has the first
/// text where the other has another wrote earlier.
fn has_first_text(known: &Complaint, row: &NationalRow) -> bool {
    let incoming = &row.complaint;
    !incoming.provenance.stand_ins.body
        && incoming.body != known.body
        && known.first_body.as_ref() == Some(&incoming.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_further_along_is_newer_where_there_is_only_one_course() {
        use Ordering::{Greater, Less};
        for (row, known, expected) in [
            ("Belum Terverifikasi", "Terverifikasi", Some(Less)),
            ("Terverifikasi", "Belum Terverifikasi", Some(Greater)),
            ("Belum Terdisposisi", "Belum Ditindaklanjuti", Some(Less)),
            ("Terverifikasi", "Ditindaklanjuti oleh Instansi", Some(Less)),
            (
                "Ditindaklanjuti oleh Instansi",
                "Ditutup oleh Sistem",
                Some(Less),
            ),
            ("Diarsipkan oleh Admin", "Terverifikasi", Some(Greater)),
            ("Tertunda", "Belum Terverifikasi", Some(Greater)),
            ("Belum Terverifikasi", "Tertunda", Some(Less)),
            ("Tertunda", "Ditutup oleh Admin", Some(Less)),
            ("Ditutup oleh Admin", "Tertunda", Some(Greater)),
            ("Tertunda", "Terverifikasi", None),
            ("Terverifikasi", "Tertunda", None),
            ("Ditutup oleh Admin", "Diarsipkan oleh Admin", None),
            (
                "Ditanggapi oleh Pelapor",
                "Ditindaklanjuti oleh Instansi",
                None,
            ),
            ("Dimediasi", "Terverifikasi", None),
            ("Tertunda", "Dimediasi", None),
            ("", "Terverifikasi", None),
            ("Terverifikasi", "", None),
        ] {
            assert_eq!(by_status(row, known), expected, "{row} / {known}");
        }
    }
}
