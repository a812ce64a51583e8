//! Rail, top bar, bottom bar, search, outbox, keys.

use tanggap_ipc::Code;
use tanggap_ipc::frame::SyncState;
use tanggap_ipc::outbox::{Of, OfWhy};

use crate::labels::{Say, phrases};
use crate::state::{DeadlineTab, Section};

phrases! {
    nav: "Navigasi utama", "Main navigation";
    page_inbox: "Masuk", "Inbox";
    page_map: "Peta", "Map";
    page_deadlines: "Tenggat", "Deadlines";
    page_record: "Catat", "Record";
    page_settings: "Atur", "Settings";
    nav_to_do(self, count: u32): format!("{} perlu tindakan", self.number(count)), format!("{} to do", self.number(count));
    nav_overdue(self, count: u32): format!("{} terlambat", self.number(count)), format!("{} overdue", self.number(count));

    search_hint: "Cari nomor, judul, isi, atau lokasi…", "Search number, title, text or place…";
    search_all(self, text: &str): format!("Tampilkan semua hasil “{text}”"), format!("Show all results for “{text}”");
    search_nothing: "Tidak ada yang cocok. Periksa ejaan atau cari dengan nomor laporan.", "Nothing fits. Check the spelling or search by number.";
    command_sync: "Sinkronkan sekarang", "Sync now";
    command_outbox: "Buka kotak keluar", "Open the outbox";
    command_theme: "Ganti tema terang/gelap", "Switch light/dark theme";
    command_language: "Switch to English", "Ganti ke Bahasa Indonesia";
    command_keys: "Pintasan papan tik", "Keyboard shortcuts";

    notices: "Pemberitahuan", "Notifications";
    // The rail is narrow: both words break where the language breaks them.
    notices_on_rail: "Pemberi\u{ad}tahuan", "Notifi\u{ad}cations";
    notices_unread(self, count: u32): format!("{} belum dibaca", self.number(count)), format!("{} unread", self.number(count));
    clock_off(self, seconds: i64): format!("Jam komputer ini selisih {} menit. Waktu di layar sudah dibetulkan; betulkan juga jam komputer.", seconds.abs() / 60), format!("This computer's clock is off by {} minutes. Times on screen are corrected; correct the computer's clock too.", seconds.abs() / 60);

    connected: "Terhubung ke hub", "Connected to the hub";
    hub_away: "Hub tidak terjangkau", "Hub out of reach";
    standalone: "Tanpa hub", "No hub";
    local_complaints(self, count: u32): format!("{} laporan lokal", self.number(count)), format!("{} complaints here", self.number(count));
    followed_up(self, permille: u32): format!("Tindak lanjut {}", self.permille(permille)), format!("Followed up {}", self.permille(permille));
    rose_again(self, times: u32): format!("Pulih {}×", self.number(times)), format!("Recovered {}×", self.number(times));
    rose_again_about: "Sinkronisasi atau penjaga tenggat sempat berhenti sejak Tanggap dibuka, lalu berjalan lagi sendiri. Tidak ada yang hilang. Bila sering terjadi, sampaikan log kepada pengelola.", "Syncing or the watch over deadlines stopped since Tanggap was opened and went on by itself. Nothing is lost. If it happens often, show the log to whoever looks after this computer.";
    keys: "pintasan papan tik", "keyboard shortcuts";

    sync_standalone: "Belum terhubung ke hub", "Not connected to a hub";
    sync_own_closed: "Penyimpanan laporan tidak terbuka", "The complaints could not be opened";
    sync_connecting: "Menghubungkan…", "Connecting…";
    sync_first(self, done: u64): format!("Mengambil {} laporan…", self.number(done)), format!("Fetching {} complaints…", self.number(done));
    sync_first_of(self, done: u64, total: u64): format!("Mengambil {} dari {} laporan…", self.number(done), self.number(total)), format!("Fetching {} of {} complaints…", self.number(done), self.number(total));
    sync_syncing: "Menyinkronkan…", "Syncing…";
    sync_done: "Tersinkron", "Synced";
    sync_offline: "Hub tidak terjangkau", "Hub out of reach";
    sync_portal: "Jaringan minta masuk", "Network wants a login";
    sync_login: "Token hub ditolak", "Hub token refused";
    sync_too_old: "Perbarui Tanggap", "Update Tanggap";
    sync_waiting(self, count: u32): format!("{} menunggu kirim", self.number(count)), format!("{} waiting to send", self.number(count));
    sync_attention(self, count: u32): format!("{} perlu dilihat", self.number(count)), format!("{} to look at", self.number(count));
    sync_retry(self, at: &str): format!("dicoba lagi {at}"), format!("next try {at}");
    sync_last(self, at: &str): format!("Terakhir tersinkron {at}."), format!("Last synced {at}.");

    outbox: "Kotak keluar", "Outbox";
    outbox_empty: "Tidak ada yang menunggu. Semua sudah diterima hub.", "Nothing is waiting. The hub has everything.";
    outbox_empty_standalone: "Tidak ada yang menunggu: tindakan Anda sudah tersimpan di komputer ini.", "Nothing is waiting: your work is saved on this computer.";
    outbox_standalone: "Tanpa hub wilayah: laporan dan tindakan hanya ada di komputer ini. Setelah terhubung ke hub wilayah, semuanya ikut dibawa.", "No region's hub: complaints and actions are on this computer only. Once connected to a region's hub, all of it comes along.";
    outbox_held(self, until: &str): format!("Ditahan sampai {until}, masih dapat diurungkan"), format!("Held until {until}, can still be undone");
    outbox_queued: "Menunggu konfirmasi hub", "Waiting for the hub to confirm";
    outbox_not_left: "Menunggu dikirim", "Waiting to be sent";
    outbox_kept: "Tersimpan di komputer ini", "Kept on this computer";
    outbox_behind: "Menunggu keputusan atas tindakan yang kembali", "Waits for a decision on what came back";
    outbox_others: "Menunggu petugas lain", "Waiting for somebody else";
    outbox_others_about: "Tidak pernah dikirim atas nama Anda. Biarkan, ambil alih sebagai tindakan Anda, atau buang.", "Never sent under your name. Leave it, make it yours, or discard it.";
    outbox_others_drafts: "Draf petugas lain", "Drafts of somebody else";
    outbox_take: "Ambil alih", "Take over";
    outbox_take_anyway: "Tetap ambil alih", "Take over anyway";
    outbox_taken: "Diambil alih; dikirim atas nama Anda.", "Taken over; it is sent under your name.";
    outbox_discard_sure: "Yakin, buang", "Yes, discard it";
    outbox_draft_take: "Jadikan draf saya", "Make it my draft";
    others_waiting(self, count: u32): format!("{} menunggu petugas lain", self.number(count)), format!("{} waiting for somebody else", self.number(count));
    outbox_withdraw: "Urungkan", "Undo";
    outbox_edit: "Ubah", "Edit";
    outbox_resend: "Kirim tetap", "Send anyway";
    outbox_discard: "Buang", "Discard";
    outbox_open: "Buka laporan", "Open complaint";
    outbox_discarded: "Tindakan dibuang", "Discarded";

    practice_mark: "LATIHAN", "PRACTICE";
    practice_go_on: "Lanjut berlatih", "Go on practising";
    close: "Tutup", "Close";
    cancel: "Batal", "Cancel";
    retry: "Coba lagi", "Try again";
    technical: "Keterangan teknis", "Technical details";
    loading: "Memuat…", "Loading…";
    undo: "Urungkan", "Undo";
    understood: "Mengerti", "Got it";
    repaired_mirror: "Salinan data hub rusak dan sedang diambil ulang. Pekerjaan Anda tidak hilang.", "The copy of the hub's data was damaged and is being fetched again. None of your work is lost.";
    repaired_own_hub: "Berkas penyimpanan laporan rusak dan disusun ulang dari salinan di komputer ini; berkas yang rusak disimpan. Laporan dan tindakan Anda tidak hilang.", "The file with the complaints was damaged and was made anew from this computer's copy; the damaged file is kept. None of your complaints and work is lost.";
    repaired_journal: "Jurnal rusak dan dipulihkan dari salinan terakhir. Periksa draf dan kotak keluar terbaru Anda.", "The journal was damaged and restored from its last copy. Check your latest drafts and outbox.";

    keys_move: "Laporan berikutnya / sebelumnya", "Next / previous complaint";
    keys_open: "Buka laporan", "Open complaint";
    keys_reply: "Tulis balasan", "Write a reply";
    keys_dispose: "Disposisi", "Send to a unit";
    keys_verify: "Verifikasi", "Verify";
    keys_hold: "Tunda", "Hold";
    keys_select: "Pilih untuk tindakan banyak", "Select for bulk action";
    keys_deadlines: "Tenggat: kartu atau hari lain", "Deadlines: another card or day";
    keys_month: "Kalender tenggat: bulan lain", "Deadline calendar: another month";
    keys_week: "Kalender tenggat: awal / akhir minggu", "Deadline calendar: start / end of the week";
    keys_unselect: "Batalkan pilihan", "Clear the selection";
    keys_leave: "Tinggalkan kolom isian", "Leave the field";
    keys_search: "Cari", "Search";
    keys_undo: "Urungkan tindakan terakhir", "Undo the last action";
    keys_send: "Kirim dari penyunting", "Send from the editor";
    keys_zoom: "Perbesar / perkecil / ukuran biasa", "Larger / smaller / usual size";
    keys_help: "Daftar pintasan ini", "This list";
    keys_pages: "Pindah halaman", "Switch page";
}

