//! A text field that offers what fits. Anything else may be typed too.

use leptos::prelude::*;

/// Offers at most this many.
const SHOWN: usize = 12;

#[component]
pub fn Suggest(
    name: &'static str,
    hint: &'static str,
    testid: &'static str,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] choices: Signal<Vec<String>>,
    on_text: Callback<String>,
    /// Said while the text is none of the choices.
    #[prop(optional)]
    unknown: Option<&'static str>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let fitting = Memo::new(move |_| {
        let wanted = text.with(|text| text.trim().to_lowercase());
        choices.with(|choices| {
            choices
                .iter()
                .filter(|choice| choice.to_lowercase().contains(&wanted))
                .take(SHOWN)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let is_unknown = move || {
        let typed = text.get();
        !typed.trim().is_empty() && !open.get() && choices.with(|choices| !choices.contains(&typed))
    };
    let choose = move |choice: String| {
        open.set(false);
        active.set(None);
        on_text.run(choice);
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let count = fitting.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => {
                open.set(true);
                active.update(|active| *active = Some(active.map_or(0, |at| (at + 1) % count)));
            }
            "ArrowUp" if count > 0 => {
                open.set(true);
                active.update(|active| {
                    *active = Some(active.map_or(count - 1, |at| (at + count - 1) % count));
                });
            }
            "Enter" if open.get_untracked() && active.get_untracked().is_some() => {
                let choice = active
                    .get_untracked()
                    .and_then(|at| fitting.with_untracked(|fitting| fitting.get(at).cloned()));
                if let Some(choice) = choice {
                    choose(choice);
                }
            }
            "Escape" if open.get_untracked() => open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let list = format!("{testid}-list");
    let (listed, controlled) = (list.clone(), list);
    view! {
        <div class="field">
            <label for=testid>{name}</label>
            <div class="place-field">
                <input
                    class="input"
                    id=testid
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    placeholder=hint
                    aria-autocomplete="list"
                    aria-controls=controlled
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-activedescendant=move || active.get().map(|at| format!("{testid}-{at}"))
                    data-testid=testid
                    prop:value=move || text.get()
                    on:focus=move |_| open.set(true)
                    on:input=move |event| {
                        active.set(None);
                        open.set(true);
                        on_text.run(event_target_value(&event));
                    }
                    on:keydown=key
                    on:blur=move |_| open.set(false)
                />
                <ul
                    class="place-list"
                    id=listed
                    role="listbox"
                    aria-label=name
                    hidden=move || !open.get() || fitting.with(Vec::is_empty)
                >
                    {move || {
                        fitting
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(at, choice)| {
                                let picked = choice.clone();
                                view! {
                                    <li
                                        id=format!("{testid}-{at}")
                                        role="option"
                                        class="menu-item"
                                        aria-selected=move || {
                                            if active.get() == Some(at) { "true" } else { "false" }
                                        }
                                        data-testid=format!("{testid}-choice")
                                        on:pointerdown=move |event| {
                                            // Before the field loses its focus.
                                            event.prevent_default();
                                            choose(picked.clone());
                                        }
                                    >
                                        {choice}
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </div>
            <Show when=is_unknown>
                <small>{unknown}</small>
            </Show>
        </div>
    }
}
