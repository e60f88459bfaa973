//! Contract tests of search: both backends return the same results for any query.

use zaidu_model::feed::Position;
use zaidu_model::{Article, Block, Cursor, Feed, FeedPage, Inline, Newsroom, ProblemCode, api};

use crate::common::newsroom::{article, key, site};
use crate::{Backends, at, limit};

fn search(text: &str) -> Feed {
    Feed::Search { query: text.to_owned() }
}

/// An article of 2026-11-17 with additional paragraphs.
fn article_with_paragraphs(id: &str, title: &str, hour: u32, paragraphs: &[&str]) -> Article {
    let mut article = article(id, title, &format!("2026-11-17T{hour:02}:00:00+08:00"), None);
    let text = |words: &&str| Block::Paragraph(vec![Inline::Text((*words).to_owned())]);
    article.body.extend(paragraphs.iter().map(text));
    article
}

/// The searched articles: words in titles, paragraphs and several kinds of blocks.
fn searched_newsroom() -> Newsroom {
    let mut short = article_with_paragraphs("short", "", 3, &["ＡＢＣ银行：江潮，大涨"]);
    short.title = None;
    let mut quoted = article_with_paragraphs("quoted", "她说\"走\"", 4, &[]);
    quoted.body.push(Block::Quote {
        body: vec![Block::Code { language: None, text: "SELECT 1%_\\'".into() }],
        cite: Some("江边老人".into()),
    });
    quoted.body.push(Block::Table {
        caption: Some("水位表".into()),
        head: vec![vec![Inline::Text("站点".into())]],
        rows: vec![vec![vec![Inline::Text("２０２６年第3号".into())]]],
    });
    let long = format!("{}大涨的A股{}", "很长的前文，".repeat(40), "很长的后文。".repeat(40));
    let more = (0..30)
        .map(|number| article_with_paragraphs(&format!("m{number}"), "公报", 5, &["江水平稳"]));
    let mut articles = vec![
        article_with_paragraphs("tide", "江潮将至", 8, &["今晚两岸", "封闭请绕行"]),
        // Published at the same time: ids break the tie.
        article_with_paragraphs("Tide", "江潮退去", 8, &["大涨大落"]),
        article_with_paragraphs("stock", "A股收盘", 9, &[&long]),
        short,
        quoted,
        article_with_paragraphs(
            "latin",
            "Zaidu 3.0 Élan",
            7,
            &["NEAR the river OR not", "\u{20000}\u{20001}字"],
        ),
    ];
    articles.extend(more);
    Newsroom::new(site(), articles)
}

#[tokio::test]
async fn searches_of_every_kind_are_equal_page_by_page() {
    let backends = Backends::with_newsroom(searched_newsroom()).await;
    for (text, found) in [
        ("江潮", 3),
        ("潮", 3),
        ("江", 34),
        ("大涨", 3),
        ("a股", 1),
        ("Ａ股　大涨", 1),
        ("江潮 大涨", 2),
        ("大涨 江潮", 2),
        ("封闭请绕", 1),
        ("江边老人", 1),
        ("水位表", 1),
        ("站点", 1),
        ("2026年", 1),
        ("２０２６年第３号", 1),
        ("aid", 1),
        ("zaidu", 1),
        ("ÉLAN", 1),
        ("ab", 1),
        ("的第一段", 36),
        ("\u{20000}\u{20001}", 1),
        ("\u{20001}", 1),
        // Across punctuation and spaces; by the editor.
        ("银行江潮", 1),
        ("江潮大涨", 1),
        ("zaidu3", 1),
        ("林一", 36),
        // No match: absent, in another order, or across a paragraph break.
        ("潮江", 0),
        ("两岸封闭", 0),
        ("海啸", 0),
        // Punctuation only separates words; query syntax has no effect.
        ("%%江_潮__", 3),
        ("\"江潮\"", 3),
        ("江潮*", 3),
        ("潮' OR '1'='1", 0),
        ("near river or NOT", 1),
        ("NEAR(river the)", 1),
        ("{tokens}: zaidu ^3", 0),
        ("select 1%_\\'", 1),
        ("江潮\0", 3),
        ("江潮😀将至", 1),
    ] {
        for length in [1, 2, 7, 50] {
            let (mut cursor, mut seen) = (None, 0);
            loop {
                let page = backends.feed(&search(text), cursor.as_ref(), limit(length)).await;
                let page = page.unwrap_or_else(|code| panic!("{text}: {code:?}"));
                seen += page.items.len();
                match page.next {
                    Some(next) => cursor = Some(next),
                    None => break,
                }
            }
            assert_eq!(seen, found, "{text:?} by {length}");
        }
    }
    let long = "江潮".repeat(1_000);
    assert_eq!(backends.feed(&search(&long), None, limit(1)).await, Ok(FeedPage::default()));
    let first = backends.feed(&search("大涨"), None, limit(5)).await.unwrap();
    let excerpt = &first.items[0].excerpt;
    assert!(excerpt.starts_with("……") && excerpt.contains("大涨的A股"), "{excerpt}");
    assert!(excerpt.chars().count() < 90, "{excerpt}");
    let titles = backends.feed(&search("江潮"), None, limit(5)).await.unwrap().items;
    let ids: Vec<_> = titles.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["tide", "Tide", "short"], "titles first");
}

#[tokio::test]
async fn queries_that_are_too_short_or_malformed_are_rejected() {
    let backends = Backends::with_newsroom(searched_newsroom()).await;
    for text in ["", " ", "a", "７", "\u{3000}？！", "\0", "%", "\""] {
        let response = backends.feed(&search(text), None, limit(3)).await;
        assert_eq!(response, Err(ProblemCode::QueryTooShort), "{text:?}");
    }
    let forged = Cursor::from_wire("x");
    for text in ["江潮", ""] {
        let response = backends.feed(&search(text), Some(&forged), limit(3)).await;
        assert_eq!(response, Err(ProblemCode::CursorForged));
    }
    // Positions of no article, in each tier and beyond the last.
    for (tier, when) in [(0, "2026-11-17T08:00:00+08:00"), (1, "9999-01-01T00:00:00Z")] {
        for tier in [tier, tier + 1, 255] {
            let cursor = Position { tier, rank: at(when).unix(), id: key("c") }.cursor();
            backends.feed(&search("江"), Some(&cursor), limit(4)).await.unwrap();
        }
    }
    let missing = backends.server.get(api::SEARCH).await;
    assert_eq!(missing.code(), ProblemCode::QueryMalformed);
    let twice = backends.server.get("/api/search?q=ab&q=ab").await;
    assert_eq!(twice.code(), ProblemCode::QueryMalformed);
}

#[tokio::test]
async fn an_updated_article_is_found_by_its_new_text_only() {
    let backends = Backends::new().await;
    assert_eq!(backends.feed(&search("停水通知"), None, limit(5)).await.unwrap().items.len(), 1);
    let changed = article("b", "供水恢复", "2026-11-18T08:00:00+08:00", None);
    backends.server.store.import(&Newsroom::new(site(), vec![changed])).await.unwrap();
    let found = async |text: &str| {
        let page = backends.server.get(&api::feed(&search(text), None, None)).await;
        page.json::<FeedPage>().items.len()
    };
    assert_eq!((found("停水通知").await, found("供水恢复").await), (0, 1));
    assert_eq!(found("换表通知").await, 1, "what was not imported again is still there");
}
