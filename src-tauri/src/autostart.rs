//! Starting with the officer's session, where the officer wants it. The setting is the truth: what
//! the system holds is made to follow it at every start and every change.
//!
//! Three short files instead of a crate: the one at hand writes paths with spaces unquoted, ignores
//! `XDG_CONFIG_HOME` and switches on again what was switched off in the Task Manager.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

use std::ffi::OsString;
use std::path::PathBuf;

use tanggap_ipc::settings::DesktopSettings;

use crate::start::{HIDDEN, Profile};

/// What is to be started.
struct Command {
    program: PathBuf,
    arguments: Vec<OsString>,
}

/// Makes the system follow the settings.
pub fn apply(profile: &Profile, settings: &DesktopSettings) {
    let applied = if settings.autostart {
        command(profile, settings).and_then(|command| system::write(profile, &command))
    } else {
        system::remove(profile)
    };
    if let Err(cause) = applied {
        let wanted = settings.autostart;
        tracing::warn!(%cause, wanted, "Starting with the session could not be set");
    }
}

fn command(profile: &Profile, settings: &DesktopSettings) -> std::io::Result<Command> {
    // An AppImage is the file that was started, not the place where it unpacked itself.
    let image = std::env::var_os("APPIMAGE").map(PathBuf::from);
    let program = match image {
        Some(image) => image,
        None => std::env::current_exe()?,
    };
    let mut arguments = profile.arguments();
    if settings.keep_in_tray {
        arguments.push(HIDDEN.into());
    }
    Ok(Command { program, arguments })
}

impl Command {
    /// Program and arguments as text. Paths that are no text cannot be written anywhere.
    fn words(&self) -> std::io::Result<Vec<&str>> {
        let program = self.program.as_os_str();
        std::iter::once(program)
            .chain(self.arguments.iter().map(OsString::as_os_str))
            .map(|word| word.to_str())
            .collect::<Option<_>>()
            .ok_or_else(|| std::io::ErrorKind::InvalidFilename.into())
    }
}
