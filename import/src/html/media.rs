//! Media elements, figures and preformatted code.

use zaidu_model::{Block, Inline, MediaUrl, Picture, Size, Variant};

use super::block_builder::{BlockBuilder, Content};
use super::blocks::{Context, Converter};
use super::dom::{NodeId, NodeKind};
use super::inlines::Marks;
use crate::convert::variants_by_width;
use crate::limits::{MAX_DEPTH, MAX_ENTRIES, MAX_LINE};
use crate::normalize::{is_hidden, line};

/// Where pages that load pictures lazily have the URL, while `src` is empty or a placeholder: the
/// attributes of common scripts, themes and forum programs.
pub(super) const LAZY_SOURCES: [&str; 16] = [
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazyload",
    "data-lazy",
    "data-actualsrc",
    "data-original-src",
    "data-echo",
    "data-url",
    "data-image",
    "data-img",
    "data-orig-file",
    "data-full-url",
    "_src",
    "zoomfile",
    "file",
];

/// The same for `srcset`.
pub(super) const LAZY_SRCSETS: [&str; 3] = ["data-srcset", "data-lazy-srcset", "data-original-set"];

impl Converter<'_> {
    /// The block of an `img`, `video` or `audio` element; `None` when its URL is not allowed.
    pub(super) fn media_block(&self, id: NodeId, name: &str) -> Option<Block> {
        let size = self.size(id);
        Some(match name {
            "video" => Block::Video {
                url: self.source(id)?,
                poster: self.dom.attribute(id, "poster").and_then(|src| self.base.media(src)),
                size,
                caption: None,
            },
            "audio" => Block::Audio { url: self.source(id)?, caption: None },
            _ => {
                let alt = self.dom.attribute(id, "alt").and_then(|alt| line(alt, MAX_LINE));
                // A picture of one pixel is a tracking pixel.
                let is_visible = size != Size::new(1, 1);
                let picture = Picture {
                    url: self.source(id)?,
                    size,
                    alt: alt.unwrap_or_default(),
                    variants: self.srcset_variants(id),
                };
                is_visible.then_some(Block::Image { picture, caption: None })?
            }
        })
    }

    /// The URL of a media element: its own, or else that of a `source` beside it in a `picture` or
    /// inside it. Of several films and recordings the one is taken that every browser plays.
    fn source(&self, id: NodeId) -> Option<MediaUrl> {
        let parent = self.dom.node(id).parent.filter(|id| self.dom.name(*id) == "picture");
        let sources = |id: NodeId| {
            self.dom.node(id).children.iter().copied().filter(|id| self.dom.name(*id) == "source")
        };
        let own = self.own_source(id);
        let mut inner: Vec<_> = sources(id).filter_map(|id| self.own_source(id)).collect();
        inner.sort_by_key(|url| !plays_everywhere(url.as_str()));
        let beside = || parent.into_iter().flat_map(sources).find_map(|id| self.own_source(id));
        own.or_else(|| inner.into_iter().next()).or_else(beside)
    }

    /// The first allowed URL among the attributes of an element.
    fn own_source(&self, id: NodeId) -> Option<MediaUrl> {
        let attribute = |name: &&str| self.dom.attribute(id, name);
        let own = LAZY_SOURCES.iter().chain(&["src"]).filter_map(attribute);
        let lists = LAZY_SRCSETS.iter().chain(&["srcset"]).filter_map(attribute);
        let listed = lists.filter_map(|list| candidates(list).map(|(url, _)| url).last());
        own.chain(listed).find_map(|src| self.base.media(src))
    }

    /// The files of a picture listed in `srcset` with a width descriptor. Density descriptors
    /// are ignored, because they do not tell the width.
    fn srcset_variants(&self, id: NodeId) -> Vec<Variant> {
        let names = LAZY_SRCSETS.iter().chain(&["srcset"]);
        let list = names.filter_map(|name| self.dom.attribute(id, name)).next().unwrap_or_default();
        variants_by_width(
            srcset(list).filter_map(|(url, width)| Variant::new(self.base.media(url)?, width)),
        )
    }

    fn size(&self, id: NodeId) -> Option<Size> {
        let side = |name| {
            let text = self.dom.attribute(id, name)?.trim();
            text.strip_suffix("px").unwrap_or(text).trim_end().parse().ok()
        };
        Size::new(side("width")?, side("height")?)
    }

    /// Converts a `figure` to its blocks. The caption belongs to the last block that can have one;
    /// without such a block it becomes a paragraph.
    pub(super) fn convert_figure(&self, id: NodeId, out: &mut BlockBuilder, context: Context) {
        let mut inner = BlockBuilder::blocks_with_caption(&["figcaption"]);
        self.convert_children(id, &Marks::default(), &mut inner, context);
        let Content { mut blocks, caption, .. } = inner.finish();
        if let Some(text) = caption {
            match blocks.iter_mut().rev().find_map(Block::caption_mut) {
                Some(caption) if caption.is_none() => *caption = Some(text),
                _ => blocks.push(Block::Paragraph(vec![Inline::Text(text)])),
            }
        }
        out.push_blocks(blocks);
    }

    /// Converts a `pre` element to code, with its white space.
    pub(super) fn convert_code(&self, id: NodeId, out: &mut BlockBuilder, context: Context) {
        let (mut text, mut language) = (String::new(), None);
        self.collect_code(id, &mut text, &mut language, context.depth);
        let text = text.trim_end().to_owned();
        if !text.is_empty() {
            out.push_block(Block::Code { language, text });
        }
    }

    fn collect_code(
        &self,
        id: NodeId,
        out: &mut String,
        language: &mut Option<String>,
        depth: usize,
    ) {
        let class = self.dom.attribute(id, "class").unwrap_or_default();
        if language.is_none() {
            let lang = self.dom.attribute(id, "data-lang").and_then(allowed_language);
            *language = lang.or_else(|| class.split_ascii_whitespace().find_map(self::language));
        }
        for child in &self.dom.node(id).children {
            match &self.dom.node(*child).kind {
                NodeKind::Text(text) => {
                    let text = text.replace("\r\n", "\n");
                    out.extend(text.chars().filter(|c| matches!(c, '\n' | '\t') || !is_hidden(*c)));
                }
                NodeKind::Element { .. } => match self.dom.name(*child) {
                    "" | "script" | "style" | "iframe" | "object" | "form" | "button"
                    | "textarea" | "noscript" | "template" | "svg" | "math" | "title" => {}
                    "br" => out.push('\n'),
                    _ if self.has_line_numbers(*child) => {}
                    // Some highlighters put each line in an element of its own.
                    "code" | "div" | "p" | "li" | "tr" if depth < MAX_DEPTH * 2 => {
                        if !(out.is_empty() || out.ends_with('\n')) {
                            out.push('\n');
                        }
                        self.collect_code(*child, out, language, depth + 1);
                    }
                    _ if depth < MAX_DEPTH * 2 => {
                        self.collect_code(*child, out, language, depth + 1);
                    }
                    _ => {}
                },
                NodeKind::Document | NodeKind::Other => {}
            }
        }
    }
}

