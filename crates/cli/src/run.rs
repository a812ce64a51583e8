//! One command to its end: opens the profile where it needs one, and hands over by subject.

mod changes;
mod complaints;
mod profile;

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use tanggap_app::desk::{Key, Surroundings};
use tanggap_app::environment::Environment;
use tanggap_app::notifier::Silent;
use tanggap_app::{Desk, inbox};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::boot::HubConnect;
use tanggap_ipc::{Code, Error};

use crate::args::{Arguments, Command, Sla};
use crate::words::Language;
use crate::{Answer, Failure, doctor, sla};

/// Runs one command to its end.
pub async fn run(arguments: Arguments, language: Language) -> Result<Answer, Failure> {
    let environment = Environment::read().map_err(|cause| Failure::Usage(cause.to_string()))?;
    if let Command::Sla {
        command: Sla::Explain {
            class,
            received,
            zone,
        },
    } = arguments.command
    {
        let now = environment.clock().now();
        return sla::explain(class, &received, zone, now, language);
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

/// Where a profile is, and how it is opened.
pub struct Place {
    pub folder: PathBuf,
    pub key: Key,
    pub around: Surroundings,
    pub language: Language,
}

impl Place {
    pub async fn open(&self) -> Result<Arc<Desk>, Failure> {
        Desk::open(&self.folder, &self.key, &self.around)
            .await
            .map_err(|error| self.failure(&error))
    }

    pub fn failure(&self, error: &Error) -> Failure {
        Failure::of(error, self.language)
    }
}

/// The answer as a document.
pub fn document(answer: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(answer).map_err(|cause| Failure::Refused {
        code: "internal".to_owned(),
        message: cause.to_string(),
    })
}

async fn at_desk(place: &Place, desk: &Arc<Desk>, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Import { file } => profile::import(place, desk, &file).await,
        Command::Connect { hub, token } => {
            profile::connect(place, desk, HubConnect { url: hub, token }).await
        }
        Command::Sync => profile::sync(place, desk).await,
        Command::List(asked) => complaints::list(place, desk, asked).await,
        Command::Show { id } => complaints::show(place, desk, &id).await,
        Command::Reply(asked) => changes::reply(place, desk, asked).await,
        Command::Note(asked) => changes::note(place, desk, asked).await,
        Command::Outbox => changes::waiting(place, desk).await,
        Command::Deadlines { at } => complaints::due(place, desk, at).await,
        Command::Init(_) | Command::Sla { .. } | Command::Doctor => {
            unreachable!("these commands open no desk and were handled before")
        }
    }
}

fn done(answer: &impl Serialize, text: String) -> Result<Answer, Failure> {
    Ok(Answer::Done {
        document: document(answer)?,
        text,
    })
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

async fn meant(place: &Place, desk: &Desk, id: &str) -> Result<ComplaintId, Failure> {
    let found = inbox::lookup(desk, id)
        .await
        .map_err(|error| place.failure(&error))?;
    found.ok_or_else(|| place.failure(&Error::new(Code::NotFound)))
}
