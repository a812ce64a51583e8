//! Eskalasi: what has been overdue for days, most overdue first, and reminding who must act. The
//! officer reminds; nothing here happens by itself.

mod line;

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::Error;
use tanggap_ipc::deadlines::MOST_CHOSEN;
use tanggap_ipc::escalation::{EscalationReply, GetEscalations};

use super::filter;
use super::reminder::{ReminderDialog, Writing};
use crate::call::call;
use crate::components::states::{Empty, Failure, Skeleton};
use crate::labels::Say;
use crate::shared::filters::EmptyFiltered;
use crate::shared::many::{BulkBar, Many, RemindButton};
use crate::shared::nothing::Nothing;
use crate::state::{Section, State, say, state};
use line::{Line, pending};

/// Rows at first, and with every step further.
const PAGE: u32 = 100;
/// As many as the shell gives at once.
const MOST: u32 = 200;

#[derive(Clone, Copy)]
struct View {
    state: State,
    say: Say,
    reply: RwSignal<Option<EscalationReply>>,
    error: RwSignal<Option<Error>>,
    many: Many,
    writing: RwSignal<Option<Writing>>,
}

impl View {
    /// Reads the list again, as long as it is now.
    fn read(self) {
        let shown = self.shown();
        spawn_local(self.ask(shown.max(PAGE)));
    }

    fn read_more(self) {
        let shown = self.shown();
        spawn_local(self.ask(shown.saturating_add(PAGE)));
    }

    /// Selects all that one click selects; what is not on show yet comes first.
    fn select_all(self) {
        spawn_local(async move {
            if self.shown() < MOST_CHOSEN.min(self.total()) {
                self.ask(MOST_CHOSEN).await;
            }
            if self.reply.is_disposed() {
                return;
            }
            let most = self.reply.with_untracked(|reply| {
                let rows = reply.iter().flat_map(|reply| &reply.rows);
                let ids = rows.map(|row| row.row.id);
                ids.take(MOST_CHOSEN as usize).collect::<BTreeSet<_>>()
            });
            self.many.selected.set(most);
        });
    }

