//! Who this hub is. Made up once, when the hub is, and never again.

use sqlx::sqlite::SqliteConnection;
use tanggap_domain::ids::HubId;
use uuid::Uuid;

use super::setting;
use crate::db::{DbError, Identity, Kind};

pub async fn make(connection: &mut SqliteConnection, kind: Kind) -> Result<(), DbError> {
    let mut settings = vec![
        ("id", rand::random::<[u8; 16]>().to_vec()),
        ("epoch", random_epoch().to_be_bytes().to_vec()),
        ("secret", rand::random::<[u8; 32]>().to_vec()),
    ];
    if kind == Kind::Practice {
        settings.push(("practice", vec![1]));
    }
    // Together or not at all: half an identity would be of no kind.
    let mut sql = sqlx::QueryBuilder::<sqlx::Sqlite>::new("INSERT INTO hub (key, value) ");
    sql.push_values(settings, |mut row, (key, value)| {
        row.push_bind(key).push_bind(value);
    });
    sql.build().execute(connection).await?;
    Ok(())
}

/// None where the hub was never made to its end.
pub async fn read(connection: &mut SqliteConnection) -> Result<Option<Identity>, DbError> {
    let Some(id) = setting(connection, "id").await? else {
        return Ok(None);
    };
    let id = Uuid::from_slice(&id).map_err(|_| DbError::Damaged { what: "hub.id" })?;
    let secret = setting(connection, "secret").await?;
    let is_practice = setting(connection, "practice").await?.is_some();
    Ok(Some(Identity {
        hub_id: HubId(id),
        kind: if is_practice {
            Kind::Practice
        } else {
            Kind::Real
        },
        secret: secret.ok_or(DbError::Damaged { what: "hub.secret" })?,
    }))
}

pub fn random_epoch() -> u64 {
    rand::random::<u64>() >> 1
}
