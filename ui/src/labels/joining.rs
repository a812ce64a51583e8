//! A recording and a report of the national system that are, or may be, one.

use crate::labels::phrases;

phrases! {
    join: "Gabungkan", "Join";
    split: "Pisahkan", "Separate";
    tell_apart: "Bukan yang sama", "Not the same";
    join_compare: "Bandingkan", "Compare";
    join_recording: "Catatan di meja ini", "Recorded at this desk";
    join_report: "Laporan nasional", "National report";
    join_waiting: "Menunggu konfirmasi hub", "Waiting for the hub";
    join_done: "Digabung", "Joined";
    split_done: "Dipisahkan", "Separated";
    tell_apart_done: "Dicatat: bukan laporan yang sama", "Noted: not the same report";
    maybe_same(self, number: &str, evidence: &str):
        format!("Mungkin laporan yang sama: #{number} ({evidence})"),
        format!("Perhaps the same report: #{number} ({evidence})");
    joined_of(self, recording: &str, report: &str):
        format!("Gabungan dari catatan {recording} dan #{report}"),
        format!("Recording {recording} and #{report} as one");
    joined_since(self, who: &str, when: &str):
        format!("oleh {who}, {when}"),
        format!("by {who}, {when}");
    joined_receipt(self, when: &str):
        format!("Tenggat dihitung dari penerimaan yang lebih awal: {when}."),
        format!("Clocks run from the earlier receipt: {when}.");
}
