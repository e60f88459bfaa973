//! Article page, composed in reading order.

use leptos::prelude::*;
use zaidu_model::{Article, Feed, FeedPage, Key, Ranking, Route, Section, Site};

use super::aside::{Aside, aside_ranking};
use super::common::{first_page, lists_are_wanted, live_view, placeholder};
use super::not_found::NotFoundPage;
use crate::chunk::{self, ChunkFuture, chunk_fn};
use crate::client_effect::{client_effect, spawn_scoped};
use crate::data::{
    self, LoadState, Query, chunk_placeholder, is_hydrating, view_error, view_query,
};
use crate::features::article::{
    Body, Breadcrumb, Headline, ReadingBar, live_entry, live_head, load_content, load_live,
    read_live, skeleton,
};
use crate::features::comfort;
use crate::features::feed::{self, FeedPart, Part, feed_view, visited};
use crate::features::live;
use crate::features::reactions::{Moods, Provider};
use crate::features::reading_list;
use crate::features::share::wechat::{self, PageMeta};
use crate::features::share::{ShareButton, ShareController, ShareFoot, SharePanel};
use crate::features::speech::SpeechButton;
use crate::features::viewer;
use crate::head;
use crate::router::{self, CurrentLocation};
use crate::strings;
use crate::ui::{ChunkPlaceholder, DeferredHydration, chunk_view};

/// The page of article `id`.
#[component]
pub fn ArticlePage(
    /// The site's settings.
    site: Query<Site>,
    /// The article's key.
    id: Key,
) -> impl IntoView {
    let query = data::article(id.clone(), live_view(&router::current()));
    let recommended = first_page(Feed::Recommended { article: id });
    let ranking = aside_ranking();
    // At the same time as the article; what has failed is tried again where it is used.
    if !is_hydrating() {
        client_effect(|| spawn_scoped(async { _ = load().await }));
    }
    view_query(query, move |state| match state {
        LoadState::Loading | LoadState::Empty => (PLACEHOLDER.loading)(),
        LoadState::Loaded(article) if is_hydrating() => page(article, site, recommended, ranking),
        LoadState::Loaded(article) => chunk_view(load, PLACEHOLDER, move || {
            opened(article.clone(), site, recommended, ranking)
        }),
        LoadState::Failed(error) if error.is_not_found() => {
            view! { <NotFoundPage site /> }.into_any()
        }
        LoadState::Failed(error) if error.is_withdrawn() => {
            view! { <NotFoundPage site is_withdrawn=true /> }.into_any()
        }
        LoadState::Failed(error) => placeholder(strings::FULL_TEXT, view_error(&error, query)),
    })
}

const PLACEHOLDER: ChunkPlaceholder =
    chunk_placeholder(|| placeholder(strings::FULL_TEXT, skeleton()));

const LIVE: live::Parts =
    live::Parts { load: load_live, read: read_live, head: live_head, entry: live_entry };

/// Loads the code of a text that the page does not have already.
pub fn load() -> ChunkFuture<()> {
    chunk::all([load_opened(), load_content()])
}

chunk_fn! {
    in text, loaded by load_opened;
    /// The page of an article that the server has not rendered.
    fn opened(
        article: Article,
        site: Query<Site>,
        recommended: Query<FeedPage>,
        ranking: Query<Ranking>,
    ) -> AnyView {
        page(article, site, recommended, ranking)
    }
}

fn page(
    mut article: Article,
    site: Query<Site>,
    recommended: Query<FeedPage>,
    ranking: Query<Ranking>,
) -> AnyView {
    let title = article.headline().into_owned();
    // Moved, not cloned: it is most of the article.
    let body = std::mem::take(&mut article.body);
    let entries = article.live.take();
    let whole = Article { body, live: entries, ..article.clone() };
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
    let followed = article.id.clone();
    client_effect(move || live::start(followed.clone(), LIVE));
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
    let is_rendered = is_hydrating();
    let part_of = move |part, feed| {
        // Articles on the newsroom's own cards are not recommended again.
        let (exclude, pins) = match site.get_untracked() {
            LoadState::Loaded(site) => (site.card_articles(), site.pins),
            LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => Default::default(),
        };
        FeedPart { part, feed, exclude, pins, is_rendered }
    };
    let feed = Feed::Recommended { article: article.id.clone() };
    let current = Some(article.id.clone());
    let (id, counts) = (article.id.clone(), article.counts);
    let moods =
        DeferredHydration::new(move || view! { <Moods id counts>{provider}</Moods> }.into_any());
    let [up_next, more] = [Part::UpNext, Part::List(strings::RECOMMENDED)].map(|part| {
        let feed = feed.clone();
        let mut followed = matches!(part, Part::List(_)).then(|| article.clone());
        DeferredHydration::until(
            |list| lists_are_wanted(list, feed::load),
            move || {
                client_effect(move || reading_list::start(followed.take()));
                feed_view(part_of(part, feed), recommended)
            },
        )
    });
    view! {
        <SharePanel controller />
        <ReadingBar title headline body=text hidden />
        <div class="page page-with-aside">
            <div class="page-main">
                <SpeechButton beside=comfort::settings_link />
                <Breadcrumb section=article.section.clone() />
                <article>
                    <Headline article=article.clone() node=headline>
                        <ShareButton controller />
                    </Headline>
                    <Body article=whole on_click=viewer::on_click node=text hidden />
                </article>
                <div>{moods}</div>
                <div>{up_next}</div>
                <ShareFoot controller />
            </div>
            <Aside site ranking current />
            <div class="page-more">{more}</div>
        </div>
    }
    .into_any()
}
