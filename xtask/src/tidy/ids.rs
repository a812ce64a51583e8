//! Elements of the window that are named twice. The page has one namespace for the ids that are written
//! in `index.html` and in views and for those of the icon sheet: `getElementById` and `label for` take the
//! first of two, and the other goes dead without a word. Reads literal ids only.

use std::collections::BTreeMap;

/// Places where each literal `id="…"` of a text stands, by id.
pub fn gather(name: &str, text: &str, into: &mut BTreeMap<String, Vec<String>>) {
    for (index, line) in text.lines().enumerate() {
        for (at, _) in line.match_indices("id=\"") {
            // `data-id="…"` and `for_id="…"` name something else.
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| !c.is_whitespace() && c != '<') {
                continue;
            }
            let id = line[at + 4..].split('"').next().unwrap_or_default();
            // Filled in when it is drawn.
            if id.is_empty() || id.contains('{') {
                continue;
            }
            let place = format!("{name}:{}", index + 1);
            into.entry(id.to_owned()).or_default().push(place);
        }
    }
}

/// The ids that the sheet of icons gives its symbols: one for each name in `icons.txt`.
pub fn of_icons(names: &str, into: &mut BTreeMap<String, Vec<String>>) {
    let names = names.lines().map(str::trim);
    for name in names.filter(|name| !name.is_empty() && !name.starts_with('#')) {
        let name = name.split_whitespace().next().unwrap_or_default();
        into.entry(format!("icon-{name}"))
            .or_default()
            .push("ui/icons.txt".to_owned());
    }
}

/// One line for each id that stands in two places.
pub fn faults(ids: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    ids.iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(id, places)| format!("id \"{id}\" is given twice: {}", places.join(", ")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_stands_twice_is_told_with_its_places() {
        let mut ids = BTreeMap::new();
        of_icons("# Lucide\nsearch\nclock-alert\n", &mut ids);
        gather(
            "a.rs",
            "<input id=\"search\"/>\n<p data-id=\"x\" id=\"x\">",
            &mut ids,
        );
        gather(
            "b.rs",
            "<b id=\"icon-search\"/> <i id=format!(\"x\")/><u id=\"x{n}\"/>",
            &mut ids,
        );
        assert_eq!(
            faults(&ids),
            ["id \"icon-search\" is given twice: ui/icons.txt, b.rs:1"]
        );
        gather("c.rs", "id=\"x\"", &mut ids);
        assert_eq!(faults(&ids).len(), 2);
    }
}
