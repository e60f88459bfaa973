//! A picture whose room is reserved. Where it does not come, its words stand:
//! the script in index.html marks it, with or without the program.

use super::markup::{Element, tag};

/// A picture that comes when it is near the screen: where it is, what it shows,
/// and its size in CSS pixels; without one the stylesheet assumes 3:2.
#[must_use]
pub fn picture(url: String, alt: String, size: Option<(u32, u32)>) -> Element {
    let class = if size.is_some() { "picture" } else { "picture picture-unsized" };
    tag("img")
        .attr("class", class)
        .attr("alt", alt)
        .maybe("width", size.map(|(width, _)| width.to_string()))
        .maybe("height", size.map(|(_, height)| height.to_string()))
        .attr("loading", "lazy")
        .attr("decoding", "async")
        // Last: what has gone before holds for the picture that now comes.
        .attr("src", url)
}
