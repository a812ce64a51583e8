//! `cargo xtask ui`: compiles the window to wasm, binds it, and lays out `ui/dist` beside the files
//! taken from npm. Only files whose content changed are written, so that the shell is not rebuilt
//! for nothing. It must never fetch anything but the locked npm packages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::{command, prerequisites, workspace};

/// What the window is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

#[derive(clap::Args)]
pub struct Arguments {
    /// Small and fast, slow to build.
    #[arg(long)]
    release: bool,
}

/// How the wasm is compiled.
#[derive(Clone, Copy)]
pub enum Profile {
    Dev,
    Release,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    prerequisites::install()?;
    build(if arguments.release {
        Profile::Release
    } else {
        Profile::Dev
    })
}

/// Builds only where there is nothing yet: enough for whoever merely compiles the shell.
pub fn ensure_built() -> Result<()> {
    if workspace::root().join("ui/dist/index.html").exists() {
        return Ok(());
    }
    prerequisites::install()?;
    build(Profile::Dev)
}

/// Builds `ui/dist` from scratch.
pub fn build(profile: Profile) -> Result<()> {
    let (cargo_profile, folder) = match profile {
        Profile::Dev => ("dev", "debug"),
        Profile::Release => ("wasm-release", "wasm-release"),
    };
    command::run(&mut command::cargo(&[
        "build",
        "-p",
        "tanggap-ui",
        "--target",
        TARGET,
        "--profile",
        cargo_profile,
    ]))?;
    let wasm = workspace::target()
        .join(TARGET)
        .join(folder)
        .join("tanggap-ui.wasm");
    let source = workspace::root().join("ui");

    let mut files = Files::default();
    files.bind(&wasm)?;
    files.page(&source)?;
    files.styles(&source)?;
    files.npm(&source.join("node_modules"))?;
    files.icons(&source)?;
    files.write(&source.join("dist"))
}

/// What `ui/dist` will hold: path under it → content.
#[derive(Default)]
struct Files(BTreeMap<PathBuf, Vec<u8>>);

