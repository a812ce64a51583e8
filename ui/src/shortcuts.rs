//! Every key of the window in one table. Pages listen through [`Key::of`] only, and the list of keys
//! shows these very lines: what is documented is what is listened to. It does nothing itself.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::labels::Say;
use crate::pages::Page;

/// A key, or a key together with Control, that means something somewhere in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    J,
    K,
    Down,
    Up,
    Left,
    Right,
    Enter,
    E,
    D,
    V,
    T,
    X,
    U,
    Escape,
    PageUp,
    PageDown,
    Home,
    End,
    Slash,
    Question,
    ControlEnter,
    ControlK,
    Larger,
    Smaller,
    UsualSize,
    Go(Page),
}

/// A line of the list: what these keys do.
pub struct Line {
    /// Its name for tests.
    pub code: &'static str,
    pub keys: &'static [Key],
    pub says: fn(Say) -> &'static str,
}

/// One key a page.
const GO: [Key; Page::ALL.len()] = {
    let mut keys = [Key::Question; Page::ALL.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = Key::Go(Page::ALL[at]);
        at += 1;
    }
    keys
};

/// The whole list, as it is shown.
pub const LINES: &[Line] = &[
    Line {
        code: "move",
        keys: &[Key::J, Key::K, Key::Down, Key::Up],
        says: Say::keys_move,
    },
    Line {
        code: "open",
        keys: &[Key::Enter],
        says: Say::keys_open,
    },
    Line {
        code: "reply",
        keys: &[Key::E],
        says: Say::keys_reply,
    },
    Line {
        code: "dispose",
        keys: &[Key::D],
        says: Say::keys_dispose,
    },
    Line {
        code: "verify",
        keys: &[Key::V],
        says: Say::keys_verify,
    },
    Line {
        code: "hold",
        keys: &[Key::T],
        says: Say::keys_hold,
    },
    Line {
        code: "select",
        keys: &[Key::X],
        says: Say::keys_select,
    },
    Line {
        code: "unselect",
        keys: &[Key::Escape],
        says: Say::keys_unselect,
    },
    Line {
        code: "deadlines",
        keys: &[Key::Left, Key::Right, Key::Up, Key::Down],
        says: Say::keys_deadlines,
    },
    Line {
        code: "week",
        keys: &[Key::Home, Key::End],
        says: Say::keys_week,
    },
    Line {
        code: "month",
        keys: &[Key::PageUp, Key::PageDown],
        says: Say::keys_month,
    },
    Line {
        code: "undo",
        keys: &[Key::U],
        says: Say::keys_undo,
    },
    Line {
        code: "send",
        keys: &[Key::ControlEnter],
        says: Say::keys_send,
    },
    Line {
        code: "leave",
        keys: &[Key::Escape],
        says: Say::keys_leave,
    },
    Line {
        code: "search",
        keys: &[Key::Slash, Key::ControlK],
        says: Say::keys_search,
    },
    Line {
        code: "pages",
        keys: &GO,
        says: Say::keys_pages,
    },
    Line {
        code: "zoom",
        keys: &[Key::Larger, Key::Smaller, Key::UsualSize],
        says: Say::keys_zoom,
    },
    Line {
        code: "help",
        keys: &[Key::Question],
        says: Say::keys_help,
    },
];

impl Key {
    /// What was pressed, if it means anything. Keys that finish a composed character do not.
    pub fn of(event: &KeyboardEvent) -> Option<Self> {
        if event.is_composing() || event.alt_key() {
            return None;
        }
        Self::named(
            &event.key(),
            event.ctrl_key() || event.meta_key(),
            event.shift_key(),
        )
    }

