//! The article page: all its sections in order, every kind of content block, links and images.

use serde_json::json;
use zaidu::strings;
use zaidu_model::{Feed, Limit, Route};

use crate::harness::{Fault, Page, Visit, desktop, phone, sample};

/// Selectors of the page's sections, in document order.
const SECTIONS: [&str; 16] = [
    ".share",
    ".reading-bar",
    ".breadcrumb",
    "article h1",
    ".meta-source",
    ".meta time",
    ".meta-author",
    ".article-body",
    ".article-body .editor",
    ".article-body .tags",
    ".fold",
    ".moods",
    ".up-next",
    ".cards",
    ".feed",
    ".feed-more",
];

async fn all_sections_are_shown(page: &Page) {
    page.open(&sample::article_path(sample::LONG)).await;
    page.wait_for(".feed-more").await;
    let article = sample::article(sample::LONG);
    let site = sample::newsroom().site();
    let section = article.section.as_ref().unwrap();
    let source = article.source.as_ref().unwrap();

    let column = section.column.as_ref().unwrap();
    let breadcrumb =
        [strings::HOME, &section.channel.name, &column.name, strings::FULL_TEXT].join(">");
    assert_eq!(page.texts(".breadcrumb ol").await[0].replace(' ', ""), breadcrumb);
    assert_eq!(page.texts(".breadcrumb [aria-current=page]").await, [strings::FULL_TEXT]);

    // The header says where the reader is.
    let current = page.texts(".site-channels [aria-current]").await;
    assert_eq!(current, std::slice::from_ref(&section.channel.name));

    assert_eq!(page.texts("h1").await, [article.headline()]);
    let named = format!("{} {}", strings::SOURCE, source.name).replace(' ', "");
    assert_eq!(page.texts(".meta-source").await[0].replace(' ', ""), named);
    let url = source.url.as_ref().map(|url| url.as_str().to_owned());
    assert_eq!(page.attributes(".meta-source a", "href").await, [url]);
    assert_eq!(page.texts(".meta time").await, [article.published.display()]);
    let written = article.published.to_string();
    assert_eq!(page.attributes(".meta time", "datetime").await, [Some(written)]);
    let author = format!("{}{}", strings::AUTHOR, article.authors.join(" "));
    assert_eq!(page.texts(".meta-author").await[0].replace(' ', ""), author.replace(' ', ""));

    assert_eq!(page.texts(".moods h2").await, [strings::YOUR_MOOD]);
    let provider = &site.provider.as_ref().unwrap().name;
    let links = page.texts(".moods-links a").await;
    assert_eq!(links, [strings::RANKING, provider.as_str()]);
    assert_eq!(page.texts(".mood-name").await.len(), 4);
    assert_eq!(page.texts(".cards h2").await, [strings::FOCUS, strings::SPECIAL]);
    let own = Some(Route::Article(article.id.clone()).to_string());
    let cards = site.focus.iter().chain(&site.special);
    let others = cards.filter(|card| card.article().as_ref() != Some(&article.id)).count();
    assert!(others < site.focus.len() + site.special.len(), "a card recommends this article");
    assert_eq!(page.count(".cards .tile").await, others);
    assert!(!page.attributes(".cards a", "href").await.contains(&own));
    assert_eq!(page.texts(".feed h2").await, [strings::RECOMMENDED]);
    let feed = Feed::Recommended { article: article.id.clone() };
    let mut recommended = sample::newsroom().feed(&feed, None, Limit::default()).unwrap().items;
    // Articles on the cards above are not recommended again.
    let next = sample::up_next(&article.id).id;
    recommended.retain(|item| !site.card_articles().contains(&item.id) && item.id != next);
    assert_eq!(page.count(".feed .card").await, recommended.len());
    assert_eq!(page.texts(".feed-more").await, [strings::LOAD_MORE]);
    assert_eq!(page.title().await, strings::page_title(&article.headline(), &site.name));

    let order: Vec<usize> = page.evaluate(&document_order()).await;
    assert_eq!(order, (0..SECTIONS.len()).collect::<Vec<_>>(), "of {SECTIONS:?}");
}

