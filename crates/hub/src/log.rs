//! Where log lines go: to standard error, as JSON, by a thread of its own. Logging never stops serving:
//! what cannot be written, or waits too long behind a stuck reader, is dropped and counted.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Lines that may wait.
const WAITING: usize = 4096;
/// How long the last lines may take when the program ends.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How often it is tried meanwhile.
const BREATH: Duration = Duration::from_millis(1);

/// Takes lines until it is dropped; then waits a moment for the last ones.
#[must_use]
pub struct Log {
    lines: Option<SyncSender<Vec<u8>>>,
    done: Receiver<()>,
    dropped: Arc<AtomicU64>,
}

/// Starts logging. The filter comes from `TANGGAP_LOG`, and is `info` otherwise. A panic is logged with
/// its place, never with its message, which may quote what was being read.
pub fn start() -> Log {
    let log = Log::to(io::stderr());
    let filter = EnvFilter::try_from_env("TANGGAP_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(log.writer())
        .log_internal_errors(false)
        .init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "the program broke down at one place and goes on");
    }));
    log
}

impl Log {
    fn to(target: impl Write + Send + 'static) -> Self {
        let (lines, queue) = sync_channel(WAITING);
        let (ended, done) = sync_channel(1);
        let dropped = Arc::new(AtomicU64::new(0));
        let counted = dropped.clone();
        thread::spawn(move || {
            write(target, &queue, &counted);
            let _nobody_waits = ended.send(());
        });
        Self {
            lines: Some(lines),
            done,
            dropped,
        }
    }

    fn writer(&self) -> Lines {
        Lines {
            lines: self.lines.clone(),
            dropped: self.dropped.clone(),
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        // The subscriber holds a sender for ever: an empty line says that this was the last one. Where
        // lines still wait there is no room for it yet.
        let Some(lines) = self.lines.take() else {
            return;
        };
        let until = Instant::now() + LAST_WORDS;
        while let Err(TrySendError::Full(_)) = lines.try_send(Vec::new()) {
            if Instant::now() >= until {
                return;
            }
            thread::sleep(BREATH);
        }
        let _too_slow = self.done.recv_timeout(LAST_WORDS);
    }
}

fn write(mut target: impl Write, queue: &Receiver<Vec<u8>>, dropped: &AtomicU64) {
    while let Ok(line) = queue.recv() {
        if line.is_empty() {
            return;
        }
        let lost = dropped.swap(0, Ordering::Relaxed);
        let said = if lost > 0 {
            let note = serde_json::json!({ "level": "WARN", "dropped_log_lines": lost });
            writeln!(target, "{note}").and_then(|()| target.write_all(&line))
        } else {
            target.write_all(&line)
        };
        if said.is_err() {
            dropped.fetch_add(lost + 1, Ordering::Relaxed);
        }
    }
}

/// Hands lines over and never waits.
#[derive(Clone)]
struct Lines {
    lines: Option<SyncSender<Vec<u8>>>,
    dropped: Arc<AtomicU64>,
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self
            .lines
            .as_ref()
            .map(|lines| lines.try_send(bytes.to_vec()));
        if !matches!(taken, Some(Ok(()))) {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// A target that fails as long as it is told to, or blocks until it is let go.
    #[derive(Clone, Default)]
    struct Target {
        text: Arc<Mutex<Vec<u8>>>,
        full: Arc<Mutex<bool>>,
    }

    impl Write for Target {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            // Whoever holds this lock makes the writer wait.
            if *self.full.lock().unwrap() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.text.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn text(target: &Target) -> String {
        String::from_utf8(target.text.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn lines_come_out_in_order() {
        let target = Target::default();
        let log = Log::to(target.clone());
        let mut writer = log.writer();
        for line in ["satu\n", "dua\n"] {
            writer.write_all(line.as_bytes()).unwrap();
        }
        drop(log);
        assert_eq!(text(&target), "satu\ndua\n");
    }

    #[test]
    fn what_a_stuck_reader_leaves_no_room_for_is_counted() {
        let target = Target::default();
        let log = Log::to(target.clone());
        let mut writer = log.writer();
        let stuck = target.full.lock().unwrap();
        // One may be in the thread's hands, WAITING more fit.
        let all = WAITING + 10;
        for _ in 0..all {
            writer.write_all(b"baris\n").unwrap();
        }
        drop(stuck);
        drop(log);
        let text = text(&target);
        let written = text.lines().filter(|line| *line == "baris").count();
        let dropped: usize = text
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter_map(|note| note["dropped_log_lines"].as_u64())
            .map(|lost| usize::try_from(lost).unwrap())
            .sum();
        assert!((9..=10).contains(&dropped), "{dropped}");
        assert_eq!(written + dropped, all);
    }

    #[test]
    fn a_full_disk_loses_lines_and_nothing_else() {
        let target = Target::default();
        *target.full.lock().unwrap() = true;
        let log = Log::to(target.clone());
        let mut writer = log.writer();
        for _ in 0..3 {
            writer.write_all(b"hilang\n").unwrap();
        }
        let dropped = log.dropped.clone();
        drop(log);
        assert_eq!(dropped.load(Ordering::Relaxed), 3);
        assert_eq!(text(&target), "");
    }
}
