//! A page is asked for when its reader is about to open it, and not before.

use serde_json::json;

use crate::harness::{Page, desktop, phone};

const ARTICLES: &str = "GET /api/articles/*";

/// The middle of the first card's link on the screen, and where it leads.
async fn first_link(page: &Page) -> (f64, f64, String) {
    page.value(
        "(link => { const box = link.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2, link.pathname]; })
            (visible('.feed .card-link').find(link => link.getBoundingClientRect().y > 60))",
    )
    .await
}

async fn mouse(page: &Page, kind: &str, x: f64, y: f64) {
    let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
    page.command("Input.dispatchMouseEvent", event).await;
}

async fn finger(page: &Page, kind: &str, points: serde_json::Value) {
    let event = json!({ "type": kind, "touchPoints": points });
    page.command("Input.dispatchTouchEvent", event).await;
}

async fn open_home(page: &Page) -> (f64, f64, String) {
    page.open("/").await;
    page.until_value("performance.getEntriesByName('zaidu-ready').length", 1).await;
    page.scroll_to("#feed").await;
    assert_eq!(page.gate.count(ARTICLES), 0, "not on sight");
    first_link(page).await
}

#[test]
fn a_mouse_that_rests_on_a_link_brings_its_page() {
    desktop().run(async |page| {
        let (x, y, href) = open_home(page).await;
        let call = format!("GET /api{href}");
        let held = page.gate.hold(call.clone());
        mouse(page, "mouseMoved", x, y).await;
        held.arrived().await;
        // Opened before the answer is there: it is not asked for twice.
        mouse(page, "mousePressed", x, y).await;
        mouse(page, "mouseReleased", x, y).await;
        page.until_value("location.pathname", href.as_str()).await;
        held.release();
        page.see("article h1").await;
        assert_eq!(page.gate.count(&call), 1);
    });
}

#[test]
fn a_finger_on_a_link_brings_its_page() {
    phone().run(async |page| {
        let (x, y, href) = open_home(page).await;
        let call = format!("GET /api{href}");
        let held = page.gate.hold(call.clone());
        finger(page, "touchStart", json!([{ "x": x, "y": y }])).await;
        held.arrived().await;
        finger(page, "touchEnd", json!([])).await;
        page.until_value("location.pathname", href.as_str()).await;
        held.release();
        page.see("article h1").await;
        assert_eq!(page.gate.count(&call), 1);
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
        page.promised("new Promise(done => requestAnimationFrame(() => setTimeout(done)))").await;
        assert_eq!(page.gate.count(&call), 0);
        mouse(page, "mouseReleased", x, y).await;
        page.see("article h1").await;
        assert_eq!(page.gate.count(&call), 1);
    });
}
