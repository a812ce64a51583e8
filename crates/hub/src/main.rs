//! `tanggap-hub`: the server and what its administrator does on the command line.
//!
//! Standard output carries what was asked for and nothing else; logs go to standard error, as JSON,
//! without personal data.

mod cli;

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("TANGGAP_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match cli::run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tanggap-hub: {error:#}");
            ExitCode::FAILURE
        }
    }
}
