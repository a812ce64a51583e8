//! One profile driven by the real program, and files to feed it.

use std::path::Path;
use std::process::Command;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::region::RegionCode;
use tanggap_practice::Practice;
use tanggap_upstream::export::{Style, write};

/// Friday, in office hours.
pub const NOW: &str = "2026-11-20T10:00:00+07:00";
pub const COMPLAINTS: usize = 40;

pub struct Desk {
    pub folder: tempfile::TempDir,
}

pub struct Answer {
    pub exit: i32,
    /// Null where nothing was printed.
    pub document: Value,
    pub said: String,
}

impl Answer {
    pub fn done(self) -> Value {
        assert_eq!(self.exit, 0, "{} {}", self.said, self.document);
        self.document
    }

    #[track_caller]
    pub fn refused(self, exit: i32, code: &str) {
        assert_eq!(
            (self.exit, self.document["error"]["code"].as_str()),
            (exit, Some(code))
        );
        assert!(!self.said.is_empty(), "a sentence for people");
        assert_eq!(self.said.lines().count(), 1, "one sentence: {}", self.said);
    }
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A profile with [`COMPLAINTS`] complaints of the practice province.
    pub fn imported() -> (Self, Value) {
        let desk = Self::new();
        desk.run(&["init", "--office", "Kantor Uji", "--zone", "WIB"])
            .done();
        let file = desk.export();
        let report = desk.run(&["import", &file]).done();
        (desk, report)
    }

    /// The same file each time.
    pub fn export(&self) -> String {
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let complaints = practice(COMPLAINTS, now);
        let file = self.path("ekspor.xlsx");
        let style = Style {
            dirty: true,
            faulty_rows: 2,
            ..Style::default()
        };
        write(&complaints, Path::new(&file), style).unwrap();
        file
    }

    /// A file of these complaints, without any row that cannot be read.
    pub fn export_of(&self, complaints: &[Complaint]) -> String {
        let file = self.path("ekspor-lain.xlsx");
        write(complaints, Path::new(&file), Style::default()).unwrap();
        file
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn run(&self, arguments: &[&str]) -> Answer {
        self.run_with(arguments, &[])
    }

    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Answer {
        let mut all = arguments.to_vec();
        let data = self.path("profil");
        all.extend(["--data", &data, "--json"]);
        run(&all, variables)
    }
}

/// Complaints of one province that came in before `now`, invented but for their numbers: an export holds
/// none of practice.
pub fn practice(count: usize, now: DateTime<Utc>) -> Vec<Complaint> {
    let practice = Practice::new(3, RegionCode::parse("16").unwrap()).unwrap();
    let mut complaints = practice.complaints(count, now);
    for (number, complaint) in (9_100_000..).zip(&mut complaints) {
        complaint.tracking_id = TrackingId::parse(&format!("{number}")).unwrap();
        complaint.id = ComplaintId::of_tracking(&complaint.tracking_id);
    }
    complaints
}

pub fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Answer {
    let output = Command::new(env!("CARGO_BIN_EXE_tanggapctl"))
        .args(arguments)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "id_ID.UTF-8")
        .env("TANGGAP_KEY", "kata sandi uji")
        .env("TANGGAP_NOW", NOW)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Answer {
        exit: output.status.code().unwrap(),
        document: match output.stdout.as_slice() {
            [] => Value::Null,
            text => serde_json::from_slice(text).expect("one JSON document"),
        },
        said: String::from_utf8(output.stderr).unwrap().trim().to_owned(),
    }
}

/// The examples of this language in `docs/clocks.md`.
pub fn examples(language: &str) -> Vec<String> {
    let manual = include_str!("../../../../docs/clocks.md");
    let start = format!("\n```{language}\n");
    let blocks = manual.split(&start).skip(1);
    let text = |block: &str| block.split("```").next().unwrap().to_owned();
    blocks.map(text).collect()
}
