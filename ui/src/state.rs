//! What the window knows beyond one page, as one set of signals: who we are, the calendar, the clock,
//! what is open, what was just done. Filled by the shell's answers; it decides nothing.

mod clocks;
mod ground;
mod place;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::calendar::{Calendar, CompiledCalendar};
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_domain::sla::ClockKind;
use tanggap_ipc::boot::{Ready, Repaired};
use tanggap_ipc::calendar::GetPolicies;
use tanggap_ipc::compose::{DraftKind, DraftOf};
use tanggap_ipc::frame::{FrameStatus, SyncState};
use tanggap_ipc::inbox::{Deadline, Filter, Sort};
use tanggap_ipc::settings::{Language, Settings, Theme};
use tanggap_ipc::{Error, Event};

use crate::call::{call, zoom};
use crate::components::badge::Ticking;
use crate::labels::Say;
use crate::pages::Page;
pub use clocks::KnownClocks;
pub use ground::Ground;
pub use place::{DeadlineTab, Panel, Section};

/// Sizes of everything in the window, in percent.
const ZOOMS: [u16; 9] = [80, 90, 100, 110, 125, 150, 175, 200, 250];

const USUAL_ZOOM: usize = 2;

/// A short message at the bottom of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    pub text: String,
    pub is_error: bool,
}

/// The last action, while it may be taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    pub op: OpId,
    pub complaint: ComplaintId,
    pub number: String,
    /// What was done, in words.
    pub what: String,
    pub is_reply: bool,
    pub until: DateTime<Utc>,
}

/// What the editor of a complaint is asked to do from outside (a key, a draft that came back).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EditorRequest {
    pub complaint: ComplaintId,
    pub draft: DraftOf,
}

impl EditorRequest {
    /// For writing on, or anew.
    pub fn writing(complaint: ComplaintId, kind: DraftKind) -> Self {
        Self {
            complaint,
            draft: DraftOf { kind, source: None },
        }
    }
}

#[derive(Clone, Copy)]
pub struct State {
    pub settings: RwSignal<Settings>,
    pub frame: RwSignal<FrameStatus>,
    pub calendar: RwSignal<Arc<CompiledCalendar>>,
    pub clocks: RwSignal<Arc<KnownClocks>>,
    /// The corrected time, once a second.
    pub now: RwSignal<DateTime<Utc>>,
    /// `now` of the last frame status, and the window's own stopwatch then, in milliseconds.
    base: StoredValue<(DateTime<Utc>, f64)>,

    pub page: RwSignal<Page>,
    pub tab: RwSignal<DeadlineTab>,
    pub section: RwSignal<Section>,
    pub panel: RwSignal<Panel>,
    /// Filter and order of Masuk; other pages set them before they go there.
    pub filter: RwSignal<Filter>,
    pub sort: RwSignal<Sort>,
    /// The complaint shown in Masuk.
    pub open: RwSignal<Option<ComplaintId>>,
    pub editor: RwSignal<Option<EditorRequest>>,
    /// A recording that came back, for Catat to open.
    pub recording: RwSignal<Option<DraftOf>>,

    /// How large everything is drawn, as a place in [`ZOOMS`].
    zoom: StoredValue<usize>,

    pub toast: RwSignal<Option<Toast>>,
    pub undo: RwSignal<Option<Undo>>,

    /// Notified when complaints changed; empty: too many to name.
    pub complaints_changed: RwSignal<Vec<ComplaintId>>,
    pub outbox_changed: RwSignal<()>,
    pub notices_changed: RwSignal<()>,
    pub settings_changed: RwSignal<()>,
    /// Done and total while complaints are judged anew by another calendar.
    pub judging: RwSignal<Option<(u64, u64)>>,
    /// Something was repaired, and nobody was told yet.
    pub repaired: RwSignal<Option<Repaired>>,
}

/// The state of the window; every component below the frame may ask for it.
pub fn state() -> State {
    expect_context()
}

/// The office's language and zone.
pub fn say() -> Say {
    expect_context()
}

