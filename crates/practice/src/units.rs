//! The agencies of a province and their units (OPD), as a practice region would list them.

use tanggap_domain::agency::AgencyRef;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_geo::Gazetteer;

/// The government body that answers for a region, with its units.
#[derive(Clone, Debug, PartialEq)]
pub struct Agency {
    pub region: RegionCode,
    /// `Pemerintah Kota Palembang`.
    pub agency: AgencyRef,
    pub units: Vec<AgencyRef>,
}

/// A kind of unit that every region has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    Pupr,
    Perkim,
    Dlh,
    Pdam,
    Dishub,
    Dinkes,
    Rsud,
    Disdik,
    Disdukcapil,
    Dinsos,
    Disnaker,
    SatpolPp,
    Disperindag,
    Distan,
    Dpmptsp,
    Dpmd,
    Dispora,
    Diskominfo,
    Bapenda,
    Bappeda,
    Bpbd,
    Kecamatan,
    Inspektorat,
    /// Not of the region: what is meant for it is sent on.
    Pln,
}

impl UnitKind {
    /// Every unit of a region, in the order of their ids.
    pub const OF_A_REGION: [Self; 23] = [
        Self::Pupr,
        Self::Perkim,
        Self::Dlh,
        Self::Pdam,
        Self::Dishub,
        Self::Dinkes,
        Self::Rsud,
        Self::Disdik,
        Self::Disdukcapil,
        Self::Dinsos,
        Self::Disnaker,
        Self::SatpolPp,
        Self::Disperindag,
        Self::Distan,
        Self::Dpmptsp,
        Self::Dpmd,
        Self::Dispora,
        Self::Diskominfo,
        Self::Bapenda,
        Self::Bappeda,
        Self::Bpbd,
        Self::Kecamatan,
        Self::Inspektorat,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Pupr => "Dinas PUPR",
            Self::Perkim => "Dinas Perumahan dan Kawasan Permukiman",
            Self::Dlh => "Dinas Lingkungan Hidup",
            Self::Pdam => "Perumda Air Minum",
            Self::Dishub => "Dinas Perhubungan",
            Self::Dinkes => "Dinas Kesehatan",
            Self::Rsud => "RSUD",
            Self::Disdik => "Dinas Pendidikan",
            Self::Disdukcapil => "Dinas Kependudukan dan Pencatatan Sipil",
            Self::Dinsos => "Dinas Sosial",
            Self::Disnaker => "Dinas Tenaga Kerja",
            Self::SatpolPp => "Satpol PP",
            Self::Disperindag => "Dinas Perdagangan dan Perindustrian",
            Self::Distan => "Dinas Pertanian dan Peternakan",
            Self::Dpmptsp => "DPMPTSP",
            Self::Dpmd => "Dinas Pemberdayaan Masyarakat dan Desa",
            Self::Dispora => "Dinas Pemuda dan Olahraga",
            Self::Diskominfo => "Dinas Komunikasi dan Informatika",
            Self::Bapenda => "Badan Pendapatan Daerah",
            Self::Bappeda => "Bappeda",
            Self::Bpbd => "BPBD",
            Self::Kecamatan => "Bagian Tata Pemerintahan",
            Self::Inspektorat => "Inspektorat",
            Self::Pln => "PT PLN (Persero)",
        }
    }

    /// The unit of this kind that works for `region` (a province or kab/kota).
    pub fn of(self, region: &RegionCode) -> AgencyRef {
        if self == Self::Pln {
            return AgencyRef::new(Some("9001"), self.title());
        }
        let index = Self::OF_A_REGION
            .iter()
            .position(|kind| *kind == self)
            .unwrap_or_default();
        AgencyRef::new(
            Some(&format!("{}{:02}", number_of(region), index + 1)),
            format!("{} {}", self.title(), region_name(region)),
        )
    }
}

/// The government of `region`.
pub fn government_of(region: &RegionCode) -> AgencyRef {
    AgencyRef::new(
        Some(&format!("{}00", number_of(region))),
        format!("Pemerintah {}", region_name(region)),
    )
}

/// The governments of a province and of all its kab/kota, with their units.
pub fn agencies(province: &RegionCode) -> Vec<Agency> {
    let regencies = Gazetteer::bundled().within(RegionLevel::Regency, Some(province));
    std::iter::once(province.clone())
        .chain(regencies.map(|place| place.code))
        .map(|region| Agency {
            agency: government_of(&region),
            units: UnitKind::OF_A_REGION
                .iter()
                .map(|kind| kind.of(&region))
                .collect(),
            region,
        })
        .collect()
}

/// `Provinsi Sumatera Selatan`, `Kota Palembang`, `Kabupaten Lahat`.
fn region_name(region: &RegionCode) -> String {
    let name = Gazetteer::bundled().name(region).unwrap_or(region.as_str());
    match region.level() {
        RegionLevel::Province => format!("Provinsi {name}"),
        _ => name.to_owned(),
    }
}

fn number_of(region: &RegionCode) -> String {
    region.as_str().replace('.', "")
}
