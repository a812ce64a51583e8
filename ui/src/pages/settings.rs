//! Atur. Every change goes to the shell at once, and is called saved when the shell has it on disk.

mod about;
mod adoption;
mod calendar;
mod connection;
mod entry;
mod imported;
mod listed;
mod notify;
mod office;
mod parts;
mod problems;
mod reading;
mod rules;
mod versions;

use chrono::{DateTime, Utc};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::settings::{GetSettings, Language, SaveSettings, Settings, SettingsReply, Theme};

use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::{Section, State, say, state};
use parts::Segments;

/// Whether changes of a section wait until somebody puts them into force.
fn is_drafted(section: Section) -> bool {
    matches!(section, Section::Calendar | Section::Rules)
}

fn picture(section: Section) -> Icon {
    match section {
        Section::Office => Icon::Unit,
        Section::Connection => Icon::Connect,
        Section::Calendar => Icon::Calendar,
        Section::Rules => Icon::Rules,
        Section::Notify => Icon::Bell,
        Section::Look => Icon::Template,
        Section::Import => Icon::Spreadsheet,
        Section::About => Icon::Info,
    }
}

/// What the sections share: what is in force, and the way to change it.
#[derive(Clone, Copy)]
struct View {
    state: State,
    say: Say,
    reply: RwSignal<Option<SettingsReply>>,
    /// What the shell does not have on disk yet.
    wanted: RwSignal<Option<Settings>>,
    error: RwSignal<Option<Error>>,
    saving: RwSignal<bool>,
    saved_at: RwSignal<Option<DateTime<Utc>>>,
}

