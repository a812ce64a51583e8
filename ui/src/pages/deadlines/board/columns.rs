//! The columns on the screen: headings, cards, and moving among them by keys.

use leptos::html;
use leptos::prelude::*;
use tanggap_ipc::deadlines::{Card, Lane, MOST_CHOSEN};
use wasm_bindgen::JsCast;

use super::{FEW, MANY, View, chosen_of};
use crate::components::states::Empty;
use crate::pages::deadlines::card::CardFace;
use crate::shared::filters::EmptyFiltered;
use crate::shared::nothing::Nothing;
use crate::shortcuts::Key;
use crate::shortcuts::is_typing;

#[component]
pub(super) fn Lanes(view: View) -> impl IntoView {
    let say = view.say;
    let whole = NodeRef::<html::Div>::new();
    let empty = Memo::new(move |_| {
        view.board.with(|board| {
            board
                .as_ref()
                .is_some_and(|board| Lane::ALL.iter().all(|lane| board.lane(*lane).total == 0))
        })
    });
    let key = move |event: web_sys::KeyboardEvent| {
        let (columns, cards) = match Key::of(&event) {
            Some(Key::Right) => (1, 0),
            Some(Key::Left) => (-1, 0),
            Some(Key::Down) => (0, 1),
            Some(Key::Up) => (0, -1),
            Some(Key::X) if !is_typing(&event) => {
                event.prevent_default();
                view.select_chosen();
                return;
            }
            Some(Key::Escape) => {
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
                view! {
                    <Nothing>
                        {if view.state.is_filtered() {
                            view! { <EmptyFiltered /> }.into_any()
                        } else {
                            view! { <Empty title=say.board_empty() next=say.board_empty_next() /> }.into_any()
                        }}
                    </Nothing>
                }
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
            .with(|board| board.as_ref().map(|board| board.lane(lane).clone()))
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
                <span class="shape" aria-hidden="true">{shape(lane)}</span>
                <span>{say.lane(lane)}</span>
                <span class="lane-count" data-testid=format!("board-{}-count", lane.code())>
                    {move || say.number(total())}
                </span>
                <LaneCheck view lane total=Signal::derive(total) />
            </h2>
            <LaneSelected view lane total=Signal::derive(total) />
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

fn shape(lane: Lane) -> &'static str {
    match lane {
        Lane::Overdue => "▲",
        Lane::Today | Lane::Tomorrow => "◆",
        Lane::ThisWeek => "",
        Lane::Paused => "‖",
    }
}

/// Selects a whole column, also what has no card.
#[component]
fn LaneCheck(view: View, lane: Lane, #[prop(into)] total: Signal<u32>) -> impl IntoView {
    let say = view.say;
    let selected = Memo::new(move |_| view.selected_of(lane));
    let words = move || match total.get() {
        total if total > MOST_CHOSEN => say.board_select_first(say.lane(lane), MOST_CHOSEN, total),
        total => say.board_select_all(say.lane(lane), total),
    };
    view! {
        <Show when=move || { total.get() > 0 }>
            <input
                class="lane-all"
                type="checkbox"
                aria-label=words
                title=words
                data-testid=format!("board-{}-all", lane.code())
                prop:checked=move || selected.get().all
                prop:indeterminate=move || { selected.get().is_partly() }
                on:change=move |event| view.select_lane(lane, event_target_checked(&event))
            />
        </Show>
    }
}

/// How many of a column are selected, and of how many where that is not all.
#[component]
fn LaneSelected(view: View, lane: Lane, #[prop(into)] total: Signal<u32>) -> impl IntoView {
    let say = view.say;
    let selected = Memo::new(move |_| view.selected_of(lane));
    let words = move || match (selected.get().count, total.get()) {
        (count, total) if count < total => say.lane_selected_of(count, total),
        (count, _) => say.lane_selected(count),
    };
    view! {
        <Show when=move || { selected.get().count > 0 }>
            <p class="lane-selected" data-testid=format!("board-{}-selected", lane.code())>
                {words}
                {move || {
                    (selected.get().all && total.get() > MOST_CHOSEN)
                        .then(|| view! { <small>{say.lane_most(MOST_CHOSEN)}</small> })
                }}
            </p>
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
                    if Key::of(&event) == Some(Key::Enter) {
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
