//! The search form.

use zaidu_model::Route;
use zaidu_model::url::SEARCH_PARAM;

use crate::strings;
use crate::ui::node::{Element, element};

/// The form, with `text` as what was searched last. It is a plain one, which needs
/// no program; with one, [`crate::browser::history`] opens what it asks for.
#[must_use]
pub fn search_form(text: String) -> Element {
    let field = element("input")
        .attr("type", "search")
        .attr("name", SEARCH_PARAM)
        .attr("value", text)
        .attr("maxlength", LONGEST)
        .attr("enterkeyhint", "search")
        .attr("aria-label", strings::SEARCH_FOR);
    let button =
        element("button").attr("type", "submit").attr("class", "button").with(strings::SEARCH);
    element("form")
        .attr("class", "search")
        .attr("role", "search")
        .attr("action", Route::Search.to_string())
        .with(field)
        .with(button)
}

/// As many characters as a query may have: see
/// [`SearchQuery::MAX`](zaidu_model::SearchQuery::MAX).
const LONGEST: &str = "64";

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::SearchQuery;

    #[test]
    fn the_field_takes_what_a_query_takes() {
        assert_eq!(LONGEST.parse(), Ok(SearchQuery::MAX));
    }
}
