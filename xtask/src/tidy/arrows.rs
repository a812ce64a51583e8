//! The crates and the arrows between them, as `docs/architecture.md` draws them. The document is the
//! list: an edge that it does not draw is an error however convenient, and so is one it draws that is
//! not there. It must never be copied into a table here.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// Where the code map and the arrows stand.
pub const DOCUMENT: &str = "docs/architecture.md";

/// The heading above the code map: one line a crate, its folder first.
const CODE_MAP: &str = "## Code map";

/// The heading above the arrows: `name ─► other, other`, one line each.
const ARROWS: &str = "## Arrows";

#[derive(Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
}

#[derive(Deserialize)]
pub struct Package {
    pub name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Absent for a normal dependency; "dev" or "build" otherwise.
    kind: Option<String>,
    /// Present for one of ours.
    path: Option<String>,
}

/// Which of ours a crate may use.
#[derive(Debug, PartialEq)]
enum Reach {
    Any,
    These(BTreeSet<String>),
}

/// What the document says.
pub struct Drawing {
    /// Folders in the code map that hold a crate.
    mapped: BTreeSet<String>,
    arrows: BTreeMap<String, Reach>,
}

/// Crates from elsewhere and the only ones of ours that may name them.
const RESERVED: &[(&str, &[&str])] = &[
    ("reqwest", &["upstream"]),
    ("sqlx", &["store", "hub"]),
    ("libsqlite3-sys", &["store", "hub"]),
    ("axum", &["hub"]),
    ("tauri", &["src-tauri"]),
    ("leptos", &["ui"]),
    ("leaflet", &["ui"]),
];

impl Drawing {
    /// Reads the two blocks of the document.
    ///
    /// # Errors
    /// Where a heading, its block or an arrow's form is missing: then nothing would be checked.
    pub fn read(document: &str) -> Result<Self> {
        let mapped = block(document, CODE_MAP)?
            .filter_map(|line| line.split_whitespace().next())
            .filter_map(|word| word.strip_suffix('/'))
            .map(str::to_owned)
            .collect();
        let arrows = block(document, ARROWS)?
            .map(arrow)
            .collect::<Result<BTreeMap<_, _>>>()?;
        if arrows.is_empty() {
            bail!("{DOCUMENT}: no arrow under \"{ARROWS}\"");
        }
        Ok(Self { mapped, arrows })
    }

    /// What differs between the document and cargo's own words.
    pub fn faults(&self, packages: &[Package]) -> Vec<String> {
        let names: BTreeSet<&str> = packages.iter().map(|it| short(&it.name)).collect();
        let mut faults: Vec<String> = packages.iter().flat_map(|it| self.check(it)).collect();
        let drawn = self.arrows.keys().map(String::as_str);
        faults.extend(
            drawn
                .filter(|name| !names.contains(name))
                .map(|name| format!("{DOCUMENT} draws arrows of {name}, which is no crate")),
        );
        faults
    }

    fn check(&self, package: &Package) -> Vec<String> {
        let name = short(&package.name);
        let mut faults = Vec::new();
        if !self.mapped.contains(name) {
            faults.push(format!("{name} is not in the code map of {DOCUMENT}"));
        }
        let Some(reach) = self.arrows.get(name) else {
            faults.push(format!("{name} has no arrows in {DOCUMENT}"));
            return faults;
        };
        let used = || {
            let normal = |it: &&Dependency| it.kind.as_deref() != Some("dev");
            package.dependencies.iter().filter(normal)
        };
        let ours: BTreeSet<&str> = used()
            .filter(|it| it.path.is_some())
            .map(|it| short(&it.name))
            .collect();
        let Reach::These(drawn) = reach else {
            return faults;
        };
        faults.extend(
            ours.iter()
                .filter(|to| !drawn.contains(**to))
                .map(|to| format!("{name} must not depend on {to}: {DOCUMENT} draws no arrow")),
        );
        faults.extend(
            drawn
                .iter()
                .filter(|to| !ours.contains(to.as_str()))
                .map(|to| format!("{DOCUMENT} draws {name} ─► {to}, which is not there")),
        );
        for (krate, holders) in RESERVED {
            if used().any(|it| it.name == *krate) && !holders.contains(&name) {
                let holders = holders.join(", ");
                faults.push(format!("{name} must not use {krate}: only {holders}"));
            }
        }
        faults
    }
}

