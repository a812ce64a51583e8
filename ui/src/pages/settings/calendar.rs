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
use super::parts::{Text, focus_first_fault};
use super::versions::Versions;
use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::State;
use draft::{Draft, Field, Wrong};

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
                None => view! { <Skeleton lines=8 /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure error on_retry=Callback::new(move |()| read()) /> }.into_any()
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
    /// The calendar that stands in the draft, or what is wrong with it.
    outcome: Memo<Result<Calendar, Vec<(Field, Wrong)>>>,
    /// Somebody asked for the preview: now missing entries are worth a word.
    asked: RwSignal<bool>,
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
            outcome: Memo::new(move |_| draft.with(|draft| draft.read(say))),
            asked: RwSignal::new(false),
            proposal: RwSignal::new(None),
            stale: RwSignal::new(false),
            open: RwSignal::new(None),
            year: RwSignal::new(say.wall(view.state.now.get_untracked()).year()),
        }
    }

    /// The sentence about one field, where it has one.
    pub fn fault(self, field: Field) -> Option<String> {
        let asked = self.asked.get();
        self.outcome.with(|outcome| {
            let wrong = outcome.as_ref().err()?;
            wrong
                .iter()
                .find(|(at, why)| *at == field && (asked || *why != Wrong::Missing))
                .map(|(_, why)| why.words(self.say))
        })
    }

    fn faults(self) -> usize {
        self.outcome
            .with(|outcome| outcome.as_ref().err().map_or(0, Vec::len))
    }

    fn is_changed(self) -> bool {
        self.outcome.with(|outcome| match outcome {
            Ok(calendar) => self.in_force.with_value(|in_force| calendar != in_force),
            Err(_) => true,
        })
    }

    /// Nothing was edited since this calendar was proposed.
    fn is_untouched(self, adopted: &Calendar) -> bool {
        let is_adopted = self.outcome.with_untracked(|outcome| {
            outcome.as_ref().is_ok_and(|calendar| {
                let version = adopted.version;
                let calendar = calendar.clone();
                Calendar {
                    version,
                    ..calendar
                } == *adopted
            })
        });
        is_adopted || !untrack(|| self.is_changed())
    }

    fn revert(self) {
        let fresh = self
            .in_force
            .with_value(|in_force| Draft::of(in_force, self.say));
        self.asked.set(false);
        self.open.set(None);
        self.draft.set(fresh);
    }

    fn ask_preview(self) {
        self.asked.set(true);
        match self.outcome.get_untracked() {
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
    let choices = [
        (DaysOff::HolidaysAndCollectiveLeave, "both"),
        (DaysOff::HolidaysOnly, "holidays"),
        (DaysOff::WeekendsOnly, "none"),
    ];
    view! {
        <Text
            name=say.calendar_name()
            testid="calendar-label"
            value=Signal::derive(move || editor.draft.with(|draft| draft.label.clone()))
            on_change=Callback::new(move |label| editor.draft.update(|draft| draft.label = label))
        />
        <div class="two-columns">
            <fieldset class="choices">
                <legend>{say.calendar_zone()}</legend>
                {[Zone::Wib, Zone::Wita, Zone::Wit]
                    .map(|zone| {
                        view! {
                            <label class="choice">
                                <input
                                    type="radio"
                                    name="calendar-zone"
                                    prop:checked=move || editor.draft.with(|draft| draft.zone == zone)
                                    data-testid=format!("zone-{}", zone.code())
                                    on:change=move |_| editor.draft.update(|draft| draft.zone = zone)
                                />
                                <span>{say.zone_where(zone)}</span>
                            </label>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </fieldset>
            <fieldset class="choices">
                <legend>{say.days_off_heading()}</legend>
                {choices
                    .map(|(choice, code)| {
                        view! {
                            <label class="choice">
                                <input
                                    type="radio"
                                    name="days-off"
                                    prop:checked=move || editor.draft.with(|draft| draft.days_off == choice)
                                    data-testid=format!("days-off-{code}")
                                    on:change=move |_| editor.draft.update(|draft| draft.days_off = choice)
                                />
                                <span>{say.days_off_choice(choice)}</span>
                            </label>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </fieldset>
        </div>
    }
}

/// What the draft is, always in sight, and the way into force.
#[component]
fn Bar(editor: Editor, on_reload: Callback<()>) -> impl IntoView {
    let say = editor.say;
    let version = editor.in_force.with_value(|in_force| in_force.version);
    let whole = move || editor.fault(Field::Whole);
    let judging = editor.state.judging;
    let words = move || {
        let faults = editor.faults();
        if let Some((done, total)) = judging.get() {
            say.judging(done, total)
        } else if editor.asked.get() && faults > 0 {
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
