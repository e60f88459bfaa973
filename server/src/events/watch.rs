//! Watch for changes: compares the articles that readers see with those before, whichever program has
//! changed them or whether an embargo has ended, and collects the counts that votes have changed.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::pin::pin;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};
use zaidu_model::event::Placed;
use zaidu_model::{Event, Key};

use super::hub::Hub;
use crate::store::{Heard, ListedArticle, Revision, Store, StoreError};

/// How long the watch waits before it listens to other servers again after a failure.
const RETRY: Duration = Duration::from_secs(5);

/// How many notifications of other servers may wait.
const HEARD: usize = 64;

/// Publishes in `hub` what changes in `store`, until the hub is closed. It looks every `period`, and
/// only while somebody listens.
pub(crate) async fn watch(store: Store, hub: Hub, period: Duration) {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut watch = Watch::new(store.clone(), hub.clone());
    let (sender, mut heard) = mpsc::channel(HEARD);
    tokio::spawn(listen(store, hub.clone(), sender));
    let mut closed = pin!(hub.closed());
    loop {
        tokio::select! {
            () = &mut closed => return,
            Some(heard) = heard.recv() => watch.hear(heard),
            _ = ticks.tick() => watch.look().await,
        }
    }
}

struct Watch {
    store: Store,
    hub: Hub,
    /// The articles that were seen last; none before the first look.
    articles: Option<Articles>,
    /// Articles that were voted on through other servers.
    voted: BTreeSet<Key>,
    has_gap: bool,
    is_failing: bool,
}

impl Watch {
    fn new(store: Store, hub: Hub) -> Self {
        let (articles, voted) = (None, BTreeSet::new());
        Self { store, hub, articles, voted, has_gap: false, is_failing: false }
    }

    fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Votes(sender, ids) if sender != self.hub.name() => self.voted.extend(ids),
            Heard::Votes(..) => {}
            Heard::Gap => self.has_gap = true,
        }
    }

    /// Publishes what has changed. What cannot be read now is found the next time.
    async fn look(&mut self) {
        let is_failing = match self.changes().await {
            Ok(events) => {
                self.hub.publish(&events);
                false
            }
            Err(error) => {
                if !self.is_failing {
                    tracing::warn!(%error, "readers are not told what has changed");
                }
                true
            }
        };
        self.is_failing = is_failing;
    }

    async fn changes(&mut self) -> Result<Vec<Event>, StoreError> {
        let own = self.store.take_changed_counts();
        if !own.is_empty()
            && let Err(error) = self.store.notify_votes(self.hub.name(), own.keys()).await
        {
            // The readers of this server are told nevertheless.
            tracing::debug!(%error, "other servers are not told of votes");
        }
        let own = own.into_iter().map(|(article, counts)| Event::Counts { article, counts });
        // At once: an error in what follows must not lose them.
        self.hub.publish(&own.collect::<Vec<_>>());
        let mut events = Vec::new();
        if self.articles.is_some() && !self.hub.is_watched() {
            self.voted.clear();
            return Ok(events);
        }
        if std::mem::take(&mut self.has_gap) {
            events.push(Event::Reset {});
        }
        let voted: Vec<Key> = std::mem::take(&mut self.voted).into_iter().collect();
        if !voted.is_empty() {
            let counts = self.store.counts_of(&voted).await?.into_iter();
            events.extend(counts.map(|(article, counts)| Event::Counts { article, counts }));
        }
        let revision = self.store.revision().await?;
        match &mut self.articles {
            Some(articles) if articles.revision == revision => {}
            Some(articles) => articles.update(revision, &self.store, &mut events).await?,
            None => {
                let mut articles = Articles::default();
                articles.update(revision, &self.store, &mut Vec::new()).await?;
                self.articles = Some(articles);
                self.hub.begin();
            }
        }
        Ok(events)
    }
}

/// The articles that readers saw at a revision of the content: hashes of ids and contents.
#[derive(Debug, Default)]
struct Articles {
    revision: Revision,
    hasher: RandomState,
    shown: HashMap<u64, u64>,
}

impl Articles {
    /// Replaces the articles by those of `store`, and adds what has changed to `events`.
    async fn update(
        &mut self,
        revision: Revision,
        store: &Store,
        events: &mut Vec<Event>,
    ) -> Result<(), StoreError> {
        let (mut shown, mut added, mut withdrawn) = (HashMap::new(), Vec::new(), Vec::new());
        let mut changed = Vec::new();
        store
            .each_listed_article(|article| {
                let id = self.hasher.hash_one(&article.id);
                let content = self.hasher.hash_one(&article.digest);
                let Ok(key) = Key::new(&*article.id) else { return };
                match (self.shown.get(&id), article.is_shown) {
                    (None, true) => added.push(placed(key, &article)),
                    (Some(_), false) => withdrawn.push(key),
                    (Some(before), true) if *before != content => {
                        changed.push(Event::Article { article: key, revision: article.digest });
                    }
                    (Some(_), true) | (None, false) => {}
                }
                if article.is_shown {
                    shown.insert(id, content);
                }
            })
            .await?;
        added.sort_by(|a: &Placed, b| a.article.cmp(&b.article));
        withdrawn.sort();
        (self.revision, self.shown) = (revision, shown);
        if !(added.is_empty() && withdrawn.is_empty()) {
            events.push(Event::Articles { added, withdrawn });
        }
        events.extend(changed);
        Ok(())
    }
}

fn placed(id: Key, article: &ListedArticle) -> Placed {
    let key = |text: &Option<String>| Key::new(text.as_deref()?).ok();
    Placed { article: id, channel: key(&article.channel), column: key(&article.column) }
}

/// Sends what other servers tell, until the hub is closed. On SQLite there are none.
async fn listen(store: Store, hub: Hub, heard: mpsc::Sender<Heard>) {
    tokio::select! {
        () = hub.closed() => {}
        () = forward(&store, &heard) => {}
    }
}

/// Connects, and again after a failure.
async fn forward(store: &Store, heard: &mpsc::Sender<Heard>) {
    let mut was_connected = false;
    loop {
        let error = match store.listen_to_votes().await {
            Ok(None) => return,
            Ok(Some(mut listener)) => {
                if std::mem::replace(&mut was_connected, true)
                    && heard.send(Heard::Gap).await.is_err()
                {
                    return;
                }
                loop {
                    match listener.next().await {
                        Ok(news) => {
                            if heard.send(news).await.is_err() {
                                return;
                            }
                        }
                        Err(error) => break error,
                    }
                }
            }
            Err(error) => error,
        };
        tracing::warn!(%error, "votes through other servers are not heard of");
        tokio::time::sleep(RETRY).await;
    }
}
