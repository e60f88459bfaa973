//! Ways on from a text: tags, authors, the article to be read next, table of contents, neighbours,
//! and corrections above it.

use serde_json::{Value, json};
use thirtyfour::Key as Pressed;
use zaidu::strings;
use zaidu_model::{Facet, FacetKind, Feed, Limit, Preview, Route};

use crate::harness::{Page, Visit, desktop, phone, sample};

/// An article with three headings.
const CHAPTERS: &str = "bus-route-redesign";

fn path(id: &zaidu_model::Key) -> String {
    Route::Article(id.clone()).to_string()
}

/// The articles of a facet according to the reference implementation.
fn expected(kind: FacetKind, name: &str) -> Vec<String> {
    let feed = Feed::Facet(Facet::new(kind, name).unwrap());
    let items = sample::newsroom().feed(&feed, None, Limit::default()).unwrap().items;
    items.iter().map(|item: &Preview| path(&item.id)).collect()
}

async fn cards(page: &Page) -> Vec<String> {
    page.attributes(".feed .card-link", "href").await.into_iter().flatten().collect()
}

/// Follows each tag and author of an article to its page.
async fn check_facets(page: &Page) {
    let article = sample::article(CHAPTERS);
    let tags = article.tags.iter().map(|tag| (FacetKind::Tag, tag, ".tags a"));
    let authors = article.authors.iter().map(|name| (FacetKind::Author, name, ".meta-author a"));
    page.open(&sample::article_path(CHAPTERS)).await;
    page.wait_for(".meta-author a").await;
    for (kind, name, link) in tags.chain(authors) {
        page.tap_text(link, name).await;
        page.wait_for_text("h1", &strings::facet_title(kind, name)).await;
        page.wait_for(".feed .card").await;
        assert_eq!(cards(page).await, expected(kind, name), "{name}");
        let canonical: String =
            page.evaluate("document.querySelector('link[rel=canonical]').href").await;
        let own = Facet::new(kind, name).unwrap().to_string();
        assert!(canonical.ends_with(&own), "{canonical} {own}");
        page.back().await;
        page.wait_for_text("h1", &article.headline()).await;
    }
}

#[test]
fn tags_and_authors_lead_to_their_articles() {
    desktop().run(check_facets);
}

#[test]
fn tags_and_authors_lead_to_their_articles_without_scripts() {
    desktop().without_scripts().run(check_facets);
}

#[test]
fn a_search_begins_with_the_tags_and_authors_that_it_names() {
    phone().run(async |page| {
        page.open(&Route::search("慢出行")).await;
        page.wait_for(".feed .card").await;
        assert_eq!(page.texts(".tags a").await, ["慢出行"]);
        page.tap(".tags a").await;
        page.wait_for_text("h1", &strings::facet_title(FacetKind::Tag, "慢出行")).await;
        // The list that is restored has them too.
        page.back().await;
        page.wait_for(".tags a").await;
        page.open(&Route::search("祝晓岚")).await;
        page.wait_for_text(".tags a", "祝晓岚").await;
    });
}

/// A newsroom of one article with `tag`, HTML and `extension`, and as many others as a list needs.
fn feed(tag: &str, html: &str, extension: &Value) -> Vec<u8> {
    let section = |extension: &Value| {
        let mut extension = extension.clone();
        extension["section"] = json!(["城事", "渡口"]);
        extension
    };
    let brief = |day: u32| {
        json!({
            "id": format!("brief-{day}"), "title": format!("第{day}条"), "content_text": "短讯。",
            "date_published": format!("2026-01-{day:02}T08:00:00+08:00"),
            "_newsroom": section(&json!({})),
        })
    };
    let article = json!({
        "id": "clock", "title": "渡口的钟", "content_html": html, "tags": [tag],
        "date_published": "2026-01-05T09:00:00+08:00", "_newsroom": section(extension),
    });
    let items: Vec<Value> = (1..=9).map(brief).chain([article]).collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "河埠报",
        "home_page_url": "https://example.org/", "items": items,
    })
    .to_string()
    .into_bytes()
}

