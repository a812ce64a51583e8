//! The office's rules while they are being edited: texts as they are typed. Nothing of it is in
//! force. Pure; the domain checks what it reads.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::policy::PauseRules;
use tanggap_domain::sla::{
    ClockKind, ClockRule, DayOne, DueAt, End, Limit, OfficeRules, OwnClock, Policies, Policy,
    PolicyError, Start, Threshold, Unit,
};

use crate::labels::Say;
use crate::pages::settings::reading::{Outcome, Wrong};
use crate::shared::when::read_date;

pub type Key = u32;

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub effective_from: String,
    pub citation: String,
    /// None, here and below: as the regulation says.
    pub day_one: Option<DayOne>,
    pub due: Option<DueAt>,
    pub pauses: Option<PauseRules>,
    pub thresholds: Option<Thresholds>,
    /// In which days the reporter's silence counts.
    pub silence: Option<Unit>,
    pub own: Vec<Own>,
    /// What a file changed besides, kept as it came.
    pub others: Vec<ClockRule>,
    pub based_on: u32,
    next: Key,
}

/// When to tell, as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    /// `50, 75, 90`.
    pub percents: String,
    pub day_before: bool,
    pub breach: bool,
}

/// A clock of the office's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    pub key: Key,
    pub number: OwnClock,
    pub name: String,
    pub amount: String,
    pub unit: Unit,
    pub starts: Start,
    pub ends: End,
    /// Empty: every class.
    pub classes: Vec<Classification>,
    pub pauses: bool,
    pub thresholds: Option<Vec<Threshold>>,
    pub citation: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    EffectiveFrom,
    Citation,
    Thresholds,
    OwnName(Key),
    OwnAmount(Key),
    OwnCitation(Key),
    Whole,
}

impl Thresholds {
    pub fn of(thresholds: &[Threshold]) -> Self {
        let percents: Vec<String> = thresholds
            .iter()
            .filter_map(|threshold| match threshold {
                Threshold::Used(percent) => Some(percent.to_string()),
                Threshold::DayBefore | Threshold::Breach => None,
            })
            .collect();
        Self {
            percents: percents.join(", "),
            day_before: thresholds.contains(&Threshold::DayBefore),
            breach: thresholds.contains(&Threshold::Breach),
        }
    }

    /// In the order in which they are crossed.
    fn read(&self) -> Result<Vec<Threshold>, Wrong> {
        let mut percents = BTreeSet::new();
        for part in self.percents.split([',', ';', ' ']) {
            let part = part.trim().trim_end_matches('%');
            if part.is_empty() {
                continue;
            }
            let percent = part
                .parse::<u8>()
                .map_err(|_| Wrong::NotAPercent(part.to_owned()))?;
            percents.insert(percent);
        }
        let mut thresholds: Vec<Threshold> = percents.into_iter().map(Threshold::Used).collect();
        thresholds.extend(self.day_before.then_some(Threshold::DayBefore));
        thresholds.extend(self.breach.then_some(Threshold::Breach));
        Ok(thresholds)
    }
}

impl Draft {
    /// The newest rules of the office, to be changed from `earliest` on; or none yet.
    pub fn of(rules: Option<&OfficeRules>, earliest: NaiveDate, say: Say) -> Self {
        let based_on = rules.map_or(0, |rules| rules.version);
        let none = OfficeRules::none(earliest);
        let rules = rules.unwrap_or(&none);
        let mut draft = Self {
            effective_from: say.typed_date(rules.effective_from.max(earliest)),
            citation: rules.citation.clone(),
            day_one: rules.day_one,
            due: rules.due,
            pauses: rules.pauses.clone(),
            thresholds: rules.thresholds.as_deref().map(Thresholds::of),
            silence: None,
            own: Vec::new(),
            others: Vec::new(),
            based_on,
            next: 0,
        };
        for rule in &rules.clocks {
            draft.take(rule);
        }
        draft
    }

    fn take(&mut self, rule: &ClockRule) {
        if let ClockKind::Own(number) = rule.clock {
            let key = self.new_key();
            self.own.push(Own {
                key,
                number,
                name: rule.name.clone().unwrap_or_default(),
                amount: rule.limit.amount.to_string(),
                unit: rule.limit.unit,
                starts: rule.starts,
                ends: rule.end(),
                classes: rule.classifications.clone().unwrap_or_default(),
                pauses: rule.pauses,
                thresholds: rule.thresholds.clone(),
                citation: rule.citation.clone(),
            });
            return;
        }
        let is_silence = silence_of(&regulation(None), rule.limit.unit)
            .is_some_and(|silence| silence.limit == rule.limit && silence.clock == rule.clock);
        if is_silence && self.silence.is_none() {
            self.silence = Some(rule.limit.unit);
        } else {
            self.others.push(rule.clone());
        }
    }

