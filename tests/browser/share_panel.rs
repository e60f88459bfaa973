//! The share panel as a dialog: on every screen, by every way to close it.

use serde::Deserialize;
use thirtyfour::Key;
use zaidu::strings;

use crate::harness::{Page, Visit, desktop, phone};

/// Whether the entry of the history stands for what covers the page.
const COVERED: &str = "String(history.state).startsWith('zaidu-cover')";

const BUTTON: &str = ".meta .share-button";
const DIALOG: &str = "dialog[open]";
const NO_SHEET: &str = "delete Navigator.prototype.share;";

/// Comes to an article from the home page, and opens the panel there.
async fn open_panel(page: &Page) -> String {
    page.prepare(NO_SHEET).await;
    page.open("/").await;
    page.tap(".card-link").await;
    page.wait_for("article h1").await;
    page.tap(BUTTON).await;
    page.wait_for_text(&format!("{DIALOG} h2"), strings::SHARE_ARTICLE).await;
    page.wait_for_value(COVERED, true).await;
    page.address().await
}

/// One step back from the article leads to the page before it.
async fn back_leads_home(page: &Page, article: &str) {
    page.wait_for_none(DIALOG).await;
    page.wait_for_value(COVERED, false).await;
    assert_eq!(page.address().await, article);
    page.wait_for("article h1").await;
    page.back().await;
    page.wait_for_text(".feed h2", strings::LATEST).await;
    assert_eq!(page.address().await, "/");
}

#[test]
fn the_phones_back_closes_the_panel_and_the_next_leaves_the_page() {
    phone().run(async |page| {
        let article = open_panel(page).await;
        page.back().await;
        back_leads_home(page, &article).await;
        page.forward().await;
        page.wait_for("article h1").await;
        assert_eq!(page.address().await, article);
    });
}

#[test]
fn escape_closes_the_panel_and_back_leaves_the_page() {
    desktop().run(async |page| {
        let article = open_panel(page).await;
        page.press(Key::Escape).await;
        back_leads_home(page, &article).await;
    });
}

#[test]
fn every_other_way_to_close_it_leaves_the_history_alone() {
    phone().run(async |page| {
        let article = open_panel(page).await;
        page.tap(".dialog-close").await;
        page.wait_for_none(DIALOG).await;
        page.wait_for_value(COVERED, false).await;
        let length: usize = page.evaluate("history.length").await;
        // Opened and closed again, it adds no second entry.
        page.tap(BUTTON).await;
        page.tap_text(".share-targets button", strings::CODE_TO_SCAN).await;
        page.wait_for(".share-code svg").await;
        page.back().await;
        page.wait_for_none(DIALOG).await;
        page.wait_for_value("history.length", length).await;
        back_leads_home(page, &article).await;
    });
}

#[test]
fn forward_does_not_lead_into_a_closed_panel() {
    phone().run(async |page| {
        let article = open_panel(page).await;
        page.press(Key::Escape).await;
        page.wait_for_none(DIALOG).await;
        page.wait_for_value(COVERED, false).await;
        page.forward().await;
        back_leads_home(page, &article).await;
    });
}

#[test]
fn a_page_loaded_again_is_not_covered() {
    phone().run(async |page| {
        let article = open_panel(page).await;
        page.reload().await;
        page.wait_for("article h1").await;
        back_leads_home(page, &article).await;
    });
}

#[test]
fn the_panel_takes_the_focus_and_gives_it_back() {
    desktop().run(async |page| {
        open_panel(page).await;
        page.wait_for_value("document.activeElement.matches('dialog h2')", true).await;
        page.tap_text(".share-targets button", strings::CODE_TO_SCAN).await;
        page.wait_for_text(&format!("{DIALOG} h2"), strings::CODE_TO_SCAN).await;
        page.wait_for_value("document.activeElement.matches('dialog h2')", true).await;
        page.tap(".dialog-back").await;
        page.wait_for_text(&format!("{DIALOG} h2"), strings::SHARE_ARTICLE).await;
        page.wait_for_value("document.activeElement.matches('dialog h2')", true).await;
        page.press(Key::Escape).await;
        page.wait_for_none(DIALOG).await;
        page.wait_for_value(&format!("document.activeElement === visible({BUTTON:?})[0]"), true)
            .await;
        // Closed by a key, it opens again.
        page.tap(BUTTON).await;
        page.wait_for(DIALOG).await;
    });
}

