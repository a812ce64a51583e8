//! `search`: what a list shows for a question, against the bare full-text query on the same file.
//!
//! Both search the same words, checked by counting. Ours turns what was typed into a query, finds the
//! window and reads its rows; the peer reads row numbers only.

use std::time::Instant;

use anyhow::{Result, ensure};
use tanggap_store::{Filters, Query, Sort, Store, View};

use crate::first_sync::{Prepared, runtime};
use crate::raw::{Connection, Value};
use crate::row::{Limit, Row};
use crate::{SEARCH, Size};

/// What people type, and the same as a query of FTS5. Words that are their own stems.
const QUESTIONS: &[(&str, &str)] = &[
    ("jalan rusak", r#"("jalan") AND ("rusak" *)"#),
    ("lampu", r#"("lampu" *)"#),
    ("sampah pasar", r#"("sampah") AND ("pasar" *)"#),
    ("banjir", r#"("banjir" *)"#),
    ("bansos", r#"("bansos" *)"#),
    ("parkir liar", r#"("parkir") AND ("liar" *)"#),
    ("drainase", r#"("drainase" *)"#),
    ("ktp", r#"("ktp" *)"#),
];
/// Rows of a window.
const LIMIT: u32 = 50;
/// Passes through all questions in one round.
const PASSES: u32 = 5;

pub fn measure(prepared: &Prepared, size: Size) -> Result<Vec<Row>> {
    let runtime = runtime()?;
    let store = runtime
        .block_on(Store::open(&prepared.profile(), &prepared.key()))?
        .store;
    let connection = prepared.open()?;
    // As a reader of the store.
    connection
        .run("PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON")?;
    let view = store.view();

    let mut found = Vec::new();
    for (typed, query) in QUESTIONS {
        let counted = runtime.block_on(view.count(&asked(typed)))?;
        let all = rows_of(&connection, ALL_SQL, query)?;
        ensure!(
            counted == all,
            "{typed:?}: {counted} by the store, {all} by the query"
        );
        ensure!(counted > 0, "Nothing is found for {typed:?}");
        found.push(format!("{typed} {counted}"));
    }
    let found = format!("found: {}", found.join(", "));
    let newest = compare(
        "newest 50",
        size,
        || ours(&runtime, &view, Sort::Received, false),
        || peer(&connection, NEWEST_SQL),
    )?;
    let inbox = compare(
        "count and the 50 most urgent",
        size,
        || ours(&runtime, &view, Sort::Due, true),
        || peer(&connection, ALL_SQL),
    )?;
    drop(connection);
    runtime.block_on(store.close());
    Ok(vec![
        newest.with_detail(found.clone()),
        inbox.with_detail(found),
    ])
}

const NEWEST_SQL: &str = "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT 50";
const ALL_SQL: &str = "SELECT rowid FROM fts WHERE fts MATCH ?";

fn compare(
    what: &str,
    size: Size,
    ours: impl Fn() -> Result<f64>,
    peer: impl Fn() -> Result<f64>,
) -> Result<Row> {
    ours()?;
    peer()?;
    let (mut by_us, mut by_peer) = (Vec::new(), Vec::new());
    for _ in 0..size.rounds * 4 {
        by_us.push(ours()?);
        by_peer.push(peer()?);
    }
    let workload = format!(
        "search in {} complaints: {what}, mean of {} questions",
        size.complaints,
        QUESTIONS.len()
    );
    let peer = ("raw FTS5 query, row numbers only", &by_peer[..]);
    Ok(Row::new(
        SEARCH,
        workload,
        "ms",
        &by_us,
        Some(peer),
        Limit::None,
    ))
}

/// Milliseconds per question.
fn ours(runtime: &tokio::runtime::Runtime, view: &View, sort: Sort, count: bool) -> Result<f64> {
    runtime.block_on(async {
        let start = Instant::now();
        for _ in 0..PASSES {
            for (typed, _) in QUESTIONS {
                let query = Query {
                    filters: asked(typed),
                    sort,
                    offset: 0,
                    limit: LIMIT,
                };
                let rows = match count {
                    true => view.page(&query).await?.rows,
                    false => view.list(&query).await?,
                };
                ensure!(!rows.is_empty(), "An empty window");
            }
        }
        Ok(per_question(start))
    })
}

fn peer(connection: &Connection, sql: &str) -> Result<f64> {
    let start = Instant::now();
    for _ in 0..PASSES {
        for (_, query) in QUESTIONS {
            ensure!(rows_of(connection, sql, query)? > 0, "An empty answer");
        }
    }
    Ok(per_question(start))
}

fn per_question(start: Instant) -> f64 {
    let questions = f64::from(PASSES) * QUESTIONS.len() as f64;
    start.elapsed().as_secs_f64() * 1e3 / questions
}

fn asked(typed: &str) -> Filters {
    Filters {
        text: Some(typed.to_owned()),
        ..Filters::default()
    }
}

fn rows_of(connection: &Connection, sql: &str, query: &str) -> Result<u64> {
    let mut rows = 0;
    let question = [Value::Text(query.to_owned())];
    connection.prepare(sql)?.each(&question, |_| {
        rows += 1;
        Ok(())
    })?;
    Ok(rows)
}
