//! Media elements, figures and preformatted code.

use std::cell::RefCell;

use zaidu_model::{Block, Inline, MediaUrl, Picture, Size, Variant};

use super::block_builder::{BlockBuilder, Content};
use super::blocks::{Context, Converter};
use super::dom::{NodeId, NodeKind};
use super::inlines::Marks;
use super::parse;
use super::picture_files::{is_beacon, is_picture_file, is_placeholder};
use super::style::{declaration, is_hidden as is_hidden_by, pixels};
use crate::convert::variants_by_width;
use crate::limits::{MAX_DEPTH, MAX_ENTRIES, MAX_LINE};
use crate::normalize::{is_hidden, line, prefix};

/// Where pages that load pictures lazily have the URL, while `src` is empty or a placeholder: the
/// attributes of common scripts, themes and forum programs.
pub(super) const LAZY_SOURCES: [&str; 22] = [
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
    "data-cfsrc",
    "data-pagespeed-lazy-src",
    "data-ks-lazyload",
    "data-lazysrc",
    "lazy-src",
    "ess-data",
    "_src",
    "zoomfile",
    "file",
];

/// The same for `srcset`.
pub(super) const LAZY_SRCSETS: [&str; 3] = ["data-srcset", "data-lazy-srcset", "data-original-set"];

/// How much is read of what readers without scripts see, in bytes.
const MAX_WITHOUT_SCRIPT: usize = 4_096;

/// Above how many siblings no neighbour is looked for, as each search takes as long as they are many.
const MAX_SIBLINGS: usize = 2_000;

/// Media types of films and recordings that every browser plays.
const PLAYED_EVERYWHERE: [&str; 7] = [
    "video/mp4",
    "video/x-m4v",
    "audio/mpeg",
    "audio/mp3",
    "audio/mp4",
    "audio/x-m4a",
    "audio/aac",
];

/// The longer side of a picture that is an icon, in pixels.
const MAX_ICON: u32 = 64;

/// Where the size of a picture is told: by HTML, and by lazily loading pages, which have the layout
/// in HTML's attributes, if anything. WeChat has the width and the ratio of height to width.
pub(super) const SIZES: [(&str, &str); 5] = [
    ("width", "height"),
    ("data-width", "data-height"),
    ("data-w", "data-h"),
    ("data-rawwidth", "data-rawheight"),
    ("data-original-width", "data-original-height"),
];

