//! Accessibility: axe-core reports no violation on any page in any state.

use zaidu_model::{Route, api};

use crate::harness::{Fault, Page, Visit, desktop, phone, sample};

/// Checks every page after all its data has loaded.
async fn check_pages(page: &Page) {
    let site = sample::newsroom().site();
    let channel = &site.channels[0];
    let key = channel.key.clone();
    let column = Some(channel.columns[0].key.clone());
    for (address, selector) in [
        (Route::Home.to_string(), ".feed .card"),
        (Route::Channel { channel: key.clone(), column: None }.to_string(), ".feed .card"),
        (Route::Channel { channel: key, column }.to_string(), ".feed .card"),
        (Route::Ranking.to_string(), "main .notice"),
        ("/tags/慢出行".to_owned(), ".feed .card"),
        ("/authors/祝晓岚".to_owned(), ".feed .card"),
        (Route::search("公交"), ".card mark"),
        (Route::search("a"), "main .notice"),
        ("/nowhere".to_owned(), "main .button"),
    ] {
        page.open(&address).await;
        page.wait_for(selector).await;
        page.wait_for(".site-channels").await;
        page.assert_accessible().await;
    }
}

/// Checks an article after it was unfolded and after a reaction with the reading bar shown; then
/// the ranking.
async fn check_reading(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(".feed .card").await;
    page.unfold().await;
    page.wait_for(".editor").await;
    page.assert_accessible().await;
    page.tap(".mood").await;
    page.wait_for(".mood[aria-pressed=true]").await;
    page.scroll_to(".editor").await;
    page.wait_for(".reading-bar").await;
    page.assert_accessible().await;
    page.open(&Route::ranking(zaidu_model::Mood::Happy, zaidu_model::Period::Day)).await;
    page.wait_for(".ranking-line").await;
    page.assert_accessible().await;
}

/// Checks articles with tables, lists and code; all but the last are long enough to be folded.
async fn check_texts(page: &Page) {
    for (id, is_folded) in
        [("fish-return", true), ("open-data-tide", true), ("night-market", false)]
    {
        page.open(&sample::article_path(id)).await;
        page.wait_for(".feed .card").await;
        if is_folded {
            page.wait_for(".fold-button").await;
        }
        page.assert_accessible().await;
    }
}

fn tolerating_not_found(visit: Visit) -> Visit {
    visit.tolerating("404")
}

#[test]
fn pages_are_accessible_on_a_phone() {
    tolerating_not_found(phone()).run(check_pages);
}

#[test]
fn pages_are_accessible_on_a_dark_phone() {
    tolerating_not_found(phone().dark()).run(check_pages);
}

#[test]
fn pages_are_accessible_on_a_desktop() {
    tolerating_not_found(desktop()).run(check_pages);
}

#[test]
fn pages_are_accessible_on_a_dark_desktop() {
    tolerating_not_found(desktop().dark()).run(check_pages);
}

#[test]
fn reading_is_accessible_on_a_phone() {
    phone().run(check_reading);
}

#[test]
fn reading_is_accessible_on_a_dark_phone() {
    phone().dark().run(check_reading);
}

#[test]
fn reading_is_accessible_on_a_desktop() {
    desktop().run(check_reading);
}

#[test]
fn reading_is_accessible_on_a_dark_desktop() {
    desktop().dark().run(check_reading);
}

#[test]
fn folded_texts_are_accessible_on_a_phone() {
    phone().run(check_texts);
}

#[test]
fn loading_states_are_accessible() {
    phone().mounted().run(async |page| {
        let held = [sample::get_article(sample::LONG), format!("GET {}", api::SITE)]
            .map(|request| page.proxy.hold(request));
        page.open(&sample::article_path(sample::LONG)).await;
        for held in &held {
            held.arrived().await;
        }
        page.wait_for(".skeleton").await;
        page.assert_accessible().await;
    });
}

#[test]
fn error_states_are_accessible() {
    phone().mounted().tolerating("503").run(async |page| {
        let _failing = page.proxy.fail("GET /api/*", Fault::Unavailable);
        for address in [sample::article_path(sample::LONG), Route::Ranking.to_string(), "/".into()]
        {
            page.open(&address).await;
            page.wait_for("main [role=alert]").await;
            page.wait_for(".site-failed").await;
            page.assert_accessible().await;
        }
    });
}

async fn check_share_panel(page: &Page) {
    page.prepare("delete Navigator.prototype.share;").await;
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(".feed .card").await;
    page.tap(".share-button").await;
    page.wait_for("dialog[open]").await;
    page.assert_accessible().await;
}

#[test]
fn the_share_panel_is_accessible_on_a_phone() {
    phone().run(check_share_panel);
}

#[test]
fn the_share_panel_is_accessible_on_a_dark_desktop() {
    desktop().dark().run(check_share_panel);
}

#[test]
fn the_share_panel_is_accessible_in_wechat() {
    phone().in_wechat().run(check_share_panel);
}

/// Checks an article, the home page and the panel of settings in each comfort.
async fn check_comforts(page: &Page, comforts: &[&str]) {
    page.open(&Route::Settings.to_string()).await;
    for comfort in comforts {
        page.execute(&format!("document.cookie = 'zaidu-comfort={comfort}; Path=/'")).await;
        let is_caring = comfort.contains("c2");
        for address in [
            Route::Home.to_string(),
            Route::Settings.to_string(),
            Route::ranking(zaidu_model::Mood::Happy, zaidu_model::Period::Day),
            sample::article_path("fish-return"),
        ] {
            page.open(&address).await;
            page.wait_for("main h1, main h2").await;
            page.wait_for_program().await;
            check_comfort(page, is_caring).await;
        }
        page.tap(".site-header [href='/settings']").await;
        page.wait_for("dialog[open] .comfort").await;
        check_comfort(page, is_caring).await;
    }
}

async fn check_comfort(page: &Page, is_caring: bool) {
    if is_caring {
        page.assert_accessible_with_high_contrast().await;
    } else {
        page.assert_accessible().await;
    }
}

#[test]
fn every_comfort_is_accessible_on_a_phone() {
    phone().run(async |page| check_comforts(page, &["s1l1", "s5l3f2t2", "t3", "t4"]).await);
}

#[test]
fn every_comfort_is_accessible_on_a_dark_desktop() {
    desktop().dark().run(async |page| check_comforts(page, &["s5l3f2", "t2", "t4"]).await);
}

#[test]
fn care_is_accessible_on_a_phone() {
    phone().run(async |page| check_comforts(page, &["c2", "t3c2", "t4c2"]).await);
}

#[test]
fn care_is_accessible_on_a_dark_desktop() {
    desktop().dark().run(async |page| check_comforts(page, &["c2", "t2c2"]).await);
}

#[test]
fn the_gallery_of_component_states_is_accessible() {
    for visit in [phone(), desktop().dark()] {
        visit.with_mock().run(async |page| {
            page.open(&Route::Gallery.to_string()).await;
            page.wait_for(".gallery-state .card").await;
            page.assert_accessible().await;
        });
    }
}
