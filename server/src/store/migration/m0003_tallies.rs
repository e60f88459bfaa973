//! Migration: creates and fills the table `tallies` of counters per period, from which rankings are
//! read. It replaces an index on all reactions.

use std::collections::BTreeMap;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DbBackend, Statement};
use zaidu_model::{Period, Timestamp};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_tallies"
    }
}

/// The number of reactions per article, mood and day, each day given by its midnight in China in
/// seconds since 1970-01-01T00:00:00Z. The double modulo keeps the remainder non-negative for times
/// before 1970.
const REACTIONS_PER_DAY: &str = "SELECT article, mood, \
    chosen_at - ((chosen_at + 28800) % 86400 + 86400) % 86400 AS midnight, COUNT(*) \
    FROM reactions GROUP BY article, mood, midnight";

/// Rows in one statement.
const BATCH: usize = 500;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut article = ColumnDef::new("article");
        article.text().not_null();
        if backend == DbBackend::Postgres {
            article.extra(r#"COLLATE "C""#);
        }
        let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
        let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
        let mut key = Index::create();
        let mut tallies = Table::create()
            .table("tallies")
            .col(article)
            .col(text("period"))
            .col(number("start_at"))
            .col(text("mood"))
            .col(number("readers"))
            .primary_key(key.col("article").col("period").col("start_at").col("mood"))
            .foreign_key(ForeignKey::create().from("tallies", "article").to("articles", "id"))
            .take();
        if backend == DbBackend::Sqlite {
            // The table is its own primary key index, which halves what each vote writes.
            tallies.extra("WITHOUT ROWID");
        }
        manager.create_table(tallies).await?;
        fill(manager).await?;
        // A ranking reads the head of a range of this index.
        let mut index = Index::create();
        index.name("tallies_ranking").table("tallies");
        for column in ["period", "start_at", "mood", "readers"] {
            index.col(column);
        }
        manager.create_index(index).await?;
        let mut old_index = Index::drop();
        old_index.name("reactions_ranking").table("reactions");
        manager.drop_index(old_index).await
    }
}

/// Fills the table from the stored reactions.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let days = Statement::from_string(manager.get_database_backend(), REACTIONS_PER_DAY);
    let mut counters: BTreeMap<(String, &str, i64, String), i64> = BTreeMap::new();
    for row in db.query_all_raw(days).await? {
        let (article, mood): (String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let (midnight, readers): (i64, i64) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        let day =
            Timestamp::from_unix(midnight).map_err(|error| DbErr::Migration(error.to_string()))?;
        for period in Period::ALL {
            let start = period.start(day).unix();
            let key = (article.clone(), period.key(), start, mood.clone());
            *counters.entry(key).or_default() += readers;
        }
    }
    let rows: Vec<_> = counters.into_iter().collect();
    for batch in rows.chunks(BATCH) {
        let mut insert = Query::insert();
        insert.into_table("tallies").columns(["article", "period", "start_at", "mood", "readers"]);
        for ((article, period, start, mood), readers) in batch {
            let (article, mood) = (article.as_str(), mood.as_str());
            insert.values_panic([
                article.into(),
                (*period).into(),
                (*start).into(),
                mood.into(),
                (*readers).into(),
            ]);
        }
        db.execute(&insert).await?;
    }
    Ok(())
}
