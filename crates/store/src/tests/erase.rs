//! Erasing is final: nothing of it is in any byte of the profile, and nothing brings it back. On files
//! in the clear, so that the bytes themselves can be read.

use std::path::Path;

use tanggap_domain::complaint::Attachment;

use super::*;
use crate::{DraftKey, DraftKind, ImportPart, NoticeKey, StoreError, Telling, Unreadable, Witness};

/// Stands in everything that is written of the complaint.
const WORD: &str = "zirkonium";

fn secret() -> Complaint {
    Complaint {
        title: format!("Laporan {WORD}"),
        body: format!("Isi {WORD} yang panjang. ").repeat(400),
        ..complaint(1)
    }
}

async fn in_the_clear(dir: &Path) -> Store {
    let opened = Store::create(dir, &KeySource::Unencrypted).await.unwrap();
    opened.store
}

/// Every file of the profile whose bytes hold the word; sealed ones are opened first.
async fn holding(store: &Store, dir: &Path, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(dir).unwrap().display().to_string();
            let hash = path.file_name().unwrap().to_string_lossy().into_owned();
            let inner = &store.journal().store;
            let bytes = if name.starts_with("imports") {
                let part = crate::journal::unpack(&inner.imports.get(&hash).await.unwrap());
                serde_json::to_vec(&part.unwrap()).unwrap()
            } else if name.starts_with("blobs") {
                store.blobs().get(&hash).await.unwrap()
            } else {
                std::fs::read(&path).unwrap()
            };
            let lower = bytes.to_ascii_lowercase();
            if lower
                .windows(word.len())
                .any(|part| part == word.as_bytes())
            {
                found.push(name);
            }
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn nothing_of_it_is_left_in_any_byte_of_the_profile() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("profil");
    let store = in_the_clear(&dir).await;
    let journal = store.journal();
    let file = store
        .blobs()
        .put(format!("lampiran {WORD}").into_bytes())
        .await
        .unwrap();
    let base = Complaint {
        attachments: vec![Attachment {
            name: "foto.jpg".to_owned(),
            size_bytes: 18,
            sha256: file.clone(),
            mime: "image/jpeg".to_owned(),
        }],
        ..secret()
    };
    // Everywhere something of it can stand.
    let part = ImportPart {
        rows: vec![row(base.clone(), 0), row(complaint(2), 0)],
        unreadable: vec![Unreadable {
            place: "7".to_owned(),
            reason: "bad-date".to_owned(),
            raw: format!("[\"#{}\",\"{WORD}\"]", base.tracking_id),
        }],
    };
    imported_before(&store, "ekspor.xlsx", vec![part]).await;
    let mut newer = base.clone();
    for n in 2..6u32 {
        newer.versions.head = u64::from(n);
        newer.body = format!("Isi {WORD} ke-{n}. ").repeat(900);
        let rows = vec![row(newer.clone(), u64::from(n))];
        store.mirror().apply_page(page(rows, "c")).await.unwrap();
    }
    for n in [1, 2] {
        let change = reply(n, &base, WORD);
        journal.enqueue(&change, None).await.unwrap();
    }
    journal
        .settle(op(1), &crate::StoredOutcome::Landed, at(1))
        .await
        .unwrap();
    let key = DraftKey {
        complaint: Some(base.id),
        kind: DraftKind::Note,
        source: None,
    };
    journal.save_draft(key, &draft(WORD), at(1)).await.unwrap();
    let telling = Telling {
        key: NoticeKey {
            complaint: Some(base.id),
            clock: "verifikasi".to_owned(),
            threshold: "lewat".to_owned(),
        },
        due_at: at(3),
        detail: Some(format!("\"{WORD}\"")),
    };
    let witness = Witness {
        who: String::new(),
        at: at(2),
    };
    journal.tell(vec![telling], &witness).await.unwrap();
    journal.back_up().await.unwrap();
    for copy in [
        "journal.db.before-1",
        "mirror.db.damaged",
        "journal.db.orphan-9",
    ] {
        std::fs::write(dir.join(copy), WORD).unwrap();
    }
    let before = holding(&store, &dir, WORD).await;
    assert!(before.len() >= 7, "{before:?}");

    let erased = PageWrite {
        erased: vec![base.id],
        ..page(Vec::new(), "c2")
    };
    store.mirror().apply_page(erased).await.unwrap();
    assert_eq!(holding(&store, &dir, WORD).await, [""; 0]);
    assert!(matches!(
        store.blobs().get(&file).await,
        Err(StoreError::NoBlob)
    ));

    // Nothing brings it back: not a late page, not an answer, not an old export, not a mirror that is
    // made anew, not the copy of the journal.
    newer.versions.head = 99;
    let late = vec![row(newer.clone(), 99)];
    store
        .mirror()
        .apply_page(page(late.clone(), "c3"))
        .await
        .unwrap();
    store.mirror().confirm(late).await.unwrap();
    store.rebuild_mirror().await.unwrap();
    assert_eq!(store.mirror().confirmed(base.id).await.unwrap(), None);
    let other = store.mirror().confirmed(complaint(2).id).await.unwrap();
    assert!(other.is_some(), "the others stay");
    store.close().await;
    std::fs::copy(dir.join("journal.bak"), dir.join("journal.db")).unwrap();
    let opened = Store::open(&dir, &KeySource::Unencrypted).await.unwrap();
    let store = opened.store;
    assert!(store.journal().is_erased(base.id));
    assert!(store.journal().pending().await.unwrap().is_empty());
    assert_eq!(holding(&store, &dir, WORD).await, [""; 0]);
    store.close().await;
    assert!(std::fs::read(dir.join("journal.db")).unwrap().len() > 100);
}

#[tokio::test]
async fn a_file_that_hangs_on_another_complaint_too_stays() {
    let (_dir, store) = new_store().await;
    let file = store.blobs().put(b"foto".to_vec()).await.unwrap();
    let with_file = |n| Complaint {
        attachments: vec![Attachment {
            name: "foto.jpg".to_owned(),
            size_bytes: 4,
            sha256: file.clone(),
            mime: "image/jpeg".to_owned(),
        }],
        ..complaint(n)
    };
    let rows = vec![row(with_file(1), 1), row(with_file(2), 2)];
    store.mirror().apply_page(page(rows, "c")).await.unwrap();
    let erase = |n| PageWrite {
        erased: vec![complaint(n).id],
        ..page(Vec::new(), "d")
    };
    store.mirror().apply_page(erase(1)).await.unwrap();
    assert_eq!(store.blobs().get(&file).await.unwrap(), b"foto");
    store.mirror().apply_page(erase(2)).await.unwrap();
    assert!(matches!(
        store.blobs().get(&file).await,
        Err(StoreError::NoBlob)
    ));
    store.close().await;
}
