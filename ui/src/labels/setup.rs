//! First run, lock, and the two ways in that Atur offers too: hub and Excel.

use tanggap_ipc::import::UnreadableReason;
use tanggap_ipc::settings::Zone;

use crate::labels::{Say, phrases};

phrases! {
    welcome: "Selamat datang di Tanggap", "Welcome to Tanggap";
    welcome_about: "Meja kerja pengaduan SP4N-LAPOR! untuk daerah. Bekerja juga tanpa jaringan; semua tersimpan terenkripsi di komputer ini.", "The complaint desk for SP4N-LAPOR! in the regions. It works without a network too; everything is kept encrypted on this computer.";
    language: "Bahasa", "Language";
    language_id: "Bahasa Indonesia", "Bahasa Indonesia";
    language_en: "English", "English";
    step_of(self, step: usize, of: usize): format!("Langkah {step} dari {of}"), format!("Step {step} of {of}");
    step_office: "Kantor", "Office";
    step_key: "Kunci data", "Data key";
    step_start: "Mulai", "Start";
    office_name: "Nama kantor", "Office name";
    office_name_hint: "mis. Diskominfo Prov. Sumatera Selatan", "e.g. Diskominfo Prov. Sumatera Selatan";
    office_name_missing: "Isi nama kantor.", "Enter the office's name.";
    zone: "Zona waktu", "Time zone";
    zone_wib: "WIB · Sumatera, Jawa, Kalimantan Barat dan Tengah", "WIB · Sumatra, Java, West and Central Kalimantan";
    zone_wita: "WITA · Bali, Nusa Tenggara, Sulawesi, Kalimantan Timur, Utara, dan Selatan", "WITA · Bali, Nusa Tenggara, Sulawesi, East, North and South Kalimantan";
    zone_wit: "WIT · Maluku dan Papua", "WIT · Maluku and Papua";
    next: "Lanjut", "Next";
    back: "Kembali", "Back";

    key_about: "Data laporan dikunci di komputer ini. Pilih tempat kuncinya.", "The complaints are locked on this computer. Choose where their key is kept.";
    key_keychain: "Penyimpan kunci komputer", "The computer's keychain";
    key_keychain_about: "Terbuka sendiri saat Anda masuk ke komputer ini. Disarankan.", "Opens by itself when you log in to this computer. Recommended.";
    key_passphrase: "Frasa sandi", "Passphrase";
    key_passphrase_about: "Diketik setiap kali Tanggap dibuka.", "Typed each time Tanggap opens.";
    key_no_keychain: "Komputer ini tidak memiliki penyimpan kunci, jadi data dikunci dengan frasa sandi.", "This computer has no keychain, so the data are locked with a passphrase.";
    passphrase: "Frasa sandi", "Passphrase";
    passphrase_again: "Ulangi frasa sandi", "Passphrase again";
    passphrase_rule: "Paling sedikit 8 karakter. Beberapa kata yang mudah diingat lebih kuat daripada satu kata sulit.", "At least 8 characters. A few words you remember are stronger than one hard word.";
    passphrase_no_recovery: "Frasa sandi yang lupa tidak dapat dipulihkan oleh siapa pun: draf dan tindakan yang belum terkirim ikut hilang. Catat dan simpan di tempat aman.", "Nobody can recover a forgotten passphrase: drafts and what was not sent yet would be lost with it. Write it down and keep it safe.";
    passphrase_short: "Masih terlalu pendek: paling sedikit 8 karakter.", "Too short: at least 8 characters.";
    passphrase_differs: "Kedua frasa sandi belum sama.", "The two passphrases differ.";
    passphrase_show: "Tampilkan", "Show";
    create: "Siapkan meja kerja", "Set up the desk";
    creating: "Menyiapkan penyimpanan terenkripsi…", "Preparing the encrypted store…";

    start_about: "Dari mana laporan datang?", "Where do complaints come from?";
    start_practice: "Latihan", "Practice";
    start_practice_about: "Laporan contoh di komputer ini. Tidak ada yang terkirim ke mana pun.", "Sample complaints on this computer. Nothing is sent anywhere.";
    start_practice_run: "Mulai latihan", "Start practice";
    start_practice_wait: "Menyiapkan hub latihan dan laporan contoh…", "Preparing a practice hub and sample complaints…";
    start_import: "Impor Excel", "Import Excel";
    start_import_about: "Ekspor laporan dari SP4N-LAPOR! (.xlsx atau .xls).", "The complaint export of SP4N-LAPOR! (.xlsx or .xls).";
    start_hub: "Sambungkan ke hub", "Connect to a hub";
    start_hub_about: "Hub daerah membagikan laporan ke semua meja kerja.", "The region's hub shares complaints among all desks.";
    start_skip: "Lewati, atur nanti", "Skip, set up later";
    start_open: "Buka meja kerja", "Open the desk";

    hub_address: "Alamat hub", "Hub address";
    hub_address_hint: "https://hub.provinsi.go.id", "https://hub.provinsi.go.id";
    hub_token: "Token petugas", "Officer token";
    hub_token_about: "Diberikan oleh admin hub, satu untuk setiap petugas. Disimpan terenkripsi.", "Given by the hub's administrator, one per officer. Kept encrypted.";
    hub_connect: "Sambungkan", "Connect";
    hub_unencrypted: "Alamat http:// tidak terenkripsi: token dan isi laporan dapat dibaca di jaringan. Di luar komputer ini gunakan https://.", "An http:// address is not encrypted: token and complaints can be read on the network. Outside this computer use https://.";
    hub_connecting: "Menghubungi hub…", "Contacting the hub…";
    hub_missing: "Isi alamat hub dan token.", "Enter the hub's address and the token.";
    hub_connected(self, officer: &str): format!("Terhubung sebagai {officer}."), format!("Connected as {officer}.");
    hub_scopes(self, scopes: &str): format!("Wewenang: {scopes}."), format!("Scope: {scopes}.");
    hub_scopes_none: "Tanpa batas wilayah", "No region limit";

    import_choose: "Pilih berkas Excel…", "Choose an Excel file…";
    import_drop: "atau lepaskan di sini", "or drop it here";
    import_about: "Mengimpor dua kali tidak menggandakan apa pun. Catatan dan balasan Anda tidak disentuh.", "Importing twice duplicates nothing. Your notes and replies are not touched.";
    import_handing(self, percent: u32): format!("Membaca berkas… {percent} %"), format!("Reading the file… {percent}%");
    import_checking: "Memeriksa isi berkas…", "Checking the file…";
    import_running(self, done: u64, total: u64): format!("{} dari {} baris", self.number(done), self.number(total)), format!("{} of {} rows", self.number(done), self.number(total));
    import_storing(self, done: u64, total: u64): format!("Menyimpan {} dari {} baris", self.number(done), self.number(total)), format!("Storing {} of {} rows", self.number(done), self.number(total));
    import_columns(self, names: &str): format!("Kolom yang tidak ada di berkas: {names}."), format!("Columns that the file does not have: {names}.");
    import_protected(self, count: u64): format!("{} laporan baru dilindungi (anonim dan rahasia), sebab berkas tidak menyebut tipenya. Impor berkas yang menyebutnya untuk membukanya.", self.number(count)), format!("{} new complaints are protected (anonymous and secret), for the file does not say what they are. Import a file that does to open them.", self.number(count));
    import_unclear(self, count: usize): format!("{} baris memakai kata tipe laporan yang tidak dikenal; laporannya dilindungi.", self.number(count as u32)), format!("{} rows have a word of privacy that is not known; their complaints are protected.", self.number(count as u32));
    import_zone_heading: "Jam di berkas ini", "The times in this file";
    import_zone_period(self, from: &str, until: &str, zone: &str, reports: u32): format!("{from} – {until}: tampaknya {zone} ({} laporan)", self.number(reports)), format!("{from} – {until}: seems to be {zone} ({} complaints)", self.number(reports));
    import_zone_about: "Dibaca dari jam sepi di malam hari. Sekarang dibaca sebagai WIB, dan tenggat yang bergantung padanya menyebutkannya.", "Read from the quiet hours of the night. Now read as WIB, and deadlines that hang on it say so.";
    import_zone_use: "Pakai zona ini dan baca ulang", "Use these zones and read again";
    import_done(self, file: &str): format!("Impor {file} selesai."), format!("{file} is imported.");
    import_read: "baris dibaca", "rows read";
    import_new: "baru", "new";
    import_updated: "diperbarui", "updated";
    import_unchanged: "tidak berubah", "unchanged";
    import_unreadable: "tidak terbaca", "unreadable";
    import_unreadable_heading: "Baris yang tidak terbaca", "Unreadable rows";
    import_unreadable_about: "Baris ini tidak diimpor dan disimpan bersama alasannya. Perbaiki di Excel, lalu impor lagi.", "These rows were not imported and are kept with the reason. Correct them in Excel and import again.";
    import_row: "Baris", "Row";
    import_reason: "Alasan", "Reason";
    import_more(self, count: usize): format!("dan {} baris lagi", self.number(count as u32)), format!("and {} more rows", self.number(count as u32));
    import_out_of_reach(self, count: u64): format!("{} baris tentang laporan di luar wilayah Anda; laporannya tidak diubah.", self.number(count)), format!("{} rows are about complaints outside your region; those were not changed.", self.number(count));
    import_cancel: "Batalkan impor", "Call the import off";
    import_history: "Riwayat impor", "History of imports";
    import_history_none: "Belum ada berkas yang diimpor dari meja.", "No file has been imported from a desk yet.";
    import_history_file: "Berkas", "File";
    import_history_who: "Oleh", "By";
    import_history_when: "Kapan", "When";
    import_history_outcome: "Hasil", "Outcome";
    import_history_here: "Meja ini", "This desk";
    import_history_running: "Sedang dibaca", "Being read";
    import_history_cancelled: "Dibatalkan; tidak ada yang masuk", "Called off; nothing was taken in";
    import_history_done(self, new: u64, updated: u64, unchanged: u64): format!("{} baru, {} diperbarui, {} tetap", self.number(new), self.number(updated), self.number(unchanged)), format!("{} new, {} updated, {} unchanged", self.number(new), self.number(updated), self.number(unchanged));
    import_history_unreadable(self, count: u64): format!("{} tidak terbaca", self.number(count)), format!("{} unreadable", self.number(count));
    import_history_out_of_reach(self, count: u64): format!("{} di luar wilayah", self.number(count)), format!("{} outside the region", self.number(count));
    import_again: "Impor berkas lain", "Import another file";
    progress: "Kemajuan", "Progress";

    locked: "Tanggap terkunci", "Tanggap is locked";
    locked_about: "Ketik frasa sandi untuk membuka data kantor di komputer ini.", "Type the passphrase to open the office's data on this computer.";
    unlock: "Buka kunci", "Unlock";
    unlocking: "Membuka…", "Opening…";
    cannot_open: "Data kantor tidak dapat dibuka", "The office's data cannot be opened";
    cannot_open_safe: "Tidak ada yang diubah atau dihapus oleh Tanggap.", "Tanggap changed and deleted nothing.";
    version(self, version: &str): format!("Versi {version}"), format!("Version {version}");
}

