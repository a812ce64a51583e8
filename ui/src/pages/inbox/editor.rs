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
use crate::pages::inbox::Inbox;

use crate::pages::inbox::editor::dispose::DisposeSheet;
use crate::pages::inbox::editor::kept::{Kept, ask_again};
use crate::pages::inbox::editor::reply::ReplySheet;
use crate::pages::inbox::editor::sheet::Sheet;
use crate::pages::inbox::editor::write::NoteSheet;
use crate::state::{say, state};

/// Lives as long as its complaint is open; what the shell tells about the complaint never disturbs
/// what is being typed.
#[component]
pub fn Editor(inbox: Inbox, id: ComplaintId) -> impl IntoView {
    let (state, say) = (state(), say());
    let allowed = Memo::new(move |_| {
        inbox.detail.with(|detail| {
            detail
                .as_ref()
                .map(|detail| detail.allowed.clone())
                .unwrap_or_default()
        })
    });
    let usual = inbox.detail.with_untracked(|detail| match detail {
        Some(detail) if detail.complaint.stage == Stage::Proses => Then::Keep,
        _ => Then::Proses,
    });
    let reply = Sheet::new(id, DraftKind::Reply, usual);
    let note = Sheet::new(id, DraftKind::Note, Then::Keep);
    let disposition = Sheet::new(id, DraftKind::Disposition, Then::Keep);
    let sheet_of = move |kind: DraftKind| match kind {
        DraftKind::Reply => Some(reply),
        DraftKind::Note => Some(note),
        DraftKind::Disposition => Some(disposition),
        _ => None,
    };
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
    let tab = RwSignal::new(first);
    // Choosing the open tab once more leaves its sheet, and the focus in it, alone.
    let shown = Memo::new(move |_| tab.get());
    let focus = RwSignal::new(0_u32);
    let open = move |of: DraftOf| {
        let Some(sheet) = sheet_of(of.kind) else {
            ask_again(inbox, id, of);
            return;
        };
        if of.source != sheet.source.get_untracked() || sheet.is_empty() {
            sheet.open(of.source);
        }
        tab.set(of.kind);
        focus.update(|count| *count += 1);
    };
    Effect::new(move |_| {
        let Some(request) = state.editor.get() else {
            return;
        };
        if request.complaint != id {
            return;
        }
        state.editor.set(None);
        // For writing on, whatever stands on the sheet is what is meant.
        match (request.draft.source, sheet_of(request.draft.kind)) {
            (None, Some(sheet)) if !sheet.is_empty() => {
                tab.set(request.draft.kind);
                focus.update(|count| *count += 1);
            }
            _ => open(request.draft),
        }
    });
    let tabs = [
        (
            DraftKind::Reply,
            Action::Reply,
            Icon::Message,
            say.reply_tab(),
            "reply",
        ),
        (
            DraftKind::Note,
            Action::Note,
            Icon::Note,
            say.note_tab(),
            "note",
        ),
        (
            DraftKind::Disposition,
            Action::Dispose,
            Icon::Forward,
            say.dispose_tab(),
            "dispose",
        ),
    ];
    let is_allowed = move |action: Action| allowed.with(|allowed| allowed.contains(&action));
    let class = move || match tab.get() {
        DraftKind::Note => "editor note",
        DraftKind::Disposition => "editor dispose",
        _ => "editor reply",
    };
    view! {
        <section class=class aria-label=say.editor() data-testid="editor">
            <div class="editor-tabs" role="tablist" aria-label=say.editor()>
                {tabs
                    .map(|(kind, action, drawing, label, testid)| {
                        view! {
                            <button
                                role="tab"
                                class=format!("editor-tab {testid}")
                                aria-selected=move || if tab.get() == kind { "true" } else { "false" }
                                disabled=move || !is_allowed(action)
                                data-testid=format!("editor-tab-{testid}")
                                on:click=move |_| {
                                    tab.set(kind);
                                    focus.update(|count| *count += 1);
                                }
                            >
                                {icon(drawing)}
                                {label}
                            </button>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </div>
            <Kept inbox sheets=[reply, note, disposition] on_open=Callback::new(open) />
            {move || match shown.get() {
                DraftKind::Note => view! { <NoteSheet inbox sheet=note focus /> }.into_any(),
                DraftKind::Disposition => {
                    view! { <DisposeSheet inbox sheet=disposition focus /> }.into_any()
                }
                _ => {
                    if is_allowed(Action::Reply) {
                        view! { <ReplySheet inbox sheet=reply focus /> }.into_any()
                    } else {
                        view! { <p class="empty" data-testid="editor-closed">{say.closed_editor()}</p> }
                            .into_any()
                    }
                }
            }}
        </section>
    }
}
