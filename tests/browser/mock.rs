//! The mock build: the in-browser backend makes everything work without a server.

use zaidu::backend::BackendError;
use zaidu::strings;
use zaidu_model::{Problem, ProblemCode};

use crate::harness::{desktop, phone, sample};

/// Any request to an API server.
const API_REQUEST: &str = "GET /api/*";

#[test]
fn all_sections_are_shown_without_a_server() {
    desktop().with_mock().saving_data().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        let article = sample::article(sample::LONG);
        page.wait_for_text("article h1", &article.headline()).await;
        page.wait_for_text(".editor", &strings::editor(article.editor.as_ref().unwrap())).await;
        for selector in [".breadcrumb li", ".meta-source", ".meta-author", ".mood", ".feed .card"] {
            page.wait_for(selector).await;
        }
        page.wait_for_text(".cards h2", strings::FOCUS).await;
        page.wait_for_text(".cards h2", strings::SPECIAL).await;
        page.tap(".feed-more").await;
        page.wait_for_value("visible('.feed .card').length > 20", true).await;
        page.wait_for_value("visible('.article-body img')[0].naturalWidth > 0", true).await;
        assert_eq!(page.proxy.count(API_REQUEST), 0);
    });
}

#[test]
fn a_mood_survives_a_reload() {
    phone().with_mock().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".mood").await;
        page.tap(".moods-list > li:nth-child(3) > button").await;
        page.wait_for(".mood[aria-pressed=true]").await;
        page.reload().await;
        page.wait_for(".moods-list > li:nth-child(3) > [aria-pressed=true]").await;
        assert_eq!(page.texts(".mood-count").await, ["0", "0", "1", "0"]);
        page.tap_text(".moods-links a", strings::RANKING).await;
        page.wait_for_text(".ranking-line a", &sample::article(sample::LONG).headline()).await;
    });
}

#[test]
fn a_slow_network_shows_skeletons_first() {
    phone().with_mock().run(async |page| {
        page.open(&format!("{}?mock=slow", sample::article_path(sample::LONG))).await;
        page.wait_for(".skeleton-text").await;
        page.wait_for("article h1").await;
    });
}

#[test]
fn a_failing_server_and_a_lost_network_show_their_messages() {
    phone().with_mock().run(async |page| {
        let failing = BackendError::Problem(Problem::new(ProblemCode::StoreUnavailable));
        for (switch, failure) in [("failing", failing), ("offline", BackendError::Unreachable)] {
            page.open(&format!("{}?mock={switch}", sample::article_path(sample::LONG))).await;
            page.wait_for_text("main [role=alert] p", strings::error_message(&failure)).await;
            page.wait_for_text("main [role=alert] .button", strings::RETRY).await;
            page.wait_for_text(".site-failed span", strings::error_message(&failure)).await;
        }
    });
}

#[test]
fn an_unknown_article_is_not_found() {
    phone().with_mock().run(async |page| {
        page.open(&sample::article_path("no-such-article")).await;
        page.wait_for_text("h1", strings::NOT_FOUND).await;
    });
}

#[test]
fn the_mock_can_be_switched_off() {
    phone().with_mock().tolerating("Failed to load resource").run(async |page| {
        // The static host responds with its HTML page, which is not an API response.
        page.open(&format!("{}?mock=off", sample::article_path(sample::LONG))).await;
        let garbled = BackendError::InvalidResponse(String::new());
        page.wait_for_text("main [role=alert] p", strings::error_message(&garbled)).await;
        assert!(page.proxy.count(API_REQUEST) > 0);
    });
}
