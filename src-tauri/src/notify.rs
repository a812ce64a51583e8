//! Desktop notifications of the operating system. Says what it is given, nothing more; what people
//! do with a notification is handed on, never acted upon here. The notice in the journal is the
//! record: a system that shows nothing takes nothing away.
//!
//! | system | shown by | replaced and withdrawn | buttons |
//! |---|---|---|---|
//! | Linux | `notify-rust`, by the notification service | yes | where the service has them |
//! | Windows 10 and later | toasts, directly: replacing needs a tag | yes | yes, while Tanggap runs |
//! | macOS | `notify-rust` | no: the system's older interface cannot | yes, while Tanggap runs |

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

use std::sync::Arc;
use std::time::Duration;

use tanggap_app::notifier::{Notification, Notifier, Reaction, Slot, Subject};
use tokio::sync::{mpsc, oneshot};

use crate::start::Profile;

/// Keys of the actions: what a click on the text carries, and the buttons.
const DEFAULT: &str = "default";
const OPEN: &str = "open";
const SNOOZE: &str = "snooze";

/// Taking everything back may take this long before the program ends without it.
const END_LIMIT: Duration = Duration::from_secs(1);

/// What the system is asked for, in this order.
enum Order {
    Show(Box<Notification>),
    Withdraw(Slot),
    /// Everything, since nobody will answer its buttons any more; the sender goes when it is done.
    WithdrawAll(oneshot::Sender<()>),
}

/// What somebody does with a notification, as long as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Target {
    notice: i64,
    subject: Subject,
}

impl Target {
    fn of(notification: &Notification) -> Self {
        Self {
            notice: notification.notice,
            subject: notification.subject,
        }
    }

    /// What choosing the action with this key means.
    fn reaction(self, key: &str) -> Option<Reaction> {
        let Self { notice, subject } = self;
        match key {
            DEFAULT | OPEN => Some(Reaction::Open { notice, subject }),
            SNOOZE => Some(Reaction::Snooze { notice }),
            _ => None,
        }
    }
}

/// Shows notifications; whatever the system does, it returns at once.
pub struct DesktopNotifier {
    orders: mpsc::UnboundedSender<Order>,
}

impl DesktopNotifier {
    /// A notifier, and what people do with its notifications.
    pub fn new(profile: &Profile) -> (Arc<Self>, mpsc::UnboundedReceiver<Reaction>) {
        let (orders, waiting) = mpsc::unbounded_channel();
        let (reactions, reacted) = mpsc::unbounded_channel();
        system::begin(profile, waiting, reactions);
        (Arc::new(Self { orders }), reacted)
    }

    /// Takes back all that stands, before the program ends.
    pub async fn withdraw_all(&self) {
        let (done, finished) = oneshot::channel();
        self.order(Order::WithdrawAll(done));
        // A system that does not answer keeps nobody from leaving.
        let _ = tokio::time::timeout(END_LIMIT, finished).await;
    }

    fn order(&self, order: Order) {
        // Nobody takes orders where the system's side could not begin; it has said so.
        let _ = self.orders.send(order);
    }
}

impl Notifier for DesktopNotifier {
    fn show(&self, notification: Notification) {
        self.order(Order::Show(Box::new(notification)));
    }

    fn withdraw(&self, slot: Slot) {
        self.order(Order::Withdraw(slot));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_their_labels_say() {
        let subject = Subject::Deadlines;
        let target = Target { notice: 7, subject };
        let open = Some(Reaction::Open { notice: 7, subject });
        assert_eq!(target.reaction(DEFAULT), open);
        assert_eq!(target.reaction(OPEN), open);
        assert_eq!(
            target.reaction(SNOOZE),
            Some(Reaction::Snooze { notice: 7 })
        );
        assert_eq!(target.reaction("inline-reply"), None);
    }
}
