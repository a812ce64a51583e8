//! Peta: figures by region, and the shapes to show them on.

use std::collections::HashMap;

use tanggap_domain::complaint::Point;
use tanggap_domain::indicator::{Answers, Tally};
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_geo::{Backdrop, BoundaryError, Gazetteer};
use tanggap_ipc::map::{
    Boundaries, BoundariesReply, Figures, Layer, Place, RegionRow, Regions, RegionsReply,
};
use tanggap_ipc::{Code, Error};
use tanggap_store::RegionCount;

use crate::desk::Desk;
use crate::error::{Result, internal, of_store};
use crate::inbox::{self, whole};

/// Every region of one level inside another, with its figures; those without complaints too.
pub async fn regions(desk: &Desk, request: Regions) -> Result<RegionsReply> {
    let now = desk.now();
    let home = desk.office().settings.region.clone();
    let path = path(request.within.as_ref());
    let counts = match inbox::filters(&request.filter, now) {
        Some(mut filters) => {
            // The map's own region narrows the filter's; two that do not meet leave nothing.
            let narrowed = narrower(filters.region.take(), request.within.clone());
            match narrowed {
                Some(region) => {
                    filters.region = region;
                    desk.store
                        .view()
                        .region_counts(request.level, &filters, now)
                        .await
                        .map_err(of_store)?
                }
                None => Vec::new(),
            }
        }
        None => Vec::new(),
    };
    let (mut all, mut all_answers) = (Tally::default(), Answers::default());
    for count in &counts {
        all += count.tally;
        all_answers += count.answers;
    }
    let total = figures(&all, &all_answers);
    let unlocated = counts
        .iter()
        .filter(|count| count.region.is_none())
        .map(|count| count.tally.received)
        .sum();
    let by_code: HashMap<&RegionCode, &RegionCount> = counts
        .iter()
        .filter_map(|count| Some((count.region.as_ref()?, count)))
        .collect();
    let mut rows: Vec<RegionRow> = Gazetteer::bundled()
        .within(request.level, request.within.as_ref())
        .map(|place| RegionRow {
            figures: by_code
                .get(&place.code)
                .map(|count| figures(&count.tally, &count.answers))
                .unwrap_or_default(),
            name: place.name.to_owned(),
            label: place.label.map(|point| Point {
                lat: f64::from(point.lat),
                lng: f64::from(point.lng),
            }),
            code: place.code,
        })
        .collect();
    rows.sort_by(|a, b| (b.figures.received, &a.code).cmp(&(a.figures.received, &b.code)));
    Ok(RegionsReply {
        path,
        rows,
        total,
        unlocated: whole(unlocated),
        home,
    })
}

/// The narrower of two regions, none for everywhere; an outer none where they do not meet.
fn narrower(a: Option<RegionCode>, b: Option<RegionCode>) -> Option<Option<RegionCode>> {
    match (a, b) {
        (Some(a), Some(b)) if a.contains(&b) => Some(Some(b)),
        (Some(a), Some(b)) if b.contains(&a) => Some(Some(a)),
        (Some(_), Some(_)) => None,
        (a, b) => Some(a.or(b)),
    }
}

fn path(within: Option<&RegionCode>) -> Vec<Place> {
    let mut path = vec![Place {
        code: None,
        name: "Indonesia".to_owned(),
    }];
    let mut codes: Vec<RegionCode> = Vec::new();
    let mut next = within.cloned();
    while let Some(code) = next {
        next = code.parent();
        codes.push(code);
    }
    path.extend(codes.into_iter().rev().filter_map(|code| {
        let name = Gazetteer::bundled().name(&code)?.to_owned();
        Some(Place {
            code: Some(code),
            name,
        })
    }));
    path
}

fn figures(tally: &Tally, answers: &Answers) -> Figures {
    Figures {
        received: whole(tally.received),
        open: whole(tally.open),
        overdue: whole(tally.overdue),
        followed_up: whole(tally.followed_up),
        mean_days: answers.mean_days(),
    }
}

/// Shapes of one layer. Unpacked off the async threads: a province takes some milliseconds.
pub async fn boundaries(_desk: &Desk, request: Boundaries) -> Result<BoundariesReply> {
    let approximate = request.layer != Layer::Basemap;
    let geojson = tokio::task::spawn_blocking(move || {
        let within = request.within.as_ref();
        match request.layer {
            Layer::Basemap => tanggap_geo::backdrop(Backdrop::Neighbours),
            Layer::Province => tanggap_geo::boundaries(RegionLevel::Province, within),
            Layer::Regency => tanggap_geo::boundaries(RegionLevel::Regency, within),
            Layer::District => tanggap_geo::boundaries(RegionLevel::District, within),
        }
    })
    .await
    .map_err(internal)?
    .map_err(of_boundary)?;
    Ok(BoundariesReply {
        geojson,
        approximate,
    })
}

fn of_boundary(error: BoundaryError) -> Error {
    match error {
        BoundaryError::NoVillages | BoundaryError::TooWide | BoundaryError::NoSuchRegion => {
            Error::with(Code::BadInput, error)
        }
        BoundaryError::Unpack(_) | BoundaryError::Read(_) => internal(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<RegionCode> {
        Some(RegionCode::parse(text).unwrap())
    }

    #[test]
    fn regions_narrow_each_other() {
        assert_eq!(narrower(code("35"), code("35.78")), Some(code("35.78")));
        assert_eq!(narrower(code("35.78"), code("35")), Some(code("35.78")));
        assert_eq!(narrower(code("35"), None), Some(code("35")));
        assert_eq!(narrower(None, None), Some(None));
        assert_eq!(narrower(code("35"), code("16")), None);
    }

    #[test]
    fn the_path_starts_with_the_country() {
        let names: Vec<String> = path(code("35.78").as_ref())
            .into_iter()
            .map(|place| place.name)
            .collect();
        assert_eq!(names, ["Indonesia", "Jawa Timur", "Kota Surabaya"]);
    }
}
