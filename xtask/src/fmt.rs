//! `cargo xtask fmt`: rustfmt over every crate, with its defaults.

use anyhow::Result;

use crate::command;

#[derive(clap::Args)]
pub struct Arguments {
    /// Only say what is not formatted.
    #[arg(long)]
    check: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    if arguments.check {
        return check();
    }
    command::run(&mut command::cargo(&["fmt", "--all"]))
}

/// Fails when a file is not formatted.
pub fn check() -> Result<()> {
    command::run(&mut command::cargo(&["fmt", "--all", "--check"]))
}
