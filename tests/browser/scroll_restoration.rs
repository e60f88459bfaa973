//! Back, Forward and reload lead to the same card at the same height.

use serde::Deserialize;
use serde_json::json;

use crate::harness::{Page, desktop, phone, sample};

const CARD: &str = ".feed .card";
/// Any page of the latest news.
const PAGES: &str = "GET /api/feeds/latest*";

/// A card on the screen: where it leads, and how far its top is below the screen's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Stand {
    href: String,
    top: f64,
}

/// The first card on the screen that is whole.
async fn stand(page: &Page) -> Stand {
    let first = format!(
        "(card => ({{ href: card.querySelector('a').pathname,
            top: card.getBoundingClientRect().top }}))
            (visible({CARD:?}).find(card => card.getBoundingClientRect().top >= 0))"
    );
    page.evaluate(&first).await
}

async fn until_stands(page: &Page, before: &Stand, cards: usize) {
    let at = format!(
        "[visible({CARD:?}).length,
            visible({CARD:?}).some(card => card.querySelector('a')?.pathname === {:?}
                && Math.abs(card.getBoundingClientRect().top - {}) <= 2)]",
        before.href, before.top
    );
    page.wait_for_value(&at, json!([cards, true])).await;
}

/// Reads the home page down to card 50 of 60.
async fn read_on(page: &Page) -> Stand {
    page.open("/").await;
    for shown in [20, 40, 60] {
        page.wait_for_value(&format!("visible({CARD:?}).length"), shown).await;
        page.scroll_to(".feed-end").await;
    }
    page.execute(&format!("visible({CARD:?})[49].scrollIntoView()")).await;
    page.execute("scrollBy(0, -37)").await;
    stand(page).await
}

async fn open_first_on_screen(page: &Page, stand: &Stand) {
    page.tap(&format!(".card-link[href='{}']", stand.href)).await;
    page.wait_for_value("location.pathname", stand.href.as_str()).await;
    page.wait_for("h1").await;
}

async fn back_and_forward(page: &Page) {
    let before = read_on(page).await;
    let calls = page.proxy.count(PAGES);
    open_first_on_screen(page, &before).await;
    page.wait_for_value("scrollY", 0).await;
    // Whatever the server does meanwhile, the list is here, and that there are no
    // headlines is known.
    let held = page.proxy.hold("GET /api/feeds/*");
    page.back().await;
    until_stands(page, &before, 60).await;
    assert_eq!(page.proxy.count(PAGES), calls, "nothing was asked for again");
    page.forward().await;
    page.wait_for_value("location.pathname", before.href.as_str()).await;
    page.wait_for("h1").await;
    page.back().await;
    until_stands(page, &before, 60).await;
    drop(held);
}

#[test]
fn back_leads_to_the_same_card_on_a_phone() {
    phone().with_feed(sample::feed_without_pins()).run(back_and_forward);
}

#[test]
fn back_leads_to_the_same_card_on_a_desktop() {
    desktop().with_feed(sample::feed_without_pins()).run(back_and_forward);
}

#[test]
fn back_leads_to_the_same_card_on_a_static_host() {
    phone().mounted().with_feed(sample::feed_without_pins()).run(back_and_forward);
}

/// The page is loaded again, where it stands and after it was thrown away while the
/// reader was elsewhere.
async fn loaded_again(page: &Page) {
    let before = read_on(page).await;
    let calls = page.proxy.count(PAGES);
    let held = page.proxy.hold("GET /api/feeds/latest?*");
    page.reload().await;
    until_stands(page, &before, 60).await;

    open_first_on_screen(page, &before).await;
    page.reload().await;
    page.wait_for("h1").await;
    page.back().await;
    until_stands(page, &before, 60).await;

    page.goto("/healthz").await;
    page.back().await;
    until_stands(page, &before, 60).await;
    assert!(page.proxy.count(PAGES) <= calls + 1, "pages that are here are not asked for");
    drop(held);
}

#[test]
fn a_reload_keeps_the_place_on_a_rendered_page() {
    phone().with_feed(sample::feed_without_pins()).run(loaded_again);
}

#[test]
fn a_reload_keeps_the_place_on_a_static_host() {
    phone().mounted().with_feed(sample::feed_without_pins()).run(loaded_again);
}

#[test]
fn who_scrolls_first_is_not_led_back() {
    phone().with_feed(sample::feed_without_pins()).run(async |page| {
        page.cdp("Network.enable", json!({})).await;
        page.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
        read_on(page).await;
        let program = page.proxy.hold(sample::get_wasm());
        page.reload().await;
        program.arrived().await;
        // The browser stands at the end of what came; the reader goes up again.
        page.wait_for_value("scrollY > 500", true).await;
        page.execute("dispatchEvent(new WheelEvent('wheel'))").await;
        page.execute("scrollTo(0, 300)").await;
        program.release();
        page.wait_for_value(&format!("visible({CARD:?}).length"), 60).await;
        let y: f64 = page.evaluate("scrollY").await;
        assert!((y - 300.0).abs() < 2.0, "led away to {y}");
    });
}

#[test]
fn a_fresh_visit_begins_at_the_top() {
    phone().with_feed(sample::feed_without_pins()).run(async |page| {
        read_on(page).await;
        page.goto("/healthz").await;
        page.goto("/").await;
        page.wait_for(CARD).await;
        page.wait_for_value("performance.getEntriesByName('zaidu-ready').length", 1).await;
        page.wait_for_value("scrollY", 0).await;
        assert!(page.count(CARD).await <= 40, "nothing of the visit before");
    });
}

