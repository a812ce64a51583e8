//! What stands on the screen: which number the service gave to which slot, and what it was about.
//! Pure bookkeeping; one listener asks it, so that nothing is reported twice.

use std::collections::HashMap;

use tanggap_app::notifier::{Notification, Reaction, Slot};
use zbus::Message;

use crate::notify::Target;

/// Reason of `NotificationClosed`: its time was over. Services keep such in a history, from where
/// it may still be clicked.
const EXPIRED: u32 = 1;

/// At most one notification per slot.
#[derive(Default)]
pub struct Shown(HashMap<Slot, (u32, Target)>);

impl Shown {
    /// The number of what stands in this slot.
    pub fn number(&self, slot: Slot) -> Option<u32> {
        self.0.get(&slot).map(|(number, _)| *number)
    }

    /// It stands there now, in the place of what stood there before.
    pub fn place(&mut self, number: u32, notification: &Notification) {
        // Numbers are given again some day.
        self.forget(number);
        let target = Target::of(notification);
        self.0.insert(notification.slot, (number, target));
    }

    /// Takes it out; its number, if there was one.
    pub fn withdraw(&mut self, slot: Slot) -> Option<u32> {
        self.0.remove(&slot).map(|(number, _)| number)
    }

    /// Takes all out; their numbers.
    pub fn withdraw_all(&mut self) -> Vec<u32> {
        self.0.drain().map(|(_, (number, _))| number).collect()
    }

    /// What a signal of the service means, if it is about one of ours; and which.
    pub fn hear(&mut self, signal: &Message) -> Option<(u32, Reaction)> {
        let header = signal.header();
        match header.member()?.as_str() {
            "ActionInvoked" => {
                let (number, key) = signal.body().deserialize::<(u32, String)>().ok()?;
                let reaction = self.chosen(number, &key)?;
                Some((number, reaction))
            }
            "NotificationClosed" => {
                let (number, reason) = signal.body().deserialize::<(u32, u32)>().ok()?;
                self.closed(number, reason);
                None
            }
            _ => None,
        }
    }

    /// An action was chosen. It was answered with that: a second choice would be a mistake.
    fn chosen(&mut self, number: u32, key: &str) -> Option<Reaction> {
        let slot = self.slot(number)?;
        let reaction = self.0.get(&slot)?.1.reaction(key)?;
        self.0.remove(&slot);
        Some(reaction)
    }

    fn closed(&mut self, number: u32, reason: u32) {
        if reason != EXPIRED {
            self.forget(number);
        }
    }

    fn forget(&mut self, number: u32) {
        self.0.retain(|_, (held, _)| *held != number);
    }

    fn slot(&self, number: u32) -> Option<Slot> {
        let found = self.0.iter().find(|(_, (held, _))| *held == number);
        found.map(|(slot, _)| *slot)
    }
}

#[cfg(test)]
mod tests {
    use tanggap_app::notifier::Subject;

    use super::*;

    fn notification(slot: Slot, notice: i64) -> Notification {
        Notification {
            slot,
            notice,
            title: String::new(),
            body: String::new(),
            open_label: String::new(),
            snooze_label: String::new(),
            subject: Subject::Deadlines,
            urgent: false,
            sound: false,
        }
    }

    fn opened(notice: i64) -> Option<Reaction> {
        let subject = Subject::Deadlines;
        Some(Reaction::Open { notice, subject })
    }

    #[test]
    fn a_replacement_is_the_only_one_that_answers() {
        let mut shown = Shown::default();
        shown.place(4, &notification(Slot::Digest, 1));
        assert_eq!(shown.number(Slot::Digest), Some(4));
        shown.place(4, &notification(Slot::Digest, 2));
        assert_eq!(shown.chosen(4, "default"), opened(2));
        assert_eq!(shown.chosen(4, "default"), None);

        // A service that does not replace gives another number; the old one is silent.
        shown.place(5, &notification(Slot::Digest, 3));
        shown.place(6, &notification(Slot::Digest, 4));
        assert_eq!(shown.chosen(5, "open"), None);
        assert_eq!(
            shown.chosen(6, "snooze"),
            Some(Reaction::Snooze { notice: 4 })
        );
    }

    #[test]
    fn what_was_withdrawn_or_dismissed_is_silent() {
        let mut shown = Shown::default();
        shown.place(1, &notification(Slot::Digest, 1));
        shown.place(2, &notification(Slot::Daily, 2));
        assert_eq!(shown.withdraw(Slot::Digest), Some(1));
        assert_eq!(shown.withdraw(Slot::Digest), None);
        assert_eq!(shown.chosen(1, "default"), None);
        shown.closed(2, 2);
        assert_eq!(shown.chosen(2, "default"), None);
        assert_eq!(shown.withdraw_all(), Vec::<u32>::new());
    }

    #[test]
    fn what_expired_can_still_be_clicked_in_a_history() {
        let mut shown = Shown::default();
        shown.place(1, &notification(Slot::Daily, 9));
        shown.closed(1, EXPIRED);
        assert_eq!(shown.chosen(1, "default"), opened(9));
    }

    #[test]
    fn an_unknown_action_leaves_it_standing() {
        let mut shown = Shown::default();
        shown.place(1, &notification(Slot::Daily, 9));
        assert_eq!(shown.chosen(1, "inline-reply"), None);
        assert_eq!(shown.chosen(1, "default"), opened(9));
    }
}
