//! The columns on the screen: headings, cards, and moving among them by keys.

use leptos::html;
use leptos::prelude::*;
use tanggap_ipc::deadlines::Card;
use wasm_bindgen::JsCast;

use super::lane::Lane;
use super::{FEW, MANY, View, chosen_of};
use crate::components::states::Empty;
use crate::frame::keys::is_typing;
use crate::pages::deadlines::card::CardFace;

#[component]
pub(super) fn Lanes(view: View) -> impl IntoView {
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
