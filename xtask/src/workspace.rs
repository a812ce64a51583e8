//! Where things stand in the checkout. It must never look outside it, except for the optional test
//! data beside it.

use std::path::PathBuf;

/// The checkout's top folder.
pub fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program of ours as built by cargo with `profile` ("debug" or "release").
pub fn program(profile: &str, name: &str) -> PathBuf {
    target()
        .join(profile)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The folder of real complaints for tests: what `TANGGAP_TEST_DATA` says, else the folder beside
/// the checkout, if there is one.
pub fn test_data() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("TANGGAP_TEST_DATA") {
        return Some(PathBuf::from(named));
    }
    let beside = root().parent()?.join("shared/data/test-only");
    beside.is_dir().then_some(beside)
}
