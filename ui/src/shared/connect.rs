//! Connecting to a hub: address and token. First run and Atur share it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::boot::{Connected, HubConnect};

use crate::app::ImportProgress;
use crate::call::call;
use crate::components::states::Failure;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::say;

#[component]
pub fn ConnectForm(on_connected: Callback<Connected>) -> impl IntoView {
    let say = say();
    let url = RwSignal::new(String::new());
    let token = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<Error>);
    let missing = RwSignal::new(false);
    // What the desk keeps by itself comes along.
    let progress = expect_context::<ImportProgress>().0;
    progress.set(None);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let trimmed = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
        let request = HubConnect {
            url: trimmed(url),
            token: trimmed(token),
        };
        let incomplete = request.url.is_empty() || request.token.is_empty();
        missing.set(incomplete);
        error.set(None);
        if incomplete {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let reply = call(&request).await;
            // The frame tells of the new hub before the reply comes, and the form may be gone by then: what was
            // done is said all the same.
            busy.try_set(false);
            match reply {
                Ok(connected) => {
                    token.try_set(String::new());
                    on_connected.try_run(connected);
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                }
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit data-testid="hub-form">
            <label class="field">
                <span>{say.hub_address()}</span>
                <input
                    class="input"
                    type="url"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=say.hub_address_hint()
                    data-testid="hub-url"
                    prop:value=move || url.get()
                    on:input=move |event| url.set(event_target_value(&event))
                />
                <Show when=move || url.with(|url| is_open_to_others(url))>
                    <small class="hub-unencrypted" data-testid="hub-unencrypted">
                        {icon(Icon::Warning)} {say.hub_unencrypted()}
                    </small>
                </Show>
            </label>
            <label class="field">
                <span>{say.hub_token()}</span>
                <input
                    class="input"
                    type="password"
                    autocomplete="off"
                    spellcheck="false"
                    data-testid="hub-token"
                    prop:value=move || token.get()
                    on:input=move |event| token.set(event_target_value(&event))
                />
                <small>{say.hub_token_about()}</small>
            </label>
            <Show when=move || missing.get()>
                <p class="wrong" role="alert" data-testid="hub-missing">{icon(Icon::Warning)} {say.hub_missing()}</p>
            </Show>
            {move || error.get().map(|error| view! { <Failure say error /> })}
            <div class="form-foot">
                <button class="button primary" type="submit" disabled=move || busy.get() data-testid="hub-connect">
                    {icon(Icon::Connect)}
                    {move || match (busy.get(), progress.get()) {
                        (true, Some((done, total, _))) => say.moving_along(done, total),
                        (true, None) => say.hub_connecting().to_owned(),
                        (false, _) => say.hub_connect().to_owned(),
                    }}
                </button>
            </div>
        </form>
    }
}

/// Whether what is sent to this address crosses a network unencrypted.
fn is_open_to_others(url: &str) -> bool {
    let Some(rest) = url.trim().strip_prefix("http://") else {
        return false;
    };
    let end = rest.find('/').unwrap_or(rest.len());
    let host = &rest[..end];
    !["127.0.0.1", "localhost", "[::1]"].iter().any(|own| {
        host == *own
            || host
                .strip_prefix(own)
                .is_some_and(|port| port.starts_with(':'))
    })
}

/// Who one is at the hub, in words.
pub fn connected_words(say: Say, connected: &Connected) -> String {
    let scopes = if connected.scope_names.is_empty() {
        say.hub_scopes_none().to_owned()
    } else {
        connected.scope_names.join(", ")
    };
    let mut said = format!(
        "{} {}",
        say.hub_connected(&connected.officer),
        say.hub_scopes(&scopes)
    );
    let others: u32 = connected
        .others
        .iter()
        .map(|work| work.changes + work.drafts)
        .sum();
    if others > 0 {
        said = format!("{said} {}", say.others_waiting(others));
    }
    let moved = connected.moved.iter();
    for sentence in moved.flat_map(|moved| tanggap_wording::moved(moved, say.language)) {
        said = format!("{said} {sentence}");
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_cross_a_network_in_the_clear_are_named() {
        assert!(is_open_to_others("http://hub.contoh.go.id"));
        assert!(is_open_to_others("http://127.0.0.1.contoh.id/"));
        assert!(!is_open_to_others("http://127.0.0.1:8080"));
        assert!(!is_open_to_others("http://localhost/x"));
        assert!(!is_open_to_others("https://hub.contoh.go.id"));
        assert!(!is_open_to_others("hub"));
    }
}
