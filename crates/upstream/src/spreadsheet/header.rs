//! The header row: which column holds what. Knows names, never contents.

use tanggap_domain::privacy::told::Flag;

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

    /// Other spellings, folded as [`fold`] does: older exports, trimmed copies, `snake_case`, English.
    fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::TrackingId => &[
                "idtracking",
                "notracking",
                "nomortracking",
                "trackingidlaporan",
                "idtrackinglaporan",
                "trackingnumber",
                "kodetracking",
                "tracking",
            ],
            Self::ReceivedDate => &[
                "tgllaporanmasuk",
                "tanggalmasuk",
                "tanggallaporan",
                "tgllaporan",
                "tglmasuk",
                "tanggallaporanditerima",
                "tanggalditerima",
                "tanggaladuan",
                "tanggalpengaduan",
                "tanggal",
                "tgl",
                "receiveddate",
            ],
            Self::ReceivedTime => &[
                "jamlaporanmasuk",
                "waktumasuk",
                "waktulaporan",
                "jamlaporan",
                "jammasuk",
                "waktu",
                "jam",
                "receivedtime",
            ],
            Self::ReporterName => &["pelapor", "namapelaporlaporan", "reportername"],
            Self::Classification => &["klasifikasi", "klasifikasiaduan", "classification"],
            Self::CategoryId => &[
                "kategoriid",
                "idkategorilaporan",
                "kodekategori",
                "categoryid",
            ],
            Self::Category => &["kategorilaporan", "namakategori", "category"],
            Self::Title => &["judul", "juduladuan", "judulpengaduan", "title"],
            Self::FirstBody => &["isiawal", "isilaporanpertama", "isiaduanawal"],
            Self::Body => &[
                "isilaporan",
                "isiakhir",
                "isiaduan",
                "isipengaduan",
                "isilaporanterakhir",
                "content",
            ],
            Self::Channel => &["sumber", "kanal", "kanallaporan", "sumberaduan", "channel"],
            Self::Agency => &["induk", "namainstansiinduk", "indukinstansi"],
            Self::UnitId => &["idinstansi", "idterdisposisi", "idinstansitujuan"],
            Self::Unit => &[
                "instansiterdisposisikan",
                "namainstansiterdisposisi",
                "instansitujuan",
                "instansidisposisi",
                "terdisposisi",
                "opdterdisposisi",
                "unitterdisposisi",
            ],
            Self::Status => &["status", "statusaduan", "statuspengaduan", "statusterakhir"],
            Self::Reason => &[
                "alasantunda",
                "alasanarsip",
                "alasantundaataualasanarsip",
                "alasantundaatauarsip",
                "alasan",
            ],
            Self::Province => &["propinsi", "namaprovinsi", "province"],
            Self::Regency => &[
                "kabupatenkota",
                "kabkota",
                "kotakab",
                "kotaataukabupaten",
                "kabupatenataukota",
                "namakabupatenkota",
                "kabupaten",
                "kota",
            ],
            Self::District => &["kec", "namakecamatan", "distrik", "kapanewon", "kemantren"],
            Self::Village => &[
                "kelurahandesa",
                "desakelurahan",
                "kelurahanataudesa",
                "desa",
                "namakelurahan",
                "kampung",
                "nagari",
            ],
            Self::Setwapres => &["kanaladuansetwapres"],
            Self::Rating => &["penilaian", "nilairating"],
            // Every column that speaks of privacy is found by [`privacy_of_name`].
            Self::Privacy | Self::DecreeNumber | Self::DecreeUrl | Self::AnnualReportUrl => &[],
        }
    }

    /// Whether an export without this column says less than an officer expects of it.
    fn is_expected(self) -> bool {
        match self {
            Self::DecreeNumber
            | Self::DecreeUrl
            | Self::AnnualReportUrl
            | Self::Setwapres
            | Self::Rating
            | Self::Reason
            | Self::UnitId
            | Self::CategoryId => false,
            Self::TrackingId
            | Self::ReceivedDate
            | Self::ReceivedTime
            | Self::ReporterName
            | Self::Classification
            | Self::Category
            | Self::Title
            | Self::FirstBody
            | Self::Body
            | Self::Privacy
            | Self::Channel
            | Self::Agency
            | Self::Unit
            | Self::Status
            | Self::Province
            | Self::Regency
            | Self::District
            | Self::Village => true,
        }
    }

    pub(super) fn of_name(name: &str) -> Option<Self> {
        let folded = fold(name);
        Self::of_own_name(&folded).or_else(|| Self::of_other_name(&folded))
    }

    fn of_own_name(folded: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|column| fold(column.name()) == folded)
    }

    fn of_other_name(folded: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|column| column.other_names().contains(&folded))
    }
}

/// A column that speaks of privacy: of one flag, or of whatever its words name. Every name that may mean
/// it counts, for what is overlooked here is somebody's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PrivacyColumn {
    pub flag: Option<Flag>,
    pub place: usize,
}

