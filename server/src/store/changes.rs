//! What has changed, for readers who are told while they read: the articles that readers see, counts,
//! and notifications between the servers of one PostgreSQL database.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect};
use sea_orm::{DbErr, RuntimeErr, Statement};
use zaidu_model::{Counts, Key};

use super::entity::articles::{self, Column};
use super::entity::counts;
use super::{Store, StoreError};

/// The channel of PostgreSQL on which servers tell each other the articles that were voted on.
const CHANNEL: &str = "zaidu_votes";

/// Maximum length of a notification; that of PostgreSQL is 8,000 bytes.
const MAX_PAYLOAD: usize = 7_500;

/// An article as lists have it.
#[derive(Debug)]
pub(crate) struct ListedArticle {
    pub(crate) id: String,
    pub(crate) digest: String,
    pub(crate) channel: Option<String>,
    pub(crate) column: Option<String>,
    /// Whether readers see it.
    pub(crate) is_shown: bool,
}

impl Store {
    /// Calls `each` with every stored article.
    ///
    /// # Errors
    /// An error of the database.
    pub(crate) async fn each_listed_article(
        &self,
        mut each: impl FnMut(ListedArticle),
    ) -> Result<(), StoreError> {
        type Row = (String, String, Option<String>, Option<String>, i64);
        let now = self.now();
        let mut rows = articles::Entity::find()
            .select_only()
            .columns([Column::Id, Column::Digest, Column::ChannelKey, Column::ColumnKey])
            .column(Column::ShownFrom)
            .into_tuple::<Row>()
            .stream(&self.db)
            .await?;
        while let Some((id, digest, channel, column, shown_from)) = rows.try_next().await? {
            each(ListedArticle { id, digest, channel, column, is_shown: shown_from <= now });
        }
        Ok(())
    }

    /// The counts that votes through this store have changed since the last call. Before the first
    /// call none are collected.
    pub(crate) fn take_changed_counts(&self) -> BTreeMap<Key, Counts> {
        self.changed_counts.take()
    }

    /// The counts of those of the articles `ids` that are stored.
    ///
    /// # Errors
    /// An error of the database.
    pub(crate) async fn counts_of(&self, ids: &[Key]) -> Result<Vec<(Key, Counts)>, StoreError> {
        let ids = ids.iter().map(Key::as_str);
        let rows = counts::Entity::find().filter(counts::Column::Article.is_in(ids));
        let rows = rows.all(&self.db).await?.into_iter();
        Ok(rows.filter_map(|row| Some((Key::new(&*row.article).ok()?, row.counts()))).collect())
    }

    /// Tells the other servers of the database, as `sender`, that `ids` were voted on. On SQLite
    /// there are none.
    ///
    /// # Errors
    /// An error of the database.
    pub(crate) async fn notify_votes<'a>(
        &self,
        sender: &str,
        ids: impl Iterator<Item = &'a Key>,
    ) -> Result<(), StoreError> {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let mut payloads = Vec::new();
        for id in ids {
            match payloads.last_mut() {
                Some(payload) if String::len(payload) + id.as_str().len() < MAX_PAYLOAD => {
                    payload.push(' ');
                    payload.push_str(id.as_str());
                }
                _ => payloads.push(format!("{sender} {id}")),
            }
        }
        for payload in payloads {
            let values = [CHANNEL.into(), payload.into()];
            let sql = "SELECT pg_notify($1, $2)";
            let notify = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
            self.db.query_one_raw(notify).await?;
        }
        Ok(())
    }

    /// Listens to [`Self::notify_votes`] of other servers; none on SQLite.
    ///
    /// # Errors
    /// An error of the database.
    pub(crate) async fn listen_to_votes(&self) -> Result<Option<VoteListener>, StoreError> {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let listen = async {
            let pool = self.db.get_postgres_connection_pool();
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(CHANNEL).await?;
            Ok(listener)
        };
        let listener = listen.await;
        let error = |error| DbErr::Conn(RuntimeErr::SqlxError(std::sync::Arc::new(error)));
        Ok(Some(VoteListener(listener.map_err(error)?)))
    }
}

/// Notifications of the servers of one database.
pub(crate) struct VoteListener(PgListener);

/// What a [`VoteListener`] has heard.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// The articles that were voted on through the server with this name.
    Votes(String, Vec<Key>),
    /// The connection was lost, and with it any number of notifications. It is opened again.
    Gap,
}

impl VoteListener {
    /// Waits for a notification.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub(crate) async fn next(&mut self) -> Result<Heard, StoreError> {
        let heard = self.0.try_recv().await;
        let error = |error| DbErr::Conn(RuntimeErr::SqlxError(std::sync::Arc::new(error)));
        Ok(heard.map_err(error)?.map_or(Heard::Gap, |heard| parse(heard.payload())))
    }
}

fn parse(payload: &str) -> Heard {
    let mut words = payload.split(' ');
    let sender = words.next().unwrap_or_default().to_owned();
    Heard::Votes(sender, words.filter_map(|id| Key::new(id).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_names_its_server_and_articles() {
        let ids = ["a", "稿"].map(|id| Key::new(id).unwrap()).to_vec();
        assert_eq!(parse("7f a 稿"), Heard::Votes("7f".into(), ids));
        assert_eq!(parse("7f % "), Heard::Votes("7f".into(), vec![]), "what is no key is left out");
    }
}
