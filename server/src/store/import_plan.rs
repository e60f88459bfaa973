//! Plan of an import: what it would change, by comparison with what is stored. A dry run prints it,
//! and an import writes it.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt;

use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};
use zaidu_model::{Article, Counts, Key, Newsroom, Timestamp};

use super::entity::articles::{self, Column};
use super::visibility::ALWAYS;
use super::withdrawal::BY_HAND;
use super::{Store, StoreError};
use crate::etag::content_hash;

/// What an import does beside taking the articles of its newsroom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Where the newsroom comes from, such as the address of its feed. Its articles are recorded as
    /// those of this source.
    pub source: Option<String>,
    /// Whether articles that are gone from the source are withdrawn.
    pub prune: Prune,
}

/// Whether an import withdraws the articles of its source that are not in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Prune {
    /// They stay.
    #[default]
    No,
    /// They are withdrawn, unless that is all of them: a feed that is empty or another one is rather
    /// a fault than a wish.
    Yes,
    /// They are withdrawn, even all of them.
    Forced,
}

/// Why an import did not prune.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PruneRefusal {
    /// The feed has no article.
    Empty,
    /// The feed has none of the articles that came from its source.
    NothingLeft(usize),
}

impl fmt::Display for PruneRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the feed has no article"),
            Self::NothingLeft(stored) => {
                write!(f, "none of the {stored} articles of this source is in the feed")
            }
        }
    }
}

/// What an import would change; ids in the order of the newsroom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// New articles.
    pub added: Vec<Key>,
    /// Stored articles whose content differs, or that come back.
    pub updated: Vec<Key>,
    /// Stored articles with equal content.
    pub unchanged: Vec<Key>,
    /// Articles that stay withdrawn, because a person has withdrawn them.
    pub kept_withdrawn: Vec<Key>,
    /// Articles that the source withdraws.
    pub withdrawn: Vec<String>,
    /// Why articles that are gone from the source are not among them.
    pub prune_refusal: Option<PruneRefusal>,
}

/// A plan with the rows to write.
#[derive(Default)]
pub(super) struct Changes<'a> {
    pub(super) plan: ImportPlan,
    /// Rows to write, with their articles.
    pub(super) rows: Vec<(articles::Model, Cow<'a, Article>)>,
    /// Ids of rows that only change their source.
    pub(super) moved: Vec<String>,
}

/// What a plan needs of a stored row.
struct Stored {
    digest: String,
    published: i64,
    origin: Option<String>,
    shown_from: i64,
    withdrawn_by: Option<String>,
}

impl Store {
    /// What [`import_with`](Self::import_with) would change. Writes nothing.
    ///
    /// # Errors
    /// An error of the database.
    pub async fn plan_import(
        &self,
        newsroom: &Newsroom,
        options: &ImportOptions,
    ) -> Result<ImportPlan, StoreError> {
        Ok(plan(&self.db, newsroom, options, self.now()).await?.plan)
    }
}

/// Compares `newsroom` with what `db` has.
pub(super) async fn plan<'a, C: ConnectionTrait>(
    db: &C,
    newsroom: &'a Newsroom,
    options: &ImportOptions,
    now: i64,
) -> Result<Changes<'a>, StoreError> {
    let stored = stored_rows(db).await?;
    let mut changes = Changes::default();
    let held = newsroom.held().iter().map(|article| (article, article.published.unix()));
    let all = newsroom.articles().iter().map(|article| (article, ALWAYS)).chain(held);
    for (article, shown_from) in all {
        let id = article.id.clone();
        let before = stored.get(id.as_str());
        if before.is_some_and(|before| before.withdrawn_by.as_deref() == Some(BY_HAND)) {
            changes.plan.kept_withdrawn.push(id);
            continue;
        }
        let article = with_first_date(article, before, newsroom.is_undated(&id));
        let mut row = article_row(&article, shown_from)?;
        row.origin = options.source.clone().or_else(|| before.and_then(|it| it.origin.clone()));
        // An embargo that has ended is none.
        let shown = |from: i64| if from <= now { ALWAYS } else { from };
        match before {
            None => changes.plan.added.push(id),
            Some(before)
                if before.digest == row.digest && shown(before.shown_from) == shown(shown_from) =>
            {
                if before.origin != row.origin {
                    changes.moved.push(row.id);
                }
                changes.plan.unchanged.push(id);
                continue;
            }
            Some(_) => changes.plan.updated.push(id),
        }
        if article.live.is_some() {
            row.document = with_revisions(db, &article, now).await?;
        }
        changes.rows.push((row, article));
    }
    withdrawals(&mut changes.plan, newsroom, options, &stored);
    Ok(changes)
}

