//! One part of a draft on the screen: read and written by the fields that show it, until it is taken
//! out of the draft. It knows neither calendars nor rules.

use leptos::prelude::*;

/// `find` answers none once the part is gone.
pub struct Entry<D: 'static, E: 'static> {
    draft: RwSignal<D>,
    key: u32,
    find: fn(&D, u32) -> Option<&E>,
    find_mut: fn(&mut D, u32) -> Option<&mut E>,
}

impl<D, E> Clone for Entry<D, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D, E> Copy for Entry<D, E> {}

impl<D: Send + Sync> Entry<D, D> {
    /// The draft itself.
    pub fn whole(draft: RwSignal<D>) -> Self {
        Self::new(draft, 0, |draft, _| Some(draft), |draft, _| Some(draft))
    }
}

impl<D: Send + Sync, E> Entry<D, E> {
    pub fn new(
        draft: RwSignal<D>,
        key: u32,
        find: fn(&D, u32) -> Option<&E>,
        find_mut: fn(&mut D, u32) -> Option<&mut E>,
    ) -> Self {
        Self {
            draft,
            key,
            find,
            find_mut,
        }
    }

    /// What it says now; none once it is gone.
    pub fn read<T>(self, pick: impl FnOnce(&E) -> T) -> Option<T> {
        self.draft
            .with(|draft| (self.find)(draft, self.key).map(pick))
    }

    pub fn change(self, change: impl FnOnce(&mut E)) {
        self.draft.update(|draft| {
            if let Some(entry) = (self.find_mut)(draft, self.key) {
                change(entry);
            }
        });
    }

    /// What one of its fields shows, and again whenever it changes.
    pub fn get<T: Default + Send + Sync + 'static>(self, pick: fn(&E) -> T) -> Signal<T> {
        Signal::derive(move || self.read(pick).unwrap_or_default())
    }

    /// What one of its lists has chosen.
    pub fn chosen<T: Send + Sync + 'static>(self, pick: fn(&E) -> T) -> Signal<Option<T>> {
        Signal::derive(move || self.read(pick))
    }

    /// Takes in what one of its fields was given.
    pub fn set<T: 'static>(self, write: fn(&mut E, T)) -> Callback<T> {
        Callback::new(move |value| self.change(|entry| write(entry, value)))
    }
}
