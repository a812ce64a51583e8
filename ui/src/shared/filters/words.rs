//! A chip chosen from a list of words.

use leptos::prelude::*;

use super::SetChip;
use crate::components::menu::Menu;
use crate::components::pick;
use crate::shortcuts::Key;

/// A picker over words, with a field to narrow them.
#[component]
pub fn ListFilter(
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
