//! Virtual list: few DOM nodes, no gaps and a stable scroll position in very long lists.

use thirtyfour::Key;

use crate::harness::{Page, desktop, phone};

/// JavaScript: the number of nodes in the document, including text and comment nodes.
const NODES: &str =
    "(walker => { let nodes = 0; while (walker.nextNode()) nodes++; return nodes; })
    (document.createTreeWalker(document))";

/// JavaScript: `aria-posinset` of all mounted cards.
const NUMBERS: &str =
    "[...document.querySelectorAll('[aria-posinset]')].map(it => +it.ariaPosInSet)";

/// Opens a list of `length` cards.
async fn open_list(page: &Page, length: usize) {
    page.open(&format!("/gallery?list={length}")).await;
    page.wait_for_value(&format!("{NUMBERS}.length"), 20).await;
    page.tap("#fill").await;
    page.wait_for_frames().await;
}

/// Scrolls to `y` and checks that consecutive cards fill the viewport. Returns the numbers of the
/// mounted cards.
async fn scroll_and_check(page: &Page, y: &str) -> Vec<usize> {
    page.execute(&format!("scrollTo(0, {y})")).await;
    page.wait_for_frames().await;
    page.wait_for_frames().await;
    let numbers: Vec<usize> = page.evaluate(NUMBERS).await;
    let consecutive = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    assert!(consecutive, "a gap in {numbers:?}");
    let card = "[0.2, 0.5, 0.8].map(part => document.elementFromPoint(innerWidth / 2,
        innerHeight * part)?.closest('.card') !== null)";
    page.wait_for_value(card, serde_json::json!([true, true, true])).await;
    numbers
}

async fn check_nodes_and_gaps(page: &Page) {
    open_list(page, 5_000).await;
    let nodes: usize = page.evaluate(NODES).await;
    assert!(nodes <= 4_000, "{nodes} nodes");
    for part in [0.3, 0.6, 0.9, 0.1] {
        let at = format!("{part} * document.documentElement.scrollHeight");
        let numbers = scroll_and_check(page, &at).await;
        let nodes: usize = page.evaluate(NODES).await;
        assert!(nodes <= 4_000, "{nodes} nodes at {part}");
        assert!(numbers[0] > 1 && numbers.len() < 400, "{numbers:?}");
    }
    // The end moves while the sections before it take their heights.
    page.scroll_to(".feed-more").await;
    page.wait_for_value(&format!("{NUMBERS}.at(-1)"), 5_000).await;
    page.wait_for_frames().await;
    page.tap(".feed-more").await;
    page.wait_for_value(&format!("{NUMBERS}.at(-1)"), 5_020).await;
    page.execute("scrollTo(0, 0)").await;
    page.wait_for_value(&format!("{NUMBERS}[0]"), 1).await;

    page.tap(".site-name").await;
    page.wait_for_value("location.pathname", "/").await;
    page.wait_for(".feed .card").await;
    page.wait_for_value("document.querySelectorAll('[href*=made-up]').length", 0).await;
}

#[test]
fn a_long_list_has_few_nodes_and_no_gap_on_a_phone() {
    phone().with_mock().run(check_nodes_and_gaps);
}

#[test]
fn a_long_list_has_few_nodes_and_no_gap_on_a_desktop() {
    desktop().with_mock().run(check_nodes_and_gaps);
}

#[test]
fn visible_cards_do_not_move_while_sections_mount_and_unmount() {
    phone().with_mock().run(async |page| {
        open_list(page, 5_000).await;
        check_stable_position(page).await;
    });
}

/// Emulates browsers without scroll anchoring, with `content-visibility` disabled as well.
#[test]
fn visible_cards_do_not_move_without_scroll_anchoring() {
    phone().with_mock().run(async |page| {
        open_list(page, 5_000).await;
        page.execute(
            "(sheet => { sheet.replaceSync('* { overflow-anchor: none; }'
                + '.list-section { content-visibility: visible; }');
                document.adoptedStyleSheets = [sheet]; })(new CSSStyleSheet())",
        )
        .await;
        check_stable_position(page).await;
    });
}

async fn check_stable_position(page: &Page) {
    scroll_and_check(page, "0.5 * document.documentElement.scrollHeight").await;
    for step in [1_000, -700, 2_500, -4_000, 9_000, -30_000] {
        page.execute(&format!("scrollBy(0, {step})")).await;
        page.wait_for_frames().await;
        let card = "(card => [+card.ariaPosInSet, card.getBoundingClientRect().top])
                (document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('.card'))";
        let (number, top): (usize, f64) = page.evaluate(card).await;
        // Scroll away and back: sections around the card mount and unmount. By less than a viewport:
        // an engine may lay out a section only once it is in view, and below its top cards then move.
        for away in [600, 600, -600, -600, -600, -600, 600, 600] {
            page.execute(&format!("scrollBy(0, {away})")).await;
            page.wait_for_frames().await;
        }
        page.wait_for_frames().await;
        let now = format!(
            "document.querySelector('[aria-posinset=\"{number}\"]').getBoundingClientRect().top"
        );
        let now: f64 = page.evaluate(&now).await;
        assert!((now - top).abs() < 3.0, "card {number} went from {top} to {now} by {step}");
    }
}

#[test]
fn page_down_moves_the_focus_through_a_long_list() {
    phone().with_mock().run(async |page| {
        open_list(page, 3_000).await;
        let numbers = scroll_and_check(page, "0.5 * document.documentElement.scrollHeight").await;
        let from = numbers[numbers.len() / 2];
        page.execute(&format!("document.querySelector('[aria-posinset=\"{from}\"]').focus()"))
            .await;
        for number in from + 1..from + 60 {
            page.press(Key::PageDown).await;
            page.wait_for_value("+document.activeElement.ariaPosInSet", number).await;
        }
    });
}

#[test]
fn reload_and_back_restore_the_position_in_a_long_list() {
    phone().with_mock().run(async |page| {
        open_list(page, 3_000).await;
        scroll_and_check(page, "0.7 * document.documentElement.scrollHeight").await;
        let card = "(card => [card.querySelector('a').pathname, card.getBoundingClientRect().top])
            ([...document.querySelectorAll('.card')].find(it => it.getBoundingClientRect().top >= 0))";
        let (href, top): (String, f64) = page.evaluate(card).await;
        // A few pixels more or less: the heights of sections that were never shown are estimates.
        let at = format!(
            "Math.abs((document.querySelector('.card-link[href=\"{href}\"]')
                ?.closest('.card').getBoundingClientRect().top ?? 1e9) - {top}) < 8"
        );
        page.reload().await;
        page.wait_for_value(&at, true).await;
        // By a key, which scrolls nothing: Back skips what was opened without the reader.
        page.execute("document.querySelector('.site-name').focus({ preventScroll: true })").await;
        page.press(Key::Enter).await;
        page.wait_for_value("location.pathname", "/").await;
        page.wait_for(".feed .card").await;
        page.back().await;
        page.wait_for_value(&at, true).await;
        let nodes: usize = page.evaluate(NODES).await;
        assert!(nodes <= 4_000, "{nodes} nodes");
    });
}
