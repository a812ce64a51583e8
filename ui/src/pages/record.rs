//! Catat: a form for complaints by phone, WhatsApp, counter or letter. What is typed is a draft at
//! every pause; the number is shown once the shell has the complaint on disk.

mod beside;
mod fields;
mod files;
mod form;

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::complaint::Attachment;
use tanggap_domain::ids::OpId;
use tanggap_ipc::Error;
use tanggap_ipc::compose::{DiscardDraft, Draft, DraftKind, DraftOf, ListDrafts, SaveDraft};
use tanggap_ipc::record::{GetReference, NamedRegion, Recorded, Reference, SubmitRecord};
use wasm_bindgen::JsCast;

use crate::call::call;
use crate::components::states::Failure;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::record::files::Uploads;
use crate::pages::record::form::{Faults, Field, Form};
use crate::rescue;
use crate::shared::places::name_of;
use crate::shortcuts::Key;
use crate::state::{State, say, state};
use beside::{Beside, Done};

const PAUSE: Duration = Duration::from_millis(600);

/// The form's name among what is not saved yet.
const UNSAVED: &str = "record";

/// How the draft stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kept {
    Nothing,
    Saving,
    At(DateTime<Utc>),
    Failed,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct View {
    state: State,
    say: Say,
    form: RwSignal<Form>,
    place: RwSignal<Option<NamedRegion>>,
    /// What stands in the field of the region and is none yet.
    place_typed: RwSignal<String>,
    attachments: RwSignal<Vec<Attachment>>,
    uploads: Uploads,
    reference: RwSignal<Reference>,
    /// Faults show after the first try to send.
    tried: RwSignal<bool>,
    faults: Memo<Faults>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<Error>>,
    kept: RwSignal<Kept>,
    /// The recording that came back as what stands here; none for what is being written.
    source: RwSignal<Option<OpId>>,
    /// Every recording that was begun, or came back.
    beside: RwSignal<Vec<Draft>>,
    recorded: RwSignal<Option<Recorded>>,
    /// Typed since the last save.
    dirty: StoredValue<bool>,
    pause: StoredValue<Option<TimeoutHandle>>,
}

impl View {
    fn new() -> Self {
        let (state, say) = (state(), say());
        let form = RwSignal::new(Form::fresh(say, state.now.get_untracked()));
        let attachments = RwSignal::new(Vec::new());
        let tried = RwSignal::new(false);
        Self {
            state,
            say,
            form,
            place: RwSignal::new(None),
            place_typed: RwSignal::new(String::new()),
            attachments,
            uploads: Uploads::new(),
            reference: RwSignal::default(),
            tried,
            faults: Memo::new(move |_| {
                if !tried.get() {
                    return Faults::new();
                }
                let now = state.now.get_untracked();
                let checked = form.with(|form| form.complaint(say, now, &[], Vec::new()));
                checked.err().unwrap_or_default()
            }),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            kept: RwSignal::new(Kept::Nothing),
            source: RwSignal::new(None),
            beside: RwSignal::default(),
            recorded: RwSignal::new(None),
            dirty: StoredValue::new(false),
            pause: StoredValue::new(None),
        }
    }

    fn fault(self, field: Field) -> Option<String> {
        self.faults.with(|faults| {
            let found = faults.iter().find(|(other, _)| *other == field);
            found.map(|(_, words)| words.clone())
        })
    }

    /// Changes the form; it is kept as a draft at the next pause.
    fn edit(self, change: impl FnOnce(&mut Form)) {
        self.form.update(change);
        self.touch();
    }

    fn touch(self) {
        self.dirty.set_value(true);
        if let Some(pause) = self.pause.get_value() {
            pause.clear();
        }
        let (form, attachments) = (self.form.get_untracked(), self.attachments.get_untracked());
        if !form.is_blank() || !attachments.is_empty() {
            let draft = form.draft(attachments, self.source.get_untracked());
            rescue::keep(UNSAVED, &SaveDraft { draft });
        }
        let pause = set_timeout_with_handle(move || self.keep(), PAUSE);
        self.pause.set_value(pause.ok());
    }

