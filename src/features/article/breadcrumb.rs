//! Where an article or a list stands: 首页 > channel > column > 正文.

use leptos::prelude::*;
use zaidu_model::{Route, Section};

use crate::words;

/// The way from the home page; the last step is `here`.
#[component]
pub fn Breadcrumb(
    /// The channel and column on the way.
    section: Option<Section>,
    /// The last step, which is text.
    #[prop(default = words::FULL_TEXT)]
    here: &'static str,
) -> impl IntoView {
    let step = |route: Route, name: String| {
        view! {
            <li>
                <a href=route.to_string()>{name}</a>
                <span class="breadcrumb-mark" aria-hidden="true">"> "</span>
            </li>
        }
    };
    let mut steps = vec![step(Route::Home, words::HOME.to_owned())];
    if let Some(Section { channel, column }) = section {
        let key = channel.key.clone();
        steps.push(step(Route::Channel { channel: channel.key, column: None }, channel.name));
        if let Some(column) = column {
            let route = Route::Channel { channel: key, column: Some(column.key) };
            steps.push(step(route, column.name));
        }
    }
    view! {
        <nav class="breadcrumb" aria-label=words::BREADCRUMB>
            <ol>{steps} <li aria-current="page">{here}</li></ol>
        </nav>
    }
}
