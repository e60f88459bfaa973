//! Image element with a reserved size, `srcset` and lazy loading. If it fails to load, its
//! alternative text is shown: the inline script in index.html marks it, with or without the
//! program.

use super::node::{Element, element};

/// When an image is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// With the page and before its other pictures: it may be the largest content in the first
    /// viewport.
    First,
    /// When it is near the viewport (`loading="lazy"`).
    Lazy,
}

/// An image of `class` with its `size` in CSS pixels. From
/// several files (`srcset`) the browser chooses one for the width in `sizes`.
#[must_use]
pub fn picture(
    class: &'static str,
    url: String,
    srcset: Option<String>,
    sizes: &'static str,
    alt: String,
    size: Option<(u32, u32)>,
    loading: Loading,
) -> Element {
    // Hosts of pictures show a notice to readers of other sites.
    let is_foreign = !url.starts_with('/');
    element("img")
        .attr("class", class)
        .attr("alt", alt)
        .maybe_attr("width", size.map(|(width, _)| width.to_string()))
        .maybe_attr("height", size.map(|(_, height)| height.to_string()))
        .maybe_attr("loading", (loading == Loading::Lazy).then_some("lazy"))
        .maybe_attr("fetchpriority", (loading == Loading::First).then_some("high"))
        .attr("decoding", "async")
        .maybe_attr("referrerpolicy", is_foreign.then_some("no-referrer"))
        .maybe_attr("sizes", srcset.is_some().then_some(sizes))
        // Last: setting the source starts the request, which depends on the attributes above.
        .maybe_attr("srcset", srcset)
        .attr("src", url)
}
