//! Filters as chips: the set ones removable, the rest one click away; and the order.

mod region;
mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::classification::Classification;
use tanggap_domain::region::RegionCode;
use tanggap_ipc::inbox::{Filter, Sort};
use tanggap_ipc::record::{GetReference, Reference};

use crate::call::call;
use crate::components::menu::{Menu, Side};
use crate::components::states::Empty;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::{State, say, state};
use region::{RegionFilter, name_region};
use words::ListFilter;

/// `placed`, `sorted`: whether place and order are offered; the map and the board have their own.
#[component]
pub fn Filters(
    #[prop(default = true)] placed: bool,
    #[prop(default = true)] sorted: bool,
) -> impl IntoView {
    let (state, say) = (state(), say());
    let reference = RwSignal::new(Reference::default());
    spawn_local(async move {
        // Without the lists the pickers are empty; the inbox itself does not need them.
        if let Ok(lists) = call(&GetReference::default()).await {
            reference.try_set(lists);
        }
    });
    let region_name = RwSignal::new(None::<(RegionCode, String)>);
    Effect::new(move |_| {
        let wanted = state.filter.with(|filter| filter.region.clone());
        let known =
            region_name.with_untracked(|known| known.as_ref().map(|(code, _)| code.clone()));
        if wanted != known {
            name_region(wanted, region_name);
        }
    });
    view! {
        <div class="chips" role="group" aria-label=say.filters() data-testid="filters">
            <TextChip />
            {placed.then(|| view! { <RegionFilter name=region_name /> })}
            <ListFilter
                testid="filter-category"
                label=say.filter_category()
                chosen=Signal::derive(move || state.filter.with(|filter| filter.category.clone()))
                choices=Signal::derive(move || {
                    let mut first: Vec<String> = reference
                        .with(|lists| lists.categories.iter().filter_map(|path| path.first().cloned()).collect());
                    first.dedup();
                    first
                })
                hint=say.filter_category()
                on_choose=Callback::new(move |choice: Option<String>| {
                    state.filter.update(|filter| filter.category = choice);
                })
            />
            <ClassFilter />
            <ListFilter
                testid="filter-unit"
                label=say.filter_unit()
                chosen=Signal::derive(move || state.filter.with(|filter| filter.unit.clone()))
                choices=Signal::derive(move || {
                    reference.with(|lists| lists.units.iter().map(|unit| unit.name.clone()).collect())
                })
                hint=say.filter_unit_hint()
                on_choose=Callback::new(move |choice: Option<String>| {
                    state.filter.update(|filter| filter.unit = choice);
                })
            />
            <SecretFilter />
            {sorted.then(|| view! { <SortChoice /> })}
        </div>
    }
}

/// A chip that says what is set, with its own way out.
#[component]
fn SetChip(#[prop(into)] words: String, testid: String, on_remove: Callback<()>) -> impl IntoView {
    let say = say();
    view! {
        <span class="chip set" data-testid=testid>
            <span dir="auto">{words.clone()}</span>
            <button
                aria-label=say.filter_remove(&words)
                data-testid="chip-remove"
                on:click=move |_| on_remove.run(())
            >
                {icon(Icon::Close)}
            </button>
        </span>
    }
}

#[component]
fn TextChip() -> impl IntoView {
    let (state, say) = (state(), say());
    move || {
        state.filter.with(|filter| filter.text.clone()).map(|text| {
            view! {
                <SetChip
                    words=say.filter_text(&text)
                    testid="filter-text-set".to_owned()
                    on_remove=Callback::new(move |()| state.filter.update(|filter| filter.text = None))
                />
            }
        })
    }
}

