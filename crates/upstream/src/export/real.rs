//! The published complaints under `TANGGAP_TEST_DATA`, as complaints of the domain. They belong to
//! tests alone: never copied into the repository, never part of a product.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Category, Channel, Complaint, Location, Versions};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::privacy::Privacy;
use tanggap_domain::status::{NationalStatus, stage_of_national};

/// The folder of the real complaints, none where the variable is not set or names no folder. Who
/// gets none runs on invented data and says so.
pub fn folder() -> Option<PathBuf> {
    let named = PathBuf::from(std::env::var_os("TANGGAP_TEST_DATA")?);
    let inside = named.join("complaints");
    [inside, named]
        .into_iter()
        .find(|folder| folder.join(SURABAYA).is_file())
}

const SURABAYA: &str = "surabaya_mediacenter_2022_2023.csv";
const CENTRAL_JAVA: &str = "laporgub_jateng_2018.csv";
const NATIONWIDE: &str = "lapor_go_id_2017.csv";

/// Surabaya 2022–23: about 7,500 complaints with kecamatan and unit.
///
/// # Errors
/// [`csv::Error`] where the file cannot be read.
pub fn surabaya(folder: &Path) -> Result<Vec<Complaint>, csv::Error> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        tanggal_keluhan: DateTime<Utc>,
        tanggal_ditanggapi: String,
        keluhan: String,
        alamat: String,
        kelurahan: String,
        kecamatan: String,
        topik: String,
        jenis_topik: String,
        instansi: String,
    }
    collect(&folder.join(SURABAYA), |line: Line, index| {
        let answered = !line.tanggal_ditanggapi.is_empty();
        let mut complaint =
            complaint(&format!("9{}", line.id), line.keluhan, line.tanggal_keluhan)?;
        complaint.category.path = [line.jenis_topik, line.topik]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        complaint.location = Location {
            province: Some("Jawa Timur".into()),
            regency: Some("Kota Surabaya".into()),
            district: some(&line.kecamatan),
            village: some(&line.kelurahan),
            address: some(&line.alamat),
            ..Location::default()
        };
        complaint.agency = Some(AgencyRef::named("Pemerintah Kota Surabaya"));
        complaint.unit = some(&line.instansi).map(AgencyRef::named);
        let status = match (answered, index % 6) {
            (true, 0 | 3) => "Ditindaklanjuti oleh Instansi",
            (true, 1) => "Ditutup oleh Sistem",
            (true, _) => "Ditutup oleh Admin",
            (false, 0) => "Belum Terverifikasi",
            (false, _) => "Terverifikasi",
        };
        finish(complaint, index, status)
    })
}

/// LaporGub 2018: about 1,600 complaints of Jawa Tengah with status words of their own.
///
/// # Errors
/// [`csv::Error`] where the file cannot be read.
pub fn central_java(folder: &Path) -> Result<Vec<Complaint>, csv::Error> {
    #[derive(Deserialize)]
    struct Line {
        no: String,
        laporan: String,
        jenis: String,
        kanal: String,
        waktu: String,
        kategori: String,
        diteruskan: String,
        status: String,
    }
    collect(&folder.join(CENTRAL_JAVA), |line: Line, index| {
        let local = NaiveDateTime::parse_from_str(&line.waktu, "%d-%m-%Y %H:%M").ok()?;
        let received_at = Tz::Asia__Jakarta.from_local_datetime(&local).earliest()?;
        let number = format!("8{:0>6}", line.no);
        let mut complaint = complaint(&number, line.laporan, received_at.to_utc())?;
        complaint.channel = Channel::read(&line.kanal);
        complaint.category.path = some(&line.jenis).into_iter().collect();
        complaint.location.province = Some("Jawa Tengah".into());
        complaint.location.regency = some(&line.kategori);
        complaint.agency = Some(AgencyRef::named("Pemerintah Provinsi Jawa Tengah"));
        complaint.unit = some(&line.diteruskan).map(AgencyRef::named);
        let status = match line.status.as_str() {
            "Laporan Selesai" => "Ditutup oleh Admin",
            "Laporan Dalam Progress" => "Dalam Proses",
            "Laporan Bukan Wewenang" => "Ditolak",
            "Laporan Terverifikasi" => "Terverifikasi",
            _ => "Belum Terverifikasi",
        };
        finish(complaint, index, status)
    })
}

