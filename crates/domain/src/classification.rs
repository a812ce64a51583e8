//! What kind of report it is. It decides which clocks run.

use serde::{Deserialize, Serialize};

/// PermenPANRB 62/2018. *Berkadar pengawasan*: abuse of authority or breach of law by officials.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Classification {
    PengaduanBerkadar,
    PengaduanTidakBerkadar,
    PermintaanInformasi,
    Aspirasi,
    /// Kept as it came (for example "Whistle Blowing" of older exports). Judged as
    /// pengaduan tidak berkadar pengawasan, and shown with its own words.
    #[serde(untagged)]
    Other(String),
}

impl Classification {
    /// Reads the wording of exports, API and command line; anything else is kept as `Other`.
    pub fn read(raw: &str) -> Self {
        let folded: String = raw
            .chars()
            .map(|c| {
                if c.is_alphabetic() {
                    c.to_ascii_lowercase()
                } else {
                    ' '
                }
            })
            .collect();
        let has = |word: &str| folded.split_whitespace().any(|w| w == word);
        if has("aspirasi") {
            Self::Aspirasi
        } else if has("informasi") {
            Self::PermintaanInformasi
        } else if has("berkadar") && has("tidak") {
            Self::PengaduanTidakBerkadar
        } else if has("berkadar") {
            Self::PengaduanBerkadar
        } else if folded.trim() == "pengaduan" {
            Self::PengaduanTidakBerkadar
        } else {
            Self::Other(raw.trim().to_owned())
        }
    }

    /// The code of files, command line and policies.
    pub fn code(&self) -> &str {
        match self {
            Self::PengaduanBerkadar => "pengaduan-berkadar",
            Self::PengaduanTidakBerkadar => "pengaduan-tidak-berkadar",
            Self::PermintaanInformasi => "permintaan-informasi",
            Self::Aspirasi => "aspirasi",
            Self::Other(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: Classification) {
        assert_eq!(Classification::read(raw), expected, "{raw}");
    }

    #[test]
    fn wordings_of_all_sources_are_read() {
        check(
            "Pengaduan Berkadar Pengawasan",
            Classification::PengaduanBerkadar,
        );
        check(
            "Pengaduan Tidak Berkadar Pengawasan",
            Classification::PengaduanTidakBerkadar,
        );
        check(
            "pengaduan-tidak-berkadar",
            Classification::PengaduanTidakBerkadar,
        );
        check("Permintaan Informasi", Classification::PermintaanInformasi);
        check("ASPIRASI", Classification::Aspirasi);
        check("Pengaduan", Classification::PengaduanTidakBerkadar);
        check(
            "Whistle Blowing",
            Classification::Other("Whistle Blowing".into()),
        );
    }

    #[test]
    fn unknown_words_survive_json() {
        for classification in [
            Classification::Aspirasi,
            Classification::Other("Baru".into()),
        ] {
            let json = serde_json::to_string(&classification).unwrap();
            assert_eq!(
                serde_json::from_str::<Classification>(&json).unwrap(),
                classification
            );
        }
    }
}
