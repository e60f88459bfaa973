//! Tests of the round trip: what a feed of this server says is imported as the same newsroom.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use zaidu_import::import_feed;
use zaidu_model::block::body_text;
use zaidu_model::{Article, Newsroom, Timestamp};

use super::feed_document::FeedDocument;
use super::{json_feed, rss};

const ORIGIN: &str = "https://a.example";

/// Every kind of block and of inline content, and what of them is nested.
const EVERYTHING: &str = r##"
    <p>甲<strong>乙<em>丙</em></strong><a href="/articles/b?x=1&amp;y#z">链接<b>粗</b></a><code>a &lt; b</code><br>次行
    10<sup>8</sup>、CO<sub>2</sub>、<del>旧</del><ins>新</ins><u>下划</u><mark>标</mark><small>小字</small></p>
    <h2>二级</h2><h3>三级</h3><h4>四级<em>强</em></h4>
    <figure><img src="/media/a.jpg" width="1600" height="900" alt="桥 &quot;一&quot;"
     srcset="/media/a-320.jpg 320w, https://cdn.example/a,b.jpg 800w"><figcaption>图注 &amp; 署名</figcaption></figure>
    <img src="https://cdn.example/b.png">
    <blockquote><p>引文</p><blockquote><p>再引</p></blockquote><cite>出处</cite></blockquote>
    <ol><li><p>一</p><ul><li>甲</li><li>乙</li></ul></li><li>二</li></ol>
    <table><caption>表注</caption><thead><tr><th>线路</th><th>首班</th></tr></thead>
    <tr><td>1路</td><td><strong>6:00</strong></td></tr><tr><td></td><td>7:00</td></tr></table>
    <pre><code class="language-rust">

fn main() {
    let a = "&lt;";
}</code></pre>
    <figure><video src="/media/c.mp4" poster="/media/c.jpg" width="640" height="360"></video><figcaption>片</figcaption></figure>
    <audio src="/media/d.mp3"></audio><hr>
    <dl><dt>词</dt><dd>解</dd></dl><details><summary>问</summary><p>答</p></details><details open><summary>二问</summary>二答</details>
    <p>龢<ruby>髹<rt>xiū</rt></ruby>。</p>"##;

fn import(feed: &Value) -> Newsroom {
    let now = Timestamp::parse("2100-01-01T00:00:00Z").unwrap();
    let imported = import_feed(feed.to_string().as_bytes(), now).unwrap();
    assert_eq!(imported.refused, []);
    imported.newsroom
}

/// A feed of items with these bodies.
fn feed(bodies: &[String]) -> Value {
    let items = bodies.iter().enumerate().map(|(n, body)| {
        json!({
            "id": format!("https://b.example/{n}"), "title": (n % 3 > 0).then(|| format!("第{n}篇")),
            "content_html": body, "date_published": format!("2026-11-{:02}T08:00:00+08:00", 20 - n),
            "date_modified": (n % 2 > 0).then_some("2026-11-25T09:30:00+08:00"),
            "summary": (n % 2 > 0).then_some("摘要 <b> & 其他"), "tags": ["公交", "桥"],
            "authors": (n % 2 > 0).then(|| json!([{"name": "林一舟"}, {"name": "周渡"}])),
            "_newsroom": {
                "source": {"name": "云报", "url": "https://c.example/"}, "editor": "沈砚",
                "section": ["城事", "公交"],
                "corrections": (n % 4 == 2).then(|| json!([
                    {"date": "2026-11-26T08:00:00+08:00", "text": "“第1路”误为<2路>"},
                    {"date": "2026-11-27", "text": "另一处,误"},
                ])),
                "picture": {"url": "/media/p.jpg", "width": 800, "height": 450, "alt": "图",
                    "variants": [{"url": "/media/p-320.jpg", "width": 320}]},
            },
        })
    });
    json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "报", "description": "一句话",
        "items": items.collect::<Vec<_>>(),
        "_newsroom": {
            "name": "江畔日报", "logo": "/logo.svg", "pins": ["a", "b"],
            "channels": [{"key": "city", "name": "城事", "columns": [{"key": "bus", "name": "公交"}]}, "体育"],
            "focus": [{"title": "策,划", "url": "/articles/b", "picture": {"url": "/media/f.jpg"}}, "无链接"],
            "special": [{"title": "专题", "url": "https://c.example/s"}],
            "mood_board": {"name": "云投", "url": "https://c.example/"},
            "footer": {"copyright": "版权", "icp": "京ICP备1号", "licence": {"name": "许可"}, "hotline": "12345"},
            "share": {"image": "/s.png", "text": "读,潮", "targets": ["wechat", "x"], "from": true},
        },
    })
}

