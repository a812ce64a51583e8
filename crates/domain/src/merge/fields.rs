//! Fields of several words: an id goes with its name, a region with the words it was read from. A row
//! that tells less of them takes nothing away.

use crate::agency::AgencyRef;
use crate::complaint::{Category, Location};

/// The same name without its id keeps the id.
pub(super) fn complete_agency(
    incoming: Option<AgencyRef>,
    known: Option<&AgencyRef>,
) -> Option<AgencyRef> {
    let AgencyRef { mut id, name } = incoming?;
    if let (None, Some(known)) = (&id, known)
        && known.name == name
    {
        id.clone_from(&known.id);
    }
    Some(AgencyRef { id, name })
}

/// The same path without its id keeps the id, the same id without a path the path.
pub(super) fn complete_category(incoming: Category, known: &Category) -> Category {
    let Category { mut id, mut path } = incoming;
    if id.is_none() && !path.is_empty() && path == known.path {
        id.clone_from(&known.id);
    }
    if path.is_empty() && id.is_some() && id == known.id {
        path.clone_from(&known.path);
    }
    Category { id, path }
}

/// Takes a place in. Gives back whether what is known now is what this row says.
///
/// Words that name another place take along what was only said of the old one; words that say less of
/// the same place leave the rest. An older row only fills what is empty, and only of the same place.
pub(super) fn take_location(
    known: &mut Location,
    incoming: Location,
    older: bool,
    region_stays: bool,
) -> bool {
    let Location {
        region,
        province,
        regency,
        district,
        village,
        address,
        point,
    } = incoming;
    let told = [province, regency, district, village];
    let says = told.iter().any(Option::is_some) || address.is_some() || point.is_some();
    if !says && region.is_none() {
        return false;
    }
    let moved = {
        let held = [
            &known.province,
            &known.regency,
            &known.district,
            &known.village,
        ];
        held.iter()
            .zip(&told)
            .position(|(held, told)| match (held, told) {
                (Some(held), Some(told)) => !is_same_place(held, told),
                _ => false,
            })
    };
    if older && moved.is_some() {
        return false;
    }
    let was_empty = *known == Location::default();
    let before = words(known);
    let places = [
        &mut known.province,
        &mut known.regency,
        &mut known.district,
        &mut known.village,
    ];
    for (level, (held, told)) in places.into_iter().zip(told).enumerate() {
        let left_behind = moved.is_some_and(|moved| level > moved);
        if left_behind || (told.is_some() && (held.is_none() || !older)) {
            *held = told;
        }
    }
    // Street and point were said of the place that the row now leaves.
    let left_behind = moved.is_some();
    if left_behind || (address.is_some() && (known.address.is_none() || !older)) {
        known.address = address;
    }
    if left_behind || (point.is_some() && (known.point.is_none() || !older)) {
        known.point = point;
    }
    let holds = was_empty || !older;
    if region_stays {
        return holds;
    }
    let deeper = match (&known.region, &region) {
        (Some(held), Some(told)) => told.as_str().starts_with(held.as_str()),
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let shallower = match (&known.region, &region) {
        (Some(held), Some(told)) => held.as_str().starts_with(told.as_str()),
        _ => false,
    };
    let changed = words(known) != before;
    let takes = if older {
        deeper
    } else {
        left_behind || (region.is_some() && !shallower)
    };
    if takes {
        known.region = region;
    } else if changed && !older && region.is_none() {
        known.region = None;
    }
    holds
}

fn words(it: &Location) -> [Option<String>; 4] {
    [
        it.province.clone(),
        it.regency.clone(),
        it.district.clone(),
        it.village.clone(),
    ]
}

/// Exports write the same place in capitals, with and without its kind: `Kab. Bandung`, `BANDUNG`. A
/// city and a regency of one name are two places.
fn is_same_place(one: &str, other: &str) -> bool {
    let fold = |name: &str| {
        let name = name.to_lowercase();
        let is_city = name.starts_with("kota ");
        let kinds = [
            "kabupaten",
            "kab.",
            "kab",
            "kota",
            "provinsi",
            "prov.",
            "kecamatan",
            "kec.",
            "kelurahan",
            "kel.",
            "desa",
            "administrasi",
            "adm.",
        ];
        let kept: Vec<&str> = name
            .split_whitespace()
            .filter(|word| !kinds.contains(word))
            .collect();
        (is_city, kept.join(" "))
    };
    let ((one_is_city, one_name), (other_is_city, other_name)) = (fold(one), fold(other));
    let kind_is_open = |name: &str| !name.to_lowercase().starts_with("kab");
    one_name == other_name
        && (one_is_city == other_is_city || (kind_is_open(one) && kind_is_open(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_is_written_in_many_ways() {
        for (one, other, same) in [
            ("Kota Surabaya", "KOTA SURABAYA", true),
            ("Kota Surabaya", "Surabaya", true),
            ("Kab. Bandung", "Bandung", true),
            ("Kab. Bandung", "Kabupaten Bandung", true),
            ("Kab. Bandung", "Kota Bandung", false),
            ("Kota Bandung", "KABUPATEN BANDUNG", false),
            ("Bubutan", "Kec. BUBUTAN", true),
            ("Bubutan", "Genteng", false),
        ] {
            assert_eq!(is_same_place(one, other), same, "{one} / {other}");
        }
    }
}
