//! The notification service of the session bus, spoken to through `notify-rust`. Each notification
//! has a connection of its own there, and here a task that listens to it for as long as it stands.
//!
//! `notify-rust` 4.19 listens anew after every signal that is no answer, and misses one that follows
//! at once. A service that tells the sender `ActivationToken` right before an action, as GNOME does,
//! thereby loses a click now and then; the notice is still there in the window.
//!
//! <https://specifications.freedesktop.org/notification-spec/latest/>

use std::collections::HashMap;
use std::future::pending;
use std::time::Duration;

use anyhow::{Context, Result};
use futures::StreamExt;
use notify_rust::{
    CloseReason, Hint, NotificationHandle, NotificationResponse, Timeout, Urgency, get_capabilities,
};
use tanggap_app::notifier::{Notification, Reaction, Slot};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::timeout;
use zbus::proxy::OwnerChangedStream;
use zbus::{Connection, Proxy};

use super::{DEFAULT, OPEN, Order, SNOOZE, Target};
use crate::markup;
use crate::start::Profile;

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A service that takes longer is taken for absent.
const PATIENCE: Duration = Duration::from_secs(10);

/// Takes orders for as long as anybody gives them.
pub fn begin(
    _profile: &Profile,
    mut orders: UnboundedReceiver<Order>,
    reactions: UnboundedSender<Reaction>,
) {
    tauri::async_runtime::spawn(async move {
        let mut teller = Teller {
            service: None,
            standing: HashMap::new(),
            tasks: JoinSet::new(),
            reactions,
            missed: false,
        };
        loop {
            tokio::select! {
                biased;
                () = gone(&mut teller.service) => teller.forget(),
                order = orders.recv() => match order {
                    Some(order) => teller.obey(order).await,
                    None => return,
                },
            }
        }
    });
}

/// The one who talks to the service.
struct Teller {
    /// Reached at the first notification, and again after it went away.
    service: Option<Service>,
    /// What stands, or stood until somebody acted: at most one per slot.
    standing: HashMap<Slot, UnboundedSender<Change>>,
    /// One per notification. What a task ends with stays here until nothing stands any more: GNOME
    /// takes all notifications of a program away once the connection that showed the first is gone.
    tasks: JoinSet<Option<NotificationHandle>>,
    reactions: UnboundedSender<Reaction>,
    /// That there is no service was said in the log.
    missed: bool,
}

impl Teller {
    async fn obey(&mut self, order: Order) {
        match order {
            Order::Show(notification) => {
                let shown = timeout(PATIENCE, self.show(&notification)).await;
                match shown.context("No answer in time").flatten() {
                    Ok(()) => self.missed = false,
                    Err(cause) => {
                        // The next one may find it back.
                        self.forget();
                        if !std::mem::replace(&mut self.missed, true) {
                            tracing::warn!(%cause, "No notification can be shown; the list in the window has them");
                        }
                    }
                }
            }
            Order::Withdraw(slot) => {
                let withdrawn = self.standing.remove(&slot);
                withdraw(withdrawn).await;
            }
            Order::WithdrawAll(done) => {
                let withdrawn: Vec<_> = self.standing.drain().map(|(_, stands)| stands).collect();
                withdraw(withdrawn).await;
                drop(done);
            }
        }
        self.standing.retain(|_, stands| !stands.is_closed());
        if self.standing.is_empty() {
            while self.tasks.try_join_next().is_some() {}
        }
    }

    async fn show(&mut self, notification: &Notification) -> Result<()> {
        let service = match &mut self.service {
            Some(service) => service,
            none => none.insert(Service::reach().await?),
        };
        let looks = service.powers.looks(notification);
        let target = Target::of(notification);
        if let Some(stands) = self.standing.get(&notification.slot) {
            let (done, replaced) = oneshot::channel();
            let _ = stands.send(Change::Replace(Box::new(looks.clone()), target, done));
            // Without an answer nothing stands there any more.
            if replaced.await.is_ok() {
                return Ok(());
            }
        }
        let handle = looks.show_async().await?;
        let (stands, changes) = mpsc::unbounded_channel();
        self.standing.insert(notification.slot, stands);
        self.tasks
            .spawn(stand(handle, target, changes, self.reactions.clone()));
        Ok(())
    }

