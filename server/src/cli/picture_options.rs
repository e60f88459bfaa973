//! Command-line options of pictures that are made in several widths.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::FalseyValueParser;

use crate::pictures;
use crate::store::Store;

/// How often the store is asked whether articles have changed.
const PACE: Duration = Duration::from_secs(1);

/// The value of `--picture-store` with which no pictures are made.
const OFF: &str = "off";

/// Options of pictures that are made in several widths.
#[derive(Debug, Clone, Args)]
pub(crate) struct PictureOptions {
    /// The folder for the widths in which pictures of --media are shown, which are made in the
    /// background; or `off`. By default it is beside the SQLite file, and named after it. With
    /// PostgreSQL it must be named: servers of one database may share a folder, two databases
    /// may not. With --allow-origin it must be named too, and the pages' host has to pass
    /// /pictures/ on to this server.
    #[arg(long, env = "ZAIDU_PICTURE_STORE", value_name = "DIR")]
    picture_store: Option<String>,
    /// Fetch pictures on other servers too, and show them from here.
    #[arg(long, env = "ZAIDU_FETCH_PICTURES", value_parser = FalseyValueParser::new())]
    fetch_pictures: bool,
    /// A host of pictures that need not be on the public Internet.
    #[arg(long, env = "ZAIDU_ALLOW_PRIVATE_PICTURE", value_name = "HOST", value_delimiter = ',')]
    allow_private_picture: Vec<String>,
}

impl PictureOptions {
    /// How pictures are made for `database`, or why none are.
    pub(crate) fn resolve(
        &self,
        database: &str,
        media: Option<PathBuf>,
        is_for_other_origins: bool,
    ) -> Result<pictures::PictureOptions, &'static str> {
        let store = match self.picture_store.as_deref() {
            Some(OFF) => return Err("--picture-store is off"),
            Some(folder) if !folder.is_empty() => PathBuf::from(folder),
            _ if is_for_other_origins => {
                return Err("with --allow-origin, name their folder with --picture-store");
            }
            _ => beside(database)?,
        };
        if media.is_none() && !self.fetch_pictures {
            return Err("there is no --media, and no --fetch-pictures");
        }
        let fetch = self.fetch_pictures.then(|| self.allow_private_picture.clone());
        Ok(pictures::PictureOptions { store, media, fetch, pace: PACE })
    }

    /// Whether the command line asks for pictures.
    pub(crate) fn is_asked(&self) -> bool {
        let is_off = |store: &String| store.is_empty() || store == OFF;
        self.fetch_pictures || self.picture_store.as_ref().is_some_and(|store| !is_off(store))
    }
}

/// The folder beside the file of `database`.
fn beside(database: &str) -> Result<PathBuf, &'static str> {
    match database.strip_prefix("sqlite:").map(Store::sqlite_path) {
        None => Err("with PostgreSQL, name their folder with --picture-store"),
        Some(file) if file.is_empty() || file.starts_with(':') => {
            Err("the database is in memory; name their folder with --picture-store")
        }
        Some(file) => Ok(PathBuf::from(format!("{file}-pictures"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(store: Option<&str>, fetch_pictures: bool) -> PictureOptions {
        let picture_store = store.map(ToOwned::to_owned);
        PictureOptions { picture_store, fetch_pictures, allow_private_picture: vec![] }
    }

    #[test]
    fn pictures_lie_beside_the_database_unless_they_are_told_to_lie_elsewhere() {
        let media = || Some(PathBuf::from("media"));
        let folder = |store, database, is_for_other_origins| {
            let resolved = options(store, false).resolve(database, media(), is_for_other_origins);
            resolved.ok().map(|it| it.store.display().to_string())
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(folder(None, "sqlite:a/b.sqlite", false), some("a/b.sqlite-pictures"));
        assert_eq!(folder(None, "sqlite://a/b.sqlite?x=1", false), some("a/b.sqlite-pictures"));
        assert_eq!(folder(Some("c"), "sqlite:a/b.sqlite", true), some("c"));
        assert_eq!(folder(Some("c"), "postgres://db/a", false), some("c"));
        for (store, database, is_for_other_origins) in [
            (Some("off"), "sqlite:a", false),
            (None, "sqlite::memory:", false),
            (None, "postgres://db/a", false),
            (None, "sqlite:a", true),
        ] {
            assert_eq!(folder(store, database, is_for_other_origins), None, "{database}");
        }
        assert!(options(None, false).resolve("sqlite:a", None, false).is_err());
        let fetching = options(None, true).resolve("sqlite:a", None, false).unwrap();
        assert_eq!(fetching.fetch, Some(vec![]));
    }
}
