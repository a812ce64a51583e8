//! Global search and command palette in one field: complaints by number, title, text or place, and
//! every command by its name.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::frame::SyncNow;
use tanggap_ipc::inbox::{Filter, List, Row, Sort, Tab};
use tanggap_ipc::settings::{Language, SaveSettings, Settings, Theme};

use crate::call::call;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::{Page, Part};
use crate::state::{DeadlineTab, Panel, State, say, state};

/// The id of the field, by which its keys find it.
pub const SEARCH: &str = "search";

/// A line of the list under the field.
#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Complaint(ComplaintId),
    /// The whole result in Masuk.
    All(String),
    Command(Command),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    Go(Page),
    Part(Part),
    Outbox,
    Sync,
    Theme,
    Language,
    Keys,
}

impl Command {
    /// Every page with its parts, then what works on every page.
    fn all() -> impl Iterator<Item = Self> {
        let pages = Page::ALL.iter().flat_map(|page| {
            let parts = page.descriptor().parts.iter();
            std::iter::once(Self::Go(*page)).chain(parts.map(|part| Self::Part(*part)))
        });
        pages.chain([
            Self::Outbox,
            Self::Sync,
            Self::Theme,
            Self::Language,
            Self::Keys,
        ])
    }

    fn words(self, say: Say) -> &'static str {
        match self {
            Self::Go(page) => (page.descriptor().name)(say),
            Self::Part(Part::Tab(tab)) => say.command_tab(tab),
            Self::Part(Part::Section(section)) => say.command_section(section),
            Self::Outbox => say.command_outbox(),
            Self::Sync => say.command_sync(),
            Self::Theme => say.command_theme(),
            Self::Language => say.command_language(),
            Self::Keys => say.command_keys(),
        }
    }

    fn run(self, state: State, say: Say) {
        match self {
            Self::Go(Page::Deadlines) => state.show_deadlines(DeadlineTab::Board),
            Self::Go(page) => state.page.set(page),
            Self::Part(Part::Tab(tab)) => state.show_deadlines(tab),
            Self::Part(Part::Section(section)) => state.show_settings(section),
            Self::Outbox => state.panel.set(Panel::Outbox),
            Self::Keys => state.panel.set(Panel::Keys),
            Self::Sync => spawn_local(async move {
                if let Err(error) = call(&SyncNow).await {
                    state.tell_error(say, &error);
                }
            }),
            Self::Theme => save(state, say, |settings| {
                settings.theme = if is_dark(settings.theme) {
                    Theme::Light
                } else {
                    Theme::Dark
                };
            }),
            Self::Language => save(state, say, |settings| {
                settings.language = match settings.language {
                    Language::Id => Language::En,
                    Language::En => Language::Id,
                };
            }),
        }
    }
}

fn is_dark(theme: Theme) -> bool {
    match theme {
        Theme::Dark => true,
        Theme::Light => false,
        Theme::System => window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches()),
    }
}

fn save(state: State, say: Say, change: impl FnOnce(&mut Settings)) {
    let mut settings = state.settings.get_untracked();
    change(&mut settings);
    spawn_local(async move {
        match call(&SaveSettings { settings }).await {
            Ok(reply) => state.take_settings(reply.settings, reply.calendar),
            Err(error) => state.tell_error(say, &error),
        }
    });
}

