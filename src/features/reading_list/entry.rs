//! Entry of a reading list: an article as far as a list shows it, and its text form in localStorage.

use zaidu_model::{Article, Key, Timestamp};

use super::position::{Position, Progress};

/// An article that a reader has saved or opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The article's key.
    pub id: Key,
    /// When it was put into the list, in seconds since 1970 by the reader's clock, which may be
    /// wrong; later than that of every entry that was put there before.
    pub at: i64,
    /// Whether a server has said that the article is no longer there.
    pub is_gone: bool,
    /// When it was published; empty if that is not known.
    pub published: String,
    /// Its source; empty for none.
    pub source: String,
    /// Its channel; empty for none.
    pub channel: String,
    /// Its title, or the beginning of its text; empty if that is not known.
    pub title: String,
    /// How far it has been read.
    pub progress: Progress,
}

impl Entry {
    /// The entry of `article`, opened at `at`.
    pub(super) fn new(article: &Article, at: i64) -> Self {
        Self {
            id: article.id.clone(),
            at,
            is_gone: false,
            published: article.published.to_string(),
            source: article.source.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
            channel: article.section.as_ref().map(|it| it.channel.name.clone()).unwrap_or_default(),
            title: article.headline().into_owned(),
            progress: Progress::Opened,
        }
    }

    /// The time of publication, if it is known.
    pub(super) fn published(&self) -> Option<Timestamp> {
        Timestamp::parse(&self.published).ok()
    }

    /// The text form: one value a line, in the order of [`Self::parse`].
    pub(super) fn to_text(&self) -> String {
        let (percent, position) = match &self.progress {
            Progress::Opened => (0, Position::default()),
            Progress::Begun(percent, position) => (*percent, position.clone()),
            Progress::Finished => (100, Position::default()),
        };
        let lines = [
            self.at.to_string(),
            if self.is_gone { "1" } else { "" }.to_owned(),
            percent.to_string(),
            position.block.to_string(),
            position.offset.to_string(),
            position.prefix,
            self.published.clone(),
            self.source.clone(),
            self.channel.clone(),
            self.title.clone(),
        ];
        lines.map(|line| line.replace('\n', " ")).join("\n")
    }

    /// Reads what [`Self::to_text`] wrote. Anyone may edit storage: what is missing or not as it
    /// should be is empty, and the entry stays, since its key is all that it needs.
    pub(super) fn parse(id: Key, text: &str) -> Self {
        let mut lines = text.split('\n');
        let mut next = || lines.next().unwrap_or_default();
        let number = |text: &str| text.parse::<i64>().unwrap_or_default();
        let at = number(next());
        let is_gone = next() == "1";
        let percent = u8::try_from(number(next())).unwrap_or_default();
        let position = Position {
            block: usize::try_from(number(next())).unwrap_or_default(),
            offset: u8::try_from(number(next())).map_or(0, |offset| offset.min(100)),
            prefix: next().to_owned(),
        };
        let progress = match percent {
            1..100 => Progress::Begun(percent, position),
            100 => Progress::Finished,
            _ => Progress::Opened,
        };
        let mut owned = || next().to_owned();
        let (published, source, channel, title) = (owned(), owned(), owned(), owned());
        Self { id, at, is_gone, published, source, channel, title, progress }
    }

    /// Whether title, source or channel contains `query`, regardless of case and white space. An
    /// empty query matches everything.
    pub(super) fn matches(&self, query: &str) -> bool {
        let fold = |text: &str| -> String {
            // The lower case of all scripts would be a table of 4 kB.
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
        };
        let query = fold(query);
        [&self.title, &self.source, &self.channel]
            .into_iter()
            .any(|text| fold(text).contains(&query))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, at: i64) -> Entry {
        Entry {
            id: Key::new(id).unwrap(),
            at,
            is_gone: false,
            published: "2026-11-20T08:00:00+08:00".into(),
            source: "江报".into(),
            channel: "城事".into(),
            title: "12 路 Bus 改线".into(),
            progress: Progress::Opened,
        }
    }

    #[test]
    fn entries_survive_storage() {
        let begun =
            Progress::Begun(40, Position { block: 7, offset: 55, prefix: "车在桥上".into() });
        for progress in [Progress::Opened, begun, Progress::Finished] {
            for is_gone in [false, true] {
                let entry =
                    Entry { progress: progress.clone(), is_gone, ..entry("a", 1_700_000_000) };
                assert_eq!(Entry::parse(entry.id.clone(), &entry.to_text()), entry);
            }
        }
        let broken = Entry { title: "一\n二".into(), ..entry("a", 1) };
        let read = Entry::parse(broken.id.clone(), &broken.to_text());
        assert_eq!(read.title, "一 二");
    }

    #[test]
    fn an_edited_entry_is_read_as_far_as_it_goes() {
        let id = Key::new("a").unwrap();
        for (text, at, progress, title) in [
            ("", 0, Progress::Opened, ""),
            ("x\n\ny", 0, Progress::Opened, ""),
            ("7\n\n255\n-1", 7, Progress::Opened, ""),
            ("7\n\n100\n\n\n\n\n\n\n题\n多余", 7, Progress::Finished, "题"),
            (
                "7\n\n40\n99999999999999999999999\n900",
                7,
                Progress::Begun(40, Position::default()),
                "",
            ),
            (
                "7\n\n40\n3\n200",
                7,
                Progress::Begun(40, Position { block: 3, offset: 100, prefix: String::new() }),
                "",
            ),
        ] {
            let entry = Entry::parse(id.clone(), text);
            let seen = (entry.at, entry.progress.clone(), entry.title.as_str());
            // An offset that is no number of a byte is 0.
            assert_eq!(seen, (at, progress, title), "{text:?}");
            assert_eq!(entry.published(), None);
        }
    }

    #[test]
    fn a_search_looks_at_title_source_and_channel() {
        let entry = entry("a", 1);
        for query in ["", " ", "12路", "bus", "BUS 改", "江报", "城 事"] {
            assert!(entry.matches(query), "{query}");
        }
        for query in ["13路", "江报城事", "2026"] {
            assert!(!entry.matches(query), "{query}");
        }
    }
}
