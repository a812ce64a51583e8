//! The contract between the desk's window and its shell: one module per screen.
//!
//! Each request type names its command and its reply, so that neither end can get them apart. Both
//! ends ship together, therefore views may embed domain types. Nothing here decides anything.

pub mod error;
pub mod event;

pub mod boot;
pub mod frame;
pub mod window;

pub mod complaint;
pub mod compose;
pub mod inbox;
pub mod outbox;

pub mod deadlines;
pub mod escalation;
pub mod map;

pub mod import;
pub mod joining;
pub mod record;

pub mod calendar;
pub mod settings;

pub mod files;
pub mod notices;

pub use error::{Code, Error};
pub use event::Event;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request of the window. The shell has one command of the same name that takes it as its only
/// argument, `request`.
pub trait Request: Serialize + DeserializeOwned {
    const COMMAND: &'static str;
    type Reply: Serialize + DeserializeOwned;
}

/// Names the command and the reply of a request type.
macro_rules! command {
    ($request:ty => $name:literal -> $reply:ty) => {
        impl $crate::Request for $request {
            const COMMAND: &'static str = $name;
            type Reply = $reply;
        }
    };
}
pub(crate) use command;

/// Every command, for the shell's capabilities and the tests that hold both ends to it.
pub const COMMANDS: &[&str] = &[
    "boot",
    "profile_create",
    "profile_unlock",
    "hub_connect",
    "hub_disconnect",
    "practice_start",
    "window_report",
    "frame_status",
    "sync_now",
    "inbox_list",
    "inbox_counts",
    "complaint_get",
    "likely_list",
    "change_submit",
    "change_submit_many",
    "change_withdraw",
    "draft_save",
    "draft_get",
    "draft_list",
    "draft_discard",
    "template_list",
    "template_fill",
    "reply_check",
    "reply_look",
    "outbox_list",
    "outbox_discard",
    "outbox_reopen",
    "outbox_resend",
    "outbox_take_over",
    "outbox_drafts",
    "outbox_draft_settle",
    "map_regions",
    "map_boundaries",
    "deadline_board",
    "deadline_lane",
    "deadline_month",
    "deadline_day",
    "deadline_export",
    "escalation_list",
    "reminder_write",
    "reminder_send",
    "record_submit",
    "region_children",
    "region_find",
    "reference_get",
    "import_run",
    "import_problems",
    "import_call_off",
    "import_history",
    "import_changes",
    "import_look_back",
    "import_take_back",
    "file_begin",
    "file_chunk",
    "file_keep",
    "file_discard",
    "attachment_read",
    "attachment_export",
    "settings_get",
    "settings_save",
    "calendar_get",
    "calendar_version",
    "calendar_preview",
    "calendar_adopt",
    "decree_read",
    "policy_get",
    "rules_adopt",
    "rules_read",
    "notice_list",
    "notice_read",
    "notice_snooze",
];
