//! The sample newsroom as the contract's JSON: the app reads what the server writes.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

use std::fmt::Debug;

use serde::Serialize;
use zaidu_import::import_feed;
use zaidu_model::json::{self, FromJson};
use zaidu_model::{Feed, Limit, Timestamp};

fn assert_survives<T: Serialize + FromJson + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(json::from_str::<T>(&text).as_ref(), Ok(value));
}

#[test]
fn the_sample_newsroom_survives_the_contract() {
    let newsroom =
        import_feed(include_bytes!("../../sample/feed.json"), Timestamp::EPOCH).unwrap().newsroom;
    assert_survives(newsroom.site());
    assert!(!newsroom.articles().is_empty());
    for article in newsroom.articles() {
        assert_survives(article);
    }
    assert_survives(&newsroom.feed(&Feed::Latest, None, Limit::default()).unwrap());
}
