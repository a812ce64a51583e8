//! The notification service of the session bus, spoken to directly over one connection: a crate in
//! between would open one per notification and keep a waiting thread for each.
//!
//! <https://specifications.freedesktop.org/notification-spec/latest/>

mod shown;

use std::collections::HashMap;
use std::future::pending;
use std::time::Duration;

use futures::{FutureExt, StreamExt};
use tanggap_app::notifier::{Notification, Reaction};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use zbus::proxy::{OwnerChangedStream, SignalStream};
use zbus::zvariant::Value;
use zbus::{Connection, Message, Proxy};

use super::{DEFAULT, OPEN, Order, SNOOZE};
use crate::markup;
use crate::start::Profile;
use shown::Shown;

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A service that takes longer is taken for absent.
const PATIENCE: Duration = Duration::from_secs(10);

/// Values of `expire_timeout`.
const NEVER: i32 = 0;
const AS_THE_SERVICE_LIKES: i32 = -1;

/// Takes orders for as long as anybody gives them.
pub fn begin(
    _profile: &Profile,
    mut orders: UnboundedReceiver<Order>,
    reactions: UnboundedSender<Reaction>,
) {
    tauri::async_runtime::spawn(async move {
        let mut teller = Teller {
            service: None,
            shown: Shown::default(),
            reactions,
            missed: false,
        };
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    Some(order) => teller.obey(order).await,
                    None => return,
                },
                heard = next(&mut teller.service) => teller.hear(heard).await,
            }
        }
    });
}

/// The one who talks to the service.
struct Teller {
    /// Reached at the first notification, and again after it went away.
    service: Option<Service>,
    shown: Shown,
    reactions: UnboundedSender<Reaction>,
    /// That there is no service was said in the log.
    missed: bool,
}

/// What the service said by itself.
enum Heard {
    Signal(Message),
    /// Another service took over, or none: numbers given so far mean nothing any more.
    Gone,
}

impl Teller {
    async fn obey(&mut self, order: Order) {
        match order {
            Order::Show(notification) => match within(self.show(&notification)).await {
                Ok(()) => self.missed = false,
                Err(cause) => {
                    // The next one may find it back.
                    self.hear(Heard::Gone).await;
                    if !std::mem::replace(&mut self.missed, true) {
                        tracing::warn!(%cause, "No notification can be shown; the list in the window has them");
                    }
                }
            },
            Order::Withdraw(slot) => {
                let number = self.shown.withdraw(slot);
                self.close(number).await;
            }
            Order::WithdrawAll(done) => {
                let numbers = self.shown.withdraw_all();
                self.close(numbers).await;
                drop(done);
            }
        }
    }

    async fn show(&mut self, notification: &Notification) -> zbus::Result<()> {
        let service = match &mut self.service {
            Some(service) => service,
            none => none.insert(Service::reach().await?),
        };
        let replaced = self.shown.number(notification.slot);
        let number = service.notify(notification, replaced).await?;
        // What was said before the answer was about what stood here until now.
        while let Some(Some(message)) = next_signal(&mut self.service) {
            self.hear(Heard::Signal(message)).await;
        }
        self.shown.place(number, notification);
        Ok(())
    }

    /// Failing to take something back is no loss: whoever opens it sees how things stand.
    async fn close(&mut self, numbers: impl IntoIterator<Item = u32>) {
        let Some(service) = &self.service else { return };
        for number in numbers {
            if let Err(cause) = within(service.close(number)).await {
                tracing::debug!(%cause, "A notification could not be withdrawn");
            }
        }
    }

    async fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Signal(message) => {
                if let Some((number, reaction)) = self.shown.hear(&message) {
                    // Nobody listens any more only while the program ends.
                    let _ = self.reactions.send(reaction);
                    // Most services do this by themselves, dunst does not.
                    self.close([number]).await;
                }
            }
            Heard::Gone => {
                self.service = None;
                self.shown = Shown::default();
            }
        }
    }
}

async fn within<T>(asked: impl Future<Output = zbus::Result<T>>) -> zbus::Result<T> {
    tokio::time::timeout(PATIENCE, asked)
        .await
        .unwrap_or_else(|_| Err(zbus::Error::Failure("no answer in time".to_owned())))
}

async fn next(service: &mut Option<Service>) -> Heard {
    let Some(service) = service else {
        return pending().await;
    };
    tokio::select! {
        // In the order it was said: an action comes before the closing that follows it.
        message = service.signals.next() => message.map_or(Heard::Gone, Heard::Signal),
        _owner = service.owners.next() => Heard::Gone,
    }
}

/// What was said already and not yet heard.
fn next_signal(service: &mut Option<Service>) -> Option<Option<Message>> {
    service.as_mut()?.signals.next().now_or_never()
}

/// A service that can be asked, and what it says by itself.
struct Service {
    proxy: Proxy<'static>,
    signals: SignalStream<'static>,
    owners: OwnerChangedStream<'static>,
    powers: Powers,
}

