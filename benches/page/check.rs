//! Checks before the measurement that each page works, so that no variant is faster because it does
//! less: the same words, the same reactions, fold, bar, header, dialog, list and navigation.

use zaidu::strings;
use zaidu_harness::{Fault, Page, sample};
use zaidu_model::Mood;

use crate::peers::Peer;
use crate::variants::Variant;

/// Script that notes the elements that came with the page, and taps the last mood as soon as the page
/// says that it is ready.
const PROBE: &str = "
    document.addEventListener('readystatechange', () => {
        window.rendered ??= [...document.querySelectorAll('main *')];
    });
    const mark = performance.mark;
    performance.mark = function (name) {
        const entry = mark.apply(this, arguments);
        if (name === 'zaidu-ready') setTimeout(() => {
            const button = document.querySelector('.moods-list > li:last-child > button');
            button.click();
            requestAnimationFrame(() => {
                window.reactedWhenReady = button.getAttribute('aria-pressed') === 'true';
            });
        });
        return entry;
    };
";

/// JavaScript: hides what only ours has, then the visible text of the page, without white space, and
/// each element of the main content with its first class. Only ours has reading lists, which it adds
/// when the browser is idle; forms and links for readers without scripts are ours only too. Solid's
/// router adds `active` or `inactive` to its links.
const CONTENT: &str = r"(() => {
    const lists = '.saved-button, .saved-bar, .saved-links';
    document.querySelectorAll(lists).forEach(it => it.hidden = true);
    return [
        document.body.innerText.replace(/\s+/g, ''),
        [...document.querySelectorAll('main *')]
            .filter(it => !it.closest('.share-foot, .moods-status, dialog, ' + lists))
            .filter(it => it.localName !== 'form')
            .map(it => [it.localName, [...it.classList].find(name => !name.endsWith('active'))])
            .join(' '),
    ];
})()";

/// JavaScript: whether the times of the list are relative to now. Those of other years and to come stay
/// absolute.
const TIMES_ARE_RELATIVE: &str = r#"(() => {
    const year = time => new Date(Number(time) + 8 * 3600e3).getUTCFullYear();
    return [...document.querySelectorAll(".card time")].every(it => {
        const time = new Date(it.dateTime);
        return it.title || time > Date.now() || year(time) !== year(Date.now());
    });
})()"#;

/// JavaScript: the number of scripts and modules that were requested or are in the page.
const SCRIPTS: &str = r#"performance.getEntriesByType("resource")
    .filter(it => /\.(js|wasm)$/.test(it.name)).length
    + document.querySelectorAll("script:not([type]), script[type=module], link[rel*=preload]").length"#;

/// Checks the static page, ours and that of each peer.
///
/// # Panics
/// When one of them does not work.
pub fn all() {
    Variant::Static.visit().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_value("document.readyState", "complete").await;
        assert_eq!(page.evaluate::<usize>(SCRIPTS).await, 0, "the static page has scripts");
    });
    let ours = use_page(Variant::Rendered);
    for peer in Peer::ALL {
        let content = use_page(Variant::Peer(peer));
        for (theirs, ours) in content.iter().zip(&ours) {
            let [theirs, ours] = from_difference([theirs, ours]);
            assert_eq!(theirs, ours, "{} shows other content than our page", peer.name());
        }
    }
}

/// The beginning of what differs in two texts.
fn from_difference(texts: [&str; 2]) -> [String; 2] {
    let pairs = texts[0].chars().zip(texts[1].chars());
    let same = pairs.take_while(|(one, other)| one == other).count();
    texts.map(|text| text.chars().skip(same).take(80).collect())
}

/// Uses every feature of the page once. Returns the content that it showed at first.
fn use_page(variant: Variant) -> [String; 2] {
    eprintln!("checking {}", variant.name());
    let mut content = <[String; 2]>::default();
    variant.visit().tolerating("404").run(async |page| {
        page.prepare(PROBE).await;
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for_value("window.reactedWhenReady", true).await;
        // It was hydrated, not made anew.
        let replaced = "rendered.length > 100 && rendered.filter(it => !it.isConnected).length";
        page.wait_for_value(replaced, 0).await;
        page.wait_for(".fold-button").await;
        page.wait_for(".speech-button:enabled").await;
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        page.wait_for_value(TIMES_ARE_RELATIVE, true).await;
        content = page.evaluate(CONTENT).await;
        moods(page).await;
        fold_and_bar(page).await;
        header(page).await;
        share(page).await;
        list(page).await;
        navigation(page).await;
    });
    content
}

/// A choice that the server rejects is rolled back.
async fn moods(page: &Page) {
    let pressed = |mood: Mood| {
        let number = Mood::ALL.iter().position(|each| *each == mood).unwrap() + 1;
        format!(".moods-list > li:nth-child({number}) > button[aria-pressed=true]")
    };
    page.wait_for(&pressed(Mood::Pass)).await;
    let rejected = page.proxy.fail(sample::put_mood(sample::LONG), Fault::NotFound);
    page.tap(".moods-list > li:first-child > button").await;
    page.wait_for_text(".moods-status span", strings::MOOD_FAILED).await;
    page.wait_for(&pressed(Mood::Pass)).await;
    page.wait_for_none(&pressed(Mood::Happy)).await;
    rejected.clear();
    page.tap(".moods-list > li:first-child > button").await;
    page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
    page.wait_for(&pressed(Mood::Happy)).await;
}

async fn fold_and_bar(page: &Page) {
    page.tap(".fold-button").await;
    page.wait_for_none(".fold-button").await;
    page.wait_for(".article-body .editor").await;
    page.scroll_to(".article-body > :last-child").await;
    page.wait_for(".reading-bar-shown").await;
    page.wait_for_value("document.querySelector('.reading-bar progress').value > 50", true).await;
}

/// The bar ends with the text; the header comes back on the way up.
async fn header(page: &Page) {
    page.scroll_to(".share-foot").await;
    page.wait_for(".site-header[data-place=away]").await;
    page.wait_for_none(".reading-bar-shown").await;
    page.scroll_to(".article-body > :first-child").await;
    page.wait_for(".site-header[data-place=back]").await;
}

async fn share(page: &Page) {
    page.tap(".share-foot .share-button").await;
    page.wait_for("dialog[open] .share-targets").await;
    page.tap("[data-way=code]").await;
    page.wait_for(".share-code path").await;
    page.wait_for_value("document.querySelector('.share-code path').getBBox().width > 20", true)
        .await;
    page.tap("dialog[open] .dialog-close").await;
    page.wait_for_none("dialog[open]").await;
}

async fn list(page: &Page) {
    for sections in [2, 3] {
        page.scroll_to(".feed-end").await;
        page.wait_for_value("document.querySelectorAll('.list-section').length", sections).await;
    }
    page.wait_for_value("document.querySelectorAll('.card').length > 40", true).await;
}

/// A card opens its article without a page load, and Back returns.
async fn navigation(page: &Page) {
    let title = sample::article(sample::LONG).headline();
    page.execute("window.isSameDocument = true").await;
    let card = ".list-section:first-child .card:nth-child(1 of :has(h3))";
    let other: String =
        page.evaluate(&format!("document.querySelector('{card} h3').textContent")).await;
    page.scroll_to(card).await;
    page.tap(&format!("{card} .card-link")).await;
    page.wait_for_text("article h1", &other).await;
    page.wait_for(".card").await;
    page.back().await;
    page.wait_for_text("article h1", &title).await;
    page.wait_for_value("window.isSameDocument", true).await;
}
