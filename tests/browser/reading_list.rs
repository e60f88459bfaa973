//! 稍后读 and 阅读历史: articles are saved and remembered in one browser, found, removed, exported; what
//! storage does not keep is said.

use serde_json::{Value, json};
use thirtyfour::Key;
use zaidu::strings;
use zaidu_model::Route;

use crate::harness::{Fault, Page, desktop, phone, sample};

pub(crate) const BUTTON: &str = ".saved-button";
const BAR: &str = ".saved-bar";
const ROW: &str = ".saved-row";
const STATUS: &str = ".saved-status";
/// The sample's articles in these tests, the one that is opened first first.
const ARTICLES: [&str; 3] = [sample::LONG, sample::SHORT, "fish-return"];

fn saved() -> String {
    Route::Saved.to_string()
}

fn history() -> String {
    Route::History.to_string()
}

fn title(id: &str) -> String {
    sample::article(id).headline().into_owned()
}

/// The JavaScript value of an item in localStorage.
fn item(prefix: &str, id: &str) -> String {
    format!("localStorage.getItem('zaidu:{prefix}:{id}')")
}

async fn open(page: &Page, id: &str) {
    page.open(&sample::article_path(id)).await;
    page.wait_for(BUTTON).await;
}

/// Opens an article and saves it.
async fn save(page: &Page, id: &str) {
    open(page, id).await;
    page.tap(BUTTON).await;
    page.wait_for(".saved-button[aria-pressed=true]").await;
}

async fn wait_for_rows(page: &Page, ids: &[&str]) {
    let titles = ids.iter().map(|id| title(id)).collect::<Vec<_>>();
    page.wait_for_value("visible('.saved-title').map(words)", json!(titles)).await;
}

#[test]
fn an_article_is_saved_and_found_in_the_list() {
    for visit in [phone(), desktop(), phone().in_wechat(), phone().mounted(), phone().with_mock()] {
        visit.run(async |page| {
            save(page, sample::SHORT).await;
            page.wait_for_text(".saved-bar [role=status]", strings::SAVED_HERE).await;
            page.tap_text(".saved-bar a", strings::SHOW_SAVED).await;
            page.wait_for_text("h1", strings::SAVED).await;
            wait_for_rows(page, &[sample::SHORT]).await;
            page.wait_for_text(STATUS, &strings::total_count(1)).await;
            page.wait_for_text(".page p", strings::SAVED_HINT).await;
            assert_eq!(page.current_path().await, saved());
            page.tap(".saved-row a").await;
            page.wait_for_text("h1", &title(sample::SHORT)).await;
            // It is not saved twice, and a second tap takes it back.
            page.wait_for(".saved-button[aria-pressed=true]").await;
            page.tap(BUTTON).await;
            page.wait_for(".saved-button[aria-pressed=false]").await;
            page.open(&saved()).await;
            page.wait_for_text(".notice", strings::nothing_saved(true)).await;
        });
    }
}

#[test]
fn the_button_moves_nothing() {
    for visit in [phone().sized(320, 640), phone(), desktop()] {
        visit.run(async |page| {
            page.open(&sample::article_path(sample::LONG)).await;
            page.wait_for(BUTTON).await;
            page.wait_for(".feed .card").await;
            let shift = "shifts.reduce((sum, shift) => sum + shift.value, 0)";
            assert_eq!(page.evaluate::<f64>(shift).await, 0.0);
        });
    }
}

#[test]
fn the_history_has_each_article_once_the_latest_first() {
    phone().run(async |page| {
        for id in ARTICLES.into_iter().chain([sample::LONG]) {
            open(page, id).await;
        }
        page.open(&history()).await;
        wait_for_rows(page, &[sample::LONG, "fish-return", sample::SHORT]).await;
        page.wait_for_text(STATUS, &strings::total_count(3)).await;
        page.wait_for_text(".page p", strings::HISTORY_HINT).await;
        page.tap_text(".tabs a", strings::SAVED).await;
        page.wait_for_text(".notice", strings::nothing_saved(true)).await;
        page.wait_for_text("h1", strings::SAVED).await;
    });
}

