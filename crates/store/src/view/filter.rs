//! Which complaints, in which order, which window: as SQL with bound values only.

use chrono::{DateTime, Utc};
use sqlx::{QueryBuilder, Sqlite};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::Channel;
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::Stage;

use crate::mirror::{DueState, HEAD_COLUMNS};
use crate::search;

/// Which complaints. Everything that is set must hold; the default lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Any of these; empty means any stage.
    pub stages: Vec<Stage>,
    pub open: Option<bool>,
    /// Inside this region, however deep.
    pub region: Option<RegionCode>,
    /// "Tanpa lokasi jelas". Not together with `region`.
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
    pub(crate) fn select(&self) -> QueryBuilder<Sqlite> {
        // Rows are chosen by index alone and read afterwards: a far window stays cheap.
        let mut sql = QueryBuilder::new(format!(
            "SELECT {HEAD_COLUMNS} FROM head WHERE rid IN (SELECT h.rid FROM "
        ));
        self.filters.push_from(&mut sql);
        self.filters.push_where(&mut sql);
        sql.push(" ORDER BY ").push(self.order("h."));
        sql.push(" LIMIT ").push_bind(self.limit);
        sql.push(" OFFSET ").push_bind(self.offset);
        sql.push(") ORDER BY ").push(self.order(""));
        sql
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
    pub(crate) fn count(&self) -> QueryBuilder<Sqlite> {
        let mut sql = QueryBuilder::new("SELECT count(*) FROM ");
        self.push_from(&mut sql);
        self.push_where(&mut sql);
        sql
    }

    pub(crate) fn push_from(&self, sql: &mut QueryBuilder<Sqlite>) {
        sql.push("head h");
    }

    /// Appends ` WHERE …`; columns are those of `h`.
    pub(crate) fn push_where(&self, sql: &mut QueryBuilder<Sqlite>) {
        let mut conditions = Conditions { sql, begun: false };
        if !self.stages.is_empty() {
            let sql = conditions.and("h.stage IN (");
            let mut list = sql.separated(", ");
            for stage in &self.stages {
                list.push_bind(stage.code());
            }
            sql.push(")");
        }
        if let Some(open) = self.open {
            conditions.and("h.open = ").push_bind(open);
        }
        if let Some(region) = &self.region {
            // Codes inside start with the code and a full stop; '/' follows the full stop.
            let end = format!("{region}/");
            let sql = conditions.and("h.region >= ");
            sql.push_bind(region.as_str());
            sql.push(" AND h.region < ").push_bind(end);
        }
        if self.without_region {
            conditions.and("h.region IS NULL");
        }
        if let Some(category) = &self.category {
            let sql = conditions.and("(h.category = ");
            sql.push_bind(category.as_str());
            sql.push(" OR (h.category >= ");
            sql.push_bind(format!("{category} > "));
            sql.push(" AND h.category < ");
            sql.push_bind(format!("{category} >!"));
            sql.push("))");
        }
        if let Some(classification) = &self.classification {
            let code = classification.code();
            conditions.and("h.classification = ").push_bind(code);
        }
        if let Some(channel) = &self.channel {
            conditions.and("h.channel = ").push_bind(channel.code());
        }
        if let Some(unit) = &self.unit {
            let sql = conditions.and("h.unit = ");
            sql.push_bind(unit.as_str()).push(" COLLATE NOCASE");
        }
        if let Some(anonymous) = self.anonymous {
            conditions.and("h.anonymous = ").push_bind(anonymous);
        }
        if let Some(secret) = self.secret {
            conditions.and("h.secret = ").push_bind(secret);
        }
        if let Some(state) = self.due_state {
            conditions.and("h.due_state = ").push_bind(state.code());
        }
        match self.pending {
            Some(true) => drop(conditions.and("h.waiting + h.attention > 0")),
            Some(false) => drop(conditions.and("h.waiting + h.attention = 0")),
            None => {}
        }
        for (comparison, time) in [
            ("h.due_order < ", self.due_before),
            ("h.due_order >= ", self.due_from),
            ("h.received_ms >= ", self.received_from),
            ("h.received_ms < ", self.received_before),
        ] {
            if let Some(time) = time {
                let ms = time.timestamp_millis();
                conditions.and(comparison).push_bind(ms);
            }
        }
        if self.due_from.is_some() && self.due_before.is_none() {
            // Neither the held ones nor those with nothing due.
            conditions.and("h.due_order < 9223372036854775806");
        }
        if let Some(text) = &self.text {
            match search::question(text) {
                Some(question) => {
                    let sql = conditions.and("h.rid IN (SELECT rowid FROM fts WHERE fts MATCH ");
                    sql.push_bind(match &self.region {
                        // The index narrows by region as well.
                        Some(region) => {
                            format!("({question}) AND {}", search::region_term(region))
                        }
                        None => question,
                    });
                    sql.push(")");
                }
                None => drop(conditions.and("FALSE")),
            }
        }
    }
}

/// Joins conditions with `WHERE` and `AND`.
struct Conditions<'a> {
    sql: &'a mut QueryBuilder<Sqlite>,
    begun: bool,
}

impl Conditions<'_> {
    fn and(&mut self, condition: &str) -> &mut QueryBuilder<Sqlite> {
        let word = if self.begun { " AND " } else { " WHERE " };
        self.begun = true;
        self.sql.push(word).push(condition)
    }
}
