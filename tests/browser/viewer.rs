//! The picture viewer: opening and closing, keys, fingers, files, and what happens without it.

use serde_json::{Value, json};
use thirtyfour::Key;
use zaidu::strings;

use crate::harness::{Fault, Page, Visit, desktop, js_string, phone, sample};

const DIALOG: &str = "dialog.viewer[open]";
const PICTURE: &str = ".viewer-picture";
const COUNT: &str = ".viewer-count [aria-hidden]";

/// The pictures of [`feed`], in order.
const FILES: [&str; 4] = ["bridge", "bus", "fish", "jar"];

/// A newsroom with one article, which has several pictures.
fn feed() -> String {
    let picture = |name: &str| {
        format!(
            "<figure><img src='/media/{name}.jpg' srcset='/media/{name}-400.jpg 400w, \
             /media/{name}.jpg 800w' width='800' height='534' alt='{name}'>\
             <figcaption>Caption of {name}</figcaption></figure><p>春江潮水连海平。</p>"
        )
    };
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "River",
        "items": [{
            "id": "pictures",
            "title": "Pictures",
            "date_published": "2026-11-20T08:00:00+08:00",
            "content_html": FILES.map(picture).concat(),
        }],
    })
    .to_string()
}

/// Opens the article, and by a tap the viewer with its picture `index`, from 0. Back skips what was
/// opened without the reader.
async fn open(page: &Page, index: usize) {
    page.open(&sample::article_path("pictures")).await;
    page.wait_for_program().await;
    let picture = format!(".article-body .enlarge img[alt='{}']", FILES[index]);
    page.scroll_to(&picture).await;
    let width = format!("document.querySelector({}).naturalWidth", js_string(&picture));
    page.wait_for_value(&format!("{width} > 0"), true).await;
    page.tap(&picture).await;
    page.wait_for(DIALOG).await;
    wait_for_picture(page, index).await;
}

/// Waits until the viewer shows picture `index` of [`FILES`], from any of its files.
async fn wait_for_picture(page: &Page, index: usize) {
    let shown = format!("visible({PICTURE:?})[0]?.alt ?? null");
    page.wait_for_value(&shown, FILES[index]).await;
    page.wait_for_text(COUNT, &format!("{}/{}", index + 1, FILES.len())).await;
}

fn src(name: &str) -> String {
    format!("visible({PICTURE:?})[0].src.endsWith({name:?})")
}

/// JavaScript: scale and displacement of the picture.
const PLACEMENT: &str = "(matrix => [matrix.a, matrix.e, matrix.f].map(Math.round))(
    new DOMMatrix(visible('.viewer-picture')[0].style.transform))";

fn still() -> Visit {
    phone().with_feed(feed()).reduced_motion()
}

#[test]
fn a_click_opens_the_picture_in_the_page_and_back_closes_it() {
    phone().with_feed(feed()).run(async |page| {
        open(page, 1).await;
        assert_eq!(page.current_path().await, sample::article_path("pictures"));
        page.wait_for_text(".viewer-words p", "Caption of bus").await;
        let spoken = strings::picture_position(2, 4);
        page.wait_for_value(
            "document.querySelector('.viewer-words .visually-hidden').textContent",
            spoken,
        )
        .await;
        page.assert_accessible().await;
        page.back().await;
        page.wait_for_none(DIALOG).await;
        assert_eq!(page.current_path().await, sample::article_path("pictures"));
        let focus = "document.activeElement === visible('.article-body .enlarge')[1]";
        page.wait_for_value(focus, true).await;
        // It opens again, at another picture.
        page.execute("visible('.article-body .enlarge')[0].click()").await;
        page.wait_for(DIALOG).await;
        wait_for_picture(page, 0).await;
        page.tap(".dialog-close").await;
        page.wait_for_none(DIALOG).await;
    });
}

