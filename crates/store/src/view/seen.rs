//! Words that complaints name, for lists in forms and filters.

use tanggap_domain::agency::AgencyRef;

use super::View;
use crate::error::StoreError;

/// What occurs among the complaints, each once, in alphabetical order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub units: Vec<AgencyRef>,
    /// Category paths joined by ` > `.
    pub categories: Vec<String>,
}

impl View {
    /// Reads every head once: some 50 ms with 100,000 complaints.
    pub async fn seen(&self) -> Result<Seen, StoreError> {
        self.store
            .mirror_read(|connection| {
                Box::pin(async move {
                    let units: Vec<String> = sqlx::query_scalar(
                        "SELECT DISTINCT unit FROM head WHERE unit IS NOT NULL ORDER BY unit",
                    )
                    .fetch_all(&mut *connection)
                    .await?;
                    let categories = sqlx::query_scalar(
                        "SELECT DISTINCT category FROM head WHERE category <> '' ORDER BY category",
                    )
                    .fetch_all(connection)
                    .await?;
                    Ok(Seen {
                        units: units.into_iter().map(AgencyRef::named).collect(),
                        categories,
                    })
                })
            })
            .await
    }
}