impl Files {
    /// The wasm and its JavaScript, as `tanggap-ui_bg.wasm` and `tanggap-ui.js`.
    fn bind(&mut self, wasm: &Path) -> Result<()> {
        let folder = workspace::target().join("ui-bindings");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("Emptying the folder of bindings")?;
        }
        Bindgen::new()
            .input_path(wasm)
            .out_name("tanggap-ui")
            .typescript(false)
            .web(true)
            .and_then(|bindgen| bindgen.generate(&folder))
            .context("Binding the window's wasm to JavaScript")?;
        self.folder(&folder, Path::new(""), |_| true)
    }

    /// The page itself, what starts it, and everything in `ui/static`.
    fn page(&mut self, source: &Path) -> Result<()> {
        self.file(&source.join("index.html"), "index.html")?;
        self.file(&source.join("watch.js"), "watch.js")?;
        self.file(&source.join("boot.js"), "boot.js")?;
        let extra = source.join("static");
        if extra.is_dir() {
            self.folder(&extra, Path::new(""), |_| true)?;
        }
        Ok(())
    }

    /// One style sheet: `ui/style/` (tokens first), then the sheets beside the components.
    fn styles(&mut self, source: &Path) -> Result<()> {
        let mut sheets = Vec::new();
        for folder in ["style", "src"] {
            let mut found: Vec<PathBuf> = walk(&source.join(folder))?
                .into_iter()
                .filter(|file| file.extension().is_some_and(|it| it == "css"))
                .collect();
            found.sort_by_key(|file| (!file.ends_with("tokens.css"), file.clone()));
            sheets.extend(found);
        }
        let mut style = String::new();
        for sheet in sheets {
            let name = sheet.strip_prefix(source).unwrap_or(&sheet);
            style.push_str(&format!("/* {} */\n", name.display()));
            style.push_str(&fs::read_to_string(&sheet).with_context(|| reading(&sheet))?);
            style.push('\n');
        }
        self.0.insert("style.css".into(), style.into_bytes());
        Ok(())
    }

    /// Leaflet and the typeface, as their packages ship them, with their licences.
    fn npm(&mut self, modules: &Path) -> Result<()> {
        let leaflet = modules.join("leaflet/dist");
        self.folder(&leaflet, Path::new("leaflet"), |file| {
            file.ends_with("leaflet.js")
                || file.ends_with("leaflet.css")
                || file.extension().is_some_and(|it| it == "png")
        })?;
        self.file(&modules.join("leaflet/LICENSE"), "leaflet/LICENSE")?;
        let typeface = modules.join("@fontsource-variable/plus-jakarta-sans");
        self.file(&typeface.join("LICENSE"), "font/LICENSE")?;
        self.file(&typeface.join("index.css"), "font/index.css")?;
        self.folder(&typeface.join("files"), Path::new("font/files"), |file| {
            file.to_string_lossy().ends_with("-normal.woff2")
        })
    }

    /// One sheet of the Lucide symbols named in `ui/icons.txt`: `<use href="#icon-name"/>`.
    fn icons(&mut self, source: &Path) -> Result<()> {
        let list = source.join("icons.txt");
        let names = fs::read_to_string(&list).with_context(|| reading(&list))?;
        let mut sheet = String::from(
            "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<!-- Lucide, ISC licence: https://lucide.dev/license -->\n",
        );
        for name in names
            .lines()
            .map(str::trim)
            .filter(|it| !it.is_empty() && !it.starts_with('#'))
        {
            let file = source
                .join("node_modules/lucide-static/icons")
                .join(format!("{name}.svg"));
            let drawing = fs::read_to_string(&file)
                .with_context(|| format!("Finding the icon {name:?} of ui/icons.txt in Lucide"))?;
            let Some((_, rest)) = drawing.split_once("<svg") else {
                bail!("{} is not a drawing", file.display());
            };
            let Some((_, shapes)) = rest.split_once('>') else {
                bail!("{} has no shapes", file.display());
            };
            sheet.push_str(&format!(
                "<symbol id=\"icon-{name}\" viewBox=\"0 0 24 24\">"
            ));
            sheet.push_str(&shapes.replace("</svg>", "</symbol>"));
        }
        sheet.push_str("</svg>\n");
        self.0.insert("icons.svg".into(), sheet.into_bytes());
        Ok(())
    }

    fn file(&mut self, from: &Path, to: &str) -> Result<()> {
        let content = fs::read(from).with_context(|| reading(from))?;
        self.0.insert(to.into(), content);
        Ok(())
    }

    fn folder(&mut self, from: &Path, to: &Path, wanted: impl Fn(&Path) -> bool) -> Result<()> {
        for file in walk(from)?.into_iter().filter(|file| wanted(file)) {
            let name = file
                .strip_prefix(from)
                .context("Naming a file of the window")?;
            let content = fs::read(&file).with_context(|| reading(&file))?;
            self.0.insert(to.join(name), content);
        }
        Ok(())
    }

    /// Makes the folder hold exactly these files, touching only what differs.
    fn write(self, folder: &Path) -> Result<()> {
        for stale in walk(folder)? {
            let name = stale.strip_prefix(folder).context("Naming a built file")?;
            if !self.0.contains_key(name) {
                fs::remove_file(&stale).with_context(|| format!("Removing {}", stale.display()))?;
            }
        }
        let mut size_bytes = 0;
        for (name, content) in &self.0 {
            size_bytes += content.len();
            let file = folder.join(name);
            if fs::read(&file).is_ok_and(|old| old == *content) {
                continue;
            }
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)
                    .with_context(|| format!("Making {}", parent.display()))?;
            }
            fs::write(&file, content).with_context(|| format!("Writing {}", file.display()))?;
        }
        eprintln!("ui/dist: {} files, {} kB", self.0.len(), size_bytes / 1000);
        Ok(())
    }
}

/// Every file under a folder, in order; none where there is no such folder.
pub fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).with_context(|| reading(&folder))? {
            let path = entry.with_context(|| reading(&folder))?.path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files.sort();
    Ok(files)
}

fn reading(path: &Path) -> String {
    format!("Reading {}", path.display())
}
