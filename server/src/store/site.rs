//! Query of the site settings.

use sea_orm::EntityTrait;
use zaidu_model::Site;

use super::entity::site;
use super::{Store, StoreError};

impl Store {
    /// The settings of the newsroom; all empty before the first import.
    ///
    /// # Errors
    /// An error of the database, or [`StoreError::Corrupt`].
    pub async fn site(&self) -> Result<Site, StoreError> {
        match site::Entity::find_by_id(site::ROW_ID).one(&self.db).await? {
            Some(row) => Ok(serde_json::from_str(&row.document)?),
            None => Ok(Site::default()),
        }
    }
}
