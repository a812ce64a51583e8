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
use web_sys::KeyboardEvent;

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
    Likely,
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
            Self::Likely,
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
            Self::Likely => say.command_likely(),
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
            Self::Likely => state.panel.set(Panel::Likely),
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

/// What field and list share.
#[derive(Clone, Copy)]
struct Searching {
    state: State,
    say: Say,
    input: NodeRef<html::Input>,
    text: RwSignal<String>,
    open: RwSignal<bool>,
    /// The line that is active.
    at: RwSignal<usize>,
    found: RwSignal<Vec<Row>>,
    /// What `found` was asked for.
    searched: RwSignal<String>,
    pending: StoredValue<Option<TimeoutHandle>>,
    choices: Memo<Vec<Choice>>,
}

impl Searching {
    fn new(state: State, say: Say) -> Self {
        let (text, found) = (
            RwSignal::new(String::new()),
            RwSignal::new(Vec::<Row>::new()),
        );
        Self {
            state,
            say,
            input: NodeRef::new(),
            text,
            open: RwSignal::new(false),
            at: RwSignal::new(0),
            found,
            searched: RwSignal::new(String::new()),
            pending: StoredValue::new(None),
            choices: Memo::new(move |_| choices(text, found, say)),
        }
    }

    /// Asks once typing pauses.
    fn look(self) {
        if let Some(pending) = self.pending.get_value() {
            pending.clear();
        }
        // A space behind a word stays: it says that the word is finished.
        let wanted = self.text.get_untracked().trim_start().to_owned();
        if wanted.is_empty() {
            self.found.set(Vec::new());
            self.searched.set(wanted);
            return;
        }
        let ask = move || self.ask(wanted.clone());
        let pending = set_timeout_with_handle(ask, Duration::from_millis(120)).ok();
        self.pending.set_value(pending);
    }

    fn ask(self, wanted: String) {
        spawn_local(async move {
            let request = List {
                filter: all_with(wanted.clone()),
                sort: Sort::Due,
                offset: 0,
                limit: 8,
            };
            match call(&request).await {
                // A slower answer to an older question is dropped, and so is one that comes when the
                // frame was drawn anew in another language.
                Ok(page)
                    if self
                        .text
                        .try_get_untracked()
                        .is_some_and(|text| text.trim_start() == wanted) =>
                {
                    self.found.set(page.rows);
                    self.searched.set(wanted);
                    self.at.set(0);
                }
                Ok(_) => {}
                Err(error) => self.state.tell_error(self.say, &error),
            }
        });
    }

    fn close(self) {
        self.open.set(false);
        self.at.set(0);
        if let Some(input) = self.input.get_untracked() {
            // The field is there as long as the frame.
            drop(input.blur());
        }
    }

    fn choose(self, choice: Choice) {
        self.close();
        self.text.set(String::new());
        self.found.set(Vec::new());
        match choice {
            Choice::Complaint(id) => self.state.show(id),
            Choice::All(wanted) => self.state.show_list(all_with(wanted)),
            Choice::Command(command) => command.run(self.state, self.say),
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        let count = self.choices.with(Vec::len);
        match event.key().as_str() {
            "Escape" => self.close(),
            "ArrowDown" if count > 0 => {
                event.prevent_default();
                self.at.update(|at| *at = (*at + 1) % count);
            }
            "ArrowUp" if count > 0 => {
                event.prevent_default();
                self.at.update(|at| *at = (*at + count - 1) % count);
            }
            "Enter" if !event.is_composing() => {
                let at = self.at.get_untracked();
                let choice = self.choices.with(|choices| choices.get(at).cloned());
                if let Some(choice) = choice {
                    event.prevent_default();
                    self.choose(choice);
                }
            }
            _ => {}
        }
    }

    /// What is typed now was asked for, and nothing has it.
    fn found_nothing(self) -> bool {
        self.found.with(Vec::is_empty)
            && self.searched.with(|searched| !searched.is_empty())
            && self
                .searched
                .with(|searched| self.text.with(|text| text.trim_start() == searched))
    }
}

/// Everything that has this in it.
fn all_with(text: String) -> Filter {
    Filter {
        tab: Tab::All,
        text: Some(text),
        ..Filter::default()
    }
}

/// What was found, the way to all of it, and the commands whose words have what was typed.
fn choices(text: RwSignal<String>, found: RwSignal<Vec<Row>>, say: Say) -> Vec<Choice> {
    let wanted = text.with(|text| text.trim().to_lowercase());
    let mut choices: Vec<Choice> = found
        .read()
        .iter()
        .map(|row| Choice::Complaint(row.id))
        .collect();
    if !wanted.is_empty() {
        choices.push(Choice::All(text.with(|text| text.trim_start().to_owned())));
    }
    let commands = Command::all().filter(|it| it.words(say).to_lowercase().contains(&wanted));
    choices.extend(commands.map(Choice::Command));
    choices
}

#[component]
pub fn Search() -> impl IntoView {
    let (state, say) = (state(), say());
    let searching = Searching::new(state, say);
    view! {
        <div class="search" role="search">
            {icon(Icon::Search)}
            <Field searching />
            <kbd>"Ctrl K"</kbd>
            <Show when=move || searching.open.get()>
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
                        searching
                            .found_nothing()
                            .then(|| {
                                view! {
                                    <div class="search-nothing" role="option" aria-disabled="true" aria-selected="false">
                                        {say.search_nothing()}
                                    </div>
                                }
                            })
                    }}
                    {move || {
                        let choices = searching.choices.get().into_iter().enumerate();
                        choices
                            .map(|(position, choice)| view! { <ChoiceLine searching position choice /> })
                            .collect_view()
                    }}
                </div>
            </Show>
        </div>
    }
}

#[component]
fn Field(searching: Searching) -> impl IntoView {
    let Searching { say, at, open, .. } = searching;
    view! {
        <input
            id=SEARCH
            node_ref=searching.input
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            placeholder=say.search_hint()
            aria-label=say.search_hint()
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls="search-list"
            aria-activedescendant=move || {
                (open.get() && searching.choices.with(|choices| at.get() < choices.len()))
                    .then(|| format!("search-{}", at.get()))
            }
            data-testid="search-input"
            prop:value=move || searching.text.get()
            on:input=move |event| {
                searching.text.set(event_target_value(&event));
                open.set(true);
                at.set(0);
                searching.look();
            }
            on:focus=move |_| open.set(true)
            on:blur=move |_| open.set(false)
            on:keydown=move |event| searching.pressed(&event)
        />
    }
}

#[component]
fn ChoiceLine(searching: Searching, position: usize, choice: Choice) -> impl IntoView {
    let at = searching.at;
    let chosen = choice.clone();
    view! {
        <div
            class="search-choice"
            class:active=move || at.get() == position
            id=format!("search-{position}")
            role="option"
            aria-selected=move || if at.get() == position { "true" } else { "false" }
            data-testid="search-choice"
            on:mousemove=move |_| {
                if at.get_untracked() != position {
                    at.set(position);
                }
            }
            on:click=move |_| searching.choose(chosen.clone())
        >
            {choice_view(&choice, searching.found, searching.say)}
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
