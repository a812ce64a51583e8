//! Which complaints, in which order, which window: as SQL with bound values only.

use chrono::{DateTime, Utc};
use sqlx::{QueryBuilder, Sqlite};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::Channel;
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::Stage;

use super::window::PACKED;
use crate::mirror::DueState;
use crate::search;

/// Which complaints. Everything that is set must hold; the default lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Any of these; empty means any stage.
    pub stages: Vec<Stage>,
    pub open: Option<bool>,
    /// Inside this region, however deep.
    pub region: Option<RegionCode>,
    /// "Tanpa lokasi jelas"; with `region`, not known more precisely than it.
    pub without_region: bool,
    /// The category path so far (`Infrastruktur` or `Infrastruktur > Jalan rusak`).
    pub category: Option<String>,
    pub classification: Option<Classification>,
    pub channel: Option<Channel>,
    /// Name of the unit, whatever the case.
    pub unit: Option<String>,
    pub anonymous: Option<bool>,
    pub secret: Option<bool>,
    /// Changes of this desk wait for confirmation or a decision.
    pub pending: Option<bool>,
    /// Clocks that run, or those that are held.
    pub due_state: Option<DueState>,
    /// Clock still running, its deadline before this.
    pub due_before: Option<DateTime<Utc>>,
    /// Clock still running, its deadline at this or after.
    pub due_from: Option<DateTime<Utc>>,
    pub received_from: Option<DateTime<Utc>>,
    pub received_before: Option<DateTime<Utc>>,
    /// Words in any text; see the store's search. Text without any word finds nothing.
    pub text: Option<String>,
}

impl Filters {
    /// Late at `now`: a clock is running and past its deadline.
    pub fn overdue(now: DateTime<Utc>) -> Self {
        Self {
            due_before: Some(now),
            ..Self::default()
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Running deadlines first, nearest first; then the held ones; then those with nothing due.
    #[default]
    Due,
    /// Newest first.
    Received,
    /// Oldest first.
    Oldest,
    /// Last changed first.
    Updated,
}

/// A window of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub filters: Filters,
    pub sort: Sort,
    pub offset: u32,
    pub limit: u32,
}

impl Query {
    /// The rows, packed into one value.
    pub(crate) fn window(&self) -> QueryBuilder<Sqlite> {
        let mut sql = QueryBuilder::new("");
        self.push_packed(&mut sql, |query, sql| query.push_rids(sql));
        sql
    }

    /// How many there are in all, and the rows packed into one value.
    pub(crate) fn page(&self) -> QueryBuilder<Sqlite> {
        match (self.filters.question(), self.sort) {
            // All hits have to be found to know the most urgent: they are counted on the way.
            (Some(words), Sort::Due) if self.filters.is_text_alone() => {
                let mut sql =
                    QueryBuilder::new("WITH hits (rid, due_order) AS MATERIALIZED (SELECT ");
                push_hits_by_urgency(&mut sql, "h.rid, h.due_order", words);
                sql.push(") SELECT (SELECT count(*) FROM hits), (");
                self.push_packed(&mut sql, |query, sql| {
                    sql.push("rid FROM hits ORDER BY ").push(query.order(""));
                });
                sql.push(")");
                sql
            }
            _ => {
                let mut sql = QueryBuilder::new("SELECT (");
                self.filters.push_count(&mut sql);
                sql.push("), (");
                self.push_packed(&mut sql, |query, sql| query.push_rids(sql));
                sql.push(")");
                sql
            }
        }
    }

    /// Rows are chosen by index alone and read afterwards: a far window stays cheap.
    fn push_packed(
        &self,
        sql: &mut QueryBuilder<Sqlite>,
        rids: impl FnOnce(&Self, &mut QueryBuilder<Sqlite>),
    ) {
        let order = self.order("");
        sql.push(format!(
            "SELECT json_group_array({PACKED} ORDER BY {order})"
        ));
        sql.push(" FROM head WHERE rid IN (SELECT ");
        rids(self, sql);
        sql.push(" LIMIT ").push_bind(self.limit);
        sql.push(" OFFSET ").push_bind(self.offset);
        sql.push(")");
    }

    /// Appends the row numbers in order, without the window.
    fn push_rids(&self, sql: &mut QueryBuilder<Sqlite>) {
        let words_alone = self.filters.is_text_alone();
        match (self.filters.question(), self.sort) {
            // By receipt, the search index itself is read in order, only as far as the window.
            (Some(words), Sort::Received | Sort::Oldest) => {
                sql.push("fts.rowid FROM fts");
                if !words_alone {
                    sql.push(" CROSS JOIN head h ON h.rid = fts.rowid");
                }
                sql.push(" WHERE fts MATCH ").push_bind(words);
                self.filters.push_heads(sql);
                let order = self.order("").replace("rid", "fts.rowid");
                sql.push(" ORDER BY ").push(order);
            }
            (Some(words), Sort::Due) if words_alone => {
                push_hits_by_urgency(sql, "h.rid", words);
                sql.push(" ORDER BY ").push(self.order("h."));
            }
            _ => {
                sql.push("h.rid FROM head h");
                self.filters.push_where(sql);
                sql.push(" ORDER BY ").push(self.order("h."));
            }
        }
    }

