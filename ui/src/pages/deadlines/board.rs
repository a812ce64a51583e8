//! The board: columns by time, a card for each complaint, and why the chosen one is due then.

mod columns;
mod selection;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::ClockKind;
use tanggap_ipc::Error;
use tanggap_ipc::deadlines::{Board, BoardReply, Card, Lane};
use tanggap_ipc::inbox::{Filter, Row, Sort, Tab};

use self::columns::Lanes;
use self::selection::Selection;
use super::{filter, why};
use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::labels::Say;
use crate::shared::many::{BulkBar, Many};
use crate::state::{State, say, state};

/// Cards per column at first, and when more are asked for.
const FEW: u32 = 40;
const MANY: u32 = 200;

/// A card that is chosen: which complaint, and which of its clocks.
pub(super) type Chosen = (ComplaintId, ClockKind);

#[derive(Clone, Copy)]
pub(super) struct View {
    pub state: State,
    pub say: Say,
    board: RwSignal<Option<Arc<BoardReply>>>,
    error: RwSignal<Option<Error>>,
    limit: RwSignal<u32>,
    pub chosen: RwSignal<Option<Chosen>>,
    many: Many,
    selection: Selection,
    asking: StoredValue<bool>,
    stale: StoredValue<bool>,
}

#[component]
pub(super) fn BoardTab() -> impl IntoView {
    let (state, say) = (state(), say());
    let board = RwSignal::new(None::<Arc<BoardReply>>);
    let selection = Selection::default();
    let row = move |id| {
        let on_board = |board: &BoardReply| row_of(board, id).cloned();
        let on_board = board.with_untracked(|board| board.as_deref().and_then(on_board));
        on_board.or_else(|| selection.row(id))
    };
    let view = View {
        state,
        say,
        board,
        error: RwSignal::new(None),
        limit: RwSignal::new(FEW),
        chosen: RwSignal::new(None),
        many: Many::new(state, say, Callback::new(row)),
        selection,
        asking: StoredValue::new(false),
        stale: StoredValue::new(false),
    };
    // Cards move between columns as time passes; once a minute is enough to see it.
    let minute = Memo::new(move |_| state.now.get().timestamp() / 60);
    Effect::new(move |_| {
        minute.track();
        view.limit.track();
        state.filter.track();
        state.complaints_changed.track();
        view.read();
    });
    Effect::new(move |_| {
        state.filter.track();
        view.many.clear();
    });
    Effect::new(move |_| {
        if view.many.selected.with(BTreeSet::is_empty) {
            view.selection.forget();
        }
    });
    let here = Memo::new(move |_| view.board.with(Option::is_some));
    view! {
        <div class="board-page">
            <section class="board" aria-label=view.say.board() data-testid="board">
                {move || {
                    if here.get() {
                        view! { <Lanes view /> }.into_any()
                    } else {
                        match view.error.get() {
                            Some(error) => {
                                view! {
                                    <Failure say error on_retry=Callback::new(move |()| view.read()) />
                                }
                                    .into_any()
                            }
                            None => view! { <Skeleton say lines=10 /> }.into_any(),
                        }
                    }
                }}
                <BulkBar many=view.many />
            </section>
            <why::Why view />
        </div>
    }
}

fn row_of(board: &BoardReply, id: ComplaintId) -> Option<&Row> {
    Lane::ALL
        .iter()
        .flat_map(|lane| &board.lane(*lane).cards)
        .map(|card| &card.row)
        .find(|row| row.id == id)
}

impl View {
    fn read(self) {
        if self.asking.get_value() {
            // What changes while an answer is on its way may not be in it.
            self.stale.set_value(true);
            return;
        }
        self.asking.set_value(true);
        self.stale.set_value(false);
        let (asked, limit) = (filter(self.state), self.limit.get_untracked());
        spawn_local(async move {
            let reply = call(&Board {
                filter: asked.clone(),
                limit,
            })
            .await;
            let whole = self.read_whole(&asked).await;
            if self.board.is_disposed() {
                return;
            }
            self.asking.set_value(false);
            if asked != filter(self.state) || limit != self.limit.get_untracked() {
                self.read();
                return;
            }
            match reply {
                Ok(board) => {
                    self.error.set(None);
                    if self.chosen.with_untracked(Option::is_none) {
                        let first = Lane::ALL
                            .iter()
                            .find_map(|lane| board.lane(*lane).cards.first().and_then(chosen_of));
                        self.chosen.set(first);
                    }
                    self.keep_selected(&board, whole);
                    self.board.set(Some(Arc::new(board)));
                }
                Err(error) => {
                    if self.board.with_untracked(Option::is_some) {
                        self.state.tell_error(self.say, &error);
                    }
                    self.error.set(Some(error));
                }
            }
            if self.stale.get_value() {
                self.read();
            }
        });
    }

    /// Moves the choice by columns and by cards, past empty columns.
    fn step(self, columns: i32, cards: i32) {
        let next = self.board.with_untracked(|board| {
            let board = board.as_ref()?;
            let chosen = self.chosen.get_untracked();
            let lanes: Vec<&[Card]> = Lane::ALL
                .iter()
                .map(|lane| board.lane(*lane).cards.as_slice())
                .collect();
            let place = lanes.iter().enumerate().find_map(|(lane, cards)| {
                let card = cards.iter().position(|card| chosen_of(card) == chosen)?;
                Some((lane, card))
            });
            let (mut lane, mut card) = place?;
            if columns != 0 {
                let mut to = lane as i32 + columns;
                while let Some(cards) = usize::try_from(to).ok().and_then(|to| lanes.get(to)) {
                    if !cards.is_empty() {
                        lane = to as usize;
                        break;
                    }
                    to += columns;
                }
            }
            card = card
                .saturating_add_signed(cards as isize)
                .min(lanes[lane].len().saturating_sub(1));
            chosen_of(lanes[lane].get(card)?)
        });
        if next.is_some() {
            self.chosen.set(next);
        }
    }

    /// Masuk with the rest of a column.
    fn to_inbox(self, lane: Lane) {
        self.state.sort.set(Sort::Due);
        let tab = match lane {
            Lane::Overdue => Tab::Overdue,
            Lane::Today | Lane::Tomorrow | Lane::ThisWeek | Lane::Paused => Tab::All,
        };
        self.state.show_list(Filter {
            tab,
            ..filter(self.state)
        });
    }
}

fn chosen_of(card: &Card) -> Option<Chosen> {
    card.row
        .deadline
        .map(|deadline| (card.row.id, deadline.clock))
}
