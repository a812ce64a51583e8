//! The ways on for a change that came back, in the outbox and at its complaint alike. None is taken
//! without the officer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::ChangeCode;
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_ipc::Error;
use tanggap_ipc::compose::DraftKind;
use tanggap_ipc::outbox::{Discard, Reopen, Resend};

use crate::call::call;
use crate::labels::Say;
use crate::pages::Page;
use crate::state::{EditorRequest, Panel, State, say, state};

/// Edit, send anyway, discard: what may be done with a change that came back.
#[component]
pub fn ReturnedButtons(op: OpId, complaint: ComplaintId, kind: ChangeCode) -> impl IntoView {
    let (state, say) = (state(), say());
    let edit = move |_| {
        then(state, say, async move {
            let draft = call(&Reopen { op }).await?;
            if draft.kind == DraftKind::Record {
                state.recording.set(Some(draft.of()));
                state.panel.set(Panel::None);
                state.page.set(Page::Record);
            } else {
                state.show(complaint);
                state.editor.set(Some(EditorRequest {
                    complaint,
                    draft: draft.of(),
                }));
            }
            Ok(())
        })
    };
    view! {
        {kind
            .is_editable()
            .then(|| {
                view! {
                    <button class="button small" data-testid="outbox-edit" on:click=edit>
                        {say.outbox_edit()}
                    </button>
                }
            })}
        <button
            class="button small"
            data-testid="outbox-resend"
            on:click=move |_| then(state, say, async move { call(&Resend { op }).await.map(drop) })
        >
            {say.outbox_resend()}
        </button>
        <button
            class="button small danger"
            data-testid="outbox-discard"
            on:click=move |_| then(state, say, async move {
                call(&Discard { op }).await?;
                state.tell(say.outbox_discarded());
                Ok(())
            })
        >
            {say.outbox_discard()}
        </button>
    }
}

/// Does it, says what went wrong, and has the outbox read again either way.
pub fn then(state: State, say: Say, work: impl Future<Output = Result<(), Error>> + 'static) {
    spawn_local(async move {
        if let Err(error) = work.await {
            state.tell_error(say, &error);
        }
        state.outbox_changed.set(());
    });
}
