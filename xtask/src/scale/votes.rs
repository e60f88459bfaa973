//! Votes at a peak: group commit by replicas (decision 015) on an engine that they share.
//!
//! Each replica has a queue and one writer, which puts all waiting votes, up to a limit, into one
//! transaction. A transaction locks the row of counts of each article in it until it commits, so that
//! transactions with votes on the same hot article follow one another.

use super::inputs::Inputs;
use super::random::Random;

/// A step of the simulation, in seconds.
const STEP: f64 = 0.000_5;
/// The simulated time.
const SECONDS: f64 = 10.0;
/// The time before the queues are as long as they become, which is not counted.
const WARM_UP: f64 = 2.0;

/// An engine and the load on it.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// Its name in the table.
    pub(super) engine: &'static str,
    pub(super) replicas: usize,
    /// The share of votes that are on one article.
    pub(super) hot: f64,
    /// Whether a proxy sends all votes on an article to one replica, else to any.
    pub(super) is_routed: bool,
    /// Transactions that the engine runs at once.
    pub(super) lanes: usize,
    /// Seconds of a transaction without votes.
    pub(super) commit: f64,
    /// Seconds that each vote adds.
    pub(super) vote: f64,
}

/// What became of the votes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outcome {
    /// Acknowledged votes a second.
    pub(super) written: f64,
    /// The share that a full queue refused, with 503.
    pub(super) refused: f64,
    /// Votes in a transaction.
    pub(super) batch: f64,
    /// Milliseconds from a vote to its acknowledgement, of the middle one and of one in a hundred.
    pub(super) p50: f64,
    pub(super) p99: f64,
}

/// A replica: votes that wait, by the step in which they came, and its transaction.
#[derive(Debug, Default)]
struct Replica {
    waiting: std::collections::VecDeque<(usize, u64)>,
    length: u64,
    running: Option<Transaction>,
}

#[derive(Debug)]
struct Transaction {
    votes: Vec<(usize, u64)>,
    size: u64,
    is_hot: bool,
    since: usize,
    /// When it ends; `None` while it waits for a lane or for the lock.
    end: Option<usize>,
}

/// Simulates `case` with `inputs.votes` a second, divided evenly among its replicas, but for those on
/// the hot article if they are routed.
pub(super) fn simulate(inputs: &Inputs, case: &Case, random: &mut Random) -> Outcome {
    let mut replicas: Vec<Replica> = (0..case.replicas).map(|_| Replica::default()).collect();
    let shares = shares(case);
    let (mut came, mut refused, mut batches) = (0, 0, 0_u64);
    let mut waits: Vec<(usize, u64)> = Vec::new();
    for now in 0..(SECONDS / STEP) as usize {
        let is_counted = now as f64 * STEP >= WARM_UP;
        for (replica, (share, hot)) in replicas.iter_mut().zip(&shares) {
            let votes = random.count(inputs.votes * STEP * share);
            let room = (inputs.queue as u64).saturating_sub(replica.length).min(votes);
            if room > 0 {
                replica.waiting.push_back((now, room));
                replica.length += room;
            }
            if is_counted {
                came += votes;
                refused += votes - room;
            }
            let done = replica.running.take_if(|it| it.end.is_some_and(|end| end <= now));
            if let Some(done) = done.filter(|_| is_counted) {
                waits.extend(done.votes.iter().map(|(at, count)| (now - at, *count)));
                batches += 1;
            }
            if replica.running.is_none() && replica.length > 0 {
                replica.running = Some(replica.take(inputs.batch as u64, *hot, now, random));
            }
        }
        start(&mut replicas, case, now);
    }
    outcome(waits, came, refused, batches)
}

/// Of each replica, its share of all votes and that of hot ones among its own.
fn shares(case: &Case) -> Vec<(f64, f64)> {
    let even = 1.0 / case.replicas as f64;
    let cold = (1.0 - case.hot) * even;
    let routed = |index| match index {
        0 => (cold + case.hot, case.hot / (cold + case.hot)),
        _ => (cold, 0.0),
    };
    let share = |index| if case.is_routed { routed(index) } else { (even, case.hot) };
    (0..case.replicas).map(share).collect()
}

impl Replica {
    /// A transaction of the votes that wait, `limit` at most, the oldest first.
    fn take(&mut self, limit: u64, hot: f64, now: usize, random: &mut Random) -> Transaction {
        let (mut votes, mut size) = (Vec::new(), 0);
        while let Some((at, count)) = self.waiting.pop_front() {
            let taken = count.min(limit - size);
            if taken > 0 {
                votes.push((at, taken));
                size += taken;
            }
            if taken < count {
                self.waiting.push_front((at, count - taken));
                break;
            }
        }
        self.length -= size;
        // Of so many votes, hardly ever none is on the hot article.
        let is_hot = random.unit() > (1.0 - hot).powf(size as f64);
        Transaction { votes, size, is_hot, since: now, end: None }
    }
}

