//! 上次读到这里: how far an article was read is kept, shown on its cards, and offered to who comes back.

use serde_json::json;
use thirtyfour::Key;
use zaidu::strings;

use crate::harness::{Page, desktop, phone, sample};
use crate::reading_list::BUTTON;

const BAR: &str = ".saved-bar";
const RESUME: &str = "[data-saved=resume]";
/// JavaScript: how far the long article was read, in percent, as it is stored.
const STORED: &str =
    "+(localStorage.getItem('zaidu:opened:tide-gauge-keeper') || '').split('\\n')[2]";
/// JavaScript: leaves the page as browsers of apps do, which tell nothing else.
const HIDE: &str = "(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
})()";
/// JavaScript: the block at the line where readers read.
const READ_BLOCK: &str = "[...document.querySelectorAll('.article-body > *')]
    .findIndex(block => block.getBoundingClientRect().bottom > innerHeight * 0.3)";

async fn open(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(BUTTON).await;
}

/// Unfolds the text and scrolls to its block with this index, which is then where readers read.
async fn scroll_to_block(page: &Page, index: usize) {
    page.unfold().await;
    page.execute(&format!(
        "scrollBy(0, document.querySelectorAll('.article-body > *')[{index}]
            .getBoundingClientRect().top - innerHeight * 0.3 + 5)"
    ))
    .await;
    page.wait_for_value(READ_BLOCK, index).await;
}

/// Reads to the block with this index and leaves. The text is folded again at the next visit.
async fn read_to(page: &Page, index: usize) {
    open(page).await;
    scroll_to_block(page, index).await;
    page.execute(HIDE).await;
    page.wait_for_value(&format!("{STORED} > 0"), true).await;
    page.execute("sessionStorage.clear()").await;
    page.open("/ranking").await;
    page.execute("sessionStorage.clear()").await;
}

#[test]
fn who_comes_back_is_offered_to_go_on() {
    for visit in [phone(), desktop(), phone().in_wechat(), phone().mounted()] {
        visit.run(async |page| {
            read_to(page, 8).await;
            open(page).await;
            let percent: u8 = page.evaluate(STORED).await;
            page.wait_for_text(".saved-bar [role=status]", &strings::stopped_at(percent)).await;
            assert_eq!(page.evaluate::<f64>("scrollY").await, 0.0, "an offer is not a jump");
            page.assert_accessible().await;
            page.tap(RESUME).await;
            page.wait_for_none(BAR).await;
            page.wait_for_value(READ_BLOCK, 8).await;
            page.wait_for_none(".fold-button").await;
        });
    }
}

#[test]
fn a_corrected_text_still_has_the_place() {
    phone().run(async |page| {
        read_to(page, 8).await;
        // As if two paragraphs had been inserted before it since.
        page.execute(
            "(key => localStorage.setItem(key, localStorage.getItem(key)
                .split('\\n').map((line, at) => at === 3 ? 6 : line).join('\\n')))
                ('zaidu:opened:tide-gauge-keeper')",
        )
        .await;
        open(page).await;
        page.tap(RESUME).await;
        page.wait_for_value(READ_BLOCK, 8).await;
    });
}

#[test]
fn a_key_goes_on_with_the_focus_and_escape_refuses() {
    phone().run(async |page| {
        read_to(page, 8).await;
        open(page).await;
        page.wait_for(BAR).await;
        page.press(Key::Escape).await;
        page.wait_for_none(BAR).await;
        page.reload().await;
        page.wait_for(BUTTON).await;
        // A reload is no return to the article.
        assert_eq!(page.count(BAR).await, 0);
        page.open("/ranking").await;
        open(page).await;
        page.focus(RESUME).await;
        page.press(Key::Enter).await;
        page.wait_for_value(READ_BLOCK, 8).await;
        let focused =
            "[...document.querySelectorAll('.article-body > *')].indexOf(document.activeElement)";
        page.wait_for_value(focused, 8).await;
    });
}

#[test]
fn the_offer_goes_when_the_reader_scrolls_on_or_refuses() {
    phone().run(async |page| {
        read_to(page, 8).await;
        open(page).await;
        page.wait_for(BAR).await;
        page.execute("scrollBy(0, innerHeight * 0.6)").await;
        page.wait_for_none(BAR).await;
        page.open("/ranking").await;
        open(page).await;
        page.wait_for(BAR).await;
        page.tap(".saved-close").await;
        page.wait_for_none(BAR).await;
    });
}

