//! Reading comfort: the panel, the page of settings without scripts, colour schemes, 关怀模式.

use serde_json::{Value, json};
use zaidu::strings;
use zaidu_model::Route;

use crate::harness::{Fault, Page, Visit, desktop, phone, sample};

/// Requests for the chunk and for the stylesheet.
const FILES: &str = "GET /comfort-*";
const BUTTON: &str = ".site-header [href='/settings']";
/// The same among the tools of an article.
const TOOL: &str = ".article-tools [href='/settings']";
const CARE: &str = ".site-care > :first-child";
const LEAVE_CARE: &str = ".site-care > :last-child";
const OPEN: &str = "dialog.comfort-panel[open]";
const ROOT_SIZE: &str = "getComputedStyle(document.documentElement).fontSize";
const PAPER: &str = "getComputedStyle(document.documentElement).backgroundColor";
const SHIFT: &str = "shifts.reduce((sum, shift) => sum + shift.value, 0)";
const SEPIA: &str = "rgb(246, 238, 221)";

/// JavaScript: the colours of the current scheme.
const COLOURS: &str = "['paper', 'raised', 'ink', 'soft', 'hairline', 'accent', 'on-accent',
    'tint', 'shade'].map(name =>
        getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim())";

/// Keeps `comfort` as the program would, for the next page.
async fn keep(page: &Page, comfort: &str) {
    page.execute(&format!("document.cookie = 'zaidu-comfort={comfort}; Path=/'")).await;
}

async fn open_article(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for_program().await;
}

/// Taps the radio button of an option.
async fn choose(page: &Page, name: &str, value: u8) {
    page.execute(&format!("document.querySelector(`[name={name}][value='{value}']`).click()"))
        .await;
}

#[test]
fn nothing_of_it_is_loaded_before_it_is_used() {
    phone().run(async |page| {
        open_article(page).await;
        assert_eq!(page.proxy.count(FILES), 0);
        page.tap(BUTTON).await;
        page.wait_for(OPEN).await;
        assert_eq!(page.proxy.count("GET /comfort-*"), 2, "the chunk and the stylesheet");
        assert_eq!(page.current_path().await, sample::article_path(sample::LONG));
    });
}

#[test]
fn a_choice_shows_at_once_and_is_there_before_the_program() {
    phone().run(async |page| {
        open_article(page).await;
        page.tap(BUTTON).await;
        page.wait_for(OPEN).await;
        page.tap_text(".comfort-size label", "特大").await;
        page.wait_for_value(ROOT_SIZE, "21.76px").await;
        page.tap_text(".comfort-theme label", "护眼").await;
        page.wait_for_value(PAPER, SEPIA).await;
        page.wait_for_text(".comfort-status", strings::SETTINGS_SAVED).await;
        // Not from the cache, in which the module would be too.
        page.cdp("Network.enable", json!({})).await;
        page.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
        let held = page.proxy.hold(sample::get_wasm());
        page.open(&sample::article_path(sample::SHORT)).await;
        held.arrived().await;
        assert_eq!(page.evaluate::<String>(ROOT_SIZE).await, "21.76px");
        assert_eq!(page.evaluate::<String>(PAPER).await, SEPIA);
        held.release();
        page.wait_for_program().await;
        assert_eq!(page.evaluate::<f64>(SHIFT).await, 0.0);
    });
}

#[test]
fn the_panel_shows_what_was_chosen_and_closes() {
    phone().run(async |page| {
        open_article(page).await;
        keep(page, "s3f2").await;
        page.reload().await;
        page.wait_for_program().await;
        page.tap(BUTTON).await;
        page.wait_for(OPEN).await;
        let checked =
            "[...document.querySelectorAll('.comfort :checked')].map(it => it.name + it.value)";
        let chosen = ["size3", "line2", "face2", "theme1", "care1"];
        assert_eq!(page.evaluate::<Vec<String>>(checked).await, chosen);
        page.tap(".dialog-close").await;
        page.wait_for_none(OPEN).await;
        page.tap(BUTTON).await;
        page.wait_for(OPEN).await;
        page.back().await;
        page.wait_for_none(OPEN).await;
        assert_eq!(page.current_path().await, sample::article_path(sample::LONG));
    });
}

