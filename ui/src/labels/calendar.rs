//! Atur → Kalender: the working calendar, its versions, and what a change does.

use tanggap_domain::calendar::DaysOff;
use tanggap_domain::sla::{Reach, Shifts};
use tanggap_ipc::calendar::Merge;

use crate::labels::{Say, phrases};

phrases! {
    calendar_name: "Nama kalender", "Name of the calendar";
    calendar_zone: "Zona waktu kantor", "The office's time zone";
    week_hours: "Jam kerja mingguan", "Weekly hours";
    week_hours_about: "Hari tanpa jam adalah hari libur. Beberapa selang sehari memisahkan istirahat.", "A day without hours is not worked. Several intervals a day leave out breaks.";
    week_preset: "Isi dengan", "Fill in";
    week_five: "Senin–Jumat", "Monday–Friday";
    week_six: "Senin–Sabtu", "Monday–Saturday";
    hours_closed: "libur", "not worked";
    hours_add: "Tambah jam", "Add hours";
    hours_add_on(self, day: &str): format!("Tambah jam, {day}"), format!("Add hours, {day}");
    hours_remove(self, hours: &str): format!("Hapus {hours}"), format!("Remove {hours}");
    hours_from(self, day: &str): format!("{day}, mulai"), format!("{day}, from");
    hours_until(self, day: &str): format!("{day}, sampai"), format!("{day}, until");
    time_missing: "Isi jam mulai dan selesai, mis. 07.30.", "Fill in when it begins and ends, e.g. 07:30.";
    time_wrong(self, text: &str): format!("“{text}” bukan jam. Tulis seperti 07.30."), format!("“{text}” is no time. Write it like 07:30.");
    date_wrong: "Bukan tanggal yang ada. Tulis seperti 24/11/2026.", "No date that exists. Write it like 24/11/2026.";
    field_missing: "Wajib diisi.", "Needed.";
    days_off_heading: "Hari libur yang dilewati", "Days off that are skipped";

    overrides: "Pengecualian", "Exceptions";
    overrides_about: "Hari tutup, jam lain, atau istirahat pada tanggal tertentu. Hari libur selalu menang.", "Closed days, other hours or breaks on certain dates. Holidays always win.";
    overrides_none: "Belum ada pengecualian.", "No exceptions yet.";
    override_add_closed: "Hari tutup", "Closed days";
    override_add_hours: "Jam lain", "Other hours";
    override_add_ramadan: "Jam Ramadan", "Ramadan hours";
    override_add_break: "Istirahat", "Break";
    override_closed_name: "Kantor tutup", "Office closed";
    override_name: "Nama", "Name";
    override_source: "Dasar (boleh kosong)", "Ordered by (optional)";
    override_from: "Dari", "From";
    override_to: "Sampai", "To";
    override_kind: "Berlaku", "What changes";
    override_remove: "Hapus pengecualian", "Remove exception";
    exception_closed: "Tutup", "Closed";
    exception_hours: "Jam lain", "Other hours";
    exception_weekly: "Jam mingguan lain", "Another week";
    exception_break: "Istirahat", "Break";
    override_unnamed: "tanpa nama", "unnamed";

    holidays: "Hari libur dan cuti bersama", "Holidays and joint leave";
    holidays_year: "Tahun", "Year";
    holidays_none(self, year: i32): format!("Kalender {year} belum ditetapkan. Tenggat yang menyentuh tahun ini ditandai."), format!("The calendar of {year} is not decreed yet. Deadlines that touch it are marked.");
    holidays_decreed(self, year: i32): format!("Kalender {year} sudah ditetapkan dan lengkap di sini"), format!("The calendar of {year} is decreed and complete here");
    holidays_empty(self, year: i32): format!("Belum ada hari libur {year}."), format!("No holidays of {year} yet.");
    holiday_date: "Tanggal", "Date";
    holiday_name: "Hari", "Day";
    holiday_kind: "Jenis", "Kind";
    holiday_source: "Dasar", "Decree";
    holiday_add: "Tambah hari", "Add a day";
    holiday_edit(self, name: &str): format!("Ubah {name}"), format!("Edit {name}");
    holiday_remove(self, name: &str): format!("Hapus {name}"), format!("Remove {name}");
    holiday_discard: "Hapus", "Remove";
    holiday_done: "Selesai", "Done";
    holiday_unnamed: "hari baru", "new day";

    decree_import: "Impor keputusan (SKB)", "Import a decree";
    decree_import_about: "JSON, CSV, atau iCalendar (.ics), paling besar 1 MB. Belum berlaku sebelum pratinjau.", "JSON, CSV or iCalendar (.ics), up to 1 MB. Nothing is in force before the preview.";
    decree_choose: "Pilih berkas", "Choose a file";
    decree_reading: "Membaca berkas…", "Reading the file…";
    decree_found(self, days: u32, years: &str): format!("{} hari libur untuk {years}", self.number(days)), format!("{} days off for {years}", self.number(days));
    decree_merge: "Cara menggabungkan", "How to merge";
    decree_unreadable(self, count: usize): format!("{} entri tidak terbaca", self.number(count as u32)), format!("{} entries cannot be read", self.number(count as u32));
    decree_take: "Masukkan ke rancangan", "Take into the draft";
    decree_taken: "Keputusan dimasukkan ke rancangan. Lihat pratinjaunya, lalu berlakukan.", "The decree is in the draft. Look at the preview, then adopt it.";

    draft_same: "Rancangan sama dengan kalender yang berlaku.", "The draft is the calendar in force.";
    draft_changed(self, version: u32): format!("Rancangan, belum berlaku. Yang berlaku tetap versi {version}."), format!("A draft, not in force. Version {version} stays in force.");
    draft_wrong(self, count: usize): format!("{} isian perlu diperbaiki.", self.number(count as u32)), format!("{} entries need correcting.", self.number(count as u32));
    draft_reload: "Muat versi terbaru", "Load the latest version";
    draft_revert: "Batalkan perubahan", "Discard changes";
    preview: "Pratinjau", "Preview";
    preview_calendar: "Pratinjau kalender", "Preview of the calendar";
    preview_restores(self, version: u32): format!("Kembalikan versi {version}"), format!("Bring back version {version}");
    preview_unchanged: "Belum ada perubahan untuk dipratinjau.", "Nothing has changed yet.";
    preview_open: "Laporan berjalan", "Open complaints";
    preview_moved: "Bergeser", "Moved";
    preview_no_longer: "Tidak lagi terlambat", "No longer overdue";
    preview_newly: "Menjadi terlambat", "Newly overdue";
    preview_examples: "Contoh yang paling bergeser", "Those that move most";
    preview_number: "Laporan", "Complaint";
    preview_from: "Semula", "Before";
    preview_to: "Menjadi", "After";
    preview_by: "Bergeser", "Moved by";
    preview_added: "Hari libur bertambah", "Days off added";
    preview_removed: "Hari libur hilang", "Days off removed";
    reach: "Berlaku untuk", "Applies to";
    adopt_reason: "Alasan (wajib)", "Reason (required)";
    adopt_reason_hint: "mis. SKB perubahan 2026; banjir 12–13 Januari", "e.g. amended decree of 2026; flood of 12–13 January";
    adopt: "Berlakukan", "Put into force";
    adopting: "Menyimpan versi baru…", "Saving the new version…";
    adopting_close: "Lanjutkan di latar belakang", "Continue in the background";
    judging(self, done: u64, total: u64): format!("Menghitung ulang {} dari {} laporan…", self.number(done), self.number(total)), format!("Judging {} of {} complaints anew…", self.number(done), self.number(total));
    adopted(self, version: u32): format!("Kalender versi {version} berlaku."), format!("Version {version} of the calendar is in force.");

    versions: "Riwayat versi", "History of versions";
    version_number(self, version: u32): format!("Versi {version}"), format!("Version {version}");
    version_in_force: "berlaku", "in force";
    version_first: "Kalender pertama kantor ini", "The first calendar of this office";
    version_by(self, who: &str, at: &str): format!("{who}, {at}"), format!("{who}, {at}");
    version_by_nobody: "Tanpa petugas", "Nobody signed in";
    version_restores(self, version: u32): format!("mengembalikan versi {version}"), format!("brings back version {version}");
    version_restore: "Kembalikan versi ini", "Bring this version back";
}

