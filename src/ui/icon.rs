//! Icons: inline SVG, with one stroke width on a grid of 24.

use leptos::prelude::*;

use super::node::{Element, element};

/// A decorative icon: a text beside it or a label says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// An arrow that leaves a box.
    Share,
    /// A cross.
    Close,
    /// An arrow to the top-right corner.
    ToCorner,
    /// Two speech bubbles.
    Chat,
    /// An aperture.
    Moments,
    /// An arrow to the left.
    Back,
    /// A square code.
    Code,
    /// A sheet with a picture.
    Poster,
    /// An eye and waves.
    Weibo,
    /// A penguin.
    Qq,
    /// A star.
    Star,
    /// An envelope.
    Mail,
    /// The letter X.
    X,
    /// A plane of paper.
    Plane,
    /// A magnifying glass.
    Search,
}

impl Icon {
    /// Every icon, for the gallery.
    #[cfg(feature = "mock")]
    pub const ALL: [Self; 15] = [
        Self::Share,
        Self::Close,
        Self::ToCorner,
        Self::Chat,
        Self::Moments,
        Self::Back,
        Self::Code,
        Self::Poster,
        Self::Weibo,
        Self::Qq,
        Self::Star,
        Self::Mail,
        Self::X,
        Self::Plane,
        Self::Search,
    ];

    fn path(self) -> &'static str {
        match self {
            Self::Share => "M12 15V3.5m0 0L8 7.5m4-4 4 4M6 11H5v9.5h14V11h-1",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::ToCorner => "M3 21C4 12 10 5.5 20.5 4M14 3l6.5 1L18 10",
            Self::Chat => {
                "M10 4c4.4 0 7.5 2.6 7.5 6s-3.100 6-7.500 6c-.8 0-1.600-.1-2.300-.3L4.500 17.500l.8-2.600\
                 C3.500 13.800 2.500 12 2.500 10c0-3.400 3.100-6 7.500-6Zm9 6.500c1.600 1 2.500 2.500 2.500 4.200 0 1.500-.7 2.800-1.900 3.700l.5 2.100-2.200-1.100c-2.700.7-5.300-.1-6.700-1.700"
            }
            Self::Moments => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 5.500L19 6.500M15 10l5 4.500M15 14l-1.500 6.500M12 15.500 5 17.500\
                 M9 14 4 9.500M9 10l1.500-6.500"
            }
            Self::Back => "M14.500 5 7.500 12l7 7",
            Self::Code => {
                "M4 4h6v6H4ZM14 4h6v6h-6ZM4 14h6v6H4ZM14 14h2.500v2.500M20 14v2.500M14 20h2.500M20 20v0"
            }
            Self::Poster => {
                "M5 3h14v18H5ZM8 7h8M8 10.500h5M8 17.500l2.500-3 2 2 1.500-1.500 2 2.500"
            }
            Self::Weibo => {
                "M9.500 8c4-1.500 8 .5 8 4.500s-4 7-8 7-6.500-2.500-6.500-5.500C3 11 6 9.300 9.500 8ZM8 14.500a2 2 0 1 0 4 0 2 2 0 0 0-4 0\
                 M15.500 7.500c1.700-.3 3 1 2.700 2.700M15 4c4-.6 7 2.400 6.500 6.500"
            }
            Self::Qq => {
                "M6.500 11C6.500 6 8.500 3.500 12 3.500s5.500 2.500 5.500 7.500c1.500 1.500 2.500 3.500 2 5.500-.8.3-1.500-.7-1.500-.7-.5 3-3 4.700-6 4.700\
                 s-5.500-1.700-6-4.700c0 0-.7 1-1.500.7-.5-2 .5-4 2-5.500ZM10 8v1.500M14 8v1.500M9 12.500c2 1.300 4 1.300 6 0"
            }
            Self::Star => {
                "M12 3.500l2.600 5.400 5.900.8-4.300 4.100 1 5.900L12 16.900l-5.200 2.800 1-5.900L3.500 9.700l5.900-.8Z"
            }
            Self::Mail => "M3.500 5.500h17v13h-17ZM3.500 7l8.500 6.500L20.500 7",
            Self::X => "M4.500 4.500h4l11 15h-4ZM19 4.500l-6 6.600M11 13.200l-6 6.300",
            Self::Plane => {
                "M21 4.500 3 11.500l5.500 2.200L18 7.500M8.500 13.700l1 5.300 3-3.500 4.700 3.500L21 4.500"
            }
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm4.7 11.2 5.3 5.3",
        }
    }

    /// The icon as a static element.
    #[must_use]
    pub fn element(self) -> Element {
        let svg = element("svg").attr("class", "icon").attr("viewBox", "0 0 24 24");
        svg.attr("aria-hidden", "true").with(element("path").attr("d", self.path()))
    }

    /// The icon as a view, in the colour of the surrounding text.
    #[must_use]
    pub fn view(self) -> impl IntoView {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d=self.path() />
            </svg>
        }
    }
}
