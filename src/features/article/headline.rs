//! Title, source, time and author.

use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Article, Credit};

use crate::ui::Named;
use crate::words;

/// The head of an article. `children` stand at the end of its meta line.
#[component]
pub fn Headline(
    /// The article.
    article: Article,
    /// The title's node, for the bar that stands in for it.
    node: NodeRef<html::H1>,
    children: Children,
) -> impl IntoView {
    let title = article.headline().into_owned();
    let authors = (!article.authors.is_empty()).then(|| {
        view! { <span class="meta-author">{words::AUTHOR} {article.authors.join(" ")}</span> }
    });
    let updated = article.updated.map(|moment| {
        view! {
            <span class="meta-updated">
                {words::UPDATED} " "
                <time datetime=moment.to_string()>{moment.display()}</time>
            </span>
        }
    });
    view! {
        <header class="article-head">
            <h1 node_ref=node>{title}</h1>
            <div class="meta">
                {article.source.map(source)}
                <time datetime=article.published.to_string()>{article.published.display()}</time>
                {updated}
                {authors}
                {children()}
            </div>
        </header>
    }
}

fn source(source: Credit) -> impl IntoView {
    let link = source.link();
    view! { <span class="meta-source">{words::SOURCE} <Named name=source.name link /></span> }
}
