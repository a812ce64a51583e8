//! `cargo xtask bench`: builds the bench program for release, window and desk too where they are
//! measured, then hands everything to the bench program.

use anyhow::Result;

use crate::{command, prerequisites, ui, workspace};

#[derive(clap::Args)]
pub struct Arguments {
    /// Names of measurements, `--json FILE`, and whatever else the bench program takes.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Measurements that open the desk's window.
const WITH_WINDOW: [&str; 2] = ["cold-start", "memory"];
/// Those that need the bench program alone.
const WITHOUT_WINDOW: [&str; 6] = [
    "first-sync",
    "search",
    "import",
    "sla",
    "recalculate",
    "watch-idle",
];

pub fn run(arguments: &Arguments) -> Result<()> {
    prerequisites::install()?;
    // Together, so that both are built from the same dependencies.
    let mut build = vec!["build", "--release", "-p", "tanggap-bench"];
    if needs_window(&arguments.arguments) {
        ui::build(ui::Profile::Release)?;
        build.extend(["-p", "tanggap"]);
    }
    command::run(&mut command::cargo(&build))?;
    let bench = workspace::program("release", "tanggap-bench");
    command::run(std::process::Command::new(bench).args(&arguments.arguments))
}

/// Without names everything is measured.
fn needs_window(arguments: &[String]) -> bool {
    let names = |of: &[&str]| arguments.iter().any(|it| of.contains(&it.as_str()));
    names(&WITH_WINDOW) || !names(&WITHOUT_WINDOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_built_where_it_is_measured() {
        for (arguments, expected) in [
            ("", true),
            ("--rounds 3", true),
            ("sla", false),
            ("sla search --json rows.json", false),
            ("sla cold-start", true),
            ("memory", true),
        ] {
            let arguments: Vec<String> = arguments.split_whitespace().map(String::from).collect();
            assert_eq!(needs_window(&arguments), expected, "{arguments:?}");
        }
    }
}
