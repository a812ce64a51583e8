//! Toasts and the notification centre of Windows 10 and later, spoken to directly: the tag by which a
//! toast takes another's place is what crates in between leave out.
//!
//! A button reaches the program that showed the toast, as long as it runs. Starting a program that has
//! ended would take a COM server that only an installer can register.

use std::collections::HashMap;
use std::path::Path;

use tanggap_app::notifier::{Notification, Reaction, Slot};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use windows::Data::Xml::Dom::XmlDocument;
use windows::Foundation::TypedEventHandler;
use windows::UI::Notifications::{
    ToastActivatedEventArgs, ToastNotification, ToastNotificationManager, ToastNotifier,
};
use windows::core::{HSTRING, IInspectable, Interface, Ref, Result};

use super::{DEFAULT, OPEN, Order, SNOOZE, Target};
use crate::markup;
use crate::start::Profile;

/// Under this name Windows knows whose toasts these are.
const APP_ID: &str = "id.tanggap.desk";
const GROUP: &str = "tanggap";
const ICON: &[u8] = include_bytes!("../../../icons/128x128.png");

/// Takes orders for as long as anybody gives them, on a thread of its own: each call may wait for
/// another process.
pub fn begin(
    profile: &Profile,
    mut orders: UnboundedReceiver<Order>,
    reactions: UnboundedSender<Reaction>,
) {
    if let Err(cause) = introduce(&profile.folder) {
        tracing::warn!(%cause, "Windows does not know whose notifications these are");
    }
    let begun = std::thread::Builder::new()
        .name("notifications".into())
        .spawn(move || {
            let mut teller = Teller {
                toasts: HashMap::new(),
                reactions,
                missed: false,
            };
            while let Some(order) = orders.blocking_recv() {
                teller.obey(order);
            }
        });
    if let Err(cause) = begun {
        tracing::warn!(%cause, "No notification can be shown; the list in the window has them");
    }
}

/// Tells Windows the name and the icon that belong to our toasts. An installer's shortcut would do
/// the same; this way it also works without one.
fn introduce(folder: &Path) -> std::io::Result<()> {
    let icon = folder.join("notification.png");
    std::fs::write(&icon, ICON)?;
    let key = format!(r"Software\Classes\AppUserModelId\{APP_ID}");
    let key = windows_registry::CURRENT_USER.create(key)?;
    key.set_string("DisplayName", "Tanggap")?;
    key.set_string("IconUri", icon.to_string_lossy().as_ref())?;
    Ok(())
}

struct Teller {
    /// What stands on the screen or in the notification centre. A toast that is let go of no longer
    /// says what was chosen.
    toasts: HashMap<Slot, ToastNotification>,
    reactions: UnboundedSender<Reaction>,
    /// That nothing can be shown was said in the log.
    missed: bool,
}

impl Teller {
    fn obey(&mut self, order: Order) {
        match order {
            Order::Show(notification) => match self.show(&notification) {
                Ok(toast) => {
                    self.toasts.insert(notification.slot, toast);
                    self.missed = false;
                }
                Err(cause) => {
                    if !std::mem::replace(&mut self.missed, true) {
                        let code = cause.code().0;
                        tracing::warn!(
                            code,
                            "No notification can be shown; the list in the window has them"
                        );
                    }
                }
            },
            Order::Withdraw(slot) => {
                if self.toasts.remove(&slot).is_some() {
                    withdraw(slot);
                }
            }
            Order::WithdrawAll(done) => {
                for (slot, _toast) in self.toasts.drain() {
                    withdraw(slot);
                }
                drop(done);
            }
        }
    }

    /// A toast with the same tag and group gives way by itself.
    fn show(&self, notification: &Notification) -> Result<ToastNotification> {
        let document = XmlDocument::new()?;
        document.LoadXml(&HSTRING::from(content(notification)))?;
        let toast = ToastNotification::CreateToastNotification(&document)?;
        toast.SetTag(&HSTRING::from(tag(notification.slot)))?;
        toast.SetGroup(&HSTRING::from(GROUP))?;
        let target = Target::of(notification);
        let reactions = self.reactions.clone();
        toast.Activated(&TypedEventHandler::new(
            move |_toast: Ref<ToastNotification>, chosen: Ref<IInspectable>| {
                if let Some(reaction) = target.reaction(&key(&chosen)) {
                    // Nobody listens any more only while the program ends.
                    let _ = reactions.send(reaction);
                }
                Ok(())
            },
        ))?;
        notifier()?.Show(&toast)?;
        Ok(toast)
    }
}