impl Say {
    pub fn zone_where(self, zone: Zone) -> &'static str {
        match zone {
            Zone::Wib => self.zone_wib(),
            Zone::Wita => self.zone_wita(),
            Zone::Wit => self.zone_wit(),
        }
    }

    pub fn unreadable(self, reason: UnreadableReason) -> &'static str {
        match reason {
            UnreadableReason::Other => self.pick(
                "Tidak terbaca; versi Tanggap ini tidak mengenal alasannya",
                "Unreadable, for a reason that this version of Tanggap does not know",
            ),
            UnreadableReason::NoTrackingId => self.pick("Tracking ID kosong", "No tracking ID"),
            UnreadableReason::BadTrackingId => {
                self.pick("Tracking ID bukan angka", "The tracking ID is not a number")
            }
            UnreadableReason::NotNational => self.pick(
                "Nomor laporan yang dicatat di meja, bukan nomor nasional",
                "The number of a complaint recorded at a desk, not a national one",
            ),
            UnreadableReason::DuplicateTrackingId => self.pick(
                "Tracking ID sudah ada di baris sebelumnya dengan isi berbeda; yang pertama dipakai",
                "An earlier row has the same tracking ID and other contents; that one was taken",
            ),
            UnreadableReason::NoDate => self.pick("Tanggal masuk kosong", "No date of receipt"),
            UnreadableReason::BadDate => self.pick(
                "Tanggal masuk tidak terbaca",
                "The date of receipt cannot be read",
            ),
            UnreadableReason::BadTime => self.pick(
                "Waktu masuk tidak terbaca",
                "The time of receipt cannot be read",
            ),
            UnreadableReason::FutureDate => self.pick(
                "Tanggal masuk setelah hari ini; periksa juga jam komputer",
                "The date of receipt is after today; check this computer's clock too",
            ),
            UnreadableReason::NoText => {
                self.pick("Judul dan isi kosong", "Title and text are empty")
            }
            UnreadableReason::TextTooLong => {
                self.pick("Isi laporan terlalu panjang", "The text is too long")
            }
            UnreadableReason::ContinuesRow => self.pick(
                "Lanjutan laporan di baris sebelumnya; unit kedua tidak ikut",
                "Goes on with the report of the row before; the second unit is left out",
            ),
        }
    }
}