#[test]
fn a_clock_that_is_set_back_puts_nothing_behind() {
    phone().run(async |page| {
        open(page, sample::LONG).await;
        page.prepare("const now = Date.now; Date.now = () => now() - 864e5;").await;
        open(page, sample::SHORT).await;
        page.open(&history()).await;
        wait_for_rows(page, &[sample::SHORT, sample::LONG]).await;
    });
}

#[test]
fn the_history_has_an_end() {
    // The server is asked for articles that it has never had.
    phone().tolerating("404").run(async |page| {
        page.open("/").await;
        page.execute(
            "[...Array(500).keys()].forEach(number =>
                localStorage.setItem(`zaidu:opened:old-${number}`, String(1000 + number)))",
        )
        .await;
        open(page, sample::SHORT).await;
        page.wait_for_value(&item("opened", "old-0"), Value::Null).await;
        let keys =
            "Object.keys(localStorage).filter(key => key.startsWith('zaidu:opened:')).length";
        page.wait_for_value(keys, 500).await;
        page.open(&history()).await;
        page.wait_for_text(STATUS, &strings::total_count(500)).await;
        // What was edited by hand has no title.
        page.wait_for_text(".saved-title", strings::NO_TITLE).await;
        assert_eq!(page.count(ROW).await, 50);
        page.tap_text(".saved-foot .button", strings::SHOW_MORE).await;
        page.wait_for_value(&format!("visible({ROW:?}).length"), 100).await;
    });
}

#[test]
fn a_list_is_searched_and_its_articles_are_removed_and_brought_back() {
    phone().run(async |page| {
        for id in ARTICLES {
            open(page, id).await;
        }
        page.open(&history()).await;
        wait_for_rows(page, &["fish-return", sample::SHORT, sample::LONG]).await;
        let type_query = |query: &str| {
            format!(
                "(field => {{
                    field.value = {query:?};
                    field.dispatchEvent(new Event('input', {{ bubbles: true }}));
                }})(visible('.search input')[0])"
            )
        };
        let query: String = title(sample::SHORT).chars().take(3).collect();
        page.execute(&type_query(&query)).await;
        page.wait_for_text(STATUS, &strings::found_count(1)).await;
        wait_for_rows(page, &[sample::SHORT]).await;
        page.execute(&type_query("没有这样的题目")).await;
        page.wait_for_text(STATUS, &strings::found_count(0)).await;
        page.execute(&type_query("")).await;
        wait_for_rows(page, &["fish-return", sample::SHORT, sample::LONG]).await;

        page.tap(".saved-row:nth-child(2) [data-saved=remove]").await;
        page.wait_for_text(".saved-row span", &strings::removed(&title(sample::SHORT))).await;
        page.wait_for_text(STATUS, &strings::total_count(2)).await;
        page.wait_for_value(&item("opened", sample::SHORT), Value::Null).await;
        // The focus is on what brings it back.
        page.wait_for_value("document.activeElement.dataset.saved", "undo").await;
        page.press(Key::Enter).await;
        wait_for_rows(page, &["fish-return", sample::SHORT, sample::LONG]).await;
        page.wait_for_text(STATUS, &strings::total_count(3)).await;

        page.tap(".saved-row:nth-child(2) [data-saved=remove]").await;
        page.wait_for_text(STATUS, &strings::total_count(2)).await;
        page.reload().await;
        wait_for_rows(page, &["fish-return", sample::LONG]).await;
        page.tap_text(".saved-foot .button", strings::CLEAR).await;
        page.wait_for_text(".saved-foot p", &strings::ask_clear(2)).await;
        page.tap_text(".saved-foot .button", strings::CANCEL).await;
        wait_for_rows(page, &["fish-return", sample::LONG]).await;
        page.tap_text(".saved-foot .button", strings::CLEAR).await;
        page.tap("[data-saved=confirm]").await;
        page.wait_for_text(".notice", strings::nothing_saved(false)).await;
        page.reload().await;
        page.wait_for_text(".notice", strings::nothing_saved(false)).await;
    });
}

