//! Notices: told once whoever asks, renewed when a deadline moves, and a history that only grows.

use chrono::{DateTime, Utc};
use tanggap_domain::ids::ComplaintId;

use super::*;
use crate::{Journal, NoticeKey, NoticeQuery, NoticeStanding, NoticeWhat, Telling, Told, Witness};

fn witness(minute: i64) -> Witness {
    Witness {
        who: "Petugas".to_owned(),
        at: at(minute),
    }
}

fn telling(complaint: ComplaintId, threshold: &str, due_at: DateTime<Utc>) -> Telling {
    Telling {
        key: NoticeKey {
            complaint: Some(complaint),
            clock: "verifikasi".to_owned(),
            threshold: threshold.to_owned(),
        },
        due_at,
        detail: None,
    }
}

async fn tell_one(journal: &Journal, telling: Telling, minute: i64) -> Told {
    let told = journal.tell(vec![telling], &witness(minute)).await.unwrap();
    told[0]
}

async fn history(journal: &Journal, no: i64) -> Vec<NoticeWhat> {
    let events = journal.notice_history(&[no]).await.unwrap();
    events.into_iter().map(|event| event.what).collect()
}

#[tokio::test]
async fn of_many_who_ask_at_once_one_is_told() {
    let (_dir, store) = new_store().await;
    let journal = store.journal();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let journal = journal.clone();
        tasks.spawn(
            async move { tell_one(&journal, telling(complaint(1).id, "75", at(9)), 1).await },
        );
    }
    let told = tasks.join_all().await;
    assert_eq!(told.iter().filter(|told| told.is_news()).count(), 1);
    assert_eq!(journal.unread_notices().await.unwrap(), 1);
    store.close().await;
}

#[tokio::test]
async fn a_notice_lives_through_restart_reading_and_a_moved_deadline() {
    let (dir, store) = new_store().await;
    let journal = store.journal();
    let id = complaint(1).id;
    let Told::New(no) = tell_one(&journal, telling(id, "lewat", at(9)), 10).await else {
        panic!("the first is new");
    };
    journal
        .note_notices(vec![no], NoticeWhat::Shown, &witness(10))
        .await
        .unwrap();
    journal
        .read_notices(Some(vec![no]), NoticeWhat::Opened, &witness(11))
        .await
        .unwrap();
    assert_eq!(journal.unread_notices().await.unwrap(), 0);
    store.close().await;

    let store = reopened(&dir).await.store;
    let journal = store.journal();
    let again = tell_one(&journal, telling(id, "lewat", at(9)), 20).await;
    assert_eq!(again, Told::Before(no));

    // The deadline moved away: withdrawn once, whoever asks, and told again when it passes.
    let ended = journal
        .end_notices(vec![no, no], NoticeStanding::Withdrawn, &witness(21))
        .await
        .unwrap();
    assert_eq!(ended, [no]);
    assert_eq!(journal.standing_notices_of(&[id]).await.unwrap(), []);
    let renewed = tell_one(&journal, telling(id, "lewat", at(40)), 41).await;
    assert_eq!(renewed, Told::Renewed(no));
    assert_eq!(journal.unread_notices().await.unwrap(), 1);

    assert_eq!(
        history(&journal, no).await,
        [
            NoticeWhat::Shown,
            NoticeWhat::Opened,
            NoticeWhat::Withdrawn,
            NoticeWhat::Renewed
        ]
    );
    let events = journal.notice_history(&[no]).await.unwrap();
    assert_eq!(events[3].until, Some(at(40)));
    assert_eq!(events[3].at, at(41));
    assert_eq!(events[0].who, "Petugas");
    store.close().await;
}

#[tokio::test]
async fn a_snooze_ends_with_what_it_was_about() {
    let (_dir, store) = new_store().await;
    let journal = store.journal();
    let (first, second) = (complaint(1).id, complaint(2).id);
    let first = tell_one(&journal, telling(first, "75", at(90)), 1)
        .await
        .no();
    let second = tell_one(&journal, telling(second, "75", at(90)), 1)
        .await
        .no();
    for no in [first, second] {
        assert!(
            journal
                .snooze_notice(no, at(61), &witness(1))
                .await
                .unwrap()
        );
    }
    assert_eq!(journal.next_snooze().await.unwrap(), Some(at(61)));
    assert_eq!(journal.notices_to_wake(at(60)).await.unwrap(), []);

    journal
        .end_notices(vec![second], NoticeStanding::Settled, &witness(30))
        .await
        .unwrap();
    let awake = journal.notices_to_wake(at(61)).await.unwrap();
    assert_eq!(
        awake.iter().map(|notice| notice.no).collect::<Vec<_>>(),
        [first]
    );
    journal
        .wake_notices(vec![first], &witness(61))
        .await
        .unwrap();
    assert_eq!(journal.next_snooze().await.unwrap(), None);
    let snoozed = journal.snooze_notice(second, at(99), &witness(62)).await;
    assert!(!snoozed.unwrap(), "what is settled is not told again");
    store.close().await;
}

#[tokio::test]
async fn the_record_is_read_in_parts_and_by_what_matters() {
    let (_dir, store) = new_store().await;
    let journal = store.journal();
    let tellings = (1..=5)
        .map(|number| {
            telling(
                complaint(number).id,
                if number > 3 { "lewat" } else { "50" },
                at(9),
            )
        })
        .collect();
    let told = journal.tell(tellings, &witness(1)).await.unwrap();
    journal
        .read_notices(Some(vec![told[4].no()]), NoticeWhat::Read, &witness(2))
        .await
        .unwrap();
    let all = NoticeQuery::default();
    let newest = journal.notices(&all, None, 2).await.unwrap();
    assert_eq!(newest.len(), 2);
    assert_eq!(newest[0].no, told[4].no());
    let rest = journal.notices(&all, Some(newest[1].no), 10).await.unwrap();
    assert_eq!(rest.len(), 3);
    let count = async |query: NoticeQuery| journal.count_notices(&query).await.unwrap();
    assert_eq!(count(all).await, 5);
    let breaches = NoticeQuery {
        threshold: Some("lewat".to_owned()),
        ..NoticeQuery::default()
    };
    assert_eq!(count(breaches.clone()).await, 2);
    let unread = NoticeQuery {
        unread: true,
        ..breaches
    };
    assert_eq!(count(unread).await, 1);
    journal
        .read_notices(None, NoticeWhat::Read, &witness(3))
        .await
        .unwrap();
    assert_eq!(journal.unread_notices().await.unwrap(), 0);
    store.close().await;
}
