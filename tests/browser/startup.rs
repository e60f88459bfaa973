//! Startup without server rendering: the app mounts on a static host, asks for its data early, and
//! shows an error message when the WebAssembly module cannot load or run.

use zaidu::strings;
use zaidu_model::wechat::SDK_URLS;

use crate::harness::{Fault, Page, js_string, phone, sample};

const START_FAILED: &str = "#start-failed";

/// The words of the link in it, in `index.html`.
const RELOAD: &str = "重新加载";

/// Waits for the startup error message and its retry link.
async fn wait_for_start_error(page: &Page) {
    page.wait_for(START_FAILED).await;
    page.wait_for_text(&format!("{START_FAILED} a"), RELOAD).await;
}

#[test]
fn a_wasm_module_that_fails_to_load_shows_an_error_and_a_retry_link() {
    let visit = phone().mounted().tolerating("404").tolerating("net::ERR").tolerating("integrity");
    visit.tolerating("500").tolerating("502").tolerating("Failed to fetch").run(async |page| {
        let missing = page.proxy.fail("GET /zaidu-*", Fault::BadGateway);
        page.goto(&sample::article_path(sample::LONG)).await;
        wait_for_start_error(page).await;
        missing.clear();
        page.tap(&format!("{START_FAILED} a")).await;
        page.wait_for_text("article h1", &sample::article(sample::LONG).headline()).await;
        page.wait_for_none("#start").await;
    });
}

#[test]
fn requirement_03_a_corrupt_wasm_module_shows_an_error() {
    let visit =
        phone().mounted().tolerating("integrity").tolerating("Uncaught").tolerating("SyntaxError");
    visit.run(async |page| {
        let _corrupt = page.proxy.fail("GET /zaidu-*", Fault::InvalidJson);
        page.goto("/").await;
        wait_for_start_error(page).await;
    });
}

#[test]
fn requirement_03_with_a_corrupt_module_a_page_of_the_server_is_readable() {
    let visit = phone().tolerating("integrity").tolerating("Uncaught").tolerating("SyntaxError");
    let visit = visit.tolerating("WebAssembly").tolerating("Failed to");
    visit.run(async |page| {
        let corrupt = page.proxy.fail("GET /zaidu-*", Fault::InvalidJson);
        page.goto(&sample::article_path(sample::LONG)).await;
        page.wait_for_text("article h1", &sample::article(sample::LONG).headline()).await;
        let text = "document.querySelector('.article-body').innerText.length > 500";
        assert!(page.evaluate::<bool>(text).await, "its text is there");
        corrupt.clear();
    });
}

#[test]
fn a_browser_without_webassembly_shows_an_error() {
    phone().mounted().tolerating("WebAssembly").tolerating("zaiduProgram").run(async |page| {
        page.prepare("delete globalThis.WebAssembly;").await;
        page.goto("/").await;
        wait_for_start_error(page).await;
    });
}

#[test]
fn a_static_host_can_name_a_cross_origin_api_server() {
    phone().with_remote_backend().run(async |page| {
        // The static host sends the same security headers as the server.
        page.prepare(
            "window.violations = [];
            addEventListener('securitypolicyviolation', it => violations.push(it.blockedURI));",
        )
        .await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_text("article h1", &sample::article(sample::LONG).headline()).await;
        page.tap(".moods-list > li:nth-child(3) > button").await;
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        // The cross-origin cookie is sent: the reaction still belongs to this reader.
        page.reload().await;
        page.wait_for(".moods-list > li:nth-child(3) > [aria-pressed=true]").await;
        assert_eq!(page.proxy.count("GET /api/*"), 0, "the page's own host has no server");
        assert_eq!(page.evaluate::<Vec<String>>("violations").await, [""; 0]);
    });
}

#[test]
fn a_mounted_page_asks_for_its_data_while_wasm_loads() {
    phone().mounted().run(async |page| {
        let wasm = page.proxy.hold(sample::get_wasm());
        let article = page.proxy.hold(sample::get_article(sample::LONG));
        page.goto(&sample::article_path(sample::LONG)).await;
        wasm.arrived().await;
        article.arrived().await;
        article.release();
        wasm.release();
        page.wait_for_text("article h1", &sample::article(sample::LONG).headline()).await;
        for request in ["GET /api/site", &sample::get_article(sample::LONG)] {
            assert_eq!(
                page.proxy.count(request),
                1,
                "{request}: what came early was asked for again"
            );
        }
    });
}

#[test]
fn an_early_request_that_fails_is_sent_again_by_the_program() {
    phone().mounted().tolerating("net::ERR_").run(async |page| {
        let wasm = page.proxy.hold(sample::get_wasm());
        let article = page.proxy.hold(sample::get_article(sample::LONG));
        page.goto(&sample::article_path(sample::LONG)).await;
        wasm.arrived().await;
        article.arrived().await;
        article.release_with(Fault::Disconnected);
        wasm.release();
        page.wait_for_text("article h1", &sample::article(sample::LONG).headline()).await;
        assert_eq!(page.proxy.count(&sample::get_article(sample::LONG)), 2);
    });
}

/// Promises that never settle, as in some web views.
const NEVER: &str = "
    const never = () => new Promise(() => {});
    Object.defineProperty(document.fonts, 'ready', { get: never });
    FontFaceSet.prototype.load = never;
    HTMLImageElement.prototype.decode = never;
    if (globalThis.StorageManager) {
        StorageManager.prototype.persist = StorageManager.prototype.persisted = never;
        StorageManager.prototype.estimate = never;
    }
    CacheStorage.prototype.open = never;";

#[test]
fn promises_of_fonts_pictures_and_storage_that_never_settle_hold_nothing_up() {
    phone().run(async |page| {
        page.prepare("delete Navigator.prototype.share;").await;
        page.prepare(NEVER).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_program().await;
        page.tap(".moods-list > li:nth-child(3) > button").await;
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        page.tap(".share-foot summary").await;
        page.tap_text(".share-targets button", strings::POSTER).await;
        page.wait_for_value("visible('.share-poster')[0]?.complete", true).await;
    });
}

/// Trusted Types, in the engines that have them: no address becomes a script's but those that the
/// program knows.
#[test]
fn requirement_01_scripts_come_from_known_addresses_only() {
    phone().tolerating("Trusted").tolerating("trusted").run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_program().await;
        if !page.evaluate::<bool>("'trustedTypes' in window").await {
            return;
        }
        let set = |url: &str| {
            let script =
                "(url => { try { document.createElement('script').src = url; return 'taken' }
                catch (error) { return error.name } })";
            format!("{script}({})", js_string(url))
        };
        for (url, expected) in [
            ("/sw.js", "taken"),
            (SDK_URLS[0], "taken"),
            ("https://example.org/a.js", "TypeError"),
            ("/other.js", "TypeError"),
        ] {
            assert_eq!(page.evaluate::<String>(&set(url)).await, expected, "{url}");
        }
    });
}