/// LAPOR! 2017: about 1,100 complaints from all over the country, without dates: spread over that
/// year.
///
/// # Errors
/// [`csv::Error`] where the file cannot be read.
pub fn nationwide(folder: &Path) -> Result<Vec<Complaint>, csv::Error> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        judul: String,
        isi: String,
        yth_instansi: String,
    }
    let first_day = NaiveDate::from_ymd_opt(2017, 1, 2).unwrap_or_default();
    collect(&folder.join(NATIONWIDE), |line: Line, index| {
        let day = first_day.checked_add_days(Days::new(u64::from(index) % 360))?;
        let local = day.and_hms_opt(7 + index % 15, index % 60, 0)?;
        let received_at = Tz::Asia__Jakarta.from_local_datetime(&local).earliest()?;
        let mut complaint = complaint(&line.id, line.isi, received_at.to_utc())?;
        complaint.title = some(&line.judul).unwrap_or(complaint.title);
        complaint.agency = some(&line.yth_instansi).map(AgencyRef::named);
        let status = [
            "Belum Terverifikasi",
            "Terverifikasi",
            "Dalam Proses",
            "Selesai",
        ];
        finish(complaint, index, status[index as usize % 4])
    })
}

fn collect<L: for<'a> Deserialize<'a>>(
    path: &Path,
    read: impl Fn(L, u32) -> Option<Complaint>,
) -> Result<Vec<Complaint>, csv::Error> {
    let mut complaints = Vec::new();
    let mut known = HashSet::new();
    let mut file = csv::Reader::from_path(path)?;
    for (index, line) in (0..).zip(file.deserialize()) {
        if let Some(complaint) = read(line?, index).filter(|read| known.insert(read.id)) {
            complaints.push(complaint);
        }
    }
    Ok(complaints)
}

fn complaint(number: &str, text: String, received_at: DateTime<Utc>) -> Option<Complaint> {
    let tracking_id = TrackingId::parse(number).ok()?;
    let body = text.replace("\\n", "\n").trim().to_owned();
    let title: String = body.lines().next()?.chars().take(80).collect();
    if title.trim().is_empty() {
        return None;
    }
    Some(Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: title.trim().to_owned(),
        body,
        first_body: None,
        classification: Classification::PengaduanTidakBerkadar,
        category: Category::default(),
        channel: Channel::Website,
        privacy: Privacy::default(),
        reporter: Default::default(),
        received_at,
        incident_on: None,
        location: Location::default(),
        agency: None,
        unit: None,
        stage: stage_of_national("", false),
        national: NationalStatus::default(),
        priority: Default::default(),
        attachments: Vec::new(),
        rating: None,
        history: Vec::new(),
        provenance: Default::default(),
        joined: None,
        versions: Versions {
            head: 1,
            status: 1,
            assign: 1,
            meta: 1,
        },
        extra: Default::default(),
    })
}

/// What the published files do not tell: classes, privacy and reporters, by turns.
fn finish(mut complaint: Complaint, index: u32, status: &str) -> Option<Complaint> {
    complaint.classification = match index % 10 {
        0 => Classification::PengaduanBerkadar,
        1 | 2 => Classification::PermintaanInformasi,
        3 => Classification::Aspirasi,
        _ => Classification::PengaduanTidakBerkadar,
    };
    complaint.privacy = Privacy {
        anonymous: index.is_multiple_of(4),
        secret: index.is_multiple_of(9),
    };
    complaint.reporter.name = Some(format!("Pelapor {index}"));
    complaint.stage = stage_of_national(status, complaint.unit.is_some());
    complaint.national.name = status.to_owned();
    complaint.rating = (status == "Ditutup oleh Admin" && index.is_multiple_of(2))
        .then_some((index % 5) as u8 + 1);
    Some(complaint)
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
