//! The search form.

use zaidu_model::Route;
use zaidu_model::route::QUERY;

use crate::ui::markup::{Element, tag};
use crate::words;

/// The form, with `text` as what was searched last. It is a plain one, which needs
/// no program; with one, [`crate::browser::history`] opens what it asks for.
#[must_use]
pub fn search_form(text: String) -> Element {
    let field = tag("input")
        .attr("type", "search")
        .attr("name", QUERY)
        .attr("value", text)
        .attr("maxlength", LONGEST)
        .attr("enterkeyhint", "search")
        .attr("aria-label", words::SEARCH_FOR);
    let button = tag("button").attr("type", "submit").attr("class", "button").with(words::SEARCH);
    tag("form")
        .attr("class", "search")
        .attr("role", "search")
        .attr("action", Route::Search.to_string())
        .with(field)
        .with(button)
}

/// As many characters as a query may have: see
/// [`Query::MAX`](zaidu_model::Query::MAX).
const LONGEST: &str = "64";

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Query;

    #[test]
    fn the_field_takes_what_a_query_takes() {
        assert_eq!(LONGEST.parse(), Ok(Query::MAX));
    }
}
