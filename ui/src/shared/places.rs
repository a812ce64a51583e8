//! Choosing a region: by typing its name, or level by level. The shell finds; nothing is guessed.

mod search;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_ipc::record::{NamedRegion, RegionChildren};
use wasm_bindgen::JsCast;

use crate::call::call;
use crate::state::say;
pub use search::PlaceSearch;

/// Puts the region of `code` with its name into `into`; the code alone where nobody knows a name.
pub fn name_of(code: Option<RegionCode>, into: RwSignal<Option<NamedRegion>>) {
    let Some(code) = code else {
        into.set(None);
        return;
    };
    if into.with_untracked(|known| known.as_ref().is_some_and(|known| known.code == code)) {
        return;
    }
    spawn_local(async move {
        let siblings = call(&RegionChildren {
            code: code.parent(),
        })
        .await;
        let found = siblings
            .ok()
            .and_then(|siblings| siblings.into_iter().find(|region| region.code == code));
        into.try_set(Some(found.unwrap_or_else(|| NamedRegion {
            name: code.to_string(),
            code,
            path: Vec::new(),
        })));
    });
}

/// Province, kab/kota, kecamatan, kelurahan, each list inside the one before.
#[component]
pub fn PlaceSteps(
    testid: &'static str,
    chosen: RwSignal<Option<NamedRegion>>,
    on_choose: Callback<Option<NamedRegion>>,
) -> impl IntoView {
    let levels = [
        RegionLevel::Province,
        RegionLevel::Regency,
        RegionLevel::District,
        RegionLevel::Village,
    ];
    view! {
        <div class="place-steps">
            {levels
                .map(|level| view! { <PlaceStep testid level chosen on_choose /> })
                .into_iter()
                .collect_view()}
        </div>
    }
}

#[component]
fn PlaceStep(
    testid: &'static str,
    level: RegionLevel,
    chosen: RwSignal<Option<NamedRegion>>,
    on_choose: Callback<Option<NamedRegion>>,
) -> impl IntoView {
    let say = say();
    let regions = RwSignal::new(Vec::<NamedRegion>::new());
    let code = Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().map(|it| it.code.clone())));
    let parent_level = match level {
        RegionLevel::Province => None,
        RegionLevel::Regency => Some(RegionLevel::Province),
        RegionLevel::District => Some(RegionLevel::Regency),
        RegionLevel::Village => Some(RegionLevel::District),
    };
    // None: nothing to choose from yet.
    let parent = Memo::new(move |_| match parent_level {
        None => Some(None),
        Some(above) => code.get().and_then(|code| code.at(above)).map(Some),
    });
    Effect::new(move |_| match parent.get() {
        None => regions.set(Vec::new()),
        Some(parent_code) => {
            spawn_local(async move {
                let reply = call(&RegionChildren {
                    code: parent_code.clone(),
                })
                .await;
                if parent.try_get_untracked() == Some(Some(parent_code)) {
                    regions.set(reply.unwrap_or_default());
                }
            });
        }
    });
    let here = Memo::new(move |_| code.get().and_then(|code| code.at(level)));
    let change = move |event: web_sys::Event| {
        let value = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok())
            .map(|select| select.value())
            .unwrap_or_default();
        let picked = regions.with_untracked(|regions| {
            regions
                .iter()
                .find(|region| region.code.as_str() == value)
                .cloned()
        });
        match (picked, parent.get_untracked().flatten()) {
            (Some(region), _) => {
                chosen.set(Some(region.clone()));
                on_choose.run(Some(region));
            }
            // Back to the wider one.
            (None, Some(wider)) => {
                name_of(Some(wider.clone()), chosen);
                on_choose.run(Some(NamedRegion {
                    name: wider.to_string(),
                    code: wider,
                    path: Vec::new(),
                }));
            }
            (None, None) => {
                chosen.set(None);
                on_choose.run(None);
            }
        }
    };
    view! {
        <select
            class="select"
            aria-label=say.level(level)
            disabled=move || parent.get().is_none()
            data-testid=format!("{testid}-{}", level_code(level))
            on:change=change
        >
            <option value="" selected=move || here.get().is_none()>
                {say.level(level)}
            </option>
            <For each=move || regions.get() key=|region| region.code.clone() let:region>
                {
                    let code = region.code.clone();
                    view! {
                        <option
                            value=region.code.to_string()
                            prop:selected=move || here.get().as_ref() == Some(&code)
                        >
                            {region.name}
                        </option>
                    }
                }
            </For>
        </select>
    }
}

fn level_code(level: RegionLevel) -> &'static str {
    match level {
        RegionLevel::Province => "province",
        RegionLevel::Regency => "regency",
        RegionLevel::District => "district",
        RegionLevel::Village => "village",
    }
}
