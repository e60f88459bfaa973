//! Token filter between html5ever's tokenizer and its tree builder: input limits and the
//! attribute allow-list.

use std::cell::Cell;

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, QualName, ns};

use super::dom::{Dom, NodeId};
use super::dom_builder::DomBuilder;
use super::media::{LAZY_SOURCES, LAZY_SRCSETS, SIZES};
use super::picture_files::is_picture_file;
use super::style::{declaration, is_hidden, pixels};
use crate::limits::{MAX_DEPTH, MAX_NODES};

/// The attributes that are preserved: those for which blocks have fields.
const ALLOWED_ATTRIBUTES: [&str; 40] = [
    "href",
    "src",
    "srcset",
    "alt",
    "width",
    "height",
    "poster",
    "class",
    "data",
    "title",
    "alttext",
    "hidden",
    "style",
    "colspan",
    "rowspan",
    "data-lang",
    "type",
    "encoding",
    "data-ratio",
    "start",
    "value",
    "reversed",
    "id",
    "name",
    "lang",
    "xml:lang",
    "rel",
    "data-value",
    "data-language",
    "data-list",
    "checked",
    "open",
    "download",
    "url",
    "data-oembed-url",
    "data-nickname",
    "data-desc",
    "data-miniprogram-title",
    "datetime",
    "music_name",
];

/// Elements of AMP and of Baidu's MIP that are as those of HTML.
const RENAMED: [(&str, &str); 4] =
    [("img", "img"), ("video", "video"), ("audio", "audio"), ("iframe", "embed")];

/// Elements that end at once when they are written as in XML, `<iframe/>`: in HTML the slash means
/// nothing, and everything after it would be inside them.
const SELF_CLOSING: [&str; 19] = [
    "iframe", "script", "style", "textarea", "title", "noscript", "noembed", "noframes", "xmp",
    "video", "audio", "object", "select", "button", "canvas", "span", "a", "svg", "template",
];

/// Formatting elements without a meaning for blocks. The tree builder reopens formatting
/// elements in every paragraph while their end tags are missing, but only a few of those that
/// are equal. Without these elements, and without attributes that tell the others apart, a few
/// remain of thousands. (Of `font`, only those that hide text remain, all alike.)
const IGNORED_FORMATTING: [&str; 4] = ["big", "nobr", "tt", "plaintext"];

/// The elements that may begin at the maximum depth: those that do not nest. Raw-text elements
/// are among them, or else the tokenizer would read a script as markup.
const ALLOWED_AT_MAX_DEPTH: [&str; 14] = [
    "br", "hr", "img", "p", "source", "script", "style", "iframe", "noembed", "noframes",
    "noscript", "textarea", "title", "xmp",
];

/// Whether nothing that a style is for is seen.
fn hides_all(style: &str) -> bool {
    is_hidden(style) || declaration(style, "font-size").and_then(pixels) == Some(0)
}

/// Passes tokens on to the tree builder while the DOM is within its limits.
pub(super) struct TokenFilter {
    builder: TreeBuilder<NodeId, DomBuilder>,
    /// Whether a token has arrived since the last [`Self::take_has_token`].
    has_token: Cell<bool>,
}

impl TokenFilter {
    pub(super) fn new(builder: TreeBuilder<NodeId, DomBuilder>) -> Self {
        Self { builder, has_token: Cell::new(false) }
    }

    /// Whether a token has arrived since the last call.
    pub(super) fn take_has_token(&self) -> bool {
        self.has_token.take()
    }

    pub(super) fn into_dom(self) -> Dom {
        self.builder.sink.into_dom()
    }

    /// Whether `token` may reach the tree builder. Removes the attributes that are not allowed.
    fn admit(&self, token: &mut Token) -> bool {
        let sink = &self.builder.sink;
        let is_full = sink.node_count() >= MAX_NODES;
        if let Token::TagToken(tag) = token
            && let Some(name) = tag.name.strip_prefix("amp-").or(tag.name.strip_prefix("mip-"))
            && let Some((_, name)) = RENAMED.iter().find(|(known, _)| *known == name)
        {
            tag.name = (*name).into();
        }
        match token {
            Token::TagToken(Tag { kind: TagKind::StartTag, name, attrs, .. }) => {
                let tag = name.clone();
                attrs.retain(|one| {
                    let name = &&*one.name.local;
                    ALLOWED_ATTRIBUTES.contains(name)
                        || LAZY_SOURCES.contains(name)
                        || LAZY_SRCSETS.contains(name)
                        || &*tag == "img" && is_picture_file(&one.value)
                        || SIZES.iter().any(|(width, height)| [*width, *height].contains(name))
                });
                if matches!(
                    &**name,
                    "b" | "code" | "em" | "i" | "s" | "small" | "strike" | "strong" | "u"
                ) {
                    // Copied documents are in an element of bold text that says that it is not.
                    let is_normal = |style: &str| {
                        declaration(style, "font-weight").is_some_and(|weight| weight == "normal")
                    };
                    attrs.retain_mut(|one| match &*one.name.local {
                        "class" => &**name == "code" || &*one.value == "pstatus",
                        "style" if matches!(&**name, "b" | "strong") && is_normal(&one.value) => {
                            one.value = "font-weight:normal".into();
                            true
                        }
                        _ => false,
                    });
                }
                // Text against copying, as forum programs have it.
                if &**name == "font" {
                    let hides = |one: &mut Attribute| match &*one.name.local {
                        "class" => &*one.value == "jammer",
                        "style" => hides_all(&one.value),
                        _ => false,
                    };
                    attrs.retain_mut(hides);
                    attrs.truncate(1);
                    let Some(one) = attrs.first_mut() else { return false };
                    one.name = QualName::new(None, ns!(), "style".into());
                    one.value = "display:none".into();
                }
                let is_too_deep =
                    sink.depth() >= MAX_DEPTH && !ALLOWED_AT_MAX_DEPTH.contains(&&**name);
                !is_full && !is_too_deep && !IGNORED_FORMATTING.contains(&&**name)
            }
            Token::TagToken(Tag { name, .. }) => !IGNORED_FORMATTING.contains(&&**name),
            Token::CharacterTokens(_) => !is_full,
            Token::CommentToken(_) | Token::DoctypeToken(_) => false,
            Token::NullCharacterToken | Token::ParseError(_) => false,
            Token::EOFToken => true,
        }
    }
}

impl TokenSink for TokenFilter {
    type Handle = NodeId;

    fn process_token(&self, mut token: Token, line: u64) -> TokenSinkResult<NodeId> {
        // Parse errors are reported in the middle of a tag, so they are no sign of its end.
        if !matches!(token, Token::ParseError(_)) {
            self.has_token.set(true);
        }
        if !self.admit(&mut token) {
            return TokenSinkResult::Continue;
        }
        let end = match &token {
            Token::TagToken(tag) if tag.self_closing && SELF_CLOSING.contains(&&*tag.name) => {
                Some(Tag {
                    kind: TagKind::EndTag,
                    self_closing: false,
                    attrs: Vec::new(),
                    ..tag.clone()
                })
            }
            _ => None,
        };
        let result = self.builder.process_token(token, line);
        match end {
            // The tokenizer is not told that raw text begins.
            Some(end) => self.builder.process_token(Token::TagToken(end), line),
            None => result,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
