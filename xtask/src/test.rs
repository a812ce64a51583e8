//! `cargo xtask test`: everything that must hold before a change is done, the real window included.
//! It stops at the first step that fails, still says what ran, and ends with `N passed, N failed`.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{command, fmt, lint, prerequisites, tidy, ui, workspace};

/// Everything of ours on this machine, the window's plain functions included. `xtask` is tested by
/// itself, so that it is not rebuilt while it runs. One set for building and testing: another would
/// compile the dependencies a second time.
const NATIVE: &[&str] = &["--workspace", "--exclude", "xtask"];

pub fn run() -> Result<()> {
    match workspace::test_data() {
        Some(folder) => eprintln!("Real complaints for tests: {}", folder.display()),
        None => eprintln!("No real complaints (TANGGAP_TEST_DATA): practice data instead"),
    }
    let mut report = Report::default();
    let outcome = steps(&mut report);
    report.print(outcome.is_err());
    outcome
}

fn steps(report: &mut Report) -> Result<()> {
    report.step("prerequisites", |_| prerequisites::install())?;
    report.step("format", |_| fmt::check())?;
    report.step("tidy", |_| tidy::run())?;
    report.step("window to wasm", |_| ui::build(ui::Profile::Dev))?;
    report.step("domain to wasm", |_| {
        let arguments = ["build", "-p", "tanggap-domain", "--target", ui::TARGET];
        command::run(&mut command::cargo(&arguments))
    })?;
    report.step("clippy", |_| lint::native().and_then(|()| lint::window()))?;
    report.step("build", |_| {
        // All targets at once: the programs that the journeys start, with the features tests use.
        let mut build = command::cargo(&["build", "--all-targets"]);
        command::run(build.args(NATIVE))
    })?;
    report.step("tests of xtask", |counts| {
        counts.collect(&mut command::cargo(&[
            "test",
            "-p",
            "xtask",
            "--no-fail-fast",
        ]))
    })?;
    report.step("tests, journeys and the real window", |counts| {
        let mut tests = command::cargo(&["test", "--no-fail-fast"]);
        counts.collect(tests.args(NATIVE))
    })
}

/// What ran, how long it took, and what the tests said.
#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Duration, bool)>,
    counts: Counts,
}

impl Report {
    fn step(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Counts) -> Result<()>,
    ) -> Result<()> {
        eprintln!("\n== {name}");
        let start = Instant::now();
        let outcome = work(&mut self.counts);
        self.steps.push((name, start.elapsed(), outcome.is_ok()));
        outcome.with_context(|| format!("Step \"{name}\""))
    }

    fn print(&self, failed: bool) {
        println!("\nWhat ran:");
        for (name, took, passed) in &self.steps {
            let mark = if *passed { "ok    " } else { "FAILED" };
            println!("  {mark} {name} ({} s)", took.as_secs());
        }
        // A step that failed without a failing test is one failure by itself.
        let failures = self.counts.failed.max(u64::from(failed));
        print!("{} passed, {failures} failed", self.counts.passed);
        match self.counts.ignored {
            0 => println!(),
            skipped => println!(", {skipped} skipped"),
        }
    }
}

/// Sums over every `test result:` line.
#[derive(Default, Debug, PartialEq)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Counts {
    /// Runs a test command, showing its output as it comes.
    fn collect(&mut self, command: &mut Command) -> Result<()> {
        let line = command::line(command);
        eprintln!("$ {line}");
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("Starting {line}"))?;
        let stdout = child.stdout.take().context("Reading the tests' output")?;
        for text in BufReader::new(stdout).lines() {
            let text = text.context("Reading the tests' output")?;
            self.add(&text);
            println!("{text}");
        }
        let status = child
            .wait()
            .with_context(|| format!("Waiting for {line}"))?;
        if !status.success() {
            bail!("{line} ended with {status}");
        }
        Ok(())
    }

    /// Takes `test result: ok. 3 passed; 0 failed; 1 ignored; …` into account.
    fn add(&mut self, line: &str) {
        let Some(result) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        let Some((_, numbers)) = result.split_once(". ") else {
            return;
        };
        for part in numbers.split(';') {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|word| word.parse::<u64>().ok());
            match (number, words.next()) {
                (Some(number), Some("passed")) => self.passed += number,
                (Some(number), Some("failed")) => self.failed += number,
                (Some(number), Some("ignored")) => self.ignored += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_every_result_line() {
        let mut counts = Counts::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.02s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s",
        ] {
            counts.add(line);
        }
        let expected = Counts {
            passed: 7,
            failed: 2,
            ignored: 1,
        };
        assert_eq!(counts, expected);
    }
}
