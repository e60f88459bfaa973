//! A batch of votes as one transaction: a few statements over sets, however many
//! votes there are.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Order, QueryFilter, QueryOrder,
    QuerySelect,
};
use zaidu_model::{Key, Reaction, Timestamp};

use super::StoreError;
use super::entity::{counts, reactions, tallies};
use super::ledger::{Ballot, Chosen, Ledger};
use super::pen::Pen;
use super::votes::Vote;

/// Applies `votes` in their order and makes them durable: what became of each.
///
/// # Errors
/// The engine's; then nothing changed, unless the connection was lost while it
/// committed. The same votes again are harmless in any case.
pub(super) async fn apply(
    pen: &Pen,
    votes: &[Vote],
) -> Result<Vec<Result<Reaction, StoreError>>, StoreError> {
    if votes.is_empty() {
        return Ok(Vec::new());
    }
    let write = pen.write().await?;
    let entered = async {
        let mut ledger = read(&write.txn, votes).await?;
        let reactions: Vec<_> = votes.iter().map(|vote| ledger.enter(vote)).collect();
        let is_changed = ledger.is_changed();
        if is_changed {
            record(&write.txn, &ledger).await?;
        }
        Ok((reactions, is_changed))
    };
    match entered.await {
        Ok((reactions, true)) => write.commit().await.map(|()| reactions),
        Ok((reactions, false)) => {
            write.undo().await;
            Ok(reactions)
        }
        Err(error) => {
            write.undo().await;
            Err(error)
        }
    }
}

/// What the tables hold of the articles and readers of `votes`.
async fn read(txn: &DatabaseTransaction, votes: &[Vote]) -> Result<Ledger, StoreError> {
    let articles: std::collections::BTreeSet<&str> =
        votes.iter().map(|vote| vote.article.as_str()).collect();
    // The locks on these rows put all votes on an article in a line, on PostgreSQL.
    // They are taken in the order of the ids by every server, so no two wait for
    // each other. On SQLite the transaction has the whole database.
    let rows = counts::Entity::find()
        .filter(counts::Column::Article.is_in(articles))
        .order_by(counts::Column::Article, Order::Asc)
        .lock_exclusive()
        .all(txn)
        .await?;
    let mut known = Vec::with_capacity(rows.len());
    for row in rows {
        let counts = row.counts();
        known.push((key(row.article)?, counts));
    }
    let mut ledger = Ledger::new(known);
    let ballots = votes.iter().map(|vote| (vote.article.as_str(), vote.reader.as_str()));
    let before = reactions::Entity::find().filter(is_one_of(ballots)).all(txn).await?;
    for row in before {
        let chosen = chosen(&row);
        ledger.note((key(row.article)?, row.reader), chosen);
    }
    Ok(ledger)
}

/// Writes what `ledger` changed.
async fn record(txn: &DatabaseTransaction, ledger: &Ledger) -> Result<(), StoreError> {
    let row = |((article, reader), (mood, at)): (&Ballot, Chosen)| reactions::Model {
        article: article.to_string(),
        reader: reader.clone(),
        mood: mood.key().to_owned(),
        chosen_at: at.unix(),
    };
    let chosen: Vec<_> = ledger.chosen().map(row).map(IntoActiveModel::into_active_model).collect();
    if !chosen.is_empty() {
        let replace = OnConflict::columns([reactions::Column::Article, reactions::Column::Reader])
            .update_columns([reactions::Column::Mood, reactions::Column::ChosenAt])
            .to_owned();
        let insert = reactions::Entity::insert_many(chosen).on_conflict(replace);
        insert.exec_without_returning(txn).await?;
    }
    let withdrawn: Vec<_> =
        ledger.withdrawn().map(|(article, reader)| (article.as_str(), reader.as_str())).collect();
    if !withdrawn.is_empty() {
        reactions::Entity::delete_many().filter(is_one_of(withdrawn)).exec(txn).await?;
    }
    let row = |(id, counts): (&Key, _)| counts::Model::new(id.to_string(), counts);
    let counted: Vec<_> = ledger.counts().map(row).collect();
    if !counted.is_empty() {
        counts::put(txn, counted).await?;
    }
    add(txn, ledger).await
}

/// Adds to the tallies what `ledger` changed.
async fn add(txn: &DatabaseTransaction, ledger: &Ledger) -> Result<(), StoreError> {
    let lines: Vec<_> = ledger
        .lines()
        .into_iter()
        .map(|(line, more)| tallies::Model::new(line, more).into_active_model())
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let readers = |table: &'static str| Expr::col((Alias::new(table), tallies::Column::Readers));
    let sum = OnConflict::columns(tallies::KEY)
        .value(tallies::Column::Readers, readers("tallies").add(readers("excluded")))
        .to_owned();
    tallies::Entity::insert_many(lines).on_conflict(sum).exec_without_returning(txn).await?;
    Ok(())
}

/// Whether a row of `reactions` is one of `ballots`, of which there is at least
/// one. Both engines look each up by the primary key.
fn is_one_of<'a>(ballots: impl IntoIterator<Item = (&'a str, &'a str)>) -> Expr {
    let values: SelectStatement = Query::select()
        .columns(["column1", "column2"].map(Alias::new))
        .from_values(ballots, Alias::new("ballots"))
        .take();
    let ballot = [reactions::Column::Article, reactions::Column::Reader];
    Expr::tuple(ballot.map(Expr::col)).in_subquery(values)
}

/// What a row says, or why it cannot be read.
fn chosen(row: &reactions::Model) -> Result<Chosen, String> {
    let mood = row.mood.parse().map_err(|_| format!("mood {:?}", row.mood))?;
    let at = Timestamp::from_unix(row.chosen_at).map_err(|error| error.to_string())?;
    Ok((mood, at))
}

/// A stored id.
fn key(id: String) -> Result<Key, StoreError> {
    Key::new(id).map_err(|error| StoreError::Corrupt(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, plan};
    use sea_orm::QueryTrait;

    #[tokio::test]
    async fn ballots_are_looked_up_one_by_one() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let ballots = is_one_of([("a", "x"), ("b", "y")]);
        let find = reactions::Entity::find().filter(ballots.clone());
        let delete = reactions::Entity::delete_many().filter(ballots);
        let backend = store.db.get_database_backend();
        for asked in [find.build(backend), delete.build(backend)] {
            let step = plan(&store, asked).await.swap_remove(0);
            let by_key = step.starts_with("SEARCH reactions USING ");
            assert!(by_key && step.ends_with(" (article=? AND reader=?)"), "{step}");
        }
    }
}
