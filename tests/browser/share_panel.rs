//! The share panel as a modal dialog: history integration, focus management, and layout on every
//! screen.

use serde::Deserialize;
use thirtyfour::Key;
use zaidu::strings;

use crate::harness::{Page, Visit, desktop, phone};

/// JavaScript: whether the current history entry is the one of an overlay.
const OVERLAY_ENTRY: &str = "String(history.state).startsWith('zaidu-cover')";

const BUTTON: &str = ".meta .share-button";
const DIALOG: &str = "dialog[open]";
const NO_SHEET: &str = "delete Navigator.prototype.share;";

/// Navigates from the home page to an article and opens the panel. Returns the article's path.
async fn open_panel(page: &Page) -> String {
    page.prepare(NO_SHEET).await;
    page.open("/").await;
    page.tap(".card-link").await;
    page.wait_for("article h1").await;
    page.tap(BUTTON).await;
    page.wait_for_text(&format!("{DIALOG} h2"), strings::SHARE_TO).await;
    page.wait_for_value(OVERLAY_ENTRY, true).await;
    page.current_path().await
}

/// Checks that the panel is closed and that one step back from the article is the home page.
async fn check_back_leads_home(page: &Page, article: &str) {
    page.wait_for_none(DIALOG).await;
    page.wait_for_value(OVERLAY_ENTRY, false).await;
    assert_eq!(page.current_path().await, article);
    page.wait_for("article h1").await;
    page.back().await;
    page.wait_for_text(".feed h2", strings::LATEST).await;
    assert_eq!(page.current_path().await, "/");
}

#[test]
fn back_closes_the_panel_and_a_second_back_leaves_the_page() {
    phone().run(async |page| {
        let article = open_panel(page).await;
        page.back().await;
        check_back_leads_home(page, &article).await;
        page.forward().await;
        page.wait_for("article h1").await;
        assert_eq!(page.current_path().await, article);
    });
}

#[test]
fn escape_closes_the_panel_and_back_leaves_the_page() {
    desktop().run(async |page| {
        let article = open_panel(page).await;
        page.press(Key::Escape).await;
        check_back_leads_home(page, &article).await;
    });
}

#[test]
fn closing_the_panel_leaves_no_history_entry() {
    phone().run(async |page| {
        let article = open_panel(page).await;
        page.tap(".dialog-close").await;
        page.wait_for_none(DIALOG).await;
        page.wait_for_value(OVERLAY_ENTRY, false).await;
        let length: usize = page.evaluate("history.length").await;
        // Opening and closing it again adds no second history entry.
        page.tap(BUTTON).await;
        page.tap_text(".share-targets button", strings::QR_CODE).await;
        page.wait_for(".share-code svg").await;
        page.back().await;
        page.wait_for_none(DIALOG).await;
        page.wait_for_value("history.length", length).await;
        check_back_leads_home(page, &article).await;
    });
}

#[test]
fn forward_does_not_reopen_a_closed_panel() {
    phone().run(async |page| {
        let article = open_panel(page).await;
        page.press(Key::Escape).await;
        page.wait_for_none(DIALOG).await;
        page.wait_for_value(OVERLAY_ENTRY, false).await;
        page.forward().await;
        check_back_leads_home(page, &article).await;
    });
}

#[test]
fn a_reload_closes_the_panel() {
    phone().run(async |page| {
        let article = open_panel(page).await;
        page.reload().await;
        page.wait_for("article h1").await;
        check_back_leads_home(page, &article).await;
    });
}

#[test]
fn the_panel_takes_and_restores_the_focus() {
    desktop().run(async |page| {
        open_panel(page).await;
        page.wait_for_value("document.activeElement.matches('dialog h2')", true).await;
        page.tap_text(".share-targets button", strings::WECHAT).await;
        page.wait_for_text(&format!("{DIALOG} h2"), strings::WECHAT_SCAN).await;
        page.wait_for_value("document.activeElement.matches('dialog h2')", true).await;
        page.tap(".dialog-back").await;
        page.wait_for_text(&format!("{DIALOG} h2"), strings::SHARE_TO).await;
        page.wait_for_value("document.activeElement.matches('dialog h2')", true).await;
        page.press(Key::Escape).await;
        page.wait_for_none(DIALOG).await;
        page.wait_for_value(&format!("document.activeElement === visible({BUTTON:?})[0]"), true)
            .await;
        // After it was closed by a key, it opens again.
        page.tap(BUTTON).await;
        page.wait_for(DIALOG).await;
    });
}

