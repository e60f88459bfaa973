//! Rendering of blocks and inlines, each by one exhaustive match. No string of an article reaches
//! an HTML sink: everything becomes text nodes and validated attributes.

use zaidu_model::block::{Cell, Level, plain_text};
use zaidu_model::{Block, Inline, Picture};

use super::picture_group;
use crate::pictures::{self, PictureSlot};
use crate::strings;
use crate::ui::Loading;
use crate::ui::node::{Element, Node, element};

/// The nodes of `blocks`. Pictures that follow each other are a group. The first picture, if it is
/// one of the first `visible` blocks, is loaded with the page, the others lazily.
pub(super) fn blocks(blocks: Vec<Block>, visible: usize) -> Vec<Node> {
    let is_picture = |block: &Block| matches!(block, Block::Image { .. });
    let first = blocks.iter().take(visible).position(is_picture);
    let loading = |index| if Some(index) == first { Loading::First } else { Loading::Lazy };
    let (mut nodes, mut group) = (Vec::new(), Vec::new());
    let mut has_captions = false;
    let mut blocks = blocks.into_iter().enumerate().peekable();
    while let Some((index, each)) = blocks.next() {
        let Block::Image { picture, mut caption } = each else {
            nodes.push(block(each).into());
            continue;
        };
        let is_last = !blocks.peek().is_some_and(|next| is_picture(&next.1));
        if group.is_empty() && is_last {
            nodes.push(figure(image(&picture, PictureSlot::Text, loading(index)), caption).into());
            continue;
        }
        // If only the last one has a caption, it is that of all.
        let common = if is_last && !has_captions { caption.take() } else { None };
        has_captions = !is_last && (has_captions || caption.is_some());
        // The first one may be alone in its row.
        let slot = if group.is_empty() { PictureSlot::Text } else { PictureSlot::Row };
        let image = image(&picture, slot, loading(index));
        group.push(figure(image, caption).attr("class", picture_group::shape(&picture)));
        if is_last {
            nodes.push(picture_group::element_of(std::mem::take(&mut group), common).into());
        }
    }
    nodes
}

fn block(block: Block) -> Element {
    match block {
        Block::Paragraph(text) => element("p").with_all(inlines(text)),
        Block::Heading { level, text } => {
            let level = match level {
                Level::Two => "h2",
                Level::Three => "h3",
                Level::Four => "h4",
            };
            element(level).with_all(inlines(text))
        }
        Block::Image { picture, caption } => {
            figure(image(&picture, PictureSlot::Text, Loading::Lazy), caption)
        }
        Block::Quote { body, cite } => {
            let cite = cite.map(|cite| {
                element("footer").with("\u{2014}\u{2014}").with(element("cite").with(cite))
            });
            element("blockquote").with_all(blocks(body, 0)).with_all(cite)
        }
        Block::List { ordered, items } => {
            let items = items.into_iter().map(|item| element("li").with_all(blocks(item, 0)));
            element(if ordered { "ol" } else { "ul" }).with_all(items)
        }
        Block::Table { caption, head, rows } => table(caption, head, rows),
        Block::Code { language, text } => {
            // The focusable element is a child of the block: the fold hides the content of a
            // block, not the block itself.
            let code = element("pre")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-label", strings::code(language.as_deref()))
                .with(element("code").with(text));
            element("div").with(code)
        }
        Block::Video { url, poster, size, caption } => {
            let size = size.map(<(u32, u32)>::from);
            let video = player("video", &caption, strings::VIDEO)
                .attr("playsinline", "")
                .maybe_attr("poster", poster.map(String::from))
                .maybe_attr("width", size.map(|(width, _)| width.to_string()))
                .maybe_attr("height", size.map(|(_, height)| height.to_string()))
                .attr("src", String::from(url));
            figure(video, caption)
        }
        Block::Audio { url, caption } => {
            let audio = player("audio", &caption, strings::AUDIO).attr("src", String::from(url));
            figure(audio, caption)
        }
        Block::Divider => element("hr"),
    }
}

/// A media player that loads nothing before it is started.
fn player(kind: &'static str, caption: &Option<String>, name: &'static str) -> Element {
    let label = caption.clone().unwrap_or_else(|| name.to_owned());
    element(kind).attr("controls", "").attr("preload", "none").attr("aria-label", label)
}

fn figure(content: Element, caption: Option<String>) -> Element {
    with_caption(element("figure").with(content), caption)
}

/// `figure` with its caption.
pub(super) fn with_caption(figure: Element, caption: Option<String>) -> Element {
    figure.with_all(caption.map(|caption| element("figcaption").with(caption)))
}

/// An image is a link to its file, so that it can be enlarged without JavaScript.
fn image(picture: &Picture, slot: PictureSlot, comes: Loading) -> Element {
    let label = match picture.alt.as_str() {
        "" => strings::ENLARGE.to_owned(),
        alt => strings::enlarge(alt),
    };
    element("a")
        .attr("class", "enlarge")
        .attr("href", picture.url.as_str().to_owned())
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .attr("aria-label", label)
        .with(pictures::picture(picture, picture.alt.clone(), slot, comes))
}

/// A table in a scroll container that is focusable, so that it scrolls by keyboard too.
fn table(caption: Option<String>, head: Vec<Cell>, rows: Vec<Vec<Cell>>) -> Element {
    let width = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or_default();
    let label = caption.clone().unwrap_or_else(|| strings::TABLE.into());
    let row = |row: Vec<Cell>, cell: fn() -> Element| {
        let empty = std::iter::repeat_with(Vec::new);
        let cells = row.into_iter().chain(empty).take(width);
        element("tr").with_all(cells.map(|text| cell().with_all(inlines(text))))
    };
    let head = (!head.is_empty())
        .then(|| element("thead").with(row(head, || element("th").attr("scope", "col"))));
    let rows = rows.into_iter().map(|cells| row(cells, || element("td")));
    let table = element("table")
        .with_all(caption.map(|caption| element("caption").with(caption)))
        .with_all(head)
        .with(element("tbody").with_all(rows));
    let frame = element("div")
        .attr("class", "table")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", label)
        .with(table);
    element("div").with(frame)
}

fn inlines(inlines: Vec<Inline>) -> Vec<Node> {
    inlines.into_iter().map(inline).collect()
}

fn inline(inline: Inline) -> Node {
    match inline {
        Inline::Text(text) => text.into(),
        Inline::Strong(text) => element("strong").with_all(inlines(text)).into(),
        Inline::Emphasis(text) => element("em").with_all(inlines(text)).into(),
        Inline::Marked { mark, text } => element(mark.element()).with_all(inlines(text)).into(),
        Inline::Link { url, text } => {
            // A link without text is focusable all the same and needs an accessible name.
            let label = plain_text(&text).trim().is_empty().then(|| url.as_str().to_owned());
            element("a")
                .maybe_attr("rel", url.rel())
                .maybe_attr("aria-label", label)
                .attr("href", String::from(url))
                .with_all(inlines(text))
                .into()
        }
        Inline::Code(text) => element("code").with(text).into(),
        Inline::LineBreak => element("br").into(),
    }
}