    /// Another service took over, or none: numbers given so far mean nothing any more.
    fn forget(&mut self) {
        self.service = None;
        self.standing.clear();
        self.tasks = JoinSet::new();
    }
}

/// Takes all of these back at the same time.
async fn withdraw(standing: impl IntoIterator<Item = UnboundedSender<Change>>) {
    let closing = standing.into_iter().map(|stands| {
        let (done, closed) = oneshot::channel();
        let _ = stands.send(Change::Withdraw(done));
        closed
    });
    for closed in closing.collect::<Vec<_>>() {
        // The sender goes when it is done.
        let _ = closed.await;
    }
}

/// What becomes of a notification that stands.
enum Change {
    /// The sender answers when the other one stands there, and goes when it does not.
    Replace(Box<notify_rust::Notification>, Target, oneshot::Sender<()>),
    Withdraw(oneshot::Sender<()>),
}

/// Listens to a notification until it stands no more.
async fn stand(
    mut handle: NotificationHandle,
    mut target: Target,
    mut changes: UnboundedReceiver<Change>,
    reactions: UnboundedSender<Reaction>,
) -> Option<NotificationHandle> {
    loop {
        tokio::select! {
            heard = hear(&handle) => match Next::of(target, heard) {
                Next::Stay => {}
                Next::React(reaction) => {
                    // It was answered with that: a second choice would be a mistake.
                    changes.close();
                    // Nobody listens any more only while the program ends.
                    let _ = reactions.send(reaction);
                    // Most services do this by themselves, dunst does not.
                    close(&handle).await;
                    return Some(handle);
                }
                Next::End => return Some(handle),
            },
            change = changes.recv() => match change {
                Some(Change::Replace(looks, next, done)) => {
                    handle = replace(handle, *looks)
                        .await
                        .inspect_err(|cause| tracing::debug!(%cause, "Nothing was replaced"))
                        .ok()?;
                    target = next;
                    let _ = done.send(());
                }
                Some(Change::Withdraw(done)) => {
                    close(&handle).await;
                    drop(done);
                    return Some(handle);
                }
                None => return Some(handle),
            },
        }
    }
}

/// What somebody, or the service, does with it. Nothing once the bus is gone.
async fn hear(handle: &NotificationHandle) -> Option<NotificationResponse> {
    let mut heard = None;
    handle
        .wait_for_action_async(|response| heard = Some(response.clone()))
        .await;
    heard
}

/// Failing to take something back is no loss: whoever opens it sees how things stand.
async fn close(handle: &NotificationHandle) {
    if timeout(PATIENCE, handle.close_async()).await.is_err() {
        tracing::debug!("A notification could not be withdrawn");
    }
}

/// Shows another one in its place. By the same connection: GNOME lets no other one do that.
async fn replace(
    mut handle: NotificationHandle,
    looks: notify_rust::Notification,
) -> Result<NotificationHandle> {
    *handle = looks;
    // It blocks until the service has answered.
    Ok(spawn_blocking(|| handle.update().map(|()| handle)).await??)
}

/// What follows from what was heard.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    React(Reaction),
    /// It can still be answered.
    Stay,
    End,
}

impl Next {
    fn of(target: Target, heard: Option<NotificationResponse>) -> Self {
        let key = match heard {
            Some(NotificationResponse::Default) => DEFAULT,
            Some(NotificationResponse::Action(ref key)) => key,
            // Services keep such in a history, from where it may still be clicked.
            Some(NotificationResponse::Closed(CloseReason::Expired)) => return Self::Stay,
            Some(NotificationResponse::Closed(_)) | None => return Self::End,
            // Not of this system.
            Some(NotificationResponse::Reply(_)) => return Self::Stay,
        };
        target.reaction(key).map_or(Self::Stay, Self::React)
    }
}

/// A service that answered, and word of when it is another one.
struct Service {
    powers: Powers,
    owners: OwnerChangedStream<'static>,
}

impl Service {
    async fn reach() -> Result<Self> {
        // Asked first, since it wakes a service that sleeps; one that takes over later is noticed.
        let powers = Powers::of(&spawn_blocking(get_capabilities).await??);
        // `notify-rust` does not say when a service goes away.
        let connection = Connection::session().await?;
        let proxy = Proxy::new(&connection, SERVICE, PATH, SERVICE).await?;
        Ok(Self {
            powers,
            owners: proxy.receive_owner_changed().await?,
        })
    }
}

