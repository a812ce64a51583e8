//! The map itself and what lies over it: what is measured, where one is, what the colours mean, and the
//! figures under the pointer. It draws what the page fetched.

use leptos::html;
use leptos::prelude::*;
use tanggap_domain::region::RegionCode;

use super::measure::{Measure, Scale};
use super::{View, level_in};
use crate::icons::{Icon, icon};
use crate::leaflet::{Heard, RegionMap};
use crate::shared::nothing::Nothing;

#[component]
pub fn MapCanvas(view: View) -> impl IntoView {
    let say = view.say;
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        if view.map.with_value(Option::is_some) {
            return;
        }
        let heard = move |heard: Heard| {
            let code = |code: &str| RegionCode::parse(code).ok();
            match heard {
                Heard::Click(region) => view.selected.set(code(&region)),
                Heard::DoubleClick(region) => {
                    if let Some(region) = code(&region) {
                        view.open(region);
                    }
                }
                Heard::Over { code: region, x, y } => {
                    view.hovered.set(code(&region).map(|region| (region, x, y)));
                }
                Heard::Out => view.hovered.set(None),
            }
        };
        match RegionMap::mount(&element, heard) {
            Ok(map) => view.map.set_value(Some(map)),
            Err(_) => view.map_failed.set(true),
        }
    });
    on_cleanup(move || {
        let map = view.map.try_update_value(Option::take).flatten();
        if let Some(map) = map {
            map.remove();
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        view.map.with_value(|map| {
            if let Some(map) = map {
                map.resized();
            }
        });
    });
    on_cleanup(move || resized.remove());
    view! {
        <section
            class="map-area"
            aria-label=say.map()
            aria-busy=move || {
                let settled = view.map_failed.get() || view.drawn.get() == Some(view.within.get());
                if settled { "false" } else { "true" }
            }
        >
            <div
                class="map-canvas"
                node_ref=element
                role="group"
                aria-label=say.map_described()
                data-testid="map"
                data-drawn=move || {
                    view.drawn
                        .get()
                        .map(|within| within.map_or_else(|| "id".to_owned(), |code| code.to_string()))
                }
            ></div>
            <div class="map-zoom">
                <button
                    aria-label=say.map_zoom_in()
                    title=say.map_zoom_in()
                    data-testid="map-zoom-in"
                    on:click=move |_| view.map.with_value(|map| if let Some(map) = map { map.zoom_in() })
                >
                    {icon(Icon::Plus)}
                </button>
                <button
                    aria-label=say.map_zoom_out()
                    title=say.map_zoom_out()
                    data-testid="map-zoom-out"
                    on:click=move |_| view.map.with_value(|map| if let Some(map) = map { map.zoom_out() })
                >
                    {icon(Icon::Minus)}
                </button>
            </div>
            <MeasureSwitch view />
            <Path view />
            <Legend view />
            <Hover view />
            <Show when=move || {
                view.reply.with(|reply| reply.as_ref().is_some_and(|reply| reply.total.received == 0))
            }>
                <div class="map-note" role="status" data-testid="map-empty">
                    <Nothing>
                        <p>{say.map_empty()}</p>
                    </Nothing>
                </div>
            </Show>
            <Show when=move || view.map_failed.get()>
                <p class="map-note" role="status" data-testid="map-failed">{say.map_failed()}</p>
            </Show>
        </section>
    }
}

#[component]
fn MeasureSwitch(view: View) -> impl IntoView {
    let say = view.say;
    view! {
        <div class="map-measures" role="group" aria-label=say.map_measure()>
            {Measure::ALL
                .map(|measure| {
                    view! {
                        <button
                            aria-pressed=move || if view.measure.get() == measure { "true" } else { "false" }
                            data-testid=format!("map-measure-{}", measure.code())
                            on:click=move |_| view.measure.set(measure)
                        >
                            {measure.name(say)}
                        </button>
                    }
                })
                .into_iter()
                .collect_view()}
        </div>
    }
}