fn notifier() -> Result<ToastNotifier> {
    ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(APP_ID))
}

/// Failing to take something back is no loss: whoever opens it sees how things stand.
fn withdraw(slot: Slot) {
    let withdrawn = ToastNotificationManager::History().and_then(|history| {
        let [tag, group, app] = [&tag(slot), GROUP, APP_ID].map(HSTRING::from);
        history.RemoveGroupedTagWithId(&tag, &group, &app)
    });
    if let Err(cause) = withdrawn {
        tracing::debug!(
            code = cause.code().0,
            "A notification could not be withdrawn"
        );
    }
}

/// What the chosen button, or the toast itself, was given to say.
fn key(chosen: &Option<IInspectable>) -> String {
    chosen
        .as_ref()
        .and_then(|chosen| chosen.cast::<ToastActivatedEventArgs>().ok())
        .and_then(|chosen| chosen.Arguments().ok())
        .map(|key| key.to_string())
        .unwrap_or_default()
}

/// At most 64 characters, says Windows.
fn tag(slot: Slot) -> String {
    match slot {
        Slot::Clock(complaint, clock) => format!("{complaint}/{}", clock.code()),
        Slot::Reminder(complaint) => format!("{complaint}/reminder"),
        Slot::Digest => "digest".to_owned(),
        Slot::Daily => "daily".to_owned(),
    }
}

/// <https://learn.microsoft.com/windows/apps/design/shell/tiles-and-notifications/toast-schema>
fn content(notification: &Notification) -> String {
    // A reminder stays on the screen until somebody acts.
    let scenario = match notification.urgent {
        true => r#" scenario="reminder""#,
        false => "",
    };
    let audio = match notification.sound {
        true => r#"<audio src="ms-winsoundevent:Notification.Default"/>"#,
        false => r#"<audio silent="true"/>"#,
    };
    let [title, body, open, snooze] = [
        &notification.title,
        &notification.body,
        &notification.open_label,
        &notification.snooze_label,
    ]
    .map(|text| markup::escape(text));
    format!(
        r#"<toast launch="{DEFAULT}"{scenario}><visual><binding template="ToastGeneric"><text>{title}</text><text>{body}</text></binding></visual><actions><action content="{open}" arguments="{OPEN}"/><action content="{snooze}" arguments="{SNOOZE}"/></actions>{audio}</toast>"#
    )
}

#[cfg(test)]
mod tests {
    use tanggap_app::notifier::Subject;
    use tanggap_domain::ids::{ComplaintId, TrackingId};
    use tanggap_domain::sla::ClockKind;

    use super::*;

    #[test]
    fn tags_are_apart_and_short_enough() {
        let complaint = ComplaintId::of_tracking(&TrackingId::parse("9165816").unwrap());
        let clocks = ClockKind::REGULATED.map(|clock| Slot::Clock(complaint, clock));
        let others = [Slot::Reminder(complaint), Slot::Digest, Slot::Daily];
        let slots: Vec<Slot> = clocks.into_iter().chain(others).collect();
        let tags: std::collections::BTreeSet<String> = slots.iter().copied().map(tag).collect();
        assert_eq!(tags.len(), slots.len());
        assert!(tags.iter().all(|tag| tag.len() <= 64), "{tags:?}");
    }

    #[test]
    fn texts_are_no_markup() {
        let notification = Notification {
            slot: Slot::Digest,
            notice: 1,
            title: "Dinas PU & PR".into(),
            body: "<b>".into(),
            open_label: "Buka".into(),
            snooze_label: "\"1 jam\"".into(),
            subject: Subject::Deadlines,
            urgent: true,
            sound: false,
        };
        let expected = concat!(
            r#"<toast launch="default" scenario="reminder">"#,
            r#"<visual><binding template="ToastGeneric">"#,
            "<text>Dinas PU &amp; PR</text><text>&lt;b&gt;</text></binding></visual>",
            r#"<actions><action content="Buka" arguments="open"/>"#,
            r#"<action content="&quot;1 jam&quot;" arguments="snooze"/></actions>"#,
            r#"<audio silent="true"/></toast>"#,
        );
        assert_eq!(content(&notification), expected);
    }
}
