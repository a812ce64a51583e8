//! Days off as a table: comma, semicolon or tab, with a header in Indonesian or English and the
//! decree's title above it. Headings between the rows ("B. Cuti Bersama") say the kind of those
//! below them, as in the decree's annex.

use chrono::Datelike;
use csv::{ReaderBuilder, StringRecord};
use tanggap_domain::calendar::HolidayKind;

use super::amend;
use super::date::{Order, dates, is_plausible, year_of_title};
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
    let columns = header.columns;
    let rows = records(text, header.delimiter).skip(header.records_above + 1);
    let cells: Vec<String> = rows
        .flat_map(|row| {
            let cell = |at: usize| row.get(at).map(str::to_owned);
            [cell(columns.date), columns.until.and_then(cell)]
        })
        .flatten()
        .collect();
    let mut table = Table {
        order: Order::of(cells.iter().map(String::as_str), columns.is_indonesian),
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
    /// The heading of the dates is an Indonesian word.
    is_indonesian: bool,
    until: Option<usize>,
    name: Option<usize>,
    kind: Option<usize>,
    /// Beside a name: may say the kind, or anything.
    remark: Option<usize>,
    /// What became of it.
    status: Option<usize>,
    /// Of Outlook: whether it is a whole day, and when it ends.
    all_day: Option<usize>,
    end_time: Option<usize>,
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
            "subject",
            "subjek",
            "perihal",
        ]);
        let remark = find(&[
            "keterangan",
            "description",
            "deskripsi",
            "remark",
            "remarks",
            "ket",
        ]);
        let heading = headings.get(date).map(String::as_str).unwrap_or_default();
        Some(Self {
            date,
            is_indonesian: ["tanggal", "tgl", "mulai"]
                .iter()
                .any(|word| heading.split(' ').any(|it| it == *word)),
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
            status: find(&["status", "perubahan", "catatan", "notes", "note"]),
            all_day: find(&[
                "all day event",
                "all day",
                "acara sepanjang hari",
                "sepanjang hari",
            ]),
            end_time: find(&["end time", "waktu selesai", "jam selesai"]),
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

/// Of Outlook's column; none where there is none, or it says neither.
fn is_whole_day(cell: &str) -> Option<bool> {
    match words(cell).as_str() {
        "true" | "yes" | "ya" | "benar" | "1" => Some(true),
        "false" | "no" | "tidak" | "salah" | "0" => Some(false),
        _ => None,
    }
}

/// Whether an end is the midnight at which the last day is over: it says so, or there are no times.
fn is_midnight(time: Option<&str>) -> bool {
    let Some(time) = time else { return true };
    matches!(
        words(time).as_str(),
        "12 00 00 am" | "12 00 am" | "0 00 00" | "0 00" | "00 00 00" | "00 00"
    )
}

struct Table {
    columns: Columns,
    /// Of short dates, settled by all of them.
    order: Order,
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
        let (name, remark) = (cell(columns.name), cell(columns.remark));
        let texts = [cell(Some(columns.date)), name, remark, cell(columns.status)];
        let moved = texts.iter().find_map(|text| amend::moved(text));
        let written = match (amend::moved(texts[0]), moved) {
            // The date itself says what it was and what it became.
            (Some((_, Some(now))), _) => now,
            (Some((before, None)), _) => before,
            (None, _) => texts[0],
        };
        let mut days = dates(written, year, self.order)?;
        if let (Some(from), false) = (days.first(), cell(columns.until).trim().is_empty())
            && let Some(until) = dates(cell(columns.until), year, self.order)?.last()
        {
            let until = match is_whole_day(cell(columns.all_day)) {
                Some(false) => return Err(DecreeFault::NotAllDay),
                // Outlook writes the midnight at which it ends: the day after.
                Some(true)
                    if until > from && is_midnight(columns.end_time.map(|at| cell(Some(at)))) =>
                {
                    until.pred_opt().unwrap_or(*until)
                }
                _ => *until,
            };
            days = range(*from, until)?;
        }
        let said = self.kind_of(name, cell(columns.kind), remark);
        if texts.iter().any(|text| amend::takes_back(text)) {
            // A remark that takes the day back says nothing about its kind.
            let kind = said.unwrap_or(self.heading.unwrap_or_else(|| kind::of_name(name)));
            self.gathered.fault(place, DecreeFault::Cancelled);
            self.gathered.take_back(place, &days, kind);
            return Ok(());
        }
        if let Some(text) = texts.iter().find(|text| amend::estimates(text)) {
            self.gathered.estimate(place, &days, text);
            return Ok(());
        }
        let kind = said?;
        if let Some((before, _)) = moved {
            let year = days.first().map(Datelike::year).or(year);
            let before = dates(before, year, self.order)?;
            self.gathered.take_back(place, &before, kind);
        }
        let entry = Entry {
            dates: days,
            name,
            kind,
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
