//! Every recording and national report that may be one, the likeliest first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::joining::{Likely, ListLikely};

use crate::call::call;
use crate::components::dialog::Dialog;
use crate::components::states::{Failure, Skeleton};
use crate::state::{Panel, say, state};

#[component]
pub fn LikelyList() -> impl IntoView {
    let (state, say) = (state(), say());
    let pairs = RwSignal::new(None::<Result<Vec<Likely>, Error>>);
    let read = move || {
        spawn_local(async move {
            let reply = call(&ListLikely {}).await;
            pairs.try_set(Some(reply));
        });
    };
    Effect::new(move |_| {
        state.outbox_changed.track();
        read();
    });
    view! {
        <Dialog
            say
            title=say.likely_title()
            testid="likely"
            wide=true
            on_close=Callback::new(move |()| state.panel.set(Panel::None))
        >
            <p class="quiet">{say.likely_about()}</p>
            {move || match pairs.get() {
                None => view! { <Skeleton say /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure say error on_retry=Callback::new(move |()| read()) /> }.into_any()
                }
                Some(Ok(pairs)) if pairs.is_empty() => {
                    view! { <p class="empty" data-testid="likely-empty">{say.likely_none()}</p> }.into_any()
                }
                Some(Ok(pairs)) => {
                    view! {
                        <ul class="likely-rows">
                            {pairs.into_iter().map(|pair| view! { <Line pair /> }).collect_view()}
                        </ul>
                    }
                        .into_any()
                }
            }}
        </Dialog>
    }
}

#[component]
fn Line(pair: Likely) -> impl IntoView {
    let (state, say) = (state(), say());
    let because = say.words().likeness(&pair.likeness.evidence);
    let id = pair.report.id;
    let numbers = format!("{} = #{}", pair.recording.number, pair.report.number);
    view! {
        <li>
            <button class="likely-row" data-testid="likely-row" on:click=move |_| state.show(id)>
                <b>{numbers}</b>
                <span dir="auto">{pair.report.title}</span>
                <span class="quiet">{because}</span>
            </button>
        </li>
    }
}