#[test]
fn a_link_to_the_same_page_begins_at_the_top_and_back_returns() {
    phone().with_feed(sample::feed_without_pins()).run(async |page| {
        let before = read_on(page).await;
        open_first_on_screen(page, &before).await;
        page.tap(".site-name").await;
        page.wait_for_value("location.pathname", "/").await;
        page.wait_for(CARD).await;
        page.wait_for_value("scrollY", 0).await;
        page.back().await;
        page.wait_for("h1").await;
        page.back().await;
        until_stands(page, &before, 60).await;
    });
}

#[test]
fn back_leads_to_the_same_recommendation() {
    phone().saving_data().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(CARD).await;
        page.execute(&format!("visible({CARD:?})[12].scrollIntoView()")).await;
        let before = stand(page).await;
        let cards = page.count(CARD).await;
        open_first_on_screen(page, &before).await;
        page.back().await;
        until_stands(page, &before, cards).await;
    });
}

/// Headlines come from another list, which is kept too.
async fn back_below_headlines(page: &Page) {
    page.open("/").await;
    page.wait_for(".headlines").await;
    page.wait_for_value(&format!("visible({CARD:?}).length > 12"), true).await;
    page.execute(&format!("visible({CARD:?})[12].scrollIntoView()")).await;
    let before = stand(page).await;
    open_first_on_screen(page, &before).await;
    let held = page.proxy.hold("GET /api/feeds/*");
    page.back().await;
    page.wait_for(".headlines a").await;
    let at = format!(
        "Math.abs((document.querySelector('.card-link[href=\"{}\"]')
            ?.closest('.card').getBoundingClientRect().top ?? 1e9) - {}) <= 2",
        before.href, before.top
    );
    page.wait_for_value(&at, true).await;
    drop(held);
}

#[test]
fn back_leads_below_headlines() {
    phone().saving_data().run(back_below_headlines);
}

#[test]
fn back_leads_below_headlines_on_a_static_host() {
    phone().saving_data().mounted().run(back_below_headlines);
}

/// Leaves a page that has not come yet, in both directions.
#[test]
fn two_quick_backs_lose_no_place() {
    phone().with_feed(sample::feed_without_pins()).run(async |page| {
        let before = read_on(page).await;
        open_first_on_screen(page, &before).await;
        page.wait_for_value(&format!("visible({CARD:?}).length >= 16"), true).await;
        page.execute(&format!("visible({CARD:?})[8].scrollIntoView()")).await;
        let recommended = stand(page).await;
        open_first_on_screen(page, &recommended).await;
        // The article between is on its way when it is left again.
        let held = page.proxy.hold(format!("GET /api{}", before.href));
        page.execute("history.back()").await;
        page.wait_for_value("location.pathname", before.href.as_str()).await;
        page.execute("history.back()").await;
        until_stands(page, &before, 60).await;
        held.release();
        page.forward().await;
        let at = format!(
            "Math.abs((document.querySelector('.card-link[href=\"{}\"]')
                ?.closest('.card').getBoundingClientRect().top ?? 1e9) - {}) <= 2",
            recommended.href, recommended.top
        );
        page.wait_for_value(&at, true).await;
    });
}

#[test]
fn a_page_that_is_covered_comes_back_whole() {
    phone().saving_data().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(CARD).await;
        let first = page.count(CARD).await;
        page.tap(".feed-more").await;
        page.wait_for_value(&format!("visible({CARD:?}).length > {first}"), true).await;
        let cards = page.count(CARD).await;
        page.execute("scrollTo(0, 0)").await;
        page.tap(".share-button").await;
        page.wait_for("dialog[open]").await;
        page.reload().await;
        page.wait_for_value(&format!("visible({CARD:?}).length"), cards).await;
        page.wait_for_value("String(history.state).startsWith('zaidu-cover')", false).await;
    });
}

#[test]
fn a_place_on_the_same_page_is_no_other_page() {
    phone().saving_data().run(async |page| {
        page.open("/").await;
        page.wait_for(".headlines").await;
        page.execute("document.querySelector('.skip').click()").await;
        page.wait_for_value("location.hash", "#content").await;
        page.execute(&format!("visible({CARD:?})[10].scrollIntoView()")).await;
        let before = stand(page).await;
        let cards = page.count(CARD).await;
        open_first_on_screen(page, &before).await;
        let held = page.proxy.hold("GET /api/feeds/*");
        page.back().await;
        until_stands(page, &before, cards).await;
        page.wait_for(".headlines").await;
        drop(held);
    });
}

#[test]
fn where_nothing_can_be_kept_back_still_leads_to_the_place() {
    phone().with_feed(sample::feed_without_pins()).run(async |page| {
        page.prepare(
            "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('closed'); } });",
        )
        .await;
        let before = read_on(page).await;
        open_first_on_screen(page, &before).await;
        page.back().await;
        until_stands(page, &before, 60).await;
    });
}

#[test]
fn where_storage_is_full_the_page_that_is_left_last_is_kept() {
    phone().with_feed(sample::feed_without_pins()).run(async |page| {
        let before = read_on(page).await;
        page.execute(
            "(() => {
                for (let size = 1 << 22, number = 0; size > 64; number++) {
                    try { sessionStorage.setItem('zaidu-place:' + number, 'x'.repeat(size)); }
                    catch { size >>= 1; }
                }
            })()",
        )
        .await;
        page.reload().await;
        until_stands(page, &before, 60).await;
    });
}
