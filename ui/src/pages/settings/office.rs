//! Name and region of the office. Its zone is shown; it changes with the calendar only.

use leptos::prelude::*;
use tanggap_domain::region::RegionLevel;

use super::View;
use crate::icons::{Icon, icon};
use crate::shared::places::{PlaceSearch, name_of};
use crate::state::Section;

#[component]
pub(super) fn Office(view: View) -> impl IntoView {
    let say = view.say;
    let missing = RwSignal::new(false);
    let office = Memo::new(move |_| view.settings().office);
    let region = RwSignal::new(None);
    Effect::new(move |_| name_of(view.settings().region, region));
    view! {
        <div class="form" data-testid="section-office">
            <label class="field">
                <span>{say.office_name()}</span>
                <input
                    class="input"
                    type="text"
                    aria-invalid=move || if missing.get() { "true" } else { "false" }
                    data-testid="office-name"
                    prop:value=move || office.get()
                    on:change=move |event| {
                        let name = event_target_value(&event).trim().to_owned();
                        missing.set(name.is_empty());
                        if !name.is_empty() {
                            view.change(|settings| settings.office = name);
                        }
                    }
                />
            </label>
            <Show when=move || missing.get()>
                <p class="wrong" role="alert">{icon(Icon::Warning)} {say.office_name_missing()}</p>
            </Show>
            <div class="field">
                <span id="office-zone-name">{say.zone()}</span>
                <p class="fixed-value" aria-labelledby="office-zone-name" data-testid="office-zone">
                    {move || say.zone_where(view.settings().zone)}
                </p>
                <small>
                    {say.zone_with_calendar()}
                    " "
                    <button
                        class="link"
                        data-testid="office-zone-change"
                        on:click=move |_| view.state.section.set(Section::Calendar)
                    >
                        {say.zone_to_calendar()}
                    </button>
                </small>
            </div>
            <PlaceSearch
                name=say.office_region()
                about=say.office_region_about()
                testid="office-region"
                chosen=region
                deepest=RegionLevel::District
                on_choose=Callback::new(move |place: Option<tanggap_ipc::record::NamedRegion>| {
                    view.change(|settings| settings.region = place.map(|place| place.code));
                })
            />
        </div>
    }
}
