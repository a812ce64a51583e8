//! Tenggat → Eskalasi: what has been overdue for days, and reminding who must act. The supervisor's
//! board and the coordinator's list are the same; scopes make the difference.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::change::ReminderChannel;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::ClockKind;

use crate::command;
use crate::compose::Outcome;
use crate::inbox::{Filter, Row};

/// Complaints overdue by at least the office's number of working days, most overdue first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetEscalations {
    pub filter: Filter,
    pub offset: u32,
    /// At most 200.
    pub limit: u32,
}
command!(GetEscalations => "escalation_list" -> EscalationReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EscalationReply {
    /// From so many working days overdue on.
    pub after_days: u32,
    pub total: u32,
    pub rows: Vec<EscalationRow>,
    /// How many of the units' complaints are here, most first.
    pub by_unit: Vec<(Option<String>, u32)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EscalationRow {
    pub row: Row,
    pub clock: ClockKind,
    /// What the office calls it, where it is its own.
    pub name: Option<String>,
    /// Whole working days.
    pub overdue_days: u32,
    /// Newest first.
    pub reminders: Vec<Sent>,
    /// The next reminder is worth proposing now; false while the last one is recent.
    pub due_now: bool,
    /// From when another one may be sent through the hub; none: now.
    pub again_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    pub at: DateTime<Utc>,
    pub by: String,
    pub via: ReminderChannel,
    /// Not confirmed by the hub yet.
    pub pending: bool,
}

/// Ready texts for one complaint, to copy. No personal data: number, clock, dates, unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WriteReminder {
    pub complaint: ComplaintId,
}
command!(WriteReminder => "reminder_write" -> ReminderTexts);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReminderTexts {
    pub unit: Option<String>,
    pub whatsapp: String,
    pub email_subject: String,
    pub email_body: String,
}

/// Reminds through the hub (in-app), or notes that it was done by WhatsApp or e-mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendReminders {
    /// At most [`crate::compose::MOST_AT_ONCE`].
    pub complaints: Vec<ComplaintId>,
    pub via: ReminderChannel,
}
command!(SendReminders => "reminder_send" -> Vec<Outcome>);