#[test]
fn an_article_has_the_button_among_its_own_tools() {
    for visit in [phone(), phone().without_scripts()] {
        visit.run(async |page| {
            page.goto(&sample::article_path(sample::LONG)).await;
            page.wait_for(TOOL).await;
            let has_scripts = page.proxy.count("GET /zaidu-*") > 1;
            if has_scripts {
                page.wait_for_program().await;
                // The header is out of sight.
                page.scroll_to(".article-head").await;
                page.tap(TOOL).await;
                page.wait_for(OPEN).await;
                assert_eq!(page.current_path().await, sample::article_path(sample::LONG));
            } else {
                page.tap(TOOL).await;
                page.wait_for_text("h1", strings::SETTINGS).await;
            }
        });
    }
}

/// JavaScript: the colours of the browser's own bars, in the order in which one is looked for.
const THEME: &str = "[...document.querySelectorAll('[name=theme-color]')]
    .filter(it => it.content && matchMedia(it.media || 'all').matches).map(it => it.content)";

#[test]
fn a_chosen_scheme_colours_the_browsers_own_bars() {
    phone().dark().run(async |page| {
        open_article(page).await;
        assert_eq!(page.evaluate::<Vec<String>>(THEME).await, ["#141311"], "as the system has it");
        page.tap(BUTTON).await;
        page.wait_for(OPEN).await;
        for (value, color) in [(2, "#fdfcfa"), (3, "#141311"), (4, "#f6eedd")] {
            let colors = [color, "#141311"];
            choose(page, "theme", value).await;
            page.wait_for_value(THEME, json!(colors)).await;
            // The same from the server, and from the inline script where no server has done it.
            let comfort = format!("t{value}");
            page.wait_for_value("document.documentElement.dataset.comfort", comfort.clone()).await;
            let server = page
                .evaluate_async(
                    "fetch('/').then(it => it.text()).then(it => it.split('<title')[0])",
                )
                .await;
            let meta = format!("<meta name=\"theme-color\" id=\"theme\" content=\"{color}\">");
            assert!(server.as_str().unwrap().contains(&meta), "{server}");
            page.execute("document.documentElement.dataset.comfort = ''").await;
            page.execute("document.getElementById('theme').content = ''").await;
            page.execute("dispatchEvent(new Event('pageshow'))").await;
            assert_eq!(page.evaluate::<Vec<String>>(THEME).await, colors);
        }
        choose(page, "theme", 1).await;
        page.wait_for_value(THEME, json!(["#141311"])).await;
    });
}

#[test]
fn without_its_code_the_button_leads_to_the_page_of_settings() {
    phone().tolerating("404").tolerating("integrity").run(async |page| {
        open_article(page).await;
        let _failing = page.proxy.fail(FILES, Fault::NotFound);
        page.tap(BUTTON).await;
        page.wait_for_text("h1", strings::SETTINGS).await;
        page.wait_for(".comfort").await;
        assert_eq!(page.current_path().await, Route::Settings.to_string());
    });
}

#[test]
fn settings_work_without_scripts() {
    phone().without_scripts().run(async |page| {
        page.goto(&sample::article_path(sample::LONG)).await;
        page.tap(BUTTON).await;
        page.wait_for_text("h1", strings::SETTINGS).await;
        page.tap_text(".comfort-size label", "超大").await;
        page.tap_text(".comfort-theme label", "护眼").await;
        page.tap(".comfort-submit").await;
        page.wait_for_value(PAPER, SEPIA).await;
        page.wait_for_text("h1", strings::SETTINGS).await;
        assert!(
            page.evaluate::<bool>("document.querySelector('[name=size][value=\"5\"]').checked")
                .await
        );
        page.goto(&sample::article_path(sample::LONG)).await;
        assert_eq!(page.evaluate::<String>(ROOT_SIZE).await, "25.6px");
        assert_eq!(page.evaluate::<String>(PAPER).await, SEPIA);
    });
}

