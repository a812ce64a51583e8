//! The bundled boundaries, as GeoJSON text for the map.
//!
//! Approximate ("batas perkiraan"): whoever shows them says so. Nothing is kept in memory; a map
//! keeps what it draws.

use std::io::{self, Read};

use flate2::read::GzDecoder;
use tanggap_domain::region::{RegionCode, RegionLevel};

use crate::topology::{Properties, Topology};

/// What lies around and in the regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backdrop {
    /// Land of the neighbouring countries (Natural Earth); Indonesia itself is left out.
    Neighbours,
    /// The 24 lakes over 20 km² (GSHHG).
    Lakes,
}

/// Why there is no boundary.
#[derive(Debug, thiserror::Error)]
pub enum BoundaryError {
    #[error("no boundaries of villages are bundled")]
    NoVillages,
    #[error("boundaries of districts are given for one province or regency at a time")]
    TooWide,
    #[error("no such region")]
    NoSuchRegion,
    #[error("unpacking a bundled map layer")]
    Unpack(#[source] io::Error),
    #[error("reading a bundled map layer")]
    Read(#[source] serde_json::Error),
}

/// Every region of `level` inside `within` as a GeoJSON `FeatureCollection`; each feature has the
/// properties `code` and `name`.
///
/// Provinces and kab/kota are given for the whole country without `within`; kecamatan need a
/// province or a regency.
///
/// # Errors
/// A level or a region for which nothing is bundled.
pub fn boundaries(
    level: RegionLevel,
    within: Option<&RegionCode>,
) -> Result<String, BoundaryError> {
    let inside = |properties: &Properties<'_>| {
        let code = properties
            .code
            .and_then(|code| RegionCode::parse(code).ok());
        within.is_none_or(|within| code.is_some_and(|code| within.contains(&code)))
    };
    let (packed, object) = match level {
        RegionLevel::Province => (PROVINCES_AND_REGENCIES, Some("prov")),
        RegionLevel::Regency => (PROVINCES_AND_REGENCIES, Some("kab")),
        RegionLevel::District => {
            let province = within
                .and_then(|code| code.at(RegionLevel::Province))
                .ok_or(BoundaryError::TooWide)?;
            (
                districts_of(province.as_str()).ok_or(BoundaryError::NoSuchRegion)?,
                None,
            )
        }
        RegionLevel::Village => return Err(BoundaryError::NoVillages),
    };
    geojson(packed, object, inside)
}

/// One layer of the backdrop as a GeoJSON `FeatureCollection`.
///
/// # Errors
/// Only if the program file itself is damaged.
pub fn backdrop(layer: Backdrop) -> Result<String, BoundaryError> {
    match layer {
        Backdrop::Neighbours => geojson(COUNTRIES, Some("countries"), |country| {
            country.name.as_deref() != Some("Indonesia")
        }),
        Backdrop::Lakes => geojson(LAKES, Some("lakes"), |_| true),
    }
}

fn geojson(
    packed: &[u8],
    object: Option<&str>,
    wanted: impl Fn(&Properties<'_>) -> bool,
) -> Result<String, BoundaryError> {
    let mut text = String::new();
    GzDecoder::new(packed)
        .read_to_string(&mut text)
        .map_err(BoundaryError::Unpack)?;
    let topology = Topology::read(&text).map_err(BoundaryError::Read)?;
    topology
        .geojson(object, wanted)
        .map_err(BoundaryError::Read)
}

static PROVINCES_AND_REGENCIES: &[u8] =
    include_bytes!("../../../data/boundaries-approx/prov_kab.topo.json.gz");
static COUNTRIES: &[u8] =
    include_bytes!("../../../data/basemap/countries_region_ne10m.topo.json.gz");
static LAKES: &[u8] = include_bytes!("../../../data/basemap/lakes_id_gshhg.topo.json.gz");

macro_rules! district_files {
    ($($province:literal)*) => {
        fn districts_of(province: &str) -> Option<&'static [u8]> {
            match province {
                $($province => Some(include_bytes!(concat!(
                    "../../../data/boundaries-approx/kec/",
                    $province,
                    ".topo.json.gz"
                ))),)*
                _ => None,
            }
        }
    };
}

district_files! {
    "11" "12" "13" "14" "15" "16" "17" "18" "19" "21"
    "31" "32" "33" "34" "35" "36"
    "51" "52" "53"
    "61" "62" "63" "64" "65"
    "71" "72" "73" "74" "75" "76"
    "81" "82"
    "91" "92" "93" "94" "95" "96"
}
