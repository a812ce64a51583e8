//! `cargo xtask tidy`: what the compiler does not check. The arrows between our crates are a
//! complete list: an edge that is not in it is an error, however convenient.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{command, ui, workspace};

/// Each of our crates and the ones of ours it may use. `*` = any.
const ARROWS: &[(&str, &[&str])] = &[
    ("tanggap-domain", &[]),
    ("tanggap-geo", &["tanggap-domain"]),
    ("tanggap-practice", &["tanggap-domain", "tanggap-geo"]),
    ("tanggap-protocol", &["tanggap-domain"]),
    ("tanggap-ipc", &["tanggap-domain"]),
    ("tanggap-wording", &["tanggap-domain", "tanggap-ipc"]),
    ("tanggap-store", &["tanggap-domain"]),
    ("tanggap-upstream", &["tanggap-domain", "tanggap-protocol"]),
    (
        "tanggap-sync",
        &["tanggap-domain", "tanggap-store", "tanggap-upstream"],
    ),
    (
        "tanggap-app",
        &[
            "tanggap-domain",
            "tanggap-geo",
            "tanggap-ipc",
            "tanggap-store",
            "tanggap-sync",
            "tanggap-upstream",
            "tanggap-wording",
        ],
    ),
    ("tanggap", &["tanggap-app", "tanggap-domain", "tanggap-ipc"]),
    (
        "tanggap-ui",
        &["tanggap-domain", "tanggap-ipc", "tanggap-wording"],
    ),
    (
        "tanggap-cli",
        &[
            "tanggap-app",
            "tanggap-domain",
            "tanggap-ipc",
            "tanggap-wording",
        ],
    ),
    (
        "tanggap-hub",
        &[
            "tanggap-domain",
            "tanggap-geo",
            "tanggap-practice",
            "tanggap-protocol",
            "tanggap-upstream",
        ],
    ),
    ("tanggap-tests", &["*"]),
    ("tanggap-bench", &["*"]),
    ("xtask", &[]),
];

/// Crates from elsewhere and the only ones of ours that may name them.
const RESERVED: &[(&str, &[&str])] = &[
    ("reqwest", &["tanggap-upstream"]),
    ("sqlx", &["tanggap-store", "tanggap-hub"]),
    ("libsqlite3-sys", &["tanggap-store", "tanggap-hub"]),
    ("axum", &["tanggap-hub"]),
    ("tauri", &["tanggap"]),
    ("leptos", &["tanggap-ui"]),
    ("leaflet", &["tanggap-ui"]),
];

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
const LONGEST_FILE_LINES: usize = 700;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
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

pub fn run() -> Result<()> {
    let arguments = ["metadata", "--no-deps", "--format-version", "1"];
    let metadata: Metadata =
        serde_json::from_str(&command::output(&mut command::cargo(&arguments))?)
            .context("Reading cargo's metadata")?;
    let mut faults: Vec<String> = metadata.packages.iter().flat_map(check_package).collect();

    let root = workspace::root();
    for top in ["crates", "src-tauri", "ui/src", "tests", "xtask"] {
        for file in ui::walk(&root.join(top))? {
            if file.extension().is_none_or(|it| it != "rs") {
                continue;
            }
            let text =
                fs::read_to_string(&file).with_context(|| format!("Reading {}", file.display()))?;
            let name = file.strip_prefix(&root).unwrap_or(&file);
            faults.extend(check_file(name, &text));
        }
    }
    if !faults.is_empty() {
        bail!("Not tidy:\n  {}", faults.join("\n  "));
    }
    eprintln!("tidy: {} crates", metadata.packages.len());
    Ok(())
}

fn check_package(package: &Package) -> Vec<String> {
    let name = package.name.as_str();
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
        return vec![format!(
            "{name}: unknown crate; give it its arrows in xtask/src/tidy.rs"
        )];
    };
    let mut faults = Vec::new();
    for dependency in &package.dependencies {
        let to = dependency.name.as_str();
        if dependency.kind.as_deref() == Some("dev") {
            continue;
        }
        if dependency.path.is_some() && !allowed.contains(&to) && !allowed.contains(&"*") {
            faults.push(format!("{name} must not depend on {to}"));
        }
        let reserved = RESERVED.iter().find(|(krate, _)| *krate == to);
        if let Some((_, holders)) = reserved
            && !holders.contains(&name)
            && !allowed.contains(&"*")
        {
            faults.push(format!(
                "{name} must not use {to}: only {}",
                holders.join(", ")
            ));
        }
    }
    faults
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
    if lines > LONGEST_FILE_LINES {
        faults.push(format!(
            "{shown}: {lines} lines; past {LONGEST_FILE_LINES} it is two files"
        ));
    }
    if name.starts_with("crates/domain/src") {
        for word in IMPURE.iter().filter(|word| text.contains(**word)) {
            faults.push(format!("{shown}: `{word}` in the domain, which is pure"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(package: &str, expected: &[&str]) {
        let package: Package = serde_json::from_str(package).unwrap();
        assert_eq!(check_package(&package), expected);
    }

    #[test]
    fn an_edge_that_is_not_listed_is_a_fault() {
        check(
            r#"{"name": "tanggap-ui", "dependencies": [
                {"name": "tanggap-ipc", "kind": null, "path": "/ipc"},
                {"name": "tanggap-store", "kind": null, "path": "/store"}]}"#,
            &["tanggap-ui must not depend on tanggap-store"],
        );
    }

    #[test]
    fn tests_may_reach_further() {
        check(
            r#"{"name": "tanggap-domain", "dependencies": [
                {"name": "tanggap-store", "kind": "dev", "path": "/store"}]}"#,
            &[],
        );
    }

    #[test]
    fn a_reserved_crate_stays_where_it_belongs() {
        check(
            r#"{"name": "tanggap-sync", "dependencies": [
                {"name": "reqwest", "kind": null, "path": null}]}"#,
            &["tanggap-sync must not use reqwest: only tanggap-upstream"],
        );
    }

    #[test]
    fn a_new_crate_needs_its_arrows() {
        check(
            r#"{"name": "tanggap-extra", "dependencies": []}"#,
            &["tanggap-extra: unknown crate; give it its arrows in xtask/src/tidy.rs"],
        );
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
