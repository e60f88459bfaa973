//! Sharing: Web Share API, share links, clipboard, and in WeChat a mask that points at its menu.

use serde_json::{Value, json};
use thirtyfour::Key;
use zaidu::strings;
use zaidu_model::url::encode_component;
use zaidu_model::url::query_parameter;

use crate::harness::{Page, desktop, phone, sample};

const BUTTON: &str = ".meta .share-button";
const FOOT: &str = ".share-more .share-button";
const DIALOG: &str = "dialog[open]";
/// Removes the Web Share API, as on many desktops.
const NO_WEB_SHARE: &str = "delete Navigator.prototype.share;";

/// Mocks `navigator.share`: records its argument and then runs `outcome`.
fn mock_web_share(outcome: &str) -> String {
    format!("window.shared = []; navigator.share = what => {{ shared.push(what); {outcome} }};")
}

const SHARED: &str = "return Promise.resolve();";

async fn open_panel(page: &Page) {
    page.prepare(NO_WEB_SHARE).await;
    page.open(&sample::article_path(sample::LONG)).await;
    page.tap(BUTTON).await;
    page.wait_for_text(&format!("{DIALOG} h2"), strings::SHARE_TO).await;
}

fn url(page: &Page) -> String {
    format!("{}{}", page.origin(), sample::article_path(sample::LONG))
}

/// The names of the share methods in the panel, in order.
async fn methods(page: &Page) -> Vec<String> {
    page.texts(&format!("{DIALOG} .share-targets li")).await
}

/// The links of a newsroom that has chosen no share targets.
const LINKS: [&str; 4] = [strings::WEIBO, strings::QQ, strings::QZONE, strings::MAIL];

#[test]
fn without_web_share_the_panel_offers_links_and_copying() {
    desktop().run(async |page| {
        open_panel(page).await;
        assert_eq!(
            methods(page).await,
            [&[strings::WECHAT], &LINKS[..], &[strings::POSTER]].concat()
        );
        let url = url(page);
        let article = sample::article(sample::LONG);
        for address in page.attributes(".share-targets a", "href").await {
            let (_, query) = address.as_ref().unwrap().split_once('?').unwrap();
            let found =
                query_parameter(query, "url").or_else(|| query_parameter(query, "body")).unwrap();
            assert!(found.ends_with(&url), "{address:?}");
            let names = ["title", "subject"];
            let title = names.iter().find_map(|name| query_parameter(query, name)).unwrap();
            assert_eq!(title, article.headline());
        }
        page.wait_for_value("visible('.share-copy input')[0].value", url).await;
        assert_eq!(page.count(".share-mask").await, 0);
        assert_eq!(page.texts(".share-status").await, [""]);
    });
}

#[test]
fn copying_confirms_success() {
    desktop().run(async |page| {
        let permissions = json!({ "permissions": ["clipboardReadWrite"] });
        page.cdp("Browser.grantPermissions", permissions).await;
        open_panel(page).await;
        page.tap_text(".share-copy button", strings::COPY_LINK).await;
        page.wait_for_text(".share-status", strings::COPIED).await;
        let copied = page.evaluate_async("navigator.clipboard.readText()").await;
        assert_eq!(copied, Value::from(url(page)));
    });
}

/// Copies where `navigator.clipboard` is `clipboard`, and expects that `execCommand` did it.
fn assert_exec_command_copies(clipboard: &str) {
    desktop().run(async |page| {
        page.prepare(&format!(
            "Object.defineProperty(navigator, 'clipboard', {{ value: {clipboard} }});
            document.execCommand = command =>
                (window.copied = command + ' ' + getSelection().toString(), true);"
        ))
        .await;
        open_panel(page).await;
        page.tap_text(".share-copy button", strings::COPY_LINK).await;
        page.wait_for_text(".share-status", strings::COPIED).await;
        page.wait_for_value("window.copied", format!("copy {}", url(page))).await;
    });
}

#[test]
fn without_the_clipboard_api_exec_command_copies() {
    assert_exec_command_copies("undefined");
}

#[test]
fn a_clipboard_that_never_settles_falls_back_to_exec_command() {
    assert_exec_command_copies("{ writeText: () => new Promise(() => {}) }");
}

