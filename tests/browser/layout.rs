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

/// JavaScript: the left edge of the first visible element of a selector.
fn left(selector: &str) -> String {
    format!("Math.round(visible({selector:?})[0].getBoundingClientRect().left)")
}

#[test]
fn header_bar_and_page_share_one_container() {
    for width in [1024, 1440, 2560] {
        desktop().sized(width, 900).reduced_motion().run(async |page| {
            for address in [sample::article_path(sample::LONG), Route::Ranking.to_string()] {
                page.open(&address).await;
                page.wait_for(".site-channels").await;
                let logo: i64 = page.evaluate(&left(".site-name")).await;
                page.wait_for_value(&left("h1"), logo).await;
            }
            page.open(&sample::article_path(sample::LONG)).await;
            page.scroll_to(".article-body > :nth-child(4)").await;
            page.wait_for(".reading-bar").await;
            page.wait_for_value(
                "(text => {
                    text.selectNodeContents(visible('.reading-bar button')[0]);
                    return Math.round(text.getBoundingClientRect().left)
                        - Math.round(visible('h1')[0].getBoundingClientRect().left);
                })(document.createRange())",
                0,
            )
            .await;
            // The last of the tools ends where the aside does, give or take its own padding.
            let tools = "Math.abs(visible('.site-tools a').pop().getBoundingClientRect().right \
                - visible('.page-aside')[0].getBoundingClientRect().right) < 16";
            page.wait_for_value(tools, true).await;
        });
    }
}

#[test]
fn the_skeleton_of_an_article_stands_where_the_article_will() {
    for visit in [phone(), desktop()] {
        visit.mounted().run(async |page| {
            let held = page.proxy.hold(sample::get_article(sample::LONG));
            page.open(&sample::article_path(sample::LONG)).await;
            held.arrived().await;
            let edge: i64 = {
                page.wait_for(".skeleton-text .skeleton-bar").await;
                page.evaluate(&left(".skeleton-text .skeleton-bar")).await
            };
            held.release();
            page.wait_for("article h1").await;
            page.wait_for_value(&left("article h1"), edge).await;
        });
    }
}

#[test]
fn the_head_of_an_article_leaves_no_row_to_the_share_button() {
    for width in [360, 390] {
        phone().sized(width, 800).run(async |page| {
            page.open(&sample::article_path(sample::LONG)).await;
            page.wait_for(".meta .share-button").await;
            // Source and time, then author and button.
            let height: f64 = page.evaluate("visible('.meta')[0].offsetHeight").await;
            assert!(height < 76.0, "{height} at {width}");
            // What was there without a choice was a hole between moods and share button.
            let gap = "visible('.share-foot')[0].getBoundingClientRect().top \
                - visible('.moods-list')[0].getBoundingClientRect().bottom";
            let gap: f64 = page.evaluate(gap).await;
            assert!(gap < 48.0, "{gap} at {width}");
        });
    }
}

#[test]
fn forced_colours_keep_what_is_marked() {
    desktop().run(async |page| {
        let features = serde_json::json!([{ "name": "forced-colors", "value": "active" }]);
        page.cdp("Emulation.setEmulatedMedia", serde_json::json!({ "features": features })).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".feed .card").await;
        page.tap(".mood").await;
        page.wait_for(".mood[aria-pressed=true]").await;
        for (selector, pseudo, edge) in [
            (".site-channels [aria-current]", "", "borderBottom"),
            (".mood[aria-pressed=true] .mood-picture", "", "outline"),
            (".feed > h2", "::before", "borderInlineStart"),
        ] {
            let style = format!(
                "(style => style.{edge}Style === 'solid' && parseFloat(style.{edge}Width) >= 2)\
                 (getComputedStyle(visible({selector:?})[0], {pseudo:?}))"
            );
            page.wait_for_value(&style, true).await;
        }
    });
}
