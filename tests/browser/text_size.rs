//! Text size: a reader's own size of the browser, up to twice the usual, on small screens. No page
//! scrolls sideways, and every control stays on the screen.

use serde_json::{Value, json};
use zaidu_model::Route;

use crate::harness::{Page, phone, sample};

/// Usual and larger sizes of a browser's text, in CSS pixels.
const SIZES: [u32; 4] = [16, 20, 24, 32];

async fn set_text_size(page: &Page, pixels: u32) {
    let sizes = json!({ "fontSizes": { "standard": pixels, "fixed": pixels } });
    page.cdp("Page.setFontSizes", sizes).await;
    page.wait_for_value(
        "getComputedStyle(document.documentElement).fontSize",
        format!("{pixels}px"),
    )
    .await;
}

/// Each kind of page, with the selector of an element that shows that it has loaded.
fn pages() -> Vec<(String, &'static str)> {
    let channel = sample::newsroom().site().channels[0].key.clone();
    let articles = [sample::LONG, sample::UNTITLED, "bus-route-redesign", "open-data-tide"];
    let lists = [
        (Route::Home.to_string(), ".feed .card"),
        (Route::Channel { channel, column: None }.to_string(), ".feed .card"),
        (Route::Ranking.to_string(), ".tabs"),
        ("/tags/慢出行".to_owned(), ".feed .card"),
        ("/authors/祝晓岚".to_owned(), ".feed .card"),
        (Route::search("公交"), ".card mark"),
        ("/nowhere".to_owned(), "main .button"),
    ];
    let articles = articles.map(|id| (sample::article_path(id), ".feed .card"));
    lists.into_iter().chain(articles).collect()
}

/// JavaScript: the width of the page, and the controls that are not wholly on the screen.
const SIDEWAYS: &str = "(() => {
    const wide = document.documentElement.scrollWidth;
    const lost = visible('.site-name, .site-tools > *, .mood, .share-button, .button, input')
        .filter(node => !node.closest('.visually-hidden, .skip'))
        .filter(node => {
            const box = node.getBoundingClientRect();
            return box.width < 24 || box.left < 0 || box.right > innerWidth + 0.5;
        });
    return [wide === innerWidth ? '' : `${wide} of ${innerWidth}`,
        ...lost.map(node => node.outerHTML.slice(0, 120))].filter(Boolean);
})()";

/// JavaScript: the part of the viewport that the player takes.
const PLAYER_HEIGHT: &str = "visible('.speech')[0].getBoundingClientRect().height / innerHeight";

/// JavaScript: the controls of the player that are not on the screen when they are scrolled to.
const UNREACHABLE: &str = "visible('.speech button, .speech select').filter(node => {
    node.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const box = node.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5
        || box.width < 24 || box.height < 24;
}).map(node => node.outerHTML.slice(0, 120))";

/// JavaScript: texts of lists that are beside the screen or have room for a few characters only.
const SQUEEZED: &str = "visible('.card-words, .channel-block, .breadcrumb ol').filter(it => {
    const box = it.getBoundingClientRect();
    // What is far below has no width yet.
    return box.width && (box.width < 120 || box.right > document.documentElement.clientWidth + 1);
}).map(it => it.className + it.textContent.slice(0, 40))";

/// JavaScript: the number of lines of the newsroom's name.
const LINES_OF_NAME: &str = "(() => {
    const range = document.createRange();
    range.selectNodeContents(visible('.site-name span')[0]);
    return new Set([...range.getClientRects()].map(it => it.top)).size;
})()";

async fn assert_fits(page: &Page, what: &str) {
    let found: Vec<String> = page.evaluate(SIDEWAYS).await;
    assert!(found.is_empty(), "{what}: {found:#?}");
}

fn check_width(width: u32) {
    phone().sized(width, 700).tolerating("404").run(async |page| {
        page.prepare("delete Navigator.prototype.share;").await;
        for (address, selector) in pages() {
            page.open(&address).await;
            page.wait_for(selector).await;
            page.wait_for(".site-channels a").await;
            for pixels in SIZES {
                set_text_size(page, pixels).await;
                assert_fits(page, &format!("{address} at {width}, text of {pixels}")).await;
                let squeezed: Vec<String> = page.evaluate(SQUEEZED).await;
                assert_eq!(squeezed, [""; 0], "{address} at {width}, text of {pixels}");
                let lines: usize = page.evaluate(LINES_OF_NAME).await;
                assert_eq!(lines, 1, "the name at {width}, text of {pixels}");
                // The channels have a row of their own, which shows more than one.
                let row: f64 = page.evaluate("visible('.site-channels')[0].clientWidth").await;
                assert!(row >= f64::from(width) - 1.0, "{row} of {width}");
            }
        }
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".mood").await;
        for pixels in SIZES {
            set_text_size(page, pixels).await;
            assert_eq!(page.count(".mood").await, 4);
        }
        page.tap(".speech-button").await;
        page.wait_for(".speech").await;
        for pixels in SIZES {
            set_text_size(page, pixels).await;
            let height: f64 = page.evaluate(PLAYER_HEIGHT).await;
            assert!(height <= 0.4, "the player at {width}, text of {pixels}: {height}");
            assert_fits(page, &format!("the player at {width}, text of {pixels}")).await;
            let cut: Vec<String> = page.evaluate(UNREACHABLE).await;
            assert_eq!(cut, [""; 0], "the player at {width}, text of {pixels}");
        }
        page.tap(".speech [data-speech=close]").await;
        page.wait_for_none(".speech").await;
        page.tap(".share-button").await;
        page.wait_for("dialog[open] .share-targets").await;
        for pixels in SIZES {
            set_text_size(page, pixels).await;
            assert_fits(page, &format!("the share panel at {width}, text of {pixels}")).await;
            let cut: Value = page
                .evaluate(
                    "visible('dialog .share-targets > *').filter(it => \
                     it.scrollWidth > it.clientWidth + 1).map(it => it.textContent)",
                )
                .await;
            assert_eq!(cut, json!([]), "at {width}, text of {pixels}");
        }
    });
}

#[test]
fn large_text_fits_the_smallest_screen() {
    check_width(320);
}

#[test]
fn large_text_fits_a_phone() {
    check_width(360);
}

#[test]
fn large_text_fits_a_large_phone() {
    check_width(390);
}
