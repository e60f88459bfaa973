//! Lists: page after page, each preview once, no page lost.

use zaidu::backend::Failure;
use zaidu::words;
use zaidu_model::{Feed, Key, Limit, Preview, Problem, ProblemCode, Route, Site};

use crate::harness::{Fault, Page, phone, sample};

const CARD: &str = ".feed .card";
const MORE: &str = ".feed-more";
/// What says how the list stands.
const STATUS: &str = ".feed-end [role=status]";
/// Every page of the latest news but the first.
const NEXT: &str = "GET /api/feeds/latest?cursor=*";

async fn until_cards(page: &Page, count: usize) {
    page.until_value(&format!("visible({CARD:?}).length"), count).await;
}

/// Where the cards lead, in their order.
async fn links(page: &Page) -> Vec<String> {
    page.attributes(".card-link", "href").await.into_iter().flatten().collect()
}

/// All of `feed`, as the rules say.
fn expected(feed: &Feed) -> Vec<Preview> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = sample::newsroom().feed(feed, cursor.as_ref(), Limit::default()).unwrap();
        all.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return all,
        }
    }
}

fn addresses(previews: &[Preview]) -> Vec<String> {
    previews.iter().map(|preview| Route::Article(preview.id.clone()).to_string()).collect()
}

#[test]
fn the_home_page_goes_through_all_news_to_its_end() {
    phone().run(async |page| {
        let news = expected(&Feed::Latest);
        page.open("/").await;
        page.see_words(".feed h2", words::LATEST).await;
        for shown in (20..news.len()).step_by(20) {
            until_cards(page, shown).await;
            page.tap_words(MORE, words::LOAD_MORE).await;
        }
        until_cards(page, news.len()).await;
        assert_eq!(links(page).await, addresses(&news), "each once, newest first");
        page.see_words(STATUS, words::NO_MORE).await;
        page.until_value(&format!("visible({MORE:?})[0].ariaDisabled"), "true").await;
        let calls = page.gate.count(NEXT);
        page.tap(MORE).await;
        assert_eq!(page.gate.count(NEXT), calls, "there is nothing to ask for");
    });
}

#[test]
fn a_page_on_its_way_is_asked_for_once() {
    phone().run(async |page| {
        page.open("/").await;
        until_cards(page, 20).await;
        let held = page.gate.hold(NEXT);
        page.tap(MORE).await;
        held.arrived().await;
        page.see_words(STATUS, words::LOADING).await;
        page.until_value(&format!("visible({MORE:?})[0].ariaDisabled"), "true").await;
        page.until_value("visible('.feed-pages')[0].ariaBusy", "true").await;
        page.tap(MORE).await;
        assert_eq!(page.count(CARD).await, 20);
        held.release();
        until_cards(page, 40).await;
        assert_eq!(page.gate.count(NEXT), 1);
        page.until_value(&format!("visible({MORE:?})[0].ariaDisabled"), "false").await;
    });
}

#[test]
fn a_failed_page_keeps_its_place() {
    phone().tolerating("503").run(async |page| {
        page.open("/").await;
        until_cards(page, 20).await;
        let failing = page.gate.fail(NEXT, Fault::Unavailable);
        page.tap(MORE).await;
        let failure = Failure::Problem(Problem::new(ProblemCode::StoreUnavailable));
        page.see_words(STATUS, words::failure(&failure)).await;
        assert_eq!(page.count(CARD).await, 20);
        failing.mend();
        page.tap_words(MORE, words::RETRY).await;
        until_cards(page, 40).await;
        let news = expected(&Feed::Latest);
        assert_eq!(links(page).await, addresses(&news[..40]));
        page.see_words(MORE, words::LOAD_MORE).await;
    });
}

#[test]
fn recommendations_grow_and_never_hold_the_article_itself() {
    phone().run(async |page| {
        let article = sample::key(sample::LONG);
        let recommended = expected(&Feed::Recommended { article: article.clone() });
        page.open(&sample::page_of(sample::LONG)).await;
        until_cards(page, 20).await;
        page.tap(MORE).await;
        until_cards(page, 40).await;
        let links = links(page).await;
        assert_eq!(links, addresses(&recommended[..40]));
        assert!(!links.contains(&Route::Article(article).to_string()));
    });
}

/// The channel with its first column.
fn channel(site: &Site) -> (Key, Key) {
    let channel = &site.channels[0];
    (channel.key.clone(), channel.columns[0].key.clone())
}

#[test]
fn a_channel_and_its_columns_show_their_own_news() {
    phone().run(async |page| {
        let site = sample::newsroom().site();
        let (key, column) = channel(site);
        let feed = Feed::Channel { channel: key.clone(), column: None };
        page.open(&Route::Channel { channel: key.clone(), column: None }.to_string()).await;
        page.see_words("h1", &site.channels[0].name).await;
        let columns: Vec<_> =
            site.channels[0].columns.iter().map(|column| column.name.clone()).collect();
        assert_eq!(page.words(".tabs a").await, columns);
        let here = page.words(".site-channels [aria-current]").await;
        assert_eq!(here, [site.channels[0].name.as_str()]);
        until_cards(page, expected(&feed).len().min(20)).await;
        assert_eq!(links(page).await, addresses(&expected(&feed)[..page.count(CARD).await]));

        page.tap_words(".tabs a", &columns[0]).await;
        page.see_words(".tabs [aria-current=page]", &columns[0]).await;
        let feed = Feed::Channel { channel: key, column: Some(column) };
        until_cards(page, expected(&feed).len().min(20)).await;
        assert_eq!(links(page).await, addresses(&expected(&feed)[..page.count(CARD).await]));
    });
}

#[test]
fn an_unknown_channel_or_column_is_not_found() {
    phone().tolerating("404").run(async |page| {
        let (key, _) = channel(sample::newsroom().site());
        for address in ["/channels/nowhere".to_owned(), format!("/channels/{key}/nowhere")] {
            page.open(&address).await;
            page.see_words("h1", words::NOT_FOUND).await;
        }
    });
}
