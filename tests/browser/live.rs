//! Live article (直播): entries that come, change and go while it is open, what is being read stays
//! where it is, and two thousand entries.

use serde_json::{Value, json};
use zaidu::strings;
use zaidu_model::Timestamp;

use crate::harness::{Page, desktop, phone};

const PATH: &str = "/articles/tide";
const CHANGES: &str = "GET /api/articles/tide/live?after=*";
const PAGES: &str = "GET /api/articles/tide/live?entries=*";

/// JavaScript: the ids of the entries that are shown.
const SHOWN: &str =
    "Array.from(document.querySelectorAll('.live-entries > li'), li => li.id.slice(5)).join(' ')";

/// JavaScript: has the page ask again, as it does when its reader comes back.
const COME_BACK: &str = "document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))";

struct Blog {
    state: &'static str,
    entries: Vec<Value>,
}

impl Blog {
    fn new(count: u32) -> Self {
        Self {
            state: "running", entries: (0..count).map(|n| entry(n, "潮水继续上涨。")).collect()
        }
    }

    fn feed(&self) -> Vec<u8> {
        let feed = json!({
            "version": "https://jsonfeed.org/version/1.1", "title": "江畔日报",
            "items": [{
                "id": "tide", "title": "大潮直播", "content_html": "<p>潮水将至。</p>",
                "date_published": "2026-11-20T08:00:00+08:00",
                "_newsroom": { "section": ["城事"], "live": {
                    "state": self.state, "start": "2026-11-20T09:00:00+08:00",
                    "key_points": ["水位已过警戒线", "渡口停航"], "entries": self.entries,
                } },
            }],
        });
        feed.to_string().into_bytes()
    }
}

/// Entry `n`, `n` minutes after nine.
fn entry(n: u32, text: &str) -> Value {
    let time = Timestamp::from_unix(1_795_136_400 + i64::from(n) * 60).unwrap();
    let html = format!("<p>{}</p>", text.repeat(12));
    json!({ "id": format!("e{n}"), "time": time.to_string(), "headline": format!("第{n}条"),
        "important": n.is_multiple_of(5), "content_html": html })
}

/// Waits until the page has asked for the first time.
async fn open(page: &Page, path: &str) {
    page.goto(path).await;
    has_asked(page, 1).await;
}

async fn has_asked(page: &Page, times: usize) {
    page.wait_until("a question", async || match page.proxy.count(CHANGES) {
        count if count >= times => Ok(()),
        count => Err(count.to_string()),
    })
    .await;
}

/// Publishes `blog`, and has the page ask.
async fn publish(page: &Page, blog: &Blog) {
    page.import(&blog.feed()).await;
    page.execute(COME_BACK).await;
}

async fn ids(page: &Page) -> Vec<String> {
    page.evaluate::<String>(SHOWN).await.split(' ').map(str::to_owned).collect()
}

/// JavaScript: the distance of entry `id` from the top of the viewport.
fn top(id: &str) -> String {
    format!("document.getElementById('live-{id}').getBoundingClientRect().top")
}

const BUTTON: &str = ".live-new button";

#[test]
fn entries_that_come_while_reading_lower_move_nothing() {
    let mut blog = Blog::new(40);
    phone().with_feed(blog.feed()).run(async |page| {
        open(page, PATH).await;
        assert_eq!(ids(page).await.len(), 30);
        page.execute("document.getElementById('live-e25').scrollIntoView({ behavior: 'instant' })")
            .await;
        let before: f64 = page.evaluate(&top("e25")).await;
        // A new one, one above that becomes longer, one above that is taken back, one that is gone.
        blog.entries.push(entry(40, "新进展。"));
        blog.entries[37] = entry(37, "这条改过，而且变长了。变长了。");
        blog.entries[36] =
            json!({ "id": "e36", "time": blog.entries[36]["time"], "withdrawn": true });
        blog.entries.remove(35);
        publish(page, &blog).await;
        page.wait_for_text(BUTTON, &strings::new_entries(1)).await;
        page.wait_for_text("#live-e36 p + p", strings::ENTRY_WITHDRAWN).await;
        page.wait_for_none("#live-e35").await;
        let after: f64 = page.evaluate(&top("e25")).await;
        assert!((after - before).abs() <= 1.0, "{before} {after}");
        page.wait_for_frames().await;
        let after: f64 = page.evaluate(&top("e25")).await;
        assert!((after - before).abs() <= 1.0, "{before} {after}");
        page.assert_accessible().await;
        page.tap(BUTTON).await;
        page.wait_for_none(BUTTON).await;
        page.wait_for_value("document.activeElement.id", "live-e40").await;
        let at: f64 = page.evaluate(&top("e40")).await;
        assert!((0.0..500.0).contains(&at), "{at}");
        assert_eq!(ids(page).await[..4], ["e40", "e39", "e38", "e37"]);
    });
}

