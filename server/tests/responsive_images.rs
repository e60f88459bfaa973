//! Integration tests of responsive images: `srcset` and `sizes` in rendered pages, and smaller files
//! for clients that send `Save-Data: on`.

#![allow(clippy::unwrap_used)] // a panic fails the test

mod common;

use std::time::Duration;

use common::{Fixture, Server, newsroom};
use zaidu_model::{Article, Block, MediaUrl, Newsroom, Picture, Size, Variant, api};

const ARTICLE: &str = "/articles/a-1";

/// The newsroom with two illustrated articles. Their picture has a second width, and is shown at
/// the top of the text and in lists.
fn illustrated_newsroom() -> Newsroom {
    let url = |text| MediaUrl::new(text).unwrap();
    let picture = Picture {
        url: url("/media/a.jpg"),
        size: Size::new(800, 534),
        alt: "江".into(),
        variants: vec![Variant::new(url("/media/b.jpg"), 400).unwrap()],
        color: None,
    };
    let before = newsroom::newsroom();
    let articles = before.articles().iter().cloned().map(|article| match article.id.as_str() {
        "a-1" | "old" => {
            let image = Block::Image { picture: picture.clone(), caption: None };
            // Not side by side, where they would be smaller.
            let body = vec![image.clone(), Block::Divider, image];
            Article { body, picture: Some(picture.clone()), ..article }
        }
        _ => article,
    });
    Newsroom::new(before.site().clone(), articles.collect())
}

#[tokio::test]
async fn save_data_requests_get_smaller_pictures() {
    let fixture = Fixture::new().await;
    let app = fixture.app().await.with_page_ttl(Duration::from_secs(3600));
    app.store().import(&illustrated_newsroom()).await.unwrap();
    let server = Server::start(app).await;
    let pictures = async |headers: &[(&str, &str)]| {
        let page = server.get_with(ARTICLE, headers).await;
        for name in ["cookie", "save-data"] {
            assert!(page.header("vary").split(", ").any(|vary| vary == name), "{name}");
        }
        let text = page.text().to_owned();
        let pictures: Vec<_> =
            text.split("<img ").skip(1).map(|rest| rest.split('>').next()).collect();
        pictures.into_iter().flatten().map(str::to_owned).collect::<Vec<_>>()
    };
    let base = "class=\"picture\" alt=\"江\" width=\"800\" height=\"534\"";
    let files = "srcset=\"/media/b.jpg 400w, /media/a.jpg 800w\" src=\"/media/a.jpg\"";
    let text = "decoding=\"async\" sizes=\"(min-width: 44rem) 44rem, 100vw\"";
    let list = "decoding=\"async\" sizes=\"(min-width: 40rem) 10.5rem, 7.5rem\"";
    let all = [
        format!("{base} fetchpriority=\"high\" {text} {files}"),
        format!("{base} loading=\"lazy\" {text} {files}"),
        format!("{base} loading=\"lazy\" {list} {files}"),
    ];
    let small = "decoding=\"async\" src=\"/media/b.jpg\"";
    let saving = [
        format!("{base} fetchpriority=\"high\" {small}"),
        format!("{base} loading=\"lazy\" {small}"),
        format!("{base} loading=\"lazy\" {small}"),
    ];
    // Both versions are cached separately.
    for _ in 0..2 {
        assert_eq!(pictures(&[]).await, all);
        assert_eq!(pictures(&[("save-data", "on")]).await, saving);
        assert_eq!(pictures(&[("save-data", "off")]).await, all);
    }
    // The same on a personalised page.
    let id = newsroom::key("a-1");
    let response = server.put(&api::reaction(&id), &[], r#"{"mood":"like"}"#).await;
    let mine = [("cookie", response.cookie().unwrap()), ("save-data", "On")];
    assert_eq!(pictures(&mine).await, saving);
}
