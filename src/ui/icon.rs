//! Marks, drawn with one stroke width on a grid of 24.

use leptos::prelude::*;

/// A mark that only decorates: words stand beside it or in a label.
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
}

impl Icon {
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
        }
    }

    /// The mark, in the colour of the words around it.
    #[must_use]
    pub fn view(self) -> impl IntoView {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d=self.path() />
            </svg>
        }
    }
}
