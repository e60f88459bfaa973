//! What is no text of its own: embedded pages and players, and small pictures in a line.

use zaidu_model::{Block, Inline};

use super::blocks::Converter;
use super::dom::NodeId;
use super::style::{declaration, pixels};
use crate::limits::MAX_LINE;
use crate::normalize::line;

/// Names of the sites whose players newsrooms embed most, by the end of the host.
const SITES: [(&str, &str); 11] = [
    ("bilibili.com", "哔哩哔哩"),
    ("b23.tv", "哔哩哔哩"),
    ("youtu.be", "YouTube"),
    ("youtube-nocookie.com", "YouTube"),
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
        let addresses = ["data-src", "src", "data", "url", "href"];
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
            Some(title) if name.is_empty() => title,
            Some(title) => format!("{title}（{name}）"),
            // It is on the site itself.
            None if name.is_empty() => "打开嵌入的内容".to_owned(),
            None => format!("打开嵌入的内容（{name}）"),
        };
        Some(Block::Paragraph(vec![Inline::Link { url, text: vec![Inline::Text(text)] }]))
    }

    /// Whether a `ruby` puts its readings in parentheses itself, by `rp` elements.
    pub(super) fn has_parentheses(&self, reading: NodeId) -> bool {
        let siblings = self.dom.node(reading).parent.map(|ruby| &self.dom.node(ruby).children);
        siblings.is_some_and(|all| all.iter().any(|one| self.dom.name(*one) == "rp"))
    }

    /// Whether an `img` is an icon without words of its own beside something else, as sites put
    /// before the words of a link.
    pub(super) fn is_icon(&self, id: NodeId) -> bool {
        let style = self.dom.attribute(id, "style").unwrap_or_default();
        let height = self.dom.attribute(id, "height").or_else(|| declaration(style, "height"));
        let parent = self.dom.node(id).parent;
        parent.is_some_and(|parent| self.dom.node(parent).children.len() > 1)
            && self.dom.attribute(id, "alt").is_none_or(|alt| alt.trim().is_empty())
            && height.and_then(pixels).is_some_and(|height| height <= MAX_INLINE_HEIGHT)
    }

    /// Whether an `img` stands for a character or a formula in a line: by its class, or because it
    /// is no higher than a line and has words for it.
    pub(super) fn is_inline_picture(&self, id: NodeId) -> bool {
        let attribute = |name| self.dom.attribute(id, name);
        if attribute("alt").is_none_or(|alt| alt.trim().is_empty()) {
            return false;
        }
        let address = attribute("src").unwrap_or_default();
        if ["/equation?tex=", "latex.codecogs.com/", "/latex.php?"]
            .iter()
            .any(|it| address.contains(it))
        {
            return true;
        }
        let class = attribute("class").unwrap_or_default().to_ascii_lowercase();
        let is_named = class.split_ascii_whitespace().any(|it| INLINE_CLASSES.contains(&it));
        let style = attribute("style").unwrap_or_default();
        let height = attribute("height").or_else(|| declaration(style, "height"));
        is_named || height.and_then(pixels).is_some_and(|height| height <= MAX_INLINE_HEIGHT)
    }
}