#[component]
pub fn Search() -> impl IntoView {
    let (state, say) = (state(), say());
    let input = NodeRef::<html::Input>::new();
    let text = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);
    let found = RwSignal::new(Vec::<Row>::new());
    let searched = RwSignal::new(String::new());
    let pending = StoredValue::new(None::<TimeoutHandle>);

    let look = move || {
        if let Some(pending) = pending.get_value() {
            pending.clear();
        }
        // A space behind a word stays: it says that the word is finished.
        let wanted = text.get_untracked().trim_start().to_owned();
        if wanted.is_empty() {
            found.set(Vec::new());
            searched.set(wanted);
            return;
        }
        let ask = move || {
            let wanted = wanted.clone();
            spawn_local(async move {
                let request = List {
                    filter: Filter {
                        tab: Tab::All,
                        text: Some(wanted.clone()),
                        ..Filter::default()
                    },
                    sort: Sort::Due,
                    offset: 0,
                    limit: 8,
                };
                match call(&request).await {
                    // A slower answer to an older question is dropped, and so is one that comes when the
                    // frame was drawn anew in another language.
                    Ok(page)
                        if text
                            .try_get_untracked()
                            .is_some_and(|text| text.trim_start() == wanted) =>
                    {
                        found.set(page.rows);
                        searched.set(wanted);
                        at.set(0);
                    }
                    Ok(_) => {}
                    Err(error) => state.tell_error(say, &error),
                }
            });
        };
        pending.set_value(set_timeout_with_handle(ask, Duration::from_millis(120)).ok());
    };

    let choices = Memo::new(move |_| {
        let wanted = text.with(|text| text.trim().to_lowercase());
        let mut choices: Vec<Choice> = found
            .read()
            .iter()
            .map(|row| Choice::Complaint(row.id))
            .collect();
        if !wanted.is_empty() {
            choices.push(Choice::All(text.with(|text| text.trim_start().to_owned())));
        }
        choices.extend(
            Command::all()
                .filter(|command| command.words(say).to_lowercase().contains(&wanted))
                .map(Choice::Command),
        );
        choices
    });
    let close = move || {
        open.set(false);
        at.set(0);
        if let Some(input) = input.get_untracked() {
            // The field is there as long as the frame.
            drop(input.blur());
        }
    };
    let choose = move |choice: Choice| {
        close();
        text.set(String::new());
        found.set(Vec::new());
        match choice {
            Choice::Complaint(id) => state.show(id),
            Choice::All(wanted) => state.show_list(Filter {
                tab: Tab::All,
                text: Some(wanted),
                ..Filter::default()
            }),
            Choice::Command(command) => command.run(state, say),
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let count = choices.with(Vec::len);
        match event.key().as_str() {
            "Escape" => close(),
            "ArrowDown" if count > 0 => {
                event.prevent_default();
                at.update(|at| *at = (*at + 1) % count);
            }
            "ArrowUp" if count > 0 => {
                event.prevent_default();
                at.update(|at| *at = (*at + count - 1) % count);
            }
            "Enter" if !event.is_composing() => {
                let choice = choices.with(|choices| choices.get(at.get_untracked()).cloned());
                if let Some(choice) = choice {
                    event.prevent_default();
                    choose(choice);
                }
            }
            _ => {}
        }
    };

    view! {
        <div class="search" role="search">
            {icon(Icon::Search)}
            <input
                id=SEARCH
                node_ref=input
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder=say.search_hint()
                aria-label=say.search_hint()
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="search-list"
                aria-activedescendant=move || {
                    (open.get() && choices.with(|choices| at.get() < choices.len()))
                        .then(|| format!("search-{}", at.get()))
                }
                data-testid="search-input"
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    open.set(true);
                    at.set(0);
                    look();
                }
                on:focus=move |_| open.set(true)
                on:blur=move |_| open.set(false)
                on:keydown=on_key
            />
            <kbd>"Ctrl K"</kbd>
            <Show when=move || open.get()>
                // Pressing must not take the focus before the click lands.
                <div
                    class="search-panel"
                    id="search-list"
                    role="listbox"
                    aria-label=say.keys_search()
                    data-testid="search-list"
                    on:mousedown=move |event| event.prevent_default()
                >
                    {move || {
                        let nothing = found.with(Vec::is_empty)
                            && searched.with(|searched| !searched.is_empty())
                            && searched.with(|searched| text.with(|text| text.trim_start() == searched));
                        nothing
                            .then(|| {
                                view! {
                                    <div class="search-nothing" role="option" aria-disabled="true" aria-selected="false">
                                        {say.search_nothing()}
                                    </div>
                                }
                            })
                    }}
                    {move || {
                        choices
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(position, choice)| {
                                let chosen = choice.clone();
                                view! {
                                    <div
                                        class="search-choice"
                                        class:active=move || at.get() == position
                                        id=format!("search-{position}")
                                        role="option"
                                        aria-selected=move || {
                                            if at.get() == position { "true" } else { "false" }
                                        }
                                        data-testid="search-choice"
                                        on:mousemove=move |_| {
                                            if at.get_untracked() != position {
                                                at.set(position);
                                            }
                                        }
                                        on:click=move |_| choose(chosen.clone())
                                    >
                                        {choice_view(&choice, found, say)}
                                    </div>
                                }
                            })
                            .collect_view()
                    }}
                </div>
            </Show>
        </div>
    }
}

fn choice_view(choice: &Choice, found: RwSignal<Vec<Row>>, say: Say) -> AnyView {
    match choice {
        Choice::Complaint(id) => {
            let row = found.with_untracked(|rows| rows.iter().find(|row| row.id == *id).cloned());
            row.map(|row| {
                let place = row.place.unwrap_or_else(|| say.no_place().to_owned());
                view! {
                    <span class="number search-number">{format!("#{}", row.tracking_id)}</span>
                    <span class="search-title" dir="auto">{row.title}</span>
                    <span class="search-where">{format!("{place} · {}", say.stage(row.stage))}</span>
                }
            })
            .into_any()
        }
        Choice::All(text) => {
            view! { {icon(Icon::Search)} <span>{say.search_all(text)}</span> }.into_any()
        }
        Choice::Command(command) => {
            view! { {icon(Icon::Right)} <span>{command.words(say)}</span> }.into_any()
        }
    }
}
