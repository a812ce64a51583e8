//! axe-core in the real window: what it finds wrong with the accessibility of what is shown, in both
//! themes, collected into one table. The script is the locked npm package of `ui/`; it is put into the
//! page through the driver and never shipped.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::desk::Desk;
use crate::programs;

const THEMES: [&str; 2] = ["light", "dark"];

/// All rules that axe has switched on by itself, best practices included; nothing is fetched again.
const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'], preload: false }).then(
        found => done(found.violations.map(it => ({
            rule: it.id,
            impact: it.impact ?? '',
            help: it.help,
            places: it.nodes.map(node => `${node.target.join(' ')}: ${node.failureSummary}`),
        }))),
        cause => done(String(cause)))";

/// A rule that is broken, and where.
#[derive(Debug, Deserialize)]
struct Violation {
    rule: String,
    impact: String,
    help: String,
    places: Vec<String>,
}

/// What was found so far.
pub struct Audit {
    script: String,
    name: String,
    looked: Vec<(String, String, &'static str, Vec<Violation>)>,
}

impl Audit {
    /// `name`: of the table, `target/axe-NAME.md`.
    pub fn new(name: &str) -> Result<Self> {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
        let script = std::fs::read_to_string(&file).with_context(|| {
            format!(
                "{} is missing; `cargo xtask ui` installs it",
                file.display()
            )
        })?;
        Ok(Self {
            script,
            name: name.to_owned(),
            looked: Vec::new(),
        })
    }

    /// Looks at what the window shows now, in both themes, and leaves a picture of each.
    pub async fn look(&mut self, desk: &Desk, page: &str, state: &str) -> Result<()> {
        if desk.run_script("return !window.axe", vec![]).await? == Value::Bool(true) {
            desk.run_script(&self.script, vec![]).await?;
        }
        let root = "document.documentElement";
        let before = desk
            .run_script(&format!("return {root}.dataset.theme ?? null"), vec![])
            .await?;
        for theme in THEMES {
            let dress = format!("{root}.dataset.theme = '{theme}'");
            desk.run_script(&dress, vec![]).await?;
            desk.screenshot(&format!("keadaan-{page}-{state}-{theme}"))
                .await?;
            let found = desk.run_script_async(RUN, vec![]).await?;
            let found: Vec<Violation> = serde_json::from_value(found.clone())
                .with_context(|| format!("axe on {page}, {state}: {found}"))?;
            self.looked
                .push((page.to_owned(), state.to_owned(), theme, found));
        }
        let undress = match before {
            Value::String(theme) => format!("{root}.dataset.theme = '{theme}'"),
            _ => format!("delete {root}.dataset.theme"),
        };
        desk.run_script(&undress, vec![]).await.map(drop)
    }

    /// Writes the table and fails where anything was found.
    pub fn finish(self) -> Result<()> {
        let mut table = String::from("| page | state | theme | violations |\n|---|---|---|---|\n");
        let mut details = String::new();
        for (page, state, theme, found) in &self.looked {
            let rules: Vec<&str> = found.iter().map(|it| it.rule.as_str()).collect();
            let rules = if rules.is_empty() {
                "none".to_owned()
            } else {
                rules.join(", ")
            };
            writeln!(table, "| {page} | {state} | {theme} | {rules} |")?;
            for it in found {
                writeln!(
                    details,
                    "\n{page}, {state}, {theme}: {} ({}): {}",
                    it.rule, it.impact, it.help
                )?;
                for place in &it.places {
                    writeln!(details, "  {}", place.replace('\n', " "))?;
                }
            }
        }
        let file = self.file()?;
        std::fs::write(&file, format!("{table}{details}"))
            .with_context(|| format!("Writing {}", file.display()))?;
        if !details.is_empty() {
            bail!("axe found something; see {}:{details}", file.display());
        }
        Ok(())
    }

    fn file(&self) -> Result<PathBuf> {
        let mut folder = programs::screens()?;
        folder.pop();
        Ok(folder.join(format!("axe-{}.md", self.name)))
    }
}