#[component]
fn ClassFilter() -> impl IntoView {
    let (state, say) = (state(), say());
    let open = RwSignal::new(false);
    let chosen = Memo::new(move |_| state.filter.with(|filter| filter.classification.clone()));
    move || {
        match chosen.get() {
        Some(class) => view! {
            <SetChip
                words=say.classification(&class)
                testid="filter-class-set".to_owned()
                on_remove=Callback::new(move |()| state.filter.update(|filter| filter.classification = None))
            />
        }
        .into_any(),
        None => view! {
            <Menu label=move || say.filter_class() testid="filter-class" class="chip" open>
                {classes()
                    .into_iter()
                    .map(|class| {
                        let words = say.classification(&class);
                        view! {
                            <button
                                class="menu-item"
                                data-testid="filter-class-choice"
                                on:click=move |_| {
                                    open.set(false);
                                    state.filter.update(|filter| filter.classification = Some(class.clone()));
                                }
                            >
                                {words}
                            </button>
                        }
                    })
                    .collect_view()}
            </Menu>
        }
        .into_any(),
    }
    }
}

/// The classes an officer may choose from.
pub fn classes() -> [Classification; 4] {
    [
        Classification::PengaduanBerkadar,
        Classification::PengaduanTidakBerkadar,
        Classification::PermintaanInformasi,
        Classification::Aspirasi,
    ]
}

#[component]
fn SecretFilter() -> impl IntoView {
    let (state, say) = (state(), say());
    let open = RwSignal::new(false);
    let set = move |secret: Option<bool>| {
        open.set(false);
        state.filter.update(|filter| filter.secret = secret);
    };
    let chosen = Memo::new(move |_| state.filter.with(|filter| filter.secret));
    move || {
        match chosen.get() {
        Some(secret) => view! {
            <SetChip
                words=if secret { say.filter_secret() } else { say.filter_not_secret() }
                testid="filter-secret-set".to_owned()
                on_remove=Callback::new(move |()| set(None))
            />
        }
        .into_any(),
        None => view! {
            <Menu label=move || say.filter_secret() testid="filter-secret" class="chip" open>
                <button class="menu-item" data-testid="filter-secret-yes" on:click=move |_| set(Some(true))>
                    {icon(Icon::Lock)}
                    {say.filter_secret()}
                </button>
                <button class="menu-item" data-testid="filter-secret-no" on:click=move |_| set(Some(false))>
                    {say.filter_not_secret()}
                </button>
            </Menu>
        }
        .into_any(),
    }
    }
}

#[component]
fn SortChoice() -> impl IntoView {
    let (state, say) = (state(), say());
    let open = RwSignal::new(false);
    let choose = move |sort: Sort| {
        open.set(false);
        state.sort.set(sort);
    };
    view! {
        <Menu
            label=move || {
                view! {
                    {icon(Icon::Sort)}
                    <span class="visually-hidden">
                        {format!("{}: {}", say.sort(), sort_words(state.sort.get(), say))}
                    </span>
                }
            }
            testid="sort"
            class="chip sort"
            side=Side::End
            open
        >
            {[Sort::Due, Sort::Newest, Sort::Oldest]
                .map(|sort| {
                    view! {
                        <button
                            class="menu-item"
                            aria-pressed=move || if state.sort.get() == sort { "true" } else { "false" }
                            data-testid="sort-choice"
                            on:click=move |_| choose(sort)
                        >
                            {sort_words(sort, say)}
                        </button>
                    }
                })
                .into_iter()
                .collect_view()}
        </Menu>
    }
}

fn sort_words(sort: Sort, say: Say) -> &'static str {
    match sort {
        Sort::Due => say.sort_due(),
        Sort::Newest => say.sort_newest(),
        Sort::Oldest => say.sort_oldest(),
    }
}

/// Nothing fits what was asked for; one press asks for everything again.
#[component]
pub fn EmptyFiltered() -> impl IntoView {
    let (state, say) = (state(), say());
    view! {
        <Empty title=say.empty_filtered() next=say.empty_filtered_next()>
            <button class="button" data-testid="empty-clear" on:click=move |_| clear(state)>
                {say.filter_clear()}
            </button>
        </Empty>
    }
}

/// Takes every filter away, except the tab.
pub fn clear(state: State) {
    state.filter.update(|filter| {
        *filter = Filter {
            tab: filter.tab,
            ..Filter::default()
        };
    });
}
