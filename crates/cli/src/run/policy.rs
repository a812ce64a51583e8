//! The policies over time, and the rules that the office lays over them.

use std::path::Path;

use tanggap_app::{Desk, calendar};
use tanggap_ipc::Error;
use tanggap_ipc::calendar::{AdoptRules, GetPolicies, PoliciesReply, ReadRules};
use tanggap_ipc::files::FileUse;

use super::hand_over::hand_over;
use crate::answer::{Answer, Failure, done};
use crate::args::{Policy, PolicyCommand};
use crate::json::calendar::{PoliciesJson, adopted_rules};
use crate::place::Place;
use crate::words::clocks;

pub async fn run(place: &Place, desk: &Desk, asked: Policy) -> Result<Answer, Failure> {
    match asked.command {
        None => show(place, desk).await,
        Some(PolicyCommand::Adopt { file, reason }) => adopt(place, desk, &file, reason).await,
    }
}

async fn get(place: &Place, desk: &Desk) -> Result<PoliciesReply, Failure> {
    calendar::policies(desk, GetPolicies)
        .await
        .map_err(|error| place.failure(&error))
}

async fn show(place: &Place, desk: &Desk) -> Result<Answer, Failure> {
    let reply = get(place, desk).await?;
    let words = place.words(desk);
    let policies = reply.policies.iter().enumerate();
    let mut parts: Vec<String> = policies
        .map(|(position, policy)| clocks::policy(words, policy, position == reply.today))
        .collect();
    if !reply.versions.is_empty() {
        let versions = reply.versions.iter();
        let versions: Vec<String> = versions.map(|it| clocks::version(words, it)).collect();
        parts.push(format!(
            "{}\n  {}",
            words.pick("Aturan kantor:", "Office rules:"),
            versions.join("\n  ")
        ));
    }
    let zone = desk.office().rules.calendar().zone();
    done(&PoliciesJson::of(reply, zone), parts.join("\n\n"))
}

/// From their date on, and for clocks that start then: there is nothing that a preview could show.
async fn adopt(place: &Place, desk: &Desk, file: &Path, reason: String) -> Result<Answer, Failure> {
    let failed = |error: Error| place.failure(&error);
    let file = hand_over(place, desk, file, FileUse::Rules).await?;
    let rules = calendar::rules_read(desk, ReadRules { file })
        .await
        .map_err(failed)?;
    let effective_from = rules.effective_from;
    let before = get(place, desk).await?;
    let request = AdoptRules {
        rules,
        reason,
        based_on: before.versions.first().map_or(0, |newest| newest.version),
    };
    let after = calendar::rules_adopt(desk, request).await.map_err(failed)?;
    let adopted = after
        .versions
        .first()
        .ok_or_else(|| failed(Error::new(tanggap_ipc::Code::Internal)))?;
    let words = place.words(desk);
    let date = words.date(effective_from);
    let text = format!(
        "{} {}",
        words.pick(
            format!("Berlaku bagi tenggat yang mulai sejak {date}:"),
            format!("In force for clocks that start on or after {date}:"),
        ),
        clocks::version(words, adopted)
    );
    let zone = desk.office().rules.calendar().zone();
    done(&adopted_rules(adopted, effective_from, zone), text)
}
