//! Inside WeChat: what its menu passes on.

use serde_json::{Value, json};
use zaidu::strings;
use zaidu_model::wechat::SDK_URLS;
use zaidu_model::{Article, api};

use crate::harness::fake_wechat::{AcceptedUrl, sdk};
use crate::harness::{Fault, Page, phone, sample};

/// The calls for signatures.
fn signatures(page: &Page) -> usize {
    page.proxy.count(&format!("GET {}*", api::WECHAT_SIGNATURE))
}

/// The last card that WeChat took for chats.
const LAST: &str = "chats.at(-1)?.link";

/// How chats and 朋友圈 show `article`.
fn cards(page: &Page, article: &Article) -> (Value, Value) {
    let title = article.headline();
    let link = format!("{}{}", page.origin(), sample::article_path(article.id.as_str()));
    let site = sample::newsroom().site();
    let own = article.picture.as_ref().map(|picture| &picture.url);
    let image = own.or(site.share_image()).unwrap().absolute(page.origin());
    let chat = json!({ "title": title, "desc": article.excerpt, "link": link, "imgUrl": image });
    (chat, json!({ "title": title, "link": link, "imgUrl": image }))
}

/// Waits until WeChat shows the sample's article `id`.
async fn until_shown(page: &Page, id: &str) {
    let (chat, moment) = cards(page, sample::article(id));
    page.wait_for_value("chats.at(-1) ?? null", chat).await;
    page.wait_for_value("moments.at(-1) ?? null", moment).await;
}

/// Goes on to another article by a link of the page; gives its whole address.
async fn go_on(page: &Page) -> String {
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
fn on_android_each_page_is_signed_and_shown() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.open(&format!("{}?from=x#moods", sample::article_path(sample::LONG))).await;
        // The address that is passed on is the clean one.
        until_shown(page, sample::LONG).await;
        page.wait_for_value("asked", json!([SDK_URLS[0]])).await;
        let second = go_on(page).await;
        page.wait_for_value(LAST, second).await;
        page.wait_for_value("moments.at(-1).link === chats.at(-1).link", true).await;
        assert_eq!((signatures(page), page.evaluate::<usize>("configs.length").await), (2, 2));
        page.back().await;
        until_shown(page, sample::LONG).await;
        // And a page that is no article.
        page.tap(".site-name").await;
        let site = sample::newsroom().site();
        page.wait_for_value("chats.at(-1).title", site.name.clone()).await;
        page.wait_for_value(LAST, format!("{}/", page.origin())).await;
        page.wait_for_value("chats.at(-1).desc", site.share_text()).await;
        page.wait_for_value("asked.length", 1).await;
    });
}

#[test]
fn on_ios_the_landing_address_is_signed_once() {
    phone().in_wechat_on_iphone().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Landing)).await;
        page.open(&format!("{}?from=x", sample::article_path(sample::LONG))).await;
        until_shown(page, sample::LONG).await;
        for _ in 0..2 {
            let next = go_on(page).await;
            page.wait_for_value(LAST, next).await;
        }
        assert_eq!((signatures(page), page.evaluate::<usize>("configs.length").await), (1, 1));
    });
}

#[test]
fn mounted_pages_do_the_same() {
    phone().in_wechat().with_wechat_account().mounted().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.open(&sample::article_path(sample::SHORT)).await;
        until_shown(page, sample::SHORT).await;
    });
}

#[test]
fn a_check_that_takes_its_time_is_waited_for() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.prepare("window.slow = 2;").await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_value("window.slow", 0).await;
        page.wait_for_value("chats.length", 1).await;
    });
}

#[test]
fn a_refused_signature_is_followed_by_one_of_the_other_address() {
    // An Android that checks as iOS does.
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Landing)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        until_shown(page, sample::LONG).await;
        let second = go_on(page).await;
        page.wait_for_value(LAST, second).await;
        assert_eq!(signatures(page), 3, "the first page's, the second's, the first's again");
        // It stays with what worked.
        let third = go_on(page).await;
        page.wait_for_value(LAST, third).await;
        assert_eq!(signatures(page), 3);
    });
}

#[test]
fn after_two_refusals_there_is_silence() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::FirstOnly)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        until_shown(page, sample::LONG).await;
        go_on(page).await;
        page.wait_for_value("configs.length", 3).await;
        go_on(page).await;
        page.wait_for("article h1").await;
        assert_eq!(signatures(page), 3);
        page.wait_for_value("chats.length", 1).await;
    });
}