#[derive(Deserialize)]
struct Place {
    width: f64,
    height: f64,
    html: String,
}

/// Every face fits: nothing to tap is small, nothing is cut off at the sides, and
/// everything can be scrolled to.
fn fits(visit: Visit) {
    visit.run(async |page| {
        open_panel(page).await;
        for way in [strings::CODE_TO_SCAN, strings::POSTER] {
            face_fits(page).await;
            page.tap_text(".share-targets button", way).await;
            page.wait_for_text(&format!("{DIALOG} h2"), way).await;
            page.wait_for_value("document.querySelector('.share-poster')?.complete ?? true", true)
                .await;
            face_fits(page).await;
            page.tap(".dialog-back").await;
        }
    });
}

/// So does the mask, whose parts stand apart.
fn the_mask_fits(visit: Visit) {
    visit.in_wechat().run(async |page| {
        open_panel(page).await;
        page.tap_text(".share-targets button", strings::WECHAT_FRIENDS).await;
        page.wait_for_text(&format!("{DIALOG} h2"), strings::WECHAT_MENU).await;
        // A heading is as wide as the panel, its words are not.
        let apart = "(places => places.every((a, at) => places.slice(at + 1).every(b =>
            a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top)))(
            visible('.share-mask .icon, .share-wechat :is(h2, li), .dialog-close').map(node => {
                const range = document.createRange();
                range.selectNode(node.matches('h2') ? node.firstChild : node);
                return range.getBoundingClientRect();
            }))";
        page.wait_for_value(apart, true).await;
        page.assert_accessible().await;
    });
}

async fn face_fits(page: &Page) {
    let small: Vec<Place> = page
        .evaluate(
            "visible('dialog[open] :is(a, button, input)').map(node => {
                const { width, height } = node.getBoundingClientRect();
                return { width, height, html: node.outerHTML.slice(0, 120) };
            })",
        )
        .await;
    for Place { width, height, html } in &small {
        assert!(*width >= 44.0 && *height >= 44.0, "{width} × {height}: {html}");
    }
    assert!(small.len() >= 2);
    let inside = "(dialog => {
        const box = dialog.getBoundingClientRect();
        return dialog.scrollWidth <= dialog.clientWidth && box.left >= 0 && box.top >= 0
            && box.right <= innerWidth && box.bottom <= innerHeight;
    })(document.querySelector('dialog[open]'))";
    page.wait_for_value(inside, true).await;
    let reached = "(dialog => [...dialog.querySelectorAll('*')].every(node => {
        const at = node.getBoundingClientRect();
        return at.right <= innerWidth + 1 && at.left >= -1
            && at.bottom - dialog.getBoundingClientRect().top + dialog.scrollTop
                <= dialog.scrollHeight + 1;
    }))(document.querySelector('dialog[open]'))";
    page.wait_for_value(reached, true).await;
}

#[test]
fn the_panel_fits_the_smallest_screen() {
    fits(phone().sized(320, 568));
    the_mask_fits(phone().sized(320, 568));
}

#[test]
fn the_panel_fits_a_phone_on_its_side() {
    fits(phone().sized(740, 360));
    the_mask_fits(phone().sized(568, 320).dark());
}

#[test]
fn the_panel_fits_a_desktop() {
    fits(desktop());
}

#[test]
fn those_who_hear_the_page_are_told() {
    phone().run(async |page| {
        open_panel(page).await;
        let label = page.attributes(DIALOG, "aria-label").await;
        assert_eq!(label, [Some(strings::SHARE.to_owned())]);
        page.wait_for("dialog[open] [role=status]").await;
        let marks = "visible('dialog[open] svg').every(node => node.ariaHidden === 'true')";
        page.wait_for_value(marks, true).await;
    });
}
