//! Integration tests of the pages of reading lists, which the program fills.

use crate::start;

#[tokio::test]
async fn the_pages_say_where_the_lists_are_and_are_not_indexed() {
    let (_fixture, server) = start().await;
    for (path, name) in [("/saved", "稍后读"), ("/history", "阅读历史")] {
        let page = server.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        for part in [
            &format!("<h1>{name}</h1>"),
            "在当前浏览器中，不会上传",
            "启用 JavaScript",
            "<meta name=\"robots\" content=\"noindex\">",
        ] {
            assert!(page.text().contains(part), "{part} in {}", page.text());
        }
        assert!(!page.text().contains("rel=\"canonical\""), "{path}");
        assert!(page.header("cache-control").contains("s-maxage"), "one page for all readers");
        let sitemap = server.get("/sitemap.xml").await;
        assert!(!sitemap.text().contains(path), "{path}");
    }
}
