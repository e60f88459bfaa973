//! Page of a reading list of this browser: 稍后读 or 阅读历史. A server renders what the lists are, and
//! the program shows them.

use leptos::prelude::*;
use zaidu_model::{Route, Site};

use super::common::set_head;
use crate::data::{Query, chunk_placeholder};
use crate::features::reading_list::{List, load_list, view_list};
use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{ChunkPlaceholder, DeferredHydration, Notice, StaticHtml, chunk_view};

/// The page of `list`.
#[component]
pub fn ReadingListPage(
    /// The site's settings.
    site: Query<Site>,
    /// Which list.
    list: List,
) -> impl IntoView {
    // Other readers have other lists at this address: it is shared as the home page.
    set_head(site, Some(strings::list_name(list == List::Saved).to_owned()), None);
    let content = DeferredHydration::until(
        |_| async { load_list().await.is_ok() },
        move || chunk_view(load_list, PLACEHOLDER, move || view_list(list)),
    );
    // The space around the heading is that of the search page.
    view! {
        <div class="page page-search">
            <div>{StaticHtml::new(move || head(list))}</div>
            <div>{content}</div>
        </div>
    }
}

const PLACEHOLDER: ChunkPlaceholder =
    chunk_placeholder(|| view! { <Notice message=strings::LOADING /> }.into_any());

/// Heading, where the list is kept, and the links to both lists.
fn head(list: List) -> Vec<Node> {
    let is_saved = list == List::Saved;
    let hint = if is_saved { strings::SAVED_HINT } else { strings::HISTORY_HINT };
    let link = |route: Route, of_saved: bool| {
        let current = (of_saved == is_saved).then_some("page");
        let link = element("a").attr("href", route.to_string()).maybe_attr("aria-current", current);
        element("li").with(link.with(strings::list_name(of_saved)))
    };
    let links = element("ul").with(link(Route::Saved, true)).with(link(Route::History, false));
    let links = element("nav").attr("class", "tabs").attr("aria-label", strings::LISTS).with(links);
    let heading = element("h1").with(strings::list_name(is_saved));
    vec![heading.into(), element("p").with(hint).into(), links.into()]
}
