//! Server-side rendering, hydration and progressive enhancement: the page is readable before the
//! WebAssembly module has loaded, hydrates without DOM changes, and works without it.

use serde_json::{Value, json};
use zaidu::strings;
use zaidu_model::{Feed, Limit, Mood, Route, api};

use crate::harness::{Fault, Page, Visit, desktop, phone, sample};

const ARTICLE: &str = sample::LONG;
const H1: &str = "article h1";
/// Records the server-rendered elements, and counts mutations and CSP violations.
const MUTATION_PROBE: &str = "
    window.changes = 0;
    window.violations = [];
    addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective));
    document.addEventListener('DOMContentLoaded', () => {
        window.serverNodes = [...document.body.querySelectorAll('*')];
        // What the program adds to a page is in no page of a server.
        const isAdded = node => node.matches?.('.saved-button, .saved-links');
        new MutationObserver(records => {
            changes += records.filter(it => ![...it.addedNodes].some(isAdded)).length;
        })
            .observe(document.body, { childList: true, subtree: true });
    });";

async fn wait_for_hydration(page: &Page) {
    page.wait_for_program().await;
}

/// The selector of the mood button `number`, from 1.
fn mood(number: usize) -> String {
    format!(".moods-list > li:nth-child({number}) > button")
}

async fn wait_for_chosen(page: &Page, number: usize) {
    page.wait_for(&format!("{}[aria-pressed=true]", mood(number))).await;
}

/// The article's count of likes, from the API.
async fn likes(page: &Page) -> u64 {
    let address = api::reaction(&sample::key(ARTICLE));
    let response = page.evaluate_async(&format!("fetch('{address}').then(it => it.json())")).await;
    response["counts"][Mood::Like.key()].as_u64().unwrap()
}

async fn check_hydration(page: &Page, address: &str) {
    page.prepare(MUTATION_PROBE).await;
    let held = page.proxy.hold(sample::get_wasm());
    page.open(address).await;
    held.arrived().await;
    page.wait_for("h1, h2").await;
    assert!(!page.has_program().await);
    held.release();
    wait_for_hydration(page).await;
    assert!(
        page.evaluate::<bool>("serverNodes.every(node => node.isConnected)").await,
        "a node was replaced"
    );
    assert_eq!(page.evaluate::<usize>("changes").await, 0, "nodes were added or removed");
    assert_eq!(page.evaluate::<Vec<String>>("violations").await, [""; 0]);
    assert_eq!(
        page.proxy.count("GET /api/*"),
        0,
        "a response in the hydration data was requested again"
    );
}

#[test]
fn every_page_is_rendered_before_wasm_loads_and_hydrates_without_changes() {
    let channel = sample::newsroom().site().channels[0].key.clone();
    for address in [
        sample::article_path(ARTICLE),
        sample::article_path(sample::UNTITLED),
        "/".into(),
        Route::Channel { channel, column: None }.to_string(),
        Route::Ranking.to_string(),
    ] {
        for visit in [phone(), desktop()] {
            visit.run(async |page| check_hydration(page, &address).await);
        }
    }
}

#[test]
fn a_not_found_page_hydrates_too() {
    phone().tolerating("404").run(async |page| {
        check_hydration(page, "/articles/nothing").await;
        page.wait_for_text("h1", strings::NOT_FOUND).await;
    });
}

#[test]
fn back_and_forward_work_from_a_rendered_page() {
    phone().run(async |page| {
        page.open(&sample::article_path(ARTICLE)).await;
        wait_for_hydration(page).await;
        page.tap(".site-name").await;
        page.wait_for_text(".feed h2", strings::LATEST).await;
        page.wait_for_value(
            "new URL(document.querySelector('link[rel=canonical]').href).pathname",
            "/",
        )
        .await;
        page.back().await;
        page.wait_for_text(H1, &sample::article(ARTICLE).headline()).await;
        page.wait_for(".article-body p").await;
        page.forward().await;
        page.wait_for_text(".feed h2", strings::LATEST).await;
    });
}

