//! Version, folder, key, licences.

use leptos::prelude::*;
use tanggap_ipc::settings::KeyPlace;

use super::View;

#[component]
pub(super) fn About(view: View) -> impl IntoView {
    let say = view.say;
    let reply = view.reply.get_untracked();
    let facts = reply.map(|reply| {
        let key = match reply.key {
            KeyPlace::Keychain => say.about_key_keychain(),
            KeyPlace::Passphrase => say.about_key_passphrase(),
        };
        view! {
            <dt>{say.about_version()}</dt>
            <dd data-testid="about-version">{reply.version}</dd>
            <dt>{say.about_folder()}</dt>
            <dd class="path">{reply.data_dir}</dd>
            <dt>{say.about_key()}</dt>
            <dd>{key}</dd>
        }
    });
    view! {
        <div class="form" data-testid="section-about">
            <dl class="facts-list">{facts}</dl>
            <h3 class="heading">{say.about_licences()}</h3>
            <ul class="licences">
                <li>{say.about_own()}</li>
                <li>{say.about_boundaries()}</li>
                <li>{say.about_regions()}</li>
                <li>{say.about_holidays()}</li>
                <li>{say.about_parts()}</li>
            </ul>
        </div>
    }
}