/// JavaScript: the indices of the sections that exist, in document order.
fn document_order() -> String {
    format!(
        "{SECTIONS:?}.map((css, number) => ({{ number, node: document.querySelector(css) }}))
            .filter(({{ node }}) => node)
            .sort((a, b) => a.node.compareDocumentPosition(b.node) & 2 ? 1 : -1)
            .map(({{ number }}) => number)"
    )
}

#[test]
fn all_sections_are_shown_in_order_on_a_phone() {
    phone().run(all_sections_are_shown);
}

#[test]
fn all_sections_are_shown_in_order_on_a_desktop() {
    desktop().run(all_sections_are_shown);
}

#[test]
fn an_article_without_a_title_uses_its_first_words_as_headline() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::UNTITLED)).await;
        let headline = sample::article(sample::UNTITLED).headline();
        page.wait_for_text("h1", &headline).await;
        let site = sample::newsroom().site();
        assert_eq!(page.title().await, strings::page_title(&headline, &site.name));
    });
}

#[test]
fn an_unknown_article_is_not_found() {
    phone().tolerating("404").run(async |page| {
        page.open(&sample::article_path("no-such-article")).await;
        page.wait_for_text("h1", strings::NOT_FOUND).await;
        assert_eq!(page.status().await, 404);
        page.tap_text("main a", strings::BACK_HOME).await;
        page.wait_for(".feed .card").await;
        assert_eq!(page.current_path().await, "/");
    });
}

/// The list that the reader has, and the browser's cache of it, still name the article.
#[test]
fn an_article_that_was_withdrawn_says_so_and_offers_no_retry() {
    phone().tolerating("410").run(async |page| {
        page.open(&sample::list_path()).await;
        page.wait_for(".feed .card").await;
        let path = page.attributes(".feed .card-link", "href").await[0].clone().unwrap();
        let link = format!(".feed .card-link[href='{path}']");
        page.withdraw(path.strip_prefix("/articles/").unwrap()).await;
        page.tap(&link).await;
        page.wait_for_text("h1", strings::WITHDRAWN).await;
        assert_eq!(page.texts("main p").await[0], strings::WITHDRAWN_MORE);
        let retry = page.texts("main .button").await;
        assert_eq!(retry, [strings::BACK_HOME]);
        // Back finds the list as it was, and the article is still gone.
        page.back().await;
        page.wait_for(&link).await;
        page.tap(&link).await;
        page.wait_for_text("h1", strings::WITHDRAWN).await;
        // Rendered by the server it says the same.
        page.reload().await;
        page.wait_for_text("h1", strings::WITHDRAWN).await;
        assert_eq!(page.status().await, 410);
    });
}

/// A viewport so tall that no text is folded.
fn tall_desktop() -> Visit {
    desktop().sized(1440, 9000)
}

/// Opens an article and waits for elements of its text.
async fn open_and_wait_for(page: &Page, id: &str, selectors: &[&str]) {
    page.open(&sample::article_path(id)).await;
    for selector in selectors {
        page.wait_for(&format!(".article-body {selector}")).await;
    }
}

#[test]
fn images_have_dimensions_a_caption_and_a_link_to_the_full_size() {
    tall_desktop().run(async |page| {
        open_and_wait_for(page, sample::LONG, &["figure > a > img[alt]", "figure > figcaption"])
            .await;
        let picture = ".article-body figure img";
        assert_eq!(page.attributes(picture, "width").await, [Some("800".to_owned())]);
        assert_eq!(page.attributes(picture, "height").await, [Some("534".to_owned())]);
        let large = page.attributes(".article-body a.enlarge", "href").await;
        assert_eq!(large, page.attributes(picture, "src").await);
    });
}

#[test]
fn every_kind_of_block_is_shown() {
    tall_desktop().run(async |page| {
        let quote = ["blockquote > p", "blockquote cite", "video[controls]", "hr", "strong", "h2"];
        open_and_wait_for(page, sample::LONG, &quote).await;
        open_and_wait_for(
            page,
            "open-data-tide",
            &["pre[tabindex] code", "p code", "em", "ol > li"],
        )
        .await;
        open_and_wait_for(page, "bridge-sensors", &["h3", "ol > li"]).await;
        open_and_wait_for(page, "repair-cafe", &["br", "ul > li", "a[href]"]).await;
        open_and_wait_for(page, "fish-return", &["audio[controls]", "figure > figcaption"]).await;
        // A nested list.
        page.wait_for(".article-body li :is(ol, ul) > li").await;
    });
}

