//! The sample newsroom, and what the tests expect of it.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use zaidu_model::{Article, Key, Newsroom, Route, api};

/// An article with every piece of the page, a picture, a film, a quotation, and a
/// text long enough to fold on a phone.
pub const LONG: &str = "tide-gauge-keeper";

/// An article too short to fold on a phone.
pub const SHORT: &str = "barber-street";

/// An article without a title.
pub const UNTITLED: &str = "brief-002";

static NEWSROOM: LazyLock<Newsroom> = LazyLock::new(|| zaidu_import::newsroom(&feed()).unwrap());

/// The sample as the server has it.
pub fn newsroom() -> &'static Newsroom {
    &NEWSROOM
}

/// The sample's article `id`.
pub fn article(id: &str) -> &'static Article {
    newsroom().articles().iter().find(|article| article.id.as_str() == id).unwrap()
}

/// The sample's feed file.
pub fn feed() -> Vec<u8> {
    std::fs::read(folder().join("feed.json")).unwrap()
}

/// The same newsroom, which puts nothing first: its home page is the latest news.
pub fn feed_without_pins() -> Vec<u8> {
    let mut feed: serde_json::Value = serde_json::from_slice(&feed()).unwrap();
    feed["_newsroom"].as_object_mut().unwrap().remove("pins").unwrap();
    feed.to_string().into_bytes()
}

/// The sample's pictures and films.
pub(super) fn media() -> PathBuf {
    folder().join("media")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample")
}

/// The call for the program.
pub fn get_program() -> String {
    let names = std::fs::read_dir(super::env::path("ZAIDU_DIST")).unwrap();
    let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    format!("GET /{}", names.find(|name| name.ends_with(".wasm")).unwrap())
}

/// `text` as a key.
pub fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

/// The page of article `id`.
pub fn page_of(id: &str) -> String {
    Route::Article(key(id)).to_string()
}

/// The call that fetches article `id`.
pub fn get_article(id: &str) -> String {
    format!("GET {}", api::article(&key(id)))
}

/// The call that fetches the reader's mood on article `id`.
pub fn get_mood(id: &str) -> String {
    format!("GET {}", api::reaction(&key(id)))
}

/// The call that takes the reader's mood on article `id`.
pub fn put_mood(id: &str) -> String {
    format!("PUT {}", api::reaction(&key(id)))
}