#[test]
fn what_comes_at_the_top_waits_for_the_reader() {
    let mut blog = Blog::new(3);
    desktop().with_feed(blog.feed()).run(async |page| {
        open(page, PATH).await;
        page.execute(
            "document.querySelector('.live-order').scrollIntoView({ behavior: 'instant' })",
        )
        .await;
        blog.entries.push(entry(3, "新。"));
        publish(page, &blog).await;
        page.wait_for_text(BUTTON, &strings::new_entries(1)).await;
        assert_eq!(ids(page).await, ["e2", "e1", "e0"]);
        // Edited and another one, before the first is shown: twice, and out of order.
        blog.entries[3] = entry(3, "改。");
        blog.entries.insert(0, entry(4, "又新。"));
        publish(page, &blog).await;
        page.wait_for_text(BUTTON, &strings::new_entries(2)).await;
        let first: f64 = page.evaluate(&top("e2")).await;
        assert!(first > 0.0);
        page.assert_accessible().await;
        page.tap(BUTTON).await;
        page.wait_for_value(SHOWN, "e4 e3 e2 e1 e0").await;
        page.wait_for_text("#live-e3 p + h3 + p", &"改。".repeat(12)).await;
        // One that nobody has seen is taken back: nothing is left of it.
        blog.entries.push(entry(5, "错。"));
        publish(page, &blog).await;
        page.wait_for_text(BUTTON, &strings::new_entries(1)).await;
        let last = blog.entries.last_mut().unwrap();
        *last = json!({ "id": "e5", "time": last["time"], "withdrawn": true });
        publish(page, &blog).await;
        page.wait_for_none(BUTTON).await;
        assert_eq!(ids(page).await, ["e4", "e3", "e2", "e1", "e0"]);
        // It ends, and asking with it.
        blog.state = "ended";
        publish(page, &blog).await;
        page.wait_for_text(".live-state", "直播已结束，共6条进展").await;
        let asked = page.proxy.count(CHANGES);
        page.execute(COME_BACK).await;
        assert_eq!(page.proxy.count(CHANGES), asked);
    });
}

#[test]
fn the_order_is_in_the_address_and_new_entries_come_last() {
    let mut blog = Blog::new(12);
    phone().with_feed(blog.feed()).run(async |page| {
        open(page, PATH).await;
        page.tap_text(".live-order a", strings::OLDEST_FIRST).await;
        page.wait_for_text(".live-order [aria-current]", strings::OLDEST_FIRST).await;
        assert_eq!(page.current_path().await, format!("{PATH}?order=oldest"));
        assert_eq!(ids(page).await[..2], ["e0", "e1"]);
        has_asked(page, 2).await;
        blog.entries.push(entry(12, "新。"));
        publish(page, &blog).await;
        page.wait_for_text(BUTTON, &strings::new_entries(1)).await;
        assert_eq!(ids(page).await.last().unwrap(), "e12");
        page.tap_text(".live-order a", strings::NEWEST_FIRST).await;
        page.wait_for_value(SHOWN, "e12 e11 e10 e9 e8 e7 e6 e5 e4 e3 e2 e1 e0").await;
    });
}

#[test]
fn two_thousand_entries_are_reached_page_by_page_each_once() {
    let blog = Blog::new(2_000);
    phone().with_feed(blog.feed()).run(async |page| {
        open(page, PATH).await;
        let held = page.proxy.hold(PAGES);
        page.scroll_to(".live-more a").await;
        page.tap(".live-more a").await;
        held.arrived().await;
        assert_eq!(ids(page).await.len(), 30);
        held.release();
        for pages in 2..=4 {
            page.wait_for_value(
                "document.querySelectorAll('.live-entries > li').length",
                pages * 30,
            )
            .await;
            page.execute("document.querySelector('.live-more a').click()").await;
        }
        page.wait_for_value("document.querySelectorAll('.live-entries > li').length", 150).await;
        let ids = ids(page).await;
        let want: Vec<_> = (1_850..2_000).rev().map(|n| format!("e{n}")).collect();
        assert_eq!(ids, want);
        assert!(page.proxy.count("GET /articles/tide*") == 1, "the page was loaded again");
    });
}

#[test]
fn without_scripts_links_lead_to_every_page_and_back() {
    phone().without_scripts().with_feed(Blog::new(65).feed()).run(async |page| {
        page.goto(PATH).await;
        page.wait_for_text(".live-points li", "水位已过警戒线").await;
        page.tap(".live-more a").await;
        page.wait_for_text(".live-start a", strings::FIRST_ENTRIES).await;
        page.tap(".live-more a").await;
        page.wait_for("#live-e0").await;
        page.wait_for_none(".live-more").await;
        page.tap(".live-start a").await;
        page.wait_for("#live-e64").await;
    });
}

#[test]
fn readers_who_save_data_ask_themselves() {
    let mut blog = Blog::new(12);
    phone().saving_data().with_feed(blog.feed()).run(async |page| {
        page.goto(PATH).await;
        page.wait_for_text(BUTTON, strings::ASK_FOR_ENTRIES).await;
        assert_eq!(page.proxy.count(CHANGES), 0);
        blog.entries.push(entry(12, "新。"));
        page.import(&blog.feed()).await;
        page.execute("document.querySelector('.live-new').scrollIntoView({ behavior: 'instant' })")
            .await;
        page.tap(BUTTON).await;
        page.wait_for_text(BUTTON, &strings::new_entries(1)).await;
        assert_eq!(page.proxy.count(CHANGES), 1);
    });
}

#[test]
fn it_fits_small_screens_with_large_text_in_every_look() {
    for visit in [phone(), phone().dark()] {
        visit.sized(320, 640).with_feed(Blog::new(8).feed()).run(async |page| {
            open(page, PATH).await;
            page.assert_accessible().await;
            page.assert_accessible_with_high_contrast().await;
            let sizes = json!({ "fontSizes": { "standard": 32, "fixed": 32 } });
            page.cdp("Page.setFontSizes", sizes).await;
            page.wait_for_value("getComputedStyle(document.documentElement).fontSize", "32px").await;
            page.wait_for_value("document.documentElement.scrollWidth", 320).await;
            let wide = "visible('.live *, .live-head *').filter(node => node.getBoundingClientRect().right > 320.5).map(node => node.outerHTML.slice(0, 120))";
            assert_eq!(page.evaluate::<Vec<String>>(wide).await, Vec::<String>::new());
        });
    }
}
