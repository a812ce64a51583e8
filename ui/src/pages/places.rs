//! Choosing a region: by typing its name, or level by level. The shell finds; nothing is guessed.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_ipc::record::{FindRegion, NamedRegion, RegionChildren};
use wasm_bindgen::JsCast;

use crate::call::call;
use crate::components::pick;
use crate::icons::{Icon, icon};
use crate::state::say;

/// Puts the region of `code` with its name into `into`; the code alone where nobody knows a name.
pub fn name_of(code: Option<RegionCode>, into: RwSignal<Option<NamedRegion>>) {
    let Some(code) = code else {
        into.set(None);
        return;
    };
    if into.with_untracked(|known| known.as_ref().is_some_and(|known| known.code == code)) {
        return;
    }
    spawn_local(async move {
        let siblings = call(&RegionChildren {
            code: code.parent(),
        })
        .await;
        let found = siblings
            .ok()
            .and_then(|siblings| siblings.into_iter().find(|region| region.code == code));
        into.try_set(Some(found.unwrap_or_else(|| NamedRegion {
            name: code.to_string(),
            code,
            path: Vec::new(),
        })));
    });
}

/// A field that finds regions by name, with the chosen one shown as a chip.
#[component]
pub fn PlaceSearch(
    name: &'static str,
    #[prop(optional)] about: &'static str,
    testid: &'static str,
    chosen: RwSignal<Option<NamedRegion>>,
    /// What is typed and not chosen yet. It stays in the field: whoever uses it says so, or keeps it.
    #[prop(default = RwSignal::default())]
    text: RwSignal<String>,
    /// What is wrong with it, where the form says so.
    #[prop(optional, into)]
    fault: Signal<Option<String>>,
    /// Regions below this level are not offered.
    deepest: RegionLevel,
    on_choose: Callback<Option<NamedRegion>>,
) -> impl IntoView {
    let say = say();
    let found = RwSignal::new(Vec::<NamedRegion>::new());
    // What was asked for when `found` came: an older answer is none to what is typed now.
    let found_for = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let open = RwSignal::new(false);
    let focused = RwSignal::new(false);
    let is_open_question =
        Memo::new(move |_| !focused.get() && text.with(|text| !text.trim().is_empty()));
    let input = NodeRef::<html::Input>::new();
    let look = move || {
        let wanted = text.get_untracked();
        if wanted.trim().chars().count() < 2 {
            open.set(false);
            return;
        }
        spawn_local(async move {
            let reply = call(&FindRegion {
                text: wanted.clone(),
            })
            .await;
            // Typed on meanwhile, or the field is gone, which its text may outlive.
            if focused.is_disposed() || text.try_get_untracked() != Some(wanted.clone()) {
                return;
            }
            let mut regions = reply.unwrap_or_default();
            regions.retain(|region| region.code.level() <= deepest);
            let names: Vec<&str> = regions.iter().map(|region| region.name.as_str()).collect();
            active.set(pick::exact(&wanted, &names).unwrap_or_default());
            found.set(regions);
            found_for.set(wanted);
            open.set(focused.get_untracked());
        });
    };
    let choose = move |region: NamedRegion| {
        text.set(String::new());
        found.set(Vec::new());
        open.set(false);
        chosen.set(Some(region.clone()));
        on_choose.run(Some(region));
    };
    let list = format!("{testid}-list");
    let (listed, controlled) = (list.clone(), list.clone());
    let key = move |event: web_sys::KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => active.update(|active| *active = (*active + 1) % count),
            "ArrowUp" if count > 0 => {
                active.update(|active| *active = (*active + count - 1) % count);
            }
            // Enter in the middle of a search chooses nothing, and sends nothing either.
            "Enter" if text.with_untracked(|text| !text.trim().is_empty()) => {
                let current =
                    found_for.with_untracked(|asked| text.with_untracked(|text| text == asked));
                let region =
                    found.with_untracked(|found| found.get(active.get_untracked()).cloned());
                if let Some(region) = region.filter(|_| current) {
                    choose(region);
                }
            }
            "Escape" if open.get_untracked() => open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let remove = move |_| {
        chosen.set(None);
        on_choose.run(None);
        if let Some(input) = input.get_untracked() {
            // The field comes back as soon as the chip is gone.
            drop(input.focus());
        }
    };
    view! {
        <div class="field place-search">
            <label for=testid>{name}</label>
            {move || {
                chosen
                    .get()
                    .map(|region| {
                        let mut words = region.path.clone();
                        words.reverse();
                        view! {
                            <span class="place-chosen" data-testid=format!("{testid}-chosen")>
                                {icon(Icon::Place)}
                                <b>{region.name.clone()}</b>
                                <small>{words.join(", ")}</small>
                                <button
                                    type="button"
                                    class="ghost"
                                    aria-label=say.filter_remove(&region.name)
                                    data-testid=format!("{testid}-remove")
                                    on:click=remove
                                >
                                    {icon(Icon::Close)}
                                </button>
                            </span>
                        }
                    })
            }}
            <div class="place-field">
                <input
                    class="input"
                    id=testid
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    placeholder=say.filter_region_hint()
                    aria-autocomplete="list"
                    aria-controls=controlled
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-activedescendant=move || {
                        (open.get() && found.with(|found| !found.is_empty()))
                            .then(|| format!("{testid}-{}", active.get()))
                    }
                    data-testid=testid
                    node_ref=input
                    prop:value=move || text.get()
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        look();
                    }
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    on:focus=move |_| focused.set(true)
                    on:keydown=key
                    on:blur=move |_| {
                        open.set(false);
                        focused.set(false);
                    }
                />
                <ul
                    class="place-list"
                    id=listed
                    role="listbox"
                    aria-label=name
                    hidden=move || !open.get()
                    data-testid=list.clone()
                >
                    {move || {
                        let regions = found.get();
                        if regions.is_empty() {
                            return view! {
                                <li class="menu-none" role="option" aria-disabled="true" aria-selected="false">
                                    {say.place_nothing()}
                                </li>
                            }
                            .into_any();
                        }
                        regions
                            .into_iter()
                            .enumerate()
                            .map(|(at, region)| {
                                let picked = region.clone();
                                view! {
                                    <li
                                        id=format!("{testid}-{at}")
                                        role="option"
                                        class="menu-item"
                                        aria-selected=move || if active.get() == at { "true" } else { "false" }
                                        data-testid=format!("{testid}-choice")
                                        on:pointerdown=move |event| {
                                            // Before the field loses its focus.
                                            event.prevent_default();
                                            choose(picked.clone());
                                        }
                                    >
                                        {icon(Icon::Place)}
                                        <span>{region.name} <small>{region.path.join(" › ")}</small></span>
                                    </li>
                                }
                            })
                            .collect_view()
                            .into_any()
                    }}
                </ul>
            </div>
            {move || match fault.get() {
                Some(words) => {
                    view! { <p class="wrong" role="alert" data-testid=format!("{testid}-fault")>{words}</p> }
                        .into_any()
                }
                None if is_open_question.get() => {
                    view! {
                        <p class="wrong" role="status" data-testid=format!("{testid}-unresolved")>
                            {say.place_unresolved(text.get().trim())}
                        </p>
                    }
                        .into_any()
                }
                None => view! { <small>{about}</small> }.into_any(),
            }}
        </div>
    }
}

