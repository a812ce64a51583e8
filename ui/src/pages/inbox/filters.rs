//! Filters as chips: the set ones removable, the rest one click away; and the order.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::classification::Classification;
use tanggap_domain::region::RegionCode;
use tanggap_ipc::inbox::{Filter, Sort};
use tanggap_ipc::record::{FindRegion, GetReference, NamedRegion, Reference, RegionChildren};

use crate::call::call;
use crate::components::menu::{Menu, Side};
use crate::components::pick;
use crate::components::states::Empty;
use crate::frame::shortcuts::Key;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::{State, say, state};

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

/// The name of a region that another page chose.
fn name_region(code: Option<RegionCode>, name: RwSignal<Option<(RegionCode, String)>>) {
    let Some(code) = code else {
        name.set(None);
        return;
    };
    name.set(Some((code.clone(), code.to_string())));
    spawn_local(async move {
        let siblings = call(&RegionChildren {
            code: code.parent(),
        })
        .await;
        let found = siblings
            .ok()
            .and_then(|siblings| siblings.into_iter().find(|region| region.code == code));
        if let Some(found) = found {
            name.try_set(Some((found.code, found.name)));
        }
    });
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
fn RegionFilter(name: RwSignal<Option<(RegionCode, String)>>) -> impl IntoView {
    let (state, say) = (state(), say());
    let open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<NamedRegion>::new());
    let found_for = RwSignal::new(String::new());
    let look = move || {
        let wanted = text.get_untracked();
        spawn_local(async move {
            let reply = if wanted.trim().is_empty() {
                let home = state
                    .settings
                    .with_untracked(|settings| settings.region.clone());
                call(&RegionChildren { code: home }).await
            } else {
                call(&FindRegion {
                    text: wanted.clone(),
                })
                .await
            };
            if let Ok(regions) = reply
                && text.try_get_untracked().as_ref() == Some(&wanted)
            {
                found.set(regions);
                found_for.set(wanted);
            }
        });
    };
    Effect::new(move |_| {
        if open.get() {
            text.set(String::new());
            look();
        }
    });
    let choose = move |region: Option<NamedRegion>| {
        open.set(false);
        match region {
            Some(region) => {
                name.set(Some((region.code.clone(), region.name)));
                state.filter.update(|filter| {
                    filter.region = Some(region.code);
                    filter.without_region = false;
                });
            }
            None => state.filter.update(|filter| {
                filter.region = None;
                filter.without_region = true;
            }),
        }
    };
    let set = Memo::new(move |_| {
        state.filter.with(|filter| {
            if filter.without_region {
                Some(say.filter_without_region().to_owned())
            } else {
                filter.region.as_ref().map(|code| {
                    name.get()
                        .map_or_else(|| code.to_string(), |(_, name)| name)
                })
            }
        })
    });
    move || {
        match set.get() {
        Some(words) => view! {
            <SetChip
                words
                testid="filter-region-set".to_owned()
                on_remove=Callback::new(move |()| {
                    state.filter.update(|filter| {
                        filter.region = None;
                        filter.without_region = false;
                    });
                })
            />
        }
        .into_any(),
        None => view! {
            <Menu label=move || say.filter_region() testid="filter-region" class="chip" open>
                <input
                    class="input"
                    type="text"
                    autofocus
                    placeholder=say.filter_region_hint()
                    aria-label=say.filter_region_hint()
                    data-testid="filter-region-text"
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        look();
                    }
                    on:keydown=move |event| {
                        if Key::of(&event) != Some(Key::Enter) {
                            return;
                        }
                        event.prevent_default();
                        // What was found for an older text is not meant.
                        let current = found_for.with_untracked(|asked| text.with_untracked(|text| asked == text));
                        let meant = found.with_untracked(|found| {
                            let names: Vec<&str> = found.iter().map(|region| region.name.as_str()).collect();
                            let exact = text.with_untracked(|text| pick::exact(text, &names));
                            found.get(exact.unwrap_or_default()).cloned()
                        });
                        if let Some(meant) = meant.filter(|_| current) {
                            choose(Some(meant));
                        }
                    }
                />
                <button class="menu-item" data-testid="filter-without-region" on:click=move |_| choose(None)>
                    {icon(Icon::Place)}
                    {say.filter_without_region()}
                </button>
                <For each=move || found.get() key=|region| region.code.clone() let:region>
                    {
                        let chosen = region.clone();
                        view! {
                            <button
                                class="menu-item"
                                data-testid="filter-region-choice"
                                on:click=move |_| choose(Some(chosen.clone()))
                            >
                                <span>
                                    {region.name.clone()} <small>{region.path.join(" › ")}</small>
                                </span>
                            </button>
                        }
                    }
                </For>
            </Menu>
        }
        .into_any(),
    }
    }
}

/// A picker over words, with a field to narrow them.
#[component]
fn ListFilter(
    testid: &'static str,
    label: &'static str,
    hint: &'static str,
    chosen: Signal<Option<String>>,
    choices: Signal<Vec<String>>,
    on_choose: Callback<Option<String>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let fitting = Memo::new(move |_| {
        let wanted = text.with(|text| text.trim().to_lowercase());
        choices.with(|choices| {
            choices
                .iter()
                .filter(|choice| choice.to_lowercase().contains(&wanted))
                .take(60)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    move || match chosen.get() {
        Some(words) => view! {
            <SetChip
                words
                testid=format!("{testid}-set")
                on_remove=Callback::new(move |()| on_choose.run(None))
            />
        }
        .into_any(),
        None => view! {
            <Menu label=move || label testid class="chip" open>
                <input
                    class="input"
                    type="text"
                    autofocus
                    placeholder=hint
                    aria-label=hint
                    data-testid=format!("{testid}-text")
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if Key::of(&event) != Some(Key::Enter) {
                            return;
                        }
                        event.prevent_default();
                        let meant = fitting.with_untracked(|fitting| {
                            let names: Vec<&str> = fitting.iter().map(String::as_str).collect();
                            let exact = text.with_untracked(|text| pick::exact(text, &names));
                            fitting.get(exact.unwrap_or_default()).cloned()
                        });
                        if let Some(meant) = meant {
                            open.set(false);
                            on_choose.run(Some(meant));
                        }
                    }
                />
                <For each=move || fitting.get() key=|choice| choice.clone() let:choice>
                    {
                        let words = choice.clone();
                        view! {
                            <button
                                class="menu-item"
                                data-testid=format!("{testid}-choice")
                                on:click=move |_| {
                                    open.set(false);
                                    on_choose.run(Some(choice.clone()));
                                }
                            >
                                {words}
                            </button>
                        }
                    }
                </For>
            </Menu>
        }
        .into_any(),
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

/// Takes every filter away, except the tab.
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

pub fn clear(state: State) {
    state.filter.update(|filter| {
        *filter = Filter {
            tab: filter.tab,
            ..Filter::default()
        };
    });
}
