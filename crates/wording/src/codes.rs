//! One sentence per code of failure: what happened, what is safe, what to do. Window, notices and command
//! line say the same, except where the way on is a command.

use tanggap_ipc::{Code, Error};

use crate::Words;

impl Words {
    /// What went wrong, as exactly as it is known: the refusal, the fault, or the code's own sentence.
    pub fn error(self, error: &Error) -> String {
        match (error.code, &error.refused, &error.fault) {
            (Code::Refused, Some(refused), _) => self.refused(refused),
            (Code::BadCalendar, _, Some(fault)) => self.fault(fault),
            (code, _, _) => self.code(code).to_owned(),
        }
    }

    /// The sentence of a code. What is wrong beside it, a refusal or a fault, is worded by its own kind.
    pub fn code(self, code: Code) -> &'static str {
        match code {
            Code::NoProfile => self.pick(
                "Data kantor belum disiapkan di komputer ini. Mulai dari awal.",
                "This computer has no office data yet. Start from the beginning.",
            ),
            Code::ProfileExists => self.pick(
                "Data kantor sudah ada di komputer ini. Tidak ada yang diubah.",
                "Office data already exist on this computer. Nothing was changed.",
            ),
            Code::AlreadyRunning => self.pick(
                "Tanggap sudah terbuka dengan data ini. Gunakan jendela yang sudah ada.",
                "Tanggap is already open with these data. Use the other window.",
            ),
            Code::WrongKey => self.pick(
                "Frasa sandi tidak cocok. Data tetap aman dan terkunci.",
                "The passphrase does not fit. The data stay safe and locked.",
            ),
            Code::NoKeychain => self.pick(
                "Komputer ini tidak memiliki penyimpan kunci. Buat frasa sandi.",
                "This computer has no keychain. Choose a passphrase.",
            ),
            Code::PassphraseTooShort => self.pick(
                "Frasa sandi terlalu pendek. Gunakan paling sedikit 8 karakter.",
                "The passphrase is too short. Use at least 8 characters.",
            ),
            Code::JournalDamaged => self.pick(
                "Jurnal pekerjaan rusak dan tidak dapat dibuka. Jangan hapus foldernya; hubungi admin untuk memulihkan dari salinan.",
                "The journal is damaged and cannot be opened. Do not delete its folder; ask your administrator to restore a copy.",
            ),
            Code::NewerSchema => self.pick(
                "Data ditulis oleh Tanggap yang lebih baru. Perbarui Tanggap; data tidak disentuh.",
                "The data were written by a newer Tanggap. Update it; the data were not touched.",
            ),
            Code::UnsafeFolder => self.pick(
                "Folder data ada di jaringan atau disinkronkan layanan awan; di sana data dapat rusak. Pilih folder di komputer ini sendiri.",
                "The data folder lies on a network or is synchronised by a cloud service, where data can be damaged. Choose a folder on this computer itself.",
            ),
            Code::DiskFull => self.pick(
                "Ruang simpan penuh: perubahan terakhir belum tersimpan. Kosongkan ruang, lalu coba lagi.",
                "The disk is full: the last change is not saved. Free some space, then try again.",
            ),
            Code::NotFound => self.pick(
                "Laporan tidak ditemukan di komputer ini.",
                "The complaint is not on this computer.",
            ),
            Code::NumberNotUnique => self.pick(
                "Lebih dari satu laporan memakai nomor ini. Buka laporannya dari daftar.",
                "More than one complaint has this number. Open the one you mean from the list.",
            ),
            Code::Refused => self.pick("Tindakan ini tidak dapat dilakukan.", "This cannot be done."),
            Code::EmptyVariable => self.pick(
                "Masih ada isian kosong dalam balasan. Lengkapi bagian yang ditandai.",
                "The reply still has an empty field. Fill in the marked place.",
            ),
            Code::TooLateToWithdraw => self.pick(
                "Sudah terlambat untuk diurungkan: tindakan sudah dikirim.",
                "Too late to undo: it has been sent.",
            ),
            Code::BadAddress => self.pick(
                "Alamat hub tidak dapat dibaca. Contoh: https://hub.provinsi.go.id",
                "The hub's address cannot be read. Example: https://hub.provinsi.go.id",
            ),
            Code::Offline => self.pick(
                "Hub tidak terjangkau. Periksa jaringan; pekerjaan Anda tersimpan di komputer ini.",
                "The hub cannot be reached. Check the network; your work is saved here.",
            ),
            Code::NotAHub => self.pick(
                "Yang menjawab di alamat itu bukan hub Tanggap, mungkin halaman masuk jaringan. Periksa alamat atau masuk ke jaringan dulu.",
                "What answers there is not a Tanggap hub, perhaps the network's login page. Check the address or log in to the network first.",
            ),
            Code::TokenRejected => self.pick(
                "Hub menolak token ini: salah, dicabut, atau kedaluwarsa. Minta token baru kepada admin hub.",
                "The hub refuses this token: wrong, revoked or expired. Ask the hub's administrator for a new one.",
            ),
            Code::HubTooNew => self.pick(
                "Hub memakai versi yang lebih baru. Perbarui Tanggap; kotak keluar aman.",
                "The hub speaks a newer version. Update Tanggap; the outbox is safe.",
            ),
            Code::HubFailed => self.pick(
                "Hub sedang bermasalah. Tidak ada yang hilang; coba lagi nanti.",
                "The hub has a problem. Nothing is lost; try again later.",
            ),
            Code::OwnHubNewer => self.pick(
                "Penyimpanan laporan di komputer ini dibuat versi Tanggap yang lebih baru. Tidak ada yang diubah; pasang versi terbaru.",
                "This computer's complaints were written by a newer version of Tanggap. Nothing was changed; install the newest version.",
            ),
            Code::OwnHubClosed => self.pick(
                "Penyimpanan laporan di komputer ini tidak dapat dibuka. Tindakan Anda aman di kotak keluar; periksa disk, lalu jalankan ulang Tanggap.",
                "This computer's complaints could not be opened. Your work is safe in the outbox; check the disk and start Tanggap again.",
            ),
            Code::PracticeUnavailable => self.pick(
                "Hub latihan tidak dapat dibuka. Tidak ada yang hilang; periksa ruang disk, lalu coba lagi.",
                "The practice hub could not be opened. Nothing is lost; check the room on the disk and try again.",
            ),
            Code::LookFirst => self.pick(
                "Seorang rekan sudah membalas sejak itu, atau teks yang sama pernah dikirim. Belum ada yang dikirim; lihat dulu laporannya.",
                "A colleague replied since, or the same text was sent before. Nothing was sent; look at the complaint first.",
            ),
            Code::OnItsWay => self.pick(
                "Tindakan ini mungkin sudah di jalan ke hub; hanya yang kembali atau belum berangkat dapat diubah.",
                "This may be on its way to the hub; only what came back or has not left can be changed.",
            ),
            Code::OthersWork => self.pick(
                "Ini menunggu petugas lain. Hubungkan ke hub yang sungguhan, lalu ambil alih bila memang tugas Anda.",
                "This waits for somebody else. Connect to a real hub and take it over where it is yours to do.",
            ),
            Code::PracticeWork => self.pick(
                "Ini ditulis waktu latihan dan tidak pernah dikirim ke hub sungguhan.",
                "This was written in practice and is never sent to a real hub.",
            ),
            Code::ImportWhileConnected => self.pick(
                "Meja ini tersambung ke hub. Berkas diimpor oleh admin di hub, agar semua meja melihat hal yang sama; tidak ada yang dibaca.",
                "This desk is connected to a hub. Files are imported there by its administrator, so that all desks see the same; nothing was read.",
            ),
            Code::ImportPractising => self.pick(
                "Sedang latihan: laporan sungguhan tidak diimpor ke hub latihan. Akhiri latihan dahulu; tidak ada yang dibaca.",
                "This is practice: real complaints are not imported into a practice hub. End practice first; nothing was read.",
            ),
            Code::ImportNotYours => self.pick(
                "Impor dilakukan petugas yang memegang wilayah. Akun ini hanya untuk satu unit; tidak ada yang dibaca.",
                "Files are imported by officers who answer for a region. This account is for one unit only; nothing was read.",
            ),
            Code::ImportHubAway => self.pick(
                "Hub tidak dapat dihubungi, jadi berkas belum diimpor. Berkas Anda tidak berubah; coba lagi setelah tersambung.",
                "The hub cannot be reached, so the file is not imported. Your file is unchanged; try again once connected.",
            ),
            Code::ImportGoesOn => self.pick(
                "Sambungan terputus setelah berkas sampai di hub. Hub meneruskan impornya; hasilnya ada di Riwayat impor.",
                "The line broke after the file had reached the hub. The hub goes on; the result is in the history of imports.",
            ),
            Code::ImportCancelled => self.pick(
                "Impor dibatalkan; tidak ada yang masuk.",
                "The import was called off; nothing was taken in.",
            ),
            Code::ImportInterrupted => self.pick(
                "Impor terputus di tengah jalan; tidak ada yang masuk. Impor lagi berkas yang sama.",
                "The import broke off; nothing was taken in. Import the same file again.",
            ),
            Code::ImportHistoryAway => self.pick(
                "Riwayat impor disimpan di hub, dan hub tidak dapat dihubungi sekarang. Tidak ada yang diubah; coba lagi setelah tersambung.",
                "The history of imports is kept at the hub, which cannot be reached now. Nothing was changed; try again once connected.",
            ),
            Code::ImportNotKept => self.pick(
                "Apa yang diubah berkas ini pada tiap laporan tidak tersimpan di hub ini, jadi tidak dapat dilihat atau ditarik kembali.",
                "What this file did to each complaint is not kept at this hub, so it cannot be looked at or taken back.",
            ),
            Code::ImportTakenBack => self.pick(
                "Berkas ini sudah ditarik kembali. Impor lagi berkasnya bila ternyata benar.",
                "This file was taken back before. Import it again if it was right after all.",
            ),
            Code::TakeBackNotYours => self.pick(
                "Berkas ini hanya dapat ditarik kembali oleh petugas yang memegang seluruh wilayahnya; tidak ada yang diubah.",
                "Only an officer who answers for all of its region takes this file back; nothing was changed.",
            ),
            Code::TakeBackGoesOn => self.pick(
                "Sambungan terputus sebelum hub menjawab. Lihat Riwayat impor: di sana tercatat bila berkas sudah ditarik kembali.",
                "The line broke before the hub had answered. The history of imports says whether the file was taken back.",
            ),
            Code::FileEmpty => self.pick("Berkas kosong (0 bita).", "The file is empty (0 bytes)."),
            Code::FileTooLarge => self.pick(
                "Berkas terlalu besar: lampiran paling besar 25 MB, ekspor 96 MB. Tidak ada yang dibaca.",
                "The file is too large: attachments may have 25 MB, exports 96 MB. Nothing was read.",
            ),
            Code::FileMissing => self.pick(
                "Isi berkas belum ada di komputer ini dan hub belum memberikannya.",
                "The file's content is not here and the hub has not delivered it.",
            ),
            Code::NotASpreadsheet => self.pick(
                "Berkas ini bukan tabel laporan yang dapat dibaca. Buka di Excel, simpan sebagai .xlsx, lalu impor lagi.",
                "This file is no table of reports that can be read. Open it in Excel, save it as .xlsx, and import again.",
            ),
            Code::SpreadsheetPassword => self.pick(
                "Berkas ini dilindungi kata sandi. Buka di Excel dengan kata sandinya, simpan tanpa kata sandi sebagai .xlsx, lalu impor lagi.",
                "This file is protected by a password. Open it in Excel with its password, save it without one as .xlsx, and import again.",
            ),
            Code::SpreadsheetDamaged => self.pick(
                "Berkas ini rusak dan tidak satu baris pun diimpor. Buka di Excel, simpan sebagai .xlsx, lalu impor lagi; atau unduh ulang.",
                "This file is damaged and not one row was imported. Open it in Excel, save it as .xlsx, and import again; or download it anew.",
            ),
            Code::OtherSpreadsheet => self.pick(
                "Ini Excel, tetapi bukan ekspor SP4N-LAPOR!: kolom “Tracking ID” tidak ditemukan.",
                "This is Excel, but not an SP4N-LAPOR! export: there is no column “Tracking ID”.",
            ),
            Code::EmptySpreadsheet => self.pick(
                "Ekspor ini tidak berisi laporan.",
                "This export holds no complaints.",
            ),
            Code::NotOverdue => self.pick(
                "Laporan ini tidak terlambat lagi; tidak ada yang perlu diingatkan.",
                "Nothing of this complaint is late any more; there is nothing to remind of.",
            ),
            Code::ReceivedInFuture => self.pick(
                "Waktu diterima belum terjadi. Perbaiki waktunya, dan periksa jam komputer; isian Anda tetap tersimpan.",
                "The time of receipt has not come yet. Correct it, and check this computer's clock; what you wrote is kept.",
            ),
            Code::BadCalendar => self.pick(
                "Kalender atau aturan ini tidak dapat dipakai. Versi yang berlaku tidak berubah.",
                "This calendar or these rules cannot be used. The version in force is unchanged.",
            ),
            Code::Moved => self.pick(
                "Versi lain sudah diberlakukan sementara Anda mengubah. Belum ada yang disimpan; muat versi terbaru, lalu ulangi perubahan.",
                "Another version was adopted while you were editing. Nothing was saved; load the latest version and repeat your changes.",
            ),
            Code::AutostartFailed => self.pick(
                "Mulai otomatis tidak dapat diatur di komputer ini. Pengaturan lain tidak berubah.",
                "Autostart could not be set on this computer. Other settings are unchanged.",
            ),
            Code::BadInput => self.pick(
                "Ada isian yang tidak dapat dibaca. Periksa kembali; tidak ada yang diubah.",
                "Something entered cannot be read. Check it; nothing was changed.",
            ),
            Code::Internal => self.pick(
                "Terjadi kesalahan di dalam Tanggap. Yang sudah tersimpan tetap aman; coba lagi.",
                "Something failed inside Tanggap. What was saved is safe; try again.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    /// A list of all codes that does not compile while one is missing.
    macro_rules! codes {
        ($($code:ident),* $(,)?) => {
            const ALL: &[Code] = &[$(Code::$code),*];

            const fn _is_listed(code: Code) {
                match code { $(Code::$code => {}),* }
            }
        };
    }

    codes![
        NoProfile,
        ProfileExists,
        AlreadyRunning,
        WrongKey,
        NoKeychain,
        PassphraseTooShort,
        JournalDamaged,
        NewerSchema,
        UnsafeFolder,
        DiskFull,
        NotFound,
        NumberNotUnique,
        Refused,
        EmptyVariable,
        TooLateToWithdraw,
        BadAddress,
        Offline,
        NotAHub,
        TokenRejected,
        HubTooNew,
        HubFailed,
        OwnHubNewer,
        OwnHubClosed,
        PracticeUnavailable,
        LookFirst,
        OnItsWay,
        OthersWork,
        PracticeWork,
        ImportWhileConnected,
        ImportPractising,
        ImportNotYours,
        ImportHubAway,
        ImportGoesOn,
        ImportCancelled,
        ImportInterrupted,
        ImportHistoryAway,
        ImportNotKept,
        ImportTakenBack,
        TakeBackNotYours,
        TakeBackGoesOn,
        FileEmpty,
        FileTooLarge,
        FileMissing,
        NotASpreadsheet,
        SpreadsheetPassword,
        SpreadsheetDamaged,
        OtherSpreadsheet,
        EmptySpreadsheet,
        NotOverdue,
        ReceivedInFuture,
        BadCalendar,
        Moved,
        AutostartFailed,
        BadInput,
        Internal,
    ];

    #[test]
    fn every_code_has_a_sentence_of_its_own_in_both_languages() {
        let mut said = BTreeSet::new();
        for language in [Language::Id, Language::En] {
            let zone = Zone::Wib;
            let words = Words { language, zone };
            for code in ALL {
                let sentence = words.code(*code);
                let is_whole = sentence.ends_with('.') || sentence.contains("https://");
                assert!(is_whole, "{code:?}: {sentence}");
                assert!(said.insert(sentence), "{code:?} says what another says");
            }
        }
        assert_eq!(said.len(), 2 * ALL.len());
    }

    #[test]
    fn what_is_known_more_exactly_is_said() {
        use tanggap_domain::change::Refused;

        let (language, zone) = (Language::Id, Zone::Wib);
        let words = Words { language, zone };
        let refused = Error::from(Refused::Closed);
        assert_eq!(words.error(&refused), words.refused(&Refused::Closed));
        let bare = Error::new(Code::Refused);
        assert_eq!(words.error(&bare), words.code(Code::Refused));
    }
}
