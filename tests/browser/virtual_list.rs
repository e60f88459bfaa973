//! Very long lists: few nodes, no hole, wherever the reader is.

use thirtyfour::Key;

use crate::harness::{Page, desktop, phone};

/// Every node of the page, texts and comments too.
const NODES: &str =
    "(walker => { let nodes = 0; while (walker.nextNode()) nodes++; return nodes; })
    (document.createTreeWalker(document))";

/// The numbers of the cards that stand.
const NUMBERS: &str =
    "[...document.querySelectorAll('[aria-posinset]')].map(it => +it.ariaPosInSet)";

/// Opens a list of `length`.
async fn fill(page: &Page, length: usize) {
    page.open(&format!("/gallery?list={length}")).await;
    page.wait_for_value(&format!("{NUMBERS}.length"), 20).await;
    page.tap("#fill").await;
    until_quiet(page).await;
}

/// Waits until what follows scrolling has been done and painted.
async fn until_quiet(page: &Page) {
    page.evaluate_async(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
            requestAnimationFrame(done)))).then(() => 0)",
    )
    .await;
}

/// Scrolls to `y`, then looks whether cards without a gap fill the screen.
async fn look_at(page: &Page, y: &str) -> Vec<usize> {
    page.execute(&format!("scrollTo(0, {y})")).await;
    until_quiet(page).await;
    until_quiet(page).await;
    let numbers: Vec<usize> = page.evaluate(NUMBERS).await;
    let follow = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    assert!(follow, "a gap in {numbers:?}");
    let card = "[0.2, 0.5, 0.8].map(part => document.elementFromPoint(innerWidth / 2,
        innerHeight * part)?.closest('.card') !== null)";
    page.wait_for_value(card, serde_json::json!([true, true, true])).await;
    numbers
}

async fn a_long_list_has_few_nodes_and_no_hole(page: &Page) {
    fill(page, 5_000).await;
    let nodes: usize = page.evaluate(NODES).await;
    assert!(nodes <= 4_000, "{nodes} nodes");
    for part in [0.3, 0.6, 0.9, 0.1] {
        let at = format!("{part} * document.documentElement.scrollHeight");
        let numbers = look_at(page, &at).await;
        let nodes: usize = page.evaluate(NODES).await;
        assert!(nodes <= 4_000, "{nodes} nodes at {part}");
        assert!(numbers[0] > 1 && numbers.len() < 400, "{numbers:?}");
    }
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
fn a_long_list_has_few_nodes_and_no_hole_on_a_phone() {
    phone().with_mock().run(a_long_list_has_few_nodes_and_no_hole);
}

#[test]
fn a_long_list_has_few_nodes_and_no_hole_on_a_desktop() {
    desktop().with_mock().run(a_long_list_has_few_nodes_and_no_hole);
}

#[test]
fn what_is_on_the_screen_stays_where_it_is_while_sections_come_and_go() {
    phone().with_mock().run(async |page| {
        fill(page, 5_000).await;
        stays_where_it_is(page).await;
    });
}

/// Some browsers keep nothing in its place by themselves, and skip nothing then.
#[test]
fn it_stays_where_it_is_without_scroll_anchoring() {
    phone().with_mock().run(async |page| {
        fill(page, 5_000).await;
        page.execute(
            "(sheet => { sheet.replaceSync('* { overflow-anchor: none; }'
                + '.list-section { content-visibility: visible; }');
                document.adoptedStyleSheets = [sheet]; })(new CSSStyleSheet())",
        )
        .await;
        stays_where_it_is(page).await;
    });
}

async fn stays_where_it_is(page: &Page) {
    look_at(page, "0.5 * document.documentElement.scrollHeight").await;
    for step in [1_000, -700, 2_500, -4_000, 9_000, -30_000] {
        page.execute(&format!("scrollBy(0, {step})")).await;
        until_quiet(page).await;
        let card = "(card => [+card.ariaPosInSet, card.getBoundingClientRect().top])
                (document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('.card'))";
        let (number, top): (usize, f64) = page.evaluate(card).await;
        // Room to come and go around it.
        for away in [1_200, -2_400, 1_200] {
            page.execute(&format!("scrollBy(0, {away})")).await;
            until_quiet(page).await;
        }
        until_quiet(page).await;
        let now = format!(
            "document.querySelector('[aria-posinset=\"{number}\"]').getBoundingClientRect().top"
        );
        let now: f64 = page.evaluate(&now).await;
        assert!((now - top).abs() < 3.0, "card {number} went from {top} to {now} by {step}");
    }
}

#[test]
fn keys_lead_on_through_a_long_list() {
    phone().with_mock().run(async |page| {
        fill(page, 3_000).await;
        let numbers = look_at(page, "0.5 * document.documentElement.scrollHeight").await;
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
fn a_long_list_comes_back_where_it_was_left() {
    phone().with_mock().run(async |page| {
        fill(page, 3_000).await;
        look_at(page, "0.7 * document.documentElement.scrollHeight").await;
        let card = "(card => [card.querySelector('a').pathname, card.getBoundingClientRect().top])
            ([...document.querySelectorAll('.card')].find(it => it.getBoundingClientRect().top >= 0))";
        let (href, top): (String, f64) = page.evaluate(card).await;
        let at = format!(
            "Math.abs((document.querySelector('.card-link[href=\"{href}\"]')
                ?.closest('.card').getBoundingClientRect().top ?? 1e9) - {top}) < 3"
        );
        page.reload().await;
        page.wait_for_value(&at, true).await;
        page.execute("document.querySelector('.site-name').click()").await;
        page.wait_for_value("location.pathname", "/").await;
        page.wait_for(".feed .card").await;
        page.back().await;
        page.wait_for_value(&at, true).await;
        let nodes: usize = page.evaluate(NODES).await;
        assert!(nodes <= 4_000, "{nodes} nodes");
    });
}
