//! A picture whose room is reserved. Where it does not come, its words stand:
//! the script in index.html marks it, with or without the program.

use super::markup::{Element, tag};

/// When a picture comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comes {
    /// With the page: it stands at its top.
    AtOnce,
    /// When it is near the screen.
    WhenNear,
}

/// The files of which a browser takes the one that fits: as `srcset` lists them,
/// and how wide the picture is shown, as `sizes` says it.
pub type Files = Option<(String, &'static str)>;

/// A picture: where it is, what it shows, and its size in CSS pixels; without one
/// the stylesheet assumes 3:2.
#[must_use]
pub fn picture(
    url: String,
    files: Files,
    alt: String,
    size: Option<(u32, u32)>,
    comes: Comes,
) -> Element {
    let class = if size.is_some() { "picture" } else { "picture picture-unsized" };
    let (files, room) = files.unzip();
    tag("img")
        .attr("class", class)
        .attr("alt", alt)
        .maybe("width", size.map(|(width, _)| width.to_string()))
        .maybe("height", size.map(|(_, height)| height.to_string()))
        .maybe("loading", (comes == Comes::WhenNear).then_some("lazy"))
        .attr("decoding", "async")
        .maybe("sizes", room)
        // Last: what has gone before holds for the picture that now comes.
        .maybe("srcset", files)
        .attr("src", url)
}
