//! `sla explain`: the clocks of a report that was just received, and why. Needs no profile.

use chrono::{DateTime, Utc};
use tanggap_app::office::Office;
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{ClockFacts, Explanation};
use tanggap_ipc::settings::{Settings, Zone};
use tanggap_wording::Words;

use crate::args::local_instant;
use crate::json::{ExplainedClockJson, ExplainedJson};
use crate::run::document;
use crate::words::Language;
use crate::{Answer, Failure};

pub fn explain(
    class: Classification,
    received: &str,
    zone: Zone,
    now: DateTime<Utc>,
    language: Language,
) -> Result<Answer, Failure> {
    let settings = Settings {
        zone,
        ..Settings::default()
    };
    let fault = |cause: &dyn std::fmt::Display| Failure::Refused {
        code: "bad-input".to_owned(),
        message: cause.to_string(),
    };
    let office = Office::standard(settings).map_err(|cause| fault(&cause))?;
    let tz = office.rules.calendar().zone();
    let received_at = local_instant(received, tz).map_err(Failure::Usage)?;
    let facts = ClockFacts::received(class, received_at);
    // Nothing has happened yet, so what is due does not depend on the time of asking.
    let at = now.max(received_at);
    let clocks = office
        .rules
        .clocks(&facts, at)
        .map_err(|cause| fault(&cause))?;
    let explanations = office
        .rules
        .explain(&facts, at)
        .map_err(|cause| fault(&cause))?;
    let words = words(language, zone);
    let text = explanations
        .iter()
        .map(|explanation| in_full(words, explanation))
        .collect::<Vec<_>>()
        .join("\n\n");
    let clocks = clocks
        .into_iter()
        .zip(&explanations)
        .map(|(clock, explanation)| ExplainedClockJson::of(clock, words.why(explanation), tz))
        .collect();
    Ok(Answer::Done {
        document: document(&ExplainedJson { clocks })?,
        text,
    })
}

/// How the command line speaks of an office in this zone.
pub fn words(language: Language, zone: Zone) -> Words {
    Words {
        language: match language {
            Language::Id => tanggap_ipc::settings::Language::Id,
            Language::En => tanggap_ipc::settings::Language::En,
        },
        zone,
    }
}

/// One clock: what it is, when it is due, and every reason.
pub fn in_full(words: Words, explanation: &Explanation) -> String {
    let why = words.why(explanation);
    let clock = words.clock(explanation.deadline.kind, explanation.name.as_deref());
    let mut text = format!("{clock}: {}", why.one_line);
    for line in why.text().lines() {
        text.push_str("\n  ");
        text.push_str(line);
    }
    text
}
