//! What the server made for itself and must not forget.

use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};

use super::entity::settings;
use super::{Store, StoreError};

/// The row of the cookie key.
const COOKIE_KEY: &str = "cookie-key";

impl Store {
    /// The cookie key of this store: the one it has, else `fresh`, which it then
    /// keeps. Two servers that start at once agree on one.
    ///
    /// # Errors
    /// The engine's.
    pub async fn cookie_key(&self, fresh: String) -> Result<String, StoreError> {
        let write = self.begin_write().await?;
        let row = settings::Model { name: COOKIE_KEY.to_owned(), value: fresh.clone() };
        settings::Entity::insert(row.into_active_model())
            .on_conflict(OnConflict::column(settings::Column::Name).do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&write.txn)
            .await?;
        let kept = settings::Entity::find_by_id(COOKIE_KEY).one(&write.txn).await?;
        write.txn.commit().await?;
        Ok(kept.map_or(fresh, |row| row.value))
    }
}
