//! Feeds: infinite scroll and pagination. Every preview is shown once and no page is lost; a failed
//! page can be retried; keys follow the ARIA feed pattern.

use serde_json::json;
use thirtyfour::Key as Pressed;
use zaidu::backend::BackendError;
use zaidu::strings;
use zaidu_model::{Feed, Key, Limit, Preview, Problem, ProblemCode, Route, Site};

use crate::harness::{Fault, Page, phone, sample};

const CARD: &str = ".feed .card";
const MORE: &str = ".feed-more";
const PAGES: &str = ".feed-pages";
/// The live region with the state of the list.
const STATUS: &str = ".feed-end [role=status]";
/// Requests for any page of the latest news but the first.
const NEXT: &str = "GET /api/feeds/latest?cursor=*";

async fn wait_for_cards(page: &Page, count: usize) {
    page.wait_for_value(&format!("visible({CARD:?}).length"), count).await;
}

async fn wait_for_busy(page: &Page, is_busy: bool) {
    page.wait_for_value(&format!("visible({PAGES:?})[0].ariaBusy"), is_busy.to_string()).await;
}

/// Waits until intersection observers have run: a list that loads its next page automatically
/// has then sent the request.
async fn wait_for_observers(page: &Page) {
    let observed =
        "new Promise(done => new IntersectionObserver((_, it) => { it.disconnect(); done(); })
        .observe(document.querySelector('.feed-end')))
        .then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))";
    page.evaluate_async(observed).await;
}

/// The links of all cards, in order.
async fn links(page: &Page) -> Vec<String> {
    page.attributes(".card-link", "href").await.into_iter().flatten().collect()
}

/// All items of `feed` according to the reference implementation.
fn expected(feed: &Feed) -> Vec<Preview> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = sample::newsroom().feed(feed, cursor.as_ref(), Limit::default()).unwrap();
        all.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    if let Feed::Recommended { article } = feed {
        // The page shows these articles on its cards already.
        let cards = sample::newsroom().site().card_articles();
        let next = sample::up_next(article).id;
        all.retain(|item| !cards.contains(&item.id) && item.id != next);
    }
    all
}

fn addresses(previews: &[Preview]) -> Vec<String> {
    previews.iter().map(|preview| Route::Article(preview.id.clone()).to_string()).collect()
}

#[test]
fn two_pages_load_automatically_and_further_pages_by_the_button() {
    phone().run(async |page| {
        let news = expected(&Feed::Latest);
        page.open(&sample::list_path()).await;
        page.wait_for_text(".feed h2", strings::LATEST).await;
        wait_for_cards(page, 20).await;
        for shown in [40, 60] {
            let held = page.proxy.hold(NEXT);
            page.scroll_to(".feed-end").await;
            held.arrived().await;
            wait_for_busy(page, true).await;
            assert_ne!(page.texts(STATUS).await, [strings::LOADING], "nobody asked for it");
            page.wait_for_text(MORE, strings::LOADING).await;
            // The reader asks for what is loading already.
            page.wait_for_value(&format!("visible({MORE:?})[0].ariaDisabled"), "false").await;
            page.tap(MORE).await;
            page.wait_for_text(STATUS, strings::LOADING).await;
            page.wait_for_value(&format!("visible({MORE:?})[0].ariaDisabled"), "true").await;
            held.release();
            wait_for_cards(page, shown).await;
            wait_for_busy(page, false).await;
            page.wait_for_text(STATUS, &strings::shown_count(shown)).await;
        }
        // No further page loads automatically, so the footer can be reached.
        page.scroll_to(".site-footer").await;
        wait_for_observers(page).await;
        assert_eq!(page.proxy.count(NEXT), 2);
        page.wait_for(".site-footer p").await;
        for shown in (60..news.len()).step_by(20) {
            wait_for_cards(page, shown).await;
            page.tap_text(MORE, strings::LOAD_MORE).await;
        }
        wait_for_cards(page, news.len()).await;
        assert_eq!(links(page).await, addresses(&news), "each once, newest first");
        page.wait_for_text(STATUS, strings::NO_MORE).await;
        assert_eq!(page.count(MORE).await, 0, "there is nothing to ask for");
        page.wait_for_value("document.activeElement.className", "feed-status").await;
        let onward = page.attributes(".feed-end .onward a", "href").await;
        assert_eq!(onward[0], Some("#content".to_owned()));
        assert!(onward.len() > 2, "and elsewhere");
        page.tap(".feed-end .onward a").await;
        page.wait_for_value("scrollY < 100", true).await;
    });
}