/// Province, kab/kota, kecamatan, kelurahan, each list inside the one before.
#[component]
pub fn PlaceSteps(
    testid: &'static str,
    chosen: RwSignal<Option<NamedRegion>>,
    on_choose: Callback<Option<NamedRegion>>,
) -> impl IntoView {
    let levels = [
        RegionLevel::Province,
        RegionLevel::Regency,
        RegionLevel::District,
        RegionLevel::Village,
    ];
    view! {
        <div class="place-steps">
            {levels
                .map(|level| view! { <PlaceStep testid level chosen on_choose /> })
                .into_iter()
                .collect_view()}
        </div>
    }
}

#[component]
fn PlaceStep(
    testid: &'static str,
    level: RegionLevel,
    chosen: RwSignal<Option<NamedRegion>>,
    on_choose: Callback<Option<NamedRegion>>,
) -> impl IntoView {
    let say = say();
    let regions = RwSignal::new(Vec::<NamedRegion>::new());
    let code = Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().map(|it| it.code.clone())));
    let parent_level = match level {
        RegionLevel::Province => None,
        RegionLevel::Regency => Some(RegionLevel::Province),
        RegionLevel::District => Some(RegionLevel::Regency),
        RegionLevel::Village => Some(RegionLevel::District),
    };
    // None: nothing to choose from yet.
    let parent = Memo::new(move |_| match parent_level {
        None => Some(None),
        Some(above) => code.get().and_then(|code| code.at(above)).map(Some),
    });
    Effect::new(move |_| match parent.get() {
        None => regions.set(Vec::new()),
        Some(parent_code) => {
            spawn_local(async move {
                let reply = call(&RegionChildren {
                    code: parent_code.clone(),
                })
                .await;
                if parent.try_get_untracked() == Some(Some(parent_code)) {
                    regions.set(reply.unwrap_or_default());
                }
            });
        }
    });
    let here = Memo::new(move |_| code.get().and_then(|code| code.at(level)));
    let change = move |event: web_sys::Event| {
        let value = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok())
            .map(|select| select.value())
            .unwrap_or_default();
        let picked = regions.with_untracked(|regions| {
            regions
                .iter()
                .find(|region| region.code.as_str() == value)
                .cloned()
        });
        match (picked, parent.get_untracked().flatten()) {
            (Some(region), _) => {
                chosen.set(Some(region.clone()));
                on_choose.run(Some(region));
            }
            // Back to the wider one.
            (None, Some(wider)) => {
                name_of(Some(wider.clone()), chosen);
                on_choose.run(Some(NamedRegion {
                    name: wider.to_string(),
                    code: wider,
                    path: Vec::new(),
                }));
            }
            (None, None) => {
                chosen.set(None);
                on_choose.run(None);
            }
        }
    };
    view! {
        <select
            class="select"
            aria-label=say.level(level)
            disabled=move || parent.get().is_none()
            data-testid=format!("{testid}-{}", level_code(level))
            on:change=change
        >
            <option value="" selected=move || here.get().is_none()>
                {say.level(level)}
            </option>
            <For each=move || regions.get() key=|region| region.code.clone() let:region>
                {
                    let code = region.code.clone();
                    view! {
                        <option
                            value=region.code.to_string()
                            prop:selected=move || here.get().as_ref() == Some(&code)
                        >
                            {region.name}
                        </option>
                    }
                }
            </For>
        </select>
    }
}

fn level_code(level: RegionLevel) -> &'static str {
    match level {
        RegionLevel::Province => "province",
        RegionLevel::Regency => "regency",
        RegionLevel::District => "district",
        RegionLevel::Village => "village",
    }
}
