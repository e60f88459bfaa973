//! What the law and courtesy put at the foot of a page.

use leptos::prelude::*;
use zaidu_model::{Credit, Site, site};

use crate::load::{Answers, Load, wait};

/// The footer. Without an answer it is empty: the header says so already, and
/// has the retry.
#[component]
pub fn Footer(
    /// The newsroom.
    site: Answers<Site>,
) -> impl IntoView {
    let content = wait(site, |load| match load {
        Load::Loaded(site) => lines(site.footer),
        Load::Loading | Load::Empty | Load::Failed(_) => ().into_any(),
    });
    view! { <footer class="site-footer">{content}</footer> }
}

fn lines(footer: site::Footer) -> AnyView {
    let credit = |credit: Credit| match credit.url {
        Some(url) => view! {
            <p>
                <a rel=url.rel() href=String::from(url)>{credit.name}</a>
            </p>
        }
        .into_any(),
        None => view! { <p>{credit.name}</p> }.into_any(),
    };
    let line = |words| view! { <p>{words}</p> };
    view! {
        {footer.copyright.map(line)}
        {footer.icp.map(credit)}
        {footer.licence.map(credit)}
        {footer.hotline.map(line)}
    }
    .into_any()
}