#[test]
fn with_data_saver_every_page_loads_by_the_button() {
    phone().saving_data().run(async |page| {
        page.open(&sample::list_path()).await;
        wait_for_cards(page, 20).await;
        page.scroll_to(".feed-end").await;
        wait_for_observers(page).await;
        assert_eq!(page.proxy.count(NEXT), 0);
        page.tap_text(MORE, strings::LOAD_MORE).await;
        wait_for_cards(page, 40).await;
        wait_for_observers(page).await;
        assert_eq!(page.proxy.count(NEXT), 1);
    });
}

#[test]
fn a_page_that_is_loading_is_not_requested_again() {
    phone().saving_data().run(async |page| {
        page.open(&sample::list_path()).await;
        wait_for_cards(page, 20).await;
        let held = page.proxy.hold(NEXT);
        page.tap(MORE).await;
        held.arrived().await;
        page.wait_for_text(STATUS, strings::LOADING).await;
        page.wait_for_value(&format!("visible({MORE:?})[0].ariaDisabled"), "true").await;
        wait_for_busy(page, true).await;
        page.tap(MORE).await;
        assert_eq!(page.count(CARD).await, 20);
        held.release();
        wait_for_cards(page, 40).await;
        assert_eq!(page.proxy.count(NEXT), 1);
        page.wait_for_value(&format!("visible({MORE:?})[0].ariaDisabled"), "false").await;
    });
}

#[test]
fn a_failed_page_is_retried_only_by_the_reader() {
    phone().tolerating("503").run(async |page| {
        page.open(&sample::list_path()).await;
        wait_for_cards(page, 20).await;
        let failing = page.proxy.fail(NEXT, Fault::Unavailable);
        page.scroll_to(".feed-end").await;
        let failure = BackendError::Problem(Problem::new(ProblemCode::StoreUnavailable));
        page.wait_for_text(STATUS, strings::error_message(&failure)).await;
        page.wait_for_text(MORE, strings::RETRY).await;
        wait_for_observers(page).await;
        assert_eq!(
            (page.count(CARD).await, page.proxy.count(NEXT)),
            (20, 1),
            "not again and again"
        );
        page.wait_for(".site-footer p").await;
        failing.clear();
        page.tap_text(MORE, strings::RETRY).await;
        page.wait_for_value(&format!("visible({CARD:?}).length >= 40"), true).await;
        let news = expected(&Feed::Latest);
        assert_eq!(links(page).await[..40], addresses(&news[..40]));
        page.wait_for_text(MORE, strings::LOAD_MORE).await;
    });
}

#[test]
fn an_offline_list_continues_when_the_network_is_back() {
    phone().tolerating("ERR_INTERNET_DISCONNECTED").run(async |page| {
        page.open(&sample::list_path()).await;
        wait_for_cards(page, 20).await;
        let network = async |offline: bool| {
            let limits = json!({
                "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
            });
            page.cdp("Network.enable", json!({})).await;
            page.cdp("Network.emulateNetworkConditions", limits).await;
        };
        network(true).await;
        page.scroll_to(".feed-end").await;
        page.wait_for_text(STATUS, strings::OFFLINE).await;
        assert_eq!(page.count(CARD).await, 20);
        network(false).await;
        page.wait_for_value(&format!("visible({CARD:?}).length >= 40"), true).await;
    });
}

