//! The disposition: to which unit, with which message.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::ChangeKind;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::record::GetReference;

use crate::call::call;
use crate::components::pick;
use crate::frame::shortcuts::Key;
use crate::icons::{Icon, icon};
use crate::pages::inbox::Inbox;
use crate::pages::inbox::editor::sheet::Sheet;
use crate::pages::inbox::editor::write::{SavedLine, submit};
use crate::state::{say, state};

#[component]
pub fn DisposeSheet(inbox: Inbox, sheet: Sheet, focus: RwSignal<u32>) -> impl IntoView {
    let say = say();
    let sending = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let send = Callback::new(move |()| {
        if sending.get_untracked() {
            return;
        }
        let Some(to) = sheet.unit.get_untracked() else {
            missing.set(true);
            focus.update(|count| *count += 1);
            return;
        };
        missing.set(false);
        let note = sheet.text.get_untracked();
        let change = ChangeKind::Dispose { to, note };
        submit(inbox, sheet, sending, change, false, None);
    });
    view! {
        <p class="editor-where">{icon(Icon::Forward)}<span class="where">{say.dispose_where()}</span></p>
        <div class="dispose-form">
            <UnitPicker
                chosen=sheet.unit
                on_choose=Callback::new(move |()| {
                    missing.set(false);
                    sheet.touch();
                })
                label=say.dispose_unit()
                testid="dispose-unit"
                focus
                beside=sheet.complaint
                typed
                on_send=send
            />
            // What is typed and no unit is said by the field itself.
            <Show when=move || missing.get() && typed.with(|typed| typed.trim().is_empty())>
                <p class="field-error" role="alert" data-testid="dispose-missing">{say.dispose_unit_missing()}</p>
            </Show>
            <textarea
                class="area"
                dir="auto"
                placeholder=say.dispose_hint()
                aria-label=say.dispose_hint()
                data-testid="dispose-note"
                prop:value=move || sheet.text.get()
                on:input=move |event| {
                    sheet.text.set(event_target_value(&event));
                    sheet.touch();
                }
                on:keydown=move |event| {
                    if Key::of(&event) == Some(Key::ControlEnter) {
                        event.prevent_default();
                        send.run(());
                    }
                }
            ></textarea>
        </div>
        <footer class="editor-foot">
            <SavedLine sheet />
            <span class="spring"></span>
            <button
                class="button primary"
                disabled=move || sending.get()
                data-testid="dispose-send"
                on:click=move |_| send.run(())
            >
                {icon(Icon::Forward)}
                {say.dispose_send()}
                <kbd>"Ctrl ↵"</kbd>
            </button>
        </footer>
    }
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
    // Not here yet is something else than none.
    let units = RwSignal::new(None::<Vec<AgencyRef>>);
    let text = RwSignal::new(
        chosen
            .get_untracked()
            .map(|unit| unit.name)
            .unwrap_or_default(),
    );
    let open = RwSignal::new(false);
    let unresolved = Memo::new(move |_| {
        let is_chosen = chosen.with(Option::is_some);
        text.with(|text| (!is_chosen && !text.trim().is_empty()).then(|| text.trim().to_owned()))
    });
    Effect::new(move |_| typed.set(unresolved.get().unwrap_or_default()));
    let at = RwSignal::new(0_usize);
    let input = NodeRef::<leptos::html::Input>::new();
    spawn_local(async move {
        match call(&GetReference { beside }).await {
            Ok(reference) => {
                units.try_set(Some(reference.units));
            }
            Err(error) => {
                units.try_set(Some(Vec::new()));
                state.tell_error(say, &error);
            }
        }
    });
    Effect::new(move |_| {
        let unit = chosen.get();
        if let Some(unit) = unit {
            text.set(unit.name);
        }
    });
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
    let fitting = Memo::new(move |_| {
        let wanted = text.with(|text| text.trim().to_lowercase());
        let is_chosen = chosen.with(|unit| {
            unit.as_ref()
                .is_some_and(|unit| unit.name.to_lowercase() == wanted)
        });
        units.with(|units| {
            units
                .iter()
                .flatten()
                .filter(|unit| is_chosen || unit.name.to_lowercase().contains(&wanted))
                .take(50)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let choose = move |unit: AgencyRef| {
        open.set(false);
        text.set(unit.name.clone());
        chosen.set(Some(unit));
        on_choose.run(());
    };
    // What Enter means now: the line moved to, else the name typed in full, else the first that fits.
    let moved = RwSignal::new(false);
    let meant = move || {
        fitting.with_untracked(|units| {
            let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
            let exact = text.with_untracked(|text| pick::exact(text, &names));
            let at = match exact {
                Some(exact) if !moved.get_untracked() => exact,
                _ => at.get_untracked(),
            };
            units.get(at).cloned()
        })
    };
    // Leaving the field with a name typed in full chooses it.
    let settle = move || {
        if unresolved.with_untracked(Option::is_none) {
            return;
        }
        let whole = units.with_untracked(|units| {
            let units = units.as_deref().unwrap_or_default();
            let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
            let exact = text.with_untracked(|text| pick::exact(text, &names))?;
            units.get(exact).cloned()
        });
        if let Some(unit) = whole {
            choose(unit);
        }
    };
    let list = format!("{testid}-list");
    let (listed, controls) = (list.clone(), list.clone());
    view! {
        <div class="picker">
            <label class="field">
                <span>{label}</span>
                <input
                    node_ref=input
                    class="input"
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    placeholder=say.dispose_unit_hint()
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=controls
                    aria-activedescendant=move || {
                        (open.get() && fitting.with(|units| !units.is_empty()))
                            .then(|| format!("{list}-{}", at.get()))
                    }
                    data-testid=testid
                    prop:value=move || text.get()
                    on:focus=move |_| {
                        open.set(true);
                        at.set(0);
                    }
                    on:blur=move |_| {
                        settle();
                        open.set(false);
                    }
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        open.set(true);
                        at.set(0);
                        moved.set(false);
                        if chosen.with_untracked(Option::is_some) {
                            chosen.set(None);
                            on_choose.run(());
                        }
                    }
                    on:keydown=move |event| {
                        let count = fitting.with_untracked(Vec::len);
                        match event.key().as_str() {
                            "ArrowDown" if count > 0 => {
                                event.prevent_default();
                                moved.set(true);
                                at.update(|at| *at = (*at + 1) % count);
                            }
                            "ArrowUp" if count > 0 => {
                                event.prevent_default();
                                moved.set(true);
                                at.update(|at| *at = (*at + count - 1) % count);
                            }
                            "Enter" if event.ctrl_key() || event.meta_key() => {
                                event.prevent_default();
                                settle();
                                if let Some(on_send) = on_send {
                                    on_send.run(());
                                }
                            }
                            "Enter" if open.get_untracked() => {
                                event.prevent_default();
                                if let Some(unit) = meant() {
                                    choose(unit);
                                }
                            }
                            "Escape" if open.get_untracked() => {
                                event.stop_propagation();
                                open.set(false);
                            }
                            _ => {}
                        }
                    }
                />
            </label>
            <Show when=move || open.get()>
                <div
                    class="picker-list"
                    id=listed.clone()
                    role="listbox"
                    aria-label=label
                    on:mousedown=move |event| event.prevent_default()
                >
                    {
                        let listed = listed.clone();
                        move || {
                            let fitting = fitting.get();
                            if units.with(Option::is_none) {
                                return view! { <NoUnit words=say.loading() testid="units-loading" /> }.into_any();
                            }
                            if fitting.is_empty() {
                                return view! { <NoUnit words=say.dispose_unit_none() testid="units-none" /> }
                                    .into_any();
                            }
                            fitting
                                .into_iter()
                                .enumerate()
                                .map(|(position, unit)| {
                                    let name = unit.name.clone();
                                    view! {
                                        <div
                                            class="menu-item"
                                            class:active=move || at.get() == position
                                            id=format!("{listed}-{position}")
                                            role="option"
                                            aria-selected=move || if at.get() == position { "true" } else { "false" }
                                            data-testid=format!("{testid}-choice")
                                            on:click=move |_| choose(unit.clone())
                                        >
                                            {icon(Icon::Unit)}
                                            {name}
                                        </div>
                                    }
                                })
                                .collect_view()
                                .into_any()
                        }
                    }
                </div>
            </Show>
            <Show when=move || !open.get() && unresolved.with(Option::is_some)>
                <p class="field-error" role="alert" data-testid=format!("{testid}-unresolved")>
                    {move || say.unit_unresolved(unresolved.get().as_deref().unwrap_or_default())}
                </p>
            </Show>
        </div>
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