#[test]
fn nothing_is_offered_where_nobody_has_stopped() {
    phone().run(async |page| {
        // At the beginning.
        open(page).await;
        page.execute(HIDE).await;
        page.open("/ranking").await;
        open(page).await;
        assert_eq!(page.count(BAR).await, 0);
        // At a fragment.
        read_to(page, 8).await;
        page.open(&format!("{}#content", sample::article_path(sample::LONG))).await;
        page.wait_for(BUTTON).await;
        assert_eq!(page.count(BAR).await, 0);
        // After the end.
        page.open("/ranking").await;
        open(page).await;
        page.tap(RESUME).await;
        page.wait_for_none(".fold-button").await;
        page.scroll_to(".moods").await;
        page.wait_for_value(STORED, 100).await;
        page.open("/ranking").await;
        open(page).await;
        assert_eq!(page.count(BAR).await, 0);
    });
}

#[test]
fn back_restores_the_place_and_offers_nothing() {
    phone().run(async |page| {
        open(page).await;
        scroll_to_block(page, 8).await;
        page.execute("document.querySelector('.site-name').click()").await;
        page.wait_for_value("location.pathname", "/").await;
        // Leaving within the app has kept it.
        page.wait_for_value(&format!("{STORED} > 0"), true).await;
        page.back().await;
        page.wait_for(BUTTON).await;
        page.wait_for_value(READ_BLOCK, 8).await;
        assert_eq!(page.count(BAR).await, 0);
    });
}

#[test]
fn the_place_is_kept_when_the_page_stands_still() {
    phone().run(async |page| {
        open(page).await;
        scroll_to_block(page, 8).await;
        page.wait_for_value(&format!("{STORED} > 0"), true).await;
        let percent: u8 = page.evaluate(STORED).await;
        // To look at the title again does not lose it.
        page.execute("scrollTo(0, 0)").await;
        page.execute(HIDE).await;
        page.wait_for_value(STORED, percent).await;
    });
}

#[test]
fn a_history_that_was_cleared_stays_so() {
    phone().run(async |page| {
        open(page).await;
        scroll_to_block(page, 8).await;
        page.execute("localStorage.clear()").await;
        page.execute(HIDE).await;
        page.open("/ranking").await;
        page.wait_for_value(
            "Object.keys(localStorage).filter(it => it.includes('opened'))",
            json!([]),
        )
        .await;
    });
}

#[test]
fn cards_show_how_far_their_articles_were_read() {
    for visit in [phone(), desktop(), phone().mounted()] {
        visit.run(async |page| {
            read_to(page, 8).await;
            let percent: u8 = page.evaluate(STORED).await;
            page.execute("localStorage.setItem('zaidu:opened:fish-return', '5\\n\\n100')").await;
            page.open(&sample::list_path()).await;
            let label = |id: &str| {
                format!(
                    "document.querySelector(`.card [href='{}'] .preview-meta`)?.dataset.progress",
                    sample::article_path(id)
                )
            };
            page.wait_for_value(&label(sample::LONG), strings::read_up_to(percent)).await;
            page.wait_for_value(&label("fish-return"), strings::READ).await;
            page.wait_for_value(&label("bus-route-redesign"), "").await;
            page.assert_accessible().await;
            // Cards that come later are marked too.
            page.scroll_to(".feed-end").await;
            page.wait_for_value("document.querySelectorAll('.card').length > 20", true).await;
            page.wait_for_value(
                "document.querySelectorAll('.card .preview-meta:not([data-progress])').length",
                0,
            )
            .await;
        });
    }
}

#[test]
fn readers_who_save_data_load_the_code_near_the_end_of_an_article_only() {
    phone().saving_data().run(async |page| {
        page.open("/").await;
        page.wait_for(".feed .card").await;
        page.open(&sample::article_path("bus-route-redesign")).await;
        page.wait_for("h1").await;
        page.wait_for_program().await;
        page.scroll_to(".moods").await;
        page.wait_for(BUTTON).await;
    });
}
