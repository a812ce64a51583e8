//! TopoJSON, as we bundle it, to GeoJSON, as maps draw it.
//!
//! Reads quantised topologies whose objects are collections of polygons, which is all we ship; it is
//! not a general TopoJSON reader. The published crate for this has had no release since 2022 and
//! builds the whole document as JSON values twice; this writes the text straight from the arcs.

use std::collections::HashMap;
use std::fmt::Write;

use serde::Deserialize;
use serde_json::value::RawValue;

/// One bundled file.
#[derive(Deserialize)]
pub(crate) struct Topology<'a> {
    transform: Transform,
    /// Each point is the step from the one before it. Whole numbers but for the few points that the
    /// build added to untangle a ring.
    arcs: Vec<Vec<[f64; 2]>>,
    #[serde(borrow)]
    objects: HashMap<&'a str, Collection<'a>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    geometries: Vec<Shape<'a>>,
}

#[derive(Deserialize)]
struct Shape<'a> {
    #[serde(rename = "type")]
    kind: ShapeKind,
    #[serde(borrow)]
    arcs: &'a RawValue,
    #[serde(borrow, default)]
    properties: Properties<'a>,
}

#[derive(Deserialize)]
enum ShapeKind {
    Polygon,
    MultiPolygon,
}

/// What our files say about a shape. Names can hold escapes, codes cannot.
#[derive(Deserialize, Default)]
pub(crate) struct Properties<'a> {
    #[serde(borrow, default, rename = "kode")]
    pub(crate) code: Option<&'a str>,
    #[serde(default, rename = "nama", alias = "name")]
    pub(crate) name: Option<String>,
}

/// A ring is a list of arcs; `!i` is arc `i` backwards.
type Ring = Vec<i32>;

impl<'a> Topology<'a> {
    pub(crate) fn read(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// A GeoJSON `FeatureCollection` of the shapes of `object` that `wanted` picks, with the
    /// properties `code` and `name` and coordinates to 0.00001° (about a metre).
    pub(crate) fn geojson(
        &self,
        object: Option<&str>,
        wanted: impl Fn(&Properties<'a>) -> bool,
    ) -> Result<String, serde_json::Error> {
        let collection = match object {
            Some(name) => self.objects.get(name),
            None => self.objects.values().next(),
        };
        let shapes = collection
            .map(|collection| collection.geometries.as_slice())
            .unwrap_or_default();
        let mut out = String::from(r#"{"type":"FeatureCollection","features":["#);
        let mut separator = "";
        for shape in shapes.iter().filter(|shape| wanted(&shape.properties)) {
            out.push_str(separator);
            separator = ",";
            self.write_feature(&mut out, shape)?;
        }
        out.push_str("]}");
        Ok(out)
    }

    fn write_feature(&self, out: &mut String, shape: &Shape<'a>) -> Result<(), serde_json::Error> {
        let code = serde_json::to_string(&shape.properties.code)?;
        let name = serde_json::to_string(&shape.properties.name)?;
        let head = format!(
            r#"{{"type":"Feature","properties":{{"code":{code},"name":{name}}},"geometry":"#
        );
        out.push_str(&head);
        match shape.kind {
            ShapeKind::Polygon => {
                let rings: Vec<Ring> = serde_json::from_str(shape.arcs.get())?;
                out.push_str(r#"{"type":"Polygon","coordinates":"#);
                self.write_polygon(out, &rings);
            }
            ShapeKind::MultiPolygon => {
                let polygons: Vec<Vec<Ring>> = serde_json::from_str(shape.arcs.get())?;
                out.push_str(r#"{"type":"MultiPolygon","coordinates":["#);
                for (at, rings) in polygons.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    self.write_polygon(out, rings);
                }
                out.push(']');
            }
        }
        out.push_str("}}");
        Ok(())
    }

    fn write_polygon(&self, out: &mut String, rings: &[Ring]) {
        out.push('[');
        for (at, ring) in rings.iter().enumerate() {
            out.push_str(if at > 0 { ",[" } else { "[" });
            let mut separator = "";
            for point in self.ring_points(ring) {
                out.push_str(separator);
                separator = ",";
                out.push('[');
                write_degrees(
                    out,
                    point[0] * self.transform.scale[0] + self.transform.translate[0],
                );
                out.push(',');
                write_degrees(
                    out,
                    point[1] * self.transform.scale[1] + self.transform.translate[1],
                );
                out.push(']');
            }
            out.push(']');
        }
        out.push(']');
    }

    /// The ring's points in quantised units; arcs share their end points, which are kept once.
    fn ring_points(&self, ring: &[i32]) -> Vec<[f64; 2]> {
        let mut points: Vec<[f64; 2]> = Vec::new();
        for &index in ring {
            let backwards = index < 0;
            let at = if backwards { !index } else { index } as usize;
            let steps = self.arcs.get(at).map(Vec::as_slice).unwrap_or_default();
            let joint = usize::from(!points.is_empty());
            let start = points.len() - joint;
            points.truncate(start);
            let mut here = [0.0; 2];
            for step in steps {
                here = [here[0] + step[0], here[1] + step[1]];
                points.push(here);
            }
            if backwards {
                points[start..].reverse();
            }
        }
        points
    }
}

/// Five decimals without trailing zeros; integers are much quicker to print than floats.
fn write_degrees(out: &mut String, degrees: f64) {
    let units = (degrees * 1e5).round() as i64;
    let sign = if units < 0 { "-" } else { "" };
    let (whole, mut fraction) = (units.abs() / 100_000, units.abs() % 100_000);
    let mut digits = 5;
    while digits > 1 && fraction % 10 == 0 {
        fraction /= 10;
        digits -= 1;
    }
    write!(out, "{sign}{whole}.{fraction:0digits$}").expect("writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_arcs_become_closed_rings() {
        // Two unit squares side by side share the arc 0 between (1,0) and (1,1).
        let text = r#"{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[100,-3]},
            "arcs":[[[2,0],[0,2]],[[2,2],[-2,0],[0,-2],[2,0]],[[2,0],[2,0],[0,2],[-2,0]]],
            "objects":{"x":{"type":"GeometryCollection","geometries":[
              {"type":"Polygon","arcs":[[0,1]],"properties":{"kode":"1","nama":"A \"b\""}},
              {"type":"MultiPolygon","arcs":[[[2,-1]]],"properties":{"kode":"2","nama":"C"}}]}}}"#;
        let topology = Topology::read(text).unwrap();
        let all = topology.geojson(Some("x"), |_| true).unwrap();
        assert_eq!(
            all,
            concat!(
                r#"{"type":"FeatureCollection","features":["#,
                r#"{"type":"Feature","properties":{"code":"1","name":"A \"b\""},"geometry":"#,
                r#"{"type":"Polygon","coordinates":[[[101.0,-3.0],[101.0,-2.0],[100.0,-2.0],[100.0,-3.0],[101.0,-3.0]]]}},"#,
                r#"{"type":"Feature","properties":{"code":"2","name":"C"},"geometry":"#,
                r#"{"type":"MultiPolygon","coordinates":[[[[101.0,-3.0],[102.0,-3.0],[102.0,-2.0],[101.0,-2.0],[101.0,-3.0]]]]}}]}"#,
            )
        );
    }

    #[test]
    fn degrees_are_rounded_to_five_decimals() {
        let mut out = String::new();
        for degrees in [-2.976_074_9, 104.775_4, -0.000_014, 0.0, 110.1] {
            write_degrees(&mut out, degrees);
            out.push(' ');
        }
        assert_eq!(out, "-2.97607 104.7754 -0.00001 0.0 110.1 ");
    }
}
