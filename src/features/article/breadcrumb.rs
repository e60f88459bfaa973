//! Where an article or a list stands: 首页 > channel > column > 正文.

use leptos::prelude::*;
use zaidu_model::{Route, Section};

use crate::strings;
use crate::ui::StaticHtml;
use crate::ui::node::{Element, Node, element};

/// The way from the home page; the last step is `here`.
#[component]
pub fn Breadcrumb(
    /// The channel and column on the way.
    section: Option<Section>,
    /// The last step, which is text.
    #[prop(default = strings::FULL_TEXT)]
    here: &'static str,
) -> impl IntoView {
    view! {
        <nav class="breadcrumb" aria-label=strings::BREADCRUMB>
            {StaticHtml::new(move || steps(section, here))}
        </nav>
    }
}

fn steps(section: Option<Section>, here: &'static str) -> Vec<Node> {
    let mut steps = vec![step(&Route::Home, strings::HOME.to_owned())];
    if let Some(Section { channel, column }) = section {
        let key = channel.key.clone();
        steps.push(step(&Route::Channel { channel: channel.key, column: None }, channel.name));
        if let Some(column) = column {
            let route = Route::Channel { channel: key, column: Some(column.key) };
            steps.push(step(&route, column.name));
        }
    }
    steps.push(element("li").attr("aria-current", "page").with(here));
    vec![element("ol").with_all(steps).into()]
}

fn step(route: &Route, name: String) -> Element {
    let mark =
        element("span").attr("class", "breadcrumb-mark").attr("aria-hidden", "true").with("> ");
    element("li").with(element("a").attr("href", route.to_string()).with(name)).with(mark)
}
