//! The project's own chores, one file per subcommand: `cargo xtask run`, `test`, and their parts.
//!
//! It must never depend on a crate of ours, so that it always builds, whatever state they are in.

use clap::{Parser, Subcommand};

mod bench;
mod command;
mod fmt;
mod lint;
mod prerequisites;
mod run;
mod sla_cases;
mod test;
mod tidy;
mod ui;
mod windows;
mod workspace;

/// Run, test and build Tanggap.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Start a practice hub and open the desk, already connected.
    Run(run::Arguments),
    /// Everything that must hold: format, lints, arrows, tests, the real window.
    Test,
    /// Format the code.
    Fmt(fmt::Arguments),
    /// Clippy over every crate, warnings as errors.
    Lint,
    /// Dependency arrows, forbidden crates, module documents, file sizes.
    Tidy,
    /// Build the window's files into ui/dist.
    Ui(ui::Arguments),
    /// Cross-compile for Windows; run the domain and store tests under wine.
    Windows(windows::Arguments),
    /// Measure; see docs/benchmarks.md.
    Bench(bench::Arguments),
    /// Run a file of business-time cases through the engine.
    SlaCases(sla_cases::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Run(arguments) => run::run(&arguments),
        Chore::Test => test::run(),
        Chore::Fmt(arguments) => fmt::run(&arguments),
        Chore::Lint => lint::run(),
        Chore::Tidy => tidy::run(),
        Chore::Ui(arguments) => ui::run(&arguments),
        Chore::Windows(arguments) => windows::run(&arguments),
        Chore::Bench(arguments) => bench::run(&arguments),
        Chore::SlaCases(arguments) => sla_cases::run(&arguments),
    }
}
