//! Importing, what was imported so far, and what could not be read.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::import::{History, Problem, Problems};

use super::View;
use super::imported::ImportHistory;
use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::pages::import::ImportPanel;

#[component]
pub(super) fn Import(view: View) -> impl IntoView {
    let say = view.say;
    let problems = RwSignal::new(None::<Result<Vec<Problem>, Error>>);
    let imports = RwSignal::new(None);
    let read = move || {
        spawn_local(async move {
            let reply = call(&History).await;
            imports.try_set(Some(reply));
            let reply = call(&Problems).await;
            problems.try_set(Some(reply));
        });
    };
    read();
    view! {
        <div class="form" data-testid="section-import">
            <ImportPanel on_done=Callback::new(move |()| read()) />
            <ImportHistory view imports on_retry=Callback::new(move |()| read()) />
            <h3 class="heading">{say.problems()}</h3>
            {move || match problems.get() {
                None => view! { <Skeleton lines=3 /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure error on_retry=Callback::new(move |()| read()) /> }.into_any()
                }
                Some(Ok(list)) if list.is_empty() => {
                    view! { <p class="quiet" data-testid="problems-none">{say.problems_none()}</p> }.into_any()
                }
                Some(Ok(list)) => {
                    let rows = list.into_iter().map(|problem| {
                        let at = problem.at.map(|at| say.lately(at, view.state.now.get_untracked()));
                        view! {
                            <tr>
                                <td dir="auto">{problem.source}</td>
                                <td>{problem.place}</td>
                                <td>{problem.reason}</td>
                                <td class="figure">{at}</td>
                                <td>
                                    <details>
                                        <summary>{say.problem_raw()}</summary>
                                        <bdi class="raw">{problem.raw}</bdi>
                                    </details>
                                </td>
                            </tr>
                        }
                    });
                    view! {
                        <p class="quiet">{say.problems_about()}</p>
                        <div class="table-area tall" tabindex="0" role="region" aria-label=say.problems()>
                            <table class="table" data-testid="problems">
                                <thead>
                                    <tr>
                                        <th scope="col">{say.problem_source()}</th>
                                        <th scope="col">{say.problem_place()}</th>
                                        <th scope="col">{say.import_reason()}</th>
                                        <th scope="col">{say.problem_at()}</th>
                                        <th scope="col">{say.problem_raw()}</th>
                                    </tr>
                                </thead>
                                <tbody>{rows.collect_view()}</tbody>
                            </table>
                        </div>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
