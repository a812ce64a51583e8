//! `cargo xtask lint`: clippy with warnings as errors, for this machine and, for the window, for
//! wasm.

use anyhow::Result;

use crate::{command, ui};

pub fn run() -> Result<()> {
    ui::ensure_built()?;
    native()?;
    window()
}

/// Every crate that runs on this machine. `ui/dist` must exist: the shell embeds it.
pub fn native() -> Result<()> {
    clippy(&["--workspace", "--exclude", "tanggap-ui", "--all-targets"])
}

/// The window's own crate, which only compiles for wasm in earnest.
pub fn window() -> Result<()> {
    clippy(&["-p", "tanggap-ui", "--target", ui::TARGET])
}

fn clippy(packages: &[&str]) -> Result<()> {
    let mut command = command::cargo(&["clippy"]);
    command.args(packages).args(["--", "-D", "warnings"]);
    command::run(&mut command)
}
