//! Taking a joint decree from a file into the draft, and what of it could not be read.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::calendar::{DecreeReply, Fault, Merge, ReadDecree, UnreadableDay};
use tanggap_ipc::files::{FileId, FileUse};
use tanggap_wording::capital;

use super::Editor;
use crate::call::call;
use crate::components::file_choice::FileChoice;
use crate::components::states::Failure;
use crate::icons::{Icon, icon};
use crate::pages::settings::parts::Choices;
use crate::upload;

#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Idle,
    Reading,
    Read(DecreeReply),
    Failed(Error),
}

#[component]
pub(super) fn Import(editor: Editor) -> impl IntoView {
    let say = editor.say;
    let stage = RwSignal::new(Stage::Idle);
    let take = Callback::new(move |file: web_sys::File| {
        stage.set(Stage::Reading);
        spawn_local(async move {
            let reply = match upload::hand_over(&file, FileUse::Decree, |_| ()).await {
                Ok(file) => call(&ReadDecree { file, merge: None }).await,
                Err(error) => Err(error),
            };
            answered(stage, reply);
        });
    });
    let busy = Signal::derive(move || stage.with(|stage| *stage == Stage::Reading));
    view! {
        <section class="form-part" aria-labelledby="decree-title" data-testid="decree">
            <div class="heading-row">
                <h3 class="heading" id="decree-title">{say.decree_import()}</h3>
                <FileChoice
                    label=say.decree_choose()
                    accept=".json,.csv,.ics,.txt"
                    testid="decree-choose"
                    busy
                    on_file=take
                />
            </div>
            <p class="quiet">{say.decree_import_about()}</p>
            {move || match stage.get() {
                Stage::Idle => ().into_any(),
                Stage::Reading => view! { <p class="quiet" role="status">{say.decree_reading()}</p> }.into_any(),
                Stage::Failed(error) => {
                    let unreadable = unreadable_of(&error);
                    view! {
                        <Failure say error />
                        <Unreadable editor unreadable />
                    }
                        .into_any()
                }
                Stage::Read(decree) => view! { <Found editor stage decree /> }.into_any(),
            }}
        </section>
    }
}

fn answered(stage: RwSignal<Stage>, reply: Result<DecreeReply, Error>) {
    // Whoever left the page does not wait for it any more.
    stage.try_set(match reply {
        Ok(decree) => Stage::Read(decree),
        Err(error) => Stage::Failed(error),
    });
}

fn unreadable_of(error: &Error) -> Vec<UnreadableDay> {
    match error.fault.as_deref() {
        Some(Fault::EmptyDecree { unreadable }) => unreadable.clone(),
        _ => Vec::new(),
    }
}

/// What the file says, and how it would come into the draft.
#[component]
fn Found(editor: Editor, stage: RwSignal<Stage>, decree: DecreeReply) -> impl IntoView {
    let say = editor.say;
    let years: Vec<String> = decree.years.iter().map(ToString::to_string).collect();
    let merge = decree.merge;
    let again = move |file: FileId, merge: Merge| {
        spawn_local(async move {
            let reply = call(&ReadDecree {
                file,
                merge: Some(merge),
            })
            .await;
            answered(stage, reply);
        });
    };
    let file = StoredValue::new(decree.file.clone());
    let unreadable = decree.unreadable.clone();
    let found = say.decree_found(decree.days, &years.join(", "));
    let source = decree.source.clone();
    let merges = [(Merge::ReplaceYears, "replace"), (Merge::AddDays, "add")]
        .map(|(choice, code)| (choice, code, say.merge(choice).to_owned()));
    let take = move |_| {
        editor.draft.update(|draft| draft.take_decree(&decree, say));
        if let Some(year) = decree.years.first() {
            editor.year.set(*year);
        }
        editor.state.tell(say.decree_taken());
        stage.set(Stage::Idle);
    };
    view! {
        <div class="decree" data-testid="decree-found">
            <p>
                <b>{found}</b>
                " "
                <span class="quiet" dir="auto">{source}</span>
            </p>
            <Choices
                name=say.decree_merge()
                testid="decree"
                choices=merges.to_vec()
                about=Callback::new(move |choice| say.merge_about(choice))
                chosen=Signal::stored(merge)
                on_choose=Callback::new(move |choice| again(file.get_value(), choice))
            />
            <Unreadable editor unreadable />
            <div class="button-row">
                <button class="button small primary" data-testid="decree-take" on:click=take>
                    {icon(Icon::Check)}
                    {say.decree_take()}
                </button>
                <button
                    class="button small"
                    data-testid="decree-cancel"
                    on:click=move |_| stage.set(Stage::Idle)
                >
                    {say.cancel()}
                </button>
            </div>
        </div>
    }
}

/// Every entry that could not be read, with its place and why.
#[component]
fn Unreadable(editor: Editor, unreadable: Vec<UnreadableDay>) -> impl IntoView {
    let say = editor.say;
    (!unreadable.is_empty()).then(|| {
        view! {
            <div class="unreadable" data-testid="decree-unreadable">
                <p class="warning">
                    {icon(Icon::Warning)}
                    <span>{say.decree_unreadable(unreadable.len())}</span>
                </p>
                <ul>
                    {unreadable
                        .into_iter()
                        .map(|day| {
                            view! {
                                <li>
                                    <b>{capital(&say.words().file_place(day.place))}</b>
                                    ": "
                                    <bdi>{say.words().day_fault(&day.why)}</bdi>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}
