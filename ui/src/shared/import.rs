//! Importing the national Excel export, with progress and an honest report. First run and Atur share it.

mod report;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::source_zone::ZonePeriod;
use tanggap_ipc::Error;
use tanggap_ipc::files::FileUse;
use tanggap_ipc::import::{CallOff, ImportReport, Run};

use crate::app::ImportProgress;
use crate::call::call;
use crate::components::progress::Progress;
use crate::components::states::Failure;
use crate::icons::{Icon, icon};
use crate::state::say;
use crate::upload;
use report::{Report, Zones};

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

/// An import on screen, from the choice of a file to its report.
#[derive(Clone, Copy)]
struct Importing {
    stage: RwSignal<Stage>,
    /// The file that was read last, to be read again in other zones.
    last: StoredValue<Option<web_sys::File>, LocalStorage>,
    progress: RwSignal<Option<(u64, u64, bool)>>,
    on_done: Option<Callback<()>>,
}

impl Importing {
    fn begin(self, file: web_sys::File, zones: Option<Vec<ZonePeriod>>) {
        self.last.set_value(Some(file.clone()));
        self.progress.set(None);
        self.stage.set(Stage::Handing(0));
        spawn_local(async move {
            let name = file.name();
            let heard = move |percent| {
                self.stage.try_set(Stage::Handing(percent));
            };
            let reply = match upload::hand_over(&file, FileUse::Spreadsheet, heard).await {
                Ok(file) => {
                    self.stage.try_set(Stage::Reading);
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
            if self.stage.try_set(next).is_none()
                && done
                && let Some(on_done) = self.on_done
            {
                on_done.run(());
            }
        });
    }

    fn choose_anew(self) {
        self.stage.set(Stage::Choosing);
    }
}

#[component]
pub fn ImportPanel(#[prop(optional, into)] on_done: Option<Callback<()>>) -> impl IntoView {
    let say = say();
    let importing = Importing {
        stage: RwSignal::new(Stage::Choosing),
        last: StoredValue::new_local(None),
        progress: expect_context::<ImportProgress>().0,
        on_done,
    };
    let input = NodeRef::<html::Input>::new();
    let choose = Callback::new(move |()| {
        if let Some(input) = input.get_untracked() {
            input.set_value("");
            input.click();
        }
    });
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
                        importing.begin(file, None);
                    }
                }
            />
            {move || match importing.stage.get() {
                Stage::Choosing => view! { <Choosing importing choose /> }.into_any(),
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
                Stage::Reading => view! { <Reading importing /> }.into_any(),
                Stage::Done { file, report } => view! { <Done importing file report /> }.into_any(),
                Stage::Failed(error) => {
                    let on_retry = Callback::new(move |()| importing.choose_anew());
                    view! { <Failure say error on_retry /> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Choosing(importing: Importing, choose: Callback<()>) -> impl IntoView {
    let say = say();
    let over = RwSignal::new(false);
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
                let dropped = event.data_transfer().and_then(|data| data.files()?.get(0));
                if let Some(file) = dropped {
                    importing.begin(file, None);
                }
            }
        >
            {icon(Icon::Spreadsheet)}
            <button class="button" data-testid="import-choose" on:click=move |_| choose.run(())>
                {say.import_choose()}
            </button>
            <span class="quiet">{say.import_drop()}</span>
        </div>
        <p class="quiet">{say.import_about()}</p>
    }
}

/// How far the hub is; to be called off.
#[component]
fn Reading(importing: Importing) -> impl IntoView {
    let say = say();
    let call_off = move |_| {
        spawn_local(async move {
            // Its end is what the officer sees; a call that fails changes nothing.
            let _asked = call(&CallOff).await;
        });
    };
    view! {
        {move || {
            let (part, words) = match importing.progress.get() {
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
            view! { <Progress say part=part words testid="import-progress" /> }
        }}
        <button class="button small" data-testid="import-cancel" on:click=call_off>
            {say.import_cancel()}
        </button>
    }
}

#[component]
fn Done(importing: Importing, file: String, report: ImportReport) -> impl IntoView {
    let say = say();
    let proposed = report.proposed_zones();
    let zones = (!proposed.is_empty()).then(|| {
        let on_use = Callback::new(move |()| {
            if let Some(file) = importing.last.get_value() {
                importing.begin(file, Some(proposed.clone()));
            }
        });
        view! { <Zones report=report.clone() on_use /> }
    });
    view! {
        <Report file report=report.clone() />
        {zones}
        <button class="button small" data-testid="import-again" on:click=move |_| importing.choose_anew()>
            {say.import_again()}
        </button>
    }
}
