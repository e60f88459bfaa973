//! An export file of WordPress.

use zaidu_model::Section;

use super::{find, import, outline};

const EXPORT: &[u8] = include_bytes!("data/wordpress.xml");

fn section(section: Option<&Section>) -> (String, Option<String>) {
    let section = section.unwrap();
    (section.channel.key.to_string(), section.column.as_ref().map(|column| column.name.clone()))
}

#[test]
fn published_posts_are_taken_and_the_rest_is_counted() {
    let import = import(EXPORT);
    assert_eq!(import.refused, []);
    assert_eq!(import.newsroom.articles().len(), 2);
    let left_out: Vec<_> = import.left_out.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
    let expected = [
        "2 attachment",
        "1 draft",
        "1 future",
        "1 page",
        "1 private",
        "1 with a password",
        "1 wp_block",
    ];
    assert_eq!(left_out, expected);
    let held: Vec<_> = import.newsroom.held().iter().map(|it| it.published.to_string()).collect();
    assert_eq!(held, ["2027-01-01T08:00:00+08:00"]);
    let site = import.newsroom.site();
    assert_eq!(site.name, "云麓青年");
    let channels: Vec<_> = site.channels.iter().map(|one| (one.key.as_str(), &*one.name)).collect();
    assert_eq!(channels, [("chengshi", "城市")]);
    assert_eq!(site.pins[0], find(&import, "九百级").id);
}

#[test]
fn a_post_of_blocks() {
    let import = import(EXPORT);
    let stairs = find(&import, "九百级石阶");
    assert_eq!(
        outline(stairs),
        [
            "从江边到山腰，一共九百级石阶。",
            "![清晨的石阶](https://yunlu.example/wp-content/stairs.jpg)",
            "[[\"上行四十分钟\"]]",
            "打开嵌入的内容（哔哩哔哩）",
            "来信请寄石阶尽头。",
        ]
    );
    assert_eq!(stairs.authors, ["许青岚"]);
    assert_eq!(stairs.tags, ["石阶"]);
    assert_eq!(section(stairs.section.as_ref()), ("chengshi".into(), Some("街道".into())));
    assert_eq!(stairs.published.to_string(), "2026-11-19T00:00:00+08:00");
    assert_eq!(stairs.updated.unwrap().to_string(), "2026-11-19T10:00:00+08:00");
    assert_eq!(
        stairs.picture.as_ref().unwrap().url.as_str(),
        "https://yunlu.example/wp-content/cover.jpg"
    );
    assert_eq!((&*stairs.excerpt, stairs.standfirst), ("一条路，三代人。", true));
}

#[test]
fn a_classic_post_with_short_codes() {
    let import = import(EXPORT);
    let tea = find(&import, "老茶馆");
    assert_eq!(
        outline(tea),
        [
            "茶馆在二楼，\n窗外是江。",
            "![二楼的窗](https://yunlu.example/wp-content/tea.jpg)",
            "[[\"喝茶要慢。\"]]",
            "![窗](https://yunlu.example/wp-content/window.jpg)",
            "![封面 \"一\"](https://yunlu.example/wp-content/cover.jpg)",
            "audio https://yunlu.example/tea.mp3",
            "营业到晚上十点[1]。",
        ]
    );
    assert_eq!(tea.authors, ["guest"]);
    assert_eq!(section(tea.section.as_ref()), ("chengshi".into(), None));
    assert_eq!(tea.published.to_string(), "2026-11-10T09:00:00+08:00");
}

#[test]
fn an_export_that_ends_early_gives_its_whole_posts() {
    let text = String::from_utf8(EXPORT.to_vec()).unwrap();
    let import = import(&text.as_bytes()[..text.find("营业").unwrap()]);
    assert_eq!(import.newsroom.articles().len(), 1);
    let refused = import.refused[0].to_string();
    assert_eq!(refused, "items[1]: the file ends inside this item \"老茶馆\"");
}
