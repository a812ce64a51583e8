//! The list as the shell gives it, in windows: only what is seen is fetched, however long it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::Error;
use tanggap_ipc::inbox::{List, Row};

use crate::call::call;
use crate::state::State;

/// Rows per request.
const WINDOW: u32 = 100;
/// Windows kept around the visible ones; older ones are fetched again when somebody scrolls back.
const KEPT: usize = 12;

#[derive(Clone, Copy)]
pub struct Rows {
    state: State,
    /// None until the first answer.
    pub total: RwSignal<Option<u32>>,
    pub error: RwSignal<Option<Error>>,
    windows: RwSignal<BTreeMap<u32, Arc<Vec<Row>>>>,
    asked: StoredValue<BTreeSet<u32>>,
    /// Answers to questions of an older generation are dropped.
    generation: StoredValue<u32>,
    /// Questions without an answer yet, and whether the list changed again since they were asked.
    in_flight: StoredValue<u32>,
    stale: StoredValue<bool>,
    /// First and last window on screen.
    seen: StoredValue<(u32, u32)>,
}

impl Rows {
    pub fn new(state: State) -> Self {
        Self {
            state,
            total: RwSignal::new(None),
            error: RwSignal::new(None),
            windows: RwSignal::new(BTreeMap::new()),
            asked: StoredValue::new(BTreeSet::new()),
            generation: StoredValue::new(0),
            in_flight: StoredValue::new(0),
            stale: StoredValue::new(false),
            seen: StoredValue::new((0, 0)),
        }
    }

    /// Another filter or order: nothing of the old list is right any more.
    pub fn start_over(self) {
        self.total.set(None);
        self.error.set(None);
        self.windows.set(BTreeMap::new());
        self.seen.set_value((0, 0));
        self.ask_again();
    }

    /// The same list may have other rows now; the old ones stay until the answer is here. However
    /// often it changes (a first sync), one question is answered before the next is asked.
    pub fn refresh(self) {
        if self.in_flight.get_value() > 0 {
            self.stale.set_value(true);
        } else {
            self.ask_again();
        }
    }

    fn ask_again(self) {
        self.stale.set_value(false);
        self.generation.update_value(|generation| *generation += 1);
        self.asked.set_value(BTreeSet::new());
        let (first, last) = self.seen.get_value();
        for window in first..=last {
            self.ask(window);
        }
    }

    /// Makes sure that rows `from..to` are there or on their way.
    pub fn need(self, from: u32, to: u32) {
        let (first, last) = (from / WINDOW, to.saturating_sub(1).max(from) / WINDOW);
        self.seen.set_value((first, last));
        for window in first..=last {
            let here = self
                .windows
                .with_untracked(|windows| windows.contains_key(&window));
            if !here {
                self.ask(window);
            }
        }
    }

    pub fn at(self, index: u32) -> Option<Row> {
        self.windows.with(|windows| of(windows, index).cloned())
    }

    pub fn at_untracked(self, index: u32) -> Option<Row> {
        self.windows
            .with_untracked(|windows| of(windows, index).cloned())
    }

    /// Where a complaint stands among the rows that are here.
    pub fn position(self, id: ComplaintId) -> Option<u32> {
        self.windows.with(|windows| {
            windows.iter().find_map(|(window, rows)| {
                let inside = rows.iter().position(|row| row.id == id)?;
                u32::try_from(inside)
                    .ok()
                    .map(|inside| window * WINDOW + inside)
            })
        })
    }

    pub fn row(self, id: ComplaintId) -> Option<Row> {
        let index = untrack(|| self.position(id))?;
        self.at_untracked(index)
    }

    fn ask(self, window: u32) {
        let mut new = false;
        self.asked.update_value(|asked| new = asked.insert(window));
        if !new {
            return;
        }
        let generation = self.generation.get_value();
        let request = List {
            filter: self.state.filter.get_untracked(),
            sort: self.state.sort.get_untracked(),
            offset: window * WINDOW,
            limit: WINDOW,
        };
        self.in_flight.update_value(|count| *count += 1);
        spawn_local(async move {
            let reply = call(&request).await;
            let Some(current) = self.generation.try_get_value() else {
                return;
            };
            self.in_flight.update_value(|count| *count -= 1);
            if current != generation {
                return;
            }
            match reply {
                Ok(page) => {
                    self.error.set(None);
                    let changed = self.windows.with_untracked(|windows| {
                        windows.get(&window).is_none_or(|old| **old != page.rows)
                    });
                    if changed {
                        self.windows.update(|windows| {
                            windows.insert(window, Arc::new(page.rows));
                            self.forget_far(windows);
                        });
                    }
                    if self.total.get_untracked() != Some(page.total) {
                        self.total.set(Some(page.total));
                    }
                }
                Err(error) => self.error.set(Some(error)),
            }
            if self.stale.get_value() && self.in_flight.get_value() == 0 {
                self.ask_again();
            }
        });
    }

    /// Drops windows of older generations that nobody looks at, and the farthest ones.
    fn forget_far(self, windows: &mut BTreeMap<u32, Arc<Vec<Row>>>) {
        let (first, last) = self.seen.get_value();
        let asked = self.asked.get_value();
        windows.retain(|window, _| asked.contains(window) || (first..=last).contains(window));
        while windows.len() > KEPT {
            let distance =
                |window: &u32| first.saturating_sub(*window) + window.saturating_sub(last);
            let Some(far) = windows.keys().copied().max_by_key(distance) else {
                return;
            };
            windows.remove(&far);
            self.asked.update_value(|asked| {
                asked.remove(&far);
            });
        }
    }
}

fn of(windows: &BTreeMap<u32, Arc<Vec<Row>>>, index: u32) -> Option<&Row> {
    windows
        .get(&(index / WINDOW))?
        .get((index % WINDOW) as usize)
}