#[test]
fn keys_lead_from_picture_to_picture_enlarge_and_close() {
    desktop().with_feed(feed()).reduced_motion().run(async |page| {
        open(page, 0).await;
        page.wait_for_value("document.activeElement.closest('dialog') !== null", true).await;
        assert_eq!(page.count(".viewer-previous").await, 0, "it is the first");
        for (key, index) in [(Key::Right, 1), (Key::Right, 2), (Key::Left, 1), (Key::Left, 0)] {
            page.press(key).await;
            wait_for_picture(page, index).await;
        }
        page.press(Key::Left).await;
        page.tap(".viewer-next").await;
        wait_for_picture(page, 1).await;
        page.press(Key::Right).await;
        page.tap(".viewer-next").await;
        wait_for_picture(page, 3).await;
        assert_eq!(page.count(".viewer-next").await, 0, "it is the last");
        page.wait_for_value("document.activeElement.closest('dialog') !== null", true).await;
        page.press(Key::Add).await;
        page.wait_for_value(PLACEMENT, json!([2, 0, 0])).await;
        page.press(Key::Subtract).await;
        page.wait_for_value(PLACEMENT, json!([1, 0, 0])).await;
        page.assert_accessible().await;
        page.press(Key::Escape).await;
        page.wait_for_none(DIALOG).await;
        let focus = "document.activeElement === visible('.article-body .enlarge')[0]";
        page.wait_for_value(focus, true).await;
    });
}

#[test]
fn the_loaded_file_is_shown_at_once_and_a_sharper_one_when_it_is_enlarged() {
    phone().with_feed(feed()).run(async |page| {
        let held = page.proxy.hold("GET /media/bus.jpg");
        open(page, 1).await;
        page.wait_for_value(&src("/media/bus-400.jpg"), true).await;
        page.press(Key::Add).await;
        held.arrived().await;
        page.wait_for_value(&src("/media/bus-400.jpg"), true).await;
        held.release();
        page.wait_for_value(&src("/media/bus.jpg"), true).await;
        let link = page.attributes(".viewer-save", "href").await;
        assert_eq!(link, [Some("/media/bus.jpg".to_owned())]);
        page.wait_for_value("visible('.viewer-save')[0].download", "").await;
        page.wait_for_text(".viewer-save", strings::DOWNLOAD).await;
    });
}

/// Sends touches at these points; none lifts the fingers.
async fn touch(page: &Page, kind: &str, points: &[(f64, f64)]) {
    let points: Vec<Value> =
        points.iter().enumerate().map(|(id, (x, y))| json!({ "x": x, "y": y, "id": id })).collect();
    page.cdp("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
}

async fn drag(page: &Page, from: (f64, f64), to: (f64, f64)) {
    touch(page, "touchStart", &[from]).await;
    for part in [0.3, 0.7, 1.0] {
        let at = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        touch(page, "touchMove", &[at]).await;
    }
    touch(page, "touchEnd", &[]).await;
}

async fn enable_touch(page: &Page) {
    let touch = json!({ "enabled": true, "maxTouchPoints": 5 });
    page.cdp("Emulation.setTouchEmulationEnabled", touch).await;
}

#[test]
fn fingers_swipe_between_pictures_and_pull_one_down_to_close() {
    still().run(async |page| {
        enable_touch(page).await;
        open(page, 1).await;
        drag(page, (300.0, 300.0), (60.0, 310.0)).await;
        wait_for_picture(page, 2).await;
        drag(page, (60.0, 300.0), (300.0, 310.0)).await;
        wait_for_picture(page, 1).await;
        page.press(Key::Right).await;
        page.press(Key::Right).await;
        wait_for_picture(page, 3).await;
        // There is none beside the last one: it goes back to its place.
        drag(page, (300.0, 300.0), (60.0, 310.0)).await;
        page.wait_for_value(PLACEMENT, json!([1, 0, 0])).await;
        wait_for_picture(page, 3).await;
        drag(page, (180.0, 200.0), (190.0, 600.0)).await;
        page.wait_for_none(DIALOG).await;
    });
}

#[test]
fn fingers_pinch_and_double_tap() {
    still().run(async |page| {
        enable_touch(page).await;
        open(page, 0).await;
        let middle: (f64, f64) = page
            .evaluate(
                "(frame => [frame.left + frame.width / 2, frame.top + frame.height / 2])(
                    visible('.viewer-frame')[0].getBoundingClientRect())",
            )
            .await;
        let beside =
            |distance: f64| [(middle.0 - distance, middle.1), (middle.0 + distance, middle.1)];
        touch(page, "touchStart", &beside(30.0)).await;
        touch(page, "touchMove", &beside(60.0)).await;
        touch(page, "touchMove", &beside(90.0)).await;
        touch(page, "touchEnd", &[]).await;
        page.wait_for_value(PLACEMENT, json!([3, 0, 0])).await;
        // Enlarged, it is moved and not swiped away.
        drag(page, middle, (middle.0 - 120.0, middle.1)).await;
        page.wait_for_value(PLACEMENT, json!([3, -120, 0])).await;
        wait_for_picture(page, 0).await;
        for expected in [json!([1, 0, 0]), json!([3, 0, 0])] {
            for _ in 0..2 {
                touch(page, "touchStart", &[middle]).await;
                touch(page, "touchEnd", &[]).await;
            }
            page.wait_for_value(PLACEMENT, expected).await;
        }
    });
}

