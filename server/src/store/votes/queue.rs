//! Vote queue and its writer task (group commit).
//!
//! A durable commit waits for the disk, however many rows it writes. Therefore votes are queued,
//! and the writer takes all votes that arrived during the transaction before: a single vote is
//! written at once, and under load hundreds share one commit.

use std::time::Duration;

use sea_orm::DbErr;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use zaidu_model::Reaction;

use super::changed_counts::ChangedCounts;
use super::transaction;
use super::vote::Vote;
use crate::store::StoreError;
use crate::store::error::engine_code;
use crate::store::metrics::StoreMetrics;
use crate::store::write_lock::Writer;
use crate::telemetry::{Span, SpanKind};

/// Maximum number of votes in one transaction. Its statements stay below the engines' limits of
/// 32,766 and 65,535 parameters. The largest one, of the counters per period, has for each vote
/// three periods, before and after, of five columns.
const BATCH: usize = 500;
const _: () = assert!(BATCH * 3 * 2 * 5 < 32_766);

/// Capacity of the queue: more votes than connections, and one or two seconds of work.
const QUEUE_CAPACITY: usize = 16_384;

/// How often a batch is attempted whose transaction conflicts with another server's.
const MAX_ATTEMPTS: u32 = 8;

/// Timeout of a batch. More than SQLite's busy timeout and less than the request timeout.
pub(crate) const BATCH_TIMEOUT: Duration = Duration::from_secs(8);

/// How long a queued vote counts although its request was dropped: a reader who taps and leaves the
/// page has voted. An older one is discarded, because its client was told to retry and may since
/// have sent another choice to another server.
const ABANDONED_VOTE_TTL: Duration = Duration::from_secs(1);

/// A vote in the queue.
#[derive(Debug)]
struct QueuedVote {
    vote: Vote,
    queued_at: Instant,
    result: oneshot::Sender<Result<Reaction, StoreError>>,
}

/// Sender of the queue. The writer task ends when the last clone is dropped.
#[derive(Debug, Clone)]
pub(in crate::store) struct VoteQueue {
    sender: mpsc::Sender<QueuedVote>,
    metrics: StoreMetrics,
}

impl VoteQueue {
    /// Starts the writer task.
    pub(in crate::store) fn start(
        writer: Writer,
        metrics: StoreMetrics,
        changed: ChangedCounts,
    ) -> Self {
        let (sender, mut receiver) = mpsc::channel(QUEUE_CAPACITY);
        let counters = metrics.clone();
        tokio::spawn(async move {
            let mut queued = Vec::with_capacity(BATCH);
            while receiver.recv_many(&mut queued, BATCH).await > 0 {
                let span = Span::begin("write votes", SpanKind::Internal);
                let batch = queued.drain(..);
                span.set("db.operation.batch.size", i64::try_from(batch.len()).unwrap_or(0));
                span.scope(write_batch(&writer, &counters, &changed, batch, &span)).await;
            }
        });
        Self { sender, metrics }
    }

    /// The number of votes that wait for a transaction.
    pub(in crate::store) fn length(&self) -> usize {
        self.sender.max_capacity() - self.sender.capacity()
    }

    /// Checks that the writer task is running.
    ///
    /// # Errors
    /// [`StoreError::Database`] when it has ended.
    pub(in crate::store) fn ready(&self) -> Result<(), StoreError> {
        if self.sender.is_closed() { Err(writer_ended()) } else { Ok(()) }
    }

    /// Queues `vote` and returns the reaction after it, once it is durable.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the queue is full; else those of the transaction.
    pub(in crate::store) async fn cast(&self, vote: Vote) -> Result<Reaction, StoreError> {
        let (sender, receiver) = oneshot::channel();
        let queued = QueuedVote { vote, queued_at: Instant::now(), result: sender };
        let sent = self.sender.try_send(queued).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => writer_ended(),
        });
        if sent.is_err() {
            self.metrics.count_vote(&sent);
        }
        sent?;
        receiver.await.unwrap_or_else(|_| Err(writer_ended()))
    }
}

fn writer_ended() -> StoreError {
    DbErr::Custom("the writer of votes ended".into()).into()
}

/// Writes a batch and sends each vote its result. All fail together only when the engine fails.
async fn write_batch(
    writer: &Writer,
    metrics: &StoreMetrics,
    changed: &ChangedCounts,
    queued: impl ExactSizeIterator<Item = QueuedVote>,
    span: &Span,
) {
    let all = queued.len();
    let is_current = |queued: &QueuedVote| {
        !queued.result.is_closed() || queued.queued_at.elapsed() < ABANDONED_VOTE_TTL
    };
    let (votes, senders): (Vec<Vote>, Vec<_>) =
        queued.filter(is_current).map(|queued| (queued.vote, queued.result)).unzip();
    metrics.count_abandoned(all - votes.len());
    metrics.observe_batch(votes.len());
    let mut outcome = with_timeout(transaction::apply(writer, &votes)).await;
    for attempt in 1..MAX_ATTEMPTS {
        let Err(StoreError::Database(error)) = &outcome else { break };
        if !is_conflict(error) {
            break;
        }
        tracing::debug!(%error, attempt, "a batch of votes is tried again");
        tokio::time::sleep(Duration::from_millis(5) * attempt).await;
        outcome = with_timeout(transaction::apply(writer, &votes)).await;
    }
    if let Ok(reactions) = &outcome {
        changed.note(&votes, reactions);
    }
    match outcome {
        // Sending fails when the request was dropped, which is no error.
        Ok(reactions) => senders.into_iter().zip(reactions).for_each(|(sender, reaction)| {
            metrics.count_vote(&reaction);
            let _ = sender.send(reaction);
        }),
        Err(error) => {
            span.fail("database");
            senders.into_iter().for_each(|sender| {
                let result = Err(error.clone());
                metrics.count_vote(&result);
                let _ = sender.send(result);
            });
        }
    }
}

