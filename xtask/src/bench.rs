//! `cargo xtask bench`: hands everything to the bench program, built for release.

use anyhow::Result;

use crate::{command, prerequisites, ui};

#[derive(clap::Args)]
pub struct Arguments {
    /// Names of rows, `--json FILE`, and whatever else the bench program takes.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    prerequisites::install()?;
    ui::build(ui::Profile::Release)?;
    command::run(&mut command::cargo(&[
        "build",
        "--release",
        "-p",
        "tanggap",
        "-p",
        "tanggap-hub",
        "-p",
        "tanggap-cli",
    ]))?;
    let mut command = command::cargo(&["run", "--release", "-p", "tanggap-bench", "--"]);
    command::run(command.args(&arguments.arguments))
}