    /// The rules that stand here now.
    ///
    /// # Errors
    /// What cannot be read, each with its field; else the domain's first fault.
    pub fn read(&self, earliest: NaiveDate, say: Say) -> Outcome<OfficeRules, Field> {
        let mut wrong = Vec::new();
        let mut rules = OfficeRules::none(earliest);
        rules.version = self.based_on;
        match read_date(&self.effective_from) {
            Some(date) => rules.effective_from = date,
            None => wrong.push((Field::EffectiveFrom, Wrong::NotADate)),
        }
        rules.citation = self.citation.trim().to_owned();
        if rules.citation.is_empty() {
            wrong.push((Field::Citation, Wrong::Missing));
        }
        rules.day_one = self.day_one;
        rules.due = self.due;
        rules.pauses = self.pauses.clone();
        rules.thresholds = match self.thresholds.as_ref().map(Thresholds::read) {
            None => None,
            Some(Ok(thresholds)) => Some(thresholds),
            Some(Err(why)) => {
                wrong.push((Field::Thresholds, why));
                None
            }
        };
        let policy = regulation(Some(rules.effective_from));
        let silence = self.silence.and_then(|unit| silence_of(&policy, unit));
        rules.clocks.extend(silence);
        rules.clocks.extend(self.others.iter().cloned());
        let first_own = rules.clocks.len();
        for own in &self.own {
            rules.clocks.push(own.read(&mut wrong));
        }
        if wrong.is_empty()
            && let Err(error) = rules.check_adoption(earliest)
        {
            let said = Wrong::Said(say.words().rules_fault(&error));
            wrong.push((self.field_of(&error, first_own), said));
        }
        if wrong.is_empty() {
            Ok(rules)
        } else {
            Err(wrong)
        }
    }

    /// Where the domain's fault stands; its clocks are numbered from 1, the office's own last.
    fn field_of(&self, error: &PolicyError, first_own: usize) -> Field {
        let own = |number: usize, field: fn(Key) -> Field| {
            number
                .checked_sub(first_own + 1)
                .and_then(|position| self.own.get(position))
                .map_or(Field::Whole, |own| field(own.key))
        };
        match error {
            PolicyError::Retroactive { .. } => Field::EffectiveFrom,
            PolicyError::Threshold { .. } => Field::Thresholds,
            PolicyError::ZeroLimit { number, .. } | PolicyError::LimitTooLong { number, .. } => {
                own(*number, Field::OwnAmount)
            }
            PolicyError::OwnIncomplete { number, .. }
            | PolicyError::Twice { second: number, .. } => own(*number, Field::OwnName),
            PolicyError::NoCitation { .. } => Field::Citation,
            PolicyError::Name { place, .. } if place == "citation" => Field::Citation,
            PolicyError::Name { place, .. } => {
                let number = place
                    .strip_prefix("clocks[")
                    .and_then(|rest| rest.split(']').next());
                let at: Option<usize> = number.and_then(|number| number.parse().ok());
                at.map_or(Field::Whole, |at| own(at + 1, Field::OwnName))
            }
            PolicyError::Json { .. }
            | PolicyError::Schema { .. }
            | PolicyError::UnknownClass { .. }
            | PolicyError::EndOfRegulation { .. } => Field::Whole,
        }
    }

    /// A clock to fill in; none where the office has as many as it may.
    pub fn add_own(&mut self) -> Option<Key> {
        let number = (1..=OwnClock::MOST)
            .filter_map(OwnClock::new)
            .find(|number| self.own.iter().all(|own| own.number != *number))?;
        let key = self.new_key();
        self.own.push(Own {
            key,
            number,
            name: String::new(),
            amount: "1".to_owned(),
            unit: Unit::WorkingDays,
            starts: Start::Received,
            ends: End::FollowedUp,
            classes: Vec::new(),
            pauses: true,
            thresholds: None,
            citation: String::new(),
        });
        Some(key)
    }

    pub fn own(&self, key: Key) -> Option<&Own> {
        self.own.iter().find(|own| own.key == key)
    }

    pub fn own_mut(&mut self, key: Key) -> Option<&mut Own> {
        self.own.iter_mut().find(|own| own.key == key)
    }

    fn new_key(&mut self) -> Key {
        self.next += 1;
        self.next
    }
}

impl Own {
    fn read(&self, wrong: &mut Vec<(Field, Wrong)>) -> ClockRule {
        let amount = self.amount.trim().parse().ok();
        if amount.is_none() {
            wrong.push((Field::OwnAmount(self.key), Wrong::NotANumber));
        }
        let name = self.name.trim();
        if name.is_empty() {
            wrong.push((Field::OwnName(self.key), Wrong::Missing));
        }
        let citation = self.citation.trim();
        if citation.is_empty() {
            wrong.push((Field::OwnCitation(self.key), Wrong::Missing));
        }
        ClockRule {
            clock: ClockKind::Own(self.number),
            classifications: (!self.classes.is_empty()).then(|| self.classes.clone()),
            limit: Limit {
                amount: amount.unwrap_or_default(),
                unit: self.unit,
            },
            starts: self.starts,
            ends: Some(self.ends),
            name: Some(name.to_owned()),
            pauses: self.pauses,
            thresholds: self.thresholds.clone(),
            citation: citation.to_owned(),
        }
    }
}

