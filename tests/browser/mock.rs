//! The page with its mock: everything works without a server.

use zaidu::backend::BackendError;
use zaidu::strings;
use zaidu_model::{Problem, ProblemCode};

use crate::harness::{desktop, phone, sample};

/// Any call to a server.
const CALL: &str = "GET /api/*";

#[test]
fn the_whole_page_is_there_without_a_server() {
    desktop().at_mock().saving_data().run(async |page| {
        page.open(&sample::page_of(sample::LONG)).await;
        let article = sample::article(sample::LONG);
        page.see_words("article h1", &article.headline()).await;
        page.tap(".fold-button").await;
        page.see_words(".editor", &strings::editor(article.editor.as_ref().unwrap())).await;
        for piece in [".breadcrumb li", ".meta-source", ".meta-author", ".mood", ".feed .card"] {
            page.see(piece).await;
        }
        page.see_words(".cards h2", strings::FOCUS).await;
        page.see_words(".cards h2", strings::SPECIAL).await;
        page.tap(".feed-more").await;
        page.until_value("visible('.feed .card').length > 20", true).await;
        page.until_value("visible('.article-body img')[0].naturalWidth > 0", true).await;
        assert_eq!(page.gate.count(CALL), 0);
    });
}

#[test]
fn a_mood_is_kept_across_a_reload() {
    phone().at_mock().run(async |page| {
        page.open(&sample::page_of(sample::LONG)).await;
        page.see(".mood").await;
        page.tap(".moods-list > li:nth-child(3) > button").await;
        page.see(".mood[aria-pressed=true]").await;
        page.reload().await;
        page.see(".moods-list > li:nth-child(3) > [aria-pressed=true]").await;
        assert_eq!(page.words(".mood-count").await, ["0", "0", "1", "0"]);
        page.tap_words(".moods-links a", strings::RANKING).await;
        page.see_words(".ranking-line a", &sample::article(sample::LONG).headline()).await;
    });
}

#[test]
fn a_slow_network_shows_skeletons_first() {
    phone().at_mock().run(async |page| {
        page.open(&format!("{}?mock=slow", sample::page_of(sample::LONG))).await;
        page.see(".skeleton-text").await;
        page.see("article h1").await;
    });
}

#[test]
fn a_failing_server_and_a_lost_network_have_their_words() {
    phone().at_mock().run(async |page| {
        let failing = BackendError::Problem(Problem::new(ProblemCode::StoreUnavailable));
        for (switch, failure) in [("failing", failing), ("offline", BackendError::Unreachable)] {
            page.open(&format!("{}?mock={switch}", sample::page_of(sample::LONG))).await;
            page.see_words("main [role=alert] p", strings::failure(&failure)).await;
            page.see_words("main [role=alert] .button", strings::RETRY).await;
            page.see_words(".site-failed span", strings::failure(&failure)).await;
        }
    });
}

#[test]
fn an_unknown_article_is_not_found() {
    phone().at_mock().run(async |page| {
        page.open(&sample::page_of("no-such-article")).await;
        page.see_words("h1", strings::NOT_FOUND).await;
    });
}

#[test]
fn the_page_can_be_told_to_use_its_server() {
    phone().at_mock().tolerating("Failed to load resource").run(async |page| {
        // The static host answers with its page, which is not what a server says.
        page.open(&format!("{}?mock=off", sample::page_of(sample::LONG))).await;
        let garbled = BackendError::Garbled(String::new());
        page.see_words("main [role=alert] p", strings::failure(&garbled)).await;
        assert!(page.gate.count(CALL) > 0);
    });
}
