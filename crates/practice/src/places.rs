//! Where a practice complaint happened: a real kab/kota and kecamatan, an invented street.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use tanggap_domain::complaint::{Location, Point};
use tanggap_domain::region::RegionCode;
use tanggap_geo::{Gazetteer, Place, PlaceKind};

/// A province with its regencies and how often each should be drawn.
pub(crate) struct Places {
    pub(crate) province: Place,
    regencies: Vec<Regency>,
}

struct Regency {
    place: Place,
    districts: Vec<Place>,
    weight: f64,
}

/// A place and the words people use for it.
pub(crate) struct Whereabouts {
    pub(crate) location: Location,
    /// Who answers for it: the regency, or the province where the regency is not known.
    pub(crate) government: RegionCode,
    pub(crate) utc_offset_hours: i8,
    pub(crate) street: String,
    pub(crate) village_words: String,
    pub(crate) district_words: String,
    pub(crate) regency_words: String,
}

const TOWN_STREETS: &[&str] = &[
    "Jl. Kenanga",
    "Jl. Melati Raya",
    "Jl. Anggrek",
    "Jl. Cempaka",
    "Jl. Merpati",
    "Jl. Rajawali",
    "Jl. Mawar Timur",
    "Jl. Teratai",
    "Jl. Flamboyan",
    "Jl. Bougenville",
    "Jl. Kamboja",
    "Jl. Dahlia",
    "Jl. Seruni",
    "Jl. Kutilang",
    "Jl. Nuri Indah",
    "Jl. Cendrawasih",
    "Jl. Pinang Raya",
    "Jl. Mangga Besar",
    "Lorong Sepakat",
    "Lorong Famili",
    "Gang Damai",
    "Gang Bersama",
    "Jl. Pasar Lama",
    "Jl. Terminal Baru",
    "Jl. Tepian Sungai",
    "Jl. Lingkar Utara",
    "Jl. Stasiun Lama",
    "Jl. Bukit Indah",
    "Jl. Sentosa",
    "Jl. Gotong Royong",
];
const RURAL_STREETS: &[&str] = &[
    "Jl. Poros Desa",
    "Jl. Lintas Tengah",
    "Jl. Lintas Timur",
    "Jl. Kebun Karet",
    "Jl. Pasar Kalangan",
    "Jl. Simpang Empat",
    "Jl. Balai Desa",
    "Jl. Sawah Besar",
    "Jl. Dusun II",
    "Jl. Dusun III",
    "Jl. Talang Baru",
    "Jl. Pelabuhan Rakyat",
    "Jl. Irigasi",
    "Jl. Transmigrasi Blok C",
    "Jl. Kebun Kopi",
    "Jl. Muara Indah",
    "Jl. Jembatan Gantung",
    "Jl. Sumber Makmur",
    "Jl. Harapan Jaya",
    "Jl. Tebat Besar",
];

impl Places {
    /// None if `province` is not a province.
    pub(crate) fn of(province: &RegionCode) -> Option<Self> {
        let gazetteer = Gazetteer::bundled();
        let province = gazetteer
            .place(province)
            .filter(|place| place.kind == PlaceKind::Provinsi)?;
        let regencies: Vec<Regency> = gazetteer
            .children(&province.code)
            .map(|place| {
                let people = f64::from(place.population.unwrap_or(100_000));
                // People in towns complain more, through more channels.
                let weight = if place.kind == PlaceKind::Kota {
                    people * 2.5
                } else {
                    people
                };
                Regency {
                    districts: gazetteer.children(&place.code).collect(),
                    place,
                    weight,
                }
            })
            .collect();
        Some(Self {
            province,
            regencies,
        })
    }

    pub(crate) fn draw(&self, rng: &mut ChaCha8Rng) -> Whereabouts {
        let clarity: f64 = rng.random();
        if clarity < 0.05 {
            return self.unclear(rng);
        }
        let regency = self
            .regencies
            .choose_weighted(rng, |regency| regency.weight)
            .expect("a province has regencies with people in them");
        let is_town = regency.place.kind == PlaceKind::Kota;
        let mut location = Location {
            region: Some(regency.place.code.clone()),
            province: Some(self.province.name.to_owned()),
            regency: Some(regency.place.name.to_owned()),
            ..Location::default()
        };
        let street = draw_street(rng, is_town);
        let mut village_words = "kampung kami".to_owned();
        let mut district_words = "kecamatan kami".to_owned();
        let district = regency.districts.choose(rng).filter(|_| clarity >= 0.11);
        if let Some(district) = district {
            location.region = Some(district.code.clone());
            location.district = Some(district.name.to_owned());
            location.address = Some(format!("{street} No. {}", rng.random_range(1..180)));
            district_words = format!("Kec. {}", district.name);
            if rng.random_bool(0.45) {
                location.point = district.label.map(|label| near(label, rng));
            }
            let villages: Vec<Place> = Gazetteer::bundled().children(&district.code).collect();
            if let Some(village) = villages.choose(rng) {
                let title = if village.kind == PlaceKind::Kelurahan {
                    "Kel."
                } else {
                    "Desa"
                };
                village_words = format!("{title} {}", village.name);
                if rng.random_bool(0.5) {
                    location.region = Some(village.code.clone());
                    location.village = Some(village.name.to_owned());
                }
            }
        }
        Whereabouts {
            location,
            government: regency.place.code.clone(),
            utc_offset_hours: regency.place.utc_offset_hours.unwrap_or(7),
            street,
            village_words,
            district_words,
            regency_words: regency.place.name.to_owned(),
        }
    }

    /// Nobody knows where: the bucket "tanpa lokasi jelas".
    fn unclear(&self, rng: &mut ChaCha8Rng) -> Whereabouts {
        let knows_province = rng.random_bool(0.4);
        Whereabouts {
            location: Location {
                region: knows_province.then(|| self.province.code.clone()),
                province: knows_province.then(|| self.province.name.to_owned()),
                ..Location::default()
            },
            government: self.province.code.clone(),
            utc_offset_hours: self.province.utc_offset_hours.unwrap_or(7),
            street: "jalan depan rumah kami".to_owned(),
            village_words: "kampung kami".to_owned(),
            district_words: "kecamatan kami".to_owned(),
            regency_words: "daerah kami".to_owned(),
        }
    }
}

fn draw_street(rng: &mut ChaCha8Rng, is_town: bool) -> String {
    let streets = if is_town { TOWN_STREETS } else { RURAL_STREETS };
    let street = pick(rng, streets);
    match rng.random_range(0..5) {
        0 if is_town => format!("{street} {}", pick(rng, &["I", "II", "III", "IV", "V"])),
        _ => street.to_owned(),
    }
}

/// Within a few hundred metres of the district's label point, so that it stays in the district.
fn near(label: tanggap_geo::Point, rng: &mut ChaCha8Rng) -> Point {
    let mut around = |degrees: f32| {
        let shifted = f64::from(degrees) + rng.random_range(-0.004..0.004);
        (shifted * 1e6).round() / 1e6
    };
    Point {
        lat: around(label.lat),
        lng: around(label.lng),
    }
}

/// One of a list that is a constant of ours.
pub(crate) fn pick<'a>(rng: &mut ChaCha8Rng, list: &[&'a str]) -> &'a str {
    list.choose(rng).expect("lists of words are not empty")
}
