//! Runs every case of a file in the schema `sla_cases/1` through the engine.
//!
//! `cargo run -p tanggap-domain --example sla_cases [FILE]` prints how many passed per operation and
//! ends with `N passed, N failed`; it fails where any case did. Never changes an expected value.

mod oracle;

use std::process::ExitCode;

const FIXTURE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/sla_cases.json"
);

fn main() -> ExitCode {
    let path = std::env::args().nth(1).unwrap_or(FIXTURE.to_owned());
    let report = std::fs::read_to_string(&path)
        .map_err(|error| error.to_string())
        .and_then(|text| oracle::run(&text));
    let report = match report {
        Ok(report) => report,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    for failure in &report.failures {
        eprintln!("{failure}");
    }
    println!("{report}");
    if report.failed() == 0 && report.passed() > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
