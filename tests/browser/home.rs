//! Home page: pinned headlines first, then the latest news without them; the channel bar shows the
//! current channel.

use zaidu::strings;
use zaidu_model::{Feed, Limit, Preview, Route};

use crate::harness::{Page, Visit, phone, sample};

const CARDS: &str = ".feed .card-link";

fn first_page(feed: &Feed) -> Vec<Preview> {
    sample::newsroom().feed(feed, None, Limit::default()).unwrap().items
}

async fn links(page: &Page, selector: &str) -> Vec<String> {
    page.attributes(selector, "href").await.into_iter().flatten().collect()
}

async fn check_headlines(page: &Page) {
    page.open("/").await;
    page.wait_for(".feed .card").await;
    let pinned = first_page(&Feed::Headlines);
    let addresses = |items: &[Preview]| -> Vec<String> {
        items.iter().map(|item| Route::Article(item.id.clone()).to_string()).collect()
    };
    assert!(pinned.len() > 1);
    assert_eq!(links(page, ".headlines a").await, addresses(&pinned));
    page.wait_for_text(".headlines h3", &pinned[0].headline()).await;
    let latest = first_page(&Feed::Latest);
    let rest: Vec<_> =
        latest.into_iter().filter(|item| pinned.iter().all(|pin| pin.id != item.id)).collect();
    let shown = links(page, CARDS).await;
    assert!(shown.len() >= rest.len());
    assert_eq!(shown[..rest.len()], addresses(&rest));
}

#[test]
fn headlines_are_shown_first_and_not_repeated() {
    phone().run(check_headlines);
}

#[test]
fn headlines_are_shown_first_without_scripts_and_on_a_static_host() {
    let visits: [Visit; 2] = [phone().without_scripts(), phone().mounted()];
    for visit in visits {
        visit.run(check_headlines);
    }
}

#[test]
fn without_scripts_the_next_page_is_a_link_and_has_no_headlines() {
    phone().without_scripts().run(async |page| {
        page.open("/").await;
        let before = links(page, CARDS).await;
        page.tap_text(".feed-more", strings::LOAD_MORE).await;
        let first =
            format!("document.querySelector({CARDS:?}).getAttribute('href') !== {:?}", before[0]);
        page.wait_for_value(&first, true).await;
        assert!(page.current_path().await.starts_with("/?cursor="));
        let after = links(page, CARDS).await;
        assert!(after.len() == 20 && after.iter().all(|link| !before.contains(link)));
        assert_eq!(page.count(".headlines").await, 0);
    });
}

#[test]
fn the_channel_bar_scrolls_to_the_current_channel() {
    phone().run(check_channel_bar);
}

/// On a static host the channels load after the page.
#[test]
fn the_channel_bar_scrolls_to_the_current_channel_on_a_static_host() {
    phone().mounted().run(check_channel_bar);
}

async fn check_channel_bar(page: &Page) {
    let last = sample::newsroom().site().channels.last().unwrap().clone();
    let route = Route::Channel { channel: last.key, column: None };
    page.open(&route.to_string()).await;
    let is_seen = "(([bar, here]) => here.left >= bar.left - 1 && here.right <= bar.right + 1)
            (['.site-channels', '.site-channels [aria-current]']
                .map(css => document.querySelector(css).getBoundingClientRect()))";
    page.wait_for_value(is_seen, true).await;
    page.wait_for_value("scrollY", 0).await;
    page.wait_for_text(".site-channels [aria-current]", &last.name).await;
}
