//! Names of clocks and of what their rules say.

use tanggap_domain::calendar::{DaysOff, SkippedKind};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{
    ClockKind, DayOne, DueAt, End, InEnglish, Limit, NoRule, OwnClock, PauseReason, Policy, Start,
    Unit,
};
use tanggap_domain::text::one_line;
use tanggap_ipc::settings::Language;

use crate::Words;
use crate::dates::date;

impl Words {
    /// A policy's name and what is not certain about it (empty: nothing). A policy that has no words in
    /// English speaks Indonesian, and the note says so.
    pub fn policy(self, policy: &Policy) -> (String, String) {
        let name = self.policy_name(&policy.name, policy.english.as_ref());
        let note = match (&policy.english, self.language) {
            (Some(english), Language::En) => english.note.clone(),
            (None, Language::En) if !policy.note.is_empty() => {
                format!("(Indonesian) {}", policy.note)
            }
            _ => policy.note.clone(),
        };
        (name, note)
    }

    /// The name alone, from either language's.
    pub fn policy_name(self, indonesian: &str, english: Option<&InEnglish>) -> String {
        match (english, self.language) {
            (Some(english), Language::En) => english.name.clone(),
            _ => indonesian.to_owned(),
        }
    }

    /// `Tindak lanjut pertama`; an office's own clock by the name the office gave it, on one line
    /// whatever older rules hold.
    pub fn clock(self, clock: ClockKind, own_name: Option<&str>) -> String {
        let name = match clock {
            ClockKind::Verification => {
                self.pick("Verifikasi dan penerusan", "Verify and send to a unit")
            }
            ClockKind::FollowUp => self.pick("Tindak lanjut pertama", "First follow-up"),
            ClockKind::Completion => self.pick("Penyelesaian", "Completion"),
            ClockKind::ReporterSilence => self.pick("Tanggapan pelapor", "The reporter's answer"),
            ClockKind::MissingData => self.pick("Kelengkapan data", "Missing data"),
            ClockKind::Ombudsman => self.pick("Batas Ombudsman", "The Ombudsman's limit"),
            ClockKind::Own(own) => {
                return one_line(own_name.unwrap_or(self.own_clock(own))).into_owned();
            }
        };
        name.to_owned()
    }

