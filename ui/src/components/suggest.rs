//! A text field that offers what fits. Anything else may be typed too.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// Offers at most this many.
const SHOWN: usize = 12;

/// What field and list share.
#[derive(Clone, Copy)]
struct Typing {
    testid: &'static str,
    text: Signal<String>,
    on_text: Callback<String>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    fitting: Memo<Vec<String>>,
}

impl Typing {
    fn choose(self, choice: String) {
        self.open.set(false);
        self.active.set(None);
        self.on_text.run(choice);
    }

    fn pressed(self, event: &KeyboardEvent) {
        let Self { open, active, .. } = self;
        let count = self.fitting.with_untracked(Vec::len);
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
                    .and_then(|at| self.fitting.with_untracked(|it| it.get(at).cloned()));
                if let Some(choice) = choice {
                    self.choose(choice);
                }
            }
            "Escape" if open.get_untracked() => open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

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
    let typing = Typing {
        testid,
        text,
        on_text,
        open: RwSignal::new(false),
        active: RwSignal::new(None),
        fitting: Memo::new(move |_| {
            let wanted = text.with(|text| text.trim().to_lowercase());
            choices.with(|choices| {
                let fitting = choices
                    .iter()
                    .filter(|it| it.to_lowercase().contains(&wanted));
                fitting.take(SHOWN).cloned().collect()
            })
        }),
    };
    let is_unknown = move || {
        let typed = text.get();
        !typed.trim().is_empty()
            && !typing.open.get()
            && choices.with(|choices| !choices.contains(&typed))
    };
    view! {
        <div class="field">
            <label for=testid>{name}</label>
            <div class="place-field">
                <Field typing hint />
                <ul
                    class="place-list"
                    id=format!("{testid}-list")
                    role="listbox"
                    aria-label=name
                    hidden=move || !typing.open.get() || typing.fitting.with(Vec::is_empty)
                >
                    <Choices typing />
                </ul>
            </div>
            <Show when=is_unknown>
                <small>{unknown}</small>
            </Show>
        </div>
    }
}

#[component]
fn Field(typing: Typing, hint: &'static str) -> impl IntoView {
    let Typing {
        testid,
        open,
        active,
        ..
    } = typing;
    view! {
        <input
            class="input"
            id=testid
            type="text"
            role="combobox"
            autocomplete="off"
            placeholder=hint
            aria-autocomplete="list"
            aria-controls=format!("{testid}-list")
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-activedescendant=move || active.get().map(|at| format!("{testid}-{at}"))
            data-testid=testid
            prop:value=move || typing.text.get()
            on:focus=move |_| open.set(true)
            on:input=move |event| {
                active.set(None);
                open.set(true);
                typing.on_text.run(event_target_value(&event));
            }
            on:keydown=move |event| typing.pressed(&event)
            on:blur=move |_| open.set(false)
        />
    }
}

#[component]
fn Choices(typing: Typing) -> impl IntoView {
    let Typing { testid, active, .. } = typing;
    let line = move |at: usize, choice: String| {
        let picked = choice.clone();
        view! {
            <li
                id=format!("{testid}-{at}")
                role="option"
                class="menu-item"
                aria-selected=move || if active.get() == Some(at) { "true" } else { "false" }
                data-testid=format!("{testid}-choice")
                on:pointerdown=move |event| {
                    // Before the field loses its focus.
                    event.prevent_default();
                    typing.choose(picked.clone());
                }
            >
                {choice}
            </li>
        }
    };
    move || {
        let fitting = typing.fitting.get().into_iter().enumerate();
        fitting.map(|(at, choice)| line(at, choice)).collect_view()
    }
}
