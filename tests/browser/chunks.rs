//! Chunks: code that is loaded when it is first needed, with words while it comes, and words and
//! a retry when it does not.

use zaidu::strings;

use crate::harness::{Fault, Page, Visit, phone, sample};

/// Requests for each chunk.
const LISTS: &str = "GET /lists-*";
const TEXT: &str = "GET /text-*";
const SHARE: &str = "GET /share-*";
const WECHAT: &str = "GET /wechat-*";
const ALL_CHUNKS: [&str; 5] = [LISTS, TEXT, SHARE, WECHAT, "GET /shared-*"];

const SHARE_BUTTON: &str = ".meta .share-button";
/// Ways in which a chunk may not come; after each the next request works.
const FAULTS: [Fault; 5] =
    [Fault::NotFound, Fault::BadGateway, Fault::Disconnected, Fault::Truncated, Fault::Altered];

/// A visit that tolerates what the browser writes to the console about a failed chunk.
fn visit_with_failures() -> Visit {
    phone()
        .tolerating("404")
        .tolerating("502")
        .tolerating("net::ERR")
        .tolerating("integrity")
        .tolerating("Fetch API")
}

/// Opens the long article, where the panel is the only way to share.
async fn open_article(page: &Page) {
    page.prepare("delete Navigator.prototype.share;").await;
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for_program().await;
}

async fn react(page: &Page) {
    page.tap(".moods-list > li:nth-child(3) > button").await;
    page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
}

#[test]
fn an_article_is_ready_without_any_chunk() {
    phone().run(async |page| {
        // Not the code that they share too: a browser opens six connections to a host.
        let held = [LISTS, TEXT, SHARE, WECHAT].map(|chunk| page.proxy.hold(chunk));
        open_article(page).await;
        react(page).await;
        drop(held);
    });
}

#[test]
fn the_share_panel_says_that_it_is_loading() {
    phone().run(async |page| {
        let held = page.proxy.hold(SHARE);
        open_article(page).await;
        page.tap(SHARE_BUTTON).await;
        page.wait_for_text("dialog[open] [role=status]", strings::LOADING).await;
        held.arrived().await;
        held.release();
        page.wait_for_text("dialog[open] h2", strings::SHARE_TO).await;
        page.wait_for_value("document.activeElement.matches('dialog h2')", true).await;
    });
}

#[test]
fn a_share_panel_that_does_not_come_offers_a_retry() {
    for fault in FAULTS {
        visit_with_failures().run(async |page| {
            let failing = page.proxy.fail(SHARE, fault);
            open_article(page).await;
            page.tap(SHARE_BUTTON).await;
            page.wait_for_text("dialog[open] [role=alert] p", strings::PART_FAILED).await;
            react_behind(page).await;
            failing.clear();
            page.tap("dialog[open] [role=alert] .button").await;
            page.wait_for_text("dialog[open] h2", strings::SHARE_TO).await;
            page.tap_text(".share-targets button", strings::QR_CODE).await;
            page.wait_for("dialog[open] .share-code svg").await;
        });
    }
}

/// The page behind the panel still works: the panel closes and opens again.
async fn react_behind(page: &Page) {
    page.tap("dialog[open] .dialog-close").await;
    page.wait_for_none("dialog[open]").await;
    react(page).await;
    page.tap(".share-more .share-button").await;
    page.wait_for("dialog[open] [role=alert] .button").await;
}

#[test]
fn a_list_below_an_article_stays_as_rendered_until_its_code_is_there() {
    phone().run(async |page| {
        let held = page.proxy.hold(LISTS);
        open_article(page).await;
        held.arrived().await;
        let link = page.attributes(".feed-more", "href").await;
        assert!(link[0].as_ref().is_some_and(|href| href.contains("cursor=")), "{link:?}");
        let rendered = page.count(".feed article").await;
        assert!(rendered > 0);
        held.release();
        page.scroll_to(".feed-end").await;
        page.wait_for_value(
            &format!("document.querySelectorAll('.feed article').length > {rendered}"),
            true,
        )
        .await;
        assert_eq!(page.proxy.count("GET /api/feeds/recommended*"), 1, "only the next page");
        assert_eq!(page.proxy.count("GET /api/site"), 0);
        assert_eq!(page.proxy.count("GET /api/rankings*"), 0);
    });
}

#[test]
fn a_tap_for_more_waits_for_the_code_of_the_list() {
    phone().run(async |page| {
        let held = page.proxy.hold(LISTS);
        open_article(page).await;
        held.arrived().await;
        let rendered = page.count(".feed article").await;
        page.tap(".feed-more").await;
        page.wait_for(".feed-more[data-tap=kept]").await;
        assert_eq!(page.proxy.count("GET /api/feeds/*"), 0);
        held.release();
        let more = format!("document.querySelectorAll('.feed article').length > {rendered}");
        page.wait_for_value(&more, true).await;
        page.wait_for(".feed-more[data-tap=keep]").await;
        assert_eq!(page.evaluate::<String>("location.search").await, "", "the page is the same");
    });
}

