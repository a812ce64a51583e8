//! Peta: figures by region on a map, and the table that says the same.
//!
//! The shell counts; this page draws, and drills from the country to a kab/kota.

mod canvas;
mod measure;
mod table;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_ipc::Error;
use tanggap_ipc::inbox::{Filter, Tab};
use tanggap_ipc::map::{Boundaries, Figures, Layer, RegionRow, Regions, RegionsReply};

use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::labels::Say;
use crate::leaflet::{Bubble, Look, RegionMap};
use crate::pages::map::measure::{Measure, Scale};
use crate::state::{State, say, state};

/// GeoJSON by layer and place.
type Fetched = HashMap<(Layer, Option<RegionCode>), Arc<str>>;

/// What map and table share.
#[derive(Clone, Copy)]
struct View {
    state: State,
    say: Say,
    /// What is being looked at; none: the whole country.
    within: RwSignal<Option<RegionCode>>,
    measure: RwSignal<Measure>,
    selected: RwSignal<Option<RegionCode>>,
    /// Figures, and what they are of.
    reply: RwSignal<Option<Arc<RegionsReply>>>,
    of: RwSignal<Option<RegionCode>>,
    error: RwSignal<Option<Error>>,
    hovered: RwSignal<Option<(RegionCode, f64, f64)>>,
    map: StoredValue<Option<RegionMap>, LocalStorage>,
    /// Whose shapes the map holds; the outer none: nobody's yet.
    drawn: RwSignal<Option<Option<RegionCode>>>,
    map_failed: RwSignal<bool>,
    /// Boundaries already fetched.
    boundaries: StoredValue<Fetched>,
    counting: StoredValue<bool>,
    /// No region of the office is set: go on into the only region that has complaints.
    seeking: StoredValue<bool>,
}

#[component]
pub fn MapPage() -> impl IntoView {
    let state = state();
    let home = state
        .settings
        .with_untracked(|settings| settings.region.as_ref().and_then(start_of));
    let home_is_unknown = home.is_none();
    let view = View {
        state,
        say: say(),
        within: RwSignal::new(home),
        measure: RwSignal::new(Measure::default()),
        selected: RwSignal::new(None),
        reply: RwSignal::new(None),
        of: RwSignal::new(None),
        error: RwSignal::new(None),
        hovered: RwSignal::new(None),
        map: StoredValue::new_local(None),
        drawn: RwSignal::new(None),
        map_failed: RwSignal::new(false),
        boundaries: StoredValue::new(HashMap::new()),
        counting: StoredValue::new(false),
        seeking: StoredValue::new(home_is_unknown),
    };
    view.follow();
    view! {
        <div class="map-page">
            <canvas::MapCanvas view />
            <table::Panel view />
        </div>
    }
}

/// Where the map of an office begins: its province or kab/kota.
fn start_of(home: &RegionCode) -> Option<RegionCode> {
    home.at(RegionLevel::Regency)
        .or_else(|| home.at(RegionLevel::Province))
}

/// The one region that has complaints, where it can be opened.
fn only_region(reply: &RegionsReply) -> Option<RegionCode> {
    let mut busy = reply.rows.iter().filter(|row| row.figures.received > 0);
    let (only, none) = (busy.next()?, busy.next());
    (none.is_none() && only.code.level() < RegionLevel::District).then(|| only.code.clone())
}

/// The regions shown inside `within`.
fn level_in(within: Option<&RegionCode>) -> RegionLevel {
    match within.map(RegionCode::level) {
        None => RegionLevel::Province,
        Some(RegionLevel::Province) => RegionLevel::Regency,
        Some(_) => RegionLevel::District,
    }
}

