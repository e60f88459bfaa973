//! Query of the site settings.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use zaidu_model::{Key, Picture, Preview, Site};

use super::entity::articles::{self, Column};
use super::entity::site;
use super::visibility::is_shown;
use super::{Store, StoreError};

impl Store {
    /// The settings of the newsroom, without cards of articles that readers do not see, and with
    /// the pictures of the others in all of their widths; all empty before the first import.
    ///
    /// # Errors
    /// An error of the database, or [`StoreError::Corrupt`].
    pub async fn site(&self) -> Result<Site, StoreError> {
        let site = self.shown_site().await?;
        let asked = site.cards_without_variants();
        if asked.is_empty() {
            return Ok(site);
        }
        let rows: Vec<(String, String)> = articles::Entity::find()
            .filter(Column::Id.is_in(asked.iter().map(Key::as_str)))
            .filter(is_shown(self.now()))
            .select_only()
            .columns([Column::Id, Column::Preview])
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut pictures: HashMap<String, Picture> = HashMap::new();
        for (id, json) in rows {
            let preview: Preview = serde_json::from_str(&json)?;
            pictures.extend(preview.picture.map(|picture| (id, picture)));
        }
        Ok(site.with_variants(|id| pictures.get(id.as_str())))
    }

    /// The settings without cards and pins of articles that readers do not see, otherwise as they are stored.
    ///
    /// # Errors
    /// As [`Self::site`].
    pub async fn shown_site(&self) -> Result<Site, StoreError> {
        self.without_hidden_articles(self.stored_site().await?).await
    }

    /// As [`Self::site`], but with all pins, whose places in the lists do not depend on what is hidden.
    pub(super) async fn site_with_pins(&self) -> Result<Site, StoreError> {
        let stored = self.stored_site().await?;
        let pins = stored.pins.clone();
        Ok(Site { pins, ..self.without_hidden_articles(stored).await? })
    }

    /// The settings as they are stored, with all of their cards and pins.
    ///
    /// # Errors
    /// As [`Self::site`].
    pub async fn stored_site(&self) -> Result<Site, StoreError> {
        match site::Entity::find_by_id(site::ROW_ID).one(&self.db).await? {
            Some(row) => Ok(serde_json::from_str(&row.document)?),
            None => Ok(Site::default()),
        }
    }
}
