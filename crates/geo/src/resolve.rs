//! From the names in four columns to one region code, as deep as the names allow.
//!
//! Never guesses. Each level narrows the candidates of the one before; what is still ambiguous in
//! the end is answered with the region they share, an unknown name stops the descent, and names that
//! contradict each other are answered with what both can mean, else with nothing.

use tanggap_domain::region::{RegionCode, RegionLevel};

use crate::codes;
use crate::former;
use crate::gazetteer::Gazetteer;
use crate::names::Keys;

/// How much a name may differ from that of a region.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// Spelled alike, or else sounding alike.
    Sure,
    /// Or else one letter away.
    Near,
}

impl Gazetteer {
    /// The deepest region that these names can only mean.
    ///
    /// Names come as exports and people write them: `Kota Surabaya`, `SURABAYA`, `Kab. Bandung`,
    /// `Kec. Ilir Barat 1`, `D.I. Yogyakarta`, `Sumsel`, or as a code (`35.78`). Absent, blank and `-`
    /// mean the level is not known. A district needs a province or regency around it and a village at
    /// least a regency, since their names repeat all over the country. A kind that is written must be
    /// right: `Kabupaten Surabaya` is not `Kota Surabaya`.
    ///
    /// Names of before a split or a renaming are read as what became of them: `Papua` with `Merauke`
    /// is Papua Selatan, `Kab. Toba Samosir` is Kabupaten Toba.
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
            let Some(name) = name else { continue };
            let readings = Keys::readings(level, name);
            if readings.is_empty() {
                continue;
            }
            let step = match codes::read(name) {
                Some(meant) => self.step_by_code(meant, &candidates),
                None => self.step(level, &readings, &candidates),
            };
            match step {
                Step::Narrowed(found) => candidates = found,
                Step::Unknown if level == RegionLevel::Province => {}
                Step::Unknown => break,
                Step::Contradicts(elsewhere) => {
                    candidates.extend(elsewhere);
                    break;
                }
            }
        }
        let mut candidates = candidates.into_iter();
        let first = candidates.next()?;
        candidates.try_fold(first, |shared, code| common(shared, &code))
    }

    fn step(&self, level: RegionLevel, readings: &[Keys], within: &[RegionCode]) -> Step {
        let reached = within.first().map(RegionCode::level);
        let too_wide = match level {
            RegionLevel::Province | RegionLevel::Regency => false,
            RegionLevel::District => reached.is_none(),
            RegionLevel::Village => reached < Some(RegionLevel::Regency),
        };
        if too_wide {
            return Step::Unknown;
        }
        let found = self.any_named(level, readings, within, Likeness::Near);
        if !found.is_empty() {
            return Step::Narrowed(found);
        }
        match level {
            RegionLevel::Province | RegionLevel::Village => Step::Unknown,
            RegionLevel::Regency => self.regency_elsewhere(readings, within),
            RegionLevel::District => self.district_elsewhere(readings, within),
        }
    }

    /// Of a regency that the named province does not have (any more).
    fn regency_elsewhere(&self, readings: &[Keys], within: &[RegionCode]) -> Step {
        if within.is_empty() {
            return Step::Unknown;
        }
        let split_off: Vec<RegionCode> = within.iter().flat_map(former::split_off).collect();
        if !split_off.is_empty() {
            let found = self.any_named(RegionLevel::Regency, readings, &split_off, Likeness::Sure);
            if !found.is_empty() {
                return Step::Narrowed(found);
            }
        }
        let elsewhere = self.any_named(RegionLevel::Regency, readings, &[], Likeness::Sure);
        match elsewhere.is_empty() {
            true => Step::Unknown,
            false => Step::Contradicts(elsewhere),
        }
    }

    /// Of a district that the named regency does not have: a neighbour of the same province may.
    fn district_elsewhere(&self, readings: &[Keys], within: &[RegionCode]) -> Step {
        let mut provinces: Vec<RegionCode> = within
            .iter()
            .filter(|scope| scope.level() >= RegionLevel::Regency)
            .filter_map(|scope| scope.at(RegionLevel::Province))
            .collect();
        provinces.dedup();
        if provinces.is_empty() {
            return Step::Unknown;
        }
        let elsewhere = self.any_named(RegionLevel::District, readings, &provinces, Likeness::Sure);
        // People write the village into the district's column too; then it is nobody else's district.
        let is_village = || {
            let villages = self.any_named(RegionLevel::Village, readings, within, Likeness::Sure);
            !villages.is_empty()
        };
        match elsewhere.is_empty() || is_village() {
            true => Step::Unknown,
            false => Step::Contradicts(elsewhere),
        }
    }

    fn step_by_code(&self, meant: RegionCode, within: &[RegionCode]) -> Step {
        let exists = self.table(meant.level()).find(&meant).is_some();
        if !exists {
            return Step::Unknown;
        }
        if within.is_empty() || within.iter().any(|scope| scope.contains(&meant)) {
            return Step::Narrowed(vec![meant]);
        }
        let inside: Vec<RegionCode> = within
            .iter()
            .filter(|scope| meant.contains(scope))
            .cloned()
            .collect();
        match inside.is_empty() {
            true => Step::Contradicts(vec![meant]),
            false => Step::Narrowed(inside),
        }
    }

    /// Regions that one of the readings names: the first reading that has any, in names of today, else
    /// in former ones.
    fn any_named(
        &self,
        level: RegionLevel,
        readings: &[Keys],
        within: &[RegionCode],
        likeness: Likeness,
    ) -> Vec<RegionCode> {
        // A whole name before one that is a letter away, whichever reading has it.
        for tier in [Likeness::Sure, Likeness::Near] {
            if tier == Likeness::Near && likeness == Likeness::Sure {
                break;
            }
            for keys in readings {
                let found = self.named(level, keys, within, tier);
                if !found.is_empty() {
                    return found;
                }
            }
            for keys in readings {
                let found = former::named(level, keys, within);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// Regions of `level` with this name inside any of `scopes` (everywhere without scopes): those
    /// spelled alike, else those that sound alike, else those one letter away inside the scopes.
    fn named(
        &self,
        level: RegionLevel,
        keys: &Keys,
        scopes: &[RegionCode],
        likeness: Likeness,
    ) -> Vec<RegionCode> {
        let table = self.table(level);
        let ranges: Vec<_> = match scopes {
            [] => vec![table.range(None)],
            scopes => scopes
                .iter()
                .map(|scope| table.range(Some(scope)))
                .collect(),
        };
        let near_enough =
            likeness == Likeness::Near && (!scopes.is_empty() || level == RegionLevel::Province);
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

/// What a name does to the candidates.
enum Step {
    Narrowed(Vec<RegionCode>),
    /// No region has it.
    Unknown,
    /// Only these have it, and they lie elsewhere.
    Contradicts(Vec<RegionCode>),
}

/// The narrowest region that holds both.
fn common(mut shared: RegionCode, other: &RegionCode) -> Option<RegionCode> {
    while !shared.contains(other) {
        shared = shared.parent()?;
    }
    Some(shared)
}
