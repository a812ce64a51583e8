//! The only file that knows Leaflet: a map of regions in classes, with names and counts on it.
//!
//! Colours come from the style sheet through classes and data attributes, so that a theme changes
//! them at once. It knows no complaint and decides nothing: classes and words are given to it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{JSON, Object, Reflect};
use leaflet::{
    DivIconOptions, Evented, Icon, LatLng, LatLngBounds, Layer, LayerGroup, Map, MapOptions,
    Marker, MarkerOptions, Path,
};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// `L.GeoJSON`; leaflet-rs keeps its own binding private.
    #[wasm_bindgen(extends = Layer, js_namespace = L)]
    #[derive(Clone, Debug)]
    type GeoJSON;

    #[wasm_bindgen(js_namespace = L, js_name = geoJSON, catch)]
    fn geo_json(data: &JsValue, options: &JsValue) -> Result<GeoJSON, JsValue>;

    #[wasm_bindgen(method, js_name = getBounds)]
    fn get_bounds(this: &GeoJSON) -> LatLngBounds;

    #[wasm_bindgen(method, js_name = bringToBack)]
    fn bring_to_back(this: &GeoJSON);

    /// leaflet-rs makes a plain `L.Icon` of its `DivIcon`.
    #[wasm_bindgen(js_namespace = L, js_name = divIcon)]
    fn div_icon(options: &DivIconOptions) -> Icon;

    #[wasm_bindgen(extends = Layer)]
    #[derive(Clone)]
    type Drawn;

    #[wasm_bindgen(method, js_name = getElement)]
    fn get_element(this: &Drawn) -> Option<Element>;
}

/// What the officer does on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    Click(String),
    DoubleClick(String),
    /// The pointer is over a region, at these pixels of the map's element.
    Over {
        code: String,
        x: f64,
        y: f64,
    },
    Out,
}

/// How one region looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    pub code: String,
    /// Value of `data-class`, for the style sheet.
    pub class: String,
    /// The region in words, for pointer and screen reader.
    pub words: String,
    pub at: Option<(f64, f64)>,
    pub name: String,
    /// What stands in the bubble; none for no bubble.
    pub bubble: Option<Bubble>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bubble {
    pub text: String,
    /// 1 small – 3 large.
    pub size: u8,
    pub alarm: bool,
}

type Hear = Rc<dyn Fn(Heard)>;
type EventClosure = Closure<dyn FnMut(JsValue)>;

/// A Leaflet map in an element. [`RegionMap::remove`] must be called before the element goes.
pub struct RegionMap {
    map: Map,
    hear: Hear,
    backdrop: RefCell<Vec<GeoJSON>>,
    regions: RefCell<Option<GeoJSON>>,
    /// The shapes of `regions` by code.
    shapes: RefCell<BTreeMap<String, Drawn>>,
    marks: LayerGroup,
    looks: Rc<RefCell<Vec<Look>>>,
    /// Kept for as long as Leaflet may call them.
    closures: RefCell<Vec<EventClosure>>,
    region_closures: RefCell<Vec<EventClosure>>,
}

impl RegionMap {
    /// Draws an empty map into `element`.
    ///
    /// # Errors
    /// What Leaflet throws, for example where the element already has a map.
    pub fn mount(element: &HtmlElement, hear: impl Fn(Heard) + 'static) -> Result<Self, JsValue> {
        let options = MapOptions::new();
        options.set_attribution_control(false);
        options.set_zoom_control(false);
        options.set_double_click_zoom(JsValue::FALSE);
        options.set_zoom_snap(0.25);
        options.set_zoom_delta(0.75);
        options.set_min_zoom(4.0);
        options.set_max_zoom(13.0);
        let calm = web_sys::window()
            .and_then(|window| {
                window
                    .match_media("(prefers-reduced-motion: reduce)")
                    .ok()?
            })
            .is_some_and(|query| query.matches());
        options.set_zoom_animation(!calm);
        options.set_fade_animation(!calm);
        options.set_inertia(!calm);
        let map = Map::new_with_element(element, &options)?;
        // The archipelago, until there is something to fit.
        map.set_view(&LatLng::new(-2.3, 118.0), 5.0);
        let marks = LayerGroup::new();
        marks.add_to(&map);
        let this = Self {
            map,
            hear: Rc::new(hear),
            backdrop: RefCell::default(),
            regions: RefCell::default(),
            shapes: RefCell::default(),
            marks,
            looks: Rc::default(),
            closures: RefCell::default(),
            region_closures: RefCell::default(),
        };
        // Names that fit at one zoom collide at another.
        let (map, marks, looks) = (this.map.clone(), this.marks.clone(), this.looks.clone());
        let placed = Closure::new(move |_| place_marks(&map, &marks, &looks.borrow()));
        on(&this.map, "zoomend", &placed);
        this.closures.borrow_mut().push(placed);
        Ok(this)
    }

