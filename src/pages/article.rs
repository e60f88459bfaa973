//! The article page, piece by piece in reading order.

use leptos::prelude::*;
use zaidu_model::{Article, Feed, FeedPage, Key, Ranking, Route, Site};

use super::aside::{Aside, aside_ranking};
use super::{NotFoundPage, first_page, waiting};
use crate::client_effect::client_effect;
use crate::data::{self, LoadState, Query, failed, view_query};
use crate::features::article::{Body, Breadcrumb, Headline, ReadingBar, skeleton};
use crate::features::feed::{FeedView, visited};
use crate::features::reactions::{Moods, Provider};
use crate::features::share::wechat::{self, Subject};
use crate::features::share::{ShareButton, ShareFoot, SharePanel, Sharing};
use crate::head;
use crate::strings;
use crate::ui::DeferredHydration;

/// The page of article `id`.
#[component]
pub fn ArticlePage(
    /// The newsroom.
    site: Query<Site>,
    /// Which article.
    id: Key,
) -> impl IntoView {
    let answers = data::article(id.clone());
    let recommended = first_page(Feed::Recommended { article: id });
    let ranking = aside_ranking();
    view_query(answers, move |load| match load {
        LoadState::Loading | LoadState::Empty => waiting(strings::FULL_TEXT, skeleton()),
        LoadState::Loaded(article) => page(article, site, recommended, ranking),
        LoadState::Failed(failure) if failure.is_not_found() => {
            view! { <NotFoundPage site /> }.into_any()
        }
        LoadState::Failed(failure) => waiting(strings::FULL_TEXT, failed(&failure, answers)),
    })
}

fn page(
    mut article: Article,
    site: Query<Site>,
    recommended: Query<FeedPage>,
    ranking: Query<Ranking>,
) -> AnyView {
    let title = article.headline().into_owned();
    // Taken out, not copied: it is most of the article.
    let body = std::mem::take(&mut article.body);
    let editor = article.editor.take();
    let (headline, text) = (NodeRef::new(), NodeRef::new());
    let route = Route::Article(article.id.clone());
    head::set(site, Some(title.clone()), Some(route.to_string()));
    wechat::introduce(
        site,
        Subject {
            title: Some(title.clone()),
            excerpt: article.excerpt.clone(),
            address: route.to_string(),
            picture: article.picture.as_ref().map(|picture| picture.url.clone()),
        },
    );
    let read = article.id.clone();
    client_effect(move || visited::note(&read));
    let sharing = Sharing::new(site, &article);
    let provider = view_query(site, |load| match load {
        LoadState::Loaded(Site { provider: Some(provider), .. }) => {
            view! { <Provider provider /> }.into_any()
        }
        // The header says that the newsroom did not answer, and has the retry.
        LoadState::Loaded(_) | LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => {
            ().into_any()
        }
    });
    let feed = Feed::Recommended { article: article.id.clone() };
    let (id, counts) = (article.id.clone(), article.counts);
    let moods =
        DeferredHydration::new(move || view! { <Moods id counts>{provider}</Moods> }.into_any());
    let more = DeferredHydration::new(move || {
        // What stands on the newsroom's own cards is not recommended again.
        let skip = match site.get_untracked() {
            LoadState::Loaded(site) => site.card_articles(),
            LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => Vec::new(),
        };
        view! { <FeedView feed answers=recommended title=strings::RECOMMENDED skip /> }.into_any()
    });
    view! {
        <SharePanel sharing />
        <ReadingBar title headline body=text />
        <div class="page page-with-aside">
            <div class="page-main">
                <Breadcrumb section=article.section.clone() />
                <article>
                    <Headline article=article.clone() node=headline>
                        <ShareButton sharing />
                    </Headline>
                    <Body id=article.id.clone() body editor node=text />
                </article>
                <div>{moods}</div>
                <ShareFoot sharing />
            </div>
            <Aside site ranking />
            <div class="page-more">{more}</div>
        </div>
    }
    .into_any()
}
