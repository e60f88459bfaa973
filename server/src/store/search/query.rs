//! Searches: the index says where to look, the words decide, and both engines
//! find what [`SearchQuery::tier`] says.

use sea_orm::sea_query::{self, BinOper, Cond, Expr, Func, Order, SelectStatement};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExprTrait, QueryResult, TransactionTrait};
use zaidu_model::feed::Position;
use zaidu_model::{Article, FeedPage, Key, Limit, SearchQuery};

use super::index;
use crate::store::entity::articles;
use crate::store::{Store, StoreError};

/// Fewer texts than this are looked at one by one and sorted. So many or more are
/// looked for on a walk from the newest on: a page of them would have to be sorted
/// out of all that the index names.
const FEW: u64 = 1_000;

/// How many texts one walk passes. The index names what has all pairs of a run and
/// not what has the run, so a walk may meet nothing; then it must not go through
/// the whole archive while nobody waits for it any more. The next page goes on
/// where it ended.
const WALK: u64 = 20_000;

/// How many of the newest articles are looked through when there is no index to
/// ask.
const NEWEST: u64 = 5_000;

/// How one part of the results is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way<'a> {
    /// The few texts that the index names.
    Index,
    /// From the newest on, until there are enough.
    Walk {
        /// The last place to look at; all that are left where there is none.
        until: Option<&'a Position>,
    },
    /// The newest only: the index does not answer.
    Newest,
}

/// A part of the results: see [`SearchQuery::tier`].
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    query: &'a SearchQuery,
    tier: u8,
    /// The last place before it.
    after: Option<&'a Position>,
    /// How many to find.
    length: usize,
    /// How many texts a walk passes.
    walk: u64,
}

/// What was found of a part.
#[derive(Debug, Default)]
struct Found {
    places: Vec<Position>,
    /// The last place of a walk that ended before the part does.
    until: Option<Position>,
}

impl Store {
    /// The page of what `query` finds after a place, as
    /// [`Newsroom::feed`](zaidu_model::Newsroom::feed) defines it.
    pub(in crate::store) async fn search(
        &self,
        query: &SearchQuery,
        after: Option<&Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        self.search_by(query, after, limit, WALK).await
    }

    /// The same, with walks that pass `walk` texts in each part. Where one has
    /// passed so many and found too few, the page ends, with few items or none, and
    /// the next one begins there.
    async fn search_by(
        &self,
        query: &SearchQuery,
        after: Option<&Position>,
        limit: Limit,
        walk: u64,
    ) -> Result<FeedPage, StoreError> {
        let length = limit.get();
        let (mut places, mut until) = (Vec::new(), None);
        for tier in after.map_or(0, |after| after.tier)..=1 {
            let after = after.filter(|after| after.tier == tier);
            // One more than asked says whether there is a next page.
            let part = Part { query, tier, after, length: length + 1 - places.len(), walk };
            let found = self.find(part).await?;
            places.extend(found.places);
            until = found.until;
            // Nothing of the next part before this one is at its end.
            if places.len() > length || until.is_some() {
                break;
            }
        }
        let last = if places.len() > length {
            places.truncate(length);
            places.last()
        } else {
            until.as_ref()
        };
        let next = last.map(Position::cursor);
        let found: Vec<Article> = self.at(&places, articles::Column::Document).await?;
        Ok(FeedPage { items: found.iter().map(|article| query.preview(article)).collect(), next })
    }

    async fn find(&self, part: Part<'_>) -> Result<Found, StoreError> {
        match self.indexed(part).await {
            Ok(found) => Ok(found),
            Err(error) => {
                tracing::warn!(%error, "the search index does not answer");
                let newest = question(self.db.get_database_backend(), part, Way::Newest);
                Ok(Found { places: places(&self.db, part, &newest).await?, until: None })
            }
        }
    }

