//! The queue of votes, and the one task that writes them.
//!
//! A durable commit costs a wait for the disk, however much is in it. So votes
//! line up, and the writer takes all that have come while it wrote the ones
//! before: alone, a vote is written at once; in a rush, hundreds share one wait.

use std::time::Duration;

use sea_orm::DbErr;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use zaidu_model::{Key, Mood, Reaction, Timestamp};

use super::error::engine_code;
use super::pen::Pen;
use super::{StoreError, batch};

/// Votes in one transaction. What they write stays below the engines' limits of
/// parameters: 32,766 and 65,535. The largest statement, of tallies, has for each
/// vote three periods, before and after, of five columns.
const BATCH: usize = 500;
const _: () = assert!(BATCH * 3 * 2 * 5 < 32_766);

/// Votes that wait, at most: more than connections, and a second or two of work.
const QUEUE: usize = 16_384;

/// How often a batch is tried whose transaction met another server's.
const TRIES: u32 = 8;

/// How long a batch may take. More than SQLite waits for its lock, and less than a
/// request may take in all.
const DEADLINE: Duration = Duration::from_secs(8);

/// How long after a vote nobody waits for is written all the same. A reader who
/// taps and leaves has voted. But one who was told to try again, long ago, may
/// since have said something else to another server, which must stand.
const FRESH: Duration = Duration::from_secs(1);

/// What a reader wants.
#[derive(Debug, Clone)]
pub(super) struct Vote {
    pub(super) article: Key,
    pub(super) reader: String,
    pub(super) chosen: Option<Mood>,
    pub(super) now: Timestamp,
}

/// A vote in the queue.
#[derive(Debug)]
struct Waiting {
    vote: Vote,
    since: Instant,
    answer: oneshot::Sender<Result<Reaction, StoreError>>,
}

/// The queue's end where votes are put. The writer ends with its last clone.
#[derive(Debug, Clone)]
pub(super) struct Votes(mpsc::Sender<Waiting>);

impl Votes {
    /// Starts the writer.
    pub(super) fn start(pen: Pen) -> Self {
        let (votes, mut queue) = mpsc::channel(QUEUE);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(BATCH);
            while queue.recv_many(&mut waiting, BATCH).await > 0 {
                take(&pen, waiting.drain(..)).await;
            }
        });
        Self(votes)
    }

    /// Whether there is a writer.
    ///
    /// # Errors
    /// [`StoreError::Database`] when it ended.
    pub(super) fn ready(&self) -> Result<(), StoreError> {
        if self.0.is_closed() { Err(ended()) } else { Ok(()) }
    }

    /// The reaction after `vote`, once it is durable.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too many wait; else the writer's.
    pub(super) async fn cast(&self, vote: Vote) -> Result<Reaction, StoreError> {
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting { vote, since: Instant::now(), answer };
        self.0.try_send(waiting).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => ended(),
        })?;
        answered.await.unwrap_or_else(|_| Err(ended()))
    }
}

fn ended() -> StoreError {
    DbErr::Custom("the writer of votes ended".into()).into()
}

/// Writes all of `waiting` and answers each; they fail together only when the
/// engine does.
async fn take(pen: &Pen, waiting: impl Iterator<Item = Waiting>) {
    let wanted = |waiting: &Waiting| !waiting.answer.is_closed() || waiting.since.elapsed() < FRESH;
    let (votes, answers): (Vec<Vote>, Vec<_>) =
        waiting.filter(wanted).map(|waiting| (waiting.vote, waiting.answer)).unzip();
    let mut outcome = in_time(batch::apply(pen, &votes)).await;
    for attempt in 1..TRIES {
        let Err(StoreError::Database(error)) = &outcome else { break };
        if !met_another(error) {
            break;
        }
        tracing::debug!(%error, attempt, "a batch of votes is tried again");
        tokio::time::sleep(Duration::from_millis(5) * attempt).await;
        outcome = in_time(batch::apply(pen, &votes)).await;
    }
    match outcome {
        // Whoever does not wait any more needs no answer.
        Ok(reactions) => answers.into_iter().zip(reactions).for_each(|(answer, reaction)| {
            let _ = answer.send(reaction);
        }),
        Err(error) => answers.into_iter().for_each(|answer| {
            let _ = answer.send(Err(error.clone()));
        }),
    }
}

