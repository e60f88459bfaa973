//! Changes by others before and after the start: translators, extensions, ad blockers and
//! carriers alter the page, and the app takes it over or is made anew (decision 022).

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware;
use axum::response::Response;
use zaidu::strings;
use zaidu_model::Mood;

use crate::harness::{Page, Visit, phone, sample};
use crate::reactions::{ARTICLE, button, wait_for_moods, wait_for_saved};

/// JavaScript: wraps each text of the page, as translators do.
const TRANSLATE: &str = "(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (texts.nextNode()) if (!texts.currentNode.parentNode.closest('script')) found.push(texts.currentNode);
    for (const text of found) {
        const [outer, inner] = [document.createElement('font'), document.createElement('font')];
        text.replaceWith(outer);
        outer.append(inner);
        inner.append(document.createTextNode(text.data));
    }
})()";

/// JavaScript: calls `change` with each node of the app of one kind.
fn each(kind: &str, change: &str) -> String {
    format!(
        "(() => {{
            const nodes = document.createTreeWalker(app, NodeFilter.{kind}), found = [];
            while (nodes.nextNode()) found.push(nodes.currentNode);
            found.forEach({change});
        }})()"
    )
}

/// Counts ready events and console warnings, and opens the article with the program held back.
async fn prepare(page: &Page) {
    page.prepare(
        "window.ready = 0;
        window.warnings = [];
        addEventListener('zaidu-ready', () => ready++);
        const warn = console.warn;
        console.warn = (...words) => { warnings.push(words.join(' ')); warn(...words); };",
    )
    .await;
}

async fn warnings(page: &Page) -> Vec<String> {
    page.evaluate("warnings").await
}

/// Without the prefetch of lists, so that every request is one that was not needed.
fn visit() -> Visit {
    phone().saving_data()
}

/// A reader taps, scrolls and moves the focus before the program is there; somebody changes the
/// page; the program starts. Nothing that the reader did is lost.
async fn check_start(page: &Page, change: &str, is_remade: bool) {
    prepare(page).await;
    let held = page.proxy.hold(sample::get_wasm());
    page.goto(&sample::article_path(ARTICLE)).await;
    held.arrived().await;
    page.tap(&button(Mood::Like)).await;
    page.execute(change).await;
    page.execute("window.before = document.querySelector('main')").await;
    page.scroll_to(".article-body > .editor").await;
    let top = "document.querySelector('.editor').getBoundingClientRect().top";
    let before: f64 = page.evaluate(top).await;
    let text = page.evaluate::<String>("document.querySelector('.article-body').innerText").await;
    held.release();
    wait_for_saved(page).await;

    assert_eq!(page.evaluate::<bool>("!before.isConnected").await, is_remade, "{change}");
    let warnings = warnings(page).await;
    assert_eq!(warnings.len(), usize::from(is_remade), "{change}: {warnings:?}");
    let after: f64 = page.evaluate(top).await;
    assert!((after - before).abs() < 1.0, "{change}: scrolled from {before} to {after}");
    let focused =
        format!("document.activeElement === document.querySelector({:?})", button(Mood::Like));
    assert!(page.evaluate::<bool>(&focused).await, "{change}: the focus moved");
    page.wait_for_none(".fold-shut").await;
    let after = page.evaluate::<String>("document.querySelector('.article-body').innerText").await;
    assert_eq!(after, text, "{change}: the text");
    wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    // Each part that needs the program has it.
    page.tap(&button(Mood::Sad)).await;
    wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    page.wait_for(".reading-bar-shown").await;
    page.wait_for(".page-aside .cards").await;
    assert_eq!(page.proxy.count("GET /api/*"), 0, "{change}: came with the page");
    page.tap(".feed-more").await;
    page.wait_for_value("visible('.feed .card').length > 20", true).await;
    assert_eq!(page.evaluate::<usize>("ready").await, 1);
}

#[test]
fn elements_beside_the_app_are_nothing_to_it() {
    for change in [
        "document.body.prepend(document.createElement('div'), ' ', document.createComment(''))",
        "document.body.append(document.createElement('iframe'), 'text')",
        "document.querySelectorAll('#app *').forEach(it => it.classList.add('dark'))",
        "document.querySelector('.article-body p').replaceChildren(document.createElement('mark'))",
        "document.querySelector('.article-body').append(document.createElement('aside'))",
    ] {
        visit().run(async |page| check_start(page, change, false).await);
    }
}

#[test]
fn a_translation_before_the_start_is_noticed() {
    visit().run(async |page| {
        check_start(page, TRANSLATE, true).await;
        page.wait_for(".article-body p font").await;
    });
}

#[test]
fn removed_comments_are_noticed() {
    let change = each("SHOW_COMMENT", "it => it.remove()");
    visit().run(async |page| check_start(page, &change, true).await);
}

