//! Batched vote transaction: a fixed number of set-based statements for any number of votes.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Order, QueryFilter, QueryOrder,
    QuerySelect,
};
use zaidu_model::{Key, Reaction, Timestamp};

use super::deltas::{ChosenAt, Deltas, VoteKey};
use super::vote::Vote;
use crate::store::StoreError;
use crate::store::entity::{articles, counts, period_counts, reactions};
use crate::store::visibility::ALWAYS;
use crate::store::write_lock::Writer;

/// Applies `votes` in their order in one transaction and returns the result of each.
///
/// # Errors
/// The engine's; then nothing changed, unless the connection was lost during the commit. Applying
/// the same votes again is harmless in any case.
pub(super) async fn apply(
    writer: &Writer,
    votes: &[Vote],
) -> Result<Vec<Result<Reaction, StoreError>>, StoreError> {
    if votes.is_empty() {
        return Ok(Vec::new());
    }
    let write = writer.begin().await?;
    let applied = async {
        let mut deltas = load(&write.txn, votes).await?;
        let reactions: Vec<_> = votes.iter().map(|vote| deltas.apply(vote)).collect();
        let is_changed = deltas.is_changed();
        if is_changed {
            store(&write.txn, &deltas).await?;
        }
        Ok((reactions, is_changed))
    };
    match applied.await {
        Ok((reactions, true)) => write.commit().await.map(|()| reactions),
        Ok((reactions, false)) => {
            write.rollback().await;
            Ok(reactions)
        }
        Err(error) => {
            write.rollback().await;
            Err(error)
        }
    }
}

/// Loads the counts of the articles and the reactions of the readers of `votes`.
async fn load(txn: &DatabaseTransaction, votes: &[Vote]) -> Result<Deltas, StoreError> {
    let articles: std::collections::BTreeSet<&str> =
        votes.iter().map(|vote| vote.article.as_str()).collect();
    // On PostgreSQL, row locks serialise all votes on an article. Every server locks the rows in
    // the order of their ids, so that no deadlock occurs. On SQLite the transaction locks the
    // database.
    let rows = counts::Entity::find()
        .filter(counts::Column::Article.is_in(articles.iter().copied()))
        .order_by(counts::Column::Article, Order::Asc)
        .lock_exclusive()
        .all(txn)
        .await?;
    let mut existing = Vec::with_capacity(rows.len());
    for row in rows {
        let counts = row.counts();
        existing.push((parse_key(row.article)?, counts));
    }
    let mut deltas = Deltas::new(existing);
    // Rows of articles are never deleted, so that a withdrawal is all that can come between.
    let hidden: Vec<(String, i64)> = articles::Entity::find()
        .filter(articles::Column::Id.is_in(articles))
        .filter(articles::Column::ShownFrom.ne(ALWAYS))
        .select_only()
        .columns([articles::Column::Id, articles::Column::ShownFrom])
        .into_tuple()
        .all(txn)
        .await?;
    for (id, shown_from) in hidden {
        deltas.insert_shown_from(parse_key(id)?, shown_from);
    }
    let keys = votes.iter().map(|vote| (vote.article.as_str(), vote.reader.as_str()));
    let before = reactions::Entity::find().filter(has_key_in(keys)).all(txn).await?;
    for row in before {
        let chosen = parse_reaction(&row);
        deltas.insert_reaction((parse_key(row.article)?, row.reader), chosen);
    }
    Ok(deltas)
}

/// Writes the changes in `deltas`.
async fn store(txn: &DatabaseTransaction, deltas: &Deltas) -> Result<(), StoreError> {
    let row = |((article, reader), (mood, at)): (&VoteKey, ChosenAt)| reactions::Model {
        article: article.to_string(),
        reader: reader.clone(),
        mood: mood.key().to_owned(),
        chosen_at: at.unix(),
    };
    let chosen: Vec<_> = deltas.chosen().map(row).map(IntoActiveModel::into_active_model).collect();
    if !chosen.is_empty() {
        let replace = OnConflict::columns([reactions::Column::Article, reactions::Column::Reader])
            .update_columns([reactions::Column::Mood, reactions::Column::ChosenAt])
            .to_owned();
        let insert = reactions::Entity::insert_many(chosen).on_conflict(replace);
        insert.exec_without_returning(txn).await?;
    }
    let withdrawn: Vec<_> =
        deltas.withdrawn().map(|(article, reader)| (article.as_str(), reader.as_str())).collect();
    if !withdrawn.is_empty() {
        reactions::Entity::delete_many().filter(has_key_in(withdrawn)).exec(txn).await?;
    }
    let row = |(id, counts): (&Key, _)| counts::Model::new(id.to_string(), counts);
    let counted: Vec<_> = deltas.counts().map(row).collect();
    if !counted.is_empty() {
        counts::upsert(txn, counted).await?;
    }
    add_to_period_counts(txn, deltas).await
}

/// Adds the differences in `deltas` to the counters per period.
async fn add_to_period_counts(
    txn: &DatabaseTransaction,
    deltas: &Deltas,
) -> Result<(), StoreError> {
    let rows: Vec<_> = deltas
        .period_counts()
        .into_iter()
        .map(|(key, difference)| period_counts::Model::new(key, difference).into_active_model())
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let readers =
        |table: &'static str| Expr::col((Alias::new(table), period_counts::Column::Readers));
    let sum = OnConflict::columns(period_counts::KEY)
        .value(period_counts::Column::Readers, readers("tallies").add(readers("excluded")))
        .to_owned();
    period_counts::Entity::insert_many(rows).on_conflict(sum).exec_without_returning(txn).await?;
    Ok(())
}

/// Whether the primary key of a row of `reactions` is in `keys`, which must not be empty. Both
/// engines look up each key in the index.
fn has_key_in<'a>(keys: impl IntoIterator<Item = (&'a str, &'a str)>) -> Expr {
    let values: SelectStatement = Query::select()
        .columns(["column1", "column2"].map(Alias::new))
        .from_values(keys, Alias::new("ballots"))
        .take();
    let key = [reactions::Column::Article, reactions::Column::Reader];
    Expr::tuple(key.map(Expr::col)).in_subquery(values)
}

/// The mood and time of a row, or why they cannot be parsed.
fn parse_reaction(row: &reactions::Model) -> Result<ChosenAt, String> {
    let mood = row.mood.parse().map_err(|_| format!("mood {:?}", row.mood))?;
    let at = Timestamp::from_unix(row.chosen_at).map_err(|error| error.to_string())?;
    Ok((mood, at))
}

/// Parses a stored id.
fn parse_key(id: String) -> Result<Key, StoreError> {
    Key::new(id).map_err(|error| StoreError::Corrupt(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, query_plan};
    use sea_orm::QueryTrait;

    #[tokio::test]
    async fn votes_are_looked_up_by_primary_key() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let has_key = has_key_in([("a", "x"), ("b", "y")]);
        let find = reactions::Entity::find().filter(has_key.clone());
        let delete = reactions::Entity::delete_many().filter(has_key);
        let backend = store.db.get_database_backend();
        for statement in [find.build(backend), delete.build(backend)] {
            let step = query_plan(&store, statement).await.swap_remove(0);
            let by_key = step.starts_with("SEARCH reactions USING ");
            assert!(by_key && step.ends_with(" (article=? AND reader=?)"), "{step}");
        }
    }
}
