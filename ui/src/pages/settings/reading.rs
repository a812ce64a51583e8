//! A draft while it is edited: what stands in it, or what is wrong with it and at which field. Nothing
//! here knows whether it is a calendar or rules.

use leptos::prelude::*;

use crate::labels::Say;

/// Why a draft, or one field of it, is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    NotATime(String),
    NotADate,
    NotAPercent(String),
    NotANumber,
    /// Left empty; not worth a word before somebody asks.
    Missing,
    /// The domain's fault, in words.
    Said(String),
}

impl Wrong {
    pub fn words(&self, say: Say) -> String {
        match self {
            Self::NotATime(text) if text.trim().is_empty() => say.time_missing().to_owned(),
            Self::NotATime(text) => say.time_wrong(text),
            Self::NotADate => say.date_wrong().to_owned(),
            Self::NotAPercent(text) => say.rules_percent_wrong(text),
            Self::NotANumber => say.rules_amount_wrong().to_owned(),
            Self::Missing => say.field_missing().to_owned(),
            Self::Said(words) => words.clone(),
        }
    }
}

/// What a draft says, or every fault with its field.
pub type Outcome<T, F> = Result<T, Vec<(F, Wrong)>>;

/// A draft as it reads now.
pub struct Reading<T, F>
where
    T: Send + Sync + 'static,
    F: Send + Sync + 'static,
{
    say: Say,
    outcome: Memo<Outcome<T, F>>,
    /// Somebody asked for more than to edit: now missing entries are worth a word.
    pub asked: RwSignal<bool>,
}

impl<T: Send + Sync, F: Send + Sync> Clone for Reading<T, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync, F: Send + Sync> Copy for Reading<T, F> {}

impl<T, F> Reading<T, F>
where
    T: Clone + PartialEq + Send + Sync,
    F: Copy + PartialEq + Send + Sync,
{
    pub fn new(say: Say, read: impl Fn() -> Outcome<T, F> + Send + Sync + 'static) -> Self {
        Self {
            say,
            outcome: Memo::new(move |_| read()),
            asked: RwSignal::new(false),
        }
    }

    /// What stands in the draft, for whoever acts on it.
    pub fn outcome(self) -> Outcome<T, F> {
        self.outcome.get_untracked()
    }

    /// Looks at what stands in the draft, and again whenever it changes.
    pub fn with<R>(self, look: impl FnOnce(&Outcome<T, F>) -> R) -> R {
        self.outcome.with(look)
    }

    /// The sentence about one field, where it has one.
    pub fn fault(self, field: F) -> Option<String> {
        let asked = self.asked.get();
        self.outcome.with(|outcome| {
            let wrong = outcome.as_ref().err()?;
            wrong
                .iter()
                .find(|(at, why)| *at == field && (asked || *why != Wrong::Missing))
                .map(|(_, why)| why.words(self.say))
        })
    }

    pub fn fault_at(self, field: F) -> Signal<Option<String>> {
        Signal::derive(move || self.fault(field))
    }

    /// How many; told only once somebody asked.
    pub fn faults(self) -> usize {
        if !self.asked.get() {
            return 0;
        }
        self.outcome
            .with(|outcome| outcome.as_ref().err().map_or(0, Vec::len))
    }
}
