//! Files of a complaint, reply or note: names as chips, with a preview for pictures.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::complaint::Attachment;
use tanggap_ipc::Error;
use tanggap_ipc::files::{Export, Read};

use crate::call::call;
use crate::components::dialog::Dialog;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::state::{say, state};

#[component]
pub fn Attachments(attachments: Vec<Attachment>) -> impl IntoView {
    let say = say();
    let viewing = RwSignal::new(None::<Attachment>);
    let chips: Vec<_> = attachments
        .into_iter()
        .map(|attachment| {
            let drawing = if is_picture(&attachment) {
                Icon::Image
            } else {
                Icon::File
            };
            let size = (attachment.size_bytes > 0)
                .then(|| format!(" · {}", say.bytes(attachment.size_bytes)));
            let name = attachment.name.clone();
            let hint = say.attachment_open(&name);
            view! {
                <button
                    class="attachment"
                    title=hint
                    data-testid="attachment"
                    on:click=move |_| viewing.set(Some(attachment.clone()))
                >
                    {icon(drawing)}
                    <bdi>{name}</bdi>
                    <span class="quiet">{size}</span>
                </button>
            }
        })
        .collect();
    (!chips.is_empty()).then(|| {
        view! {
            <div class="attachments" role="group" aria-label=say.attachments()>{chips}</div>
            {move || {
                viewing
                    .get()
                    .map(|attachment| {
                        view! { <Preview attachment on_close=Callback::new(move |()| viewing.set(None)) /> }
                    })
            }}
        }
    })
}

#[component]
fn Preview(attachment: Attachment, on_close: Callback<()>) -> impl IntoView {
    let (state, say) = (state(), say());
    let content = RwSignal::new(None::<Result<String, Error>>);
    let is_here = !attachment.sha256.is_empty();
    let shows = is_here && is_picture(&attachment);
    if shows {
        let (sha256, mime) = (attachment.sha256.clone(), attachment.mime.clone());
        spawn_local(async move {
            let reply = call(&Read { sha256 }).await;
            content.try_set(Some(
                reply.map(|content| format!("data:{mime};base64,{}", content.data_base64)),
            ));
        });
    }
    let name = attachment.name.clone();
    let save = {
        let attachment = attachment.clone();
        move |_| {
            let attachment = attachment.clone();
            spawn_local(async move {
                match call(&Export { attachment }).await {
                    Ok(exported) => state.tell(say.attachment_saved(&exported.path)),
                    Err(error) => state.tell_error(say, &error),
                }
            });
        }
    };
    view! {
        <Dialog say title=name.clone() testid="attachment-preview" wide=true on_close>
            {if !is_here {
                view! { <p class="empty">{say.attachment_name_only()}</p> }.into_any()
            } else if !shows {
                view! { <p class="empty">{say.attachment_no_preview()}</p> }.into_any()
            } else {
                (move || match content.get() {
                    None => view! { <Skeleton say /> }.into_any(),
                    Some(Err(error)) => view! { <Failure say error /> }.into_any(),
                    Some(Ok(source)) => {
                        view! { <img class="preview" src=source alt=name.clone() data-testid="preview-image" /> }
                            .into_any()
                    }
                })
                    .into_any()
            }}
            <div class="dialog-foot">
                <Show when=move || is_here>
                    <button class="button" data-testid="attachment-save" on:click=save.clone()>
                        {icon(Icon::Download)}
                        {say.attachment_save()}
                    </button>
                </Show>
            </div>
        </Dialog>
    }
}

/// Pictures that a browser draws without running anything.
fn is_picture(attachment: &Attachment) -> bool {
    matches!(
        attachment.mime.as_str(),
        "image/png" | "image/jpeg" | "image/gif" | "image/webp"
    )
}
