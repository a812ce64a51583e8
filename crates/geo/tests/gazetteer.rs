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
    // Both cannot be true, and neither is the likelier one.
    check(["Bali", "Kota Surabaya", "Bubutan", "~"], "");
    check(["Bali", "Kab. Surabaya", "Bubutan", "~"], "51");
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

/// The splits of 1999 to 2022: forms still name the province of before.
#[test]
fn a_province_of_before_a_split_does_not_keep_its_regencies() {
    for (names, expected) in [
        (["Papua", "Kabupaten Merauke", "Semangga", "-"], "93.01.05"),
        (["Papua", "Kab. Nabire", "-", "-"], "94.01"),
        (["Papua", "Jayawijaya", "Wamena", "-"], "95.01.01"),
        (
            ["Papua Barat", "Kota Sorong", "Sorong Timur", "-"],
            "96.71.02",
        ),
        (["Papua Barat", "Sorong", "-", "-"], "96"),
        (["Papua", "Kota Sorong", "-", "-"], "96.71"),
        (["Papua", "Kab. Manokwari", "-", "-"], "92.02"),
        (["Irian Jaya", "Kab. Jayapura", "-", "-"], "91.03"),
        (["Irian Jaya", "Merauke", "-", "-"], "93.01"),
        (["Irian Jaya", "-", "-", "-"], ""),
        (["Irian Jaya Barat", "Raja Ampat", "-", "-"], "96.03"),
        (["Papua Barat", "Kab. Fak-Fak", "-", "-"], "92.03"),
        (["Papua", "Kab. Jayapura", "-", "-"], "91.03"),
        (["Papua", "Jayapura", "-", "-"], "91"),
        (["Kalimantan Timur", "Kota Tarakan", "-", "-"], "65.71"),
        (["Kaltim", "Bulungan", "Tanjung Selor", "-"], "65.01.05"),
        (["Jawa Barat", "Kab. Tangerang", "-", "-"], "36.03"),
        (["Jawa Barat", "Tangerang", "-", "-"], "36"),
        (["Sumatera Selatan", "Belitung", "-", "-"], "19.02"),
        (["Sulawesi Utara", "Kota Gorontalo", "-", "-"], "75.71"),
        (["Riau", "Kota Batam", "-", "-"], "21.71"),
        (["Sulawesi Selatan", "Kab. Mamuju", "-", "-"], "76.02"),
        (["Maluku", "Kota Ternate", "-", "-"], "82.71"),
        // Never the other way round: a province of today has only what it has.
        (["Papua Selatan", "Kab. Nabire", "-", "-"], ""),
        (["Banten", "Kab. Bogor", "-", "-"], ""),
    ] {
        check(names, expected);
    }
}

#[test]
fn names_that_begin_with_kota_and_names_of_before_are_read() {
    for (names, expected) in [
        (
            ["Kalimantan Selatan", "KOTA BARU", "Pulau Laut Timur", "-"],
            "63.02.04",
        ),
        (["Kalimantan Selatan", "Kab. Kota Baru", "-", "-"], "63.02"),
        (
            ["Kalimantan Tengah", "KOTA WARINGIN TIMUR", "Baamang", "-"],
            "62.02.05",
        ),
        (
            ["Sulawesi Utara", "KOTA MOBAGU", "Kotamobagu Utara", "-"],
            "71.74.01",
        ),
        (["Sulawesi Utara", "Kota Kota Mobagu", "-", "-"], "71.74"),
        (["Lampung", "Lampung Utara", "Kota Bumi", "-"], "18.03.02"),
        (["Lampung", "Tanggamus", "Kotaagung", "-"], "18.06.01"),
        (
            ["Sumatera Utara", "Labuhanbatu Selatan", "Kotapinang", "-"],
            "12.22.01",
        ),
        (
            ["Sulawesi Barat", "Kab. Mamuju Utara", "Sarudu", "-"],
            "76.01.04",
        ),
        (
            ["Maluku", "Maluku Tenggara Barat", "Tanimbar Selatan", "-"],
            "81.03.01",
        ),
        (
            ["Sumatera Utara", "Kab. Toba Samosir", "Balige", "-"],
            "12.12.01",
        ),
        (
            ["Kalimantan Barat", "Kab. Pontianak", "Mempawah Hilir", "-"],
            "61.02.01",
        ),
        (["Kalimantan Barat", "Kab. Pontianak", "-", "-"], "61.02"),
        (["Kalimantan Barat", "Pontianak", "-", "-"], "61.71"),
        (["Kalimantan Timur", "Kab. Mahakam Hulu", "-", "-"], "64.11"),
        (["Sulawesi Tengah", "Kab. Toli-Toli", "-", "-"], "72.04"),
        (
            [
                "Sulawesi Utara",
                "Kab. Kep. Siau Tagulandang Biaro",
                "-",
                "-",
            ],
            "71.09",
        ),
        (["Jawa Timur", "Kab. Surabaya", "-", "-"], "35"),
        (
            ["Sumatera Barat", "Kab. Sawahlunto/Sijunjung", "-", "-"],
            "13.03",
        ),
        (["Sulawesi Selatan", "Polewali Mamasa", "-", "-"], "76"),
        (["Sulawesi Selatan", "Ujung Pandang", "-", "-"], "73.71"),
        (["Sulawesi Selatan", "Selayar", "-", "-"], "73.01"),
        (
            ["Kalimantan Timur", "Kab. Kutai", "Tenggarong", "-"],
            "64.02.06",
        ),
        (["Kalimantan Timur", "Kab. Kutai", "-", "-"], "64"),
        // What the old regency had became another's, further ones' included.
        (
            ["Kalimantan Timur", "Kab. Kutai", "Long Apari", "-"],
            "64.11.04",
        ),
        (
            ["Sulawesi Utara", "Kab. Sangihe Talaud", "Siau Timur", "-"],
            "71.09.01",
        ),
        (["Papua", "Yapen Waropen", "-", "-"], "91"),
        (["Riau", "Kab. Kepulauan Riau", "-", "-"], "21.01"),
        (["Kalimantan Timur", "Kab. Pasir", "-", "-"], "64.01"),
        (
            ["Maluku", "Kab. Maluku Tenggara Barat (MTB)", "-", "-"],
            "81.03",
        ),
    ] {
        check(names, expected);
    }
}