/// An article whose source tells no date keeps that of its first import.
fn with_first_date<'a>(
    article: &'a Article,
    before: Option<&Stored>,
    is_undated: bool,
) -> Cow<'a, Article> {
    let first = before.filter(|_| is_undated).map(|before| before.published);
    match first.map(Timestamp::from_unix) {
        Some(Ok(published)) => Cow::Owned(Article { published, ..article.clone() }),
        Some(Err(_)) | None => Cow::Borrowed(article),
    }
}

/// The document of a live article with the revisions of its entries, which follow those of the stored
/// document. They are no part of the digest: the same content gives the same one.
async fn with_revisions<C: ConnectionTrait>(
    db: &C,
    article: &Article,
    now: i64,
) -> Result<String, StoreError> {
    let stored: Option<String> = articles::Entity::find_by_id(article.id.as_str())
        .select_only()
        .column(Column::Document)
        .into_tuple()
        .one(db)
        .await?;
    let before = stored.map(|json| serde_json::from_str::<Article>(&json)).transpose()?;
    let before = before.and_then(|before| before.live);
    let mut article = Article { counts: Counts::default(), ..article.clone() };
    if let Some(live) = &mut article.live {
        live.follow(before.as_deref(), now.try_into().unwrap_or_default());
    }
    Ok(serde_json::to_string(&article)?)
}

/// Adds what the source withdraws to `plan`: what it says, and what is gone from it.
fn withdrawals(
    plan: &mut ImportPlan,
    newsroom: &Newsroom,
    options: &ImportOptions,
    stored: &HashMap<String, Stored>,
) {
    let is_shown = |id: &str| stored.get(id).is_some_and(|row| row.withdrawn_by.is_none());
    let said = newsroom.withdrawn().iter().map(Key::as_str).filter(|id| is_shown(id));
    plan.withdrawn = said.map(str::to_owned).collect();
    let (Some(source), false) = (&options.source, options.prune == Prune::No) else { return };
    let articles = newsroom.articles().iter().chain(newsroom.held()).map(|article| &article.id);
    let present: BTreeSet<&str> = articles.chain(newsroom.withdrawn()).map(Key::as_str).collect();
    let mut of_source: Vec<&str> = stored
        .iter()
        .filter(|(_, row)| row.origin.as_ref() == Some(source) && row.withdrawn_by.is_none())
        .map(|(id, _)| id.as_str())
        .collect();
    of_source.sort_unstable();
    let known = of_source.iter().filter(|id| present.contains(**id)).count();
    let refusal = if present.is_empty() {
        Some(PruneRefusal::Empty)
    } else if known == 0 && !of_source.is_empty() {
        Some(PruneRefusal::NothingLeft(of_source.len()))
    } else {
        None
    };
    if let (Some(refusal), Prune::Yes) = (refusal, options.prune) {
        plan.prune_refusal = Some(refusal);
        return;
    }
    let gone = of_source.iter().filter(|id| !present.contains(**id)).map(|id| (*id).to_owned());
    plan.withdrawn.extend(gone);
}

async fn stored_rows<C: ConnectionTrait>(db: &C) -> Result<HashMap<String, Stored>, StoreError> {
    type Row = (String, String, i64, Option<String>, i64, Option<String>);
    let rows: Vec<Row> = articles::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Digest,
            Column::Published,
            Column::Origin,
            Column::ShownFrom,
            Column::WithdrawnBy,
        ])
        .into_tuple()
        .all(db)
        .await?;
    let row = |(id, digest, published, origin, shown_from, withdrawn_by): Row| {
        (id, Stored { digest, published, origin, shown_from, withdrawn_by })
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The row of `article`, whose counts are stored as zero: `counts` holds those of the readers.
fn article_row(article: &Article, shown_from: i64) -> Result<articles::Model, StoreError> {
    let document =
        serde_json::to_string(&Article { counts: Counts::default(), ..article.clone() })?;
    let section = article.section.as_ref();
    Ok(articles::Model {
        id: article.id.to_string(),
        published: article.published.unix(),
        channel_key: section.map(|section| section.channel.key.to_string()),
        column_key: section
            .and_then(|section| section.column.as_ref())
            .map(|column| column.key.to_string()),
        digest: content_hash(document.as_bytes()),
        preview: serde_json::to_string(&article.preview())?,
        document,
        updated: article.updated.map(Timestamp::unix),
        origin: None,
        shown_from,
        withdrawn_by: None,
    })
}
