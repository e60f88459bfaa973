//! Reactions: a row per reader and article, and the counts beside it.

use sea_orm::EntityTrait;
use zaidu_model::{Key, Mood, ProblemCode, Reaction, Timestamp};

use super::entity::{counts, reactions};
use super::votes::Vote;
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
    /// [`MemoryStore::choose`](zaidu_model::MemoryStore::choose) defines it. Answers when that is
    /// durable. A caller that stops waiting has voted or not, never half.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], [`StoreError::Busy`], or the engine's; then
    /// nothing changed, unless the connection was lost during the commit.
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