#[test]
fn local_words_for_district_and_village_do_not_matter() {
    for (names, expected) in [
        (
            ["DIY", "Kota Yogyakarta", "Kemantren Umbulharjo", "-"],
            "34.71.13",
        ),
        (["DIY", "Kab. Bantul", "Kapanewon Sewon", "-"], "34.02.15"),
        (
            ["Papua Selatan", "Merauke", "Distrik Semangga", "-"],
            "93.01.05",
        ),
        (
            ["Lampung", "Kab. Lampung Selatan", "Natar", "Pekon Hajimena"],
            "18.01.04.2001",
        ),
        (
            ["Aceh", "Aceh Selatan", "Bakongan", "Gampong Keude Bakongan"],
            "11.01.01.2001",
        ),
        (
            ["Aceh", "Aceh Tenggara", "Lawe Alas", "Kute Engkeran"],
            "11.02.01.2001",
        ),
        // The word is part of the name here.
        (
            ["Aceh", "Aceh Tenggara", "Lawe Alas", "Rumah Kampung"],
            "11.02.01.2002",
        ),
        (
            [
                "Sumatera Barat",
                "Tanah Datar",
                "X Koto",
                "Nagari Tambangan",
            ],
            "13.04.01.2001",
        ),
        (
            [
                "Sulawesi Selatan",
                "Tana Toraja",
                "Salupputti",
                "Lembang Salutandung",
            ],
            "73.18.01.2010",
        ),
        (
            ["Maluku", "Maluku Tenggara", "Kei Kecil", "Ohoi Langgur"],
            "81.02.01.2014",
        ),
        (
            [
                "Papua",
                "Kab. Jayapura",
                "Distrik Sentani",
                "Kampung Dobonsolo",
            ],
            "91.03.01.1002",
        ),
        // Part of a village: no region of its own, and no village is guessed from it.
        (["DIY", "Bantul", "Sewon", "Dukuh Kweni"], "34.02.15"),
    ] {
        check(names, expected);
    }
}

#[test]
fn a_kind_that_contradicts_its_district_leaves_the_province() {
    for (names, expected) in [
        // Soreang lies in the regency, Coblong in the city.
        (["Jawa Barat", "Kota Bandung", "Soreang", "-"], "32"),
        (["Jawa Barat", "Kab. Bandung", "Coblong", "-"], "32"),
        (["~", "Kota Bandung", "Soreang", "-"], "32"),
        (["Jawa Barat", "Bandung", "Soreang", "-"], "32.04.37"),
        // A village in the district's column is nobody else's district.
        (["Jawa Timur", "Kota Malang", "Sumbersari", "-"], "35.73"),
    ] {
        check(names, expected);
    }
}

#[test]
fn codes_are_read_and_never_against_the_names() {
    for (names, expected) in [
        (["35", "35.78", "35.78.13", "-"], "35.78.13"),
        (["Jawa Timur", "3578", "Bubutan", "-"], "35.78.13"),
        (["Jawa Timur", "Kota Surabaya", "357813", "-"], "35.78.13"),
        (["Bali", "35.78", "-", "-"], ""),
        (["Jawa Timur", "Kota Surabaya", "35.73.01", "-"], "35"),
        (["Papua", "9401", "-", "-"], "91"),
        (["35.99", "-", "-", "-"], ""),
    ] {
        check(names, expected);
    }
}

/// Whatever three columns say, the answer holds, or lies in, a region of each name that is known.
#[test]
fn the_answer_is_one_that_every_known_name_allows() {
    let places = Gazetteer::bundled();
    let provinces: Vec<_> = places.provinces().collect();
    let regencies: Vec<_> = places.within(RegionLevel::Regency, None).collect();
    let districts: Vec<_> = places.within(RegionLevel::District, None).collect();
    let mut state = 7_usize;
    let mut next = |most: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    for _ in 0..400 {
        let district = &districts[next(districts.len())];
        // Two of three are right.
        let right = (
            district.code.at(RegionLevel::Province),
            district.code.parent(),
        );
        let (province, regency) = match next(3) {
            0 => (Some(provinces[next(provinces.len())].code.clone()), right.1),
            1 => (right.0, Some(regencies[next(regencies.len())].code.clone())),
            _ => right,
        };
        let (province, regency) = (province.unwrap(), regency.unwrap());
        let names = [&province, &regency].map(|code| places.name(code));
        let found = places.resolve(names[0], names[1], Some(district.name), None);
        let Some(found) = found else { continue };
        let related = |code: &RegionCode| found.contains(code) || code.contains(&found);
        let same_name = |list: &[tanggap_geo::Place], name: &str| {
            list.iter()
                .any(|place| place.name == name && related(&place.code))
        };
        assert!(
            same_name(&regencies, names[1].unwrap()),
            "{names:?} {}: {found}",
            district.name
        );
        let was =
            ["91", "92", "14", "16", "32", "64", "71", "73", "81"].contains(&province.as_str());
        assert!(
            was || related(&province),
            "{names:?} {}: {found}",
            district.name
        );
    }
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
