//! 阅读剩余全文 (read the rest): a long text is folded; it unfolds by tap, key, find-in-page and for
//! print.

use serde_json::{Value, json};
use thirtyfour::Key;
use zaidu::strings;

use crate::harness::{Page, desktop, phone, sample};

const BUTTON: &str = ".fold-button";
const HIDDEN: &str = ".article-body > [hidden]";

/// JavaScript: the number of hidden blocks.
fn hidden_blocks() -> String {
    format!("document.querySelectorAll({HIDDEN:?}).length")
}

async fn open_folded(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(BUTTON).await;
}

#[test]
fn a_tap_unfolds_the_text_and_it_stays_unfolded_after_a_reload() {
    phone().run(async |page| {
        open_folded(page).await;
        let label = page.texts(BUTTON).await.remove(0);
        assert!((1..100).any(|percent| label == strings::read_the_rest(percent)), "{label}");
        page.wait_for_none(".editor").await;

        page.tap(BUTTON).await;
        page.wait_for_none(BUTTON).await;
        page.wait_for_value(&hidden_blocks(), 0).await;
        let editor = strings::editor(sample::article(sample::LONG).editor.as_ref().unwrap());
        page.wait_for_text(".editor", &editor).await;

        page.reload().await;
        page.wait_for_text(".editor", &editor).await;
        page.wait_for_none(BUTTON).await;
    });
}

#[test]
fn folding_raises_no_error_event() {
    phone().run(async |page| {
        page.prepare(
            "window.mentioned = [];
            addEventListener('error', event => mentioned.push(event.message));",
        )
        .await;
        open_folded(page).await;
        page.evaluate_async("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            .await;
        assert_eq!(page.evaluate::<Vec<String>>("mentioned").await, Vec::<String>::new());
    });
}

#[test]
fn the_button_states_the_hidden_percentage() {
    phone().run(async |page| {
        open_folded(page).await;
        let label = page.texts(BUTTON).await.remove(0);
        let height = "visible('.article-body')[0].getBoundingClientRect().height";
        let folded: f64 = page.evaluate(height).await;
        page.tap(BUTTON).await;
        page.wait_for_none(BUTTON).await;
        let whole: f64 = page.evaluate(height).await;
        let hidden = (whole - folded) / whole * 100.0;
        let near = |percent: &u8| (f64::from(*percent) - hidden).abs() <= 3.0;
        let is_right = (1..100).filter(near).any(|near| label == strings::read_the_rest(near));
        assert!(is_right, "{hidden:.1} % are hidden, the button says {label}");
    });
}

#[test]
fn a_key_moves_the_focus_into_the_revealed_text() {
    phone().run(async |page| {
        open_folded(page).await;
        let first = format!("document.querySelector({HIDDEN:?}).textContent");
        let first: String = page.evaluate(&first).await;
        let _: Value = page.evaluate(&format!("visible({BUTTON:?})[0].focus()")).await;
        page.press(Key::Enter).await;
        page.wait_for_value("document.activeElement.textContent", first).await;
        page.wait_for_value(&hidden_blocks(), 0).await;
    });
}

#[test]
fn a_tap_does_not_move_the_focus() {
    phone().run(async |page| {
        open_folded(page).await;
        page.tap(BUTTON).await;
        page.wait_for_none(BUTTON).await;
        page.wait_for_value("document.activeElement.closest('.article-body')", Value::Null).await;
    });
}

#[test]
fn find_in_page_reaches_folded_text() {
    phone().run(async |page| {
        open_folded(page).await;
        let folded = format!(
            "[...document.querySelectorAll({HIDDEN:?})].every(node => \
             node.getAttribute('hidden') === 'until-found')"
        );
        page.wait_for_value(&folded, true).await;
        // The event that a browser dispatches before it reveals a match.
        let found = format!(
            "document.querySelector({HIDDEN:?})\
             .dispatchEvent(new Event('beforematch', {{ bubbles: true }}))"
        );
        let _: Value = page.evaluate(&found).await;
        page.wait_for_value(&hidden_blocks(), 0).await;
        page.wait_for_none(BUTTON).await;
    });
}

#[test]
fn a_short_text_is_not_folded() {
    desktop().run(async |page| {
        page.open(&sample::article_path(sample::SHORT)).await;
        let editor = strings::editor(sample::article(sample::SHORT).editor.as_ref().unwrap());
        page.wait_for_text(".editor", &editor).await;
        // The feed has loaded, so the fold has been measured.
        page.wait_for(".feed .card").await;
        assert_eq!(page.count(BUTTON).await, 0);
    });
}

#[test]
fn print_shows_the_whole_text() {
    phone().run(async |page| {
        open_folded(page).await;
        page.wait_for_none(".editor").await;
        page.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        // Print styles override `hidden`, so the element has a height.
        let last = "document.querySelector('.editor').getBoundingClientRect().height > 10";
        page.wait_for_value(last, true).await;
        page.wait_for(".site-name").await;
        for screen_only in [BUTTON, ".site-channels", ".site-tools", ".mood", ".feed"] {
            page.wait_for_none(screen_only).await;
        }
    });
}

#[test]
fn folded_content_is_not_focusable() {
    phone().run(async |page| {
        // The hidden part of this article has a table, which is focusable because it scrolls.
        page.open(&sample::article_path("bridge-sensors")).await;
        page.wait_for(BUTTON).await;
        let stops = format!(
            "document.querySelectorAll({:?})",
            format!("{HIDDEN}[tabindex], {HIDDEN} [tabindex]")
        );
        assert_ne!(page.evaluate::<usize>(&format!("{stops}.length")).await, 0);
        let taken = "filter(stop => { stop.focus(); return document.activeElement === stop; })";
        page.wait_for_value(&format!("[...{stops}].{taken}.length"), 0).await;
    });
}

/// Sizes of windows in which no text is folded: a desktop, a tablet, a phone held sideways, and
/// the window of a desktop at three and four times its size.
#[test]
fn only_a_phone_folds_a_text() {
    for (width, height) in [(1440, 900), (820, 1180), (740, 360), (480, 300), (360, 225)] {
        phone().sized(width, height).run(async |page| {
            page.open(&sample::article_path(sample::LONG)).await;
            // The feed has loaded, so the fold has been measured.
            page.wait_for(".feed .card").await;
            page.wait_for(".editor").await;
            assert_eq!(page.count(BUTTON).await, 0, "{width} × {height}");
        });
    }
}

#[test]
fn large_text_is_not_folded() {
    phone().run(async |page| {
        open_folded(page).await;
        let sizes = json!({ "fontSizes": { "standard": 32, "fixed": 32 } });
        page.cdp("Page.setFontSizes", sizes).await;
        page.goto("/healthz").await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".feed .card").await;
        page.wait_for(".editor").await;
        assert_eq!(page.count(BUTTON).await, 0);
    });
}
