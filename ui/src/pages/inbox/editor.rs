//! The editor under a complaint: public reply, internal note and disposition, never to be confused.

mod dispose;
mod files;
mod reply;
mod sheet;
mod write;

use leptos::prelude::*;
use tanggap_domain::change::Then;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::status::Stage;
use tanggap_ipc::complaint::Action;
use tanggap_ipc::compose::DraftKind;

use crate::icons::{Icon, icon};
use crate::pages::inbox::Inbox;
pub use dispose::UnitPicker;

use crate::pages::inbox::editor::dispose::DisposeSheet;
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
    inbox.detail.with_untracked(|detail| {
        for draft in detail.iter().flat_map(|detail| &detail.drafts) {
            match draft.kind {
                DraftKind::Reply => reply.load(draft),
                DraftKind::Note => note.load(draft),
                DraftKind::Disposition => disposition.load(draft),
                // A complaint being recorded has its own page.
                DraftKind::Record => {}
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
    Effect::new(move |_| {
        let Some(request) = state.editor.get() else {
            return;
        };
        if request.complaint != id {
            return;
        }
        state.editor.set(None);
        match request.kind {
            DraftKind::Reply if reply.is_empty() => reply.reload(),
            DraftKind::Note if note.is_empty() => note.reload(),
            DraftKind::Disposition if disposition.is_empty() => disposition.reload(),
            _ => {}
        }
        tab.set(request.kind);
        focus.update(|count| *count += 1);
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
        DraftKind::Reply | DraftKind::Record => "editor reply",
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
            {move || match shown.get() {
                DraftKind::Reply | DraftKind::Record => {
                    if is_allowed(Action::Reply) {
                        view! { <ReplySheet inbox sheet=reply focus /> }.into_any()
                    } else {
                        view! { <p class="empty" data-testid="editor-closed">{say.closed_editor()}</p> }
                            .into_any()
                    }
                }
                DraftKind::Note => view! { <NoteSheet inbox sheet=note focus /> }.into_any(),
                DraftKind::Disposition => {
                    view! { <DisposeSheet inbox sheet=disposition focus /> }.into_any()
                }
            }}
        </section>
    }
}
