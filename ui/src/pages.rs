//! The pages of the rail, one row each: whatever frame, rail, search and keys know of a page they read
//! here, so that a new page is its row, its words and its file. Pages know the window's state and ask
//! the shell; none of them decides.

pub mod deadlines;
pub mod inbox;
pub mod map;
pub mod notices;
pub mod record;
pub mod settings;
pub mod setup;

use leptos::prelude::*;
use tanggap_ipc::frame::FrameStatus;

use crate::icons::Icon;
use crate::labels::Say;
use crate::state::{DeadlineTab, Section};

/// What the window knows of a page.
pub struct Descriptor {
    /// Its word in test ids.
    pub code: &'static str,
    pub icon: Icon,
    pub name: fn(Say) -> &'static str,
    /// The name as the narrow rail writes it.
    pub on_rail: fn(Say) -> &'static str,
    pub badge: Option<Badge>,
    /// What of it search offers beside the page itself.
    pub parts: &'static [Part],
    pub view: fn() -> AnyView,
}

/// What waits on a page: its count on the rail, and the count in words.
pub struct Badge {
    pub count: fn(&FrameStatus) -> u32,
    pub words: fn(Say, u32) -> String,
}

/// A part of a page that can be gone to directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Tab(DeadlineTab),
    Section(Section),
}

macro_rules! pages {
    ($($page:ident { $($what:ident: $is:expr),* $(,)? })*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Page { $($page),* }

        impl Page {
            /// In the order of the rail.
            pub const ALL: &'static [Self] = &[$(Self::$page),*];

            pub const fn descriptor(self) -> &'static Descriptor {
                match self { $(Self::$page => const { &Descriptor { $($what: $is),* } }),* }
            }
        }
    };
}

pages! {
    Inbox {
        code: "inbox",
        icon: Icon::Inbox,
        name: Say::page_inbox,
        on_rail: Say::page_inbox,
        badge: Some(Badge { count: |frame| frame.counts.to_do, words: Say::nav_to_do }),
        parts: &[],
        view: || view! { <inbox::InboxPage /> }.into_any(),
    }
    Map {
        code: "map",
        icon: Icon::Map,
        name: Say::page_map,
        on_rail: Say::page_map,
        badge: None,
        parts: &[],
        view: || view! { <map::MapPage /> }.into_any(),
    }
    Deadlines {
        code: "deadlines",
        icon: Icon::Deadlines,
        name: Say::page_deadlines,
        on_rail: Say::page_deadlines,
        badge: Some(Badge { count: |frame| frame.counts.overdue, words: Say::nav_overdue }),
        parts: &[Part::Tab(DeadlineTab::Month), Part::Tab(DeadlineTab::Escalation)],
        view: || view! { <deadlines::DeadlinesPage /> }.into_any(),
    }
    Notices {
        code: "notices",
        icon: Icon::Bell,
        name: Say::notices,
        on_rail: Say::notices_on_rail,
        badge: Some(Badge { count: |frame| frame.unread_notices, words: Say::notices_unread }),
        parts: &[],
        view: || view! { <notices::NoticesPage /> }.into_any(),
    }
    Record {
        code: "record",
        icon: Icon::Record,
        name: Say::page_record,
        on_rail: Say::page_record,
        badge: None,
        parts: &[],
        view: || view! { <record::RecordPage /> }.into_any(),
    }
    Settings {
        code: "settings",
        icon: Icon::Settings,
        name: Say::page_settings,
        on_rail: Say::page_settings,
        badge: None,
        parts: &[
            Part::Section(Section::Calendar),
            Part::Section(Section::Rules),
            Part::Section(Section::Notify),
        ],
        view: || view! { <settings::SettingsPage /> }.into_any(),
    }
}

/// The keys of the pages, first on the rail first.
const CAPS: [&str; 9] = [
    "Ctrl 1", "Ctrl 2", "Ctrl 3", "Ctrl 4", "Ctrl 5", "Ctrl 6", "Ctrl 7", "Ctrl 8", "Ctrl 9",
];

const _: () = assert!(
    Page::ALL.len() <= CAPS.len(),
    "every page needs a digit of its own"
);

impl Page {
    /// Its key as the keyboard prints it: Control and its place on the rail.
    pub const fn cap(self) -> &'static str {
        CAPS[self as usize]
    }

    /// The page of this digit.
    pub fn of_digit(digit: &str) -> Option<Self> {
        let number: usize = digit.parse().ok()?;
        Self::ALL.get(number.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    #[test]
    fn every_page_has_a_code_a_name_and_a_key_of_its_own() {
        let codes: BTreeSet<&str> = Page::ALL.iter().map(|it| it.descriptor().code).collect();
        assert_eq!(codes.len(), Page::ALL.len());
        for language in [Language::Id, Language::En] {
            let zone = Zone::Wib;
            let say = Say { language, zone };
            let names = Page::ALL.iter().map(|it| (it.descriptor().name)(say));
            assert_eq!(names.collect::<BTreeSet<_>>().len(), Page::ALL.len());
        }
        for page in Page::ALL {
            let digit = page.cap().strip_prefix("Ctrl ").unwrap();
            assert_eq!(Page::of_digit(digit), Some(*page));
        }
    }

    #[test]
    fn other_digits_are_no_page() {
        for digit in ["0", "-1", "", "01x", "99"] {
            assert_eq!(Page::of_digit(digit), None, "{digit:?}");
        }
    }

    /// The rail may break a long name, and says nothing else.
    #[test]
    fn the_rail_calls_a_page_by_its_name() {
        for language in [Language::Id, Language::En] {
            let zone = Zone::Wib;
            let say = Say { language, zone };
            for page in Page::ALL {
                let page = page.descriptor();
                assert_eq!((page.on_rail)(say).replace('\u{ad}', ""), (page.name)(say));
            }
        }
    }
}