    fn named(key: &str, control: bool, shift: bool) -> Option<Self> {
        if control {
            return match key {
                // On many keyboards the plus is reached with Shift.
                "+" | "=" => Some(Self::Larger),
                _ if shift => None,
                "-" => Some(Self::Smaller),
                "0" => Some(Self::UsualSize),
                "Enter" => Some(Self::ControlEnter),
                "k" | "K" => Some(Self::ControlK),
                digit => Page::of_digit(digit).map(Self::Go),
            };
        }
        Some(match key {
            "j" | "J" => Self::J,
            "k" | "K" => Self::K,
            "e" | "E" => Self::E,
            "d" | "D" => Self::D,
            "v" | "V" => Self::V,
            "t" | "T" => Self::T,
            "x" | "X" => Self::X,
            "u" | "U" => Self::U,
            "ArrowDown" => Self::Down,
            "ArrowUp" => Self::Up,
            "ArrowLeft" => Self::Left,
            "ArrowRight" => Self::Right,
            "Enter" => Self::Enter,
            "Escape" => Self::Escape,
            "PageUp" => Self::PageUp,
            "PageDown" => Self::PageDown,
            "Home" => Self::Home,
            "End" => Self::End,
            "/" => Self::Slash,
            "?" => Self::Question,
            _ => return None,
        })
    }

    /// As it is printed on the keyboard.
    pub fn cap(self) -> &'static str {
        match self {
            Self::J => "J",
            Self::K => "K",
            Self::Down => "↓",
            Self::Up => "↑",
            Self::Left => "←",
            Self::Right => "→",
            Self::Enter => "Enter",
            Self::E => "E",
            Self::D => "D",
            Self::V => "V",
            Self::T => "T",
            Self::X => "X",
            Self::U => "U",
            Self::Escape => "Esc",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
            Self::Home => "Home",
            Self::End => "End",
            Self::Slash => "/",
            Self::Question => "?",
            Self::ControlEnter => "Ctrl Enter",
            Self::ControlK => "Ctrl K",
            Self::Larger => "Ctrl +",
            Self::Smaller => "Ctrl -",
            Self::UsualSize => "Ctrl 0",
            Self::Go(page) => page.cap(),
        }
    }
}

/// Whether a letter typed now belongs to a field or an open dialog, and is no shortcut.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
        return true;
    }
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
    else {
        return false;
    };
    matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || target.is_content_editable()
        || target
            .closest("dialog, .menu-panel")
            .is_ok_and(|found| found.is_some())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Everything that `Key::named` can answer with, by what a keyboard says.
    fn all() -> Vec<Key> {
        let plain = [
            "j",
            "k",
            "e",
            "d",
            "v",
            "t",
            "x",
            "u",
            "ArrowDown",
            "ArrowUp",
            "ArrowLeft",
            "ArrowRight",
            "Enter",
            "Escape",
            "PageUp",
            "PageDown",
            "Home",
            "End",
            "/",
            "?",
        ];
        let control = ["Enter", "k", "+", "-", "0"];
        let pages = (1..=Page::ALL.len()).map(|digit| digit.to_string());
        let plain = plain.into_iter().map(|key| Key::named(key, false, false));
        let control = control.into_iter().map(|key| Key::named(key, true, false));
        let pages = pages.map(|digit| Key::named(&digit, true, false));
        let all = plain.chain(control).chain(pages);
        all.map(|key| key.unwrap()).collect()
    }

    #[test]
    fn every_key_that_is_listened_to_is_in_the_list() {
        for key in all() {
            let listed = LINES.iter().any(|line| line.keys.contains(&key));
            assert!(listed, "{} is listened to and nowhere listed", key.cap());
        }
    }

    #[test]
    fn every_key_of_the_list_can_be_pressed() {
        let all = all();
        for line in LINES {
            assert!(!line.keys.is_empty(), "{}", line.code);
            for key in line.keys {
                assert!(all.contains(key), "{} in {}", key.cap(), line.code);
            }
        }
        let codes: BTreeSet<&str> = LINES.iter().map(|line| line.code).collect();
        assert_eq!(codes.len(), LINES.len(), "no name twice");
    }

    #[test]
    fn what_belongs_to_the_system_is_left_alone() {
        let behind_the_last = (Page::ALL.len() + 1).to_string();
        for (key, control, shift) in [
            ("j", true, false),
            (behind_the_last.as_str(), true, false),
            ("k", true, true),
            ("Tab", false, false),
            ("a", false, false),
        ] {
            assert_eq!(Key::named(key, control, shift), None, "{key}");
        }
    }
}
