//! Pictures of rendered pages, and of those for readers who save data.

#![allow(clippy::unwrap_used)] // a panic fails the test

mod common;

use std::time::Duration;

use common::{Fixture, Server, newsroom};
use zaidu_model::{Article, Block, MediaUrl, Newsroom, Picture, Size, Variant, api};

const ARTICLE: &str = "/articles/a-1";

/// One article with a picture that has another width, at the top of its text and in
/// lists.
fn pictured() -> Newsroom {
    let url = |text| MediaUrl::new(text).unwrap();
    let picture = Picture {
        url: url("/media/a.jpg"),
        size: Size::new(800, 534),
        alt: "江".into(),
        variants: vec![Variant::new(url("/media/b.jpg"), 400).unwrap()],
    };
    let before = newsroom::newsroom();
    let articles = before.articles().iter().cloned().map(|article| match article.id.as_str() {
        "a-1" | "old" => {
            let image = Block::Image { picture: picture.clone(), caption: None };
            let body = vec![image.clone(), image];
            Article { body, picture: Some(picture.clone()), ..article }
        }
        _ => article,
    });
    Newsroom::new(before.site().clone(), articles.collect())
}

#[tokio::test]
async fn who_saves_data_gets_smaller_pictures() {
    let fixture = Fixture::new().await;
    let app = fixture.app().await.keeping_pages_for(Duration::from_secs(3600));
    app.store().import(&pictured()).await.unwrap();
    let server = Server::start(app).await;
    let pictures = async |headers: &[(&str, &str)]| {
        let page = server.get_with(ARTICLE, headers).await;
        for asked in ["cookie", "save-data"] {
            assert!(page.headers.get_all("vary").iter().any(|vary| vary == asked), "{asked}");
        }
        let text = page.text().to_owned();
        let pictures: Vec<_> = text.split("<img ").skip(1).map(|it| it.split('>').next()).collect();
        pictures.into_iter().flatten().map(str::to_owned).collect::<Vec<_>>()
    };
    let room = "class=\"picture\" alt=\"江\" width=\"800\" height=\"534\"";
    let files = "srcset=\"/media/b.jpg 400w, /media/a.jpg 800w\" src=\"/media/a.jpg\"";
    let text = "decoding=\"async\" sizes=\"(min-width: 44rem) 44rem, 100vw\"";
    let list = "decoding=\"async\" sizes=\"(min-width: 40rem) 10.5rem, 7.5rem\"";
    let all = [
        format!("{room} {text} {files}"),
        format!("{room} loading=\"lazy\" {text} {files}"),
        format!("{room} loading=\"lazy\" {list} {files}"),
    ];
    let small = "decoding=\"async\" src=\"/media/b.jpg\"";
    let saving = [
        format!("{room} {small}"),
        format!("{room} loading=\"lazy\" {small}"),
        format!("{room} loading=\"lazy\" {small}"),
    ];
    // Both are kept, and neither stands for the other.
    for _ in 0..2 {
        assert_eq!(pictures(&[]).await, all);
        assert_eq!(pictures(&[("save-data", "on")]).await, saving);
        assert_eq!(pictures(&[("save-data", "off")]).await, all);
    }
    // A reader's own page too.
    let id = newsroom::key("a-1");
    let response = server.put(&api::reaction(&id), &[], r#"{"mood":"like"}"#).await;
    let mine = [("cookie", response.cookie().unwrap()), ("save-data", "On")];
    assert_eq!(pictures(&mine).await, saving);
}
