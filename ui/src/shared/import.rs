//! Importing the national Excel export, with progress and an honest report. First run and Atur share it.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::source_zone::ZonePeriod;
use tanggap_ipc::Error;
use tanggap_ipc::files::FileUse;
use tanggap_ipc::import::{CallOff, ImportReport, Run, ZoneHint};

use crate::app::ImportProgress;
use crate::call::call;
use crate::components::progress::Progress;
use crate::components::states::Failure;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::say;
use crate::upload;

/// Unreadable rows shown at once; the rest is counted.
const SHOWN: usize = 200;

#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Choosing,
    /// Percent of the file handed over.
    Handing(u32),
    Reading,
    Done {
        file: String,
        report: ImportReport,
    },
    Failed(Error),
}

#[component]
pub fn ImportPanel(#[prop(optional, into)] on_done: Option<Callback<()>>) -> impl IntoView {
    let say = say();
    let progress = expect_context::<ImportProgress>().0;
    let stage = RwSignal::new(Stage::Choosing);
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    // The file that was read last, to be read again in other zones.
    let last = StoredValue::new_local(None::<web_sys::File>);
    let begin = move |file: web_sys::File, zones: Option<Vec<ZonePeriod>>| {
        last.set_value(Some(file.clone()));
        progress.set(None);
        stage.set(Stage::Handing(0));
        spawn_local(async move {
            let name = file.name();
            let heard = move |percent| {
                stage.try_set(Stage::Handing(percent));
            };
            let reply = match upload::hand_over(&file, FileUse::Spreadsheet, heard).await {
                Ok(file) => {
                    stage.try_set(Stage::Reading);
                    call(&Run { file, zones }).await
                }
                Err(error) => Err(error),
            };
            let next = match reply {
                Ok(report) => Stage::Done { file: name, report },
                Err(error) => Stage::Failed(error),
            };
            let done = matches!(next, Stage::Done { .. });
            // Left the page meanwhile: the import itself is done, only nobody looks any more.
            if stage.try_set(next).is_none()
                && done
                && let Some(on_done) = on_done
            {
                on_done.run(());
            }
        });
    };
    let choose = move || {
        if let Some(input) = input.get_untracked() {
            input.set_value("");
            input.click();
        }
    };
    view! {
        <div class="import" data-testid="import">
            <input
                class="visually-hidden"
                type="file"
                accept=".xlsx,.xls,.xlsm,.xlsb,.ods,.csv,.txt,.htm,.html,.xml,.mht,.mhtml"
                tabindex="-1"
                aria-label=say.import_choose()
                data-testid="import-file"
                node_ref=input
                on:change=move |_| {
                    let chosen = input.get_untracked().and_then(|input| input.files()?.get(0));
                    if let Some(file) = chosen {
                        begin(file, None);
                    }
                }
            />
            {move || match stage.get() {
                Stage::Choosing => {
                    view! {
                        <div
                            class="drop"
                            class:over=move || over.get()
                            on:dragover=move |event| {
                                event.prevent_default();
                                over.set(true);
                            }
                            on:dragleave=move |_| over.set(false)
                            on:drop=move |event| {
                                event.prevent_default();
                                over.set(false);
                                let dropped = event
                                    .data_transfer()
                                    .and_then(|data| data.files()?.get(0));
                                if let Some(file) = dropped {
                                    begin(file, None);
                                }
                            }
                        >
                            {icon(Icon::Spreadsheet)}
                            <button class="button" data-testid="import-choose" on:click=move |_| choose()>
                                {say.import_choose()}
                            </button>
                            <span class="quiet">{say.import_drop()}</span>
                        </div>
                        <p class="quiet">{say.import_about()}</p>
                    }
                        .into_any()
                }
                Stage::Handing(percent) => {
                    view! {
                        <Progress
                            say
                            part=f64::from(percent) / 100.0
                            words=say.import_handing(percent)
                            testid="import-progress"
                        />
                    }
                        .into_any()
                }
                Stage::Reading => {
                    let (part, words) = match progress.get() {
                        Some((done, total, storing)) if total > 0 => {
                            let words = if storing {
                                say.import_storing(done, total)
                            } else {
                                say.import_running(done, total)
                            };
                            (Some(done as f64 / total as f64), words)
                        }
                        _ => (None, say.import_checking().to_owned()),
                    };
                    let call_off = move |_| {
                        spawn_local(async move {
                            // Its end is what the officer sees; a call that fails changes nothing.
                            let _asked = call(&CallOff).await;
                        });
                    };
                    view! {
                        <Progress say part=part words testid="import-progress" />
                        <button class="button small" data-testid="import-cancel" on:click=call_off>
                            {say.import_cancel()}
                        </button>
                    }
                        .into_any()
                }
                Stage::Done { file, report } => {
                    let proposed = report.proposed_zones();
                    let hints = report.zones.clone();
                    let zones = (!proposed.is_empty()).then(|| {
                        let again = move |_| {
                            if let Some(file) = last.get_value() {
                                begin(file, Some(proposed.clone()));
                            }
                        };
                        view! {
                            <section data-testid="import-zones">
                                <h3 class="heading">{say.import_zone_heading()}</h3>
                                <ul>{hints.iter().map(|hint| view! { <li>{zone_hint(say, hint)}</li> }).collect_view()}</ul>
                                <p class="quiet">{say.import_zone_about()}</p>
                                <button class="button" data-testid="import-zone-use" on:click=again>
                                    {say.import_zone_use()}
                                </button>
                            </section>
                        }
                    });
                    view! {
                        <Report file report />
                        {zones}
                        <button class="button small" data-testid="import-again" on:click=move |_| stage.set(Stage::Choosing)>
                            {say.import_again()}
                        </button>
                    }
                        .into_any()
                }
                Stage::Failed(error) => {
                    view! {
                        <Failure say error on_retry=Callback::new(move |()| stage.set(Stage::Choosing)) />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Report(file: String, report: ImportReport) -> impl IntoView {
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
