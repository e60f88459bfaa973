//! The memory of a limiter: a fixed number of slots, into which subjects fall by a
//! hash that nobody outside can compute.
//!
//! A table that grows with those who come could be filled by whoever has many
//! addresses, and one that forgets would let them begin anew. Here they share: so
//! many subjects that slots are shared have together no more than the slots have.

use std::hash::{BuildHasher, Hash, RandomState};
use std::marker::PhantomData;

use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};

/// Slots of one limiter; each is eight bytes.
pub(super) const SLOTS: usize = 1 << 17;

/// What was used in each slot.
#[derive(Debug)]
pub(super) struct Slots(Box<[InMemoryState]>);

impl Default for Slots {
    fn default() -> Self {
        Self((0..SLOTS).map(|_| InMemoryState::default()).collect())
    }
}

impl StateStore for Slots {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, key: &u64, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        // The remainder is below the length, which fits.
        let slot = usize::try_from(*key % self.0.len() as u64).unwrap_or_default();
        self.0[slot].measure_and_replace(&NotKeyed::NonKey, f)
    }
}

/// Subjects as numbers.
#[derive(Debug)]
pub(super) struct Names<K: ?Sized> {
    hash: RandomState,
    subject: PhantomData<fn(&K)>,
}

impl<K: ?Sized> Default for Names<K> {
    fn default() -> Self {
        Self { hash: RandomState::new(), subject: PhantomData }
    }
}

impl<K: Hash + ?Sized> Names<K> {
    pub(super) fn of(&self, subject: &K) -> u64 {
        self.hash.hash_one(subject)
    }
}
