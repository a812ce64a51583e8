//! Desktop notifications of the operating system. Says what it is given, nothing more; a click is
//! handed on, never acted upon here.

use tanggap_app::notifier::{Notification, Notifier, Subject};
use tokio::sync::mpsc;

/// The action that the button and a click on the text carry.
const OPEN: &str = "open";

/// Shows notifications and reports what was clicked.
pub struct DesktopNotifier {
    clicked: mpsc::UnboundedSender<Subject>,
}

impl DesktopNotifier {
    /// A notifier and the subjects that users click on.
    pub fn new() -> (Self, mpsc::UnboundedReceiver<Subject>) {
        let (clicked, clicks) = mpsc::unbounded_channel();
        (Self { clicked }, clicks)
    }
}

impl Notifier for DesktopNotifier {
    fn show(&self, notification: Notification) {
        let clicked = self.clicked.clone();
        // The notification service may be slow or absent, and an answer may take hours.
        let shown = std::thread::Builder::new()
            .name("notification".into())
            .spawn(move || show(&notification, &clicked));
        if let Err(cause) = shown {
            tracing::warn!(%cause, "A notification could not be shown");
        }
    }
}

fn show(notification: &Notification, clicked: &mpsc::UnboundedSender<Subject>) {
    let mut shown = notify_rust::Notification::new();
    shown
        .appname("Tanggap")
        .summary(&notification.title)
        .body(&notification.body)
        .action("default", &notification.open_label)
        .action(OPEN, &notification.open_label);
    #[cfg(target_os = "linux")]
    {
        use notify_rust::{Hint, Urgency};
        shown
            .icon("tanggap")
            .hint(Hint::DesktopEntry("tanggap".into()))
            .hint(Hint::Category("x-tanggap.deadline".into()))
            .urgency(if notification.urgent {
                Urgency::Critical
            } else {
                Urgency::Normal
            })
            .hint(Hint::SuppressSound(!notification.sound));
    }
    #[cfg(windows)]
    shown.app_id("id.tanggap.desk");
    if notification.sound {
        shown.sound_name("message-new-instant");
    }
    match shown.show() {
        Ok(handle) => handle.wait_for_action(|action| {
            if matches!(action, OPEN | "default") {
                // Nobody listens any more only while the program ends.
                let _ = clicked.send(notification.subject);
            }
        }),
        Err(cause) => tracing::warn!(%cause, "A notification could not be shown"),
    }
}