#[test]
fn a_tag_of_any_characters_has_a_page_and_one_that_is_none_has_not() {
    let tag = "a/慢 %2F?#👨\u{200d}👩‹مد›";
    phone().tolerating("404").with_feed(feed(tag, "<p>钟快三分钟。</p>", &json!({}))).run(
        async |page| {
            page.open(&sample::article_path("clock")).await;
            page.tap(".tags a").await;
            page.wait_for_text("h1", &strings::facet_title(FacetKind::Tag, tag)).await;
            page.wait_for(".feed .card").await;
            assert_eq!(page.count(".feed .card").await, 1);
            page.wait_for_value("document.documentElement.scrollWidth", 360).await;
            // The server says the same.
            page.reload().await;
            page.wait_for_text("h1", &strings::facet_title(FacetKind::Tag, tag)).await;
            for missing in ["/tags/nothing", "/authors/a%2Fb", "/tags/%2E"] {
                page.open(missing).await;
                page.wait_for_text("h1", strings::NOT_FOUND).await;
            }
        },
    );
}

#[test]
fn what_is_read_next_is_a_card_that_the_list_leaves_out() {
    phone().run(async |page| {
        let next = sample::up_next(&sample::key(sample::LONG));
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".feed .card").await;
        assert_eq!(page.texts(".up-next h2").await, [strings::UP_NEXT]);
        assert_eq!(page.texts(".up-next h3").await, [next.headline()]);
        assert_eq!(page.attributes(".up-next a", "href").await, [Some(path(&next.id))]);
        assert!(!cards(page).await.contains(&path(&next.id)), "shown twice");
        // Relative to now, unlike the time that the server wrote.
        page.wait_for(".up-next time[title]").await;
        page.tap(".up-next a").await;
        page.wait_for_text("h1", &next.headline()).await;
        page.wait_for(".feed .card").await;
        // What was read is not next, nor is the article itself.
        page.wait_for(".up-next a").await;
        let after = page.attributes(".up-next a", "href").await[0].clone().unwrap();
        assert!(after != path(&next.id) && after != sample::article_path(sample::LONG), "{after}");
        assert!(!cards(page).await.contains(&after), "shown twice");
        // Back finds the same card.
        page.back().await;
        page.wait_for_text(".up-next h3", &next.headline()).await;
        assert!(!cards(page).await.contains(&path(&next.id)), "shown twice");
    });
}

#[test]
fn neighbours_of_the_column_are_links() {
    let check = async |page: &Page| {
        page.open(&sample::article_path("brief-5")).await;
        let links = || page.texts(".article-body > .tags a");
        page.wait_for(".article-body > .tags a").await;
        assert_eq!(links().await, ["第4条", "渡口的钟"]);
        page.tap_text(".article-body > .tags a", "渡口的钟").await;
        page.wait_for_text("h1", "渡口的钟").await;
        assert_eq!(links().await, ["钟", "第5条", "第6条"]);
    };
    let newsroom = || feed("钟", "<p>钟快三分钟。</p>", &json!({}));
    phone().with_feed(newsroom()).run(check);
    phone().without_scripts().with_feed(newsroom()).run(check);
}

#[test]
fn corrections_stand_above_the_text() {
    let corrections = json!({ "corrections": [
        { "date": "2026-01-06T10:00:00+08:00", "text": "“三分钟”误为“五分钟”。" },
    ]});
    let html = "<p>钟快三分钟。</p><aside class=correction><time datetime='2026-01-07'></time>\
                站名有误。</aside>";
    phone().with_feed(feed("钟", html, &corrections)).run(async |page| {
        page.open(&sample::article_path("clock")).await;
        page.wait_for(".corrections").await;
        let texts = page.texts(".corrections p").await;
        let texts: Vec<String> = texts.iter().map(|text| text.replace('\u{3000}', " ")).collect();
        assert_eq!(
            texts,
            [
                format!("{}2026年1月7日 站名有误。", strings::CORRECTION),
                format!("{}2026年1月6日 “三分钟”误为“五分钟”。", strings::CORRECTION),
            ]
        );
        page.wait_for_value(
            "document.querySelector('.article-body').firstElementChild.className",
            "corrections",
        )
        .await;
        page.wait_for_text(".article-body > p", "钟快三分钟。").await;
        let updated = page.attributes(".meta-updated time", "datetime").await;
        assert_eq!(updated, [Some("2026-01-07T00:00:00+08:00".to_owned())]);
        page.assert_accessible().await;
    });
}

