//! Documents of Markdown, one and a folder of them.

use zaidu_import::{Import, Importer, import_file};
use zaidu_model::{Article, Timestamp};

use super::{NOW, find, outline};

const HUGO: &str = include_str!("data/blog/content/posts/城市/bridge/index.md");
const FILES: [(&str, &str); 7] = [
    ("content/posts/城市/bridge/index.md", HUGO),
    ("content/posts/城市/_index.md", "---\ntitle: 城市\n---\n"),
    ("source/_posts/fog.md", include_str!("data/blog/source/_posts/fog.md")),
    ("_posts/2026-11-17-level.md", include_str!("data/blog/_posts/2026-11-17-level.md")),
    ("ghost/tea.md", include_str!("data/blog/ghost/tea.md")),
    ("notes/plain.md", include_str!("data/blog/notes/plain.md")),
    ("drafts/later.md", "---\ntitle: 以后\n---\n未完。"),
];

fn now() -> Timestamp {
    Timestamp::parse(NOW).unwrap()
}

fn folder(files: &[(&str, &str)]) -> Import {
    let mut importer = Importer::new(now(), false);
    for (name, text) in files {
        importer.add(name, text.as_bytes());
    }
    importer.finish()
}

fn article(name: &str, text: &str) -> Article {
    let import = import_file(Some(name), text.as_bytes(), now(), false).unwrap();
    assert_eq!(import.refused, [], "{text}");
    import.newsroom.articles()[0].clone()
}

fn section(article: &Article) -> String {
    let section = article.section.as_ref().unwrap();
    let column = section.column.as_ref().map(|column| format!("/{}", column.name));
    format!("{}{}", section.channel.name, column.unwrap_or_default())
}

#[test]
fn a_folder_of_every_generator() {
    let import = folder(&FILES);
    assert_eq!(import.refused, []);
    let left_out: Vec<_> = import.left_out.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
    assert_eq!(left_out, ["1 draft", "1 page of a section"]);
    assert_eq!(import.newsroom.articles().len(), 5);

    let bridge = find(&import, "望澜大桥通车");
    assert_eq!(
        outline(bridge),
        [
            "大桥今晨通车，全长三公里。",
            "![桥面](/media/content/posts/城市/bridge/deck.jpg)",
            "# 走法",
            "[[\"☑ 公交\"], [\"☐ 步行\"]]",
        ]
    );
    assert_eq!(bridge.published.to_string(), "2026-11-19T08:00:00+08:00");
    assert_eq!(bridge.updated.unwrap().to_string(), "2026-11-20T08:00:00+08:00");
    assert_eq!(
        (&*bridge.authors, &*bridge.tags),
        (&["沈知夏".into(), "罗一苇".into()][..], &["桥".into()][..])
    );
    assert_eq!(
        bridge.picture.as_ref().unwrap().url.as_str(),
        "/media/content/posts/城市/bridge/cover.jpg"
    );
    assert_eq!((section(bridge), bridge.id.as_str()), ("城市".into(), "bridge"));
    assert_eq!(bridge.excerpt, "三公里，走四十分钟。");

    let fog = find(&import, "大雾");
    assert_eq!(
        (section(fog), fog.published.to_string()),
        ("新闻/交通".into(), "2026-11-18T07:30:00+08:00".into())
    );
    assert_eq!(
        outline(fog),
        ["江上起雾。", "![航线图](/media/source/_posts/fog/map.png)", "六条航线停运。"]
    );

    let level = find(&import, "水位");
    assert_eq!(level.published.to_string(), "2026-11-17T00:00:00+08:00");
    assert_eq!(outline(find(&import, "老茶馆")), ["茶馆在二楼。"]);
    let plain = find(&import, "没有头的一篇");
    assert_eq!((outline(plain), section(plain)), (vec!["只有正文。".to_owned()], "notes".into()));
    assert!(import.newsroom.is_undated(&plain.id));
}

#[test]
fn front_matter_tells_the_format_without_a_name() {
    for text in [
        "---\ntitle: 渡口\ndate: 2026-11-19\n---\n灯亮到十点。",
        "+++\ntitle = \"渡口\"\ndate = 2026-11-19T00:00:00+08:00\n+++\n灯亮到十点。",
        "{\n\"title\": \"渡口\", \"date\": \"2026-11-19\"\n}\n灯亮到十点。",
    ] {
        let article = super::article(text);
        assert_eq!(
            (article.title.as_deref(), &*outline(&article)[0]),
            (Some("渡口"), "灯亮到十点。")
        );
        assert_eq!(article.published.to_string(), "2026-11-19T00:00:00+08:00");
    }
}

