//! The newsroom's settings.

use sea_orm::EntityTrait;
use zaidu_model::Site;

use super::entity::site;
use super::{Store, StoreError};

impl Store {
    /// The newsroom's settings; all empty before the first import.
    ///
    /// # Errors
    /// The engine's.
    pub async fn site(&self) -> Result<Site, StoreError> {
        match site::Entity::find_by_id(site::ONLY).one(&self.db).await? {
            Some(row) => Ok(serde_json::from_str(&row.document)?),
            None => Ok(Site::default()),
        }
    }
}
