//! A region by typing its name. What was typed and not chosen stays in the field, and is said.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::region::RegionLevel;
use tanggap_ipc::record::{FindRegion, NamedRegion};
use web_sys::KeyboardEvent;

use crate::call::call;
use crate::components::pick;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::say;

/// What field, chip and list of a search share.
#[derive(Clone, Copy)]
struct Searching {
    say: Say,
    testid: &'static str,
    deepest: RegionLevel,
    chosen: RwSignal<Option<NamedRegion>>,
    on_choose: Callback<Option<NamedRegion>>,
    text: RwSignal<String>,
    found: RwSignal<Vec<NamedRegion>>,
    /// What was asked for when `found` came: an older answer is none to what is typed now.
    found_for: RwSignal<String>,
    active: RwSignal<usize>,
    open: RwSignal<bool>,
    focused: RwSignal<bool>,
    input: NodeRef<html::Input>,
}

impl Searching {
    fn look(self) {
        let wanted = self.text.get_untracked();
        if wanted.trim().chars().count() < 2 {
            self.open.set(false);
            return;
        }
        spawn_local(async move {
            let reply = call(&FindRegion {
                text: wanted.clone(),
            })
            .await;
            // Typed on meanwhile, or the field is gone, which its text may outlive.
            let is_gone = self.focused.is_disposed();
            if is_gone || self.text.try_get_untracked() != Some(wanted.clone()) {
                return;
            }
            let mut regions = reply.unwrap_or_default();
            regions.retain(|region| region.code.level() <= self.deepest);
            let names: Vec<&str> = regions.iter().map(|region| region.name.as_str()).collect();
            let exact = pick::exact(&wanted, &names);
            self.active.set(exact.unwrap_or_default());
            self.found.set(regions);
            self.found_for.set(wanted);
            self.open.set(self.focused.get_untracked());
        });
    }

    fn choose(self, region: NamedRegion) {
        self.text.set(String::new());
        self.found.set(Vec::new());
        self.open.set(false);
        self.chosen.set(Some(region.clone()));
        self.on_choose.run(Some(region));
    }

    fn remove(self) {
        self.chosen.set(None);
        self.on_choose.run(None);
        if let Some(input) = self.input.get_untracked() {
            // The field comes back as soon as the chip is gone.
            drop(input.focus());
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        let Self { text, active, .. } = self;
        let count = self.found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => active.update(|active| *active = (*active + 1) % count),
            "ArrowUp" if count > 0 => {
                active.update(|active| *active = (*active + count - 1) % count);
            }
            // Enter in the middle of a search chooses nothing, and sends nothing either.
            "Enter" if text.with_untracked(|text| !text.trim().is_empty()) => {
                let asked = self.found_for;
                let current =
                    asked.with_untracked(|asked| text.with_untracked(|text| text == asked));
                let found = self.found;
                let region =
                    found.with_untracked(|found| found.get(active.get_untracked()).cloned());
                if let Some(region) = region.filter(|_| current) {
                    self.choose(region);
                }
            }
            "Escape" if self.open.get_untracked() => self.open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }
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
    let searching = Searching {
        say: say(),
        testid,
        deepest,
        chosen,
        on_choose,
        text,
        found: RwSignal::default(),
        found_for: RwSignal::default(),
        active: RwSignal::new(0),
        open: RwSignal::new(false),
        focused: RwSignal::new(false),
        input: NodeRef::new(),
    };
    view! {
        <div class="field place-search">
            <label for=testid>{name}</label>
            {move || chosen.get().map(|region| view! { <Chosen searching region /> })}
            <div class="place-field">
                <Field searching fault />
                <ul
                    class="place-list"
                    id=format!("{testid}-list")
                    role="listbox"
                    aria-label=name
                    hidden=move || !searching.open.get()
                    data-testid=format!("{testid}-list")
                >
                    <Found searching />
                </ul>
            </div>
            <Said searching fault about />
        </div>
    }
}

#[component]
fn Chosen(searching: Searching, region: NamedRegion) -> impl IntoView {
    let Searching { say, testid, .. } = searching;
    let mut words = region.path;
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
                on:click=move |_| searching.remove()
            >
                {icon(Icon::Close)}
            </button>
        </span>
    }
}

#[component]
fn Field(searching: Searching, fault: Signal<Option<String>>) -> impl IntoView {
    let Searching {
        testid,
        open,
        focused,
        ..
    } = searching;
    view! {
        <input
            class="input"
            id=testid
            type="text"
            role="combobox"
            autocomplete="off"
            placeholder=searching.say.filter_region_hint()
            aria-autocomplete="list"
            aria-controls=format!("{testid}-list")
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-activedescendant=move || {
                (open.get() && searching.found.with(|found| !found.is_empty()))
                    .then(|| format!("{testid}-{}", searching.active.get()))
            }
            data-testid=testid
            node_ref=searching.input
            prop:value=move || searching.text.get()
            on:input=move |event| {
                searching.text.set(event_target_value(&event));
                searching.look();
            }
            aria-invalid=move || fault.with(Option::is_some).then_some("true")
            on:focus=move |_| focused.set(true)
            on:keydown=move |event| searching.pressed(&event)
            on:blur=move |_| {
                open.set(false);
                focused.set(false);
            }
        />
    }
}

#[component]
fn Found(searching: Searching) -> impl IntoView {
    let Searching {
        say,
        testid,
        active,
        ..
    } = searching;
    move || {
        let regions = searching.found.get();
        if regions.is_empty() {
            return view! {
                <li class="menu-none" role="option" aria-disabled="true" aria-selected="false">
                    {say.place_nothing()}
                </li>
            }
            .into_any();
        }
        let lines = regions.into_iter().enumerate().map(|(at, region)| {
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
                        searching.choose(picked.clone());
                    }
                >
                    {icon(Icon::Place)}
                    <span>{region.name} <small>{region.path.join(" › ")}</small></span>
                </li>
            }
        });
        lines.collect_view().into_any()
    }
}

/// What stands under the field: what is wrong, that nothing was chosen yet, or what it is for.
#[component]
fn Said(searching: Searching, fault: Signal<Option<String>>, about: &'static str) -> impl IntoView {
    let Searching {
        say,
        testid,
        text,
        focused,
        ..
    } = searching;
    let is_open_question =
        Memo::new(move |_| !focused.get() && text.with(|text| !text.trim().is_empty()));
    move || {
        match fault.get() {
        Some(words) => {
            view! { <p class="wrong" role="alert" data-testid=format!("{testid}-fault")>{words}</p> }
                .into_any()
        }
        None if is_open_question.get() => view! {
            <p class="wrong" role="status" data-testid=format!("{testid}-unresolved")>
                {say.place_unresolved(text.get().trim())}
            </p>
        }
        .into_any(),
        None => view! { <small>{about}</small> }.into_any(),
    }
    }
}
