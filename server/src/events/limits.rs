//! Limits on open streams: in all, and per client network.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The open streams. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct StreamLimits {
    total: usize,
    per_address: usize,
    open: Arc<Mutex<Open>>,
}

#[derive(Debug, Default)]
struct Open {
    total: usize,
    /// Addresses without a stream have no entry.
    by_address: HashMap<IpAddr, usize>,
}

/// The right to one stream, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct StreamPermit {
    limits: StreamLimits,
    address: IpAddr,
}

impl StreamLimits {
    pub(crate) fn new(total: usize, per_address: usize) -> Self {
        Self { total, per_address, open: Arc::default() }
    }

    /// A permit for a stream to `address`; none at a limit.
    pub(crate) fn acquire(&self, address: IpAddr) -> Option<StreamPermit> {
        let mut open = self.lock();
        let of_address = open.by_address.get(&address).copied().unwrap_or_default();
        if open.total >= self.total || of_address >= self.per_address {
            return None;
        }
        open.total += 1;
        open.by_address.insert(address, of_address + 1);
        Some(StreamPermit { limits: self.clone(), address })
    }

    /// The number of open streams.
    pub(crate) fn open(&self) -> usize {
        self.lock().total
    }

    /// The maximum number of open streams.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for StreamPermit {
    fn drop(&mut self) {
        let mut open = self.limits.lock();
        open.total -= 1;
        if let Some(number) = open.by_address.get_mut(&self.address) {
            *number -= 1;
            if *number == 0 {
                open.by_address.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn streams_are_limited_in_all_and_per_address() {
        let limits = StreamLimits::new(3, 2);
        let address = |last| IpAddr::V4(Ipv4Addr::new(192, 0, 2, last));
        let mut one = [limits.acquire(address(1)), limits.acquire(address(1))];
        assert!(one.iter().all(Option::is_some) && limits.acquire(address(1)).is_none());
        let other = limits.acquire(address(2));
        assert!(other.is_some() && limits.acquire(address(3)).is_none());
        one[0] = None;
        assert!(limits.acquire(address(1)).is_some());
        drop((one, other));
        assert_eq!((limits.open(), limits.lock().by_address.len()), (0, 0));
    }
}
