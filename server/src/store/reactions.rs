//! Reactions: a row per reader and article, and the counts beside it.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};
use zaidu_model::{Key, Moment, Mood, ProblemCode, Reaction};

use super::entity::{counts, reactions};
use super::{Store, StoreError};

/// The mood of a row.
fn mood(row: &reactions::Model) -> Result<Mood, StoreError> {
    row.mood.parse().map_err(|_| StoreError::Corrupt(format!("mood {:?}", row.mood)))
}

impl Store {
    /// The counts of article `id` and what `reader` chose; nobody chose
    /// anything.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], or the engine's.
    pub async fn reaction(&self, id: &Key, reader: Option<&str>) -> Result<Reaction, StoreError> {
        let counts = counts::Entity::find_by_id(id.as_str()).one(&self.db).await?;
        let counts = counts.ok_or(ProblemCode::ArticleNotFound)?.counts();
        let mine = match reader {
            None => None,
            Some(reader) => {
                let key = (id.to_string(), reader.to_owned());
                let row = reactions::Entity::find_by_id(key).one(&self.db).await?;
                row.as_ref().map(mood).transpose()?
            }
        };
        Ok(Reaction { counts, mine })
    }

    /// Makes `chosen`, or none, what `reader` feels about article `id`, as
    /// [`Desk::choose`](zaidu_model::Desk::choose) defines it.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], or the engine's; then nothing changed.
    pub async fn choose(
        &self,
        id: &Key,
        reader: &str,
        chosen: Option<Mood>,
        now: Moment,
    ) -> Result<Reaction, StoreError> {
        let write = self.write().await?;
        // The lock on this row puts all reactions to one article in a line, on
        // PostgreSQL; on SQLite the transaction has the whole database.
        let row = counts::Entity::find_by_id(id.as_str())
            .lock_exclusive()
            .one(&write.txn)
            .await?
            .ok_or(ProblemCode::ArticleNotFound)?;
        let key = (id.to_string(), reader.to_owned());
        let before = reactions::Entity::find_by_id(key.clone()).one(&write.txn).await?;
        let mine = before.as_ref().map(mood).transpose()?;
        let reaction = Reaction { counts: row.counts(), mine };
        if mine == chosen {
            // Left to its drop, it would end some time after the next began.
            write.txn.rollback().await?;
            return Ok(reaction);
        }
        let reaction = reaction.choose(chosen);
        if before.is_some() {
            reactions::Entity::delete_by_id(key.clone()).exec(&write.txn).await?;
        }
        if let Some(mood) = chosen {
            let (article, reader) = key;
            let mood = mood.key().to_owned();
            let row = reactions::Model { article, reader, mood, chosen_at: now.unix() };
            let row = row.into_active_model();
            reactions::Entity::insert(row).exec_without_returning(&write.txn).await?;
        }
        counts::Model::new(row.article, reaction.counts)
            .into_active_model()
            .reset_all()
            .update(&write.txn)
            .await?;
        write.txn.commit().await?;
        Ok(reaction)
    }
}
