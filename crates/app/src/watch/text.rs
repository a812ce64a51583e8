//! The words of desktop notifications, Indonesian and English. Never personal data: a number, a clock
//! and a time; of secret reports only that one is due.

use chrono::{DateTime, Utc};
use tanggap_domain::calendar::CompiledCalendar;
use tanggap_domain::ids::TrackingId;
use tanggap_domain::sla::{ClockKind, Threshold};
use tanggap_ipc::settings::{Language, Zone};

use tanggap_wording::dates;

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub title: String,
    pub body: String,
}

/// The office's way of saying times.
pub struct Speech<'a> {
    pub language: Language,
    pub zone: Zone,
    pub calendar: &'a CompiledCalendar,
    /// What the office calls its own clocks.
    pub own_name: &'a dyn Fn(ClockKind) -> Option<String>,
    pub now: DateTime<Utc>,
}

impl Speech<'_> {
    /// One clock of one complaint. `tracking_id` is none for a secret report.
    pub fn one(
        &self,
        tracking_id: Option<&TrackingId>,
        clock: ClockKind,
        threshold: Threshold,
        due_at: DateTime<Utc>,
    ) -> Text {
        let passed = threshold == Threshold::Breach;
        let name = self.clock_name(clock);
        let when = self.when(due_at);
        let title = match (self.language, passed, clock.is_duty()) {
            (Language::Id, true, true) => "Tenggat terlewat",
            (Language::Id, _, true) => "Tenggat mendekat",
            (Language::Id, true, false) => "Batas waktu tercapai",
            (Language::Id, false, false) => "Batas waktu mendekat",
            (Language::En, true, true) => "Deadline passed",
            (Language::En, _, true) => "Deadline approaching",
            (Language::En, true, false) => "Time limit reached",
            (Language::En, false, false) => "Time limit approaching",
        };
        let body = match (tracking_id, self.language) {
            (None, Language::Id) if passed => "Satu laporan rahasia melewati tenggat.".to_owned(),
            (None, Language::Id) => "Satu laporan rahasia mendekati tenggat.".to_owned(),
            (None, Language::En) if passed => "A secret report is past its deadline.".to_owned(),
            (None, Language::En) => "A secret report is close to its deadline.".to_owned(),
            (Some(id), Language::Id) => match threshold {
                Threshold::Breach => match lapsed(clock, Language::Id) {
                    Some(lapsed) => format!("Laporan #{id}: {lapsed} sejak {when}"),
                    None => format!("Laporan #{id}: {name} lewat tenggat sejak {when}"),
                },
                Threshold::Used(percent) => {
                    format!("Laporan #{id}: {name} jatuh tempo {when} ({percent} % waktu terpakai)")
                }
                Threshold::DayBefore => format!("Laporan #{id}: {name} jatuh tempo {when}"),
            },
            (Some(id), Language::En) => match threshold {
                Threshold::Breach => match lapsed(clock, Language::En) {
                    Some(lapsed) => format!("Report #{id}: {lapsed} since {when}"),
                    None => format!("Report #{id}: {name} overdue since {when}"),
                },
                Threshold::Used(percent) => {
                    format!("Report #{id}: {name} due {when} ({percent} % of the time used)")
                }
                Threshold::DayBefore => format!("Report #{id}: {name} due {when}"),
            },
        };
        Text {
            title: title.to_owned(),
            body,
        }
    }

    /// A colleague reminds of it through the hub.
    pub fn reminder(
        &self,
        tracking_id: Option<&TrackingId>,
        clock: ClockKind,
        overdue_days: u32,
    ) -> Text {
        let name = self.clock_name(clock);
        let (title, body) = match (self.language, tracking_id) {
            (Language::Id, Some(id)) => (
                "Pengingat dari koordinator",
                format!("Laporan #{id}: {name} terlambat {overdue_days} hari kerja"),
            ),
            (Language::Id, None) => (
                "Pengingat dari koordinator",
                "Satu laporan rahasia melewati tenggat.".to_owned(),
            ),
            (Language::En, Some(id)) => (
                "Reminder from the coordinator",
                format!("Report #{id}: {name} overdue by {overdue_days} working days"),
            ),
            (Language::En, None) => (
                "Reminder from the coordinator",
                "A secret report is past its deadline.".to_owned(),
            ),
        };
        Text {
            title: title.to_owned(),
            body,
        }
    }

    /// A reminder to copy into WhatsApp or an e-mail: subject and text.
    pub fn reminder_text(
        &self,
        unit: Option<&str>,
        tracking_id: &TrackingId,
        clock: ClockKind,
        due_at: DateTime<Utc>,
        overdue_days: u32,
        office: &str,
    ) -> Text {
        let name = self.clock_name(clock);
        let when = self.when(due_at);
        match self.language {
            Language::Id => Text {
                title: format!(
                    "Pengingat laporan #{tracking_id}: {name} terlambat {overdue_days} hari kerja"
                ),
                body: format!(
                    "Yth. {}\n\nLaporan SP4N-LAPOR! #{tracking_id} belum ditindaklanjuti: {name} lewat tenggat sejak {when}, terlambat {overdue_days} hari kerja.\n\nMohon ditindaklanjuti hari ini, dan kabari kami bila ada kendala. Terima kasih.\n\n{office}",
                    unit.unwrap_or("Pejabat Penghubung"),
                ),
            },
            Language::En => Text {
                title: format!(
                    "Reminder for report #{tracking_id}: {name} overdue by {overdue_days} working days"
                ),
                body: format!(
                    "To {}\n\nReport SP4N-LAPOR! #{tracking_id} is waiting: {name} overdue since {when}, by {overdue_days} working days.\n\nPlease act on it today, and tell us if something is in the way. Thank you.\n\n{office}",
                    unit.unwrap_or("the liaison officer"),
                ),
            },
        }
    }

    /// What is still overdue, once a working day.
    pub fn daily(&self, overdue: u32, escalated: u32) -> Text {
        let (title, body) = match (self.language, escalated) {
            (Language::Id, 0) => (
                format!("{overdue} laporan masih terlambat"),
                "Ringkasan pagi. Buka Tenggat untuk melihatnya.".to_owned(),
            ),
            (Language::Id, escalated) => (
                format!("{overdue} laporan masih terlambat"),
                format!("{escalated} perlu diingatkan ke unitnya. Buka Tenggat, Eskalasi."),
            ),
            (Language::En, 0) => (
                format!("{overdue} reports are still overdue"),
                "Morning digest. Open Deadlines to see them.".to_owned(),
            ),
            (Language::En, escalated) => (
                format!("{overdue} reports are still overdue"),
                format!("{escalated} units should be reminded. Open Deadlines, Escalation."),
            ),
        };
        Text { title, body }
    }

    pub fn open_label(&self) -> &'static str {
        match self.language {
            Language::Id => "Buka",
            Language::En => "Open",
        }
    }

    pub fn snooze_label(&self) -> &'static str {
        match self.language {
            Language::Id => "Ingatkan 1 jam lagi",
            Language::En => "Remind me in 1 hour",
        }
    }

    /// Many at once: after a first sync, or when the computer was off.
    pub fn digest(&self, passed: u32, near: u32) -> Text {
        let total = passed.saturating_add(near);
        match self.language {
            Language::Id => Text {
                title: format!("{total} tenggat perlu perhatian"),
                body: format!("{passed} terlewat, {near} mendekat. Buka Tenggat untuk melihatnya."),
            },
            Language::En => Text {
                title: format!("{total} deadlines need attention"),
                body: format!("{passed} passed, {near} approaching. Open Deadlines to see them."),
            },
        }
    }

    /// `tindak lanjut`; an office's own clock by the name the office gave it.
    pub fn clock_name(&self, clock: ClockKind) -> String {
        let name = match (clock, self.language) {
            (ClockKind::Verification, Language::Id) => "verifikasi",
            (ClockKind::FollowUp, Language::Id) => "tindak lanjut",
            (ClockKind::Completion, Language::Id) => "penyelesaian",
            (ClockKind::ReporterSilence, Language::Id) => "tanggapan pelapor",
            (ClockKind::MissingData, Language::Id) => "kelengkapan data",
            (ClockKind::Ombudsman, Language::Id) => "batas Ombudsman",
            (ClockKind::Verification, Language::En) => "verification",
            (ClockKind::FollowUp, Language::En) => "follow-up",
            (ClockKind::Completion, Language::En) => "completion",
            (ClockKind::ReporterSilence, Language::En) => "the reporter's answer",
            (ClockKind::MissingData, Language::En) => "missing data",
            (ClockKind::Ombudsman, Language::En) => "the Ombudsman's limit",
            (ClockKind::Own(_), _) => {
                return (self.own_name)(clock).unwrap_or_else(|| clock.code().to_owned());
            }
        };
        name.to_owned()
    }

    /// `hari ini, 16.00 WIB` · `besok, 16.00 WIB` · `Jumat, 27 November, 16.00 WIB`.
    pub fn when(&self, at: DateTime<Utc>) -> String {
        let date = self.calendar.local_date(at);
        let today = self.calendar.local_date(self.now);
        let day = match ((date - today).num_days(), self.language) {
            (0, Language::Id) => "hari ini".to_owned(),
            (1, Language::Id) => "besok".to_owned(),
            (-1, Language::Id) => "kemarin".to_owned(),
            (0, Language::En) => "today".to_owned(),
            (1, Language::En) => "tomorrow".to_owned(),
            (-1, Language::En) => "yesterday".to_owned(),
            (_, language) => dates::day(date, language),
        };
        let time = dates::time(at, self.calendar, self.language);
        format!("{day}, {time} {}", self.zone.code())
    }
}

