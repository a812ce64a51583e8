//! Files of a complaint being recorded: chosen or dropped, with progress, removable.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::FileList;

use super::View;
use crate::icons::{Icon, icon};
use crate::upload;

/// Files on their way to the shell: number, name, percent.
#[derive(Clone, Copy)]
pub(super) struct Uploads {
    running: RwSignal<Vec<(u32, String, u32)>>,
    next: StoredValue<u32>,
}

impl Uploads {
    pub fn new() -> Self {
        Self {
            running: RwSignal::default(),
            next: StoredValue::new(0),
        }
    }

    pub fn is_busy(self) -> bool {
        self.running.with(|running| !running.is_empty())
    }
}

impl View {
    /// Starts handing over every file.
    pub(super) fn attach(self, files: Option<FileList>) {
        let Some(files) = files else { return };
        for file in (0..files.length()).filter_map(|at| files.item(at)) {
            let uploads = self.uploads;
            uploads.next.update_value(|next| *next += 1);
            let number = uploads.next.get_value();
            uploads
                .running
                .update(|running| running.push((number, file.name(), 0)));
            spawn_local(async move {
                let heard = move |percent| {
                    uploads.running.try_update(|running| {
                        if let Some(row) = running.iter_mut().find(|row| row.0 == number) {
                            row.2 = percent;
                        }
                    });
                };
                let reply = upload::attach(&file, heard).await;
                uploads
                    .running
                    .try_update(|running| running.retain(|row| row.0 != number));
                match reply {
                    Ok(attachment) if !self.attachments.is_disposed() => {
                        self.attachments.update(|all| all.push(attachment));
                        self.touch();
                    }
                    Ok(_) => {}
                    Err(error) => self.state.tell_error(self.say, &error),
                }
            });
        }
    }
}

#[component]
pub(super) fn Files(view: View) -> impl IntoView {
    let say = view.say;
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    view! {
        <div class="field">
            <span id="record-files">{say.record_attachments()}</span>
            <input
                class="visually-hidden"
                type="file"
                multiple
                tabindex="-1"
                aria-labelledby="record-files"
                data-testid="record-file"
                node_ref=input
                on:change=move |_| {
                    if let Some(input) = input.get_untracked() {
                        view.attach(input.files());
                        // The same file may be chosen again.
                        input.set_value("");
                    }
                }
            />
            <div
                class="drop small"
                class:over=move || over.get()
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=move |event| {
                    event.prevent_default();
                    over.set(false);
                    view.attach(event.data_transfer().and_then(|data| data.files()));
                }
            >
                <button
                    type="button"
                    class="button small"
                    data-testid="record-attach"
                    on:click=move |_| {
                        if let Some(input) = input.get_untracked() {
                            input.click();
                        }
                    }
                >
                    {icon(Icon::Attach)}
                    {say.record_attach()}
                </button>
                <span class="quiet">{say.import_drop()}</span>
            </div>
            <ul class="record-files">
                <Attached view />
                <Running view />
            </ul>
        </div>
    }
}

#[component]
fn Attached(view: View) -> impl IntoView {
    let say = view.say;
    move || {
        view.attachments
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, attachment)| {
                view! {
                    <li data-testid="record-file-chip">
                        {icon(Icon::File)}
                        <bdi>{attachment.name.clone()}</bdi>
                        <span class="quiet">{say.bytes(attachment.size_bytes)}</span>
                        <button
                            type="button"
                            class="ghost"
                            aria-label=say.attach_remove(&attachment.name)
                            on:click=move |_| {
                                view.attachments
                                    .update(|all| {
                                        all.remove(at);
                                    });
                                view.touch();
                            }
                        >
                            {icon(Icon::Close)}
                        </button>
                    </li>
                }
            })
            .collect_view()
    }
}

/// What is still on its way to the shell.
#[component]
fn Running(view: View) -> impl IntoView {
    let say = view.say;
    move || {
        view.uploads
            .running
            .get()
            .into_iter()
            .map(|(_, name, percent)| {
                view! {
                    <li role="status">
                        {icon(Icon::File)}
                        <bdi>{name}</bdi>
                        <progress max="100" value=percent></progress>
                        {say.attach_progress(percent)}
                    </li>
                }
            })
            .collect_view()
    }
}
