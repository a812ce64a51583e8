//! Notices, escalations and reminders.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use tanggap_ipc::escalation::{EscalationRow, Sent};
use tanggap_ipc::notices::{About, Happened, Notice, Standing, What};

use super::{Time, time};

/// `notices`.
#[derive(Serialize)]
pub struct NoticesJson {
    /// All that match.
    pub total: u32,
    /// Unread ones, whatever was asked for.
    pub unread: u32,
    pub more: bool,
    /// Newest first.
    pub notices: Vec<NoticeJson>,
}

#[derive(Serialize)]
pub struct NoticeJson {
    pub id: i64,
    #[serde(flatten)]
    pub about: AboutJson,
    pub told_at: Time,
    pub read: bool,
    /// `current`, `withdrawn` or `settled`.
    pub standing: Standing,
    /// Oldest first.
    pub history: Vec<HappenedJson>,
}

/// What a notice speaks of. `tracking_id` is null where the complaint has left this desk.
#[derive(Serialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum AboutJson {
    Threshold {
        tracking_id: Option<String>,
        clock: &'static str,
        name: Option<String>,
        /// `50`, `h-1`, `lewat`.
        threshold: String,
        due_at: Time,
    },
    Reminder {
        tracking_id: Option<String>,
        clock: &'static str,
        by: String,
        overdue_days: u32,
    },
    Digest {
        passed: u32,
        near: u32,
    },
    Daily {
        date: NaiveDate,
        overdue: u32,
    },
}

#[derive(Serialize)]
pub struct HappenedJson {
    pub at: Time,
    #[serde(flatten)]
    pub what: WhatJson,
    /// Empty where nobody was signed in.
    pub who: String,
}

#[derive(Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum WhatJson {
    Shown,
    ShownInDigest,
    Listed,
    Renewed { due_at: Time },
    Withdrawn,
    Settled,
    Opened,
    Read,
    Snoozed { until: Time },
    ShownAgain,
}

impl NoticeJson {
    pub fn of(notice: &Notice, zone: Tz) -> Self {
        Self {
            id: notice.id,
            about: AboutJson::of(&notice.about, zone),
            told_at: time(notice.told_at, zone),
            read: notice.read,
            standing: notice.standing,
            history: notice
                .history
                .iter()
                .map(|happened| HappenedJson::of(happened, zone))
                .collect(),
        }
    }
}

impl AboutJson {
    fn of(about: &About, zone: Tz) -> Self {
        match about {
            About::Threshold {
                tracking_id,
                clock,
                name,
                threshold,
                due_at,
                ..
            } => Self::Threshold {
                tracking_id: tracking_id.as_ref().map(ToString::to_string),
                clock: clock.code(),
                name: name.clone(),
                threshold: threshold.key(),
                due_at: time(*due_at, zone),
            },
            About::Reminder {
                tracking_id,
                clock,
                by,
                overdue_days,
                ..
            } => Self::Reminder {
                tracking_id: tracking_id.as_ref().map(ToString::to_string),
                clock: clock.code(),
                by: by.clone(),
                overdue_days: *overdue_days,
            },
            About::Digest { passed, near } => Self::Digest {
                passed: *passed,
                near: *near,
            },
            About::Daily { date, overdue } => Self::Daily {
                date: *date,
                overdue: *overdue,
            },
        }
    }
}

impl HappenedJson {
    fn of(happened: &Happened, zone: Tz) -> Self {
        Self {
            at: time(happened.at, zone),
            what: match happened.what {
                What::Shown => WhatJson::Shown,
                What::ShownInDigest => WhatJson::ShownInDigest,
                What::Listed => WhatJson::Listed,
                What::Renewed { due_at } => WhatJson::Renewed {
                    due_at: time(due_at, zone),
                },
                What::Withdrawn => WhatJson::Withdrawn,
                What::Settled => WhatJson::Settled,
                What::Opened => WhatJson::Opened,
                What::Read => WhatJson::Read,
                What::Snoozed { until } => WhatJson::Snoozed {
                    until: time(until, zone),
                },
                What::ShownAgain => WhatJson::ShownAgain,
            },
            who: happened.who.clone(),
        }
    }
}