/// A browser that refuses to copy, in each way that there is.
const NO_CLIPBOARD: &str = "
    Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: () => Promise.reject(new Error('refused')) },
    });
    document.execCommand = () => false;";

#[test]
fn a_denied_clipboard_leaves_the_link_selectable() {
    phone().run(async |page| {
        page.prepare(NO_CLIPBOARD).await;
        open_panel(page).await;
        page.tap_text(".share-copy button", strings::COPY_LINK).await;
        page.wait_for_text(".share-status", strings::COPY_FAILED).await;
        page.focus(".share-copy input").await;
        let selected = "(field => field.selectionEnd - field.selectionStart === field.value.length \
            && field.value.length > 0)(document.activeElement)";
        page.wait_for_value(selected, true).await;
        page.assert_accessible().await;
    });
}

#[test]
fn wechat_shows_a_mask_that_points_at_its_menu() {
    for target in [strings::WECHAT_FRIENDS, strings::WECHAT_MOMENTS] {
        phone().in_wechat().run(async |page| {
            // The Web Share API of some WeChat versions is not used.
            page.prepare(&mock_web_share(SHARED)).await;
            page.open(&sample::article_path(sample::LONG)).await;
            page.tap(BUTTON).await;
            let drawn = [strings::POSTER, strings::QR_CODE];
            let own = [strings::WECHAT_FRIENDS, strings::WECHAT_MOMENTS];
            page.wait_for(&format!("{DIALOG} .share-targets")).await;
            assert_eq!(methods(page).await, [own, drawn].concat(), "no other network");
            page.tap_text(".share-targets button", target).await;
            page.wait_for_text(&format!("{DIALOG}.share-wechat h2"), strings::WECHAT_MENU).await;
            assert_eq!(page.count(".share-wechat .share-face svg").await, 1, "only an arrow");
            assert_eq!(page.count(".share-wechat .share-face :is(li, button, a)").await, 0);
            page.wait_for_value("document.activeElement.matches('.share-wechat h2')", true).await;
            page.assert_accessible().await;
            let label = page.attributes(".dialog-close", "aria-label").await;
            assert_eq!(label, [Some(strings::CLOSE.to_owned())]);
            page.tap(".dialog-close").await;
            page.wait_for_none(DIALOG).await;
            page.wait_for_value("window.shared.length", 0).await;
        });
    }
}

