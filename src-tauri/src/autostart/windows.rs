//! A value in the user's `Run` key. Whether the Task Manager lets it start is kept elsewhere and left
//! alone.

use std::io;

use windows_registry::CURRENT_USER;

use super::Command;
use crate::start::Profile;

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";

pub fn write(profile: &Profile, command: &Command) -> io::Result<()> {
    // Paths hold no quotes here, and ours do not end with a backslash.
    let words = command.words()?.into_iter();
    let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    let key = CURRENT_USER.create(RUN)?;
    Ok(key.set_string(name(profile), words.join(" "))?)
}

pub fn remove(profile: &Profile) -> io::Result<()> {
    let (key, name) = (CURRENT_USER.create(RUN)?, name(profile));
    match key.get_string(&name) {
        Ok(_there) => Ok(key.remove_value(&name)?),
        Err(_absent) => Ok(()),
    }
}

fn name(profile: &Profile) -> String {
    profile.name("Tanggap", " ")
}
