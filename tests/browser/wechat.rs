//! WeChat JS-SDK integration: signed URLs and the share cards of WeChat's own menu.

use serde_json::{Value, json};
use zaidu::strings;
use zaidu_model::wechat::SDK_URLS;
use zaidu_model::{Article, api};

use crate::harness::fake_wechat::{AcceptedUrl, sdk};
use crate::harness::{Fault, Page, phone, sample};

/// The number of signature requests.
fn signature_count(page: &Page) -> usize {
    page.proxy.count(&format!("GET {}*", api::WECHAT_SIGNATURE))
}

/// JavaScript: the link of the latest card for chats.
const LAST: &str = "chats.at(-1)?.link";

/// The expected cards of `article` for chats and for 朋友圈 (Moments).
fn cards(page: &Page, article: &Article) -> (Value, Value) {
    let title = article.headline();
    let link = format!("{}{}", page.origin(), sample::article_path(article.id.as_str()));
    let site = sample::newsroom().site();
    let own = article.picture.as_ref().map(|picture| &picture.url);
    let image = own.or(site.share_image()).unwrap().absolute(page.origin());
    let chat = json!({ "title": title, "desc": article.excerpt, "link": link, "imgUrl": image });
    (chat, json!({ "title": title, "link": link, "imgUrl": image }))
}

/// Waits until the cards are those of the sample's article `id`.
async fn wait_for_cards(page: &Page, id: &str) {
    let (chat, timeline) = cards(page, sample::article(id));
    page.wait_for_value("chats.at(-1) ?? null", chat).await;
    page.wait_for_value("moments.at(-1) ?? null", timeline).await;
}

/// Navigates to another article by a card; returns its URL.
async fn open_next_article(page: &Page) -> String {
    let before: String = page.evaluate("location.pathname").await;
    page.tap(".card-link").await;
    page.wait_until("another page", async || {
        let now: String = page.evaluate("location.pathname").await;
        if now == before { Err(now) } else { Ok(()) }
    })
    .await;
    page.wait_for("article h1").await;
    page.evaluate("location.href").await
}

#[test]
fn on_android_each_page_is_signed() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.open(&format!("{}?from=x#moods", sample::article_path(sample::LONG))).await;
        // The shared URL has no query and no fragment.
        wait_for_cards(page, sample::LONG).await;
        page.wait_for_value("asked", json!([SDK_URLS[0]])).await;
        let second = open_next_article(page).await;
        page.wait_for_value(LAST, second).await;
        page.wait_for_value("moments.at(-1).link === chats.at(-1).link", true).await;
        assert_eq!((signature_count(page), page.evaluate::<usize>("configs.length").await), (2, 2));
        page.back().await;
        wait_for_cards(page, sample::LONG).await;
        // A page that is not an article.
        page.tap(".site-name").await;
        let site = sample::newsroom().site();
        page.wait_for_value("chats.at(-1).title", site.name.clone()).await;
        page.wait_for_value(LAST, format!("{}/", page.origin())).await;
        page.wait_for_value("chats.at(-1).desc", site.share_text()).await;
        page.wait_for_value("asked.length", 1).await;
    });
}

#[test]
fn on_ios_the_landing_url_is_signed_once() {
    phone().in_wechat_on_iphone().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Landing)).await;
        page.open(&format!("{}?from=x", sample::article_path(sample::LONG))).await;
        wait_for_cards(page, sample::LONG).await;
        for _ in 0..2 {
            let next = open_next_article(page).await;
            page.wait_for_value(LAST, next).await;
        }
        assert_eq!((signature_count(page), page.evaluate::<usize>("configs.length").await), (1, 1));
    });
}

#[test]
fn mounted_pages_are_signed_too() {
    phone().in_wechat().with_wechat_account().mounted().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.open(&sample::article_path(sample::SHORT)).await;
        wait_for_cards(page, sample::SHORT).await;
    });
}

#[test]
fn a_slow_signature_check_is_retried() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.prepare("window.slow = 2;").await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_value("window.slow", 0).await;
        page.wait_for_value("chats.length", 1).await;
    });
}

#[test]
fn a_rejected_signature_is_retried_with_the_other_url() {
    // WeChat on Android that verifies the landing URL, as iOS does.
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Landing)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        wait_for_cards(page, sample::LONG).await;
        let second = open_next_article(page).await;
        page.wait_for_value(LAST, second).await;
        assert_eq!(signature_count(page), 3, "the first page's, the second's, the first's again");
        // The URL kind that was accepted is used from then on.
        let third = open_next_article(page).await;
        page.wait_for_value(LAST, third).await;
        assert_eq!(signature_count(page), 3);
    });
}

#[test]
fn after_two_rejections_no_more_signatures_are_requested() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::FirstOnly)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        wait_for_cards(page, sample::LONG).await;
        open_next_article(page).await;
        page.wait_for_value("configs.length", 3).await;
        open_next_article(page).await;
        page.wait_for("article h1").await;
        assert_eq!(signature_count(page), 3);
        page.wait_for_value("chats.length", 1).await;
    });
}

#[test]
fn a_rejected_first_signature_breaks_nothing() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Never)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_value("configs.length", 1).await;
        check_menu_mask(page).await;
        open_next_article(page).await;
        assert_eq!(signature_count(page), 1, "there is no other address");
        page.wait_for_value("chats.length + moments.length", 0).await;
    });
}

