//! Pages compose features and do nothing else.

mod article;
mod aside;
mod channel;
#[cfg(feature = "mock")]
mod endless;
#[cfg(feature = "mock")]
mod gallery;
mod home;
mod not_found;
mod ranking;
mod search;

use leptos::prelude::*;
use zaidu_model::url::CURSOR_PARAM;
use zaidu_model::{Cursor, Feed, FeedPage, Mood, Period, Route, SearchQuery, Site};

use crate::backend::ApiRequest;
use crate::data::{self, Query};
use crate::features::share::wechat::{self, Subject};
use crate::head;
use crate::router::{self, Location};

pub use article::ArticlePage;
pub use channel::ChannelPage;
#[cfg(feature = "mock")]
pub use gallery::GalleryPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use ranking::RankingPage;
pub use search::{SearchPage, searched};

/// What stands for a page that is not there yet. It has a heading all the same.
fn waiting(heading: &'static str, content: AnyView) -> AnyView {
    view! {
        <div class="page">
            <h1 class="visually-hidden">{heading}</h1>
            {content}
        </div>
    }
    .into_any()
}

/// Says what a page is that shows no article: to the browser, and to WeChat. One of
/// no address is none to pass on; the newsroom's own stands for it there.
fn introduce(site: Query<Site>, title: Option<String>, address: Option<String>) {
    let subject = match &address {
        Some(address) => {
            Subject { title: title.clone(), address: address.clone(), ..Subject::default() }
        }
        None => Subject { address: Route::Home.to_string(), ..Subject::default() },
    };
    head::set(site, title, address);
    wechat::introduce(site, subject);
}

/// The page of `feed` with which the current address begins.
fn first_page(feed: Feed) -> Query<FeedPage> {
    let cursor = router::current().parameter(CURSOR_PARAM).map(Cursor::from_wire);
    data::page(feed, cursor)
}

/// The ranking beside texts and lists: what readers liked this week.
const ASIDE: (Mood, Period) = (Mood::Like, Period::Week);

/// What the page at `address` asks, for whoever answers before rendering.
#[must_use]
pub fn questions(address: &Location) -> Vec<ApiRequest> {
    let cursor = address.parameter(CURSOR_PARAM).map(Cursor::from_wire);
    // Headlines stand above the newest news only.
    let headlines = cursor.is_none().then_some(ApiRequest::Feed(Feed::Headlines, None));
    let feed = |feed| ApiRequest::Feed(feed, cursor);
    let aside = ApiRequest::Ranking(ASIDE.0, ASIDE.1);
    let page = match &address.route() {
        Some(Route::Home) => {
            [feed(Feed::Latest)].into_iter().chain(headlines).chain([aside]).collect()
        }
        Some(Route::Channel { channel, column }) => {
            let (channel, column) = (channel.clone(), column.clone());
            vec![feed(Feed::Channel { channel, column }), aside]
        }
        Some(Route::Article(id)) => {
            let recommended = feed(Feed::Recommended { article: id.clone() });
            vec![ApiRequest::Article(id.clone()), recommended, aside]
        }
        Some(Route::Ranking) => {
            let (mood, period) = ranking::chosen(address);
            vec![ApiRequest::Ranking(mood, period)]
        }
        Some(Route::Search) => {
            let query = searched(address);
            // The page says itself what is too short.
            SearchQuery::new(&query).map_or(vec![], |_| vec![feed(Feed::Search { query })])
        }
        Some(Route::Gallery) | None => vec![],
    };
    [vec![ApiRequest::Site], page].concat()
}

/// Asks in time for what the page at `address` is about.
pub fn prepare(address: &Location) {
    // After the newsroom, which is known.
    if let Some(question) = questions(address).into_iter().nth(1) {
        data::prefetch::ask(question);
    }
}
