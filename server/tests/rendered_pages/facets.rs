//! Integration tests of the pages and feeds of tags and authors.

use zaidu_model::{Facet, FacetKind};

use crate::common::{Fixture, newsroom};
use crate::start;

fn path(kind: FacetKind, name: &str) -> String {
    Facet::new(kind, name).unwrap().to_string()
}

#[tokio::test]
async fn tags_and_authors_have_pages_with_head_data_and_feeds() {
    let (_fixture, server) = start().await;
    for (kind, name, title, description, node) in [
        (
            FacetKind::Tag,
            "公交",
            "“公交”相关文章",
            "江畔日报关于“公交”的全部文章",
            "CollectionPage",
        ),
        (
            FacetKind::Author,
            "祝晓岚",
            "祝晓岚的文章",
            "江畔日报刊发的祝晓岚的全部文章",
            "ProfilePage",
        ),
    ] {
        let path = path(kind, name);
        let page = server.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        for part in [
            format!("<h1>{title}<!----></h1>"),
            format!("<title>{title} - 江畔日报</title>"),
            format!("<meta name=\"description\" content=\"{description}\">"),
            format!("{path}\">"),
            format!("{path}.xml\""),
            format!("{path}.json\""),
            format!("\"@type\":\"{node}\""),
            "class=\"card\"".to_owned(),
        ] {
            assert!(page.text().contains(&part), "{part} in {}", page.text());
        }
        let xml = server.get(&format!("/feeds{path}.xml")).await;
        assert!(xml.text().contains("早班车提前"), "{}", xml.text());
        assert!(xml.text().contains(&format!("江畔日报 {title}</title>")), "{}", xml.text());
        let json = server.get(&format!("/feeds{path}.json")).await;
        assert_eq!((json.status, json.header("content-type")), (200, "application/feed+json"));
        assert!(server.get("/sitemap.xml").await.text().contains(&format!("{path}</loc>")));
    }
    for missing in ["/tags/none", "/authors/%E5%85%AC%E4%BA%A4", "/tags/%2e", "/tags/a/b"] {
        let page = server.get_with(missing, &[("accept", "text/html")]).await;
        assert_eq!(page.status, 404, "{missing}");
        assert_eq!(server.get(&format!("/feeds{missing}.xml")).await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn an_article_links_its_tags_and_authors_and_search_finds_them() {
    let (_fixture, server) = start().await;
    let page = server.get("/articles/a-1").await;
    for link in ["<a href=\"/tags/公交\">公交</a>", "<a href=\"/authors/祝晓岚\">祝晓岚</a>"]
    {
        assert!(page.text().contains(link), "{link} in {}", page.text());
    }
    let author = format!("{}\"", path(FacetKind::Author, "祝晓岚"));
    assert!(page.text().contains(&author), "the structured data has {author}: {}", page.text());
    let search = server.get("/search?q=%E7%A5%9D%E6%99%93%E5%B2%9A").await;
    let link = format!("<a href=\"{}\">祝晓岚</a>", path(FacetKind::Author, "祝晓岚"));
    assert!(search.text().contains(&link), "{link} in {}", search.text());
}

#[tokio::test]
async fn a_name_of_any_characters_has_a_page_and_one_address() {
    let name = "a/é %?#👨\u{200d}👩<b>";
    let article = zaidu_model::Article {
        tags: vec![name.to_owned()],
        ..newsroom::article("odd", "题", "2026-11-18T06:30:00+08:00", None)
    };
    let fixture = Fixture::new().await;
    let server = fixture.serve(&zaidu_model::Newsroom::new(newsroom::site(), vec![article])).await;
    let path = path(FacetKind::Tag, name);
    let page = server.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains(&format!("{path}\"")), "{}", page.text());
    assert!(!page.text().contains("<b>"));
    assert_eq!(server.get(&format!("/feeds{path}.json")).await.status, 200);
    let decomposed = server.get(&path.replace("%C3%A9", "e%CC%81")).await;
    assert_eq!((decomposed.status, decomposed.header("location")), (308, &*path));
}
