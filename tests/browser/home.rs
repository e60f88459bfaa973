//! Home page: the headlines, the blocks of channels and the latest news, each article once; times
//! relative to now; the channel bar shows the current channel.

use std::collections::HashSet;

use serde_json::json;
use zaidu::strings;
use zaidu_model::{Feed, Limit, Preview, Route, Timestamp};

use crate::harness::{Page, Visit, desktop, phone, sample};

const CARDS: &str = ".feed .card-link";

/// Links to articles in the main column and on the cards beside it.
const ARTICLES: &str = ".page-main a[href^='/articles/'], .cards a[href^='/articles/']";

fn first_page(feed: &Feed) -> Vec<Preview> {
    sample::newsroom().feed(feed, None, Limit::default()).unwrap().items
}

async fn links(page: &Page, selector: &str) -> Vec<String> {
    page.attributes(selector, "href").await.into_iter().flatten().collect()
}

fn addresses(items: &[Preview]) -> HashSet<String> {
    items.iter().map(|item| Route::Article(item.id.clone()).to_string()).collect()
}

async fn check_front_page(page: &Page) {
    page.open("/").await;
    page.wait_for(".feed .card").await;
    let headlines = first_page(&Feed::Headlines);
    let shown = links(page, ".headlines a").await;
    assert_eq!(shown[0], Route::Article(headlines[0].id.clone()).to_string(), "the first pin");
    assert_eq!(shown.into_iter().collect::<HashSet<_>>(), addresses(&headlines));
    page.wait_for_text(".headlines h3", &headlines[0].headline()).await;

    let blocks = first_page(&Feed::FrontChannels);
    assert_eq!(links(page, ".channel-block a[href^='/articles/']").await.len(), blocks.len());
    let site = sample::newsroom().site();
    let names: Vec<_> = site.channels.iter().map(|channel| channel.name.as_str()).collect();
    assert_eq!(page.texts(".channel-block h2").await, names);

    let latest = first_page(&Feed::FrontLatest);
    let cards = links(page, CARDS).await;
    assert_eq!(cards[..latest.len()].iter().cloned().collect::<HashSet<_>>(), addresses(&latest));
    let all = links(page, ARTICLES).await;
    let distinct: HashSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len(), "no article is shown twice");
}

#[test]
fn the_front_page_shows_each_article_once() {
    phone().saving_data().run(check_front_page);
}

#[test]
fn the_front_page_shows_each_article_once_without_scripts_and_on_a_static_host() {
    let visits: [Visit; 2] = [phone().without_scripts(), phone().saving_data().mounted()];
    for visit in visits {
        visit.run(check_front_page);
    }
}

/// JavaScript: the number of different articles whose link begins in the first screen.
const IN_FIRST_SCREEN: &str = "new Set([...document.querySelectorAll(\"a[href^='/articles/']\")]
    .filter(it => (r => r.height > 0 && r.top < innerHeight - 20)(it.getBoundingClientRect()))
    .map(it => it.pathname)).size";

#[test]
fn the_first_screen_has_several_headlines() {
    for (visit, least) in [(desktop().sized(1440, 900), 8), (phone().sized(390, 844), 4)] {
        visit.run(async |page| {
            page.open("/").await;
            page.wait_for(".feed .card").await;
            let count: usize = page.evaluate(IN_FIRST_SCREEN).await;
            assert!(count >= least, "{count}");
        });
    }
}

#[test]
fn a_newsroom_without_pins_and_pictures_has_a_front_page() {
    phone().with_feed(sample::plain_feed()).saving_data().run(async |page| {
        page.open("/").await;
        page.wait_for(".feed .card").await;
        let newest = &sample::newsroom().articles()[0];
        page.wait_for_text(".headlines-lead h3", &newest.headline()).await;
        assert_eq!(page.count(".page-main img").await, 0);
        assert_eq!(page.count(".headlines-pictured").await, 0);
        assert_eq!(page.count(".headlines-lines li").await, 7);
        let all = links(page, ARTICLES).await;
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    });
}

/// Sets the clock of the page to `now`.
async fn set_clock(page: &Page, now: Timestamp) {
    let now = now.unix() * 1_000;
    page.prepare(&format!("Date.now = () => {now};")).await;
}

#[test]
fn times_are_relative_once_the_program_runs() {
    phone().saving_data().run(async |page| {
        let lead = &first_page(&Feed::Headlines)[0];
        let latest = first_page(&Feed::FrontLatest);
        let now = Timestamp::from_unix(lead.published.unix() + 12 * 60).unwrap();
        set_clock(page, now).await;
        page.open("/").await;
        page.wait_for_text(".headlines-lead time", "12分钟前").await;
        let time =
            "(it => [it.dateTime, it.title])(document.querySelector('.headlines-lead time'))";
        let absolute = json!([lead.published.to_string(), lead.published.display()]);
        page.wait_for_value(time, absolute).await;
        page.scroll_to(".card .day").await;
        page.wait_for_text(".card .day", &strings::day(latest[0].published, Some(now))).await;
        // One heading for each day.
        let mut days: Vec<_> = latest.iter().map(|it| it.published.start_of_day()).collect();
        days.dedup();
        assert_eq!(page.count(".card .day").await, days.len());
    });
}

#[test]
fn times_are_absolute_in_the_page_that_the_server_sends() {
    phone().without_scripts().run(async |page| {
        let lead = &first_page(&Feed::Headlines)[0];
        page.open("/").await;
        page.wait_for_text(".headlines-lead time", &lead.published.display()).await;
    });
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
