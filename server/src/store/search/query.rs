//! Full-text search queries: the index yields candidates, the normalised text decides, and both
//! engines find what [`SearchQuery::tier`] defines.
//!
//! Few candidates are read by the index and sorted; many are found by a scan from the newest
//! article on. A scan is limited: a page may end early, and its cursor continues the scan.

use sea_orm::sea_query::{self, BinOper, Cond, Expr, Func, Order, SelectStatement};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExprTrait, QueryResult, TransactionTrait};
use zaidu_model::feed::Position;
use zaidu_model::{Article, FeedPage, Key, Limit, SearchQuery};

use super::index;
use crate::store::entity::articles;
use crate::store::visibility::is_article_shown;
use crate::store::{Store, StoreError};

/// Fewer candidates than this are read by the index and sorted. For more, a scan by date finds the
/// newest first: with the index, all of them would have to be read and sorted for each page.
const MANY_CANDIDATES: u64 = 1_000;

/// Maximum number of texts that one scan reads. A candidate has all bigrams of a term but may lack
/// the term, so a scan may find nothing; without a limit it would read the whole archive, long
/// after the request timed out. The next page continues where the scan ended.
const SCAN_LIMIT: u64 = 20_000;

/// Number of the newest articles that are searched when the index fails.
const FALLBACK_LIMIT: u64 = 5_000;

/// The access path of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AccessPath<'a> {
    /// The candidates of the index, sorted.
    Index,
    /// A scan from the newest text on, until the page is full.
    Scan {
        /// The last position that the scan reads; it reads all texts when `None`.
        until: Option<&'a Position>,
    },
    /// The newest texts only, because the index failed.
    Fallback,
}

/// A page of one tier of the results; see [`SearchQuery::tier`].
#[derive(Debug, Clone, Copy)]
struct TierPage<'a> {
    query: &'a SearchQuery,
    tier: u8,
    /// The position after which the page begins; the start of the tier when `None`.
    after: Option<&'a Position>,
    /// Maximum number of results.
    length: usize,
    /// Maximum number of texts that a scan reads.
    scan_limit: u64,
    /// The current time: readers see articles whose embargo has ended.
    now: i64,
}

/// The results of one tier.
#[derive(Debug, Default)]
struct Found {
    positions: Vec<Position>,
    /// Where a scan stopped, when it did before the end of the tier.
    scanned_until: Option<Position>,
}

impl Store {
    /// The page of results of `query` after `after`, as
    /// [`Newsroom::feed`](zaidu_model::Newsroom::feed) defines it.
    pub(in crate::store) async fn search(
        &self,
        query: &SearchQuery,
        after: Option<&Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        self.search_with_scan_limit(query, after, limit, SCAN_LIMIT).await
    }

    /// As [`Self::search`], with scans that read at most `scan_limit` texts per tier. When a scan
    /// stops before the page is full, the page ends there, with few items or none, and the next
    /// page continues the scan.
    async fn search_with_scan_limit(
        &self,
        query: &SearchQuery,
        after: Option<&Position>,
        limit: Limit,
        scan_limit: u64,
    ) -> Result<FeedPage, StoreError> {
        let length = limit.get();
        let (mut positions, mut scanned_until) = (Vec::new(), None);
        for tier in after.map_or(0, |after| after.tier)..=1 {
            let after = after.filter(|after| after.tier == tier);
            // One result more than requested shows whether there is a next page.
            let missing = length + 1 - positions.len();
            let now = self.now();
            let page = TierPage { query, tier, after, length: missing, scan_limit, now };
            let found = self.find(page).await?;
            positions.extend(found.positions);
            scanned_until = found.scanned_until;
            // The next tier begins only after the end of this one.
            if positions.len() > length || scanned_until.is_some() {
                break;
            }
        }
        let last = if positions.len() > length {
            positions.truncate(length);
            positions.last()
        } else {
            scanned_until.as_ref()
        };
        let next = last.map(Position::cursor);
        let found: Vec<Article> = self.load_column(&positions, articles::Column::Document).await?;
        let items = found.iter().map(|article| query.preview(article)).collect();
        Ok(FeedPage { items, next, facets: Vec::new() })
    }

