//! Breadcrumb navigation: 首页 > channel > column > 正文.

use leptos::prelude::*;
use zaidu_model::{Route, Section};

use crate::strings;
use crate::ui::StaticHtml;
use crate::ui::node::{Element, Node, element};

/// The breadcrumb from the home page to the current page.
#[component]
pub fn Breadcrumb(
    /// The channel and column of the page.
    section: Option<Section>,
    /// The label of the current page, which is not a link.
    #[prop(default = strings::FULL_TEXT)]
    current: &'static str,
) -> impl IntoView {
    view! {
        <nav class="breadcrumb" aria-label=strings::BREADCRUMB>
            {StaticHtml::new(move || items(section, current))}
        </nav>
    }
}

fn items(section: Option<Section>, current: &'static str) -> Vec<Node> {
    let mut items = vec![link_item(&Route::Home, strings::HOME.to_owned())];
    if let Some(Section { channel, column }) = section {
        let key = channel.key.clone();
        items.push(link_item(&Route::Channel { channel: channel.key, column: None }, channel.name));
        if let Some(column) = column {
            let route = Route::Channel { channel: key, column: Some(column.key) };
            items.push(link_item(&route, column.name));
        }
    }
    items.push(element("li").attr("aria-current", "page").with(current));
    vec![element("ol").with_all(items).into()]
}

fn link_item(route: &Route, name: String) -> Element {
    let separator =
        element("span").attr("class", "breadcrumb-mark").attr("aria-hidden", "true").with("> ");
    element("li").with(element("a").attr("href", route.to_string()).with(name)).with(separator)
}