impl Converter<'_> {
    /// The block of an `img`, `video` or `audio` element; `None` when its URL is not allowed.
    pub(super) fn media_block(&self, id: NodeId, name: &str) -> Option<Block> {
        let size = self.size(id);
        Some(match name {
            "video" => Block::Video {
                url: self.source(id)?,
                poster: self
                    .dom
                    .attribute(id, "poster")
                    .filter(|src| !is_beacon(src))
                    .and_then(|src| self.base.media(src)),
                size,
                caption: None,
            },
            "audio" => Block::Audio { url: self.source(id)?, caption: None },
            _ => {
                let alt = self.dom.attribute(id, "alt").and_then(|alt| line(alt, MAX_LINE));
                if self.is_no_picture(id) {
                    return None;
                }
                let picture = Picture {
                    url: self.source(id)?,
                    size,
                    alt: alt.unwrap_or_default(),
                    variants: self.srcset_variants(id),
                    color: None,
                };
                Block::Image { picture, caption: None }
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
        let playable = |id: NodeId| {
            let url = self.own_source(id)?;
            let media_type = self.dom.attribute(id, "type").unwrap_or_default();
            Some((!plays_everywhere(url.as_str(), media_type), url))
        };
        // The first of those that rank alike.
        let inner = sources(id).filter_map(playable).min_by_key(|(is_limited, _)| *is_limited);
        let beside = || parent.into_iter().flat_map(sources).find_map(|id| self.own_source(id));
        own.or_else(|| inner.map(|(_, url)| url)).or_else(beside)
    }

    /// The first allowed URL among the attributes of an element.
    fn own_source(&self, id: NodeId) -> Option<MediaUrl> {
        let attribute = |name: &&str| self.dom.attribute(id, name);
        let own = LAZY_SOURCES.iter().filter_map(attribute);
        let (is_shown, src) = (|src: &&str| !is_placeholder(src), self.dom.attribute(id, "src"));
        let own = own.chain(src.filter(is_shown));
        // Where a script that is not known to us has the address.
        let others = self.dom.attributes(id).filter(|(name, value)| {
            let is_known = ["src", "srcset", "alt", "title", "id", "class", "href"].contains(name);
            !is_known && self.dom.name(id) == "img" && is_picture_file(value)
        });
        let others = others.map(|(_, value)| value);
        let lists = LAZY_SRCSETS.iter().chain(&["srcset"]).filter_map(attribute);
        let listed = lists.filter_map(|list| candidates(list).map(|(url, _)| url).last());
        own.chain(listed).chain(others).find_map(|src| self.base.media(src))
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

    /// Whether an `img` shows nothing to readers: it counts them, is hidden, or is an icon that an
    /// editor puts before a file.
    fn is_no_picture(&self, id: NodeId) -> bool {
        let attribute = |name: &&str| self.dom.attribute(id, name);
        if LAZY_SOURCES.iter().chain(&LAZY_SRCSETS).any(|name| attribute(name).is_some()) {
            return self.size(id) == Size::new(1, 1);
        }
        let style = attribute(&"style").unwrap_or_default();
        let sides = ["width", "height"].iter().filter_map(|side| {
            let told = attribute(side).filter(|told| !told.trim().is_empty());
            told.or_else(|| declaration(style, side)).filter(|told| *told != "auto")
        });
        let is_dot = |side: &&str| pixels(side).is_some_and(|side| side <= 1);
        let (dots, others): (Vec<_>, Vec<_>) = sides.partition(is_dot);
        let is_line = !dots.is_empty() && others.is_empty();
        is_line || is_hidden_by(style) || attribute(&"src").is_some_and(is_beacon)
    }

    /// The picture of a `noscript` beside an `img` without one of its own, or with a placeholder.
    pub(super) fn picture_without_script(&self, id: NodeId) -> Option<Block> {
        let parent = self.dom.node(id).parent?;
        let siblings = &self.dom.node(parent).children;
        let is_bounded = siblings.len() <= MAX_SIBLINGS;
        let at = is_bounded.then(|| self.dom.child_index(parent, id))??;
        let beside = [at.checked_sub(1).map(|at| siblings[at]), siblings.get(at + 1).copied()];
        let has_none =
            |id: &NodeId| self.dom.name(*id) == "img" && self.media_block(*id, "img").is_none();
        beside.into_iter().flatten().find(has_none)?;
        // To the parser it is one text.
        let mut children = self.dom.node(id).children.iter();
        let NodeKind::Text(html) = &self.dom.node(*children.next()?).kind else { return None };
        let dom = parse::parse(prefix(html, MAX_WITHOUT_SCRIPT));
        let explained = RefCell::default();
        let inside = Converter { dom: &dom, base: self.base, targets: self.targets, explained };
        let mut nodes = 0..dom.node_count();
        inside.media_block(nodes.find(|id| dom.name(*id) == "img")?, "img")
    }

    fn size(&self, id: NodeId) -> Option<Size> {
        let side = |name: &str| {
            let text = self.dom.attribute(id, name)?.trim();
            text.strip_suffix("px").unwrap_or(text).trim_end().parse().ok()
        };
        let style = self.dom.attribute(id, "style").unwrap_or_default();
        // Icons; larger pictures may be shown in another size than their own.
        let icon = || {
            let side = |name| declaration(style, name).and_then(pixels);
            let (width, height) = (side("width")?, side("height")?);
            (width.max(height) <= MAX_ICON).then(|| Size::new(width, height))?
        };
        SIZES
            .iter()
            .find_map(|(width, height)| Size::new(side(width)?, side(height)?))
            .or_else(icon)
            .or_else(|| {
                let ratio: f64 = self.dom.attribute(id, "data-ratio")?.trim().parse().ok()?;
                let width: u32 = side("data-w")?;
                let height = (f64::from(width) * ratio).round();
                // `Size` refuses what is too large.
                (height >= 1.0).then(|| Size::new(width, height.min(1e6) as u32))?
            })
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
            let lang =
                ["data-lang", "data-language"].iter().find_map(|it| self.dom.attribute(id, it));
            let lang = lang.and_then(allowed_language);
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

/// Whether a film or recording at `url`, of `media_type` if one is told, is in a format that every
/// browser plays: MP4 and MP3, but not with the video codecs that some leave out.
fn plays_everywhere(url: &str, media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    let (essence, parameters) = media_type.split_once(';').unwrap_or((&media_type, ""));
    if ["av01", "hev1", "hvc1", "vp09"].iter().any(|codec| parameters.contains(codec)) {
        return false;
    }
    if !essence.trim().is_empty() {
        return PLAYED_EVERYWHERE.contains(&essence.trim());
    }
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
