//! What the desk asks the operating system to say. Texts come without personal data; see
//! [`crate::watch`].

use tanggap_domain::ids::ComplaintId;

/// Shows notifications; swapped in tests.
pub trait Notifier: Send + Sync {
    /// Returns at once; whether the system shows it is its own affair.
    fn show(&self, notification: Notification);
}

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    pub title: String,
    pub body: String,
    /// What the button says: "Buka".
    pub open_label: String,
    /// What a click opens.
    pub subject: Subject,
    /// A deadline has passed.
    pub urgent: bool,
    pub sound: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Complaint(ComplaintId),
    /// The board: more than one.
    Deadlines,
}

/// Says nothing: the command line, and desks without notifications.
pub struct Silent;

impl Notifier for Silent {
    fn show(&self, _notification: Notification) {}
}
