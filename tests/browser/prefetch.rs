//! Prefetch on intent: hover or touch on a link requests its page before the click; mere visibility
//! does not.

use serde_json::json;

use crate::harness::proxy::HeldRequest;
use crate::harness::{Page, desktop, phone};

const ARTICLES: &str = "GET /api/articles/*";

/// The centre of the first visible card's link, and its path.
async fn first_link(page: &Page) -> (f64, f64, String) {
    page.evaluate(
        "(link => { const box = link.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2, link.pathname]; })
            (visible('.feed .card-link').find(link => link.getBoundingClientRect().y > 60))",
    )
    .await
}

async fn dispatch_mouse(page: &Page, kind: &str, x: f64, y: f64) {
    let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
    page.cdp("Input.dispatchMouseEvent", event).await;
}

async fn dispatch_touch(page: &Page, kind: &str, points: serde_json::Value) {
    let event = json!({ "type": kind, "touchPoints": points });
    page.cdp("Input.dispatchTouchEvent", event).await;
}

async fn open_home(page: &Page) -> (f64, f64, String) {
    page.open("/").await;
    page.wait_for_program().await;
    page.scroll_to("#feed").await;
    page.wait_for_frames().await;
    assert_eq!(page.proxy.count(ARTICLES), 0, "not on sight");
    first_link(page).await
}

/// Checks that the page at `href` opens while the prefetch `request` is pending and uses its
/// response: no second request is sent.
async fn opens_with_the_prefetched_response(
    page: &Page,
    href: &str,
    request: &str,
    held: HeldRequest,
) {
    page.wait_for_value("location.pathname", href).await;
    held.release();
    page.wait_for("article h1").await;
    assert_eq!(page.proxy.count(request), 1);
}

#[test]
fn hovering_over_a_link_prefetches_its_page() {
    desktop().run(async |page| {
        let (x, y, href) = open_home(page).await;
        let request = format!("GET /api{href}");
        let held = page.proxy.hold(request.clone());
        dispatch_mouse(page, "mouseMoved", x, y).await;
        held.arrived().await;
        dispatch_mouse(page, "mousePressed", x, y).await;
        dispatch_mouse(page, "mouseReleased", x, y).await;
        opens_with_the_prefetched_response(page, &href, &request, held).await;
    });
}

#[test]
fn touching_a_link_prefetches_its_page() {
    phone().run(async |page| {
        let (x, y, href) = open_home(page).await;
        let request = format!("GET /api{href}");
        let held = page.proxy.hold(request.clone());
        dispatch_touch(page, "touchStart", json!([{ "x": x, "y": y }])).await;
        held.arrived().await;
        dispatch_touch(page, "touchEnd", json!([])).await;
        opens_with_the_prefetched_response(page, &href, &request, held).await;
    });
}

#[test]
fn scrolling_cancels_the_prefetch() {
    phone().run(async |page| {
        let (x, y, href) = open_home(page).await;
        let request = format!("GET /api{href}");
        let held = page.proxy.hold(request.clone());
        dispatch_touch(page, "touchStart", json!([{ "x": x, "y": y }])).await;
        held.arrived().await;
        for step in 1..6 {
            dispatch_touch(page, "touchMove", json!([{ "x": x, "y": y - f64::from(step) * 30.0 }]))
                .await;
        }
        dispatch_touch(page, "touchEnd", json!([])).await;
        page.wait_for_value("scrollY > 0", true).await;
        assert_eq!(page.current_path().await, "/");
        // The prefetch was cancelled, so opening the page sends a new request.
        page.execute(&format!("document.querySelector('.card-link[href=\"{href}\"]').click()"))
            .await;
        page.wait_for_value("location.pathname", href.as_str()).await;
        held.release();
        page.wait_for("article h1").await;
        assert_eq!(page.proxy.count(&request), 2);
    });
}

#[test]
fn a_prefetched_list_is_not_a_list_of_the_current_page() {
    desktop().run(async |page| {
        open_home(page).await;
        let point = "(link => { const box = link.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2, link.pathname]; })
            (visible('.site-channels a')[0])";
        // At "#feed" the header is away: it has its place again after the scroll event only.
        let header = "document.querySelector('.site-header')";
        page.wait_for_value(&format!("{header}.dataset.place"), "away").await;
        page.execute("scrollTo(0, 0)").await;
        page.wait_for_value(&format!("{header}.getBoundingClientRect().y"), 0).await;
        let (x, y, channel): (f64, f64, String) = page.evaluate(point).await;
        let list = format!("GET /api/feeds{channel}");
        dispatch_mouse(page, "mouseMoved", x, y).await;
        page.wait_until("the channel's list to be asked for", async || {
            match page.proxy.count(&list) {
                1 => Ok(()),
                count => Err(count.to_string()),
            }
        })
        .await;
        // Navigate away and back: the prefetched list must not be stored with this page's lists.
        page.execute("visible('.feed .card-link')[0].click()").await;
        page.wait_for("article h1").await;
        page.back().await;
        page.wait_for(".headlines").await;
        let second = point.replace("[0]", "[1]");
        let (x, y, other): (f64, f64, String) = page.evaluate(&second).await;
        dispatch_mouse(page, "mouseMoved", x, y).await;
        let other = format!("GET /api/feeds{other}");
        page.wait_until("the other's list to be asked for", async || {
            match page.proxy.count(&other) {
                1 => Ok(()),
                count => Err(count.to_string()),
            }
        })
        .await;
        // The pages between have a channel below the resting pointer too: each may have asked.
        let before = page.proxy.count(&list);
        page.execute("visible('.site-channels a')[0].click()").await;
        page.wait_for_text("h1", "城事").await;
        page.wait_for(".feed .card").await;
        assert_eq!(page.proxy.count(&list), before + 1, "a list that is opened is asked for");
    });
}

#[test]
fn with_data_saver_nothing_is_prefetched() {
    desktop().saving_data().run(async |page| {
        let (x, y, href) = open_home(page).await;
        dispatch_mouse(page, "mouseMoved", x, y).await;
        let request = format!("GET /api{href}");
        dispatch_mouse(page, "mousePressed", x, y).await;
        // Without the data saver, the press would have sent the request at once.
        page.evaluate_async("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            .await;
        assert_eq!(page.proxy.count(&request), 0);
        dispatch_mouse(page, "mouseReleased", x, y).await;
        page.wait_for("article h1").await;
        assert_eq!(page.proxy.count(&request), 1);
    });
}
