//! Which digits are personal: the best way to divide a row of groups into numbers.
//!
//! Two numbers side by side are two, however they are separated; where it is not clear which digits
//! belong to a number, one too many is covered rather than one too few.

use std::ops::Range;

use super::PersonalData;
use super::fold::Folded;
use super::groups::{Group, gap, groups};
use super::kinds::{Candidate, kind_of};
use super::public::public;
use super::words::{Said, said_before, said_behind};

/// Groups of one number: a NIK written digit by digit has 16, with room for a country's code.
const MAX_GROUPS: usize = 18;
/// Digits of the longest number, the NPWP with its branch.
const MAX_DIGITS: usize = 22;
/// Every digit that is covered counts so much.
const COVERED: i64 = 10;
/// One kind of separator inside a number is usual; each other one speaks against it.
const MIXED: i64 = 25;

/// Personal numbers in order, as places of the folded text.
pub(super) fn find(folded: &Folded) -> Vec<(PersonalData, Range<usize>)> {
    let groups = groups(folded);
    let said = said_before(folded, &groups);
    let public = public(&folded.text, &groups, &said);
    let row = Row {
        folded,
        groups: &groups,
        said: &said,
        public: &public,
    };
    row.divided()
}

struct Row<'a> {
    folded: &'a Folded,
    groups: &'a [Group],
    said: &'a [Option<Said>],
    public: &'a [bool],
}

/// The best from a group to the end.
#[derive(Clone, Copy, Default)]
struct Best {
    score: i64,
    /// A number begins here: its kind, and its last group.
    number: Option<(PersonalData, usize)>,
}

impl Row<'_> {
    fn divided(&self) -> Vec<(PersonalData, Range<usize>)> {
        let mut best = vec![Best::default(); self.groups.len() + 1];
        for at in (0..self.groups.len()).rev() {
            let mut here = Best {
                score: best[at + 1].score,
                number: None,
            };
            for (last, kind, score) in self.numbers_at(at) {
                let score = score + best[last + 1].score;
                if score > here.score {
                    here = Best {
                        score,
                        number: Some((kind, last)),
                    };
                }
            }
            best[at] = here;
        }
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(here) = best.get(at) {
            match here.number {
                Some((kind, last)) => {
                    found.push((kind, self.groups[at].start..self.groups[last].end));
                    at = last + 1;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Numbers that begin with the group: last group, kind, score.
    fn numbers_at(&self, at: usize) -> Vec<(usize, PersonalData, i64)> {
        let mut found = Vec::new();
        let mut digits = String::new();
        let mut gaps: Vec<&str> = Vec::new();
        for last in at..self.groups.len().min(at + MAX_GROUPS) {
            if last > at {
                gaps.push(gap(
                    &self.folded.text,
                    &self.groups[last - 1],
                    &self.groups[last],
                ));
            }
            let joined = gaps.last().is_none_or(|gap| joins(gap));
            if self.public[last] || !joined || (last > at && self.groups[last].plus) {
                break;
            }
            digits.push_str(&self.groups[last].digits);
            if last > at && digits.len() > MAX_DIGITS {
                break;
            }
            let candidate = Candidate {
                digits: &digits,
                groups: &self.groups[at..=last],
                gaps: &gaps,
                before: self
                    .folded
                    .lower
                    .get(..self.groups[at].start)
                    .unwrap_or_default(),
                said: self.said[at],
                said_behind: said_behind(
                    self.folded,
                    &self.groups[last],
                    self.groups.get(last + 1),
                ),
            };
            if let Some(kind) = kind_of(&candidate) {
                let covered = digits.len() as i64 * COVERED;
                found.push((last, kind, covered - MIXED * candidate.mixed() as i64));
            }
        }
        found
    }
}

/// Whether one number may go on behind it. No colon, which times have, and no line break.
fn joins(gap: &str) -> bool {
    gap.len() <= 3 && gap.bytes().all(|byte| b" -.()_*~/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_goes_on_behind_few_marks_and_no_others() {
        for gap in ["", " ", "-", ".", " - ", ") ", "/", "_", "*", "~"] {
            assert!(joins(gap), "{gap:?}");
        }
        for gap in ["    ", ":", ",", "\n", "+", " a ", ";", "•"] {
            assert!(!joins(gap), "{gap:?}");
        }
    }
}