#[test]
fn closed_blocks_open_by_their_summary() {
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{
            "id": "a",
            "title": "问答",
            "content_html": "<p>一。</p><details><summary>名单</summary><p>沈砚。</p></details>",
        }],
    });
    phone().with_feed(feed.to_string()).run(async |page| {
        page.open(&sample::article_path("a")).await;
        let shown =
            "document.querySelector('details p').checkVisibility({contentVisibilityAuto: true})";
        page.wait_for_value(shown, false).await;
        page.tap("details > summary").await;
        page.wait_for_value(shown, true).await;
    });
}

#[test]
fn other_languages_have_their_direction_and_their_sheet() {
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": "ug", "title": "بۈگۈن سائەت 10 دا كېمە قاتنىمى", "content_text": "بۈگۈن سائەت 10 دا كېمە قاتنىمى ئەسلىگە كەلدى."},
            {"id": "ug2", "title": "بۈگۈن سائەت 10 دا كېمە قاتنىمى", "content_text": "بۈگۈن سائەت 10 دا كېمە قاتنىمى ئەسلىگە كەلدى."},
            {"id": "mn", "title": "ᠥᠨᠥᠳᠦᠷ", "content_text": "ᠥᠨᠥᠳᠦᠷ ᠤᠨ ᠮᠡᠳᠡᠭᠡ᠃"},
            {"id": "zh", "title": "江", "content_text": "江面起了大雾。"},
        ],
    });
    let sheets = "document.querySelectorAll('link[href=\"/languages.css\"]').length";
    let style = |selector: &str, name: &str| {
        format!("getComputedStyle(document.querySelector('{selector}')).{name}")
    };
    phone().with_feed(feed.to_string()).run(async |page| {
        page.open(&sample::article_path("mn")).await;
        page.wait_for_value(&style(".article-body > div", "writingMode"), "vertical-lr").await;
        page.wait_for_value("document.documentElement.scrollWidth <= innerWidth", true).await;
        page.open(&sample::article_path("ug")).await;
        page.wait_for_value(&style("h1", "direction"), "rtl").await;
        page.wait_for_value(&style(".article-body > p", "textIndent"), "0px").await;
        page.open(&sample::article_path("zh")).await;
        page.wait_for_value(sheets, 0).await;
        // All others are in other languages.
        page.wait_for(".up-next h3[lang][dir=auto]").await;
        page.wait_for(".card[aria-posinset] h3[lang=ug]").await;
        page.wait_for_value(&style(".card[aria-posinset] h3[lang=ug]", "direction"), "rtl").await;
    });
}

#[test]
fn a_wide_table_scrolls_horizontally() {
    phone().run(async |page| {
        page.open(&sample::article_path("fish-return")).await;
        page.tap(".fold-button").await;
        let region = ".table[role=group][tabindex='0'][aria-label]";
        page.wait_for(&format!("figcaption + {region}")).await;
        page.wait_for(&format!("{region} th[scope=col]")).await;
        let wide = "(node => node.scrollWidth > node.clientWidth)(visible('.table')[0])";
        page.wait_for_value(wide, true).await;
        page.wait_for_value("document.documentElement.scrollWidth", 360).await;
    });
}

#[test]
fn article_html_has_no_scripts_and_only_safe_links() {
    tall_desktop().run(async |page| {
        let links = ".article-body a[href]";
        for id in ["night-market", "open-data-tide", "repair-cafe"] {
            open_and_wait_for(page, id, &["p", "a[href]"]).await;
            let schemes: Vec<String> =
                page.evaluate(&format!("visible({links:?}).map(a => a.protocol)")).await;
            let safe =
                |scheme: &String| ["http:", "https:", "mailto:", "tel:"].contains(&&**scheme);
            assert!(schemes.iter().all(safe), "{id}: {schemes:?}");
            let foreign = ".article-body :is(script, iframe, style, font, [style], [onclick])";
            page.wait_for_value(&format!("document.querySelectorAll({foreign:?}).length"), 0).await;
        }
    });
}

#[test]
fn an_image_that_fails_to_load_shows_its_alt_text() {
    desktop().tolerating("502").run(async |page| {
        let _broken = page.proxy.fail("GET /media/*", Fault::BadGateway);
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".article-body .picture-broken:not([alt=''])").await;
    });
}
