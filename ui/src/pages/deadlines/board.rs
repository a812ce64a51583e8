//! The board: columns by time, a card for each complaint, and why the chosen one is due then.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::ClockKind;
use tanggap_ipc::Error;
use tanggap_ipc::deadlines::{Board, BoardReply, Card, Column};
use tanggap_ipc::inbox::{Filter, Row, Sort, Tab};
use wasm_bindgen::JsCast;

use super::card::CardFace;
use super::{filter, why};
use crate::call::call;
use crate::components::states::{Empty, Failure, Skeleton};
use crate::frame::keys::is_typing;
use crate::labels::Say;
use crate::pages::many::{BulkBar, Many};
use crate::state::{State, say, state};

/// Cards per column at first, and when more are asked for.
const FEW: u32 = 40;
const MANY: u32 = 200;

/// Columns in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    Overdue,
    Today,
    Tomorrow,
    ThisWeek,
    Paused,
}

impl Lane {
    const ALL: [Self; 5] = [
        Self::Overdue,
        Self::Today,
        Self::Tomorrow,
        Self::ThisWeek,
        Self::Paused,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Tomorrow => "tomorrow",
            Self::ThisWeek => "this-week",
            Self::Paused => "paused",
        }
    }

    fn name(self, say: Say) -> &'static str {
        match self {
            Self::Overdue => say.board_overdue(),
            Self::Today => say.board_today(),
            Self::Tomorrow => say.board_tomorrow(),
            Self::ThisWeek => say.board_this_week(),
            Self::Paused => say.board_paused(),
        }
    }

    fn shape(self) -> &'static str {
        match self {
            Self::Overdue => "▲",
            Self::Today | Self::Tomorrow => "◆",
            Self::ThisWeek => "",
            Self::Paused => "‖",
        }
    }

    fn column(self, board: &BoardReply) -> &Column {
        match self {
            Self::Overdue => &board.overdue,
            Self::Today => &board.today,
            Self::Tomorrow => &board.tomorrow,
            Self::ThisWeek => &board.this_week,
            Self::Paused => &board.paused,
        }
    }
}

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
    /// Where a range of selected cards begins.
    anchor: StoredValue<Option<ComplaintId>>,
    asking: StoredValue<bool>,
    stale: StoredValue<bool>,
}

