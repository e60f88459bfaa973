//! Command-line options of content that is followed.

use std::str::FromStr;
use std::time::Duration;

use clap::Args;

use crate::content::{Content, ReadOptions};

/// The shortest interval.
const MIN_INTERVAL: Duration = Duration::from_millis(10);

/// Options of content that is followed.
#[derive(Debug, Clone, Args)]
pub(crate) struct ContentOptions {
    /// Content to import and to follow: a file, a folder, or the address of a feed (https://…).
    /// Several are given by several options, or by lines of the variable; the settings of the
    /// site are those of the first. `CHANNEL=` or `CHANNEL/COLUMN=` before it names the section of
    /// what names none: city=https://cms.example.org/feed. What cannot be read is logged and
    /// tried again, and the server serves what the database has.
    #[arg(long, env = "ZAIDU_CONTENT", value_name = "[SECTION=]FILE|FOLDER|URL")]
    content: Vec<Contents>,
    /// How often a feed is asked whether it has changed, unless it asks for a longer pause.
    #[arg(long, env = "ZAIDU_POLL_FEEDS", value_name = "TIME", default_value = "10m", value_parser = parse_interval)]
    pub(crate) poll_feeds: Duration,
    /// How often a file or a folder is looked at. It is imported when it has changed and looks
    /// the same twice.
    #[arg(long, env = "ZAIDU_POLL_FILES", value_name = "TIME", default_value = "2s", value_parser = parse_interval)]
    pub(crate) poll_files: Duration,
    /// A host of feeds that need not be on the public Internet, such as cms.intern or 10.0.0.7.
    #[arg(long, env = "ZAIDU_ALLOW_PRIVATE_FEED", value_name = "HOST", value_delimiter = ',')]
    pub(crate) allow_private_feed: Vec<String>,
    /// One of the contents, by its file, folder or address: withdraw the articles that came from
    /// it and are no longer in it. Only for what always has all of its articles; most feeds have
    /// the newest only. Nothing is withdrawn if it is empty, has none of them, or has an item that
    /// is refused.
    #[arg(long, env = "ZAIDU_PRUNE_CONTENT", value_name = "FILE|FOLDER|URL")]
    prune_content: Vec<Contents>,
    /// How content is read.
    #[command(flatten)]
    pub(crate) read: ReadOptions,
}

impl ContentOptions {
    /// All contents, in their order.
    pub(crate) fn contents(&self) -> Vec<Content> {
        self.content.iter().flat_map(|contents| contents.0.clone()).collect()
    }

    /// The first place of `--prune-content` that is none of `--content`.
    pub(crate) fn unknown_prune(&self) -> Option<&Content> {
        let known = self.contents();
        self.pruned().find(|pruned| known.iter().all(|content| content.place != pruned.place))
    }

    fn pruned(&self) -> impl Iterator<Item = &Content> {
        self.prune_content.iter().flat_map(|contents| &contents.0)
    }

    /// Whether what is gone from `content` is withdrawn.
    pub(crate) fn is_pruned(&self, content: &Content) -> bool {
        self.pruned().any(|pruned| pruned.place == content.place)
    }
}

/// Contents, a line each: an option has one, an environment variable may have several.
#[derive(Debug, Clone)]
struct Contents(Vec<Content>);

impl FromStr for Contents {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.map(Content::from_str).collect::<Result<_, _>>().map(Self)
    }
}

/// Parses a time such as `10m`.
fn parse_interval(text: &str) -> Result<Duration, &'static str> {
    const MALFORMED: &str = "a time is a number and a unit, such as 10m (ms, s, m, h or d)";
    let end = text.find(|c: char| !c.is_ascii_digit()).ok_or(MALFORMED)?;
    let number: u64 = text[..end].parse().map_err(|_| MALFORMED)?;
    let unit = match &text[end..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(MALFORMED),
    };
    let interval = Duration::from_millis(number.saturating_mul(unit));
    let year = Duration::from_secs(366 * 86_400);
    if (MIN_INTERVAL..=year).contains(&interval) { Ok(interval) } else { Err(MALFORMED) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_may_have_several_lines() {
        let shown = |text: &str| {
            let contents: Contents = text.parse().unwrap();
            contents.0.iter().map(Content::shown).collect::<Vec<_>>()
        };
        assert_eq!(
            shown("a.json\n\n city=https://a.example/f \n"),
            ["a.json", "https://a.example/f"]
        );
        assert_eq!(shown(""), [""; 0]);
        assert!("a.json\ncity=".parse::<Contents>().is_err());
    }

    #[test]
    fn an_interval_is_a_number_and_a_unit() {
        assert_eq!(parse_interval("10m"), Ok(Duration::from_secs(600)));
        assert_eq!(parse_interval("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse_interval("1d"), Ok(Duration::from_secs(86_400)));
        for bad in ["", "10", "m", "0s", "1ms", "-1m", "1.5m", "1w", "9999999999d", "１m"] {
            assert!(parse_interval(bad).is_err(), "{bad}");
        }
    }
}
