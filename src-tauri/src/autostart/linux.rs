//! A desktop file in the user's autostart folder.
//!
//! <https://specifications.freedesktop.org/autostart-spec/latest/>

use std::io;
use std::path::PathBuf;

use super::Command;
use crate::start::Profile;

pub fn write(profile: &Profile, command: &Command) -> io::Result<()> {
    let file = file(profile)?;
    let exec = format!("Exec={}", exec(&command.words()?));
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    // What the session's own settings added to our file stays, for instance that it is off.
    if there.lines().any(|line| line == exec) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=Tanggap",
        "Icon=tanggap",
        &exec,
        "Terminal=false",
        "StartupNotify=false",
        "X-GNOME-Autostart-enabled=true",
    ];
    std::fs::write(file, lines.join("\n") + "\n")
}

pub fn remove(profile: &Profile) -> io::Result<()> {
    match std::fs::remove_file(file(profile)?) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

fn file(profile: &Profile) -> io::Result<PathBuf> {
    let config = dirs::config_dir().ok_or(io::ErrorKind::NotFound)?;
    let name = profile.name("tanggap", "-");
    Ok(config.join("autostart").join(format!("{name}.desktop")))
}

/// The value of `Exec`: each word in quotes, then backslashes once more, as in every value.
fn exec(words: &[&str]) -> String {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push('"');
        for character in word.chars() {
            match character {
                '"' | '`' | '$' | '\\' => line.extend(['\\', character]),
                // Otherwise a field code.
                '%' => line.push_str("%%"),
                other => line.push(other),
            }
        }
        line.push('"');
    }
    line.replace('\\', r"\\").replace('\n', r"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_the_specification_says() {
        for (words, expected) in [
            (&["/usr/bin/tanggap"][..], r#""/usr/bin/tanggap""#),
            (
                &["/opt/Aplikasi Kami/tanggap", "--hidden"],
                r#""/opt/Aplikasi Kami/tanggap" "--hidden""#,
            ),
            (&["100%"], r#""100%%""#),
            (&["$a`b\"c"], r#""\\$a\\`b\\"c""#),
            (&[r"a\b"], r#""a\\\\b""#),
        ] {
            assert_eq!(exec(words), expected);
        }
    }
}