#[component]
pub(super) fn BoardTab() -> impl IntoView {
    let (state, say) = (state(), say());
    let board = RwSignal::new(None::<Arc<BoardReply>>);
    let row = move |id| board.with_untracked(|board| row_of(board.as_deref()?, id).cloned());
    let view = View {
        state,
        say,
        board,
        error: RwSignal::new(None),
        limit: RwSignal::new(FEW),
        chosen: RwSignal::new(None),
        many: Many::new(state, say, Callback::new(row)),
        anchor: StoredValue::new(None),
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
                                    <Failure error on_retry=Callback::new(move |()| view.read()) />
                                }
                                    .into_any()
                            }
                            None => view! { <Skeleton lines=10 /> }.into_any(),
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
        .flat_map(|lane| &lane.column(board).cards)
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
                            .find_map(|lane| lane.column(&board).cards.first().and_then(chosen_of));
                        self.chosen.set(first);
                    }
                    self.keep_selected(&board);
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
                .map(|lane| lane.column(board).cards.as_slice())
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

    /// What left the board is not selected any more: nobody would see what is acted on.
    fn keep_selected(self, board: &BoardReply) {
        let selected = self.many.selected;
        let is_gone = |id: &ComplaintId| row_of(board, *id).is_none();
        if selected.with_untracked(|selected| selected.iter().any(is_gone)) {
            selected.update(|selected| selected.retain(|id| !is_gone(id)));
        }
    }

    /// Selects a card or lets it go; with `range`, all from the last one on in the same column.
    fn select(self, lane: Lane, id: ComplaintId, range: bool) {
        let anchor = self.anchor.get_value().filter(|_| range);
        let between = anchor.and_then(|anchor| {
            self.board.with_untracked(|board| {
                let cards = &lane.column(board.as_ref()?).cards;
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
        self.anchor.set_value(Some(id));
    }

    /// The chosen card, by its key.
    fn select_chosen(self) {
        let Some((id, _)) = self.chosen.get_untracked() else {
            return;
        };
        self.many.toggle(id);
        self.anchor.set_value(Some(id));
    }

    /// The cards of a column that are on the board.
    fn cards(self, lane: Lane) -> BTreeSet<ComplaintId> {
        self.board.with(|board| {
            board
                .as_ref()
                .map(|board| {
                    lane.column(board)
                        .cards
                        .iter()
                        .map(|card| card.row.id)
                        .collect()
                })
                .unwrap_or_default()
        })
    }
}

fn chosen_of(card: &Card) -> Option<Chosen> {
    card.row
        .deadline
        .map(|deadline| (card.row.id, deadline.clock))
}

#[component]
fn Lanes(view: View) -> impl IntoView {
    let say = view.say;
    let whole = NodeRef::<html::Div>::new();
    let empty = Memo::new(move |_| {
        view.board.with(|board| {
            board
                .as_ref()
                .is_some_and(|board| Lane::ALL.iter().all(|lane| lane.column(board).total == 0))
        })
    });
    let key = move |event: web_sys::KeyboardEvent| {
        let (columns, cards) = match event.key().as_str() {
            "ArrowRight" => (1, 0),
            "ArrowLeft" => (-1, 0),
            "ArrowDown" => (0, 1),
            "ArrowUp" => (0, -1),
            "x" | "X" if !is_typing(&event) => {
                event.prevent_default();
                view.select_chosen();
                return;
            }
            "Escape" => {
                view.many.clear();
                return;
            }
            _ => return,
        };
        event.prevent_default();
        view.step(columns, cards);
        focus_chosen(whole, view);
    };
    view! {
        <Show
            when=move || !empty.get()
            fallback=move || {
                view! { <Empty title=say.board_empty() next=say.board_empty_next() /> }
            }
        >
            <div class="lanes" node_ref=whole on:keydown=key>
                {Lane::ALL.map(|lane| view! { <LaneColumn view lane /> }).into_iter().collect_view()}
            </div>
        </Show>
    }
}

fn focus_chosen(whole: NodeRef<html::Div>, view: View) {
    let (Some(whole), Some((id, clock))) = (whole.get_untracked(), view.chosen.get_untracked())
    else {
        return;
    };
    let selector = format!("[data-card='{id}-{}']", clock.code());
    let found = whole.query_selector(&selector).ok().flatten();
    if let Some(card) = found.and_then(|card| card.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A card that just left has nothing to focus.
        drop(card.focus());
    }
}

#[component]
fn LaneColumn(view: View, lane: Lane) -> impl IntoView {
    let say = view.say;
    let column = Memo::new(move |_| {
        view.board
            .with(|board| board.as_ref().map(|board| lane.column(board).clone()))
    });
    let total = move || column.with(|column| column.as_ref().map_or(0, |column| column.total));
    let cards = move || {
        column.with(|column| {
            column
                .as_ref()
                .map(|column| column.cards.clone())
                .unwrap_or_default()
        })
    };
    let hidden = Memo::new(move |_| {
        column.with(|column| {
            column.as_ref().map_or(0, |column| {
                let shown = u32::try_from(column.cards.len()).unwrap_or(u32::MAX);
                column.total.saturating_sub(shown)
            })
        })
    });
    let heading = format!("board-{}-title", lane.code());
    let named_by = heading.clone();
    view! {
        <section
            class=format!("lane {}", lane.code())
            aria-labelledby=named_by
            data-testid=format!("board-{}", lane.code())
        >
            <h2 id=heading>
                <span class="shape" aria-hidden="true">{lane.shape()}</span>
                <span>{lane.name(say)}</span>
                <span class="lane-count" data-testid=format!("board-{}-count", lane.code())>
                    {move || say.number(total())}
                </span>
                <LaneCheck view lane />
            </h2>
            <ul>
                <For
                    each=cards
                    key=|card| (card.row.id, card.row.deadline.map(|it| (it.clock, it.due_at, it.state)), card.used_permille / 10)
                    let:card
                >
                    <li>
                        <BoardCard view lane card />
                    </li>
                </For>
                <Show when=move || { total() == 0 }>
                    <li class="lane-empty">{say.board_column_empty()}</li>
                </Show>
                {move || match hidden.get() {
                    0 => ().into_any(),
                    count if view.limit.get() < MANY => {
                        view! {
                            <li>
                                <button
                                    class="button small lane-more"
                                    data-testid="board-more"
                                    on:click=move |_| view.limit.set(MANY)
                                >
                                    {say.board_more(count.min(MANY - FEW))}
                                </button>
                            </li>
                        }
                            .into_any()
                    }
                    count => {
                        view! {
                            <li>
                                <button
                                    class="button small lane-more"
                                    data-testid="board-rest"
                                    on:click=move |_| view.to_inbox(lane)
                                >
                                    {say.board_rest(count)}
                                </button>
                            </li>
                        }
                            .into_any()
                    }
                }}
            </ul>
        </section>
    }
}

/// Selects every card of a column that is on the board.
#[component]
fn LaneCheck(view: View, lane: Lane) -> impl IntoView {
    let say = view.say;
    let cards = Memo::new(move |_| view.cards(lane));
    let all = move || {
        cards.with(|cards| {
            !cards.is_empty()
                && view
                    .many
                    .selected
                    .with(|selected| cards.is_subset(selected))
        })
    };
    view! {
        <Show when=move || cards.with(|cards| !cards.is_empty())>
            <input
                class="lane-all"
                type="checkbox"
                aria-label=say.board_select_all(lane.name(say))
                title=say.board_select_all(lane.name(say))
                data-testid=format!("board-{}-all", lane.code())
                prop:checked=all
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    let cards = cards.get_untracked();
                    view.many
                        .selected
                        .update(|selected| {
                            if on {
                                selected.extend(cards);
                            } else {
                                selected.retain(|id| !cards.contains(id));
                            }
                        });
                }
            />
        </Show>
    }
}

#[component]
fn BoardCard(view: View, lane: Lane, card: Card) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let mine = chosen_of(&card);
    let id = card.row.id;
    let number = card.row.tracking_id.to_string();
    let chosen = Memo::new(move |_| mine.is_some() && view.chosen.get() == mine);
    let selected = Memo::new(move |_| view.many.has(id));
    view! {
        <div class="due-slot" class:selected=move || selected.get()>
            <input
                class="due-check"
                type="checkbox"
                aria-label=say.board_select(&number)
                title=say.select()
                tabindex=move || if chosen.get() { "0" } else { "-1" }
                data-testid="board-select"
                prop:checked=move || selected.get()
                on:click=move |event| view.select(lane, id, event.shift_key())
            />
            <button
                class=format!("due-card {}", lane.code())
                class:chosen=move || chosen.get()
                aria-pressed=move || if chosen.get() { "true" } else { "false" }
                tabindex=move || if chosen.get() { "0" } else { "-1" }
                data-testid="board-card"
                data-card=mine.map(|(id, clock)| format!("{id}-{}", clock.code()))
                on:click=move |event| {
                    if event.shift_key() || event.ctrl_key() || event.meta_key() {
                        view.select(lane, id, event.shift_key());
                    } else {
                        view.chosen.set(mine);
                    }
                }
                on:dblclick=move |_| state.show(id)
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        event.stop_propagation();
                        state.show(id);
                    }
                }
            >
                <CardFace state say card />
            </button>
        </div>
    }
}
