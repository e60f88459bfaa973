//! Sharing one article: what the buttons and the panel have in common.

use leptos::prelude::*;
use leptos::tachys::renderer::types::Element;
use leptos::task::spawn_local;
use zaidu_model::{Article, Route, Site};

use super::methods::Way;
use super::panel_views::{BACK, CLOSE, COPY};
use super::targets::Shared;
use crate::browser::share::{self, ShareError};
use crate::browser::user_agent::UserAgent;
use crate::browser::{clipboard, clock, page};
use crate::data::{LoadState, Query};

/// What the panel shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Face {
    /// Every way, and copying.
    #[default]
    Ways,
    /// The way to WeChat's menu.
    Mask,
    /// The code for another phone.
    Code,
    /// The picture to keep.
    Poster,
}

impl Face {
    /// The classes of what it stands in.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Mask => "share share-wechat",
            Self::Ways | Self::Code | Self::Poster => "share",
        }
    }
}

/// What became of a way that says nothing itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to say.
    #[default]
    Quiet,
    /// The address is on the clipboard.
    Copied,
    /// The browser does not copy.
    CopyRefused,
    /// The browser does not share, though it said that it would.
    SheetRefused,
}

/// Where readers find the site, such as `https://example.org`: told to whoever
/// renders without a browser to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin(pub String);

/// Sharing one article: handed to the buttons and the panel.
#[derive(Debug, Clone, Copy)]
pub struct Sharing {
    what: StoredValue<What>,
    agent: StoredValue<UserAgent>,
    pub(super) open: RwSignal<bool>,
    pub(super) face: RwSignal<Face>,
    pub(super) outcome: RwSignal<Outcome>,
}

#[derive(Debug, Clone)]
struct What {
    site: Option<Query<Site>>,
    /// Without one it is the browser's to say.
    origin: Option<Origin>,
    /// With the path in the place of the address.
    shared: Shared,
}

impl Sharing {
    /// Sharing `article` of `site`.
    #[must_use]
    pub fn new(site: Query<Site>, article: &Article) -> Self {
        let source = article.source.as_ref().map(|source| &*source.name).unwrap_or_default();
        let picture = article.picture.as_ref().map(|picture| picture.url.as_str());
        let shared = Shared {
            title: article.headline().into_owned(),
            url: Route::Article(article.id.clone()).to_string(),
            excerpt: article.excerpt.clone(),
            credit: [source, " ", &article.published.display()].concat().trim_start().to_owned(),
            picture: picture.unwrap_or_default().to_owned(),
            ..Shared::default()
        };
        Self::of(What { site: Some(site), origin: use_context(), shared })
    }

    fn of(what: What) -> Self {
        Self {
            what: StoredValue::new(what),
            agent: StoredValue::new(UserAgent::default()),
            open: RwSignal::default(),
            face: RwSignal::default(),
            outcome: RwSignal::default(),
        }
    }

    /// Sharing in one state, for those who look at each.
    #[cfg(feature = "mock")]
    #[must_use]
    pub fn still(shared: Shared, agent: UserAgent, face: Face, outcome: Outcome) -> Self {
        let sharing = Self::of(What { site: None, origin: Some(Origin::default()), shared });
        sharing.agent.set_value(agent);
        sharing.open.set(true);
        sharing.face.set(face);
        sharing.outcome.set(outcome);
        sharing
    }

    /// What is shared, as far as it is known now. Not for the first render in a
    /// browser.
    pub(super) fn shared(self) -> Shared {
        let What { site, origin, mut shared } = self.what.get_value();
        let origin = origin.map_or_else(page::public_origin, |origin| origin.0);
        shared.url.insert_str(0, &origin);
        if shared.picture.starts_with('/') {
            shared.picture.insert_str(0, &origin);
        }
        if let Some(LoadState::Loaded(site)) = site.map(|site| untrack(move || site.get())) {
            shared.site = site.name;
            shared.from = site.share.from;
        }
        shared
    }

    /// Whether this browser has `way`.
    pub(super) fn has(self, way: Way) -> bool {
        way.is_in(self.agent.get_value())
    }

    /// Shares by the system's sheet where there is one, else opens the panel. To
    /// be called straight from a tap.
    pub(super) fn start(self) {
        if Way::Sheet.is_in(UserAgent::here()) { self.sheet() } else { self.open() }
    }

    /// Opens the panel.
    pub(super) fn open(self) {
        self.agent.set_value(UserAgent::here());
        self.face.set(Face::Ways);
        self.outcome.set(Outcome::Quiet);
        self.open.set(true);
    }

    /// Does what a tap on `name` means in the panel's content, which is `place`.
    /// To be called straight from that tap.
    pub(super) fn tap(self, name: &str, place: &Element) {
        // What is said twice would be heard once.
        self.outcome.set(Outcome::Quiet);
        match name {
            COPY => self.copy(clipboard::copy(place)),
            BACK => self.face.set(Face::Ways),
            CLOSE => self.open.set(false),
            _ => match Way::all().find(|way| way.key() == name) {
                Some(Way::Friends | Way::Moments) => self.face.set(Face::Mask),
                Some(Way::Code) => self.face.set(Face::Code),
                Some(Way::Poster) => self.face.set(Face::Poster),
                Some(Way::Sheet) => self.sheet(),
                // The browser follows links.
                Some(Way::To(_)) | None => {}
            },
        }
    }

    fn sheet(self) {
        let shared = self.shared();
        let asked = share::share(&shared.title, &shared.by(Way::Sheet.key()));
        spawn_local(async move {
            match asked.await {
                Ok(()) => drop(self.open.try_set(false)),
                Err(ShareError::Cancelled) => {}
                // The page may have been left while the sheet was open.
                Err(ShareError::Unavailable) if self.open.is_disposed() => {}
                Err(ShareError::Unavailable) => {
                    if !self.open.get_untracked() {
                        self.open();
                        // Words are heard where they change, not where they stand.
                        clock::sleep(0).await;
                    }
                    self.outcome.try_set(Outcome::SheetRefused);
                }
            }
        });
    }

    fn copy(self, copied: impl Future<Output = Result<(), clipboard::Refused>> + 'static) {
        spawn_local(async move {
            let outcome = match copied.await {
                Ok(()) => Outcome::Copied,
                Err(clipboard::Refused) => Outcome::CopyRefused,
            };
            self.outcome.try_set(outcome);
        });
    }
}
