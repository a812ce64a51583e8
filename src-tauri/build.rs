//! Embeds the window's files and writes one permission per command of the contract. A command that is
//! not named there cannot be called from the window.

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=../icons");
    let manifest = tauri_build::AppManifest::new().commands(tanggap_ipc::COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("Preparing the desk's shell (is ui/dist built? `cargo xtask ui`): {error:#}");
    }
}
