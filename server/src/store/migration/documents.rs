//! What a migration derives from the documents of articles.

use sea_orm_migration::prelude::*;

/// Articles per query. Their rows include the full text.
const BATCH: u64 = 100;

/// The id and document of each of the first articles whose id is greater than `last`, in the order
/// of ids; none at the end.
///
/// # Errors
/// An error of the database.
pub(super) async fn batch_after(
    db: &SchemaManagerConnection<'_>,
    last: &str,
) -> Result<Vec<(String, String)>, DbErr> {
    let mut articles = Query::select();
    articles.columns(["id", "document"]).from("articles");
    articles.and_where(Expr::col("id").gt(last)).order_by("id", Order::Asc).limit(BATCH);
    let rows = db.query_all(&articles).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// That the document of article `id` cannot be read.
pub(super) fn failed(id: &str, error: &serde_json::Error) -> DbErr {
    DbErr::Migration(format!("article {id}: {error}"))
}

/// Sets `column` of each article to the value that its document gives, if it gives one.
///
/// # Errors
/// An error of the database, or [`DbErr::Migration`] with the id of an article whose document
/// cannot be read.
pub(super) async fn fill_column(
    db: &SchemaManagerConnection<'_>,
    column: &'static str,
    value: impl Fn(&str) -> serde_json::Result<Option<Expr>> + Sync,
) -> Result<(), DbErr> {
    let mut last = String::new();
    loop {
        let batch = batch_after(db, &last).await?;
        if batch.is_empty() {
            return Ok(());
        }
        for (id, document) in batch {
            last = id;
            if let Some(value) = value(&document).map_err(|error| failed(&last, &error))? {
                let mut update = Query::update();
                update.table("articles").value(column, value);
                update.and_where(Expr::col("id").eq(&*last));
                db.execute(&update).await?;
            }
        }
    }
}
