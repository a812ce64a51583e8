//! Where our built programs are: beside the test that looks for them, as cargo lays them out.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// A program of ours: `tanggap`, `tanggap-hub` or `tanggapctl`.
///
/// Fails with the command that builds it when it is not there.
pub fn find(name: &str) -> Result<PathBuf> {
    let file = folder()?.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !file.is_file() {
        bail!(
            "{} is not built; `cargo xtask test` builds it, or `cargo build --workspace --exclude tanggap-ui`",
            file.display()
        );
    }
    Ok(file)
}

/// Where pictures of the window go: `target/screenshots`.
pub fn screens() -> Result<PathBuf> {
    let mut folder = folder()?;
    folder.pop();
    Ok(folder.join("screenshots"))
}

/// `target/debug` or `target/release`, whichever we run from.
fn folder() -> Result<PathBuf> {
    let mut folder = std::env::current_exe().context("Finding our own program")?;
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    Ok(folder)
}
