use super::*;

fn items(xml: &str) -> (Vec<String>, Root) {
    let mut out = Vec::new();
    let root = read(xml, &["item"], |part| {
        out.push(match part {
            Part::Whole(item) => format!("{}|{}", item.text_of("title").unwrap_or("-"), item.inner),
            Part::Broken(item) => format!("broken {}", item.text_of("title").unwrap_or("-")),
        });
    });
    (out, root)
}

fn titles(xml: &str) -> Vec<String> {
    items(xml).0.iter().map(|item| item.split('|').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn items_are_trees() {
    let xml = "<rss><channel><title>报</title><item><Title>江 &amp; 海</Title><a b='&lt;'/></item>\
               <item><title><![CDATA[潮 < 汐]]></title></item></channel></rss>";
    let (found, root) = items(xml);
    assert_eq!(found[0], "江 & 海|<Title>江 &amp; 海</Title><a b='&lt;'/>");
    assert!(found[1].starts_with("潮 < 汐|"));
    assert!(root.is_whole);
    assert_eq!(root.element.child("channel").and_then(|it| it.text_of("title")), Some("报"));
}

#[test]
fn faults_of_markup_stay_inside_their_item() {
    for xml in [
        "<rss><item><title>一</title><b>没有结束</item><item><title>二</title></item></rss>",
        "<rss><item><title>一</title></b></i></item><item><title>二</title></item></rss>",
        "<rss><item><title>一</title><item><title>二</title></item></rss>",
        "<rss><item><title>一</title><p>3 < 4 & 5</p></item><item a=1 a=2 c><title>二</title></item></rss>",
        "\u{feff}\n<?xml version='1.0'?><rss><item><title>一</title></item><item><title>二</item>",
    ] {
        assert_eq!(titles(xml), ["一", "二"], "{xml}");
    }
}

#[test]
fn a_file_that_ends_early_has_whole_items_and_a_broken_one() {
    let xml = "<rss><channel><item><title>一</title></item><item><title>二</title><description>\
               <![CDATA[半";
    for cut in [xml.len(), xml.len() - 3, xml.len() - 8, xml.len() - 20] {
        assert_eq!(titles(&xml[..cut]), ["一", "broken 二"], "{}", &xml[..cut]);
        assert!(!items(&xml[..cut]).1.is_whole);
    }
}

#[test]
fn prefixes_are_those_of_the_namespace() {
    let xml = "<rss xmlns:d='http://purl.org/dc/elements/1.1/'><item><d:creator>甲</d:creator>\
               <dc:date>乙</dc:date><x:y>丙</x:y></item></rss>";
    read(xml, &["item"], |part| {
        let Part::Whole(item) = part else { panic!("it is whole") };
        assert_eq!(item.text_of("dc:creator"), Some("甲"));
        assert_eq!(item.text_of("dc:date"), Some("乙"));
        assert_eq!(item.text_of("x:y"), Some("丙"));
    });
}

#[test]
fn entities_are_never_expanded() {
    let mut xml = "<!DOCTYPE rss [<!ENTITY a \"江江江江\">".to_owned();
    for n in 0..40 {
        xml.push_str(&format!("<!ENTITY a{n} \"&a;&a;&a;&a;\">"));
    }
    xml.push_str("]><rss><item><title>&a39;</title></item></rss>");
    assert_eq!(titles(&xml), ["&a39;"]);
    assert_eq!(root(&xml).map(|(name, _)| name).as_deref(), Some("rss"));
}

#[test]
fn depth_and_number_of_elements_are_bounded() {
    for open in ["<a>", "<item>", "<a b='c'>x"] {
        let deep = format!("<rss><item><title>一</title>{}</item></rss>", open.repeat(300_000));
        let found = titles(&deep);
        assert_eq!(found[0], "一", "{open}");
    }
    let wide = format!(
        "<rss><item><title>一</title>{}</item><item><title>二</title></item></rss>",
        "<a/>".repeat(500_000)
    );
    assert_eq!(titles(&wide), ["一", "二"]);
}

#[test]
fn unescaped_markup_and_xhtml_with_a_prefix_are_html() {
    let html = |inner: &str| {
        let xml = format!(
            "<rss xmlns:x='http://www.w3.org/1999/xhtml'><item><d>{inner}</d></item></rss>"
        );
        let mut out = String::new();
        read(&xml, &["item"], |part| {
            let (Part::Whole(item) | Part::Broken(item)) = part;
            out = item.child("d").map(|it| it.html().into_owned()).unwrap_or_default();
        });
        out
    };
    assert_eq!(html("&lt;p&gt;江"), "<p>江");
    assert_eq!(html("<p>江<br>水</p>"), "<p>江<br>水</p>");
    assert_eq!(html("<x:div><x:b>江</x:b></x:div>"), "<div><b>江</b></div>");
}
