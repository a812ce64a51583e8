//! The command line: names, arguments and nothing else. Wrong usage ends with exit code 2.

mod clocks;
mod imports;
mod waiting;

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use tanggap_app::environment::zone_of;
use tanggap_domain::classification::Classification;
use tanggap_domain::region::RegionCode;
use tanggap_domain::source_zone::{WrittenIn, ZonePeriod};
use tanggap_domain::status::Stage;
use tanggap_ipc::settings::Zone;

pub use clocks::{
    Adopt, Calendar, Explain, Export, ImportDecree, Merge, Notices, Policy, PolicyCommand, Reach,
    Remind, Sla, Via,
};

pub use imports::{Imports, TakeBack};

pub use waiting::{EditOutbox, Outbox, SeenReply};

/// Meja pengaduan tanpa jendela: kasus penggunaan yang sama, untuk administrator dan skrip.
///
/// Passphrase penyimpanan dibaca dari TANGGAP_KEY; tanpa itu dipakai keychain sistem.
#[derive(Parser)]
#[command(name = "tanggapctl", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// Folder profil
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Satu dokumen JSON di keluaran standar; yang lain di keluaran galat
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// Membuat profil baru
    Init(Init),
    /// Mengimpor ekspor Excel nasional
    Import {
        file: PathBuf,
        /// Zona waktu jam di berkas, [TANGGAL=]utc|wib|wita|wit; berlaku seterusnya. Boleh berulang, tiap
        /// periode sekali: --zone 2021-01-01=utc --zone 2022-03-01=wib
        #[arg(long = "zone", value_name = "[TANGGAL=]ZONA", value_parser = zone_period)]
        zones: Vec<ZonePeriod>,
        /// Hanya melihat berkas: berapa barisnya, apa yang kurang, dan zona jamnya; tidak ada yang disimpan
        #[arg(long)]
        dry_run: bool,
    },
    /// Riwayat impor: siapa mengimpor apa, dan apa hasilnya; atau satu berkas darinya
    Imports {
        #[command(subcommand)]
        command: Option<Imports>,
    },
    /// Menyambungkan profil ke hub
    Connect {
        #[arg(long, value_name = "URL")]
        hub: String,
        #[arg(long, value_name = "TOKEN")]
        token: String,
    },
    /// Menyelaraskan dengan hub sampai tuntas
    Sync,
    /// Daftar laporan
    List(List),
    /// Satu laporan selengkapnya
    Show { id: String },
    /// Membalas secara publik
    Reply(Reply),
    /// Mencatat catatan internal
    Note(Note),
    /// Catatan meja dan laporan nasional yang mungkin satu laporan; semuanya, atau untuk satu laporan
    Likely { id: Option<String> },
    /// Menggabungkan catatan dan laporan nasional yang sama menjadi satu
    Join { report: String, recording: String },
    /// Menjadikan dua lagi yang pernah digabung
    Split { id: String },
    /// Menyatakan bahwa catatan dan laporan nasional bukan laporan yang sama
    TellApart { report: String, recording: String },
    /// Perubahan yang belum selesai; atau satu darinya
    Outbox {
        #[command(subcommand)]
        command: Option<Outbox>,
    },
    /// Tenggat yang masih berjalan, berurutan
    Deadlines {
        /// Dinilai pada waktu ini (RFC 3339)
        #[arg(long, value_name = "WAKTU", value_parser = instant)]
        at: Option<DateTime<Utc>>,
    },
    /// Perhitungan tenggat
    Sla {
        #[command(subcommand)]
        command: Sla,
    },
    /// Kalender kerja kantor, versinya, dan keputusan hari libur
    Calendar {
        #[command(subcommand)]
        command: Calendar,
    },
    /// Aturan tenggat dari waktu ke waktu; yang berlaku hari ini
    Policy(Policy),
    /// Apa yang diberitahukan, kapan, dan apa jadinya
    Notices(Notices),
    /// Yang terlambat berhari-hari, dan pengingat yang sudah terkirim
    Escalations,
    /// Mengingatkan unit tentang tenggat yang lewat
    Remind(Remind),
    /// Menulis berkas
    Export {
        #[command(subcommand)]
        command: Export,
    },
    /// Menandai data pribadi dalam teks, satu teks per baris; tanpa profil
    Check {
        /// Berkas teks UTF-8; `-` untuk masukan standar
        file: PathBuf,
    },
    /// Memeriksa profil, kunci, hub, dan kalender
    Doctor,
}

#[derive(Args)]
pub struct Init {
    /// Nama kantor
    #[arg(long, value_name = "NAMA", default_value = "")]
    pub office: String,
    #[arg(long, value_name = "WIB|WITA|WIT", default_value = "WIB", value_parser = zone)]
    pub zone: Zone,
}

