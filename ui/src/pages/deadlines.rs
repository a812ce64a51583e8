//! Tenggat: what is due when, as a board by time, and why.
//!
//! The shell sorts into columns; badges tick here.

mod month;
mod why;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::{ClockKind, ClockState};
use tanggap_ipc::Error;
use tanggap_ipc::deadlines::{Board, BoardReply, Card, Column};
use tanggap_ipc::inbox::{Filter, Sort, Tab};
use wasm_bindgen::JsCast;

use crate::call::call;
use crate::components::badge::DeadlineBadge;
use crate::components::states::{Empty, Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::inbox::filters::Filters;
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
type Chosen = (ComplaintId, ClockKind);

#[derive(Clone, Copy)]
struct View {
    state: State,
    say: Say,
    board: RwSignal<Option<Arc<BoardReply>>>,
    error: RwSignal<Option<Error>>,
    limit: RwSignal<u32>,
    chosen: RwSignal<Option<Chosen>>,
    asking: StoredValue<bool>,
}

#[component]
pub fn DeadlinesPage() -> impl IntoView {
    let state = state();
    let view = View {
        state,
        say: say(),
        board: RwSignal::new(None),
        error: RwSignal::new(None),
        limit: RwSignal::new(FEW),
        chosen: RwSignal::new(None),
        asking: StoredValue::new(false),
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
    let here = Memo::new(move |_| view.board.with(Option::is_some));
    view! {
        <div class="board-page">
            <section class="board" aria-label=view.say.board() data-testid="board">
                <Filters sorted=false />
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
            </section>
            <why::Why view />
        </div>
    }
}

impl View {
    /// The filter of Masuk without its tab.
    fn filter(self) -> Filter {
        Filter {
            tab: Tab::All,
            ..self.state.filter.get_untracked()
        }
    }

    fn read(self) {
        if self.asking.get_value() {
            return;
        }
        self.asking.set_value(true);
        let (filter, limit) = (self.filter(), self.limit.get_untracked());
        spawn_local(async move {
            let reply = call(&Board {
                filter: filter.clone(),
                limit,
            })
            .await;
            if self.board.is_disposed() {
                return;
            }
            self.asking.set_value(false);
            if filter != self.filter() || limit != self.limit.get_untracked() {
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
                    self.board.set(Some(Arc::new(board)));
                }
                Err(error) => {
                    if self.board.with_untracked(Option::is_some) {
                        self.state.tell_error(self.say, &error);
                    }
                    self.error.set(Some(error));
                }
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
            ..self.filter()
        });
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
                {lane.name(say)}
                <span class="lane-count" data-testid=format!("board-{}-count", lane.code())>
                    {move || say.number(total())}
                </span>
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

#[component]
fn BoardCard(view: View, lane: Lane, card: Card) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let mine = chosen_of(&card);
    let row = card.row;
    let id = row.id;
    let chosen = Memo::new(move |_| mine.is_some() && view.chosen.get() == mine);
    let clock = row.deadline.map(|deadline| say.clock(deadline.clock));
    let unit = row.unit.clone().unwrap_or_else(|| say.no_unit().to_owned());
    let percent = card.used_permille / 10;
    let paused = row
        .deadline
        .is_some_and(|deadline| deadline.state == ClockState::Paused);
    view! {
        <button
            class=format!("due-card {}", lane.code())
            class:chosen=move || chosen.get()
            aria-pressed=move || if chosen.get() { "true" } else { "false" }
            tabindex=move || if chosen.get() { "0" } else { "-1" }
            data-testid="board-card"
            data-card=mine.map(|(id, clock)| format!("{id}-{}", clock.code()))
            on:click=move |_| view.chosen.set(mine)
            on:dblclick=move |_| state.show(id)
            on:keydown=move |event| {
                if event.key() == "Enter" {
                    event.prevent_default();
                    event.stop_propagation();
                    state.show(id);
                }
            }
        >
            <span class="due-card-title" dir="auto">{row.title.clone()}</span>
            <span class="due-card-about">
                {row
                    .privacy
                    .secret
                    .then(|| {
                        view! {
                            <span class="due-card-secret">
                                {icon(Icon::Lock)}
                                {say.secret()}
                                " · "
                            </span>
                        }
                    })}
                {clock}
                " · "
                {unit}
            </span>
            <span class="due-card-foot">
                <span
                    class="due-card-used"
                    class:paused=paused
                    role="img"
                    aria-label=say.used(percent)
                    title=say.used(percent)
                >
                    <span style:width=format!("{}%", percent.min(100))></span>
                </span>
                {row
                    .deadline
                    .map(|deadline| {
                        view! {
                            <DeadlineBadge
                                clock=state.ticking(deadline)
                                now=state.now
                                calendar=state.calendar
                                say
                                undecreed=deadline.undecreed
                            />
                        }
                    })}
            </span>
        </button>
    }
}
