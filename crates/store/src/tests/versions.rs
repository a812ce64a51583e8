//! Versions of calendar and rules: only ever added to, and never over somebody else's.

use tanggap_domain::calendar::{Calendar, OfficeHours};
use tanggap_domain::sla::{AdoptedCalendar, OfficeRules, Reach};

use super::*;
use crate::{CalendarVersion, RulesVersion};

fn version(number: u32) -> CalendarVersion {
    CalendarVersion {
        adopted: AdoptedCalendar {
            version: number,
            adopted_at: at(i64::from(number)),
            author: "Petugas".to_owned(),
            reason: format!("SKB nomor {number}"),
            reach: if number.is_multiple_of(2) {
                Reach::NewClocks
            } else {
                Reach::OpenClocks
            },
            calendar: Calendar::indonesia("Asia/Jakarta".parse().unwrap(), OfficeHours::FiveDays),
        },
        restores: (number == 3).then_some(1),
    }
}

#[tokio::test]
async fn versions_are_added_and_read_back_after_a_restart() {
    let (dir, store) = new_store().await;
    let journal = store.journal();
    let all = [version(1), version(2), version(3)];
    for (based_on, version) in (0..).zip(&all) {
        assert!(
            journal
                .add_calendar_version(version, based_on)
                .await
                .unwrap()
        );
    }
    // Two windows at once: the second sees that the first was faster.
    assert!(!journal.add_calendar_version(&version(3), 2).await.unwrap());
    store.close().await;
    let store = reopened(&dir).await.store;
    assert_eq!(store.journal().calendar_versions().await.unwrap(), all);
    store.close().await;
}

#[tokio::test]
async fn rules_are_versions_too() {
    let (_dir, store) = new_store().await;
    let journal = store.journal();
    let rules = RulesVersion {
        version: 1,
        adopted_at: at(1),
        author: "Petugas".to_owned(),
        reason: "Surat edaran".to_owned(),
        rules: OfficeRules::none("2026-11-25".parse().unwrap()),
    };
    assert!(journal.add_rules_version(&rules, 0).await.unwrap());
    assert!(!journal.add_rules_version(&rules, 0).await.unwrap());
    assert_eq!(journal.rules_versions().await.unwrap(), [rules]);
    store.close().await;
}
