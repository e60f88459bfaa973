//! Content of an article's body: corrections, standfirst, table of contents, blocks, editor, tags, adjacent articles. In a chunk: a rendered page has it.

use zaidu_model::block::{MIN_CONTENTS, heading_anchors, plain_text};
use zaidu_model::{Article, Block, Correction, Route, Titled};

use super::blocks::blocks;
use super::live;
use crate::chunk::chunk_fn;
use crate::facet_links::tag_list;
use crate::strings;
use crate::ui::node::{Element, Node, element};

/// How many blocks at the beginning of a text are likely to be in the first viewport.
const VISIBLE_BLOCKS: usize = 4;

/// The stylesheet with the fonts and directions of other languages, which pages in Chinese do not
/// need. In a body, a page without scripts loads it too.
const LANGUAGES: &str = "/languages.css";

chunk_fn! {
    in text, loaded by pub load;
    /// The nodes of the body of `article`.
    pub(super) fn content(article: Article) -> Vec<Node> {
        let Article {
            id, standfirst, excerpt, body, live, editor, tags, corrections, adjacent, ..
        } = article;
        let standfirst = standfirst.then(|| element("p").attr("class", "standfirst").with(excerpt));
        let editor =
            editor.map(|name| element("p").attr("class", "editor").with(strings::editor(&name)));
        let sheet = languages_sheet(&body);
        let anchors = heading_anchors(&body);
        let contents = contents(&body, &anchors);
        let corrections = corrections_block(corrections);
        // A server writes the sheet into the page.
        #[cfg(not(feature = "ssr"))]
        if contents.is_some() || corrections.is_some() {
            crate::browser::dom::apply_deferred_sheets();
        }
        let mut nodes: Vec<Node> =
            [sheet, corrections, standfirst, contents].into_iter().flatten().map(Node::from).collect();
        if let Some(live) = &live {
            nodes.extend([live::sheet(), live::head(live)].map(Node::from));
        }
        nodes.extend(blocks(body, VISIBLE_BLOCKS, anchors));
        nodes.extend(live.map(|live| live::time_line(&id, *live).into()));
        let previous = titled_link(strings::PREVIOUS_ARTICLE, adjacent.previous);
        let next = titled_link(strings::NEXT_ARTICLE, adjacent.next);
        let below = [editor, tag_list(tags), previous, next];
        nodes.extend(below.into_iter().flatten().map(Node::from));
        nodes
    }
}

/// The stylesheet of a text with other languages than Chinese.
fn languages_sheet(body: &[Block]) -> Option<Element> {
    let has_other_languages = body.iter().any(|block| matches!(block, Block::Foreign { .. }));
    has_other_languages.then(|| element("link").attr("rel", "stylesheet").attr("href", LANGUAGES))
}

/// The text of `body` alone, for the gallery.
#[cfg(feature = "mock")]
pub fn text(body: Vec<Block>) -> leptos::prelude::AnyView {
    use leptos::prelude::*;
    let nodes = move || {
        let anchors = heading_anchors(&body);
        let sheet = languages_sheet(&body).map(Node::from);
        sheet.into_iter().chain(blocks(body.clone(), VISIBLE_BLOCKS, anchors)).collect()
    };
    view! { <div class="article-body">{crate::ui::StaticHtml::new(nodes)}</div> }.into_any()
}

/// The table of contents of `body`, whose headings have these `anchors`; none for a few headings.
fn contents(body: &[Block], anchors: &[String]) -> Option<Element> {
    let headings = || {
        body.iter().filter_map(|block| match block {
            Block::Heading { level, text } => Some((u8::from(*level), text)),
            _ => None,
        })
    };
    let highest = headings().map(|(level, _)| level).min()?;
    let entry = |((level, text), anchor): ((u8, &Vec<_>), &String)| {
        let link = element("a").attr("href", ["#", anchor].concat()).with(plain_text(text));
        element("li").maybe_attr("class", (level > highest).then_some("sub")).with(link)
    };
    let entries = element("ol").with_all(headings().zip(anchors).map(entry));
    let details = element("details").with(element("summary").with(strings::CONTENTS)).with(entries);
    let contents = element("nav").attr("class", "toc").attr("aria-label", strings::CONTENTS);
    (anchors.len() >= MIN_CONTENTS).then(|| contents.with(details))
}

/// The link to an article in the same column, after what it is.
fn titled_link(label: &'static str, article: Option<Titled>) -> Option<Element> {
    let Titled { id, title } = article?;
    let link = element("a").attr("href", Route::Article(id).to_string()).with(title);
    Some(element("div").attr("class", "tags").with(element("span").with(label)).with(link))
}

/// The corrections of a text, each with its day; nothing without any.
fn corrections_block(corrections: Vec<Correction>) -> Option<Element> {
    let correction = |Correction { date, text }: Correction| {
        let day = element("time").attr("datetime", date.to_string());
        let label = element("strong").with(strings::CORRECTION);
        element("p")
            .with(label)
            .with(day.with(strings::day(date, None)))
            .with("\u{3000}")
            .with(text)
    };
    let block =
        element("aside").attr("class", "corrections").attr("aria-label", strings::CORRECTIONS);
    (!corrections.is_empty()).then(|| block.with_all(corrections.into_iter().map(correction)))
}
