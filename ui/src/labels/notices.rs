//! The record of what was told, to whom and when.

use chrono::{DateTime, Utc};
use tanggap_domain::sla::{ClockKind, Threshold};
use tanggap_ipc::notices::{NoticeShow, Standing, What};
use tanggap_wording::capital;

use crate::labels::{Say, phrases};

phrases! {
    notice_list: "Daftar pemberitahuan", "Notifications";
    notices_about: "Catatan lengkap tentang apa yang diberitahukan, kepada siapa, dan kapan.", "The whole record of what was told, to whom and when.";
    notice_empty: "Belum ada pemberitahuan", "No notifications yet";
    notice_empty_next: "Tanggap memberi tahu saat tenggat mendekat dan terlewati.", "Tanggap tells you when a deadline comes near and when it passes.";
    notice_none_fits: "Tidak ada pemberitahuan yang cocok", "No notification fits";
    notice_none_fits_next: "Longgarkan saringan untuk melihat yang lain.", "Loosen the filter to see others.";
    notice_filter_clear: "Hapus saringan", "Clear filter";
    notice_read_all: "Tandai semua dibaca", "Mark all as read";
    notice_read: "Tandai dibaca", "Mark as read";
    notice_unread: "belum dibaca", "unread";
    notice_all_read: "Semua sudah dibaca.", "Everything has been read.";
    notice_count(self, total: u32): format!("{} pemberitahuan", self.number(total)), format!("{} notifications", self.number(total));
    notice_due(self, at: &str): format!("jatuh tempo {at}"), format!("due {at}");
    notice_open(self, number: &str): format!("Buka laporan {number}"), format!("Open complaint {number}");
    notice_open_board: "Buka papan tenggat", "Open the deadline board";
    notice_gone: "Laporan sudah tidak ada di meja ini", "The complaint has left this desk";
    notice_snooze: "Ingatkan 1 jam lagi", "Remind me in 1 hour";
    notice_snoozed(self, at: &str): format!("Diingatkan lagi pukul {at}"), format!("You will be reminded at {at}");
    notice_history(self, lines: usize): format!("Riwayat ({lines})"), format!("History ({lines})");
    notice_older: "Muat lebih lama", "Load older";
    notice_loading: "Memuat…", "Loading…";
    notice_show: "Tampilkan", "Show";
    notice_breaches: "Hanya yang terlewati", "Only what has passed";
    notice_clock: "Tenggat", "Deadline";
    notice_every_clock: "Semua tenggat", "Every deadline";
    notice_all: "Semua pemberitahuan", "All notifications";
    notice_reminder: "Pengingat", "Reminder";
    notice_reminder_by(self, clock: &str, days: u32, by: &str): format!("{clock}: terlambat {} hari kerja, diingatkan oleh {by}", self.number(days)), format!("{clock}: {} working days late, reminded by {by}", self.number(days));
    notice_digest: "Rangkuman", "Summary";
    notice_digest_about(self, passed: u32, near: u32): format!("{} tenggat terlewati, {} mendekat", self.number(passed), self.number(near)), format!("{} deadlines passed, {} near", self.number(passed), self.number(near));
    notice_daily: "Rangkuman harian", "Daily summary";
    notice_daily_about(self, overdue: u32, day: &str): format!("{} laporan masih terlambat pada {day}", self.number(overdue)), format!("{} complaints still overdue on {day}", self.number(overdue));
    notice_by_nobody: "tanpa petugas masuk", "nobody signed in";
}

impl Say {
    /// A threshold crossed by this clock: nobody is late by one that is no duty.
    pub fn crossed(self, threshold: Threshold, clock: ClockKind) -> String {
        match (threshold, self.ran_out(clock)) {
            (Threshold::Breach, Some(words)) => capital(words),
            _ => self.threshold(threshold),
        }
    }

    pub fn notice_show_words(self, show: NoticeShow) -> &'static str {
        match show {
            NoticeShow::All => self.pick("Semua", "All"),
            NoticeShow::Unread => self.pick("Belum dibaca", "Unread"),
            NoticeShow::Standing => self.pick("Masih berlaku", "Still standing"),
        }
    }

    /// What became of it; nothing while it holds as told.
    pub fn standing(self, standing: Standing) -> Option<&'static str> {
        match standing {
            Standing::Current => None,
            Standing::Withdrawn => {
                Some(self.pick("ditarik: tenggat bergeser", "withdrawn: deadline moved"))
            }
            Standing::Settled => Some(self.pick("sudah terpenuhi", "met meanwhile")),
        }
    }

    /// A line of a notice's history.
    pub fn happened(self, what: &What, now: DateTime<Utc>) -> String {
        match what {
            What::Shown => self.pick("Muncul di desktop", "Shown on the desktop"),
            What::ShownInDigest => self.pick(
                "Muncul di desktop dalam rangkuman",
                "Shown on the desktop in a summary",
            ),
            What::Listed => self.pick(
                "Hanya dicatat di daftar: pemberitahuan desktop mati",
                "Only listed: desktop notifications are off",
            ),
            What::Renewed { due_at } => {
                let due = self.due(*due_at, now);
                return self.pick(
                    format!("Berlaku lagi, jatuh tempo {due}"),
                    format!("Holds again, due {due}"),
                );
            }
            What::Withdrawn => {
                self.pick("Ditarik: tenggat bergeser", "Withdrawn: the deadline moved")
            }
            What::Settled => self.pick("Tenggat terpenuhi", "The deadline was met"),
            What::Opened => self.pick("Laporan dibuka", "Complaint opened"),
            What::Read => self.pick("Ditandai dibaca", "Marked as read"),
            What::Snoozed { until } => {
                let until = self.time_with_zone(*until);
                return self.pick(
                    format!("Ditunda sampai pukul {until}"),
                    format!("Put off until {until}"),
                );
            }
            What::ShownAgain => self.pick(
                "Muncul lagi setelah ditunda",
                "Shown again after being put off",
            ),
        }
        .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Say = Say {
        language: Language::Id,
        zone: Zone::Wib,
    };

    #[track_caller]
    fn check(threshold: Threshold, clock: ClockKind, expected: &str) {
        assert_eq!(ID.crossed(threshold, clock), expected);
    }

    #[test]
    fn only_a_duty_makes_anybody_late() {
        check(Threshold::Breach, ClockKind::FollowUp, "Terlambat");
        check(
            Threshold::Breach,
            ClockKind::ReporterSilence,
            "Boleh ditutup",
        );
        check(
            Threshold::Breach,
            ClockKind::MissingData,
            "Boleh diarsipkan",
        );
        check(
            Threshold::Breach,
            ClockKind::Ombudsman,
            "Ombudsman dapat mengambil alih",
        );
        check(
            Threshold::Used(75),
            ClockKind::Ombudsman,
            "75 % waktu terpakai",
        );
    }
}
