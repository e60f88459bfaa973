//! What is known of a feed beside its bytes: address, encoding, section.

use zaidu_import::{Hints, Importer, import_with_hints};
use zaidu_model::{Article, Timestamp};

use super::NOW;

fn now() -> Timestamp {
    Timestamp::parse(NOW).unwrap()
}

fn section(article: &Article) -> Option<(&str, Option<&str>)> {
    let section = article.section.as_ref()?;
    Some((&section.channel.name, section.column.as_ref().map(|column| &*column.name)))
}

#[test]
fn a_feed_without_a_home_page_is_relative_to_its_address() {
    let rss = r#"<rss><channel><title>报</title><item><guid>1</guid>
        <description>&lt;img src="p/1.jpg"&gt;江。</description></item></channel></rss>"#;
    let hints = Hints { url: Some("https://a.example/feeds/all.xml"), ..Hints::default() };
    let import = import_with_hints(rss.as_bytes(), now(), &hints).unwrap();
    let picture = import.newsroom.articles()[0].picture.as_ref().unwrap();
    assert_eq!(picture.url.as_str(), "https://a.example/feeds/p/1.jpg");
}

#[test]
fn items_that_name_no_section_are_in_that_of_the_feed() {
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"报","items":[
        {"id":"a","content_text":"甲"},
        {"id":"b","content_text":"乙","_newsroom":{"section":["江河"]}}]}"#;
    let names = ["城市".to_owned(), "公交".to_owned()];
    let hints = Hints { section: &names, ..Hints::default() };
    let import = import_with_hints(json.as_bytes(), now(), &hints).unwrap();
    let sections: Vec<_> = import.newsroom.articles().iter().map(section).collect();
    assert_eq!(sections, [Some(("城市", Some("公交"))), Some(("江河", None))]);
    // In a folder, the folders inside come first.
    let mut importer = Importer::new(now(), false).in_section(&names);
    importer.add("a.md", "---\ntitle: 甲\n---\n水。".as_bytes());
    importer.add("江河/b.md", "---\ntitle: 乙\n---\n水。".as_bytes());
    let newsroom = importer.finish().newsroom;
    let sections: Vec<_> = newsroom.articles().iter().map(section).collect();
    assert!(sections.contains(&Some(("城市", Some("公交")))), "{sections:?}");
    assert!(sections.contains(&Some(("江河", None))), "{sections:?}");
}

#[test]
fn the_encoding_of_the_transport_and_the_pause_of_the_feed_are_read() {
    let rss = "<rss><channel><title>渡輪</title><ttl> 90 </ttl><item><guid>1</guid>\
        <title>停航</title><description>渡輪停航。</description></item></channel></rss>";
    let big5 = encoding_rs::BIG5.encode(rss).0;
    let hints = Hints { charset: Some("Big5"), ..Hints::default() };
    let import = import_with_hints(&big5, now(), &hints).unwrap();
    assert_eq!((&*import.newsroom.site().name, import.ttl), ("渡輪", Some(90)));
    for other in ["soon", "-1", ""] {
        let rss = rss.replace("90", other);
        let import = import_with_hints(rss.as_bytes(), now(), &Hints::default()).unwrap();
        assert_eq!(import.ttl, None, "{other}");
    }
}
