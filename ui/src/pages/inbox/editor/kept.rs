//! The drafts of a complaint that are kept beside the one on the sheet: to switch to, never to lose.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::complaint::Action;
use tanggap_ipc::compose::{Draft, DraftKind, DraftOf, GetDraft};

use crate::call::call;
use crate::pages::inbox::editor::sheet::Sheet;
use crate::pages::inbox::{Asking, Inbox};
use crate::state::say;

/// Longest beginning of a text that is shown, in characters.
const BEGINNING: usize = 48;

#[component]
pub fn Kept(inbox: Inbox, sheets: [Sheet; 3], on_open: Callback<DraftOf>) -> impl IntoView {
    let say = say();
    let beside = Memo::new(move |_| {
        let on_sheets: Vec<DraftOf> = sheets
            .iter()
            .map(|sheet| DraftOf {
                kind: sheet.kind,
                source: sheet.source.get(),
            })
            .collect();
        inbox.detail.with(|detail| {
            let drafts = detail.iter().flat_map(|detail| &detail.drafts);
            drafts
                .filter(|draft| !on_sheets.contains(&draft.of()))
                .cloned()
                .collect::<Vec<Draft>>()
        })
    });
    view! {
        <Show when=move || beside.with(|beside| !beside.is_empty())>
            <ul class="drafts-kept" aria-label=say.drafts_kept() data-testid="drafts-kept">
                {move || {
                    beside
                        .get()
                        .into_iter()
                        .map(|draft| {
                            let of = draft.of();
                            view! {
                                <li>
                                    <button
                                        class="button small"
                                        data-testid="draft-kept"
                                        on:click=move |_| on_open.run(of)
                                    >
                                        {say.draft_kind(of.kind)}
                                        " · "
                                        <span dir="auto">{beginning(&draft.text)}</span>
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </Show>
    }
}

fn beginning(text: &str) -> String {
    let mut line: String = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(BEGINNING)
        .collect();
    if text.chars().count() > BEGINNING {
        line.push('…');
    }
    line
}

/// Opens the form of an action with what was filled in before.
pub fn ask_again(inbox: Inbox, complaint: ComplaintId, of: DraftOf) {
    let Some(action) = action_of(of.kind) else {
        return;
    };
    let request = GetDraft {
        complaint: Some(complaint),
        draft: of,
    };
    spawn_local(async move {
        match call(&request).await {
            Ok(Some(draft)) => {
                inbox.asking.try_set(Some(Asking {
                    action,
                    draft: Some(draft),
                }));
            }
            Ok(None) => {}
            Err(error) => inbox.state.tell_error(inbox.say, &error),
        }
    });
}

/// The form that a draft of this kind opens in; none for what stands on a sheet or page of its own.
fn action_of(kind: DraftKind) -> Option<Action> {
    match kind {
        DraftKind::Hold => Some(Action::Hold),
        DraftKind::NotOurAuthority => Some(Action::NotOurAuthority),
        DraftKind::Archive => Some(Action::Archive),
        DraftKind::Close => Some(Action::Close),
        DraftKind::Reopen => Some(Action::Reopen),
        DraftKind::Amend => Some(Action::Amend),
        DraftKind::Reply | DraftKind::Note | DraftKind::Disposition | DraftKind::Record => None,
    }
}
