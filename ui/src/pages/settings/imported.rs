//! Riwayat impor: who brought which file, when, and what came of it.

use leptos::prelude::*;
use tanggap_ipc::Error;
use tanggap_ipc::import::{Imported, ImportedState};

use super::View;
use super::listed::Listed;
use crate::labels::Say;

#[component]
pub(super) fn ImportHistory(
    view: View,
    imports: RwSignal<Option<Result<Vec<Imported>, Error>>>,
    on_retry: Callback<()>,
) -> impl IntoView {
    let say = view.say;
    let row = move |import: Imported| {
        let when = say.lately(import.begun_at, view.state.now.get_untracked());
        let (title, outcome) = (import.sha256.clone(), outcome(say, &import));
        view! {
            <td dir="auto" title=title>{import.file}</td>
            <td dir="auto">{import.by.unwrap_or_else(|| say.import_history_here().to_owned())}</td>
            <td class="figure">{when}</td>
            <td>{outcome}</td>
        }
        .into_any()
    };
    view! {
        <Listed
            say
            heading=say.import_history()
            none=say.import_history_none()
            testid="imports"
            columns=vec![
                say.import_history_file(),
                say.import_history_who(),
                say.import_history_when(),
                say.import_history_outcome(),
            ]
            list=imports
            on_retry
            row
        />
    }
}

fn outcome(say: Say, import: &Imported) -> String {
    match import.state {
        ImportedState::Running => say.import_history_running().to_owned(),
        ImportedState::Cancelled => say.import_history_cancelled().to_owned(),
        ImportedState::Failed { code } => say.error(&Error::new(code)),
        ImportedState::Done => {
            let mut said =
                vec![say.import_history_done(import.new, import.updated, import.unchanged)];
            if import.unreadable > 0 {
                said.push(say.import_history_unreadable(import.unreadable));
            }
            if import.out_of_reach > 0 {
                said.push(say.import_history_out_of_reach(import.out_of_reach));
            }
            said.join(", ")
        }
    }
}
