//! Persistent values that the server generates: the cookie key.

use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};

use super::entity::settings;
use super::{Store, StoreError};

/// Name of the row that holds the cookie key.
const COOKIE_KEY: &str = "cookie-key";

impl Store {
    /// The stored cookie key; when there is none, stores and returns `fresh`. Servers that start at
    /// the same time get the same key.
    ///
    /// # Errors
    /// An error of the database.
    pub async fn cookie_key(&self, fresh: String) -> Result<String, StoreError> {
        let write = self.begin_write().await?;
        let row = settings::Model { name: COOKIE_KEY.to_owned(), value: fresh.clone() };
        settings::Entity::insert(row.into_active_model())
            .on_conflict(OnConflict::column(settings::Column::Name).do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&write.txn)
            .await?;
        let stored = settings::Entity::find_by_id(COOKIE_KEY).one(&write.txn).await?;
        write.txn.commit().await?;
        Ok(stored.map_or(fresh, |row| row.value))
    }
}
