//! The policies over time, and the rules that the office lays over them.

use chrono::{Days, NaiveDate};
use tanggap_domain::sla::{OfficeRules, Policies, PolicyError, Reach};
use tanggap_ipc::calendar::{
    AdoptRules, Fault, GetPolicies, PoliciesReply, ReadRules, VersionInfo,
};
use tanggap_ipc::files::FileUse;
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::RulesVersion;

use super::versions::{self, reason};
use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::office::Office;

pub async fn get(desk: &Desk, _request: GetPolicies) -> Result<PoliciesReply> {
    let office = desk.office();
    let policies = office.rules.policies.versions().to_vec();
    let today = today(desk);
    let versions = desk
        .store
        .journal()
        .rules_versions()
        .await
        .map_err(of_store)?;
    Ok(PoliciesReply {
        today: policies
            .iter()
            .rposition(|policy| policy.effective_from <= today)
            .unwrap_or_default(),
        policies,
        office: versions.last().map(|version| version.rules.clone()),
        versions: versions.iter().rev().map(info).collect(),
        earliest: earliest(desk),
    })
}

/// Puts rules into force for clocks that start on or after their date. On the disk when the answer
/// comes; no clock that runs moves.
pub async fn adopt(desk: &Desk, request: AdoptRules) -> Result<PoliciesReply> {
    let _one_at_a_time = desk.adopting.lock().await;
    let reason = reason(&request.reason)?;
    let version = request.based_on.saturating_add(1);
    let rules = OfficeRules {
        version,
        ..request.rules
    };
    rules.check_adoption(earliest(desk)).map_err(fault)?;
    let stored = RulesVersion {
        version,
        adopted_at: desk.now(),
        author: desk.actor().name,
        reason,
        rules,
    };
    let added = desk
        .store
        .journal()
        .add_rules_version(&stored, request.based_on)
        .await
        .map_err(of_store)?;
    if !added {
        return Err(Error::new(Code::Moved));
    }
    let before = desk.office();
    let mut in_force = before.rules.clone();
    in_force.policies = Policies::bundled().with_office(&versions::of_rules(desk).await?);
    // From tomorrow on: nothing that is judged now moves.
    desk.set_office(Office::with_rules(before.settings.clone(), in_force));
    desk.tell(Event::SettingsChanged);
    get(desk, GetPolicies).await
}

/// Reads a file of rules. Nothing is stored.
pub async fn read(desk: &Desk, request: ReadRules) -> Result<OfficeRules> {
    let file = desk.incoming.take(&request.file, FileUse::Rules)?;
    let text = String::from_utf8_lossy(&file.data);
    OfficeRules::read(text.trim_start_matches('\u{feff}')).map_err(fault)
}

fn today(desk: &Desk) -> NaiveDate {
    desk.office().rules.calendar().local_date(desk.now())
}

/// Clocks that started today run already.
fn earliest(desk: &Desk) -> NaiveDate {
    today(desk) + Days::new(1)
}

fn info(version: &RulesVersion) -> VersionInfo {
    VersionInfo {
        version: version.version,
        adopted_at: version.adopted_at,
        author: version.author.clone(),
        reason: version.reason.clone(),
        reach: Reach::NewClocks,
        restores: None,
    }
}

fn fault(error: PolicyError) -> Error {
    Fault::Rules { error }.into()
}
