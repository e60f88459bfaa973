//! SVG icons of the four moods: our own drawings with one stroke width on a 48-unit grid.

use leptos::prelude::*;
use zaidu_model::Mood;

/// The SVG path data of `mood`.
fn path_data(mood: Mood) -> &'static str {
    match mood {
        Mood::Happy => {
            "M24 5a19 19 0 1 0 0 38 19 19 0 0 0 0-38ZM14 20.500c1.200-2.800 4.800-2.800 6 0M28 20.500c1.200-2.800 4.800-2.800 6 0\
             M14.500 27c1.500 5.600 5 8.500 9.500 8.500s8-2.900 9.500-8.500Z"
        }
        Mood::Sad => {
            "M24 5a19 19 0 1 0 0 38 19 19 0 0 0 0-38ZM17 19v2.500M31 19v2.500M16.500 33.500c1.700-3.400 4.200-5 7.500-5s5.800 1.600 7.500 5\
             M33.500 25.500c-1.800 2.500-2.200 3.700-1.300 4.800.8.900 2 .9 2.700 0 .8-1.100.400-2.300-1.400-4.800Z"
        }
        Mood::Like => {
            "M8 21.500h7v19H8ZM15 23l8.500-16c2.800 0 4.500 2.300 3.900 5l-1.600 7.500H37c2.600 0 4.400 2.400 3.800 4.900l-3 12.300c-.5 2.200-2.400 \
             3.800-4.700 3.800H21l-6-2.500"
        }
        Mood::Pass => {
            "M24 9c8.300 0 15 5.600 15 12.500S32.300 34 24 34 9 28.400 9 21.500 15.700 9 24 9ZM17.500 20h3.500M27 20h3.500M20.500 27h7\
             M7 39.500c2.800-2.300 5.700-2.300 8.500 0s5.700 2.300 8.500 0 5.700-2.300 8.500 0 5.700 2.300 8.500 0"
        }
    }
}

/// The icon of `mood`.
pub(super) fn mood_icon(mood: Mood) -> impl IntoView {
    view! {
        <svg class="mood-face" viewBox="0 0 48 48" aria-hidden="true">
            <path d=path_data(mood) />
        </svg>
    }
}
