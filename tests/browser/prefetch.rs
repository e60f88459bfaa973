//! A page is asked for when its reader is about to open it, and not before.

use serde_json::json;

use crate::harness::proxy::HeldRequest;
use crate::harness::{Page, desktop, phone};

const ARTICLES: &str = "GET /api/articles/*";

/// The middle of the first card's link on the screen, and where it leads.
async fn first_link(page: &Page) -> (f64, f64, String) {
    page.evaluate(
        "(link => { const box = link.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2, link.pathname]; })
            (visible('.feed .card-link').find(link => link.getBoundingClientRect().y > 60))",
    )
    .await
}

async fn mouse(page: &Page, kind: &str, x: f64, y: f64) {
    let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
    page.cdp("Input.dispatchMouseEvent", event).await;
}

async fn finger(page: &Page, kind: &str, points: serde_json::Value) {
    let event = json!({ "type": kind, "touchPoints": points });
    page.cdp("Input.dispatchTouchEvent", event).await;
}

async fn open_home(page: &Page) -> (f64, f64, String) {
    page.open("/").await;
    page.wait_for_value("performance.getEntriesByName('zaidu-ready').length", 1).await;
    page.scroll_to("#feed").await;
    let frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";
    page.evaluate_async(&format!("{frames}.then(() => 0)")).await;
    assert_eq!(page.proxy.count(ARTICLES), 0, "not on sight");
    first_link(page).await
}

/// The page at `href` opens before the answer to `call` is there, and by it: it is not
/// asked for twice.
async fn opens_by_the_answer_on_its_way(page: &Page, href: &str, call: &str, held: HeldRequest) {
    page.wait_for_value("location.pathname", href).await;
    held.release();
    page.wait_for("article h1").await;
    assert_eq!(page.proxy.count(call), 1);
}

#[test]
fn a_mouse_that_rests_on_a_link_brings_its_page() {
    desktop().run(async |page| {
        let (x, y, href) = open_home(page).await;
        let call = format!("GET /api{href}");
        let held = page.proxy.hold(call.clone());
        mouse(page, "mouseMoved", x, y).await;
        held.arrived().await;
        mouse(page, "mousePressed", x, y).await;
        mouse(page, "mouseReleased", x, y).await;
        opens_by_the_answer_on_its_way(page, &href, &call, held).await;
    });
}

#[test]
fn a_finger_on_a_link_brings_its_page() {
    phone().run(async |page| {
        let (x, y, href) = open_home(page).await;
        let call = format!("GET /api{href}");
        let held = page.proxy.hold(call.clone());
        finger(page, "touchStart", json!([{ "x": x, "y": y }])).await;
        held.arrived().await;
        finger(page, "touchEnd", json!([])).await;
        opens_by_the_answer_on_its_way(page, &href, &call, held).await;
    });
}

#[test]
fn a_finger_that_scrolls_wants_no_page() {
    phone().run(async |page| {
        let (x, y, href) = open_home(page).await;
        let call = format!("GET /api{href}");
        let held = page.proxy.hold(call.clone());
        finger(page, "touchStart", json!([{ "x": x, "y": y }])).await;
        held.arrived().await;
        for step in 1..6 {
            finger(page, "touchMove", json!([{ "x": x, "y": y - f64::from(step) * 30.0 }])).await;
        }
        finger(page, "touchEnd", json!([])).await;
        page.wait_for_value("scrollY > 0", true).await;
        assert_eq!(page.address().await, "/");
        // What was asked for has been given up: who opens it now asks anew.
        page.execute(&format!("document.querySelector('.card-link[href=\"{href}\"]').click()"))
            .await;
        page.wait_for_value("location.pathname", href.as_str()).await;
        held.release();
        page.wait_for("article h1").await;
        assert_eq!(page.proxy.count(&call), 2);
    });
}

#[test]
fn what_is_pointed_at_is_not_the_page_that_is_shown() {
    desktop().run(async |page| {
        open_home(page).await;
        let point = "(link => { const box = link.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2, link.pathname]; })
            (visible('.site-channels a')[0])";
        page.execute("scrollTo(0, 0)").await;
        let (x, y, channel): (f64, f64, String) = page.evaluate(point).await;
        let list = format!("GET /api/feeds{channel}");
        mouse(page, "mouseMoved", x, y).await;
        page.wait_until("the channel's list to be asked for", async || {
            match page.proxy.count(&list) {
                1 => Ok(()),
                count => Err(count.to_string()),
            }
        })
        .await;
        // Another page, and back: the list was never one of this page's.
        page.execute("visible('.feed .card-link')[0].click()").await;
        page.wait_for("article h1").await;
        page.back().await;
        page.wait_for(".headlines").await;
        let second = point.replace("[0]", "[1]");
        let (x, y, other): (f64, f64, String) = page.evaluate(&second).await;
        mouse(page, "mouseMoved", x, y).await;
        let other = format!("GET /api/feeds{other}");
        page.wait_until("the other's list to be asked for", async || {
            match page.proxy.count(&other) {
                1 => Ok(()),
                count => Err(count.to_string()),
            }
        })
        .await;
        page.execute("visible('.site-channels a')[0].click()").await;
        page.wait_for_text("h1", "城事").await;
        page.wait_for(".feed .card").await;
        assert_eq!(page.proxy.count(&list), 2, "a list that is opened is asked for");
    });
}

#[test]
fn who_saves_data_gets_only_what_they_open() {
    desktop().saving_data().run(async |page| {
        let (x, y, href) = open_home(page).await;
        mouse(page, "mouseMoved", x, y).await;
        let call = format!("GET /api{href}");
        mouse(page, "mousePressed", x, y).await;
        // The press would have asked at once.
        page.evaluate_async("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            .await;
        assert_eq!(page.proxy.count(&call), 0);
        mouse(page, "mouseReleased", x, y).await;
        page.wait_for("article h1").await;
        assert_eq!(page.proxy.count(&call), 1);
    });
}
