//! Channels and columns: those that the feed declares, and those that only its items name.

use zaidu_model::site::Channel;
use zaidu_model::{Key, NamedKey, Section};

use crate::keys;
use crate::limits::{MAX_ENTRIES, MAX_NAME};
use crate::{normalize, wire};

/// The channels of a site during an import.
pub(crate) struct Sections(Vec<Channel>);

impl Sections {
    pub(crate) fn new(declared: Vec<Channel>) -> Self {
        Self(declared)
    }

    /// Adds the channels that a feed declares, and the columns of those that are known already.
    pub(crate) fn declare(&mut self, declared: Vec<Channel>) {
        for channel in declared {
            let is_full = self.0.len() >= MAX_ENTRIES;
            let known = self.0.iter_mut().find(|known| {
                known.key == channel.key || (!known.name.is_empty() && known.name == channel.name)
            });
            match known {
                Some(known) => {
                    for column in channel.columns {
                        if known.columns.iter().all(|other| other.key != column.key)
                            && known.columns.len() < MAX_ENTRIES
                        {
                            known.columns.push(column);
                        }
                    }
                }
                None if is_full => {}
                None => self.0.push(channel),
            }
        }
    }

    /// The section of an item that names its channel and column, each by name or key. Unknown
    /// ones are appended. `None` without a channel, or when there are too many.
    pub(crate) fn find_or_add(&mut self, names: &[String]) -> Option<Section> {
        let index = find_or_add(&mut self.0, names.first()?, |key| Channel::new(key, Vec::new()))?;
        let channel = self.0.get_mut(index)?;
        let column = names.get(1).and_then(|name| {
            let index = find_or_add(&mut channel.columns, name, |key| key)?;
            channel.columns.get(index).cloned()
        });
        Some(Section { channel: channel.named_key(), column })
    }

    /// The names of the section that has this name or key, if there is one: channel, and column.
    pub(crate) fn find(&self, name: &str) -> Option<Vec<String>> {
        let is_it = |it: &dyn Keyed| it.name() == name || it.key().as_str() == name;
        if let Some(channel) = self.0.iter().find(|channel| is_it(*channel)) {
            return Some(vec![channel.name.clone()]);
        }
        self.0.iter().find_map(|channel| {
            let column = channel.columns.iter().find(|column| is_it(*column))?;
            Some(vec![channel.name.clone(), column.name.clone()])
        })
    }

    pub(crate) fn into_channels(self) -> Vec<Channel> {
        self.0
    }
}

/// A channel or a column.
trait Keyed {
    fn key(&self) -> &Key;
    fn name(&self) -> &str;
}

impl Keyed for Channel {
    fn key(&self) -> &Key {
        &self.key
    }

    fn name(&self) -> &str {
        &self.name
    }
}

impl Keyed for NamedKey {
    fn key(&self) -> &Key {
        &self.key
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// The channels that a feed declares, without duplicate keys.
pub(crate) fn declared(channels: &[wire::Channel]) -> Vec<Channel> {
    unique_by_key(channels, |channel, key| {
        let columns = unique_by_key(&channel.columns.0, |_, key| key);
        Channel::new(key, columns)
    })
}

/// Converts declared channels or columns. Those without a name, or with the key of an earlier one,
/// are dropped.
fn unique_by_key<T: Keyed>(
    declared: &[wire::Channel],
    make: impl Fn(&wire::Channel, NamedKey) -> T,
) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for channel in declared {
        let Some(name) = channel.name.line(MAX_NAME).or_else(|| channel.key.line(MAX_NAME)) else {
            continue;
        };
        let key =
            channel.key.as_deref().and_then(keys::from_name).or_else(|| keys::from_name(&name));
        let Some(key) = key else { continue };
        if out.iter().all(|known| *known.key() != key) {
            out.push(make(channel, NamedKey { key, name }));
        }
    }
    out
}

/// Index of `name` in `known`; it is appended if it is missing.
fn find_or_add<T: Keyed>(
    known: &mut Vec<T>,
    name: &str,
    make: impl Fn(NamedKey) -> T,
) -> Option<usize> {
    let name = normalize::line(name, MAX_NAME)?;
    // Names take precedence over keys: the name of a channel may be the key of another.
    let by_name = known.iter().position(|one| one.name() == name);
    let key = keys::from_name(&name)?;
    by_name.or_else(|| known.iter().position(|one| *one.key() == key)).or_else(|| {
        (known.len() < MAX_ENTRIES).then(|| {
            known.push(make(NamedKey { key, name }));
            known.len() - 1
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find_or_add(sections: &mut Sections, names: &[&str]) -> Option<String> {
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        let section = sections.find_or_add(&names)?;
        let column = section.column.map(|column| column.key.to_string()).unwrap_or_default();
        Some(format!("{}/{column}", section.channel.key))
    }

    #[test]
    fn declared_sections_are_found_by_name_and_key() {
        let json = r#"[{"key":"city","name":"城市","columns":[{"key":"bus","name":"公交"}]},
            {"key":"city","name":"again"},{"name":"江 河"},{},{"key":"a/b"}]"#;
        let channels: wire::List<wire::Channel> = serde_json::from_str(json).unwrap();
        let mut sections = Sections::new(declared(&channels.0));
        assert_eq!(find_or_add(&mut sections, &["城市", "bus"]).unwrap(), "city/bus");
        assert_eq!(find_or_add(&mut sections, &["city", " 公交 "]).unwrap(), "city/bus");
        assert_eq!(find_or_add(&mut sections, &["江 河", ""]).unwrap(), "江-河/");
        assert_eq!(find_or_add(&mut sections, &["a-b"]).unwrap(), "a-b/");
        assert_eq!(sections.into_channels().len(), 3);
    }

    #[test]
    fn other_sections_are_appended() {
        let mut sections = Sections::new(vec![]);
        assert_eq!(find_or_add(&mut sections, &["江河", "潮汐"]).unwrap(), "江河/潮汐");
        assert_eq!(find_or_add(&mut sections, &["江河", "渡口"]).unwrap(), "江河/渡口");
        assert_eq!(find_or_add(&mut sections, &[]), None);
        assert_eq!(find_or_add(&mut sections, &["\u{3000}"]), None);
        for n in 0..MAX_ENTRIES * 2 {
            find_or_add(&mut sections, &[&format!("n{n}")]);
        }
        let channels = sections.into_channels();
        assert_eq!(channels.len(), MAX_ENTRIES);
        assert_eq!(channels[0].columns.len(), 2);
    }
}