#[test]
fn a_list_is_exported_as_json() {
    phone().run(async |page| {
        // The browser would write a file; the policy forbids the page to read it.
        page.prepare(
            "const make = URL.createObjectURL;
            URL.createObjectURL = blob => { window.exported = blob; return make.call(URL, blob); };
            addEventListener('click', event =>
                event.target.matches('[download]') && event.preventDefault());",
        )
        .await;
        save(page, sample::SHORT).await;
        page.open(&saved()).await;
        wait_for_rows(page, &[sample::SHORT]).await;
        page.tap_text(".saved-foot .button", strings::EXPORT).await;
        page.wait_for_value("visible('[download]')[0].href.startsWith('blob:')", true).await;
        let names = page.attributes("[download]", "download").await;
        assert_eq!(names, [Some("saved.json".to_owned())]);
        let text = page.evaluate_async("exported.text()").await;
        let exported: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
        let article = sample::article(sample::SHORT);
        assert_eq!(exported["list"], "saved");
        assert_eq!(exported["articles"].as_array().unwrap().len(), 1);
        let entry = &exported["articles"][0];
        assert_eq!(entry["title"], title(sample::SHORT));
        assert_eq!(entry["published"], article.published.to_string());
        let url = entry["url"].as_str().unwrap();
        assert!(url.ends_with(&sample::article_path(sample::SHORT)), "{url}");
    });
}

#[test]
fn two_tabs_have_the_same_lists() {
    phone().run(async |page| {
        open(page, sample::SHORT).await;
        let [first, second] = page.open_tab(&sample::article_path(sample::SHORT)).await;
        page.tap(BUTTON).await;
        page.wait_for(".saved-button[aria-pressed=true]").await;
        page.switch_to_tab(&first).await;
        page.wait_for(".saved-button[aria-pressed=true]").await;
        page.open(&saved()).await;
        wait_for_rows(page, &[sample::SHORT]).await;
        page.switch_to_tab(&second).await;
        save(page, sample::LONG).await;
        page.switch_to_tab(&first).await;
        wait_for_rows(page, &[sample::LONG, sample::SHORT]).await;
        // Everything is cleared in the middle.
        page.switch_to_tab(&second).await;
        page.execute("localStorage.clear()").await;
        page.switch_to_tab(&first).await;
        page.wait_for_text(".notice", strings::nothing_saved(true)).await;
        page.switch_to_tab(&second).await;
        page.tap(BUTTON).await;
        page.wait_for_value(&format!("{} !== null", item("saved", sample::LONG)), true).await;
    });
}

#[test]
fn storage_that_is_closed_or_full_is_said() {
    let closed =
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('closed'); } });";
    let full = "Storage.prototype.setItem = () => { throw new Error('full'); };";
    for (script, words) in [(closed, strings::STORAGE_CLOSED), (full, strings::STORAGE_FULL)] {
        phone().run(async |page| {
            page.prepare(script).await;
            open(page, sample::SHORT).await;
            page.tap(BUTTON).await;
            page.wait_for_text(".saved-bar [role=status]", words).await;
            page.wait_for(".saved-button[aria-pressed=false]").await;
            page.assert_accessible().await;
            page.tap(".saved-close").await;
            page.wait_for_none(BAR).await;
            page.open(&saved()).await;
            let words = match script == closed {
                true => strings::STORAGE_CLOSED,
                false => strings::nothing_saved(true),
            };
            page.wait_for_text(".notice", words).await;
        });
    }
}

#[test]
fn the_history_makes_room_for_what_is_saved() {
    phone().run(async |page| {
        open(page, sample::LONG).await;
        open(page, sample::SHORT).await;
        // Full as long as the older one is there.
        page.execute(
            "(() => {
                const set = Storage.prototype.setItem;
                Storage.prototype.setItem = function (key, value) {
                    if (localStorage.getItem('zaidu:opened:tide-gauge-keeper') !== null)
                        throw new Error('full');
                    set.call(this, key, value);
                };
            })()",
        )
        .await;
        page.tap(BUTTON).await;
        page.wait_for_text(".saved-bar [role=status]", strings::SAVED_HERE).await;
        page.wait_for_value(&format!("{} !== null", item("saved", sample::SHORT)), true).await;
        page.wait_for_value(&format!("{} !== null", item("opened", sample::SHORT)), true).await;
    });
}