    /// Adds an outline under the regions, with this class.
    ///
    /// # Errors
    /// Where the text is not GeoJSON.
    pub fn add_backdrop(&self, geojson: &str, class: &str) -> Result<(), JsValue> {
        let layer = geo_json(&JSON::parse(geojson)?, &shape_options(class, false)?)?;
        self.map.add_layer(&layer);
        layer.bring_to_back();
        self.backdrop.borrow_mut().push(layer);
        // Wider ones were added first; each goes behind everything, so the order is put right here.
        for layer in self.backdrop.borrow().iter().rev() {
            layer.bring_to_back();
        }
        Ok(())
    }

    pub fn clear_backdrop(&self) {
        for layer in self.backdrop.borrow_mut().drain(..) {
            self.map.remove_layer(&layer);
        }
    }

    /// Replaces the regions that carry the figures and shows all of them.
    ///
    /// # Errors
    /// Where the text is not GeoJSON; the old regions are gone then.
    pub fn set_regions(&self, geojson: &str) -> Result<(), JsValue> {
        if let Some(old) = self.regions.borrow_mut().take() {
            self.map.remove_layer(&old);
        }
        self.shapes.borrow_mut().clear();
        self.region_closures.borrow_mut().clear();
        self.looks.borrow_mut().clear();
        self.marks.clear_layers();

        let shapes = Rc::new(RefCell::new(BTreeMap::new()));
        let options = shape_options("region", true)?;
        let collected = shapes.clone();
        let each: Closure<dyn FnMut(JsValue, JsValue)> =
            Closure::new(move |feature: JsValue, layer: JsValue| {
                if let Some(code) = code_of(&feature) {
                    collected
                        .borrow_mut()
                        .insert(code, layer.unchecked_into::<Drawn>());
                }
            });
        Reflect::set(&options, &"onEachFeature".into(), each.as_ref())?;
        let layer = geo_json(&JSON::parse(geojson)?, &options)?;
        drop(each);
        self.map.add_layer(&layer);
        *self.shapes.borrow_mut() = shapes.take();
        for (code, shape) in self.shapes.borrow().iter() {
            if let Some(element) = shape.get_element() {
                element.set_attribute("data-testid", &format!("map-region-{code}"))?;
                element.set_attribute("role", "img")?;
            }
        }
        self.listen(&layer);
        if !self.shapes.borrow().is_empty() {
            // Switches lie over the top, the legend over the bottom.
            let padding = Object::new();
            for (corner, y) in [("paddingTopLeft", 56), ("paddingBottomRight", 84)] {
                let pixels = js_sys::Array::of2(&20.into(), &y.into());
                Reflect::set(&padding, &corner.into(), &pixels)?;
            }
            Reflect::set(&padding, &"animate".into(), &JsValue::FALSE)?;
            self.map
                .fit_bounds_with_options(&layer.get_bounds(), &padding);
        }
        *self.regions.borrow_mut() = Some(layer);
        Ok(())
    }

    /// Gives the regions their classes, names and bubbles.
    pub fn paint(&self, looks: Vec<Look>) {
        let shapes = self.shapes.borrow();
        for look in &looks {
            let Some(element) = shapes.get(&look.code).and_then(Drawn::get_element) else {
                continue;
            };
            let done = element
                .set_attribute("data-class", &look.class)
                .and_then(|()| element.set_attribute("aria-label", &look.words));
            if done.is_err() {
                web_sys::console::warn_1(&"a region of the map cannot be painted".into());
            }
        }
        place_marks(&self.map, &self.marks, &looks);
        *self.looks.borrow_mut() = looks;
    }

    /// Marks one region as chosen, and makes sure it can be seen.
    pub fn select(&self, code: Option<&str>) {
        for (other, shape) in self.shapes.borrow().iter() {
            let Some(element) = shape.get_element() else {
                continue;
            };
            let chosen = Some(other.as_str()) == code;
            if chosen {
                shape.unchecked_ref::<Path>().bring_to_front();
            }
            let done = if chosen {
                element.set_attribute("data-selected", "true")
            } else {
                element.remove_attribute("data-selected")
            };
            if done.is_err() {
                web_sys::console::warn_1(&"a region of the map cannot be marked".into());
            }
        }
    }

    pub fn zoom_in(&self) {
        self.map.zoom_in(0.75);
    }

    pub fn zoom_out(&self) {
        self.map.zoom_out(0.75);
    }

    /// The element got another size.
    pub fn resized(&self) {
        self.map.invalidate_size(false);
    }

    /// Takes the map out of its element, with everything that listens.
    pub fn remove(self) {
        self.map.remove();
    }

