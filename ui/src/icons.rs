//! Icons: Lucide symbols of the sheet that the build makes from `icons.txt` and `boot.js` puts into
//! the page, where each is `icon-NAME`: no other element may be named so. Decoration only; the
//! word that says the same always stands beside them or in the element's name.

use leptos::prelude::*;

macro_rules! icons {
    ($($variant:ident = $name:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon { $($variant),* }

        impl Icon {
            fn href(self) -> &'static str {
                match self { $(Self::$variant => concat!("#icon-", $name)),* }
            }

            /// Every name, for the test that holds this list to `icons.txt`.
            #[cfg(test)]
            const NAMES: &[&str] = &[$($name),*];
        }
    };
}

icons! {
    Archive = "archive",
    Sort = "arrow-up-down",
    Ban = "ban",
    Bell = "bell",
    Unit = "building-2",
    Check = "check",
    Down = "chevron-down",
    Left = "chevron-left",
    Right = "chevron-right",
    Done = "circle-check",
    Record = "clipboard-pen",
    Deadlines = "clock-alert",
    Cloud = "cloud",
    CloudOff = "cloud-off",
    Copy = "copy",
    Forward = "corner-up-right",
    Download = "download",
    More = "ellipsis",
    Hide = "eye-off",
    File = "file-text",
    Image = "image",
    Inbox = "inbox",
    Info = "info",
    Template = "layout-template",
    Lock = "lock",
    Map = "map",
    Place = "map-pin",
    Message = "message-square",
    Attach = "paperclip",
    Pause = "pause",
    Edit = "pencil",
    Plus = "plus",
    Sync = "refresh-cw",
    Reopen = "rotate-ccw",
    Search = "search",
    Send = "send",
    Settings = "settings",
    Note = "sticky-note",
    Delete = "trash-2",
    Warning = "triangle-alert",
    Undo = "undo-2",
    Person = "user",
    Anonymous = "user-x",
    Close = "x",
    Minus = "minus",
    Calendar = "calendar-days",
    Key = "key-round",
    Spreadsheet = "file-spreadsheet",
    Practice = "graduation-cap",
    Connect = "plug",
    Rules = "scale",
    Upload = "upload",
}

/// The drawing, 16 px unless the style sheet says otherwise.
pub fn icon(icon: Icon) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true" focusable="false"><use href=icon.href() /></svg> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_in_the_sheet() {
        let listed: Vec<&str> = include_str!("../icons.txt")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .collect();
        for name in Icon::NAMES {
            assert!(listed.contains(name), "{name} is missing in icons.txt");
        }
    }
}
