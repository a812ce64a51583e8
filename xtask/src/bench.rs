//! `cargo xtask bench`: builds window, desk and bench program for release, then hands everything to
//! the bench program.

use anyhow::Result;

use crate::{command, prerequisites, ui, workspace};

#[derive(clap::Args)]
pub struct Arguments {
    /// Names of measurements, `--json FILE`, and whatever else the bench program takes.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    prerequisites::install()?;
    ui::build(ui::Profile::Release)?;
    // Together, so that both are built from the same dependencies.
    let build = ["build", "--release", "-p", "tanggap", "-p", "tanggap-bench"];
    command::run(&mut command::cargo(&build))?;
    let bench = workspace::program("release", "tanggap-bench");
    command::run(std::process::Command::new(bench).args(&arguments.arguments))
}
