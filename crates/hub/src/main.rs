//! `tanggap-hub`: the server and what its administrator does on the command line.
//!
//! Standard output carries what was asked for and nothing else; logs go to standard error, as JSON,
//! without personal data.

mod cli;
mod log;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let _log = log::start();
    match cli::run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may be reading; the exit code says it all the same.
            let _unheard = writeln!(std::io::stderr(), "tanggap-hub: {error:#}");
            ExitCode::FAILURE
        }
    }
}
