//! Domain types and rules of Zaidu, and the JSON contract between app and server.
//!
//! The crate holds what more than one of app, server and import must agree on: what an
//! article is, which URLs exist, how a feed is ordered, how a reaction changes the counts.
//! It depends on no framework, browser or database, so each rule is a plain function with
//! a unit test.

pub mod api;
pub mod article;
pub mod block;
#[cfg(feature = "decode")]
pub mod decode;
pub mod feed;
pub mod key;
pub mod link;
pub mod memory_store;
pub mod newsroom;
pub mod picture;
pub mod problem;
pub mod ranking;
pub mod reaction;
pub mod recommend;
pub mod route;
pub mod search;
pub mod site;
pub mod timestamp;
pub mod url;
pub mod wechat;

pub use article::{Article, Credit, NamedKey, Preview, Section};
pub use block::{Block, Inline};
pub use feed::{Cursor, Feed, FeedPage, Limit};
pub use key::Key;
pub use link::{Link, MediaUrl};
pub use memory_store::{MemoryStore, Vote};
pub use newsroom::Newsroom;
pub use picture::{Picture, Size, Variant};
pub use problem::{Problem, ProblemCode};
pub use ranking::{Period, Ranking, RankingEntry};
pub use reaction::{Choice, Counts, Mood, Reaction};
pub use route::Route;
pub use search::SearchQuery;
pub use site::Site;
pub use timestamp::Timestamp;
