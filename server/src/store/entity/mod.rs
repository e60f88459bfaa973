//! SeaORM entities: one module per table. `migration` creates the schema.
//!
//! No table or column name is a reserved word of SQLite or PostgreSQL.

// The derives generate `pub` items in these private modules.
#![allow(unreachable_pub)]

pub(super) mod articles;
pub(super) mod counts;
pub(super) mod facets;
pub(super) mod period_counts;
pub(super) mod reactions;
pub(super) mod settings;
pub(super) mod site;
pub(super) mod tags;
pub(super) mod wechat;
