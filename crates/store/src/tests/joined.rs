//! A recording that is one with a report, and what may be.

use tanggap_domain::complaint::Joined;

use super::*;

fn recording(n: u128) -> Complaint {
    let op = op(n);
    Complaint {
        id: ComplaintId::of_recording(op),
        tracking_id: TrackingId::of_recording(op),
        title: "Lampu jalan mati depan pasar".to_owned(),
        body: "Kata pelapor lampu jalan di depan pasar mati.".to_owned(),
        ..complaint(500)
    }
}

fn report(n: u32, title: &str) -> Complaint {
    Complaint {
        title: title.to_owned(),
        ..complaint(n)
    }
}

fn joined(report: Complaint, recording: &Complaint) -> Complaint {
    let mut whole = report;
    whole.versions.head += 1;
    whole.joined = Some(Joined {
        recording: recording.id,
        number: recording.tracking_id.clone(),
        received_at: recording.received_at,
        privacy: Privacy::default(),
        reporter: Reporter::default(),
    });
    whole
}

#[tokio::test]
async fn a_joined_recording_leads_to_its_report_until_they_are_split() {
    let (_dir, store) = new_store().await;
    let (mirror, view) = (store.mirror(), store.view());
    let (one, two) = (report(1, "Lampu jalan mati"), recording(7));
    let rows = vec![row(one.clone(), 1), row(two.clone(), 2)];
    mirror.apply_page(page(rows, "a")).await.unwrap();
    assert_eq!(view.joined_with(two.id).await.unwrap(), None);

    let whole = joined(one.clone(), &two);
    let news = PageWrite {
        exited: vec![two.id],
        ..page(vec![row(whole.clone(), 3)], "b")
    };
    mirror.apply_page(news).await.unwrap();
    assert_eq!(view.get(two.id).await.unwrap(), None);
    assert_eq!(view.joined_with(two.id).await.unwrap(), Some(one.id));
    assert_eq!(view.find(&two.tracking_id).await.unwrap(), [one.id]);
    let query = crate::Query {
        filters: crate::Filters {
            text: Some(two.tracking_id.as_str().to_owned()),
            ..Default::default()
        },
        limit: 10,
        ..Default::default()
    };
    let hits = view.list(&query).await.unwrap();
    assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [one.id]);

    let mut alone = one.clone();
    alone.versions.head = whole.versions.head + 1;
    let rows = vec![row(alone, 4), row(two.clone(), 5)];
    mirror.apply_page(page(rows, "c")).await.unwrap();
    assert_eq!(view.joined_with(two.id).await.unwrap(), None);
    assert_eq!(view.find(&two.tracking_id).await.unwrap(), [two.id]);

    // What goes takes its trace along.
    let rows = vec![row(
        Complaint {
            versions: Versions {
                head: 9,
                ..whole.versions
            },
            ..whole
        },
        6,
    )];
    mirror.apply_page(page(rows, "d")).await.unwrap();
    let erased = PageWrite {
        erased: vec![one.id, two.id],
        ..page(vec![], "e")
    };
    mirror.apply_page(erased).await.unwrap();
    assert_eq!(view.joined_with(two.id).await.unwrap(), None);
    store.close().await;
}

#[tokio::test]
async fn few_are_found_by_number_and_by_words() {
    let (_dir, store) = new_store().await;
    let (mirror, view) = (store.mirror(), store.view());
    let alike = report(501, "Lampu penerangan jalan mati");
    let mut far = report(2, "Lampu penerangan jalan mati");
    far.received_at = at(500) + Duration::days(40);
    let mut named = report(3, "Judul lain");
    named.body = "Dari loket, nomor catatan tercantum.".to_owned();
    named.received_at = far.received_at;
    let mut two = recording(7);
    two.body.push_str(" Sudah diketik: 9000003.");
    let mut told = report(4, "Judul lain");
    told.body = format!("catatan {}", two.tracking_id.as_str().to_lowercase());
    told.received_at = far.received_at;
    let mut noise: Vec<_> = (10..90)
        .map(|n| row(report(n, "Sampah menumpuk"), u64::from(n)))
        .collect();
    noise.extend([
        row(alike.clone(), 1),
        row(far, 2),
        row(named.clone(), 3),
        row(told.clone(), 4),
    ]);
    noise.push(row(two.clone(), 5));
    noise.push(row(recording(8), 6));
    mirror.apply_page(page(noise, "a")).await.unwrap();

    let found = view.candidates(&two).await.unwrap();
    assert!(found.len() <= 50);
    // By number first, whenever they came; then by words.
    assert_eq!(found[..2], [named.id, told.id]);
    assert_eq!(found[2], alike.id);
    assert!(!found.contains(&recording(8).id), "two recordings are none");
    // The other way about.
    for (report, by) in [
        (&alike, "words"),
        (&named, "its number"),
        (&told, "our number"),
    ] {
        let found = view.candidates(report).await.unwrap();
        assert!(found.contains(&two.id), "{by}");
        assert!(!found.contains(&alike.id), "{by}");
    }
    let since = view.recordings_since(at(0)).await.unwrap();
    assert_eq!(since.len(), 2);
    let later = at(500) + Duration::days(1);
    assert!(view.recordings_since(later).await.unwrap().is_empty());
    store.close().await;
}
