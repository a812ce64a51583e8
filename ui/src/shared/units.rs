//! Choosing a unit by typing. It never takes for a unit what is none.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::record::GetReference;
use web_sys::KeyboardEvent;

use crate::call::call;
use crate::components::pick;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::{say, state};

/// What field and list share.
#[derive(Clone, Copy)]
struct Picking {
    say: Say,
    testid: &'static str,
    chosen: RwSignal<Option<AgencyRef>>,
    on_choose: Callback<()>,
    on_send: Option<Callback<()>>,
    /// Not here yet is something else than none.
    units: RwSignal<Option<Vec<AgencyRef>>>,
    text: RwSignal<String>,
    open: RwSignal<bool>,
    /// The line of the list that is active.
    at: RwSignal<usize>,
    /// The officer moved to that line.
    moved: RwSignal<bool>,
    fitting: Memo<Vec<AgencyRef>>,
    /// What was typed and is no unit.
    unresolved: Memo<Option<String>>,
}

impl Picking {
    fn new(
        say: Say,
        testid: &'static str,
        chosen: RwSignal<Option<AgencyRef>>,
        on_choose: Callback<()>,
        on_send: Option<Callback<()>>,
    ) -> Self {
        let units = RwSignal::new(None::<Vec<AgencyRef>>);
        let known = chosen.get_untracked().map(|unit| unit.name);
        let text = RwSignal::new(known.unwrap_or_default());
        Self {
            say,
            testid,
            chosen,
            on_choose,
            on_send,
            units,
            text,
            open: RwSignal::new(false),
            at: RwSignal::new(0),
            moved: RwSignal::new(false),
            fitting: Memo::new(move |_| fitting(units, chosen, text)),
            unresolved: Memo::new(move |_| {
                let is_chosen = chosen.with(Option::is_some);
                text.with(|text| {
                    (!is_chosen && !text.trim().is_empty()).then(|| text.trim().to_owned())
                })
            }),
        }
    }

    fn choose(self, unit: AgencyRef) {
        self.open.set(false);
        self.text.set(unit.name.clone());
        self.chosen.set(Some(unit));
        self.on_choose.run(());
    }

    /// What Enter means now: the line moved to, else the name typed in full, else the first that fits.
    fn meant(self) -> Option<AgencyRef> {
        self.fitting.with_untracked(|units| {
            let at = match self.typed_in_full(units) {
                Some(exact) if !self.moved.get_untracked() => exact,
                _ => self.at.get_untracked(),
            };
            units.get(at).cloned()
        })
    }

    /// Leaving the field with a name typed in full chooses it.
    fn settle(self) {
        if self.unresolved.with_untracked(Option::is_none) {
            return;
        }
        let whole = self.units.with_untracked(|units| {
            let units = units.as_deref().unwrap_or_default();
            units.get(self.typed_in_full(units)?).cloned()
        });
        if let Some(unit) = whole {
            self.choose(unit);
        }
    }

    fn typed_in_full(self, units: &[AgencyRef]) -> Option<usize> {
        let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
        self.text.with_untracked(|text| pick::exact(text, &names))
    }

    fn typed(self, text: String) {
        self.text.set(text);
        self.open.set(true);
        self.at.set(0);
        self.moved.set(false);
        if self.chosen.with_untracked(Option::is_some) {
            self.chosen.set(None);
            self.on_choose.run(());
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        let count = self.fitting.with_untracked(Vec::len);
        let step = |by: usize| {
            event.prevent_default();
            self.moved.set(true);
            self.at.update(|at| *at = (*at + by) % count);
        };
        match event.key().as_str() {
            "ArrowDown" if count > 0 => step(1),
            "ArrowUp" if count > 0 => step(count - 1),
            "Enter" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                self.settle();
                if let Some(on_send) = self.on_send {
                    on_send.run(());
                }
            }
            "Enter" if self.open.get_untracked() => {
                event.prevent_default();
                if let Some(unit) = self.meant() {
                    self.choose(unit);
                }
            }
            "Escape" if self.open.get_untracked() => {
                event.stop_propagation();
                self.open.set(false);
            }
            _ => {}
        }
    }

    /// The id of a line of the list.
    fn line(self, position: usize) -> String {
        format!("{}-list-{position}", self.testid)
    }
}

/// The first units that have what was typed in their name; all of them beside the one that is chosen.
fn fitting(
    units: RwSignal<Option<Vec<AgencyRef>>>,
    chosen: RwSignal<Option<AgencyRef>>,
    text: RwSignal<String>,
) -> Vec<AgencyRef> {
    let wanted = text.with(|text| text.trim().to_lowercase());
    let is_chosen = chosen.with(|unit| {
        unit.as_ref()
            .is_some_and(|unit| unit.name.to_lowercase() == wanted)
    });
    units.with(|units| {
        let units = units.iter().flatten();
        let fitting = units.filter(|it| is_chosen || it.name.to_lowercase().contains(&wanted));
        fitting.take(50).cloned().collect()
    })
}

