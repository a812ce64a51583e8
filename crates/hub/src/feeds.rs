//! Which feeds a complaint is in. Pure.
//!
//! A complaint goes to those of whom something is known that makes it theirs, and to nobody else: a
//! place nobody could read is no reason to show a citizen's report to the whole country.

use std::collections::BTreeSet;

use tanggap_domain::complaint::Complaint;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_geo::Gazetteer;
use tanggap_protocol::scope::Scope;

/// Every feed of the complaint. `offices`: the scopes of those who brought it here, by an import or a
/// recording.
///
/// - `nat`, and the agency and unit it names, always.
/// - Its province and regency. Where the place names no regency, the agency answers for it, if its name
///   says where it is and the place does not say otherwise; then the office that brought it.
/// - With nothing but a province also what its regencies share (`tanpa-lokasi:16`); with nothing at all
///   what those read who sort such reports (`tanpa-lokasi`).
pub fn feeds_of(complaint: &Complaint, offices: &BTreeSet<Scope>) -> BTreeSet<Scope> {
    let mut feeds = BTreeSet::from([Scope::Nation]);
    for agency in [&complaint.agency, &complaint.unit].into_iter().flatten() {
        feeds.extend(agency.scope_words().map(Scope::Agency));
    }
    let place = complaint.location.region.clone();
    let region = match place {
        Some(place) if place.level() >= RegionLevel::Regency => Some(place),
        place => region_of_agencies(complaint)
            .filter(|region| fits(place.as_ref(), region))
            .or(place),
    };
    if let Some(region) = &region {
        add(&mut feeds, region);
    }
    let is_narrow = |region: &RegionCode| region.level() >= RegionLevel::Regency;
    if region.as_ref().is_some_and(is_narrow) {
        return feeds;
    }
    for office in offices {
        if let Scope::Region(office) = office
            && fits(region.as_ref(), office)
        {
            add(&mut feeds, office);
        }
    }
    feeds.insert(match region {
        Some(province) => Scope::UnlocatedIn(province),
        None => Scope::Unlocated,
    });
    feeds
}

fn add(feeds: &mut BTreeSet<Scope>, region: &RegionCode) {
    let levels = [RegionLevel::Province, RegionLevel::Regency];
    let regions = levels.into_iter().filter_map(|level| region.at(level));
    feeds.extend(regions.map(Scope::Region));
}

fn fits(known: Option<&RegionCode>, region: &RegionCode) -> bool {
    known.is_none_or(|known| known.contains(region))
}

/// The agency that answers for it says where; a unit inside says it more precisely.
fn region_of_agencies(complaint: &Complaint) -> Option<RegionCode> {
    let places = Gazetteer::bundled();
    let region_of = |agency: &Option<tanggap_domain::agency::AgencyRef>| {
        agency
            .as_ref()
            .and_then(|agency| places.region_of_agency(&agency.name))
    };
    match (region_of(&complaint.agency), region_of(&complaint.unit)) {
        (Some(agency), Some(unit)) if agency.contains(&unit) => Some(unit),
        (agency, unit) => agency.or(unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::complaint;
    use tanggap_domain::agency::AgencyRef;

    #[track_caller]
    fn check(place: Option<&str>, agencies: [&str; 2], offices: &[&str], expected: &[&str]) {
        let mut complaint = complaint("1", place);
        let named = |name: &str| (!name.is_empty()).then(|| AgencyRef::named(name));
        complaint.agency = named(agencies[0]);
        complaint.unit = named(agencies[1]);
        let offices = offices.iter().map(|text| text.parse().unwrap()).collect();
        let feeds = feeds_of(&complaint, &offices);
        let regional = feeds.iter().filter(|it| !matches!(it, Scope::Agency(_)));
        let texts: Vec<String> = regional.map(Scope::to_string).collect();
        assert_eq!(texts, expected, "{place:?} {agencies:?} {offices:?}");
    }

    #[test]
    fn a_complaint_is_shared_by_what_is_known_of_it() {
        let none = ["", ""];
        let city = ["Pemerintah Kota Palembang", ""];
        check(Some("16.71.01"), none, &[], &["nat", "16", "16.71"]);
        // A known place is not the agency's or the office's to change.
        check(
            Some("16.71"),
            ["Pemkab Banyuasin", ""],
            &["35.78"],
            &["nat", "16", "16.71"],
        );
        check(Some("16"), none, &[], &["nat", "16", "tanpa-lokasi:16"]);
        check(Some("16"), city, &[], &["nat", "16", "16.71"]);
        check(Some("35"), city, &[], &["nat", "35", "tanpa-lokasi:35"]);
        check(
            Some("16"),
            none,
            &["16.71"],
            &["nat", "16", "16.71", "tanpa-lokasi:16"],
        );
        check(
            Some("35"),
            none,
            &["16.71"],
            &["nat", "35", "tanpa-lokasi:35"],
        );
        check(None, city, &[], &["nat", "16", "16.71"]);
        check(
            None,
            ["", "Dinas PUPR Kota Palembang"],
            &[],
            &["nat", "16", "16.71"],
        );
        check(
            None,
            ["Pemprov Sumatera Selatan", "Dinas PUPR Kota Palembang"],
            &[],
            &["nat", "16", "16.71"],
        );
        check(
            None,
            ["Pemerintah Kota Palembang", "Dinas PUPR Kota Surabaya"],
            &[],
            &["nat", "16", "16.71"],
        );
        check(
            None,
            ["Kementerian Perhubungan", ""],
            &[],
            &["nat", "tanpa-lokasi"],
        );
        check(
            None,
            none,
            &["16.71"],
            &["nat", "16", "16.71", "tanpa-lokasi"],
        );
        check(None, none, &["ins:77", "nat"], &["nat", "tanpa-lokasi"]);
        check(None, none, &[], &["nat", "tanpa-lokasi"]);
    }

    #[test]
    fn its_agencies_have_it_by_id_and_by_name() {
        let mut complaint = complaint("1", Some("16.71"));
        complaint.unit = Some(AgencyRef::new(Some("77"), "Dinas PUPR"));
        let feeds = feeds_of(&complaint, &BTreeSet::new());
        let texts: Vec<String> = feeds.iter().map(Scope::to_string).collect();
        assert_eq!(texts, ["nat", "16", "16.71", "ins:77", "ins:dinas-pupr"]);
    }
}
