//! The gate before the tree builder: bounds on what a document makes it do.

use std::borrow::Cow;
use std::cell::Cell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::TreeBuilder;

use super::dom::Id;
use super::parse::Sink;
use crate::limits::{DEPTH, NODES, SEPARATORS};
use crate::words;

/// How much the tokenizer gets at once, in bytes.
const PIECE: usize = 4096;

/// Parses `html` and gives the sink back.
pub(super) fn pour(html: &str, builder: TreeBuilder<Id, Sink>) -> Sink {
    let gate = Gate { builder, moved: Cell::new(false) };
    let tokenizer = Tokenizer::new(gate, TokenizerOpts::default());
    let input = BufferQueue::default();
    let html = without_data(html);
    let (mut rest, mut separators) = (&*html, 0);
    while !rest.is_empty() && separators < SEPARATORS {
        let (piece, after) = rest.split_at(words::head(rest, PIECE).len());
        input.push_back(StrTendril::from_slice(piece));
        // The tokenizer pauses after each script, for those who would run it.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        let moved = tokenizer.sink.moved.take();
        separators = if moved { 0 } else { separators + piece.matches(is_separator).count() };
        rest = after;
    }
    tokenizer.end();
    tokenizer.sink.builder.sink
}

/// What can end an attribute. The tokenizer compares each attribute of a tag with
/// all before it, so a tag that is nothing but attributes takes it minutes.
fn is_separator(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\'')
}

/// `html` without the content of pictures that stand in it as base64. They are
/// refused later anyway, and each is a page of separators.
fn without_data(html: &str) -> Cow<'_, str> {
    const MARK: &str = ";base64,";
    if !html.contains(MARK) {
        return Cow::Borrowed(html);
    }
    let is_data = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let mut parts = html.split(MARK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(MARK);
        out.push_str(part.trim_start_matches(is_data));
    }
    Cow::Owned(out)
}

/// The attributes that are kept: what blocks have fields for.
const KEPT: [&str; 11] = [
    "href",
    "src",
    "data-src",
    "data-original",
    "srcset",
    "data-srcset",
    "alt",
    "width",
    "height",
    "poster",
    "class",
];

/// Formatting elements that mean nothing here. The parser opens those again in
/// every paragraph where their end tag is missing; without them, and without
/// attributes to tell the others apart, a few stay of thousands.
const MEANINGLESS: [&str; 9] =
    ["font", "big", "small", "s", "strike", "u", "nobr", "tt", "plaintext"];

/// What may begin where elements are nested too deep: nothing that nests. Raw
/// text is among it, or else the tokenizer would read a script as markup.
const SHALLOW: [&str; 14] = [
    "br", "hr", "img", "p", "source", "script", "style", "iframe", "noembed", "noframes",
    "noscript", "textarea", "title", "xmp",
];

/// Stands before the tree builder and keeps its work in bounds.
struct Gate {
    builder: TreeBuilder<Id, Sink>,
    /// Whether a token came since this was last looked at.
    moved: Cell<bool>,
}

impl Gate {
    fn admits(&self, token: &mut Token) -> bool {
        let sink = &self.builder.sink;
        let full = sink.tree.borrow().0.len() >= NODES;
        match token {
            Token::TagToken(Tag { kind: TagKind::StartTag, name, attrs, .. }) => {
                attrs.retain(|one| KEPT.contains(&&*one.name.local));
                if matches!(&**name, "b" | "code" | "em" | "i" | "strong") {
                    attrs.retain(|one| &**name == "code" && &*one.name.local == "class");
                }
                let deep = sink.depth.get() >= DEPTH && !SHALLOW.contains(&&**name);
                !full && !deep && !MEANINGLESS.contains(&&**name)
            }
            Token::TagToken(Tag { name, .. }) => !MEANINGLESS.contains(&&**name),
            Token::CharacterTokens(_) => !full,
            Token::CommentToken(_) | Token::DoctypeToken(_) => false,
            Token::NullCharacterToken | Token::ParseError(_) => false,
            Token::EOFToken => true,
        }
    }
}

impl TokenSink for Gate {
    type Handle = Id;

    fn process_token(&self, mut token: Token, line: u64) -> TokenSinkResult<Id> {
        // Errors come in the middle of a tag.
        if !matches!(token, Token::ParseError(_)) {
            self.moved.set(true);
        }
        match self.admits(&mut token) {
            true => self.builder.process_token(token, line),
            false => TokenSinkResult::Continue,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