#[test]
fn tables_notes_and_markup_of_a_text_are_taken() {
    let text = "# 数字\n\n| 站 | 米 |\n|---|---|\n| 甲 | **3** |\n\n~~旧~~ 新[^1]，他说**“好。”**然后走了。\n\n\
                <div onclick=\"x\">内<script>alert(1)</script></div>\n\n> 引文\n\n```rust\nfn a() {}\n```\n\n[^1]: 注文。\n";
    let article = article("a.md", text);
    assert_eq!(article.title.as_deref(), Some("数字"));
    let wire = serde_json::to_string(&article.body).unwrap();
    for part in ["甲", "strong", "注文", "引文", "fn a() {}", "“好。”"] {
        assert!(wire.contains(part), "{part} not in {wire}");
    }
    assert!(!wire.contains("alert") && !wire.contains("**"), "{wire}");
}

#[test]
fn files_beside_the_articles_are_none() {
    let import = folder(&[
        ("README.md", "# 关于本库"),
        ("index.html", "---\nlayout: home\n---\n{{ content }}"),
        ("main.css", "---\n---\nbody {}"),
        ("feed.xml", "---\nlayout: null\n---\n<rss>"),
        ("tags/index.md", "---\ntitle: 标签\ntype: tags\n---\n"),
        ("news/a.html", "---\ntitle: 渡口\ndate: 2026-11-19\n---\n<p>灯亮到十点。</p>"),
    ]);
    assert_eq!(import.skipped, ["README.md", "index.html", "main.css", "feed.xml"]);
    assert_eq!((import.refused.len(), import.left_out.get("page")), (0, Some(&1)));
    let article = &import.newsroom.articles()[0];
    assert_eq!((&*outline(article)[0], section(article)), ("灯亮到十点。", "news".into()));
}

#[test]
fn faults_are_named_by_file() {
    let import = folder(&[
        ("a/bad.md", "+++\ntitle = 江\n+++\n正文"),
        ("a/empty.md", "---\ntitle: 空\n---\n"),
        ("a/one.md", "---\ntitle: 一\nslug: same\n---\n正文"),
        ("a/two.md", "---\ntitle: 二\nslug: same\n---\n正文"),
        ("a/feed.xml", "<rss><channel><item><guid>x</guid></item></channel></rss>"),
        ("a/notes.txt", "没有头的文本"),
    ]);
    let refused: Vec<_> = import.refused.iter().map(ToString::to_string).collect();
    assert!(refused[0].starts_with("a/bad.md: front matter: line 2: "), "{refused:?}");
    assert!(refused[1].starts_with("a/empty.md: has no text"), "{refused:?}");
    assert_eq!(refused[2], "a/two.md: id: \"same\" is the id of a/one.md too");
    assert!(refused[3].starts_with("a/feed.xml: items[0]: has no text"), "{refused:?}");
    assert_eq!(import.skipped, ["a/notes.txt"]);
}

#[test]
fn settings_are_those_of_a_feed_or_of_the_generator() {
    let settings = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "望澜日报", "items": [],
        "_newsroom": {"channels": [{"key": "sport", "name": "体育"}, {"key": "city", "name": "城市"}]}}"#;
    let post = "---\ntitle: 桥\n---\n通车。";
    let import = folder(&[
        ("_config.yml", "title: 博客\nsubtitle: 每日\nauthor: 甲\n"),
        ("城市/a.md", post),
        ("文化/a.md", post),
        ("settings.json", settings),
    ]);
    assert_eq!((&import.refused[..], &import.skipped[..]), (&[][..], &[][..]));
    let site = import.newsroom.site();
    let keys: Vec<_> = site.channels.iter().map(|channel| channel.key.as_str()).collect();
    assert_eq!((&*site.name, keys), ("望澜日报", vec!["sport", "city", "文化"]));
    let sections: Vec<_> = import.newsroom.articles().iter().map(section).collect();
    assert_eq!(sections, ["城市", "文化"]);
    let first = import.newsroom.articles()[0].section.as_ref().unwrap();
    assert_eq!(first.channel.key.as_str(), "city");

    let import = folder(&[
        ("config.toml", "title = \"博客\"\n[params]\ndescription = \"每日\"\n"),
        ("a.md", post),
    ]);
    let site = import.newsroom.site();
    assert_eq!((&*site.name, &*site.description), ("博客", "每日"));
    assert_eq!(folder(&[("config.toml", "a = 1")]).skipped, ["config.toml"]);
}

#[test]
fn front_matter_has_corrections() {
    for told in [
        "corrections:\n  - date: 2026-11-21\n    text: 站名有误。\n  - text: 没有日期。",
        "correction:\n  date: \"2026-11-21\"\n  text: 站名有误。",
    ] {
        let text = format!("---\ntitle: 题\ndate: 2026-11-20\n{told}\n---\n一段。");
        let article = article("a.md", &text);
        let corrections: Vec<_> =
            article.corrections.iter().map(|it| (it.date.display(), it.text.as_str())).collect();
        assert_eq!(corrections, [("2026-11-21 00:00".to_owned(), "站名有误。")], "{told}");
    }
}
