//! Tenggat: what is due when. As a board by time, as a month, and as a list of what has been overdue
//! for days; the same filters for all three.
//!
//! The shell sorts and counts; badges tick here.

mod board;
mod card;
mod counted;
mod escalation;
mod month;
mod reminder;
mod why;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::deadlines::ExportDeadlines;
use tanggap_ipc::inbox::{Filter, Tab};

use crate::call::call;
use crate::icons::{Icon, icon};
use crate::shared::filters::Filters;
use crate::state::{DeadlineTab, State, say, state};

#[component]
pub fn DeadlinesPage() -> impl IntoView {
    let (state, say) = (state(), say());
    let tab = Memo::new(move |_| state.tab.get());
    view! {
        <div class="deadlines">
            <h1 class="visually-hidden">{say.page_deadlines()}</h1>
            <header class="deadlines-head">
                <div class="tabs" role="group" aria-label=say.deadline_tabs()>
                    {DeadlineTab::ALL
                        .map(|choice| {
                            view! {
                                <button
                                    class="tab"
                                    aria-pressed=move || if tab.get() == choice { "true" } else { "false" }
                                    data-testid=format!("tab-{}", choice.code())
                                    on:click=move |_| state.tab.set(choice)
                                >
                                    {say.tab(choice)}
                                </button>
                            }
                        })
                        .into_iter()
                        .collect_view()}
                </div>
                <Filters sorted=false />
                <Export />
            </header>
            {move || match tab.get() {
                DeadlineTab::Board => view! { <board::BoardTab /> }.into_any(),
                DeadlineTab::Month => view! { <month::MonthTab /> }.into_any(),
                DeadlineTab::Escalation => view! { <escalation::EscalationTab /> }.into_any(),
            }}
        </div>
    }
}

/// The filter of Masuk without its tab.
fn filter(state: State) -> Filter {
    Filter {
        tab: Tab::All,
        ..state.filter.get_untracked()
    }
}

#[component]
fn Export() -> impl IntoView {
    let (state, say) = (state(), say());
    let busy = RwSignal::new(false);
    let export = move |_| {
        busy.set(true);
        let filter = filter(state);
        spawn_local(async move {
            let reply = call(&ExportDeadlines { filter }).await;
            busy.try_set(false);
            match reply {
                Ok(exported) => state.tell(say.deadlines_exported(&exported.path)),
                Err(error) => state.tell_error(say, &error),
            }
        });
    };
    view! {
        <button
            class="button small"
            title=say.deadlines_export_about()
            disabled=move || busy.get()
            data-testid="deadlines-export"
            on:click=export
        >
            {icon(Icon::Download)}
            {say.deadlines_export()}
        </button>
    }
}
