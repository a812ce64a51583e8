//! Peta.

use serde::{Deserialize, Serialize};
use tanggap_domain::complaint::Point;
use tanggap_domain::indicator::Tally;
use tanggap_domain::region::{RegionCode, RegionLevel};

use crate::command;
use crate::inbox::Filter;

/// Figures of the regions of one level inside `within` (none: the whole country).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Regions {
    pub level: RegionLevel,
    pub within: Option<RegionCode>,
    pub filter: Filter,
}
command!(Regions => "map_regions" -> RegionsReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionsReply {
    /// From the country down to `within`: what to show as the path.
    pub path: Vec<Place>,
    /// Every region of the level, those without complaints too, most received first.
    pub rows: Vec<RegionRow>,
    pub total: Figures,
    /// Inside `within`, but not known more precisely than it.
    pub unlocated: u32,
    /// The office's own region: where the map starts.
    pub home: Option<RegionCode>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub code: Option<RegionCode>,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionRow {
    pub code: RegionCode,
    pub name: String,
    /// Where a label or bubble stands.
    pub label: Option<Point>,
    pub figures: Figures,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub received: u32,
    pub open: u32,
    pub overdue: u32,
    /// Selesai and proses.
    pub followed_up: u32,
    /// Calendar days from receipt to the first public reply, mean; none where nobody replied.
    pub mean_days: Option<f64>,
}

impl Figures {
    /// The counts, for the shares that are made of them.
    pub fn tally(&self) -> Tally {
        Tally {
            received: self.received.into(),
            open: self.open.into(),
            overdue: self.overdue.into(),
            followed_up: self.followed_up.into(),
            ..Tally::default()
        }
    }
}

/// GeoJSON FeatureCollection with `code` and `name`. Approximate boundaries ("batas perkiraan").
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Boundaries {
    pub layer: Layer,
    pub within: Option<RegionCode>,
}
command!(Boundaries => "map_boundaries" -> BoundariesReply);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// Land and neighbouring countries, for orientation.
    Basemap,
    Province,
    Regency,
    District,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoundariesReply {
    /// GeoJSON text: parsed once, in the browser.
    pub geojson: String,
    pub approximate: bool,
}