#[test]
fn split_texts_are_noticed() {
    let change = each("SHOW_TEXT", "it => it.data.length > 1 && it.splitText(1)");
    visit().run(async |page| check_start(page, &change, true).await);
}

#[test]
fn a_removed_aside_is_noticed() {
    visit().run(async |page| {
        check_start(page, "document.querySelector('aside').remove()", true).await;
    });
}

#[test]
fn white_space_between_tags_is_noticed() {
    let change = each("SHOW_ELEMENT", "it => it.before(' ')");
    visit().run(async |page| check_start(page, &change, true).await);
}

#[test]
fn an_element_between_header_and_main_is_noticed() {
    let change = "document.querySelector('main').before(document.createElement('div'))";
    visit().run(async |page| check_start(page, change, true).await);
}

#[test]
fn an_element_above_the_text_is_noticed_and_the_reader_stays_in_place() {
    let change = "document.querySelector('main').prepend(Object.assign(
        document.createElement('img'), { width: 200, height: 300 }))";
    visit().run(async |page| check_start(page, change, true).await);
}

#[test]
fn a_page_that_is_made_anew_is_folded() {
    visit().run(async |page| {
        prepare(page).await;
        let held = page.proxy.hold(sample::get_wasm());
        page.goto(&sample::article_path(ARTICLE)).await;
        held.arrived().await;
        page.execute(TRANSLATE).await;
        held.release();
        page.tap(".fold-button").await;
        page.wait_for_none(".fold-button").await;
        let editor = strings::editor(sample::article(ARTICLE).editor.as_ref().unwrap());
        page.wait_for_text(".editor", &editor).await;
        assert_eq!(warnings(page).await.len(), 1);
        page.execute("scrollTo(0, 0)").await;
        page.tap(".breadcrumb a").await;
        page.wait_for_text(".feed h2", strings::LATEST).await;
    });
}

/// A carrier that minifies pages: without comments, with white space between tags.
fn minified(routes: Router) -> Router {
    routes.layer(middleware::map_response(async |response: Response| {
        let (mut head, body) = response.into_parts();
        let is_page = head
            .headers
            .get("content-type")
            .is_some_and(|it| it.as_bytes().starts_with(b"text/html"));
        if !is_page {
            return Response::from_parts(head, body);
        }
        head.headers.remove(CONTENT_LENGTH);
        let page = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        let (start, app) = page.split_once("<div id=\"app\"").unwrap();
        let app = app.replace("<!---->", "").replace("</li><li>", "</li>\n<li>");
        Response::from_parts(head, Body::from(format!("{start}<div id=\"app\"{app}")))
    }))
}

#[test]
fn a_page_that_a_carrier_has_minified_comes_to_life() {
    visit().with_layer(minified).run(async |page| {
        page.cdp("Network.enable", serde_json::json!({})).await;
        let headers = serde_json::json!({ "headers": { "Accept-Encoding": "identity" } });
        page.cdp("Network.setExtraHTTPHeaders", headers).await;
        prepare(page).await;
        page.goto(&sample::article_path(ARTICLE)).await;
        page.wait_for(".fold-button").await;
        assert_eq!(warnings(page).await.len(), 1);
        assert_eq!(page.proxy.count("GET /api/*"), 0);
        page.tap(&button(Mood::Like)).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    });
}

#[test]
fn counts_and_notices_change_after_a_translation() {
    visit().run(async |page| {
        prepare(page).await;
        page.open(&sample::article_path(ARTICLE)).await;
        page.wait_for_value("ready", 1).await;
        page.execute(TRANSLATE).await;
        page.tap(&button(Mood::Like)).await;
        wait_for_saved(page).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        page.execute(TRANSLATE).await;
        page.tap(&button(Mood::Like)).await;
        page.wait_for_text(".moods-status", strings::MOOD_WITHDRAWN).await;
        wait_for_moods(page, [0; 4], None).await;
        page.execute(TRANSLATE).await;
        page.tap(&button(Mood::Sad)).await;
        wait_for_saved(page).await;
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        assert!(warnings(page).await.is_empty());
    });
}

#[test]
fn labels_and_the_status_of_a_list_change_after_a_translation() {
    visit().tolerating("502").run(async |page| {
        prepare(page).await;
        page.open(&sample::article_path(ARTICLE)).await;
        page.wait_for_value("ready", 1).await;
        page.execute(TRANSLATE).await;
        let failing = page.proxy.fail("GET /api/*", crate::harness::Fault::BadGateway);
        page.tap(".feed-more").await;
        page.wait_for_text(".feed-more", strings::RETRY).await;
        page.execute(TRANSLATE).await;
        failing.clear();
        page.tap(".feed-more").await;
        page.wait_for_text(".feed-more", strings::LOAD_MORE).await;
        page.wait_for_value("visible('.feed .card').length > 20", true).await;
        let shown = page.evaluate("visible('.feed .card').length").await;
        page.wait_for_text(".feed-end [role=status]", &strings::shown_count(shown)).await;
    });
}
