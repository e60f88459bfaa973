//! Common parts of the pages: placeholder, head, and the query of the first page of a feed.

use leptos::prelude::*;
use leptos::tachys::renderer::types::Element;
use zaidu_model::live::{ENTRIES_PARAM, LiveOrder, LiveView, ORDER_PARAM};
use zaidu_model::url::CURSOR_PARAM;
use zaidu_model::{Cursor, Feed, FeedPage, Mood, Period, Route, Site};

use crate::browser::{idle, network, scroll_position};
use crate::chunk::ChunkFuture;
use crate::data::{self, Query};
use crate::features::share::wechat::{self, PageMeta};
use crate::head;
use crate::router::{self, Location};

/// The ranking in the aside: what readers liked this week.
pub(super) const ASIDE_RANKING: (Mood, Period) = (Mood::Like, Period::Week);

/// A page that is loading or has failed: `content` below a visually hidden heading.
pub(super) fn placeholder(heading: &'static str, content: AnyView) -> AnyView {
    view! {
        <div class="page">
            <h1 class="visually-hidden">{heading}</h1>
            {content}
        </div>
    }
    .into_any()
}

/// Sets the document's head and WeChat's share card for a page other than an article. A page
/// without a canonical `address` is shared with the card and address of the home page.
pub(super) fn set_head(site: Query<Site>, title: Option<String>, address: Option<String>) {
    let meta = match &address {
        Some(address) => {
            PageMeta { title: title.clone(), address: address.clone(), ..PageMeta::default() }
        }
        None => PageMeta { address: Route::Home.to_string(), ..PageMeta::default() },
    };
    head::set(site, title, address);
    wechat::set_share_card(site, meta);
}

/// Ends once what is below an article may be hydrated: its code is loaded when the browser is
/// idle, or for readers who save data when it comes near the viewport. Without the code it
/// stays as the server has rendered it; the list links to its next page.
pub(super) async fn lists_are_wanted(below: Element, load: fn() -> ChunkFuture<()>) -> bool {
    // Otherwise the reader comes back to a card of the list.
    if !scroll_position::is_pending() {
        if network::saves_data() {
            idle::near_viewport(&below).await;
        } else {
            idle::idle().await;
        }
    }
    load().await.is_ok()
}

/// Which page of the entries of a live article the address names.
pub(super) fn live_view(location: &Location) -> LiveView {
    let order = location.parameter(ORDER_PARAM).map(|order| LiveOrder::of_key(&order));
    LiveView { order: order.unwrap_or_default(), cursor: location.parameter(ENTRIES_PARAM) }
}

/// The query of the page of `feed` at the cursor in the current URL.
pub(super) fn first_page(feed: Feed) -> Query<FeedPage> {
    let cursor = router::current().parameter(CURSOR_PARAM).map(Cursor::from_wire);
    data::feed_page(feed, cursor)
}
