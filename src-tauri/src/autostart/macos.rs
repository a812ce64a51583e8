//! A launch agent of the user. It counts from the next login on.

use std::io;
use std::path::PathBuf;

use super::Command;
use crate::markup;
use crate::start::Profile;

pub fn write(profile: &Profile, command: &Command) -> io::Result<()> {
    let file = file(profile)?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let label = label(profile);
    let words: String = command
        .words()?
        .iter()
        .map(|word| format!("    <string>{}</string>\n", markup::escape(word)))
        .collect();
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>{label}</string>
  <key>ProgramArguments</key>
  <array>
{words}  </array>
  <key>RunAtLoad</key>
  <true/>
</dict>
</plist>
"#
    );
    std::fs::write(file, text)
}

pub fn remove(profile: &Profile) -> io::Result<()> {
    match std::fs::remove_file(file(profile)?) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

fn file(profile: &Profile) -> io::Result<PathBuf> {
    let home = dirs::home_dir().ok_or(io::ErrorKind::NotFound)?;
    let agents = home.join("Library/LaunchAgents");
    Ok(agents.join(format!("{}.plist", label(profile))))
}

fn label(profile: &Profile) -> String {
    profile.name("id.tanggap.desk", ".p")
}
