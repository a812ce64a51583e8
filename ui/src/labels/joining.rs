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
    join_open_other: "Buka yang lain", "Open the other";
    likely_title: "Mungkin laporan yang sama", "Perhaps the same report";
    likely_about: "Catatan di meja dan laporan nasional yang mungkin satu laporan. Buka, bandingkan, lalu gabungkan atau nyatakan bukan yang sama.", "Recordings and national reports that may be one. Open, compare, then join them or say that they are not the same.";
    likely_none: "Tidak ada catatan yang menyerupai laporan nasional.", "No recording looks like a national report.";
    command_likely: "Buka laporan yang mungkin sama", "Open what may be the same report";
    likely_some(self, count: usize):
        format!("{count} catatan mungkin sama dengan laporan nasional"),
        format!("{count} recordings may be the same as national reports");
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
