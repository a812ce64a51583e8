//! Files on a sheet: by button, drop or paste, with progress, removable.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{File, FileList};

use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::inbox::editor::sheet::Sheet;
use crate::state::{State, say, state};
use crate::upload::attach;

/// Files on their way to the shell: name and percent.
#[derive(Clone, Copy)]
pub struct Uploading {
    state: State,
    say: Say,
    sheet: Sheet,
    running: RwSignal<Vec<(u32, String, u32)>>,
    next: StoredValue<u32>,
}

impl Uploading {
    pub fn new(sheet: Sheet) -> Self {
        Self {
            state: state(),
            say: say(),
            sheet,
            running: RwSignal::default(),
            next: StoredValue::new(0),
        }
    }

    pub fn is_busy(self) -> bool {
        self.running.with(|running| !running.is_empty())
    }

    /// Starts every file; whether there was one.
    pub fn take(self, files: Option<FileList>) -> bool {
        let Some(files) = files else { return false };
        let files: Vec<File> = (0..files.length())
            .filter_map(|at| files.item(at))
            .collect();
        let any = !files.is_empty();
        for file in files {
            self.start(file);
        }
        any
    }

    fn start(self, file: File) {
        self.next.update_value(|next| *next += 1);
        let number = self.next.get_value();
        self.running
            .update(|running| running.push((number, file.name(), 0)));
        spawn_local(async move {
            let progress = move |percent| {
                self.running.try_update(|running| {
                    if let Some(row) = running.iter_mut().find(|row| row.0 == number) {
                        row.2 = percent;
                    }
                });
            };
            let reply = attach(&file, progress).await;
            self.running
                .try_update(|running| running.retain(|row| row.0 != number));
            match reply {
                Ok(attachment) if !self.sheet.attachments.is_disposed() => {
                    self.sheet
                        .attachments
                        .update(|attachments| attachments.push(attachment));
                    self.sheet.touch();
                }
                Ok(_) => {}
                Err(error) => self.state.tell_error(self.say, &error),
            }
        });
    }
}

/// The button that opens the system's file dialog.
#[component]
pub fn AttachButton(uploading: Uploading) -> impl IntoView {
    let say = say();
    let input = NodeRef::<html::Input>::new();
    view! {
        <button
            type="button"
            class="button small"
            data-testid="reply-attach"
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            {icon(Icon::Attach)}
            {say.attach()}
        </button>
        <input
            node_ref=input
            type="file"
            multiple
            class="visually-hidden"
            tabindex="-1"
            aria-label=say.attach()
            data-testid="reply-file"
            on:change=move |event| {
                let input = event
                    .target()
                    .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
                if let Some(input) = input {
                    uploading.take(input.files());
                    // The same file may be chosen again.
                    input.set_value("");
                }
            }
        />
    }
}

/// What is on the sheet and what is on its way.
#[component]
pub fn FileChips(uploading: Uploading) -> impl IntoView {
    let say = say();
    let sheet = uploading.sheet;
    let any = move || uploading.is_busy() || sheet.attachments.with(|it| !it.is_empty());
    view! {
        <Show when=any>
            <div class="attachments editor-files" data-testid="reply-files">
                {move || {
                    sheet
                        .attachments
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, attachment)| {
                            view! {
                                <span class="attachment" data-testid="reply-file-chip">
                                    {icon(Icon::Attach)}
                                    <bdi>{attachment.name.clone()}</bdi>
                                    <span class="quiet">{say.bytes(attachment.size_bytes)}</span>
                                    <button
                                        type="button"
                                        aria-label=say.attach_remove(&attachment.name)
                                        on:click=move |_| {
                                            sheet
                                                .attachments
                                                .update(|attachments| {
                                                    attachments.remove(at);
                                                });
                                            sheet.touch();
                                        }
                                    >
                                        {icon(Icon::Close)}
                                    </button>
                                </span>
                            }
                        })
                        .collect_view()
                }}
                {move || {
                    uploading
                        .running
                        .get()
                        .into_iter()
                        .map(|(_, name, percent)| {
                            view! {
                                <span class="attachment" role="status">
                                    {icon(Icon::Attach)}
                                    <bdi>{name}</bdi>
                                    <progress max="100" value=percent></progress>
                                    {say.attach_progress(percent)}
                                </span>
                            }
                        })
                        .collect_view()
                }}
            </div>
        </Show>
    }
}
