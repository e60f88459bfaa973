//! Client-side navigation: links, Back and Forward without a page load; titles, 404 pages and
//! request cancellation.

use serde_json::Value;
use zaidu::strings;
use zaidu_model::Route;

use crate::harness::{Page, desktop, phone, sample};

/// Marks the document; a page load would lose the mark.
pub async fn mark(page: &Page) {
    page.wait_for_program().await;
    let _: Value = page.evaluate("window.marked = true").await;
}

pub async fn assert_marked(page: &Page) {
    assert!(page.evaluate::<bool>("window.marked === true").await, "the page was loaded again");
}

async fn wait_for_title(page: &Page, title: &str) {
    page.wait_for_value("document.title", title).await;
}

#[test]
fn links_navigate_without_a_page_load() {
    phone().run(async |page| {
        let site = sample::newsroom().site();
        page.open(&sample::list_path()).await;
        wait_for_title(page, &site.name).await;
        mark(page).await;

        page.tap(".card-link").await;
        let newest = &sample::newsroom().articles()[0];
        page.wait_for_text("article h1", &newest.headline()).await;
        wait_for_title(page, &strings::page_title(&newest.headline(), &site.name)).await;
        assert_eq!(page.current_path().await, Route::Article(newest.id.clone()).to_string());

        let channel = &site.channels[0];
        page.tap_text(".site-channels a", &channel.name).await;
        page.wait_for_text("h1", &channel.name).await;
        wait_for_title(page, &strings::page_title(&channel.name, &site.name)).await;
        page.wait_for_text(".site-channels [aria-current]", &channel.name).await;

        page.back().await;
        page.wait_for_text("article h1", &newest.headline()).await;
        wait_for_title(page, &strings::page_title(&newest.headline(), &site.name)).await;
        page.back().await;
        page.wait_for_text(".feed h2", strings::LATEST).await;
        wait_for_title(page, &site.name).await;
        page.forward().await;
        page.wait_for_text("article h1", &newest.headline()).await;
        assert_marked(page).await;
    });
}

#[test]
fn a_card_of_an_article_opens_another_article() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".feed .card").await;
        mark(page).await;
        let first: String = page.evaluate("visible('.card-link')[0].getAttribute('href')").await;
        page.tap(".card-link").await;
        page.wait_for_value("location.pathname", first).await;
        page.wait_for_none(&format!("a[href={:?}] h1", sample::article_path(sample::LONG))).await;
        let other = sample::article(sample::LONG).headline();
        page.wait_until("another headline", async || {
            let seen = page.texts("article h1").await;
            if seen.len() == 1 && seen[0] != other { Ok(()) } else { Err(format!("{seen:?}")) }
        })
        .await;
        // A new page starts at the top.
        page.wait_for_value("window.scrollY", 0).await;
        assert_marked(page).await;
    });
}

#[test]
fn tiles_navigate_without_a_page_load() {
    desktop().run(async |page| {
        page.open("/").await;
        page.wait_for(".tile a").await;
        mark(page).await;
        let first: String = page.evaluate("visible('.tile a')[0].getAttribute('href')").await;
        page.tap(".tile a").await;
        page.wait_for("article h1").await;
        assert_eq!(page.current_path().await, first);
        assert_marked(page).await;
    });
}

#[test]
fn an_unknown_path_is_not_found() {
    phone().tolerating("404").run(async |page| {
        for address in ["/nowhere", "/articles", "/channels/a/b/c", "/articles/%2e%2e%2fa"] {
            page.open(address).await;
            page.wait_for_text("h1", strings::NOT_FOUND).await;
            wait_for_title(
                page,
                &strings::page_title(strings::NOT_FOUND, &sample::newsroom().site().name),
            )
            .await;
            assert_eq!(page.status().await, 404);
            page.wait_for(".site-channels").await;
        }
    });
}

#[test]
fn a_request_is_aborted_when_its_view_unmounts() {
    phone().mounted().run(async |page| {
        page.prepare(
            "window.given_up = [];
            const ask = window.fetch;
            window.fetch = (...given) => {
                const request = new Request(...given);
                let done = false;
                request.signal.addEventListener('abort', () =>
                    done || given_up.push(new URL(request.url).pathname));
                return ask(...given).finally(() => { done = true; });
            };",
        )
        .await;
        let request = sample::get_article(sample::LONG);
        let held = page.proxy.hold(&request);
        page.open(&sample::article_path(sample::LONG)).await;
        held.arrived().await;
        page.tap(".site-name").await;
        page.wait_for(".feed .card").await;
        let path = request.trim_start_matches("GET ").to_owned();
        page.wait_for_value("window.given_up", vec![path]).await;
        held.release();
    });
}

#[test]
fn the_ranking_keeps_its_selection_in_the_url() {
    phone().run(async |page| {
        use zaidu_model::{Mood, Period};
        page.open(&Route::ranking(Mood::Sad, Period::Week)).await;
        let current = [strings::mood(Mood::Sad), strings::period(Period::Week)];
        page.wait_for(".tabs").await;
        assert_eq!(page.texts(".tabs [aria-current]").await, current);
        mark(page).await;
        page.tap_text(".tabs a", strings::period(Period::Month)).await;
        page.wait_for_text(".tabs [aria-current]", strings::period(Period::Month)).await;
        assert_eq!(page.current_path().await, Route::ranking(Mood::Sad, Period::Month));
        assert_marked(page).await;
    });
}
