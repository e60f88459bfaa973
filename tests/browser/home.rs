//! Home: headlines first, then the news without them; channels that say where one is.

use zaidu::strings;
use zaidu_model::{Feed, Limit, Preview, Route};

use crate::harness::{Page, Visit, phone, sample};

const CARDS: &str = ".feed .card-link";

fn first(feed: &Feed) -> Vec<Preview> {
    sample::newsroom().feed(feed, None, Limit::default()).unwrap().items
}

async fn links(page: &Page, place: &str) -> Vec<String> {
    page.attributes(place, "href").await.into_iter().flatten().collect()
}

async fn headlines_come_first_and_once(page: &Page) {
    page.open("/").await;
    page.wait_for(".feed .card").await;
    let pinned = first(&Feed::Headlines);
    let addresses = |items: &[Preview]| -> Vec<String> {
        items.iter().map(|item| Route::Article(item.id.clone()).to_string()).collect()
    };
    assert!(pinned.len() > 1);
    assert_eq!(links(page, ".headlines a").await, addresses(&pinned));
    page.wait_for_text(".headlines h3", &pinned[0].headline()).await;
    let latest = first(&Feed::Latest);
    let rest: Vec<_> =
        latest.into_iter().filter(|item| pinned.iter().all(|pin| pin.id != item.id)).collect();
    let shown = links(page, CARDS).await;
    assert!(shown.len() >= rest.len());
    assert_eq!(shown[..rest.len()], addresses(&rest));
}

#[test]
fn headlines_come_first_and_are_not_repeated() {
    phone().run(headlines_come_first_and_once);
}

#[test]
fn headlines_come_first_also_without_scripts_and_on_a_static_host() {
    let visits: [Visit; 2] = [phone().without_scripts(), phone().mounted()];
    for visit in visits {
        visit.run(headlines_come_first_and_once);
    }
}

#[test]
fn without_scripts_the_next_page_is_an_address_and_has_no_headlines() {
    phone().without_scripts().run(async |page| {
        page.open("/").await;
        let before = links(page, CARDS).await;
        page.tap_text(".feed-more", strings::LOAD_MORE).await;
        let first =
            format!("document.querySelector({CARDS:?}).getAttribute('href') !== {:?}", before[0]);
        page.wait_for_value(&first, true).await;
        assert!(page.address().await.starts_with("/?cursor="));
        let after = links(page, CARDS).await;
        assert!(after.len() == 20 && after.iter().all(|link| !before.contains(link)));
        assert_eq!(page.count(".headlines").await, 0);
    });
}

#[test]
fn the_bar_of_channels_shows_where_one_is() {
    phone().run(bar_shows_where_one_is);
}

/// There the newsroom's channels come after the page.
#[test]
fn the_bar_of_channels_shows_where_one_is_on_a_static_host() {
    phone().mounted().run(bar_shows_where_one_is);
}

async fn bar_shows_where_one_is(page: &Page) {
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
