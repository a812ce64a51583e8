//! `cargo xtask run`: builds everything, starts a practice hub and opens the desk, already
//! connected. The work after building is done by the `practice` program of tests/, which also
//! drives the window where there is no display.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::{command, prerequisites, ui, workspace};

#[derive(clap::Args)]
pub struct Arguments {
    /// Without a display: write a picture of every page, then end.
    #[arg(long)]
    headless: bool,
    /// Where the pictures go [default: target/screenshots].
    #[arg(long, requires = "headless")]
    out: Option<PathBuf>,
    /// Forget the practice hub and desk of earlier runs.
    #[arg(long)]
    fresh: bool,
    /// Build for release: a quick window after a long build.
    #[arg(long)]
    release: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    if !arguments.headless && !has_display() {
        bail!(
            "There is no display here. `cargo xtask run --headless --out DIR` opens the desk on an \
             invisible one and writes a picture of every page to DIR"
        );
    }
    prerequisites::install()?;
    let profile = if arguments.release {
        "release"
    } else {
        "debug"
    };
    ui::build(if arguments.release {
        ui::Profile::Release
    } else {
        ui::Profile::Dev
    })?;
    let mut build = command::cargo(&["build", "--workspace"]);
    build.args(["--exclude", "tanggap-ui", "--exclude", "xtask"]);
    if arguments.release {
        build.arg("--release");
    }
    command::run(&mut build)?;

    let mut practice = std::process::Command::new(workspace::program(profile, "practice"));
    practice.current_dir(workspace::root());
    if arguments.fresh {
        practice.arg("--fresh");
    }
    if arguments.headless {
        practice.arg("--headless");
    }
    if let Some(out) = &arguments.out {
        let out = std::path::absolute(out).context("Naming the folder of pictures")?;
        practice.arg("--out").arg(out);
    }
    command::run(&mut practice)
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
