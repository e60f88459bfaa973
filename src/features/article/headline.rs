//! Article head: title, source, time and authors.

use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Article, Credit, Timestamp};

use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{self, StaticHtml};

/// The head of an article. `children` are placed at the end of its meta line.
#[component]
pub fn Headline(
    /// The article.
    article: Article,
    /// The title's element, observed by the reading bar.
    node: NodeRef<html::H1>,
    children: Children,
) -> impl IntoView {
    let title = article.headline().into_owned();
    // A text that is no longer than a headline does not need one above it.
    let class = if article.is_headline_only() { "visually-hidden" } else { "" };
    view! {
        <header class="article-head">
            <h1 class=class node_ref=node>{StaticHtml::new(move || ui::clauses(&title))}</h1>
            <div class="meta">
                <div class="meta-words">{StaticHtml::new(move || meta(article))}</div>
                {children()}
            </div>
        </header>
    }
}

/// A text shorter than this is read at once.
const MIN_TIMED: u32 = 400;

fn meta(article: Article) -> Vec<Node> {
    let time = |timestamp: Timestamp| {
        element("time").attr("datetime", timestamp.to_string()).with(timestamp.display())
    };
    let length = (article.length >= MIN_TIMED).then(|| {
        let text = strings::reading_time(article.minutes(), article.length);
        element("span").attr("class", "meta-length").with(text)
    });
    let source = article.source.map(|source: Credit| {
        let link = source.link();
        let name = ui::maybe_link(source.name, link);
        element("span").attr("class", "meta-source").with(strings::SOURCE).with(name)
    });
    let updated = article.updated.map(|timestamp| {
        let label = element("span").attr("class", "meta-updated").with(strings::UPDATED);
        label.with(" ").with(time(timestamp))
    });
    let authors = (!article.authors.is_empty()).then(|| {
        let label = element("span").attr("class", "meta-author").with(strings::AUTHOR);
        label.with(article.authors.join(" "))
    });
    let elements = [source, Some(time(article.published)), updated, authors, length];
    elements.into_iter().flatten().map(Node::from).collect()
}