#[derive(Args)]
pub struct List {
    /// Hanya yang terlambat
    #[arg(long)]
    pub overdue: bool,
    /// Kode wilayah Kemendagri, beserta isinya
    #[arg(long, value_name = "KODE", value_parser = region)]
    pub region: Option<RegionCode>,
    #[arg(long, value_name = "TAHAP", value_parser = stage)]
    pub stage: Option<Stage>,
    /// Cari kata dalam judul dan isi, atau nomor laporan
    #[arg(long, value_name = "TEKS")]
    pub search: Option<String>,
    /// Paling banyak sekian laporan
    #[arg(long, value_name = "N")]
    pub limit: Option<u32>,
}

#[derive(Args)]
pub struct Reply {
    pub id: String,
    #[arg(long, value_name = "BERKAS")]
    pub text_file: PathBuf,
    /// Tahap sesudah balasan
    #[arg(long, value_enum)]
    pub then: Option<Then>,
    /// Tetap kirim, walau rekan sudah membalas atau teks yang sama pernah dikirim
    #[arg(long)]
    pub anyway: bool,
    /// Balasan publik terakhir yang Anda lihat (ID peristiwa), atau "none"; yang lebih baru dikatakan
    #[arg(long, value_name = "OP|none", value_parser = waiting::seen)]
    pub seen: Option<SeenReply>,
}

#[derive(Args)]
pub struct Note {
    pub id: String,
    #[arg(long, value_name = "BERKAS")]
    pub text_file: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Then {
    Proses,
    Selesai,
    /// Meminta data kepada pelapor; tenggat menunggu jawabannya
    TanyaPelapor,
}

fn zone(text: &str) -> Result<Zone, String> {
    let by_iana = [Zone::Wib, Zone::Wita, Zone::Wit]
        .into_iter()
        .find(|zone| zone.iana() == text);
    zone_of(text)
        .or(by_iana)
        .ok_or_else(|| "zona harus WIB, WITA, atau WIT".to_owned())
}

fn region(text: &str) -> Result<RegionCode, String> {
    RegionCode::parse(text)
        .map_err(|_| "kode wilayah berbentuk 35, 35.78, atau 35.78.13".to_owned())
}

fn stage(text: &str) -> Result<Stage, String> {
    Stage::of_code(text).ok_or_else(|| {
        let codes: Vec<&str> = Stage::ALL.iter().map(|stage| stage.code()).collect();
        format!("tahap harus salah satu dari: {}", codes.join(", "))
    })
}

fn class(text: &str) -> Result<Classification, String> {
    match Classification::read(text) {
        Classification::Other(_) => Err(
            "klasifikasi harus pengaduan-berkadar, pengaduan-tidak-berkadar, permintaan-informasi, \
             atau aspirasi"
                .to_owned(),
        ),
        known => Ok(known),
    }
}

fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| "waktu berbentuk 2026-11-20T09:00:00+07:00".to_owned())
}

/// A time with its offset, or one on the wall of `zone`: `2026-11-20T09:00`, `2026-11-20 09:00`,
/// `2026-11-20`.
pub fn local_instant(text: &str, zone: chrono_tz::Tz) -> Result<DateTime<Utc>, String> {
    use chrono::TimeZone;
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.with_timezone(&Utc));
    }
    let forms = [
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
    ];
    let local = forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .or_else(|| {
            let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            date.and_hms_opt(0, 0, 0)
        });
    local
        .and_then(|local| zone.from_local_datetime(&local).earliest())
        .map(|at| at.with_timezone(&Utc))
        .ok_or_else(|| "waktu berbentuk 2026-11-20T09:00:00+07:00".to_owned())
}

/// `utc`, `2022-03-01=wib`.
fn zone_period(text: &str) -> Result<ZonePeriod, String> {
    let (from, zone) = match text.split_once('=') {
        Some((from, zone)) => (Some(from), zone),
        None => (None, text),
    };
    let from = from
        .map(|from| from.trim().parse::<NaiveDate>())
        .transpose()
        .map_err(|_| "tanggal ditulis 2022-03-01".to_owned())?;
    let zone = WrittenIn::of_code(zone).ok_or("zona: utc, wib, wita atau wit")?;
    Ok(ZonePeriod { from, zone })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn times_without_offset_are_local() {
        let zone = chrono_tz::Asia::Makassar;
        let at = |text: &str| local_instant(text, zone).unwrap().to_rfc3339();
        assert_eq!(at("2026-11-20T09:00"), "2026-11-20T01:00:00+00:00");
        assert_eq!(at("2026-11-20T09:00:00+07:00"), "2026-11-20T02:00:00+00:00");
        assert!(local_instant("kemarin", zone).is_err());
    }
}