/// What the regulation itself says on a date, without the office.
pub fn regulation(on: Option<NaiveDate>) -> Policy {
    let policies = Policies::bundled();
    let found = on.and_then(|on| policies.in_force(on).ok());
    let newest = || policies.versions()[policies.versions().len() - 1].clone();
    found.cloned().unwrap_or_else(newest)
}

/// The regulation's rule of the reporter's silence, counted in these days.
fn silence_of(policy: &Policy, unit: Unit) -> Option<ClockRule> {
    let mut rule = policy
        .clocks
        .iter()
        .find(|rule| rule.clock == ClockKind::ReporterSilence)?
        .clone();
    rule.limit.unit = unit;
    Some(rule)
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Say = Say {
        language: Language::Id,
        zone: Zone::Wib,
    };

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn draft() -> Draft {
        let mut draft = Draft::of(None, date("2026-12-01"), ID);
        draft.citation = "SE Bupati 4/2026".to_owned();
        draft
    }

    fn with_own(change: impl FnOnce(&mut Own)) -> (Draft, Key) {
        let mut draft = draft();
        let key = draft.add_own().unwrap();
        let own = draft.own_mut(key).unwrap();
        own.name = "Sapa pelapor".to_owned();
        own.citation = "SE Bupati 4/2026".to_owned();
        change(own);
        (draft, key)
    }

    #[track_caller]
    fn check(draft: &Draft, expected: Field, words: &str) {
        let wrong = draft.read(date("2026-12-01"), ID).unwrap_err();
        let (field, why) = wrong.first().unwrap();
        assert_eq!((*field, why.words(ID).as_str()), (expected, words));
    }

    #[test]
    fn rules_come_back_as_they_were() {
        let (mut draft, _) = with_own(|own| {
            own.unit = Unit::WorkingHours;
            own.amount = "4".to_owned();
            own.classes = vec![Classification::PermintaanInformasi];
        });
        draft.day_one = Some(DayOne::OnReceipt);
        draft.silence = Some(Unit::CalendarDays);
        draft.thresholds = Some(Thresholds {
            percents: "80, 50 %".to_owned(),
            day_before: false,
            breach: true,
        });
        let rules = draft.read(date("2026-12-01"), ID).unwrap();
        let expected = [Threshold::Used(50), Threshold::Used(80), Threshold::Breach];
        assert_eq!(rules.thresholds.as_deref(), Some(expected.as_slice()));
        assert_eq!(rules.clocks[0].clock, ClockKind::ReporterSilence);
        assert_eq!(rules.clocks[0].limit.unit, Unit::CalendarDays);
        let again = Draft::of(Some(&rules), date("2026-12-01"), ID);
        assert_eq!(again.silence, Some(Unit::CalendarDays));
        assert_eq!(again.others, []);
        assert_eq!(again.read(date("2026-12-01"), ID), Ok(rules));
    }

    #[test]
    fn faults_stand_at_their_field() {
        let (no_name, key) = with_own(|own| own.name.clear());
        check(&no_name, Field::OwnName(key), "Wajib diisi.");
        let (zero, key) = with_own(|own| own.amount = "0".to_owned());
        check(
            &zero,
            Field::OwnAmount(key),
            "Tenggat ke-1 (Tenggat kantor 1): batas tidak boleh nol.",
        );
        let (mut late, _) = with_own(|_| ());
        late.effective_from = "30/11/2026".to_owned();
        check(
            &late,
            Field::EffectiveFrom,
            "Aturan tidak dapat berlaku surut ke 30 Nov 2026; paling awal 1 Des 2026.",
        );
        let mut percent = draft();
        percent.thresholds = Some(Thresholds {
            percents: "50, 100".to_owned(),
            day_before: true,
            breach: true,
        });
        check(
            &percent,
            Field::Thresholds,
            "Ambang 100 % harus antara 1 dan 99.",
        );
        percent.thresholds.as_mut().unwrap().percents = "separuh".to_owned();
        check(
            &percent,
            Field::Thresholds,
            "“separuh” bukan persen. Tulis seperti 50, 75, 90.",
        );
    }

    #[test]
    fn an_office_has_nine_clocks_at_most() {
        let mut draft = draft();
        let keys: Vec<_> = (0..12).filter_map(|_| draft.add_own()).collect();
        assert_eq!(keys.len(), usize::from(OwnClock::MOST));
        draft.own.remove(3);
        let key = draft.add_own().unwrap();
        assert_eq!(draft.own(key).unwrap().number.number(), 4);
    }

    #[test]
    fn what_a_file_replaces_besides_is_kept() {
        let mut verification = regulation(None).clocks[0].clone();
        verification.limit.amount = 2;
        let mut rules = OfficeRules::none(date("2026-12-01"));
        rules.citation = "SE 1".to_owned();
        rules.clocks = vec![verification.clone()];
        let draft = Draft::of(Some(&rules), date("2026-12-01"), ID);
        assert_eq!(draft.others, [verification]);
        assert_eq!(draft.read(date("2026-12-01"), ID), Ok(rules));
    }
}
