//! Share controller: the state and actions that the share buttons and the panel have in common.

use leptos::prelude::*;
use leptos::tachys::renderer::types::Element;
use leptos::task::spawn_local;
use zaidu_model::{Article, Route, ShareTarget, Site};

use super::methods::ShareMethod;
use super::panel_actions::{BACK, CARD, CLOSE, COPY, LONG};
use super::targets::ShareData;
use crate::browser::share::{self, ShareError};
use crate::browser::user_agent::{App, UserAgent};
use crate::browser::{clipboard, clock, page};
use crate::data::{LoadState, Query};

/// The views of the share panel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PanelView {
    /// Every share method, and the URL to copy.
    #[default]
    Methods,
    /// A mask over the page that points at WeChat's menu.
    WeChatMask,
    /// A QR code to be scanned with WeChat.
    WeChatScan,
    /// The link to paste in WeChat.
    WeChatPaste,
    /// A QR code to be scanned by another phone.
    QrCode,
    /// A poster to save.
    Poster,
    /// The same, as high as its text.
    LongPoster,
}

impl PanelView {
    /// The CSS classes of the dialog around it.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::WeChatMask => "share share-wechat",
            _ => "share",
        }
    }
}

/// The result of a share method that gives no feedback itself, for the status message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Outcome {
    /// No message.
    #[default]
    Silent,
    /// The URL is on the clipboard.
    Copied,
    /// The browser refused to copy.
    CopyRefused,
    /// The browser refused to share, although it has the Web Share API.
    SheetRefused,
}

/// The site's public origin, such as `https://example.org`. Provided as a context where the app
/// is rendered outside a browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin(pub String);

/// Handle to the share state of one article, used by the buttons and the panel.
#[derive(Debug, Clone, Copy)]
pub struct ShareController {
    source: StoredValue<Source>,
    agent: StoredValue<UserAgent>,
    pub(super) open: RwSignal<bool>,
    pub(super) view: RwSignal<PanelView>,
    pub(super) outcome: RwSignal<Outcome>,
}

/// What [`ShareController::data`] is made from.
#[derive(Debug, Clone)]
struct Source {
    site: Option<Query<Site>>,
    /// `None` in a browser, which knows its origin.
    origin: Option<Origin>,
    /// Its URL is a path without the origin.
    data: ShareData,
}

impl ShareController {
    /// The share state of `article`.
    #[must_use]
    pub fn new(site: Query<Site>, article: &Article) -> Self {
        let credit = article.source.as_ref().map(|source| &*source.name).unwrap_or_default();
        let picture = article.picture.as_ref().map(|picture| picture.url.as_str());
        let data = ShareData {
            title: article.headline().into_owned(),
            url: Route::Article(article.id.clone()).to_string(),
            excerpt: article.excerpt.clone(),
            credit: [credit, " ", &article.published.display()].concat().trim_start().to_owned(),
            picture: picture.unwrap_or_default().to_owned(),
            ..ShareData::default()
        };
        Self::from_source(Source { site: Some(site), origin: use_context(), data })
    }

    fn from_source(source: Source) -> Self {
        Self {
            source: StoredValue::new(source),
            agent: StoredValue::new(UserAgent::default()),
            open: RwSignal::default(),
            view: RwSignal::default(),
            outcome: RwSignal::default(),
        }
    }

    /// A fixed state, for the gallery of components.
    #[cfg(feature = "mock")]
    #[must_use]
    pub fn fixed(data: ShareData, agent: UserAgent, view: PanelView, outcome: Outcome) -> Self {
        let controller =
            Self::from_source(Source { site: None, origin: Some(Origin::default()), data });
        controller.agent.set_value(agent);
        controller.open.set(true);
        controller.view.set(view);
        controller.outcome.set(outcome);
        controller
    }

    /// The data to share, as far as it is loaded. Not for the first render in a browser.
    pub(super) fn data(self) -> ShareData {
        let Source { site, origin, mut data } = self.source.get_value();
        let origin = origin.map_or_else(page::public_origin, |origin| origin.0);
        data.url.insert_str(0, &origin);
        if data.picture.starts_with('/') {
            data.picture.insert_str(0, &origin);
        }
        if let Some(LoadState::Loaded(site)) = site.map(|site| untrack(move || site.get())) {
            data.logo = site.logo.map(|logo| logo.absolute(&origin)).unwrap_or_default();
            data.site = site.name;
            data.from = site.share.from;
        }
        data
    }

