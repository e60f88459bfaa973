//! HTTP endpoints of the contract: path templates for the server's router, URL builders for
//! its clients.

use std::fmt;

use crate::live::{AFTER_PARAM, LiveView};
use crate::url::{CURSOR_PARAM, SEARCH_PARAM, encode_component, encode_key};
use crate::{Cursor, Feed, Key, Limit, Mood, Period};

/// `GET` [`Site`](crate::Site).
pub const SITE: &str = "/api/site";
/// `GET` [`Article`](crate::Article).
pub const ARTICLE: &str = "/api/articles/{id}";
/// `GET` [`Live`](crate::Live) of a live article: what has changed since the revision given by the
/// parameter `after`, or else the page of its entries given by `order` and `entries`.
pub const LIVE: &str = "/api/articles/{id}/live";
/// `GET`, `PUT` [`Reaction`](crate::Reaction); `PUT` takes a [`Choice`](crate::Choice). The
/// response to a reader's first `PUT` may be a 307 redirect to the same URL that sets the reader's
/// cookie.
pub const REACTION: &str = "/api/articles/{id}/reaction";
/// `GET` [`FeedPage`](crate::FeedPage) of [`Feed::Latest`].
pub const LATEST: &str = "/api/feeds/latest";
/// `GET` [`FeedPage`](crate::FeedPage) of a channel.
pub const CHANNEL: &str = "/api/feeds/channels/{channel}";
/// `GET` [`FeedPage`](crate::FeedPage) of a column.
pub const COLUMN: &str = "/api/feeds/channels/{channel}/{column}";
/// `GET` [`FeedPage`](crate::FeedPage) of the articles with a tag.
pub const TAG: &str = "/api/feeds/tags/{name}";
/// `GET` [`FeedPage`](crate::FeedPage) of the articles of an author.
pub const AUTHOR: &str = "/api/feeds/authors/{name}";
/// `GET` [`FeedPage`](crate::FeedPage) of [`Feed::Headlines`].
pub const HEADLINES: &str = "/api/feeds/headlines";
/// `GET` [`FeedPage`](crate::FeedPage) of [`Feed::FrontChannels`].
pub const FRONT_CHANNELS: &str = "/api/feeds/front/channels";
/// `GET` [`FeedPage`](crate::FeedPage) of [`Feed::FrontLatest`].
pub const FRONT_LATEST: &str = "/api/feeds/front/latest";
/// `GET` [`FeedPage`](crate::FeedPage) of [`Feed::Recommended`].
pub const RECOMMENDED: &str = "/api/feeds/recommended";
/// `GET` [`FeedPage`](crate::FeedPage) of [`Feed::Search`].
pub const SEARCH: &str = "/api/search";
/// `GET` [`Ranking`](crate::Ranking).
pub const RANKINGS: &str = "/api/rankings";
/// `GET` [`JsConfig`](crate::wechat::JsConfig) for the page given by the parameter `url`.
pub const WECHAT_SIGNATURE: &str = "/api/wechat/signature";

/// `GET` the description of this API (OpenAPI 3.1).
pub const DESCRIPTION: &str = "/api/openapi.json";
/// `GET` the description as a page.
pub const DOCS: &str = "/api/docs";
/// `GET` an [`EventBatch`](crate::EventBatch), or with `Accept: text/event-stream` a stream of them.
/// Parameters: see [`events`].
pub const EVENTS: &str = "/api/events";

/// Parameter of [`EVENTS`]: the id of the last event that the client has.
pub const EVENTS_AFTER_PARAM: &str = "after";
/// Parameter of [`EVENTS`]: how many seconds ago the client's data was made, for one without an id.
pub const AGE_PARAM: &str = "age";
/// Parameter of [`EVENTS`]: ids of articles, with spaces in between, at most
/// [`MAX_EVENT_ARTICLES`], whose events the client wants too.
pub const ARTICLES_PARAM: &str = "articles";
/// The number of articles whose events one client is sent.
pub const MAX_EVENT_ARTICLES: usize = 16;

/// Maximum length of a request body that holds a [`Choice`](crate::Choice), in bytes.
pub const MAX_CHOICE_BYTES: usize = 1024;

/// URL of an article.
#[must_use]
pub fn article(id: &Key) -> String {
    format!("/api/articles/{}", encode_key(id))
}

/// URL of an article whose entries are those of `view`, if it is a live one.
#[must_use]
pub fn article_at(id: &Key, view: &LiveView) -> String {
    article(id) + &view.query()
}

/// URL of the page `view` of the entries of a live article.
#[must_use]
pub fn live_page(id: &Key, view: &LiveView) -> String {
    format!("{}/live{}", article(id), view.query())
}

/// URL of what has changed in a live article since `revision`.
#[must_use]
pub fn live_changes(id: &Key, revision: u64) -> String {
    format!("{}/live?{AFTER_PARAM}={revision}", article(id))
}

/// URL of the reader's reaction to an article.
#[must_use]
pub fn reaction(id: &Key) -> String {
    format!("{}/reaction", article(id))
}

