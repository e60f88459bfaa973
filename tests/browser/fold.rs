//! 阅读剩余全文: a long text is folded, and opens by any means.

use serde_json::{Value, json};
use thirtyfour::Key;
use zaidu::strings;

use crate::harness::{Page, desktop, phone, sample};

const BUTTON: &str = ".fold-button";
const HIDDEN: &str = ".article-body > [hidden]";

/// How many blocks of the text are hidden.
fn hidden() -> String {
    format!("document.querySelectorAll({HIDDEN:?}).length")
}

async fn open_folded(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(BUTTON).await;
}

#[test]
fn a_tap_opens_the_whole_text_and_it_stays_open() {
    phone().run(async |page| {
        open_folded(page).await;
        let said = page.texts(BUTTON).await.remove(0);
        assert!((1..100).any(|percent| said == strings::read_the_rest(percent)), "{said}");
        page.wait_for_none(".editor").await;

        page.tap(BUTTON).await;
        page.wait_for_none(BUTTON).await;
        page.wait_for_value(&hidden(), 0).await;
        let editor = strings::editor(sample::article(sample::LONG).editor.as_ref().unwrap());
        page.wait_for_text(".editor", &editor).await;

        page.reload().await;
        page.wait_for_text(".editor", &editor).await;
        page.wait_for_none(BUTTON).await;
    });
}

#[test]
fn folding_is_no_error_to_the_page() {
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
fn the_percentage_is_what_is_hidden() {
    phone().run(async |page| {
        open_folded(page).await;
        let said = page.texts(BUTTON).await.remove(0);
        let height = "visible('.article-body')[0].getBoundingClientRect().height";
        let folded: f64 = page.evaluate(height).await;
        page.tap(BUTTON).await;
        page.wait_for_none(BUTTON).await;
        let whole: f64 = page.evaluate(height).await;
        let hidden = (whole - folded) / whole * 100.0;
        let near = |percent: &u8| (f64::from(*percent) - hidden).abs() <= 3.0;
        let said_right = (1..100).filter(near).any(|near| said == strings::read_the_rest(near));
        assert!(said_right, "{hidden:.1} % are hidden, the button says {said}");
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
        page.wait_for_value(&hidden(), 0).await;
    });
}

#[test]
fn a_tap_leaves_the_focus_where_it_is() {
    phone().run(async |page| {
        open_folded(page).await;
        page.tap(BUTTON).await;
        page.wait_for_none(BUTTON).await;
        page.wait_for_value("document.activeElement.closest('.article-body')", Value::Null).await;
    });
}

#[test]
fn find_in_page_reaches_what_is_folded() {
    phone().run(async |page| {
        open_folded(page).await;
        let folded = format!(
            "[...document.querySelectorAll({HIDDEN:?})].every(node => \
             node.getAttribute('hidden') === 'until-found')"
        );
        page.wait_for_value(&folded, true).await;
        // What the browser does before it shows a hit.
        let found = format!(
            "document.querySelector({HIDDEN:?})\
             .dispatchEvent(new Event('beforematch', {{ bubbles: true }}))"
        );
        let _: Value = page.evaluate(&found).await;
        page.wait_for_value(&hidden(), 0).await;
        page.wait_for_none(BUTTON).await;
    });
}

#[test]
fn a_short_text_has_no_fold() {
    desktop().run(async |page| {
        page.open(&sample::article_path(sample::SHORT)).await;
        let editor = strings::editor(sample::article(sample::SHORT).editor.as_ref().unwrap());
        page.wait_for_text(".editor", &editor).await;
        // The counts have come, so the fold has been measured.
        page.wait_for(".feed .card").await;
        assert_eq!(page.count(BUTTON).await, 0);
    });
}

#[test]
fn paper_has_no_fold() {
    phone().run(async |page| {
        open_folded(page).await;
        page.wait_for_none(".editor").await;
        page.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        // What is still marked as hidden has its height all the same.
        let last = "document.querySelector('.editor').getBoundingClientRect().height > 10";
        page.wait_for_value(last, true).await;
        for screen_only in [BUTTON, ".site-header", ".mood", ".feed"] {
            page.wait_for_none(screen_only).await;
        }
    });
}

#[test]
fn what_is_folded_takes_no_focus() {
    phone().run(async |page| {
        // Its hidden part has a table, which scrolls and so takes the focus elsewhere.
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
