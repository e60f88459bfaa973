//! Pictures: the file that fits, a small one for readers who save data, and no hole
//! where none comes.

use serde_json::json;

use crate::harness::{Fault, Page, desktop, phone, sample};

/// An article whose text has a picture in two widths.
const ARTICLE: &str = "fish-return";
const TEXT: &str = ".article-body .picture";
const LIST: &str = ".card .picture";

/// What of the first `place` ends in `name`.
async fn until(page: &Page, place: &str, of: &str, name: &str) {
    let first = format!("document.querySelector({place:?})");
    page.scroll_to(place).await;
    page.wait_for_value(&format!("{first}?.{of}.endsWith({name:?}) ?? null"), true).await;
}

#[test]
fn a_browser_takes_the_file_that_fits() {
    desktop().with_feed(sample::feed_without_pins()).run(async |page| {
        page.open(&sample::article_path(ARTICLE)).await;
        until(page, TEXT, "currentSrc", "/media/fish.jpg").await;
        page.open("/").await;
        // One that is nowhere else on the page: of a picture that a browser has
        // already in a larger file it takes that.
        let alone = ".card .picture[srcset*=river]";
        until(page, alone, "currentSrc", "/media/river-400.jpg").await;
    });
}

async fn saves(page: &Page) {
    page.cdp("Emulation.setDataSaverOverride", json!({"dataSaverEnabled": true})).await;
    // The override is what scripts see; what servers see is apart.
    page.cdp("Network.enable", json!({})).await;
    page.cdp("Network.setExtraHTTPHeaders", json!({"headers": {"Save-Data": "on"}})).await;
}

async fn is_small(page: &Page) {
    page.open(&sample::article_path(ARTICLE)).await;
    for place in [TEXT, LIST] {
        until(page, place, "src", "-400.jpg").await;
        assert_eq!(page.attributes(&format!("{place}[srcset]"), "srcset").await, []);
    }
    // A list that the program makes.
    page.tap(".feed-more").await;
    page.wait_for_value("visible('.feed .card').length > 20", true).await;
    assert_eq!(page.attributes(&format!("{LIST}[srcset]"), "srcset").await, []);
}

#[test]
fn a_reader_who_saves_data_gets_small_files() {
    phone().run(async |page| {
        saves(page).await;
        is_small(page).await;
    });
}

#[test]
fn a_program_alone_knows_who_saves_data() {
    phone().mounted().run(async |page| {
        saves(page).await;
        is_small(page).await;
    });
}

#[test]
fn what_does_not_come_leaves_no_hole() {
    phone().tolerating("502").run(async |page| {
        let _broken = page.proxy.fail("GET /media/*", Fault::BadGateway);
        page.open(&sample::article_path(ARTICLE)).await;
        page.scroll_to(".article-body figure").await;
        // Its words, and room for no more than them.
        page.wait_for(".article-body .picture-broken").await;
        let height = format!("visible({TEXT:?})[0].getBoundingClientRect().height < 90");
        page.wait_for_value(&height, true).await;
        page.scroll_to(".card:has(img)").await;
        page.wait_for_value("!!document.querySelector('.card .picture-broken')", true).await;
        page.wait_for_none(".card .picture-broken").await;
    });
}

#[test]
fn where_one_file_is_missing_the_other_is_shown() {
    desktop().with_feed(sample::feed_without_pins()).tolerating("502").run(async |page| {
        let failing = page.proxy.fail("GET /media/river-400.jpg", Fault::BadGateway);
        page.open("/").await;
        let alone = ".card .picture[alt][src*=river]";
        until(page, alone, "currentSrc", "/media/river.jpg").await;
        let shown = format!("document.querySelector({alone:?})");
        page.wait_for_value(&format!("{shown}.complete && {shown}.naturalWidth > 0"), true).await;
        page.wait_for_value(&format!("{shown}.className.includes('broken')"), false).await;
        failing.clear();
    });
}
