//! Layout: no page scrolls horizontally, and nothing shifts (cumulative layout shift is zero).

use serde::Deserialize;
use serde_json::Value;
use zaidu_model::Route;

use crate::harness::{Page, Visit, desktop, phone, sample};

/// Every page, with the selector of an element that shows that it has loaded.
fn pages() -> Vec<(String, &'static str)> {
    let channel = &sample::newsroom().site().channels[0];
    let key = channel.key.clone();
    let column = Some(channel.columns[0].key.clone());
    let articles = [sample::LONG, sample::SHORT, sample::UNTITLED]
        .into_iter()
        .chain(["bus-route-redesign", "open-data-tide", "fish-return", "night-market"])
        .map(|id| (sample::article_path(id), ".feed .card"));
    let lists = [
        (Route::Home.to_string(), ".feed .card"),
        (Route::Channel { channel: key.clone(), column: None }.to_string(), ".feed .card"),
        (Route::Channel { channel: key, column }.to_string(), ".feed .card"),
        (Route::Ranking.to_string(), "main .notice"),
        (Route::search("公交"), ".card mark"),
        (Route::search("a"), "main .notice"),
        ("/nowhere".to_owned(), "main .button"),
    ];
    lists.into_iter().chain(articles).collect()
}

/// JavaScript: elements that overflow the viewport and have no ancestor that scrolls or clips them.
const OVERFLOWING: &str = "[...document.querySelectorAll('body *')]
    .filter(node => node.checkVisibility())
    .filter(node => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(node => {
        while ((node = node.parentElement) && node !== document.body)
            if (getComputedStyle(node).overflowX !== 'visible') return false;
        return true;
    })
    .map(node => node.outerHTML.slice(0, 120))";

fn check_width(visit: Visit, width: u32) {
    visit.tolerating("404").run(async |page| {
        for (address, selector) in pages() {
            page.open(&address).await;
            page.wait_for(selector).await;
            page.wait_for(".site-channels").await;
            if page.count(".fold-button").await > 0 {
                page.tap(".fold-button").await;
            }
            let wide: Vec<String> = page.evaluate(OVERFLOWING).await;
            assert!(wide.is_empty(), "{address} at {width}: {wide:#?}");
            let scrolls: u32 = page.evaluate("document.documentElement.scrollWidth").await;
            assert!(scrolls <= width, "{address} is {scrolls} wide at {width}");
        }
    });
}

#[test]
fn nothing_is_wider_than_the_smallest_screen() {
    check_width(phone().sized(320, 640), 320);
}

#[test]
fn nothing_is_wider_than_a_phone() {
    check_width(phone(), 360);
}

#[test]
fn nothing_is_wider_than_a_desktop() {
    check_width(desktop(), 1440);
}

#[derive(Deserialize)]
struct Shift {
    value: f64,
    moved: Vec<String>,
}

/// Fails on layout shifts without recent user input.
async fn assert_no_layout_shift(page: &Page) {
    let shifts: Vec<Shift> = page
        .evaluate(
            "shifts.filter(shift => !shift.hadRecentInput).map(shift => ({
                value: shift.value,
                moved: shift.sources.map(({ node, previousRect: from, currentRect: to }) =>
                    `${node?.outerHTML?.slice(0, 90) ?? node?.nodeName} ` +
                    `${from.y}+${from.height} → ${to.y}+${to.height}`),
            }))",
        )
        .await;
    let sum: f64 = shifts.iter().map(|shift| shift.value).sum();
    let moved: Vec<&String> = shifts.iter().flat_map(|shift| &shift.moved).collect();
    assert!(shifts.is_empty(), "{} moved by {sum:.4}: {moved:#?}", page.current_path().await);
}

/// Scrolls from top to bottom, so that lazy images load.
async fn scroll_through(page: &Page) {
    let screens: u32 = page.evaluate("Math.ceil(document.body.scrollHeight / innerHeight)").await;
    for screen in 0..screens {
        let _: Value = page.evaluate(&format!("scrollTo(0, {screen} * innerHeight)")).await;
        page.evaluate_async(
            "new Promise(then => requestAnimationFrame(() => requestAnimationFrame(() => then())))",
        )
        .await;
    }
    page.wait_for_value(
        "[...document.images].every(image => image.complete || image.loading === 'lazy')",
        true,
    )
    .await;
}

async fn check_layout_shift(page: &Page) {
    for address in
        [sample::article_path(sample::LONG), sample::article_path("fish-return"), "/".into()]
    {
        page.open(&address).await;
        page.wait_for(".feed .card").await;
        page.wait_for(".site-channels").await;
        // Before the program is there, nothing is loaded ahead of a reader who scrolls.
        page.wait_for_value("performance.getEntriesByName('zaidu-ready').length", 1).await;
        assert_no_layout_shift(page).await;
        scroll_through(page).await;
        assert_no_layout_shift(page).await;
    }
}

#[test]
fn no_layout_shift_on_a_phone() {
    phone().reduced_motion().run(check_layout_shift);
}

#[test]
fn no_layout_shift_on_a_desktop() {
    desktop().reduced_motion().run(check_layout_shift);
}