/// A field that narrows the units as one types. What is typed and is no unit stays in the field, and the
/// field says so: it is never sent, and never left out without a word.
#[component]
pub fn UnitPicker(
    chosen: RwSignal<Option<AgencyRef>>,
    on_choose: Callback<()>,
    label: &'static str,
    testid: &'static str,
    #[prop(optional)] focus: RwSignal<u32>,
    /// What stands in the field and is no unit.
    #[prop(default = RwSignal::default())]
    typed: RwSignal<String>,
    /// Control and Enter, once what was typed is chosen.
    #[prop(optional, into)]
    on_send: Option<Callback<()>>,
    /// Units of this complaint's kab/kota come first.
    #[prop(optional, into)]
    beside: Option<ComplaintId>,
) -> impl IntoView {
    let (state, say) = (state(), say());
    let picking = Picking::new(say, testid, chosen, on_choose, on_send);
    Effect::new(move |_| typed.set(picking.unresolved.get().unwrap_or_default()));
    spawn_local(async move {
        match call(&GetReference { beside }).await {
            Ok(reference) => {
                picking.units.try_set(Some(reference.units));
            }
            Err(error) => {
                picking.units.try_set(Some(Vec::new()));
                state.tell_error(say, &error);
            }
        }
    });
    Effect::new(move |_| {
        let unit = chosen.get();
        if let Some(unit) = unit {
            picking.text.set(unit.name);
        }
    });
    view! {
        <div class="picker">
            <label class="field">
                <span>{label}</span>
                <Field picking focus />
            </label>
            <Show when=move || picking.open.get()>
                <div
                    class="picker-list"
                    id=format!("{testid}-list")
                    role="listbox"
                    aria-label=label
                    on:mousedown=move |event| event.prevent_default()
                >
                    <Choices picking />
                </div>
            </Show>
            <Show when=move || !picking.open.get() && picking.unresolved.with(Option::is_some)>
                <p class="field-error" role="alert" data-testid=format!("{testid}-unresolved")>
                    {move || say.unit_unresolved(picking.unresolved.get().as_deref().unwrap_or_default())}
                </p>
            </Show>
        </div>
    }
}

#[component]
fn Field(picking: Picking, focus: RwSignal<u32>) -> impl IntoView {
    let Picking { at, open, .. } = picking;
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |seen: Option<u32>| {
        let wanted = focus.get();
        if wanted > 0
            && seen != Some(wanted)
            && let Some(input) = input.get()
        {
            // The field was just mounted.
            drop(input.focus());
        }
        wanted
    });
    view! {
        <input
            node_ref=input
            class="input"
            type="text"
            role="combobox"
            autocomplete="off"
            placeholder=picking.say.dispose_unit_hint()
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls=format!("{}-list", picking.testid)
            aria-activedescendant=move || {
                (open.get() && picking.fitting.with(|units| !units.is_empty()))
                    .then(|| picking.line(at.get()))
            }
            data-testid=picking.testid
            prop:value=move || picking.text.get()
            on:focus=move |_| {
                open.set(true);
                at.set(0);
            }
            on:blur=move |_| {
                picking.settle();
                open.set(false);
            }
            on:input=move |event| picking.typed(event_target_value(&event))
            on:keydown=move |event| picking.pressed(&event)
        />
    }
}

#[component]
fn Choices(picking: Picking) -> impl IntoView {
    let Picking {
        say, at, testid, ..
    } = picking;
    move || {
        let fitting = picking.fitting.get();
        if picking.units.with(Option::is_none) {
            return view! { <NoUnit words=say.loading() testid="units-loading" /> }.into_any();
        }
        if fitting.is_empty() {
            return view! { <NoUnit words=say.dispose_unit_none() testid="units-none" /> }
                .into_any();
        }
        let lines = fitting.into_iter().enumerate().map(|(position, unit)| {
            let name = unit.name.clone();
            view! {
                <div
                    class="menu-item"
                    class:active=move || at.get() == position
                    id=picking.line(position)
                    role="option"
                    aria-selected=move || if at.get() == position { "true" } else { "false" }
                    data-testid=format!("{testid}-choice")
                    on:click=move |_| picking.choose(unit.clone())
                >
                    {icon(Icon::Unit)}
                    {name}
                </div>
            }
        });
        lines.collect_view().into_any()
    }
}

/// A line of the list that nobody can choose: it says why there is no other.
#[component]
fn NoUnit(words: &'static str, testid: &'static str) -> impl IntoView {
    view! {
        <div class="menu-none" role="option" aria-disabled="true" aria-selected="false" data-testid=testid>
            {words}
        </div>
    }
}
