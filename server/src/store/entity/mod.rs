//! The tables as rows. The schema itself is made in `migration`.
//!
//! No name here is a reserved word of SQLite or PostgreSQL.

// What the derives generate is public within a private module.
#![allow(unreachable_pub)]

pub(super) mod articles;
pub(super) mod counts;
pub(super) mod period_counts;
pub(super) mod reactions;
pub(super) mod settings;
pub(super) mod site;
pub(super) mod tags;
pub(super) mod wechat;
