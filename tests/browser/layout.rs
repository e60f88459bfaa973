//! Layout: no page scrolls horizontally, and nothing shifts (cumulative layout shift is zero).

use serde::Deserialize;
use serde_json::{Value, json};
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
        ("/tags/慢出行".to_owned(), ".feed .card"),
        ("/authors/祝晓岚".to_owned(), ".feed .card"),
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
            page.unfold().await;
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

/// The layout shifts without recent user input.
async fn layout_shifts(page: &Page) -> Vec<Shift> {
    page.evaluate(
        "shifts.filter(shift => !shift.hadRecentInput).map(shift => ({
                value: shift.value,
                moved: shift.sources.map(({ node, previousRect: from, currentRect: to }) =>
                    `${node?.outerHTML?.slice(0, 90) ?? node?.nodeName} ` +
                    `${from.y}+${from.height} → ${to.y}+${to.height}`),
            }))",
    )
    .await
}

/// Fails on layout shifts without recent user input.
async fn assert_no_layout_shift(page: &Page) {
    let shifts = layout_shifts(page).await;
    let sum: f64 = shifts.iter().map(|shift| shift.value).sum();
    let moved: Vec<&String> = shifts.iter().flat_map(|shift| &shift.moved).collect();
    assert!(shifts.is_empty(), "{} moved by {sum:.4}: {moved:#?}", page.current_path().await);
}

/// Scrolls from top to bottom, so that lazy images load.
async fn scroll_through(page: &Page) {
    let screens: u32 = page.evaluate("Math.ceil(document.body.scrollHeight / innerHeight)").await;
    for screen in 0..screens {
        let _: Value = page.evaluate(&format!("scrollTo(0, {screen} * innerHeight)")).await;
        page.wait_for_frames().await;
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
        // A busy browser paints a row or a grid whose end is still being parsed, each time another one.
        // What shifts every time is the page's.
        for _ in 0..4 {
            page.open(&address).await;
            page.wait_for(".feed .card").await;
            page.wait_for(".site-channels").await;
            // Before the program is there, nothing is loaded ahead of a reader who scrolls.
            page.wait_for_program().await;
            if layout_shifts(page).await.is_empty() {
                break;
            }
        }
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
            // What was there without a choice was a hole between moods and what is below.
            let gap = "visible('.up-next')[0].getBoundingClientRect().top \
                - visible('.moods-list')[0].getBoundingClientRect().bottom";
            let gap: f64 = page.evaluate(gap).await;
            assert!(gap < 48.0, "{gap} at {width}");
        });
    }
}

#[test]
fn the_breadcrumb_is_one_line_beside_all_tools() {
    for width in [360, 390] {
        phone().sized(width, 800).run(async |page| {
            page.open(&sample::article_path(sample::LONG)).await;
            page.wait_for(".saved-button").await;
            let lines = "new Set(visible('.breadcrumb li').map(it => it.offsetTop)).size";
            assert_eq!(page.evaluate::<usize>(lines).await, 1, "at {width}");
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

/// JavaScript: links of the channel bar, or of tabs, that have a line.
const MARKED: &str = "visible('.site-channels a, .tabs a')
    .filter(it => ['top', 'bottom'].some(side =>
        parseFloat(getComputedStyle(it)['border-' + side + '-width']) > 0))
    .map(it => it.hasAttribute('aria-current'))";

#[test]
fn with_forced_colours_only_the_current_link_is_marked() {
    desktop().run(async |page| {
        for (address, count) in
            [(sample::article_path(sample::LONG), 1), ("/ranking".to_owned(), 2)]
        {
            page.open(&address).await;
            page.wait_for(".site-channels a").await;
            let forced = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
            page.cdp("Emulation.setEmulatedMedia", forced).await;
            page.wait_for_value("matchMedia('(forced-colors: active)').matches", true).await;
            page.wait_for_value(MARKED, json!(vec![true; count])).await;
        }
    });
}

#[test]
fn paper_has_no_players_and_keeps_quotations_whole() {
    desktop().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body video").await;
        page.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        page.wait_for_value("matchMedia('print').matches", true).await;
        let shown = "[...document.querySelectorAll('.article-body figure')]
            .filter(it => it.querySelector('video, audio') && it.checkVisibility()).length";
        assert_eq!(page.evaluate::<usize>(shown).await, 0);
        let inside =
            "getComputedStyle(document.querySelector('.article-body blockquote')).breakInside";
        assert_eq!(page.evaluate::<String>(inside).await, "avoid");
    });
}

#[test]
fn the_meta_line_of_cards_has_its_look_on_every_page() {
    phone().run(async |page| {
        for address in [Route::search("公交"), sample::article_path(sample::LONG)] {
            page.open(&address).await;
            page.wait_for(".card .preview-meta").await;
            let line = "(() => {
                const style = getComputedStyle(visible('.card .preview-meta')[0]);
                return [style.display, style.flexWrap, parseFloat(style.columnGap) > 8, style.fontSize];
            })()";
            let expected = json!(["flex", "wrap", true, "14px"]);
            page.wait_for_value(line, expected).await;
        }
    });
}

/// A picture of which the feed tells nothing, and text below it. After four blocks pictures load lazily,
/// so that the load event does not wait for one that is held.
const UNSIZED: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "江畔日报",
    "items": [{"id": "unsized", "title": "桥", "date_published": "2026-11-20T08:00:00+08:00",
        "content_html": "<p>一。</p><p>二。</p><p>三。</p><p>四。</p><p>桥已合龙。</p><img src='/media/bridge-1600.jpg' alt='桥'><p>明日通车。</p>"}]}"#;

fn check_unsized_picture(visit: Visit, file: &'static str) {
    visit.reduced_motion().with_feed(UNSIZED).making_pictures().run(async |page| {
        let held = page.proxy.hold("GET /pictures/*");
        page.open(&sample::article_path("unsized")).await;
        held.arrived().await;
        page.wait_for_program().await;
        // Its place is reserved while its file is on its way.
        let image = "document.querySelector('.article-body img')";
        page.wait_for_value(&format!("{image}.complete"), false).await;
        page.wait_for_value(&format!("{image}.getBoundingClientRect().height > 150"), true).await;
        held.release();
        page.wait_for_value(&format!("{image}.complete && {image}.naturalWidth > 0"), true).await;
        page.wait_for_value(&format!("{image}.currentSrc.endsWith({file:?})"), true).await;
        assert_no_layout_shift(page).await;
    });
}

#[test]
fn a_picture_without_a_size_in_the_feed_loads_at_the_width_of_a_desktop_and_shifts_nothing() {
    check_unsized_picture(desktop(), "-800.webp");
}

#[test]
fn a_picture_without_a_size_in_the_feed_loads_at_the_width_of_a_phone_and_shifts_nothing() {
    check_unsized_picture(phone(), "-480.webp");
}