    fn keep(self) {
        if self.dirty.try_get_value() != Some(true) {
            return;
        }
        self.dirty.set_value(false);
        let (form, attachments) = (self.form.get_untracked(), self.attachments.get_untracked());
        let source = self.source.get_untracked();
        self.kept.set(Kept::Saving);
        spawn_local(async move {
            let reply = if form.is_blank() && attachments.is_empty() {
                discard(source).await.map(|()| Kept::Nothing)
            } else {
                let draft = form.draft(attachments, source);
                call(&SaveDraft { draft }).await.map(Kept::At)
            };
            match reply {
                Ok(kept) => {
                    // Typed on meanwhile: that is not on disk yet.
                    if self.dirty.try_get_value() != Some(true) {
                        rescue::done(UNSAVED);
                    }
                    self.kept.try_set(kept);
                }
                Err(error) => {
                    self.kept.try_set(Kept::Failed);
                    self.state.tell_error(self.say, &error);
                }
            }
        });
    }

    /// Brings back what was typed before: what came back and is asked for, else what was being written,
    /// else the newest.
    fn restore(self) {
        let wanted = self.state.recording.get_untracked();
        self.state.recording.set(None);
        spawn_local(async move {
            let reply = call(&ListDrafts { complaint: None }).await;
            let Ok(drafts) = reply else { return };
            if self.beside.is_disposed() {
                return;
            }
            let source = wanted.and_then(|wanted| wanted.source);
            let chosen = drafts
                .iter()
                .find(|draft| draft.source == source)
                .or(drafts.first())
                .cloned();
            self.beside.set(drafts);
            let untouched = self.dirty.try_get_value() == Some(false);
            if let Some(draft) = chosen
                && untouched
            {
                self.load(draft);
            }
        });
    }

    fn load(self, draft: Draft) {
        let form = Form::of_draft(&draft, self.say);
        self.place_typed.set(form.place_typed.clone());
        name_of(form.region.clone(), self.place);
        self.source.set(draft.source);
        self.attachments.set(draft.attachments);
        self.form.set(form);
        self.kept
            .set(draft.saved_at.map_or(Kept::Nothing, Kept::At));
    }

    /// Keeps what stands in the form, then shows another draft.
    fn switch(self, draft: Draft) {
        self.keep();
        self.start_over();
        self.load(draft);
        self.read_beside();
    }

    fn read_beside(self) {
        spawn_local(async move {
            if let Ok(drafts) = call(&ListDrafts { complaint: None }).await {
                self.beside.try_set(drafts);
            }
        });
    }

    fn start_over(self) {
        self.form
            .set(Form::fresh(self.say, self.state.now.get_untracked()));
        self.place.set(None);
        self.place_typed.set(String::new());
        self.attachments.set(Vec::new());
        self.tried.set(false);
        self.error.set(None);
        self.recorded.set(None);
        self.source.set(None);
        self.kept.set(Kept::Nothing);
        self.dirty.set_value(false);
        rescue::done(UNSAVED);
        if let Some(pause) = self.pause.get_value() {
            pause.clear();
        }
    }

    fn clear(self) {
        let source = self.source.get_untracked();
        self.start_over();
        spawn_local(async move {
            match discard(source).await {
                Ok(()) => self.state.tell(self.say.record_cleared()),
                Err(error) => self.state.tell_error(self.say, &error),
            }
            self.read_beside();
        });
    }

