//! What waits in the outbox for somebody else. It is never sent for them: whoever is at the desk leaves
//! it, makes it their own, or gives it up, piece by piece.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::ids::OpId;
use tanggap_ipc::Code;
use tanggap_ipc::outbox::{
    Discard, Of, OthersDraft, OthersDrafts, OutboxRow, SettleDraft, TakeOver,
};

use super::first_line;
use crate::call::call;
use crate::icons::{Icon, icon};
use crate::shared::returned::then;
use crate::state::{say, state};

#[component]
pub fn OthersChanges(rows: Vec<OutboxRow>) -> impl IntoView {
    let say = say();
    (!rows.is_empty()).then(|| {
        view! {
            <section data-testid="outbox-others">
                <h2 class="heading">{say.outbox_others()}</h2>
                <p class="quiet">{say.outbox_others_about()}</p>
                <ul class="outbox-rows">
                    {rows.into_iter().map(|row| view! { <OthersLine row /> }).collect_view()}
                </ul>
            </section>
        }
    })
}

#[component]
fn OthersLine(row: OutboxRow) -> impl IntoView {
    let (state, say) = (state(), say());
    let (op, complaint) = (row.op, row.complaint);
    // Somebody replied since it was written: the officer was told, and decides once more.
    let told = RwSignal::new(false);
    let may_take = row.of.as_ref().is_some_and(|of| of.may_take);
    let whose = row.of.as_ref().map(|of| say.waits_for(of));
    let take = move |_| {
        let anyway = told.get_untracked();
        then(state, say, async move {
            match call(&TakeOver { op, anyway }).await {
                Ok(_) => {
                    state.tell(say.outbox_taken());
                    Ok(())
                }
                Err(error) => {
                    if error.code == Code::LookFirst {
                        told.try_set(true);
                    }
                    Err(error)
                }
            }
        })
    };
    view! {
        <li class="outbox-row" data-testid="outbox-others-row">
            <div class="outbox-what">
                <b>{say.change(&row.kind)}</b>
                <span class="number">{row.number()}</span>
                <button class="link outbox-title" dir="auto" on:click=move |_| state.show(complaint)>
                    {row.title}
                </button>
            </div>
            {row.text.map(|text| view! { <p class="outbox-text" dir="auto">{first_line(&text)}</p> })}
            <div class="outbox-foot">
                <span class="badge paused" data-testid="outbox-whose">{icon(Icon::Person)} {whose}</span>
                <span class="quiet">{move || say.lately(row.created_at, state.now.get())}</span>
                <span class="spring"></span>
                {may_take
                    .then(|| {
                        view! {
                            <button class="button small" data-testid="outbox-take" on:click=take>
                                {move || if told.get() { say.outbox_take_anyway() } else { say.outbox_take() }}
                            </button>
                        }
                    })}
                <GiveUp op />
            </div>
        </li>
    }
}

/// Asks once more before another's work is gone.
#[component]
fn GiveUp(op: OpId) -> impl IntoView {
    let (state, say) = (state(), say());
    let asked = RwSignal::new(false);
    let go = move |_| {
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        then(state, say, async move {
            call(&Discard { op }).await?;
            state.tell(say.outbox_discarded());
            Ok(())
        })
    };
    view! {
        <button class="button small danger" data-testid="outbox-others-discard" on:click=go>
            {move || if asked.get() { say.outbox_discard_sure() } else { say.outbox_discard() }}
        </button>
    }
}

/// Drafts that somebody else left in this profile.
#[component]
pub fn OthersDraftsLeft() -> impl IntoView {
    let (state, say) = (state(), say());
    let drafts = RwSignal::new(Vec::<OthersDraft>::new());
    Effect::new(move |_| {
        state.outbox_changed.track();
        spawn_local(async move {
            match call(&OthersDrafts).await {
                Ok(found) => {
                    drafts.try_set(found);
                }
                Err(error) => state.tell_error(say, &error),
            }
        });
    });
    view! {
        <Show when=move || drafts.with(|drafts| !drafts.is_empty())>
            <section data-testid="outbox-others-drafts">
                <h2 class="heading">{say.outbox_others_drafts()}</h2>
                <ul class="outbox-rows">
                    {move || drafts.get().into_iter().map(|draft| view! { <DraftLine draft /> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn DraftLine(draft: OthersDraft) -> impl IntoView {
    let (state, say) = (state(), say());
    let OthersDraft {
        of,
        draft,
        tracking_id,
        title,
    } = draft;
    let (kind, text, may_take) = (draft.kind, draft.text.clone(), of.may_take);
    let whose = say.waits_for(&of);
    let settle = {
        let (of, draft) = (of.clone(), draft.clone());
        move |take: bool| {
            let request = SettleDraft {
                of: Of::clone(&of),
                draft: draft.clone(),
                take,
            };
            then(state, say, async move { call(&request).await })
        }
    };
    let (take, drop) = (settle.clone(), settle);
    view! {
        <li class="outbox-row" data-testid="outbox-others-draft">
            <div class="outbox-what">
                <b>{say.draft_kind(kind)}</b>
                <span class="number">{tracking_id.map(|number| format!("#{number}"))}</span>
                <span dir="auto">{title}</span>
            </div>
            <p class="outbox-text" dir="auto">{first_line(&text)}</p>
            <div class="outbox-foot">
                <span class="badge paused">{icon(Icon::Person)} {whose}</span>
                <span class="spring"></span>
                {may_take
                    .then(|| {
                        view! {
                            <button
                                class="button small"
                                data-testid="outbox-draft-take"
                                on:click=move |_| take(true)
                            >
                                {say.outbox_draft_take()}
                            </button>
                        }
                    })}
                <button
                    class="button small danger"
                    data-testid="outbox-draft-discard"
                    on:click=move |_| drop(false)
                >
                    {say.draft_discard()}
                </button>
            </div>
        </li>
    }
}
