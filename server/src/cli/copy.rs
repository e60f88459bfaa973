//! `zaidu-server copy`: copies a database into an empty one, of the same or the other engine.

use super::database::{open_existing_store, open_store};
use super::options::CopyOptions;
use super::output::{Failure, print_line};

pub(super) async fn copy(options: &CopyOptions) -> Result<(), Failure> {
    let from = open_existing_store(&options.from).await?;
    let to = open_store(&options.to).await?;
    let copied = from.copy(&to).await;
    from.close().await;
    to.close().await;
    for (table, rows) in copied? {
        print_line(&format!("{table}: {rows}"))?;
    }
    Ok(())
}
