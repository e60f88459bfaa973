//! Events while reading: counts and new articles come by a stream, one a browser, that is cut, refused
//! and closed.

use serde_json::json;
use zaidu::strings;

use crate::harness::{Fault, Page, desktop, phone, sample};
use crate::reactions::{ARTICLE, open, wait_for_moods};

const STREAM: &str = "GET /api/events?*";

/// The button with the number of new articles.
const NEW: &str = ".feed-news button:not([hidden])";

/// Waits until the page has a stream.
async fn wait_for_stream(page: &Page) {
    wait_for_requests(page, 1).await;
}

/// Waits until the page has asked so often for events.
async fn wait_for_requests(page: &Page, times: usize) {
    let expected = format!("{times} requests for events");
    page.wait_until(&expected, async || match page.proxy.count(STREAM) {
        count if count >= times => Ok(()),
        count => Err(count.to_string()),
    })
    .await;
}

/// The article gets a like that the app does not know of, as from another reader.
async fn like_as_other(page: &Page) {
    let path = json!(format!("{}/reaction", sample::get_article(ARTICLE).replace("GET ", "")));
    let vote = format!(
        "fetch({path}, {{ method: 'PUT', \
         headers: {{ 'content-type': 'application/json' }}, body: '{{\"mood\":\"like\"}}' }})"
    );
    page.evaluate_async(&vote).await;
}

/// The feed with one more article, the newest.
fn feed_with(id: &str) -> Vec<u8> {
    let mut feed: serde_json::Value = serde_json::from_slice(&sample::feed()).unwrap();
    let item = json!({
        "id": id, "title": "江堤灯光今晚试亮", "content_html": "<p>今晚七点，江堤灯光试亮。</p>",
        "date_published": "2030-01-01T08:00:00+08:00",
    });
    feed["items"].as_array_mut().unwrap().insert(0, item);
    feed.to_string().into_bytes()
}

#[test]
fn a_new_article_is_told_and_shown_when_the_reader_asks() {
    desktop().with_events().run(async |page| {
        page.open("/").await;
        wait_for_stream(page).await;
        page.import(&feed_with("new-1")).await;
        page.wait_for_text(NEW, &strings::new_count(1)).await;
        assert_eq!(page.count("a[href='/articles/new-1']").await, 0, "nothing by itself");
        page.assert_accessible().await;
        page.tap(NEW).await;
        page.wait_for("#feed article:first-child a[href='/articles/new-1']").await;
        page.wait_for_none(NEW).await;
        assert!(page.evaluate::<bool>("document.activeElement.id == 'feed-title'").await);
    });
}

#[test]
fn a_stream_that_breaks_loses_nothing() {
    desktop().with_events().tolerating("net::ERR_").run(async |page| {
        let cut = page.proxy.fail(STREAM, Fault::Disconnected);
        page.open("/").await;
        wait_for_stream(page).await;
        page.import(&feed_with("new-1")).await;
        cut.clear();
        page.wait_for_text(NEW, &strings::new_count(1)).await;
    });
}

#[test]
fn a_refused_reader_asks() {
    desktop().with_events().tolerating("503").run(async |page| {
        let refused = page.proxy.fail(STREAM, Fault::Unavailable);
        page.open("/").await;
        // An attempt, and a question.
        wait_for_requests(page, 2).await;
        refused.clear();
    });
}

/// The page is as visible as the test says, and remembers its streams.
const WATCHED: &str = "
    window.covered = false;
    Object.defineProperty(Document.prototype, 'hidden', { get: () => window.covered });
    window.streams = [];
    const Native = window.EventSource;
    window.EventSource = class extends Native {
        constructor(...parameters) { super(...parameters); window.streams.push(this); }
    };";

/// JavaScript: the states of the streams of a page; 1 is open, 2 is closed.
const STATES: &str = "streams.map(stream => stream.readyState).join(' ')";

/// Covers or uncovers the page, as another tab does.
async fn cover(page: &Page, is_covered: bool) {
    let cover = format!(
        "window.covered = {is_covered},
         document.dispatchEvent(new Event('visibilitychange', {{ bubbles: true }}))"
    );
    page.execute(&cover).await;
}

#[test]
fn two_tabs_have_one_stream() {
    desktop().with_events().run(async |page| {
        page.prepare(WATCHED).await;
        page.open("/").await;
        page.wait_for_value(STATES, "1").await;
        let [first, second] = page.open_tab("/").await;
        page.wait_for_program().await;
        page.import(&feed_with("new-1")).await;
        page.wait_for_text(NEW, &strings::new_count(1)).await;
        page.switch_to_tab(&first).await;
        page.wait_for_text(NEW, &strings::new_count(1)).await;
        assert_eq!(page.proxy.count(STREAM), 1);
        // The tab that has the stream is covered: the other one opens its own.
        cover(page, true).await;
        page.wait_for_value(STATES, "2").await;
        page.switch_to_tab(&second).await;
        wait_for_requests(page, 2).await;
    });
}

#[test]
fn a_covered_tab_has_no_stream() {
    desktop().with_events().run(async |page| {
        page.prepare(WATCHED).await;
        page.open("/").await;
        page.wait_for_value(STATES, "1").await;
        cover(page, true).await;
        page.wait_for_value(STATES, "2").await;
        page.import(&feed_with("new-1")).await;
        assert_eq!(page.count(NEW).await, 0);
        cover(page, false).await;
        page.wait_for_text(NEW, &strings::new_count(1)).await;
    });
}

#[test]
fn the_counts_follow_other_readers() {
    phone().with_events().run(async |page| {
        open(page).await;
        wait_for_stream(page).await;
        like_as_other(page).await;
        wait_for_moods(page, [0, 0, 1, 0], None).await;
    });
}

#[test]
fn readers_who_save_data_have_no_stream() {
    phone().with_events().saving_data().run(async |page| {
        open(page).await;
        assert_eq!(page.proxy.count(STREAM), 0);
    });
}