#[test]
fn a_tap_for_more_that_waits_too_long_follows_the_link() {
    phone().run(async |page| {
        // Instead of five seconds.
        page.prepare(
            "const later = setTimeout;
            setTimeout = (call, delay, ...rest) => later(call, delay == 5000 ? 50 : delay, ...rest);",
        )
        .await;
        let held = page.proxy.hold(LISTS);
        open_article(page).await;
        held.arrived().await;
        page.tap(".feed-more").await;
        page.wait_for_value("location.search.includes('cursor=')", true).await;
        held.release();
        page.wait_for(".feed article").await;
    });
}

#[test]
fn an_article_works_without_the_code_of_its_list() {
    visit_with_failures().run(async |page| {
        let _failing = page.proxy.fail(LISTS, Fault::NotFound);
        open_article(page).await;
        react(page).await;
        // The list links to its next page, which is rendered.
        page.scroll_to(".feed-end").await;
        page.tap(".feed-more").await;
        page.wait_for_value("location.search.includes('cursor=')", true).await;
        page.wait_for(".feed article").await;
    });
}

#[test]
fn a_rendered_page_of_lists_works_without_their_code() {
    visit_with_failures().run(async |page| {
        let _failing = page.proxy.fail(LISTS, Fault::Truncated);
        page.open("/").await;
        page.wait_for(".feed article").await;
        page.tap(".feed .card-link").await;
        page.wait_for("article h1").await;
        react(page).await;
    });
}

#[test]
fn a_page_whose_code_does_not_come_offers_a_retry() {
    visit_with_failures().run(async |page| {
        let failing = page.proxy.fail(LISTS, Fault::BadGateway);
        open_article(page).await;
        page.tap(".breadcrumb a").await;
        page.wait_for_text("main [role=alert] p", strings::PART_FAILED).await;
        failing.clear();
        page.tap("main [role=alert] .button").await;
        page.wait_for(".feed article").await;
        assert_eq!(page.count("main [role=alert]").await, 0);
    });
}

#[test]
fn readers_who_save_data_load_a_chunk_when_they_use_it() {
    phone().sized(360, 320).saving_data().run(async |page| {
        open_article(page).await;
        for chunk in ALL_CHUNKS {
            assert_eq!(page.proxy.count(chunk), 0, "{chunk}");
        }
        page.tap(SHARE_BUTTON).await;
        page.wait_for_text("dialog[open] h2", strings::SHARE_TO).await;
        page.tap("dialog[open] .dialog-close").await;
        page.wait_for_none("dialog[open]").await;
        assert_eq!(page.proxy.count(LISTS), 0);
        page.scroll_to(".feed").await;
        page.tap(".feed-more").await;
        page.wait_for_value("document.querySelectorAll('.list-section').length > 1", true).await;
        assert_eq!(page.proxy.count(LISTS), 1);
    });
}

#[test]
fn a_chunk_that_never_comes_is_given_up() {
    visit_with_failures().tolerating("Timeout").run(async |page| {
        // Instead of 20 seconds.
        page.prepare(
            "const limit = AbortSignal.timeout;
            AbortSignal.timeout = () => limit.call(AbortSignal, 50);",
        )
        .await;
        let held = page.proxy.hold(SHARE);
        open_article(page).await;
        page.tap(SHARE_BUTTON).await;
        page.wait_for_text("dialog[open] [role=alert] p", strings::PART_FAILED).await;
        drop(held);
    });
}

/// The first card of the home page's list, whose article the reader opens.
const CARD: &str = ".feed .card-link";

#[test]
fn an_article_opened_from_a_list_waits_for_the_code_of_its_text() {
    phone().run(async |page| {
        let held = page.proxy.hold(TEXT);
        page.open("/").await;
        page.wait_for_program().await;
        held.arrived().await;
        page.tap(CARD).await;
        page.wait_for_text("main [role=status]", strings::LOADING).await;
        held.release();
        page.wait_for(".article-body > p").await;
        react(page).await;
        // The pointer may rest on a link to another one, which is then prefetched.
        let article = page.evaluate::<String>("'/api' + location.pathname").await;
        for path in [article.clone(), article + "/reaction"] {
            assert_eq!(page.proxy.count(&format!("GET {path}")), 1, "{path}");
        }
    });
}

#[test]
fn an_article_whose_code_does_not_come_offers_a_retry() {
    for fault in FAULTS {
        visit_with_failures().run(async |page| {
            let failing = page.proxy.fail(TEXT, fault);
            page.open("/").await;
            page.wait_for_program().await;
            page.tap(CARD).await;
            page.wait_for("main [role=alert] .button").await;
            failing.clear();
            page.tap("main [role=alert] .button").await;
            page.wait_for(".article-body > p").await;
            react(page).await;
        });
    }
}

/// On a static host the text's code is fetched beside the program.
#[test]
fn an_article_that_is_not_rendered_loads_the_code_of_its_text_at_once() {
    phone().saving_data().mounted().run(async |page| {
        let held = page.proxy.hold(TEXT);
        page.goto(&sample::article_path(sample::LONG)).await;
        held.arrived().await;
        assert_eq!(page.count(".article-body").await, 0);
        held.release();
        page.wait_for(".article-body > p").await;
        assert_eq!(page.proxy.count(TEXT), 1);
    });
}
