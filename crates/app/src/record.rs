//! Catat: the lists its form offers, and recording itself.

use tanggap_domain::change::{ChangeKind, Refused};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_domain::sla::{ClockFacts, FactsError};
use tanggap_geo::{Gazetteer, Place};
use tanggap_ipc::record::{
    FindRegion, GetReference, NamedRegion, Recorded, Reference, RegionChildren, SubmitRecord,
};
use tanggap_ipc::{Code, Error};

use crate::compose;
use crate::desk::Desk;
use crate::error::Result;
use crate::reference;

/// Most regions that a search offers.
const MOST_FOUND: usize = 20;

/// Records a complaint that arrived by phone, WhatsApp or at the counter.
pub async fn submit(desk: &Desk, request: SubmitRecord) -> Result<Recorded> {
    let mut new = request.new;
    let facts = ClockFacts::received(new.classification.clone(), new.received_at);
    if let Err(FactsError::ReceivedInFuture { received_at }) = facts.check(desk.now()) {
        return Err(Error::with(Code::ReceivedInFuture, received_at));
    }
    // The form picks a region; its names are what a source would have written.
    if let Some(region) = &new.location.region {
        let places = Gazetteer::bundled();
        if places.place(region).is_none() {
            return Err(Refused::UnknownRegion.into());
        }
        let name = |level| {
            region
                .at(level)
                .and_then(|code| places.name(&code))
                .map(str::to_owned)
        };
        new.location.province = name(RegionLevel::Province);
        new.location.regency = name(RegionLevel::Regency);
        new.location.district = name(RegionLevel::District);
        new.location.village = name(RegionLevel::Village);
    }
    let op = desk.new_op();
    let complaint = ComplaintId::of_recording(op);
    compose::enqueue(desk, op, complaint, ChangeKind::Record(Box::new(new)), None).await?;
    Ok(Recorded {
        complaint,
        tracking_id: TrackingId::of_recording(op),
    })
}

/// Regions one level inside another, by name.
pub async fn region_children(_desk: &Desk, request: RegionChildren) -> Result<Vec<NamedRegion>> {
    let places = Gazetteer::bundled();
    let mut regions: Vec<NamedRegion> = match &request.code {
        Some(code) => places.children(code).map(|place| named(&place)).collect(),
        None => places.provinces().map(|place| named(&place)).collect(),
    };
    regions.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(regions)
}

/// Regions whose name fits the text: the office's own first, then wider ones before deeper ones.
pub async fn region_find(desk: &Desk, request: FindRegion) -> Result<Vec<NamedRegion>> {
    let home = desk.office().settings.region.clone();
    Ok(find(&request.text, home.as_ref()))
}

fn find(text: &str, home: Option<&RegionCode>) -> Vec<NamedRegion> {
    let wanted = folded(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let places = Gazetteer::bundled();
    // Villages only inside the office's own region: there are 84,000 of them.
    let levels = [
        (RegionLevel::Province, None),
        (RegionLevel::Regency, None),
        (RegionLevel::District, None),
        (RegionLevel::Village, home),
    ];
    let mut found: Vec<(u8, Place)> = Vec::new();
    for (level, within) in levels {
        if level == RegionLevel::Village && within.is_none() {
            continue;
        }
        found.extend(places.within(level, within).filter_map(|place| {
            let name = folded(place.name);
            let bare = name
                .strip_prefix("kabupaten ")
                .or(name.strip_prefix("kota "))
                .unwrap_or(&name);
            let by_code = place.code.as_str().starts_with(text.trim());
            let how_well = if bare == wanted || name == wanted {
                0
            } else if bare.starts_with(&wanted) || name.starts_with(&wanted) || by_code {
                1
            } else if name.contains(&wanted) {
                2
            } else {
                return None;
            };
            Some((how_well, place))
        }));
    }
    let own = |place: &Place| home.is_some_and(|home| home.contains(&place.code));
    found.sort_by(|(a_fits, a), (b_fits, b)| {
        (!own(a), a_fits, a.code.level(), &a.code).cmp(&(!own(b), b_fits, b.code.level(), &b.code))
    });
    found
        .into_iter()
        .take(MOST_FOUND)
        .map(|(_, place)| named(&place))
        .collect()
}

fn folded(text: &str) -> String {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "kec" | "kel" | "kab" | "prov"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn named(place: &Place) -> NamedRegion {
    NamedRegion {
        code: place.code.clone(),
        name: place.name.to_owned(),
        path: crate::place::path(place.code.parent().as_ref()),
    }
}

/// Units and categories that forms and filters offer.
pub async fn reference(desk: &Desk, request: GetReference) -> Result<Reference> {
    reference::get(desk, request.beside).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    #[test]
    fn regions_are_found_by_the_start_of_their_name() {
        let found = find("surabaya", None);
        assert_eq!(found[0].code, code("35.78"));
        assert_eq!(found[0].path, ["Jawa Timur"]);
        assert!(find("  ", None).is_empty());
    }

    #[test]
    fn the_offices_own_regions_come_first() {
        let home = code("16.71");
        let found = find("ilir", Some(&home));
        assert!(home.contains(&found[0].code), "{:?}", found[0]);
        assert!(found.len() <= MOST_FOUND);
    }
}