/// None where the name means something else.
fn privacy_of_name(folded: &str) -> Option<Option<Flag>> {
    const ANONYMOUS: [&str; 9] = [
        "anonim",
        "isanonim",
        "anonymous",
        "isanonymous",
        "pelaporanonim",
        "laporananonim",
        "anonimitas",
        "statusanonim",
        "flaganonim",
    ];
    const SECRET: [&str; 9] = [
        "rahasia",
        "israhasia",
        "secret",
        "issecret",
        "laporanrahasia",
        "kerahasiaan",
        "statuskerahasiaan",
        "statusrahasia",
        "confidential",
    ];
    const EITHER: [&str; 13] = [
        "tipelaporan",
        "tipe",
        "jenislaporan",
        "jenistipelaporan",
        "tipeaduan",
        "tipepengaduan",
        "tipepelaporan",
        "sifatlaporan",
        "sifat",
        "visibilitas",
        "visibility",
        "keterbukaan",
        "tipepelapor",
    ];
    const STEMS: [&str; 7] = [
        "anonim",
        "anonym",
        "rahasia",
        "privasi",
        "privacy",
        "secret",
        "confidential",
    ];
    if folded.contains("namapelapor") {
        None
    } else if ANONYMOUS.contains(&folded) {
        Some(Some(Flag::Anonymous))
    } else if SECRET.contains(&folded) {
        Some(Some(Flag::Secret))
    } else if EITHER.contains(&folded) || STEMS.iter().any(|stem| folded.contains(stem)) {
        Some(None)
    } else {
        None
    }
}

/// Where each column stands.
#[derive(Clone, Debug)]
pub(super) struct Header {
    places: [Option<usize>; 26],
    names: Vec<String>,
    privacy: Vec<PrivacyColumn>,
}

impl Header {
    /// The header in this row, none where the row is not one: it names `Tracking ID` and at least one
    /// more column of the export.
    pub fn find(row: &[Cell]) -> Option<Self> {
        let names = row.iter().map(|cell| cell.owned().unwrap_or_default());
        let header = Self::of(names.collect());
        let known = header.places.iter().flatten().count();
        (header.place(Column::TrackingId).is_some() && known > 1).then_some(header)
    }

    fn of(names: Vec<String>) -> Self {
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let mut places = [None; 26];
        // A column's own name goes before any other spelling, wherever it stands.
        for find in [Column::of_own_name, Column::of_other_name] {
            for (place, name) in folded.iter().enumerate() {
                if places.contains(&Some(place)) {
                    continue;
                }
                if let Some(column) = find(name) {
                    places[column as usize].get_or_insert(place);
                }
            }
        }
        let privacy: Vec<PrivacyColumn> = folded
            .iter()
            .enumerate()
            .filter_map(|(place, name)| {
                let flag = privacy_of_name(name)?;
                Some(PrivacyColumn { flag, place })
            })
            .collect();
        let own = &mut places[Column::Privacy as usize];
        *own = own.or(privacy.first().map(|column| column.place));
        Self {
            places,
            names,
            privacy,
        }
    }

    /// The header that this one and the line below it make together, where the line below is its second
    /// one: columns grouped under merged cells. None where the row is something else.
    pub fn with_second_line(&self, row: &[Cell]) -> Option<Self> {
        let tracking = self.place(Column::TrackingId)?;
        let under = |place: usize| row.get(place).and_then(Cell::owned);
        if under(tracking).is_some_and(|name| Column::of_name(&name) != Some(Column::TrackingId)) {
            return None;
        }
        let mut names = self.names.clone();
        names.resize(names.len().max(row.len()), String::new());
        let mut group = String::new();
        let (mut found, mut said) = (0, 0);
        for (place, name) in names.iter_mut().enumerate() {
            // A merged cell has its words in its first column only.
            if !name.is_empty() {
                group.clone_from(name);
            }
            let Some(below) = under(place) else {
                if name.is_empty() {
                    // The end of the group, as far as anybody can tell.
                    group.clear();
                }
                continue;
            };
            said += 1;
            let spellings = [
                format!("{group} {below}"),
                format!("{below} {group}"),
                below.clone(),
            ];
            let is_known = |name: &&String| {
                Column::of_name(name).is_some() || privacy_of_name(&fold(name)).is_some()
            };
            match spellings.iter().find(is_known) {
                Some(known) => {
                    found += usize::from(Column::of_name(known).is_some());
                    name.clone_from(known);
                }
                None => *name = spellings[0].trim().to_owned(),
            }
        }
        // A report that lies below the header says other things.
        (found > 0 && found * 2 >= said).then(|| Self::of(names))
    }

    /// The header that this one and the line above it make together, where names that run over both
    /// lines stand in the upper one.
    pub fn with_line_above(&self, above: &[Cell]) -> Self {
        const NO_ACCIDENT: usize = 2;
        let mut names = self.names.clone();
        names.resize(names.len().max(above.len()), String::new());
        let mut found = 0;
        for (name, above) in names.iter_mut().zip(above) {
            if let (true, Some(above)) = (name.is_empty(), above.owned()) {
                found += usize::from(Column::of_name(&above).is_some());
                *name = above;
            }
        }
        if found < NO_ACCIDENT {
            return self.clone();
        }
        Self::of(names)
    }

    pub fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    pub fn privacy(&self) -> &[PrivacyColumn] {
        &self.privacy
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

    /// Columns that officers expect of an export and that this file does not have.
    pub fn absent(&self) -> Vec<Column> {
        let mut absent = Column::ALL.to_vec();
        absent.retain(|column| column.is_expected() && self.place(*column).is_none());
        absent
    }

    /// Columns the export does not have today: name and place.
    pub fn unknown(&self) -> impl Iterator<Item = (&str, usize)> {
        let names = self.names.iter().enumerate();
        names
            .filter(|(place, name)| {
                let is_privacy = self.privacy.iter().any(|column| column.place == *place);
                !name.is_empty() && !is_privacy && !self.places.contains(&Some(*place))
            })
            .map(|(place, name)| (name.as_str(), place))
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
mod tests;
