//! The list of regions: 38 provinces, 514 kab/kota, 7,285 kecamatan, 83,762 desa and kelurahan.
//!
//! Provinces to kecamatan are read at first use (about 8,000 rows); the villages only when somebody
//! asks for one, because they are nine tenths of the memory. Never changes after it is read.

use std::io::Read;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use flate2::read::GzDecoder;
use tanggap_domain::region::{RegionCode, RegionLevel};

use crate::names::Keys;

static PROVINCES: &str = include_str!("../../../data/wilayah/provinsi.csv");
static REGENCIES: &str = include_str!("../../../data/wilayah/kab_kota.csv");
static DISTRICTS: &str = include_str!("../../../data/wilayah/kecamatan.csv");
static VILLAGES: &[u8] = include_bytes!("../../../data/wilayah/desa_kelurahan.csv.gz");

/// Every region of Kepmendagri 300.2.2-2138/2025 with its name and a point to label it at.
pub struct Gazetteer {
    provinces: Table,
    regencies: Table,
    districts: Table,
    villages: OnceLock<Table>,
}

/// One region.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub code: RegionCode,
    /// As the ministry writes it: `Kota Surabaya`, `Bubutan`.
    pub name: &'static str,
    pub kind: PlaceKind,
    /// Inside the region; missing for 383 villages.
    pub label: Option<Point>,
    /// People, for provinces and kab/kota.
    pub population: Option<u32>,
    /// 7 WIB, 8 WITA, 9 WIT; for provinces and kab/kota.
    pub utc_offset_hours: Option<i8>,
}

/// What a region is called in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    Provinsi,
    Kabupaten,
    Kota,
    Kecamatan,
    Kelurahan,
    Desa,
}

/// Degrees, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub lat: f32,
    pub lng: f32,
}

impl Gazetteer {
    /// The one that ships. Read once, then shared.
    pub fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer {
            provinces: Table::read(RegionLevel::Province, PROVINCES),
            regencies: Table::read(RegionLevel::Regency, REGENCIES),
            districts: Table::read(RegionLevel::District, DISTRICTS),
            villages: OnceLock::new(),
        });
        &BUNDLED
    }

    /// The region with this code, none if there is no such region.
    pub fn place(&'static self, code: &RegionCode) -> Option<Place> {
        let table = self.table(code.level());
        table.find(code).map(|at| table.place(at))
    }

    pub fn name(&'static self, code: &RegionCode) -> Option<&'static str> {
        let table = self.table(code.level());
        table.find(code).map(|at| table.name(at))
    }

    /// From the widest region to this one, as people write an address backwards:
    /// `Kec. Bubutan, Kota Surabaya, Jawa Timur`. None if there is no such region.
    pub fn full_name(&'static self, code: &RegionCode) -> Option<String> {
        let mut parts = Vec::with_capacity(4);
        let mut next = Some(code.clone());
        while let Some(code) = next {
            let place = self.place(&code)?;
            parts.push(match place.kind {
                PlaceKind::Provinsi | PlaceKind::Kabupaten | PlaceKind::Kota => {
                    place.name.to_owned()
                }
                PlaceKind::Kecamatan => format!("Kec. {}", place.name),
                PlaceKind::Kelurahan => format!("Kel. {}", place.name),
                PlaceKind::Desa => format!("Desa {}", place.name),
            });
            next = code.parent();
        }
        Some(parts.join(", "))
    }

    pub fn provinces(&'static self) -> impl Iterator<Item = Place> {
        self.within(RegionLevel::Province, None)
    }

    /// The regions directly below, in the order of their codes; none below a village.
    pub fn children(&'static self, code: &RegionCode) -> impl Iterator<Item = Place> + use<> {
        let level = match code.level() {
            RegionLevel::Province => RegionLevel::Regency,
            RegionLevel::Regency => RegionLevel::District,
            RegionLevel::District | RegionLevel::Village => RegionLevel::Village,
        };
        let itself = code.level() == RegionLevel::Village;
        self.within(level, Some(code)).filter(move |_| !itself)
    }

    /// Every region of `level` inside `scope` (the whole country without one).
    pub fn within(
        &'static self,
        level: RegionLevel,
        scope: Option<&RegionCode>,
    ) -> impl Iterator<Item = Place> + use<> {
        let table = self.table(level);
        table.range(scope).map(move |at| table.place(at))
    }

    pub(crate) fn table(&self, level: RegionLevel) -> &Table {
        match level {
            RegionLevel::Province => &self.provinces,
            RegionLevel::Regency => &self.regencies,
            RegionLevel::District => &self.districts,
            RegionLevel::Village => self.villages.get_or_init(|| {
                let mut text = String::new();
                GzDecoder::new(VILLAGES)
                    .read_to_string(&mut text)
                    .expect("the bundled villages are tested to decompress");
                Table::read(RegionLevel::Village, &text)
            }),
        }
    }
}

