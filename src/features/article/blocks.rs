//! Rendering of blocks and inlines, each by one exhaustive match. No string of an article reaches
//! an HTML sink: everything becomes text nodes and validated attributes.

use zaidu_model::block::{Cell, Level, Numerals, plain_text};
use zaidu_model::{Block, Inline, Key, Picture};

use super::picture_group;
use crate::pictures::{self, PictureSlot};
use crate::strings;
use crate::ui::Loading;
use crate::ui::node::{Element, Node, element};

/// The nodes of `blocks`. Pictures that follow each other are a group, if they fit a row. The first picture, if it is
/// one of the first `visible` blocks, is loaded with the page, the others lazily. The headings have
/// these `anchors`.
pub(super) fn blocks(blocks: Vec<Block>, visible: usize, anchors: Vec<String>) -> Vec<Node> {
    let mut anchors = anchors.into_iter();
    let is_picture = |block: &Block| matches!(block, Block::Image { .. });
    let goes_on = |block: &Block| matches!(block, Block::Image { picture, .. } if picture_group::fits_a_row(picture));
    let first = blocks.iter().take(visible).position(is_picture);
    let loading = |index| if Some(index) == first { Loading::First } else { Loading::Lazy };
    let (mut nodes, mut group) = (Vec::new(), Vec::new());
    let mut has_captions = false;
    let mut blocks = blocks.into_iter().enumerate().peekable();
    while let Some((index, each)) = blocks.next() {
        let (picture, mut caption) = match each {
            Block::Image { picture, caption } => (picture, caption),
            // Its lines have one height, and go on to the right.
            Block::Foreign { ref language, .. } if is_vertical(language) => {
                let language = language.clone();
                nodes.push(foreign(block(each).attr("tabindex", "0"), &language, false));
                continue;
            }
            // Each has its own element in the text, which the fold can hide.
            Block::Foreign { language, rtl, body } => {
                nodes.extend(body.into_iter().map(|each| foreign(block(each), &language, rtl)));
                continue;
            }
            each => {
                let anchor = matches!(each, Block::Heading { .. }).then(|| anchors.next());
                nodes.push(block(each).maybe_attr("id", anchor.flatten()).into());
                continue;
            }
        };
        let fits = picture_group::fits_a_row(&picture);
        let is_last = !fits || !blocks.peek().is_some_and(|next| goes_on(&next.1));
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

/// Whether lines of the language run downwards.
fn is_vertical(language: &Key) -> bool {
    language.as_str().starts_with("mn-Mong")
}

/// `block` in another language than the page.
fn foreign(block: Element, language: &Key, rtl: bool) -> Node {
    let block = block.attr("lang", language.as_str().to_owned());
    block.attr("dir", if rtl { "rtl" } else { "ltr" }).into()
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
        // Only those at the top of a text are marked: see `blocks`.
        Block::Foreign { body, .. } => element("div").with_all(blocks(body, 0, Vec::new())),
        Block::Quote { body, cite } => {
            let cite = cite.map(|cite| {
                element("footer").with("\u{2014}\u{2014}").with(element("cite").with(cite))
            });
            element("blockquote").with_all(blocks(body, 0, Vec::new())).with_all(cite)
        }
        Block::Details { summary, open, body } => {
            let summary = element("summary").with_all(summary);
            let details = element("details").maybe_attr("open", open.then_some(""));
            // The fold hides the content of a block.
            element("div").with(details.with(summary).with_all(blocks(body, 0, Vec::new())))
        }
        Block::List { ordered, numbering, items } => {
            let items =
                items.into_iter().map(|item| element("li").with_all(blocks(item, 0, Vec::new())));
            element(if ordered { "ol" } else { "ul" })
                .maybe_attr("start", numbering.start.map(|start| start.to_string()))
                .maybe_attr("reversed", numbering.reversed.then_some(""))
                .maybe_attr("type", numbering.numerals.map(Numerals::key))
                .with_all(items)
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
    figure.with_all(caption.map(figcaption))
}

/// A caption; who took or drew the picture is an element of its own, which does not break.
fn figcaption(mut caption: String) -> Element {
    let credit = caption.split_off(credit_start(&caption));
    let credit =
        (!credit.is_empty()).then(|| element("span").attr("class", "picture-credit").with(credit));
    element("figcaption").with(caption).with_all(credit)
}

/// Where the credit of a caption begins: the last sentence or parentheses, if they end as credits
/// do; else the end of the caption.
fn credit_start(caption: &str) -> usize {
    let (mut start, mut last) = (0, ' ');
    for (index, c) in caption.char_indices() {
        match c {
            strings::STOP => start = index + c.len_utf8(),
            strings::PARENTHESIS | '(' => start = index,
            _ => {}
        }
        last = c;
    }
    let is_credit = start > 0 && strings::CREDIT_ENDS.contains(&last);
    if is_credit { start } else { caption.len() }
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

/// A table in a scroll container that is focusable, so that it scrolls by keyboard too. The caption
/// is outside, where it does not scroll. Columns of figures are aligned by their last digit.
fn table(caption: Option<String>, head: Vec<Cell>, rows: Vec<Vec<Cell>>) -> Element {
    let width = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or_default();
    let label = caption.clone().unwrap_or_else(|| strings::TABLE.into());
    let figures: Vec<bool> = (0..width).map(|column| has_figures(&rows, column)).collect();
    let row = |row: Vec<Cell>, cell: fn() -> Element| {
        let empty = std::iter::repeat_with(Vec::new);
        let cells = row.into_iter().chain(empty).zip(&figures).map(|(text, is_figure)| {
            cell().maybe_attr("class", is_figure.then_some("figures")).with_all(inlines(text))
        });
        element("tr").with_all(cells)
    };
    let head = (!head.is_empty())
        .then(|| element("thead").with(row(head, || element("th").attr("scope", "col"))));
    let rows = rows.into_iter().map(|cells| row(cells, || element("td")));
    let table = element("table").with_all(head).with(element("tbody").with_all(rows));
    let frame = element("div")
        .attr("class", "table")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", label)
        .with(table);
    match caption {
        Some(caption) => element("figure").with(figcaption(caption)).with(frame),
        None => element("div").with(frame),
    }
}

/// Whether `column` has figures: its first cell begins with one and is not long. The first column
/// names the rows.
fn has_figures(rows: &[Vec<Cell>], column: usize) -> bool {
    let first = rows.first().and_then(|row| row.get(column)).and_then(|cell| cell.first());
    let is_figure = |text: &str| text.as_bytes().first().is_some_and(u8::is_ascii_digit);
    column > 0
        && matches!(first, Some(Inline::Text(text)) if is_figure(text) && text.len() <= MAX_FIGURE)
}

/// Bytes of a figure with its unit.
const MAX_FIGURE: usize = 16;

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
        Inline::Anchor(id) => element("span").attr("id", String::from(id)).into(),
        Inline::LineBreak => element("br").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_end_captions() {
        for (caption, credit) in [
            ("水尺每五厘米一格。本报绘图", "本报绘图"),
            ("潮水来了（新华社记者 林一舟 摄）", "（新华社记者 林一舟 摄）"),
            ("潮水来了。林一舟 摄", "林一舟 摄"),
            ("潮水来了(本报供图", "(本报供图"),
            ("动画由本报绘制，无声。", ""),
            ("本报绘图", ""),
            ("潮水来了。又退了", ""),
            ("", ""),
        ] {
            assert_eq!(&caption[credit_start(caption)..], credit);
        }
    }

    #[test]
    fn columns_of_figures_are_known_by_their_cells() {
        let cell = |words: &str| vec![Inline::Text(words.into())];
        let row = |cells: &[&str]| cells.iter().map(|words| cell(words)).collect::<Vec<_>>();
        let rows = [
            row(&["2 路", "渡口", "5:50", "480 米", "", "1,286.5", "2026 年春天开工的那一段"]),
            row(&["12", "鹭洲", "22:30", "约 38", "2.6", "否"]),
        ];
        let figures: Vec<_> = (0..8).filter(|column| has_figures(&rows, *column)).collect();
        assert_eq!(figures, [2, 3, 5]);
        assert!(!has_figures(&[], 1));
    }
}
