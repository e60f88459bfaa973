//! Responsive images: `srcset` selection, small files with the data saver, and a fallback when an
//! image fails to load.

use serde_json::json;

use crate::harness::{Capability, Fault, Page, desktop, phone, sample};

/// An article whose text has an image in two widths.
const ARTICLE: &str = "fish-return";
const TEXT: &str = ".article-body .picture";
const LIST: &str = ".card .picture";

/// Waits until the property `property` of the first element of `selector` ends in `name`.
async fn wait_for_file(page: &Page, selector: &str, property: &str, name: &str) {
    let first = format!("document.querySelector({selector:?})");
    page.scroll_to(selector).await;
    page.wait_for_value(&format!("{first}?.{property}.endsWith({name:?}) ?? null"), true).await;
}

#[test]
fn the_browser_selects_the_file_that_fits() {
    desktop().run(async |page| {
        page.open(&sample::article_path(ARTICLE)).await;
        wait_for_file(page, TEXT, "currentSrc", "/media/fish.jpg").await;
        page.open(&sample::list_path()).await;
        // An image that occurs once on the page: a browser reuses a larger file that it has
        // already loaded.
        let alone = ".card .picture[srcset*=river]";
        wait_for_file(page, alone, "currentSrc", "/media/river-400.jpg").await;
    });
}

async fn emulate_data_saver(page: &Page) {
    page.cdp("Emulation.setDataSaverOverride", json!({"dataSaverEnabled": true})).await;
    // The override is visible to scripts only; servers see the header.
    page.cdp("Network.enable", json!({})).await;
    page.cdp("Network.setExtraHTTPHeaders", json!({"headers": {"Save-Data": "on"}})).await;
}

async fn check_small_files(page: &Page) {
    page.open(&sample::article_path(ARTICLE)).await;
    for selector in [TEXT, LIST] {
        wait_for_file(page, selector, "src", "-400.jpg").await;
        assert_eq!(page.attributes(&format!("{selector}[srcset]"), "srcset").await, []);
    }
    // Cards that the app renders on the client.
    page.tap(".feed-more").await;
    page.wait_for_value("visible('.feed .card').length > 20", true).await;
    assert_eq!(page.attributes(&format!("{LIST}[srcset]"), "srcset").await, []);
}

#[test]
fn with_data_saver_small_files_are_loaded() {
    phone().run(async |page| {
        emulate_data_saver(page).await;
        check_small_files(page).await;
    });
}

#[test]
fn with_data_saver_small_files_are_loaded_on_a_static_host() {
    phone().mounted().run(async |page| {
        emulate_data_saver(page).await;
        check_small_files(page).await;
    });
}

#[test]
fn the_place_of_a_picture_has_its_colour_until_it_has_loaded() {
    phone().needs(Capability::TypedAttr).run(async |page| {
        page.open(&sample::article_path(ARTICLE)).await;
        let ground =
            "getComputedStyle(document.querySelector('.article-body img')).backgroundColor";
        let before: String = page.evaluate(ground).await;
        page.execute("document.querySelector('.article-body img').dataset.color = '#48c'").await;
        assert_ne!(before, "rgb(68, 136, 204)");
        page.wait_for_value(ground, "rgb(68, 136, 204)").await;
    });
}

#[test]
fn an_image_that_fails_to_load_leaves_no_gap() {
    phone().tolerating("502").run(async |page| {
        let _broken = page.proxy.fail("GET /media/*", Fault::BadGateway);
        page.open(&sample::article_path(ARTICLE)).await;
        page.scroll_to(".article-body figure").await;
        // Its alt text is shown, and it takes no more space than the text needs.
        page.wait_for(".article-body .picture-broken").await;
        let height = format!("visible({TEXT:?})[0].getBoundingClientRect().height < 90");
        page.wait_for_value(&height, true).await;
        page.scroll_to(".card:has(img)").await;
        page.wait_for_value("!!document.querySelector('.card .picture-broken')", true).await;
        page.wait_for_none(".card .picture-broken").await;
    });
}

#[test]
fn if_one_file_is_missing_the_other_is_shown() {
    desktop().tolerating("502").run(async |page| {
        let failing = page.proxy.fail("GET /media/river-400.jpg", Fault::BadGateway);
        page.open(&sample::list_path()).await;
        let alone = ".card .picture[alt][src*=river]";
        wait_for_file(page, alone, "currentSrc", "/media/river.jpg").await;
        let shown = format!("document.querySelector({alone:?})");
        page.wait_for_value(&format!("{shown}.complete && {shown}.naturalWidth > 0"), true).await;
        page.wait_for_value(&format!("{shown}.className.includes('broken')"), false).await;
        failing.clear();
    });
}

/// JavaScript: whether the largest picture in the first viewport is lazy, and its priority.
const LARGEST: &str = "(() => {
    const rects = [...document.images].map(image => [image, image.getBoundingClientRect()]);
    const seen = rects.filter(([, rect]) => rect.top < innerHeight && rect.width > 100);
    const [largest] = seen.sort(([, a], [, b]) => b.width * b.height - a.width * a.height);
    return largest && [largest[0].loading === 'lazy', largest[0].fetchPriority];
})()";

#[test]
fn the_largest_picture_of_the_first_viewport_is_loaded_first() {
    desktop().run(async |page| {
        for address in
            [sample::article_path(sample::LONG), sample::article_path(ARTICLE), "/".into()]
        {
            page.open(&address).await;
            page.wait_for_value(LARGEST, json!([false, "high"])).await;
            page.wait_for_value("document.querySelectorAll('[fetchpriority]').length", 1).await;
        }
    });
    phone().sized(390, 1000).run(async |page| {
        page.open(&sample::article_path(ARTICLE)).await;
        page.wait_for_value(LARGEST, json!([false, "high"])).await;
    });
}
