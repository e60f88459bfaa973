//! The first answer is the page: read before the program, taken over by it, and
//! whole without it.

use zaidu::strings;
use zaidu_model::{Feed, Limit, Mood, Route, api};

use crate::harness::{Fault, Page, Visit, desktop, phone, sample};

const ARTICLE: &str = sample::LONG;
const H1: &str = "article h1";
/// Says whether the page has been taken over.
const READY: &str = "performance.getEntriesByName('zaidu-ready').length";

/// Remembers the nodes that came, and counts those that come or go.
const WATCH: &str = "
    window.changes = 0;
    window.violations = [];
    addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective));
    document.addEventListener('DOMContentLoaded', () => {
        window.came = [...document.body.querySelectorAll('*')];
        new MutationObserver(records => { changes += records.length; })
            .observe(document.body, { childList: true, subtree: true });
    });";

async fn until_ready(page: &Page) {
    page.wait_for_value(READY, 1).await;
}

/// The mood's button.
fn mood(number: usize) -> String {
    format!(".moods-list > li:nth-child({number}) > button")
}

async fn is_chosen(page: &Page, number: usize) {
    page.wait_for(&format!("{}[aria-pressed=true]", mood(number))).await;
}

/// How often the article was liked, by the server's word.
async fn likes(page: &Page) -> u64 {
    let address = api::reaction(&sample::key(ARTICLE));
    let answer = page.evaluate_async(&format!("fetch('{address}').then(it => it.json())")).await;
    answer["counts"][Mood::Like.key()].as_u64().unwrap()
}

async fn is_taken_over(page: &Page, address: &str) {
    page.prepare(WATCH).await;
    let held = page.proxy.hold(sample::get_wasm());
    page.open(address).await;
    held.arrived().await;
    page.wait_for("h1, h2").await;
    assert_eq!(page.evaluate::<usize>(READY).await, 0, "the program has not come yet");
    held.release();
    until_ready(page).await;
    assert!(
        page.evaluate::<bool>("came.every(node => node.isConnected)").await,
        "a node was replaced"
    );
    assert_eq!(page.evaluate::<usize>("changes").await, 0, "nodes came or went");
    assert_eq!(page.evaluate::<Vec<String>>("violations").await, [""; 0]);
    assert_eq!(page.proxy.count("GET /api/*"), 0, "what came with the page was asked for again");
}

#[test]
fn every_page_is_there_before_the_program_and_stays() {
    let channel = sample::newsroom().site().channels[0].key.clone();
    for address in [
        sample::article_path(ARTICLE),
        sample::article_path(sample::UNTITLED),
        "/".into(),
        Route::Channel { channel, column: None }.to_string(),
        Route::Ranking.to_string(),
    ] {
        for visit in [phone(), desktop()] {
            visit.run(async |page| is_taken_over(page, &address).await);
        }
    }
}

#[test]
fn a_page_that_is_not_there_is_taken_over_too() {
    phone().tolerating("404").run(async |page| {
        is_taken_over(page, "/articles/nothing").await;
        page.wait_for_text("h1", strings::NOT_FOUND).await;
    });
}