/// Whether a film or recording at `url` is in a format that every browser plays.
fn plays_everywhere(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    [".mp4", ".m4v", ".mp3", ".m4a"].iter().any(|ending| path.ends_with(ending))
}

/// The URLs and widths of a `srcset`. Candidates without a width descriptor are skipped.
fn srcset(list: &str) -> impl Iterator<Item = (&str, u32)> {
    candidates(list).filter_map(|(url, descriptor)| {
        Some((url, descriptor.trim().strip_suffix('w')?.parse().ok()?))
    })
}

/// The URLs and descriptors of a `srcset`, parsed as browsers do: a URL ends at white space and may
/// contain commas.
fn candidates(list: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = list;
    let next = move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (url, after) = rest.split_at(end);
        // A comma directly after the URL ends the candidate, which then has no descriptor.
        let (descriptor, after) = match url.ends_with(',') {
            true => ("", after),
            false => after.split_once(',').unwrap_or((after, "")),
        };
        rest = after;
        (!url.is_empty()).then_some((url.trim_end_matches(','), descriptor))
    };
    std::iter::from_fn(next).take(MAX_ENTRIES)
}

/// The programming language of a class such as `language-rust`.
fn language(class: &str) -> Option<String> {
    allowed_language(class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))?)
}

/// The name of a programming language, in lower case.
fn allowed_language(name: &str) -> Option<String> {
    let is_allowed =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '#' | '_');
    ((1..=32).contains(&name.len()) && name.chars().all(is_allowed))
        .then(|| name.to_ascii_lowercase())
}