    /// The newsroom's share targets, as far as they are loaded.
    pub(super) fn targets(self) -> Vec<ShareTarget> {
        match self.source.with_value(|source| source.site).map(|site| untrack(move || site.get())) {
            Some(LoadState::Loaded(site)) => site.share_targets(),
            _ => ShareTarget::DEFAULT.to_vec(),
        }
    }

    /// The share methods of this browser.
    pub(super) fn methods(self) -> Vec<ShareMethod> {
        ShareMethod::available(self.agent.get_value(), &self.targets())
    }

    /// Whether the page is shown inside WeChat, which is then open already.
    pub(super) fn is_in_wechat(self) -> bool {
        self.agent.get_value().app == App::MiniProgram
    }

    /// Opens the system's share sheet where it is supported, else the panel. To be called
    /// synchronously from a click handler: the Web Share API requires transient activation.
    pub(super) fn start(self) {
        if ShareMethod::has_system_sheet(UserAgent::current()) {
            self.open_system_sheet();
        } else {
            self.open();
        }
    }

    /// Opens the panel.
    pub(super) fn open(self) {
        self.agent.set_value(UserAgent::current());
        self.view.set(PanelView::Methods);
        self.outcome.set(Outcome::Silent);
        self.open.set(true);
    }

    /// Performs `action` in the panel, whose content is `node`. To be called synchronously from a
    /// click handler, which gives transient activation.
    pub(super) fn act(self, action: &str, node: &Element) {
        // A screen reader announces a message only when the text changes, so that it is cleared
        // before it is set again.
        self.outcome.set(Outcome::Silent);
        match action {
            COPY => self.copy(clipboard::copy(node)),
            BACK => self.view.set(PanelView::Methods),
            CLOSE => self.open.set(false),
            LONG => self.view.set(PanelView::LongPoster),
            CARD => self.view.set(PanelView::Poster),
            _ => match self.methods().into_iter().find(|method| method.key() == action) {
                Some(ShareMethod::WeChatFriends | ShareMethod::WeChatMoments) => {
                    self.view.set(PanelView::WeChatMask);
                }
                Some(ShareMethod::WeChatScan) => self.view.set(PanelView::WeChatScan),
                Some(ShareMethod::WeChatPaste) => {
                    // Of the field in the list of methods, before it is removed.
                    self.copy(clipboard::copy(node));
                    self.view.set(PanelView::WeChatPaste);
                }
                Some(ShareMethod::QrCode) => self.view.set(PanelView::QrCode),
                Some(ShareMethod::Poster) => self.view.set(PanelView::Poster),
                Some(ShareMethod::SystemSheet) => self.open_system_sheet(),
                // Links are followed by the browser.
                Some(ShareMethod::Link(_)) | None => {}
            },
        }
    }

    /// Opens the system's share sheet; where that is refused, opens the panel with a message.
    fn open_system_sheet(self) {
        let data = self.data();
        let result = share::share(&data.title, &data.url_for(ShareMethod::SystemSheet.key()));
        spawn_local(async move {
            match result.await {
                Ok(()) => drop(self.open.try_set(false)),
                Err(ShareError::Cancelled) => {}
                // The view may have been unmounted while the sheet was open.
                Err(ShareError::Unavailable) if self.open.is_disposed() => {}
                Err(ShareError::Unavailable) => {
                    if !self.open.get_untracked() {
                        self.open();
                        // A live region is announced when its text changes, not when inserted.
                        clock::sleep(0).await;
                    }
                    self.outcome.try_set(Outcome::SheetRefused);
                }
            }
        });
    }

    /// Reports the result of copying the URL.
    fn copy(self, copied: impl Future<Output = Result<(), clipboard::CopyError>> + 'static) {
        spawn_local(async move {
            let outcome = match copied.await {
                Ok(()) => Outcome::Copied,
                Err(clipboard::CopyError) => Outcome::CopyRefused,
            };
            self.outcome.try_set(outcome);
        });
    }
}