/// The regions of one level, sorted by code; names in one text to keep 84,000 villages small.
pub(crate) struct Table {
    level: RegionLevel,
    names: String,
    rows: Vec<Row>,
    /// For name look-ups; one for each row, except of villages, whose keys are made when needed.
    keys: Vec<Keys>,
}

struct Row {
    /// The code's digits as a number: unique and ordered within a level.
    digits: u64,
    name: Range<u32>,
    label: Option<Point>,
    population: Option<u32>,
    utc_offset_hours: Option<i8>,
}

impl Table {
    fn read(level: RegionLevel, text: &str) -> Self {
        let mut table = Self {
            level,
            names: String::new(),
            rows: Vec::new(),
            keys: Vec::new(),
        };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().cloned().unwrap_or_default();
        let column = |name: &str| headers.iter().position(|header| header == name);
        let columns = Columns {
            code: column("kode"),
            name: column("nama"),
            lat: column("label_lat").or(column("lat")),
            lng: column("label_lng").or(column("lng")),
            population: column("penduduk"),
            utc_offset: column("utc_offset"),
        };
        let mut record = csv::StringRecord::new();
        while reader
            .read_record(&mut record)
            .expect("the bundled lists are tested to be CSV")
        {
            table.push(&columns, &record);
        }
        table.rows.sort_by_key(|row| row.digits);
        if level != RegionLevel::Village {
            table.keys = (0..table.rows.len())
                .map(|at| Keys::of(level, table.name(at)))
                .collect();
        }
        table
    }

    fn push(&mut self, columns: &Columns, record: &csv::StringRecord) {
        let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).unwrap_or_default();
        let digits = digits_of(cell(columns.code));
        let start = self.names.len() as u32;
        self.names.push_str(cell(columns.name));
        let (lat, lng) = (
            cell(columns.lat).parse().ok(),
            cell(columns.lng).parse().ok(),
        );
        self.rows.push(Row {
            digits,
            name: start..self.names.len() as u32,
            label: lat.zip(lng).map(|(lat, lng)| Point { lat, lng }),
            population: cell(columns.population).parse().ok(),
            utc_offset_hours: cell(columns.utc_offset).parse().ok(),
        });
    }

    pub(crate) fn find(&self, code: &RegionCode) -> Option<usize> {
        self.rows
            .binary_search_by_key(&digits_of(code.as_str()), |row| row.digits)
            .ok()
    }

    /// The rows inside `scope`: an equal or wider region.
    pub(crate) fn range(&self, scope: Option<&RegionCode>) -> Range<usize> {
        let Some(scope) = scope else {
            return 0..self.rows.len();
        };
        let below = digit_count(self.level).saturating_sub(digit_count(scope.level()));
        let factor = 10_u64.pow(below);
        let first = digits_of(scope.as_str()) * factor;
        let start = self.rows.partition_point(|row| row.digits < first);
        let end = self.rows.partition_point(|row| row.digits < first + factor);
        start..end
    }

    pub(crate) fn name(&self, at: usize) -> &str {
        let Range { start, end } = self.rows[at].name;
        &self.names[start as usize..end as usize]
    }

    pub(crate) fn code(&self, at: usize) -> RegionCode {
        let width = digit_count(self.level) as usize;
        RegionCode::parse(&format!("{:0width$}", self.rows[at].digits))
            .expect("every row has the digits of its level")
    }

    pub(crate) fn keys(&self, at: usize) -> std::borrow::Cow<'_, Keys> {
        match self.keys.get(at) {
            Some(keys) => std::borrow::Cow::Borrowed(keys),
            None => std::borrow::Cow::Owned(Keys::of(self.level, self.name(at))),
        }
    }

    fn place(&'static self, at: usize) -> Place {
        let row = &self.rows[at];
        let name = self.name(at);
        let kind = match self.level {
            RegionLevel::Province => PlaceKind::Provinsi,
            RegionLevel::Regency if name.starts_with("Kota ") => PlaceKind::Kota,
            RegionLevel::Regency => PlaceKind::Kabupaten,
            RegionLevel::District => PlaceKind::Kecamatan,
            // The last part of a code starts with 1 for a kelurahan, 2 or 3 for a desa.
            RegionLevel::Village if row.digits % 10_000 < 2_000 => PlaceKind::Kelurahan,
            RegionLevel::Village => PlaceKind::Desa,
        };
        Place {
            code: self.code(at),
            name,
            kind,
            label: row.label,
            population: row.population,
            utc_offset_hours: row.utc_offset_hours,
        }
    }
}

struct Columns {
    code: Option<usize>,
    name: Option<usize>,
    lat: Option<usize>,
    lng: Option<usize>,
    population: Option<usize>,
    utc_offset: Option<usize>,
}

fn digit_count(level: RegionLevel) -> u32 {
    match level {
        RegionLevel::Province => 2,
        RegionLevel::Regency => 4,
        RegionLevel::District => 6,
        RegionLevel::Village => 10,
    }
}

fn digits_of(code: &str) -> u64 {
    code.bytes()
        .filter(u8::is_ascii_digit)
        .fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'))
}
