//! The search form.

use leptos::prelude::*;
use zaidu_model::Route;
use zaidu_model::route::QUERY;

use crate::ui::Still;
use crate::ui::markup::{Piece, tag};
use crate::words;

/// The form, with what was searched last. It is a plain one, which needs no
/// program; with one, [`crate::browser::history`] opens what it asks for.
#[component]
pub fn SearchForm(
    /// What was searched.
    text: String,
) -> impl IntoView {
    view! {
        <form class="search" role="search" action=Route::Search.to_string()>
            {Still::new(move || fields(text))}
        </form>
    }
}

/// As many characters as a query may have: see
/// [`Query::MAX`](zaidu_model::Query::MAX).
const LONGEST: &str = "64";

fn fields(text: String) -> Vec<Piece> {
    let field = tag("input")
        .attr("type", "search")
        .attr("name", QUERY)
        .attr("value", text)
        .attr("maxlength", LONGEST)
        .attr("enterkeyhint", "search")
        .attr("autocomplete", "off")
        .attr("aria-label", words::SEARCH_FOR);
    let button = tag("button").attr("class", "button").with(words::SEARCH);
    vec![field.into(), button.into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Query;

    #[test]
    fn the_field_takes_what_a_query_takes() {
        assert_eq!(LONGEST.parse(), Ok(Query::MAX));
    }
}
