//! Queries and updates of reactions.

use sea_orm::EntityTrait;
use zaidu_model::{Key, Mood, ProblemCode, Reaction, Timestamp};

use super::entity::{counts, reactions};
use super::votes::Vote;
use super::{Store, StoreError};

/// Parses the mood of a row.
fn parse_mood(row: &reactions::Model) -> Result<Mood, StoreError> {
    row.mood.parse().map_err(|_| StoreError::Corrupt(format!("mood {:?}", row.mood)))
}

impl Store {
    /// The counts of article `id` and the mood that `reader` chose, if any. Without `reader`,
    /// `mine` is `None`.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], [`ProblemCode::ArticleWithdrawn`], or an error of the
    /// database.
    pub async fn reaction(&self, id: &Key, reader: Option<&str>) -> Result<Reaction, StoreError> {
        self.require_shown(id).await?;
        let counts = counts::Entity::find_by_id(id.as_str()).one(&self.db).await?;
        let counts = counts.ok_or(ProblemCode::ArticleNotFound)?.counts();
        let mine = match reader {
            None => None,
            Some(reader) => {
                let key = (id.to_string(), reader.to_owned());
                let row = reactions::Entity::find_by_id(key).one(&self.db).await?;
                row.as_ref().map(parse_mood).transpose()?
            }
        };
        Ok(Reaction { counts, mine })
    }

    /// Sets the reaction of `reader` to article `id` to `chosen`, or withdraws it, as
    /// [`MemoryStore::choose`](zaidu_model::MemoryStore::choose) defines. Returns once the change
    /// is durable. When the future is dropped, the vote is applied completely or not at all.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], [`ProblemCode::ArticleWithdrawn`],
    /// [`StoreError::Busy`], or an error of the database; then nothing changed, unless the connection was lost during the commit.
    pub async fn choose(
        &self,
        id: &Key,
        reader: &str,
        chosen: Option<Mood>,
        now: Timestamp,
    ) -> Result<Reaction, StoreError> {
        let vote = Vote { article: id.clone(), reader: reader.to_owned(), chosen, now };
        self.votes.cast(vote).await
    }
}
