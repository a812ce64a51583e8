//! `cargo xtask sla-cases [FILE]`: business-time cases from elsewhere against our engine. The last
//! line is `N passed, N failed`; any miss makes the exit code non-zero.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::command;

#[derive(clap::Args)]
pub struct Arguments {
    /// A file in the schema of tests/fixtures/sla_cases.json [default: that file].
    file: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let mut command = command::cargo(&[
        "run",
        "-q",
        "-p",
        "tanggap-domain",
        "--example",
        "sla_cases",
    ]);
    if let Some(file) = &arguments.file {
        let file = std::path::absolute(file).context("Naming the file of cases")?;
        command.arg("--").arg(file);
    }
    command::run(&mut command)
}