#[test]
fn an_invalid_cursor_restarts_pagination_without_duplicates() {
    phone().saving_data().tolerating("400").run(async |page| {
        page.open(&sample::list_path()).await;
        wait_for_cards(page, 20).await;
        let failing = page.proxy.fail(NEXT, Fault::CursorForged);
        let held = page.proxy.hold("GET /api/feeds/latest");
        page.tap(MORE).await;
        held.arrived().await;
        failing.clear();
        held.release();
        wait_for_cards(page, 40).await;
        assert_eq!(links(page).await, addresses(&expected(&Feed::Latest)[..40]));
    });
}

#[test]
fn a_list_follows_the_aria_feed_pattern() {
    phone().saving_data().run(async |page| {
        let focused = "document.activeElement.closest('[aria-posinset]')?.ariaPosInSet";
        page.open(&sample::list_path()).await;
        wait_for_cards(page, 20).await;
        assert_eq!(page.attributes(PAGES, "role").await, [Some("feed".into())]);
        let aria = "(card => [card.ariaPosInSet, card.ariaSetSize,
            document.getElementById(card.getAttribute('aria-labelledby')).closest('article') === card])";
        page.wait_for_value(&format!("{aria}(visible({CARD:?})[19])"), json!(["20", "-1", true])).await;

        page.wait_for_program().await;
        page.focus(".card-link").await;
        page.press(Pressed::PageDown).await;
        page.wait_for_value(focused, "2").await;
        page.wait_for_value("document.activeElement.tagName", "ARTICLE").await;
        page.press(Pressed::PageDown).await;
        page.wait_for_value(focused, "3").await;
        page.press(Pressed::PageUp).await;
        page.wait_for_value(focused, "2").await;
        page.press_with(Pressed::Control, Pressed::End).await;
        page.wait_for_value("document.activeElement.className", "button feed-more").await;
        page.press(Pressed::Enter).await;
        wait_for_cards(page, 40).await;
        page.wait_for_value("document.activeElement.className", "button feed-more").await;
        page.execute(&format!("visible({CARD:?})[19].focus()")).await;
        page.press(Pressed::PageDown).await;
        page.wait_for_value(focused, "21").await;
        page.press_with(Pressed::Control, Pressed::Home).await;
        page.wait_for_value("document.activeElement.id", "feed-title").await;

        // On the last page `aria-setsize` is known.
        let news = expected(&Feed::Latest).len();
        for shown in (40..news).step_by(20) {
            wait_for_cards(page, shown).await;
            page.tap(MORE).await;
        }
        wait_for_cards(page, news).await;
        let whole = format!("visible({CARD:?}).every(card => card.ariaSetSize === '{news}')");
        page.wait_for_value(&whole, true).await;
        page.execute(&format!("visible({CARD:?})[{}].focus()", news - 1)).await;
        page.press(Pressed::PageDown).await;
        page.wait_for_value("document.activeElement.className", "feed-status").await;
    });
}

#[test]
fn recommendations_load_further_pages_and_never_contain_the_article_itself() {
    phone().saving_data().run(async |page| {
        let article = sample::key(sample::LONG);
        let recommended = expected(&Feed::Recommended { article: article.clone() });
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(CARD).await;
        let first = page.count(CARD).await;
        page.tap(MORE).await;
        page.wait_for_value(&format!("visible({CARD:?}).length > {first}"), true).await;
        let links = links(page).await;
        assert_eq!(links, addresses(&recommended[..links.len()]));
        assert!(!links.contains(&Route::Article(article).to_string()));
    });
}

