//! Prints practice complaints to read them over: `cargo run -p tanggap-practice --example complaints [N]`.

use chrono::{DateTime, Utc};
use tanggap_domain::event::EventKind;
use tanggap_domain::region::RegionCode;
use tanggap_practice::Practice;

fn main() {
    let count = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(10);
    let now: DateTime<Utc> = "2026-11-22T02:34:00Z".parse().expect("a constant");
    let province = RegionCode::parse(Practice::DEFAULT_PROVINCE).expect("a constant");
    let practice = Practice::new(1, province).expect("the default is a province");
    for complaint in practice.complaints(count, now) {
        println!(
            "\n#{} {} | {} | {} | {} | {:?}\n{}\n  {}",
            complaint.tracking_id,
            complaint.received_at,
            complaint.classification.code(),
            complaint.category.path.join(" > "),
            complaint.stage.code(),
            complaint.location.region,
            complaint.title,
            complaint.body,
        );
        for event in &complaint.history {
            let text = match &event.what {
                EventKind::Replied { text, .. } | EventKind::ReporterAnswered { text, .. } => {
                    text.clone()
                }
                other => format!("{other:?}"),
            };
            println!(
                "    {} {:?} {}: {text}",
                event.at, event.by.role, event.by.name
            );
        }
    }
}
