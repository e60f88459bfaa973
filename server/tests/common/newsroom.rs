//! Test data: a newsroom of twelve short articles.

use zaidu_model::{
    Adjacent, Article, Block, Counts, Credit, Inline, Key, NamedKey, Newsroom, Section, Site,
    Timestamp, site::Channel,
};

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn named_key(text: &str, name: &str) -> NamedKey {
    NamedKey { key: key(text), name: name.to_owned() }
}

/// Two channels: city with the columns bus and 水电, sport without columns.
pub(crate) fn site() -> Site {
    Site {
        name: "江畔日报".into(),
        channels: vec![
            Channel::new(
                named_key("city", "城事"),
                vec![named_key("bus", "公交"), named_key("水电", "水电")],
            ),
            Channel::new(named_key("sport", "体育"), vec![]),
        ],
        pins: ["潮汛", "missing", "old", "a-2"].map(key).to_vec(),
        provider: Some(Credit { name: "云投".into(), url: None }),
        ..Site::default()
    }
}

/// An article of one paragraph, published at `published`.
pub(crate) fn article(
    id: &str,
    title: &str,
    published: &str,
    section: Option<(&str, Option<&str>)>,
) -> Article {
    let text = format!("{title}的第一段。");
    Article {
        id: key(id),
        title: Some(title.to_owned()),
        excerpt: text.clone(),
        standfirst: false,
        source: None,
        authors: vec![],
        editor: Some("林一".into()),
        published: Timestamp::parse(published).unwrap(),
        updated: None,
        section: section.map(|(channel, column)| Section {
            channel: named_key(channel, channel),
            column: column.map(|column| named_key(column, column)),
        }),
        language: None,
        picture: None,
        tags: vec![],
        length: 0,
        body: vec![Block::Paragraph(vec![Inline::Text(text)])],
        live: None,
        corrections: vec![],
        counts: Counts::default(),
        adjacent: Adjacent::default(),
    }
}

fn tagged(article: Article, tags: &[&str]) -> Article {
    Article { tags: tags.iter().map(|tag| (*tag).to_owned()).collect(), ..article }
}

fn written(article: Article, authors: &[&str]) -> Article {
    Article { authors: authors.iter().map(|name| (*name).to_owned()).collect(), ..article }
}

/// Twelve articles. Some share a tag. Some share a publication time, so that ids break the tie;
/// some of these ids differ only in case or script, so that the order must be bytewise.
pub(crate) fn newsroom() -> Newsroom {
    let bus = Some(("city", Some("bus")));
    let water = Some(("city", Some("水电")));
    let (city, sport) = (Some(("city", None)), Some(("sport", None)));
    let same = "2026-11-17T09:00:00+08:00";
    Newsroom::new(
        site(),
        vec![
            written(
                tagged(
                    article("a-1", "早班车提前", "2026-11-18T06:30:00+08:00", bus),
                    &["早班", "公交", "通知", "夜市"],
                ),
                &["祝晓岚"],
            ),
            article("a-2", "新桥通车", "2026-11-18T06:30:00+08:00", city),
            tagged(article("b", "停水通知", same, water), &["通知"]),
            tagged(article("B", "换表通知", same, water), &["换表"]),
            article("_b", "小巷改造", same, None),
            tagged(article("é", "夜市开张", same, city), &["夜市", "通知"]),
            article("潮汛", "江潮将至", same, city),
            article("龙舟", "龙舟下水", same, sport),
            written(
                tagged(article("z", "主队再胜", "2026-11-16T22:15:00+08:00", sport), &["早班"]),
                &["祝晓岚", "Zhou Du"],
            ),
            article("old", "旧闻一则", "1969-07-20T20:17:00Z", None),
            article("n-10", "第十条", "2026-10-31T23:59:59+08:00", bus),
            tagged(article("n-9", "第九条", "2026-10-31T23:59:59+08:00", bus), &["公交"]),
        ],
    )
}
