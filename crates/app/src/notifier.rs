//! What the desk asks the operating system to say. Texts come without personal data; see
//! [`crate::watch`].

use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::ClockKind;

/// Shows notifications; swapped in tests.
pub trait Notifier: Send + Sync {
    /// Returns at once; whether the system shows it is its own affair. A notification in the same
    /// slot as an earlier one takes its place.
    fn show(&self, notification: Notification);

    /// Takes back what stands in this slot, if anything does: its deadline moved or was met.
    fn withdraw(&self, slot: Slot);
}

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    pub slot: Slot,
    /// The notice in the journal that it speaks of; what "remind me later" is about.
    pub notice: i64,
    pub title: String,
    pub body: String,
    /// What the buttons say: "Buka", "Ingatkan 1 jam lagi".
    pub open_label: String,
    pub snooze_label: String,
    /// What a click opens.
    pub subject: Subject,
    /// A deadline has passed.
    pub urgent: bool,
    pub sound: bool,
}

/// Where a notification stands. There is one of each at a time: replaced rather than piled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// One clock of one complaint, whatever its threshold.
    Clock(ComplaintId, ClockKind),
    /// A colleague reminds of this complaint.
    Reminder(ComplaintId),
    /// Many at once.
    Digest,
    /// What is still overdue, once a working day.
    Daily,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Complaint(ComplaintId),
    /// The board: more than one.
    Deadlines,
}

/// What somebody did with a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// The button "Buka" or a click on the text.
    Open { notice: i64, subject: Subject },
    /// "Ingatkan 1 jam lagi".
    Snooze { notice: i64 },
}

/// Says nothing: the command line, and desks without notifications.
pub struct Silent;

impl Notifier for Silent {
    fn show(&self, _notification: Notification) {}

    fn withdraw(&self, _slot: Slot) {}
}