impl State {
    /// # Errors
    /// A sentence for the log where the calendar cannot be laid out.
    pub fn new(ready: Ready) -> Result<Self, String> {
        let calendar = CompiledCalendar::new(ready.calendar).map_err(|error| error.to_string())?;
        let now = ready.frame.now;
        Ok(Self {
            settings: RwSignal::new(ready.settings),
            now: RwSignal::new(now),
            base: StoredValue::new((now, stopwatch_ms())),
            frame: RwSignal::new(ready.frame),
            calendar: RwSignal::new(Arc::new(calendar)),
            clocks: RwSignal::default(),
            page: RwSignal::new(Page::Inbox),
            tab: RwSignal::new(DeadlineTab::Board),
            section: RwSignal::new(Section::Office),
            panel: RwSignal::new(Panel::None),
            filter: RwSignal::new(Filter {
                tab: tanggap_ipc::inbox::Tab::ToDo,
                ..Filter::default()
            }),
            sort: RwSignal::default(),
            open: RwSignal::new(None),
            editor: RwSignal::new(None),
            zoom: StoredValue::new(USUAL_ZOOM),
            recording: RwSignal::new(None),
            toast: RwSignal::new(None),
            undo: RwSignal::new(None),
            complaints_changed: RwSignal::new(Vec::new()),
            outbox_changed: RwSignal::new(()),
            notices_changed: RwSignal::new(()),
            settings_changed: RwSignal::new(()),
            judging: RwSignal::new(None),
            repaired: RwSignal::new(None),
        })
    }

    /// Takes in what the shell said by itself.
    pub fn hear(self, event: Event) {
        match event {
            Event::ComplaintsChanged { ids } => self.complaints_changed.set(ids),
            Event::OutboxChanged => self.outbox_changed.set(()),
            Event::Frame(frame) => self.take_frame(*frame),
            Event::NoticesChanged => self.notices_changed.set(()),
            Event::SettingsChanged => self.settings_changed.set(()),
            Event::Repaired { what } => self.repaired.set(Some(what)),
            Event::OpenComplaint { id } => self.show(id),
            Event::OpenDeadlines => self.show_deadlines(DeadlineTab::Board),
            Event::JudgingProgress { done, total } => {
                self.judging.set((done < total).then_some((done, total)));
            }
            // Heard by the app itself, since first run imports too.
            Event::ImportProgress { .. } => {}
        }
    }

    pub fn take_frame(self, frame: FrameStatus) {
        self.base.set_value((frame.now, stopwatch_ms()));
        self.now.set(frame.now);
        self.frame.set(frame);
    }

    /// Draws everything one step larger or smaller; 0 is the usual size.
    pub fn zoom_by(self, steps: isize) {
        let at = match steps {
            0 => USUAL_ZOOM,
            steps => self.zoom.get_value().saturating_add_signed(steps),
        };
        let at = at.min(ZOOMS.len() - 1);
        self.zoom.set_value(at);
        spawn_local(async move {
            if !zoom(f64::from(ZOOMS[at]) / 100.0).await {
                web_sys::console::warn_1(&"the window cannot be enlarged".into());
            }
        });
    }

