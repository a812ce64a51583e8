//! Installs the peers' libraries, pinned, below `target/`; a registry that cannot be reached leaves a
//! language out and says so. Never touches what the system has installed.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Rust,
    Python,
    JavaScript,
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// What was installed, per language.
pub struct Programs(Vec<(Language, Result<PathBuf>)>);

impl Programs {
    pub fn install() -> Self {
        type Install = fn(&Path, &Path) -> Result<PathBuf>;
        let languages: [(Language, &str, Install); 3] = [
            (Language::Rust, "rust", rust),
            (Language::Python, "python", python),
            (Language::JavaScript, "node", javascript),
        ];
        let installed = languages.map(|(language, name, install)| {
            eprintln!("  installing peers in {language}");
            let target = target(name);
            let program = fs::create_dir_all(&target)
                .context("A folder for peers")
                .and_then(|()| install(&source(name), &target));
            (language, program)
        });
        Self(installed.into())
    }

    /// To which facts, library and count are still to be added.
    pub fn command(&self, language: Language) -> Option<Command> {
        let (_, program) = self.0.iter().find(|(it, _)| *it == language)?;
        let program = program.as_ref().ok()?;
        let mut command = Command::new(program);
        match language {
            Language::Rust => {}
            Language::Python => {
                command.arg(source("python").join("peers.py"));
            }
            Language::JavaScript => {
                command.arg(source("node").join("peers.js"));
                command.env("NODE_PATH", target("node").join("node_modules"));
                // The zone of the calendar: the library knows no other than the process's.
                command.env("TZ", "Asia/Jakarta");
            }
        }
        Some(command)
    }

    pub fn missing(&self) -> Vec<String> {
        self.0
            .iter()
            .filter_map(|(language, program)| {
                let error = program.as_ref().err()?;
                Some(format!("{language} is not available: {error:#}"))
            })
            .collect()
    }
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("peers")
        .join(name)
}

fn target(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        PathBuf::from,
    );
    target.join("bench-peers").join(name)
}

/// Cargo sees for itself whether anything changed.
fn rust(source: &Path, target: &Path) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["build", "--release", "--locked", "--quiet"])
        .arg("--manifest-path")
        .arg(source.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .env("CARGO_NET_RETRY", "1");
    run(&mut command)?;
    Ok(target.join("release/tanggap-bench-peers"))
}

fn python(source: &Path, target: &Path) -> Result<PathBuf> {
    let requirements = source.join("requirements.txt");
    let program = target.join("bin/python");
    if is_current(&requirements, target)? {
        return Ok(program);
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(target))?;
    let pip = ["-m", "pip", "install", "--quiet", "--retries", "1"];
    run(Command::new(&program)
        .args(pip)
        .args(["--timeout", "15", "--disable-pip-version-check", "-r"])
        .arg(&requirements))?;
    keep(&requirements, target)?;
    Ok(program)
}

fn javascript(source: &Path, target: &Path) -> Result<PathBuf> {
    let package = source.join("package.json");
    let program = PathBuf::from("node");
    if is_current(&package, target)? {
        return Ok(program);
    }
    fs::copy(&package, target.join("package.json")).context("Copying package.json")?;
    run(Command::new("npm")
        .args(["install", "--loglevel", "error", "--no-audit", "--no-fund"])
        .args(["--fetch-retries", "1", "--fetch-timeout", "15000"])
        .current_dir(target))?;
    keep(&package, target)?;
    Ok(program)
}

/// A copy of the pins, made when they had been installed.
fn kept(target: &Path) -> PathBuf {
    target.join("installed")
}

fn is_current(pins: &Path, target: &Path) -> Result<bool> {
    let wanted = fs::read(pins).with_context(|| format!("Reading {}", pins.display()))?;
    Ok(fs::read(kept(target)).is_ok_and(|installed| installed == wanted))
}

fn keep(pins: &Path, target: &Path) -> Result<()> {
    fs::copy(pins, kept(target)).context("Noting what is installed")?;
    Ok(())
}

/// Runs it to its end; where it fails, its first error is the reason.
fn run(command: &mut Command) -> Result<()> {
    let shown = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .with_context(|| format!("Running {shown}"))?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let is_error = |line: &&str| line.to_lowercase().contains("error");
    let reason = words.lines().find(is_error).or(words.lines().next());
    bail!("{shown}: {}", reason.unwrap_or("failed without a word"))
}
