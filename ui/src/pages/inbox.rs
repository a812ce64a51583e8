//! Masuk: list, detail with editor, facts.

mod actions;
mod attachments;
mod detail;
mod editor;
mod facts;
mod joining;
mod list;
mod marks;
mod returned;
mod rows;
mod thread;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::{ChangeKind, Mandate, Refused};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::Error;
use tanggap_ipc::complaint::{self, Action, Detail};
use tanggap_ipc::compose::{Draft, DraftKind};
use wasm_bindgen::JsCast;

use crate::act::{self, Written};
use crate::call::call;
use crate::labels::Say;
use crate::pages::inbox::rows::Rows;
use crate::shared::many::Many;
use crate::shortcuts::{Key, is_typing};
use crate::state::{EditorRequest, Panel, State, say, state};

/// What the three columns share.
#[derive(Clone, Copy)]
pub struct Inbox {
    pub state: State,
    pub say: Say,
    pub rows: Rows,
    /// Where the open complaint stands in the list, or last stood.
    pub index: RwSignal<Option<u32>>,
    pub many: Many,
    pub detail: RwSignal<Option<Arc<Detail>>>,
    pub error: RwSignal<Option<Error>>,
    /// The dialog that asks for what an action on the open complaint needs.
    pub asking: RwSignal<Option<Asking>>,
}

/// An action that asks for what it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Asking {
    pub action: Action,
    /// What was filled in before and came back.
    pub draft: Option<Draft>,
}

impl Asking {
    pub fn fresh(action: Action) -> Self {
        Self {
            action,
            draft: None,
        }
    }
}

#[component]
pub fn InboxPage() -> impl IntoView {
    let (state, say) = (state(), say());
    let rows = Rows::new(state);
    let inbox = Inbox {
        state,
        say,
        rows,
        index: RwSignal::new(None),
        many: Many::new(state, say, Callback::new(move |id| rows.row(id))),
        detail: RwSignal::new(None),
        error: RwSignal::new(None),
        asking: RwSignal::new(None),
    };
    inbox.follow();
    let keys = window_event_listener(leptos::ev::keydown, move |event| inbox.key(&event));
    on_cleanup(move || keys.remove());
    view! {
        <div class="inbox">
            <list::ListColumn inbox />
            <detail::DetailColumn inbox />
            <facts::FactsColumn inbox />
        </div>
        {move || inbox.asking.get().map(|asking| view! { <actions::AskDialog inbox asking /> })}
    }
}

impl Inbox {
    /// Keeps list and detail in step with filter, choice and what the shell tells.
    fn follow(self) {
        let state = self.state;
        Effect::new(move |_| {
            state.filter.track();
            state.sort.track();
            self.many.clear();
            self.index.set(None);
            self.rows.start_over();
        });
        Effect::new(move |before: Option<()>| {
            let changed = state.complaints_changed.get();
            if before.is_none() {
                return;
            }
            self.rows.refresh();
            let open = state.open.get_untracked();
            // What arrives may be the same report as the one that is open.
            let may_be_one = self.detail.with_untracked(|detail| {
                detail.as_ref().is_some_and(|it| {
                    it.complaint.tracking_id.is_recording() || !it.likely.is_empty()
                })
            });
            if may_be_one || open.is_some_and(|open| changed.is_empty() || changed.contains(&open))
            {
                self.read();
            }
        });
        Effect::new(move |before: Option<()>| {
            state.outbox_changed.track();
            if before.is_some() {
                self.rows.refresh();
                self.read();
            }
        });
        Effect::new(move |_| {
            state.open.track();
            self.read();
        });
        Effect::new(move |_| match state.open.get() {
            Some(open) => {
                let position = self.rows.position(open);
                if position.is_some() && position != self.index.get_untracked() {
                    self.index.set(position);
                }
            }
            // Nothing chosen yet: the next due complaint.
            None => {
                if let Some(first) = self.rows.at(0) {
                    state.open.set(Some(first.id));
                }
            }
        });
    }

    /// Fetches the open complaint; the old one stays on screen until the answer is here.
    pub fn read(self) {
        let Some(id) = self.state.open.get_untracked() else {
            self.detail.set(None);
            return;
        };
        spawn_local(async move {
            let reply = call(&complaint::Get { id }).await;
            // Another one was opened meanwhile, or the page was left.
            if self.detail.is_disposed() || self.state.open.get_untracked() != Some(id) {
                return;
            }
            match reply {
                // A recording that was joined leads to its report.
                Ok(detail) if detail.complaint.id != id => {
                    self.state.open.set(Some(detail.complaint.id));
                }
                Ok(detail) => {
                    // Told even without a change, it would draw the column anew under the typist.
                    if self.error.with_untracked(Option::is_some) {
                        self.error.set(None);
                    }
                    let same = self
                        .detail
                        .with_untracked(|old| old.as_ref().is_some_and(|old| **old == detail));
                    if !same {
                        self.detail.set(Some(Arc::new(detail)));
                    }
                }
                Err(error) => {
                    self.detail.set(None);
                    self.error.set(Some(error));
                }
            }
        });
    }

