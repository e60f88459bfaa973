//! State store of a rate limiter: a hash table with a fixed number of slots and a secret hash key.
//!
//! A table that grows with its keys could be filled by a client with many addresses, and one that
//! evicts entries would reset their limits. In this table colliding keys share one limit, so that
//! memory and the total rate are bounded for any number of keys.

use std::hash::{BuildHasher, Hash, RandomState};
use std::marker::PhantomData;

use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};

/// The number of slots of one limiter; each takes eight bytes.
pub(super) const SLOTS: usize = 1 << 17;

/// The GCRA state of each slot.
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
        // The remainder is less than the length and so fits into `usize`.
        let slot = usize::try_from(*key % self.0.len() as u64).unwrap_or_default();
        self.0[slot].measure_and_replace(&NotKeyed::NonKey, f)
    }
}

/// Hashes keys with a random key, so that clients cannot choose collisions.
#[derive(Debug)]
pub(super) struct KeyHasher<K: ?Sized> {
    state: RandomState,
    key: PhantomData<fn(&K)>,
}

impl<K: ?Sized> Default for KeyHasher<K> {
    fn default() -> Self {
        Self { state: RandomState::new(), key: PhantomData }
    }
}

impl<K: Hash + ?Sized> KeyHasher<K> {
    pub(super) fn hash(&self, key: &K) -> u64 {
        self.state.hash_one(key)
    }
}
