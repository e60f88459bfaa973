//! The schema's history. A migration that was released is never edited: a
//! change is a new one. They spell names out instead of using the entities,
//! which describe today's schema only.

mod m0001_newsroom;
mod m0002_wechat;
mod m0003_tallies;
mod m0004_tags;
mod m0005_search;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Brings a database up to date.
pub(super) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_newsroom::Migration),
            Box::new(m0002_wechat::Migration),
            Box::new(m0003_tallies::Migration),
            Box::new(m0004_tags::Migration),
            Box::new(m0005_search::Migration),
        ]
    }
}
