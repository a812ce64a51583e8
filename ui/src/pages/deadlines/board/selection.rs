//! What is selected on the board: cards one by one, a range of them, or a whole column with those that
//! have no card. What left the board is not selected any more: nobody would see what is acted on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::deadlines::{BoardReply, Lane, LaneRows};
use tanggap_ipc::inbox::{Filter, Page, Row};

use super::{View, row_of};
use crate::call::call;
use crate::pages::deadlines::filter;

/// Columns selected as a whole, as the shell gave them.
type Whole = BTreeMap<Lane, Arc<Page>>;

#[derive(Clone, Copy, Default)]
pub(super) struct Selection {
    whole: RwSignal<Whole>,
    /// Where a range of cards begins.
    anchor: StoredValue<Option<ComplaintId>>,
}

/// How much of a column is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Selected {
    pub count: u32,
    /// Everything that one click selects.
    pub all: bool,
}

impl Selected {
    pub fn is_partly(self) -> bool {
        self.count > 0 && !self.all
    }
}

impl Selection {
    /// A complaint of a whole column.
    pub fn row(self, id: ComplaintId) -> Option<Row> {
        self.whole.with_untracked(|whole| {
            let mut rows = whole.values().flat_map(|page| &page.rows);
            rows.find(|row| row.id == id).cloned()
        })
    }

    pub fn forget(self) {
        if self.whole.with_untracked(|whole| !whole.is_empty()) {
            self.whole.set(Whole::new());
        }
    }

    fn ids(self, lane: Lane) -> Option<BTreeSet<ComplaintId>> {
        self.whole
            .with(|whole| whole.get(&lane).map(|page| ids(page)))
    }
}

fn ids(page: &Page) -> BTreeSet<ComplaintId> {
    page.rows.iter().map(|row| row.id).collect()
}

impl View {
    /// Selects a card or lets it go; with `range`, all from the last one on in the same column.
    pub(super) fn select(self, lane: Lane, id: ComplaintId, range: bool) {
        let anchor = self.selection.anchor.get_value().filter(|_| range);
        let between = anchor.and_then(|anchor| {
            self.board.with_untracked(|board| {
                let cards = &board.as_ref()?.lane(lane).cards;
                let place = |id| cards.iter().position(|card| card.row.id == id);
                let (from, to) = (place(anchor)?, place(id)?);
                let cards = &cards[from.min(to)..=from.max(to)];
                Some(cards.iter().map(|card| card.row.id).collect::<Vec<_>>())
            })
        });
        match between {
            Some(between) => self
                .many
                .selected
                .update(|selected| selected.extend(between)),
            None => self.many.toggle(id),
        }
        self.selection.anchor.set_value(Some(id));
    }

    /// The chosen card, by its key.
    pub(super) fn select_chosen(self) {
        let Some((id, _)) = self.chosen.get_untracked() else {
            return;
        };
        self.many.toggle(id);
        self.selection.anchor.set_value(Some(id));
    }

    /// Selects a whole column, whether its complaints have cards or not, or lets it go.
    pub(super) fn select_lane(self, lane: Lane, on: bool) {
        let (cards, has_more) = untrack(|| self.cards(lane));
        if !on {
            let whole = untrack(|| self.selection.ids(lane)).unwrap_or_default();
            self.many.selected.update(|selected| {
                selected.retain(|id| !cards.contains(id) && !whole.contains(id));
            });
            self.selection.whole.update(|whole| {
                whole.remove(&lane);
            });
            return;
        }
        if !has_more {
            self.many.selected.update(|selected| selected.extend(cards));
            return;
        }
        let asked = filter(self.state);
        spawn_local(async move {
            let Some(page) = self.read_lane(&asked, lane).await else {
                return;
            };
            if self.board.is_disposed() || asked != filter(self.state) {
                return;
            }
            let ids = ids(&page);
            self.selection.whole.update(|whole| {
                whole.insert(lane, page);
            });
            self.many.selected.update(|selected| selected.extend(ids));
        });
    }

    /// Whole columns anew, as they are now.
    pub(super) async fn read_whole(self, asked: &Filter) -> Whole {
        let lanes: Vec<Lane> = self
            .selection
            .whole
            .try_with_untracked(|whole| whole.keys().copied().collect())
            .unwrap_or_default();
        let mut whole = Whole::new();
        for lane in lanes {
            if let Some(page) = self.read_lane(asked, lane).await {
                whole.insert(lane, page);
            }
        }
        whole
    }

    async fn read_lane(self, asked: &Filter, lane: Lane) -> Option<Arc<Page>> {
        let filter = asked.clone();
        match call(&LaneRows { filter, lane }).await {
            Ok(page) => Some(Arc::new(page)),
            Err(error) => {
                self.state.tell_error(self.say, &error);
                None
            }
        }
    }

    /// Lets go of what is neither on the board nor in a column selected as a whole.
    pub(super) fn keep_selected(self, board: &BoardReply, mut whole: Whole) {
        // A column that was let go while the shell was asked stays let go.
        self.selection
            .whole
            .with_untracked(|known| whole.retain(|lane, _| known.contains_key(lane)));
        let beyond: BTreeSet<ComplaintId> = whole.values().flat_map(|page| ids(page)).collect();
        let is_gone = |id: &ComplaintId| row_of(board, *id).is_none() && !beyond.contains(id);
        let selected = self.many.selected;
        if selected.with_untracked(|selected| selected.iter().any(is_gone)) {
            selected.update(|selected| selected.retain(|id| !is_gone(id)));
        }
        if self.selection.whole.with_untracked(|known| *known != whole) {
            self.selection.whole.set(whole);
        }
    }

    pub(super) fn selected_of(self, lane: Lane) -> Selected {
        let (cards, has_more) = self.cards(lane);
        let whole = self.selection.ids(lane);
        self.many.selected.with(|selected| {
            let all = match &whole {
                Some(whole) => whole.is_subset(selected),
                None => !cards.is_empty() && !has_more && cards.is_subset(selected),
            };
            let known = whole.iter().flatten().chain(&cards);
            let chosen: BTreeSet<_> = known.filter(|id| selected.contains(*id)).collect();
            Selected {
                count: u32::try_from(chosen.len()).unwrap_or(u32::MAX),
                all,
            }
        })
    }

    /// The cards of a column, and whether it has complaints without one.
    fn cards(self, lane: Lane) -> (BTreeSet<ComplaintId>, bool) {
        self.board.with(|board| {
            let Some(board) = board else {
                return (BTreeSet::new(), false);
            };
            let column = board.lane(lane);
            let cards: BTreeSet<_> = column.cards.iter().map(|card| card.row.id).collect();
            let has_more = cards.len() < column.total as usize;
            (cards, has_more)
        })
    }
}
