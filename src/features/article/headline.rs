//! Article head: title, source, time and authors.

use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Article, Credit, FacetKind, Key, Timestamp};

use crate::facet_links::facet_link;
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
    let language = article.language.clone();
    // A title from right to left stands at the right.
    let direction = language.is_some().then_some("auto");
    // A text that is no longer than a headline does not need one above it.
    let class = article.is_headline_only().then_some("visually-hidden");
    view! {
        <header class="article-head">
            <h1 class=class dir=direction node_ref=node>{StaticHtml::new(move || title_nodes(&title, language))}</h1>
            <div class="meta">
                <div class="meta-words">{StaticHtml::new(move || meta(article))}</div>
                {children()}
            </div>
        </header>
    }
}

/// The title, in its language if that is not the page's.
fn title_nodes(title: &str, language: Option<Key>) -> Vec<Node> {
    let clauses = ui::clauses(title);
    match language {
        Some(language) => {
            let title = element("span").attr("lang", String::from(language));
            vec![title.with_all(clauses).into()]
        }
        None => clauses,
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
        let mut words = element("span").attr("class", "meta-author").with(strings::AUTHOR);
        for name in article.authors {
            words = words.with(facet_link(FacetKind::Author, name)).with(" ");
        }
        words
    });
    let elements = [source, Some(time(article.published)), updated, authors, length];
    elements.into_iter().flatten().map(Node::from).collect()
}
