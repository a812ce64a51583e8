//! `first-sync`: the engine takes in everything a hub has, into an encrypted store with indexes and
//! full-text search; the peer inserts the same rows and the same words through SQLite's C API.
//!
//! Ours: reading and verifying wire pages, judging rows, computing deadlines, normalising words, and
//! writing page by page with the cursor. The peer has all of that ready in memory and only inserts,
//! with the same key, schema, indexes, pragmas and page boundaries.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use hkdf::Hkdf;
use sha2::Sha256;
use tanggap_app::office::Office;
use tanggap_store::{KeySource, Store};
use tanggap_sync::{Surroundings, run_until_caught_up};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::feed::Feed;
use crate::processor;
use crate::raw::Connection;
use crate::row::{Limit, Row, median};
use crate::source_rows::{SourceRow, SourceRows};
use crate::{FIRST_SYNC, Size};

/// Guards invented complaints only.
pub const KEY: [u8; 32] = [7; 32];

/// As the store opens a mirror it writes to.
const PRAGMAS: &str = "
    PRAGMA auto_vacuum = INCREMENTAL;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON;
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA cache_size = -16384;
    PRAGMA secure_delete = FAST;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA wal_autocheckpoint = 4000;";

/// A feed, a profile that was synced from it once, and its rows.
pub struct Prepared {
    feed: Feed,
    folder: TempDir,
    rows: SourceRows,
    pages: Vec<(usize, usize)>,
}

impl Prepared {
    pub fn make(feed: &Feed) -> Result<Self> {
        let folder = TempDir::new().context("Making a folder")?;
        let profile = folder.path().join("profile");
        let runtime = runtime()?;
        runtime.block_on(fill(&profile, &KeySource::raw(KEY), feed))?;
        let rows = SourceRows::read(&profile.join("mirror.db"), &mirror_key()?)?;
        ensure!(rows.rows.len() == feed.len(), "The mirror lacks rows");
        Ok(Self {
            feed: feed.clone(),
            folder,
            rows,
            pages: feed.take_served(),
        })
    }

    /// The profile that was synced.
    pub fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    pub fn open(&self) -> Result<Connection> {
        Connection::open(&self.profile().join("mirror.db"), &mirror_key()?)
    }

    pub fn key(&self) -> KeySource {
        KeySource::raw(KEY)
    }
}

pub fn measure(prepared: &Prepared, size: Size) -> Result<Vec<Row>> {
    let (mut ours, mut peer) = (Vec::new(), Vec::new());
    let (mut our_cpu_s, mut peer_cpu_s) = (Vec::new(), Vec::new());
    let complaints = prepared.feed.len() as f64;
    let runtime = runtime()?;
    for round in 0..size.rounds {
        let mut by_us = || -> Result<()> {
            let folder = TempDir::new().context("Making a folder")?;
            let profile = folder.path().join("profile");
            let took = runtime.block_on(fill(&profile, &KeySource::raw(KEY), &prepared.feed))?;
            ours.push(complaints / took.seconds);
            our_cpu_s.push(took.cpu_s);
            Ok(())
        };
        let mut by_peer = || -> Result<()> {
            let took = insert_all(prepared)?;
            peer.push(complaints / took.seconds);
            peer_cpu_s.push(took.cpu_s);
            Ok(())
        };
        if round % 2 == 0 {
            by_us()?;
            by_peer()?;
        } else {
            by_peer()?;
            by_us()?;
        }
    }
    let workload = format!(
        "first sync of {} complaints ({} MB of wire pages) into an encrypted store with indexes and full-text search",
        prepared.feed.len(),
        prepared.feed.bytes() / 1_000_000,
    );
    let peer = (
        "SQLite C API, same key, schema, indexes and words, ready in memory",
        &peer[..],
    );
    let row = Row::new(
        FIRST_SYNC,
        workload,
        "complaints/s",
        &ours,
        Some(peer),
        Limit::RatioAtLeast(0.5),
    );
    let detail = format!(
        "{} pages; processor seconds: ours {:.1}, peer {:.1}",
        prepared.pages.len(),
        median(&our_cpu_s),
        median(&peer_cpu_s),
    );
    Ok(vec![row.with_detail(detail)])
}

