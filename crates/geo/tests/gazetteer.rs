//! The bundled lists and the resolution of names, against tables and, where it is there, real data.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::PathBuf;

use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_geo::{Gazetteer, PlaceKind};

fn code(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap()
}

#[test]
fn the_lists_are_complete() {
    let places = Gazetteer::bundled();
    let count = |level| places.within(level, None).count();
    assert_eq!(count(RegionLevel::Province), 38);
    assert_eq!(count(RegionLevel::Regency), 514);
    assert_eq!(count(RegionLevel::District), 7_285);
    assert_eq!(count(RegionLevel::Village), 83_762);
}

#[test]
fn every_region_has_a_parent_and_is_found_by_its_code() {
    let places = Gazetteer::bundled();
    for level in [
        RegionLevel::Regency,
        RegionLevel::District,
        RegionLevel::Village,
    ] {
        for place in places.within(level, None) {
            assert!(!place.name.is_empty(), "{}", place.code);
            assert!(
                places.name(&place.code.parent().unwrap()).is_some(),
                "{}",
                place.code
            );
            assert_eq!(places.name(&place.code), Some(place.name));
        }
    }
}

#[test]
fn a_place_knows_what_it_is() {
    let places = Gazetteer::bundled();
    let surabaya = places.place(&code("35.78")).unwrap();
    assert_eq!(
        (surabaya.name, surabaya.kind),
        ("Kota Surabaya", PlaceKind::Kota)
    );
    assert_eq!(surabaya.utc_offset_hours, Some(7));
    assert!(surabaya.population.unwrap() > 2_000_000);
    let label = places.place(&code("35.78.13")).unwrap().label.unwrap();
    assert!(
        (label.lat + 7.25).abs() < 0.1 && (label.lng - 112.73).abs() < 0.1,
        "{label:?}"
    );
    assert_eq!(
        places.place(&code("14.02.09.2010")).unwrap().name,
        "Lambang Sari I, II, III"
    );
    assert_eq!(
        places.place(&code("35.78.13.1001")).unwrap().kind,
        PlaceKind::Kelurahan
    );
    assert_eq!(
        places.full_name(&code("16.71.04")).unwrap(),
        "Kec. Ilir Barat Satu, Kota Palembang, Sumatera Selatan"
    );
    assert_eq!(places.place(&code("99")), None);
    assert_eq!(places.full_name(&code("35.99")), None);
    assert_eq!(places.children(&code("16")).count(), 17);
    assert_eq!(places.children(&code("16.71")).count(), 18);
    assert_eq!(places.children(&code("35.78.13.1001")).count(), 0);
}

#[track_caller]
fn check(names: [&str; 4], expected: &str) {
    let [province, regency, district, village] = names.map(|name| (name != "~").then_some(name));
    let found = Gazetteer::bundled().resolve(province, regency, district, village);
    assert_eq!(
        found.as_ref().map_or("", RegionCode::as_str),
        expected,
        "{names:?}"
    );
}

#[test]
fn names_are_resolved_in_the_spellings_people_use() {
    check(["Jawa Timur", "Kota Surabaya", "~", "~"], "35.78");
    check(["~", "SURABAYA", "~", "~"], "35.78");
    check(["jatim", "surabaya", "kec. bubutan", "~"], "35.78.13");
    check(
        ["JAWA TIMUR", "KOTA SURABAYA", "BUBUTAN", "Kel. Bubutan"],
        "35.78.13.1002",
    );
    check(
        ["Sumsel", "Kota Palembang", "Ilir Barat I", "~"],
        "16.71.04",
    );
    check(
        ["Sumatera Selatan", "Palembang", "Alang Alang Lebar", "-"],
        "16.71.15",
    );
    check(["Sumatera Selatan", "Kab. OKI", "~", "~"], "16.02");
    check(["Sumatera Selatan", "Kabupaten Muba", "~", "~"], "16.06");
    check(["Sumatra Selatan", "Pagaralam", "~", "~"], "16.72");
    check(["Sumatera Selatan", "Lubuklinggau", "~", "~"], "16.73");
    check(["D.I. Yogyakarta", "Kab. Sleman", "~", "~"], "34.04");
    check(["DIY", "Kota Jogja", "~", "~"], "34.71");
    check(["DKI Jakarta", "Jakarta Selatan", "~", "~"], "31.74");
    check(["DKI", "Kota Adm. Jakarta Pusat", "~", "~"], "31.71");
    check(["Daerah Khusus Jakarta", "Kep. Seribu", "~", "~"], "31.01");
    check(
        ["Nanggroe Aceh Darussalam", "Banda Aceh", "~", "~"],
        "11.71",
    );
    check(["Provinsi Bali", "-", "", "~"], "51");
    check(
        ["Sumatera Barat", "Kab. Lima Puluh Kota", "~", "~"],
        "13.07",
    );
    check(
        ["Jawa Timur", "Kota Surabaya", "Pabean Cantikan", "~"],
        "35.78.12",
    );
    check(["Jawa Tenggah", "Kab. Tegal", "~", "~"], "33.28");
}

