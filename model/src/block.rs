//! The body of an article: a tree of blocks and inline text, never HTML.

mod mark;
mod numbering;
mod outline;
mod traversal;

use serde::{Deserialize, Serialize};

pub use mark::Mark;
pub use numbering::{Numbering, Numerals};
pub use outline::{MIN_CONTENTS, heading_anchors};
pub use traversal::body_text;

use crate::{Key, Link, MediaUrl, Picture, Size};

/// A block of a body. Views match it exhaustively, so that the compiler finds each one that lacks
/// a new kind.
///
/// In JSON a block is an object with one field, named after its kind, such as
/// `{"paragraph":[{"text":"…"}]}`; a divider is the string `"divider"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// Running text, indented by two characters.
    Paragraph(Vec<Inline>),
    /// A heading, below the article's title.
    Heading {
        /// Level of the heading.
        level: Level,
        /// Text of the heading.
        text: Vec<Inline>,
    },
    /// A picture with its caption.
    Image {
        /// The picture.
        picture: Picture,
        /// Caption, shown below.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
    },
    /// A quotation.
    Quote {
        /// The quoted blocks.
        body: Vec<Block>,
        /// Source of the quotation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cite: Option<String>,
    },
    /// A list. Its items hold blocks, so lists may nest.
    List {
        /// Whether the list is numbered.
        #[serde(default)]
        ordered: bool,
        /// How an ordered list is numbered.
        #[serde(flatten)]
        numbering: Numbering,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A table. Rows may differ in length; views pad them.
    Table {
        /// Caption, shown above the table.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
        /// The header row; empty when there is none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        head: Vec<Cell>,
        /// The rows below the header.
        rows: Vec<Vec<Cell>>,
    },
    /// Preformatted code.
    Code {
        /// Programming language, such as `python`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// The text, with its line breaks.
        text: String,
    },
    /// A video, which plays when the reader starts it.
    Video {
        /// URL of the file.
        url: MediaUrl,
        /// Picture shown before the video starts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        poster: Option<MediaUrl>,
        /// Size of the video; 16:9 is assumed when it is unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size: Option<Size>,
        /// Caption, shown below.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
    },
    /// An audio recording, which plays when the reader starts it.
    Audio {
        /// URL of the file.
        url: MediaUrl,
        /// Caption, shown below.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
    },
    /// Blocks in another language than those around them.
    Foreign {
        /// Their language (BCP 47).
        language: Key,
        /// Whether it is written from right to left.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        rtl: bool,
        /// The blocks.
        body: Vec<Block>,
    },
    /// Blocks that the reader opens, such as an answer or a long list of names.
    Details {
        /// What is shown while they are closed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        summary: Option<String>,
        /// Whether they are open from the start.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        open: bool,
        /// The blocks.
        body: Vec<Block>,
    },
    /// A thematic break.
    Divider,
}

/// A cell of a table.
pub type Cell = Vec<Inline>;

/// Level of a heading, as in HTML: 2, 3 or 4. Level 1 is the article's title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(extend("minimum" = 2, "maximum" = 4))
)]
#[serde(try_from = "u8", into = "u8")]
pub enum Level {
    /// A chapter.
    Two,
    /// A section of a chapter.
    Three,
    /// A part of a section.
    Four,
}

impl TryFrom<u8> for Level {
    type Error = String;

    fn try_from(level: u8) -> Result<Self, String> {
        match level {
            2 => Ok(Self::Two),
            3 => Ok(Self::Three),
            4 => Ok(Self::Four),
            _ => Err(format!("{level} is not a heading level (2 to 4)")),
        }
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        match level {
            Level::Two => 2,
            Level::Three => 3,
            Level::Four => 4,
        }
    }
}

