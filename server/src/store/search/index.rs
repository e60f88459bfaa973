//! Search index: the normalised text of each article, and an inverted index of its character
//! unigrams and bigrams. Both are derived from the articles and can be rebuilt.
//!
//! Unigrams and bigrams find Chinese words without a dictionary. The index is FTS5 on SQLite and a
//! text array with a GIN index on PostgreSQL. Queries ask it for the rows that have all of some
//! tokens, and then compare the text itself.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, Func, OnConflict, Query};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExprTrait, Statement};
use zaidu_model::Article;
use zaidu_model::search::SearchDocument;

/// Creates the index on SQLite. It stores neither the tokens as text nor their positions; its
/// rowids are the ids of `texts`, which has the text.
pub(in crate::store) const SQLITE_INDEX: &str = "CREATE VIRTUAL TABLE texts_index USING fts5 \
    (tokens, content='', contentless_delete=1, detail=none, tokenize='ascii')";

/// Articles in one statement. Each one's parameters are several times its own length.
const BATCH: usize = 50;

/// Inserts the tokens of `normalized` into `tokens`: the unigrams and bigrams of each run between
/// spaces. `prefix` distinguishes those of titles.
fn insert_tokens(prefix: &str, normalized: &str, tokens: &mut BTreeSet<String>) {
    for run in normalized.split(' ') {
        let run: Vec<char> = run.chars().collect();
        for length in [1, 2] {
            tokens.extend(run.windows(length).map(|characters| token(prefix, characters)));
        }
    }
}

/// The tokens of a query for `term`: its bigrams, or its only character. Every text that contains
/// `term` has them all; the few others that do are false positives.
pub(in crate::store) fn query_tokens(prefix: &str, term: &str) -> Vec<String> {
    let term: Vec<char> = term.chars().collect();
    term.windows(term.len().min(2)).map(|characters| token(prefix, characters)).collect()
}

/// Prefix of the tokens of a title.
pub(in crate::store) const TITLE_PREFIX: &str = "t";

/// Encodes `characters` as four base-36 digits each, which no engine's rules for letters, case or
/// quoting affect.
fn token(prefix: &str, characters: &[char]) -> String {
    let mut token = prefix.to_owned();
    for character in characters {
        let number = u32::from(*character);
        token.extend(
            [46_656, 1_296, 36, 1]
                .map(|weight| char::from_digit(number / weight % 36, 36).unwrap_or_default()),
        );
    }
    token
}

/// Upserts the text and tokens of `articles`.
pub(in crate::store) async fn upsert<C: ConnectionTrait>(
    db: &C,
    articles: &[&Article],
) -> Result<(), DbErr> {
    let is_sqlite = db.get_database_backend() == DbBackend::Sqlite;
    let mut columns = vec!["article", "published", "title", "words"];
    if !is_sqlite {
        columns.push("tokens");
    }
    for batch in articles.chunks(BATCH) {
        let mut insert = Query::insert();
        insert.into_table("texts").columns(columns.clone());
        let mut sqlite_rows = Vec::new();
        for article in batch {
            let SearchDocument { title, text } = SearchDocument::new(article);
            let mut tokens = BTreeSet::new();
            insert_tokens(TITLE_PREFIX, &title, &mut tokens);
            insert_tokens("", &text, &mut tokens);
            let tokens = Vec::from_iter(tokens).join(" ");
            let id = article.id.as_str();
            let mut row: Vec<Expr> =
                vec![id.into(), article.published.unix().into(), title.into(), text.into()];
            if is_sqlite {
                sqlite_rows.push((id, tokens));
            } else {
                row.push(array(tokens));
            }
            insert.values_panic(row);
        }
        let replace =
            OnConflict::column("article").update_columns(columns[1..].to_vec()).to_owned();
        db.execute(insert.on_conflict(replace)).await?;
        for (id, tokens) in sqlite_rows {
            let select_id = "(SELECT id FROM texts WHERE article = ?)";
            let delete = format!("DELETE FROM texts_index WHERE rowid = {select_id}");
            db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, delete, [id.into()]))
                .await?;
            let insert = format!("INSERT INTO texts_index (rowid, tokens) VALUES ({select_id}, ?)");
            let values = [id.into(), tokens.into()];
            db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, insert, values))
                .await?;
        }
    }
    Ok(())
}

