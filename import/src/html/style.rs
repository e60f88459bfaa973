//! Inline styles: what they say about text, as elements do elsewhere, and what they hide.

use zaidu_model::block::Mark;

use super::blocks::Converter;
use super::dom::NodeId;
use super::inlines::Marks;

/// Classes of text that the style sheets of common sites never show: words for screen readers, which
/// have them from our own markup, words against copying, and the controls of players.
const HIDDEN_CLASSES: [&str; 15] = [
    "sr-only",
    "screen-reader-text",
    "visually-hidden",
    "jammer",
    "pstatus",
    "kg-bookmark-icon",
    "kg-audio-player",
    "kg-audio-thumbnail",
    "kg-video-overlay",
    "kg-video-player-container",
    "ql-ui",
    // What plugins add for sharing.
    "feedflare",
    "sharedaddy",
    "jp-relatedposts",
    "addtoany_share_save_container",
];

impl Converter<'_> {
    /// The style of an element.
    fn style(&self, id: NodeId) -> &str {
        self.dom.attribute(id, "style").unwrap_or_default()
    }

    /// `marks` and what the style of an element adds to them or takes away: editors without
    /// elements for it say with styles alone that a word is struck out or raised.
    pub(super) fn styled(&self, id: NodeId, marks: &Marks) -> Marks {
        let (style, mut marks) = (self.style(id), marks.clone());
        if style.is_empty() {
            return marks;
        }
        let value = |name| declaration(style, name).map(str::to_ascii_lowercase);
        match value("font-weight").as_deref() {
            Some("normal" | "400" | "300") => marks.strong = false,
            Some("bold" | "bolder" | "600" | "700" | "800" | "900") => marks.strong = true,
            _ => {}
        }
        match value("font-style").as_deref() {
            Some("normal") => marks.emphasis = false,
            Some("italic" | "oblique") => marks.emphasis = true,
            _ => {}
        }
        for line in ["text-decoration", "text-decoration-line"].into_iter().filter_map(value) {
            if line.contains("line-through") {
                marks = marks.with(Mark::Deleted);
            }
            if line.contains("underline") && marks.link.is_none() && self.dom.name(id) != "a" {
                marks = marks.with(Mark::Underline);
            }
        }
        match value("vertical-align").as_deref() {
            Some("super") => marks.with(Mark::Superscript),
            Some("sub") => marks.with(Mark::Subscript),
            _ => marks,
        }
    }

    /// Whether the text in an element is not seen, though elements in it may say otherwise, and
    /// pictures without a gap below them are in such elements; `around` is whether that of the
    /// element around is not seen. An element around everything is shown by a script.
    pub(super) fn hides_text(&self, id: NodeId, around: bool) -> bool {
        let style = self.style(id);
        let size = declaration(style, "font-size").map(|size| pixels(size) == Some(0));
        let hides = declaration(style, "visibility")
            .map(|it| it.eq_ignore_ascii_case("hidden") && self.dom.node(id).depth > 2);
        match (size, hides) {
            (None, None) => around,
            (size, hides) => size == Some(true) || hides == Some(true),
        }
    }

    /// Whether the source hides the element with all that is in it: by its attribute, its class or
    /// its style. Pictures that a script shows later are not hidden.
    pub(super) fn is_hidden(&self, id: NodeId) -> bool {
        let hidden = self.dom.attribute(id, "hidden");
        let class = self.dom.attribute(id, "class").unwrap_or_default();
        class.split_ascii_whitespace().any(|class| HIDDEN_CLASSES.contains(&class))
            || !matches!(self.dom.name(id), "img" | "video" | "audio" | "iframe")
                && (hidden.is_some_and(|hidden| !hidden.eq_ignore_ascii_case("until-found"))
                    || is_hidden(self.style(id)))
    }
}

/// Whether a style hides its element with all that is in it. (One without opacity or with a
/// transparent colour may be faded in, or have a gradient in its letters.)
pub(super) fn is_hidden(style: &str) -> bool {
    let value = |name| declaration(style, name).map(str::to_ascii_lowercase);
    let is_off_screen = ["left", "top", "text-indent"].into_iter().filter_map(value).any(|far| {
        let far = far.strip_prefix('-').map(|far| far.trim_end_matches(char::is_alphabetic));
        far.and_then(|far| far.parse().ok()).is_some_and(|far: f64| far >= 999.0)
    });
    let is_clipped = value("clip").is_some_and(|clip| {
        let sides = clip.strip_prefix("rect(").and_then(|clip| clip.strip_suffix(')'));
        let mut sides = sides.into_iter().flat_map(|sides| sides.split([',', ' ']));
        clip.starts_with("rect(")
            && sides.all(|side| side.is_empty() || pixels(side).is_some_and(|side| side <= 1))
    }) || value("clip-path")
        .is_some_and(|clip| matches!(&*clip, "inset(50%)" | "inset(100%)" | "circle(0)"));
    let is_tiny = |name| value(name).is_some_and(|side| pixels(&side).is_some_and(|it| it <= 1));
    let cuts = || value("overflow").as_deref() == Some("hidden");
    value("display").as_deref() == Some("none")
        || is_off_screen
        || is_clipped
        || is_tiny("width") && is_tiny("height") && cuts()
}

/// The value of `property` in an inline style, without `!important`.
pub(super) fn declaration<'a>(style: &'a str, property: &str) -> Option<&'a str> {
    style.split(';').rev().find_map(|one| {
        let (name, value) = one.split_once(':')?;
        let value = value.split('!').next().unwrap_or_default().trim();
        name.trim().eq_ignore_ascii_case(property).then_some(value)
    })
}

/// A length in pixels; `em` and `rem` are taken for 16 of them.
pub(super) fn pixels(length: &str) -> Option<u32> {
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
