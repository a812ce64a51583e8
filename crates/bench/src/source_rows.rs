//! The rows of a finished mirror, read back through the raw API: what the peer inserts. The words of
//! the contentless search index are rebuilt from the index itself, so that the peer indexes the same.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::raw::{Connection, Value};

/// Table rows and index rows of one mirror, each in order of arrival.
pub struct SourceRows {
    pub document_sql: String,
    pub head_sql: String,
    pub clock_sql: String,
    pub fts_sql: String,
    pub rows: Vec<SourceRow>,
}

/// One complaint in the tables.
pub struct SourceRow {
    rid: i64,
    pub document: Vec<Value>,
    pub head: Vec<Value>,
    pub clocks: Vec<Vec<Value>>,
    pub fts: Vec<Value>,
}

impl SourceRow {
    /// Pages are written in this order.
    pub fn rid(&self) -> i64 {
        self.rid
    }
}

const FTS_COLUMNS: [&str; 3] = ["teks", "akar", "facet"];

impl SourceRows {
    pub fn read(mirror: &Path, key: &[u8; 32]) -> Result<Self> {
        let connection = Connection::open(mirror, key)?;
        let document_columns = columns(&connection, "document")?;
        let head_columns = columns(&connection, "head")?;
        let mut heads = by_rid(&connection, "head", &head_columns, "rid")?;
        let clock_columns = columns(&connection, "clock")?;
        let mut clocks: HashMap<i64, Vec<Vec<Value>>> = HashMap::new();
        for row in table(&connection, "clock", &clock_columns, "rid, no")? {
            clocks.entry(rid_of(&row)?).or_default().push(row);
        }
        let mut words = words(&connection)?;
        let documents = table(&connection, "document", &document_columns, "seq")?;
        let rows = documents.into_iter().map(|document| {
            let rid = rid_of(&document)?;
            let texts = words.remove(&rid).context("A row without words")?;
            let mut fts = vec![Value::Integer(rid)];
            fts.extend(texts.map(Value::Text));
            Ok(SourceRow {
                rid,
                document,
                head: heads.remove(&rid).context("A document without a head")?,
                clocks: clocks.remove(&rid).unwrap_or_default(),
                fts,
            })
        });
        Ok(Self {
            rows: rows.collect::<Result<_>>()?,
            document_sql: insert("document", &document_columns),
            head_sql: insert("head", &head_columns),
            clock_sql: insert("clock", &clock_columns),
            fts_sql: format!(
                "INSERT INTO fts (rowid, {}) VALUES (?, ?, ?, ?)",
                FTS_COLUMNS.join(", ")
            ),
        })
    }
}

fn insert(table: &str, columns: &[String]) -> String {
    let places = vec!["?"; columns.len()].join(", ");
    format!(
        "INSERT INTO {table} ({}) VALUES ({places})",
        columns.join(", ")
    )
}

/// The first one is `rid`.
fn columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let sql = format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid");
    connection.prepare(&sql)?.each(&[], |row| {
        if let Value::Text(name) = row.value(0)? {
            names.push(name);
        }
        Ok(())
    })?;
    if names.first().map(String::as_str) != Some("rid") {
        bail!("The table {table} has changed its shape");
    }
    Ok(names)
}

fn table(
    connection: &Connection,
    table: &str,
    columns: &[String],
    order: &str,
) -> Result<Vec<Vec<Value>>> {
    let mut rows = Vec::new();
    let sql = format!(
        "SELECT {} FROM {table} ORDER BY {order}",
        columns.join(", ")
    );
    connection.prepare(&sql)?.each(&[], |row| {
        rows.push(row.row()?);
        Ok(())
    })?;
    Ok(rows)
}

fn by_rid(
    connection: &Connection,
    name: &str,
    columns: &[String],
    order: &str,
) -> Result<HashMap<i64, Vec<Value>>> {
    let rows = table(connection, name, columns, order)?.into_iter();
    rows.map(|row| Ok((rid_of(&row)?, row))).collect()
}

fn rid_of(row: &[Value]) -> Result<i64> {
    match row.first() {
        Some(Value::Integer(rid)) => Ok(*rid),
        other => bail!("A rid that is no number: {other:?}"),
    }
}

/// For every row the three texts of the index, its words in their places.
fn words(connection: &Connection) -> Result<HashMap<i64, [String; 3]>> {
    connection.run("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, fts, instance)")?;
    let mut terms: Vec<String> = Vec::new();
    // Per row and column: place and number of the term.
    let mut placed: HashMap<i64, [Vec<(u32, u32)>; 3]> = HashMap::new();
    let sql = "SELECT term, doc, col, offset FROM temp.words";
    connection.prepare(sql)?.each(&[], |row| {
        let Value::Text(term) = row.value(0)? else {
            bail!("A term that is no text");
        };
        if terms.last() != Some(&term) {
            terms.push(term);
        }
        let Value::Text(column) = row.value(2)? else {
            bail!("A column without a name");
        };
        let column = FTS_COLUMNS.iter().position(|name| *name == column);
        let column = column.context("A column that is not known")?;
        let place = u32::try_from(row.integer(3)).context("A far place")?;
        let number = u32::try_from(terms.len() - 1).context("Too many terms")?;
        placed.entry(row.integer(1)).or_default()[column].push((place, number));
        Ok(())
    })?;
    let text = |mut places: Vec<(u32, u32)>| {
        places.sort_unstable();
        let words = places
            .iter()
            .map(|(_, number)| terms[*number as usize].as_str());
        words.collect::<Vec<_>>().join(" ")
    };
    Ok(placed
        .into_iter()
        .map(|(rid, columns)| (rid, columns.map(text)))
        .collect())
}
