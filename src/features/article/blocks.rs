//! Block → view, one exhaustive match. No article string reaches an HTML sink:
//! everything here becomes text nodes and checked attributes.

use leptos::prelude::*;
use zaidu_model::block::{Cell, Level, plain_text};
use zaidu_model::{Block, Inline, Picture, Size};

use crate::{ui, words};

/// The view of `block`.
pub(super) fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(text) => view! { <p>{inlines(text)}</p> }.into_any(),
        Block::Heading { level, text } => heading(level, inlines(text)),
        Block::Image { picture, caption } => image(picture, caption),
        Block::Quote { body, cite } => view! {
            <blockquote>
                {body.into_iter().map(self::block).collect_view()}
                {cite.map(|cite| view! { <footer>"—— " <cite>{cite}</cite></footer> })}
            </blockquote>
        }
        .into_any(),
        Block::List { ordered, items } => list(ordered, items),
        Block::Table { caption, head, rows } => table(caption, head, rows),
        Block::Code { language, text } => view! {
            // What takes the focus stands inside: the fold hides what is in a block,
            // not the block itself.
            <div>
                <pre tabindex="0" role="group" aria-label=words::code(language.as_deref())>
                    <code>{text}</code>
                </pre>
            </div>
        }
        .into_any(),
        Block::Video { url, poster, size, caption } => {
            let size = size.map(<(u32, u32)>::from);
            let label = caption.clone().unwrap_or_else(|| words::VIDEO.into());
            let video = view! {
                <video
                    controls
                    preload="none"
                    playsinline
                    src=String::from(url)
                    poster=poster.map(String::from)
                    width=size.map(|(width, _)| width)
                    height=size.map(|(_, height)| height)
                    aria-label=label
                ></video>
            };
            figure(video.into_any(), caption)
        }
        Block::Audio { url, caption } => {
            let label = caption.clone().unwrap_or_else(|| words::AUDIO.into());
            let audio = view! {
                <audio controls preload="none" src=String::from(url) aria-label=label></audio>
            };
            figure(audio.into_any(), caption)
        }
        Block::Divider => view! { <hr /> }.into_any(),
    }
}

fn figure(content: AnyView, caption: Option<String>) -> AnyView {
    let caption = caption.map(|caption| view! { <figcaption>{caption}</figcaption> });
    view! { <figure>{content} {caption}</figure> }.into_any()
}

fn heading(level: Level, text: AnyView) -> AnyView {
    match level {
        Level::Two => view! { <h2>{text}</h2> }.into_any(),
        Level::Three => view! { <h3>{text}</h3> }.into_any(),
        Level::Four => view! { <h4>{text}</h4> }.into_any(),
    }
}

/// A picture leads to itself, so that it can be enlarged without any program.
fn image(picture: Picture, caption: Option<String>) -> AnyView {
    let url = String::from(picture.url);
    let large = url.clone();
    let label = match picture.alt.as_str() {
        "" => words::ENLARGE.to_owned(),
        alt => words::enlarge(alt),
    };
    let link = view! {
        <a class="enlarge" href=large target="_blank" rel="noopener" aria-label=label>
            <ui::Picture url alt=picture.alt size=picture.size.map(Size::into) />
        </a>
    };
    figure(link.into_any(), caption)
}

fn list(ordered: bool, items: Vec<Vec<Block>>) -> AnyView {
    let items = items
        .into_iter()
        .map(|item| view! { <li>{item.into_iter().map(block).collect_view()}</li> })
        .collect_view();
    if ordered {
        view! { <ol>{items}</ol> }.into_any()
    } else {
        view! { <ul>{items}</ul> }.into_any()
    }
}

/// A long table scrolls inside itself, also by keyboard.
fn table(caption: Option<String>, head: Vec<Cell>, rows: Vec<Vec<Cell>>) -> AnyView {
    let width = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or_default();
    let label = caption.clone().unwrap_or_else(|| words::TABLE.into());
    let head = (!head.is_empty()).then(|| {
        let cells = padded(head, width).map(|cell| view! { <th scope="col">{cell}</th> });
        view! { <thead><tr>{cells.collect_view()}</tr></thead> }
    });
    let row = |row| {
        let cells = padded(row, width).map(|cell| view! { <td>{cell}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    view! {
        <div>
            <div class="table" tabindex="0" role="group" aria-label=label>
                <table>
                    {caption.map(|caption| view! { <caption>{caption}</caption> })} {head}
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

fn padded(row: Vec<Cell>, width: usize) -> impl Iterator<Item = AnyView> {
    row.into_iter().chain(std::iter::repeat_with(Vec::new)).take(width).map(inlines)
}

fn inlines(inlines: Vec<Inline>) -> AnyView {
    inlines.into_iter().map(inline).collect_view().into_any()
}

fn inline(inline: Inline) -> AnyView {
    match inline {
        Inline::Text(text) => text.into_any(),
        Inline::Strong(text) => view! { <strong>{inlines(text)}</strong> }.into_any(),
        Inline::Emphasis(text) => view! { <em>{inlines(text)}</em> }.into_any(),
        Inline::Link { url, text } => {
            // A link without words is still a stop for the keyboard: name it.
            let label = plain_text(&text).trim().is_empty().then(|| url.as_str().to_owned());
            let rel = url.rel();
            view! { <a href=String::from(url) rel=rel aria-label=label>{inlines(text)}</a> }
                .into_any()
        }
        Inline::Code(text) => view! { <code>{text}</code> }.into_any(),
        Inline::LineBreak => view! { <br /> }.into_any(),
    }
}
