//! Page of a tag or an author: its articles, newest first.

use leptos::prelude::*;
use zaidu_model::{Facet, FacetKind, Feed, Site};

use super::aside::{Aside, aside_ranking};
use super::common::{first_page, set_head};
use super::not_found::NotFoundPage;
use crate::data::{LoadState, Query};
use crate::features::article::Breadcrumb;
use crate::features::feed::FeedView;
use crate::strings;
use crate::ui::dynamic;

/// The page of `facet`; not found without articles.
#[component]
pub fn FacetPage(
    /// The site's settings.
    site: Query<Site>,
    /// The tag or author.
    facet: Facet,
) -> impl IntoView {
    let feed = Feed::Facet(facet.clone());
    let (query, ranking) = (first_page(feed.clone()), aside_ranking());
    let is_missing =
        Memo::new(move |_| matches!(query.get(), LoadState::Failed(error) if error.is_not_found()));
    dynamic(move || {
        if is_missing.get() {
            return view! { <NotFoundPage site /> }.into_any();
        }
        let title = strings::facet_title(facet.kind, &facet.name);
        set_head(site, Some(title.clone()), Some(facet.to_string()));
        let kind = match facet.kind {
            FacetKind::Author => strings::AUTHORS,
            FacetKind::Tag => strings::TAG,
        };
        view! {
            <div class="page page-with-aside">
                <div class="page-main">
                    <Breadcrumb section=None current=kind />
                    <h1>{title}</h1>
                    <FeedView feed=feed.clone() query title=strings::LATEST />
                </div>
                <Aside site ranking />
            </div>
        }
        .into_any()
    })
}