impl Say {
    /// Whom something in the outbox waits for.
    pub fn waits_for(self, of: &Of) -> String {
        let officer = of.officer.as_deref();
        let hub = of.hub.as_deref().unwrap_or_default();
        match (of.why, officer) {
            (OfWhy::Practice, _) => self
                .pick(
                    "Ditulis waktu latihan; tidak pernah dikirim",
                    "Written in practice; never sent",
                )
                .to_owned(),
            (OfWhy::NoHub, _) => self
                .pick("Ditulis sebelum ada hub", "Written before there was a hub")
                .to_owned(),
            (OfWhy::OtherHub, Some(name)) => self.pick(
                format!("Menunggu {name} di {hub}"),
                format!("Waits for {name} at {hub}"),
            ),
            (_, Some(name)) => self.pick(format!("Menunggu {name}"), format!("Waits for {name}")),
            (_, None) => self
                .pick("Penulisnya tidak diketahui", "Its writer is not known")
                .to_owned(),
        }
    }

    /// A tab of Tenggat on the tab itself.
    pub fn tab(self, tab: DeadlineTab) -> &'static str {
        match tab {
            DeadlineTab::Board => self.pick("Papan", "Board"),
            DeadlineTab::Month => self.pick("Kalender", "Calendar"),
            DeadlineTab::Escalation => self.pick("Eskalasi", "Escalation"),
        }
    }

    /// A tab of Tenggat in the list of commands.
    pub fn command_tab(self, tab: DeadlineTab) -> &'static str {
        match tab {
            DeadlineTab::Board => self.pick("Tenggat: papan", "Deadlines: board"),
            DeadlineTab::Month => self.pick("Tenggat: kalender", "Deadlines: calendar"),
            DeadlineTab::Escalation => self.pick("Tenggat: eskalasi", "Deadlines: escalation"),
        }
    }

    /// A section of Atur.
    pub fn section(self, section: Section) -> &'static str {
        match section {
            Section::Office => self.pick("Kantor", "Office"),
            Section::Connection => self.pick("Koneksi", "Connection"),
            Section::Calendar => self.pick("Kalender", "Calendar"),
            Section::Rules => self.pick("Aturan", "Rules"),
            Section::Notify => self.pick("Pemberitahuan", "Notifications"),
            Section::Look => self.pick("Bahasa dan tampilan", "Language and look"),
            Section::Import => self.pick("Impor", "Import"),
            Section::About => self.pick("Tentang", "About"),
        }
    }

    /// A section of Atur in the list of commands.
    pub fn command_section(self, section: Section) -> &'static str {
        match section {
            Section::Office => self.pick("Atur: kantor", "Settings: office"),
            Section::Connection => self.pick("Atur: koneksi", "Settings: connection"),
            Section::Calendar => self.pick("Atur: kalender kerja", "Settings: working calendar"),
            Section::Rules => self.pick("Atur: aturan tenggat", "Settings: deadline rules"),
            Section::Notify => self.pick("Atur: pemberitahuan", "Settings: notifications"),
            Section::Look => self.pick("Atur: bahasa dan tampilan", "Settings: language and look"),
            Section::Import => self.pick("Atur: impor", "Settings: import"),
            Section::About => self.pick("Atur: tentang", "Settings: about"),
        }
    }

    /// What the sync pill says first; when and how much stands behind it.
    pub fn sync_state(self, sync: &SyncState) -> String {
        match sync {
            SyncState::Standalone => self.sync_standalone().to_owned(),
            SyncState::OwnHubClosed { .. } => self.sync_own_closed().to_owned(),
            SyncState::Connecting => self.sync_connecting().to_owned(),
            SyncState::FirstSync { done, total: None } => self.sync_first(*done),
            SyncState::FirstSync {
                done,
                total: Some(total),
            } => self.sync_first_of(*done, *total),
            SyncState::Syncing => self.sync_syncing().to_owned(),
            SyncState::UpToDate => self.sync_done().to_owned(),
            SyncState::Offline { .. } => self.sync_offline().to_owned(),
            SyncState::CaptivePortal => self.sync_portal().to_owned(),
            SyncState::NeedsLogin => self.sync_login().to_owned(),
            SyncState::TooOld => self.sync_too_old().to_owned(),
        }
    }

    /// The state in a sentence: what it means and what to do.
    pub fn sync_explained(self, sync: &SyncState) -> &'static str {
        match sync {
            SyncState::Standalone => self.outbox_standalone(),
            SyncState::OwnHubClosed {
                code: Code::OwnHubNewer,
            } => self.words().code(Code::OwnHubNewer),
            SyncState::OwnHubClosed { .. } => self.words().code(Code::OwnHubClosed),
            SyncState::Connecting | SyncState::Syncing => {
                self.pick("Sedang bertukar data dengan hub.", "Talking to the hub.")
            }
            SyncState::FirstSync { .. } => self.pick(
                "Pengambilan pertama. Anda sudah dapat bekerja dengan laporan yang sudah tiba.",
                "First fetch. You can already work with what has arrived.",
            ),
            SyncState::UpToDate => self.pick(
                "Semua kabar dari hub sudah ada di komputer ini.",
                "This computer has what the hub has.",
            ),
            SyncState::Offline { .. } => self.pick(
                "Hub tidak terjangkau dari komputer ini. Anda tetap dapat bekerja; semuanya tersimpan di komputer ini dan dikirim setelah hub menjawab lagi.",
                "The hub cannot be reached from this computer. Keep working; everything is saved here and sent when the hub answers again.",
            ),
            SyncState::CaptivePortal => self.pick(
                "Jaringan ini meminta masuk lewat peramban. Masuk dulu; pekerjaan Anda aman tersimpan.",
                "This network wants a login in the browser. Log in first; your work is safe here.",
            ),
            SyncState::NeedsLogin => self.pick(
                "Token dicabut atau kedaluwarsa. Minta token baru kepada admin hub, lalu isi di Atur. Kotak keluar aman.",
                "The token was revoked or has expired. Ask the hub's administrator for a new one and enter it in Settings. The outbox is safe.",
            ),
            SyncState::TooOld => self.pick(
                "Hub memakai versi yang lebih baru. Perbarui Tanggap; kotak keluar aman.",
                "The hub speaks a newer version. Update Tanggap; the outbox is safe.",
            ),
        }
    }
}
