//! Panics of the program: it is started once more, in a second instance; after a second panic the
//! page is left as it is, with its forms and links. Errors of other scripts are not ours (decision
//! 022).

use zaidu::strings;
use zaidu_model::Mood;

use crate::harness::{Page, Visit, phone, sample};
use crate::reactions::{ARTICLE, button, wait_for_moods, wait_for_saved};

/// Lets the next call from the program into the browser end as a panic does, once `panics` is
/// set; counts ready events and console warnings.
const PROBE: &str = "
    window.panics = window.ready = 0;
    window.warnings = [];
    addEventListener('zaidu-ready', () => ready++);
    console.warn = (...words) => warnings.push(words.join(' '));
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = (module, imports) => {
        const trapping = fields => Object.fromEntries(Object.entries(fields).map(([name, field]) =>
            [name, typeof field !== 'function' ? field : (...values) => {
                if (panics-- > 0) throw new WebAssembly.RuntimeError('unreachable');
                panics = 0;
                return field(...values);
            }]));
        const all = Object.entries(imports).map(([name, fields]) => [name, trapping(fields)]);
        return instantiate(module, Object.fromEntries(all));
    };";

fn visit() -> Visit {
    phone().saving_data()
}

async fn open(page: &Page) {
    page.prepare(PROBE).await;
    page.open(&sample::article_path(ARTICLE)).await;
    page.wait_for_value("ready", 1).await;
}

/// Lets the program panic in a listener of its own.
async fn panic(page: &Page) {
    page.execute("(window.panics = 1, dispatchEvent(new Event('online')))").await;
}

/// Reacting and navigating work without a request to the API.
async fn works_by_forms(page: &Page) {
    let before = page.proxy.count("PUT /api/*");
    page.execute("window.isOld = true").await;
    page.tap(&button(Mood::Pass)).await;
    page.wait_for_value("window.isOld === undefined", true).await;
    page.wait_for(&format!("{}[aria-pressed=true]", button(Mood::Pass))).await;
    assert_eq!(page.proxy.count("PUT /api/*"), before, "sent by the program");
    assert!(page.proxy.count("POST /articles/*") > 0);
}

#[test]
fn a_panic_during_hydration_makes_the_app_anew() {
    visit().run(async |page| {
        page.prepare(PROBE).await;
        // After the inline script has looked at the page.
        page.prepare(
            "document.addEventListener('DOMContentLoaded', () => {
                addEventListener('zaidu-start', () => {
                    const comments = document.createTreeWalker(app, NodeFilter.SHOW_COMMENT), found = [];
                    while (comments.nextNode()) found.push(comments.currentNode);
                    found.forEach(it => it.remove());
                }, { once: true });
            });",
        )
        .await;
        let held = page.proxy.hold(sample::get_wasm());
        page.goto(&sample::article_path(ARTICLE)).await;
        held.arrived().await;
        page.tap(&button(Mood::Like)).await;
        held.release();
        wait_for_saved(page).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        page.wait_for(".reading-bar-shown").await;
        page.wait_for(".article-body p").await;
        assert_eq!(page.evaluate::<Vec<String>>("warnings").await.len(), 1);
        assert_eq!(page.proxy.count("GET /api/*"), 0);
        assert_eq!(page.proxy.count("PUT /api/*"), 2, "once, and once more with its cookie");
    });
}

#[test]
fn a_panic_later_makes_the_app_anew_and_keeps_the_reader_in_place() {
    visit().run(async |page| {
        open(page).await;
        page.tap(".fold-button").await;
        page.wait_for_none(".fold-button").await;
        page.scroll_to(".article-body > .editor").await;
        page.focus(&button(Mood::Sad)).await;
        page.scroll_to(".article-body > .editor").await;
        let top = "document.querySelector('.editor').getBoundingClientRect().top";
        let before: f64 = page.evaluate(top).await;
        page.execute("window.before = document.querySelector('main')").await;
        panic(page).await;
        page.wait_for_value("ready", 2).await;

        assert!(!page.evaluate::<bool>("before.isConnected").await);
        let after: f64 = page.evaluate(top).await;
        assert!((after - before).abs() < 1.0, "scrolled from {before} to {after}");
        let focused =
            format!("document.activeElement === document.querySelector({:?})", button(Mood::Sad));
        assert!(page.evaluate::<bool>(&focused).await);
        page.wait_for_none(".fold-shut").await;
        let warnings: Vec<String> = page.evaluate("warnings").await;
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert_eq!(page.proxy.count("GET /api/*"), 0);

        // One program listens: one vote, one history entry.
        page.tap(&button(Mood::Sad)).await;
        wait_for_saved(page).await;
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        let entries: u64 = page.evaluate("history.length").await;
        page.tap(".breadcrumb a").await;
        page.wait_for_text(".feed h2", strings::LATEST).await;
        assert_eq!(page.evaluate::<u64>("history.length").await, entries + 1);
        page.back().await;
        page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
    });
}

#[test]
fn after_a_second_panic_the_forms_and_links_of_the_page_work() {
    visit().run(async |page| {
        open(page).await;
        panic(page).await;
        page.wait_for_value("ready", 2).await;
        panic(page).await;
        page.wait_for_value("warnings.length", 2).await;
        page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
        works_by_forms(page).await;
    });
}

#[test]
fn a_panic_of_a_page_without_server_rendering_starts_it_again() {
    phone().mounted().run(async |page| {
        open(page).await;
        page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
        panic(page).await;
        page.wait_for_value("ready", 2).await;
        page.wait_for_text("article h1", &sample::article(ARTICLE).headline()).await;
        page.wait_for(".fold-button").await;
        page.wait_for_none("#start").await;
    });
}

/// Failures of scripts that are not ours.
const FOREIGN: &str = "
    Promise.reject(new Error('of an extension'));
    Promise.reject();
    setTimeout(() => { throw new Error('of an extension') });
    // (module (func (export \"f\") unreachable))
    const code = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const foreign = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(code)));
    setTimeout(() => foreign.exports.f());
    setTimeout(() => Promise.reject(new WebAssembly.RuntimeError('unreachable')));";

#[test]
fn failures_of_other_scripts_are_not_taken_for_ours() {
    for is_mounted in [false, true] {
        let visit = visit().tolerating("of an extension").tolerating("Uncaught");
        let visit = if is_mounted { visit.mounted() } else { visit };
        visit.run(async |page| {
            page.prepare(PROBE).await;
            page.prepare(&format!("addEventListener('DOMContentLoaded', () => {{ {FOREIGN} }})"))
                .await;
            let held = page.proxy.hold(sample::get_wasm());
            page.goto(&sample::article_path(ARTICLE)).await;
            held.arrived().await;
            page.execute(&format!("(() => {{ {FOREIGN} }})()")).await;
            page.evaluate_async("new Promise(then => setTimeout(then))").await;
            page.wait_for_none("#start-failed").await;
            if !is_mounted {
                page.tap(&button(Mood::Like)).await;
                page.wait_for("[data-tap=kept]").await;
            }
            held.release();
            page.wait_for_value("ready", 1).await;
            if !is_mounted {
                wait_for_saved(page).await;
            }
            page.execute(&format!("(() => {{ {FOREIGN} }})()")).await;
            page.tap(&button(Mood::Sad)).await;
            wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
            assert_eq!(page.evaluate::<usize>("ready").await, 1);
            assert_eq!(page.evaluate::<usize>("warnings.length").await, 0);
            assert_eq!(page.proxy.count("POST /articles/*"), 0);
        });
    }
}
