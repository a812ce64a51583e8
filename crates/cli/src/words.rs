//! Every sentence of the command line, Indonesian first, English second. Never personal data.

pub mod check;
pub mod clocks;
pub mod faults;
pub mod told;

use serde::Serialize;
use tanggap_ipc::settings::{self, Zone};
use tanggap_ipc::{Code, Error};
use tanggap_wording::Words;

/// Indonesian unless the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`) asks for English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Id,
    En,
}

impl Language {
    pub fn of_environment() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        match set {
            Some(value) if value.starts_with("en") => Self::En,
            _ => Self::Id,
        }
    }

    pub fn pick<T>(self, id: T, en: T) -> T {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }

    /// The same language as the desk's settings name it.
    pub fn of_desk(self) -> settings::Language {
        self.pick(settings::Language::Id, settings::Language::En)
    }

    /// How clocks are spoken of in an office of this zone.
    pub fn words(self, zone: Zone) -> Words {
        Words {
            language: self.of_desk(),
            zone,
        }
    }
}

/// The stable word of a code or fault, for scripts.
pub fn code_of(code: &impl Serialize) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Object(members)) => members
            .get("code")
            .or_else(|| members.get("fault"))
            .and_then(serde_json::Value::as_str)
            .unwrap_or("internal")
            .to_owned(),
        _ => "internal".to_owned(),
    }
}

/// What happened, what is safe, what to do.
pub fn error(error: &Error, language: Language) -> String {
    if let Some(fault) = &error.fault {
        return faults::fault(fault, language);
    }
    match (&error.refused, &error.detail) {
        // The zone is named in the sentence: which one, only the desk's settings know.
        (Some(refused), _) => language.words(Zone::Wib).refused(refused),
        (None, Some(detail))
            if matches!(
                error.code,
                Code::BadInput | Code::Internal | Code::NumberNotUnique
            ) =>
        {
            format!("{} ({detail})", sentence(error.code, language))
        }
        (None, _) => sentence(error.code, language).to_owned(),
    }
}

/// The shared sentence, except where the way on is another at a prompt: a command, an option, a variable.
fn sentence(code: Code, language: Language) -> &'static str {
    match code {
        Code::NoProfile => language.pick(
            "Folder ini tidak berisi profil. Buat dahulu dengan `tanggapctl init`.",
            "This folder holds no profile. Make one with `tanggapctl init`.",
        ),
        Code::AlreadyRunning => language.pick(
            "Profil ini sedang dibuka program lain. Tutup dahulu, lalu ulangi.",
            "Another program has this profile open. Close it and try again.",
        ),
        Code::WrongKey => language.pick(
            "Kuncinya tidak cocok. Periksa TANGGAP_KEY; data tetap utuh.",
            "The key does not fit. Check TANGGAP_KEY; the data are untouched.",
        ),
        Code::NoKeychain => language.pick(
            "Keychain sistem tidak tersedia. Isi TANGGAP_KEY dengan passphrase.",
            "The system's keychain is not available. Put a passphrase into TANGGAP_KEY.",
        ),
        Code::NumberNotUnique => language.pick(
            "Lebih dari satu laporan memakai nomor ini; sebutkan id laporannya",
            "More than one complaint has this number; name the complaint's id",
        ),
        Code::EmptyVariable => language.pick(
            "Balasan masih berisi variabel kosong {{…}}; lengkapi dahulu.",
            "The reply still holds an empty variable {{…}}; fill it in first.",
        ),
        Code::LookFirst => language.pick(
            "Seorang rekan sudah membalas sejak itu, atau teks yang sama pernah dikirim. Ulangi dengan --anyway bila memang dimaksud.",
            "A colleague replied since, or the same text was sent before. Repeat with --anyway where it is meant.",
        ),
        Code::OthersWork => language.pick(
            "Perubahan ini menunggu petugas lain. Ambil alih dahulu: `tanggapctl outbox take`.",
            "This change waits for somebody else. Take it over first: `tanggapctl outbox take`.",
        ),
        // The zone stands in no sentence of a code.
        code => language.words(Zone::Wib).code(code),
    }
}
