//! Responsive images: `srcset` and `sizes` for each slot of the layout; with the data saver, a
//! small file.

#[cfg(feature = "ssr")]
use leptos::prelude::use_context;
use zaidu_model::{Picture, Size};

use crate::ui::node::Element;
use crate::ui::{self, Loading};

/// Whether the reader has turned on the data saver, for server rendering: the server reads the
/// `Save-Data` header and provides this. In a browser it is `navigator.connection.saveData`.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SaveData(pub bool);

/// Where a picture is shown. The sizes are those of the stylesheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureSlot {
    /// In an article's text.
    Text,
    /// In an article's text, beside others.
    Row,
    /// With the first headline of the front page.
    Lead,
    /// With another headline, or the first of a channel.
    Headline,
    /// Beside the text of a list item.
    List,
    /// On a card selected by the newsroom.
    Tile,
}

impl PictureSlot {
    /// Its width, as the `sizes` attribute.
    fn sizes(self) -> &'static str {
        match self {
            Self::Text => "(min-width: 44rem) 44rem, 100vw",
            Self::Row => "(min-width: 44rem) 22rem, 50vw",
            Self::Lead => "(min-width: 64rem) 26rem, (min-width: 44rem) 44rem, 100vw",
            Self::Headline => "(min-width: 40rem) 20rem, 7.5rem",
            Self::List => "(min-width: 40rem) 10.5rem, 7.5rem",
            Self::Tile => "(min-width: 64rem) 18rem, 50vw",
        }
    }

    /// The least width of a file that is sharp enough with the data saver, in pixels.
    fn min_width(self) -> u32 {
        match self {
            Self::Text => 360,
            Self::Lead => 360,
            Self::Headline | Self::List => 168,
            Self::Row | Self::Tile => 200,
        }
    }
}

/// The least width of a picture that fills the width of a text, in CSS pixels.
pub const MIN_TEXT_WIDTH: u32 = 352;

/// The image element for a picture in a slot. With the data saver it has one small file,
/// whatever the resolution of the screen.
#[must_use]
pub fn picture(picture: &Picture, alt: String, slot: PictureSlot, loading: Loading) -> Element {
    let (url, srcset) = if is_saving_data() {
        (picture.url_at_least(slot.min_width()), None)
    } else {
        (&picture.url, picture.srcset())
    };
    let size: Option<(u32, u32)> = picture.size.map(Size::into);
    // A card crops its picture, so it needs no size; a text shows all of it, and does not blow it
    // up past twice its size.
    let class = match (slot, size) {
        (PictureSlot::Text, size) if size.is_none_or(|(width, _)| width < MIN_TEXT_WIDTH) => {
            "picture-natural"
        }
        (_, None) => "picture picture-unsized",
        (_, Some(_)) => "picture",
    };
    let image =
        ui::picture(class, url.as_str().to_owned(), srcset, slot.sizes(), alt, size, loading);
    image.maybe_attr("data-color", picture.color.map(|color| color.to_string()))
}

#[cfg(feature = "ssr")]
fn is_saving_data() -> bool {
    use_context().is_some_and(|SaveData(is_on)| is_on)
}

#[cfg(not(feature = "ssr"))]
fn is_saving_data() -> bool {
    crate::browser::network::saves_data()
}
