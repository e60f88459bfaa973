//! The current revision of the content, read from the store once for all requests that wait for it.
//!
//! Each request gets a revision that was read after the request came, so that a withdrawal by any
//! program shows in the next response. Under load one query answers for all that came before it
//! began: more readers cost the database nothing. Where the store tells without a query that nothing
//! was written, the last revision still holds.

use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::store::{Revision, Stamp, StoreError};

/// Timeout of a query. A request waits for two at most, that in progress and its own; with the
/// timeouts of the other queries that is less than the request timeout.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The revision that was last read, and the requests that it answers.
#[derive(Debug, Default)]
pub(crate) struct SharedRevision {
    /// How many requests have come.
    arrivals: AtomicU64,
    last: Mutex<LastRead>,
    /// A revision, and the stamp of the store before it was read.
    stamped: std::sync::Mutex<Option<(Stamp, Revision)>>,
}

#[derive(Debug, Default)]
struct LastRead {
    /// How many requests had come when the query began.
    arrivals: u64,
    revision: Revision,
}

impl SharedRevision {
    /// The revision that `query` reads, or that of another call whose query began after this call.
    /// While the store does not answer, the last one that it told. Without a query the last one is
    /// taken if its `stamp` is still that of the store.
    pub(crate) async fn read(
        &self,
        stamp: impl Fn() -> Option<Stamp>,
        query: impl Future<Output = Result<Revision, StoreError>>,
    ) -> Revision {
        if let Some(revision) = stamp().and_then(|stamp| self.with_stamp(stamp)) {
            return revision;
        }
        let before = self.arrivals.fetch_add(1, Ordering::SeqCst);
        let mut last = self.last.lock().await;
        if last.arrivals <= before {
            let arrivals = self.arrivals.load(Ordering::SeqCst);
            let stamp = stamp();
            match timeout(TIMEOUT, query).await {
                Ok(Ok(revision)) => {
                    let stamped = stamp.map(|stamp| (stamp, revision.clone()));
                    *self.stamped.lock().unwrap_or_else(PoisonError::into_inner) = stamped;
                    last.revision = revision;
                }
                Ok(Err(error)) => {
                    tracing::error!(%error, "the revision of the content is not known");
                }
                Err(_) => tracing::error!("the revision of the content is not known in time"),
            }
            // Only now: when the client goes away, the query is dropped and has answered nobody.
            last.arrivals = arrivals;
        }
        last.revision.clone()
    }

    /// The revision that was read at `stamp`.
    fn with_stamp(&self, stamp: Stamp) -> Option<Revision> {
        let stamped = self.stamped.lock().unwrap_or_else(PoisonError::into_inner);
        stamped.as_ref().filter(|(read, _)| *read == stamp).map(|(_, revision)| revision.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use tokio::sync::oneshot;

    use futures_util::{FutureExt, future::join_all};

    /// A query that ends when the other half is dropped, and counts that it began.
    fn held(
        begun: &AtomicU64,
    ) -> (oneshot::Sender<()>, impl Future<Output = Result<Revision, StoreError>>) {
        let (release, released) = oneshot::channel();
        let query = async move {
            begun.fetch_add(1, Ordering::SeqCst);
            let _ = released.await;
            Ok(Revision::default())
        };
        (release, query)
    }

    #[tokio::test]
    async fn requests_that_come_during_a_query_share_the_next() {
        let (shared, begun) = (SharedRevision::default(), AtomicU64::new(0));
        let (release, query) = held(&begun);
        let mut first = pin!(shared.read(|| None, query));
        assert!(first.as_mut().now_or_never().is_none());
        let (releases, queries): (Vec<_>, Vec<_>) = (0..5).map(|_| held(&begun)).unzip();
        let mut others =
            pin!(join_all(queries.into_iter().map(|query| shared.read(|| None, query))));
        assert!(others.as_mut().now_or_never().is_none());
        drop((release, releases));
        first.await;
        others.await;
        assert_eq!(begun.load(Ordering::SeqCst), 2, "the first query began before the others came");
    }

    #[tokio::test]
    async fn a_query_whose_client_goes_away_answers_nobody() {
        let (shared, begun) = (SharedRevision::default(), AtomicU64::new(0));
        let (_release, query) = held(&begun);
        let mut first = Box::pin(shared.read(|| None, query));
        assert!(first.as_mut().now_or_never().is_none());
        let (release, query) = held(&begun);
        let mut second = pin!(shared.read(|| None, query));
        assert!(second.as_mut().now_or_never().is_none());
        drop((first, release));
        second.await;
        assert_eq!(begun.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn the_last_revision_holds_while_the_store_does_not_answer() {
        let shared = SharedRevision::default();
        let revision = crate::store::Store::open("sqlite::memory:").await.unwrap().revision().await;
        let revision = revision.unwrap();
        assert_ne!(revision, Revision::default());
        shared.read(|| None, async { Ok(revision.clone()) }).await;
        tokio::time::pause();
        assert_eq!(shared.read(|| None, std::future::pending()).await, revision);
    }
}
