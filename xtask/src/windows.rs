//! `cargo xtask windows`: the whole desk for x86_64-pc-windows-gnu, and the domain and store tests
//! under wine. On demand only, never part of `test`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{command, prerequisites, ui, workspace};

const TARGET: &str = "x86_64-pc-windows-gnu";

/// wine before 9 lacks `bcryptprimitives.dll`, which Rust's standard library asks for randomness.
/// The stand-in hands the one call over to `SystemFunction036`, as Windows 7 had it.
const STAND_IN: &str = r"
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    while (length > 0) {
        ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
        if (!SystemFunction036(data, part)) return FALSE;
        data += part;
        length -= part;
    }
    return TRUE;
}
";

#[derive(clap::Args)]
pub struct Arguments {
    /// Only the tests under wine, without building the desk.
    #[arg(long)]
    tests: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    prerequisites::install_windows()?;
    if !arguments.tests {
        build()?;
    }
    test_under_wine()
}

/// The desk, the command line and the hub, in target/x86_64-pc-windows-gnu/release.
fn build() -> Result<()> {
    ui::build(ui::Profile::Release)?;
    let packages = ["-p", "tanggap", "-p", "tanggap-cli", "-p", "tanggap-hub"];
    let mut build = command::cargo(&["build", "--release", "--target", TARGET]);
    command::run(build.args(packages))?;
    let folder = workspace::target().join(TARGET).join("release");
    eprintln!("Built for Windows: {}", folder.display());
    Ok(())
}

fn test_under_wine() -> Result<()> {
    let wine = prepare_wine()?;
    let packages = ["-p", "tanggap-domain", "-p", "tanggap-store"];
    let mut tests = command::cargo(&["test", "--no-fail-fast", "--target", TARGET]);
    tests
        .args(packages)
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine")
        .env("WINEPREFIX", wine.join("prefix"))
        .env("WINEPATH", format!("Z:{}", wine.display()))
        .env("WINEDLLOVERRIDES", "bcryptprimitives=n,b;mscoree,mshtml=")
        .env("WINEDEBUG", "-all");
    command::run(&mut tests)
}

/// A folder with the stand-in library and, later, wine's own prefix.
fn prepare_wine() -> Result<PathBuf> {
    let folder = workspace::target().join("wine");
    fs::create_dir_all(&folder).context("Making a folder for wine")?;
    let source = folder.join("bcryptprimitives.c");
    fs::write(&source, STAND_IN).context("Writing the stand-in library")?;
    compile(&source, &folder.join("bcryptprimitives.dll"))?;
    Ok(folder)
}

fn compile(source: &Path, library: &Path) -> Result<()> {
    let mut compiler = command::program("x86_64-w64-mingw32-gcc", &["-shared", "-O2", "-o"]);
    command::run(compiler.arg(library).arg(source).arg("-ladvapi32"))
}
