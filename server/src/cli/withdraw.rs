//! `zaidu-server withdraw`: takes articles down at once, or back up again.

use std::process::ExitCode;

use zaidu_model::{Key, Route};

use super::database::open_existing_store;
use super::options::WithdrawOptions;
use super::output::{Failure, print_error, print_line};
use crate::store::{Store, StoreError};

pub(super) async fn withdraw(options: &WithdrawOptions) -> Result<ExitCode, Failure> {
    let store = open_existing_store(&options.database).await?;
    let (mut ids, mut unknown) = (Vec::new(), Vec::new());
    for text in &options.ids {
        match find(&store, text).await? {
            Some(id) => ids.push(id),
            None => unknown.push(text),
        }
    }
    let (done, state) = match options.restore {
        true => (store.restore(&ids).await, "restored"),
        false => (store.withdraw(&ids).await, "withdrawn"),
    };
    store.close().await;
    let done = done?;
    for id in &done.changed {
        print_line(&format!("{state}: {id}"))?;
    }
    for id in &done.unchanged {
        let already = if options.restore { "is not withdrawn" } else { "is withdrawn already" };
        print_line(&format!("{id} {already}"))?;
    }
    for text in &unknown {
        print_error(&format!("{text:?} is the id or address of no article"));
    }
    Ok(if unknown.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The stored article that `text` names: by its id here, its address, or its id in the feed.
async fn find(store: &Store, text: &str) -> Result<Option<Key>, StoreError> {
    for id in [Key::new(text).ok(), id_in_address(text), zaidu_import::article_key(text)] {
        if let Some(id) = id
            && store.has_article(&id).await?
        {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// The id in the address of an article's page, with or without the site's origin.
fn id_in_address(text: &str) -> Option<Key> {
    let path = match text.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => text,
    };
    match Route::parse(path.split(['?', '#']).next()?)? {
        Route::Article(id) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_addresses() {
        let id = |text| id_in_address(text).map(|id| id.to_string());
        assert_eq!(id("https://e.org/articles/%E6%BD%AE?from=weibo#moods"), Some("潮".into()));
        assert_eq!(id("/articles/a-1"), Some("a-1".into()));
        for other in ["a-1", "https://e.org", "https://e.org/channels/a", ""] {
            assert_eq!(id(other), None, "{other}");
        }
    }
}
