//! What surrounds the window: tray, notifications and the start with the session follow what the use
//! cases say by themselves, and what people do there reaches the use cases.

use std::sync::Arc;

use tanggap_app::notifier::{Reaction, Subject};
use tanggap_app::{Program, notices};
use tanggap_ipc::boot::BootReply;
use tanggap_ipc::{Error, Event};
use tauri::{AppHandle, Manager};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::start::Profile;
use crate::{autostart, presence, tray, window};

/// A command that may open the profile was answered.
pub fn opened(app: &AppHandle, reply: &Result<BootReply, Error>) {
    presence::opened(app, reply);
    if let Ok(BootReply::Ready(ready)) = reply {
        window::entitle(app, ready.frame.practice);
        follow_settings(app);
    }
}

/// Everything the use cases say by themselves goes to the window; some of it goes elsewhere too.
pub async fn carry_events(app: AppHandle) {
    let program = Arc::clone(&app.state::<Arc<Program>>());
    let mut events = program.events();
    loop {
        match events.recv().await {
            Ok(event) => {
                match &event {
                    Event::Frame(frame) => {
                        window::entitle(&app, frame.practice);
                        tray::update(&app, frame, program.language());
                    }
                    Event::SettingsChanged => follow_settings(&app),
                    _ => {}
                }
                window::tell(&app, &event);
            }
            // Too many to carry one by one: read everything again.
            Err(RecvError::Lagged(_)) => {
                follow_settings(&app);
                window::tell(&app, &Event::ComplaintsChanged { ids: Vec::new() });
                window::tell(&app, &Event::OutboxChanged);
                window::tell(&app, &Event::NoticesChanged);
            }
            Err(RecvError::Closed) => return,
        }
    }
}

/// What people do with notifications is shown in the window, and kept.
pub async fn carry_reactions(app: AppHandle, mut reactions: UnboundedReceiver<Reaction>) {
    while let Some(reaction) = reactions.recv().await {
        if let Reaction::Open { subject, .. } = reaction {
            window::focus(&app);
            let event = match subject {
                Subject::Complaint(id) => Event::OpenComplaint { id },
                Subject::Deadlines => Event::OpenDeadlines,
            };
            window::tell(&app, &event);
        }
        let desk = app.state::<Arc<Program>>().desk();
        let kept = match desk {
            Ok(desk) => notices::react(&desk, reaction).await,
            Err(error) => Err(error),
        };
        if let Err(error) = kept {
            tracing::warn!(code = ?error.code, "What was done with a notification could not be kept");
        }
    }
}

fn follow_settings(app: &AppHandle) {
    let program = app.state::<Arc<Program>>();
    tray::speak(app, program.language());
    if let Ok(desk) = program.desk() {
        autostart::apply(&app.state::<Profile>(), &desk.office().settings.desktop);
    }
}