    /// What is found of `part` by the index.
    async fn indexed(&self, part: Part<'_>) -> Result<Found, StoreError> {
        let backend = self.db.get_database_backend();
        let txn = self.db.begin().await?;
        if backend == DbBackend::Postgres {
            // To its planner tokens cost nothing, though they stand apart from their
            // rows; reading all of them is what the index is there to save.
            txn.execute_unprepared("SET LOCAL enable_seqscan = off").await?;
        }
        let found = match candidates(&txn, part).await? {
            0 => Found::default(),
            FEW => walk(&txn, part).await?,
            _ => {
                let few = question(backend, part, Way::Index);
                Found { places: places(&txn, part, &few).await?, until: None }
            }
        };
        txn.commit().await?;
        Ok(found)
    }
}

/// What is found of `part` on a walk.
async fn walk<C: ConnectionTrait>(db: &C, part: Part<'_>) -> Result<Found, StoreError> {
    // Its end is known before it begins: what is imported meanwhile cannot move it.
    let ends = places(db, part, &ends(part)).await?;
    let until = match &ends[..] {
        [last, _beyond] => Some(last),
        _ => None,
    };
    let way = Way::Walk { until };
    let places = places(db, part, &question(db.get_database_backend(), part, way)).await?;
    Ok(Found { places, until: until.cloned() })
}