/// The headings of [`CHAPTERS`].
fn headings() -> Vec<String> {
    let body = &sample::article(CHAPTERS).body;
    let headings = body.iter().filter_map(|block| match block {
        zaidu_model::Block::Heading { text, .. } => Some(zaidu_model::block::plain_text(text)),
        _ => None,
    });
    headings.collect()
}

fn is_at_top(heading: usize) -> String {
    format!(
        "(top => top >= -1 && top < innerHeight / 2)
            (visible('.article-body > [id^=h-]')[{heading}].getBoundingClientRect().top)"
    )
}

async fn check_contents_on_a_phone(page: &Page) {
    page.open(&sample::article_path(CHAPTERS)).await;
    page.wait_for(".toc summary").await;
    assert_eq!(page.count(".toc a").await, 0, "it is closed");
    page.tap(".toc summary").await;
    page.wait_for(".toc a").await;
    assert_eq!(page.texts(".toc a").await, headings());
    page.tap_text(".toc a", &headings()[1]).await;
    page.wait_for_value(&is_at_top(1), true).await;
    page.wait_for_value("decodeURI(location.hash).startsWith('#h-')", true).await;
}

#[test]
fn the_table_of_contents_leads_to_the_headings() {
    phone().run(check_contents_on_a_phone);
}

#[test]
fn the_table_of_contents_leads_to_the_headings_without_scripts() {
    phone().without_scripts().run(check_contents_on_a_phone);
}

async fn check_contents_on_a_desktop(page: &Page) {
    page.wait_for(".toc [open] a").await;
    let beside = "(toc => toc.left > document.querySelector('.article-body > p')
        .getBoundingClientRect().right)(visible('.toc a')[0].getBoundingClientRect())";
    page.wait_for_value(beside, true).await;
    page.wait_for_none(".toc [aria-current]").await;
    let titles = headings();
    for number in [1, 2, 0] {
        page.execute(&format!(
            "document.querySelectorAll('.article-body > [id^=h-]')[{number}]
                .scrollIntoView({{ behavior: 'instant' }})"
        ))
        .await;
        page.wait_for_text(".toc [aria-current]", &titles[number]).await;
        assert_eq!(page.count(".toc [aria-current]").await, 1);
    }
    page.assert_accessible().await;
    page.focus(".toc a").await;
    page.press(Pressed::Enter).await;
    page.wait_for_value(&is_at_top(0), true).await;
    page.execute("scrollTo({ top: 0, behavior: 'instant' })").await;
    page.wait_for_none(".toc [aria-current]").await;
}

#[test]
fn the_table_of_contents_marks_the_place_beside_the_text() {
    for visit in [desktop as fn() -> Visit, || desktop().dark()] {
        visit().sized(1440, 900).run(async |page| {
            page.open(&sample::article_path(CHAPTERS)).await;
            check_contents_on_a_desktop(page).await;
        });
    }
}

/// An article that the program has rendered is as one that the server has rendered.
#[test]
fn the_table_of_contents_is_there_after_a_navigation() {
    desktop().sized(1440, 900).run(async |page| {
        page.open(&sample::article_path(sample::SHORT)).await;
        page.wait_for(".feed .card").await;
        page.wait_for_none(".toc").await;
        let loaded = "performance.getEntriesByType('resource')
            .some(it => /contents-.*wasm/.test(it.name))";
        page.wait_for_value(loaded, false).await;
        page.open("/tags/%E6%85%A2%E5%87%BA%E8%A1%8C").await;
        page.tap(&format!(".card-link[href='{}']", sample::article_path(CHAPTERS))).await;
        page.wait_for_text("h1", &sample::article(CHAPTERS).headline()).await;
        check_contents_on_a_desktop(page).await;
    });
}

#[test]
fn a_text_with_few_headings_has_no_table_of_contents() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::LONG)).await;
        page.wait_for(".feed .card").await;
        assert_eq!(page.count("nav.toc").await, 0);
        let anchors: usize =
            page.evaluate("document.querySelectorAll('.article-body > [id^=h-]').length").await;
        assert_eq!(anchors, 2, "but its headings have anchors");
    });
}
