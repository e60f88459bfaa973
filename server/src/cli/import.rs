//! `zaidu-server import`: imports a newsroom's feed file into the database.

use super::database::{import_newsroom, open_store, read_newsroom};
use super::options::ImportOptions;
use super::output::{Failure, print_line};

pub(super) async fn import(options: &ImportOptions) -> Result<(), Failure> {
    let newsroom = read_newsroom(&options.file)?;
    let store = open_store(&options.database).await?;
    let summary = import_newsroom(&store, &options.database, &newsroom).await?;
    store.close().await;
    print_line(&summary.to_string())
}