#[test]
fn a_tap_on_the_button_sends_one_request() {
    phone().run(async |page| {
        page.open(&sample::list_path()).await;
        for shown in [20, 40, 60] {
            wait_for_cards(page, shown).await;
            page.scroll_to(".feed-end").await;
        }
        wait_for_observers(page).await;
        // After the tap the pointer is on a card, whose page may be prefetched.
        let requests = page.proxy.count("GET /api/feeds/*");
        page.tap(MORE).await;
        wait_for_cards(page, 80).await;
        wait_for_observers(page).await;
        assert_eq!(page.proxy.count("GET /api/feeds/*"), requests + 1);
    });
}

#[test]
fn visited_articles_are_not_recommended_again() {
    phone().saving_data().run(async |page| {
        let recommended = |article: &Key| {
            let feed = Feed::Recommended { article: article.clone() };
            sample::newsroom().feed(&feed, None, Limit::default()).unwrap().items
        };
        let id = sample::key(sample::LONG);
        let cards = sample::newsroom().site().card_articles();
        let next = sample::up_next(&id).id;
        let leads_back = |item: &&Preview| {
            !cards.contains(&item.id)
                && item.id != next
                && recommended(&item.id).iter().any(|it| it.id == id)
        };
        let second = recommended(&id).iter().find(leads_back).unwrap().id.clone();
        let (first, second) =
            (sample::article_path(sample::LONG), Route::Article(second).to_string());
        page.open(&first).await;
        page.tap(&format!(".card-link[href='{second}']")).await;
        page.wait_for_value("location.pathname", second.as_str()).await;
        page.wait_for("h1").await;
        page.wait_for(CARD).await;
        let shown = links(page).await;
        assert!(!shown.contains(&first) && !shown.contains(&second), "{shown:#?}");
        // The server does not know which articles were read.
        page.reload().await;
        let read = format!("document.querySelector(\".feed [href='{first}']\")");
        page.wait_for_value(&read, json!(null)).await;
        let numbers = format!("visible({CARD:?}).map(card => +card.ariaPosInSet)");
        page.wait_for_value(&numbers, json!((1..=shown.len()).collect::<Vec<_>>())).await;
        assert_eq!(links(page).await, shown);
    });
}

/// The keys of the first channel and of its first column.
fn channel(site: &Site) -> (Key, Key) {
    let channel = &site.channels[0];
    (channel.key.clone(), channel.columns[0].key.clone())
}

#[test]
fn a_channel_and_its_columns_show_only_their_own_news() {
    phone().run(async |page| {
        let site = sample::newsroom().site();
        let (key, column) = channel(site);
        let feed = Feed::Channel { channel: key.clone(), column: None };
        page.open(&Route::Channel { channel: key.clone(), column: None }.to_string()).await;
        page.wait_for_text("h1", &site.channels[0].name).await;
        let columns: Vec<_> =
            site.channels[0].columns.iter().map(|column| column.name.clone()).collect();
        assert_eq!(page.texts(".tabs a").await, columns);
        let current = page.texts(".site-channels [aria-current]").await;
        assert_eq!(current, [site.channels[0].name.as_str()]);
        wait_for_cards(page, expected(&feed).len().min(20)).await;
        assert_eq!(links(page).await, addresses(&expected(&feed)[..page.count(CARD).await]));

        page.tap_text(".tabs a", &columns[0]).await;
        page.wait_for_text(".tabs [aria-current=page]", &columns[0]).await;
        let feed = Feed::Channel { channel: key, column: Some(column) };
        wait_for_cards(page, expected(&feed).len().min(20)).await;
        assert_eq!(links(page).await, addresses(&expected(&feed)[..page.count(CARD).await]));
    });
}

#[test]
fn an_unknown_channel_or_column_is_not_found() {
    phone().tolerating("404").run(async |page| {
        let (key, _) = channel(sample::newsroom().site());
        for address in ["/channels/nowhere".to_owned(), format!("/channels/{key}/nowhere")] {
            page.open(&address).await;
            page.wait_for_text("h1", strings::NOT_FOUND).await;
        }
    });
}