    /// What is said of work on a complaint that the hub has not confirmed. While the hub is out of reach,
    /// or what was last done may still be taken back, it has not left this desk.
    pub fn pending_word(self, say: Say, complaint: ComplaintId) -> &'static str {
        let held = self.undo.with(|undo| {
            undo.as_ref()
                .is_some_and(|undo| undo.complaint == complaint)
        });
        match held || !self.frame.with(|frame| is_reached(&frame.sync)) {
            true => say.not_left(),
            false => say.pending(),
        }
    }

    /// What an empty list means now.
    pub fn ground(self) -> Ground {
        self.frame.with(Ground::of)
    }

    /// A filter is set beside the tab of Masuk.
    pub fn is_filtered(self) -> bool {
        self.filter.with(|filter| {
            let unfiltered = Filter {
                tab: filter.tab,
                ..Filter::default()
            };
            *filter != unfiltered
        })
    }

    /// Settings that the shell has on disk.
    pub fn take_settings(self, settings: Settings, calendar: Calendar) {
        match CompiledCalendar::new(calendar) {
            Ok(calendar) => self.calendar.set(Arc::new(calendar)),
            // The shell checked it; the last good one keeps ticking.
            Err(error) => web_sys::console::warn_1(&error.to_string().into()),
        }
        self.settings.set(settings);
    }

    /// Asks for the policies' clocks; until they are here the regulation's words stand in.
    pub fn learn_clocks(self) {
        spawn_local(async move {
            match call(&GetPolicies).await {
                Ok(reply) => {
                    self.clocks.set(Arc::new(KnownClocks::of(&reply.policies)));
                }
                Err(error) => {
                    web_sys::console::warn_1(&format!("policy_get: {:?}", error.code).into());
                }
            }
        });
    }

    /// The word of a clock, the office's own where it is its own.
    pub fn clock_name(self, say: Say, kind: ClockKind) -> String {
        self.clocks.with(|clocks| clocks.name(say, kind))
    }

    /// What a badge needs to count down to a row's deadline.
    pub fn ticking(self, deadline: Deadline) -> Ticking {
        Ticking {
            kind: deadline.clock,
            state: deadline.state,
            due_at: deadline.due_at,
            in_calendar_days: self
                .clocks
                .with_untracked(|clocks| clocks.in_calendar_days(deadline.clock)),
        }
    }

    /// Moves `now` on. Called once a second.
    pub fn tick(self) {
        let (at, started_ms) = self.base.get_value();
        let passed = TimeDelta::milliseconds((stopwatch_ms() - started_ms) as i64);
        self.now.set(at + passed);
    }

    /// Opens a complaint in Masuk.
    pub fn show(self, id: ComplaintId) {
        self.panel.set(Panel::None);
        self.open.set(Some(id));
        self.page.set(Page::Inbox);
    }

    /// Opens a tab of Tenggat.
    pub fn show_deadlines(self, tab: DeadlineTab) {
        self.panel.set(Panel::None);
        self.tab.set(tab);
        self.page.set(Page::Deadlines);
    }

    /// Opens a section of Atur.
    pub fn show_settings(self, section: Section) {
        self.panel.set(Panel::None);
        self.section.set(section);
        self.page.set(Page::Settings);
    }

    /// Opens Masuk with this filter.
    pub fn show_list(self, filter: Filter) {
        self.filter.set(filter);
        self.page.set(Page::Inbox);
    }

    pub fn tell(self, text: impl Into<String>) {
        self.toast.set(Some(Toast {
            text: text.into(),
            is_error: false,
        }));
    }

    pub fn tell_error(self, say: Say, error: &Error) {
        if let Some(detail) = &error.detail {
            web_sys::console::warn_1(&format!("{:?}: {detail}", error.code).into());
        }
        self.toast.set(Some(Toast {
            text: say.error(error),
            is_error: true,
        }));
    }

    pub fn say_of(settings: &Settings) -> Say {
        Say {
            language: settings.language,
            zone: settings.zone,
        }
    }
}

/// The hub answers, as far as is known.
pub fn is_reached(sync: &SyncState) -> bool {
    match sync {
        SyncState::FirstSync { .. } | SyncState::Syncing | SyncState::UpToDate => true,
        SyncState::Standalone
        | SyncState::OwnHubClosed { .. }
        | SyncState::Connecting
        | SyncState::Offline { .. }
        | SyncState::CaptivePortal
        | SyncState::NeedsLogin
        | SyncState::TooOld => false,
    }
}

/// Puts theme and language on the page's root, where style sheet and screen reader look.
pub fn dress(theme: Theme, language: Language) {
    let Some(root) = document().document_element() else {
        return;
    };
    let theme = match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let dressed = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
    let language = match language {
        Language::Id => "id",
        Language::En => "en",
    };
    if dressed.is_err() || root.set_attribute("lang", language).is_err() {
        web_sys::console::warn_1(&"the page's root cannot be dressed".into());
    }
}

/// Milliseconds since the window opened; does not jump when somebody sets the clock.
fn stopwatch_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
