//! Where within a page one can be, and what lies over it. The pages themselves stand in `pages.rs`.

/// The tabs of Tenggat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineTab {
    Board,
    Month,
    Escalation,
}

impl DeadlineTab {
    pub const ALL: [Self; 3] = [Self::Board, Self::Month, Self::Escalation];

    pub fn code(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Month => "month",
            Self::Escalation => "escalation",
        }
    }
}

/// The sections of Atur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Office,
    Connection,
    Calendar,
    Rules,
    Notify,
    Look,
    Import,
    About,
}

impl Section {
    pub const ALL: [Self; 8] = [
        Self::Office,
        Self::Connection,
        Self::Calendar,
        Self::Rules,
        Self::Notify,
        Self::Look,
        Self::Import,
        Self::About,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Connection => "connection",
            Self::Calendar => "calendar",
            Self::Rules => "rules",
            Self::Notify => "notify",
            Self::Look => "look",
            Self::Import => "import",
            Self::About => "about",
        }
    }
}

/// What lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    None,
    Outbox,
    Notices,
    /// What may be one report.
    Likely,
    Keys,
    EndPractice,
}
