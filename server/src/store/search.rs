//! Searches: the index says where to look, the words decide, and both engines
//! find what [`Query::tier`] says.

use std::collections::HashMap;

use sea_orm::sea_query::{self, BinOper, Cond, Expr, Func, Order, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryResult, QuerySelect, TransactionTrait,
};
use zaidu_model::feed::Position;
use zaidu_model::{Article, FeedPage, Key, Limit, Query};

use super::entity::articles;
use super::{Store, StoreError, texts};

/// Up to so many texts are looked at one by one and sorted. Where more may match,
/// they are met often enough on a walk from the newest on.
const FEW: u64 = 1_000;

/// How many of the newest articles are looked through when there is no index to
/// ask.
const NEWEST: u64 = 5_000;

/// How one part of the results is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The few texts that the index names.
    Index,
    /// From the newest on, until there are enough.
    Walk,
    /// The newest only: the index does not answer.
    Newest,
}

/// A part of the results: see [`Query::tier`].
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    query: &'a Query,
    tier: u8,
    /// The last place before it.
    after: Option<&'a Position>,
    /// How many to find.
    length: usize,
}

impl Store {
    /// The page of what `query` finds after a place, as
    /// [`Newsroom::feed`](zaidu_model::Newsroom::feed) defines it.
    pub(super) async fn search(
        &self,
        query: &Query,
        after: Option<&Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let length = limit.get();
        let mut places = Vec::new();
        for tier in after.map_or(0, |after| after.tier)..=1 {
            let after = after.filter(|after| after.tier == tier);
            // One more than asked says whether there is a next page.
            let part = Part { query, tier, after, length: length + 1 - places.len() };
            places.extend(self.places(part).await?);
            if places.len() > length {
                break;
            }
        }
        let is_last = places.len() <= length;
        places.truncate(length);
        let next = places.last().filter(|_| !is_last).map(Position::cursor);
        let ids = places.iter().map(|place| place.id.as_str());
        let documents: Vec<(String, String)> = articles::Entity::find()
            .filter(articles::Column::Id.is_in(ids))
            .select_only()
            .columns([articles::Column::Id, articles::Column::Document])
            .into_tuple()
            .all(&self.db)
            .await?;
        let documents: HashMap<_, _> = documents.into_iter().collect();
        let found = places.iter().filter_map(|place| documents.get(place.id.as_str()));
        let shown = |document: &String| {
            serde_json::from_str::<Article>(document).map(|article| query.preview(&article))
        };
        Ok(FeedPage { items: found.map(shown).collect::<Result<_, _>>()?, next })
    }

    async fn places(&self, part: Part<'_>) -> Result<Vec<Position>, StoreError> {
        let backend = self.db.get_database_backend();
        let rows = match self.indexed(part).await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::warn!(%error, "the search index does not answer");
                self.db.query_all(&question(backend, part, Way::Newest)).await?
            }
        };
        let mut places = Vec::with_capacity(rows.len());
        for row in rows {
            let id: String = row.try_get_by_index(0)?;
            let id = Key::new(id).map_err(|error| StoreError::Corrupt(error.to_string()))?;
            places.push(Position { tier: part.tier, rank: row.try_get_by_index(1)?, id });
        }
        Ok(places)
    }

    /// The rows of `part`, by the index.
    async fn indexed(&self, part: Part<'_>) -> Result<Vec<QueryResult>, DbErr> {
        let backend = self.db.get_database_backend();
        let txn = self.db.begin().await?;
        if backend == DbBackend::Postgres {
            // To its planner tokens cost nothing, though they stand apart from their
            // rows; reading all of them is what the index is there to save.
            txn.execute_unprepared("SET LOCAL enable_seqscan = off").await?;
        }
        let rows = match candidates(&txn, part).await? {
            0 => Vec::new(),
            FEW => txn.query_all(&question(backend, part, Way::Walk)).await?,
            _ => txn.query_all(&question(backend, part, Way::Index)).await?,
        };
        txn.commit().await?;
        Ok(rows)
    }
}

