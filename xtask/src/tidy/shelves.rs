//! The shelves of the window: what a part may know follows from where it lies. Parts of pages know props
//! only, what pages share does not know the pages, and no page knows another.

use std::path::Path;

/// What nothing in a folder may name. `except` is looked at first.
struct Shelf {
    folder: &'static str,
    barred: &'static [&'static str],
    except: &'static [&'static str],
}

const SHELVES: &[Shelf] = &[
    Shelf {
        folder: "ui/src/components",
        barred: &[
            "crate::act",
            "crate::app",
            "crate::call",
            "crate::frame",
            "crate::pages",
            "crate::shared",
            "crate::state",
            "crate::upload",
            "use_context",
            "expect_context",
        ],
        except: &[],
    },
    Shelf {
        folder: "ui/src/shared",
        barred: &["crate::frame", "crate::pages::"],
        // Where one can go, not what is there.
        except: &["crate::pages::Page;"],
    },
    Shelf {
        folder: "ui/src/pages",
        barred: &["crate::frame"],
        except: &[],
    },
];

/// What these lines of a file name and may not.
pub fn faults(name: &Path, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for shelf in SHELVES.iter().filter(|it| name.starts_with(it.folder)) {
        for line in text.lines() {
            let line = shelf
                .except
                .iter()
                .fold(line.to_owned(), |line, it| line.replace(it, ""));
            for word in shelf.barred.iter().filter(|word| line.contains(**word)) {
                let (shown, folder) = (name.display(), shelf.folder);
                faults.push(format!("{shown}: `{word}` is not for `{folder}`"));
            }
        }
    }
    if let Some(page) = page_of(name) {
        let others = text.lines().filter_map(named).filter(|it| *it != page);
        faults.extend(others.map(|other| {
            let shown = name.display();
            format!("{shown}: knows the page `{other}`; what both need belongs in `shared`")
        }));
    }
    faults
}

/// The page a file belongs to.
fn page_of(name: &Path) -> Option<&str> {
    let within = name.strip_prefix("ui/src/pages").ok()?;
    let first = within.components().next()?.as_os_str().to_str()?;
    Some(first.strip_suffix(".rs").unwrap_or(first))
}

/// The page a line names.
fn named(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("crate::pages::")?;
    let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_');
    let word = &rest[..end.unwrap_or(rest.len())];
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_part_may_know_follows_from_where_it_lies() {
        for (file, line, is_fault) in [
            ("components/menu.rs", "use crate::state::say;", true),
            ("components/menu.rs", "    crate::call::call(&List)", true),
            ("components/menu.rs", "use crate::labels::Say;", false),
            ("shared/many.rs", "use crate::state::say;", false),
            ("shared/many.rs", "use crate::pages::Page;", false),
            ("shared/many.rs", "use crate::pages::inbox::Inbox;", true),
            ("pages/map.rs", "use crate::frame::keys::is_typing;", true),
            ("pages/map.rs", "use crate::pages::map::table;", false),
            ("pages/map/table.rs", "use crate::pages::map::View;", false),
            ("pages/map/table.rs", "use crate::pages::Page;", false),
            ("pages/map/table.rs", "crate::pages::inbox::x()", true),
            ("frame/rail.rs", "use crate::pages::Page;", false),
        ] {
            let name = Path::new("ui/src").join(file);
            let found = faults(&name, line);
            assert_eq!(!found.is_empty(), is_fault, "{file}: {line}: {found:?}");
        }
    }
}
