//! Domain types and rules of Zaidu, and the JSON contract between app and server.
//!
//! The crate holds what more than one of app, server and import must agree on: what an
//! article is, which URLs exist, how a feed is ordered, how a reaction changes the counts.
//! It depends on no framework, browser or database, so each rule is a plain function with
//! a unit test.

// Basic types.
pub mod key;
pub mod period;
pub mod problem;
pub mod reaction;
pub mod text;
pub mod timestamp;

// URLs.
pub mod api;
pub mod link;
pub mod route;
pub mod url;

// Content.
pub mod article;
pub mod block;
pub mod facet;
pub mod live;
pub mod picture;
pub mod share_target;
pub mod site;
mod site_settings;

// What a reader has chosen.
pub mod comfort;

// What has changed.
pub mod event;

// Lists of articles.
pub mod feed;
pub mod front_page;
pub mod ranking;
pub mod recommend;
pub mod search;

// Backends and wire formats.
#[cfg(feature = "decode")]
pub mod decode;
pub mod json;
pub mod memory_store;
pub mod newsroom;
pub mod wechat;

pub use article::{Adjacent, Article, Correction, Credit, NamedKey, Preview, Section, Titled};
pub use block::{Block, Inline};
pub use comfort::Comfort;
pub use event::{Event, EventBatch, Topic};
pub use facet::{Facet, FacetKind};
pub use feed::{Cursor, Feed, FeedPage, Limit};
pub use key::Key;
pub use link::{Link, MediaUrl};
pub use live::{Live, LiveEntry, LiveState};
pub use memory_store::{MemoryStore, Vote};
pub use newsroom::Newsroom;
pub use period::Period;
pub use picture::{DominantColor, Picture, Size, Variant};
pub use problem::{Problem, ProblemCode};
pub use ranking::{Ranking, RankingEntry};
pub use reaction::{Choice, Counts, Mood, Reaction};
pub use route::Route;
pub use search::SearchQuery;
pub use share_target::ShareTarget;
pub use site::Site;
pub use timestamp::Timestamp;
