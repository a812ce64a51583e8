//! Riwayat impor: who brought which file, when, and what came of it. Each opens to what it changed.

mod back;
mod changes;

use leptos::prelude::*;
use tanggap_ipc::Error;
use tanggap_ipc::import::{Imported, ImportedState};

use super::View;
use super::listed::Listed;
use crate::labels::Say;
use changes::ChangesDialog;

#[component]
pub(super) fn ImportHistory(
    view: View,
    imports: RwSignal<Option<Result<Vec<Imported>, Error>>>,
    on_retry: Callback<()>,
) -> impl IntoView {
    let say = view.say;
    let opened = RwSignal::new(None::<Imported>);
    let row = move |import: Imported| {
        let when = say.lately(import.begun_at, view.state.now.get_untracked());
        let (title, outcome) = (import.sha256.clone(), outcome(view, &import));
        let (file, who) = (import.file.clone(), who(say, &import));
        view! {
            <td dir="auto" title=title>{file}</td>
            <td class="import-who" dir="auto">{who}</td>
            <td class="figure">{when}</td>
            <td>
                {outcome}
                {import
                    .kept
                    .then(|| {
                        view! {
                            <div>
                                <button
                                    class="button small"
                                    data-testid="import-open"
                                    on:click=move |_| opened.set(Some(import.clone()))
                                >
                                    {say.import_history_open()}
                                </button>
                            </div>
                        }
                    })}
            </td>
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
        {move || {
            opened
                .get()
                .map(|import| {
                    let on_close = Callback::new(move |()| opened.set(None));
                    view! { <ChangesDialog view import on_close on_done=on_retry /> }
                })
        }}
    }
}

fn who(say: Say, import: &Imported) -> String {
    match (&import.by, import.at_hub) {
        (_, true) => say.import_history_at_hub().to_owned(),
        (Some(by), false) => by.clone(),
        (None, false) => say.import_history_here().to_owned(),
    }
}

fn outcome(view: View, import: &Imported) -> String {
    let say = view.say;
    let done = match import.state {
        ImportedState::Running => return say.import_history_running().to_owned(),
        ImportedState::Cancelled => return say.import_history_cancelled().to_owned(),
        ImportedState::Failed { code } => return say.error(&Error::new(code)),
        ImportedState::Done => import,
    };
    if let Some(back) = &done.takes_back {
        let mut said = vec![say.import_history_back_of(&back.reason)];
        said.extend(back.counts.iter().flat_map(|it| say.import_back_counts(it)));
        return said.join("; ");
    }
    let mut said = vec![say.import_history_done(done.new, done.updated, done.unchanged)];
    if done.unreadable > 0 {
        said.push(say.import_history_unreadable(done.unreadable));
    }
    if done.out_of_reach > 0 {
        said.push(say.import_history_out_of_reach(done.out_of_reach));
    }
    let said = said.join(", ");
    match &done.taken_back {
        None => said,
        Some(back) => {
            let who = back.by.as_deref().unwrap_or(say.import_history_here());
            let now = view.state.now.get_untracked();
            let when = back.at.map(|at| say.lately(at, now)).unwrap_or_default();
            format!("{said}. {}", say.import_history_taken_back(who, &when))
        }
    }
}