    /// The results of `page`. When the index fails, only the newest texts are searched.
    async fn find(&self, page: TierPage<'_>) -> Result<Found, StoreError> {
        match self.find_by_index(page).await {
            Ok(found) => Ok(found),
            Err(error) => {
                tracing::warn!(%error, "the search index does not answer");
                let backend = self.db.get_database_backend();
                let query = results_query(backend, page, AccessPath::Fallback);
                let positions = query_positions(&self.db, page, &query).await?;
                Ok(Found { positions, scanned_until: None })
            }
        }
    }

    /// The results of `page`, by the access path that suits the number of candidates.
    async fn find_by_index(&self, page: TierPage<'_>) -> Result<Found, StoreError> {
        let backend = self.db.get_database_backend();
        let txn = self.db.begin().await?;
        if backend == DbBackend::Postgres {
            // The planner does not count the cost of reading the tokens, which are stored out of
            // line (TOAST), and would prefer a sequential scan of all of them.
            txn.execute_unprepared("SET LOCAL enable_seqscan = off").await?;
        }
        let found = match count_candidates(&txn, page).await? {
            0 => Found::default(),
            MANY_CANDIDATES => scan(&txn, page).await?,
            _ => {
                let query = results_query(backend, page, AccessPath::Index);
                let positions = query_positions(&txn, page, &query).await?;
                Found { positions, scanned_until: None }
            }
        };
        txn.commit().await?;
        Ok(found)
    }
}

/// The results of `page` by a scan from the newest text on.
async fn scan<C: ConnectionTrait>(db: &C, page: TierPage<'_>) -> Result<Found, StoreError> {
    // The end is determined before the scan, so that a concurrent import cannot move it.
    let end = query_positions(db, page, &scan_end_query(page)).await?;
    let until = match &end[..] {
        [last, _beyond] => Some(last),
        _ => None,
    };
    let query = results_query(db.get_database_backend(), page, AccessPath::Scan { until });
    let positions = query_positions(db, page, &query).await?;
    Ok(Found { positions, scanned_until: until.cloned() })
}

/// The positions in the result of `query`.
async fn query_positions<C: ConnectionTrait>(
    db: &C,
    page: TierPage<'_>,
    query: &SelectStatement,
) -> Result<Vec<Position>, StoreError> {
    let rows = db.query_all(query).await?;
    let position = |row: &QueryResult| {
        let id: String = row.try_get_by_index(0)?;
        let id = Key::new(id).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(Position { tier: page.tier, rank: row.try_get_by_index(1)?, id })
    };
    rows.iter().map(position).collect()
}

/// The number of candidates in the index, at most [`MANY_CANDIDATES`].
async fn count_candidates<C: ConnectionTrait>(db: &C, page: TierPage<'_>) -> Result<u64, DbErr> {
    let backend = db.get_database_backend();
    let mut candidates = sea_query::Query::select();
    candidates.expr(Expr::val(1)).and_where(is_candidate(backend, page)).limit(MANY_CANDIDATES);
    candidates.from(if backend == DbBackend::Sqlite { "texts_index" } else { "texts" });
    let count = sea_query::Query::select()
        .expr(Func::count(Expr::val(1)))
        .from_subquery(candidates, "named")
        .take();
    let row = db.query_one(&count).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count.unsigned_abs())
}

/// Selects the last position that a scan for `page` may read and the one after it, from the index
/// alone.
fn scan_end_query(page: TierPage<'_>) -> SelectStatement {
    let mut select = sea_query::Query::select();
    select.columns(["article", "published"]).from("texts").limit(2).offset(page.scan_limit - 1);
    if let Some(after) = page.after {
        select.and_where(sort_key(Expr::col("published")).lt(key_at(after)));
    }
    select.order_by("published", Order::Desc).order_by("article", Order::Desc).take()
}

