//! Reminders: who may be reminded, how often, and that nothing else comes of it.

use chrono::TimeDelta;

use super::*;
use crate::complaint::Versions;
use crate::event::{ActorRole, EventKind};

#[test]
fn a_reminder_leaves_a_trace_and_nothing_else() {
    use ReminderChannel::{Email, InApp, Whatsapp};
    let open = [
        Stage::BelumTerverifikasi,
        Stage::BelumTerdisposisi,
        Stage::BelumDitindaklanjuti,
        Stage::Proses,
        Stage::Tertunda,
        Stage::TidakDikenal,
    ];
    let closed = [
        Stage::Selesai,
        Stage::Diarsipkan,
        Stage::BukanWewenang,
        Stage::Dihapus,
    ];
    for via in ReminderChannel::ALL {
        let kind = remind(ClockKind::FollowUp, via, Some("Dinas PUPR"));
        for stage in open {
            check(stage, kind.clone(), Ok(stage));
        }
        for stage in closed {
            check(stage, kind.clone(), Err(Refused::Closed));
        }
    }

    let nobodys = at_stage(Stage::BelumTerdisposisi);
    let disposed = Complaint {
        unit: Some(AgencyRef::named("Dinas PUPR")),
        ..at_stage(Stage::BelumDitindaklanjuti)
    };
    for (on, via, expected) in [
        (&nobodys, InApp, Err(Refused::NoUnit)),
        (&nobodys, Whatsapp, Ok(How::Applied)),
        (&nobodys, Email, Ok(How::Applied)),
        (&disposed, InApp, Ok(How::Applied)),
    ] {
        let kind = remind(ClockKind::FollowUp, via, None);
        let got = on.apply(&change(2, on, kind), now());
        assert_eq!(got.map(|applied| applied.how), expected, "{via:?}");
    }

    let kind = remind(ClockKind::FollowUp, InApp, None);
    let after = disposed
        .apply(&change(2, &disposed, kind.clone()), now())
        .unwrap()
        .complaint;
    let (event, before) = after.history.split_last().unwrap();
    let ChangeKind::Remind(reminder) = kind else {
        panic!("{kind:?}");
    };
    assert_eq!(event.what, EventKind::Reminded(reminder));
    assert_eq!(event.by.role, ActorRole::Officer);
    assert_eq!(before, disposed.history);
    let untouched = Complaint {
        history: disposed.history.clone(),
        provenance: Default::default(),
        joined: None,
        versions: Versions {
            head: disposed.versions.head,
            ..after.versions
        },
        ..after.clone()
    };
    assert_eq!(untouched, disposed);
    assert_eq!(after.base(), disposed.base());
}

#[test]
fn a_unit_is_reminded_once_a_day_of_a_clock_through_a_channel() {
    use ReminderChannel::{Email, Whatsapp};
    let on = at_stage(Stage::Proses);
    let late = |clock, via| remind(clock, via, Some("Dinas PUPR"));
    let first = change(2, &on, late(ClockKind::FollowUp, Whatsapp));
    let reminded = on.apply(&first, now()).unwrap().complaint;
    let too_soon = || {
        Err(Refused::TooSoon {
            again_at: now() + REMINDER_PAUSE,
        })
    };
    let second = TimeDelta::seconds(1);
    for (after, clock, via, expected) in [
        (TimeDelta::zero(), ClockKind::FollowUp, Whatsapp, too_soon()),
        (
            REMINDER_PAUSE - second,
            ClockKind::FollowUp,
            Whatsapp,
            too_soon(),
        ),
        (
            REMINDER_PAUSE,
            ClockKind::FollowUp,
            Whatsapp,
            Ok(How::Applied),
        ),
        // A hub whose clock was set back waits as long as it said it would.
        (-second, ClockKind::FollowUp, Whatsapp, too_soon()),
        (second, ClockKind::Completion, Whatsapp, Ok(How::Applied)),
        (second, ClockKind::FollowUp, Email, Ok(How::Applied)),
    ] {
        let mut again = change(3, &reminded, late(clock, via));
        // When the officer acted does not count.
        again.at = now() + TimeDelta::days(30);
        let got = reminded.apply(&again, now() + after);
        assert_eq!(
            got.map(|applied| applied.how),
            expected,
            "{after} {clock:?} {via:?}"
        );
    }
    assert!(!too_soon().unwrap_err().is_conflict());
    let repeat = reminded.apply(&first, now() + second).unwrap();
    assert_eq!(repeat.how, How::AlreadySatisfied);
    assert_eq!(repeat.complaint, reminded);

    // The newest counts, whatever lies between.
    let later = now() + TimeDelta::days(2);
    let note = ChangeKind::Note {
        text: "Belum ada jawaban".into(),
        attachments: vec![],
    };
    let mut known = reminded;
    for (n, kind) in [
        (4, late(ClockKind::FollowUp, Whatsapp)),
        (5, late(ClockKind::FollowUp, Email)),
        (6, note),
    ] {
        known = known
            .apply(&change(n, &known, kind), later)
            .unwrap()
            .complaint;
    }
    let again = change(7, &known, late(ClockKind::FollowUp, Whatsapp));
    assert_eq!(
        known.apply(&again, later + second),
        Err(Refused::TooSoon {
            again_at: later + REMINDER_PAUSE
        })
    );
}