/// `escalations`.
#[derive(Serialize)]
pub struct EscalationsJson {
    /// From so many working days late on.
    pub after_days: u32,
    pub total: u32,
    /// How many are with which unit, most first; null: with none.
    pub by_unit: Vec<UnitJson>,
    /// Most overdue first.
    pub complaints: Vec<EscalationJson>,
}

#[derive(Serialize)]
pub struct UnitJson {
    pub unit: Option<String>,
    pub complaints: u32,
}

#[derive(Serialize)]
pub struct EscalationJson {
    pub tracking_id: String,
    pub stage: &'static str,
    pub unit: Option<String>,
    pub clock: &'static str,
    /// What the office calls it, where it is its own.
    pub name: Option<String>,
    pub overdue_days: u32,
    /// Newest first.
    pub reminders: Vec<SentJson>,
    /// Another reminder is worth sending.
    pub due_now: bool,
    /// From when the hub takes another one; null: now.
    pub again_at: Option<Time>,
}

#[derive(Serialize)]
pub struct SentJson {
    pub at: Time,
    pub by: String,
    /// `in-app`, `whatsapp` or `email`.
    pub via: &'static str,
    /// Not confirmed by the hub yet.
    pub pending: bool,
}

impl EscalationJson {
    pub fn of(row: &EscalationRow, zone: Tz) -> Self {
        Self {
            tracking_id: row.row.tracking_id.to_string(),
            stage: row.row.stage.code(),
            unit: row.row.unit.clone(),
            clock: row.clock.code(),
            name: row.name.clone(),
            overdue_days: row.overdue_days,
            reminders: row
                .reminders
                .iter()
                .map(|sent| SentJson::of(sent, zone))
                .collect(),
            due_now: row.due_now,
            again_at: row.again_at.map(|at| time(at, zone)),
        }
    }
}

impl SentJson {
    fn of(sent: &Sent, zone: Tz) -> Self {
        Self {
            at: time(sent.at, zone),
            by: sent.by.clone(),
            via: sent.via.code(),
            pending: sent.pending,
        }
    }
}

/// `remind`.
#[derive(Serialize)]
pub struct ReminderJson {
    pub tracking_id: String,
    pub via: &'static str,
    pub unit: Option<String>,
    /// Of an e-mail.
    pub subject: Option<String>,
    /// To be copied; null for a reminder through the hub.
    pub text: Option<String>,
    /// `queued` where it is on its way to the hub, as a reminder or as the note of one; null for a
    /// text that nobody noted as sent.
    pub state: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use tanggap_domain::sla::{ClockKind, Threshold};

    use super::*;

    #[test]
    fn a_notice_has_its_history_in_the_office_s_time() {
        let at = |text: &str| text.parse().unwrap();
        let notice = Notice {
            id: 7,
            about: About::Threshold {
                complaint: tanggap_domain::ids::ComplaintId(Default::default()),
                tracking_id: None,
                clock: ClockKind::FollowUp,
                name: None,
                threshold: Threshold::Breach,
                due_at: at("2026-11-24T09:00:00Z"),
            },
            told_at: at("2026-11-24T09:00:01Z"),
            read: false,
            standing: Standing::Current,
            history: vec![
                Happened {
                    at: at("2026-11-24T09:00:01Z"),
                    what: What::Shown,
                    who: "Petugas".to_owned(),
                },
                Happened {
                    at: at("2026-11-24T09:05:00Z"),
                    what: What::Snoozed {
                        until: at("2026-11-24T10:05:00Z"),
                    },
                    who: String::new(),
                },
            ],
        };
        insta::assert_json_snapshot!(NoticeJson::of(&notice, chrono_tz::Asia::Jakarta), @r#"
        {
          "id": 7,
          "about": "threshold",
          "tracking_id": null,
          "clock": "tindak-lanjut",
          "name": null,
          "threshold": "lewat",
          "due_at": "2026-11-24T16:00:00+07:00",
          "told_at": "2026-11-24T16:00:01+07:00",
          "read": false,
          "standing": "current",
          "history": [
            {
              "at": "2026-11-24T16:00:01+07:00",
              "what": "shown",
              "who": "Petugas"
            },
            {
              "at": "2026-11-24T16:05:00+07:00",
              "what": "snoozed",
              "until": "2026-11-24T17:05:00+07:00",
              "who": ""
            }
          ]
        }
        "#);
    }
}