    fn listen(&self, layer: &GeoJSON) {
        let mut kept = self.region_closures.borrow_mut();
        let mut hear = |kind: &str, heard: fn(String, &JsValue) -> Heard| {
            let tell = self.hear.clone();
            let closure: EventClosure = Closure::new(move |event: JsValue| {
                let feature = member(&event, "layer").and_then(|layer| member(&layer, "feature"));
                if let Some(code) = feature.and_then(|feature| code_of(&feature)) {
                    tell(heard(code, &event));
                }
            });
            on(layer, kind, &closure);
            kept.push(closure);
        };
        hear("click", |code, _| Heard::Click(code));
        hear("dblclick", |code, _| Heard::DoubleClick(code));
        hear("mouseout", |_, _| Heard::Out);
        hear("mousemove", |code, event| {
            let point = member(event, "containerPoint").unwrap_or(JsValue::NULL);
            let pixel = |name| {
                member(&point, name)
                    .and_then(|pixel| pixel.as_f64())
                    .unwrap_or_default()
            };
            Heard::Over {
                code,
                x: pixel("x"),
                y: pixel("y"),
            }
        });
    }
}

fn on(target: &Evented, kind: &str, closure: &EventClosure) {
    target.on(kind, closure.as_ref());
}

fn shape_options(class: &str, interactive: bool) -> Result<JsValue, JsValue> {
    let style = Object::new();
    Reflect::set(&style, &"className".into(), &class.into())?;
    Reflect::set(&style, &"weight".into(), &1.into())?;
    Reflect::set(&style, &"smoothFactor".into(), &JsValue::from_f64(0.6))?;
    Reflect::set(&style, &"interactive".into(), &interactive.into())?;
    let options = Object::new();
    Reflect::set(&options, &"style".into(), &style)?;
    Reflect::set(&options, &"interactive".into(), &interactive.into())?;
    Reflect::set(&options, &"smoothFactor".into(), &JsValue::from_f64(0.6))?;
    Ok(options.into())
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn code_of(feature: &JsValue) -> Option<String> {
    member(&member(feature, "properties")?, "code")?.as_string()
}

/// A rectangle in pixels that something already stands in.
struct Taken {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Taken {
    fn around(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Puts bubbles and names where they do not cover each other; the looks come most important first.
/// What finds no place is in the table.
fn place_marks(map: &Map, marks: &LayerGroup, looks: &[Look]) {
    marks.clear_layers();
    let mut taken: Vec<Taken> = Vec::new();
    let pixel = |look: &Look| {
        look.at.map(|(lat, lng)| {
            let point = map.lat_lng_to_container_point(&LatLng::new(lat, lng));
            (point.x(), point.y())
        })
    };
    for look in looks {
        let (Some(bubble), Some((x, y))) = (&look.bubble, pixel(look)) else {
            continue;
        };
        let height = f64::from(bubble.size) * 6.0 + 16.0;
        let width = height.max(bubble.text.chars().count() as f64 * 7.5 + 12.0);
        let place = Taken::around(x, y, width, height);
        if taken.iter().any(|other| other.meets(&place)) {
            continue;
        }
        taken.push(place);
        let class = format!(
            "map-bubble s{}{}",
            bubble.size,
            if bubble.alarm { " alarm" } else { "" }
        );
        add_mark(marks, look, &bubble.text, &class, 0.0);
    }
    for look in looks {
        let Some((x, y)) = pixel(look) else { continue };
        // Below its bubble, where it has one.
        let shift = look
            .bubble
            .as_ref()
            .map_or(0.0, |bubble| f64::from(bubble.size) * 3.0 + 16.0);
        let width = look.name.chars().count() as f64 * 6.4 + 6.0;
        let place = Taken::around(x, y + shift, width, 15.0);
        if taken.iter().any(|other| other.meets(&place)) {
            continue;
        }
        taken.push(place);
        add_mark(marks, look, &look.name, "map-name", shift);
    }
}

fn add_mark(marks: &LayerGroup, look: &Look, text: &str, class: &str, below: f64) {
    let (Some((lat, lng)), Some(label)) = (look.at, label(text)) else {
        return;
    };
    let icon = DivIconOptions::new();
    icon.set_class_name(class.to_owned());
    // An element instead of markup: names are text.
    let dressed = Reflect::set(&icon, &"html".into(), &label)
        .and_then(|_| Reflect::set(&icon, &"iconSize".into(), &JsValue::NULL))
        .and_then(|_| {
            let anchor = js_sys::Array::of2(&0.into(), &JsValue::from_f64(-below));
            Reflect::set(&icon, &"iconAnchor".into(), &anchor)
        });
    if dressed.is_err() {
        return;
    }
    let options = MarkerOptions::new();
    options.set_icon(div_icon(&icon));
    options.set_keyboard(false);
    options.set_interactive(false);
    marks.add_layer(&Marker::new_with_options(&LatLng::new(lat, lng), &options));
}

fn label(text: &str) -> Option<Element> {
    let element = web_sys::window()?.document()?.create_element("span").ok()?;
    element.set_text_content(Some(text));
    Some(element)
}