/// Checks reading, reacting, sharing and navigation without the WebAssembly module.
async fn works_without_wasm(page: &Page) {
    page.goto(&sample::article_path(ARTICLE)).await;
    page.wait_for_text(H1, &sample::article(ARTICLE).headline()).await;
    let text = page.texts(".article-body").await.concat();
    assert!(text.contains(sample::article(ARTICLE).editor.as_ref().unwrap()), "the whole text");
    page.wait_for_none("#start-failed").await;

    for (number, chosen) in [(3, Some(3)), (1, Some(1)), (1, None), (3, Some(3))] {
        // The response is another page: a tap shows in the old one too.
        page.execute("window.isOld = true").await;
        page.tap(&mood(number)).await;
        page.wait_for_value("window.isOld === undefined", true).await;
        match chosen {
            Some(number) => wait_for_chosen(page, number).await,
            None => {
                page.wait_for(".mood").await;
                page.wait_for_none(".mood[aria-pressed=true]").await;
            }
        }
    }

    // The button in the head opens the links that it leads to.
    page.tap(".meta .share-button").await;
    page.wait_for(".share-more .share-targets a").await;

    let feed = Feed::Recommended { article: sample::key(ARTICLE) };
    let first = sample::newsroom().feed(&feed, None, Limit::default()).unwrap();
    let second = sample::newsroom().feed(&feed, first.next.as_ref(), Limit::default()).unwrap();
    page.tap(".feed-more").await;
    let cards = sample::newsroom().site().card_articles();
    // The first one is on a card of its own.
    let next = second.items.iter().filter(|item| !cards.contains(&item.id)).nth(1).unwrap();
    let next = Route::Article(next.id.clone()).to_string();
    page.wait_for_value("document.querySelector('.card-link').pathname", next).await;
    page.tap(".breadcrumb a").await;
    page.wait_for_text(".feed h2", strings::LATEST).await;
}

/// With JavaScript disabled, the WebDriver can still evaluate scripts in the page.
#[test]
fn everything_works_without_javascript() {
    phone().without_scripts().run(works_without_wasm);
}

fn with_broken_wasm() -> Visit {
    phone()
        .tolerating("404")
        .tolerating("502")
        .tolerating("integrity")
        .tolerating("Uncaught")
        .tolerating("WebAssembly")
        .tolerating("wasm")
        .tolerating("net::ERR")
}

#[test]
fn everything_works_when_the_wasm_module_fails_to_load() {
    with_broken_wasm().run(async |page| {
        let _missing = page.proxy.fail("GET /zaidu-*", Fault::BadGateway);
        works_without_wasm(page).await;
    });
}

#[test]
fn everything_works_when_the_wasm_module_is_corrupt() {
    with_broken_wasm().run(async |page| {
        let _corrupt = page.proxy.fail(sample::get_wasm(), Fault::InvalidJson);
        works_without_wasm(page).await;
    });
}

#[test]
fn a_wasm_module_that_fails_the_integrity_check_does_not_run() {
    with_broken_wasm().run(async |page| {
        let altered = page.proxy.fail(sample::get_wasm(), Fault::Altered);
        page.open(&sample::article_path(ARTICLE)).await;
        // The page no longer waits for the module.
        page.wait_for_value("document.documentElement.dataset.program ?? ''", "").await;
        assert!(!page.has_program().await);
        page.wait_for_text(H1, &sample::article(ARTICLE).headline()).await;
        altered.clear();
        page.reload().await;
        wait_for_hydration(page).await;
    });
}

#[test]
fn everything_works_when_a_captive_portal_replaces_the_wasm_module() {
    with_broken_wasm().run(async |page| {
        let _other = page.proxy.fail(sample::get_wasm(), Fault::CaptivePortal);
        works_without_wasm(page).await;
    });
}

#[test]
fn everything_works_while_the_wasm_module_never_finishes_loading() {
    with_broken_wasm().run(async |page| {
        let _held = page.proxy.hold(sample::get_wasm());
        works_without_wasm(page).await;
    });
}

#[test]
fn everything_works_without_webassembly() {
    with_broken_wasm().run(async |page| {
        page.prepare("delete globalThis.WebAssembly;").await;
        works_without_wasm(page).await;
    });
}

#[test]
fn a_tap_before_hydration_is_replayed_and_counts_once() {
    phone().run(async |page| {
        let held = page.proxy.hold(sample::get_wasm());
        page.open(&sample::article_path(ARTICLE)).await;
        held.arrived().await;
        page.tap(&mood(1)).await;
        page.tap(&mood(3)).await;
        page.tap(&mood(3)).await;
        page.wait_for("[data-tap=kept]").await;
        // An error event that is unrelated to the module does not end the wait for it.
        let error_event =
            "dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop' }))";
        assert!(page.evaluate::<bool>(error_event).await);
        assert_eq!(page.proxy.count("PUT /api/*"), 0);
        held.release();
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        wait_for_chosen(page, 3).await;
        assert_eq!(likes(page).await, 1);
        page.wait_for_none("[data-tap=kept]").await;
        assert_eq!(page.proxy.count("POST /articles/*"), 0);
    });
}