/// Indonesia › provinsi › kab/kota, each a way back.
#[component]
fn Path(view: View) -> impl IntoView {
    let say = view.say;
    let places = Memo::new(move |_| {
        view.reply.with(|reply| {
            let Some(reply) = reply else {
                return Vec::new();
            };
            let mut places = vec![(None, say.country().to_owned())];
            places.extend(
                reply
                    .path
                    .iter()
                    .filter(|place| place.code.is_some())
                    .map(|place| (place.code.clone(), place.name.clone())),
            );
            places
        })
    });
    let count = move || {
        let level = level_in(view.of.read().as_ref());
        view.reply.with(|reply| {
            reply
                .as_ref()
                .map(|reply| say.regions(level, reply.rows.len()))
        })
    };
    view! {
        <nav class="map-path" aria-label=say.map_path() data-testid="map-path">
            <ol>
                {move || {
                    let places = places.get();
                    let last = places.len().saturating_sub(1);
                    places
                        .into_iter()
                        .enumerate()
                        .map(|(depth, (code, name))| {
                            if depth == last {
                                view! { <li><b aria-current="location">{name}</b></li> }.into_any()
                            } else {
                                view! {
                                    <li>
                                        <button
                                            class="link"
                                            data-testid=format!("map-path-{depth}")
                                            on:click=move |_| view.go(code.clone())
                                        >
                                            {name}
                                        </button>
                                    </li>
                                }
                                    .into_any()
                            }
                        })
                        .collect_view()
                }}
                <li class="map-path-count">{count}</li>
            </ol>
        </nav>
    }
}

#[component]
fn Legend(view: View) -> impl IntoView {
    let say = view.say;
    let scale = Memo::new(move |_| {
        let measure = view.measure.get();
        view.reply.with(|reply| {
            let rows = reply
                .as_ref()
                .map(|reply| reply.rows.as_slice())
                .unwrap_or_default();
            Scale::of(measure, rows.iter().map(|row| &row.figures))
        })
    });
    let unlocated = Memo::new(move |_| {
        view.reply
            .with(|reply| reply.as_ref().map(|reply| reply.unlocated))
    });
    // Of nothing at all it would be no news that it has a clear place.
    let received = Memo::new(move |_| {
        view.reply
            .with(|reply| reply.as_ref().map_or(0, |reply| reply.total.received))
    });
    view! {
        <div class="map-foot">
            <div class="map-legend" data-testid="map-legend">
                <p class="map-legend-title">{move || view.measure.get().legend(say)}</p>
                <ul>
                    {move || {
                        let mut entries = scale.get().legend(say);
                        entries.push(("none".to_owned(), if view.measure.get() == Measure::MeanDays {
                            say.legend_nobody()
                        } else {
                            say.legend_none()
                        }.to_owned()));
                        entries
                            .into_iter()
                            .map(|(class, words)| {
                                view! {
                                    <li>
                                        <span class="map-swatch" data-class=class aria-hidden="true"></span>
                                        {words}
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
                <Show when=move || view.measure.get() == Measure::FollowedUp>
                    <p class="map-legend-note">{say.legend_half()}</p>
                </Show>
                <p class="map-legend-note" data-testid="map-approximate">
                    {icon(Icon::Info)}
                    {say.map_approximate()}
                </p>
            </div>
            {move || match unlocated.get() {
                None => ().into_any(),
                Some(0) if received.get() == 0 => ().into_any(),
                Some(0) => {
                    view! {
                        <p class="map-unlocated none" data-testid="map-unlocated">
                            {icon(Icon::Done)}
                            {say.unlocated_none()}
                        </p>
                    }
                        .into_any()
                }
                Some(count) => {
                    let words = match place_name(view) {
                        Some(place) => say.unlocated_within(count, &place),
                        None => say.unlocated(count),
                    };
                    view! {
                        <button
                            class="map-unlocated"
                            data-testid="map-unlocated"
                            on:click=move |_| view.unlocated_to_inbox()
                        >
                            {icon(Icon::Place)}
                            {words}
                            {icon(Icon::Right)}
                        </button>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// Name of the place on the map; none for the country.
fn place_name(view: View) -> Option<String> {
    view.reply.with(|reply| {
        let last = reply.as_ref()?.path.last()?;
        last.code.is_some().then(|| last.name.clone())
    })
}

/// What the pointer is over, in words.
#[component]
fn Hover(view: View) -> impl IntoView {
    let say = view.say;
    move || {
        let (code, x, y) = view.hovered.get()?;
        let row = view.row(&code)?;
        let figures = row.figures;
        let share = figures.tally().followed_up_permille();
        Some(view! {
            <div
                class="map-hover"
                style:left=format!("{}px", x + 14.0)
                style:top=format!("{}px", y + 14.0)
                aria-hidden="true"
            >
                <b>{row.name.clone()}</b>
                <span>{format!("{} {}", say.number(figures.received), say.figure_received())}</span>
                <span class="over">
                    {format!("▲ {} {}", say.number(figures.overdue), say.figure_overdue())}
                </span>
                {share
                    .map(|share| {
                        view! {
                            <span>{format!("{} {}", say.figure_followed_up(), say.permille(share))}</span>
                        }
                    })}
                {figures
                    .mean_days
                    .map(|days| view! { <span>{say.figure_days(&say.tenths(days))}</span> })}
            </div>
        })
    }
}
