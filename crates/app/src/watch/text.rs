//! The words of desktop notifications, Indonesian and English. Never personal data: a number, a clock
//! and a time; of secret reports only that one is due.

use chrono::{DateTime, Utc};
use tanggap_domain::calendar::CompiledCalendar;
use tanggap_domain::ids::TrackingId;
use tanggap_domain::sla::{ClockKind, Threshold};
use tanggap_ipc::settings::{Language, Zone};

use crate::words;

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
        let title = match (self.language, passed) {
            (Language::Id, true) => "Tenggat terlewat",
            (Language::Id, false) => "Tenggat mendekat",
            (Language::En, true) => "Deadline passed",
            (Language::En, false) => "Deadline approaching",
        };
        let body = match (tracking_id, self.language) {
            (None, Language::Id) if passed => "Satu laporan rahasia melewati tenggat.".to_owned(),
            (None, Language::Id) => "Satu laporan rahasia mendekati tenggat.".to_owned(),
            (None, Language::En) if passed => "A secret report is past its deadline.".to_owned(),
            (None, Language::En) => "A secret report is close to its deadline.".to_owned(),
            (Some(id), Language::Id) => {
                let clock = clock_name(clock, Language::Id);
                let when = self.when(due_at);
                match threshold {
                    Threshold::Breach => {
                        format!("Laporan #{id}: {clock} lewat tenggat sejak {when}")
                    }
                    Threshold::Used(percent) => format!(
                        "Laporan #{id}: {clock} jatuh tempo {when} ({percent} % waktu terpakai)"
                    ),
                    Threshold::DayBefore => format!("Laporan #{id}: {clock} jatuh tempo {when}"),
                }
            }
            (Some(id), Language::En) => {
                let clock = clock_name(clock, Language::En);
                let when = self.when(due_at);
                match threshold {
                    Threshold::Breach => format!("Report #{id}: {clock} overdue since {when}"),
                    Threshold::Used(percent) => {
                        format!("Report #{id}: {clock} due {when} ({percent} % of the time used)")
                    }
                    Threshold::DayBefore => format!("Report #{id}: {clock} due {when}"),
                }
            }
        };
        Text {
            title: title.to_owned(),
            body,
        }
    }

    /// Many at once: after a first sync, or when the computer was off.
    pub fn digest(&self, passed: usize, near: usize) -> Text {
        let total = passed + near;
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

    /// `hari ini, 16.00 WIB` · `besok, 16.00 WIB` · `Jumat, 27 November, 16.00 WIB`.
    fn when(&self, at: DateTime<Utc>) -> String {
        let date = self.calendar.local_date(at);
        let today = self.calendar.local_date(self.now);
        let day = match ((date - today).num_days(), self.language) {
            (0, Language::Id) => "hari ini".to_owned(),
            (1, Language::Id) => "besok".to_owned(),
            (-1, Language::Id) => "kemarin".to_owned(),
            (0, Language::En) => "today".to_owned(),
            (1, Language::En) => "tomorrow".to_owned(),
            (-1, Language::En) => "yesterday".to_owned(),
            (_, language) => words::day(date, language),
        };
        let time = words::time(at, self.calendar, self.language);
        format!("{day}, {time} {}", self.zone.code())
    }
}

fn clock_name(clock: ClockKind, language: Language) -> &'static str {
    match (clock, language) {
        (ClockKind::Verification, Language::Id) => "verifikasi",
        (ClockKind::FollowUp, Language::Id) => "tindak lanjut",
        (ClockKind::Completion, Language::Id) => "penyelesaian",
        (ClockKind::Verification, Language::En) => "verification",
        (ClockKind::FollowUp, Language::En) => "follow-up",
        (ClockKind::Completion, Language::En) => "completion",
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