/// JavaScript: what is seen of the mood buttons.
const LOOKS: &str = "[...document.querySelectorAll('.mood')].map(mood => {
    const { color, fontWeight, opacity } = getComputedStyle(mood);
    const { boxShadow } = getComputedStyle(mood.querySelector('.mood-picture'));
    return [mood.ariaPressed, color, fontWeight, opacity, boxShadow];
})";

#[test]
fn a_mood_tapped_before_hydration_shows_as_chosen_at_once() {
    phone().reduced_motion().run(async |page| {
        let held = page.proxy.hold(sample::get_wasm());
        page.open(&sample::article_path(ARTICLE)).await;
        held.arrived().await;
        let tap = |number| format!("document.querySelector({:?}).click()", mood(number));
        let shown: Value = page.evaluate(&format!("({}, {}, {LOOKS})", tap(1), tap(3))).await;
        let pressed: Vec<&Value> = shown.as_array().unwrap().iter().map(|look| &look[0]).collect();
        assert_eq!(pressed, ["false", "false", "true", "false"]);
        assert_eq!(page.proxy.count("PUT /api/*"), 0);
        held.release();
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        assert_eq!(page.evaluate::<Value>(LOOKS).await, shown, "the look of a chosen mood");
    });
}

#[test]
fn an_own_mood_tapped_before_hydration_shows_as_withdrawn_at_once() {
    phone().run(async |page| {
        page.open(&sample::article_path(ARTICLE)).await;
        page.tap(&mood(3)).await;
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        // Not from the cache, in which the module would be too.
        page.cdp("Network.enable", json!({})).await;
        page.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
        let held = page.proxy.hold(sample::get_wasm());
        page.open(&sample::article_path(ARTICLE)).await;
        held.arrived().await;
        wait_for_chosen(page, 3).await;
        page.tap(&mood(3)).await;
        assert_eq!(page.count(".mood[aria-pressed=true]").await, 0);
        held.release();
        page.wait_for_text(".moods-status", strings::MOOD_WITHDRAWN).await;
        assert_eq!(page.count(".mood[aria-pressed=true]").await, 0);
        assert_eq!(likes(page).await, 0);
    });
}

#[test]
fn a_page_from_the_http_cache_still_hydrates() {
    phone().run(async |page| {
        for _ in 0..3 {
            page.open(&sample::article_path(ARTICLE)).await;
            wait_for_hydration(page).await;
        }
        page.reload().await;
        wait_for_hydration(page).await;
    });
}

#[test]
fn a_form_vote_and_a_button_vote_of_one_reader_count_once() {
    with_broken_wasm().run(async |page| {
        let failing = page.proxy.fail(sample::get_wasm(), Fault::BadGateway);
        page.open("/").await;
        let before = likes(page).await;
        page.open(&sample::article_path(ARTICLE)).await;
        page.tap(&mood(3)).await;
        wait_for_chosen(page, 3).await;
        failing.clear();
        page.reload().await;
        wait_for_hydration(page).await;
        wait_for_chosen(page, 3).await;
        assert_eq!(likes(page).await, before + 1);
        page.tap(&mood(3)).await;
        page.wait_for_text(".moods-status", strings::MOOD_WITHDRAWN).await;
        assert_eq!(likes(page).await, before);
    });
}

#[test]
fn hydration_keeps_the_scroll_position() {
    phone().run(async |page| {
        let held = page.proxy.hold(sample::get_wasm());
        page.open(&sample::article_path(ARTICLE)).await;
        held.arrived().await;
        page.scroll_to(".article-body > .editor").await;
        let top = "document.querySelector('.editor').getBoundingClientRect().top";
        let before: f64 = page.evaluate(top).await;
        held.release();
        wait_for_hydration(page).await;
        // Some engines scroll by whole pixels.
        let after: f64 = page.evaluate(top).await;
        assert!((after - before).abs() < 1.0, "{after} after {before}");
        page.wait_for_none(".fold-shut").await;
    });
}

#[test]
fn a_failed_form_submission_shows_an_error() {
    phone().without_scripts().run(async |page| {
        let address = format!("{}?reaction=failed", sample::article_path(ARTICLE));
        page.goto(&address).await;
        page.wait_for_text(".moods [role=alert]", strings::MOOD_FAILED).await;
    });
}
