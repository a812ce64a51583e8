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

fn sentence(code: Code, language: Language) -> &'static str {
    match code {
        Code::NoProfile => language.pick(
            "Folder ini tidak berisi profil. Buat dahulu dengan `tanggapctl init`.",
            "This folder holds no profile. Make one with `tanggapctl init`.",
        ),
        Code::ProfileExists => language.pick(
            "Folder ini sudah berisi profil; tidak ada yang diubah.",
            "This folder holds a profile already; nothing was changed.",
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
        Code::PassphraseTooShort => language.pick(
            "Passphrase terlalu pendek; pakai sedikitnya 8 huruf.",
            "The passphrase is too short; use at least 8 characters.",
        ),
        Code::JournalDamaged => language.pick(
            "Jurnal rusak dan cadangannya tidak dapat dipakai. Berkasnya dibiarkan di tempatnya.",
            "The journal is damaged and its backup cannot be used. Both were left in place.",
        ),
        Code::NewerSchema => language.pick(
            "Profil ini dibuat versi yang lebih baru. Perbarui program; tidak ada yang diubah.",
            "A newer version made this profile. Update the program; nothing was changed.",
        ),
        Code::UnsafeFolder => language.pick(
            "Folder ini tidak aman untuk profil (jaringan atau tersinkron awan). Pilih folder lokal.",
            "This folder is not safe for a profile (network or cloud-synchronised). Use a local one.",
        ),
        Code::DiskFull => language.pick(
            "Diska penuh; tidak ada yang disimpan setengah. Kosongkan ruang lalu ulangi.",
            "The disk is full; nothing was half-written. Free some room and try again.",
        ),
        Code::NotFound => language.pick(
            "Laporan itu tidak ditemukan di meja ini.",
            "That complaint is not on this desk.",
        ),
        Code::NumberNotUnique => language.pick(
            "Lebih dari satu laporan memakai nomor ini; sebutkan id laporannya",
            "More than one complaint has this number; name the complaint's id",
        ),
        Code::Refused => language.pick(
            "Tindakan ini tidak dapat dilakukan.",
            "This cannot be done.",
        ),
        Code::EmptyVariable => language.pick(
            "Balasan masih berisi variabel kosong {{…}}; lengkapi dahulu.",
            "The reply still holds an empty variable {{…}}; fill it in first.",
        ),
        Code::TooLateToWithdraw => language.pick(
            "Sudah terlambat untuk ditarik.",
            "It is too late to take it back.",
        ),
        Code::LookFirst => language.pick(
            "Seorang rekan sudah membalas sejak itu, atau teks yang sama pernah dikirim. Ulangi dengan --anyway bila memang dimaksud.",
            "A colleague replied since, or the same text was sent before. Repeat with --anyway where it is meant.",
        ),
        Code::OnItsWay => language.pick(
            "Perubahan ini mungkin sudah di jalan ke hub; hanya yang kembali atau belum berangkat dapat diubah.",
            "This change may be on its way to the hub; only what came back or has not left can be changed.",
        ),
        Code::OthersWork => language.pick(
            "Perubahan ini menunggu petugas lain. Ambil alih dahulu: `tanggapctl outbox take`.",
            "This change waits for somebody else. Take it over first: `tanggapctl outbox take`.",
        ),
        Code::PracticeWork => language.pick(
            "Ini ditulis waktu latihan dan tidak pernah dikirim ke hub sungguhan.",
            "This was written in practice and is never sent to a real hub.",
        ),
        Code::ImportWhileConnected => language.pick(
            "Meja ini tersambung ke hub; berkas diimpor di hub (`tanggap-hub import`), agar semua meja melihat hal yang sama. Tidak ada yang dibaca.",
            "This desk is connected to a hub; files are imported there (`tanggap-hub import`), so that all desks see the same. Nothing was read.",
        ),
        Code::ImportPractising => language.pick(
            "Sedang latihan: laporan sungguhan tidak diimpor ke hub latihan. Akhiri latihan dahulu; tidak ada yang dibaca.",
            "This is practice: real complaints are not imported into a practice hub. End practice first; nothing was read.",
        ),
        Code::ImportNotYours => language.pick(
            "Impor dilakukan petugas yang memegang wilayah. Akun ini hanya untuk satu unit; tidak ada yang dibaca.",
            "Files are imported by officers who answer for a region. This account is for one unit only; nothing was read.",
        ),
        Code::ImportHubAway => language.pick(
            "Hub tidak dapat dihubungi, jadi berkas belum diimpor. Berkas Anda tidak berubah; coba lagi setelah tersambung.",
            "The hub cannot be reached, so the file is not imported. Your file is unchanged; try again once connected.",
        ),
        Code::ImportGoesOn => language.pick(
            "Sambungan terputus setelah berkas sampai di hub. Hub meneruskan impornya; hasilnya ada di Riwayat impor.",
            "The line broke after the file had reached the hub. The hub goes on; the result is in the history of imports.",
        ),
        Code::ImportCancelled => language.pick(
            "Impor dibatalkan; tidak ada yang masuk.",
            "The import was called off; nothing was taken in.",
        ),
        Code::ImportInterrupted => language.pick(
            "Impor terputus di tengah jalan; tidak ada yang masuk. Impor lagi berkas yang sama.",
            "The import broke off; nothing was taken in. Import the same file again.",
        ),
        Code::BadAddress => language.pick(
            "Alamat hub tidak dapat dibaca. Contoh: https://hub.contoh.go.id",
            "The hub's address cannot be read. For example: https://hub.example.org",
        ),
        Code::Offline => language.pick(
            "Hub tidak dapat dihubungi. Perubahan tetap tersimpan di meja ini.",
            "The hub cannot be reached. Changes stay safe on this desk.",
        ),
        Code::NotAHub => language.pick(
            "Alamat ini menjawab, tetapi bukan hub Tanggap (mungkin halaman masuk jaringan).",
            "This address answers, but it is not a Tanggap hub (a network's login page, perhaps).",
        ),
        Code::TokenRejected => language.pick(
            "Token ditolak atau sudah dicabut. Minta token baru kepada pengelola hub.",
            "The token was rejected or revoked. Ask the hub's administrator for a new one.",
        ),
        Code::HubTooNew => language.pick(
            "Hub memakai protokol yang lebih baru. Perbarui program; kotak keluar aman.",
            "The hub speaks a newer protocol. Update the program; the outbox is safe.",
        ),
        Code::HubFailed => language.pick(
            "Hub gagal menjawab. Coba lagi nanti; perubahan tetap tersimpan.",
            "The hub failed to answer. Try again later; changes stay safe.",
        ),
        Code::NotOverdue => language.pick(
            "Laporan ini tidak terlambat; tidak ada yang perlu diingatkan.",
            "Nothing of this complaint is late; there is nothing to remind of.",
        ),
        Code::ReceivedInFuture => language.pick(
            "Waktu diterima belum terjadi. Periksa waktunya, juga jam komputer.",
            "The time of receipt has not come yet. Check it, and this computer's clock.",
        ),
        Code::BadCalendar => language.pick(
            "Kalender atau aturan ini tidak dapat dipakai; versi terakhir tetap berlaku.",
            "This calendar or these rules cannot be used; the last version stays in force.",
        ),
        Code::Moved => language.pick(
            "Versi lain sudah ditetapkan sementara itu. Baca lagi, lalu ulangi.",
            "Another version was adopted in the meantime. Read it and try again.",
        ),
        Code::AutostartFailed => language.pick(
            "Mulai otomatis tidak dapat diatur di komputer ini.",
            "Starting with the computer could not be set here.",
        ),
        Code::OwnHubNewer => language.pick(
            "Penyimpanan laporan di komputer ini dibuat versi Tanggap yang lebih baru. Tidak ada yang diubah; pasang versi terbaru.",
            "This computer's complaints were written by a newer version of Tanggap. Nothing was changed; install the newest version.",
        ),
        Code::OwnHubClosed => language.pick(
            "Penyimpanan laporan di komputer ini tidak dapat dibuka. Tindakan Anda aman di kotak keluar; periksa disk, lalu jalankan ulang Tanggap.",
            "This computer's complaints could not be opened. Your work is safe in the outbox; check the disk and start Tanggap again.",
        ),
        Code::PracticeUnavailable => language.pick(
            "Hub latihan tidak dapat dibuka. Tidak ada yang hilang; periksa ruang disk, lalu coba lagi.",
            "The practice hub could not be opened. Nothing is lost; check the room on the disk and try again.",
        ),
        Code::FileEmpty => language.pick("Berkas kosong (0 bita).", "The file is empty (0 bytes)."),
        Code::FileTooLarge => language.pick(
            "Berkas terlalu besar; tidak ada yang dibaca.",
            "The file is too large; nothing was read.",
        ),
        Code::FileMissing => language.pick(
            "Berkas tidak ditemukan.",
            "The file was not found.",
        ),
        Code::NotASpreadsheet => language.pick(
            "Berkas ini bukan tabel laporan yang dapat dibaca. Buka di Excel, simpan sebagai .xlsx, lalu impor lagi.",
            "This file is no table of reports that can be read. Open it in Excel, save it as .xlsx, and import again.",
        ),
        Code::SpreadsheetPassword => language.pick(
            "Berkas ini dilindungi kata sandi. Buka di Excel dengan kata sandinya, simpan tanpa kata sandi sebagai .xlsx, lalu impor lagi.",
            "This file is protected by a password. Open it in Excel with its password, save it without one as .xlsx, and import again.",
        ),
        Code::SpreadsheetDamaged => language.pick(
            "Berkas ini rusak dan tidak satu baris pun diimpor. Buka di Excel, simpan sebagai .xlsx, lalu impor lagi; atau unduh ulang.",
            "This file is damaged and not one row was imported. Open it in Excel, save it as .xlsx, and import again; or download it anew.",
        ),
        Code::OtherSpreadsheet => language.pick(
            "Buku kerja ini bukan ekspor SP4N-LAPOR!: baris judul \"Tracking ID\" tidak ditemukan.",
            "This workbook is not an SP4N-LAPOR! export: its header row \"Tracking ID\" is missing.",
        ),
        Code::EmptySpreadsheet => language.pick(
            "Buku kerja ini tidak berisi apa pun.",
            "This workbook holds nothing.",
        ),
        Code::BadInput => language.pick("Masukan tidak dapat dipakai.", "The input cannot be used."),
        Code::Internal => language.pick(
            "Terjadi kesalahan di dalam program.",
            "Something went wrong inside the program.",
        ),
    }
}
