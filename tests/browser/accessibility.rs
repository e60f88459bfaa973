//! axe-core finds nothing wrong with any page in any state.

use zaidu_model::{Route, api};

use crate::harness::{Fault, Page, Visit, desktop, phone, sample};

/// Every page as it is after everything has come.
async fn pages(page: &Page) {
    let site = sample::newsroom().site();
    let channel = &site.channels[0];
    let key = channel.key.clone();
    let column = Some(channel.columns[0].key.clone());
    for (address, sign) in [
        (Route::Home.to_string(), ".feed .card"),
        (Route::Channel { channel: key.clone(), column: None }.to_string(), ".feed .card"),
        (Route::Channel { channel: key, column }.to_string(), ".feed .card"),
        (Route::Ranking.to_string(), "main .notice"),
        (Route::search("公交"), ".card mark"),
        (Route::search("a"), "main .notice"),
        ("/nowhere".to_owned(), "main .button"),
    ] {
        page.open(&address).await;
        page.wait_for(sign).await;
        page.wait_for(".site-channels").await;
        page.assert_accessible().await;
    }
}

/// An article folded, opened, read to its end and reacted to; then the ranking.
async fn reading(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(".feed .card").await;
    page.tap(".fold-button").await;
    page.wait_for(".editor").await;
    page.assert_accessible().await;
    page.tap(".mood").await;
    page.wait_for(".mood[aria-pressed=true]").await;
    page.wait_for(".reading-bar").await;
    page.assert_accessible().await;
    page.open(&Route::ranking(zaidu_model::Mood::Happy, zaidu_model::Period::Day)).await;
    page.wait_for(".ranking-line").await;
    page.assert_accessible().await;
}

/// A text with tables, lists, code, and nothing folded open.
async fn texts(page: &Page) {
    for id in ["fish-return", "open-data-tide", "night-market"] {
        page.open(&sample::article_path(id)).await;
        page.wait_for(".feed .card").await;
        page.wait_for(".fold-button").await;
        page.assert_accessible().await;
    }
}

fn not_found(visit: Visit) -> Visit {
    visit.tolerating("404")
}

#[test]
fn pages_on_a_phone() {
    not_found(phone()).run(pages);
}

#[test]
fn pages_on_a_dark_phone() {
    not_found(phone().dark()).run(pages);
}

#[test]
fn pages_on_a_desktop() {
    not_found(desktop()).run(pages);
}

#[test]
fn pages_on_a_dark_desktop() {
    not_found(desktop().dark()).run(pages);
}

#[test]
fn reading_on_a_phone() {
    phone().run(reading);
}

#[test]
fn reading_on_a_dark_phone() {
    phone().dark().run(reading);
}

#[test]
fn reading_on_a_desktop() {
    desktop().run(reading);
}

#[test]
fn reading_on_a_dark_desktop() {
    desktop().dark().run(reading);
}

#[test]
fn texts_on_a_phone() {
    phone().run(texts);
}

#[test]
fn waiting() {
    phone().mounted().run(async |page| {
        let held = [sample::get_article(sample::LONG), format!("GET {}", api::SITE)]
            .map(|call| page.proxy.hold(call));
        page.open(&sample::article_path(sample::LONG)).await;
        for held in &held {
            held.arrived().await;
        }
        page.wait_for(".skeleton").await;
        page.assert_accessible().await;
    });
}

#[test]
fn failing() {
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

async fn panel(page: &Page) {
    page.prepare("delete Navigator.prototype.share;").await;
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(".feed .card").await;
    page.tap(".share-button").await;
    page.wait_for("dialog[open]").await;
    page.assert_accessible().await;
}

#[test]
fn the_panel_on_a_phone() {
    phone().run(panel);
}

#[test]
fn the_panel_on_a_dark_desktop() {
    desktop().dark().run(panel);
}

#[test]
fn the_panel_in_wechat() {
    phone().in_wechat().run(panel);
}

#[test]
fn the_gallery_of_every_state() {
    for visit in [phone(), desktop().dark()] {
        visit.with_mock().run(async |page| {
            page.open(&Route::Gallery.to_string()).await;
            page.wait_for(".gallery-state .card").await;
            page.assert_accessible().await;
        });
    }
}