    fn shown(self) -> u32 {
        let rows = self
            .reply
            .with_untracked(|reply| reply.as_ref().map_or(0, |reply| reply.rows.len()));
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    fn total(self) -> u32 {
        self.reply
            .with_untracked(|reply| reply.as_ref().map_or(0, |reply| reply.total))
    }

    /// Reads the first `count` rows, in as many steps as the shell needs.
    async fn ask(self, count: u32) {
        let asked = filter(self.state);
        let mut whole: Option<EscalationReply> = None;
        loop {
            let offset = whole.as_ref().map_or(0, |whole| whole.rows.len());
            let offset = u32::try_from(offset).unwrap_or(u32::MAX);
            let answer = call(&GetEscalations {
                filter: asked.clone(),
                offset,
                limit: count.saturating_sub(offset).min(MOST),
            })
            .await;
            if self.reply.is_disposed() || asked != filter(self.state) {
                return;
            }
            let mut next = match answer {
                Ok(next) => next,
                Err(error) => {
                    if self.reply.with_untracked(Option::is_some) {
                        self.state.tell_error(self.say, &error);
                    }
                    self.error.set(Some(error));
                    return;
                }
            };
            let is_end = next.rows.is_empty();
            if let Some(before) = whole.take() {
                let mut rows = before.rows;
                rows.append(&mut next.rows);
                next.rows = rows;
            }
            let is_all = next.rows.len() >= count.min(next.total) as usize;
            whole = Some(next);
            if is_end || is_all {
                break;
            }
        }
        self.error.set(None);
        self.reply.set(whole);
        self.keep_selected();
    }

    fn ids(self) -> BTreeSet<ComplaintId> {
        self.reply.with(|reply| {
            let rows = reply.iter().flat_map(|reply| &reply.rows);
            rows.map(|row| row.row.id).collect()
        })
    }

    fn keep_selected(self) {
        let here = untrack(|| self.ids());
        self.many
            .selected
            .update(|selected| selected.retain(|id| here.contains(id)));
    }
}

#[component]
pub(super) fn EscalationTab() -> impl IntoView {
    let (state, say) = (state(), say());
    let reply = RwSignal::new(None::<EscalationReply>);
    let row = move |id| {
        reply.with_untracked(|reply| {
            let rows = reply.iter().flat_map(|reply| &reply.rows);
            rows.map(|row| &row.row).find(|row| row.id == id).cloned()
        })
    };
    let view = View {
        state,
        say,
        reply,
        error: RwSignal::new(None),
        many: Many::new(state, say, Callback::new(row)),
        writing: RwSignal::new(None),
    };
    // What is late long enough becomes so as time passes.
    let minute = Memo::new(move |_| state.now.get().timestamp() / 60);
    Effect::new(move |_| {
        minute.track();
        state.filter.track();
        state.complaints_changed.track();
        state.outbox_changed.track();
        state.settings_changed.track();
        view.read();
    });
    Effect::new(move |_| {
        state.filter.track();
        view.many.clear();
    });
    let count = Memo::new(move |_| {
        view.reply
            .with(|reply| reply.as_ref().map(|it| it.rows.len()))
    });
    view! {
        <div class="board-page">
            <section class="escalation" aria-label=say.tab(crate::state::DeadlineTab::Escalation) data-testid="escalation">
                {move || match (count.get(), view.error.get()) {
                    (None, Some(error)) => {
                        view! { <Failure say error on_retry=Callback::new(move |()| view.read()) /> }.into_any()
                    }
                    (None, None) => view! { <Skeleton say lines=8 /> }.into_any(),
                    (Some(0), _) => {
                        view! {
                            <Nothing>
                                {if state.is_filtered() {
                                    view! { <EmptyFiltered /> }.into_any()
                                } else {
                                    view! { <Empty title=say.escalation_empty() next=say.escalation_empty_next() /> }
                                        .into_any()
                                }}
                            </Nothing>
                        }
                            .into_any()
                    }
                    (Some(_), _) => view! { <List view /> }.into_any(),
                }}
                <BulkBar many=view.many>
                    <RemindButton many=view.many class="primary" />
                </BulkBar>
            </section>
            <Summary view />
        </div>
        {move || {
            view.writing
                .get()
                .map(|writing| {
                    view! {
                        <ReminderDialog
                            state
                            say
                            writing
                            on_close=Callback::new(move |()| view.writing.set(None))
                            on_noted=Callback::new(move |()| view.read())
                        />
                    }
                })
        }}
    }
}

#[component]
fn List(view: View) -> impl IntoView {
    let say = view.say;
    let total = Memo::new(move |_| {
        view.reply
            .with(|reply| reply.as_ref().map_or(0, |reply| reply.total))
    });
    let all = move || {
        let selected = view.many.selected.with(BTreeSet::len);
        selected >= total.get().min(MOST_CHOSEN) as usize
    };
    let rows = move || {
        view.reply
            .with(|reply| reply.as_ref().map(|it| it.rows.clone()).unwrap_or_default())
    };
    let rest = Memo::new(move |_| {
        view.reply.with(|reply| {
            reply.as_ref().map_or(0, |reply| {
                let shown = u32::try_from(reply.rows.len()).unwrap_or(u32::MAX);
                reply.total.saturating_sub(shown)
            })
        })
    });
    view! {
        <label class="check escalation-all">
            <input
                type="checkbox"
                prop:checked=all
                data-testid="escalation-all"
                on:change=move |event| {
                    if event_target_checked(&event) {
                        view.select_all();
                    } else {
                        view.many.clear();
                    }
                }
            />
            <span>
                {move || match total.get() {
                    total if total > MOST_CHOSEN => say.escalation_first(MOST_CHOSEN, total),
                    total => say.escalation_all(total),
                }}
            </span>
        </label>
        <ul class="escalations">
            <For
                each=rows
                key=|row| {
                    (row.row.id, row.overdue_days, row.reminders.len(), row.due_now, row.again_at, pending(row))
                }
                let:row
            >
                <Line view row />
            </For>
            <Show when=move || { rest.get() > 0 }>
                <li>
                    <button class="button lane-more" data-testid="escalation-more" on:click=move |_| view.read_more()>
                        {move || say.board_more(rest.get().min(PAGE))}
                    </button>
                </li>
            </Show>
        </ul>
    }
}

/// The rule, and whose complaints they are.
#[component]
fn Summary(view: View) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let rule = move || {
        view.reply.with(|reply| {
            reply
                .as_ref()
                .map(|reply| say.escalation_rule(reply.after_days))
        })
    };
    let units = move || {
        view.reply.with(|reply| {
            reply
                .as_ref()
                .map(|it| it.by_unit.clone())
                .unwrap_or_default()
        })
    };
    let total = move || {
        view.reply
            .with(|reply| reply.as_ref().map_or(0, |it| it.total))
    };
    view! {
        <aside class="due-why" data-testid="escalation-summary">
            <h2 class="heading">{say.escalation_by_unit()}</h2>
            <p class="escalation-total" role="status">
                <b data-testid="escalation-total">{move || say.number(total())}</b>
                " "
                {say.escalation_complaints()}
            </p>
            <p class="escalation-rule" data-testid="escalation-rule">
                {rule}
                " "
                <button
                    class="link"
                    data-testid="escalation-settings"
                    on:click=move |_| state.show_settings(Section::Notify)
                >
                    {say.escalation_change_rule()}
                </button>
            </p>
            <ul class="unit-loads">
                {move || {
                    let units = units();
                    let most = units.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
                    units
                        .into_iter()
                        .map(|(unit, count)| {
                            let words = unit.clone().unwrap_or_else(|| say.no_unit().to_owned());
                            let percent = count * 100 / most;
                            view! {
                                <li>
                                    <button
                                        class="unit-load"
                                        disabled=unit.is_none()
                                        title=say.escalation_only(&words)
                                        data-testid="escalation-unit"
                                        on:click=move |_| {
                                            let unit = unit.clone();
                                            state.filter.update(|filter| filter.unit = unit);
                                        }
                                    >
                                        <span dir="auto">{words.clone()}</span>
                                        <b>{say.number(count)}</b>
                                        <span class="load-bar" aria-hidden="true">
                                            <span style:width=format!("{}%", percent.clamp(2, 100))></span>
                                        </span>
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </aside>
    }
}