/// Inline content of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Strong importance, shown in bold.
    Strong(Vec<Inline>),
    /// Stress emphasis.
    Emphasis(Vec<Inline>),
    /// Text with another mark.
    Marked {
        /// The mark.
        mark: Mark,
        /// The marked text.
        text: Vec<Inline>,
    },
    /// A link.
    Link {
        /// Target of the link.
        url: Link,
        /// Text of the link.
        text: Vec<Inline>,
    },
    /// A place in the text to which links lead: it has this id, and shows nothing.
    Anchor(Key),
    /// Inline code.
    Code(String),
    /// A line break within the block.
    LineBreak,
}

/// The text of `inlines` without formatting; a line break becomes a line feed, marks their plain
/// form, so that 10⁸ does not become 108.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    fn push(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => out.push_str(text),
                Inline::Strong(inner) | Inline::Emphasis(inner) => push(inner, out),
                Inline::Marked { mark, text } => mark.plain(&plain_text(text), out),
                Inline::Link { text, .. } => push(text, out),
                Inline::Anchor(_) => {}
                Inline::LineBreak => out.push('\n'),
            }
        }
    }
    let mut out = String::new();
    push(inlines, &mut out);
    out
}

#[cfg(test)]
pub(crate) mod strategy {
    //! Generated blocks of every kind.

    use super::{Block, Inline, Level, Mark, Numbering, Numerals};
    use crate::{Key, Link, MediaUrl, Picture, Size, Variant};
    use proptest::collection::vec;
    use proptest::option::of;
    use proptest::prelude::*;

    pub(crate) fn size() -> impl Strategy<Value = Size> {
        (1u32..=Size::MAX, 1u32..=Size::MAX).prop_map(|(w, h)| Size::new(w, h).unwrap())
    }

    pub(crate) fn picture() -> impl Strategy<Value = Picture> {
        let variant = ("[a-z]{1,8}", 1u32..=Size::MAX).prop_map(|(name, width)| {
            let url = MediaUrl::new(format!("/media/{name}.webp")).unwrap();
            Variant::new(url, width).unwrap()
        });
        ("[a-z]{1,8}", of(size()), ".{0,12}", vec(variant, 0..3)).prop_map(
            |(name, size, alt, variants)| Picture {
                url: MediaUrl::new(format!("/media/{name}.jpg")).unwrap(),
                size,
                alt,
                color: size.map(|size| {
                    let [_, _, low, lower] = size.width().to_be_bytes();
                    crate::DominantColor::nearest([low, lower, 0])
                }),
                variants,
            },
        )
    }