impl Say {
    pub fn days_off_choice(self, days_off: DaysOff) -> &'static str {
        match days_off {
            DaysOff::HolidaysAndCollectiveLeave => self.pick(
                "Libur nasional dan cuti bersama",
                "Holidays and joint leave",
            ),
            DaysOff::HolidaysOnly => self.pick(
                "Hanya libur nasional; cuti bersama dihitung hari kerja",
                "Holidays only; joint leave counts as working days",
            ),
            DaysOff::WeekendsOnly => self.pick(
                "Tidak ada; hanya jam mingguan dan pengecualian",
                "None; only weekly hours and exceptions",
            ),
        }
    }

    pub fn merge(self, merge: Merge) -> &'static str {
        match merge {
            Merge::ReplaceYears => self.pick("Ganti isi tahunnya", "Replace its years"),
            Merge::AddDays => self.pick("Tambahkan saja", "Add its days"),
        }
    }

    pub fn merge_about(self, merge: Merge) -> &'static str {
        match merge {
            Merge::ReplaceYears => self.pick(
                "Hari libur tahun itu persis seperti berkas: SKB lengkap.",
                "The days off of its years are exactly the file's: a whole decree.",
            ),
            Merge::AddDays => self.pick(
                "Yang sudah ada tetap; hari dari berkas ditambahkan: perubahan kecil.",
                "What is there stays and the file's days come on top: a small amendment.",
            ),
        }
    }

    pub fn reach_words(self, reach: Reach) -> &'static str {
        match reach {
            Reach::OpenClocks => self.pick(
                "Laporan yang berjalan dan yang baru",
                "Open complaints and new ones",
            ),
            Reach::NewClocks => self.pick("Hanya laporan baru", "New complaints only"),
        }
    }

    pub fn reach_about(self, reach: Reach) -> &'static str {
        match reach {
            Reach::OpenClocks => self.pick(
                "Tenggat yang masih terbuka dihitung ulang. Yang sudah terpenuhi tidak bergeser.",
                "Deadlines still open are counted anew. Those already met do not move.",
            ),
            Reach::NewClocks => self.pick(
                "Yang sudah berjalan tetap memakai kalender sebelumnya.",
                "What is running keeps the calendar it has.",
            ),
        }
    }

    /// `+1 hk`, `−2 hk`; no working day: only the hour.
    pub fn shift_days(self, working_days: i64) -> String {
        let unit = self.pick("hk", "wd");
        match working_days {
            0 => self.pick("jamnya", "the hour").to_owned(),
            days if days > 0 => format!("+{days} {unit}"),
            days => format!("−{} {unit}", days.unsigned_abs()),
        }
    }

    /// `312 laporan bergeser 1 hari kerja lebih lambat; 14 tidak lagi terlambat.`
    pub fn shifts(self, shifts: &Shifts) -> String {
        if shifts.moved == 0 {
            return self
                .pick(
                    "Tidak ada tenggat berjalan yang bergeser.",
                    "No open deadline moves.",
                )
                .to_owned();
        }
        let mut parts: Vec<String> = Vec::new();
        // Many ways of moving are told together; the list below has each.
        if shifts.by_working_days.len() > 2 {
            let count = self.number(shifts.moved);
            parts.push(self.pick(
                format!("{count} laporan bergeser"),
                format!("{count} complaints move"),
            ));
        } else {
            let moves = shifts.by_working_days.iter();
            parts.extend(moves.map(|(days, count)| self.moved_by(*days, *count)));
        }
        if shifts.no_longer_overdue > 0 {
            let count = self.number(shifts.no_longer_overdue);
            parts.push(self.pick(
                format!("{count} tidak lagi terlambat"),
                format!("{count} no longer overdue"),
            ));
        }
        if shifts.newly_overdue > 0 {
            let count = self.number(shifts.newly_overdue);
            parts.push(self.pick(
                format!("{count} menjadi terlambat"),
                format!("{count} newly overdue"),
            ));
        }
        format!("{}.", parts.join("; "))
    }

    fn moved_by(self, working_days: i64, count: u32) -> String {
        let count = self.number(count);
        let days = working_days.unsigned_abs();
        match working_days {
            0 => self.pick(
                format!("{count} laporan hanya bergeser jamnya"),
                format!("{count} complaints move by hours only"),
            ),
            later if later > 0 => self.pick(
                format!("{count} laporan bergeser {days} hari kerja lebih lambat"),
                format!("{count} complaints move {days} working days later"),
            ),
            _ => self.pick(
                format!("{count} laporan bergeser {days} hari kerja lebih awal"),
                format!("{count} complaints move {days} working days earlier"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    #[track_caller]
    fn check(moves: &[(i64, u32)], no_longer: u32, newly: u32, expected: &str) {
        let say = Say {
            language: Language::Id,
            zone: Zone::Wib,
        };
        let shifts = Shifts {
            open: 2_000,
            moved: moves.iter().map(|(_, count)| count).sum(),
            by_working_days: moves.iter().copied().collect(),
            no_longer_overdue: no_longer,
            newly_overdue: newly,
        };
        assert_eq!(say.shifts(&shifts), expected);
    }

    #[test]
    fn a_preview_is_told_in_one_sentence() {
        check(
            &[(1, 312)],
            14,
            0,
            "312 laporan bergeser 1 hari kerja lebih lambat; 14 tidak lagi terlambat.",
        );
        check(
            &[(-2, 1_200), (0, 3)],
            0,
            7,
            "1.200 laporan bergeser 2 hari kerja lebih awal; 3 laporan hanya bergeser jamnya; 7 menjadi terlambat.",
        );
        check(&[(1, 5), (2, 5), (3, 5)], 0, 0, "15 laporan bergeser.");
        check(&[], 0, 0, "Tidak ada tenggat berjalan yang bergeser.");
    }
}