/// How many texts the index names, at most [`FEW`].
async fn candidates<C: ConnectionTrait>(db: &C, part: Part<'_>) -> Result<u64, DbErr> {
    let backend = db.get_database_backend();
    let mut named = sea_query::Query::select();
    named.expr(Expr::val(1)).and_where(is_named(backend, part)).limit(FEW);
    named.from(if backend == DbBackend::Sqlite { "texts_index" } else { "texts" });
    let count = sea_query::Query::select()
        .expr(Func::count(Expr::val(1)))
        .from_subquery(named, "named")
        .take();
    let row = db.query_one(&count).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count.unsigned_abs())
}

/// The places of `part`, newest first.
fn question(backend: DbBackend, part: Part<'_>, way: Way) -> SelectStatement {
    let Part { query, tier, after, length } = part;
    let mut select = sea_query::Query::select();
    select.columns(["article", "published"]).limit(length as u64);
    if way == Way::Newest {
        let newest = sea_query::Query::select()
            .columns(["article", "published", "title", "words"])
            .from("texts")
            .order_by("published", Order::Desc)
            .order_by("article", Order::Desc)
            .limit(NEWEST)
            .take();
        select.from_subquery(newest, "texts");
    } else {
        select.from("texts");
    }
    // An engine's own name for the same function.
    let place = if backend == DbBackend::Sqlite { "instr" } else { "strpos" };
    let all_in = |column: &'static str| {
        let run = |run: String| Func::cust(place).arg(Expr::col(column)).arg(run);
        query.runs().fold(Cond::all(), |all, it| all.add(Expr::expr(run(it)).gt(0)))
    };
    match tier {
        0 => select.cond_where(all_in("title")),
        _ => select.cond_where(all_in("words")).cond_where(all_in("title").not()),
    };
    let published = match way {
        // With a sign before it no index has this order, and few rows are sorted.
        Way::Index => Expr::cust("+published"),
        Way::Walk | Way::Newest => Expr::col("published"),
    };
    if way == Way::Index {
        select.and_where(match backend {
            DbBackend::Sqlite => {
                let mut named = sea_query::Query::select();
                named.column("rowid").from("texts_index").and_where(is_named(backend, part));
                Expr::col("id").in_subquery(named)
            }
            _ => is_named(backend, part),
        });
    }
    if let Some(Position { rank, id, .. }) = after {
        let place = Expr::tuple([published.clone(), Expr::col("article")]);
        select.and_where(place.lt(Expr::tuple([Expr::val(*rank), Expr::val(id.as_str())])));
    }
    select.order_by_expr(published, Order::Desc).order_by("article", Order::Desc).take()
}