/// Waits until the service is another one.
async fn gone(service: &mut Option<Service>) {
    match service {
        Some(service) => drop(service.owners.next().await),
        None => pending().await,
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

    /// The notification as this service is asked to show it.
    fn looks(&self, notification: &Notification) -> notify_rust::Notification {
        let Notification {
            title,
            body,
            open_label,
            snooze_label,
            urgent,
            sound,
            ..
        } = notification;
        let mut looks = notify_rust::Notification::new();
        looks
            .appname("Tanggap")
            .icon("tanggap")
            .summary(title)
            // The name of the installed desktop file: settings per program hang on it.
            .hint(Hint::DesktopEntry("Tanggap".into()))
            .hint(Hint::Category("x-tanggap.deadline".into()))
            .hint(match self.sound && *sound {
                true => Hint::SoundName("message-new-instant".into()),
                false => Hint::SuppressSound(true),
            })
            .urgency(match urgent {
                true => Urgency::Critical,
                false => Urgency::Normal,
            })
            .timeout(self.expiry(*urgent));
        match self.markup {
            true => looks.body(&markup::escape(body)),
            false => looks.body(body),
        };
        if self.actions {
            looks
                .action(DEFAULT, open_label)
                .action(OPEN, open_label)
                .action(SNOOZE, snooze_label);
        }
        looks
    }

    /// What has passed stays until somebody acts, and so does everything where what was not seen in
    /// time would be lost.
    fn expiry(&self, urgent: bool) -> Timeout {
        match urgent || !self.persistence {
            true => Timeout::Never,
            false => Timeout::Default,
        }
    }
}

#[cfg(test)]
mod tests {
    use tanggap_app::notifier::Subject;

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
        let calm = bare.looks(&notification(false, true));
        assert_eq!(calm.summary, "Tenggat");
        assert_eq!(calm.body, "Dinas PU & PR");
        assert_eq!(calm.actions, Vec::<String>::new());
        assert_eq!(calm.timeout, Timeout::Never);
        assert!(calm.hints.contains(&Hint::SuppressSound(true)));
    }

    #[test]
    fn a_rich_service_is_asked_for_everything() {
        let rich = powers(&["actions", "body", "body-markup", "persistence", "sound"]);
        let sound = Hint::SoundName("message-new-instant".into());
        let calm = rich.looks(&notification(false, true));
        let actions = [
            "default",
            "Buka",
            "open",
            "Buka",
            "snooze",
            "Ingatkan 1 jam lagi",
        ];
        assert_eq!(calm.actions, actions);
        assert_eq!(calm.body, "Dinas PU &amp; PR");
        assert_eq!(calm.timeout, Timeout::Default);
        assert!(calm.hints.contains(&Hint::Urgency(Urgency::Normal)));
        assert!(calm.hints.contains(&sound));

        let passed = rich.looks(&notification(true, false));
        assert_eq!(passed.timeout, Timeout::Never);
        assert!(passed.hints.contains(&Hint::Urgency(Urgency::Critical)));
        assert!(!passed.hints.contains(&sound));
    }

    #[test]
    fn a_choice_answers_and_a_dismissal_ends() {
        let subject = Subject::Deadlines;
        let next = |heard| Next::of(Target { notice: 9, subject }, heard);
        let opened = Next::React(Reaction::Open { notice: 9, subject });
        assert_eq!(next(Some(NotificationResponse::Default)), opened);
        assert_eq!(next(Some("open".into())), opened);
        let put_off = Next::React(Reaction::Snooze { notice: 9 });
        assert_eq!(next(Some("snooze".into())), put_off);
        assert_eq!(next(Some("inline-reply".into())), Next::Stay);

        let closed = |reason| next(Some(NotificationResponse::Closed(reason)));
        assert_eq!(closed(CloseReason::Expired), Next::Stay);
        assert_eq!(closed(CloseReason::Dismissed), Next::End);
        assert_eq!(closed(CloseReason::CloseAction), Next::End);
        assert_eq!(next(None), Next::End);
    }
}