#[test]
fn web_share_is_called_synchronously_with_title_and_url() {
    phone().run(async |page| {
        page.prepare(&mock_web_share(SHARED)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_program().await;
        // Called synchronously in the click handler, before any microtask can run.
        let tapped = format!("(visible({BUTTON:?})[0].click(), shared.length)");
        assert_eq!(page.evaluate::<usize>(&tapped).await, 1);
        let title = sample::article(sample::LONG).headline();
        page.wait_for_value("window.shared", json!([{ "title": title, "url": url(page) }])).await;
        assert_eq!(page.count(DIALOG).await, 0);
    });
}

#[test]
fn the_panel_offers_web_share_and_closes_with_it() {
    phone().run(async |page| {
        page.prepare(&mock_web_share(SHARED)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.tap(FOOT).await;
        page.wait_for(DIALOG).await;
        let methods = methods(page).await;
        assert_eq!(methods[0], strings::WECHAT);
        assert_eq!(methods.last().unwrap(), strings::SYSTEM_SHARE);
        page.tap_text(".share-targets button", strings::SYSTEM_SHARE).await;
        page.wait_for_none(DIALOG).await;
        page.wait_for_value("window.shared.length", 1).await;
    });
}

#[test]
fn cancelling_web_share_is_not_an_error() {
    phone().run(async |page| {
        let closed = "window.closed_ = Promise.reject(new DOMException('', 'AbortError'));
            return window.closed_;";
        page.prepare(&mock_web_share(closed)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.tap(BUTTON).await;
        // Handlers run in order: once a later handler has run, so has the app's.
        page.wait_for_value("window.shared.length", 1).await;
        page.evaluate_async("window.closed_.catch(() => new Promise(requestAnimationFrame))").await;
        assert_eq!(page.count(DIALOG).await, 0);
        // Opened from the panel, cancelling returns to the panel.
        page.tap(FOOT).await;
        page.tap_text(".share-targets button", strings::SYSTEM_SHARE).await;
        page.wait_for_value("window.shared.length", 2).await;
        page.evaluate_async("window.closed_.catch(() => new Promise(requestAnimationFrame))").await;
        page.wait_for(DIALOG).await;
        assert_eq!(page.texts(".share-status").await, [""]);
    });
}

#[test]
fn a_second_tap_while_web_share_is_open_is_not_an_error() {
    phone().run(async |page| {
        // As in browsers: only one share sheet at a time.
        let one = "return window.shared.length > 1
            ? (window.second = Promise.reject(new DOMException('', 'InvalidStateError')))
            : new Promise(() => {});";
        page.prepare(&mock_web_share(one)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.tap(BUTTON).await;
        page.tap(BUTTON).await;
        page.wait_for_value("window.shared.length", 2).await;
        page.evaluate_async("window.second.catch(() => new Promise(requestAnimationFrame))").await;
        assert_eq!(page.count(DIALOG).await, 0);
    });
}

#[test]
fn a_web_share_that_never_settles_does_not_block_later_taps() {
    phone().run(async |page| {
        let one = "if (window.shared.length === 1) return new Promise(() => {});
            return Promise.reject(new DOMException('', 'InvalidStateError'));";
        page.prepare(&mock_web_share(one)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.tap(BUTTON).await;
        page.wait_for_value("window.shared.length", 1).await;
        page.execute("(now => { window.Date.now = () => now; })(Date.now() + 60000)").await;
        for taps in 2..4 {
            page.tap(BUTTON).await;
            page.wait_for_value("window.shared.length", taps).await;
            page.wait_for_text(".share-status", strings::USE_BROWSER_SHARE).await;
            page.press(Key::Escape).await;
            page.wait_for_none(DIALOG).await;
        }
    });
}

#[test]
fn an_incomplete_clipboard_api_and_a_throwing_web_share_fall_back() {
    phone().run(async |page| {
        page.prepare("Object.defineProperty(navigator, 'clipboard', { value: {} });").await;
        page.prepare(&mock_web_share("throw new TypeError('not here');")).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.tap(BUTTON).await;
        page.wait_for_text(".share-status", strings::USE_BROWSER_SHARE).await;
        page.tap_text(".share-copy button", strings::COPY_LINK).await;
        page.wait_for_text(".share-status", strings::COPIED).await;
        // The status of one share method is cleared when another one is chosen.
        page.tap_text(".share-targets button", strings::QR_CODE).await;
        page.wait_for(".share-code svg").await;
        assert_eq!(page.texts(".share-status").await, [""]);
    });
}

#[test]
fn the_canonical_url_is_shared() {
    desktop().run(async |page| {
        page.prepare(NO_WEB_SHARE).await;
        page.open(&sample::article_path(sample::LONG)).await;
        let public = format!("https://www.example.org{}", sample::article_path(sample::LONG));
        let named = format!("document.querySelector('link[rel=canonical]').href = {public:?}");
        assert_eq!(page.evaluate::<String>(&named).await, public);
        page.tap(BUTTON).await;
        page.wait_for_value("visible('.share-copy input')[0].value", public).await;
    });
}

#[test]
fn a_rejected_web_share_opens_the_panel() {
    phone().run(async |page| {
        let refused = "return Promise.reject(new DOMException('', 'NotAllowedError'));";
        page.prepare(&mock_web_share(refused)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.tap(BUTTON).await;
        page.wait_for(&format!("{DIALOG} .share-targets")).await;
        page.wait_for_text(".share-status", strings::USE_BROWSER_SHARE).await;
    });
}

#[test]
fn shared_urls_have_no_query_of_the_current_page() {
    desktop().run(async |page| {
        page.prepare(NO_WEB_SHARE).await;
        let path = format!("{}?from=weibo&reader=7", sample::article_path(sample::LONG));
        page.open(&path).await;
        page.wait_for_value("document.querySelector('link[rel=canonical]').href", url(page)).await;
        page.tap(BUTTON).await;
        page.wait_for_value("visible('.share-copy input')[0].value", url(page)).await;
        for address in page.attributes(".share-targets a", "href").await {
            let address = address.unwrap();
            assert!(!address.contains("reader") && !address.contains("from"), "{address}");
        }
    });
}

#[test]
fn a_newsroom_can_add_the_share_method_to_shared_urls() {
    let mut feed: Value = serde_json::from_slice(&sample::feed()).unwrap();
    feed["_newsroom"]["share"]["from"] = true.into();
    desktop().with_feed(feed.to_string()).run(async |page| {
        open_panel(page).await;
        let url = url(page);
        page.wait_for_value("visible('.share-copy input')[0].value", format!("{url}?from=copy"))
            .await;
        let encoded = encode_component(&format!("{url}?from=weibo")).to_string();
        let weibo = page.attributes(".share-targets a", "href").await[0].clone().unwrap();
        assert!(weibo.contains(&encoded), "{weibo}");
        page.open(&format!("{}?from=weibo", sample::article_path(sample::LONG))).await;
        page.wait_for_value("document.querySelector('link[rel=canonical]').href", url).await;
        page.wait_for_text("article h1", &sample::article(sample::LONG).headline()).await;
    });
}

#[test]
fn a_newsroom_can_choose_the_share_targets() {
    let mut feed: Value = serde_json::from_slice(&sample::feed()).unwrap();
    feed["_newsroom"]["share"]["targets"] = json!(["telegram", "weibo", "x", "myspace"]);
    desktop().with_feed(feed.to_string()).run(async |page| {
        open_panel(page).await;
        let targets = [strings::TELEGRAM, strings::WEIBO, strings::X];
        let drawn = [strings::POSTER, strings::QR_CODE];
        assert_eq!(methods(page).await, [&targets[..], &drawn[..]].concat());
    });
}

#[test]
fn a_phone_copies_the_link_for_wechat() {
    phone().run(async |page| {
        page.prepare(
            "Object.defineProperty(navigator, 'clipboard', {
                value: { writeText: async text => { window.copied = text; } },
            });",
        )
        .await;
        open_panel(page).await;
        let last = [strings::POSTER, strings::QR_CODE];
        assert_eq!(methods(page).await, [&[strings::WECHAT], &LINKS[..], &last[..]].concat());
        page.tap_text(".share-targets button", strings::WECHAT).await;
        page.wait_for_text(&format!("{DIALOG} h2"), strings::WECHAT_PASTE).await;
        page.wait_for_text(".share-status", strings::COPIED).await;
        page.wait_for_value("window.copied", url(page)).await;
        let value = "visible('.share-copy input')[0].value";
        page.wait_for_value(value, url(page)).await;
        let open = page.attributes(&format!("{DIALOG} a"), "href").await;
        assert_eq!(open, [Some("weixin://".to_owned())]);
        page.assert_accessible().await;
        page.tap(".dialog-back").await;
        page.wait_for(&format!("{DIALOG} .share-targets")).await;
    });
}

#[test]
fn if_copying_for_wechat_is_denied_the_link_is_there() {
    phone().run(async |page| {
        page.prepare(NO_CLIPBOARD).await;
        open_panel(page).await;
        page.tap_text(".share-targets button", strings::WECHAT).await;
        page.wait_for_text(&format!("{DIALOG} h2"), strings::WECHAT_PASTE).await;
        page.wait_for_text(".share-status", strings::COPY_FAILED).await;
        page.wait_for_value("visible('.share-copy input')[0].value", url(page)).await;
    });
}

#[test]
fn without_scripts_sharing_is_a_list_of_links() {
    phone().without_scripts().run(async |page| {
        page.goto(&sample::article_path(sample::LONG)).await;
        page.tap(FOOT).await;
        page.wait_for(".share-more .share-targets a").await;
        assert_eq!(page.texts(".share-more .share-targets a").await, LINKS);
        let encoded = encode_component(&url(page)).to_string();
        for address in page.attributes(".share-more .share-targets a", "href").await {
            assert!(address.as_ref().unwrap().contains(&encoded), "{address:?}");
        }
    });
}