/// The key by which results are sorted and paginated.
fn sort_key(published: Expr) -> Expr {
    Expr::tuple([published, Expr::col("article")])
}

/// The value of [`sort_key`] at `position`.
fn key_at(position: &Position) -> Expr {
    Expr::tuple([Expr::val(position.rank), Expr::val(position.id.as_str())])
}

/// Selects the results of `page`, newest first.
fn results_query(backend: DbBackend, page: TierPage<'_>, path: AccessPath<'_>) -> SelectStatement {
    let TierPage { query, tier, after, length, now, .. } = page;
    let mut select = sea_query::Query::select();
    select.columns(["article", "published"]).limit(length as u64);
    if path == AccessPath::Fallback {
        let newest = sea_query::Query::select()
            .columns(["article", "published", "title", "words"])
            .from("texts")
            .order_by("published", Order::Desc)
            .order_by("article", Order::Desc)
            .limit(FALLBACK_LIMIT)
            .take();
        select.from_subquery(newest, "texts");
    } else {
        select.from("texts");
    }
    // The engines' names of the same function.
    let position_function = if backend == DbBackend::Sqlite { "instr" } else { "strpos" };
    let all_in = |column: &'static str| {
        let position_of =
            |term: String| Func::cust(position_function).arg(Expr::col(column)).arg(term);
        query.terms().fold(Cond::all(), |all, term| all.add(Expr::expr(position_of(term)).gt(0)))
    };
    match tier {
        0 => select.cond_where(all_in("title")),
        _ => select.cond_where(all_in("words")).cond_where(all_in("title").not()),
    };
    select.and_where(is_article_shown(("texts", "article"), now));
    let published = match path {
        // The sign keeps the engine from using the index on `published`; the few rows are sorted.
        AccessPath::Index => Expr::cust("+published"),
        AccessPath::Scan { .. } | AccessPath::Fallback => Expr::col("published"),
    };
    if path == AccessPath::Index {
        select.and_where(match backend {
            DbBackend::Sqlite => {
                let mut candidates = sea_query::Query::select();
                candidates.column("rowid").from("texts_index");
                candidates.and_where(is_candidate(backend, page));
                Expr::col("id").in_subquery(candidates)
            }
            _ => is_candidate(backend, page),
        });
    }
    if let Some(after) = after {
        select.and_where(sort_key(published.clone()).lt(key_at(after)));
    }
    if let AccessPath::Scan { until: Some(until) } = path {
        select.and_where(sort_key(published.clone()).gte(key_at(until)));
    }
    select.order_by_expr(published, Order::Desc).order_by("article", Order::Desc).take()
}