impl View {
    /// Counts again whenever the place or the complaints change, and redraws what changed.
    fn follow(self) {
        Effect::new(move |_| {
            let within = self.within.get();
            self.state.filter.track();
            self.state.complaints_changed.track();
            self.count(within);
        });
        Effect::new(move |_| {
            let within = self.within.get();
            self.draw(within);
        });
        Effect::new(move |_| self.paint());
        Effect::new(move |_| {
            let selected = self.selected.get();
            self.drawn.track();
            self.map.with_value(|map| {
                if let Some(map) = map {
                    map.select(selected.as_ref().map(RegionCode::as_str));
                }
            });
        });
    }

    /// The filter of Masuk without its place and tab: the map shows everything it fits.
    fn filter(self) -> Filter {
        Filter {
            tab: Tab::All,
            region: None,
            without_region: false,
            ..self.state.filter.get_untracked()
        }
    }

    /// One count at a time: while complaints pour in, the next begins when the last has answered.
    fn count(self, within: Option<RegionCode>) {
        if self.counting.get_value() {
            return;
        }
        self.counting.set_value(true);
        let filter = self.filter();
        spawn_local(async move {
            let reply = call(&Regions {
                level: level_in(within.as_ref()),
                within: within.clone(),
                filter: filter.clone(),
            })
            .await;
            if self.reply.is_disposed() {
                return;
            }
            self.counting.set_value(false);
            let wanted = self.within.get_untracked();
            if wanted != within || filter != self.filter() {
                self.count(wanted);
                return;
            }
            match reply {
                Ok(reply) => {
                    self.error.set(None);
                    let only = self
                        .seeking
                        .get_value()
                        .then(|| only_region(&reply))
                        .flatten();
                    self.seeking.set_value(only.is_some());
                    self.of.set(within);
                    self.reply.set(Some(Arc::new(reply)));
                    if let Some(only) = only {
                        self.within.set(Some(only));
                    }
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    async fn boundary(self, layer: Layer, within: Option<RegionCode>) -> Result<Arc<str>, Error> {
        let key = (layer, within.clone());
        if let Some(known) = self
            .boundaries
            .try_with_value(|known| known.get(&key).cloned())
            .flatten()
        {
            return Ok(known);
        }
        let reply = call(&Boundaries { layer, within }).await?;
        let text: Arc<str> = reply.geojson.into();
        self.boundaries
            .try_update_value(|known| known.insert(key, text.clone()));
        Ok(text)
    }

    /// Fetches the shapes of a place and puts them on the map.
    fn draw(self, within: Option<RegionCode>) {
        spawn_local(async move {
            let layer = match level_in(within.as_ref()) {
                RegionLevel::Province => Layer::Province,
                RegionLevel::Regency => Layer::Regency,
                RegionLevel::District | RegionLevel::Village => Layer::District,
            };
            let mut outlines = vec![self.boundary(Layer::Basemap, None).await];
            if within.is_some() {
                outlines.push(self.boundary(Layer::Province, None).await);
            }
            if let Some(province) = within.as_ref().and_then(RegionCode::parent) {
                outlines.push(self.boundary(Layer::Regency, Some(province)).await);
            }
            let shapes = self.boundary(layer, within.clone()).await;
            if self.drawn.is_disposed() || self.within.get_untracked() != within {
                return;
            }
            let done = self.map.with_value(|map| {
                let (Some(map), Ok(shapes)) = (map, &shapes) else {
                    return false;
                };
                map.clear_backdrop();
                let drawn = outlines
                    .iter()
                    .flatten()
                    .enumerate()
                    .try_for_each(|(depth, outline)| {
                        let class = if depth == 0 { "map-abroad" } else { "map-land" };
                        map.add_backdrop(outline, class)
                    })
                    .and_then(|()| map.set_regions(shapes));
                drawn.is_ok()
            });
            self.map_failed.set(!done);
            if done {
                self.drawn.set(Some(within));
            }
        });
    }

    /// Gives every shape its class, its name and its bubble.
    fn paint(self) {
        let (drawn, of) = (self.drawn.get(), self.of.get());
        let measure = self.measure.get();
        let Some(reply) = self.reply.get() else {
            return;
        };
        if drawn != Some(of) {
            return;
        }
        let scale = Scale::of(measure, reply.rows.iter().map(|row| &row.figures));
        let most = reply
            .rows
            .iter()
            .map(|row| weight(measure, &row.figures))
            .max()
            .unwrap_or_default();
        let mut looks: Vec<(u32, Look)> = reply
            .rows
            .iter()
            .map(|row| {
                let weight = weight(measure, &row.figures);
                let look = Look {
                    code: row.code.to_string(),
                    class: scale.class(&row.figures),
                    words: self.words(row),
                    at: row.label.map(|point| (point.lat, point.lng)),
                    name: self.say.region_beside_level(&row.name).to_owned(),
                    bubble: measure.mark(&row.figures, self.say).map(|text| Bubble {
                        size: match measure {
                            Measure::FollowedUp | Measure::MeanDays => 1,
                            _ if weight * 3 > most * 2 => 3,
                            _ if weight * 3 > most => 2,
                            _ => 1,
                        },
                        alarm: measure == Measure::Overdue,
                        text: if measure == Measure::Overdue {
                            format!("▲ {text}")
                        } else {
                            text
                        },
                    }),
                };
                (weight, look)
            })
            .collect();
        looks.sort_by_key(|(weight, _)| Reverse(*weight));
        self.map.with_value(|map| {
            if let Some(map) = map {
                map.paint(looks.into_iter().map(|(_, look)| look).collect());
                let selected = self.selected.get_untracked();
                map.select(selected.as_ref().map(RegionCode::as_str));
            }
        });
    }

    /// One region in words, for pointer and screen reader.
    fn words(self, row: &RegionRow) -> String {
        let (say, figures) = (self.say, &row.figures);
        let mut words = format!(
            "{}: {} {}, {} {}",
            row.name,
            say.number(figures.received),
            say.figure_received(),
            say.number(figures.overdue),
            say.figure_overdue(),
        );
        if let Some(share) = figures.tally().followed_up_permille() {
            let share = say.permille(share);
            words.push_str(&format!(", {} {share}", say.figure_followed_up()));
        }
        words
    }

    fn go(self, within: Option<RegionCode>) {
        self.seeking.set_value(false);
        self.hovered.set(None);
        self.selected.set(None);
        self.within.set(within);
    }

    /// Into a region, as far as there are boundaries.
    fn open(self, code: RegionCode) {
        if code.level() < RegionLevel::District {
            self.go(Some(code));
        }
    }

    /// Masuk with the complaints of a region.
    fn to_inbox(self, code: Option<RegionCode>) {
        self.state.show_list(Filter {
            region: code,
            ..self.filter()
        });
    }

    /// Masuk with what no region of this map can claim.
    fn unlocated_to_inbox(self) {
        self.state.show_list(Filter {
            region: self.within.get_untracked(),
            without_region: true,
            ..self.filter()
        });
    }

    fn row(self, code: &RegionCode) -> Option<RegionRow> {
        self.reply.with(|reply| {
            let reply = reply.as_ref()?;
            reply.rows.iter().find(|row| row.code == *code).cloned()
        })
    }
}

fn weight(measure: Measure, figures: &Figures) -> u32 {
    match measure {
        Measure::Overdue => figures.overdue,
        Measure::Received | Measure::FollowedUp | Measure::MeanDays => figures.received,
    }
}

/// Where figures are not there yet.
fn waiting(view: View) -> AnyView {
    match view.error.get() {
        Some(error) => view! {
            <h1 class="visually-hidden">{view.say.map()}</h1>
            <Failure say=view.say error on_retry=Callback::new(move |()| view.count(view.within.get_untracked())) />
        }
        .into_any(),
        None => view! { <Skeleton say=view.say lines=8 /> }.into_any(),
    }
}