/// The result of `batch`, or an error after [`BATCH_TIMEOUT`]. A database host that disappears does
/// not close its connections, and without a timeout no vote would be written for the quarter of an
/// hour after which TCP gives up.
async fn with_timeout<T>(
    batch: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    tokio::time::timeout(BATCH_TIMEOUT, batch).await.unwrap_or_else(|_| {
        Err(DbErr::Custom(format!("no answer in {} seconds", BATCH_TIMEOUT.as_secs())).into())
    })
}

/// Whether a transaction failed because of a concurrent one: a serialization failure (SQLSTATE
/// 40001, common on distributed engines) or a deadlock (40P01).
fn is_conflict(error: &DbErr) -> bool {
    engine_code(error).is_some_and(|code| matches!(&*code, "40001" | "40P01"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};
    use zaidu_model::{Key, Mood, Newsroom, ProblemCode, Site, Timestamp};

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    /// A store with the article `a`. Its writer task does not run until the test awaits something.
    async fn store() -> Store {
        let article = serde_json::json!({
            "id": "a", "published": "2026-11-18T06:30:00+08:00", "body": [],
        });
        let article = serde_json::from_value(article).unwrap();
        let store = Store::open("sqlite::memory:").await.unwrap();
        store.import(&Newsroom::new(Site::default(), vec![article])).await.unwrap();
        store
    }

    type VoteFuture<'a> = Pin<Box<dyn Future<Output = Result<Reaction, StoreError>> + 'a>>;

    fn like<'a>(store: &'a Store, id: &'a Key, reader: &'a str) -> VoteFuture<'a> {
        Box::pin(store.choose(id, reader, Some(Mood::Like), Timestamp::EPOCH))
    }

    fn poll(vote: &mut VoteFuture<'_>) -> Poll<Result<Reaction, StoreError>> {
        vote.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test]
    async fn a_failing_vote_does_not_affect_the_others_of_its_batch() {
        let (store, a, b) = (store().await, key("a"), key("b"));
        let votes = [("甲", &a), ("乙", &b), ("丙", &a), ("甲", &a)];
        let results =
            futures_util::future::join_all(votes.map(|(reader, id)| like(&store, id, reader)))
                .await;
        let likes = results.iter().map(|result| result.as_ref().map(|it| it.counts.like));
        assert!(matches!(
            likes.collect::<Vec<_>>()[..],
            [Ok(1), Err(StoreError::Refused(ProblemCode::ArticleNotFound)), Ok(2), Ok(2)]
        ));
    }

    /// Queues a vote on the article `a` and drops its future.
    fn vote_and_drop(store: &Store, a: &Key) {
        assert!(poll(&mut like(store, a, "甲")).is_pending());
    }

    #[tokio::test]
    async fn an_abandoned_vote_counts() {
        let (store, a) = (store().await, key("a"));
        vote_and_drop(&store, &a);
        assert_eq!(like(&store, &a, "乙").await.unwrap().counts.like, 2);
    }

    #[tokio::test]
    async fn a_vote_abandoned_long_ago_is_discarded() {
        let (store, a) = (store().await, key("a"));
        vote_and_drop(&store, &a);
        tokio::time::pause();
        tokio::time::advance(ABANDONED_VOTE_TTL).await;
        tokio::time::resume();
        assert_eq!(like(&store, &a, "乙").await.unwrap().counts.like, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_engine_times_out() {
        let result = with_timeout(std::future::pending::<Result<(), StoreError>>()).await;
        assert!(matches!(result, Err(StoreError::Database(_))));
    }

    #[tokio::test]
    async fn a_full_queue_rejects_votes_at_once() {
        let (store, a) = (store().await, key("a"));
        let mut queued: Vec<_> = (0..QUEUE_CAPACITY).map(|_| like(&store, &a, "甲")).collect();
        assert!(queued.iter_mut().all(|vote| poll(vote).is_pending()));
        let mut one_more = like(&store, &a, "乙");
        assert!(matches!(poll(&mut one_more), Poll::Ready(Err(StoreError::Busy))));
        for vote in queued {
            assert_eq!(vote.await.unwrap().counts.like, 1);
        }
        assert_eq!(like(&store, &a, "乙").await.unwrap().counts.like, 2);
    }
}
