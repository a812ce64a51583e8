//! The same question to other programs: the facts as a file, a running process per peer, rounds in
//! turn, and a check that their answers are ours. Never counts starting or reading as their work.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde::Serialize;
use tanggap_domain::calendar::{CompiledCalendar, Interval};
use tempfile::TempDir;

use super::History;
use super::programs::{Language, Programs};

/// A library, and how many of the complaints a round of it takes seconds for.
struct Candidate {
    language: Language,
    library: &'static str,
    version: &'static str,
    complaints: usize,
}

/// The fastest of each language that know hours, breaks and holidays and agree with each other;
/// others and why they are not here: `docs/benchmarks.md`. Versions as in `crates/bench/peers`.
const CANDIDATES: [Candidate; 6] = [
    Candidate {
        language: Language::Rust,
        library: "ule-hours",
        version: "0.1.2",
        complaints: 20_000,
    },
    Candidate {
        language: Language::Rust,
        library: "workclock",
        version: "0.1.4",
        complaints: 20_000,
    },
    Candidate {
        language: Language::Python,
        library: "workclock",
        version: "0.1.2",
        complaints: 20_000,
    },
    Candidate {
        language: Language::Python,
        library: "timegrid",
        version: "0.1.6",
        complaints: 20_000,
    },
    Candidate {
        language: Language::JavaScript,
        library: "dayjs-business-time",
        version: "1.0.4",
        complaints: 400,
    },
    Candidate {
        language: Language::Python,
        library: "businesstimedelta",
        version: "1.0.1",
        complaints: 200,
    },
];

/// What is asked.
pub struct Question<'a> {
    pub calendar: &'a CompiledCalendar,
    pub limits_h: &'a [u32],
    pub histories: &'a [History],
}

/// One peer's rounds.
pub struct Measured {
    pub name: String,
    pub complaints: usize,
    /// Complaints per second, one per round.
    pub figures: Vec<f64>,
    /// How many of its due instants are ours, in words.
    pub agreement: String,
}

pub struct Peers {
    running: Vec<(Process, Measured)>,
    missing: Vec<String>,
    /// Holds the facts for as long as anybody may read them.
    _folder: TempDir,
}

impl Peers {
    /// Installs and starts them, and compares their answers with ours: their warm-up too.
    pub fn ready(question: &Question) -> Result<Self> {
        let folder = tempfile::tempdir().context("A folder for the facts")?;
        let file = folder.path().join("facts.json");
        let most = CANDIDATES.iter().map(|it| it.complaints).max().unwrap_or(0);
        let facts = serde_json::to_vec(&Facts::of(question, most)).context("The facts")?;
        fs::write(&file, facts).context("Writing the facts")?;

        let programs = Programs::install();
        let mut peers = Self {
            running: Vec::new(),
            missing: programs.missing(),
            _folder: folder,
        };
        for candidate in CANDIDATES {
            let Some(mut command) = programs.command(candidate.language) else {
                continue;
            };
            let Candidate {
                language,
                library,
                version,
                complaints,
            } = candidate;
            let name = format!("{library} {version} ({language})");
            command.arg(&file).args([library, &complaints.to_string()]);
            let started = Process::start(command).and_then(|mut process| {
                let agreement = agreement(&process.dues()?, question, complaints)?;
                Ok((process, agreement))
            });
            match started {
                Ok((process, agreement)) => {
                    eprintln!("  {name}: {agreement}");
                    let measured = Measured {
                        name,
                        complaints,
                        figures: Vec::new(),
                        agreement,
                    };
                    peers.running.push((process, measured));
                }
                Err(error) => peers.missing.push(format!("{name}: {error:#}")),
            }
        }
        Ok(peers)
    }

    /// One round of each.
    pub fn round(&mut self) -> Result<()> {
        for (process, measured) in &mut self.running {
            let seconds = process
                .round()
                .with_context(|| format!("A round of {}", measured.name))?;
            measured.figures.push(measured.complaints as f64 / seconds);
        }
        Ok(())
    }

    pub fn measured(&self) -> impl Iterator<Item = &Measured> {
        self.running.iter().map(|(_, measured)| measured)
    }

    /// What could not be asked, and why.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }
}

/// The file that all peers read.
#[derive(Serialize)]
struct Facts<'a> {
    zone: &'a str,
    weekly: BTreeMap<&'static str, &'a [Interval]>,
    /// Days that this calendar does not work.
    holidays: Vec<String>,
    limits_h: &'a [u32],
    complaints: Vec<FactsOfOne>,
}

/// Instants in seconds since 1970.
#[derive(Serialize)]
struct FactsOfOne {
    received_s: i64,
    pauses_s: Vec<[i64; 2]>,
}

impl<'a> Facts<'a> {
    fn of(question: &Question<'a>, most: usize) -> Self {
        let calendar = question.calendar.calendar();
        let week = &calendar.weekly;
        let weekly = [
            ("mon", &week.mon),
            ("tue", &week.tue),
            ("wed", &week.wed),
            ("thu", &week.thu),
            ("fri", &week.fri),
            ("sat", &week.sat),
            ("sun", &week.sun),
        ];
        let holidays = calendar.holidays.iter().map(|holiday| holiday.date);
        let histories = question.histories.iter().take(most);
        Self {
            zone: calendar.zone.name(),
            weekly: weekly.map(|(day, hours)| (day, hours.as_slice())).into(),
            holidays: holidays
                .filter(|date| calendar.day_off(*date).is_some())
                .map(|date| date.to_string())
                .collect(),
            limits_h: question.limits_h,
            complaints: histories.map(FactsOfOne::of).collect(),
        }
    }
}

impl FactsOfOne {
    fn of(history: &History) -> Self {
        let pauses = history.pauses.iter();
        Self {
            received_s: history.received_at.timestamp(),
            pauses_s: pauses
                .map(|(from, until)| [from.timestamp(), until.timestamp()])
                .collect(),
        }
    }
}

/// How many of the instants are ours, in words.
fn agreement(theirs: &[Vec<Option<i64>>], question: &Question, most: usize) -> Result<String> {
    let mut equal = 0;
    let mut asked = 0;
    for (history, theirs) in question.histories.iter().take(most).zip(theirs) {
        let dues = history.dues(question.calendar)?;
        for (ours, theirs) in dues.iter().zip(theirs) {
            equal += usize::from(*theirs == Some(ours.timestamp()));
            asked += 1;
        }
    }
    let expected = most * question.limits_h.len();
    ensure!(asked == expected, "It answered {asked} of {expected}");
    Ok(format!("{equal} of {asked} due instants equal ours"))
}

/// A peer that waits for the word to compute.
struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start(mut command: std::process::Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("Starting it")?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("It has no input or output");
        };
        let output = BufReader::new(output);
        let mut process = Self {
            child,
            input,
            output,
        };
        let word = process.line()?;
        ensure!(word == "ready", "It said {word:?} instead of \"ready\"");
        Ok(process)
    }

    /// Processor seconds of one round.
    fn round(&mut self) -> Result<f64> {
        writeln!(self.input, "round").context("Asking for a round")?;
        self.line()?.parse().context("The seconds of a round")
    }

    fn dues(&mut self) -> Result<Vec<Vec<Option<i64>>>> {
        writeln!(self.input, "dues").context("Asking for due instants")?;
        serde_json::from_str(&self.line()?).context("Due instants")
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        let bytes = self
            .output
            .read_line(&mut line)
            .context("Listening to it")?;
        ensure!(bytes > 0, "It ended");
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
