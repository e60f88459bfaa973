//! What the law and courtesy put at the foot of a page.

use leptos::prelude::*;
use zaidu_model::{Credit, Site, site};

use crate::load::{Answers, Load, wait};
use crate::ui::Named;

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
    let credit = |credit: Credit| {
        let link = credit.link();
        view! {
            <p>
                <Named name=credit.name link />
            </p>
        }
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
