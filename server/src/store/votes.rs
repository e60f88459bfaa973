//! The queue of votes, and the one task that writes them.
//!
//! A durable commit costs a wait for the disk, however much is in it. So votes
//! line up, and the writer takes all that have come while it wrote the ones
//! before: alone, a vote is written at once; in a rush, hundreds share one wait.

use std::time::{Duration, Instant};

use sea_orm::DbErr;
use tokio::sync::{mpsc, oneshot};
use zaidu_model::{Key, Moment, Mood, Reaction};

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
    pub(super) now: Moment,
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
    let mut outcome = batch::apply(pen, &votes).await;
    for attempt in 1..TRIES {
        let Err(StoreError::Database(error)) = &outcome else { break };
        if !met_another(error) {
            break;
        }
        tracing::debug!(%error, attempt, "a batch of votes is tried again");
        tokio::time::sleep(Duration::from_millis(5) * attempt).await;
        outcome = batch::apply(pen, &votes).await;
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

/// Whether a transaction failed only because of another one: serialization
/// failures (SQLSTATE 40001, which distributed engines give freely) and deadlocks
/// (40P01).
fn met_another(error: &DbErr) -> bool {
    engine_code(error).is_some_and(|code| matches!(&*code, "40001" | "40P01"))
}
