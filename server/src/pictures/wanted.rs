//! Which pictures articles and cards have, kept up to date with what is stored: only articles that
//! have changed are read again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use zaidu_model::{Article, Block, Picture, Site};

use crate::store::{Store, StoreError};

/// Articles per query. Their rows include the full text.
const BATCH: usize = 100;

/// The pictures of one article.
#[derive(Debug)]
struct Uses {
    digest: String,
    is_withdrawn: bool,
    addresses: Vec<Arc<str>>,
}

/// The pictures of all articles and cards that name no variants themselves.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    articles: HashMap<String, Uses>,
    cards: Vec<Arc<str>>,
}

impl Wanted {
    /// Reads what has changed in `store`.
    ///
    /// # Errors
    /// An error of the database.
    pub(super) async fn refresh(&mut self, store: &Store) -> Result<(), StoreError> {
        let states = store.article_states().await?;
        let mut before = std::mem::take(&mut self.articles);
        let mut changed = Vec::new();
        for state in states {
            let known = before.remove(&state.id).filter(|uses| uses.digest == state.digest);
            let addresses = match known {
                Some(uses) => uses.addresses,
                None => {
                    changed.push(state.id.clone());
                    Vec::new()
                }
            };
            let (digest, is_withdrawn) = (state.digest, state.is_withdrawn);
            self.articles.insert(state.id, Uses { digest, is_withdrawn, addresses });
        }
        for batch in changed.chunks(BATCH) {
            for article in store.stored_articles(batch).await? {
                if let Some(uses) = self.articles.get_mut(article.id.as_str()) {
                    uses.addresses = of_article(&article);
                }
            }
        }
        self.cards = of_site(&store.stored_site().await?);
        Ok(())
    }

    /// The addresses that something readers see has, or will have once an embargo ends; each once.
    pub(super) fn in_use(&self) -> HashSet<Arc<str>> {
        let articles = self.articles.values().filter(|uses| !uses.is_withdrawn);
        articles.flat_map(|uses| &uses.addresses).chain(&self.cards).cloned().collect()
    }

    /// The addresses that withdrawn articles have.
    pub(super) fn withdrawn(&self) -> HashSet<Arc<str>> {
        let articles = self.articles.values().filter(|uses| uses.is_withdrawn);
        articles.flat_map(|uses| &uses.addresses).cloned().collect()
    }
}

fn of_article(article: &Article) -> Vec<Arc<str>> {
    let mut addresses = Vec::new();
    push(article.picture.as_ref(), &mut addresses);
    push_blocks(&article.body, &mut addresses);
    for body in article.live.iter().flat_map(|live| live.bodies()) {
        push_blocks(body, &mut addresses);
    }
    addresses
}

fn of_site(site: &Site) -> Vec<Arc<str>> {
    let mut addresses = Vec::new();
    for card in site.focus.iter().chain(&site.special) {
        push(card.picture.as_ref(), &mut addresses);
    }
    addresses
}

fn push_blocks(blocks: &[Block], addresses: &mut Vec<Arc<str>>) {
    for block in blocks {
        if let Block::Image { picture, .. } = block {
            push(Some(picture), addresses);
        }
        for body in block.children() {
            push_blocks(body, addresses);
        }
    }
}

fn push(picture: Option<&Picture>, addresses: &mut Vec<Arc<str>>) {
    // What an editor has made in several widths stays as it is.
    let picture = picture.filter(|picture| picture.variants.is_empty());
    addresses.extend(picture.map(|picture| Arc::from(picture.url.as_str())));
}