#[test]
fn an_article_that_was_withdrawn_is_marked_in_the_list() {
    phone().tolerating("410").tolerating("503").run(async |page| {
        save(page, sample::SHORT).await;
        save(page, sample::LONG).await;
        page.withdraw(sample::SHORT).await;
        page.open(&saved()).await;
        page.wait_for_text(".saved-progress", strings::WITHDRAWN).await;
        wait_for_rows(page, &[sample::LONG, sample::SHORT]).await;
        assert_eq!(page.count(".saved-row a").await, 1, "nothing leads to what is gone");
        assert_eq!(page.proxy.count("HEAD /api/articles/*"), 2);
        // It is still known when the server cannot be asked.
        let _failing = page.proxy.fail("HEAD /api/*", Fault::Unavailable);
        page.open(&history()).await;
        page.wait_for(ROW).await;
        page.open(&saved()).await;
        page.wait_for_text(".saved-progress", strings::WITHDRAWN).await;
    });
}

#[test]
fn without_its_code_a_list_says_so_and_offers_a_retry() {
    phone().mounted().tolerating("404").tolerating("integrity").run(async |page| {
        let failing = page.proxy.fail("GET /reading-*", Fault::NotFound);
        page.open(&saved()).await;
        page.wait_for_text("[role=alert] p", strings::PART_FAILED).await;
        failing.clear();
        page.tap("[role=alert] .button").await;
        page.wait_for_text(".notice", strings::nothing_saved(true)).await;
    });
}

#[test]
fn without_scripts_the_pages_say_what_they_need() {
    phone().without_scripts().run(async |page| {
        for (address, name, hint) in [
            (saved(), strings::SAVED, strings::SAVED_HINT),
            (history(), strings::HISTORY, strings::HISTORY_HINT),
        ] {
            page.goto(&address).await;
            page.wait_for_text("h1", name).await;
            page.wait_for_text(".page p", hint).await;
            page.wait_for_text(".notice", strings::LIST_NEEDS_PROGRAM).await;
        }
        page.goto(&sample::article_path(sample::SHORT)).await;
        page.wait_for("h1").await;
        assert_eq!(page.count(BUTTON).await, 0);
    });
}

#[test]
fn a_service_worker_is_asked_to_keep_what_is_saved() {
    phone().run(async |page| {
        page.prepare(
            "window.messages = [];
            Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: {
                controller: { postMessage: message => messages.push(message) },
            } });",
        )
        .await;
        save(page, sample::SHORT).await;
        let kept = ["\n/api", &sample::article_path(sample::SHORT)].concat();
        page.wait_for_value("messages.at(-1)", kept).await;
    });
}

#[test]
fn the_footer_and_the_settings_lead_to_the_lists() {
    for visit in [phone(), desktop()] {
        visit.run(async |page| {
            open(page, sample::SHORT).await;
            // A page without an endless list, below which the footer would move away.
            page.open(&Route::Settings.to_string()).await;
            page.wait_for_program().await;
            page.wait_for_text(".site-footer a", strings::HISTORY).await;
            page.tap_text(".site-footer a", strings::SAVED).await;
            page.wait_for_text("h1", strings::SAVED).await;
            page.open(&Route::Settings.to_string()).await;
            page.wait_for_program().await;
            page.tap_text(".page-settings .button", strings::HISTORY).await;
            wait_for_rows(page, &[sample::SHORT]).await;
        });
    }
}

#[test]
fn lists_are_accessible() {
    for visit in [phone(), desktop().dark(), phone().dark(), phone().sized(320, 640)] {
        visit.run(async |page| {
            save(page, sample::LONG).await;
            page.wait_for(BAR).await;
            page.assert_accessible().await;
            save(page, sample::SHORT).await;
            page.open(&saved()).await;
            wait_for_rows(page, &[sample::SHORT, sample::LONG]).await;
            page.assert_accessible().await;
            page.tap("[data-saved=remove]").await;
            page.tap_text(".saved-foot .button", strings::CLEAR).await;
            page.wait_for("[data-saved=confirm]").await;
            page.assert_accessible().await;
        });
    }
}
