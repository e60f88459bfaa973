//! Site header: name, channel navigation, and tools such as the link to the search.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use zaidu_model::{Route, Site};

use super::header_scroll::Scrolling;
use crate::backend::BackendError;
use crate::browser::{dom, layout, observers, scroll_position};
use crate::client_effect::client_effect;
use crate::data::{LoadState, Query, view_query};
use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{DeferredHydration, Icon, StaticHtml};

/// The header; the link to the current channel is marked.
#[component]
pub fn Header(
    /// The site's settings.
    site: Query<Site>,
    /// The route of the section that the current page is in.
    #[prop(into)]
    route: Signal<Option<Route>>,
) -> impl IntoView {
    // On a phone the bar is wider than the viewport: scroll the current channel into view, one
    // frame later, when its `aria-current` is updated.
    client_effect(move || {
        route.track();
        site.track();
        request_animation_frame(|| {
            let current = dom::query_document(".site-channels [aria-current]");
            let bar = dom::query_document(".site-channels");
            current
                .iter()
                .zip(&bar)
                .for_each(|(current, bar)| layout::scroll_to_center(current, bar));
        });
    });
    client_effect(|| {
        let scrolling = Cell::new(Scrolling::default());
        observers::on_scroll_or_resize(move || {
            let Some(header) = dom::query_document(".site-header").into_iter().next() else {
                return;
            };
            let mut now = scrolling.get();
            if now.scrolled(scroll_position::scroll_y(), layout::height(&header)) {
                // It fails only for an invalid attribute name.
                let _ = header.set_attribute("data-place", now.place.name());
            }
            scrolling.set(now);
        });
    });
    // In every state the header keeps its height and the link to the home page.
    let view = move |state| match state {
        LoadState::Loading | LoadState::Empty => bar(Site::default(), route),
        LoadState::Loaded(site) => bar(site, route),
        LoadState::Failed(error) => failed(&error, site),
    };
    view! {
        <header class="site-header">
            {DeferredHydration::new(move || view_query(site, view))}
        </header>
    }
}

fn bar(site: Site, current: Signal<Option<Route>>) -> AnyView {
    let channel = |channel: zaidu_model::site::Channel| {
        let route = Route::Channel { channel: channel.key, column: None };
        view! { <li>{link(route, current, channel.name.into())}</li> }
    };
    let channels = if site.channels.is_empty() {
        // Until the settings are loaded, the row of the channels is kept free.
        view! { <div class:site-row=site.name.is_empty()></div> }.into_any()
    } else {
        view! {
            <nav class="site-channels" aria-label=strings::CHANNELS>
                <ul>{site.channels.into_iter().map(channel).collect_view()}</ul>
            </nav>
        }
        .into_any()
    };
    let search = element("span").attr("class", "visually-hidden").with(strings::SEARCH);
    let search = element("span").with(Icon::Search.element()).with(search);
    view! {
        {name(site.name, site.logo.map(String::from))}
        {channels}
        <div class="site-tools">
            {link(Route::Search, current, search.into())}
            // With the program it opens the panel; before that it is a plain link.
            <a
                class="site-tool"
                href=Route::Settings.to_string()
                data-tap="keep"
                aria-label=strings::SETTINGS_LABEL
            >
                {strings::SETTINGS_MARK}
            </a>
            <div class="site-care">{StaticHtml::new(care_links)}</div>
        </div>
    }
    .into_any()
}

/// The links that turn 关怀模式 on and off, of which a stylesheet shows one. A server answers them,
/// whose cookies some browsers keep for longer than those of scripts.
fn care_links() -> Vec<Node> {
    [(true, strings::CARE), (false, strings::LEAVE_CARE)]
        .map(|(is_on, text)| {
            let link = element("a").attr("class", "site-tool").attr("href", Route::care(is_on));
            link.attr("rel", "external nofollow").with(text).into()
        })
        .into()
}

/// A link to a section of the site, marked with `aria-current` when the current route is in it.
fn link(route: Route, current: Signal<Option<Route>>, content: Node) -> AnyView {
    let address = route.to_string();
    let is_current = move || match current.get() {
        Some(Route::Channel { channel, .. }) => Route::Channel { channel, column: None } == route,
        current => current.as_ref() == Some(&route),
    };
    view! {
        <a href=address aria-current=move || is_current().then(|| "true".to_owned())>
            {StaticHtml::new(|| vec![content])}
        </a>
    }
    .into_any()
}

fn name(name: String, logo: Option<String>) -> impl IntoView {
    let name = if name.is_empty() { strings::SITE_FALLBACK.to_owned() } else { name };
    view! {
        <a class="site-name" href=Route::Home.to_string()>
            {logo.map(|logo| view! { <img src=logo alt="" width="28" height="28" /> })}
            <span>{name}</span>
        </a>
    }
}

fn failed(error: &BackendError, site: Query<Site>) -> AnyView {
    view! {
        {name(String::new(), None)}
        <div class="site-failed" role="alert">
            <span>{strings::error_message(error)}</span>
            <a
                class="button"
                href=""
                rel="external"
                on:click=move |event: ev::MouseEvent| {
                    event.prevent_default();
                    site.refetch();
                }
            >
                {strings::RETRY}
            </a>
        </div>
    }
    .into_any()
}