#[test]
fn the_settings_page_works_with_the_program_too() {
    phone().run(async |page| {
        page.open(&Route::Settings.to_string()).await;
        page.wait_for_program().await;
        // Its styles are there also for readers who have not chosen anything.
        let border = "getComputedStyle(document.querySelector('.comfort fieldset')).borderTopWidth";
        page.wait_for_value(border, "0px").await;
        assert_eq!(page.count(OPEN).await, 0);
        choose(page, "theme", 4).await;
        page.tap_text(".comfort-submit", strings::SAVE).await;
        page.wait_for_value(PAPER, SEPIA).await;
        page.wait_for_program().await;
        page.tap_text(".page-settings .button", strings::BACK_HOME).await;
        page.wait_for(".feed .card").await;
        assert_eq!(page.evaluate::<String>(PAPER).await, SEPIA);
    });
}

#[test]
fn a_settings_page_that_no_server_has_rendered_opens_the_panel() {
    phone().mounted().run(async |page| {
        page.open(&Route::Settings.to_string()).await;
        page.wait_for(OPEN).await;
        page.tap_text(".comfort-theme label", "护眼").await;
        page.wait_for_value(PAPER, SEPIA).await;
    });
}

#[test]
fn a_page_that_no_server_has_changed_shows_the_comfort_too() {
    phone().mounted().run(async |page| {
        open_article(page).await;
        keep(page, "s4t4").await;
        page.reload().await;
        page.wait_for_value(ROOT_SIZE, "21.76px").await;
        page.wait_for_value(PAPER, SEPIA).await;
    });
}

#[test]
fn a_chosen_scheme_is_that_of_a_system_which_prefers_it() {
    let colours = |visit: Visit, comfort: &'static str| {
        let mut found = Value::Null;
        visit.run(async |page| {
            open_article(page).await;
            keep(page, comfort).await;
            page.reload().await;
            page.wait_for_value("document.documentElement.dataset.comfort", comfort).await;
            found = page.evaluate(COLOURS).await;
        });
        found
    };
    assert_eq!(colours(phone(), ""), colours(phone().dark(), "t2"));
    assert_eq!(colours(phone().dark(), ""), colours(phone(), "t3"));
    assert_ne!(colours(phone(), ""), colours(phone(), "t3"));
}

/// JavaScript: the lowest contrast of ink, soft ink and accent on paper and on raised surfaces.
const CONTRAST: &str = "(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    const luminance = name => {
        canvas.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(it => it / 255)
            .map(it => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const pairs = ['--ink', '--soft', '--accent'].flatMap(ink =>
        ['--paper', '--raised'].map(paper => [luminance(ink), luminance(paper)]));
    return Math.min(...pairs.map(([a, b]) => Math.max(a, b) / Math.min(a, b)));
})()";

#[test]
fn contrast_is_enough_in_every_scheme_and_seven_in_care() {
    for visit in [phone(), phone().dark()] {
        visit.run(async |page| {
            open_article(page).await;
            for scheme in ["", "t2", "t3", "t4"] {
                for (care, least) in [("", 4.5), ("c2", 7.0)] {
                    let comfort = [scheme, care].concat();
                    keep(page, &comfort).await;
                    page.reload().await;
                    let contrast: f64 = page.evaluate(CONTRAST).await;
                    assert!(contrast >= least, "{comfort}: {contrast}");
                }
            }
        });
    }
}

/// JavaScript: controls that are smaller than 60 px. Links within a sentence are exempt, as
/// they are in WCAG 2.5.8, and so is what only a keyboard reaches.
const SMALL: &str = "visible('a, button, input, label, summary')
    .filter(it => !it.closest('.article-body') && !it.matches('.skip, .visually-hidden, label input'))
    .map(it => [it.outerHTML.slice(0, 90), it.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < 60 || box.width < 60))
    .map(([html, box]) => `${box.width} x ${box.height} ${html}`)";

