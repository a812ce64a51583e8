//! From the names in four columns to one region code, as deep as the names allow.
//!
//! Never guesses. Each level narrows the candidates of the one before; what is still ambiguous in
//! the end is answered with the region they share, and an unknown name stops the descent.

use tanggap_domain::region::{RegionCode, RegionLevel};

use crate::gazetteer::Gazetteer;
use crate::names::Keys;

impl Gazetteer {
    /// The deepest region that these names can only mean.
    ///
    /// Names come as exports and people write them: `Kota Surabaya`, `SURABAYA`, `Kab. Bandung`,
    /// `Kec. Ilir Barat 1`, `D.I. Yogyakarta`, `Sumsel`. Absent, blank and `-` mean the level is not
    /// known. A district needs a province or regency around it and a village at least a regency,
    /// since their names repeat all over the country. A kind that is written must be right:
    /// `Kabupaten Surabaya` is not `Kota Surabaya`.
    ///
    /// ```
    /// use tanggap_geo::Gazetteer;
    /// let places = Gazetteer::bundled();
    /// let code = places.resolve(Some("Jawa Timur"), Some("SURABAYA"), Some("Bubutan"), None).unwrap();
    /// assert_eq!(code.as_str(), "35.78.13");
    /// ```
    pub fn resolve(
        &self,
        province: Option<&str>,
        regency: Option<&str>,
        district: Option<&str>,
        village: Option<&str>,
    ) -> Option<RegionCode> {
        let named = [
            (RegionLevel::Province, province),
            (RegionLevel::Regency, regency),
            (RegionLevel::District, district),
            (RegionLevel::Village, village),
        ];
        let mut candidates: Vec<RegionCode> = Vec::new();
        for (level, name) in named {
            let Some(keys) = name
                .map(|name| Keys::of(level, name))
                .filter(|keys| !keys.is_empty())
            else {
                continue;
            };
            let reached = candidates.first().map(RegionCode::level);
            let too_wide = match level {
                RegionLevel::Province | RegionLevel::Regency => false,
                RegionLevel::District => reached.is_none(),
                RegionLevel::Village => reached < Some(RegionLevel::Regency),
            };
            if too_wide {
                break;
            }
            let found = self.named(level, &keys, &candidates);
            if !found.is_empty() {
                candidates = found;
            } else if level != RegionLevel::Province {
                break;
            }
        }
        let mut candidates = candidates.into_iter();
        let first = candidates.next()?;
        candidates.try_fold(first, |shared, code| common(shared, &code))
    }

    /// Regions of `level` with this name inside any of `scopes` (everywhere without scopes): those
    /// spelled alike, else those that sound alike, else those one letter away inside the scopes.
    fn named(&self, level: RegionLevel, keys: &Keys, scopes: &[RegionCode]) -> Vec<RegionCode> {
        let table = self.table(level);
        let ranges: Vec<_> = match scopes {
            [] => vec![table.range(None)],
            scopes => scopes
                .iter()
                .map(|scope| table.range(Some(scope)))
                .collect(),
        };
        let near_enough = !scopes.is_empty() || level == RegionLevel::Province;
        let (mut alike, mut sounding, mut near) = (Vec::new(), Vec::new(), Vec::new());
        for at in ranges.into_iter().flatten() {
            let own = table.keys(at);
            if keys.kind.is_some() && keys.kind != own.kind {
                continue;
            }
            if own.plain == keys.plain {
                alike.push(table.code(at));
            } else if own.squeezed == keys.squeezed {
                sounding.push(table.code(at));
            } else if near_enough && own.is_one_letter_from(keys) {
                near.push(table.code(at));
            }
        }
        [alike, sounding, near]
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }
}

/// The narrowest region that holds both.
fn common(mut shared: RegionCode, other: &RegionCode) -> Option<RegionCode> {
    while !shared.contains(other) {
        shared = shared.parent()?;
    }
    Some(shared)
}
