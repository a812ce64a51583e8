//! When a list is empty because nothing has come to this desk yet: why that is, and the next step. It
//! must never say that everything is done where nothing was ever here.

use leptos::prelude::*;

use crate::components::states::Empty;
use crate::icons::{Icon, icon};
use crate::pages::Page;
use crate::state::{Ground, Section, say, state};

/// A page's own empty state where complaints are here; else why there are none.
#[component]
pub fn Nothing(children: ChildrenFn) -> impl IntoView {
    let state = state();
    let ground = Memo::new(move |_| state.ground());
    move || match ground.get() {
        Ground::Complaints => children().into_any(),
        ground => view! { <NothingYet ground /> }.into_any(),
    }
}

#[component]
fn NothingYet(ground: Ground) -> impl IntoView {
    let (state, say) = (state(), say());
    let (title, next) = match ground {
        Ground::Complaints | Ground::EmptyHub => (say.hub_is_empty(), say.hub_is_empty_next()),
        Ground::NoSource => (say.empty_inbox(), say.empty_inbox_next()),
        Ground::Arriving => (say.arriving(), say.arriving_next()),
        Ground::Away => (say.away(), say.away_next()),
    };
    let to = move |section: Section| move |_| state.show_settings(section);
    view! {
        <Empty title next>
            <div class="empty-ways" data-testid=format!("nothing-{}", code(ground))>
                {(ground == Ground::NoSource)
                    .then(|| {
                        view! {
                            <button class="button" data-testid="nothing-connect" on:click=to(Section::Connection)>
                                {icon(Icon::Connect)}
                                {say.start_hub()}
                            </button>
                            <button class="button" data-testid="nothing-import" on:click=to(Section::Import)>
                                {icon(Icon::Spreadsheet)}
                                {say.start_import()}
                            </button>
                        }
                    })}
                {(ground == Ground::Away)
                    .then(|| {
                        view! {
                            <button class="button" data-testid="nothing-connect" on:click=to(Section::Connection)>
                                {icon(Icon::Connect)}
                                {say.away_connection()}
                            </button>
                        }
                    })}
                {matches!(ground, Ground::NoSource | Ground::EmptyHub)
                    .then(|| {
                        view! {
                            <button
                                class="button"
                                data-testid="nothing-record"
                                on:click=move |_| state.page.set(Page::Record)
                            >
                                {icon(Icon::Record)}
                                {say.record()}
                            </button>
                        }
                    })}
            </div>
        </Empty>
    }
}

fn code(ground: Ground) -> &'static str {
    match ground {
        Ground::Complaints => "complaints",
        Ground::NoSource => "no-source",
        Ground::Arriving => "arriving",
        Ground::Away => "away",
        Ground::EmptyHub => "empty-hub",
    }
}
