//! Fields of several words: what a newer or an older file adds to them, and what it leaves alone.

use super::*;
use crate::complaint::{Attachment, Point};

/// A place as a file writes it: region, province, regency and district; `-` where it is silent.
fn place([region, province, regency, district]: [&str; 4]) -> Location {
    let said = |words: &str| (words != "-").then(|| words.to_owned());
    Location {
        region: said(region).map(|code| RegionCode::parse(&code).unwrap()),
        province: said(province),
        regency: said(regency),
        district: said(district),
        ..Location::default()
    }
}

fn located(location: Location, made: u32) -> NationalRow {
    let mut it = row("Terverifikasi", None);
    it.location = location;
    of_day(it, made)
}

/// The place of a complaint known of day 5 after a file of day `made`.
fn place_after(known: &Location, told: &Location, made: u32) -> Location {
    let known = first_national(located(known.clone(), 5));
    after(known, located(told.clone(), made)).location
}

const BUKIT_KECIL: [&str; 4] = [
    "16.71.03",
    "Sumatera Selatan",
    "Kota Palembang",
    "Bukit Kecil",
];

#[test]
fn a_newer_file_moves_the_place_and_an_older_one_completes_it() {
    for (known, told, newer, older) in [
        // Another regency of the same province: the district was of the old one.
        (
            BUKIT_KECIL,
            ["16.72", "-", "Kota Prabumulih", "-"],
            ["16.72", "Sumatera Selatan", "Kota Prabumulih", "-"],
            BUKIT_KECIL,
        ),
        // Another province, of which nothing deeper is known.
        (
            BUKIT_KECIL,
            ["35", "Jawa Timur", "-", "-"],
            ["35", "Jawa Timur", "-", "-"],
            BUKIT_KECIL,
        ),
        // Another district, found no deeper than its regency.
        (
            BUKIT_KECIL,
            ["16.71", "-", "-", "Ilir Barat"],
            ["16.71", "Sumatera Selatan", "Kota Palembang", "Ilir Barat"],
            BUKIT_KECIL,
        ),
        // Another place that no gazetteer has.
        (
            BUKIT_KECIL,
            ["-", "-", "Antah Berantah", "-"],
            ["-", "Sumatera Selatan", "Antah Berantah", "-"],
            BUKIT_KECIL,
        ),
        // Less of the same place.
        (
            BUKIT_KECIL,
            ["16.71", "-", "Palembang", "-"],
            ["16.71.03", "Sumatera Selatan", "Palembang", "Bukit Kecil"],
            BUKIT_KECIL,
        ),
        (
            BUKIT_KECIL,
            ["-", "-", "Kota Palembang", "-"],
            BUKIT_KECIL,
            BUKIT_KECIL,
        ),
        // More of it.
        (
            ["16.71", "-", "Kota Palembang", "-"],
            BUKIT_KECIL,
            BUKIT_KECIL,
            BUKIT_KECIL,
        ),
        // Words where only a code was known, and none of them is in a gazetteer.
        (
            ["16.71", "-", "-", "-"],
            ["-", "-", "Antah Berantah", "-"],
            ["-", "-", "Antah Berantah", "-"],
            ["16.71", "-", "Antah Berantah", "-"],
        ),
        // Only a code, and another one.
        (
            ["16.71", "-", "-", "-"],
            ["16.72", "-", "-", "-"],
            ["16.72", "-", "-", "-"],
            ["16.71", "-", "-", "-"],
        ),
        (
            ["-", "-", "-", "-"],
            ["16.72", "-", "-", "-"],
            ["16.72", "-", "-", "-"],
            ["16.72", "-", "-", "-"],
        ),
        (BUKIT_KECIL, ["-", "-", "-", "-"], BUKIT_KECIL, BUKIT_KECIL),
    ] {
        let (known, told) = (place(known), place(told));
        assert_eq!(
            place_after(&known, &told, 9),
            place(newer),
            "newer {told:?}"
        );
        assert_eq!(
            place_after(&known, &told, 2),
            place(older),
            "older {told:?}"
        );
    }
}

