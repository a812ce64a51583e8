//! The record of what was told.

use crate::labels::phrases;

phrases! {
    notice_empty: "Belum ada pemberitahuan", "No notifications yet";
    notice_empty_next: "Tanggap memberi tahu saat tenggat mendekat dan terlewati.", "Tanggap tells you when a deadline comes near and when it passes.";
    notice_read_all: "Tandai semua dibaca", "Mark all as read";
    notice_unread: "belum dibaca", "unread";
    notice_all_read: "Semua sudah dibaca.", "Everything has been read.";
    notice_due(self, at: &str): format!("jatuh tempo {at}"), format!("due {at}");
    notice_open(self, number: &str): format!("Buka laporan {number}"), format!("Open complaint {number}");
}