/// Starts the transactions for which there is a lane, and the lock if they need it, in the order in
/// which they came.
fn start(replicas: &mut [Replica], case: &Case, now: usize) {
    let mut lanes = case.lanes;
    let mut is_locked = false;
    for running in replicas.iter().filter_map(|it| it.running.as_ref()) {
        if running.end.is_some() {
            lanes = lanes.saturating_sub(1);
            is_locked |= running.is_hot;
        }
    }
    let running = replicas.iter_mut().filter_map(|it| it.running.as_mut());
    let mut waiting: Vec<_> = running.filter(|it| it.end.is_none()).collect();
    waiting.sort_by_key(|it| it.since);
    for running in waiting {
        if lanes == 0 || (running.is_hot && is_locked) {
            continue;
        }
        let seconds = case.commit + case.vote * running.size as f64;
        running.end = Some(now + (seconds / STEP).ceil().max(1.0) as usize);
        is_locked |= running.is_hot;
        lanes -= 1;
    }
}

fn outcome(mut waits: Vec<(usize, u64)>, came: u64, refused: u64, batches: u64) -> Outcome {
    waits.sort_unstable();
    let written: u64 = waits.iter().map(|(_, count)| count).sum();
    let quantile = |share: f64| {
        let mut rest = (written as f64 * share) as u64;
        let at = waits.iter().find(|(_, count)| {
            let is_here = rest < *count;
            rest = rest.saturating_sub(*count);
            is_here
        });
        at.map_or(0.0, |(steps, _)| *steps as f64 * STEP * 1000.0)
    };
    Outcome {
        written: written as f64 / (SECONDS - WARM_UP),
        refused: refused as f64 / came.max(1) as f64,
        batch: written as f64 / batches.max(1) as f64,
        p50: quantile(0.5),
        p99: quantile(0.99),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(votes: f64, replicas: usize, hot: f64) -> Outcome {
        simulate(&Inputs { votes, ..Inputs::default() }, &case(replicas, hot), &mut Random::new(1))
    }

    fn case(replicas: usize, hot: f64) -> Case {
        let (lanes, commit, vote) = (16, 0.003, 0.000_04);
        Case { engine: "", replicas, hot, is_routed: false, lanes, commit, vote }
    }

    #[test]
    fn few_votes_are_written_at_once() {
        let outcome = run(100.0, 1, 0.0);
        assert!((outcome.written - 100.0).abs() < 10.0, "{outcome:?}");
        assert_eq!(outcome.refused, 0.0);
        assert!(outcome.batch < 2.0 && outcome.p50 < 6.0, "{outcome:?}");
    }

    #[test]
    fn a_writer_has_a_limit_and_the_rest_is_refused() {
        let outcome = run(50_000.0, 1, 0.0);
        // 500 votes in 23 ms.
        assert!((outcome.written - 500.0 / 0.023).abs() < 500.0, "{outcome:?}");
        assert!(outcome.refused > 0.5 && outcome.batch > 499.0, "{outcome:?}");
    }

    #[test]
    fn replicas_add_up_unless_all_votes_are_on_one_article() {
        let spread = run(50_000.0, 4, 0.0);
        assert!((spread.written - 50_000.0).abs() < 500.0, "{spread:?}");
        let hot = run(50_000.0, 4, 1.0);
        assert!((hot.written - 500.0 / 0.023).abs() < 500.0, "{hot:?}");
    }

    #[test]
    fn a_few_votes_on_one_article_hold_up_all_unless_they_are_routed() {
        let case = case(4, 0.01);
        let inputs = Inputs { votes: 40_000.0, ..Inputs::default() };
        let anywhere = simulate(&inputs, &case, &mut Random::new(1));
        assert!(anywhere.written < 23_000.0, "{anywhere:?}");
        let case = Case { is_routed: true, ..case };
        let routed = simulate(&inputs, &case, &mut Random::new(1));
        assert!((routed.written - 40_000.0).abs() < 500.0 && routed.p99 < 40.0, "{routed:?}");
    }

    #[test]
    fn the_engine_runs_so_many_at_once() {
        let case = Case { lanes: 2, ..case(8, 0.0) };
        let inputs = Inputs { votes: 100_000.0, ..Inputs::default() };
        let outcome = simulate(&inputs, &case, &mut Random::new(1));
        assert!((outcome.written - 2.0 * 500.0 / 0.023).abs() < 1000.0, "{outcome:?}");
    }
}