#[test]
fn street_and_point_are_those_of_the_place() {
    let at_street = |address: Option<&str>, lat: Option<f64>| Location {
        address: address.map(str::to_owned),
        point: lat.map(|lat| Point { lat, lng: 104.75 }),
        ..place(["16.71", "-", "Kota Palembang", "-"])
    };
    let only = |address: Option<&str>, lat: Option<f64>| Location {
        region: None,
        regency: None,
        ..at_street(address, lat)
    };
    let full = at_street(Some("Jl. Merdeka"), Some(-2.98));
    let bare = at_street(None, None);
    for (known, told, newer, older) in [
        (&bare, only(Some("Jl. Merdeka"), Some(-2.98)), &full, &full),
        (
            &bare,
            only(Some("Jl. Merdeka"), None),
            &at_street(Some("Jl. Merdeka"), None),
            &at_street(Some("Jl. Merdeka"), None),
        ),
        (
            &bare,
            only(None, Some(-2.98)),
            &at_street(None, Some(-2.98)),
            &at_street(None, Some(-2.98)),
        ),
        (
            &full,
            only(Some("Jl. Sudirman"), Some(-2.97)),
            &at_street(Some("Jl. Sudirman"), Some(-2.97)),
            &full,
        ),
        (&full, bare.clone(), &full, &full),
    ] {
        assert_eq!(&place_after(known, &told, 9), newer, "newer {told:?}");
        assert_eq!(&place_after(known, &told, 2), older, "older {told:?}");
    }
    let moved = place(["16.72", "-", "Kota Prabumulih", "-"]);
    assert_eq!(
        place_after(&full, &moved, 9),
        moved,
        "the street was of the old place"
    );
    assert_eq!(place_after(&full, &moved, 2), full);
}

#[test]
fn a_category_is_completed_only_by_its_own_id_or_path() {
    let known = first(Complaint {
        category: Category::read(Some("77"), "Jalan"),
        ..row("Terverifikasi", None)
    });
    for (id, path, expected_id, expected_path) in [
        (None, "Jalan", Some("77"), "Jalan"),
        (Some("77"), "", Some("77"), "Jalan"),
        (None, "", Some("77"), "Jalan"),
        (None, "Air bersih", None, "Air bersih"),
        (Some("78"), "", Some("78"), ""),
        (Some("78"), "Jalan", Some("78"), "Jalan"),
    ] {
        let told = Complaint {
            category: Category::read(id, path),
            ..row("Terverifikasi", None)
        };
        let expected = Category::read(expected_id, expected_path);
        assert_eq!(
            after(known.clone(), told.into()).category,
            expected,
            "{id:?} {path}"
        );
    }
}

#[test]
fn files_of_all_rows_are_kept_and_none_twice() {
    let file = |sha256: &str, name: &str| Attachment {
        sha256: sha256.into(),
        name: name.into(),
        mime: "image/jpeg".into(),
        size_bytes: 1,
    };
    let with = |attachments: &[Attachment]| Complaint {
        attachments: attachments.to_vec(),
        ..row("Terverifikasi", None)
    };
    let (road, again) = (file("aa", "jalan.jpg"), file("bb", "jalan.jpg"));
    let known = first(with(std::slice::from_ref(&road)));
    assert_eq!(merged(&known, with(std::slice::from_ref(&road))), None);
    let copy = file("aa", "salinan.jpg");
    let next = merged(&known, with(&[again.clone(), copy.clone()])).unwrap();
    assert_eq!(next.attachments, [road, again, copy]);
}

/// The third file was made between the two known ones: it is older than what the newest of them told.
#[test]
fn a_field_is_as_old_as_the_file_that_told_it() {
    let named = |name: &str, made| {
        let mut it = row("Terverifikasi", None);
        it.reporter.name = Some(name.into());
        it.extra.insert("Nomor SK".into(), name.into());
        it.location = place(["-", "-", name, "-"]);
        of_day(it, made)
    };
    let known = after(first_national(named("lama", 10)), named("baru", 20));
    let known = after(known, named("antara", 15));
    assert_eq!(known.reporter.name.as_deref(), Some("baru"));
    assert_eq!(known.extra["Nomor SK"], "baru");
    assert_eq!(known.location, place(["-", "-", "baru", "-"]));
}
