//! Doing something with a complaint, and taking it back. The shell decides; this tells what it said.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::{Base, ChangeKind};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::Error;
use tanggap_ipc::compose::{DraftOf, Submit, Submitted, Withdraw};

use crate::call::call;
use crate::labels::Say;
use crate::state::{EditorRequest, State, Undo};

/// How a change came to be written.
#[derive(Clone, Copy, Default)]
pub struct Written {
    /// The draft it stood in.
    pub draft: Option<DraftOf>,
    /// What the officer saw when they began.
    pub seen: Option<Base>,
    /// They were told what others did since.
    pub anyway: bool,
}

/// Hands a change to the shell; afterwards it is on disk, and the bar below says so.
///
/// # Errors
/// What the shell refused; nothing was changed then.
pub async fn submit(
    state: State,
    say: Say,
    complaint: ComplaintId,
    number: String,
    change: ChangeKind,
    written: Written,
) -> Result<Submitted, Error> {
    let is_reply = matches!(change, ChangeKind::Reply { .. });
    let what = say.change(&change.code());
    let Written {
        draft,
        seen,
        anyway,
    } = written;
    let submitted = call(&Submit {
        complaint,
        change,
        draft,
        seen,
        anyway,
    })
    .await?;
    if submitted.already {
        state.tell(say.undo_already(&what, &number));
        return Ok(submitted);
    }
    match submitted.withdraw_until {
        Some(until) => {
            // The bar counts seconds from this very moment.
            state.tick();
            state.toast.set(None);
            state.undo.set(Some(Undo {
                op: submitted.op,
                complaint,
                number,
                what,
                is_reply,
                until,
            }));
        }
        // A reply before it may still be on its way back: its bar stays.
        None => state.tell(say.undo_done(&what, &number)),
    }
    Ok(submitted)
}

/// Takes the last action back while it has not left.
pub fn undo(state: State, say: Say) {
    let Some(undo) = state.undo.get_untracked() else {
        state.tell(say.undo_nothing());
        return;
    };
    spawn_local(async move {
        match call(&Withdraw { op: undo.op }).await {
            Ok(draft) => {
                state.undo.set(None);
                match draft {
                    Some(draft) => {
                        state.tell(say.undo_taken_back());
                        state.show(undo.complaint);
                        state.editor.set(Some(EditorRequest {
                            complaint: undo.complaint,
                            draft: draft.of(),
                        }));
                    }
                    None => state.tell(say.undo_taken_back_plain()),
                }
            }
            Err(error) => {
                state.undo.set(None);
                state.tell_error(say, &error);
            }
        }
    });
}
