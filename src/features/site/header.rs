//! The newsroom's name, its channels and the way to the search.

use leptos::ev;
use leptos::prelude::*;
use zaidu_model::{Route, Site};

use crate::backend::BackendError;
use crate::browser::{dom, layout};
use crate::client_effect::client_effect;
use crate::data::{LoadState, Query, view_query};
use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{DeferredHydration, Icon, StaticHtml};

/// The header; the channel where the reader is, is marked.
#[component]
pub fn Header(
    /// The newsroom.
    site: Query<Site>,
    /// Where the reader is.
    #[prop(into)]
    here: Signal<Option<Route>>,
) -> impl IntoView {
    // On a phone the bar is wider than the screen. A frame later it says where one is.
    client_effect(move || {
        here.track();
        site.track();
        request_animation_frame(|| {
            let current = dom::on_page(".site-channels [aria-current]");
            let bar = dom::on_page(".site-channels");
            current.iter().zip(&bar).for_each(|(current, bar)| layout::center(current, bar));
        });
    });
    // The header keeps its height and the way home whatever the answer is.
    let faces = move |load| match load {
        LoadState::Loading | LoadState::Empty => bar(Site::default(), here),
        LoadState::Loaded(site) => bar(site, here),
        LoadState::Failed(failure) => failed(&failure, site),
    };
    view! { <header class="site-header">{DeferredHydration::new(move || view_query(site, faces))}</header> }
}

fn bar(site: Site, here: Signal<Option<Route>>) -> AnyView {
    let channel = |channel: zaidu_model::site::Channel| {
        let route = Route::Channel { channel: channel.key, column: None };
        view! { <li>{link(route, here, channel.name.into())}</li> }
    };
    let channels = (!site.channels.is_empty()).then(|| {
        view! {
            <nav class="site-channels" aria-label=strings::CHANNELS>
                <ul>{site.channels.into_iter().map(channel).collect_view()}</ul>
            </nav>
        }
    });
    let search = element("span").attr("class", "visually-hidden").with(strings::SEARCH);
    let search = element("span").with(Icon::Search.mark()).with(search);
    view! {
        {name(site.name, site.logo.map(String::from))}
        {channels}
        <div class="site-search">{link(Route::Search, here, search.into())}</div>
    }
    .into_any()
}

/// A link to a part of the site, which is marked where the reader is in it.
fn link(route: Route, here: Signal<Option<Route>>, content: Node) -> AnyView {
    let address = route.to_string();
    let is_here = move || match here.get() {
        Some(Route::Channel { channel, .. }) => Route::Channel { channel, column: None } == route,
        here => here.as_ref() == Some(&route),
    };
    view! {
        <a href=address aria-current=move || is_here().then_some("true")>
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

fn failed(failure: &BackendError, site: Query<Site>) -> AnyView {
    view! {
        {name(String::new(), None)}
        <div class="site-failed" role="alert">
            <span>{strings::failure(failure)}</span>
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
