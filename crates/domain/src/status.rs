//! Where a complaint stands: the national words as they came, and our stage derived from them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Our stage, derived: what needs doing next. Statistics buckets of the national site map onto it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Belum terverifikasi.
    BelumTerverifikasi,
    /// Verified, not sent to a unit yet.
    BelumTerdisposisi,
    /// With a unit that has not answered yet.
    BelumDitindaklanjuti,
    /// Answered, being worked on.
    Proses,
    /// Held (Tunda): waiting for data.
    Tertunda,
    Selesai,
    Diarsipkan,
    /// Bukan wewenang: sent back or on to another agency.
    BukanWewenang,
    Dihapus,
    /// A national status nobody here knows yet: shown with its own words, treated as open.
    TidakDikenal,
}

impl Stage {
    pub const ALL: [Self; 10] = [
        Self::BelumTerverifikasi,
        Self::BelumTerdisposisi,
        Self::BelumDitindaklanjuti,
        Self::Proses,
        Self::Tertunda,
        Self::Selesai,
        Self::Diarsipkan,
        Self::BukanWewenang,
        Self::Dihapus,
        Self::TidakDikenal,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::BelumTerverifikasi => "belum-terverifikasi",
            Self::BelumTerdisposisi => "belum-terdisposisi",
            Self::BelumDitindaklanjuti => "belum-ditindaklanjuti",
            Self::Proses => "proses",
            Self::Tertunda => "tertunda",
            Self::Selesai => "selesai",
            Self::Diarsipkan => "diarsipkan",
            Self::BukanWewenang => "bukan-wewenang",
            Self::Dihapus => "dihapus",
            Self::TidakDikenal => "tidak-dikenal",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Still on somebody's desk.
    pub fn is_open(self) -> bool {
        match self {
            Self::Selesai | Self::Diarsipkan | Self::BukanWewenang | Self::Dihapus => false,
            Self::BelumTerverifikasi
            | Self::BelumTerdisposisi
            | Self::BelumDitindaklanjuti
            | Self::Proses
            | Self::Tertunda
            | Self::TidakDikenal => true,
        }
    }
}

/// The national status exactly as a source gave it. Never interpreted in place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalStatus {
    /// `status_code` of the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// `status_name` of the API or `Status Laporan` of the export; empty where the national system
    /// does not know the complaint yet.
    pub name: String,
    /// Further words (`Alasan Tunda/Arsip`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When a source last told us so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<DateTime<Utc>>,
}

impl NationalStatus {
    /// "Ditanggapi oleh Pelapor": the reporter spoke last.
    pub fn is_answer_of_reporter(&self) -> bool {
        folded(&self.name) == "ditanggapi oleh pelapor"
    }
}

/// The stage that a national status word means, given whether a unit is named.
///
/// Words of the API, the public page, the export and the statistics buckets are all read;
/// an unknown word gives [`Stage::TidakDikenal`].
pub fn stage_of_national(name: &str, has_unit: bool) -> Stage {
    match folded(name).as_str() {
        "" | "belum terverifikasi" | "belum diverifikasi" | "baru" => Stage::BelumTerverifikasi,
        "terverifikasi" | "diverifikasi" if has_unit => Stage::BelumDitindaklanjuti,
        "terverifikasi" | "diverifikasi" | "belum terdisposisi" => Stage::BelumTerdisposisi,
        "terdisposisi" | "didisposisi" | "didisposisikan" | "belum ditindaklanjuti" => {
            Stage::BelumDitindaklanjuti
        }
        "dalam proses" | "proses" | "sedang diproses" | "ditindaklanjuti" => Stage::Proses,
        "ditindaklanjuti oleh instansi" | "ditanggapi oleh pelapor" => Stage::Proses,
        "tertunda" | "ditunda" | "tunda" | "menunggu kelengkapan informasi" => Stage::Tertunda,
        "selesai" | "ditutup" => Stage::Selesai,
        "ditutup oleh admin" | "ditutup oleh sistem" | "ditutup oleh pelapor" => Stage::Selesai,
        "diarsipkan" | "arsip" => Stage::Diarsipkan,
        "diarsipkan oleh admin" | "diarsipkan oleh sistem" | "diarsipkan oleh pelapor" => {
            Stage::Diarsipkan
        }
        // Taken off the site for its content; nobody works on it, and it is still there.
        "konten terblokir" => Stage::Diarsipkan,
        "ditolak" | "bukan wewenang" => Stage::BukanWewenang,
        "dihapus" => Stage::Dihapus,
        _ => Stage::TidakDikenal,
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_word_has_a_stage() {
        for word in [
            "Belum Terverifikasi",
            "Terverifikasi",
            "Dalam Proses",
            "Selesai",
            "Ditolak",
            "Ditindaklanjuti oleh Instansi",
            "Ditanggapi oleh Pelapor",
            "Ditutup oleh Admin",
            "Ditutup oleh Sistem",
            "Diarsipkan oleh Admin",
            "Diarsipkan oleh Sistem",
            "Ditutup oleh Pelapor",
            "Diarsipkan oleh Pelapor",
            "Menunggu Kelengkapan Informasi",
            "Konten Terblokir",
            "belum terdisposisi",
            "belum ditindaklanjuti",
            "proses",
            "tertunda",
            "diarsipkan",
            "dihapus",
        ] {
            assert_ne!(
                stage_of_national(word, false),
                Stage::TidakDikenal,
                "{word}"
            );
        }
        assert_eq!(
            stage_of_national("Terverifikasi", true),
            Stage::BelumDitindaklanjuti
        );
        assert_eq!(
            stage_of_national("Dialihkan ke Mars", true),
            Stage::TidakDikenal
        );
    }

    #[test]
    fn codes_round_trip() {
        for stage in Stage::ALL {
            assert_eq!(Stage::of_code(stage.code()), Some(stage));
            assert_eq!(
                serde_json::to_string(&stage).unwrap(),
                format!("\"{}\"", stage.code())
            );
        }
    }
}
