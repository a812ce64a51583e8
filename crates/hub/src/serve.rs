//! The region's server: an open hub that listens.

pub mod connections;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::{JoinError, JoinHandle};

use crate::clock::Clock;
use crate::db::Db;
use crate::http::pace::Pace;
use crate::opened::{Arrivals, OpenError, Opened, Opening};
use connections::Limits;

/// How long requests under way may take once the hub is to stop.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// How to serve.
#[derive(Clone)]
pub struct Config {
    /// The folder of database and files.
    pub data: PathBuf,
    /// Make a hub where there is none: a wish, since a mistyped folder has none either.
    pub make: bool,
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    pub clock: Clock,
    pub limits: Limits,
    pub pace: Pace,
    /// Practice complaints that arrive while the hub runs.
    pub practice: Option<Arrivals>,
}

impl Config {
    /// A hub on a free port of this machine, for tests.
    pub fn local(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            make: true,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            clock: Clock::system(),
            limits: Limits::default(),
            pace: Pace::default(),
            practice: None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("listening on {at}")]
    Listen {
        at: SocketAddr,
        #[source]
        cause: std::io::Error,
    },
}

/// A hub that listens.
pub struct Running {
    url: String,
    hub: Opened,
    server: JoinHandle<()>,
}

impl Running {
    /// `http://HOST:PORT`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn db(&self) -> &Arc<dyn Db> {
        self.hub.db()
    }

    /// Waits until the server ends by itself, which only a failure makes it do.
    ///
    /// # Errors
    /// That failure.
    pub async fn ended(&mut self) -> Result<(), JoinError> {
        (&mut self.server).await
    }

    /// Finishes requests under way, ends the waiting ones, closes the database.
    pub async fn shutdown(mut self) {
        self.hub.begin_stop();
        if !self.server.is_finished() {
            match tokio::time::timeout(STOP_WITHIN, &mut self.server).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => tracing::error!(%error, "the server broke down"),
                // Nothing acknowledged is lost: whoever still waits has no answer yet.
                Err(_) => {
                    tracing::warn!("requests under way were cut off");
                    self.server.abort();
                }
            }
        }
        self.hub.close().await;
        tracing::info!("stopped");
    }
}

/// Opens the folder and listens.
///
/// # Errors
/// [`StartError`]
pub async fn start(config: Config) -> Result<Running, StartError> {
    let Config {
        data,
        make,
        listen,
        clock,
        limits,
        pace,
        practice,
    } = config;
    let hub = Opened::open(Opening {
        home: data.as_path().into(),
        make,
        clock,
        pace,
        practice,
    })
    .await?;
    let failed = |cause| StartError::Listen { at: listen, cause };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let url = format!("http://{}", listener.local_addr().map_err(failed)?);
    let server = connections::serve(listener, hub.router().clone(), limits, hub.stopping());
    tracing::info!(%url, "listening");
    Ok(Running {
        url,
        hub,
        server: tokio::spawn(server),
    })
}