    /// `Tenggat kantor 1`: an office's own clock whose name is not known.
    pub fn own_clock(self, own: OwnClock) -> &'static str {
        let id = [
            "Tenggat kantor 1",
            "Tenggat kantor 2",
            "Tenggat kantor 3",
            "Tenggat kantor 4",
            "Tenggat kantor 5",
            "Tenggat kantor 6",
            "Tenggat kantor 7",
            "Tenggat kantor 8",
            "Tenggat kantor 9",
        ];
        let en = [
            "Office deadline 1",
            "Office deadline 2",
            "Office deadline 3",
            "Office deadline 4",
            "Office deadline 5",
            "Office deadline 6",
            "Office deadline 7",
            "Office deadline 8",
            "Office deadline 9",
        ];
        self.pick(id, en)[usize::from(own.number() - 1)]
    }

    pub fn limit(self, limit: Limit) -> String {
        let unit = match limit.unit {
            Unit::WorkingDays => self.pick("hari kerja", "working days"),
            Unit::WorkingHours => self.pick("jam kerja", "working hours"),
            Unit::CalendarDays => self.pick("hari kalender", "calendar days"),
        };
        format!("{} {unit}", limit.amount)
    }

    /// What a clock is called that no rule judges.
    pub fn without_rule(self) -> &'static str {
        self.pick("belum ada aturan", "no rules yet")
    }

    /// The same with its reason.
    pub fn no_rule(self, why: &NoRule) -> String {
        let because = match why {
            NoRule::NoPolicy { on } => {
                let on = date(*on, self.language);
                self.pick(
                    format!("tidak ada aturan yang berlaku pada {on}"),
                    format!("no rules were in force on {on}"),
                )
            }
            NoRule::NoCalendar {
                first_year,
                last_year,
            } => self.pick(
                format!(
                    "kalender tidak tersedia, hanya untuk tahun {first_year} sampai {last_year}"
                ),
                format!("no calendar is available, only for {first_year} to {last_year}"),
            ),
            NoRule::Unexplained { counted, limit } => self.pick(
                format!("hitungan tidak cocok ({counted} dari {limit}), laporkan ke pengembang"),
                format!("counts disagree ({counted} of {limit}), please report it"),
            ),
        };
        format!("{} ({because})", self.without_rule())
    }

    pub fn starts(self, start: Start) -> &'static str {
        match start {
            Start::Received => self.pick("setelah diterima", "after receipt"),
            Start::Forwarded => {
                self.pick("setelah didisposisikan ke unit", "after it went to a unit")
            }
            Start::Verified => self.pick("setelah diverifikasi", "after verification"),
            Start::Answered => self.pick("setelah jawaban instansi", "after the agency's answer"),
            Start::Held => self.pick("setelah ditunda", "after it was held"),
            Start::FileComplete => {
                self.pick("setelah berkas lengkap", "after the file was complete")
            }
        }
    }

    pub fn ends(self, end: End) -> &'static str {
        match end {
            End::Verified => self.pick("sampai diverifikasi", "until verified"),
            End::Forwarded => self.pick("sampai didisposisikan ke unit", "until sent to a unit"),
            End::FollowedUp => self.pick(
                "sampai jawaban pertama kepada pelapor",
                "until the first answer to the reporter",
            ),
            End::Completed => self.pick("sampai selesai", "until completed"),
            End::ReporterAnswered => {
                self.pick("sampai pelapor menanggapi", "until the reporter answers")
            }
            End::DataCompleted => self.pick("sampai data lengkap", "until the data is complete"),
        }
    }

    pub fn day_one(self, day_one: DayOne) -> &'static str {
        match day_one {
            DayOne::AfterReceipt => self.pick(
                "hari ke-1 adalah hari kerja berikutnya",
                "day 1 is the next working day",
            ),
            DayOne::OnReceipt => self.pick(
                "hari ke-1 adalah hari itu juga bila kantor masih buka",
                "day 1 is the same day while the office is open",
            ),
        }
    }

    pub fn due_at(self, due: DueAt) -> &'static str {
        match due {
            DueAt::Closing => self.pick("jam tutup kantor", "closing time"),
            DueAt::EndOfDay => self.pick("akhir hari", "end of the day"),
        }
    }

    pub fn pause_reason(self, reason: PauseReason) -> &'static str {
        match reason {
            PauseReason::OnHold => self.pick("ditunda", "on hold"),
            PauseReason::WaitingForReporter => {
                self.pick("menunggu pelapor", "waiting for the reporter")
            }
            PauseReason::Bounced => {
                self.pick("di instansi lain (bukan wewenang)", "with another agency")
            }
            PauseReason::Closed => self.pick(
                "sudah ditutup, lalu dibuka kembali",
                "closed, then reopened",
            ),
        }
    }

    pub fn skipped_kind(self, kind: SkippedKind) -> &'static str {
        match kind {
            SkippedKind::National => self.pick("libur nasional", "national holiday"),
            SkippedKind::CollectiveLeave => self.pick("cuti bersama", "joint leave"),
            SkippedKind::Closure => self.pick("kantor tutup", "office closed"),
        }
    }

    pub fn days_off(self, days_off: DaysOff) -> &'static str {
        match days_off {
            DaysOff::HolidaysAndCollectiveLeave => self.pick(
                "libur nasional dan cuti bersama dilewati",
                "holidays and joint leave are skipped",
            ),
            DaysOff::HolidaysOnly => self.pick(
                "libur nasional dilewati, cuti bersama dihitung",
                "holidays are skipped, joint leave counts",
            ),
            DaysOff::WeekendsOnly => {
                self.pick("hanya akhir pekan dilewati", "only weekends are skipped")
            }
        }
    }

    pub fn classification(self, class: &Classification) -> String {
        let word = match class {
            Classification::PengaduanBerkadar => {
                self.pick("pengaduan berkadar pengawasan", "complaint of misconduct")
            }
            Classification::PengaduanTidakBerkadar => {
                self.pick("pengaduan tidak berkadar pengawasan", "complaint")
            }
            Classification::PermintaanInformasi => {
                self.pick("permintaan informasi", "request for information")
            }
            Classification::Aspirasi => self.pick("aspirasi", "aspiration"),
            Classification::Other(text) => text.as_str(),
        };
        word.to_owned()
    }
}