/// What `applying` comes to, unless the engine says nothing for so long: a host
/// that is gone closes no connection, and nobody's vote would be written for the
/// quarter of an hour after which the system gives up.
async fn in_time<T>(
    applying: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    tokio::time::timeout(DEADLINE, applying).await.unwrap_or_else(|_| {
        Err(DbErr::Custom(format!("no answer in {} seconds", DEADLINE.as_secs())).into())
    })
}

/// Whether a transaction failed only because of another one: serialization
/// failures (SQLSTATE 40001, which distributed engines give freely) and deadlocks
/// (40P01).
fn met_another(error: &DbErr) -> bool {
    engine_code(error).is_some_and(|code| matches!(&*code, "40001" | "40P01"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};
    use zaidu_model::{Newsroom, ProblemCode, Site};

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    /// A store with the article `a`, whose writer has no turn until a test waits.
    async fn store() -> Store {
        let article = serde_json::json!({
            "id": "a", "published": "2026-11-18T06:30:00+08:00", "body": [],
        });
        let article = serde_json::from_value(article).unwrap();
        let store = Store::open("sqlite::memory:").await.unwrap();
        store.import(&Newsroom::new(Site::default(), vec![article])).await.unwrap();
        store
    }

    type Choosing<'a> = Pin<Box<dyn Future<Output = Result<Reaction, StoreError>> + 'a>>;

    fn like<'a>(store: &'a Store, id: &'a Key, reader: &'a str) -> Choosing<'a> {
        Box::pin(store.choose(id, reader, Some(Mood::Like), Timestamp::EPOCH))
    }

    fn poll(choosing: &mut Choosing<'_>) -> Poll<Result<Reaction, StoreError>> {
        choosing.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test]
    async fn what_is_wrong_with_one_vote_is_not_with_the_others_of_its_batch() {
        let (store, a, b) = (store().await, key("a"), key("b"));
        let all = [("甲", &a), ("乙", &b), ("丙", &a), ("甲", &a)];
        let said = futures_util::future::join_all(all.map(|(who, id)| like(&store, id, who))).await;
        let likes = said.iter().map(|said| said.as_ref().map(|said| said.counts.like));
        assert!(matches!(
            likes.collect::<Vec<_>>()[..],
            [Ok(1), Err(StoreError::Refused(ProblemCode::ArticleNotFound)), Ok(2), Ok(2)]
        ));
    }

    /// A reader likes the article `a`, and leaves.
    fn tap_and_leave(store: &Store, a: &Key) {
        assert!(poll(&mut like(store, a, "甲")).is_pending());
    }

    #[tokio::test]
    async fn whoever_taps_and_leaves_has_voted() {
        let (store, a) = (store().await, key("a"));
        tap_and_leave(&store, &a);
        assert_eq!(like(&store, &a, "乙").await.unwrap().counts.like, 2);
    }

    #[tokio::test]
    async fn whoever_left_long_ago_has_not() {
        let (store, a) = (store().await, key("a"));
        tap_and_leave(&store, &a);
        tokio::time::pause();
        tokio::time::advance(FRESH).await;
        tokio::time::resume();
        assert_eq!(like(&store, &a, "乙").await.unwrap().counts.like, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn an_engine_that_says_nothing_is_given_up() {
        let silent = in_time(std::future::pending::<Result<(), StoreError>>()).await;
        assert!(matches!(silent, Err(StoreError::Database(_))));
        assert!(DEADLINE < crate::router::DEADLINE);
    }

    #[tokio::test]
    async fn more_than_the_queue_takes_is_refused_at_once() {
        let (store, a) = (store().await, key("a"));
        let mut waiting: Vec<_> = (0..QUEUE).map(|_| like(&store, &a, "甲")).collect();
        assert!(waiting.iter_mut().all(|choosing| poll(choosing).is_pending()));
        let mut one_more = like(&store, &a, "乙");
        assert!(matches!(poll(&mut one_more), Poll::Ready(Err(StoreError::Busy))));
        for choosing in waiting {
            assert_eq!(choosing.await.unwrap().counts.like, 1);
        }
        assert_eq!(like(&store, &a, "乙").await.unwrap().counts.like, 2);
    }
}
