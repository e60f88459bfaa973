//! An export file of Ghost.

use zaidu_import::{Hints, import_with_hints};
use zaidu_model::Timestamp;

use super::{NOW, find, import, links, outline};

const EXPORT: &[u8] = include_bytes!("data/ghost.json");

#[test]
fn published_posts_are_taken_with_what_other_tables_say() {
    let import = import(EXPORT);
    assert_eq!(import.refused, []);
    let left_out: Vec<_> = import.left_out.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
    assert_eq!(left_out, ["1 draft", "1 for members", "1 page"]);
    let site = import.newsroom.site();
    assert_eq!((&*site.name, &*site.description), ("望澜周刊", "每周四，听江"));
    assert_eq!(site.logo.as_ref().unwrap().as_str(), "/media/content/images/logo.png");

    let ferry = find(&import, "夜班渡轮");
    assert_eq!(ferry.id.as_str(), "64f0a1b2c3d4e5f6a7b8c9d0");
    assert_eq!(site.pins, std::slice::from_ref(&ferry.id));
    assert_eq!(
        outline(ferry),
        [
            "最后一班在十点半。",
            "![渡口](/media/content/images/2026/11/ferry.jpg)",
            "[[\"平日三班。\"]]",
        ]
    );
    assert_eq!(ferry.authors, ["林一舟", "沈砚"]);
    assert_eq!(ferry.tags, ["夜航"]);
    assert_eq!(ferry.section.as_ref().unwrap().channel.name, "城市");
    assert_eq!(ferry.published.to_string(), "2026-11-19T08:00:00+08:00");
    assert_eq!((&*ferry.excerpt, ferry.standfirst), ("灯亮到十点。", true));
    let picture = ferry.picture.as_ref().unwrap();
    assert_eq!(
        (picture.url.as_str(), &*picture.alt),
        ("/media/content/images/cover.jpg", "渡口的灯")
    );
}

#[test]
fn documents_of_both_editors_are_read_where_there_is_no_html() {
    let import = import(EXPORT);
    assert_eq!(
        outline(find(&import, "新编辑器")),
        [
            "# 小标题",
            "第一段，重点在此。",
            "[[\"甲\"], [\"乙\"]]",
            "![江](https://a.example/b.jpg)",
            "卡片里的 HTML。",
        ]
    );
    assert_eq!(
        outline(find(&import, "旧编辑器")),
        ["第一段，重点。", "[[\"甲\"]]", "Markdown 的卡片。"]
    );
}

#[test]
fn the_address_of_the_site_is_told_beside_the_file() {
    let hints = Hints { home: Some("https://weekly.example/"), ..Hints::default() };
    let import = import_with_hints(EXPORT, Timestamp::parse(NOW).unwrap(), &hints).unwrap();
    let ferry = find(&import, "夜班渡轮");
    let picture = ferry.picture.as_ref().unwrap().url.as_str();
    assert_eq!(picture, "https://weekly.example/content/images/cover.jpg");
    assert_eq!(links(find(&import, "新编辑器")), ["https://weekly.example/ferry/"]);
}

#[test]
fn scheduled_posts_are_held_and_odd_files_are_refused() {
    let import = import(EXPORT);
    let held: Vec<_> = import.newsroom.held().iter().map(|it| it.headline().into_owned()).collect();
    assert_eq!(held, ["以后的一篇"]);
    let error = |text: &str| {
        zaidu_import::import_feed(text.as_bytes(), Timestamp::EPOCH).unwrap_err().to_string()
    };
    let cut = std::str::from_utf8(EXPORT).unwrap();
    assert!(error(&cut[..cut.len() / 2]).starts_with("feed: is no whole export of Ghost"));
    assert_eq!(error("{\"db\":[{\"posts\":[]}]}"), "db[0].data: missing");
}