/// Whether the index names a row: of `texts_index` on SQLite, of `texts` on
/// PostgreSQL.
fn is_named(backend: DbBackend, part: Part<'_>) -> Expr {
    let prefix = if part.tier == 0 { texts::TITLE } else { "" };
    let tokens = part.query.runs().flat_map(|run| texts::tokens_of_run(prefix, &run));
    // To both engines, blanks between tokens mean all of them.
    let tokens = tokens.collect::<Vec<_>>().join(" ");
    match backend {
        DbBackend::Sqlite => {
            Expr::col("texts_index").binary(BinOper::Custom("MATCH"), Expr::val(tokens))
        }
        _ => Expr::col("tokens").binary(BinOper::Custom("@>"), texts::array(tokens)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan;
    use zaidu_model::{Block, Inline, Moment, Newsroom, Site};

    fn article(number: i64, title: &str, text: &str) -> Article {
        let wire = format!(
            r#"{{"id":"{number}","published":"{}","body":[]}}"#,
            Moment::from_unix(number).unwrap()
        );
        let mut article: Article = serde_json::from_str(&wire).unwrap();
        article.title = Some(title.to_owned());
        article.body = vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])];
        article
    }

    async fn store(articles: Vec<Article>) -> Store {
        let store = Store::open("sqlite::memory:").await.unwrap();
        store.import(&Newsroom::new(Site::default(), articles)).await.unwrap();
        store
    }

    fn part(query: &Query, tier: u8) -> Part<'_> {
        Part { query, tier, after: None, length: 21 }
    }

    async fn ids(store: &Store, query: &str) -> Vec<String> {
        let query = Query::new(query).unwrap();
        let page = store.search(&query, None, Limit::default()).await.unwrap();
        page.items.into_iter().map(|item| item.id.to_string()).collect()
    }

    #[tokio::test]
    async fn the_index_names_what_has_the_word() {
        let store = store(vec![
            article(1, "江潮将至", "今晚"),
            article(2, "长江", "潮水到江边"),
            article(3, "Zaidu 3.0", "ABC"),
        ])
        .await;
        for (query, tier, named) in [
            ("江潮", 0, 1),
            ("江潮", 1, 1),
            ("潮", 0, 1),
            ("潮", 1, 2),
            ("潮江", 1, 0),
            ("江 潮", 1, 2),
            ("aidu", 0, 1),
            ("bc", 1, 1),
        ] {
            let query = Query::new(query).unwrap();
            let count = candidates(&store.db, part(&query, tier)).await.unwrap();
            assert_eq!(count, named, "{query:?} {tier}");
        }
    }

    #[tokio::test]
    async fn few_are_looked_up_and_many_walked() {
        let store = store(vec![]).await;
        let query = Query::new("江潮 潮水").unwrap();
        let place = Position { tier: 1, rank: 1, id: Key::new("a").unwrap() };
        let part = Part { after: Some(&place), ..part(&query, 1) };
        let steps = async |way| {
            let backend = store.db.get_database_backend();
            plan(&store, backend.build(&question(backend, part, way))).await
        };
        assert_eq!(
            steps(Way::Index).await,
            [
                "SEARCH texts USING INTEGER PRIMARY KEY (rowid=?)",
                "LIST SUBQUERY 1",
                "SCAN texts_index VIRTUAL TABLE INDEX 0:M1",
                "CREATE BLOOM FILTER",
                "USE TEMP B-TREE FOR ORDER BY",
            ]
        );
        let walk = "SEARCH texts USING INDEX texts_latest ((published,article)<(?,?))";
        assert_eq!(steps(Way::Walk).await, [walk]);
    }

    #[tokio::test]
    async fn what_many_have_is_found_from_the_newest_on() {
        let length = i64::try_from(FEW).unwrap() + 5;
        let text = |number| article(number, if number % 100 == 7 { "江潮" } else { "" }, "潮水");
        let store = store((1..=length).map(text).collect()).await;
        let query = Query::new("潮").unwrap();
        assert_eq!(candidates(&store.db, part(&query, 1)).await.unwrap(), FEW);
        let titles = ["907", "807", "707", "607", "507", "407", "307", "207", "107", "7"];
        let found = ids(&store, "潮").await;
        assert_eq!(found[..10], titles);
        assert_eq!(found[10..13], ["1005", "1004", "1003"]);
        assert_eq!(found.len(), 20);
    }

    #[tokio::test]
    async fn without_an_index_the_newest_are_looked_through_until_it_is_mended() {
        let store = store(vec![article(1, "江潮", "今晚"), article(2, "停水", "江潮")]).await;
        assert_eq!(ids(&store, "江潮").await, ["1", "2"]);
        store.db.execute_unprepared("DROP TABLE texts_index").await.unwrap();
        assert_eq!(ids(&store, "江潮").await, ["1", "2"]);
        assert_eq!(store.repair().await.unwrap().len(), 1);
        assert_eq!(store.check().await.unwrap(), []);
        let query = Query::new("江潮").unwrap();
        assert_eq!(candidates(&store.db, part(&query, 1)).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn an_article_that_changed_is_found_by_its_new_words() {
        let store = store(vec![article(1, "江潮", "今晚")]).await;
        let changed = Newsroom::new(Site::default(), vec![article(1, "停水", "明早")]);
        store.import(&changed).await.unwrap();
        assert_eq!(ids(&store, "江潮").await, Vec::<String>::new());
        assert_eq!(ids(&store, "停水").await, ["1"]);
        let query = Query::new("今晚").unwrap();
        assert_eq!(candidates(&store.db, part(&query, 1)).await.unwrap(), 0);
    }
}