#[test]
fn what_is_ambiguous_stays_wider() {
    check(["Jawa Barat", "Bandung", "~", "~"], "32");
    check(["Jawa Barat", "Kota Bandung", "~", "~"], "32.73");
    check(["Jawa Barat", "Kab. Bandung", "~", "~"], "32.04");
    // A district that only one of the two has settles it.
    check(["Jawa Barat", "Bandung", "Coblong", "~"], "32.73.02");
    check(["Jawa Barat", "Bandung", "Nowhere", "~"], "32");
    check(["~", "Bandung", "~", "~"], "32");
}

#[test]
fn what_is_unknown_or_contradicts_stops_the_descent() {
    check(["~", "~", "~", "~"], "");
    check(["Atlantis", "~", "~", "~"], "");
    check(["Atlantis", "Kota Surabaya", "~", "~"], "35.78");
    check(["Bali", "Kota Surabaya", "Bubutan", "~"], "51");
    check(["Jawa Timur", "Kabupaten Surabaya", "~", "~"], "35");
    check(
        ["Jawa Timur", "Kota Surabaya", "Ilir Barat I", "Bubutan"],
        "35.78",
    );
    check(["~", "~", "Bubutan", "~"], "");
    check(["Jawa Timur", "~", "~", "Bubutan"], "35");
    check(["Jawa Timur", "...", "Tegalsari", "~"], "35");
    check(
        ["Sumatera Selatan", "Kota Palembang", "Ilir Barat III", "~"],
        "16.71",
    );
}

#[test]
fn every_full_official_name_leads_back_to_its_own_code_or_a_wider_one() {
    let places = Gazetteer::bundled();
    let (mut exact, mut wider) = (0, Vec::new());
    for district in places.within(RegionLevel::District, None) {
        let regency = places.name(&district.code.parent().unwrap()).unwrap();
        let province = places
            .name(&district.code.at(RegionLevel::Province).unwrap())
            .unwrap();
        let found = places
            .resolve(Some(province), Some(regency), Some(district.name), None)
            .unwrap();
        if found == district.code {
            exact += 1;
        } else {
            assert!(
                found.contains(&district.code),
                "{found} for {}",
                district.code
            );
            wider.push(format!("{} {}", district.code, district.name));
        }
    }
    println!("{exact} of 7,285 kecamatan found by name; stayed wider: {wider:?}");
    assert!(wider.len() <= 10, "{wider:?}");
}

#[test]
fn the_districts_of_real_complaints_are_found() {
    let Some(folder) = std::env::var_os("TANGGAP_TEST_DATA") else {
        println!("TANGGAP_TEST_DATA is not set: the real complaints of Surabaya were not tried");
        return;
    };
    let path = PathBuf::from(folder).join("complaints/surabaya_mediacenter_2022_2023.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (district, expected) = (column("kecamatan"), column("kec_kode"));
    let (village, expected_village) = (column("kelurahan"), column("kel_kode"));
    let places = Gazetteer::bundled();
    let (mut districts, mut found, mut villages, mut villages_found) = (0, 0, 0, 0);
    for record in reader.records() {
        let record = record.unwrap();
        let resolved = places.resolve(
            Some("Jawa Timur"),
            Some("Kota Surabaya"),
            Some(&record[district]),
            None,
        );
        if !record[expected].is_empty() {
            districts += 1;
            found += u32::from(resolved.is_some_and(|code| code.as_str() == &record[expected]));
        }
        if !record[expected_village].is_empty() {
            villages += 1;
            let name = Some(&record[village]);
            let deep = places.resolve(None, Some("Surabaya"), Some(&record[district]), name);
            villages_found +=
                u32::from(deep.is_some_and(|code| code.as_str() == &record[expected_village]));
        }
    }
    println!("kecamatan {found} of {districts}; kelurahan {villages_found} of {villages}");
    assert!(districts > 7_000);
    assert_eq!(found, districts);
}