#[test]
fn back_and_forward_after_the_page_that_came() {
    phone().run(async |page| {
        page.open(&sample::article_path(ARTICLE)).await;
        until_ready(page).await;
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

/// Reads, reacts and goes on, without a program.
async fn works_without_a_program(page: &Page) {
    page.goto(&sample::article_path(ARTICLE)).await;
    page.wait_for_text(H1, &sample::article(ARTICLE).headline()).await;
    let text = page.texts(".article-body").await.concat();
    assert!(text.contains(sample::article(ARTICLE).editor.as_ref().unwrap()), "the whole text");
    page.wait_for_none("#start-failed").await;

    page.tap(&mood(3)).await;
    is_chosen(page, 3).await;
    page.tap(&mood(1)).await;
    is_chosen(page, 1).await;
    page.tap(&mood(1)).await;
    page.wait_for_none(".mood[aria-pressed=true]").await;
    page.tap(&mood(3)).await;
    is_chosen(page, 3).await;

    page.tap(".share-more summary").await;
    page.wait_for(".share-more .share-targets a").await;

    let feed = Feed::Recommended { article: sample::key(ARTICLE) };
    let first = sample::newsroom().feed(&feed, None, Limit::default()).unwrap();
    let second = sample::newsroom().feed(&feed, first.next.as_ref(), Limit::default()).unwrap();
    page.tap(".feed-more").await;
    let cards = sample::newsroom().site().card_articles();
    let next = second.items.iter().find(|item| !cards.contains(&item.id)).unwrap();
    let next = Route::Article(next.id.clone()).to_string();
    page.wait_for_value("document.querySelector('.card-link').pathname", next).await;
    page.tap(".breadcrumb a").await;
    page.wait_for_text(".feed h2", strings::LATEST).await;
}

/// Without scripts nothing can look into the page but the driver, which may.
#[test]
fn everything_works_with_scripts_off() {
    phone().without_scripts().run(works_without_a_program);
}

fn broken() -> Visit {
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
fn everything_works_when_the_program_does_not_come() {
    broken().run(async |page| {
        let _missing = page.proxy.fail("GET /zaidu-*", Fault::BadGateway);
        works_without_a_program(page).await;
    });
}

#[test]
fn everything_works_when_the_program_is_corrupt() {
    broken().run(async |page| {
        let _corrupt = page.proxy.fail(sample::get_wasm(), Fault::Garbage);
        works_without_a_program(page).await;
    });
}

#[test]
fn a_program_that_was_not_built_here_does_not_run() {
    broken().run(async |page| {
        let altered = page.proxy.fail(sample::get_wasm(), Fault::Altered);
        page.open(&sample::article_path(ARTICLE)).await;
        // Nobody waits for it any more.
        page.wait_for_value("document.documentElement.dataset.program ?? ''", "").await;
        assert_eq!(page.evaluate::<usize>(READY).await, 0);
        page.wait_for_text(H1, &sample::article(ARTICLE).headline()).await;
        altered.clear();
        page.reload().await;
        until_ready(page).await;
    });
}

#[test]
fn everything_works_when_the_program_is_something_else() {
    broken().run(async |page| {
        let _other = page.proxy.fail(sample::get_wasm(), Fault::SignIn);
        works_without_a_program(page).await;
    });
}

#[test]
fn everything_works_while_the_program_is_on_its_way_for_ever() {
    broken().run(async |page| {
        let _held = page.proxy.hold(sample::get_wasm());
        works_without_a_program(page).await;
    });
}

#[test]
fn everything_works_without_webassembly() {
    broken().run(async |page| {
        page.prepare("delete globalThis.WebAssembly;").await;
        works_without_a_program(page).await;
    });
}

#[test]
fn an_early_tap_waits_for_the_program_and_counts_once() {
    phone().run(async |page| {
        let held = page.proxy.hold(sample::get_wasm());
        page.open(&sample::article_path(ARTICLE)).await;
        held.arrived().await;
        page.tap(&mood(1)).await;
        page.tap(&mood(3)).await;
        page.tap(&mood(3)).await;
        page.wait_for("[data-tap=kept]").await;
        // What is not the program's failure does not end the wait.
        let mentioned =
            "dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop' }))";
        assert!(page.evaluate::<bool>(mentioned).await);
        assert_eq!(page.proxy.count("PUT /api/*"), 0);
        held.release();
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        is_chosen(page, 3).await;
        assert_eq!(likes(page).await, 1);
        page.wait_for_none("[data-tap=kept]").await;
        assert_eq!(page.proxy.count("POST /articles/*"), 0);
    });
}

#[test]
fn a_page_that_the_browser_kept_still_runs() {
    phone().run(async |page| {
        for _ in 0..3 {
            page.open(&sample::article_path(ARTICLE)).await;
            until_ready(page).await;
        }
        page.reload().await;
        until_ready(page).await;
    });
}

#[test]
fn one_reader_by_form_and_by_button_is_one_vote() {
    broken().run(async |page| {
        let failing = page.proxy.fail(sample::get_wasm(), Fault::BadGateway);
        page.open("/").await;
        let before = likes(page).await;
        page.open(&sample::article_path(ARTICLE)).await;
        page.tap(&mood(3)).await;
        is_chosen(page, 3).await;
        failing.clear();
        page.reload().await;
        until_ready(page).await;
        is_chosen(page, 3).await;
        assert_eq!(likes(page).await, before + 1);
        page.tap(&mood(3)).await;
        page.wait_for_text(".moods-status", strings::MOOD_WITHDRAWN).await;
        assert_eq!(likes(page).await, before);
    });
}

#[test]
fn who_has_read_on_keeps_their_place() {
    phone().run(async |page| {
        let held = page.proxy.hold(sample::get_wasm());
        page.open(&sample::article_path(ARTICLE)).await;
        held.arrived().await;
        page.scroll_to(".article-body > .editor").await;
        let place = "document.querySelector('.editor').getBoundingClientRect().top";
        let before: f64 = page.evaluate(place).await;
        held.release();
        until_ready(page).await;
        assert_eq!(page.evaluate::<f64>(place).await, before);
        page.wait_for_none(".fold-shut").await;
    });
}

#[test]
fn a_form_that_was_not_taken_says_so() {
    phone().without_scripts().run(async |page| {
        let address = format!("{}?reaction=failed", sample::article_path(ARTICLE));
        page.goto(&address).await;
        page.wait_for_text(".moods [role=alert]", strings::MOOD_FAILED).await;
    });
}