impl View {
    fn read(self) {
        spawn_local(async move {
            let reply = call(&GetSettings).await;
            if self.reply.is_disposed() {
                return;
            }
            match reply {
                Ok(reply) => {
                    self.error.set(None);
                    self.reply.set(Some(reply));
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// The settings in force, or on their way there.
    fn settings(self) -> Settings {
        let in_force = self
            .reply
            .with(|reply| reply.as_ref().map(|reply| reply.settings.clone()));
        self.wanted.get().or(in_force).unwrap_or_default()
    }

    /// Changes settings. What the shell refuses falls back to what is in force.
    fn change(self, change: impl FnOnce(&mut Settings)) {
        let in_force = || {
            self.reply
                .with_untracked(|reply| reply.as_ref().map(|reply| reply.settings.clone()))
        };
        // What is still on its way to the shell is not undone by what comes after it.
        let Some(before) = self.wanted.get_untracked().or_else(in_force) else {
            return;
        };
        let mut settings = before.clone();
        change(&mut settings);
        if settings == before {
            return;
        }
        self.wanted.set(Some(settings));
        if !self.saving.get_untracked() {
            self.save();
        }
    }

    /// Hands over what is wanted until the shell has all of it, one question at a time.
    fn save(self) {
        self.saving.set(true);
        spawn_local(async move {
            while let Some(settings) = self.wanted.try_get_untracked().flatten() {
                let answer = call(&SaveSettings {
                    settings: settings.clone(),
                })
                .await;
                let is_last = self.wanted.try_get_untracked().flatten() == Some(settings);
                match answer {
                    Ok(reply) => {
                        self.error.try_set(None);
                        self.saved_at.try_set(Some(self.state.now.get_untracked()));
                        self.state
                            .take_settings(reply.settings.clone(), reply.calendar.clone());
                        self.reply.try_set(Some(reply));
                        if is_last {
                            self.wanted.try_set(None);
                        }
                    }
                    Err(error) => {
                        self.wanted.try_set(None);
                        self.state.tell_error(self.say, &error);
                        // The fields show what is in force again.
                        self.reply.try_update(|_| ());
                    }
                }
            }
            self.saving.try_set(false);
        });
    }
}

#[component]
pub fn SettingsPage() -> impl IntoView {
    let (state, say) = (state(), say());
    let view = View {
        state,
        say,
        reply: RwSignal::new(None),
        wanted: RwSignal::new(None),
        error: RwSignal::new(None),
        saving: RwSignal::new(false),
        saved_at: RwSignal::new(None),
    };
    Effect::new(move |_| {
        state.settings_changed.track();
        view.read();
    });
    let section = state.section;
    let body = NodeRef::<html::Div>::new();
    // Another section begins at its top.
    Effect::new(move |_| {
        section.track();
        if let Some(body) = body.get() {
            body.set_scroll_top(0);
        }
    });
    let here = Memo::new(move |_| view.reply.with(Option::is_some));
    view! {
        <div class="settings">
            <nav class="settings-nav" aria-label=say.settings_sections()>
                <h1>{say.settings()}</h1>
                {Section::ALL
                    .map(|choice| {
                        view! {
                            <button
                                class="settings-link"
                                aria-current=move || (section.get() == choice).then_some("page")
                                data-testid=format!("settings-{}", choice.code())
                                on:click=move |_| section.set(choice)
                            >
                                {icon(picture(choice))}
                                {say.section(choice)}
                            </button>
                        }
                    })
                    .into_iter()
                    .collect_view()}
                <p class="settings-saved" role="status" data-testid="settings-saved">
                    {move || {
                        if view.saving.get() {
                            say.settings_saving().to_owned()
                        } else {
                            match view.saved_at.get().filter(|_| !is_drafted(section.get())) {
                                Some(at) => say.settings_saved(&say.time(at)),
                                None => say.settings_saving_of(section.get()).to_owned(),
                            }
                        }
                    }}
                </p>
            </nav>
            <div class="settings-body" node_ref=body>
                {move || {
                    let section = section.get();
                    view! {
                        <header class="settings-head">
                            <h2>{say.section(section)}</h2>
                            <p>{say.section_about(section)}</p>
                        </header>
                    }
                }}
                {move || match (here.get(), section.get()) {
                    (false, _) => {
                        match view.error.get() {
                            Some(error) => {
                                view! {
                                    <Failure say error on_retry=Callback::new(move |()| view.read()) />
                                }
                                    .into_any()
                            }
                            None => view! { <Skeleton say lines=6 /> }.into_any(),
                        }
                    }
                    (true, Section::Office) => view! { <office::Office view /> }.into_any(),
                    (true, Section::Connection) => {
                        view! { <connection::Connection view /> }.into_any()
                    }
                    (true, Section::Calendar) => view! { <calendar::CalendarSection view /> }.into_any(),
                    (true, Section::Rules) => view! { <rules::RulesSection view /> }.into_any(),
                    (true, Section::Notify) => view! { <notify::Notify view /> }.into_any(),
                    (true, Section::Look) => view! { <Look view /> }.into_any(),
                    (true, Section::Import) => view! { <problems::Import view /> }.into_any(),
                    (true, Section::About) => view! { <about::About view /> }.into_any(),
                }}
            </div>
        </div>
    }
}

#[component]
fn Look(view: View) -> impl IntoView {
    let say = view.say;
    view! {
        <div class="form" data-testid="section-look">
            <Segments
                name=say.language()
                testid="language"
                choices=vec![
                    (Language::Id, "id", say.language_id()),
                    (Language::En, "en", say.language_en()),
                ]
                chosen=Signal::derive(move || view.settings().language)
                on_choose=Callback::new(move |language| {
                    view.change(|settings| settings.language = language);
                })
            />
            <Segments
                name=say.theme()
                testid="theme"
                choices=vec![
                    (Theme::System, "system", say.theme_words(Theme::System)),
                    (Theme::Light, "light", say.theme_words(Theme::Light)),
                    (Theme::Dark, "dark", say.theme_words(Theme::Dark)),
                ]
                chosen=Signal::derive(move || view.settings().theme)
                on_choose=Callback::new(move |theme| view.change(|settings| settings.theme = theme))
            />
        </div>
    }
}
