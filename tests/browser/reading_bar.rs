//! 正在阅读 (now reading): the sticky bar that shows title and reading progress once the headline has
//! left the viewport.

use zaidu::strings;

use crate::harness::{Page, desktop, phone, sample};

const BAR: &str = ".reading-bar";
const PROGRESS: &str = "document.querySelector('.reading-bar progress').value";

async fn check_bar(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for("h1").await;
    assert_eq!(page.count(BAR).await, 0, "the title is on the screen");

    page.unfold().await;
    page.scroll_to(".editor").await;
    let title = sample::article(sample::LONG).headline();
    let expected = format!("{}{title}", strings::NOW_READING);
    page.wait_until(&format!("{expected:?} in the bar"), async || {
        let seen = page.texts(BAR).await.concat().replace(' ', "");
        if seen == expected.replace(' ', "") { Ok(()) } else { Err(seen) }
    })
    .await;
    page.wait_for_value("visible('.reading-bar')[0].getBoundingClientRect().top", 0).await;
    page.wait_for_value("visible('.reading-bar progress')[0].value", 100).await;
    // Only one bar is sticky: the site header scrolls away.
    page.wait_for_value("visible('.site-header')[0].getBoundingClientRect().bottom < 0", true)
        .await;

    page.tap(".reading-bar button").await;
    page.wait_for_value("window.scrollY", 0).await;
    page.wait_for_none(BAR).await;
}

#[test]
fn the_bar_replaces_the_headline_and_scrolls_to_the_top_on_a_phone() {
    phone().run(check_bar);
}

#[test]
fn the_bar_replaces_the_headline_and_scrolls_to_the_top_on_a_desktop() {
    desktop().run(check_bar);
}

#[test]
fn with_reduced_motion_the_bar_scrolls_to_the_top_at_once() {
    phone().reduced_motion().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for("h1").await;
        page.scroll_to(".fold-button").await;
        page.tap(".reading-bar button").await;
        page.wait_for_value("window.scrollY", 0).await;
    });
}

#[test]
fn a_long_title_is_ellipsised() {
    phone().run(async |page| {
        page.open(&sample::article_path("bus-route-redesign")).await;
        page.wait_for("h1").await;
        page.scroll_to(".fold-button").await;
        page.wait_for(BAR).await;
        let height: f64 = page.evaluate("visible('.reading-bar')[0].offsetHeight").await;
        assert!(height < 64.0, "the bar is {height} px high");
        page.wait_for_value(
            "getComputedStyle(visible('.reading-bar button')[0]).textOverflow",
            "ellipsis",
        )
        .await;
    });
}

/// Waits for a progress strictly between `above` and `below`, in percent.
async fn wait_for_progress(page: &Page, above: u8, below: u8) -> u8 {
    page.wait_until(&format!("a progress above {above} and below {below}"), async || {
        let now: u8 = page.evaluate(PROGRESS).await;
        if above < now && now < below { Ok(now) } else { Err(now.to_string()) }
    })
    .await
}

#[test]
fn progress_grows_with_reading() {
    phone().reduced_motion().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.tap(".fold-button").await;
        page.wait_for_none(".fold-button").await;
        page.scroll_to(".article-body > :nth-child(3)").await;
        page.wait_for(BAR).await;
        let early = wait_for_progress(page, 0, 100).await;
        page.scroll_to(".article-body > :nth-child(7)").await;
        wait_for_progress(page, early, 100).await;
        page.scroll_to(".editor").await;
        page.wait_for_value(PROGRESS, 100).await;
    });
}

#[test]
fn what_is_folded_away_has_not_been_read() {
    phone().reduced_motion().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".fold-button").await;
        let label = page.texts(".fold-button").await.remove(0);
        let hidden = (1..100).find(|percent| label == strings::read_the_rest(*percent)).unwrap();
        // The fold at the lower edge: everything above it has been read.
        page.execute("document.querySelector('.fold-button').scrollIntoView({ block: 'end' })")
            .await;
        page.wait_for(BAR).await;
        page.wait_for_value(PROGRESS, 100 - hidden).await;
        let y: f64 = page.evaluate("scrollY").await;
        // A driver might scroll first.
        page.execute("document.querySelector('.fold-button').click()").await;
        // The same place is as far into the text as before, and the bar says it without a scroll.
        let near = format!("Math.abs({PROGRESS} - {}) <= 3 && scrollY === {y}", 100 - hidden);
        page.wait_for_value(&near, true).await;
    });
}

#[test]
fn the_bar_retires_after_the_text() {
    desktop().reduced_motion().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".feed .card").await;
        page.scroll_to(".editor").await;
        page.wait_for(BAR).await;
        page.scroll_to(".page-more").await;
        page.wait_for_none(BAR).await;
    });
}

/// The header comes back over the page when the reader scrolls up, and it is the only bar.
async fn check_return_of_the_header(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(".feed .card").await;
    let bottom = "document.querySelector('.site-header').getBoundingClientRect().bottom";
    page.scroll_to(".article-body > :nth-child(7)").await;
    page.wait_for(BAR).await;
    page.wait_for_value(&format!("{bottom} < 0"), true).await;
    page.execute("scrollBy(0, -41)").await;
    page.wait_for_none(BAR).await;
    page.wait_for_value(&format!("{bottom} > 40"), true).await;
    page.wait_for_value("document.querySelector('.site-header').dataset.place", "back").await;
    page.execute("scrollBy(0, 41)").await;
    page.wait_for(BAR).await;
    page.wait_for_value(&format!("{bottom} < 0"), true).await;
    // A reader who tabs back to it sees it.
    page.press_with(thirtyfour::Key::Shift, thirtyfour::Key::Tab).await;
    page.focus(".site-tools a").await;
    page.wait_for_value(&format!("{bottom} > 40"), true).await;
}

#[test]
fn the_header_returns_when_a_reader_scrolls_up_on_a_phone() {
    phone().reduced_motion().run(check_return_of_the_header);
}

#[test]
fn the_header_returns_when_a_reader_scrolls_up_on_a_desktop() {
    desktop().reduced_motion().run(check_return_of_the_header);
}
