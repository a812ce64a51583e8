//! Atur → Aturan: the policies over time, and the rules an office lays over them.

use tanggap_domain::sla::policy::PauseCount;
use tanggap_domain::sla::{DayOne, DueAt, PauseReason, Unit};

use crate::labels::{Say, phrases};

phrases! {
    rules_over_time: "Kebijakan dari waktu ke waktu", "Policies over time";
    rules_version(self, version: u32): format!("Versi {version}"), format!("Version {version}");
    rules_version_office(self, version: u32, office: u32): format!("Versi {version}, aturan kantor {office}"), format!("Version {version}, office rules {office}");
    rules_since(self, from: &str): format!("sejak {from}"), format!("since {from}");
    rules_from_on(self, from: &str): format!("mulai {from}"), format!("from {from} on");
    rules_until(self, from: &str, until: &str): format!("{from} – {until}"), format!("{from} – {until}");
    rules_today: "berlaku hari ini", "in force today";
    rules_next: "akan berlaku", "to come";
    rules_past: "sudah lewat", "past";
    rules_name: "Kebijakan", "Policy";
    rules_in_force: "Berlaku", "In force";
    rules_basis: "Dasar", "Basis";
    rules_note: "Catatan", "Note";
    rules_office: "Aturan kantor", "Office rules";
    rules_office_of(self, version: u32, from: &str): format!("versi {version}, mulai {from}"), format!("version {version}, from {from}");
    rules_day_one: "Hari ke-1", "Day 1";
    rules_due: "Jatuh tempo", "Due";
    rules_pauses: "Jeda", "Pauses";
    rules_thresholds: "Diberitahukan saat", "Told at";
    rules_changed: "diubah kantor", "changed by the office";
    rules_own: "tenggat kantor", "the office's own";
    rules_no_duty: "tidak membuat kantor terlambat", "nobody is late by it";
    rules_pauses_it: "dijeda", "pauses";
    rules_never_pauses: "tidak dijeda", "never pauses";
    rules_clocks: "Tenggat menurut kebijakan ini", "Deadlines of this policy";
    rules_no_pause: "tidak ada", "none";
    policy_clock: "Tenggat", "Deadline";
    policy_every_class: "Semua jenis", "Every class";

    rules_edit: "Ubah aturan kantor", "Change the office's rules";
    rules_edit_first: "Buat aturan kantor", "Make office rules";
    rules_edit_about: "Berlaku untuk tenggat yang mulai pada tanggal itu atau sesudahnya. Tenggat yang sudah berjalan tidak bergeser.", "Holds for deadlines that start on that date or later. What is running does not move.";
    rules_effective_from: "Berlaku mulai", "In force from";
    rules_earliest(self, date: &str): format!("Paling awal {date}."), format!("{date} at the earliest.");
    rules_citation: "Dasar (wajib)", "Basis (required)";
    rules_citation_hint: "mis. SE Bupati 4/2026", "e.g. circular 4/2026";
    rules_as_regulated(self, what: &str): format!("Seperti peraturan: {what}"), format!("As the regulation says: {what}");
    rules_pause_own: "Atur sendiri", "Set here";
    rules_pause_reasons: "Yang menjeda tenggat", "What pauses deadlines";
    rules_pause_count: "Lama jeda dihitung", "A pause takes";
    rules_day_before: "H-1", "The working day before";
    rules_breach: "Saat terlewati", "When it has passed";
    rules_percents: "Persen waktu terpakai", "Percent of the time used";
    rules_percents_hint: "50, 75, 90", "50, 75, 90";
    rules_percent_wrong(self, text: &str): format!("“{text}” bukan persen. Tulis seperti 50, 75, 90."), format!("“{text}” is no percent. Write it like 50, 75, 90.");
    rules_amount_wrong: "Tulis angka bulat, mis. 3.", "Write a whole number, e.g. 3.";
    rules_silence: "Diam pelapor dihitung dalam", "The reporter's silence counts in";
    rules_own_clocks: "Tenggat kantor sendiri", "The office's own deadlines";
    rules_own_about: "Janji layanan di luar peraturan, paling banyak sembilan.", "Promises beyond the regulation, nine at most.";
    rules_own_add: "Tambah tenggat", "Add a deadline";
    rules_own_name: "Nama", "Name";
    rules_own_name_hint: "mis. Sapa pelapor", "e.g. Greet the reporter";
    rules_own_limit: "Batas", "Limit";
    rules_own_unit: "Satuan", "Unit";
    rules_own_starts: "Mulai", "Starts";
    rules_own_ends: "Berakhir", "Ends";
    rules_own_classes: "Jenis laporan (kosong berarti semua)", "Classes (none means every class)";
    rules_own_pauses: "Ikut dijeda", "Pauses with the others";
    rules_own_remove: "Hapus tenggat", "Remove deadline";
    rules_own_unnamed: "tenggat tanpa nama", "unnamed deadline";
    rules_others: "Diganti juga oleh kantor", "Also replaced by the office";
    rules_other_remove(self, clock: &str): format!("Kembalikan {clock} ke peraturan"), format!("Return {clock} to the regulation");
    rules_wrong(self, count: usize): format!("{} isian perlu diperbaiki.", self.number(count as u32)), format!("{} entries need correcting.", self.number(count as u32));
    rules_import: "Impor aturan (JSON)", "Import rules (JSON)";
    rules_imported: "Aturan dari berkas dimasukkan ke rancangan. Periksa, lalu berlakukan.", "The file's rules are in the draft. Check them, then put them into force.";
    rules_adopted(self, version: u32, from: &str): format!("Aturan kantor versi {version} berlaku mulai {from}."), format!("Version {version} of the office's rules holds from {from}.");
    rules_reason_hint: "mis. Perintah Bupati, evaluasi triwulan III", "e.g. the regent's order, third-quarter review";
}

impl Say {
    pub fn day_one_choice(self, day_one: DayOne) -> &'static str {
        match day_one {
            DayOne::AfterReceipt => self.pick(
                "hari kerja setelah diterima",
                "the working day after receipt",
            ),
            DayOne::OnReceipt => self.pick(
                "hari diterima bila kantor masih buka",
                "the day of receipt while the office is open",
            ),
        }
    }

    pub fn due_choice(self, due: DueAt) -> &'static str {
        match due {
            DueAt::Closing => self.pick("jam tutup kantor", "closing time"),
            DueAt::EndOfDay => self.pick("akhir hari (24.00)", "end of the day (24:00)"),
        }
    }

    pub fn pause_count(self, count: PauseCount) -> &'static str {
        match count {
            PauseCount::WholeDays => self.pick("hari kerja utuh", "whole working days"),
            PauseCount::WorkingTime => self.pick("jam kerja persis", "exactly its working time"),
        }
    }

    pub fn pause_choice(self, reason: PauseReason) -> &'static str {
        match reason {
            PauseReason::OnHold => self.pick("Tunda", "On hold"),
            PauseReason::WaitingForReporter => {
                self.pick("Menunggu pelapor", "Waiting for the reporter")
            }
            PauseReason::Bounced => {
                self.pick("Di instansi lain (bukan wewenang)", "With another agency")
            }
            PauseReason::Closed => self.pick(
                "Sudah ditutup, lalu dibuka kembali",
                "Closed, then reopened",
            ),
        }
    }

    pub fn unit(self, unit: Unit) -> &'static str {
        match unit {
            Unit::WorkingDays => self.pick("hari kerja", "working days"),
            Unit::WorkingHours => self.pick("jam kerja", "working hours"),
            Unit::CalendarDays => self.pick("hari kalender", "calendar days"),
        }
    }
}