/// Checks that sharing still shows the mask that points at WeChat's menu.
async fn check_menu_mask(page: &Page) {
    page.tap_text(".share-button", strings::SHARE_ARTICLE).await;
    page.tap_text("dialog[open] .share-targets button", strings::WECHAT_FRIENDS).await;
    page.wait_for_text("dialog[open].share-wechat h2", strings::WECHAT_MENU).await;
    page.tap(".share-mask").await;
    page.wait_for_none("dialog[open]").await;
}

#[test]
fn the_second_script_host_is_used_when_the_first_fails() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.prepare(&format!("lost.push({:?})", SDK_URLS[0])).await;
        page.open(&sample::article_path(sample::LONG)).await;
        wait_for_cards(page, sample::LONG).await;
        page.wait_for_value("asked", json!(SDK_URLS)).await;
    });
}

#[test]
fn a_blocked_script_breaks_nothing() {
    // The real script URLs are requested and blocked by a browser rule, not by the page's Content
    // Security Policy.
    phone().in_wechat().with_wechat_account().tolerating("net::ERR_").run(async |page| {
        page.cdp("Network.enable", json!({})).await;
        page.cdp("Network.setBlockedURLs", json!({ "urls": SDK_URLS })).await;
        page.prepare(
            "window.violations = [];
            addEventListener('securitypolicyviolation', event => violations.push(event.blockedURI));",
        )
        .await;
        page.open(&sample::article_path(sample::LONG)).await;
        let asked = "[...document.querySelectorAll('head script')].map(script => script.src) \
            .filter(address => address.includes('qq.com'))";
        page.wait_for_value(asked, json!(SDK_URLS)).await;
        check_menu_mask(page).await;
        open_next_article(page).await;
        page.wait_for_value("violations", json!([])).await;
        page.wait_for_value(asked, json!(SDK_URLS)).await;
        assert_eq!(signature_count(page), 0, "nobody is there to check one");
    });
}

#[test]
fn a_failing_third_party_script_does_not_end_the_wait_for_hydration() {
    phone().tolerating("Content Security Policy").run(async |page| {
        let held = page.proxy.hold(sample::get_wasm());
        page.open(&sample::article_path(sample::LONG)).await;
        held.arrived().await;
        page.tap(".moods-list > li:nth-child(3) > button").await;
        let failed = "new Promise(done => {
            const script = document.head.appendChild(document.createElement('script'));
            script.addEventListener('error', () => setTimeout(done, 0, 'failed'));
            // Others have a policy of their own.
            const address = 'http://127.0.0.1:9/', types = window.trustedTypes;
            script.src = types ? types.createPolicy('other', { createScriptURL: it => it })
                .createScriptURL(address) : address;
        })";
        assert_eq!(page.evaluate_async(failed).await, "failed");
        assert_eq!(page.count("[data-tap=kept]").await, 1);
        held.release();
        page.wait_for("[aria-pressed=true]").await;
        assert_eq!(page.proxy.count("POST /articles/*"), 0);
    });
}

#[test]
fn a_late_script_gets_the_current_page() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.prepare("window.late = true").await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_value("asked.length", 1).await;
        let second = open_next_article(page).await;
        page.wait_for_value("configs.length", 0).await;
        let _: Value = page.evaluate("(come(), 0)").await;
        page.wait_for_value(LAST, second).await;
        page.wait_for_value("chats.length", 1).await;
        assert_eq!((signature_count(page), page.evaluate::<usize>("asked.length").await), (1, 1));
    });
}

#[test]
fn without_a_signature_the_page_is_shared_as_a_link() {
    phone().in_wechat().with_wechat_account().tolerating("Failed to load resource").run(
        async |page| {
            page.prepare(&sdk(AcceptedUrl::Current)).await;
            let failing =
                page.proxy.fail(format!("GET {}*", api::WECHAT_SIGNATURE), Fault::Unavailable);
            page.open(&sample::article_path(sample::LONG)).await;
            page.wait_until("a call for a signature", async || match signature_count(page) {
                0 => Err("none".to_owned()),
                _ => Ok(()),
            })
            .await;
            check_menu_mask(page).await;
            page.wait_for_value("configs.length", 0).await;
            failing.clear();
            // The next page tries again.
            let second = open_next_article(page).await;
            page.wait_for_value(LAST, second).await;
        },
    );
}

#[test]
fn a_response_for_a_page_that_was_left_is_discarded() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        let held = page.proxy.hold(format!("GET {}*", api::WECHAT_SIGNATURE));
        page.open(&sample::article_path(sample::LONG)).await;
        held.arrived().await;
        let second = open_next_article(page).await;
        page.wait_until("both calls", async || match signature_count(page) {
            2 => Ok(()),
            other => Err(other.to_string()),
        })
        .await;
        held.release();
        page.wait_for_value(LAST, second).await;
        page.wait_for_value("configs.length", 1).await;
    });
}

#[test]
fn outside_wechat_no_sdk_is_loaded() {
    phone().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        open_next_article(page).await;
        page.wait_for_value("asked.length + configs.length", 0).await;
        assert_eq!(signature_count(page), 0);
    });
}

#[test]
fn without_an_account_no_sdk_is_loaded() {
    phone().in_wechat().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        open_next_article(page).await;
        check_menu_mask(page).await;
        page.wait_for_value("asked.length + configs.length", 0).await;
        assert_eq!(signature_count(page), 0);
    });
}
