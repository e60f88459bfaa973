//! What the pages are made of. A feature knows no other feature; what two of them
//! need lives in `ui`, `browser` or the model.

pub mod article;
pub mod cards;
pub mod feed;
pub mod headlines;
pub mod ranking;
pub mod reactions;
pub mod search;
pub mod share;
pub mod site;
