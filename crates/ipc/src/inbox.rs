//! Masuk: the list.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::Priority;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::privacy::Privacy;
use tanggap_domain::region::RegionCode;
use tanggap_domain::sla::{ClockKind, ClockState, NoRule};
use tanggap_domain::status::Stage;

use crate::command;
use crate::frame::Counts;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List {
    pub filter: Filter,
    pub sort: Sort,
    pub offset: u32,
    /// At most 200.
    pub limit: u32,
}
command!(List => "inbox_list" -> Page);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetCounts;
command!(GetCounts => "inbox_counts" -> Counts);

/// Everything must hold. An empty filter matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub tab: Tab,
    pub stages: Vec<Stage>,
    /// This region and all inside it.
    pub region: Option<RegionCode>,
    /// Only complaints whose place is not known; with `region`, not more precisely than it.
    pub without_region: bool,
    /// First word of the category path.
    pub category: Option<String>,
    pub classification: Option<Classification>,
    pub unit: Option<String>,
    pub secret: Option<bool>,
    /// Full-text search; also matches tracking numbers.
    pub text: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tab {
    /// Perlu tindakan.
    ToDo,
    /// Terlambat.
    Overdue,
    /// Proses.
    InProgress,
    #[default]
    All,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Next deadline first; complaints without a running clock last.
    #[default]
    Due,
    Newest,
    Oldest,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub total: u32,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub id: ComplaintId,
    pub tracking_id: TrackingId,
    pub title: String,
    pub stage: Stage,
    pub classification: Classification,
    pub priority: Priority,
    pub privacy: Privacy,
    pub received_at: DateTime<Utc>,
    /// Name of the deepest known region, e.g. `Kec. Ilir Barat I`; none: tanpa lokasi jelas.
    pub place: Option<String>,
    pub category: String,
    pub unit: Option<String>,
    /// The next clock that runs or has passed; none where nothing runs any more.
    pub deadline: Option<Deadline>,
    /// Why none of its clocks can be judged, of an open complaint: "belum ada aturan".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_rule: Option<NoRule>,
    /// Changes of this desk that wait for the hub.
    pub pending: u32,
    /// A change came back.
    pub attention: bool,
    pub has_draft: bool,
}

/// The clock that matters next.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    pub clock: ClockKind,
    pub started_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub state: ClockState,
    /// A year in between has no decree yet: "kalender belum ditetapkan".
    pub undecreed: bool,
    /// It would be due on another day, were its file written in another zone than the one assumed.
    #[serde(default)]
    pub hangs_on_zone: bool,
}
