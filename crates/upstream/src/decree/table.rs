//! Days off as a table: comma, semicolon or tab, with a header in Indonesian or English and the
//! decree's title above it. Headings between the rows ("B. Cuti Bersama") say the kind of those
//! below them, as in the decree's annex.

use csv::{ReaderBuilder, StringRecord};
use tanggap_domain::calendar::HolidayKind;

use super::date::{dates, is_plausible, year_of_title};
use super::gather::{Entry, Gathered, range};
use super::kind;
use super::text::{shown, tidy, words};
use super::{DecreeFault, Place};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The decree's title and preamble stand above the header; further down there is none.
const MOST_LINES_ABOVE: usize = 60;
const LONGEST_TITLE_CHARS: usize = 300;

/// The table, or none where no line is a header.
pub(super) fn read(text: &str, file_name: &str) -> Option<Gathered> {
    let header = DELIMITERS
        .iter()
        .filter_map(|delimiter| Header::find(text, *delimiter))
        .max_by_key(|header| header.columns.known())?;
    let title = header.title(text);
    let mut gathered = Gathered::of(file_name);
    if !title.is_empty() {
        gathered.source.clone_from(&title);
        gathered.day_source.clone_from(&title);
    }
    let mut table = Table {
        year: year_of_title(&title).or_else(|| year_of_title(file_name)),
        heading: kind::of_heading(&title),
        columns: header.columns,
        gathered,
    };
    for record in records(text, header.delimiter).skip(header.records_above + 1) {
        table.row(&record);
    }
    Some(table.gathered)
}

/// Never fails: the text is UTF-8 already, and rows may have any number of cells.
fn records(text: &str, delimiter: u8) -> impl Iterator<Item = StringRecord> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records()
        .map_while(Result::ok)
}

struct Header {
    delimiter: u8,
    columns: Columns,
    records_above: usize,
    /// From 1.
    line: u64,
}

impl Header {
    fn find(text: &str, delimiter: u8) -> Option<Self> {
        records(text, delimiter)
            .take(MOST_LINES_ABOVE + 1)
            .enumerate()
            .find_map(|(records_above, record)| {
                Some(Self {
                    delimiter,
                    columns: Columns::of(&record)?,
                    records_above,
                    line: line_of(&record),
                })
            })
    }

    /// The lines above, as they are: the delimiter of the table may stand in a sentence of theirs.
    fn title(&self, text: &str) -> String {
        let is_empty_cell = |c: char| c.is_whitespace() || ",;|#\"".contains(c);
        let lines_above = usize::try_from(self.line.saturating_sub(1)).unwrap_or_default();
        let title = text
            .lines()
            .take(lines_above)
            .map(|line| line.trim_matches(is_empty_cell))
            // A hint for Excel, not a title.
            .filter(|line| !line.to_lowercase().starts_with("sep="))
            .collect::<Vec<_>>()
            .join(" ");
        tidy(&title).chars().take(LONGEST_TITLE_CHARS).collect()
    }
}

/// From 1; 0 for a record that was not read from a file.
fn line_of(record: &StringRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

/// Where in a row each thing stands.
#[derive(Clone, Copy, Default)]
struct Columns {
    date: usize,
    until: Option<usize>,
    name: Option<usize>,
    kind: Option<usize>,
    /// Beside a name: may say the kind, or anything.
    remark: Option<usize>,
    year: Option<usize>,
    source: Option<usize>,
}

impl Columns {
    /// None where the row is no header: it needs a date and a name.
    fn of(record: &StringRecord) -> Option<Self> {
        let headings: Vec<String> = record.iter().map(words).collect();
        let find = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| headings.iter().position(|heading| heading == name))
        };
        let date = find(&[
            "tanggal",
            "tgl",
            "date",
            "hari tanggal",
            "tanggal libur",
            "tanggal hari libur",
            "holiday date",
            "start date",
            "tanggal mulai",
            "mulai",
            "start",
        ])?;
        let name = find(&[
            "nama hari libur",
            "nama libur",
            "nama",
            "name",
            "holiday name",
            "hari libur",
            "hari besar",
            "uraian",
            "summary",
            "holiday",
            "libur",
            "peringatan",
            "acara",
            "event",
        ]);
        let remark = find(&[
            "keterangan",
            "description",
            "deskripsi",
            "remark",
            "remarks",
            "ket",
        ]);
        Some(Self {
            date,
            until: find(&[
                "sampai",
                "sampai dengan",
                "s d",
                "sd",
                "tanggal akhir",
                "tanggal selesai",
                "selesai",
                "end date",
                "end",
                "until",
            ]),
            // A lone "Keterangan" is the name of the day.
            name: Some(name.or(remark)?),
            kind: find(&[
                "jenis",
                "jenis libur",
                "jenis hari libur",
                "type",
                "tipe",
                "kind",
                "kategori",
                "category",
            ]),
            remark: name.and(remark),
            year: find(&["tahun", "year"]),
            source: find(&[
                "sumber",
                "dasar hukum",
                "dasar",
                "keputusan",
                "skb",
                "nomor skb",
                "no skb",
                "source",
                "decree",
            ]),
        })
    }

    fn known(&self) -> usize {
        let optional = [
            self.until,
            self.name,
            self.kind,
            self.remark,
            self.year,
            self.source,
        ];
        1 + optional.iter().flatten().count()
    }
}

struct Table {
    columns: Columns,
    /// Of dates without one.
    year: Option<i32>,
    /// Kind of the rows below the last heading.
    heading: Option<HolidayKind>,
    gathered: Gathered,
}

impl Table {
    fn row(&mut self, record: &StringRecord) {
        let filled: Vec<&str> = record
            .iter()
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        // Further pages repeat the header.
        if filled.is_empty() || Columns::of(record).is_some() {
            return;
        }
        let place = Place::Line(line_of(record));
        if let ([heading], Some(kind)) = (filled.as_slice(), kind::of_heading(&filled.join(" "))) {
            self.heading = Some(kind);
            self.year = year_of_title(heading).or(self.year);
            return;
        }
        if let Err(fault) = self.take(place, record) {
            self.gathered.fault(place, fault);
        }
    }

    fn take(&mut self, place: Place, record: &StringRecord) -> Result<(), DecreeFault> {
        let columns = self.columns;
        let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).unwrap_or("");
        let own_year = cell(columns.year).trim().parse().ok().filter(is_plausible);
        let year = own_year.or(self.year);
        let mut days = dates(cell(Some(columns.date)), year)?;
        if let (Some(from), false) = (days.first(), cell(columns.until).trim().is_empty())
            && let Some(until) = dates(cell(columns.until), year)?.last()
        {
            days = range(*from, *until)?;
        }
        let name = cell(columns.name);
        let entry = Entry {
            dates: days,
            name,
            kind: self.kind_of(name, cell(columns.kind), cell(columns.remark))?,
            source: Some(cell(columns.source)),
        };
        self.gathered.take(place, entry);
        Ok(())
    }

    fn kind_of(&self, name: &str, kind: &str, remark: &str) -> Result<HolidayKind, DecreeFault> {
        if kind::is_collective_leave(name) {
            return Ok(HolidayKind::CollectiveLeave);
        }
        if !kind.trim().is_empty() {
            let unknown = || DecreeFault::UnknownKind { text: shown(kind) };
            return kind::of_text(kind).ok_or_else(unknown);
        }
        if kind::is_commemoration(remark) {
            let text = shown(remark);
            return Err(DecreeFault::UnknownKind { text });
        }
        let remarked = kind::of_text(remark);
        Ok(remarked.or(self.heading).unwrap_or(HolidayKind::National))
    }
}
