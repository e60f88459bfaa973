//! Elements of editors and of WeChat that only their own programs show: what they name is said, and
//! what they lead to is linked.

use zaidu_model::{Block, Inline, Link};

use super::block_builder::BlockBuilder;
use super::blocks::{Context, Converter};
use super::dom::{NodeId, NodeKind};
use super::inlines::Marks;
use super::style::declaration;
use crate::limits::{MAX_DEPTH, MAX_LINE};
use crate::normalize::line;

/// Elements of WeChat, with what they are and the attribute that has their name.
const WECHAT: [(&str, &str, &str); 7] = [
    ("mpvoice", "音频", "name"),
    ("mp-common-mpaudio", "音频", "name"),
    ("qqmusic", "音乐", "music_name"),
    ("mp-miniprogram", "小程序", "data-miniprogram-title"),
    ("mp-common-miniprogram", "小程序", "data-miniprogram-title"),
    ("mp-common-videosnap", "视频号", "data-desc"),
    ("mp-common-profile", "公众号", "data-nickname"),
];

/// A paragraph that is a link.
fn linked(url: Link, text: &str) -> Block {
    Block::Paragraph(vec![Inline::Link { url, text: vec![Inline::Text(text.to_owned())] }])
}

impl Converter<'_> {
    /// Converts an element of an editor; `false` if it is none.
    pub(super) fn convert_widget(
        &self,
        id: NodeId,
        marks: &Marks,
        out: &mut BlockBuilder,
        context: Context,
    ) -> bool {
        let name = self.dom.name(id);
        let class = self.dom.attribute(id, "class").unwrap_or_default();
        let has_class = |name: &str| class.split_ascii_whitespace().any(|class| class == name);
        let attribute = |name: &str| line(self.dom.attribute(id, name)?, MAX_LINE);
        if let Some((_, kind, title)) = WECHAT.iter().find(|(known, ..)| *known == name) {
            if let Some(title) = attribute(title).or_else(|| attribute("data-nickname")) {
                let text = vec![Inline::Text(format!("［{kind}：{title}］"))];
                out.push_block(Block::Paragraph(text));
            }
            return true;
        }
        match name {
            "oembed" | "hyperlink-card" => {
                if let Some(block) = self.embedded(id) {
                    out.push_block(block);
                }
            }
            "input" if self.dom.attribute(id, "type") == Some("checkbox") && self.is_task(id) => {
                let is_done = self.dom.attribute(id, "checked").is_some();
                out.push_text(if is_done { "☑ " } else { "☐ " }, marks);
            }
            // A button to the same file beside its name.
            "a" if self.dom.attribute(id, "download").is_some() && self.has_link_before(id) => {}
            "noscript" => match self.picture_without_script(id) {
                Some(block) => out.push_block(block),
                None => return false,
            },
            "pre" if has_class("wp-block-verse") && out.allows_blocks() => {
                out.end_paragraph();
                self.convert_verse(id, marks, out, context);
                out.end_paragraph();
            }
            "div" if has_class("kg-toggle-card") && out.allows_blocks() && context.may_nest() => {
                self.convert_details(id, out, context);
            }
            "div" if has_class("kg-toggle-heading") => {
                out.set_missing_caption(|| self.text_line(id, context));
            }
            "figure" if has_class("kg-bookmark-card") => match self.bookmark(id, context) {
                Some(block) => out.push_block(block),
                None => return false,
            },
            // Code that a script of the site puts in its place.
            "script" => match attribute("src").filter(|src| src.contains("gist.github.com/")) {
                Some(src) => {
                    let link = self.base.link(src.trim_end_matches(".js"));
                    out.push_blocks(
                        link.map(|url| linked(url, "gist.github.com")).into_iter().collect(),
                    );
                }
                None => return false,
            },
            "div" if has_class("ql-code-block-container") && out.allows_blocks() => {
                self.convert_code(id, out, context);
            }
            "span" => {
                let style = self.dom.attribute(id, "style").unwrap_or_default();
                if declaration(style, "mso-list")
                    .is_none_or(|it| !it.eq_ignore_ascii_case("ignore"))
                {
                    return false;
                }
                // The number that a word processor gives an item, or a sign of a font of signs.
                let number = self.text_line(id, context).unwrap_or_default();
                let is_number = number.chars().any(|c| c.is_ascii_digit() || c > '\u{2e80}');
                out.push_text(if is_number { &number } else { "•" }, marks);
                out.push_text(" ", marks);
            }
            _ => return false,
        }
        true
    }

    /// Whether a link with words to the same place stands before this one in the same element.
    fn has_link_before(&self, id: NodeId) -> bool {
        let siblings = self.dom.node(id).parent.map(|parent| &self.dom.node(parent).children);
        let mut before = siblings.into_iter().flatten().take_while(|one| **one != id);
        before.any(|one| {
            self.dom.name(*one) == "a"
                && !self.dom.node(*one).children.is_empty()
                && self.dom.attribute(*one, "href") == self.dom.attribute(id, "href")
        })
    }

    /// The link of a card about another page, with its title and its site.
    fn bookmark(&self, id: NodeId, context: Context) -> Option<Block> {
        let of_class = |class: &str| self.find_class(id, class, 0);
        let link =
            self.base.link(self.dom.attribute(of_class("kg-bookmark-container")?, "href")?)?;
        let title = self.text_line(of_class("kg-bookmark-title")?, context)?;
        let site = of_class("kg-bookmark-publisher").or_else(|| of_class("kg-bookmark-author"));
        let site = site.and_then(|site| self.text_line(site, context));
        let site = site.map(|site| format!("（{site}）")).unwrap_or_default();
        Some(linked(link, &[title, site].concat()))
    }

    /// The first element of `class` inside of an element.
    fn find_class(&self, id: NodeId, class: &str, depth: usize) -> Option<NodeId> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.dom.node(id).children.iter().find_map(|child| {
            let classes = self.dom.attribute(*child, "class").unwrap_or_default();
            let is_it = classes.split_ascii_whitespace().any(|known| known == class);
            if is_it { Some(*child) } else { self.find_class(*child, class, depth + 1) }
        })
    }

    /// Whether a check box stands in an item of a list.
    fn is_task(&self, id: NodeId) -> bool {
        let parent = |id: &NodeId| self.dom.node(*id).parent;
        let mut around = std::iter::successors(Some(id), parent).take(4);
        around.any(|id| self.dom.name(id) == "li")
    }

    /// Converts text whose lines are those of a poem.
    fn convert_verse(&self, id: NodeId, marks: &Marks, out: &mut BlockBuilder, context: Context) {
        let context = Context { depth: context.depth + 1, ..context };
        for child in self.dom.node(id).children.iter().filter(|_| context.depth < MAX_DEPTH) {
            match &self.dom.node(*child).kind {
                NodeKind::Text(text) => {
                    for (at, line) in text.split('\n').enumerate() {
                        if at > 0 {
                            out.push_line_break(marks);
                        }
                        out.push_text(line, marks);
                    }
                }
                _ => self.convert_element(*child, marks, out, context),
            }
        }
    }
}
