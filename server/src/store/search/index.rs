//! What is searched: the folded words of each article, and an index that narrows
//! where to look. All of it is made from the articles and can be made anew.
//!
//! The index knows each character of a word and each two that stand together, so
//! that it finds Chinese words without knowing any. It is SQLite's FTS5, or an
//! array with PostgreSQL's GIN; both are asked for rows that have all of some
//! tokens, and the words themselves decide.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, Func, OnConflict, Query};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExprTrait, Statement};
use zaidu_model::Article;
use zaidu_model::search::SearchDocument;

/// SQLite's index. It keeps neither the tokens as text nor their places: the
/// words stand in `texts`, by the same id.
pub(in crate::store) const SQLITE_INDEX: &str = "CREATE VIRTUAL TABLE texts_index USING fts5 \
    (tokens, content='', contentless_delete=1, detail=none, tokenize='ascii')";

/// Articles in one statement. Each brings some times its own length.
const BATCH: usize = 50;

/// The tokens of `folded`: each character of a run, and each two neighbours.
/// `prefix` keeps those of titles apart.
fn tokens(prefix: &str, folded: &str, tokens: &mut BTreeSet<String>) {
    for run in folded.split(' ') {
        let run: Vec<char> = run.chars().collect();
        for length in [1, 2] {
            tokens.extend(run.windows(length).map(|characters| token(prefix, characters)));
        }
    }
}

/// What the index is asked for: everything that a text with `run` has, and with
/// two characters or more only such a text, or nearly.
pub(in crate::store) fn tokens_of_run(prefix: &str, run: &str) -> Vec<String> {
    let run: Vec<char> = run.chars().collect();
    run.windows(run.len().min(2)).map(|characters| token(prefix, characters)).collect()
}

/// What stands before the tokens of a title.
pub(in crate::store) const TITLE: &str = "t";

/// `characters` as four digits each, in base 36. No engine's idea of letters,
/// case or quoting can change or misread that.
fn token(prefix: &str, characters: &[char]) -> String {
    let mut token = prefix.to_owned();
    for character in characters {
        let number = u32::from(*character);
        token.extend(
            [46_656, 1_296, 36, 1]
                .map(|place| char::from_digit(number / place % 36, 36).unwrap_or_default()),
        );
    }
    token
}

/// Makes what is searched of `articles` as they are now.
pub(in crate::store) async fn put<C: ConnectionTrait>(
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
        let mut indexed = Vec::new();
        for article in batch {
            let SearchDocument { title, text } = SearchDocument::new(article);
            let mut all = BTreeSet::new();
            tokens(TITLE, &title, &mut all);
            tokens("", &text, &mut all);
            let all = Vec::from_iter(all).join(" ");
            let id = article.id.as_str();
            let mut row: Vec<Expr> =
                vec![id.into(), article.published.unix().into(), title.into(), text.into()];
            if is_sqlite {
                indexed.push((id, all));
            } else {
                row.push(array(all));
            }
            insert.values_panic(row);
        }
        let replace =
            OnConflict::column("article").update_columns(columns[1..].to_vec()).to_owned();
        db.execute(insert.on_conflict(replace)).await?;
        for (id, tokens) in indexed {
            let of_article = "(SELECT id FROM texts WHERE article = ?)";
            let delete = format!("DELETE FROM texts_index WHERE rowid = {of_article}");
            db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, delete, [id.into()]))
                .await?;
            let insert =
                format!("INSERT INTO texts_index (rowid, tokens) VALUES ({of_article}, ?)");
            let values = [id.into(), tokens.into()];
            db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, insert, values))
                .await?;
        }
    }
    Ok(())
}

/// On PostgreSQL: `tokens`, which blanks separate, as an array.
pub(in crate::store) fn array(tokens: String) -> Expr {
    Func::cust("string_to_array").arg(tokens).arg(" ").into()
}

/// Makes what is searched of every article that is there. One that cannot be read
/// is not found, and keeps nobody from finding others.
pub(in crate::store) async fn fill<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
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
        put(db, &Vec::from_iter(&articles)).await?;
        if rows.len() < BATCH {
            return Ok(());
        }
    }
}

/// How many articles a search would miss, or on SQLite its index.
pub(in crate::store) async fn missing<C: ConnectionTrait>(db: &C) -> Result<i64, DbErr> {
    let backend = db.get_database_backend();
    let count = async |of: &str| -> Result<i64, DbErr> {
        let row = db.query_one_raw(Statement::from_string(backend, of)).await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0))
    };
    let texts = "SELECT COUNT(*) FROM articles WHERE id NOT IN (SELECT article FROM texts)";
    let missing = count(texts).await?;
    if backend != DbBackend::Sqlite {
        return Ok(missing);
    }
    let index = "SELECT COUNT(*) FROM texts WHERE id NOT IN (SELECT id FROM texts_index_docsize)";
    // No such table: all of them.
    let unindexed = match count(index).await {
        Ok(unindexed) => unindexed,
        Err(_) => count("SELECT COUNT(*) FROM texts").await?,
    };
    Ok(missing + unindexed)
}

/// Makes all of it anew.
pub(in crate::store) async fn rebuild<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let is_sqlite = db.get_database_backend() == DbBackend::Sqlite;
    if !is_sqlite {
        // An import waits, and then says what is newer.
        db.execute_unprepared("LOCK TABLE texts IN EXCLUSIVE MODE").await?;
    }
    db.execute_unprepared("DELETE FROM texts").await?;
    if is_sqlite {
        db.execute_unprepared("DROP TABLE IF EXISTS texts_index").await?;
        db.execute_unprepared(SQLITE_INDEX).await?;
    }
    fill(db).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_characters_and_neighbours_within_a_run() {
        let mut all = BTreeSet::new();
        tokens("", "江潮 a", &mut all);
        let (river, tide) = (token("", &['江']), token("", &['潮']));
        let both = token("", &['江', '潮']);
        assert_eq!(all, BTreeSet::from([river.clone(), tide, both.clone(), "002p".into()]));
        assert_eq!(tokens_of_run("", "江"), [river]);
        assert_eq!(tokens_of_run("", "江潮"), [both]);
        assert_eq!(tokens_of_run(TITLE, "aaa"), ["t002p002p", "t002p002p"]);
        assert_eq!(token("", &[char::MAX]), "nvnj");
    }
}
