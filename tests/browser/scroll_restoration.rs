//! Scroll restoration: Back, Forward and reload restore the loaded list and the scroll position, to
//! within 2 pixels of the same card.

use serde::Deserialize;
use serde_json::json;

use crate::harness::{Page, desktop, phone, sample};

const CARD: &str = ".feed .card";
/// Requests for any page of the latest news.
const PAGES: &str = "GET /api/feeds/latest*";

/// Scroll anchor: a card's link, and the distance of its top from the viewport's, in CSS pixels.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Anchor {
    href: String,
    top: f64,
}

/// The first card whose top is in the viewport.
async fn scroll_anchor(page: &Page) -> Anchor {
    let first = format!(
        "(card => ({{ href: card.querySelector('a').pathname,
            top: card.getBoundingClientRect().top }}))
            (visible({CARD:?}).find(card => card.getBoundingClientRect().top >= 0))"
    );
    page.evaluate(&first).await
}

async fn wait_for_restored(page: &Page, before: &Anchor, cards: usize) {
    let at = format!(
        "[visible({CARD:?}).length,
            visible({CARD:?}).some(card => card.querySelector('a')?.pathname === {:?}
                && Math.abs(card.getBoundingClientRect().top - {}) <= 2)]",
        before.href, before.top
    );
    page.wait_for_value(&at, json!([cards, true])).await;
}

/// Scrolls the list of all articles to card 50 of 60 loaded cards.
async fn scroll_to_card_50(page: &Page) -> Anchor {
    page.open(&sample::list_path()).await;
    for shown in [20, 40, 60] {
        page.wait_for_value(&format!("visible({CARD:?}).length"), shown).await;
        page.scroll_to(".feed-end").await;
    }
    page.execute(&format!("visible({CARD:?})[49].scrollIntoView()")).await;
    page.execute("scrollBy(0, -37)").await;
    scroll_anchor(page).await
}

async fn open_anchor(page: &Page, anchor: &Anchor) {
    page.tap(&format!(".card-link[href='{}']", anchor.href)).await;
    page.wait_for_value("location.pathname", anchor.href.as_str()).await;
    page.wait_for("h1").await;
}

async fn check_back_and_forward(page: &Page) {
    let before = scroll_to_card_50(page).await;
    let requests = page.proxy.count(PAGES);
    open_anchor(page, &before).await;
    page.wait_for_value("scrollY", 0).await;
    // No request is needed: the list is cached.
    let held = page.proxy.hold("GET /api/feeds/*");
    page.back().await;
    wait_for_restored(page, &before, 60).await;
    assert_eq!(page.proxy.count(PAGES), requests, "nothing was asked for again");
    page.forward().await;
    page.wait_for_value("location.pathname", before.href.as_str()).await;
    page.wait_for("h1").await;
    page.back().await;
    wait_for_restored(page, &before, 60).await;
    drop(held);
}

#[test]
fn back_restores_the_scroll_position_on_a_phone() {
    phone().run(check_back_and_forward);
}

#[test]
fn back_restores_the_scroll_position_on_a_desktop() {
    desktop().run(check_back_and_forward);
}

#[test]
fn back_restores_the_scroll_position_on_a_static_host() {
    phone().mounted().run(check_back_and_forward);
}

/// Checks restoration after page loads: a reload, Back from a reloaded page, and Back from another
/// document.
async fn check_page_loads(page: &Page) {
    let before = scroll_to_card_50(page).await;
    let requests = page.proxy.count(PAGES);
    let held = page.proxy.hold("GET /api/feeds/latest?*");
    page.reload().await;
    wait_for_restored(page, &before, 60).await;

    open_anchor(page, &before).await;
    page.reload().await;
    page.wait_for("h1").await;
    page.back().await;
    wait_for_restored(page, &before, 60).await;

    page.goto("/healthz").await;
    page.back().await;
    wait_for_restored(page, &before, 60).await;
    assert!(page.proxy.count(PAGES) <= requests + 1, "pages that are here are not asked for");
    drop(held);
}

#[test]
fn a_reload_restores_the_scroll_position_on_a_rendered_page() {
    phone().run(check_page_loads);
}

#[test]
fn a_reload_restores_the_scroll_position_on_a_static_host() {
    phone().mounted().run(check_page_loads);
}

#[test]
fn user_scrolling_cancels_scroll_restoration() {
    phone().run(async |page| {
        page.cdp("Network.enable", json!({})).await;
        page.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
        scroll_to_card_50(page).await;
        let wasm = page.proxy.hold(sample::get_wasm());
        page.reload().await;
        wasm.arrived().await;
        // The browser has restored its own scroll position; then the reader scrolls up.
        page.wait_for_value("scrollY > 500", true).await;
        page.execute("dispatchEvent(new WheelEvent('wheel'))").await;
        page.execute("scrollTo(0, 300)").await;
        wasm.release();
        page.wait_for_value(&format!("visible({CARD:?}).length"), 60).await;
        let y: f64 = page.evaluate("scrollY").await;
        assert!((y - 300.0).abs() < 2.0, "led away to {y}");
    });
}