#[derive(Deserialize)]
struct ElementSize {
    width: f64,
    height: f64,
    html: String,
}

/// Every view of the panel fits the screen: tap targets are at least 44 × 44 CSS pixels, nothing
/// is cut off at the sides, and everything can be scrolled into view.
fn check_panel_fits(visit: Visit, wechat: &str) {
    visit.run(async |page| {
        open_panel(page).await;
        for (method, heading) in [(strings::WECHAT, wechat), (strings::POSTER, strings::POSTER)] {
            check_view_fits(page).await;
            page.tap_text(".share-targets button", method).await;
            page.wait_for_text(&format!("{DIALOG} h2"), heading).await;
            page.wait_for_value("document.querySelector('.share-poster')?.complete ?? true", true)
                .await;
            check_view_fits(page).await;
            page.tap(".dialog-back").await;
        }
    });
}

/// The WeChat mask fits the screen, and its parts do not overlap.
fn check_mask_fits(visit: Visit) {
    visit.in_wechat().run(async |page| {
        open_panel(page).await;
        page.tap_text(".share-targets button", strings::WECHAT_FRIENDS).await;
        page.wait_for_text(&format!("{DIALOG} h2"), strings::WECHAT_MENU).await;
        // A heading is as wide as the panel, so its text is measured instead.
        let apart = "(places => places.every((a, at) => places.slice(at + 1).every(b =>
            a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top)))(
            visible('.share-mask .icon, .share-wechat h2, .dialog-close').map(node => {
                const range = document.createRange();
                range.selectNode(node.matches('h2') ? node.firstChild : node);
                return range.getBoundingClientRect();
            }))";
        page.wait_for_value(apart, true).await;
        // Nothing of the page shows through, so that the words can be read over any page.
        let shade = "visible('.share-wechat .dialog-panel').map(node => {
            const { backgroundColor: color, height } = getComputedStyle(node);
            return [Number(/[/,] ?([\\d.]+)\\)$/.exec(color)?.[1] ?? 1) >= 0.92,
                parseFloat(height) >= innerHeight];
        })[0]";
        page.wait_for_value(shade, vec![true, true]).await;
        page.assert_accessible().await;
    });
}

async fn check_view_fits(page: &Page) {
    let targets: Vec<ElementSize> = page
        .evaluate(
            "visible('dialog[open] :is(a, button, input)').map(node => {
                const { width, height } = node.getBoundingClientRect();
                return { width, height, html: node.outerHTML.slice(0, 120) };
            })",
        )
        .await;
    for ElementSize { width, height, html } in &targets {
        assert!(*width >= 44.0 && *height >= 44.0, "{width} × {height}: {html}");
    }
    assert!(targets.len() >= 2);
    let inside = "(dialog => {
        const box = dialog.getBoundingClientRect();
        // A box of fractions of pixels may end beyond the edge by less than a thousandth.
        return dialog.scrollWidth <= dialog.clientWidth && box.left >= 0 && box.top >= 0
            && box.right <= innerWidth + 0.01 && box.bottom <= innerHeight + 0.01;
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
    check_panel_fits(phone().sized(320, 568), strings::WECHAT_PASTE);
    check_mask_fits(phone().sized(320, 568));
}

#[test]
fn the_panel_fits_a_phone_in_landscape() {
    check_panel_fits(phone().sized(740, 360), strings::WECHAT_PASTE);
    check_mask_fits(phone().sized(568, 320).dark());
}

#[test]
fn the_panel_fits_a_desktop() {
    check_panel_fits(desktop(), strings::WECHAT_SCAN);
}

#[test]
fn the_panel_is_labelled_for_screen_readers() {
    phone().run(async |page| {
        open_panel(page).await;
        let label = page.attributes(DIALOG, "aria-label").await;
        assert_eq!(label, [Some(strings::SHARE.to_owned())]);
        page.wait_for("dialog[open] [role=status]").await;
        let marks = "visible('dialog[open] svg').every(node => node.ariaHidden === 'true')";
        page.wait_for_value(marks, true).await;
    });
}
