//! Test fixtures: the sample newsroom, its articles, and the requests that fetch them.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use zaidu_model::feed::Position;
use zaidu_model::url::CURSOR_PARAM;
use zaidu_model::{Article, Feed, Key, Limit, Newsroom, Preview, Route, Timestamp, api};

/// An article that shows every section of the article page, with a picture, a video, a
/// quotation, and a text long enough to be folded on a phone.
pub const LONG: &str = "tide-gauge-keeper";

/// An article too short to be folded on a phone.
pub const SHORT: &str = "barber-street";

/// An article without a title.
pub const UNTITLED: &str = "brief-002";

static NEWSROOM: LazyLock<Newsroom> = LazyLock::new(|| import(&feed()));

/// The newsroom of `feed`, of which every item is valid and none held back.
pub fn import(feed: &[u8]) -> Newsroom {
    let import = zaidu_import::import_feed(feed, Timestamp::EPOCH).unwrap();
    assert_eq!(import.refused, []);
    import.newsroom.without_embargo()
}

/// The sample newsroom as the server imports it.
pub fn newsroom() -> &'static Newsroom {
    &NEWSROOM
}

/// The sample's article with the identifier `id`.
pub fn article(id: &str) -> &'static Article {
    newsroom().articles().iter().find(|article| article.id.as_str() == id).unwrap()
}

/// The article to be read after article `id`, in a visit to that article alone.
pub fn up_next(id: &Key) -> Preview {
    let feed = Feed::Recommended { article: id.clone() };
    let items = newsroom().feed(&feed, None, Limit::default()).unwrap().items;
    let (cards, pins) = (newsroom().site().card_articles(), &newsroom().site().pins);
    let is_next = |item: &Preview| !cards.contains(&item.id) && !pins.contains(&item.id);
    items.into_iter().find(is_next).unwrap()
}

/// The sample's feed file.
pub fn feed() -> Vec<u8> {
    std::fs::read(folder().join("feed.json")).unwrap()
}

/// The sample feed without pins, cards and pictures.
pub fn plain_feed() -> Vec<u8> {
    let mut feed: serde_json::Value = serde_json::from_slice(&feed()).unwrap();
    for setting in ["pins", "focus", "special"] {
        feed["_newsroom"].as_object_mut().unwrap().remove(setting).unwrap();
    }
    for item in feed["items"].as_array_mut().unwrap() {
        item["_newsroom"].as_object_mut().unwrap().remove("picture");
        item["content_html"] = "<p>今晨江面有雾，渡轮停航一小时。</p>".into();
    }
    feed.to_string().into_bytes()
}

/// The path of a page that lists all articles, newest first, and nothing above them: that after
/// a position before the first.
pub fn list_path() -> String {
    let start = Position { tier: 0, rank: i64::MAX, id: key("z") };
    format!("/?{CURSOR_PARAM}={}", start.cursor())
}

/// The folder of the sample's pictures and videos.
pub(super) fn media() -> PathBuf {
    folder().join("media")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample")
}

/// The request for the WebAssembly module, such as `GET /zaidu-0123456789abcdef_bg.wasm`.
pub fn get_wasm() -> String {
    let names = std::fs::read_dir(super::env::path("ZAIDU_DIST")).unwrap();
    let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    format!("GET /{}", names.find(|name| name.ends_with("_bg.wasm")).unwrap())
}

/// `text` as a key.
pub fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

/// The path of the page of article `id`.
pub fn article_path(id: &str) -> String {
    Route::Article(key(id)).to_string()
}

/// The request that fetches article `id`.
pub fn get_article(id: &str) -> String {
    format!("GET {}", api::article(&key(id)))
}

/// The request that fetches the reader's mood on article `id`.
pub fn get_mood(id: &str) -> String {
    format!("GET {}", api::reaction(&key(id)))
}

/// The request that sets the reader's mood on article `id`.
pub fn put_mood(id: &str) -> String {
    format!("PUT {}", api::reaction(&key(id)))
}
