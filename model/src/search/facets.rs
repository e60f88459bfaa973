//! Tags and authors that a search query names.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{SearchQuery, fold};
use crate::{Article, Facet, Timestamp};

/// Maximum number of tags and authors that a search returns.
pub const MAX_FACETS: usize = 8;

impl SearchQuery {
    /// The whole query in the form of [`fold`], its terms joined.
    #[must_use]
    pub fn folded(&self) -> String {
        self.terms().collect()
    }

    /// The tags and authors in `articles` that the query names: those whose folded names begin with
    /// the whole query or equal one of its terms. First those that equal the query, then those with
    /// the newest articles; at most [`MAX_FACETS`].
    #[must_use]
    pub(crate) fn facets(&self, articles: &[Article]) -> Vec<Facet> {
        let whole = self.folded();
        let mut found: BTreeMap<Facet, (bool, Timestamp)> = BTreeMap::new();
        for article in articles {
            for facet in Facet::all_of(article) {
                let folded = fold(&facet.name);
                if folded.starts_with(&whole) || self.terms().any(|term| term == folded) {
                    let entry = (folded == whole, article.published);
                    let known = found.entry(facet).or_insert(entry);
                    *known = entry.max(*known);
                }
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        // By kind and name where both are the same: the sort is stable.
        found.sort_by_key(|(_, rank)| Reverse(*rank));
        found.truncate(MAX_FACETS);
        found.into_iter().map(|(facet, _)| facet).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_begin_with_the_query_or_equal_a_term_are_found() {
        let article = |day: u32, tags: &[&str], authors: &[&str]| -> Article {
            serde_json::from_value(serde_json::json!({
                "id": format!("a-{day}"), "published": format!("2026-11-{day:02}T08:00:00Z"),
                "body": [], "tags": tags, "authors": authors,
            }))
            .unwrap()
        };
        let articles = [
            article(3, &["慢出行", "城市慢行"], &["祝晓岚"]),
            article(2, &["慢行道", "ＡＩ", "AI 芯片"], &["慢行道"]),
            article(1, &["慢"], &["Li Ming"]),
        ];
        let found = |query: &str| {
            let facets = SearchQuery::new(query).unwrap().facets(&articles);
            facets.iter().map(|facet| facet.name.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("慢"), "慢 慢出行 慢行道 慢行道");
        assert_eq!(found("慢行"), "慢行道 慢行道");
        assert_eq!(found("祝晓岚 慢出行"), "祝晓岚 慢出行");
        assert_eq!(found("ai"), "ＡＩ AI 芯片");
        assert_eq!(found("liming"), "Li Ming");
        assert_eq!(found("出行"), "");
        let many: Vec<String> = (0..20).map(|number| format!("河{number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let article = article(4, &many, &[]);
        assert_eq!(SearchQuery::new("河").unwrap().facets(&[article]).len(), MAX_FACETS);
    }
}
