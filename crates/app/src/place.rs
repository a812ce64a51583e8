//! Regions in words. Never guesses a place: what has no code has no words here.

use tanggap_domain::complaint::Complaint;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_geo::Gazetteer;

/// Names from the province down to `code`; empty for none.
pub fn path(code: Option<&RegionCode>) -> Vec<String> {
    let places = Gazetteer::bundled();
    let mut names = Vec::with_capacity(4);
    let mut next = code.cloned();
    while let Some(code) = next {
        names.extend(places.name(&code).map(|name| in_words(&code, name)));
        next = code.parent();
    }
    names.reverse();
    names
}

/// The deepest known region as people call it, e.g. `Kec. Ilir Barat I`.
pub fn short(code: &RegionCode) -> Option<String> {
    let name = Gazetteer::bundled().name(code)?;
    Some(in_words(code, name))
}

/// The ministry's name of a region, without the kind of a kecamatan or village.
pub fn name(code: &RegionCode) -> Option<&'static str> {
    Gazetteer::bundled().name(code)
}

/// A scope of a hub in words: `nat`, a region code, or an agency's id as it came.
pub fn scope(scope: &str) -> String {
    match RegionCode::parse(scope) {
        Ok(code) => short(&code).unwrap_or_else(|| scope.to_owned()),
        Err(_) if scope == "nat" => "Indonesia".to_owned(),
        Err(_) => scope.to_owned(),
    }
}

/// The scopes of an officer in words, without the feeds of complaints that have no clear place: those come with
/// a region and say nothing about it.
pub fn scopes(scopes: &[String]) -> Vec<String> {
    let named = scopes
        .iter()
        .filter(|scope| !scope.starts_with("tanpa-lokasi"));
    named.map(|it| scope(it)).collect()
}

/// As in an address, from the deepest region to the kab/kota: `Kec. Bubutan, Kota Surabaya`.
pub fn address(complaint: &Complaint) -> Option<String> {
    let code = complaint.location.region.as_ref()?;
    let mut names = path(Some(code));
    if names.len() > 1 {
        names.remove(0);
    }
    names.reverse();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Names to codes, for spreadsheets.
pub fn resolve(
    province: Option<&str>,
    regency: Option<&str>,
    district: Option<&str>,
    village: Option<&str>,
) -> Option<RegionCode> {
    Gazetteer::bundled().resolve(province, regency, district, village)
}

fn in_words(code: &RegionCode, name: &str) -> String {
    match code.level() {
        RegionLevel::Province | RegionLevel::Regency => name.to_owned(),
        RegionLevel::District => format!("Kec. {name}"),
        RegionLevel::Village => match code.as_str().rsplit('.').next() {
            // A kelurahan's last part starts with 1, a desa's with 2 or 3.
            Some(last) if last.starts_with('1') => format!("Kel. {name}"),
            _ => format!("Desa {name}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_the_words_people_use() {
        let bubutan = RegionCode::parse("35.78.13").unwrap();
        assert_eq!(
            path(Some(&bubutan)),
            ["Jawa Timur", "Kota Surabaya", "Kec. Bubutan"]
        );
        assert_eq!(short(&bubutan).unwrap(), "Kec. Bubutan");
    }
}