    fn step(self, by: i64) {
        let total = i64::from(self.rows.total.get_untracked().unwrap_or_default());
        let from = self.index.get_untracked().map_or(-1, i64::from);
        let to = (from + by).clamp(0, (total - 1).max(0));
        if let Some(row) = u32::try_from(to)
            .ok()
            .and_then(|to| self.rows.at_untracked(to))
        {
            self.state.open.set(Some(row.id));
        }
    }

    /// After an action: the complaint that is due next in this list opens.
    pub fn open_next(self, done: ComplaintId) {
        // Whoever left the page while it was sent goes nowhere.
        if self.detail.is_disposed() {
            return;
        }
        let at = untrack(|| self.rows.position(done)).or(self.index.get_untracked());
        let Some(at) = at else { return };
        let before = at.checked_sub(1);
        let next = self
            .rows
            .at_untracked(at + 1)
            .or_else(|| before.and_then(|before| self.rows.at_untracked(before)));
        if let Some(next) = next
            && self.state.open.get_untracked() == Some(done)
        {
            self.state.open.set(Some(next.id));
        }
    }

    pub fn allows(self, action: Action) -> bool {
        self.detail.with_untracked(|detail| {
            detail
                .as_ref()
                .is_some_and(|it| it.allowed.contains(&action))
        })
    }

    /// What the officer's grant allows on the open complaint.
    pub fn mandate(self) -> Mandate {
        self.detail
            .with_untracked(|detail| detail.as_ref().map(|it| it.mandate))
            .unwrap_or_default()
    }

    /// Begins an action on the open complaint.
    pub fn begin(self, action: Action) {
        let Some(id) = self.state.open.get_untracked() else {
            return;
        };
        if !self.allows(action) {
            // A key may be pressed for what no button offers: then it is said why.
            if !self.mandate().is_full() && !matches!(action, Action::Reply | Action::Note) {
                self.state
                    .tell_error(self.say, &Refused::NotYourRole.into());
            }
            return;
        }
        let editor = |kind| {
            self.state
                .editor
                .set(Some(EditorRequest::writing(id, kind)));
        };
        match action {
            Action::Reply => editor(DraftKind::Reply),
            Action::Note => editor(DraftKind::Note),
            Action::Dispose => editor(DraftKind::Disposition),
            Action::Verify => self.submit(ChangeKind::Verify),
            Action::Resume => self.submit(ChangeKind::Resume),
            Action::Hold
            | Action::NotOurAuthority
            | Action::Archive
            | Action::Close
            | Action::Reopen
            | Action::Amend => self.asking.set(Some(Asking::fresh(action))),
        }
    }

    /// Does it, and goes on to the next one.
    pub fn submit(self, change: ChangeKind) {
        let Some(detail) = self.detail.get_untracked() else {
            return;
        };
        let (id, number) = (
            detail.complaint.id,
            detail.complaint.tracking_id.to_string(),
        );
        spawn_local(async move {
            match act::submit(self.state, self.say, id, number, change, Written::default()).await {
                Ok(_) => self.open_next(id),
                Err(error) => self.state.tell_error(self.say, &error),
            }
        });
    }

    fn key(self, event: &web_sys::KeyboardEvent) {
        let covered = self.state.panel.get_untracked() != Panel::None
            || self.asking.with_untracked(Option::is_some)
            || self.many.covers();
        if covered || is_typing(event) {
            return;
        }
        let many = self.many.any();
        match Key::of(event) {
            Some(Key::J | Key::Down) => self.step(1),
            Some(Key::K | Key::Up) => self.step(-1),
            // Enter on a button presses it.
            Some(Key::Enter) if on_button(event) => return,
            Some(Key::Enter) => focus_detail(),
            Some(Key::E) => self.begin(Action::Reply),
            // With a selection these are meant for all of it.
            Some(Key::D) if many => self.many.begin(Action::Dispose),
            Some(Key::V) if many => self.many.begin(Action::Verify),
            Some(Key::T) if many => self.many.begin(Action::Hold),
            Some(Key::D) => self.begin(Action::Dispose),
            Some(Key::V) => self.begin(Action::Verify),
            Some(Key::T) => self.begin(Action::Hold),
            Some(Key::X) => {
                if let Some(open) = self.state.open.get_untracked() {
                    self.many.toggle(open);
                }
            }
            Some(Key::Escape) if many => self.many.clear(),
            _ => return,
        }
        event.prevent_default();
    }
}

fn on_button(event: &web_sys::KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| element.tag_name() == "BUTTON")
}

fn focus_detail() {
    let found = document().get_element_by_id("detail");
    if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        // The column is always there to take the focus.
        drop(found.focus());
    }
}
