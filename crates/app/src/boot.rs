//! Start and first run: which profile there is, opening and making it, and its connection to a hub.

mod moving;

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use tanggap_domain::text::one_line;
use tanggap_ipc::boot::{
    Boot, BootReply, Connected, HubConnect, HubDisconnect, PRACTICE_HUB, PracticeStart,
    ProfileCreate, ProfileUnlock, Ready,
};
use tanggap_ipc::settings::{Language, Settings, Zone};
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::{Connection, Store};
use tanggap_upstream::{Hub, Network, Transport, Upstream};
use tokio::sync::broadcast;

use crate::clock::Clock;
use crate::desk::{Desk, Key, Surroundings};
use crate::environment::FirstStart;
use crate::error::{Result, of_upstream};
use crate::notifier::Notifier;
use crate::settings::appearance::Appearance;
use crate::{calendar, frame, leaving, outbox, own, place, practice, settings, watch};

/// Shortest passphrase that is taken, in characters.
pub const MIN_PASSPHRASE_CHARS: usize = 8;

/// What a program is started with.
pub struct Start {
    /// The profile folder.
    pub folder: PathBuf,
    pub passphrase: Option<String>,
    pub first_start: FirstStart,
    pub version: &'static str,
}

/// A running desk program: one profile folder, open or not.
pub struct Program {
    start: Start,
    around: Surroundings,
    desk: RwLock<Option<Arc<Desk>>>,
    /// Opening and making happen one at a time: a window may ask twice.
    opening: tokio::sync::Mutex<()>,
}

impl Program {
    pub fn new(start: Start, clock: Arc<dyn Clock>, notifier: Arc<dyn Notifier>) -> Self {
        let around = Surroundings::new(clock, notifier, start.version);
        Self {
            start,
            around,
            desk: RwLock::default(),
            opening: tokio::sync::Mutex::default(),
        }
    }

    /// The open desk.
    ///
    /// # Errors
    /// [`Code::NoProfile`] while none is open.
    pub fn desk(&self) -> Result<Arc<Desk>> {
        self.opened().ok_or_else(|| Error::new(Code::NoProfile))
    }

    /// Everything the desk says without being asked.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.around.events.subscribe()
    }

    /// The language to speak outside the window, also before the profile is open.
    pub fn language(&self) -> Language {
        match self.opened() {
            Some(desk) => desk.office().settings.language,
            None => Appearance::read(&self.start.folder).language,
        }
    }

    /// Ends what runs in the background and closes the files.
    pub async fn close(&self) {
        let _opening = self.opening.lock().await;
        let desk = self
            .desk
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(desk) = desk {
            desk.close().await;
        }
    }

    fn opened(&self) -> Option<Arc<Desk>> {
        self.desk
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes an opened desk in and lets it work.
    async fn take_in(&self, desk: Arc<Desk>) -> Result<BootReply> {
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&desk));
        begin(&desk).await;
        ready(&desk).await
    }
}

/// What to show first. Opens the profile where nobody needs to be asked.
pub async fn boot(program: &Program, _request: Boot) -> Result<BootReply> {
    let _opening = program.opening.lock().await;
    if let Some(desk) = program.opened() {
        return ready(&desk).await;
    }
    let folder = &program.start.folder;
    if !Store::exists(folder) {
        return first_start(program).await;
    }
    let passphrase = program.start.passphrase.as_deref();
    match Desk::open(folder, &Key::of(passphrase), &program.around).await {
        Ok(desk) => program.take_in(desk).await,
        // Nobody has typed a passphrase yet: that is no error, only a question.
        Err(Error {
            code: Code::WrongKey,
            ..
        }) if passphrase.is_none() => Ok(locked(program, None)),
        Err(error) => Ok(locked(program, Some(error))),
    }
}

