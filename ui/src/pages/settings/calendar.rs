//! Atur → Kalender: a working copy of the calendar in force, edited here and put into force only
//! through its preview; and the versions that were in force before.

mod decree;
mod draft;
mod holidays;
mod overrides;
mod preview;
mod week;

use std::cell::RefCell;

use chrono::Datelike;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::calendar::{Calendar, DaysOff};
use tanggap_ipc::Error;
use tanggap_ipc::calendar::{CalendarReply, GetCalendar, GetCalendarVersion};
use tanggap_ipc::settings::Zone;

use super::View;
use super::entry::Entry;
use super::parts::{Choices, Text, focus_first_fault};
use super::reading::Reading;
use super::versions::Versions;
use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::State;
use draft::{Draft, Field};

thread_local! {
    /// What was edited and not adopted survives a look at other pages.
    static KEPT: RefCell<Option<Draft>> = const { RefCell::new(None) };
}

#[component]
pub(super) fn CalendarSection(view: View) -> impl IntoView {
    let reply = RwSignal::new(None::<Result<CalendarReply, Error>>);
    let read = move || {
        spawn_local(async move {
            let answer = call(&GetCalendar).await;
            reply.try_set(Some(answer));
        });
    };
    read();
    view! {
        <div class="draft-page" data-testid="section-calendar">
            {move || match reply.get() {
                None => view! { <Skeleton say=view.say lines=8 /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure say=view.say error on_retry=Callback::new(move |()| read()) /> }.into_any()
                }
                Some(Ok(in_force)) => {
                    view! {
                        <Whole
                            view
                            in_force
                            on_adopted=Callback::new(move |adopted| reply.set(Some(Ok(adopted))))
                            on_reload=Callback::new(move |()| read())
                        />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// A calendar that somebody wants to put into force.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Proposal {
    pub calendar: Calendar,
    pub based_on: u32,
    /// The version whose contents it brings back.
    pub restores: Option<u32>,
}

/// What the parts of the editor share.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub state: State,
    pub say: Say,
    pub in_force: StoredValue<Calendar>,
    pub draft: RwSignal<Draft>,
    pub reading: Reading<Calendar, Field>,
    proposal: RwSignal<Option<Proposal>>,
    /// Another version came into force meanwhile; the draft stays until its author lets it go.
    stale: RwSignal<bool>,
    /// A row of the lists is open for editing.
    pub open: RwSignal<Option<draft::Key>>,
    /// The year whose holidays are on show.
    pub year: RwSignal<i32>,
}

impl Editor {
    fn new(view: View, in_force: Calendar) -> Self {
        let say = view.say;
        let fresh = Draft::of(&in_force, say);
        let kept = KEPT.take().filter(|kept| kept.based_on == in_force.version);
        let draft = RwSignal::new(kept.unwrap_or(fresh));
        Self {
            state: view.state,
            say,
            in_force: StoredValue::new(in_force),
            draft,
            reading: Reading::new(say, move || draft.with(|draft| draft.read(say))),
            proposal: RwSignal::new(None),
            stale: RwSignal::new(false),
            open: RwSignal::new(None),
            year: RwSignal::new(say.wall(view.state.now.get_untracked()).year()),
        }
    }

    fn is_changed(self) -> bool {
        self.reading.with(|outcome| match outcome {
            Ok(calendar) => self.in_force.with_value(|in_force| calendar != in_force),
            Err(_) => true,
        })
    }

    /// Nothing was edited since this calendar was proposed.
    fn is_untouched(self, adopted: &Calendar) -> bool {
        let is_adopted = self.reading.outcome().is_ok_and(|calendar| {
            let version = adopted.version;
            Calendar {
                version,
                ..calendar
            } == *adopted
        });
        is_adopted || !untrack(|| self.is_changed())
    }

    fn revert(self) {
        let fresh = self
            .in_force
            .with_value(|in_force| Draft::of(in_force, self.say));
        self.reading.asked.set(false);
        self.open.set(None);
        self.draft.set(fresh);
    }

    fn ask_preview(self) {
        self.reading.asked.set(true);
        match self.reading.outcome() {
            Ok(calendar) if untrack(|| self.is_changed()) => {
                self.proposal.set(Some(Proposal {
                    based_on: calendar.version,
                    calendar,
                    restores: None,
                }));
            }
            Ok(_) => self.state.tell(self.say.preview_unchanged()),
            Err(wrong) => {
                // The row with the fault opens, so that its sentence is in sight.
                let row = wrong
                    .iter()
                    .find_map(|(field, _)| field.of_override().or(field.of_holiday()));
                if row.is_some() {
                    self.open.set(row);
                }
                if let Some((Field::HolidayDate(key), _)) = wrong.first() {
                    holidays::show_year_of(self, *key);
                }
                focus_first_fault();
            }
        }
    }

    /// Proposes an earlier version again.
    fn ask_restore(self, version: u32) {
        let based_on = self.in_force.with_value(|in_force| in_force.version);
        spawn_local(async move {
            match call(&GetCalendarVersion { version }).await {
                Ok(calendar) => {
                    self.proposal.try_set(Some(Proposal {
                        calendar,
                        based_on,
                        restores: Some(version),
                    }));
                }
                Err(error) => self.state.tell_error(self.say, &error),
            }
        });
    }
}

#[component]
fn Whole(
    view: View,
    in_force: CalendarReply,
    on_adopted: Callback<CalendarReply>,
    on_reload: Callback<()>,
) -> impl IntoView {
    let editor = Editor::new(view, in_force.current);
    let say = editor.say;
    on_cleanup(move || {
        let changed = editor
            .draft
            .try_get_untracked()
            .filter(|_| untrack(|| editor.is_changed()));
        KEPT.set(changed);
    });
    let version = editor.in_force.with_value(|in_force| in_force.version);
    // Made here: an adoption may end after its dialog was closed.
    let on_close = Callback::new(move |()| editor.proposal.set(None));
    let on_moved = Callback::new(move |()| editor.stale.set(true));
    let on_adopted = Callback::new(move |adopted: CalendarReply| {
        let is_on_show = editor.proposal.with_untracked(Option::is_some);
        editor.proposal.set(None);
        if is_on_show || editor.is_untouched(&adopted.current) {
            editor.revert();
            on_adopted.run(adopted);
        } else {
            editor.stale.set(true);
        }
    });
    view! {
        <div class="draft-scroll form">
            <Basics editor />
            <week::OfficeWeek editor />
            <overrides::Overrides editor />
            <decree::Import editor />
            <holidays::Holidays editor />
            <Versions
                say
                versions=in_force.versions
                current=version
                on_restore=Callback::new(move |version| editor.ask_restore(version))
            />
        </div>
        <Bar editor on_reload />
        {move || {
            editor
                .proposal
                .get()
                .map(|proposal| {
                    view! {
                        <preview::PreviewDialog
                            state=editor.state
                            say
                            proposal
                            on_close
                            on_adopted
                            on_moved
                        />
                    }
                })
        }}
    }
}

/// Name, zone, and which named days are skipped.
#[component]
fn Basics(editor: Editor) -> impl IntoView {
    let say = editor.say;
    let draft = Entry::whole(editor.draft);
    let zones = [Zone::Wib, Zone::Wita, Zone::Wit]
        .map(|zone| (zone, zone.code(), say.zone_where(zone).to_owned()));
    let days_off = [
        (DaysOff::HolidaysAndCollectiveLeave, "both"),
        (DaysOff::HolidaysOnly, "holidays"),
        (DaysOff::WeekendsOnly, "none"),
    ]
    .map(|(choice, code)| (choice, code, say.days_off_choice(choice).to_owned()));
    view! {
        <Text
            name=say.calendar_name()
            testid="calendar-label"
            value=draft.get(|draft| draft.label.clone())
            on_change=draft.set(|draft, label| draft.label = label)
        />
        <div class="two-columns">
            <Choices
                name=say.calendar_zone()
                testid="zone"
                choices=zones.to_vec()
                chosen=draft.get(|draft| draft.zone)
                on_choose=draft.set(|draft, zone| draft.zone = zone)
            />
            <Choices
                name=say.days_off_heading()
                testid="days-off"
                choices=days_off.to_vec()
                chosen=draft.get(|draft| draft.days_off)
                on_choose=draft.set(|draft, days_off| draft.days_off = days_off)
            />
        </div>
    }
}

/// What the draft is, always in sight, and the way into force.
#[component]
fn Bar(editor: Editor, on_reload: Callback<()>) -> impl IntoView {
    let say = editor.say;
    let version = editor.in_force.with_value(|in_force| in_force.version);
    let whole = move || editor.reading.fault(Field::Whole);
    let judging = editor.state.judging;
    let words = move || {
        let faults = editor.reading.faults();
        if let Some((done, total)) = judging.get() {
            say.judging(done, total)
        } else if faults > 0 {
            say.draft_wrong(faults)
        } else if editor.is_changed() {
            say.draft_changed(version)
        } else {
            say.draft_same().to_owned()
        }
    };
    view! {
        <footer class="draft-bar" data-testid="calendar-bar">
            <div role="status">
                {move || {
                    whole()
                        .map(|fault| {
                            view! {
                                <p class="wrong" data-testid="calendar-fault">
                                    {icon(Icon::Warning)}
                                    <span>{fault}</span>
                                </p>
                            }
                        })
                }}
                <p data-testid="calendar-draft">{words}</p>
            </div>
            <Show when=move || editor.stale.get()>
                <button class="button" data-testid="calendar-reload" on:click=move |_| on_reload.run(())>
                    {icon(Icon::Sync)}
                    {say.draft_reload()}
                </button>
            </Show>
            <Show when=move || editor.is_changed() && !editor.stale.get()>
                <button class="button" data-testid="calendar-revert" on:click=move |_| editor.revert()>
                    {icon(Icon::Undo)}
                    {say.draft_revert()}
                </button>
            </Show>
            <button
                class="button primary"
                disabled=move || judging.with(Option::is_some)
                data-testid="calendar-preview"
                on:click=move |_| editor.ask_preview()
            >
                {say.preview()}
            </button>
        </footer>
    }
}
