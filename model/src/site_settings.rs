//! Settings of an import that has none: those of the site stay, and its sections become theirs.

use crate::site::Channel;
use crate::{Newsroom, Section, Site};

impl Newsroom {
    /// The same newsroom with the settings of `stored`. Its channels and columns are those of
    /// `stored` that have their key or name; others are added.
    #[must_use]
    pub fn with_settings_of(self, stored: Site) -> Self {
        let mut site = stored;
        add_channels(&mut site.channels, &self.site().channels);
        let section = |section: &Section| {
            let own = Channel::new(section.channel.clone(), Vec::new());
            let channel = position(&site.channels, &own).and_then(|at| site.channels.get(at));
            let Some(channel) = channel else { return section.clone() };
            let column = section.column.as_ref().map(|own| {
                let columns = &channel.columns;
                let known = columns.iter().find(|known| known.key == own.key);
                let known = known.or_else(|| columns.iter().find(|known| known.name == own.name));
                known.unwrap_or(own).clone()
            });
            Section { channel: channel.named_key(), column }
        };
        let moved = self.map_sections(section);
        moved.with_site(site)
    }

    /// The same newsroom with the channels and columns of `stored` that it does not have.
    #[must_use]
    pub fn with_channels_of(self, stored: &Site) -> Self {
        let mut site = self.site().clone();
        add_channels(&mut site.channels, &stored.channels);
        self.with_site(site)
    }
}

/// Adds to `known` the channels and columns of `others` whose key and name it does not have.
fn add_channels(known: &mut Vec<Channel>, others: &[Channel]) {
    for channel in others {
        match position(known, channel).and_then(|at| known.get_mut(at)) {
            None => known.push(channel.clone()),
            Some(known) => {
                for column in &channel.columns {
                    let is_new = |other: &crate::NamedKey| {
                        other.key != column.key && other.name != column.name
                    };
                    if known.columns.iter().all(is_new) {
                        known.columns.push(column.clone());
                    }
                }
            }
        }
    }
}

/// Where the channel with the key of `channel` is, or else that with its name.
fn position(channels: &[Channel], channel: &Channel) -> Option<usize> {
    let by_key = channels.iter().position(|known| known.key == channel.key);
    by_key.or_else(|| channels.iter().position(|known| known.name == channel.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(json: &str) -> Site {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn sections_become_those_of_the_site() {
        let stored = site(
            r#"{"name":"报","channels":[{"key":"city","name":"城市","columns":[{"key":"bus","name":"公交"}]}]}"#,
        );
        let own = site(
            r#"{"name":"","channels":[{"key":"城市","name":"城市","columns":[{"key":"桥","name":"桥"}]},{"key":"水","name":"水"}]}"#,
        );
        let channel = own.channels[0].named_key();
        let mut article: crate::Article = serde_json::from_value(serde_json::json!({
            "id": "a", "excerpt": "", "published": "2026-11-19T08:00:00+08:00", "body": [], "counts": {},
        }))
        .unwrap();
        article.section = Some(Section { channel, column: None });
        let newsroom = Newsroom::new(own, vec![article]).with_settings_of(stored);
        let keys = |channels: &[Channel]| -> Vec<String> {
            channels.iter().map(|channel| channel.key.to_string()).collect()
        };
        assert_eq!(newsroom.site().name, "报");
        assert_eq!(keys(&newsroom.site().channels), ["city", "水"]);
        assert_eq!(newsroom.site().channels[0].columns.len(), 2);
        let section = newsroom.articles()[0].section.as_ref().unwrap();
        assert_eq!(section.channel.key.as_str(), "city");
    }

    #[test]
    fn channels_of_others_are_added_after_ones_own() {
        let own = site(r#"{"name":"报","channels":[{"key":"a","name":"甲"}]}"#);
        let stored = site(
            r#"{"name":"旧","channels":[{"key":"b","name":"乙"},{"key":"a","name":"甲","columns":[{"key":"c","name":"丙"}]}]}"#,
        );
        let newsroom = Newsroom::new(own, Vec::new()).with_channels_of(&stored);
        let channels: Vec<_> = newsroom.site().channels.iter().map(|it| it.key.as_str()).collect();
        assert_eq!((&*newsroom.site().name, channels), ("报", vec!["a", "b"]));
        assert_eq!(newsroom.site().channels[0].columns[0].name, "丙");
    }
}
