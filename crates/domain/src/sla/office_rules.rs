//! What an office changes about the regulation's rules, and the clocks it adds. A layer over the
//! policy in force: a newer regulation keeps it, and it never reaches back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::policy::{PauseRules, check_citation, check_clocks, check_names, check_thresholds};
use super::{ClockRule, DayOne, DueAt, Policy, PolicyError, Threshold};

/// The schema this version reads.
pub const SCHEMA: &str = "tanggap-office-rules/1";

/// One version of an office's rules, in force from a date until the next version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeRules {
    pub schema: String,
    /// Rises with every version.
    #[serde(default)]
    pub version: u32,
    /// First local date on which clocks start under it. Never before it was adopted.
    pub effective_from: NaiveDate,
    /// Who decided it (a circular, a decree of the head of the region).
    pub citation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_one: Option<DayOne>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DueAt>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pauses: Option<PauseRules>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Vec<Threshold>>,
    /// Each kind named here takes the place of the regulation's rules of that kind; the office's own
    /// clocks are added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockRule>,
}

/// Where a policy was changed by the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeSource {
    pub version: u32,
    pub effective_from: NaiveDate,
    pub citation: String,
}

impl OfficeRules {
    /// Rules that change nothing, to start editing from.
    pub fn none(effective_from: NaiveDate) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            version: 0,
            effective_from,
            citation: String::new(),
            day_one: None,
            due: None,
            pauses: None,
            thresholds: None,
            clocks: Vec::new(),
        }
    }

    /// Reads and checks a file.
    ///
    /// # Errors
    /// [`PolicyError`], naming the place.
    pub fn read(json: &str) -> Result<Self, PolicyError> {
        let rules: Self = serde_json::from_str(json).map_err(PolicyError::of_json)?;
        rules.check()?;
        Ok(rules)
    }

    /// Everything that would make a clock wrong or missing without a word.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), PolicyError> {
        if self.schema != SCHEMA {
            return Err(PolicyError::Schema {
                found: self.schema.clone(),
            });
        }
        if self.citation.trim().is_empty() {
            return Err(PolicyError::NoCitation {
                place: "office rules".to_owned(),
            });
        }
        check_citation(&self.citation, || "citation".to_owned())?;
        check_names(&self.clocks)?;
        check_clocks(&self.clocks)?;
        check_thresholds(self.thresholds.as_deref().unwrap_or_default())
    }

    /// As [`OfficeRules::check`], and that no clock which started before `earliest` would move.
    ///
    /// # Errors
    /// [`PolicyError::Retroactive`] besides.
    pub fn check_adoption(&self, earliest: NaiveDate) -> Result<(), PolicyError> {
        self.check()?;
        if self.effective_from < earliest {
            return Err(PolicyError::Retroactive {
                effective_from: self.effective_from,
                earliest,
            });
        }
        Ok(())
    }

    /// The policy with these rules laid over it.
    pub(super) fn over(&self, base: &Policy) -> Policy {
        let mut policy = base.clone();
        policy.effective_from = base.effective_from.max(self.effective_from);
        policy.day_one = self.day_one.unwrap_or(base.day_one);
        policy.due = self.due.unwrap_or(base.due);
        if let Some(pauses) = &self.pauses {
            policy.pauses.clone_from(pauses);
        }
        if let Some(thresholds) = &self.thresholds {
            policy.thresholds.clone_from(thresholds);
        }
        let is_replaced = |rule: &ClockRule| self.clocks.iter().any(|it| it.clock == rule.clock);
        policy.clocks.retain(|rule| !is_replaced(rule));
        policy.clocks.extend(self.clocks.iter().cloned());
        policy.clocks.sort_by_key(|rule| rule.clock);
        policy.office = Some(OfficeSource {
            version: self.version,
            effective_from: self.effective_from,
            citation: self.citation.clone(),
        });
        policy
    }
}
