//! A picture whose room is reserved. Where it does not come, its words stand:
//! the script in index.html marks it, with or without the program.

use super::node::{Element, element};

/// When a picture comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// With the page: it stands at its top.
    Eager,
    /// When it is near the screen.
    Lazy,
}

/// A picture: where it is, what it shows, and its size in CSS pixels; without one
/// the stylesheet assumes 3:2. Of several `files`, as `srcset` lists them, the
/// browser takes the one that fits `room`, which is as wide as `sizes` says.
#[must_use]
pub fn picture(
    url: String,
    files: Option<String>,
    room: &'static str,
    alt: String,
    size: Option<(u32, u32)>,
    comes: Loading,
) -> Element {
    let class = if size.is_some() { "picture" } else { "picture picture-unsized" };
    element("img")
        .attr("class", class)
        .attr("alt", alt)
        .maybe_attr("width", size.map(|(width, _)| width.to_string()))
        .maybe_attr("height", size.map(|(_, height)| height.to_string()))
        .maybe_attr("loading", (comes == Loading::Lazy).then_some("lazy"))
        .attr("decoding", "async")
        .maybe_attr("sizes", files.is_some().then_some(room))
        // Last: what has gone before holds for the picture that now comes.
        .maybe_attr("srcset", files)
        .attr("src", url)
}
