//! Data fetching: typed queries with the states loading, loaded, empty and failed.
//!
//! A view matches [`LoadState`] exhaustively, so that no state can be forgotten. Every
//! page's data comes through a [`Query`], whatever its source: the hydration data of a
//! rendered page, a restored list, a prefetched response, or a request to the backend.

pub mod events;
mod fetch;
mod hydration;
mod load_state;
pub mod prefetch;
mod query;
mod view;

pub use hydration::{HYDRATION_SCRIPT_ID, HydrationData, is_hydrating};
pub use load_state::LoadState;
pub use query::{Query, article, feed_page, hydrated_reaction, ranking, site};
pub use view::{chunk_placeholder, view_error, view_loading_list, view_query};
