//! Practice, and its end: what was done with invented complaints is erased, once somebody said yes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::boot::HubDisconnect;

use crate::call::call;
use crate::components::dialog::Dialog;
use crate::state::{Panel, say, state};

#[component]
pub fn EndPractice() -> impl IntoView {
    let (state, say) = (state(), say());
    let busy = RwSignal::new(false);
    let close = move || state.panel.set(Panel::None);
    let end = move |_| {
        busy.set(true);
        spawn_local(async move {
            let reply = call(&HubDisconnect).await;
            busy.try_set(false);
            match reply {
                Ok(()) => {
                    state.open.set(None);
                    state.undo.set(None);
                    close();
                    state.tell(say.practice_ended());
                }
                Err(error) => state.tell_error(say, &error),
            }
        });
    };
    view! {
        <Dialog
            say
            title=say.practice_end()
            testid="practice-dialog"
            on_close=Callback::new(move |()| close())
        >
            <p>{say.practice_end_about()}</p>
            <div class="dialog-foot">
                <button class="button" data-testid="practice-go-on" on:click=move |_| close()>
                    {say.practice_go_on()}
                </button>
                <button
                    class="button danger"
                    disabled=move || busy.get()
                    data-testid="practice-end-confirm"
                    on:click=end
                >
                    {say.practice_end()}
                </button>
            </div>
        </Dialog>
    }
}
