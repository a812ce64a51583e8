//! Arguments about clocks: explanations, calendars, policies, notices, escalation and exports.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use tanggap_domain::change::ReminderChannel;
use tanggap_domain::classification::Classification;
use tanggap_ipc::settings::Zone;

use super::{class, zone};

#[derive(Subcommand)]
pub enum Sla {
    /// Menjelaskan tenggat: satu laporan profil ini, atau tanpa profil laporan yang baru diterima
    #[command(override_usage = "tanggapctl sla explain <ID> --data <DIR>\n       \
        tanggapctl sla explain --class <KLASIFIKASI> --received <WAKTU> --zone <WIB|WITA|WIT>")]
    Explain(Explain),
}

#[derive(Args)]
pub struct Explain {
    /// Laporan di profil ini (dengan --data)
    #[arg(
        required_unless_present_all = ["class", "received", "zone"],
        conflicts_with_all = ["class", "received", "zone"],
    )]
    pub id: Option<String>,
    #[arg(long, value_name = "KLASIFIKASI", value_parser = class)]
    pub class: Option<Classification>,
    /// Waktu diterima (RFC 3339, atau waktu setempat tanpa zona)
    #[arg(long, value_name = "WAKTU")]
    pub received: Option<String>,
    #[arg(long, value_name = "WIB|WITA|WIT", value_parser = zone)]
    pub zone: Option<Zone>,
}

#[derive(Subcommand)]
pub enum Calendar {
    /// Kalender yang berlaku: zona, jam kerja, hari libur per tahun
    Show,
    /// Semua versi: siapa, kapan, mengapa
    Versions,
    /// Pratinjau keputusan hari libur (JSON, CSV, iCalendar); berlaku hanya dengan --yes
    Import(ImportDecree),
    /// Pratinjau kembali ke satu versi; berlaku hanya dengan --yes
    Restore {
        version: u32,
        #[command(flatten)]
        adopt: Adopt,
    },
}

#[derive(Args)]
pub struct ImportDecree {
    pub file: PathBuf,
    /// Cara menggabungkan; tanpa ini sesuai isi berkas
    #[arg(long, value_enum)]
    pub merge: Option<Merge>,
    #[command(flatten)]
    pub adopt: Adopt,
}

#[derive(Args)]
pub struct Adopt {
    /// Tenggat mana yang dinilai dengan kalender baru
    #[arg(long, value_enum, default_value_t = Reach::Open)]
    pub reach: Reach,
    /// Alasan, tercatat bersama versinya
    #[arg(long, value_name = "ALASAN")]
    pub reason: Option<String>,
    /// Memberlakukan; tanpa ini hanya pratinjau
    #[arg(long, requires = "reason")]
    pub yes: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Merge {
    /// Hari libur tahun itu persis seperti berkas
    ReplaceYears,
    /// Hari dari berkas ditambahkan; yang sudah ada tetap
    AddDays,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Reach {
    /// Yang masih terbuka dan yang baru
    Open,
    /// Hanya yang mulai kemudian
    New,
}

#[derive(Args)]
pub struct Policy {
    #[command(subcommand)]
    pub command: Option<PolicyCommand>,
}

#[derive(Subcommand)]
pub enum PolicyCommand {
    /// Memberlakukan aturan kantor (JSON) bagi tenggat yang mulai sejak tanggalnya
    Adopt {
        file: PathBuf,
        /// Alasan, tercatat bersama versinya
        #[arg(long, value_name = "ALASAN")]
        reason: String,
    },
}

#[derive(Args)]
pub struct Notices {
    /// Hanya yang belum dibaca
    #[arg(long)]
    pub unread: bool,
    /// Hanya tenggat yang terlewat
    #[arg(long)]
    pub breaches: bool,
    /// Paling banyak sekian, yang terbaru dahulu
    #[arg(
        long,
        value_name = "N",
        default_value_t = 50,
        value_parser = clap::value_parser!(u32).range(1..=200),
    )]
    pub limit: u32,
}

#[derive(Args)]
pub struct Remind {
    pub id: String,
    /// Lewat hub, atau teks siap salin untuk WhatsApp dan surel
    #[arg(long, value_enum, default_value_t = Via::Hub)]
    pub via: Via,
    /// Mencatat teks WhatsApp atau surel sebagai terkirim
    #[arg(long)]
    pub log: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Via {
    Hub,
    Whatsapp,
    Email,
}

impl Via {
    pub fn channel(self) -> ReminderChannel {
        match self {
            Self::Hub => ReminderChannel::InApp,
            Self::Whatsapp => ReminderChannel::Whatsapp,
            Self::Email => ReminderChannel::Email,
        }
    }
}

#[derive(Subcommand)]
pub enum Export {
    /// Setiap tenggat yang terbuka beserta alasannya, sebagai lembar kerja Excel
    Deadlines {
        /// Folder tujuan
        dir: PathBuf,
    },
}
