//! Search: form, URL, pagination of results, and the same without JavaScript.

use serde_json::Value;
use thirtyfour::Key;
use zaidu::strings;
use zaidu_model::{Feed, Limit, Preview, Route};

use crate::harness::{Page, desktop, phone, sample};
use crate::navigation::{assert_marked, mark};

const FIELD: &str = ".search input";
const CARD: &str = ".feed .card";

/// All results of `query` according to the reference implementation.
fn all_expected(query: &str) -> Vec<Preview> {
    let search = Feed::Search { query: query.to_owned() };
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let limit = Limit::default();
        let page = sample::newsroom().feed(&search, cursor.as_ref(), limit).unwrap();
        all.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return all,
        }
    }
}

/// The first page of results of `query` according to the reference implementation.
fn expected(query: &str) -> Vec<Preview> {
    let search = Feed::Search { query: query.to_owned() };
    sample::newsroom().feed(&search, None, Limit::default()).unwrap().items
}

async fn wait_for_cards(page: &Page, count: usize) {
    page.wait_for_value(&format!("visible({CARD:?}).length"), count).await;
}

/// Replaces the text of the search field by `query` and submits it.
async fn search_for(page: &Page, query: &str) {
    page.focus(FIELD).await;
    let _: Value = page.evaluate("document.activeElement.select()").await;
    page.type_text(query).await;
    page.press(Key::Enter).await;
}

async fn wait_for_field(page: &Page, query: &str) {
    page.wait_for_value(&format!("visible({FIELD:?})[0]?.value"), query).await;
}

/// Checks that the page shows the first page of results.
async fn check_results(page: &Page, query: &str) {
    page.wait_for_text("h1", &strings::search_for(query)).await;
    check_cards(page, query, &expected(query)).await;
}

/// Checks that the page shows `found`, in order, with the query highlighted.
async fn check_cards(page: &Page, query: &str, found: &[Preview]) {
    wait_for_cards(page, found.len()).await;
    let links: Vec<_> = page.attributes(".card-link", "href").await.into_iter().flatten().collect();
    let addresses: Vec<_> =
        found.iter().map(|item| Route::Article(item.id.clone()).to_string()).collect();
    assert_eq!(links, addresses);
    // `textContent` instead of rendered text: the browser skips sections far from the viewport.
    let marks: Vec<String> = page
        .evaluate("[...document.querySelectorAll('.card mark')].map(it => it.textContent)")
        .await;
    assert!(marks.len() >= found.len(), "{marks:?}");
    assert!(marks.iter().all(|mark| mark == query), "{marks:?}");
}

#[test]
fn a_search_is_submitted_and_back_restores_earlier_searches() {
    phone().run(async |page| {
        page.open("/").await;
        page.wait_for(CARD).await;
        mark(page).await;
        page.tap(".site-tools a").await;
        page.wait_for_text("h1", strings::SEARCH).await;
        page.wait_for_value("visible('.site-tools a')[0].ariaCurrent", "true").await;
        assert_eq!(page.current_path().await, "/search");

        search_for(page, "公交").await;
        check_results(page, "公交").await;
        assert_eq!(page.current_path().await, Route::search("公交"));
        let title = strings::search_for("公交");
        page.wait_for_value(
            "document.title",
            strings::page_title(&title, &sample::newsroom().site().name),
        )
        .await;
        search_for(page, "夜市").await;
        check_results(page, "夜市").await;
        wait_for_field(page, "夜市").await;

        page.back().await;
        check_results(page, "公交").await;
        wait_for_field(page, "公交").await;
        page.back().await;
        page.wait_for_text("h1", strings::SEARCH).await;
        wait_for_field(page, "").await;
        page.back().await;
        page.wait_for_text(".feed h2", strings::LATEST).await;
        assert_marked(page).await;
    });
}

#[test]
fn a_search_has_a_url() {
    desktop().run(async |page| {
        page.open(&Route::search("公交")).await;
        check_results(page, "公交").await;
        wait_for_field(page, "公交").await;
        page.tap(".card-link").await;
        page.wait_for("article h1").await;
        page.back().await;
        check_results(page, "公交").await;
    });
}

#[test]
fn results_are_paginated() {
    // With the data saver, every page loads by the button.
    phone().saving_data().run(async |page| {
        let found = all_expected("的");
        assert!(found.len() > 40, "more than two pages");
        page.open(&Route::search("的")).await;
        for shown in (20..found.len()).step_by(20) {
            wait_for_cards(page, shown).await;
            page.tap(".feed-more").await;
        }
        check_cards(page, "的", &found).await;
    });
}

#[test]
fn empty_results_and_a_too_short_query_show_messages() {
    phone().run(async |page| {
        page.open("/search").await;
        assert_eq!(page.count(".notice").await, 0);
        search_for(page, "海啸").await;
        page.wait_for_text(".notice", strings::NO_SEARCH_RESULTS).await;
        search_for(page, "a").await;
        page.wait_for_text(".notice", strings::QUERY_TOO_SHORT).await;
        wait_for_field(page, "a").await;
        assert_eq!(page.count(CARD).await, 0);
        search_for(page, "<b>&\"潮").await;
        page.wait_for_text("h1", &strings::search_for("<b>&\"潮")).await;
        wait_for_field(page, "<b>&\"潮").await;
    });
}

#[test]
fn without_scripts_search_is_a_form() {
    phone().without_scripts().run(async |page| {
        page.open("/").await;
        page.tap(".site-tools a").await;
        search_for(page, "公交").await;
        check_results(page, "公交").await;
        assert_eq!(page.current_path().await, Route::search("公交"));
        search_for(page, "的").await;
        wait_for_cards(page, 20).await;
        let first = page.attributes(".card-link", "href").await;
        page.tap(".feed-more").await;
        page.wait_until("the next page", async || {
            let links = page.attributes(".card-link", "href").await;
            if links.iter().any(|link| first.contains(link)) {
                Err(format!("{links:?}"))
            } else {
                Ok(())
            }
        })
        .await;
        wait_for_cards(page, 20).await;
        wait_for_field(page, "的").await;
        let address = page.current_path().await;
        assert!(address.starts_with("/search?q=%E7%9A%84&cursor="), "{address}");
    });
}
