//! Title, source, time and author.

use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Article, Credit, Moment};

use crate::ui::markup::{Piece, tag};
use crate::ui::{self, Still};
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
    view! {
        <header class="article-head">
            <h1 node_ref=node>{title}</h1>
            <div class="meta">
                <div class="meta-words">{Still::new(move || meta(article))}</div>
                {children()}
            </div>
        </header>
    }
}

fn meta(article: Article) -> Vec<Piece> {
    let time =
        |moment: Moment| tag("time").attr("datetime", moment.to_string()).with(moment.display());
    let source = article.source.map(|source: Credit| {
        let link = source.link();
        let name = ui::named(source.name, link);
        tag("span").attr("class", "meta-source").with(words::SOURCE).with(name)
    });
    let updated = article.updated.map(|moment| {
        let words = tag("span").attr("class", "meta-updated").with(words::UPDATED);
        words.with(" ").with(time(moment))
    });
    let authors = (!article.authors.is_empty()).then(|| {
        let words = tag("span").attr("class", "meta-author").with(words::AUTHOR);
        words.with(article.authors.join(" "))
    });
    let pieces = [source, Some(time(article.published)), updated, authors];
    pieces.into_iter().flatten().map(Piece::from).collect()
}
