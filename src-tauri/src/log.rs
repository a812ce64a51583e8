//! The log: a file per day in the profile folder, a week of them. Never personal data: use cases log
//! ids, codes and causes without contents, and a panic is logged by its place alone.

use std::path::Path;

use anyhow::Context;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Days that are kept.
const KEPT_DAYS: usize = 7;

/// Starts logging into `folder`/logs. `TANGGAP_LOG` may hold another filter than the usual one.
pub fn begin(folder: &Path) -> anyhow::Result<()> {
    let logs = folder.join("logs");
    std::fs::create_dir_all(&logs).context("Making the folder for logs")?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("tanggap")
        .filename_suffix("log")
        .max_log_files(KEPT_DAYS)
        .build(logs)
        .context("Opening the log")?;
    let filter = EnvFilter::try_from_env("TANGGAP_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,tanggap=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(std::sync::Mutex::new(file))
        // A line that cannot be written is lost; saying so on a closed standard error would be a panic.
        .log_internal_errors(false)
        .init();
    std::panic::set_hook(Box::new(|panic| {
        // The payload may quote what was being handled; the place says enough.
        let place = panic.location().map(ToString::to_string);
        let thread = std::thread::current();
        tracing::error!(
            place = place.as_deref().unwrap_or("unknown"),
            thread = thread.name().unwrap_or("unnamed"),
            "The program broke an assumption of its own"
        );
    }));
    Ok(())
}
