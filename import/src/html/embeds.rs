//! What is no text of its own: embedded pages and players, formulas, small pictures in a line, and
//! what the source hides.

use zaidu_model::{Block, Inline};

use super::blocks::Converter;
use super::dom::{NodeId, NodeKind};
use crate::limits::{MAX_DEPTH, MAX_LINE};
use crate::normalize::line;

/// Names of the sites whose players newsrooms embed most, by the end of the host.
const SITES: [(&str, &str); 8] = [
    ("bilibili.com", "哔哩哔哩"),
    ("qq.com", "腾讯视频"),
    ("youku.com", "优酷"),
    ("douyin.com", "抖音"),
    ("ixigua.com", "西瓜视频"),
    ("163.com", "网易云音乐"),
    ("youtube.com", "YouTube"),
    ("vimeo.com", "Vimeo"),
];

/// Classes of pictures that stand for a character or a formula.
const INLINE_CLASSES: [&str; 9] =
    ["emoji", "emoticon", "smiley", "wp-smiley", "latex", "mathjax", "tex", "formula", "equation"];

/// The largest height of a picture that stands in a line of text, in pixels.
const MAX_INLINE_HEIGHT: u32 = 32;

impl Converter<'_> {
    /// The block of an `iframe`, `embed` or `object`: a player if it names a file of sound or film,
    /// or else a link to it with its name; `None` when its address is not allowed.
    pub(super) fn embedded(&self, id: NodeId) -> Option<Block> {
        let addresses = ["data-src", "src", "data"];
        let addresses = addresses.iter().filter_map(|name| self.dom.attribute(id, name));
        let address = addresses.map(str::trim).find(|address| self.base.link(address).is_some())?;
        let path = address.split(['?', '#']).next().unwrap_or(address).to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
        if ends(&[".mp4", ".m4v", ".webm", ".mov", ".m3u8"]) {
            let url = self.base.media(address)?;
            return Some(Block::Video { url, poster: None, size: None, caption: None });
        }
        if ends(&[".mp3", ".m4a", ".ogg", ".wav", ".aac"]) {
            return Some(Block::Audio { url: self.base.media(address)?, caption: None });
        }
        let url = self.base.link(address)?;
        let host = url.as_str().split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        let site = SITES.iter().find(|(end, _)| {
            host.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        let name = site.map_or(host, |(_, name)| name);
        let title = self.dom.attribute(id, "title").and_then(|title| line(title, MAX_LINE));
        let text = match title {
            Some(title) => format!("{title}（{name}）"),
            None => format!("打开嵌入的内容（{name}）"),
        };
        Some(Block::Paragraph(vec![Inline::Link { url, text: vec![Inline::Text(text)] }]))
    }

    /// The text of a `math` element: its TeX source if it has one, or else its characters.
    pub(super) fn formula(&self, id: NodeId) -> String {
        if let Some(source) =
            self.dom.attribute(id, "alttext").and_then(|text| line(text, MAX_LINE))
        {
            return source;
        }
        let (mut text, mut source) = (String::new(), None);
        self.collect_formula(id, &mut text, &mut source, 0);
        line(&source.unwrap_or(text), MAX_LINE).unwrap_or_default()
    }

    fn collect_formula(
        &self,
        id: NodeId,
        text: &mut String,
        source: &mut Option<String>,
        depth: usize,
    ) {
        if depth > MAX_DEPTH {
            return;
        }
        for child in &self.dom.node(id).children {
            match &self.dom.node(*child).kind {
                NodeKind::Text(words) => text.push_str(words),
                NodeKind::Element { name, .. } if matches!(&*name.local, "style" | "script") => {}
                NodeKind::Element { name, .. } if name.local.starts_with("annotation") => {
                    let mut words = String::new();
                    self.collect_formula(*child, &mut words, &mut None, depth + 1);
                    source.get_or_insert(words);
                }
                NodeKind::Element { .. } => self.collect_formula(*child, text, source, depth + 1),
                NodeKind::Document | NodeKind::Other => {}
            }
        }
    }

    /// Whether a `ruby` puts its readings in parentheses itself, by `rp` elements.
    pub(super) fn has_parentheses(&self, reading: NodeId) -> bool {
        let siblings = self.dom.node(reading).parent.map(|ruby| &self.dom.node(ruby).children);
        siblings.is_some_and(|all| all.iter().any(|one| self.dom.name(*one) == "rp"))
    }

    /// Whether an `img` stands for a character or a formula in a line: by its class, or because it
    /// is no higher than a line and has words for it.
    pub(super) fn is_inline_picture(&self, id: NodeId) -> bool {
        let attribute = |name| self.dom.attribute(id, name);
        if attribute("alt").is_none_or(|alt| alt.trim().is_empty()) {
            return false;
        }
        let class = attribute("class").unwrap_or_default().to_ascii_lowercase();
        let is_named = class.split_ascii_whitespace().any(|it| INLINE_CLASSES.contains(&it));
        let style = attribute("style").unwrap_or_default();
        let height = attribute("height").or_else(|| declaration(style, "height"));
        is_named || height.and_then(pixels).is_some_and(|height| height <= MAX_INLINE_HEIGHT)
    }

    /// Whether the source hides the element: by its attribute, or by its style. Pictures that a
    /// script shows later are not hidden, and neither is an element around everything.
    fn is_hidden_by_style(&self, id: NodeId) -> bool {
        let style = self.dom.attribute(id, "style").unwrap_or_default();
        let is = |property, value: &str| {
            declaration(style, property).is_some_and(|it| it.eq_ignore_ascii_case(value))
        };
        let is_top = self.dom.node(id).depth <= 2;
        let is_off_screen = || {
            ["left", "top", "text-indent"].iter().any(|side| {
                declaration(style, side)
                    .and_then(|far| {
                        far.strip_prefix('-')?.trim_end_matches(char::is_alphabetic).parse().ok()
                    })
                    .is_some_and(|far: f64| far >= 999.0)
            })
        };
        is("display", "none")
            || is("visibility", "hidden") && !is_top
            || declaration(style, "font-size").and_then(pixels) == Some(0)
            || is_off_screen()
    }

    pub(super) fn is_hidden(&self, id: NodeId) -> bool {
        let hidden = self.dom.attribute(id, "hidden");
        !matches!(self.dom.name(id), "img" | "video" | "audio" | "iframe")
            && (hidden.is_some_and(|hidden| !hidden.eq_ignore_ascii_case("until-found"))
                || self.is_hidden_by_style(id))
    }
}

/// The value of `property` in an inline style, without `!important`.
fn declaration<'a>(style: &'a str, property: &str) -> Option<&'a str> {
    style.split(';').rev().find_map(|one| {
        let (name, value) = one.split_once(':')?;
        let value = value.split('!').next().unwrap_or_default().trim();
        name.trim().eq_ignore_ascii_case(property).then_some(value)
    })
}

/// A length in pixels; `em` and `rem` are taken for 16 of them.
fn pixels(length: &str) -> Option<u32> {
    let length = length.trim();
    let unit = length.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number: f64 = length.strip_suffix(unit)?.parse().ok()?;
    let scale = match unit.trim() {
        "" | "px" => 1.0,
        "em" | "rem" | "ex" => 16.0,
        "pt" => 4.0 / 3.0,
        _ => return None,
    };
    // Longer than any picture, and in the range of the type.
    Some((number * scale).clamp(0.0, 1e6).ceil() as u32)
}
