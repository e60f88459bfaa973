//! Article page, composed in reading order.

use leptos::prelude::*;
use zaidu_model::{Article, Feed, FeedPage, Key, Ranking, Route, Section, Site};

use super::aside::{Aside, aside_ranking};
use super::common::{first_page, lists_are_wanted, placeholder};
use super::not_found::NotFoundPage;
use crate::client_effect::client_effect;
use crate::data::{self, LoadState, Query, is_hydrating, view_error, view_query};
use crate::features::article::{Body, Breadcrumb, Headline, ReadingBar, skeleton};
use crate::features::feed::{self, FeedView, visited};
use crate::features::reactions::{Moods, Provider};
use crate::features::share::wechat::{self, PageMeta};
use crate::features::share::{ShareButton, ShareController, ShareFoot, SharePanel};
use crate::features::viewer;
use crate::head;
use crate::router::CurrentLocation;
use crate::strings;
use crate::ui::DeferredHydration;

/// The page of article `id`.
#[component]
pub fn ArticlePage(
    /// The site's settings.
    site: Query<Site>,
    /// The article's key.
    id: Key,
) -> impl IntoView {
    let query = data::article(id.clone());
    let recommended = first_page(Feed::Recommended { article: id });
    let ranking = aside_ranking();
    view_query(query, move |state| match state {
        LoadState::Loading | LoadState::Empty => placeholder(strings::FULL_TEXT, skeleton()),
        LoadState::Loaded(article) => page(article, site, recommended, ranking),
        LoadState::Failed(error) if error.is_not_found() => {
            view! { <NotFoundPage site /> }.into_any()
        }
        LoadState::Failed(error) => placeholder(strings::FULL_TEXT, view_error(&error, query)),
    })
}

fn page(
    mut article: Article,
    site: Query<Site>,
    recommended: Query<FeedPage>,
    ranking: Query<Ranking>,
) -> AnyView {
    let title = article.headline().into_owned();
    let standfirst = article.standfirst.then(|| article.excerpt.clone());
    // Moved, not cloned: it is most of the article.
    let body = std::mem::take(&mut article.body);
    let editor = article.editor.take();
    let (headline, text) = (NodeRef::new(), NodeRef::new());
    let hidden = RwSignal::new(0);
    let route = Route::Article(article.id.clone());
    if let Some(location) = use_context::<CurrentLocation>() {
        location.set_section(article.section.as_ref().map(Section::channel_route));
    }
    head::set(site, Some(title.clone()), Some(route.to_string()));
    wechat::set_share_card(
        site,
        PageMeta {
            title: Some(title.clone()),
            excerpt: article.excerpt.clone(),
            address: route.to_string(),
            picture: article.picture.as_ref().map(|picture| picture.url.clone()),
        },
    );
    let visited = article.id.clone();
    client_effect(move || visited::record(&visited));
    let controller = ShareController::new(site, &article);
    let provider = view_query(site, |state| match state {
        LoadState::Loaded(Site { provider: Some(provider), .. }) => {
            view! { <Provider provider /> }.into_any()
        }
        // The header shows the error and the retry button.
        LoadState::Loaded(_) | LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => {
            ().into_any()
        }
    });
    let feed = Feed::Recommended { article: article.id.clone() };
    let current = Some(article.id.clone());
    let (id, counts) = (article.id.clone(), article.counts);
    let moods =
        DeferredHydration::new(move || view! { <Moods id counts>{provider}</Moods> }.into_any());
    let is_rendered = is_hydrating();
    let more = DeferredHydration::until(
        |list| lists_are_wanted(list, feed::load),
        move || {
            // Articles on the newsroom's own cards are not recommended again.
            let exclude = match site.get_untracked() {
                LoadState::Loaded(site) => site.card_articles(),
                LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => Vec::new(),
            };
            view! {
                <FeedView feed query=recommended title=strings::RECOMMENDED exclude is_rendered />
            }
            .into_any()
        },
    );
    view! {
        <SharePanel controller />
        <ReadingBar title headline body=text hidden />
        <div class="page page-with-aside">
            <div class="page-main">
                <Breadcrumb section=article.section.clone() />
                <article>
                    <Headline article=article.clone() node=headline>
                        <ShareButton controller />
                    </Headline>
                    <Body
                        id=article.id.clone()
                        standfirst
                        body
                        editor
                        on_click=viewer::on_click
                        node=text
                        hidden
                    />
                </article>
                <div>{moods}</div>
                <ShareFoot controller />
            </div>
            <Aside site ranking current />
            <div class="page-more">{more}</div>
        </div>
    }
    .into_any()
}
