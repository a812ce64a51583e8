//! Importing, what was imported so far, and what could not be read.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::import::{History, Problem, Problems, UnreadableReason};

use super::View;
use super::imported::ImportHistory;
use super::listed::Listed;
use crate::call::call;
use crate::shared::import::ImportPanel;

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
    let row = move |problem: Problem| {
        let at = problem
            .at
            .map(|at| say.lately(at, view.state.now.get_untracked()));
        // Of a file in the office's words; what came from a hub has words of its own.
        let reason = match UnreadableReason::of_code(&problem.reason) {
            UnreadableReason::Other => problem.reason,
            known => say.unreadable(known).to_owned(),
        };
        view! {
            <td dir="auto">{problem.source}</td>
            <td>{problem.place}</td>
            <td>{reason}</td>
            <td class="figure">{at}</td>
            <td>
                <details>
                    <summary>{say.problem_raw()}</summary>
                    <bdi class="raw">{problem.raw}</bdi>
                </details>
            </td>
        }
        .into_any()
    };
    let on_retry = Callback::new(move |()| read());
    view! {
        <div class="form" data-testid="section-import">
            <ImportPanel on_done=on_retry />
            <ImportHistory view imports on_retry />
            <Listed
                say
                heading=say.problems()
                none=say.problems_none()
                about=say.problems_about()
                testid="problems"
                tall=true
                columns=vec![
                    say.problem_source(),
                    say.problem_place(),
                    say.import_reason(),
                    say.problem_at(),
                    say.problem_raw(),
                ]
                list=problems
                on_retry
                row
            />
        </div>
    }
}
