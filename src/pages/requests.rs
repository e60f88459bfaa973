//! Data requirements of each page: the API requests that server-side rendering answers first and
//! that prefetch starts early.

use zaidu_model::url::CURSOR_PARAM;
use zaidu_model::{Cursor, Feed, Route, SearchQuery};

use super::common::{ASIDE_RANKING, live_view};
use super::ranking::selected_ranking;
use super::search::search_query;
use crate::backend::ApiRequest;
use crate::data;
use crate::router::Location;

/// The API requests of the page at `location`: that for the site's settings first, that for the
/// page's main content second.
#[must_use]
pub fn requests(location: &Location) -> Vec<ApiRequest> {
    let cursor = location.parameter(CURSOR_PARAM).map(Cursor::from_wire);
    let is_first = cursor.is_none();
    let feed = |feed| ApiRequest::Feed(feed, cursor);
    let aside = ApiRequest::Ranking(ASIDE_RANKING.0, ASIDE_RANKING.1);
    let page = match &location.route() {
        Some(Route::Home) if is_first => {
            let front = [Feed::Headlines, Feed::FrontChannels, Feed::FrontLatest];
            front.map(|feed| ApiRequest::Feed(feed, None)).into_iter().chain([aside]).collect()
        }
        Some(Route::Home) => vec![feed(Feed::Latest), aside],
        Some(Route::Channel { channel, column }) => {
            let (channel, column) = (channel.clone(), column.clone());
            vec![feed(Feed::Channel { channel, column }), aside]
        }
        Some(Route::Facet(facet)) => vec![feed(Feed::Facet(facet.clone())), aside],
        Some(Route::Article(id)) => {
            let recommended = feed(Feed::Recommended { article: id.clone() });
            vec![ApiRequest::article(id.clone(), live_view(location)), recommended, aside]
        }
        Some(Route::Ranking) => {
            let (mood, period) = selected_ranking(location);
            vec![ApiRequest::Ranking(mood, period)]
        }
        Some(Route::Search) => {
            let query = search_query(location);
            // For a query that is too short the page shows a message and requests nothing.
            SearchQuery::new(&query).map_or(vec![], |_| vec![feed(Feed::Search { query })])
        }
        Some(Route::Settings | Route::Offline | Route::Saved | Route::History | Route::Gallery)
        | None => vec![],
    };
    [vec![ApiRequest::Site], page].concat()
}

/// Prefetches the main content of the page at `location`.
pub fn prefetch(location: &Location) {
    // The first request is for the site's settings, which are loaded already.
    if let Some(request) = requests(location).into_iter().nth(1) {
        data::prefetch::request(request);
    }
}
