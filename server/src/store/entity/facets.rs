//! Table `facets`: the tags and authors of each article, by which articles are listed and which the
//! search finds.

use sea_orm::entity::prelude::*;
use unicode_normalization::UnicodeNormalization;
use zaidu_model::search::fold;
use zaidu_model::{Article, Facet};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "facets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article: String,
    /// [`zaidu_model::FacetKind::key`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Composed (Unicode NFC); compared bytewise on both engines.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The name in the form in which it is searched.
    pub folded: String,
    /// Copy of `articles.published`.
    pub published: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The rows of `article`.
    pub(crate) fn rows_of(article: &Article) -> Vec<Self> {
        let mut rows: Vec<Self> = Vec::new();
        for facet in Facet::all_of(article) {
            let name = composed(&facet.name);
            let row = Self {
                article: article.id.to_string(),
                kind: facet.kind.key().to_owned(),
                folded: fold(&name),
                published: article.published.unix(),
                name,
            };
            // What was imported before names were composed may have one of them twice.
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        rows
    }
}

/// `name` with its letters and their marks composed (Unicode NFC).
pub(crate) fn composed(name: &str) -> String {
    name.nfc().collect()
}