#[test]
fn a_signature_that_is_refused_at_once_breaks_nothing() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Never)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_value("configs.length", 1).await;
        points_at_the_menu(page).await;
        go_on(page).await;
        assert_eq!(signatures(page), 1, "there is no other address");
        page.wait_for_value("chats.length + moments.length", 0).await;
    });
}

/// Sharing still shows the way to WeChat's menu.
async fn points_at_the_menu(page: &Page) {
    page.tap_text(".share-button", strings::SHARE_ARTICLE).await;
    page.tap_text("dialog[open] .share-targets button", strings::WECHAT_FRIENDS).await;
    page.wait_for_text("dialog[open].share-wechat h2", strings::WECHAT_MENU).await;
    page.tap(".share-mask").await;
    page.wait_for_none("dialog[open]").await;
}

#[test]
fn the_other_host_is_asked_where_the_first_does_not_answer() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.prepare(&format!("lost.push({:?})", SDK_URLS[0])).await;
        page.open(&sample::article_path(sample::LONG)).await;
        until_shown(page, sample::LONG).await;
        page.wait_for_value("asked", json!(SDK_URLS)).await;
    });
}

#[test]
fn a_blocked_script_breaks_nothing() {
    // Here the page asks the network, which a rule of the browser's closes: the
    // policy of the page does not.
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
        points_at_the_menu(page).await;
        go_on(page).await;
        page.wait_for_value("violations", json!([])).await;
        page.wait_for_value(asked, json!(SDK_URLS)).await;
        assert_eq!(signatures(page), 0, "nobody is there to check one");
    });
}

#[test]
fn a_script_of_others_that_fails_does_not_end_the_wait_for_ours() {
    phone().tolerating("Content Security Policy").run(async |page| {
        let held = page.proxy.hold(sample::get_wasm());
        page.open(&sample::article_path(sample::LONG)).await;
        held.arrived().await;
        page.tap(".moods-list > li:nth-child(3) > button").await;
        let failed = "new Promise(done => {
            const script = document.head.appendChild(document.createElement('script'));
            script.addEventListener('error', () => setTimeout(done, 0, 'failed'));
            script.src = 'http://127.0.0.1:9/';
        })";
        assert_eq!(page.evaluate_async(failed).await, "failed");
        assert_eq!(page.count("[data-tap=kept]").await, 1);
        held.release();
        page.wait_for("[aria-pressed=true]").await;
        assert_eq!(page.proxy.count("POST /articles/*"), 0);
    });
}

#[test]
fn a_script_that_comes_late_hears_of_the_page_that_is_there_then() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.prepare("window.late = true").await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_value("asked.length", 1).await;
        let second = go_on(page).await;
        page.wait_for_value("configs.length", 0).await;
        let _: Value = page.evaluate("(come(), 0)").await;
        page.wait_for_value(LAST, second).await;
        page.wait_for_value("chats.length", 1).await;
        assert_eq!((signatures(page), page.evaluate::<usize>("asked.length").await), (1, 1));
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
            page.wait_until("a call for a signature", async || match signatures(page) {
                0 => Err("none".to_owned()),
                _ => Ok(()),
            })
            .await;
            points_at_the_menu(page).await;
            page.wait_for_value("configs.length", 0).await;
            failing.clear();
            // The next page is another chance.
            let second = go_on(page).await;
            page.wait_for_value(LAST, second).await;
        },
    );
}

#[test]
fn an_answer_for_a_page_that_was_left_is_not_used() {
    phone().in_wechat().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        let held = page.proxy.hold(format!("GET {}*", api::WECHAT_SIGNATURE));
        page.open(&sample::article_path(sample::LONG)).await;
        held.arrived().await;
        let second = go_on(page).await;
        page.wait_until("both calls", async || match signatures(page) {
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
fn outside_wechat_nothing_of_it_is_loaded() {
    phone().with_wechat_account().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        go_on(page).await;
        page.wait_for_value("asked.length + configs.length", 0).await;
        assert_eq!(signatures(page), 0);
    });
}

#[test]
fn without_an_account_nothing_of_it_is_loaded() {
    phone().in_wechat().run(async |page| {
        page.prepare(&sdk(AcceptedUrl::Current)).await;
        page.open(&sample::article_path(sample::LONG)).await;
        go_on(page).await;
        points_at_the_menu(page).await;
        page.wait_for_value("asked.length + configs.length", 0).await;
        assert_eq!(signatures(page), 0);
    });
}