fn export<'a>(newsroom: &'a Newsroom) -> FeedDocument<'a> {
    FeedDocument {
        site: newsroom.site(),
        articles: newsroom.articles(),
        title: newsroom.site().name.clone(),
        origin: ORIGIN,
        page_url: format!("{ORIGIN}/"),
        feed_url: format!("{ORIGIN}/feeds/latest.json"),
        next_url: None,
    }
}

fn export_json(newsroom: &Newsroom) -> Value {
    serde_json::from_slice(&json_feed::serialise(&export(newsroom))).unwrap()
}

/// The names of the kinds of blocks and inline content in `body`, as JSON has them.
fn kinds(body: &Value, kinds: &mut std::collections::BTreeSet<String>) {
    match body {
        Value::Array(all) => all.iter().for_each(|one| self::kinds(one, kinds)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            kinds.insert(name.clone());
            self::kinds(value, kinds);
        }),
        Value::String(name) => drop(kinds.insert(name.clone())),
        _ => {}
    }
}

#[test]
fn an_export_is_imported_as_the_same_newsroom() {
    let newsroom = import(&feed(&vec![EVERYTHING.to_owned(); 4]));
    let mut found = std::collections::BTreeSet::new();
    kinds(&serde_json::to_value(&newsroom.articles()[0].body).unwrap(), &mut found);
    for kind in [
        "paragraph",
        "heading",
        "image",
        "quote",
        "list",
        "table",
        "code",
        "video",
        "audio",
        "divider",
        "text",
        "strong",
        "emphasis",
        "link",
        "line-break",
        "sup",
        "sub",
        "del",
        "ins",
        "u",
        "mark",
        "small",
    ] {
        assert!(found.contains(kind), "{kind} is missing in {found:?}");
    }
    assert_eq!(import(&export_json(&newsroom)), newsroom);
}

/// A feed reader gets absolute addresses, and the times of corrections.
#[test]
fn other_readers_get_full_texts_with_absolute_addresses() {
    let newsroom = import(&feed(&vec![EVERYTHING.to_owned(); 2]));
    let json = export_json(&newsroom);
    let corrected = &json["items"][1];
    assert_eq!(corrected["date_modified"], "2026-11-25T09:30:00+08:00");
    assert_eq!(json["items"][0]["date_modified"], Value::Null);
    assert_eq!(json["items"][0].get("title"), None, "it has none");
    let html = corrected["content_html"].as_str().unwrap();
    for part in [
        "src=\"https://a.example/media/a.jpg\"",
        "https://a.example/media/a-320.jpg 320w, https://cdn.example/a,b.jpg 800w",
        "href=\"https://a.example/articles/b?x=1&amp;y#z\"",
        "poster=\"https://a.example/media/c.jpg\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let xml = String::from_utf8(rss::serialise(&export(&newsroom))).unwrap();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let texts = |name: &str| -> Vec<_> {
        let nodes = document.descendants().filter(|node| node.tag_name().name() == name);
        nodes.filter_map(|node| node.text()).map(str::to_owned).collect()
    };
    assert_eq!(texts("encoded").last().unwrap(), html);
    assert_eq!(texts("updated"), ["2026-11-25T09:30:00+08:00"]);
    assert_eq!(texts("creator"), ["林一舟", "周渡"]);
    assert_eq!(texts("category").len(), 4);
}

#[test]
fn rss_has_the_same_texts() {
    let origin = json!(ORIGIN);
    let newsroom = import(&feed(&vec![EVERYTHING.to_owned(); 2]));
    // Addresses of the site stay absolute: RSS does not say which are those of this server.
    let absolute = {
        let mut json = export_json(&newsroom);
        json["_newsroom"].as_object_mut().unwrap().remove("origin");
        import(&json)
    };
    assert_eq!(export_json(&newsroom)["_newsroom"]["origin"], origin);
    let now = Timestamp::parse("2100-01-01T00:00:00Z").unwrap();
    let imported = import_feed(&rss::serialise(&export(&newsroom)), now).unwrap();
    assert_eq!(imported.refused, []);
    let bodies = |newsroom: &Newsroom| -> Vec<_> {
        newsroom.articles().iter().map(|article| article.body.clone()).collect()
    };
    assert_eq!(bodies(&imported.newsroom), bodies(&absolute));
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "潮水",
        "来了",
        "，",
        "。",
        ",",
        ".",
        " ",
        "  ",
        "\u{3000}",
        "\u{a0}",
        "\n",
        "word",
        "7",
        "作者:林一舟",
        "责编：沈砚",
        "“",
        "”",
        "\"",
        "'",
        "&lt;",
        "&gt;",
        "&amp;amp;",
        "&lt;/p&gt;",
        "👨\u{200d}👩",
        "\u{200b}",
        "e\u{301}",
        "،",
        "—",
        "（林一舟）",
        "*",
        "#",
        "]]&gt;",
    ]);
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn inlines() -> impl Strategy<Value = String> {
    let names = vec![
        "strong", "em", "code", "del", "ins", "u", "mark", "small", "sup", "sub", "s", "span", "q",
        "ruby", "kbd", "abbr",
    ];
    let leaf = prop_oneof![4 => text(), 1 => Just("<br>".to_owned())];
    let one = leaf.prop_recursive(3, 12, 4, move |inner| {
        let inner = vec(inner, 0..4).prop_map(|all| all.concat());
        prop_oneof![
            3 => (prop::sample::select(names.clone()), inner.clone())
                .prop_map(|(name, inner)| format!("<{name}>{inner}</{name}>")),
            1 => (prop::sample::select(vec!["/articles/a", "https://b.example/?a&amp;b", "mailto:a@b.example", "#x"]), inner)
                .prop_map(|(url, inner)| format!("<a href=\"{url}\">{inner}</a>")),
        ]
    });
    vec(one, 0..4).prop_map(|all| all.concat())
}

