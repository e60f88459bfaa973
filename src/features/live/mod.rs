//! Live article (直播): a page that is open asks for what has changed, and shows it without moving what
//! is being read. The page of a server has the time line already (`features::article`); this code is
//! a chunk of its own that only live articles load.

mod follow;
mod rules;
mod time_line;

use zaidu_model::{Key, Live, LiveEntry};

use crate::backend::backend;
use crate::browser::dom;
use crate::browser::idle::idle;
use crate::chunk::{ChunkFuture, chunk_fn};
use crate::client_effect::spawn_scoped;
use crate::ui::node::Node;

/// What the article's own code does for this one.
#[derive(Clone, Copy)]
pub struct Parts {
    /// Loads the code of the others, which are ready only then.
    pub load: fn() -> ChunkFuture<()>,
    /// Reads an answer of the server.
    pub read: fn(String) -> ChunkFuture<Option<Live>>,
    /// Makes the content of the head.
    pub head: fn(Live) -> ChunkFuture<Vec<Node>>,
    /// Makes an entry.
    pub entry: fn(LiveEntry) -> ChunkFuture<Vec<Node>>,
}

/// Follows the article `id`, if its page is that of a live one, until the current owner ends. Begins
/// when the browser is idle.
pub fn start(id: Key, parts: Parts) {
    let backend = backend();
    spawn_scoped(async move {
        idle().await;
        if !dom::query_document(time_line::SECTION).is_empty() {
            // Without its code the page stays as it came, with its links.
            _ = follow_in_chunk(id, parts, backend).await;
        }
    });
}

chunk_fn! {
    in live, loaded by load_follow;
    fn follow_in_chunk(id: Key, parts: Parts, backend: crate::backend::Backend) -> () {
        follow::start(id, parts, backend);
    }
}
