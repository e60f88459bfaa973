//! Search form.

use zaidu_model::Route;
use zaidu_model::url::SEARCH_PARAM;

use crate::strings;
use crate::ui::node::{Element, element};

/// The search form, with `text` as the current query. It is a plain GET form, which works without
/// JavaScript; with it, [`crate::browser::history`] handles the submission by client-side
/// navigation.
#[must_use]
pub fn search_form(text: String) -> Element {
    let field = element("input")
        .attr("type", "search")
        .attr("name", SEARCH_PARAM)
        .attr("value", text)
        .attr("maxlength", MAX_LENGTH)
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

/// Maximum length of a query in characters; equals
/// [`SearchQuery::MAX`](zaidu_model::SearchQuery::MAX).
const MAX_LENGTH: &str = "64";

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::SearchQuery;

    #[test]
    fn the_maximum_length_is_that_of_a_query() {
        assert_eq!(MAX_LENGTH.parse(), Ok(SearchQuery::MAX));
    }
}
