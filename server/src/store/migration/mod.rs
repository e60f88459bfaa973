//! Schema migrations. A released migration is never edited; each change of the schema is a new one.
//! They spell out table and column names, because the entities describe the current schema only.

mod documents;
mod m0001_newsroom;
mod m0002_wechat;
mod m0003_tallies;
mod m0004_tags;
mod m0005_search;
mod m0006_previews;
mod m0007_folded_texts;
mod m0008_visibility;
mod m0010_facets;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Applies all pending migrations.
pub(super) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_newsroom::Migration),
            Box::new(m0002_wechat::Migration),
            Box::new(m0003_tallies::Migration),
            Box::new(m0004_tags::Migration),
            Box::new(m0005_search::Migration),
            Box::new(m0006_previews::Migration),
            Box::new(m0007_folded_texts::Migration),
            Box::new(m0008_visibility::Migration),
            Box::new(m0010_facets::Migration),
        ]
    }
}
