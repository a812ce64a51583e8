//! `sla explain`: the clocks of a complaint as they stand, or of a report that was just received, and
//! why. The second needs no profile.

use chrono::{DateTime, Utc};
use tanggap_app::office::Office;
use tanggap_app::{Desk, complaint};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{ClockFacts, Explanation, Unjudged};
use tanggap_ipc::complaint::Get;
use tanggap_ipc::settings::{Settings, Zone};
use tanggap_wording::Words;

use crate::answer::{Answer, Failure, document};
use crate::args::local_instant;
use crate::json::WithoutRuleJson;
use crate::json::explained::{
    ExplainedClockJson, ExplainedComplaintJson, ExplainedJson, JudgedClockJson,
};
use crate::place::{Place, meant};
use crate::words::{Language, clocks};

/// One complaint of the profile, judged by the calendars and rules that the office adopted.
pub async fn explain_of(place: &Place, desk: &Desk, id: &str) -> Result<Answer, Failure> {
    let id = meant(place, desk, id).await?;
    let detail = complaint::get(desk, Get { id })
        .await
        .map_err(|error| place.failure(&error))?;
    let words = place.words(desk);
    let zone = desk.office().rules.calendar().zone();
    let explained = detail.clocks.iter().map(|it| {
        let state = clocks::state(words, it.clock.state);
        format!("[{state}] {}", in_full(words, &it.explanation))
    });
    let text = joined(explained.chain(without_rule(words, &detail.without_rule)));
    let clocks = detail.clocks.into_iter().map(|it| {
        let why = words.why(&it.explanation);
        JudgedClockJson::of(it.clock, &it.explanation, why, zone)
    });
    let document = document(&ExplainedComplaintJson {
        tracking_id: detail.complaint.tracking_id.to_string(),
        clocks: clocks.collect(),
        without_rule: WithoutRuleJson::all(&detail.without_rule),
    })?;
    Ok(Answer::Done { document, text })
}

/// A report received at `received`, to which nothing has happened yet.
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
    let fault = |cause: &dyn std::fmt::Display| Failure::refused("bad-input", cause.to_string());
    let office = Office::standard(settings).map_err(|cause| fault(&cause))?;
    let tz = office.rules.calendar().zone();
    let received_at = local_instant(received, tz).map_err(Failure::Usage)?;
    let facts = ClockFacts::received(class, received_at);
    // Nothing has happened yet, so what is due does not depend on the time of asking.
    let at = now.max(received_at);
    let judgment = office.rules.explained(&facts, at);
    let words = language.words(zone);
    let explained = judgment.clocks.iter();
    let explained = explained.map(|(_, explanation)| in_full(words, explanation));
    let text = joined(explained.chain(without_rule(words, &judgment.without_rule)));
    let clocks = judgment
        .clocks
        .into_iter()
        .map(|(clock, explanation)| ExplainedClockJson::of(clock, words.why(&explanation), tz))
        .collect();
    let without_rule = WithoutRuleJson::all(&judgment.without_rule);
    Ok(Answer::Done {
        document: document(&ExplainedJson {
            clocks,
            without_rule,
        })?,
        text,
    })
}

fn joined(clocks: impl Iterator<Item = String>) -> String {
    clocks.collect::<Vec<_>>().join("\n\n")
}

/// The clocks that no rule judges, each in a line.
fn without_rule(words: Words, unjudged: &[Unjudged]) -> impl Iterator<Item = String> {
    unjudged.iter().map(move |it| {
        let clock = words.clock(it.clock, None);
        format!("{clock}: {}", words.no_rule(&it.why))
    })
}

/// One clock: what it is, when it is due, and every reason.
fn in_full(words: Words, explanation: &Explanation) -> String {
    let why = words.why(explanation);
    let clock = words.clock(explanation.deadline.kind, explanation.name.as_deref());
    let mut text = format!("{clock}: {}", why.one_line);
    for line in why.text().lines() {
        text.push_str("\n  ");
        text.push_str(line);
    }
    text
}