/// URL of the events after `after`, or else of the last `age` seconds: of lists, and of `articles`.
#[must_use]
pub fn events(after: Option<&str>, age: u64, articles: &[Key]) -> String {
    let mut url = match after {
        Some(id) => {
            let mut url = [EVENTS, "?", EVENTS_AFTER_PARAM, "="].concat();
            url.extend(encode_component(id));
            url
        }
        None => [EVENTS, "?", AGE_PARAM, "=", &age.to_string()].concat(),
    };
    let mut before = ["&", ARTICLES_PARAM, "="].concat();
    for id in articles {
        url.push_str(&before);
        url.extend(encode_key(id));
        "+".clone_into(&mut before);
    }
    url
}

/// URL of a page of `feed`: the one at `cursor`, or the first.
#[must_use]
pub fn feed(feed: &Feed, cursor: Option<&Cursor>, limit: Option<Limit>) -> String {
    let mut url = match feed {
        Feed::Latest => LATEST.to_owned(),
        Feed::Channel { channel, column: None } => {
            format!("/api/feeds/channels/{}", encode_key(channel))
        }
        Feed::Channel { channel, column: Some(column) } => {
            format!("/api/feeds/channels/{}/{}", encode_key(channel), encode_key(column))
        }
        Feed::Facet(facet) => format!("/api/feeds{facet}"),
        Feed::Headlines => HEADLINES.to_owned(),
        Feed::FrontChannels => FRONT_CHANNELS.to_owned(),
        Feed::FrontLatest => FRONT_LATEST.to_owned(),
        Feed::Recommended { article } => format!("{RECOMMENDED}?article={}", encode_key(article)),
        Feed::Search { query } => format!("{SEARCH}?{SEARCH_PARAM}={}", encode_component(query)),
    };
    let mut add = |name: &str, value: &dyn fmt::Display| {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&format!("{name}={value}"));
    };
    if let Some(cursor) = cursor {
        add(CURSOR_PARAM, &encode_component(cursor.as_str()));
    }
    if let Some(limit) = limit {
        add("limit", &limit.get());
    }
    url
}

/// URL of the ranking of `mood` in `period`.
#[must_use]
pub fn rankings(mood: Mood, period: Period) -> String {
    format!("{RANKINGS}?mood={mood}&period={period}")
}

/// URL of the signature for the page at `url`, which is signed exactly as given.
#[must_use]
pub fn wechat_signature(url: &str) -> String {
    format!("{WECHAT_SIGNATURE}?url={}", encode_component(url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::LiveOrder;
    use crate::{Facet, FacetKind};

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    #[test]
    fn builders_fill_the_templates() {
        assert_eq!(article(&key("a")), ARTICLE.replace("{id}", "a"));
        let live = LiveView { order: LiveOrder::Oldest, cursor: Some("1.潮".into()) };
        assert_eq!(article_at(&key("a"), &LiveView::default()), article(&key("a")));
        let query = "?order=oldest&entries=1.%E6%BD%AE";
        assert_eq!(article_at(&key("a"), &live), article(&key("a")) + query);
        assert_eq!(live_page(&key("a"), &live), LIVE.replace("{id}", "a") + query);
        assert_eq!(live_changes(&key("a"), 7), LIVE.replace("{id}", "a") + "?after=7");
        assert_eq!(reaction(&key("a")), REACTION.replace("{id}", "a"));
        let channel = |column| Feed::Channel { channel: key("a"), column };
        assert_eq!(feed(&channel(None), None, None), CHANNEL.replace("{channel}", "a"));
        let column = COLUMN.replace("{channel}", "a").replace("{column}", "b");
        assert_eq!(feed(&channel(Some(key("b"))), None, None), column);
        for (kind, template) in [(FacetKind::Tag, TAG), (FacetKind::Author, AUTHOR)] {
            let facet = Feed::Facet(Facet::new(kind, "a").unwrap());
            assert_eq!(feed(&facet, None, None), template.replace("{name}", "a"));
        }
        assert_eq!(feed(&Feed::Headlines, None, "5".parse().ok()), format!("{HEADLINES}?limit=5"));
    }

    #[test]
    fn values_are_encoded() {
        let cursor = Cursor::from_wire("1.2.a&b");
        let latest = feed(&Feed::Latest, Some(&cursor), "5".parse().ok());
        assert_eq!(latest, "/api/feeds/latest?cursor=1.2.a%26b&limit=5");
        let recommended = feed(&Feed::Recommended { article: key("潮") }, Some(&cursor), None);
        assert_eq!(recommended, "/api/feeds/recommended?article=%E6%BD%AE&cursor=1.2.a%26b");
        let search = feed(&Feed::Search { query: "A&B 潮".into() }, None, "5".parse().ok());
        assert_eq!(search, "/api/search?q=A%26B%20%E6%BD%AE&limit=5");
        let signature = wechat_signature("https://a.example/?b=c+d");
        assert_eq!(signature, "/api/wechat/signature?url=https%3A%2F%2Fa.example%2F%3Fb%3Dc%2Bd");
    }
}
