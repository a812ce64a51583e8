//! Notifications of macOS, through the interface that `notify-rust` uses. It neither replaces nor
//! withdraws, and it waits: one thread per notification until somebody acts or closes it.

use tanggap_app::notifier::{Notification, Reaction};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use super::{OPEN, Order, SNOOZE, Target};
use crate::start::Profile;

/// Takes orders for as long as anybody gives them.
pub fn begin(
    _profile: &Profile,
    mut orders: UnboundedReceiver<Order>,
    reactions: UnboundedSender<Reaction>,
) {
    tauri::async_runtime::spawn(async move {
        while let Some(order) = orders.recv().await {
            match order {
                Order::Show(notification) => show(*notification, reactions.clone()),
                // What stands is closed by whoever reads it.
                Order::Withdraw(slot) => tracing::trace!(?slot, "Nothing is taken back here"),
                Order::WithdrawAll(done) => drop(done),
            }
        }
    });
}

fn show(notification: Notification, reactions: UnboundedSender<Reaction>) {
    let waiting = std::thread::Builder::new()
        .name("notification".into())
        .spawn(move || wait(&notification, &reactions));
    if let Err(cause) = waiting {
        tracing::warn!(%cause, "A notification could not be shown");
    }
}

fn wait(notification: &Notification, reactions: &UnboundedSender<Reaction>) {
    let target = Target::of(notification);
    let mut shown = notify_rust::Notification::new();
    shown
        .appname("Tanggap")
        .summary(&notification.title)
        .body(&notification.body)
        .action(OPEN, &notification.open_label)
        .action(SNOOZE, &notification.snooze_label);
    if notification.sound {
        shown.sound_name("default");
    }
    match shown.show() {
        Ok(handle) => handle.wait_for_action(|key| {
            if let Some(reaction) = target.reaction(key) {
                // Nobody listens any more only while the program ends.
                let _ = reactions.send(reaction);
            }
        }),
        Err(cause) => tracing::warn!(%cause, "A notification could not be shown"),
    }
}
