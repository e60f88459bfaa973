//! Keyboard access: everything is reachable in order, has a visible focus and works by keys.

use serde::Deserialize;
use thirtyfour::Key;
use zaidu::strings;

use crate::harness::{Page, desktop, phone, sample};

/// Elements that Tab must reach, in this order.
const TAB_STOPS: [&str; 14] = [
    ".skip",
    ".site-name",
    ".site-channels a",
    ".breadcrumb a",
    ".meta-source a",
    ".meta-author a",
    ".meta .share-button",
    ".article-body a",
    ".fold-button",
    ".moods-links a",
    ".mood",
    ".up-next a",
    ".card-link",
    ".feed-more",
];

/// The focused element and its visibility.
#[derive(Debug, Deserialize)]
struct Focus {
    /// Indices of the tab stops that it matches.
    stops: Vec<usize>,
    /// Whether it has a visible outline.
    outlined: bool,
    /// Its upper and lower edge in the viewport.
    #[allow(dead_code, reason = "a failure prints it")]
    edges: [f64; 2],
    /// Whether a part of it is in the viewport and not covered by the reading bar.
    uncovered: bool,
    html: String,
}

async fn focus(page: &Page) -> Focus {
    page.evaluate(&format!(
        "(node => {{
            const style = getComputedStyle(node), box = node.getBoundingClientRect();
            const bar = visible('.reading-bar')[0]?.getBoundingClientRect().bottom ?? 0;
            return {{
                stops: {TAB_STOPS:?}.flatMap((css, number) => node.matches(css) ? [number] : []),
                // The controls of a player are the browser's own, with a focus of their own.
                outlined: node.matches('video, audio')
                    || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
                edges: [box.top, box.bottom],
                uncovered: box.bottom > Math.max(0, bar) && box.top < innerHeight,
                html: node.outerHTML.slice(0, 200),
            }};
        }})(document.activeElement)"
    ))
    .await
}

/// Only phones fold a text; it is the stop with this number.
const FOLD: usize = 8;

async fn check_tab_order(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(".feed-more").await;
    let mut next = 0;
    for _ in 0..120 {
        page.press(Key::Tab).await;
        // An engine may scroll to it in the next frame.
        let focus = page.wait_until("the focus in sight", async || {
            let focus = focus(page).await;
            if focus.uncovered { Ok(focus) } else { Err(format!("{focus:?}")) }
        });
        let focus = focus.await;
        assert!(focus.outlined, "no line round {}", focus.html);
        if focus.stops.contains(&next) {
            next += 1;
        }
        if next == FOLD && page.count(TAB_STOPS[FOLD]).await == 0 {
            next += 1;
        }
        if next == TAB_STOPS.len() {
            return;
        }
    }
    panic!("{} was not reached", TAB_STOPS[next]);
}

#[test]
fn every_tab_stop_is_reached_in_order_and_visible_on_a_phone() {
    phone().reduced_motion().run(check_tab_order);
}

#[test]
fn every_tab_stop_is_reached_in_order_and_visible_on_a_desktop() {
    desktop().reduced_motion().run(check_tab_order);
}

#[test]
fn the_first_tab_stop_is_a_skip_link() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for("article h1").await;
        page.press(Key::Tab).await;
        page.wait_for_text(".skip", strings::SKIP_TO_CONTENT).await;
        page.press(Key::Enter).await;
        page.wait_for_value("document.activeElement.id", "content").await;
    });
}

#[test]
fn enter_and_space_choose_a_mood() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.focus(".moods-list > li:nth-child(2) > button").await;
        page.press(Key::Enter).await;
        page.wait_for(".moods-list > li:nth-child(2) > [aria-pressed=true]").await;
        page.press(Key::Space).await;
        page.wait_for_none(".mood[aria-pressed=true]").await;
    });
}

#[test]
fn enter_loads_a_page_and_opens_a_card() {
    phone().saving_data().run(async |page| {
        page.open(&sample::list_path()).await;
        page.focus(".feed-more").await;
        page.press(Key::Enter).await;
        page.wait_for_value("visible('.feed .card').length", 40).await;
        page.wait_for_value("document.activeElement.matches('.feed-more')", true).await;
        page.focus(".card-link").await;
        page.press(Key::Enter).await;
        page.wait_for("article h1").await;
    });
}

#[test]
fn the_share_panel_opens_traps_the_focus_and_closes() {
    desktop().run(async |page| {
        page.prepare("delete Navigator.prototype.share;").await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.focus(".share-button").await;
        page.press(Key::Enter).await;
        page.wait_for("dialog[open] .share-targets").await;
        // One full cycle: only the dialog and the browser's own interface take the focus.
        for _ in 0..14 {
            page.press(Key::Tab).await;
            let outside = "document.activeElement !== document.body \
                && !document.activeElement.closest('dialog')";
            assert!(!page.evaluate::<bool>(outside).await, "the focus left the panel");
        }
        page.press(Key::Escape).await;
        page.wait_for_none("dialog[open]").await;
        page.wait_for_value("document.activeElement.matches('.share-button')", true).await;
    });
}