    fn order(&self, table: &str) -> String {
        match self.sort {
            Sort::Due => format!("{table}due_order, {table}rid"),
            Sort::Received => format!("{table}rid DESC"),
            Sort::Oldest => format!("{table}rid"),
            Sort::Updated => format!("{table}updated_ms DESC, {table}rid DESC"),
        }
    }
}

impl Filters {
    /// Nothing but words is asked for: the search index alone knows which complaints.
    fn is_text_alone(&self) -> bool {
        let only_text = Self {
            text: self.text.clone(),
            ..Self::default()
        };
        *self == only_text
    }

    pub(crate) fn count(&self) -> QueryBuilder<Sqlite> {
        let mut sql = QueryBuilder::new("");
        self.push_count(&mut sql);
        sql
    }

    fn push_count(&self, sql: &mut QueryBuilder<Sqlite>) {
        if let (true, Some(words)) = (self.is_text_alone(), self.question()) {
            sql.push("SELECT count(*) FROM fts WHERE fts MATCH ");
            sql.push_bind(words);
        } else {
            sql.push("SELECT count(*) FROM head h");
            self.push_where(sql);
        }
    }

    /// Appends ` WHERE …`; columns are those of `h`.
    pub(crate) fn push_where(&self, sql: &mut QueryBuilder<Sqlite>) {
        sql.push(" WHERE TRUE");
        self.push_heads(sql);
        match (&self.text, self.question()) {
            (_, Some(words)) => {
                sql.push(" AND h.rid IN (SELECT rowid FROM fts WHERE fts MATCH ");
                sql.push_bind(words).push(")");
            }
            (Some(_), None) => {
                sql.push(" AND FALSE");
            }
            (None, None) => {}
        }
    }

    /// What the search index is asked: the words, narrowed by region. None where no word is given.
    fn question(&self) -> Option<String> {
        let words = search::question(self.text.as_deref()?)?;
        Some(match &self.region {
            Some(region) => format!("({words}) AND {}", search::region_term(region)),
            None => words,
        })
    }

    /// Appends ` AND …` for every condition on `h`: all but the words.
    fn push_heads(&self, sql: &mut QueryBuilder<Sqlite>) {
        if !self.stages.is_empty() {
            sql.push(" AND h.stage IN (");
            let mut list = sql.separated(", ");
            for stage in &self.stages {
                list.push_bind(stage.code());
            }
            sql.push(")");
        }
        if let Some(open) = self.open {
            sql.push(" AND h.open = ").push_bind(open);
        }
        match (&self.region, self.without_region) {
            // Known to lie in it, and no more precisely.
            (Some(region), true) => {
                sql.push(" AND h.region = ").push_bind(region.as_str());
            }
            (Some(region), false) => {
                // Codes inside start with the code and a full stop; '/' follows the full stop.
                let end = format!("{region}/");
                sql.push(" AND h.region >= ");
                sql.push_bind(region.as_str());
                sql.push(" AND h.region < ").push_bind(end);
            }
            (None, true) => {
                sql.push(" AND h.region IS NULL");
            }
            (None, false) => {}
        }
        if let Some(category) = &self.category {
            sql.push(" AND (h.category = ");
            sql.push_bind(category.as_str());
            sql.push(" OR (h.category >= ");
            sql.push_bind(format!("{category} > "));
            sql.push(" AND h.category < ");
            sql.push_bind(format!("{category} >!"));
            sql.push("))");
        }
        if let Some(classification) = &self.classification {
            let code = classification.code();
            sql.push(" AND h.classification = ").push_bind(code);
        }
        if let Some(channel) = &self.channel {
            sql.push(" AND h.channel = ").push_bind(channel.code());
        }
        if let Some(unit) = &self.unit {
            sql.push(" AND h.unit = ");
            sql.push_bind(unit.as_str()).push(" COLLATE NOCASE");
        }
        if let Some(anonymous) = self.anonymous {
            sql.push(" AND h.anonymous = ").push_bind(anonymous);
        }
        if let Some(secret) = self.secret {
            sql.push(" AND h.secret = ").push_bind(secret);
        }
        if let Some(state) = self.due_state {
            sql.push(" AND h.due_state = ").push_bind(state.code());
        }
        if let Some(pending) = self.pending {
            sql.push(" AND (h.waiting + h.attention > 0) = ");
            sql.push_bind(pending);
        }
        for (comparison, time) in [
            (" AND h.due_order < ", self.due_before),
            (" AND h.due_order >= ", self.due_from),
            (" AND h.received_ms >= ", self.received_from),
            (" AND h.received_ms < ", self.received_before),
        ] {
            if let Some(time) = time {
                let ms = time.timestamp_millis();
                sql.push(comparison).push_bind(ms);
            }
        }
        if self.due_from.is_some() && self.due_before.is_none() {
            // Neither the held ones nor those with nothing due.
            sql.push(" AND h.due_order < 9223372036854775806");
        }
    }
}

/// Appends all hits with what they are sorted by: a narrow index holds it, so that no head is read but those
/// of the window. The planner would look up each.
fn push_hits_by_urgency(sql: &mut QueryBuilder<Sqlite>, columns: &str, words: String) {
    sql.push(columns);
    sql.push(
        " FROM fts CROSS JOIN head h INDEXED BY head_sort ON h.rid = fts.rowid WHERE fts MATCH ",
    );
    sql.push_bind(words);
}
