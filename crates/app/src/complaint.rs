//! One complaint: detail and facts.

use chrono::{DateTime, Utc};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{Change, ChangeKind, How, Then};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::Actor;
use tanggap_domain::ids::OpId;
use tanggap_domain::sla::{Clock, ClockFacts, Explanation, Judgment};
use tanggap_ipc::complaint::{Action, ClockView, Detail, Get};

use crate::desk::Desk;
use crate::error::Result;
use crate::{compose, joining, outbox, place};

pub async fn get(desk: &Desk, request: Get) -> Result<Detail> {
    let visible = desk.visible(request.id).await?;
    let now = desk.now();
    let facts = ClockFacts::of(visible.for_clocks());
    let judgment = desk.office().rules.explained(&facts, now);
    let confirmed_stage = visible.confirmed().map(|confirmed| confirmed.stage);
    // The hub has joined them: nobody writes on the recording any more.
    let recording = visible.confirmed().and_then(|it| it.joined.as_ref());
    let recording = recording.map(|joined| joined.recording);
    let complaint = visible.complaint;
    if let Some(recording) = recording {
        compose::drafts_follow(desk, recording, complaint.id).await?;
    }
    let confirmed_stage = confirmed_stage.filter(|stage| *stage != complaint.stage);
    Ok(Detail {
        pending: visible.pending,
        confirmed_stage,
        place: place::path(complaint.location.region.as_ref()),
        clocks: clock_views(judgment.clocks),
        without_rule: judgment.without_rule,
        drafts: compose::all_of(desk, Some(complaint.id)).await?,
        attention: outbox::attention_of(desk, &complaint).await?,
        likely: joining::of(desk, &complaint).await?,
        allowed: allowed(&complaint, &desk.actor_on(&complaint), now),
        mandate: desk.actor_on(&complaint).mandate,
        complaint,
    })
}

/// Every clock with its reasons.
fn clock_views(clocks: Vec<(Clock, Explanation)>) -> Vec<ClockView> {
    let clocks = clocks.into_iter();
    clocks
        .map(|(clock, explanation)| ClockView { clock, explanation })
        .collect()
}

/// The clocks of a complaint at `at`.
pub fn clocks(desk: &Desk, complaint: &Complaint, at: DateTime<Utc>) -> Judgment<Clock> {
    desk.office().rules.clocks_of(complaint, at)
}

/// The source's own row, where it gave one.
pub async fn raw(desk: &Desk, id: tanggap_domain::ids::ComplaintId) -> Result<Option<String>> {
    desk.store
        .mirror()
        .raw(id)
        .await
        .map_err(crate::error::of_store)
}

/// What may be done now: each action is tried on the complaint, so that there is one decision only.
fn allowed(complaint: &Complaint, by: &Actor, now: DateTime<Utc>) -> Vec<Action> {
    const ALL: [Action; 11] = [
        Action::Verify,
        Action::Dispose,
        Action::Hold,
        Action::Resume,
        Action::NotOurAuthority,
        Action::Archive,
        Action::Reply,
        Action::Note,
        Action::Close,
        Action::Reopen,
        Action::Amend,
    ];
    ALL.into_iter()
        .filter(|action| {
            let change = Change {
                // A trial is nobody's operation.
                op: OpId(uuid::Uuid::nil()),
                complaint: complaint.id,
                by: by.clone(),
                at: now,
                base: complaint.base(),
                kind: trial(*action),
            };
            match complaint.apply(&change, now) {
                Ok(applied) => {
                    // Correcting facts and writing are always worth offering; a step that changes
                    // nothing is not.
                    matches!(action, Action::Amend) || applied.how != How::AlreadySatisfied
                }
                Err(_) => false,
            }
        })
        .collect()
}

/// The action with contents that no rule objects to.
fn trial(action: Action) -> ChangeKind {
    let words = || "-".to_owned();
    match action {
        Action::Verify => ChangeKind::Verify,
        Action::Dispose => ChangeKind::Dispose {
            to: AgencyRef::named("\u{0}"),
            note: String::new(),
        },
        Action::Hold => ChangeKind::Hold { reason: words() },
        Action::Resume => ChangeKind::Resume,
        Action::NotOurAuthority => ChangeKind::NotOurAuthority {
            target: None,
            reason: words(),
        },
        Action::Archive => ChangeKind::Archive { reason: words() },
        Action::Reply => ChangeKind::Reply {
            text: words(),
            then: Then::Keep,
            attachments: Vec::new(),
        },
        Action::Note => ChangeKind::Note {
            text: words(),
            attachments: Vec::new(),
        },
        Action::Close => ChangeKind::Close {
            reason: String::new(),
        },
        Action::Reopen => ChangeKind::Reopen { reason: words() },
        Action::Amend => ChangeKind::Amend(Default::default()),
    }
}

#[cfg(test)]
mod tests {
    use tanggap_domain::status::Stage;

    use super::*;
    use crate::testing;

    #[track_caller]
    fn check(stage: Stage, expected: &[Action]) {
        let mut complaint = testing::complaint("9120447");
        complaint.stage = stage;
        let found = allowed(&complaint, &Actor::system("test"), complaint.received_at);
        assert_eq!(found, expected, "{stage:?}");
    }

    #[test]
    fn buttons_follow_the_rules_of_the_domain() {
        use Action::*;
        check(
            Stage::BelumTerverifikasi,
            &[
                Verify,
                Dispose,
                Hold,
                NotOurAuthority,
                Archive,
                Reply,
                Note,
                Close,
                Amend,
            ],
        );
        check(Stage::Selesai, &[Note, Reopen, Amend]);
        check(
            Stage::Tertunda,
            &[
                Dispose,
                Resume,
                NotOurAuthority,
                Archive,
                Reply,
                Note,
                Close,
                Amend,
            ],
        );
    }
}
