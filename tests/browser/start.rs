//! How the page comes to life: from a static host, and when its program does not
//! come or cannot run.

use zaidu::strings;

use crate::harness::{Fault, Page, phone, sample};

const WORDS: &str = "#start-failed";

/// The words for a failed start, and their way out.
async fn says_that_it_failed(page: &Page) {
    page.see(WORDS).await;
    page.see_words(&format!("{WORDS} a"), strings::RETRY).await;
}

#[test]
fn a_program_that_does_not_come_leaves_words_and_a_way_out() {
    let visit = phone().mounted().tolerating("404").tolerating("net::ERR").tolerating("integrity");
    visit.tolerating("500").tolerating("502").tolerating("Failed to fetch").run(async |page| {
        let missing = page.gate.fail("GET /zaidu-*", Fault::BadGateway);
        page.goto(&sample::page_of(sample::LONG)).await;
        says_that_it_failed(page).await;
        missing.mend();
        page.tap(&format!("{WORDS} a")).await;
        page.see_words("article h1", &sample::article(sample::LONG).headline()).await;
        page.see_none("#start").await;
    });
}

#[test]
fn a_corrupt_program_leaves_words() {
    let visit =
        phone().mounted().tolerating("integrity").tolerating("Uncaught").tolerating("SyntaxError");
    visit.run(async |page| {
        let _corrupt = page.gate.fail("GET /zaidu-*", Fault::Garbage);
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
    phone().at_remote().run(async |page| {
        // The host sends the headers that the server would.
        page.prepare(
            "window.violations = [];
            addEventListener('securitypolicyviolation', it => violations.push(it.blockedURI));",
        )
        .await;
        page.open(&sample::page_of(sample::LONG)).await;
        page.see_words("article h1", &sample::article(sample::LONG).headline()).await;
        page.tap(".moods-list > li:nth-child(3) > button").await;
        page.see_words(".moods-status", strings::MOOD_SAVED).await;
        // The other origin's cookie travels: the choice is still the reader's.
        page.reload().await;
        page.see(".moods-list > li:nth-child(3) > [aria-pressed=true]").await;
        assert_eq!(page.gate.count("GET /api/*"), 0, "the page's own host has no server");
        assert_eq!(page.value::<Vec<String>>("violations").await, [""; 0]);
    });
}

#[test]
fn a_mounted_page_asks_for_its_data_while_the_program_is_on_its_way() {
    phone().mounted().run(async |page| {
        let program = page.gate.hold(sample::get_program());
        let article = page.gate.hold(sample::get_article(sample::LONG));
        page.goto(&sample::page_of(sample::LONG)).await;
        program.arrived().await;
        article.arrived().await;
        article.release();
        program.release();
        page.see_words("article h1", &sample::article(sample::LONG).headline()).await;
        for call in ["GET /api/site", &sample::get_article(sample::LONG)] {
            assert_eq!(page.gate.count(call), 1, "{call}: what came early was asked for again");
        }
    });
}