/// JavaScript: sizes of text below 20 px, and in controls below 22.5 px.
const FINE_PRINT: &str = "visible('body *')
    .filter(it => [...it.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(it => !it.closest('.visually-hidden'))
    .filter(it => parseFloat(getComputedStyle(it).fontSize) < (it.closest('button, label') ? 24 : 21))
    .map(it => `${getComputedStyle(it).fontSize} ${it.outerHTML.slice(0, 90)}`)";

async fn check_care(page: &Page) {
    page.goto("/?care=on").await;
    page.wait_for_value("location.pathname + location.search", "/").await;
    for (address, selector) in [
        (sample::article_path(sample::LONG), ".moods-list"),
        (Route::Home.to_string(), ".feed .card"),
        (Route::Settings.to_string(), ".comfort"),
    ] {
        page.open(&address).await;
        page.wait_for(selector).await;
        page.wait_for_program().await;
        assert_eq!(page.evaluate::<Vec<String>>(SMALL).await, [""; 0], "{address}");
        assert_eq!(page.evaluate::<Vec<String>>(FINE_PRINT).await, [""; 0], "{address}");
        assert_eq!(page.count(".page-aside").await, 0);
        let width: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth").await;
        assert!(width, "{address} scrolls sideways");
        let text = "parseFloat(getComputedStyle(document.body).fontSize)";
        assert!(page.evaluate::<f64>(text).await >= 22.0);
    }
}

#[test]
fn care_has_large_text_and_large_targets_on_a_phone() {
    phone().run(check_care);
}

#[test]
fn care_has_large_text_and_large_targets_on_a_desktop() {
    desktop().run(check_care);
}

#[test]
fn care_uses_the_width_of_very_wide_screens() {
    desktop().sized(2560, 1300).run(async |page| {
        page.goto("/?care=on").await;
        for (address, text) in
            [(sample::article_path(sample::LONG), ".article-body"), ("/".to_owned(), ".feed")]
        {
            page.open(&address).await;
            page.wait_for(text).await;
            let left_and_width = format!(
                "[visible('.site-name')[0].getBoundingClientRect().left, \
                 visible('{text}')[0].getBoundingClientRect().left, \
                 visible('{text}')[0].clientWidth]"
            );
            let found: [f64; 3] = page.evaluate(&left_and_width).await;
            assert!((found[0] - found[1]).abs() <= 1.0 && found[2] > 700.0, "{address}: {found:?}");
        }
    });
}

#[test]
fn lists_have_an_end_in_care() {
    desktop().run(async |page| {
        page.goto("/?care=on").await;
        page.wait_for_program().await;
        page.scroll_to(".feed-end").await;
        // Two requests that the reader asks for: nothing is requested ahead of them.
        for expected in 1..3 {
            page.tap(".feed-more").await;
            let sections =
                format!("document.querySelectorAll('.list-section').length > {expected}");
            page.wait_for_value(&sections, true).await;
            page.wait_for_value(
                "document.querySelector('.feed-more').ariaDisabled !== 'true'",
                true,
            )
            .await;
            assert_eq!(page.proxy.count("GET /api/feeds/front/latest*"), expected);
        }
    });
}

#[test]
fn care_leads_back_to_where_it_was_turned_on_and_off() {
    for visit in [desktop(), phone(), phone().without_scripts()] {
        visit.run(async |page| {
            let address = sample::article_path(sample::LONG);
            page.goto(&address).await;
            page.tap(CARE).await;
            page.wait_for(LEAVE_CARE).await;
            assert_eq!(page.current_path().await, address);
            assert_eq!(page.evaluate::<String>(ROOT_SIZE).await, "24px");
            page.tap(LEAVE_CARE).await;
            page.wait_for(CARE).await;
            assert_eq!(page.current_path().await, address);
            assert_eq!(page.evaluate::<String>(ROOT_SIZE).await, "16px");
        });
    }
}

#[test]
fn a_static_host_turns_care_on_by_its_address() {
    // The page is left with its style sheet on the way.
    phone().with_remote_backend().tolerating("/comfort-").run(async |page| {
        page.goto("/settings?care=on").await;
        page.wait_for(".feed .card").await;
        page.wait_for_value(ROOT_SIZE, "24px").await;
        assert_eq!(page.current_path().await, "/");
    });
}

#[test]
fn care_offers_neither_poster_nor_foreign_targets() {
    phone().run(async |page| {
        page.prepare("delete Navigator.prototype.share;").await;
        page.goto(&format!("{}?care=on", sample::article_path(sample::LONG))).await;
        page.wait_for_program().await;
        page.tap(".meta .share-button").await;
        page.wait_for("dialog[open] .share-targets li").await;
        let targets = page.texts("dialog[open] .share-targets li").await;
        for absent in [strings::POSTER, strings::X, strings::TELEGRAM] {
            assert!(!targets.iter().any(|target| target == absent), "{targets:?}");
        }
        assert!(targets.iter().any(|target| target == strings::WEIBO), "{targets:?}");
    });
}
