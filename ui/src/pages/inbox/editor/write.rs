//! Writing itself: the text area with its marks drawn behind it, the saved line, the internal note.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::ChangeKind;
use tanggap_ipc::Code;
use tanggap_ipc::compose::{Mark, MarkKind};
use wasm_bindgen::JsCast;

use crate::act::{self, Written};
use crate::icons::{Icon, icon};
use crate::pages::inbox::Inbox;
use crate::pages::inbox::editor::files::{AttachButton, FileChips, Uploading};
use crate::pages::inbox::editor::sheet::{Saved, Sheet};
use crate::pages::inbox::marks::{moved, pieces};
use crate::shortcuts::Key;
use crate::state::{say, state};

/// The text area. Behind it the same text is drawn once more with its marks; both wrap alike.
#[component]
pub fn Writing(
    sheet: Sheet,
    marks: RwSignal<Vec<Mark>>,
    uploading: Uploading,
    hint: &'static str,
    testid: &'static str,
    focus: RwSignal<u32>,
    /// The editor's text area, for whoever wants to point into it.
    area: NodeRef<html::Textarea>,
    on_send: Callback<()>,
) -> impl IntoView {
    let say = say();
    let dragging = RwSignal::new(false);
    Effect::new(move |seen: Option<u32>| {
        let wanted = focus.get();
        if wanted > 0
            && seen != Some(wanted)
            && let Some(area) = area.get()
        {
            // The area was just mounted.
            drop(area.focus());
        }
        wanted
    });
    let take = move |data: Option<web_sys::DataTransfer>| {
        uploading.take(data.and_then(|data| data.files()))
    };
    view! {
        <div
            class="writing"
            class:dragging=move || dragging.get()
            on:dragover=move |event| {
                event.prevent_default();
                dragging.set(true);
            }
            on:dragleave=move |_| dragging.set(false)
            on:drop=move |event| {
                event.prevent_default();
                dragging.set(false);
                take(event.data_transfer());
            }
        >
            <div class="writing-pair">
                <div class="writing-behind" aria-hidden="true">
                    {move || {
                        sheet
                            .text
                            .with(|text| marks.with(|marks| pieces(text, marks)))
                            .into_iter()
                            .map(|piece| match piece.kind {
                                Some(kind) => {
                                    view! { <mark class=mark_class(&kind)>{piece.text}</mark> }.into_any()
                                }
                                None => piece.text.into_any(),
                            })
                            .collect_view()
                    }}
                    "\n"
                </div>
                <textarea
                    node_ref=area
                    dir="auto"
                    spellcheck="true"
                    placeholder=hint
                    aria-label=hint
                    data-testid=testid
                    prop:value=move || sheet.text.get()
                    on:input=move |event| {
                        let new = event_target_value(&event);
                        let old = sheet.text.get_untracked();
                        marks.update(|marks| *marks = moved(marks, &old, &new));
                        sheet.text.set(new);
                        sheet.touch();
                    }
                    on:paste=move |event| {
                        let event: web_sys::ClipboardEvent = event.unchecked_into();
                        if take(event.clipboard_data()) {
                            event.prevent_default();
                        }
                    }
                    on:keydown=move |event| {
                        if Key::of(&event) == Some(Key::ControlEnter) {
                            event.prevent_default();
                            on_send.run(());
                        } else if Key::of(&event) == Some(Key::Escape)
                            && let Some(area) = area.get_untracked()
                        {
                            // Leaves the field, so that J and K move again.
                            drop(area.blur());
                        }
                    }
                ></textarea>
            </div>
            <Show when=move || dragging.get()>
                <p class="writing-drop">{say.attach_drop()}</p>
            </Show>
        </div>
    }
}

fn mark_class(kind: &MarkKind) -> &'static str {
    match kind {
        MarkKind::Filled => "filled",
        MarkKind::EmptyVariable { .. } => "missing",
        MarkKind::PersonalData { .. } => "personal",
        MarkKind::Placeholder => "placeholder",
        MarkKind::NoDate => "",
    }
}

/// "Tersimpan 10.34", once the shell said so.
#[component]
pub fn SavedLine(sheet: Sheet) -> impl IntoView {
    let (state, say) = (state(), say());
    view! {
        <span class="saved" role="status" data-testid="draft-saved">
            {move || match sheet.saved.get() {
                Saved::Nothing => String::new(),
                Saved::Waiting => say.saving().to_owned(),
                Saved::At(at) => say.saved_at(&say.time(at)),
                Saved::Failed(error) => format!("{}: {}", say.not_saved(), say.error(&error)),
            }}
        </span>
        <Show when=move || matches!(sheet.saved.get(), Saved::At(_))>
            <button
                type="button"
                class="ghost"
                title=say.draft_discard()
                aria-label=say.draft_discard()
                data-testid="draft-discard"
                on:click=move |_| {
                    sheet.clear();
                    state.tell(say.draft_discarded());
                }
            >
                {icon(Icon::Delete)}
            </button>
        </Show>
    }
}

#[component]
pub fn NoteSheet(inbox: Inbox, sheet: Sheet, focus: RwSignal<u32>) -> impl IntoView {
    let say = say();
    let uploading = Uploading::new(sheet);
    let marks = RwSignal::new(Vec::new());
    let area = NodeRef::new();
    let sending = RwSignal::new(false);
    let send = Callback::new(move |()| {
        if sending.get_untracked() || uploading.is_busy() {
            return;
        }
        let change = ChangeKind::Note {
            text: sheet.text.get_untracked(),
            attachments: sheet.attachments.get_untracked(),
        };
        submit(inbox, sheet, sending, change, false, None);
    });
    view! {
        <p class="editor-where">{icon(Icon::Hide)}<span class="where">{say.note_where()}</span></p>
        <Writing sheet marks uploading hint=say.note_hint() testid="note-text" focus area on_send=send />
        <FileChips uploading />
        <footer class="editor-foot">
            <SavedLine sheet />
            <span class="spring"></span>
            <AttachButton uploading />
            <button
                class="button primary"
                disabled=move || sending.get() || uploading.is_busy()
                data-testid="note-send"
                on:click=move |_| send.run(())
            >
                {icon(Icon::Note)}
                {say.note_send()}
                <kbd>"Ctrl ↵"</kbd>
            </button>
        </footer>
    }
}

/// Hands the sheet over; it is emptied only after the change is on disk. `look` hears of it where the
/// officer should look first at what others did; they were told where `anyway`.
pub fn submit(
    inbox: Inbox,
    sheet: Sheet,
    sending: RwSignal<bool>,
    change: ChangeKind,
    anyway: bool,
    look: Option<Callback<()>>,
) {
    let Some(detail) = inbox.detail.get_untracked() else {
        return;
    };
    let number = detail.complaint.tracking_id.to_string();
    let written = Written {
        draft: Some(sheet.of()),
        seen: sheet.seen.get_untracked(),
        anyway,
    };
    sending.set(true);
    sheet.hand_over();
    spawn_local(async move {
        let (state, say) = (inbox.state, inbox.say);
        let reply = act::submit(state, say, sheet.complaint, number, change, written).await;
        sending.try_set(false);
        match reply {
            Ok(_) => {
                sheet.clear();
                inbox.open_next(sheet.complaint);
            }
            Err(error) => {
                match look {
                    Some(look) if error.code == Code::LookFirst => {
                        // Without the editor nobody is there to look; the text is a draft again.
                        look.try_run(());
                    }
                    _ => state.tell_error(say, &error),
                }
                // What was written goes on being saved.
                if !sheet.text.is_disposed() {
                    sheet.touch();
                }
            }
        }
    });
}
