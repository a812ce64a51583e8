//! The chip of the region: found by name, or the regions inside the office's own.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::region::RegionCode;
use tanggap_ipc::record::{FindRegion, NamedRegion, RegionChildren};
use web_sys::KeyboardEvent;

use super::SetChip;
use crate::call::call;
use crate::components::menu::Menu;
use crate::components::pick;
use crate::icons::{Icon, icon};
use crate::shortcuts::Key;
use crate::state::{State, say, state};

/// The name of a region that another page chose.
pub fn name_region(code: Option<RegionCode>, name: RwSignal<Option<(RegionCode, String)>>) {
    let Some(code) = code else {
        name.set(None);
        return;
    };
    name.set(Some((code.clone(), code.to_string())));
    spawn_local(async move {
        let siblings = call(&RegionChildren {
            code: code.parent(),
        })
        .await;
        let found = siblings
            .ok()
            .and_then(|siblings| siblings.into_iter().find(|region| region.code == code));
        if let Some(found) = found {
            name.try_set(Some((found.code, found.name)));
        }
    });
}

/// What chip and menu share.
#[derive(Clone, Copy)]
struct Finding {
    state: State,
    /// The region that is set, with its name.
    name: RwSignal<Option<(RegionCode, String)>>,
    open: RwSignal<bool>,
    text: RwSignal<String>,
    found: RwSignal<Vec<NamedRegion>>,
    /// What was asked for when `found` came.
    found_for: RwSignal<String>,
}

impl Finding {
    fn look(self) {
        let wanted = self.text.get_untracked();
        spawn_local(async move {
            let reply = if wanted.trim().is_empty() {
                let settings = self.state.settings;
                let home = settings.with_untracked(|settings| settings.region.clone());
                call(&RegionChildren { code: home }).await
            } else {
                call(&FindRegion {
                    text: wanted.clone(),
                })
                .await
            };
            if let Ok(regions) = reply
                && self.text.try_get_untracked().as_ref() == Some(&wanted)
            {
                self.found.set(regions);
                self.found_for.set(wanted);
            }
        });
    }

    /// None: complaints without a region.
    fn choose(self, region: Option<NamedRegion>) {
        self.open.set(false);
        match region {
            Some(region) => {
                self.name.set(Some((region.code.clone(), region.name)));
                self.state.filter.update(|filter| {
                    filter.region = Some(region.code);
                    filter.without_region = false;
                });
            }
            None => self.state.filter.update(|filter| {
                filter.region = None;
                filter.without_region = true;
            }),
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        if Key::of(event) != Some(Key::Enter) {
            return;
        }
        event.prevent_default();
        let text = self.text;
        // What was found for an older text is not meant.
        let asked = self.found_for;
        let current = asked.with_untracked(|asked| text.with_untracked(|text| asked == text));
        let meant = self.found.with_untracked(|found| {
            let names: Vec<&str> = found.iter().map(|region| region.name.as_str()).collect();
            let exact = text.with_untracked(|text| pick::exact(text, &names));
            found.get(exact.unwrap_or_default()).cloned()
        });
        if let Some(meant) = meant.filter(|_| current) {
            self.choose(Some(meant));
        }
    }
}

#[component]
pub fn RegionFilter(name: RwSignal<Option<(RegionCode, String)>>) -> impl IntoView {
    let (state, say) = (state(), say());
    let finding = Finding {
        state,
        name,
        open: RwSignal::new(false),
        text: RwSignal::default(),
        found: RwSignal::default(),
        found_for: RwSignal::default(),
    };
    Effect::new(move |_| {
        if finding.open.get() {
            finding.text.set(String::new());
            finding.look();
        }
    });
    let set = Memo::new(move |_| {
        state.filter.with(|filter| {
            if filter.without_region {
                Some(say.filter_without_region().to_owned())
            } else {
                filter.region.as_ref().map(|code| {
                    name.get()
                        .map_or_else(|| code.to_string(), |(_, name)| name)
                })
            }
        })
    });
    let remove = Callback::new(move |()| {
        state.filter.update(|filter| {
            filter.region = None;
            filter.without_region = false;
        });
    });
    move || match set.get() {
        Some(words) => {
            view! { <SetChip words testid="filter-region-set".to_owned() on_remove=remove /> }
                .into_any()
        }
        None => view! { <RegionMenu finding /> }.into_any(),
    }
}

#[component]
fn RegionMenu(finding: Finding) -> impl IntoView {
    let say = say();
    view! {
        <Menu label=move || say.filter_region() testid="filter-region" class="chip" open=finding.open>
            <input
                class="input"
                type="text"
                autofocus
                placeholder=say.filter_region_hint()
                aria-label=say.filter_region_hint()
                data-testid="filter-region-text"
                on:input=move |event| {
                    finding.text.set(event_target_value(&event));
                    finding.look();
                }
                on:keydown=move |event| finding.pressed(&event)
            />
            <button
                class="menu-item"
                data-testid="filter-without-region"
                on:click=move |_| finding.choose(None)
            >
                {icon(Icon::Place)}
                {say.filter_without_region()}
            </button>
            <For each=move || finding.found.get() key=|region| region.code.clone() let:region>
                {
                    let chosen = region.clone();
                    view! {
                        <button
                            class="menu-item"
                            data-testid="filter-region-choice"
                            on:click=move |_| finding.choose(Some(chosen.clone()))
                        >
                            <span>
                                {region.name.clone()} <small>{region.path.join(" › ")}</small>
                            </span>
                        </button>
                    }
                }
            </For>
        </Menu>
    }
}
