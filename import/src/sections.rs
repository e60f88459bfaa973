//! Channels and columns: those that the feed declares, and those that its items
//! name without declaring them.

use zaidu_model::site::Channel;
use zaidu_model::{Key, NamedKey, Section};

use crate::keys;
use crate::limits::{ENTRIES, NAME};
use crate::{normalize, wire};

/// The channels of a site while it is imported.
pub(crate) struct Sections(Vec<Channel>);

impl Sections {
    pub(crate) fn new(declared: Vec<Channel>) -> Self {
        Self(declared)
    }

    /// The section that an item names as channel and column, by name or key.
    /// What is not known yet is added at the end. Nothing without a channel, or
    /// when there are too many.
    pub(crate) fn find(&mut self, names: &[String]) -> Option<Section> {
        let at = find_or_add(&mut self.0, names.first()?, |place| Channel::new(place, Vec::new()))?;
        let channel = self.0.get_mut(at)?;
        let column = names.get(1).and_then(|name| {
            let at = find_or_add(&mut channel.columns, name, |place| place)?;
            channel.columns.get(at).cloned()
        });
        Some(Section { channel: channel.named_key(), column })
    }

    pub(crate) fn into_channels(self) -> Vec<Channel> {
        self.0
    }
}

/// What has a place: a channel, or a column itself.
trait Placed {
    fn key(&self) -> &Key;
    fn name(&self) -> &str;
}

impl Placed for Channel {
    fn key(&self) -> &Key {
        &self.key
    }

    fn name(&self) -> &str {
        &self.name
    }
}

impl Placed for NamedKey {
    fn key(&self) -> &Key {
        &self.key
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// The channels that a feed declares, each key once.
pub(crate) fn declared(channels: &[wire::Channel]) -> Vec<Channel> {
    places(channels, |channel, place| {
        let columns = places(&channel.columns.0, |_, place| place);
        Channel::new(place, columns)
    })
}

fn places<T: Placed>(
    declared: &[wire::Channel],
    make: impl Fn(&wire::Channel, NamedKey) -> T,
) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for channel in declared {
        let Some(name) = channel.name.line(NAME).or_else(|| channel.key.line(NAME)) else {
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

/// Where `name` is among `known`, after it was added if need be.
fn find_or_add<T: Placed>(
    known: &mut Vec<T>,
    name: &str,
    make: impl Fn(NamedKey) -> T,
) -> Option<usize> {
    let name = normalize::line(name, NAME)?;
    // A name is stronger than a key: a channel may be called like another's key.
    let by_name = known.iter().position(|one| one.name() == name);
    let key = keys::from_name(&name)?;
    by_name.or_else(|| known.iter().position(|one| *one.key() == key)).or_else(|| {
        (known.len() < ENTRIES).then(|| {
            known.push(make(NamedKey { key, name }));
            known.len() - 1
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(sections: &mut Sections, names: &[&str]) -> Option<String> {
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        let section = sections.find(&names)?;
        let column = section.column.map(|place| place.key.to_string()).unwrap_or_default();
        Some(format!("{}/{column}", section.channel.key))
    }

    #[test]
    fn names_and_keys_find_what_is_declared() {
        let json = r#"[{"key":"city","name":"城市","columns":[{"key":"bus","name":"公交"}]},
            {"key":"city","name":"again"},{"name":"江 河"},{},{"key":"a/b"}]"#;
        let channels: wire::List<wire::Channel> = serde_json::from_str(json).unwrap();
        let mut sections = Sections::new(declared(&channels.0));
        assert_eq!(find(&mut sections, &["城市", "bus"]).unwrap(), "city/bus");
        assert_eq!(find(&mut sections, &["city", " 公交 "]).unwrap(), "city/bus");
        assert_eq!(find(&mut sections, &["江 河", ""]).unwrap(), "江-河/");
        assert_eq!(find(&mut sections, &["a-b"]).unwrap(), "a-b/");
        assert_eq!(sections.into_channels().len(), 3);
    }

    #[test]
    fn others_are_added_in_order() {
        let mut sections = Sections::new(vec![]);
        assert_eq!(find(&mut sections, &["江河", "潮汐"]).unwrap(), "江河/潮汐");
        assert_eq!(find(&mut sections, &["江河", "渡口"]).unwrap(), "江河/渡口");
        assert_eq!(find(&mut sections, &[]), None);
        assert_eq!(find(&mut sections, &["\u{3000}"]), None);
        for n in 0..ENTRIES * 2 {
            find(&mut sections, &[&format!("n{n}")]);
        }
        let channels = sections.into_channels();
        assert_eq!(channels.len(), ENTRIES);
        assert_eq!(channels[0].columns.len(), 2);
    }
}