/// The places in the answer to `question`.
async fn places<C: ConnectionTrait>(
    db: &C,
    part: Part<'_>,
    question: &SelectStatement,
) -> Result<Vec<Position>, StoreError> {
    let rows = db.query_all(question).await?;
    let place = |row: &QueryResult| {
        let id: String = row.try_get_by_index(0)?;
        let id = Key::new(id).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(Position { tier: part.tier, rank: row.try_get_by_index(1)?, id })
    };
    rows.iter().map(place).collect()
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

/// The last text that a walk through `part` passes, and the one beyond it. No text
/// is read for this, only their order.
fn ends(part: Part<'_>) -> SelectStatement {
    let mut select = sea_query::Query::select();
    select.columns(["article", "published"]).from("texts").limit(2).offset(part.walk - 1);
    if let Some(after) = part.after {
        select.and_where(place(Expr::col("published")).lt(of(after)));
    }
    select.order_by("published", Order::Desc).order_by("article", Order::Desc).take()
}

/// The place of a row, which was published at `published`.
fn place(published: Expr) -> Expr {
    Expr::tuple([published, Expr::col("article")])
}

/// The same of `position`.
fn of(position: &Position) -> Expr {
    Expr::tuple([Expr::val(position.rank), Expr::val(position.id.as_str())])
}

/// The places of `part`, newest first.
fn question(backend: DbBackend, part: Part<'_>, way: Way<'_>) -> SelectStatement {
    let Part { query, tier, after, length, .. } = part;
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
    let find = if backend == DbBackend::Sqlite { "instr" } else { "strpos" };
    let all_in = |column: &'static str| {
        let run = |run: String| Func::cust(find).arg(Expr::col(column)).arg(run);
        query.terms().fold(Cond::all(), |all, it| all.add(Expr::expr(run(it)).gt(0)))
    };
    match tier {
        0 => select.cond_where(all_in("title")),
        _ => select.cond_where(all_in("words")).cond_where(all_in("title").not()),
    };
    let published = match way {
        // With a sign before it no index has this order, and few rows are sorted.
        Way::Index => Expr::cust("+published"),
        Way::Walk { .. } | Way::Newest => Expr::col("published"),
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
    if let Some(after) = after {
        select.and_where(place(published.clone()).lt(of(after)));
    }
    if let Way::Walk { until: Some(until) } = way {
        select.and_where(place(published.clone()).gte(of(until)));
    }
    select.order_by_expr(published, Order::Desc).order_by("article", Order::Desc).take()
}

/// Whether the index names a row: of `texts_index` on SQLite, of `texts` on
/// PostgreSQL.
fn is_named(backend: DbBackend, part: Part<'_>) -> Expr {
    let prefix = if part.tier == 0 { index::TITLE } else { "" };
    let tokens = part.query.terms().flat_map(|run| index::tokens_of_run(prefix, &run));
    // To both engines, blanks between tokens mean all of them.
    let tokens = tokens.collect::<Vec<_>>().join(" ");
    match backend {
        DbBackend::Sqlite => {
            Expr::col("texts_index").binary(BinOper::Custom("MATCH"), Expr::val(tokens))
        }
        _ => Expr::col("tokens").binary(BinOper::Custom("@>"), index::array(tokens)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::query_plan;
    use zaidu_model::{Block, Inline, Newsroom, Site, Timestamp};

    fn article(number: i64, title: &str, text: &str) -> Article {
        let wire = format!(
            r#"{{"id":"{number}","published":"{}","body":[]}}"#,
            Timestamp::from_unix(number).unwrap()
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

    fn part(query: &SearchQuery, tier: u8) -> Part<'_> {
        Part { query, tier, after: None, length: 21, walk: WALK }
    }

    async fn ids(store: &Store, query: &str) -> Vec<String> {
        let query = SearchQuery::new(query).unwrap();
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
            let query = SearchQuery::new(query).unwrap();
            let count = candidates(&store.db, part(&query, tier)).await.unwrap();
            assert_eq!(count, named, "{query:?} {tier}");
        }
    }

    #[tokio::test]
    async fn few_are_looked_up_and_many_walked() {
        let store = store(vec![]).await;
        let query = SearchQuery::new("江潮 潮水").unwrap();
        let place = Position { tier: 1, rank: 1, id: Key::new("a").unwrap() };
        let first = part(&query, 1);
        let part = Part { after: Some(&place), ..first };
        let backend = store.db.get_database_backend();
        let steps = async |question| query_plan(&store, backend.build(&question)).await;
        assert_eq!(
            steps(question(backend, part, Way::Index)).await,
            [
                "SEARCH texts USING INTEGER PRIMARY KEY (rowid=?)",
                "LIST SUBQUERY 1",
                "SCAN texts_index VIRTUAL TABLE INDEX 0:M1",
                "CREATE BLOOM FILTER",
                "USE TEMP B-TREE FOR ORDER BY",
            ]
        );
        // In the order of an index, and so without a sort.
        let search = |by| vec![format!("SEARCH texts USING {by})")];
        let walk = |part, until| steps(question(backend, part, Way::Walk { until }));
        assert_eq!(walk(first, None).await, ["SCAN texts USING INDEX texts_latest"]);
        for (part, until, by) in [
            (first, Some(&place), "(published,article)>(?,?)"),
            (part, None, "(published,article)<(?,?)"),
            (part, Some(&place), "(published,article)>(?,?) AND (published,article)<(?,?)"),
        ] {
            assert_eq!(walk(part, until).await, search(format!("INDEX texts_latest ({by}")));
        }
        // Where it ends is read in the index alone.
        assert_eq!(steps(ends(first)).await, ["SCAN texts USING COVERING INDEX texts_latest"]);
        let by = "COVERING INDEX texts_latest ((published,article)<(?,?)";
        assert_eq!(steps(ends(part)).await, search(by.to_owned()));
    }

    #[tokio::test]
    async fn what_many_have_is_found_from_the_newest_on() {
        let length = i64::try_from(FEW).unwrap() + 5;
        let text = |number| article(number, if number % 100 == 7 { "江潮" } else { "" }, "潮水");
        let store = store((1..=length).map(text).collect()).await;
        let query = SearchQuery::new("潮").unwrap();
        assert_eq!(candidates(&store.db, part(&query, 1)).await.unwrap(), FEW);
        let titles = ["907", "807", "707", "607", "507", "407", "307", "207", "107", "7"];
        let found = ids(&store, "潮").await;
        assert_eq!(found[..10], titles);
        assert_eq!(found[10..13], ["1005", "1004", "1003"]);
        assert_eq!(found.len(), 20);
    }

    /// All pages of what `query` finds, with walks that pass `walk` texts.
    async fn pages(store: &Store, query: &str, length: &str, walk: u64) -> Vec<Vec<String>> {
        let (query, limit) = (SearchQuery::new(query).unwrap(), length.parse().unwrap());
        let (mut pages, mut after) = (Vec::new(), None);
        loop {
            let page = store.search_by(&query, after.as_ref(), limit, walk).await.unwrap();
            assert!(page.items.len() <= limit.get());
            pages.push(page.items.into_iter().map(|item| item.id.to_string()).collect());
            match page.next {
                Some(next) => after = Some(next.position().unwrap()),
                None => return pages,
            }
        }
    }

    #[tokio::test]
    async fn pages_of_short_walks_are_all_that_is_found() {
        // Two articles of each time, so that walks end between equal times as well.
        let text = |number: i64| {
            let mut it = article(
                number,
                if number % 97 == 7 { "江潮江" } else { "江潮 潮江" },
                if number % 13 < 2 { "一江潮江水" } else { "江潮 潮江" },
            );
            it.published = Timestamp::from_unix(number / 2).unwrap();
            it
        };
        let newsroom = Newsroom::new(Site::default(), (1..=1_100).map(text).collect());
        let store = Store::open("sqlite::memory:").await.unwrap();
        store.import(&newsroom).await.unwrap();
        for query in ["江潮江", "江潮 潮江", "江"] {
            let asked = SearchQuery::new(query).unwrap();
            for tier in [0, 1] {
                assert_eq!(candidates(&store.db, part(&asked, tier)).await.unwrap(), FEW);
            }
            let mut expected = Vec::new();
            for tier in [0, 1] {
                let found = newsroom.articles().iter().filter(|it| asked.tier(it) == Some(tier));
                expected.extend(found.map(|it| it.id.to_string()));
            }
            for (length, walk) in [("1", 40), ("50", 19), ("20", 100), ("3", 1_100)] {
                let found = pages(&store, query, length, walk).await.concat();
                assert_eq!(found, expected, "{query} by {length} and {walk}");
            }
        }
    }

    #[tokio::test]
    async fn many_names_without_a_match_end_after_some_short_walks() {
        let both = "江潮 潮江";
        let length = i64::try_from(FEW).unwrap();
        let store = store((1..=length).map(|number| article(number, both, "")).collect()).await;
        let query = SearchQuery::new("江潮江").unwrap();
        for tier in [0, 1] {
            assert_eq!(candidates(&store.db, part(&query, tier)).await.unwrap(), FEW);
        }
        // The page that reads the titles to their end begins with the texts.
        for (walk, count) in [(300, 4 + 4 - 1), (500, 2 + 2 - 1), (999, 3), (1_000, 1), (WALK, 1)] {
            let pages = pages(&store, "江潮江", "20", walk).await;
            assert_eq!(pages, vec![Vec::<String>::new(); count], "{walk}");
        }
    }

    #[tokio::test]
    async fn without_an_index_the_newest_are_looked_through_until_it_is_mended() {
        let store = store(vec![article(1, "江潮", "今晚"), article(2, "停水", "江潮")]).await;
        assert_eq!(ids(&store, "江潮").await, ["1", "2"]);
        store.db.execute_unprepared("DROP TABLE texts_index").await.unwrap();
        assert_eq!(ids(&store, "江潮").await, ["1", "2"]);
        assert_eq!(store.repair().await.unwrap().len(), 1);
        assert_eq!(store.check().await.unwrap(), []);
        let query = SearchQuery::new("江潮").unwrap();
        assert_eq!(candidates(&store.db, part(&query, 1)).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn an_article_that_changed_is_found_by_its_new_words() {
        let store = store(vec![article(1, "江潮", "今晚")]).await;
        let changed = Newsroom::new(Site::default(), vec![article(1, "停水", "明早")]);
        store.import(&changed).await.unwrap();
        assert_eq!(ids(&store, "江潮").await, Vec::<String>::new());
        assert_eq!(ids(&store, "停水").await, ["1"]);
        let query = SearchQuery::new("今晚").unwrap();
        assert_eq!(candidates(&store.db, part(&query, 1)).await.unwrap(), 0);
    }
}
