//! What stands in attributes and around elements, and is said in the text: titles of abbreviations,
//! and where a picture links to.

use zaidu_model::{Block, Inline, Link};

use super::blocks::Converter;
use super::dom::{NodeId, NodeKind};
use crate::limits::{MAX_DEPTH, MAX_LINE};
use crate::normalize::line;

/// Ends of the addresses of pictures: a link to one enlarges the picture, as the viewer does.
const PICTURES: [&str; 9] =
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".heic"];

impl Converter<'_> {
    /// The title of an abbreviation in parentheses, where it stands first in a text that does not
    /// have it there itself.
    pub(super) fn explanation(&self, id: NodeId) -> Option<String> {
        let title = line(self.dom.attribute(id, "title")?, MAX_LINE)?;
        let mut words = String::new();
        self.collect_words(id, &mut words, 0);
        let mut after = String::new();
        if let Some(parent) = self.dom.node(id).parent {
            let next = self.dom.child_index(parent, id).map_or(0, |index| index + 1);
            for sibling in self.dom.node(parent).children.iter().skip(next).take(2) {
                self.push_words(*sibling, &mut after, 0);
            }
        }
        let is_said = words.contains(&title)
            || after
                .trim_start()
                .strip_prefix(['（', '('])
                .is_some_and(|rest| rest.trim_start().starts_with(&title));
        let is_new = self.explained.borrow_mut().insert(format!("{words}\n{title}"));
        (is_new && !is_said && !words.trim().is_empty()).then(|| format!("（{title}）"))
    }

    /// The paragraph with the link of a picture that leads elsewhere than to its file. The picture
    /// itself opens in the viewer.
    pub(super) fn picture_link(&self, id: NodeId, link: Option<&Link>) -> Option<Block> {
        let link = link.filter(|_| self.has_picture(id, 0))?;
        let mut words = String::new();
        self.collect_words(id, &mut words, 0);
        let address = link.as_str();
        let path = address.split(['?', '#']).next().unwrap_or(address).to_ascii_lowercase();
        let is_file = PICTURES.iter().any(|end| path.ends_with(end));
        // Pages of a source that show nothing but the picture.
        let rel = self.dom.attribute(id, "rel").unwrap_or_default();
        let is_attachment = rel.split_ascii_whitespace().any(|word| word == "attachment");
        if !words.trim().is_empty() || is_file || is_attachment {
            return None;
        }
        let host = address.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        let text = match host {
            "" => "查看链接".to_owned(),
            host => format!("查看链接（{host}）"),
        };
        let text = vec![Inline::Text(text)];
        Some(Block::Paragraph(vec![Inline::Link { url: link.clone(), text }]))
    }

    fn has_picture(&self, id: NodeId, depth: usize) -> bool {
        let name = self.dom.name(id);
        depth < MAX_DEPTH
            && (name == "img"
                && !self.is_inline_picture(id)
                && self.media_block(id, name).is_some()
                || self.dom.node(id).children.iter().any(|it| self.has_picture(*it, depth + 1)))
    }

    fn collect_words(&self, id: NodeId, out: &mut String, depth: usize) {
        for child in self.dom.node(id).children.iter().filter(|_| depth < MAX_DEPTH) {
            self.push_words(*child, out, depth + 1);
        }
    }

    fn push_words(&self, id: NodeId, out: &mut String, depth: usize) {
        match &self.dom.node(id).kind {
            NodeKind::Text(text) => out.push_str(text),
            NodeKind::Element { .. } if !matches!(self.dom.name(id), "noscript" | "script") => {
                self.collect_words(id, out, depth);
            }
            NodeKind::Element { .. } | NodeKind::Document | NodeKind::Other => {}
        }
    }
}
