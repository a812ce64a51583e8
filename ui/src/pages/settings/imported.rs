//! Riwayat impor: who brought which file, when, and what came of it.

use leptos::prelude::*;
use tanggap_ipc::Error;
use tanggap_ipc::import::{Imported, ImportedState};

use super::View;
use crate::components::states::{Failure, Skeleton};
use crate::labels::Say;

#[component]
pub(super) fn ImportHistory(
    view: View,
    imports: RwSignal<Option<Result<Vec<Imported>, Error>>>,
    on_retry: Callback<()>,
) -> impl IntoView {
    let say = view.say;
    view! {
        <h3 class="heading">{say.import_history()}</h3>
        {move || match imports.get() {
            None => view! { <Skeleton lines=3 /> }.into_any(),
            Some(Err(error)) => view! { <Failure error on_retry /> }.into_any(),
            Some(Ok(list)) if list.is_empty() => {
                view! { <p class="quiet" data-testid="imports-none">{say.import_history_none()}</p> }.into_any()
            }
            Some(Ok(list)) => {
                let now = view.state.now.get_untracked();
                let rows = list.into_iter().map(|import| {
                    let when = say.lately(import.begun_at, now);
                    let (title, outcome) = (import.sha256.clone(), outcome(say, &import));
                    view! {
                        <tr>
                            <td dir="auto" title=title>{import.file}</td>
                            <td dir="auto">
                                {import.by.unwrap_or_else(|| say.import_history_here().to_owned())}
                            </td>
                            <td class="figure">{when}</td>
                            <td>{outcome}</td>
                        </tr>
                    }
                });
                view! {
                    <div class="table-area" tabindex="0" role="region" aria-label=say.import_history()>
                        <table class="table" data-testid="imports">
                            <thead>
                                <tr>
                                    <th scope="col">{say.import_history_file()}</th>
                                    <th scope="col">{say.import_history_who()}</th>
                                    <th scope="col">{say.import_history_when()}</th>
                                    <th scope="col">{say.import_history_outcome()}</th>
                                </tr>
                            </thead>
                            <tbody>{rows.collect_view()}</tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }
        }}
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
