//! Settings of the site where content comes from several places.

use zaidu_model::{Newsroom, Site};

use crate::store::{Store, StoreError};

/// Whose settings hold after an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settings {
    /// Those of the import, which is the only content.
    Own,
    /// Those of the import, which is the first of several, with the channels of the others.
    First,
    /// Those that are stored, if there are any, with the channels of the import.
    Stored,
}

/// `newsroom` with the settings that hold after its import into `store`. Documents have none:
/// then those that are stored stay, with the channels that are new; where nothing is stored and there
/// is no other content, the site has this `name`.
///
/// # Errors
/// The store's.
pub(crate) async fn with_settings(
    store: &Store,
    newsroom: Newsroom,
    settings: Settings,
    name: &str,
) -> Result<Newsroom, StoreError> {
    let is_named = !newsroom.site().name.is_empty();
    if is_named && settings == Settings::Own {
        return Ok(newsroom);
    }
    let stored = store.stored_site().await?;
    Ok(match settings {
        Settings::Own | Settings::First if is_named => newsroom.with_channels_of(&stored),
        Settings::Stored if stored.name.is_empty() && is_named => {
            newsroom.with_channels_of(&stored)
        }
        Settings::Own if stored.name.is_empty() => {
            newsroom.with_settings_of(Site { name: name.to_owned(), ..stored })
        }
        _ => newsroom.with_settings_of(stored),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn newsroom(name: &str, channel: &str) -> Newsroom {
        let site = serde_json::json!({
            "name": name, "channels": [{ "key": channel, "name": channel }],
        });
        Newsroom::new(serde_json::from_value::<Site>(site).unwrap(), Vec::new())
    }

    #[tokio::test]
    async fn a_site_without_any_settings_has_the_name_of_its_folder() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let name = async |newsroom: Newsroom, settings| {
            with_settings(&store, newsroom, settings, "夹").await.unwrap().site().name.clone()
        };
        assert_eq!(name(newsroom("", "a"), Settings::Own).await, "夹");
        assert_eq!(name(newsroom("报", "a"), Settings::Own).await, "报");
        assert_eq!(name(newsroom("", "a"), Settings::First).await, "", "others may tell it");
        store.import(&newsroom("报", "a")).await.unwrap();
        assert_eq!(name(newsroom("", "b"), Settings::Own).await, "报");
    }

    #[tokio::test]
    async fn the_first_content_tells_the_settings_and_all_add_channels() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let import = async |name: &str, channel: &str, settings| {
            let newsroom = newsroom(name, channel);
            let newsroom = with_settings(&store, newsroom, settings, "夹").await.unwrap();
            store.import(&newsroom).await.unwrap();
            let site = store.stored_site().await.unwrap();
            let keys: Vec<_> = site.channels.iter().map(|it| it.key.to_string()).collect();
            format!("{} {}", site.name, keys.join(","))
        };
        // The second feed answers before the first one.
        assert_eq!(import("乙", "b", Settings::Stored).await, "乙 b");
        assert_eq!(import("甲", "a", Settings::First).await, "甲 a,b");
        assert_eq!(import("乙", "b", Settings::Stored).await, "甲 a,b");
        assert_eq!(import("", "c", Settings::First).await, "甲 a,b,c");
        assert_eq!(import("丁", "d", Settings::Own).await, "丁 d");
        assert_eq!(import("", "e", Settings::Own).await, "丁 d,e");
    }
}
