//! `zaidu-server export`: prints the newsroom as a JSON Feed, which `import` reads.

use std::io::Write;

use zaidu_model::{Feed, Limit};

use super::database::open_existing_store;
use super::options::ExportOptions;
use super::output::Failure;
use crate::http::export_feed;

pub(super) async fn export(options: &ExportOptions) -> Result<(), Failure> {
    let store = open_existing_store(&options.database).await?;
    let site = store.shown_site().await?;
    let (mut articles, mut cursor) = (Vec::new(), None);
    loop {
        let page = store.feed(&Feed::Latest, cursor.as_ref(), Limit::default()).await?;
        articles.extend(store.articles_of(&page.items).await?);
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    store.close().await;
    let mut out = std::io::stdout().lock();
    out.write_all(&export_feed(&site, &articles, options.origin.0.to_str()?))?;
    writeln!(out)?;
    Ok(out.flush()?)
}