    fn inline() -> impl Strategy<Value = Inline> {
        let leaf = prop_oneof![
            ".{0,12}".prop_map(Inline::Text),
            ".{0,12}".prop_map(Inline::Code),
            Just(Inline::LineBreak),
            "[a-z]{1,8}".prop_map(|id| Inline::Anchor(Key::new(id).unwrap())),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..3).prop_map(Inline::Strong),
                vec(inner.clone(), 0..3).prop_map(Inline::Emphasis),
                (prop::sample::select(&Mark::ALL[..]), vec(inner.clone(), 0..3))
                    .prop_map(|(mark, text)| Inline::Marked { mark, text }),
                ("[a-z]{1,8}", vec(inner, 0..3)).prop_map(|(path, text)| Inline::Link {
                    url: Link::new(format!("https://example.org/{path}")).unwrap(),
                    text,
                }),
            ]
        })
    }

    fn media() -> impl Strategy<Value = MediaUrl> {
        "[a-z]{1,8}".prop_map(|name| MediaUrl::new(format!("https://example.org/{name}")).unwrap())
    }

    fn numbering() -> impl Strategy<Value = Numbering> {
        (of(any::<u32>()), any::<bool>(), of(prop::sample::select(&Numerals::ALL[..])))
            .prop_map(|(start, reversed, numerals)| Numbering { start, reversed, numerals })
    }

    pub(crate) fn block() -> impl Strategy<Value = Block> {
        let inlines = || vec(inline(), 0..3);
        let caption = || of(".{0,12}");
        let leaf = prop_oneof![
            inlines().prop_map(Block::Paragraph),
            (prop_oneof![Just(Level::Two), Just(Level::Three), Just(Level::Four)], inlines())
                .prop_map(|(level, text)| Block::Heading { level, text }),
            (picture(), caption()).prop_map(|(picture, caption)| Block::Image { picture, caption }),
            (caption(), vec(inlines(), 0..3), vec(vec(inlines(), 0..3), 0..3))
                .prop_map(|(caption, head, rows)| Block::Table { caption, head, rows }),
            (of("[a-z]{1,8}"), ".{0,24}")
                .prop_map(|(language, text)| Block::Code { language, text }),
            (media(), of(media()), of(size()), caption()).prop_map(
                |(url, poster, size, caption)| Block::Video { url, poster, size, caption }
            ),
            (media(), caption()).prop_map(|(url, caption)| Block::Audio { url, caption }),
            Just(Block::Divider),
        ];
        leaf.prop_recursive(3, 16, 3, move |inner| {
            prop_oneof![
                (vec(inner.clone(), 0..3), of(".{0,12}"))
                    .prop_map(|(body, cite)| Block::Quote { body, cite }),
                (of(".{0,12}"), any::<bool>(), vec(inner.clone(), 0..3))
                    .prop_map(|(summary, open, body)| Block::Details { summary, open, body }),
                (any::<bool>(), vec(inner.clone(), 0..3)).prop_map(|(rtl, body)| Block::Foreign {
                    language: Key::new("ug").unwrap(),
                    rtl,
                    body,
                }),
                (any::<bool>(), numbering(), vec(vec(inner, 0..3), 0..3)).prop_map(
                    |(ordered, numbering, items)| Block::List { ordered, numbering, items }
                ),
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn json_is_an_object_with_one_field() {
        let block = Block::Paragraph(vec![
            Inline::Text("见".into()),
            Inline::Link {
                url: Link::new("/").unwrap(), text: vec![Inline::Code("首页".into())]
            },
            Inline::LineBreak,
        ]);
        let wire = r#"{"paragraph":[{"text":"见"},{"link":{"url":"/","text":[{"code":"首页"}]}},"line-break"]}"#;
        assert_eq!(serde_json::to_string(&block).unwrap(), wire);
        assert_eq!(serde_json::to_string(&Block::Divider).unwrap(), r#""divider""#);
    }

    #[test]
    fn plain_text_drops_formatting() {
        let inlines = [
            Inline::Strong(vec![Inline::Text("潮".into()), Inline::Emphasis(vec![])]),
            Inline::LineBreak,
            Inline::Code("sql".into()),
        ];
        assert_eq!(plain_text(&inlines), "潮\nsql");
    }

    #[test]
    fn unknown_levels_are_refused() {
        let error = serde_json::from_str::<Block>(r#"{"heading":{"level":1,"text":[]}}"#);
        assert!(error.unwrap_err().to_string().contains("1 is not a heading level"));
    }

    #[test]
    fn marks_keep_their_meaning_in_plain_text() {
        let marked = |mark, text: &str| {
            let text = vec![Inline::Text(text.into())];
            plain_text(&[Inline::Text("甲".into()), Inline::Marked { mark, text }])
        };
        for (mark, text, plain) in [
            (Mark::Superscript, "8", "甲⁸"),
            (Mark::Superscript, "-7", "甲⁻⁷"),
            (Mark::Superscript, "−7", "甲⁻⁷"),
            (Mark::Superscript, "[3]", "甲[3]"),
            (Mark::Superscript, "n8", "甲^n8"),
            (Mark::Subscript, "2", "甲₂"),
            (Mark::Subscript, "max", "甲max"),
            (Mark::Deleted, "199", "甲"),
            (Mark::Inserted, "2", "甲2"),
            (Mark::Highlight, "重点", "甲重点"),
        ] {
            assert_eq!(marked(mark, text), plain);
        }
    }

    proptest! {
        #[test]
        fn round_trips(block in strategy::block()) {
            let wire = serde_json::to_string(&block).unwrap();
            prop_assert_eq!(serde_json::from_str::<Block>(&wire).unwrap(), block);
        }
    }
}
