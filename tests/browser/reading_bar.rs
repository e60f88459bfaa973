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

    page.scroll_to(".moods").await;
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
        page.scroll_to(".moods").await;
        page.tap(".reading-bar button").await;
        page.wait_for_value("window.scrollY", 0).await;
    });
}

#[test]
fn a_long_title_is_ellipsised() {
    phone().run(async |page| {
        page.open(&sample::article_path("bus-route-redesign")).await;
        page.wait_for("h1").await;
        page.scroll_to(".moods").await;
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
        page.scroll_to(".moods").await;
        page.wait_for_value(PROGRESS, 100).await;
        page.scroll_to(".article-body > :nth-child(3)").await;
        page.wait_for(BAR).await;
        let early = wait_for_progress(page, 0, 100).await;
        page.scroll_to(".article-body > :nth-child(7)").await;
        wait_for_progress(page, early, 100).await;
    });
}
