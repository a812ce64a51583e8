//! `cargo xtask tidy`: what the compiler does not check. Crates and arrows must be those that
//! `docs/architecture.md` draws, no more and no fewer; no two elements of the window have one id; and a
//! part of the window knows what its shelf allows.

mod arrows;
mod ids;
mod shelves;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{command, ui, workspace};
use arrows::{DOCUMENT, Drawing, Metadata};

/// What would be IO or a clock in the domain.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env::",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
];

/// Past this a second idea has moved in.
const LONGEST_FILE_LINES: usize = 550;
/// A table of cases may be longer than what it holds to account.
const LONGEST_TEST_LINES: usize = 700;
const LONGEST_VIEW_LINES: usize = 100;

pub fn run() -> Result<()> {
    let arguments = ["metadata", "--no-deps", "--format-version", "1"];
    let metadata: Metadata =
        serde_json::from_str(&command::output(&mut command::cargo(&arguments))?)
            .context("Reading cargo's metadata")?;
    let root = workspace::root();
    let document =
        fs::read_to_string(root.join(DOCUMENT)).with_context(|| format!("Reading {DOCUMENT}"))?;
    let mut faults = Drawing::read(&document)?.faults(&metadata.packages);

    let mut named = BTreeMap::new();
    let page = fs::read_to_string(root.join("ui/index.html")).context("Reading ui/index.html")?;
    ids::gather("ui/index.html", &page, &mut named);
    let icons = fs::read_to_string(root.join("ui/icons.txt")).context("Reading ui/icons.txt")?;
    ids::of_icons(&icons, &mut named);
    for top in ["crates", "src-tauri", "ui/src", "tests", "xtask"] {
        for file in ui::walk(&root.join(top))? {
            if file.extension().is_none_or(|it| it != "rs") {
                continue;
            }
            let text =
                fs::read_to_string(&file).with_context(|| format!("Reading {}", file.display()))?;
            let name = file.strip_prefix(&root).unwrap_or(&file);
            faults.extend(check_file(name, &text));
            faults.extend(shelves::faults(name, &text));
            if top == "ui/src" {
                ids::gather(&name.display().to_string(), &text, &mut named);
            }
        }
    }
    faults.extend(ids::faults(&named));
    if !faults.is_empty() {
        bail!("Not tidy:\n  {}", faults.join("\n  "));
    }
    eprintln!("tidy: {} crates", metadata.packages.len());
    Ok(())
}

fn check_file(name: &Path, text: &str) -> Vec<String> {
    let shown = name.display();
    let mut faults = Vec::new();
    if !text.trim_start().starts_with("//!") {
        faults.push(format!(
            "{shown}: no `//!` at its top: what it is, what it must never do"
        ));
    }
    let lines = text.lines().count();
    let longest = match is_test(name) {
        true => LONGEST_TEST_LINES,
        false => LONGEST_FILE_LINES,
    };
    if lines > longest {
        faults.push(format!(
            "{shown}: {lines} lines; past {longest} it is two files"
        ));
    }
    for (view, lines) in views(text) {
        if lines > LONGEST_VIEW_LINES {
            faults.push(format!(
                "{shown}: the view {view} has {lines} lines; past {LONGEST_VIEW_LINES} it is two views"
            ));
        }
    }
    if name.starts_with("crates/domain/src") {
        for word in IMPURE.iter().filter(|word| text.contains(**word)) {
            faults.push(format!("{shown}: `{word}` in the domain, which is pure"));
        }
    }
    faults
}

/// Whether a file holds tests only.
fn is_test(name: &Path) -> bool {
    let is_word = |word: &std::ffi::OsStr| {
        ["tests", "tests.rs", "suite", "suite.rs"]
            .iter()
            .any(|it| word == *it)
    };
    name.iter().any(is_word)
}

/// The components of a file, each with its lines from `fn` to its closing brace.
fn views(text: &str) -> Vec<(&str, usize)> {
    let mut views = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line != "#[component]" {
            continue;
        }
        let is_head = |line: &&str| line.contains("fn ");
        let Some(head) = lines.find(is_head) else {
            break;
        };
        let name = head.split("fn ").nth(1).unwrap_or_default();
        let name = name.split(['(', '<']).next().unwrap_or_default();
        views.push((
            name,
            2 + lines.by_ref().take_while(|line| *line != "}").count(),
        ));
    }
    views
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_counted_from_their_head_to_their_end() {
        let text = "//! Views.\n\n#[component]\npub fn One() -> impl IntoView {\n    view! {}\n}\n\nfn no() {\n}\n\n\
                    #[component]\n#[allow(x)]\nfn Two<T>(\n    a: T,\n) -> impl IntoView {\n    view! {\n    }\n}\n";
        assert_eq!(views(text), [("One", 3), ("Two", 6)]);
        let long = format!(
            "//! Views.\n#[component]\nfn Long() {{\n{}}}\n",
            "    a();\n".repeat(LONGEST_VIEW_LINES)
        );
        assert_eq!(check_file(Path::new("ui/src/a.rs"), &long).len(), 1);
    }

    #[test]
    fn a_module_says_what_it_is_and_the_domain_stays_pure() {
        let faults = check_file(Path::new("crates/domain/src/a.rs"), "use std::fs;\n");
        assert_eq!(faults.len(), 2, "{faults:?}");
        let faults = check_file(
            Path::new("crates/app/src/a.rs"),
            "//! Reads.\nuse std::fs;\n",
        );
        assert_eq!(faults, Vec::<String>::new());
    }
}
