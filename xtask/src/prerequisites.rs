//! What the machine must have, checked and, on Debian, installed. It must never change a machine
//! that already has everything, and never ask for a password in the middle of a run: without root
//! it names what is missing in one line.

use std::path::Path;

use anyhow::{Result, bail};

use crate::command;
use crate::workspace;

/// How to see that a package is there.
enum Probe {
    Program(&'static str),
    PkgConfig(&'static str),
    Library(&'static str),
    Font(&'static str),
}

use Probe::{Font, Library, PkgConfig, Program};

/// To build and run the desk and to drive its real window.
const DESK: &[(Probe, &str)] = &[
    (Program("cc"), "build-essential"),
    (Program("pkg-config"), "pkg-config"),
    (PkgConfig("webkit2gtk-4.1"), "libwebkit2gtk-4.1-dev"),
    (PkgConfig("openssl"), "libssl-dev"),
    (PkgConfig("dbus-1"), "libdbus-1-dev"),
    (
        Library("libayatana-appindicator3.so.1"),
        "libayatana-appindicator3-1",
    ),
    (Program("npm"), "npm"),
];

/// To see the window where there is no display.
const STAGE: &[(Probe, &str)] = &[
    (Program("WebKitWebDriver"), "webkit2gtk-driver"),
    (Program("Xvfb"), "xvfb"),
    (Program("dbus-daemon"), "dbus-daemon"),
    (Program("dunst"), "dunst"),
    (Program("import"), "imagemagick"),
    (Program("setpriv"), "util-linux"),
    (
        Font("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
        "fonts-dejavu-core",
    ),
];

/// To build for Windows and to run the result here.
const WINDOWS: &[(Probe, &str)] = &[
    (Program("x86_64-w64-mingw32-gcc"), "mingw-w64"),
    (Program("wine"), "wine"),
    (Library("wine/x86_64-windows/kernel32.dll"), "wine64"),
];

/// Everything that `run` and `test` need.
pub fn install() -> Result<()> {
    if cfg!(target_os = "linux") {
        packages(DESK.iter().chain(STAGE))?;
    }
    rust_target("wasm32-unknown-unknown")?;
    node_packages()
}

/// What `windows` needs on top.
pub fn install_windows() -> Result<()> {
    install()?;
    packages(WINDOWS.iter())?;
    rust_target("x86_64-pc-windows-gnu")
}

fn packages<'a>(wanted: impl Iterator<Item = &'a (Probe, &'static str)>) -> Result<()> {
    let mut missing: Vec<&str> = wanted
        .filter(|(probe, _)| !present(probe))
        .map(|(_, package)| *package)
        .collect();
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    if !command::exists("apt-get") {
        bail!(
            "Missing here, under their Debian names: {}",
            missing.join(" ")
        );
    }
    let prefix: &[&str] = if is_root()? {
        &[]
    } else if sudo_without_password() {
        &["sudo", "-n"]
    } else {
        bail!("Please run: sudo apt-get install -y {}", missing.join(" "));
    };
    apt_get(prefix, &["update", "-q"])?;
    let mut install = vec!["install", "-q", "-y", "--no-install-recommends"];
    install.extend(&missing);
    apt_get(prefix, &install)
}

fn present(probe: &Probe) -> bool {
    match probe {
        Program(name) => command::exists(name),
        PkgConfig(name) => quiet("pkg-config", &["--exists", name]),
        Library(name) => [
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib",
        ]
        .iter()
        .any(|folder| Path::new(folder).join(name).exists()),
        Font(file) => Path::new(file).exists() || command::exists("fc-list") && has_any_font(),
    }
}

fn has_any_font() -> bool {
    command::output(&mut command::program("fc-list", &[])).is_ok_and(|list| !list.trim().is_empty())
}

fn is_root() -> Result<bool> {
    Ok(command::output(&mut command::program("id", &["-u"]))?.trim() == "0")
}

fn sudo_without_password() -> bool {
    command::exists("sudo") && quiet("sudo", &["-n", "true"])
}

fn quiet(name: &str, arguments: &[&str]) -> bool {
    command::program(name, arguments)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> Result<()> {
    let mut words = prefix.to_vec();
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    words.extend(arguments);
    command::run(&mut command::program(words[0], &words[1..]))
}

fn rust_target(target: &str) -> Result<()> {
    if !command::exists("rustup") {
        // A toolchain without rustup brings its own targets; the build says so if it does not.
        return Ok(());
    }
    let installed = command::output(&mut command::program(
        "rustup",
        &["target", "list", "--installed"],
    ))?;
    if installed.lines().any(|line| line == target) {
        return Ok(());
    }
    command::run(&mut command::program("rustup", &["target", "add", target]))
}

/// The window's npm packages, exactly as locked. They are files only: no scripts are run.
fn node_packages() -> Result<()> {
    let folder = workspace::root().join("ui");
    let modified = |file: &str| {
        folder
            .join(file)
            .metadata()
            .and_then(|it| it.modified())
            .ok()
    };
    let installed = modified("node_modules/.package-lock.json");
    if installed.is_some() && installed >= modified("package-lock.json") {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    command::run(command::program(npm, &arguments).current_dir(folder))
}