/// Makes a profile and opens it.
pub async fn profile_create(program: &Program, request: ProfileCreate) -> Result<BootReply> {
    let _opening = program.opening.lock().await;
    if program.opened().is_some() {
        return Err(Error::new(Code::ProfileExists));
    }
    let settings = Settings {
        office: one_line(&request.office).into_owned(),
        zone: request.zone,
        language: request.language,
        ..Settings::default()
    };
    let given = request.passphrase.or(program.start.passphrase.clone());
    let desk = create(program, settings, given).await?;
    program.take_in(desk).await
}

/// Opens a profile that is kept with a passphrase.
pub async fn profile_unlock(program: &Program, request: ProfileUnlock) -> Result<BootReply> {
    let _opening = program.opening.lock().await;
    if let Some(desk) = program.opened() {
        return ready(&desk).await;
    }
    let key = Key::Passphrase(request.passphrase);
    let desk = Desk::open(&program.start.folder, &key, &program.around).await?;
    program.take_in(desk).await
}

async fn create(
    program: &Program,
    settings: Settings,
    passphrase: Option<String>,
) -> Result<Arc<Desk>> {
    check_passphrase(passphrase.as_deref())?;
    let key = Key::of(passphrase.as_deref());
    Desk::create(&program.start.folder, &key, settings, &program.around).await
}

/// Refuses a passphrase that is too short to protect anything.
pub fn check_passphrase(passphrase: Option<&str>) -> Result<()> {
    match passphrase {
        Some(passphrase) if passphrase.chars().count() < MIN_PASSPHRASE_CHARS => {
            Err(Error::with(Code::PassphraseTooShort, MIN_PASSPHRASE_CHARS))
        }
        _ => Ok(()),
    }
}

/// A first run asks, unless the environment says which hub this desk belongs to.
async fn first_start(program: &Program) -> Result<BootReply> {
    let FirstStart { hub, office, zone } = &program.start.first_start;
    let Some((url, token)) = hub else {
        return Ok(BootReply::NoProfile {
            keychain: tokio::task::spawn_blocking(tanggap_store::keychain_works)
                .await
                .unwrap_or(false),
            version: program.start.version.to_owned(),
        });
    };
    let settings = Settings {
        office: office.clone().unwrap_or_default(),
        zone: zone.unwrap_or(Zone::Wib),
        ..Settings::default()
    };
    let desk = create(program, settings, program.start.passphrase.clone()).await?;
    let request = HubConnect {
        url: url.clone(),
        token: token.clone(),
    };
    // The profile is made either way; the window shows that it stands alone.
    if let Err(error) = connect(&desk, request).await {
        tracing::warn!(code = ?error.code, "The first connection failed");
    }
    program.take_in(desk).await
}

fn locked(program: &Program, error: Option<Error>) -> BootReply {
    let Appearance { language, theme } = Appearance::read(&program.start.folder);
    BootReply::Locked {
        error,
        language,
        theme,
    }
}

async fn ready(desk: &Desk) -> Result<BootReply> {
    let office = desk.office();
    Ok(BootReply::Ready(Box::new(Ready {
        version: desk.version().to_owned(),
        settings: office.settings.clone(),
        frame: frame::of(desk).await?,
        calendar: office.calendar().clone(),
        repaired: desk.take_repaired(),
    })))
}

/// Starts what runs in the background: the watch, the link where the desk has a hub, and what an
/// earlier end left unfinished.
async fn begin(desk: &Arc<Desk>) {
    let judged = Arc::clone(desk);
    tokio::spawn(async move {
        if let Err(error) = calendar::finish_judging(&judged).await {
            tracing::warn!(code = ?error.code, "Judging anew is finished at the next start");
        }
    });
    watch::begin(desk);
    crate::link::begin(desk).await;
}

/// Connects to a hub and starts talking to it. The connection is on the disk when the answer comes.
pub async fn hub_connect(desk: &Arc<Desk>, request: HubConnect) -> Result<Connected> {
    let connected = connect(desk, request).await;
    // Also where it did not come to that: the desk goes on with the hub it had.
    settle_in(desk).await;
    connected
}