/// A crate by the folder it lives in, as the document names it.
fn short(package: &str) -> &str {
    match package {
        "tanggap" => "src-tauri",
        name => name.strip_prefix("tanggap-").unwrap_or(name),
    }
}

/// The lines of the first fenced block below a heading.
fn block<'a>(document: &'a str, heading: &str) -> Result<impl Iterator<Item = &'a str>> {
    let (_, below) = document
        .split_once(heading)
        .with_context(|| format!("{DOCUMENT}: no \"{heading}\""))?;
    let mut fences = below.split("```");
    let text = fences
        .nth(1)
        .with_context(|| format!("{DOCUMENT}: no block under \"{heading}\""))?;
    let lines = text.lines().skip(1);
    Ok(lines.filter(|line| !line.trim().is_empty()))
}

/// `upstream ─► domain, protocol`, `domain ─► nothing of ours`, `tests ─► any`.
fn arrow(line: &str) -> Result<(String, Reach)> {
    let (from, to) = line
        .split_once("─►")
        .with_context(|| format!("{DOCUMENT}: no arrow in \"{line}\""))?;
    let reach = match to.trim() {
        "any" => Reach::Any,
        "nothing of ours" => Reach::These(BTreeSet::new()),
        names => Reach::These(names.split(',').map(|it| it.trim().to_owned()).collect()),
    };
    Ok((from.trim().to_owned(), reach))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWN: &str = "## Code map\n\n```text\ncrates/\n  ipc/  contract\n  store/  disk\n  sync/ core\nui/ window\ntests/ all\n```\n
        ## Arrows\n\n```text\nipc ─► nothing of ours\nstore ─► nothing of ours\nsync ─► store\nui ─► ipc\ntests ─► any\n```\n";

    fn check(package: &str, expected: &[&str]) {
        let package: Package = serde_json::from_str(package).unwrap();
        assert_eq!(Drawing::read(DRAWN).unwrap().check(&package), expected);
    }

    #[test]
    fn an_edge_that_is_not_drawn_is_a_fault() {
        check(
            r#"{"name": "tanggap-ui", "dependencies": [
                {"name": "tanggap-ipc", "kind": null, "path": "/ipc"},
                {"name": "tanggap-store", "kind": null, "path": "/store"}]}"#,
            &["ui must not depend on store: docs/architecture.md draws no arrow"],
        );
    }

    #[test]
    fn an_arrow_without_its_edge_is_a_fault() {
        check(
            r#"{"name": "tanggap-ui", "dependencies": []}"#,
            &["docs/architecture.md draws ui ─► ipc, which is not there"],
        );
    }

    #[test]
    fn tests_may_reach_further() {
        check(
            r#"{"name": "tanggap-tests", "dependencies": [
                {"name": "tanggap-store", "kind": null, "path": "/store"}]}"#,
            &[],
        );
        check(
            r#"{"name": "tanggap-ipc", "dependencies": [
                {"name": "tanggap-store", "kind": "dev", "path": "/store"}]}"#,
            &[],
        );
    }

    #[test]
    fn a_reserved_crate_stays_where_it_belongs() {
        check(
            r#"{"name": "tanggap-sync", "dependencies": [
                {"name": "tanggap-store", "kind": null, "path": "/store"},
                {"name": "reqwest", "kind": null, "path": null}]}"#,
            &["sync must not use reqwest: only upstream"],
        );
    }

    #[test]
    fn a_new_crate_needs_its_place_and_its_arrows() {
        check(
            r#"{"name": "tanggap-extra", "dependencies": []}"#,
            &[
                "extra is not in the code map of docs/architecture.md",
                "extra has no arrows in docs/architecture.md",
            ],
        );
    }

    #[test]
    fn arrows_of_no_crate_are_a_fault() {
        let faults = Drawing::read(DRAWN).unwrap().faults(&[]);
        assert!(
            faults
                .iter()
                .any(|it| it.contains("arrows of sync, which is no crate"))
        );
    }

    #[test]
    fn a_document_without_arrows_checks_nothing_and_is_refused() {
        assert!(Drawing::read("## Code map\n```text\n```\n").is_err());
        assert!(Drawing::read("## Code map\n```text\n```\n## Arrows\n```text\n```\n").is_err());
    }
}
