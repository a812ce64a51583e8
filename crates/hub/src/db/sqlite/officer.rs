//! Officers, their scopes and their tokens.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteConnection;
use tanggap_domain::ids::OfficerId;
use tanggap_protocol::scope::Scope;

use super::{ms, time, uuid};
use crate::db::{Access, DbError, NewOfficer, OfficerRow};
use crate::grant::Grant;
use crate::token::TokenHash;

pub async fn add(connection: &mut SqliteConnection, new: NewOfficer) -> Result<(), DbError> {
    let active: Vec<String> =
        sqlx::query_scalar("SELECT name FROM officer WHERE revoked_ms IS NULL")
            .fetch_all(&mut *connection)
            .await?;
    // Colleagues and histories know an officer by this name alone.
    if active
        .iter()
        .any(|name| spelled(name) == spelled(&new.name))
    {
        return Err(DbError::NameTaken);
    }
    let id = new.id.0.as_bytes().as_slice();
    sqlx::query("INSERT INTO officer (id, name, created_ms) VALUES (?, ?, ?)")
        .bind(id)
        .bind(&new.name)
        .bind(ms(new.now))
        .execute(&mut *connection)
        .await?;
    for scope in &new.scopes {
        let sql = "INSERT INTO officer_scope (officer, scope) VALUES (?, ?) ON CONFLICT DO NOTHING";
        sqlx::query(sql)
            .bind(id)
            .bind(scope.to_string())
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("INSERT INTO token (hash, officer, created_ms) VALUES (?, ?, ?)")
        .bind(new.token.as_slice())
        .bind(id)
        .bind(ms(new.now))
        .execute(connection)
        .await?;
    Ok(())
}

/// A name as people compare it.
fn spelled(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

pub async fn list(connection: &mut SqliteConnection) -> Result<Vec<OfficerRow>, DbError> {
    let sql = "SELECT id, name, created_ms, revoked_ms FROM officer ORDER BY created_ms, name";
    let rows: Vec<(Vec<u8>, String, i64, Option<i64>)> =
        sqlx::query_as(sql).fetch_all(&mut *connection).await?;
    let mut officers = Vec::with_capacity(rows.len());
    for (id, name, created_ms, revoked_ms) in rows {
        officers.push(OfficerRow {
            scopes: scopes(connection, &id).await?,
            id: OfficerId(uuid(&id)?),
            name,
            created_at: time(created_ms)?,
            revoked_at: revoked_ms.map(time).transpose()?,
        });
    }
    Ok(officers)
}

pub async fn revoke(
    connection: &mut SqliteConnection,
    officer: OfficerId,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "UPDATE officer SET revoked_ms = ? WHERE id = ? AND revoked_ms IS NULL";
    let done = sqlx::query(sql)
        .bind(ms(now))
        .bind(officer.0.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn access(
    connection: &mut SqliteConnection,
    token: TokenHash,
) -> Result<Access, DbError> {
    let sql = "SELECT o.id, o.name, o.revoked_ms FROM token t JOIN officer o ON o.id = t.officer
               WHERE t.hash = ?";
    let row: Option<(Vec<u8>, String, Option<i64>)> = sqlx::query_as(sql)
        .bind(token.as_slice())
        .fetch_optional(&mut *connection)
        .await?;
    Ok(match row {
        None => Access::Unknown,
        Some((_, _, Some(_))) => Access::Revoked,
        Some((id, name, None)) => {
            let scopes = scopes(connection, &id).await?;
            let mut grant = Grant::new(OfficerId(uuid(&id)?), name, scopes);
            grant.peers = peers(connection, &grant).await?;
            Access::Granted(grant)
        }
    })
}

/// Everybody who has no scope beyond this grant's.
async fn peers(
    connection: &mut SqliteConnection,
    grant: &Grant,
) -> Result<BTreeSet<OfficerId>, DbError> {
    let own: Vec<String> = grant.scopes.iter().map(Scope::to_string).collect();
    let own = serde_json::to_string(&own).map_err(|_| DbError::Damaged { what: "a scope" })?;
    let sql = "SELECT o.id FROM officer o WHERE NOT EXISTS (
                   SELECT 1 FROM officer_scope s WHERE s.officer = o.id
                   AND s.scope NOT IN (SELECT value FROM json_each(?)))";
    let ids: Vec<Vec<u8>> = sqlx::query_scalar(sql)
        .bind(own)
        .fetch_all(connection)
        .await?;
    ids.iter().map(|id| uuid(id).map(OfficerId)).collect()
}

async fn scopes(connection: &mut SqliteConnection, officer: &[u8]) -> Result<Vec<Scope>, DbError> {
    let sql = "SELECT scope FROM officer_scope WHERE officer = ? ORDER BY scope";
    let scopes: Vec<String> = sqlx::query_scalar(sql)
        .bind(officer)
        .fetch_all(connection)
        .await?;
    let scopes = scopes.iter().map(|scope| scope.parse());
    scopes
        .collect::<Result<_, _>>()
        .map_err(|_| DbError::Damaged { what: "a scope" })
}