/// What it means that the time of the reporter or the Ombudsman ran out; none for duties.
fn lapsed(clock: ClockKind, language: Language) -> Option<&'static str> {
    match (clock, language) {
        (ClockKind::ReporterSilence, Language::Id) => {
            Some("pelapor tidak menanggapi, boleh ditutup")
        }
        (ClockKind::ReporterSilence, Language::En) => {
            Some("the reporter is silent, it may be closed")
        }
        (ClockKind::MissingData, Language::Id) => Some("data tidak dilengkapi, boleh diarsipkan"),
        (ClockKind::MissingData, Language::En) => Some("data is missing, it may be archived"),
        (ClockKind::Ombudsman, Language::Id) => Some("Ombudsman dapat mengambil alih"),
        (ClockKind::Ombudsman, Language::En) => Some("the Ombudsman may take over"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use tanggap_domain::calendar::{Calendar, OfficeHours};

    use super::*;

    #[track_caller]
    fn check(language: Language, id: Option<&str>, threshold: Threshold, due: &str, body: &str) {
        let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
        let calendar = CompiledCalendar::new(calendar).unwrap();
        let speech = Speech {
            language,
            zone: Zone::Wib,
            calendar: &calendar,
            own_name: &|_| None,
            now: "2026-11-20T09:00:00+07:00".parse().unwrap(),
        };
        let id = id.map(|id| TrackingId::parse(id).unwrap());
        let text = speech.one(
            id.as_ref(),
            ClockKind::FollowUp,
            threshold,
            due.parse().unwrap(),
        );
        assert_eq!(text.body, body);
    }

    #[test]
    fn a_notification_names_number_clock_and_time() {
        check(
            Language::Id,
            Some("9120447"),
            Threshold::DayBefore,
            "2026-11-20T16:00:00+07:00",
            "Laporan #9120447: tindak lanjut jatuh tempo hari ini, 16.00 WIB",
        );
        check(
            Language::Id,
            Some("9120447"),
            Threshold::Used(75),
            "2026-11-27T16:30:00+07:00",
            "Laporan #9120447: tindak lanjut jatuh tempo Jumat, 27 November, 16.30 WIB (75 % waktu terpakai)",
        );
        check(
            Language::En,
            Some("9120447"),
            Threshold::Breach,
            "2026-11-19T16:00:00+07:00",
            "Report #9120447: follow-up overdue since yesterday, 16:00 WIB",
        );
    }

    #[test]
    fn of_a_secret_report_only_that_one_is_due() {
        check(
            Language::Id,
            None,
            Threshold::DayBefore,
            "2026-11-20T16:00:00+07:00",
            "Satu laporan rahasia mendekati tenggat.",
        );
    }
}
