//! The versions of a calendar or of rules: who adopted each, when, why and for what.

use leptos::prelude::*;
use tanggap_domain::sla::Reach;
use tanggap_ipc::calendar::VersionInfo;

use crate::icons::{Icon, icon};
use crate::labels::Say;

#[component]
pub(super) fn Versions(
    say: Say,
    /// Newest first.
    versions: Vec<VersionInfo>,
    current: u32,
    /// Rules never reach back, so they have no way to bring a version back.
    #[prop(optional)]
    on_restore: Option<Callback<u32>>,
) -> impl IntoView {
    view! {
        <section class="form-part" aria-labelledby="versions-title" data-testid="versions">
            <h3 class="heading" id="versions-title">{say.versions()}</h3>
            <ol class="versions">
                {versions
                    .into_iter()
                    .map(|info| {
                        let is_current = info.version == current;
                        view! { <Version say info is_current on_restore /> }
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}

#[component]
fn Version(
    say: Say,
    info: VersionInfo,
    is_current: bool,
    on_restore: Option<Callback<u32>>,
) -> impl IntoView {
    let version = info.version;
    let who = if info.author.is_empty() {
        say.version_by_nobody().to_owned()
    } else {
        info.author
    };
    let reason = if info.reason.is_empty() {
        say.version_first().to_owned()
    } else {
        info.reason
    };
    // Of rules every version holds for new clocks only; saying so each time would tell nothing.
    let reach = on_restore.map(|_| reach_of(say, info.reach));
    view! {
        <li class="version" class:current=is_current data-testid="version" data-version=version>
            <p class="version-head">
                <b>{say.version_number(version)}</b>
                {is_current
                    .then(|| {
                        view! {
                            <span class="badge done">
                                <span class="shape" aria-hidden="true">"✓"</span>
                                {say.version_in_force()}
                            </span>
                        }
                    })}
                {info.restores.map(|restored| view! { <span class="quiet">{say.version_restores(restored)}</span> })}
                <span class="spring"></span>
                {on_restore
                    .filter(|_| !is_current)
                    .map(|restore| {
                        view! {
                            <button
                                class="button small"
                                data-testid="version-restore"
                                on:click=move |_| restore.run(version)
                            >
                                {icon(Icon::Reopen)}
                                {say.version_restore()}
                            </button>
                        }
                    })}
            </p>
            <p dir="auto">{reason}</p>
            <p class="quiet">
                <bdi>{say.version_by(&who, &say.date_time(info.adopted_at))}</bdi>
                {reach.map(|reach| format!(" · {reach}"))}
            </p>
        </li>
    }
}

fn reach_of(say: Say, reach: Reach) -> String {
    format!("{}: {}", say.reach(), say.reach_words(reach).to_lowercase())
}
