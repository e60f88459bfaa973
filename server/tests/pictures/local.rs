//! Pictures in the folder of media.

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, Rgba, RgbaImage};
use zaidu_model::site::Card;
use zaidu_model::{Block, FeedPage, Key, Link, Newsroom, Picture, Site, Size, Variant};

use crate::common::newsroom::site;
use crate::desk::{Desk, contains, jpeg, newsroom, photo, picture, png, with_exif};

fn widths(picture: &Picture) -> Vec<u32> {
    picture.variants.iter().map(Variant::width).collect()
}

fn image_of(block: &Block) -> &Picture {
    match block {
        Block::Image { picture, .. } => picture,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_picture_gets_its_size_and_widths_upright_and_without_metadata() {
    let desk = Desk::new().await;
    let original = with_exif(&jpeg(&photo(300, 900)));
    assert!(contains(&original, b"N31.23"));
    desk.put("江/a.jpg", &original);
    desk.import(&newsroom(&[picture("/media/%E6%B1%9F/a.jpg?v=2")])).await;
    let running = desk.serve().await;
    running.made(1).await;
    let article = running.article().await;
    let shown = article.picture.as_ref().unwrap();
    assert_eq!(image_of(&article.body[0]), shown);
    assert_eq!((shown.size, &*shown.alt), (Size::new(900, 300), "江"));
    assert_eq!(widths(shown), [320, 480, 800, 900]);
    for (url, width, media_type) in shown
        .variants
        .iter()
        .map(|it| (it.url(), it.width(), "image/webp"))
        .chain([(&shown.url, 900, "image/jpeg")])
    {
        let file = running.server.get(url.as_str()).await;
        assert_eq!((file.status, file.header("content-type")), (200, media_type), "{url:?}");
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(file.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        let read = image::load_from_memory(&file.body).unwrap();
        assert_eq!((read.width(), read.height()), (width, (width + 1) / 3), "{url:?}");
        for trace in [&b"N31.23"[..], b"Exif", b"EXIF"] {
            assert!(!contains(&file.body, trace), "{url:?}");
        }
    }
    // Lists and pages have them too, and what is exported is what the newsroom wrote.
    let page: FeedPage = running.server.get("/api/feeds/latest").await.json();
    assert_eq!(page.items[0].picture.as_ref(), Some(shown));
    let html = running.server.get("/articles/a").await;
    let image = html.text().split("<img ").nth(1).unwrap().split('>').next().unwrap().to_owned();
    assert!(image.contains("width=\"900\" height=\"300\""), "{image}");
    assert!(image.contains(&format!("srcset=\"{}\"", shown.srcset().unwrap())), "{image}");
    let color = shown.color.expect("nothing of it is transparent");
    assert!(image.contains(&format!("data-color=\"{color}\"")), "{image}");
    let feed = running.server.get("/feeds/latest.json").await;
    assert!(feed.text().contains("/media/%E6%B1%9F/a.jpg?v=2"), "{}", feed.text());
    assert!(!feed.text().contains("/pictures/"), "{}", feed.text());
}

#[tokio::test]
async fn an_answer_changes_its_tag_when_its_pictures_are_there() {
    let desk = Desk::new().await;
    desk.import(&newsroom(&[picture("/media/a.png")])).await;
    let running = desk.serve().await;
    running.failed(1).await;
    let before = running.server.get("/api/articles/a").await.header("etag").to_owned();
    desk.put("a.png", png(photo(40, 20)));
    // Whoever imports, it is seen.
    desk.import(&newsroom(&[picture("/media/a.png")])).await;
    running.made(1).await;
    let after = running.server.get_with("/api/articles/a", &[("if-none-match", &before)]).await;
    assert_eq!(after.status, 200);
    assert_ne!(after.header("etag"), before);
    assert_eq!(widths(running.article().await.picture.as_ref().unwrap()), [40], "not blown up");
}

#[tokio::test]
async fn what_is_transparent_stays_so_and_what_moves_stays_as_it_is() {
    let desk = Desk::new().await;
    let clear = RgbaImage::from_fn(40, 20, |x, y| Rgba([9, x as u8, y as u8, (x * 6) as u8]));
    desk.put("a.png", png(DynamicImage::ImageRgba8(clear)));
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    for shade in [0, 200] {
        let frame = RgbaImage::from_pixel(30, 10, Rgba([shade, 0, 0, 255]));
        encoder.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(encoder);
    desk.put("b.gif", &gif);
    desk.import(&newsroom(&[picture("/media/a.png"), picture("/media/b.gif")])).await;
    let running = desk.serve().await;
    running.made(2).await;
    let article = running.article().await;
    let [first, second] = &article.body[..] else { panic!("two pictures") };
    let first = image_of(first);
    for url in [&first.url, first.variants[0].url()] {
        let file = running.server.get(url.as_str()).await;
        let read = image::load_from_memory(&file.body).unwrap().into_rgba8();
        assert_eq!((read.get_pixel(0, 0)[3], read.get_pixel(39, 0)[3]), (0, 234), "{url:?}");
    }
    assert!(first.url.as_str().ends_with(".png"));
    let moving = Picture { size: Size::new(30, 10), ..picture("/media/b.gif") };
    assert_eq!(image_of(second), &moving);
    assert_eq!(running.server.get("/media/b.gif").await.body, gif);
}

#[tokio::test]
async fn what_an_editor_made_stays_and_cards_use_it() {
    let desk = Desk::new().await;
    desk.put("a.jpg", jpeg(&photo(40, 20)));
    desk.put("b.jpg", jpeg(&photo(50, 20)));
    let variants = vec![Variant::new(picture("/media/a-20.jpg").url, 20).unwrap()];
    let own = Picture { variants, ..picture("/media/a.jpg") };
    let card = |address| Card {
        title: "潮".into(),
        url: Some(Link::new("/articles/a").unwrap()),
        picture: Some(picture(address)),
    };
    let (focus, special) = (vec![card("/media/a.jpg")], vec![card("/media/b.jpg")]);
    let articles = newsroom(std::slice::from_ref(&own)).articles().to_vec();
    desk.import(&Newsroom::new(Site { focus, special, ..site() }, articles)).await;
    let running = desk.serve().await;
    // The other card's; that of the first is also one of the article without variants of its own.
    running.made(2).await;
    assert_eq!(running.article().await.picture.as_ref(), Some(&own));
    let site: Site = running.server.get("/api/site").await.json();
    assert_eq!(site.focus[0].picture.as_ref(), Some(&own));
    assert_eq!(widths(site.special[0].picture.as_ref().unwrap()), [50]);
}

#[tokio::test]
async fn a_picture_that_cannot_be_made_is_named_and_shown_as_it_is() {
    let desk = Desk::new().await;
    let whole = jpeg(&photo(64, 64));
    desk.put("half.jpg", &whole[..whole.len() / 2]);
    desk.put("page.jpg", "<!DOCTYPE html><title>登录</title>");
    let mut bomb = png(photo(1, 1));
    bomb[16..24].copy_from_slice(&[0, 0, 0x2e, 0xe0, 0, 0, 0x2e, 0xe0]);
    let mut crc = flate2::Crc::new();
    crc.update(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    desk.put("bomb.png", bomb);
    let names = ["/media/half.jpg", "/media/page.jpg", "/media/bomb.png", "/media/none.jpg"];
    desk.import(&newsroom(&names.map(picture))).await;
    let running = desk.serve().await;
    let expected = [
        ("/media/bomb.png", "has 12000 by 12000 pixels, of which 40000000 are decoded"),
        ("/media/half.jpg", "ends in the middle of the picture"),
        ("/media/none.jpg", "is not among the files of --media"),
        ("/media/page.jpg", "is no picture in JPEG, PNG, WebP or GIF"),
    ];
    let failed = running.failed(4).await;
    assert!(failed.iter().map(|(name, why)| (&**name, &**why)).eq(expected), "{failed:?}");
    let ready = running.server.get("/readyz").await;
    assert_eq!(ready.status, 200);
    assert!(ready.text().contains("\npictures: 0 made, 0 waiting, 4 failed\n"), "{}", ready.text());
    for (name, reason) in expected {
        assert!(ready.text().contains(&format!("\npicture {name}: {reason}")), "{}", ready.text());
    }
    let shown: Vec<_> = running.article().await.body.iter().map(image_of).cloned().collect();
    assert_eq!(shown, names.map(picture));
    // It is mended.
    desk.put("half.jpg", whole);
    desk.import(&newsroom(&names.map(picture))).await;
    running.made(1).await;
}

#[tokio::test]
async fn there_is_nothing_else_at_the_addresses_of_pictures() {
    let desk = Desk::new().await;
    desk.put("a.jpg", jpeg(&photo(40, 20)));
    desk.import(&newsroom(&[picture("/media/a.jpg")])).await;
    let running = desk.serve().await;
    running.made(1).await;
    let url = running.article().await.picture.unwrap().url;
    let record = url.as_str().replace(".jpg", ".json");
    for other in ["/pictures/", "/pictures/lock", "/pictures/..%2flock", &record, "/pictures/a.jpg"]
    {
        assert_eq!(running.server.get(other).await.status, 404, "{other}");
    }
    // A withdrawn article takes its pictures with it.
    running.server.store.withdraw(&[Key::new("a").unwrap()]).await.unwrap();
    running.made(0).await;
    while running.server.get(url.as_str()).await.status != 404 {
        tokio::task::yield_now().await;
    }
    running.server.store.restore(&[Key::new("a").unwrap()]).await.unwrap();
    running.made(1).await;
    assert_eq!(running.article().await.picture.unwrap().url, url);
    assert_eq!(running.server.get(url.as_str()).await.status, 200);
}