#[test]
fn a_new_visit_starts_at_the_top() {
    phone().run(async |page| {
        scroll_to_card_50(page).await;
        page.goto("/healthz").await;
        page.goto(&sample::list_path()).await;
        page.wait_for(CARD).await;
        page.wait_for_program().await;
        page.wait_for_value("scrollY", 0).await;
        assert!(page.count(CARD).await <= 40, "nothing of the visit before");
    });
}

#[test]
fn a_link_to_a_visited_page_starts_at_the_top_and_back_restores() {
    phone().run(async |page| {
        let before = scroll_to_card_50(page).await;
        open_anchor(page, &before).await;
        page.tap(".site-name").await;
        page.wait_for_value("location.pathname", "/").await;
        page.wait_for(CARD).await;
        page.wait_for_value("scrollY", 0).await;
        page.back().await;
        page.wait_for("h1").await;
        page.back().await;
        wait_for_restored(page, &before, 60).await;
    });
}

#[test]
fn back_restores_the_position_among_recommendations() {
    phone().saving_data().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(CARD).await;
        page.execute(&format!("visible({CARD:?})[12].scrollIntoView()")).await;
        let before = scroll_anchor(page).await;
        let cards = page.count(CARD).await;
        open_anchor(page, &before).await;
        page.back().await;
        wait_for_restored(page, &before, cards).await;
    });
}

/// Headlines come from another list, which is cached as well.
async fn check_back_below_headlines(page: &Page) {
    page.open("/").await;
    page.wait_for(".headlines").await;
    page.wait_for_value(&format!("visible({CARD:?}).length > 12"), true).await;
    page.execute(&format!("visible({CARD:?})[12].scrollIntoView()")).await;
    let before = scroll_anchor(page).await;
    open_anchor(page, &before).await;
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
fn back_restores_the_position_below_headlines() {
    phone().saving_data().run(check_back_below_headlines);
}

#[test]
fn back_restores_the_position_below_headlines_on_a_static_host() {
    phone().saving_data().mounted().run(check_back_below_headlines);
}

/// Leaves a page before it has loaded.
#[test]
fn two_quick_backs_lose_no_scroll_position() {
    phone().run(async |page| {
        let before = scroll_to_card_50(page).await;
        open_anchor(page, &before).await;
        page.wait_for_value(&format!("visible({CARD:?}).length >= 10"), true).await;
        page.execute(&format!("visible({CARD:?})[8].scrollIntoView()")).await;
        let recommended = scroll_anchor(page).await;
        open_anchor(page, &recommended).await;
        // The article in between is still loading when it is left.
        let held = page.proxy.hold(format!("GET /api{}", before.href));
        page.execute("history.back()").await;
        page.wait_for_value("location.pathname", before.href.as_str()).await;
        page.execute("history.back()").await;
        wait_for_restored(page, &before, 60).await;
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
fn a_reload_below_an_overlay_restores_the_whole_list() {
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

/// Follows a fragment link on the home page by `follow`, then leaves its list and comes back.
async fn check_fragment_link(page: &Page, follow: impl AsyncFnOnce(&Page)) {
    page.open("/").await;
    page.wait_for(".headlines").await;
    follow(page).await;
    page.wait_for_value("location.hash", "#content").await;
    page.wait_for_program().await;
    page.execute(&format!("visible({CARD:?})[10].scrollIntoView()")).await;
    let before = scroll_anchor(page).await;
    let cards = page.count(CARD).await;
    open_anchor(page, &before).await;
    let held = page.proxy.hold("GET /api/feeds/*");
    page.back().await;
    wait_for_restored(page, &before, cards).await;
    page.wait_for(".headlines").await;
    drop(held);
}

#[test]
fn a_fragment_link_keeps_the_cached_lists() {
    phone().saving_data().run(async |page| {
        check_fragment_link(page, async |page| {
            page.wait_for_program().await;
            page.execute("document.querySelector('.skip').click()").await;
        })
        .await;
    });
}

#[test]
fn a_fragment_link_keeps_the_cached_lists_while_the_program_starts() {
    phone().saving_data().run(async |page| {
        // As soon as the program has given the entry its key, it is left.
        page.prepare(
            "const replace = history.replaceState;
            history.replaceState = function (...state) {
                history.replaceState = replace;
                replace.apply(history, state);
                location.hash = '#content';
            };",
        )
        .await;
        check_fragment_link(page, async |_| {}).await;
    });
}

#[test]
fn without_session_storage_back_still_restores_the_position() {
    phone().run(async |page| {
        page.prepare(
            "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('closed'); } });",
        )
        .await;
        let before = scroll_to_card_50(page).await;
        open_anchor(page, &before).await;
        page.back().await;
        wait_for_restored(page, &before, 60).await;
    });
}

#[test]
fn when_storage_is_full_the_latest_page_is_still_restored() {
    phone().run(async |page| {
        let before = scroll_to_card_50(page).await;
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
        wait_for_restored(page, &before, 60).await;
    });
}
