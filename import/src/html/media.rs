//! Pictures, films, recordings, the figures around them, and code.

use zaidu_model::{Block, MediaUrl, Picture, Size, Variant};

use super::blocks::{At, Finished, Flow, Walk};
use super::dom::{Id, Kind};
use super::inlines::Marks;
use crate::limits::{DEPTH, ENTRIES, LINE};
use crate::site::by_width;
use crate::words::{is_hidden, line};

impl Walk<'_> {
    /// An `img`, `video` or `audio`, if content may show what is at its address.
    pub(super) fn medium(&self, id: Id, name: &str) -> Option<Block> {
        let size = self.size(id);
        Some(match name {
            "video" => Block::Video {
                url: self.source(id)?,
                poster: self.tree.attribute(id, "poster").and_then(|src| self.base.media(src)),
                size,
                caption: None,
            },
            "audio" => Block::Audio { url: self.source(id)?, caption: None },
            _ => {
                let alt = self.tree.attribute(id, "alt").and_then(|alt| line(alt, LINE));
                // A picture of one pixel counts readers and shows nothing.
                let seen = size != Size::new(1, 1);
                let picture = Picture {
                    url: self.source(id)?,
                    size,
                    alt: alt.unwrap_or_default(),
                    variants: self.variants(id),
                };
                seen.then_some(Block::Image { picture, caption: None })?
            }
        })
    }

    /// The first usable address of a medium: its own, else that of a `source`.
    fn source(&self, id: Id) -> Option<MediaUrl> {
        // Pages that load pictures late keep the address beside `src`, which then
        // holds nothing or a placeholder.
        let own = ["data-src", "data-original", "src"];
        let own = own.iter().filter_map(|name| self.tree.attribute(id, name));
        let inner =
            self.tree.node(id).children.iter().filter(|id| self.tree.name(**id) == "source");
        let inner = inner.filter_map(|id| self.tree.attribute(*id, "src"));
        own.chain(inner).find_map(|src| self.base.media(src))
    }

    /// The files of a picture whose width its `srcset` says. What is said of the
    /// screen's density says nothing of a width.
    fn variants(&self, id: Id) -> Vec<Variant> {
        let names = ["data-srcset", "srcset"];
        let list = names.iter().find_map(|name| self.tree.attribute(id, name)).unwrap_or_default();
        by_width(srcset(list).filter_map(|(url, width)| Variant::new(self.base.media(url)?, width)))
    }

    fn size(&self, id: Id) -> Option<Size> {
        let side = |name| {
            let text = self.tree.attribute(id, name)?.trim();
            text.strip_suffix("px").unwrap_or(text).trim_end().parse().ok()
        };
        Size::new(side("width")?, side("height")?)
    }

    /// A figure: what it holds, the last medium with the caption. A figure of
    /// nothing that takes a caption keeps it as a paragraph.
    pub(super) fn figure(&self, id: Id, flow: &mut Flow, at: At) {
        let mut inner = Flow::blocks_beside(&["figcaption"]);
        self.children(id, &Marks::default(), &mut inner, at);
        let Finished { mut blocks, aside, .. } = inner.finish();
        if let Some(words) = aside {
            let place = blocks.iter_mut().rev().find_map(Block::caption_mut);
            match place {
                Some(caption) if caption.is_none() => *caption = Some(words),
                _ => blocks.push(Block::Paragraph(vec![zaidu_model::Inline::Text(words)])),
            }
        }
        blocks.into_iter().for_each(|block| flow.push(block));
    }

    /// A `pre`: its text as it is typed.
    pub(super) fn code(&self, id: Id, flow: &mut Flow, at: At) {
        let (mut text, mut language) = (String::new(), None);
        self.typed(id, &mut text, &mut language, at.depth);
        let text = text.trim_end().to_owned();
        if !text.is_empty() {
            flow.push(Block::Code { language, text });
        }
    }

    fn typed(&self, id: Id, out: &mut String, language: &mut Option<String>, depth: usize) {
        let class = self.tree.attribute(id, "class").unwrap_or_default();
        if language.is_none() {
            *language = class.split_ascii_whitespace().find_map(self::language);
        }
        for child in &self.tree.node(id).children {
            match &self.tree.node(*child).kind {
                Kind::Text(text) => {
                    let text = text.replace("\r\n", "\n");
                    out.extend(text.chars().filter(|c| matches!(c, '\n' | '\t') || !is_hidden(*c)));
                }
                Kind::Element { .. } => match self.tree.name(*child) {
                    "" | "script" | "style" | "iframe" | "object" | "form" | "button"
                    | "textarea" | "noscript" | "template" | "svg" | "math" | "title" => {}
                    "br" => out.push('\n'),
                    _ if depth < DEPTH * 2 => self.typed(*child, out, language, depth + 1),
                    _ => {}
                },
                Kind::Document | Kind::Other => {}
            }
        }
    }
}

/// The addresses and widths of a `srcset`, read as browsers do: an address ends at
/// a space, and may hold commas.
fn srcset(list: &str) -> impl Iterator<Item = (&str, u32)> {
    let mut rest = list;
    let next = move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (url, after) = rest.split_at(end);
        // Right after an address a comma ends the entry, before anything is said of it.
        let (said, after) = match url.ends_with(',') {
            true => ("", after),
            false => after.split_once(',').unwrap_or((after, "")),
        };
        rest = after;
        (!url.is_empty()).then_some((url, said))
    };
    std::iter::from_fn(next).take(ENTRIES).filter_map(|(url, said)| {
        let width = said.trim().strip_suffix('w')?;
        Some((url, width.parse().ok()?))
    })
}

/// The language that a class such as `language-rust` names.
fn language(class: &str) -> Option<String> {
    let name = class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '#' | '_');
    ((1..=32).contains(&name.len()) && name.chars().all(fits)).then(|| name.to_ascii_lowercase())
}
