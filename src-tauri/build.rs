//! Embeds the window's files and writes one permission per command. A command that is not named
//! here cannot be called from the window.

const COMMANDS: &[&str] = &["about"];

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("Preparing the desk's shell (is ui/dist built? `cargo xtask ui`): {error:#}");
    }
}