/// The PostgreSQL array of the space-separated `tokens`.
pub(in crate::store) fn array(tokens: String) -> Expr {
    Func::cust("string_to_array").arg(tokens).arg(" ").into()
}

/// Indexes all stored articles. Logs and skips those that cannot be parsed.
pub(in crate::store) async fn index_all<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let mut last = String::new();
    loop {
        let rows = Query::select()
            .columns(["id", "document"])
            .from("articles")
            .and_where(Expr::col("id").gt(last.as_str()))
            .order_by("id", sea_orm::sea_query::Order::Asc)
            .limit(BATCH as u64)
            .take();
        let mut articles = Vec::new();
        let rows = db.query_all(&rows).await?;
        for row in &rows {
            last = row.try_get_by_index(0)?;
            let document: String = row.try_get_by_index(1)?;
            match serde_json::from_str::<Article>(&document) {
                Ok(article) => articles.push(article),
                Err(error) => tracing::warn!(id = last, %error, "an article is not searchable"),
            }
        }
        upsert(db, &Vec::from_iter(&articles)).await?;
        if rows.len() < BATCH {
            return Ok(());
        }
    }
}

/// The number of articles without a row in `texts`, plus on SQLite the rows of `texts` that
/// `texts_index` lacks.
pub(in crate::store) async fn count_missing<C: ConnectionTrait>(db: &C) -> Result<i64, DbErr> {
    let backend = db.get_database_backend();
    let count = async |sql: &str| -> Result<i64, DbErr> {
        let row = db.query_one_raw(Statement::from_string(backend, sql)).await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0))
    };
    let without_text = "SELECT COUNT(*) FROM articles WHERE id NOT IN (SELECT article FROM texts)";
    let missing = count(without_text).await?;
    if backend != DbBackend::Sqlite {
        return Ok(missing);
    }
    let without_tokens =
        "SELECT COUNT(*) FROM texts WHERE id NOT IN (SELECT id FROM texts_index_docsize)";
    // An error means that the index table is missing, and with it all rows.
    let unindexed = match count(without_tokens).await {
        Ok(unindexed) => unindexed,
        Err(_) => count("SELECT COUNT(*) FROM texts").await?,
    };
    Ok(missing + unindexed)
}

/// Rebuilds the text and the index of all articles.
pub(in crate::store) async fn rebuild<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let is_sqlite = db.get_database_backend() == DbBackend::Sqlite;
    if !is_sqlite {
        // A concurrent import waits and afterwards writes its newer text.
        db.execute_unprepared("LOCK TABLE texts IN EXCLUSIVE MODE").await?;
    }
    db.execute_unprepared("DELETE FROM texts").await?;
    if is_sqlite {
        db.execute_unprepared("DROP TABLE IF EXISTS texts_index").await?;
        db.execute_unprepared(SQLITE_INDEX).await?;
    }
    index_all(db).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_unigrams_and_bigrams_within_a_run() {
        let mut all = BTreeSet::new();
        insert_tokens("", "江潮 a", &mut all);
        let (river, tide) = (token("", &['江']), token("", &['潮']));
        let both = token("", &['江', '潮']);
        assert_eq!(all, BTreeSet::from([river.clone(), tide, both.clone(), "002p".into()]));
        assert_eq!(query_tokens("", "江"), [river]);
        assert_eq!(query_tokens("", "江潮"), [both]);
        assert_eq!(query_tokens(TITLE_PREFIX, "aaa"), ["t002p002p", "t002p002p"]);
        assert_eq!(token("", &[char::MAX]), "nvnj");
    }
}
