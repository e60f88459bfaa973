//! Pictures as they are shown: of their files, the one that fits the room; for
//! readers who save data, a small one.

#[cfg(feature = "ssr")]
use leptos::prelude::use_context;
use zaidu_model::{Picture, Size};

use crate::ui::node::Element;
use crate::ui::{self, Loading};

/// Whether this reader wants to be sent less. The server knows it by a header and
/// says so here; a browser is asked.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SaveData(pub bool);

/// Where pictures stand. The sizes are those of the stylesheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureSlot {
    /// In an article's text.
    Text,
    /// Beside the words of a list.
    List,
    /// On a card that the newsroom chose.
    Tile,
}

impl PictureSlot {
    /// How wide it is, as `sizes` says it.
    fn sizes(self) -> &'static str {
        match self {
            Self::Text => "(min-width: 44rem) 44rem, 100vw",
            Self::List => "(min-width: 40rem) 10.5rem, 7.5rem",
            Self::Tile => "(min-width: 64rem) 18rem, 50vw",
        }
    }

    /// How wide a picture must be, in pixels, to be good enough for it.
    fn enough(self) -> u32 {
        match self {
            Self::Text => 360,
            Self::List => 168,
            Self::Tile => 200,
        }
    }
}

/// The picture in a room. Who saves data gets a small file, however fine the screen
/// is.
#[must_use]
pub fn picture(picture: &Picture, alt: String, room: PictureSlot, comes: Loading) -> Element {
    let (url, files) = if is_saving() {
        (picture.url_at_least(room.enough()), None)
    } else {
        (&picture.url, picture.srcset())
    };
    let size = picture.size.map(Size::into);
    ui::picture(url.as_str().to_owned(), files, room.sizes(), alt, size, comes)
}

#[cfg(feature = "ssr")]
fn is_saving() -> bool {
    use_context().is_some_and(|SaveData(is_saving)| is_saving)
}

#[cfg(not(feature = "ssr"))]
fn is_saving() -> bool {
    crate::browser::network::saves_data()
}
