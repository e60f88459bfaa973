//! Inputs of the simulation: what was measured, what the server's code says, and what is assumed.

use std::str::FromStr;

use crate::error::{Error, Result};

/// Declares the inputs with their options, so that each is named once.
macro_rules! inputs {
    ($($(#[doc = $doc:literal])+ $name:ident, $option:literal = $value:expr;)+) => {
        /// The inputs. Each is a positive number or 0, and has an option of its name.
        #[derive(Debug, Clone, PartialEq)]
        pub(super) struct Inputs {
            $($(#[doc = $doc])+ pub(super) $name: f64,)+
        }

        impl Default for Inputs {
            fn default() -> Self {
                Self { $($name: $value,)+ }
            }
        }

        impl Inputs {
            /// Sets the input with this option.
            ///
            /// # Errors
            /// A usage error for an unknown option, and for text that is not a number of 0 or more.
            pub(super) fn set(&mut self, option: &str, text: &str) -> Result<()> {
                let value = number(option, text)?;
                match option {
                    $($option => self.$name = value,)+
                    _ => return Err(Error::usage(format!("there is no option --{option}"))),
                }
                Ok(())
            }

            /// A line for each option: its name, default and meaning.
            pub(super) fn usage() -> String {
                let defaults = Self::default();
                let lines = [$((
                    $option,
                    defaults.$name,
                    [$($doc),+].concat(),
                ),)+];
                lines.map(|(option, value, doc)| format!("  --{option} {value}:{doc}\n")).concat()
            }
        }
    };
}

inputs! {
    /// Kept pages a second of one core (docs/benchmarks.md, br, page).
    kept_pages, "kept-pages" = 28_897.0;
    /// Newly rendered and compressed pages a second of one core (docs/benchmarks.md, br, rendered anew).
    rendered_pages, "rendered-pages" = 164.0;
    /// Pages of readers who have reacted a second of one core (docs/benchmarks.md, br).
    own_pages, "own-pages" = 5_278.0;
    /// Bytes of a page, compressed (docs/benchmarks.md, pages, br).
    page_bytes, "page-bytes" = 18_587.0;
    /// Bytes of program, stylesheets and pictures at a first visit (`cargo xtask budget`, and a picture).
    first_visit_bytes, "first-visit-bytes" = 220_000.0;
    /// Seconds for which a shared cache may serve a page (s-maxage, server/src/http/response.rs).
    fresh, "fresh" = 60.0;
    /// Seconds after that in which it serves the old page and asks (a setting of the cache, docs/operations.md).
    stale, "stale" = 600.0;
    /// Seconds for which a replica keeps a page (TTL, server/src/http/page_cache.rs).
    replica_ttl, "replica-ttl" = 1.0;
    /// Votes in one transaction at most (BATCH, server/src/store/votes/queue.rs).
    batch, "batch" = 500.0;
    /// Votes that wait in a replica at most (QUEUE_CAPACITY, the same).
    queue, "queue" = 16_384.0;
    /// Votes a second on PostgreSQL, spread over articles, with 64 in flight (docs/benchmarks.md, votes).
    measured_votes, "measured-votes" = 11_308.0;
    /// Of the time that 64 votes took there, milliseconds that do not depend on their number (assumed).
    commit_ms, "commit-ms" = 3.0;
    /// The same on a distributed engine: statements that ask other nodes, and consensus (assumed).
    distributed_commit_ms, "distributed-commit-ms" = 15.0;
    /// How much more a vote costs there than on PostgreSQL (assumed).
    distributed_vote_factor, "distributed-vote-factor" = 2.0;
    /// Transactions at once on a PostgreSQL with 16 cores (assumed: a core each).
    lanes, "lanes" = 16.0;
    /// Transactions at once on a distributed engine with nine nodes of 8 cores (assumed).
    distributed_lanes, "distributed-lanes" = 72.0;
    /// Votes a second at the peak.
    votes, "votes" = 50_000.0;
    /// Places in which the CDN has caches of its own (assumed; a shield in front of the origin is 1).
    places, "places" = 20.0;
    /// Share of views by readers with a cookie of this site, whose pages no shared cache has (assumed).
    own_share, "own-share" = 0.08;
    /// Share of views that are first visits (assumed).
    first_share, "first-share" = 0.2;
    /// Share of views that are of articles; the others are of lists and of searches (assumed).
    article_share, "article-share" = 0.7;
    /// Share of views that are searches, each for other words (assumed).
    search_share, "search-share" = 0.01;
    /// Articles published a day (assumed).
    published, "published" = 200.0;
    /// Days of articles that are read at all (assumed).
    days, "days" = 30.0;
    /// Hours after which an article is read half as often (assumed).
    half_life, "half-life" = 12.0;
    /// Exponent of Zipf's law among the articles of a day (assumed).
    zipf, "zipf" = 0.9;
    /// Pages of lists: home, channels and their columns, ranking (assumed).
    lists, "lists" = 40.0;
    /// The seed of the random numbers.
    seed, "seed" = 1.0;
}

impl Inputs {
    /// Seconds that a vote adds to a transaction on PostgreSQL: what is left of the measured time of
    /// a transaction of 64 votes, of as many as were in flight.
    pub(super) fn vote_seconds(&self) -> f64 {
        const IN_FLIGHT: f64 = 64.0;
        (1.0 / self.measured_votes - self.commit_ms / 1000.0 / IN_FLIGHT).max(0.0)
    }
}

fn number(option: &str, text: &str) -> Result<f64> {
    let value = f64::from_str(text).ok().filter(|value| value.is_finite() && *value >= 0.0);
    value.ok_or_else(|| {
        Error::usage(format!("--{option} takes a number of 0 or more, not `{text}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_set_their_inputs() {
        let mut inputs = Inputs::default();
        inputs.set("places", "3").unwrap();
        assert_eq!(inputs, Inputs { places: 3.0, ..Inputs::default() });
        for (option, text) in [("place", "3"), ("places", "-1"), ("places", "x"), ("places", "inf")]
        {
            assert!(matches!(inputs.set(option, text), Err(Error::Usage(_))), "{option} {text}");
        }
        assert!(Inputs::usage().contains("--fresh 60: Seconds"));
    }

    #[test]
    fn a_vote_costs_what_was_measured() {
        let inputs = Inputs::default();
        let transaction = inputs.commit_ms / 1000.0 + 64.0 * inputs.vote_seconds();
        assert!((64.0 / transaction - inputs.measured_votes).abs() < 1.0);
        // More than the whole time is not negative.
        assert_eq!(Inputs { commit_ms: 99.0, ..inputs }.vote_seconds(), 0.0);
    }
}
