//! The header row: which column holds what. Knows names, never contents.

use super::cell::Cell;

/// Information rows stand above the header; further down there is none.
pub(super) const MAX_ROWS_BEFORE_HEADER: u32 = 100;

/// The columns of the national export, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    TrackingId,
    ReceivedDate,
    ReceivedTime,
    ReporterName,
    Classification,
    CategoryId,
    Category,
    Title,
    FirstBody,
    Body,
    Privacy,
    Channel,
    Agency,
    UnitId,
    Unit,
    Status,
    Reason,
    Province,
    Regency,
    District,
    Village,
    DecreeNumber,
    DecreeUrl,
    AnnualReportUrl,
    Setwapres,
    Rating,
}

impl Column {
    pub const ALL: [Self; 26] = [
        Self::TrackingId,
        Self::ReceivedDate,
        Self::ReceivedTime,
        Self::ReporterName,
        Self::Classification,
        Self::CategoryId,
        Self::Category,
        Self::Title,
        Self::FirstBody,
        Self::Body,
        Self::Privacy,
        Self::Channel,
        Self::Agency,
        Self::UnitId,
        Self::Unit,
        Self::Status,
        Self::Reason,
        Self::Province,
        Self::Regency,
        Self::District,
        Self::Village,
        Self::DecreeNumber,
        Self::DecreeUrl,
        Self::AnnualReportUrl,
        Self::Setwapres,
        Self::Rating,
    ];

    /// The name in the national export.
    pub fn name(self) -> &'static str {
        match self {
            Self::TrackingId => "Tracking ID",
            Self::ReceivedDate => "Tanggal Laporan Masuk",
            Self::ReceivedTime => "Waktu Laporan Masuk",
            Self::ReporterName => "Nama Pelapor",
            Self::Classification => "Klasifikasi Laporan",
            Self::CategoryId => "ID Kategori",
            Self::Category => "Kategori",
            Self::Title => "Judul Laporan",
            Self::FirstBody => "Isi Laporan Awal",
            Self::Body => "Isi Laporan Akhir",
            Self::Privacy => "Tipe Laporan (Anonim/Rahasia)",
            Self::Channel => "Sumber Laporan",
            Self::Agency => "Instansi Induk",
            Self::UnitId => "ID Instansi Terdisposisi",
            Self::Unit => "Instansi Terdisposisi",
            Self::Status => "Status Laporan",
            Self::Reason => "Alasan Tunda/Arsip",
            Self::Province => "Provinsi",
            Self::Regency => "Kota/Kabupaten",
            Self::District => "Kecamatan",
            Self::Village => "Kelurahan",
            Self::DecreeNumber => "Nomor SK",
            Self::DecreeUrl => "Url SK",
            Self::AnnualReportUrl => "Url Dokumen Laporan Tahunan",
            Self::Setwapres => "Laporan yang Masuk melalui Kanal Aduan Setwapres",
            Self::Rating => "Rating",
        }
    }

    /// Other spellings, folded as [`fold`] does.
    fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::TrackingId => &[
                "idtracking",
                "notracking",
                "nomortracking",
                "trackingidlaporan",
            ],
            Self::ReceivedDate => &["tgllaporanmasuk", "tanggalmasuk", "tanggallaporan"],
            Self::ReceivedTime => &["jamlaporanmasuk", "waktumasuk", "waktulaporan"],
            Self::Classification => &["klasifikasi"],
            Self::Title => &["judul"],
            Self::Body => &["isilaporan"],
            Self::Privacy => &["tipelaporan"],
            Self::Unit => &["instansiterdisposisikan"],
            Self::Status => &["status"],
            Self::Reason => &["alasantunda", "alasantundaataualasanarsip"],
            Self::Regency => &["kabupatenkota", "kabkota", "kotakab"],
            Self::Village => &["kelurahandesa", "desakelurahan", "desa"],
            Self::Setwapres => &["kanaladuansetwapres"],
            _ => &[],
        }
    }

    pub(super) fn of_name(name: &str) -> Option<Self> {
        let folded = fold(name);
        Self::ALL.into_iter().find(|column| {
            fold(column.name()) == folded || column.other_names().contains(&folded.as_str())
        })
    }
}

/// Where each column stands.
#[derive(Clone, Debug)]
pub(super) struct Header {
    places: [Option<usize>; 26],
    names: Vec<String>,
    unknown: Vec<usize>,
}

impl Header {
    /// The header in this row, none where the row is not one: it names `Tracking ID` and at least one
    /// more column of the export.
    pub fn find(row: &[Cell]) -> Option<Self> {
        let mut header = Self {
            places: [None; 26],
            names: vec![String::new(); row.len()],
            unknown: Vec::new(),
        };
        for (place, cell) in row.iter().enumerate() {
            let Some(name) = cell.owned() else { continue };
            match Column::of_name(&name) {
                Some(column) if header.place(column).is_none() => {
                    header.places[column as usize] = Some(place);
                }
                _ => header.unknown.push(place),
            }
            header.names[place] = name;
        }
        let known = header.places.iter().flatten().count();
        (header.place(Column::TrackingId).is_some() && known > 1).then_some(header)
    }

    pub fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// Columns without which no complaint can be made.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.place(Column::ReceivedDate).is_none() {
            missing.push(Column::ReceivedDate.name());
        }
        let texts = [Column::Body, Column::FirstBody, Column::Title];
        if texts.iter().all(|text| self.place(*text).is_none()) {
            missing.push(Column::Body.name());
        }
        missing
    }

    /// Columns the export does not have today: name and place.
    pub fn unknown(&self) -> impl Iterator<Item = (&str, usize)> {
        self.unknown
            .iter()
            .map(|place| (self.names[*place].as_str(), *place))
    }

    /// The name of the column at `place`; spreadsheet letters' number where the header is blank.
    pub fn name_at(&self, place: usize) -> String {
        match self.names.get(place) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => format!("#{}", place + 1),
        }
    }
}

/// Letters and digits, lower case.
fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(names: &[&'a str]) -> Vec<Cell<'a>> {
        names
            .iter()
            .map(|name| Cell::Text((*name).into()))
            .collect()
    }

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        let cells = row(&[
            "RATING",
            " tracking_id ",
            "Kabupaten / Kota",
            "Kolom Baru",
            "ISI LAPORAN",
        ]);
        let header = Header::find(&cells).unwrap();
        assert_eq!(header.place(Column::TrackingId), Some(1));
        assert_eq!(header.place(Column::Regency), Some(2));
        assert_eq!(header.place(Column::Body), Some(4));
        assert_eq!(header.unknown().collect::<Vec<_>>(), [("Kolom Baru", 3)]);
        assert_eq!(header.missing(), ["Tanggal Laporan Masuk"]);
    }

    #[test]
    fn other_rows_are_no_header() {
        assert!(Header::find(&row(&["No", "Laporan", "Status"])).is_none());
        assert!(Header::find(&row(&["Tracking ID", "9165816"])).is_none());
        assert!(Header::find(&[]).is_none());
    }

    #[test]
    fn every_name_of_the_export_is_known() {
        for (place, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(column as usize, place);
            assert_eq!(Column::of_name(column.name()), Some(column));
        }
    }
}
