//! A walk through all pages, as one reader takes it, in each browser engine: nothing that it uses is
//! Chromium's alone. Any error on the console ends it.

use thirtyfour::Key;
use zaidu::strings;
use zaidu_model::{Mood, Period, Route};

use crate::harness::{Page, Visit, desktop, phone, sample};
use crate::reactions::button;

const CARD: &str = ".feed .card";

/// Opens `path` and waits until the program has taken over.
async fn open(page: &Page, path: &str) {
    page.open(path).await;
    page.wait_for_program().await;
}

/// From the home page by the bar of channels to an article, and back.
async fn walk_lists(page: &Page) {
    open(page, "/").await;
    page.wait_for(CARD).await;
    let site = sample::newsroom().site();
    let channel = &site.channels[0].name;
    page.tap_text(".site-channels a", channel).await;
    page.wait_for_text("h1", channel).await;
    page.wait_for(CARD).await;
    let path = page.current_path().await;
    page.tap(".card-link").await;
    page.wait_for("article h1").await;
    page.back().await;
    page.wait_for_text("h1", channel).await;
    assert_eq!(page.current_path().await, path);
    page.back().await;
    page.wait_for_text(".feed h2", strings::LATEST).await;
    assert_eq!(page.current_path().await, "/");
}

/// An article is unfolded, reacted to, shared and saved.
async fn walk_article(page: &Page) {
    open(page, &sample::article_path(sample::LONG)).await;
    page.tap(".fold-button").await;
    page.wait_for_none(".fold-button").await;
    page.tap(&button(Mood::Like)).await;
    page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
    page.tap(".meta .share-button").await;
    page.wait_for_text("dialog[open] h2", strings::SHARE_TO).await;
    page.tap("dialog[open] .dialog-close").await;
    page.wait_for_none("dialog[open]").await;
    page.tap(".saved-button").await;
    page.wait_for(".saved-button[aria-pressed=true]").await;
    page.reload().await;
    page.wait_for(&format!("{}[aria-pressed=true]", button(Mood::Like))).await;
}

/// A list to its end: two pages load by themselves, the others by the button.
async fn walk_to_the_end_of_a_list(page: &Page) {
    let channel = sample::newsroom().site().channels[0].key.clone();
    open(page, &Route::Channel { channel, column: None }.to_string()).await;
    page.wait_for(CARD).await;
    page.wait_until("the end of the list", async || {
        page.execute("visible('.feed-more')[0]?.click(), scrollTo(0, 1e6)").await;
        let status = page.texts(".feed-status").await;
        if status.iter().any(|text| text.contains(strings::NO_MORE)) {
            Ok(())
        } else {
            Err(format!("{status:?}"))
        }
    })
    .await;
}

/// Search, ranking, the lists of a reader and the settings.
async fn walk_other_pages(page: &Page) {
    open(page, "/search").await;
    page.focus(".search input").await;
    page.type_text("公交").await;
    page.press(Key::Enter).await;
    page.wait_for_text("h1", &strings::search_for("公交")).await;
    page.wait_for(".feed mark").await;

    open(page, "/ranking").await;
    page.tap_text(".tabs a", strings::period(Period::Month)).await;
    page.wait_for_text(".tabs [aria-current]", strings::period(Period::Month)).await;

    open(page, "/saved").await;
    page.wait_for_text(".saved-title", &sample::article(sample::LONG).headline()).await;
    page.tap(".saved-row a").await;
    page.wait_for_text("h1", &sample::article(sample::LONG).headline()).await;
    page.back().await;
    page.wait_for_text("h1", strings::SAVED).await;
    open(page, "/history").await;
    page.wait_for(".saved-row").await;

    open(page, "/settings").await;
    page.tap_text(".comfort-theme label", "护眼").await;
    page.tap(".comfort-submit").await;
    page.wait_for_value("document.documentElement.dataset.comfort.includes('t4')", true).await;
    page.goto("/nothing").await;
    page.wait_for_text("h1", strings::NOT_FOUND).await;
}

/// Walks with the panel of the page also where the system has one of its own.
fn walk(visit: Visit, steps: impl AsyncFnOnce(&Page)) {
    visit.tolerating("/nothing - Failed to load resource").run(async |page| {
        page.prepare("delete Navigator.prototype.share;").await;
        steps(page).await;
    });
}

#[test]
fn a_reader_walks_through_the_lists_and_back() {
    for visit in [phone(), desktop()] {
        walk(visit, walk_lists);
    }
}

#[test]
fn a_reader_unfolds_reacts_shares_and_saves() {
    for visit in [phone(), phone().mounted()] {
        walk(visit, walk_article);
    }
}

#[test]
fn a_reader_walks_to_the_end_of_a_list() {
    walk(phone(), walk_to_the_end_of_a_list);
}

#[test]
fn a_reader_walks_through_all_other_pages() {
    walk(phone(), async |page| {
        walk_article(page).await;
        walk_other_pages(page).await;
    });
}

/// A walk would prove little if an engine kept its errors to itself.
#[test]
#[should_panic(expected = "errors on the browser's console")]
fn an_error_on_the_console_fails_a_test_in_each_engine() {
    phone().run(async |page| {
        open(page, "/").await;
        // In Firefox a driver's own scripts fail unnoticed.
        page.prepare(
            "addEventListener('fail', () => {
                window.failed = true;
                throw new Error('on purpose');
            })",
        )
        .await;
        page.reload().await;
        page.execute("dispatchEvent(new Event('fail'))").await;
        page.wait_for_value("window.failed", true).await;
    });
}
