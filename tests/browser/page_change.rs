//! What a browser does when it loads a page, and the app does when it changes it: the focus goes to
//! the new page, its title is announced, and Back leads to the link by which a page was left.

use thirtyfour::Key;
use zaidu::strings;
use zaidu_model::{Mood, Period, Route};

use crate::harness::{Page, Visit, desktop, phone, sample};

const MAIN: &str = "document.activeElement.id === 'content'";
const NEWS: &str = "document.querySelector('#page-news').textContent";

/// JavaScript: whether the focused element matches `selector`.
fn is_focused(selector: &str) -> String {
    format!("document.activeElement.matches({selector:?})")
}

/// Opens `address`, then an article by the first link that matches `link`: with `by_key` by Enter,
/// else by a click. Checks the focus there, and after Back.
async fn check(page: &Page, address: &str, link: &str, by_key: bool) {
    page.open(address).await;
    page.wait_for_program().await;
    page.wait_for(link).await;
    assert_eq!(page.evaluate::<String>(NEWS).await, "", "a page that was loaded");
    let left_title = page.title().await;
    let href: String = page.evaluate(&format!("visible({link:?})[0].getAttribute('href')")).await;
    if by_key {
        page.focus(link).await;
        page.press(Key::Enter).await;
    } else {
        page.tap(link).await;
    }
    page.wait_for("article h1").await;
    page.wait_for_value(MAIN, true).await;
    page.wait_for_value(&format!("{NEWS} === document.title && {NEWS} !== ''"), true).await;
    assert_ne!(page.title().await, left_title);
    let outline = "getComputedStyle(document.activeElement).outlineStyle";
    assert_eq!(page.evaluate::<String>(outline).await, "none");

    // The next Tab goes to the first control of the page, and the page stays at its top.
    page.press(Key::Tab).await;
    page.wait_for_value(&is_focused(".speech-button"), true).await;
    page.press(Key::Tab).await;
    page.wait_for_value(&is_focused(".article-tools a"), true).await;
    // It is added when the browser is idle.
    page.wait_for(".saved-button").await;
    page.press(Key::Tab).await;
    page.wait_for_value(&is_focused(".saved-button"), true).await;
    page.press(Key::Tab).await;
    page.wait_for_value(&is_focused(".breadcrumb li:first-child a"), true).await;
    page.wait_for_value("window.scrollY", 0).await;

    page.back().await;
    page.wait_for_value(&is_focused(&format!("a[href='{href}']")), true).await;
    page.wait_for_value(&format!("{NEWS} === document.title"), true).await;
    assert_eq!(page.title().await, left_title);
}

/// The pages with lists, and what leads to an article there.
fn lists() -> [(String, &'static str); 3] {
    let channel = sample::newsroom().site().channels[0].key.clone();
    [
        (Route::Home.to_string(), ".feed .card-link"),
        (Route::Channel { channel, column: None }.to_string(), ".feed .card-link"),
        (Route::search("公交"), ".feed .card-link"),
    ]
}

fn check_lists(visit: Visit, by_key: bool) {
    visit.reduced_motion().run(async |page| {
        for (address, link) in lists() {
            check(page, &address, link, by_key).await;
        }
    });
}

#[test]
fn a_key_on_a_link_moves_the_focus_to_the_new_page_on_a_phone() {
    check_lists(phone(), true);
}

#[test]
fn a_key_on_a_link_moves_the_focus_to_the_new_page_on_a_desktop() {
    check_lists(desktop(), true);
}

#[test]
fn a_click_on_a_link_moves_the_focus_to_the_new_page() {
    check_lists(desktop(), false);
}

#[test]
fn back_waits_for_the_link_by_which_an_article_was_left() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".feed .card").await;
        let href: String = page.evaluate("visible('.card-link')[0].getAttribute('href')").await;
        page.tap(".card-link").await;
        page.wait_for_value("location.pathname", href.clone()).await;
        page.wait_for_value(MAIN, true).await;
        let held = page.proxy.hold(sample::get_article(sample::LONG));
        page.back().await;
        held.arrived().await;
        // Nothing is there yet; Tab would start at the top of the page.
        page.wait_for_value(MAIN, true).await;
        held.release();
        page.wait_for_value(&is_focused(&format!(".card-link[href='{href}']")), true).await;
    });
}

#[test]
fn a_reader_who_moves_on_meanwhile_keeps_the_focus() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".feed .card").await;
        page.tap(".card-link").await;
        page.wait_for_value(MAIN, true).await;
        let held = page.proxy.hold(sample::get_article(sample::LONG));
        page.back().await;
        held.arrived().await;
        page.focus(".site-name").await;
        held.release();
        page.wait_for(".feed .card").await;
        assert!(page.evaluate::<bool>(&is_focused(".site-name")).await);
    });
}

#[test]
fn a_tab_of_the_ranking_keeps_the_focus() {
    desktop().run(async |page| {
        page.open(&Route::ranking(Mood::Sad, Period::Week)).await;
        page.wait_for_program().await;
        let month = Route::ranking(Mood::Sad, Period::Month);
        let tab = format!(".tabs a[href='{month}']");
        page.focus(&tab).await;
        page.press(Key::Enter).await;
        page.wait_for_text(".tabs [aria-current]", strings::period(Period::Month)).await;
        page.wait_for_value(&is_focused(&tab), true).await;
    });
}

#[test]
fn a_page_that_does_not_exist_is_announced() {
    phone().mounted().tolerating("404").run(async |page| {
        page.open("/").await;
        page.wait_for(".feed .card").await;
        page.execute(
            "(() => { const link = document.createElement('a'); link.href = '/articles/nowhere'; \
             document.querySelector('main').append(link); link.click(); })()",
        )
        .await;
        page.wait_for_text("h1", strings::NOT_FOUND).await;
        page.wait_for_value(&format!("{NEWS}.includes({:?})", strings::NOT_FOUND), true).await;
    });
}