    fn submit(self) {
        if self.busy.get_untracked() || self.recorded.with_untracked(Option::is_some) {
            return;
        }
        if untrack(|| self.uploads.is_busy()) {
            self.state.tell(self.say.record_uploading());
            return;
        }
        self.tried.set(true);
        let (now, form) = (self.state.now.get_untracked(), self.form.get_untracked());
        let units = self
            .reference
            .with_untracked(|reference| reference.units.clone());
        let new = match form.complaint(self.say, now, &units, self.attachments.get_untracked()) {
            Ok(new) => new,
            Err(faults) => {
                focus(faults.first().map(|(field, _)| *field));
                return;
            }
        };
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let reply = call(&SubmitRecord { new }).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(recorded) => {
                    let source = self.source.get_untracked();
                    self.start_over();
                    self.recorded.set(Some(recorded));
                    // The complaint is on disk; a draft left behind would only be seen again.
                    if let Err(error) = discard(source).await {
                        self.state.tell_error(self.say, &error);
                    }
                    self.read_beside();
                }
                Err(refused) => self.error.set(Some(refused)),
            }
        });
    }
}

async fn discard(source: Option<OpId>) -> Result<(), Error> {
    let kind = DraftKind::Record;
    call(&DiscardDraft {
        complaint: None,
        draft: DraftOf { kind, source },
    })
    .await
}

fn focus(field: Option<Field>) {
    let found = field.and_then(|field| document().get_element_by_id(field.code()));
    if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A field that is wrong is on the page.
        drop(found.focus());
    }
}

#[component]
pub fn RecordPage() -> impl IntoView {
    let view = View::new();
    view.restore();
    Effect::new(move |_| {
        let typed = view.place_typed.get();
        if view.form.with_untracked(|form| form.place_typed != typed) {
            view.edit(|form| form.place_typed = typed);
        }
    });
    spawn_local(async move {
        // Without the lists everything can still be typed.
        if let Ok(reference) = call(&GetReference::default()).await {
            view.reference.try_set(reference);
        }
    });
    // Leaving in the middle of a word keeps it too.
    on_cleanup(move || view.keep());
    view! {
        <div class="record-page">
            <Beside view />
            {move || match view.recorded.get() {
                Some(recorded) => view! { <Done view recorded /> }.into_any(),
                None => view! { <RecordForm view /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn RecordForm(view: View) -> impl IntoView {
    let say = view.say;
    let kept = move || match view.kept.get() {
        Kept::Nothing => say.record_draft_none().to_owned(),
        Kept::Saving => say.record_draft_saving().to_owned(),
        Kept::At(at) => say.record_draft_saved(&say.lately(at, view.state.now.get_untracked())),
        Kept::Failed => say.record_draft_failed().to_owned(),
    };
    let fault_count = move || view.faults.with(Vec::len);
    view! {
        <form
            class="record"
            novalidate
            data-testid="record-form"
            on:submit=move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                view.submit();
            }
            on:keydown=move |event| {
                if Key::of(&event) == Some(Key::ControlEnter) {
                    event.prevent_default();
                    view.submit();
                }
            }
        >
            <header class="record-head">
                <h1>{say.record()}</h1>
                <p class="quiet">{say.record_about()}</p>
            </header>
            <div class="record-columns">
                <fields::Main view />
                <fields::Side view />
            </div>
            <footer class="record-foot">
                <span class="quiet" role="status" data-testid="record-draft">{kept}</span>
                <span class="spring"></span>
                {move || view.error.get().map(|error| view! { <Failure say error /> })}
                <Show when=move || { fault_count() > 0 }>
                    <span class="wrong" role="alert" data-testid="record-faults">
                        {icon(Icon::Warning)}
                        {move || say.record_faults(fault_count())}
                    </span>
                </Show>
                <button
                    type="button"
                    class="button"
                    data-testid="record-clear"
                    on:click=move |_| view.clear()
                >
                    {say.record_clear()}
                </button>
                <button
                    type="submit"
                    class="button primary"
                    disabled=move || view.busy.get()
                    data-testid="record-submit"
                >
                    {move || if view.busy.get() { say.record_submitting() } else { say.record_submit() }}
                    <kbd>"Ctrl ↵"</kbd>
                </button>
            </footer>
        </form>
    }
}
