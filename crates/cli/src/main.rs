//! `tanggapctl`: the desk's use cases without a window, for administrators and scripts.
//!
//! With `--json` exactly one JSON document goes to standard output: the answer, or
//! `{"error": {"code", "message"}}`. Everything else goes to standard error. Exit codes: 0 done,
//! 1 refused or failed with a reason, 2 wrong usage. Decides nothing; the use cases do.

mod answer;
mod args;
mod doctor;
mod json;
mod place;
mod run;
mod sla;
mod words;

use std::process::ExitCode;

use clap::Parser;
use serde_json::{Value, json};

use answer::{Answer, Failure, Row};
use args::Arguments;
use words::Language;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let language = Language::of_environment();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_max_level(tracing_subscriber::filter::LevelFilter::OFF)
        .init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(cause) => {
            tell(&cause.to_string());
            return ExitCode::FAILURE;
        }
    };
    let json = arguments.json;
    match runtime.block_on(run::run(arguments, language)) {
        Ok(Answer::Done { document, text }) => {
            print(json, &document, &text);
            ExitCode::SUCCESS
        }
        Ok(Answer::Listed(rows)) => match print_rows(json, rows) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => fail(failure, false),
        },
        Ok(Answer::Unwell { document, text }) => {
            print(json, &document, &text);
            ExitCode::FAILURE
        }
        Err(failure) => fail(failure, json),
    }
}

/// Says why nothing more comes; with `json`, as a document too.
fn fail(failure: Failure, json: bool) -> ExitCode {
    let (code, message, fault, besides, exit) = match failure {
        Failure::Usage(message) => (
            "usage".to_owned(),
            message,
            Value::Null,
            Default::default(),
            2,
        ),
        Failure::Refused {
            code,
            message,
            fault,
            besides,
        } => (code, message, fault, besides, 1),
    };
    tell(&message);
    if json {
        let mut error = json!({ "code": code, "message": message });
        if !fault.is_null() {
            error["fault"] = fault;
        }
        let mut document = besides;
        document.insert("error".to_owned(), error);
        print(true, &Value::Object(document), "");
    }
    ExitCode::from(exit)
}

/// A JSON array, or one line each. What was written before a row that fails stays written.
fn print_rows(
    as_json: bool,
    rows: impl Iterator<Item = Result<Row, Failure>>,
) -> Result<(), Failure> {
    use std::io::{BufWriter, Write};
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut is_first = true;
    for row in rows {
        let Row { document, line } = row?;
        let written = if as_json {
            let before = if is_first { "[\n  " } else { ",\n  " };
            // Line ends inside of texts are `\\n` in JSON.
            write!(out, "{before}{}", document.replace('\n', "\n  "))
        } else {
            writeln!(out, "{}", line.trim_end())
        };
        is_first = false;
        if written.is_err() {
            // A reader that went away (`| head`) is no failure of ours.
            return Ok(());
        }
    }
    let end = match (as_json, is_first) {
        (true, true) => "[]\n",
        (true, false) => "\n]\n",
        (false, _) => "",
    };
    let _unread = out.write_all(end.as_bytes()).and_then(|()| out.flush());
    Ok(())
}

/// Words for people. Nobody may be reading; the exit code says it all the same.
fn tell(words: &str) {
    use std::io::Write;
    let _unheard = writeln!(std::io::stderr(), "{words}");
}

fn print(as_json: bool, document: &impl std::fmt::Display, text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let written = if as_json {
        writeln!(out, "{document:#}")
    } else if text.is_empty() {
        Ok(())
    } else {
        writeln!(out, "{}", text.trim_end())
    };
    // A reader that went away (`| head`) is no failure of ours.
    drop(written);
}
