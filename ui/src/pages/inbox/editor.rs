//! The editor under a complaint: public reply, internal note and disposition, never to be confused.

mod before;
mod dispose;
mod files;
mod kept;
mod reply;
mod sheet;
mod write;

use leptos::prelude::*;
use tanggap_domain::change::Then;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::status::Stage;
use tanggap_ipc::complaint::Action;
use tanggap_ipc::compose::{DraftKind, DraftOf};

use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::inbox::Inbox;
use crate::pages::inbox::editor::dispose::DisposeSheet;
use crate::pages::inbox::editor::kept::{Kept, ask_again};
use crate::pages::inbox::editor::reply::ReplySheet;
use crate::pages::inbox::editor::sheet::Sheet;
use crate::pages::inbox::editor::write::NoteSheet;
use crate::state::{EditorRequest, say, state};

/// The three sheets of a complaint, and which of them is open.
#[derive(Clone, Copy)]
struct Desk {
    inbox: Inbox,
    id: ComplaintId,
    reply: Sheet,
    note: Sheet,
    disposition: Sheet,
    tab: RwSignal<DraftKind>,
    /// Raised whenever the open sheet is to take the focus.
    focus: RwSignal<u32>,
}

impl Desk {
    /// With what was written before.
    fn of(inbox: Inbox, id: ComplaintId) -> Self {
        let usual = inbox.detail.with_untracked(|detail| match detail {
            Some(detail) if detail.complaint.stage == Stage::Proses => Then::Keep,
            _ => Then::Proses,
        });
        let reply = Sheet::new(id, DraftKind::Reply, usual);
        let note = Sheet::new(id, DraftKind::Note, Then::Keep);
        let disposition = Sheet::new(id, DraftKind::Disposition, Then::Keep);
        inbox.detail.with_untracked(|detail| {
            // Newest first; what is being written stands before what came back.
            let drafts = || detail.iter().flat_map(|detail| &detail.drafts);
            for sheet in [reply, note, disposition] {
                let of_kind = || drafts().filter(|draft| draft.kind == sheet.kind);
                let written = of_kind().find(|draft| draft.source.is_none());
                if let Some(draft) = written.or(of_kind().next()) {
                    sheet.load(draft);
                }
            }
        });
        let first = if reply.is_empty() && !note.is_empty() {
            DraftKind::Note
        } else {
            DraftKind::Reply
        };
        Self {
            inbox,
            id,
            reply,
            note,
            disposition,
            tab: RwSignal::new(first),
            focus: RwSignal::new(0),
        }
    }

    fn sheet_of(self, kind: DraftKind) -> Option<Sheet> {
        match kind {
            DraftKind::Reply => Some(self.reply),
            DraftKind::Note => Some(self.note),
            DraftKind::Disposition => Some(self.disposition),
            _ => None,
        }
    }

    fn turn_to(self, kind: DraftKind) {
        self.tab.set(kind);
        self.focus.update(|count| *count += 1);
    }

    fn open(self, of: DraftOf) {
        let Some(sheet) = self.sheet_of(of.kind) else {
            ask_again(self.inbox, self.id, of);
            return;
        };
        if of.source != sheet.source.get_untracked() || sheet.is_empty() {
            sheet.open(of.source);
        }
        self.turn_to(of.kind);
    }

    fn asked(self, request: EditorRequest) {
        // For writing on, whatever stands on the sheet is what is meant.
        match (request.draft.source, self.sheet_of(request.draft.kind)) {
            (None, Some(sheet)) if !sheet.is_empty() => self.turn_to(request.draft.kind),
            _ => self.open(request.draft),
        }
    }
}

/// A sheet's tab: what is written there, the action it needs, and how it looks.
type SheetTab = (DraftKind, Action, Icon, &'static str);

fn tabs(say: Say) -> [SheetTab; 3] {
    [
        (
            DraftKind::Reply,
            Action::Reply,
            Icon::Message,
            say.reply_tab(),
        ),
        (DraftKind::Note, Action::Note, Icon::Note, say.note_tab()),
        (
            DraftKind::Disposition,
            Action::Dispose,
            Icon::Forward,
            say.dispose_tab(),
        ),
    ]
}

/// Lives as long as its complaint is open; what the shell tells about the complaint never disturbs
/// what is being typed.
#[component]
pub fn Editor(inbox: Inbox, id: ComplaintId) -> impl IntoView {
    let (state, say) = (state(), say());
    let desk = Desk::of(inbox, id);
    let Desk {
        reply,
        note,
        disposition,
        tab,
        focus,
        ..
    } = desk;
    let allowed = Memo::new(move |_| {
        inbox.detail.with(|detail| {
            detail
                .as_ref()
                .map(|detail| detail.allowed.clone())
                .unwrap_or_default()
        })
    });
    // Choosing the open tab once more leaves its sheet, and the focus in it, alone.
    let shown = Memo::new(move |_| tab.get());
    Effect::new(move |_| {
        let request = state.editor.get();
        if let Some(request) = request.filter(|request| request.complaint == id) {
            state.editor.set(None);
            desk.asked(request);
        }
    });
    let is_allowed = move |action: Action| allowed.with(|allowed| allowed.contains(&action));
    let class = move || match tab.get() {
        DraftKind::Note => "editor note",
        DraftKind::Disposition => "editor dispose",
        _ => "editor reply",
    };
    view! {
        <section class=class aria-label=say.editor() data-testid="editor">
            <div class="editor-tabs" role="tablist" aria-label=say.editor()>
                {tabs(say).map(|tab| view! { <TabButton desk tab allowed /> }).into_iter().collect_view()}
            </div>
            <Kept
                inbox
                sheets=[reply, note, disposition]
                on_open=Callback::new(move |of| desk.open(of))
            />
            {move || match shown.get() {
                DraftKind::Note => view! { <NoteSheet inbox sheet=note focus /> }.into_any(),
                DraftKind::Disposition => {
                    view! { <DisposeSheet inbox sheet=disposition focus /> }.into_any()
                }
                _ if is_allowed(Action::Reply) => {
                    view! { <ReplySheet inbox sheet=reply focus /> }.into_any()
                }
                _ => {
                    view! { <p class="empty" data-testid="editor-closed">{say.closed_editor()}</p> }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn TabButton(desk: Desk, tab: SheetTab, allowed: Memo<Vec<Action>>) -> impl IntoView {
    let (kind, action, drawing, label) = tab;
    let code = action.code();
    view! {
        <button
            role="tab"
            class=format!("editor-tab {code}")
            aria-selected=move || if desk.tab.get() == kind { "true" } else { "false" }
            disabled=move || allowed.with(|allowed| !allowed.contains(&action))
            data-testid=format!("editor-tab-{code}")
            on:click=move |_| desk.turn_to(kind)
        >
            {icon(drawing)}
            {label}
        </button>
    }
}
