//! Looking at what is stored: which pictures are there already, which are to be made, and which no
//! article has any more.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::address::{Place, shown};
use super::entry::{Entry, Stamp};
use super::made::Made;
use super::make::Shared;

/// How often unused pictures are removed that no withdrawal has made so.
const SWEEP: Duration = Duration::from_secs(600);

/// How long a picture stays that an article had: pages with it are in caches, in seconds.
const UNUSED: i64 = 86_400;

/// How long an address that could not be fetched is left alone, in seconds.
const RETRY_FETCH: i64 = 6 * 3600;

/// What was found in earlier looks.
#[derive(Default)]
pub(super) struct Looker {
    /// The lock of the folder, once this server has it.
    lock: Option<File>,
    seen: HashMap<Arc<str>, (Option<Stamp>, Arc<Made>)>,
    withdrawn: HashSet<Arc<str>>,
    swept: Option<Instant>,
}

/// What is there of an address.
enum Found {
    Made(Arc<Made>),
    Failed(String),
    ToMake,
}

impl Looker {
    /// Looks at the pictures `in_use`, and removes those that only `withdrawn` articles have, or none
    /// for a day. Returns whether another server makes what waits.
    pub(super) fn look(
        &mut self,
        shared: &Shared,
        in_use: &HashSet<Arc<str>>,
        withdrawn: HashSet<Arc<str>>,
    ) -> bool {
        if self.lock.is_none() {
            match shared.folder.lock() {
                Ok(lock) => self.lock = lock,
                Err(error) => tracing::warn!(%error, "the folder of pictures has no lock"),
            }
        }
        shared.queue.begin();
        let now = (shared.clock)();
        let (mut known, mut failed) = (HashMap::new(), BTreeMap::new());
        let (mut local, mut remote, mut seen) = (Vec::new(), Vec::new(), HashMap::new());
        for address in in_use {
            let Some(place) = Place::of(address).filter(|place| shared.takes(place)) else {
                continue;
            };
            let (stamp, found) = match shared.stamp(&place) {
                Ok(stamp) => {
                    let found = self.find(shared, address, stamp.as_ref(), now);
                    (stamp, found)
                }
                // It may come later.
                Err(error) => (None, Found::Failed(error.to_string())),
            };
            match found {
                Found::Made(made) => {
                    seen.insert(Arc::clone(address), (stamp, Arc::clone(&made)));
                    known.insert(Arc::clone(address), made);
                }
                Found::Failed(reason) => {
                    failed.insert(shown(address), reason);
                }
                Found::ToMake => match place {
                    Place::Local(_) => local.push(Arc::clone(address)),
                    Place::Remote(_) => remote.push(Arc::clone(address)),
                },
            }
        }
        self.seen = seen;
        let to_make = [local, remote].concat();
        {
            let mut shown = shared.known.write().unwrap_or_else(PoisonError::into_inner);
            // A picture whose file has changed is shown as it was until the new one is made.
            for address in &to_make {
                if let Some(made) = shown.get(address) {
                    known.insert(Arc::clone(address), Arc::clone(made));
                }
            }
            *shown = known;
        }
        let made = self.seen.len();
        let waiting = match self.lock {
            Some(_) => shared.queue.replace(to_make, now),
            None => to_make.len(),
        };
        let again = shared.queue.failures();
        failed.extend(again.into_iter().map(|(address, reason)| (shown(&address), reason)));
        if self.lock.is_some() {
            self.sweep(shared, in_use, withdrawn, now);
        }
        shared.status.modify(|counts| {
            (counts.waiting, counts.made, counts.failed) = (waiting, made, failed);
            counts.looks += 1;
        });
        self.lock.is_none() && waiting > 0
    }

    /// What is there of `address`, whose file looks like `stamp`.
    fn find(&self, shared: &Shared, address: &str, stamp: Option<&Stamp>, now: i64) -> Found {
        if let Some((seen, made)) = self.seen.get(address)
            && seen.as_ref() == stamp
        {
            return Found::Made(Arc::clone(made));
        }
        let entry = shared.folder.entry(address).filter(|entry| entry.stamp.as_ref() == stamp);
        match entry {
            Some(Entry { content: Some(content), .. }) => match shared.folder.made(&content) {
                Some(made) => Found::Made(Arc::new(made)),
                None => Found::ToMake,
            },
            // The same file fails again; another server may do better.
            Some(Entry { failure: Some((reason, time)), .. })
                if stamp.is_some() || now - time < RETRY_FETCH =>
            {
                Found::Failed(reason)
            }
            Some(_) | None => Found::ToMake,
        }
    }

    fn sweep(
        &mut self,
        shared: &Shared,
        in_use: &HashSet<Arc<str>>,
        withdrawn: HashSet<Arc<str>>,
        now: i64,
    ) {
        let is_due = self.swept.is_none_or(|swept| swept.elapsed() >= SWEEP);
        if !is_due && withdrawn.is_subset(&self.withdrawn) {
            return;
        }
        let is_used = |entry: &mut Entry| {
            if in_use.contains(&*entry.address) {
                entry.unused_since = None;
                return true;
            }
            let since = *entry.unused_since.get_or_insert(now);
            !withdrawn.contains(&*entry.address) && now - since < UNUSED
        };
        match shared.folder.sweep(is_used) {
            Ok(0) => {}
            Ok(files) => tracing::info!(files, "pictures that no article has any more are removed"),
            Err(error) => tracing::warn!(%error, "unused pictures cannot be removed"),
        }
        (self.swept, self.withdrawn) = (Some(Instant::now()), withdrawn);
    }
}
