//! Title, source, time and author.

use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Article, Credit, Timestamp};

use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{self, StaticHtml};

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
    view! {
        <header class="article-head">
            <h1 node_ref=node>{title}</h1>
            <div class="meta">
                <div class="meta-words">{StaticHtml::new(move || meta(article))}</div>
                {children()}
            </div>
        </header>
    }
}

fn meta(article: Article) -> Vec<Node> {
    let time = |moment: Timestamp| {
        element("time").attr("datetime", moment.to_string()).with(moment.display())
    };
    let source = article.source.map(|source: Credit| {
        let link = source.link();
        let name = ui::maybe_link(source.name, link);
        element("span").attr("class", "meta-source").with(strings::SOURCE).with(name)
    });
    let updated = article.updated.map(|moment| {
        let words = element("span").attr("class", "meta-updated").with(strings::UPDATED);
        words.with(" ").with(time(moment))
    });
    let authors = (!article.authors.is_empty()).then(|| {
        let words = element("span").attr("class", "meta-author").with(strings::AUTHOR);
        words.with(article.authors.join(" "))
    });
    let pieces = [source, Some(time(article.published)), updated, authors];
    pieces.into_iter().flatten().map(Node::from).collect()
}