/// Whether a row has all tokens of the query: a row of `texts_index` on SQLite, of `texts` on
/// PostgreSQL.
fn is_candidate(backend: DbBackend, page: TierPage<'_>) -> Expr {
    let prefix = if page.tier == 0 { index::TITLE_PREFIX } else { "" };
    let tokens = page.query.terms().flat_map(|term| index::query_tokens(prefix, &term));
    // On both engines, space-separated tokens mean that all are required.
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

    fn first_page(query: &SearchQuery, tier: u8) -> TierPage<'_> {
        TierPage { query, tier, after: None, length: 21, scan_limit: SCAN_LIMIT, now: 0 }
    }

    async fn ids(store: &Store, query: &str) -> Vec<String> {
        let query = SearchQuery::new(query).unwrap();
        let page = store.search(&query, None, Limit::default()).await.unwrap();
        page.items.into_iter().map(|item| item.id.to_string()).collect()
    }

    #[tokio::test]
    async fn candidates_are_the_articles_with_the_term() {
        let store = store(vec![
            article(1, "江潮将至", "今晚"),
            article(2, "长江", "潮水到江边"),
            article(3, "Zaidu 3.0", "ABC"),
        ])
        .await;
        for (query, tier, expected) in [
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
            let count = count_candidates(&store.db, first_page(&query, tier)).await.unwrap();
            assert_eq!(count, expected, "{query:?} {tier}");
        }
    }

    #[tokio::test]
    async fn few_candidates_are_read_by_index_and_many_by_scan() {
        let store = store(vec![]).await;
        let query = SearchQuery::new("江潮 潮水").unwrap();
        let position = Position { tier: 1, rank: 1, id: Key::new("a").unwrap() };
        let first = first_page(&query, 1);
        let next = TierPage { after: Some(&position), ..first };
        let backend = store.db.get_database_backend();
        // Each result is looked up by primary key, to tell whether readers see it.
        let is_look_up = |step: &String| {
            step.starts_with("CORRELATED SCALAR SUBQUERY")
                || step == "SEARCH articles USING INDEX sqlite_autoindex_articles_1 (id=?)"
        };
        let steps = async |query| {
            let mut steps = query_plan(&store, backend.build(&query)).await;
            steps.retain(|step| !is_look_up(step));
            steps
        };
        assert_eq!(
            steps(results_query(backend, next, AccessPath::Index)).await,
            [
                "SEARCH texts USING INTEGER PRIMARY KEY (rowid=?)",
                "LIST SUBQUERY 2",
                "SCAN texts_index VIRTUAL TABLE INDEX 0:M1",
                "CREATE BLOOM FILTER",
                "USE TEMP B-TREE FOR ORDER BY",
            ]
        );
        // Scans are in index order, without a sort.
        let search = |by| vec![format!("SEARCH texts USING {by})")];
        let scan = |page, until| steps(results_query(backend, page, AccessPath::Scan { until }));
        assert_eq!(scan(first, None).await, ["SCAN texts USING INDEX texts_latest"]);
        for (page, until, by) in [
            (first, Some(&position), "(published,article)>(?,?)"),
            (next, None, "(published,article)<(?,?)"),
            (next, Some(&position), "(published,article)>(?,?) AND (published,article)<(?,?)"),
        ] {
            assert_eq!(scan(page, until).await, search(format!("INDEX texts_latest ({by}")));
        }
        // The end of a scan is read from a covering index.
        assert_eq!(
            steps(scan_end_query(first)).await,
            ["SCAN texts USING COVERING INDEX texts_latest"]
        );
        let by = "COVERING INDEX texts_latest ((published,article)<(?,?)";
        assert_eq!(steps(scan_end_query(next)).await, search(by.to_owned()));
    }

    #[tokio::test]
    async fn results_among_many_candidates_are_newest_first() {
        let length = i64::try_from(MANY_CANDIDATES).unwrap() + 5;
        let text = |number| article(number, if number % 100 == 7 { "江潮" } else { "" }, "潮水");
        let store = store((1..=length).map(text).collect()).await;
        let query = SearchQuery::new("潮").unwrap();
        assert_eq!(
            count_candidates(&store.db, first_page(&query, 1)).await.unwrap(),
            MANY_CANDIDATES
        );
        let titles = ["907", "807", "707", "607", "507", "407", "307", "207", "107", "7"];
        let found = ids(&store, "潮").await;
        assert_eq!(found[..10], titles);
        assert_eq!(found[10..13], ["1005", "1004", "1003"]);
        assert_eq!(found.len(), 20);
    }

    /// All pages of results of `query`, with scans that read at most `scan_limit` texts.
    async fn pages(store: &Store, query: &str, length: &str, scan_limit: u64) -> Vec<Vec<String>> {
        let (query, limit) = (SearchQuery::new(query).unwrap(), length.parse().unwrap());
        let (mut pages, mut after) = (Vec::new(), None);
        loop {
            let page = store
                .search_with_scan_limit(&query, after.as_ref(), limit, scan_limit)
                .await
                .unwrap();
            assert!(page.items.len() <= limit.get());
            pages.push(page.items.into_iter().map(|item| item.id.to_string()).collect());
            match page.next {
                Some(next) => after = Some(next.position().unwrap()),
                None => return pages,
            }
        }
    }

    #[tokio::test]
    async fn pages_of_short_scans_contain_all_results() {
        // Two articles have the same time each, so that scans also end between equal times.
        let text = |number: i64| {
            let mut article = article(
                number,
                if number % 97 == 7 { "江潮江" } else { "江潮 潮江" },
                if number % 13 < 2 { "一江潮江水" } else { "江潮 潮江" },
            );
            article.published = Timestamp::from_unix(number / 2).unwrap();
            article
        };
        let newsroom = Newsroom::new(Site::default(), (1..=1_100).map(text).collect());
        let store = Store::open("sqlite::memory:").await.unwrap();
        store.import(&newsroom).await.unwrap();
        for query in ["江潮江", "江潮 潮江", "江"] {
            let parsed = SearchQuery::new(query).unwrap();
            for tier in [0, 1] {
                assert_eq!(
                    count_candidates(&store.db, first_page(&parsed, tier)).await.unwrap(),
                    MANY_CANDIDATES
                );
            }
            let mut expected = Vec::new();
            for tier in [0, 1] {
                let found = newsroom.articles().iter().filter(|it| parsed.tier(it) == Some(tier));
                expected.extend(found.map(|it| it.id.to_string()));
            }
            for (length, scan_limit) in [("1", 40), ("50", 19), ("20", 100), ("3", 1_100)] {
                let found = pages(&store, query, length, scan_limit).await.concat();
                assert_eq!(found, expected, "{query} by {length} and {scan_limit}");
            }
        }
    }

    #[tokio::test]
    async fn many_candidates_without_a_match_end_after_some_short_scans() {
        let bigrams = "江潮 潮江";
        let length = i64::try_from(MANY_CANDIDATES).unwrap();
        let store = store((1..=length).map(|number| article(number, bigrams, "")).collect()).await;
        let query = SearchQuery::new("江潮江").unwrap();
        for tier in [0, 1] {
            assert_eq!(
                count_candidates(&store.db, first_page(&query, tier)).await.unwrap(),
                MANY_CANDIDATES
            );
        }
        // The page on which the titles end also begins the texts.
        for (scan_limit, count) in
            [(300, 4 + 4 - 1), (500, 2 + 2 - 1), (999, 3), (1_000, 1), (SCAN_LIMIT, 1)]
        {
            let pages = pages(&store, "江潮江", "20", scan_limit).await;
            assert_eq!(pages, vec![Vec::<String>::new(); count], "{scan_limit}");
        }
    }

    #[tokio::test]
    async fn without_the_index_the_newest_are_searched_until_it_is_repaired() {
        let store = store(vec![article(1, "江潮", "今晚"), article(2, "停水", "江潮")]).await;
        assert_eq!(ids(&store, "江潮").await, ["1", "2"]);
        store.db.execute_unprepared("DROP TABLE texts_index").await.unwrap();
        assert_eq!(ids(&store, "江潮").await, ["1", "2"]);
        assert_eq!(store.repair().await.unwrap().len(), 1);
        assert_eq!(store.check().await.unwrap(), []);
        let query = SearchQuery::new("江潮").unwrap();
        assert_eq!(count_candidates(&store.db, first_page(&query, 1)).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_changed_article_is_found_by_its_new_text() {
        let store = store(vec![article(1, "江潮", "今晚")]).await;
        let changed = Newsroom::new(Site::default(), vec![article(1, "停水", "明早")]);
        store.import(&changed).await.unwrap();
        assert_eq!(ids(&store, "江潮").await, Vec::<String>::new());
        assert_eq!(ids(&store, "停水").await, ["1"]);
        let query = SearchQuery::new("今晚").unwrap();
        assert_eq!(count_candidates(&store.db, first_page(&query, 1)).await.unwrap(), 0);
    }
}
