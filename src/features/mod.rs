//! Features: the parts of which pages are composed. A feature does not depend on another one; code
//! that two of them need is in `ui`, `browser` or the model.

pub mod article;
pub mod cards;
pub mod channel_blocks;
pub mod comfort;
pub mod contents;
pub mod feed;
pub mod headlines;
pub mod live;
pub mod offline;
pub mod ranking;
pub mod reactions;
pub mod reading_list;
pub mod search;
pub mod share;
pub mod site;
pub mod speech;
pub mod viewer;
