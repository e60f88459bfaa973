//! How the page comes to life: from a static host, and when its program does not
//! come or cannot run.

use zaidu::strings;

use crate::harness::{Fault, Page, phone, sample};

const WORDS: &str = "#start-failed";

/// The words for a failed start, and their way out.
async fn says_that_it_failed(page: &Page) {
    page.wait_for(WORDS).await;
    page.wait_for_text(&format!("{WORDS} a"), strings::RETRY).await;
}

#[test]
fn a_program_that_does_not_come_leaves_words_and_a_way_out() {
    let visit = phone().mounted().tolerating("404").tolerating("net::ERR").tolerating("integrity");
    visit.tolerating("500").tolerating("502").tolerating("Failed to fetch").run(async |page| {
        let missing = page.proxy.fail("GET /zaidu-*", Fault::BadGateway);
        page.goto(&sample::article_path(sample::LONG)).await;
        says_that_it_failed(page).await;
        missing.clear();
        page.tap(&format!("{WORDS} a")).await;
        page.wait_for_text("article h1", &sample::article(sample::LONG).headline()).await;
        page.wait_for_none("#start").await;
    });
}

#[test]
fn a_corrupt_program_leaves_words() {
    let visit =
        phone().mounted().tolerating("integrity").tolerating("Uncaught").tolerating("SyntaxError");
    visit.run(async |page| {
        let _corrupt = page.proxy.fail("GET /zaidu-*", Fault::Garbage);
        page.goto("/").await;
        says_that_it_failed(page).await;
    });
}

#[test]
fn a_browser_without_webassembly_gets_words() {
    phone().mounted().tolerating("WebAssembly").tolerating("zaiduProgram").run(async |page| {
        page.prepare("delete globalThis.WebAssembly;").await;
        page.goto("/").await;
        says_that_it_failed(page).await;
    });
}

#[test]
fn a_static_host_names_a_server_in_one_line() {
    phone().with_remote_backend().run(async |page| {
        // The host sends the headers that the server would.
        page.prepare(
            "window.violations = [];
            addEventListener('securitypolicyviolation', it => violations.push(it.blockedURI));",
        )
        .await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_text("article h1", &sample::article(sample::LONG).headline()).await;
        page.tap(".moods-list > li:nth-child(3) > button").await;
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        // The other origin's cookie travels: the choice is still the reader's.
        page.reload().await;
        page.wait_for(".moods-list > li:nth-child(3) > [aria-pressed=true]").await;
        assert_eq!(page.proxy.count("GET /api/*"), 0, "the page's own host has no server");
        assert_eq!(page.evaluate::<Vec<String>>("violations").await, [""; 0]);
    });
}

#[test]
fn a_mounted_page_asks_for_its_data_while_the_program_is_on_its_way() {
    phone().mounted().run(async |page| {
        let program = page.proxy.hold(sample::get_wasm());
        let article = page.proxy.hold(sample::get_article(sample::LONG));
        page.goto(&sample::article_path(sample::LONG)).await;
        program.arrived().await;
        article.arrived().await;
        article.release();
        program.release();
        page.wait_for_text("article h1", &sample::article(sample::LONG).headline()).await;
        for call in ["GET /api/site", &sample::get_article(sample::LONG)] {
            assert_eq!(page.proxy.count(call), 1, "{call}: what came early was asked for again");
        }
    });
}