impl Service {
    async fn reach() -> zbus::Result<Self> {
        let connection = Connection::session().await?;
        let proxy = Proxy::new(&connection, SERVICE, PATH, SERVICE).await?;
        // Asked first, since it wakes a service that sleeps; one that takes over later is noticed.
        let powers = Powers::of(
            &proxy
                .call::<_, _, Vec<String>>("GetCapabilities", &())
                .await?,
        );
        Ok(Self {
            signals: proxy.receive_all_signals().await?,
            owners: proxy.receive_owner_changed().await?,
            proxy,
            powers,
        })
    }

    /// Shows it in the place of the one with that number; the number it has now.
    async fn notify(
        &self,
        notification: &Notification,
        replaced: Option<u32>,
    ) -> zbus::Result<u32> {
        let call = (
            "Tanggap",
            replaced.unwrap_or_default(),
            "tanggap",
            notification.title.as_str(),
            self.powers.body(notification),
            self.powers.actions(notification),
            self.powers.hints(notification),
            self.powers.expiry(notification),
        );
        self.proxy.call("Notify", &call).await
    }

    async fn close(&self, number: u32) -> zbus::Result<()> {
        self.proxy.call("CloseNotification", &number).await
    }
}

/// What the service can do. Nothing is asked of it that it cannot.
#[derive(Debug, Default, PartialEq, Eq)]
struct Powers {
    actions: bool,
    markup: bool,
    /// Keeps what was not seen.
    persistence: bool,
    sound: bool,
}

impl Powers {
    fn of(capabilities: &[String]) -> Self {
        let has = |name: &str| capabilities.iter().any(|capability| capability == name);
        Self {
            actions: has("actions"),
            markup: has("body-markup"),
            persistence: has("persistence"),
            sound: has("sound"),
        }
    }

    fn body(&self, notification: &Notification) -> String {
        match self.markup {
            true => markup::escape(&notification.body),
            false => notification.body.clone(),
        }
    }

    /// Key and label in turn.
    fn actions<'a>(&self, notification: &'a Notification) -> Vec<&'a str> {
        if !self.actions {
            return Vec::new();
        }
        let Notification {
            open_label,
            snooze_label,
            ..
        } = notification;
        vec![DEFAULT, open_label, OPEN, open_label, SNOOZE, snooze_label]
    }

    fn hints(&self, notification: &Notification) -> HashMap<&'static str, Value<'static>> {
        let urgency: u8 = if notification.urgent { 2 } else { 1 };
        let mut hints = HashMap::from([
            ("urgency", Value::from(urgency)),
            // The name of the installed desktop file: settings per program hang on it.
            ("desktop-entry", Value::from("Tanggap")),
            ("category", Value::from("x-tanggap.deadline")),
        ]);
        if self.sound && notification.sound {
            hints.insert("sound-name", Value::from("message-new-instant"));
        } else {
            hints.insert("suppress-sound", Value::from(true));
        }
        hints
    }

    /// What has passed stays until somebody acts, and so does everything where what was not seen in
    /// time would be lost.
    fn expiry(&self, notification: &Notification) -> i32 {
        if notification.urgent || !self.persistence {
            NEVER
        } else {
            AS_THE_SERVICE_LIKES
        }
    }
}

#[cfg(test)]
mod tests {
    use tanggap_app::notifier::{Slot, Subject};

    use super::*;

    fn notification(urgent: bool, sound: bool) -> Notification {
        Notification {
            slot: Slot::Digest,
            notice: 1,
            title: "Tenggat".into(),
            body: "Dinas PU & PR".into(),
            open_label: "Buka".into(),
            snooze_label: "Ingatkan 1 jam lagi".into(),
            subject: Subject::Deadlines,
            urgent,
            sound,
        }
    }

    fn powers(capabilities: &[&str]) -> Powers {
        let capabilities: Vec<String> = capabilities.iter().map(ToString::to_string).collect();
        Powers::of(&capabilities)
    }

    #[test]
    fn a_bare_service_is_asked_for_nothing_it_cannot_do() {
        let bare = powers(&["body"]);
        let calm = notification(false, true);
        assert_eq!(bare.actions(&calm), Vec::<&str>::new());
        assert_eq!(bare.body(&calm), "Dinas PU & PR");
        assert_eq!(bare.expiry(&calm), NEVER);
        assert_eq!(bare.hints(&calm)["suppress-sound"], Value::from(true));
    }

    #[test]
    fn a_rich_service_is_asked_for_everything() {
        let rich = powers(&["actions", "body", "body-markup", "persistence", "sound"]);
        let calm = notification(false, true);
        let actions = [
            "default",
            "Buka",
            "open",
            "Buka",
            "snooze",
            "Ingatkan 1 jam lagi",
        ];
        assert_eq!(rich.actions(&calm), actions);
        assert_eq!(rich.body(&calm), "Dinas PU &amp; PR");
        assert_eq!(rich.expiry(&calm), AS_THE_SERVICE_LIKES);
        assert_eq!(rich.hints(&calm)["urgency"], Value::from(1_u8));
        assert!(rich.hints(&calm).contains_key("sound-name"));

        let passed = notification(true, false);
        assert_eq!(rich.expiry(&passed), NEVER);
        assert_eq!(rich.hints(&passed)["urgency"], Value::from(2_u8));
        assert!(!rich.hints(&passed).contains_key("sound-name"));
    }
}
