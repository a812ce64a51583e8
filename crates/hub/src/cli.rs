//! The commands. Every one works beside a running server, on the same folder.

mod erase;
mod imports;
mod made;
mod officer;

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use serde::Serialize;
use tanggap_domain::region::RegionCode;
use tanggap_domain::source_zone::{WrittenIn, ZonePeriod};
use tanggap_hub::clock::Clock;
use tanggap_hub::db::Db;
use tanggap_hub::db::sqlite::backup::backup;
use tanggap_hub::db::sqlite::{Role, SqliteDb};
use tanggap_hub::erasing::hold;
use tanggap_hub::files::Files;
use tanggap_hub::http::pace::Pace;
use tanggap_hub::practice::Course;
use tanggap_hub::register::Register;
use tanggap_hub::serve::connections::Limits;
use tanggap_hub::{Arrivals, Config, start};
use tanggap_protocol::scope::Scope;

/// The region's complaint server.
#[derive(Parser)]
#[command(name = "tanggap-hub", version)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a hub in a folder. Only this makes one, and `serve --init`
    Init {
        #[command(flatten)]
        folder: Folder,
        /// For practice: its complaints are invented, and real ones are refused
        #[arg(long)]
        practice: bool,
        #[command(flatten)]
        output: Output,
    },
    /// Serve desks. Prints one line of JSON when ready: {"listening": "http://…"}
    Serve {
        #[command(flatten)]
        folder: Folder,
        /// Address and port; port 0 takes a free one
        #[arg(long, default_value = "127.0.0.1:8760")]
        listen: SocketAddr,
        /// Make the hub where there is none in the folder
        #[arg(long)]
        init: bool,
        /// Practise: make and fill a hub of invented complaints, and let one arrive now and then
        #[arg(long)]
        practice: bool,
        #[command(flatten)]
        course: CourseArguments,
        /// Stop when standard input ends: whoever started this and held it is gone
        #[arg(long)]
        until_stdin_ends: bool,
        /// Seconds between practice complaints
        #[arg(long, default_value_t = 60.0, value_parser = seconds)]
        practice_every: f64,
        /// Connections at once. Each takes a file descriptor: more than 800 need a higher `ulimit -n`
        #[arg(long, default_value_t = 800, value_parser = clap::value_parser!(u16).range(8..))]
        connections: u16,
    },
    /// Add, list and revoke officers
    Officer {
        #[command(subcommand)]
        command: officer::Command,
    },
    /// Take in a national Excel export (.xlsx, .xls)
    Import {
        file: PathBuf,
        #[command(flatten)]
        folder: Folder,
        /// The zone of the file's times, [DATE=]utc|wib|wita|wit; once for each period. Without it WIB is
        /// assumed, and deadlines that hang on it say so
        #[arg(long = "zone", value_name = "[DATE=]ZONE", value_parser = zone_period)]
        zones: Vec<ZonePeriod>,
        /// Whose export it is: a province (16) or regency (16.71). Has what names no place or agency
        #[arg(long = "for", value_name = "CODE", value_parser = office)]
        office: Option<Scope>,
        #[command(flatten)]
        output: Output,
    },
    /// Who brought which file, what each changed, what could not be read; take one back
    Imports {
        #[command(subcommand)]
        command: imports::Command,
    },
    /// Fill in invented complaints to practise on
    Practice {
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        course: CourseArguments,
        #[command(flatten)]
        output: Output,
    },
    /// Erase one complaint for good, here and on every desk. Shows what goes, and asks
    Erase {
        /// Its number, or its id where several have the number
        which: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
    /// Look whether all is well
    Doctor {
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
    /// Copy the database to a file, also while the hub serves. Copy the folder blobs/ after it
    Backup {
        /// A file that is not there yet
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
    /// After restoring a backup: let every desk read the feed anew and offer its recent work again
    Restored {
        #[command(flatten)]
        folder: Folder,
    },
}

#[derive(clap::Args)]
struct Folder {
    /// The folder of the hub's database and files
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

#[derive(clap::Args)]
struct Output {
    /// One JSON document on standard output
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct CourseArguments {
    /// Province code
    #[arg(long, default_value = "16", value_parser = province)]
    province: RegionCode,
    /// Complaints of the past
    #[arg(long, default_value_t = 1200)]
    count: usize,
}

/// `utc`, `2022-03-01=wib`.
fn zone_period(text: &str) -> Result<ZonePeriod, String> {
    let (from, zone) = match text.split_once('=') {
        Some((from, zone)) => (Some(from), zone),
        None => (None, text),
    };
    let from = from
        .map(|from| from.trim().parse())
        .transpose()
        .map_err(|_| "a date is written 2022-03-01".to_owned())?;
    let zone = WrittenIn::of_code(zone).ok_or("one of utc, wib, wita, wit")?;
    Ok(ZonePeriod { from, zone })
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if seconds.is_finite() && seconds >= 0.001 {
        Ok(seconds)
    } else {
        Err("must be at least 0.001".to_owned())
    }
}

fn office(text: &str) -> Result<Scope, String> {
    match text.parse() {
        Ok(scope @ Scope::Region(_)) => Ok(scope),
        _ => Err("a province (16) or a regency (16.71) was expected".to_owned()),
    }
}

fn province(text: &str) -> Result<RegionCode, String> {
    RegionCode::parse(text).map_err(|error| error.to_string())
}

impl From<CourseArguments> for Course {
    fn from(arguments: CourseArguments) -> Self {
        let CourseArguments { province, count } = arguments;
        Self { province, count }
    }
}

/// Does what was asked for.
pub async fn run(arguments: Arguments) -> Result<()> {
    let clock = Clock::from_env()?;
    match arguments.command {
        Command::Serve {
            folder,
            listen,
            init,
            practice,
            course,
            until_stdin_ends,
            practice_every,
            connections,
        } => {
            let arrivals = Arrivals {
                course: course.into(),
                every: Duration::from_secs_f64(practice_every),
            };
            let config = Config {
                data: folder.data,
                make: init || practice,
                listen,
                clock,
                limits: Limits {
                    connections: usize::from(connections),
                    ..Limits::default()
                },
                pace: Pace::default(),
                practice: practice.then_some(arrivals),
            };
            serve(config, until_stdin_ends).await
        }
        Command::Init {
            folder,
            practice,
            output,
        } => made::init(&folder.data, practice, &output).await,
        Command::Officer { command } => officer::run(command, &clock).await,
        Command::Import {
            file,
            folder,
            zones,
            office,
            output,
        } => {
            let db = open(&folder.data, &clock).await?;
            let imported = imports::bring(&db, &file, &zones.into(), office, &clock).await;
            db.close().await;
            imports::tell(&imported?, &output)
        }
        Command::Imports { command } => imports::run(command, &clock).await,
        Command::Practice {
            folder,
            course,
            output,
        } => {
            let db = open(&folder.data, &clock).await?;
            let filled = Course::from(course).fill(&db, clock.now()).await;
            db.close().await;
            let filled = filled?;
            print(&output, &filled, || {
                format!("{} practice complaints", filled.new)
            })
        }
        Command::Erase {
            which,
            yes,
            folder,
            output,
        } => erase::run(&which, yes, &folder.data, &clock, &output).await,
        Command::Backup { to, folder, output } => {
            let copied = backup(&folder.data, &to)
                .await
                .with_context(|| format!("Copying to {}", to.display()))?;
            print(&output, &copied, || {
                format!(
                    "{} complaints, {} bytes",
                    copied.complaints, copied.size_bytes
                )
            })
        }
        Command::Doctor { folder, output } => {
            let db = open(&folder.data, &clock).await?;
            let found = made::examine(&db).await;
            db.close().await;
            made::tell(&found?, &output)
        }
        Command::Restored { folder } => {
            let db = open(&folder.data, &clock).await?;
            let done = db.new_epoch().await;
            db.close().await;
            Ok(done?)
        }
    }
}

async fn serve(config: Config, until_stdin_ends: bool) -> Result<()> {
    let mut running = start(config).await?;
    let ready = serde_json::json!({ "listening": running.url() });
    if let Err(error) = say(&ready.to_string()) {
        tracing::warn!(%error, "nobody could be told that the hub is ready");
    }
    let ended = tokio::select! {
        ended = running.ended() => Some(ended),
        () = end_of_stdin(), if until_stdin_ends => None,
        asked = asked_to_stop() => {
            asked.context("Waiting for signals")?;
            None
        }
    };
    running.shutdown().await;
    match ended {
        None => Ok(()),
        Some(result) => result.context("The server broke down"),
    }
}

/// A pipe ends with the process that holds its other side, however that process ended.
async fn end_of_stdin() {
    let (ended, end) = tokio::sync::oneshot::channel();
    // A thread of its own: nothing waits for it when the hub stops for another reason.
    std::thread::spawn(move || {
        let _count = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _nobody_waits = ended.send(());
    });
    let _closed = end.await;
}

async fn asked_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// The hub in `data`, held against its register.
async fn open(data: &Path, clock: &Clock) -> Result<SqliteDb> {
    let db = SqliteDb::open(data, Role::Tool)
        .await
        .with_context(|| format!("Opening the hub in {}", data.display()))?;
    let files = Files::open(data).context("Opening the folder of files")?;
    hold(&db, &files, &register(data, &db), clock.now())
        .await
        .context("Holding the hub against its register")?;
    Ok(db)
}

fn register(data: &Path, db: &SqliteDb) -> Register {
    Register::of(data, db.identity())
}

fn print(output: &Output, json: &impl Serialize, words: impl Fn() -> String) -> Result<()> {
    if output.json {
        say(&serde_json::to_string(json)?)
    } else {
        say(&words())
    }
    .context("Writing the answer")
}

/// One line on standard output. A full disk or a closed pipe is an error like any other.
fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
