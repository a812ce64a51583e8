//! What goes into a hub: real complaints where there are any, else invented ones, in a file of the
//! national export's exact shape.
//!
//! Real complaints are read from `TANGGAP_TEST_DATA` and written into a test's own folder only.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use chrono::{DateTime, Utc};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::region::RegionCode;
use tanggap_practice::Practice;
use tanggap_upstream::export::{self, Style, real};

/// Rows at the end of every file that nobody can read.
pub const FAULTY_ROWS: u32 = 3;

/// When invented complaints are looked at.
const NOW: &str = "2026-11-20T09:00:00+07:00";

/// Practice complaints where the real ones are absent.
const PRACTICE_COMPLAINTS: usize = 1_500;
const PRACTICE_SEED: u64 = 7;

/// Complaints and whose they are.
pub struct Complaints {
    /// As they stand in the file, without the unreadable rows.
    pub all: Vec<Complaint>,
    /// The region that all of them lie in: what an officer's scope names.
    pub scope: &'static str,
    /// Published complaints of a real city, not invented ones.
    pub real: bool,
    /// A working hour shortly after the newest of them, for clocks that are set (`TANGGAP_NOW`).
    pub now: &'static str,
}

impl Complaints {
    /// Surabaya's published complaints; practice complaints of Jawa Timur where they are absent. Says
    /// which on the terminal.
    pub fn read() -> Result<Self> {
        let found = match real::folder() {
            Some(folder) => Self {
                all: real::surabaya(&folder).context("Reading Surabaya's complaints")?,
                scope: "35.78",
                real: true,
                now: "2023-07-03T09:00:00+07:00",
            },
            None => Self::invented(PRACTICE_COMPLAINTS)?,
        };
        let kind = match found.real {
            true => "real complaints of Surabaya",
            false => "practice complaints (no real ones: TANGGAP_TEST_DATA)",
        };
        // Not through `println!`, which cargo shows of failed tests only.
        let mut terminal = std::io::stderr();
        writeln!(terminal, "journey on {} {kind}", found.all.len())
            .context("Saying what is used")?;
        Ok(found)
    }

    /// `count` practice complaints of Jawa Timur, of the months before their `now`.
    pub fn invented(count: usize) -> Result<Self> {
        let now: DateTime<Utc> = NOW.parse().map_err(|_| anyhow!("{NOW} is no time"))?;
        let scope = "35";
        let province = RegionCode::parse(scope).context("Naming a province")?;
        let practice = Practice::new(PRACTICE_SEED, province).context("Inventing complaints")?;
        let mut all = practice.complaints(count, now);
        for (number, complaint) in (9_100_000..).zip(&mut all) {
            // A hub for real complaints takes in no others: these pass for some.
            let number: u32 = number;
            complaint.tracking_id = TrackingId::parse(&number.to_string())
                .map_err(|_| anyhow!("{number} is no tracking number"))?;
            complaint.id = ComplaintId::of_tracking(&complaint.tracking_id);
            // The export knows neither history nor attachments.
            complaint.history.clear();
            complaint.attachments.clear();
        }
        Ok(Self {
            all,
            scope,
            real: false,
            now: NOW,
        })
    }

    /// Keeps the `count` newest.
    #[must_use]
    pub fn newest(mut self, count: usize) -> Self {
        self.all
            .sort_by_key(|complaint| std::cmp::Reverse(complaint.received_at));
        self.all.truncate(count);
        self
    }

    /// Writes the national export, dirty as it comes, with [`FAULTY_ROWS`] more.
    pub fn write(&self, folder: &Path) -> Result<PathBuf> {
        let file = folder.join("ekspor.xlsx");
        let style = Style {
            dirty: true,
            faulty_rows: FAULTY_ROWS,
            ..Style::default()
        };
        export::write(&self.all, &file, style).context("Writing the export")?;
        Ok(file)
    }

    /// Complaints that an officer can still reply to.
    pub fn open(&self) -> impl Iterator<Item = &Complaint> {
        self.all
            .iter()
            .filter(|complaint| complaint.stage.is_open())
    }
}