fn blocks() -> impl Strategy<Value = String> {
    let picture = (text(), any::<bool>()).prop_map(|(alt, has_size)| {
        let alt = alt.replace('"', "&quot;");
        let size = if has_size { "width=\"640\" height=\"360\"" } else { "" };
        format!("<img src=\"/media/a.jpg\" {size} alt=\"{alt}\" srcset=\"/media/b.jpg 320w\">")
    });
    let media = prop_oneof![
        picture,
        Just("<video src=\"/media/a.mp4\" poster=\"/media/a.jpg\"></video>".to_owned()),
        Just("<audio src=\"https://b.example/a.mp3\"></audio>".to_owned()),
    ];
    let row = |name: &'static str| {
        let cell = inlines().prop_map(move |inner| format!("<{name}>{inner}</{name}>"));
        vec(cell, 1..4).prop_map(|cells| format!("<tr>{}</tr>", cells.concat()))
    };
    let rows = (prop::option::of(row("th")), vec(row("td"), 1..4))
        .prop_map(|(head, rows)| head.unwrap_or_default() + &rows.concat());
    let leaf = prop_oneof![
        4 => (prop::sample::select(vec!["p", "h2", "h3", "h4", "div"]), inlines())
            .prop_map(|(name, inner)| format!("<{name}>{inner}</{name}>")),
        1 => media.clone(),
        1 => (media, text()).prop_map(|(media, words)| format!("<figure>{media}<figcaption>{words}</figcaption></figure>")),
        1 => (rows, text()).prop_map(|(rows, words)| format!("<table><caption>{words}</caption>{rows}</table>")),
        1 => text().prop_map(|code| format!("<pre><code class=\"language-rust\">{code}\n  {code}</code></pre>")),
        1 => Just("<hr>".to_owned()),
        1 => inlines(),
    ];
    let one = leaf.prop_recursive(3, 16, 4, |inner| {
        let inner = vec(inner, 0..4).prop_map(|all| all.concat());
        prop_oneof![
            (inner.clone(), text()).prop_map(|(inner, cite)| format!(
                "<blockquote>{inner}<cite>{cite}</cite></blockquote>"
            )),
            (
                prop::sample::select(vec!["ul", "ol", "ol start=\"4\"", "ol reversed"]),
                vec(inner.clone(), 0..3)
            )
                .prop_map(|(list, items)| {
                    let items =
                        items.iter().map(|item| format!("<li>{item}</li>")).collect::<String>();
                    format!("<{list}>{items}</{}>", &list[..2])
                }),
            (inner, prop::sample::select(vec!["<details><summary>问</summary>", "<details open>"]))
                .prop_map(|(inner, start)| format!("{start}{inner}</details>")),
        ]
    });
    vec(one, 1..5).prop_map(|all| all.concat())
}

/// The text without its white space.
fn words(body: &[zaidu_model::Block]) -> String {
    body_text(body).split_whitespace().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    /// The words and the blocks are the same. Where the import of foreign HTML has left an empty line
    /// in a paragraph, or two pieces of text with the same marks beside each other, there is one
    /// line break, or one piece, afterwards.
    #[test]
    fn any_text_that_was_imported_comes_back_the_same(bodies in vec(blocks(), 1..4)) {
        // An item without any content is refused.
        let bodies: Vec<_> = bodies.into_iter().map(|body| format!("<p>始</p>{body}")).collect();
        let newsroom = import(&feed(&bodies));
        let again = import(&export_json(&newsroom));
        for (one, other) in newsroom.articles().iter().zip(again.articles()) {
            let html = super::content_html::article_html(one, ORIGIN);
            prop_assert_eq!(words(&one.body), words(&other.body), "{}", &html);
            prop_assert_eq!(one.body.len(), other.body.len(), "{}", &html);
            let (body, counts) = (one.body.clone(), one.counts);
            prop_assert_eq!(one, &Article { body, counts, ..other.clone() }, "{}", &html);
        }
        prop_assert_eq!(newsroom.site(), again.site());
        prop_assert_eq!(import(&export_json(&again)), again);
    }
}