/// Asks the hub who the token belongs to, and keeps the connection. Does not start talking. What waits
/// here for another hub or officer is told, and stays theirs.
pub async fn connect(desk: &Desk, request: HubConnect) -> Result<Connected> {
    let HubConnect { url, token } = request;
    if url.trim().is_empty() || token.trim().is_empty() {
        return Err(Error::new(Code::BadAddress));
    }
    let way = Network::to(&url).map_err(|_| Error::new(Code::BadAddress))?;
    let address = way.address().to_owned();
    connect_over(desk, Arc::new(way), address, &token).await
}

async fn connect_over(
    desk: &Desk,
    way: Arc<dyn Transport>,
    address: String,
    token: &str,
) -> Result<Connected> {
    let hub = Hub::over(way, token).map_err(|_| Error::new(Code::BadAddress))?;
    let me = hub.me().await.map_err(of_upstream)?;
    desk.link.stop().await;
    let connection = Connection {
        hub_url: address.clone(),
        token: token.trim().to_owned(),
        officer: me.officer,
        officer_name: me.name.clone(),
        scopes: me.scopes.clone(),
        hub: Some(me.hub),
        practice: me.practice,
    };
    let moved = if desk.stands_alone() && !me.practice {
        moving::to(desk, &hub, &connection).await?
    } else {
        // What another hub confirmed says nothing about this one's complaints, even under one number.
        if leaving::is_of_another(desk, me.hub).await? {
            tracing::info!("This desk talks to another hub");
            leaving::forget_mirror(desk).await?;
        }
        if !me.practice {
            practice::ended(desk).await?;
            desk.link.practice.close().await;
        }
        desk.set_connection(Some(connection)).await?;
        None
    };
    // Practice says nothing of where the office is.
    if !me.practice {
        settings::adopt_region(desk).await?;
    }
    Ok(Connected {
        officer: me.name,
        hub: address,
        scope_names: place::scopes(&me.scopes),
        scopes: me.scopes,
        others: outbox::others_work(desk).await?,
        moved,
    })
}

/// Stops talking to the hub and forgets it: the desk goes on with its own, which takes a copy of what was
/// there. What waits in the outbox stays, for the same officer at the same hub. From practice nothing stays:
/// its samples, its drafts and what was done there go.
pub async fn hub_disconnect(desk: &Arc<Desk>, _request: HubDisconnect) -> Result<()> {
    let Some(left) = desk.other_hub() else {
        return Ok(());
    };
    desk.link.stop().await;
    desk.link.practice.close().await;
    if left.practice {
        // Before it is forgotten that this was practice: cut off in between, nothing of it is held for real.
        leaving::end_practice(desk).await?;
    } else {
        own::copy::begins_as_copy(desk, &left.hub_url).await?;
    }
    desk.set_connection(None).await?;
    practice::ended(desk).await?;
    crate::link::begin(desk).await;
    desk.tell(Event::SettingsChanged);
    desk.tell(Event::ComplaintsChanged { ids: Vec::new() });
    desk.tell(Event::OutboxChanged);
    desk.tell(Event::NoticesChanged);
    desk.tell_frame().await;
    Ok(())
}

/// Opens the desk's own practice hub and connects to it.
pub async fn practice_start(desk: &Arc<Desk>, _request: PracticeStart) -> Result<Connected> {
    let way = practice::way(desk).await?;
    let token = practice::admit(desk).await?;
    let connected = connect_over(desk, way, PRACTICE_HUB.to_owned(), &token).await?;
    practice::begun(desk).await?;
    settle_in(desk).await;
    Ok(connected)
}

/// After connecting: starts talking.
async fn settle_in(desk: &Arc<Desk>) {
    crate::link::begin(desk).await;
    desk.tell(Event::SettingsChanged);
    desk.tell_frame().await;
}