#[test]
fn without_its_code_the_link_is_followed() {
    phone().with_feed(feed()).tolerating("502").tolerating("/media/").tolerating("integrity").run(
        async |page| {
            let _failing = page.proxy.fail("GET /viewer-*", Fault::BadGateway);
            page.open(&sample::article_path("pictures")).await;
            page.wait_for_program().await;
            page.tap(".article-body .enlarge").await;
            page.wait_for_value("location.pathname", "/media/bridge.jpg").await;
        },
    );
}

#[test]
fn a_click_for_a_new_tab_is_left_to_the_browser() {
    desktop().with_feed(feed()).run(async |page| {
        page.open(&sample::article_path("pictures")).await;
        page.wait_for_program().await;
        // Prevented here, after the app has decided: the test stays in its tab.
        page.execute(
            "addEventListener('click', event => {
                (window.taken ??= []).push(event.defaultPrevented);
                event.preventDefault();
            })",
        )
        .await;
        for options in ["{ ctrlKey: true }", "{ metaKey: true }", "{ shiftKey: true }", "{}"] {
            page.execute(&format!(
                "visible('.article-body .enlarge img')[0].dispatchEvent(new MouseEvent('click',
                    {{ bubbles: true, cancelable: true, ...{options} }}))"
            ))
            .await;
        }
        page.wait_for_value("window.taken", json!([false, false, false, true])).await;
        page.wait_for(DIALOG).await;
    });
}

#[test]
fn the_viewer_fits_a_small_window_and_forced_colours() {
    // 1280 × 800 at 400 %.
    desktop().with_feed(feed()).sized(320, 200).run(async |page| {
        open(page, 1).await;
        let inside = "visible('dialog.viewer :is(a, button, .viewer-frame)').map(node => {
            const box = node.getBoundingClientRect();
            return box.left >= 0 && box.top >= 0 && box.right <= innerWidth
                && box.bottom <= innerHeight && box.height >= 44;
        })";
        page.wait_for_value(inside, vec![true; 5]).await;
        page.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "forced-colors", "value": "active" }] }),
        )
        .await;
        let edges = "visible('dialog.viewer :is(a, button)').every(node =>
            parseFloat(getComputedStyle(node).borderTopWidth) >= 1)";
        page.wait_for_value(edges, true).await;
        page.assert_accessible().await;
    });
}

#[test]
fn nothing_moves_for_readers_who_prefer_it() {
    for (visit, seconds) in [(still(), "0s"), (phone().with_feed(feed()), "0.18s")] {
        visit.run(async |page| {
            open(page, 0).await;
            let duration = format!("getComputedStyle(visible({PICTURE:?})[0]).transitionDuration");
            page.wait_for_value(&duration, seconds).await;
        });
    }
}
