//! One command to its end: opens the profile where it needs one, and hands over by subject.

mod calendar;
mod changes;
pub mod check;
mod complaints;
mod escalation;
mod hand_over;
mod imports;
mod joining;
mod notices;
mod policy;
mod profile;
mod waiting;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tanggap_app::Desk;
use tanggap_app::desk::{Key, Surroundings};
use tanggap_app::environment::Environment;
use tanggap_app::joining::Verb;
use tanggap_app::notifier::Silent;
use tanggap_ipc::boot::HubConnect;

use crate::answer::{Answer, Failure};
use crate::args::{Arguments, Command, Explain, Export, Sla};
use crate::place::Place;
use crate::words::Language;
use crate::{doctor, sla};

/// Runs one command to its end.
pub async fn run(arguments: Arguments, language: Language) -> Result<Answer, Failure> {
    let environment = Environment::read().map_err(|cause| Failure::Usage(cause.to_string()))?;
    if let Command::Sla {
        command: Sla::Explain(asked),
    } = &arguments.command
        && asked.id.is_none()
    {
        return explain_received(asked, environment.clock().now(), language);
    }
    if let Command::Check { file } = &arguments.command {
        return check::check(file, language);
    }
    let folder = arguments.data.ok_or_else(|| {
        Failure::usage(language.pick(
            "Sebutkan folder profil dengan --data DIR.",
            "Name the profile folder with --data DIR.",
        ))
    })?;
    let place = Place {
        folder,
        key: Key::of(environment.passphrase.as_deref()),
        around: Surroundings::new(
            environment.clock(),
            Arc::new(Silent),
            env!("CARGO_PKG_VERSION"),
        ),
        language,
    };
    match arguments.command {
        Command::Init(asked) => {
            profile::init(&place, asked, environment.passphrase.as_deref()).await
        }
        Command::Doctor => doctor::examine(&place).await,
        command => {
            let desk = place.open().await?;
            let answer = at_desk(&place, &desk, command).await;
            desk.close().await;
            answer
        }
    }
}

/// Needs no profile: whoever asks says what the report is.
fn explain_received(
    asked: &Explain,
    now: DateTime<Utc>,
    language: Language,
) -> Result<Answer, Failure> {
    match (&asked.class, &asked.received, asked.zone) {
        (Some(class), Some(received), Some(zone)) => {
            sla::explain(class.clone(), received, zone, now, language)
        }
        _ => Err(Failure::usage(language.pick(
            "Sebutkan laporan, atau --class, --received, dan --zone.",
            "Name a complaint, or --class, --received and --zone.",
        ))),
    }
}

async fn at_desk(place: &Place, desk: &Arc<Desk>, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Import {
            file,
            zones,
            dry_run: true,
        } => profile::look(place, desk, &file, zones).await,
        Command::Import { file, zones, .. } => profile::import(place, desk, &file, zones).await,
        Command::Imports { command } => imports::run(place, desk, command).await,
        Command::Connect { hub, token } => {
            profile::connect(place, desk, HubConnect { url: hub, token }).await
        }
        Command::Sync => profile::sync(place, desk).await,
        Command::List(asked) => complaints::list(place, desk, asked).await,
        Command::Show { id } => complaints::show(place, desk, &id).await,
        Command::Reply(asked) => changes::reply(place, desk, asked).await,
        Command::Note(asked) => changes::note(place, desk, asked).await,
        Command::Likely { id } => joining::likely(place, desk, id.as_deref()).await,
        Command::Join { report, recording } => {
            joining::say(place, desk, Verb::Join, &report, &recording).await
        }
        Command::Split { id } => joining::split(place, desk, &id).await,
        Command::TellApart { report, recording } => {
            joining::say(place, desk, Verb::TellApart, &report, &recording).await
        }
        Command::Outbox { command } => waiting::run(place, desk, command).await,
        Command::Deadlines { at } => complaints::due(place, desk, at).await,
        Command::Sla {
            command: Sla::Explain(asked),
        } => sla::explain_of(place, desk, &asked.id.unwrap_or_default()).await,
        Command::Calendar { command } => calendar::run(place, desk, command).await,
        Command::Policy(asked) => policy::run(place, desk, asked).await,
        Command::Notices(asked) => notices::list(place, desk, asked).await,
        Command::Escalations => escalation::list(place, desk).await,
        Command::Remind(asked) => escalation::remind(place, desk, asked).await,
        Command::Export {
            command: Export::Deadlines { dir },
        } => complaints::export(place, desk, &dir).await,
        Command::Init(_) | Command::Doctor | Command::Check { .. } => {
            unreachable!("these commands open no desk and were handled before")
        }
    }
}
