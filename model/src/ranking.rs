//! Rankings (新闻表情排行): the articles with the most reactions of one mood in a period.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::Preview;
use crate::feed::newest_first;

/// The articles for which most readers chose a mood, in descending order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Ranking {
    /// At most [`Ranking::MAX_LENGTH`] entries, each with a count above zero.
    pub items: Vec<RankingEntry>,
}

impl Ranking {
    /// Maximum number of entries.
    pub const MAX_LENGTH: usize = 20;
}

/// An entry of a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RankingEntry {
    /// The article.
    pub preview: Preview,
    /// How many readers chose the mood in the period.
    pub count: u64,
}

impl RankingEntry {
    /// The order of a ranking: by count descending, then as [`newest_first`].
    #[must_use]
    pub fn most_first(a: &Self, b: &Self) -> Ordering {
        let key = |entry: &'_ Self| (entry.preview.published, entry.preview.id.clone());
        b.count.cmp(&a.count).then_with(|| {
            let (a, b) = (key(a), key(b));
            newest_first((a.0, &a.1), (b.0, &b.1))
        })
    }
}
