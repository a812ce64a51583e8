//! Table `joined`: which recording is one with which confirmed complaint. Follows from the complaint, and is
//! written with it.

use sqlx::SqliteConnection;
use tanggap_domain::complaint::{Complaint, Joined};

use crate::columns::id_bytes;
use crate::error::StoreError;

/// Writes what the complaints under these numbers say, in place of what was there.
pub(crate) async fn write(
    tx: &mut SqliteConnection,
    rows: impl Iterator<Item = (i64, &Complaint)>,
) -> Result<(), StoreError> {
    let (mut joined, mut others) = (Vec::new(), Vec::new());
    for (rid, complaint) in rows {
        others.push(rid.to_string());
        joined.extend(complaint.joined.as_ref().map(|it| (rid, it)));
    }
    sqlx::query("DELETE FROM joined WHERE rid IN (SELECT value FROM json_each(?1))")
        .bind(format!("[{}]", others.join(",")))
        .execute(&mut *tx)
        .await?;
    for (rid, it) in joined {
        let Joined {
            recording, number, ..
        } = it;
        sqlx::query("INSERT OR REPLACE INTO joined (rid, recording, number) VALUES (?1, ?2, ?3)")
            .bind(rid)
            .bind(id_bytes(*recording))
            .bind(number.as_str())
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}
