//! Sharing: the system's sheet, else links and copying; in WeChat a mask.

use serde_json::{Value, json};
use thirtyfour::Key;
use zaidu::words;
use zaidu_model::api::encode_value;

use crate::harness::{Page, desktop, phone, sample};

const BUTTON: &str = ".share-button";
const DIALOG: &str = "dialog[open]";
/// A browser without a share sheet, as on many desktops.
const NO_SHEET: &str = "delete Navigator.prototype.share;";

async fn open_panel(page: &Page) {
    page.prepare(NO_SHEET).await;
    page.open(&sample::page_of(sample::LONG)).await;
    page.tap(BUTTON).await;
    page.see_words(&format!("{DIALOG} h2"), words::SHARE_ARTICLE).await;
}

#[test]
fn without_a_sheet_the_panel_offers_links_and_copying() {
    desktop().run(async |page| {
        open_panel(page).await;
        let names = [words::WEIBO, words::QQ, words::QZONE, words::MAIL];
        assert_eq!(page.words(&format!("{DIALOG} .share-targets a")).await, names);
        let url = format!("{}{}", page.origin(), sample::page_of(sample::LONG));
        let encoded = encode_value(&url).to_string();
        for address in page.attributes(".share-targets a", "href").await {
            let address = address.unwrap();
            assert!(address.contains(&encoded), "{address} does not lead to {url}");
        }
        page.until_value("visible('.share-copy input')[0].value", url).await;
        assert_eq!(page.count(".share-mask").await, 0);
        assert_eq!(page.count(".share-last").await, 0);
    });
}

#[test]
fn copying_says_that_it_did() {
    desktop().run(async |page| {
        let permissions = json!({ "permissions": ["clipboardReadWrite"] });
        page.command("Browser.grantPermissions", permissions).await;
        open_panel(page).await;
        page.tap_words(".share-copy button", words::COPY_LINK).await;
        page.see_words(".share-status", words::COPIED).await;
        let url = format!("{}{}", page.origin(), sample::page_of(sample::LONG));
        assert_eq!(page.promised("navigator.clipboard.readText()").await, Value::from(url));
    });
}

#[test]
fn a_refused_clipboard_leaves_the_link_to_be_copied_by_hand() {
    phone().run(async |page| {
        page.prepare(
            "Object.defineProperty(navigator, 'clipboard', {
                value: { writeText: () => Promise.reject(new Error('refused')) },
            });
            document.execCommand = () => false;",
        )
        .await;
        open_panel(page).await;
        page.tap_words(".share-copy button", words::COPY_LINK).await;
        page.see_words(".share-status", words::COPY_FAILED).await;
        page.see_words(".share-last", words::USE_BROWSER_SHARE).await;
        page.focus(".share-copy input").await;
        let selected = "(field => field.selectionEnd - field.selectionStart === field.value.length \
            && field.value.length > 0)(document.activeElement)";
        page.until_value(selected, true).await;
    });
}

#[test]
fn wechat_gets_a_mask_that_points_at_its_menu() {
    phone().in_wechat().run(async |page| {
        page.open(&sample::page_of(sample::LONG)).await;
        page.tap_words(BUTTON, words::SHARE_ARTICLE).await;
        page.see_words(&format!("{DIALOG} .share-mask p"), words::WECHAT_MENU).await;
        let places = page.words(".share-mask li").await;
        assert_eq!(places, [words::WECHAT_FRIENDS, words::WECHAT_MOMENTS]);
        assert_eq!(page.count(".share-links").await, 0);
        let label = page.attributes(".dialog-close", "aria-label").await;
        assert_eq!(label, [Some(words::CLOSE.to_owned())]);
        page.tap(".dialog-close").await;
        page.see_none(DIALOG).await;
    });
}

/// A share sheet that keeps what it is given and then does `outcome`.
fn sheet(outcome: &str) -> String {
    format!("window.shared = []; navigator.share = what => {{ shared.push(what); {outcome} }};")
}

#[test]
fn the_systems_sheet_gets_title_and_address() {
    phone().run(async |page| {
        page.prepare(&sheet("return Promise.resolve();")).await;
        page.open(&sample::page_of(sample::LONG)).await;
        page.tap(BUTTON).await;
        let url = format!("{}{}", page.origin(), sample::page_of(sample::LONG));
        let title = sample::article(sample::LONG).headline();
        page.until_value("window.shared", json!([{ "title": title, "url": url }])).await;
        assert_eq!(page.count(DIALOG).await, 0);
    });
}

#[test]
fn a_closed_sheet_is_no_failure() {
    phone().run(async |page| {
        let closed = "window.closed_ = Promise.reject(new DOMException('', 'AbortError'));
            return window.closed_;";
        page.prepare(&sheet(closed)).await;
        page.open(&sample::page_of(sample::LONG)).await;
        page.tap(BUTTON).await;
        // The app has heard of it once whoever asked later has.
        page.until_value("window.shared.length", 1).await;
        page.promised("window.closed_.catch(() => new Promise(requestAnimationFrame))").await;
        assert_eq!(page.count(DIALOG).await, 0);
    });
}

#[test]
fn a_sheet_that_refuses_gives_way_to_the_panel() {
    phone().run(async |page| {
        let refused = "return Promise.reject(new DOMException('', 'NotAllowedError'));";
        page.prepare(&sheet(refused)).await;
        page.open(&sample::page_of(sample::LONG)).await;
        page.tap(BUTTON).await;
        page.see(&format!("{DIALOG} .share-links")).await;
    });
}

#[test]
fn escape_closes_the_panel_and_gives_the_focus_back() {
    desktop().run(async |page| {
        open_panel(page).await;
        page.until_value("document.activeElement.closest('dialog') !== null", true).await;
        page.press(Key::Escape).await;
        page.see_none(DIALOG).await;
        page.until_value(&format!("document.activeElement === visible({BUTTON:?})[0]"), true).await;
        // Closed by a key, it opens again.
        page.tap(BUTTON).await;
        page.see(DIALOG).await;
    });
}