/// Makes a profile and syncs it for the first time; the seconds from the first question to the hub
/// until everything is committed.
pub async fn fill(profile: &Path, key: &KeySource, feed: &Feed) -> Result<Took> {
    let office = Office::standard(Default::default()).context("The standard office")?;
    let now = feed.now();
    let around = Surroundings {
        now: Arc::new(move || now),
        follows_source: false,
        clocks_of: Arc::new(move |complaint| office.kept(complaint, now)),
    };
    let store = Store::create(profile, key).await?.store;
    let source = Arc::new(feed.clone());
    let start = Stopwatch::start();
    let summary = run_until_caught_up(store.clone(), source, around).await?;
    let took = start.stop();
    let held = store.mirror().count().await?;
    store.close().await;
    ensure!(held == feed.len() as u64, "{held} complaints arrived");
    ensure!(
        summary.pulled == held,
        "The engine counted {}",
        summary.pulled
    );
    Ok(took)
}

/// The finished rows, written through SQLite's C API.
pub fn insert_all(prepared: &Prepared) -> Result<Took> {
    let Prepared { rows, pages, .. } = prepared;
    let folder = TempDir::new().context("Making a folder")?;
    let connection = Connection::open(&folder.path().join("mirror.db"), &mirror_key()?)?;
    connection.run(PRAGMAS)?;
    connection.run(&schema()?)?;
    connection.run("INSERT INTO scope (no, name) VALUES (1, '35')")?;
    let pages: Vec<Vec<&SourceRow>> = pages
        .iter()
        .map(|(from, to)| {
            let mut page: Vec<&SourceRow> = rows.rows[*from..*to].iter().collect();
            page.sort_unstable_by_key(|row| row.rid());
            page
        })
        .collect();

    let start = Stopwatch::start();
    let mut document = connection.prepare(&rows.document_sql)?;
    let mut head = connection.prepare(&rows.head_sql)?;
    let mut clock = connection.prepare(&rows.clock_sql)?;
    let mut fts = connection.prepare(&rows.fts_sql)?;
    for page in &pages {
        connection.run("BEGIN IMMEDIATE")?;
        for row in page {
            document.execute(&row.document)?;
        }
        for row in page {
            fts.execute(&row.fts)?;
        }
        for row in page {
            head.execute(&row.head)?;
        }
        for row in page {
            for line in &row.clocks {
                clock.execute(line)?;
            }
        }
        connection.run("UPDATE scope SET cursor = '1' WHERE name = '35'")?;
        connection.run("COMMIT")?;
    }
    let took = start.stop();

    let mut held = 0;
    let mut count = connection
        .prepare("SELECT (SELECT count(*) FROM head) + (SELECT count(*) FROM document)")?;
    count.each(&[], |row| {
        held = row.integer(0);
        Ok(())
    })?;
    ensure!(
        held == 2 * rows.rows.len() as i64,
        "The peer holds {held} rows"
    );
    Ok(took)
}

/// Seconds on the wall and of processor, which a busy machine does not stretch.
pub struct Took {
    pub seconds: f64,
    pub cpu_s: f64,
}

pub struct Stopwatch {
    start: Instant,
    cpu_s: f64,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self {
            start: Instant::now(),
            cpu_s: processor::process_s(),
        }
    }

    pub fn stop(self) -> Took {
        Took {
            seconds: self.start.elapsed().as_secs_f64(),
            cpu_s: processor::process_s() - self.cpu_s,
        }
    }
}

/// The mirror's tables, as the store's migrations make them.
fn schema() -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/mirror");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .with_context(|| format!("Listing {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let texts = files
        .iter()
        .map(|file| fs::read_to_string(file).context("Reading a migration"));
    Ok(texts.collect::<Result<Vec<_>>>()?.join("\n"))
}

/// As the store derives it: HKDF-SHA256 of the profile's key.
pub fn mirror_key() -> Result<[u8; 32]> {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(None, &KEY)
        .expand(b"mirror", &mut key)
        .map_err(|_| anyhow::anyhow!("Deriving the mirror's key"))?;
    Ok(key)
}

/// As the desk runs: several threads.
pub fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("Starting a runtime")
}
