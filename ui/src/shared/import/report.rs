//! What came of an import: figures, remarks, and the rows that could not be read.

use leptos::prelude::*;
use tanggap_ipc::import::{ImportReport, ZoneHint};

use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::say;

/// Unreadable rows shown at once; the rest is counted.
const SHOWN: usize = 200;

/// The zones that the hours of a file show, to be used instead.
#[component]
pub(super) fn Zones(report: ImportReport, on_use: Callback<()>) -> impl IntoView {
    let say = say();
    let hints = report.zones.iter();
    let hints = hints.map(|hint| view! { <li>{zone_hint(say, hint)}</li> });
    view! {
        <section data-testid="import-zones">
            <h3 class="heading">{say.import_zone_heading()}</h3>
            <ul>{hints.collect_view()}</ul>
            <p class="quiet">{say.import_zone_about()}</p>
            <button class="button" data-testid="import-zone-use" on:click=move |_| on_use.run(())>
                {say.import_zone_use()}
            </button>
        </section>
    }
}

#[component]
pub(super) fn Report(file: String, report: ImportReport) -> impl IntoView {
    let say = say();
    let unreadable = report.unreadable.len();
    let figures = [
        (report.read, say.import_read(), "read"),
        (report.new, say.import_new(), "new"),
        (report.updated, say.import_updated(), "updated"),
        (report.unchanged, say.import_unchanged(), "unchanged"),
        (unreadable as u64, say.import_unreadable(), "unreadable"),
    ];
    view! {
        <p class="good" role="status">{icon(Icon::Done)} {say.import_done(&file)}</p>
        <dl class="import-figures" data-testid="import-report">
            {figures
                .map(|(count, words, code)| {
                    view! {
                        <div class:over={code == "unreadable" && count > 0}>
                            <dd data-testid=format!("import-{code}")>{say.number(count)}</dd>
                            <dt>{words}</dt>
                        </div>
                    }
                })
                .into_iter()
                .collect_view()}
        </dl>
        {remarks(say, &report)
            .into_iter()
            .map(|words| view! { <p data-testid="import-remark">{words}</p> })
            .collect_view()}
        {(unreadable > 0).then(|| unreadable_rows(say, &report))}
    }
}

/// What an officer should know of a file that was taken in.
fn remarks(say: Say, report: &ImportReport) -> Vec<String> {
    let mut said = Vec::new();
    if !report.missing_columns.is_empty() {
        said.push(say.import_columns(&report.missing_columns.join(", ")));
    }
    if report.protected > 0 {
        said.push(say.import_protected(report.protected));
    }
    if report.out_of_reach > 0 {
        said.push(say.import_out_of_reach(report.out_of_reach));
    }
    if !report.unclear_privacy.is_empty() {
        said.push(say.import_unclear(report.unclear_privacy.len()));
    }
    said
}

fn zone_hint(say: Say, hint: &ZoneHint) -> String {
    let zone = hint.shown.code().to_uppercase();
    say.import_zone_period(
        &say.date(hint.from),
        &say.date(hint.until),
        &zone,
        hint.reports,
    )
}

fn unreadable_rows(say: Say, report: &ImportReport) -> impl IntoView + use<> {
    let hidden = report.unreadable.len().saturating_sub(SHOWN);
    view! {
        <h3 class="heading">{say.import_unreadable_heading()}</h3>
        <p class="quiet">{say.import_unreadable_about()}</p>
        <div class="table-area" tabindex="0" role="region" aria-label=say.import_unreadable_heading()>
            <table class="table" data-testid="import-unreadable-rows">
                <thead>
                    <tr>
                        <th scope="col">{say.import_row()}</th>
                        <th scope="col">{say.import_reason()}</th>
                    </tr>
                </thead>
                <tbody>
                    {report
                        .unreadable
                        .iter()
                        .take(SHOWN)
                        .map(|row| {
                            view! {
                                <tr>
                                    <td class="figure">{say.number(row.row)}</td>
                                    <td>{say.unreadable(row.reason)}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
        {(hidden > 0).then(|| view! { <p class="quiet">{say.import_more(hidden)}</p> })}
    }
}
