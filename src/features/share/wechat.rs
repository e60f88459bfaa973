//! WeChat JS-SDK: share cards for links that readers forward through WeChat's own menu. Only
//! inside WeChat, and only where the server has an account.
//!
//! Nothing of it is visible. Where the script is blocked, the server returns no signature or
//! WeChat rejects it, links are shared without a card.

use std::cell::RefCell;

use leptos::task::spawn_local;
use zaidu_model::wechat::SDK_URLS;
use zaidu_model::{MediaUrl, Site};

use super::signed_url::SignedUrl;
use crate::backend::{Backend, backend};
use crate::browser::user_agent::{App, System, UserAgent};
use crate::browser::wechat::{self, Card};
use crate::browser::{clock, page};
use crate::chunk::chunk_fn;
use crate::client_effect::client_effect;
use crate::data::{LoadState, Query};

/// Delay before a card that WeChat did not accept is sent again, in milliseconds: WeChat may still
/// be checking the signature. The delay doubles with each retry.
const RETRY_DELAY: u32 = 2_000;

/// Maximum number of such retries.
const MAX_RETRIES: u32 = 3;

thread_local! {
    /// The WeChat session; `None` outside WeChat. It lasts as long as the document, across
    /// client-side navigation.
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

struct Session {
    signed_url: SignedUrl,
    script: Script,
    /// The share card of the current page; `None` before it is known.
    card: Option<Card>,
    /// Provides signatures; set together with the card.
    backend: Option<Backend>,
}

/// Loading state of WeChat's script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Not requested: no page has needed it yet.
    NotLoaded,
    /// Requested; it may also have failed.
    Loading,
    /// Ready for calls.
    Loaded,
}

/// Metadata of a page, for its share card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageMeta {
    /// Its title; `None` for the newsroom's name.
    pub title: Option<String>,
    /// A sentence or two; empty for the newsroom's default.
    pub excerpt: String,
    /// Its canonical path, below the site's origin.
    pub address: String,
    /// Its picture; `None` for the newsroom's default.
    pub picture: Option<MediaUrl>,
}

/// Starts the session with the landing URL, inside WeChat only. To be called before the router
/// starts, since navigation changes the URL.
pub fn start_session() {
    let agent = UserAgent::current();
    if agent.app == App::WeChat {
        let signed_url = SignedUrl::new(wechat::page_url(), agent.system == System::Ios);
        SESSION.set(Some(Session {
            signed_url,
            script: Script::NotLoaded,
            card: None,
            backend: None,
        }));
    }
}

/// Sets the share card of the current page, once the site's settings are loaded.
pub fn set_share_card(site: Query<Site>, meta: PageMeta) {
    // Outside WeChat.
    if with_session(|_| ()).is_none() {
        return;
    }
    let backend = backend();
    client_effect(move || {
        if let LoadState::Loaded(site) = site.get()
            && site.wechat
        {
            // Without the chunk, the page is shared as a link without a card.
            let send = send_card_of(site, meta.clone(), backend.clone());
            spawn_local(async { _ = send.await });
        }
    });
}

chunk_fn! {
    in wechat, loaded by load;
    /// Sends the card of a page with `meta` to WeChat, as soon as its script is ready.
    fn send_card_of(site: Site, meta: PageMeta, backend: Backend) -> () {
        update_card(card(&site, &meta, &page::origin()), backend);
    }
}

/// The share card of a page with `meta` below `origin`.
fn card(site: &Site, meta: &PageMeta, origin: &str) -> Card {
    let PageMeta { title, excerpt, address, picture } = meta;
    let description = if excerpt.is_empty() { site.share_text() } else { excerpt };
    let image = picture.as_ref().or(site.share_image());
    Card {
        title: title.as_ref().unwrap_or(&site.name).clone(),
        description: description.to_owned(),
        link: [origin, address].concat(),
        image: image.map(|image| image.absolute(origin)).unwrap_or_default(),
    }
}

/// Stores `card` and passes it to WeChat: at once, or when the script has loaded.
fn update_card(card: Card, backend: Backend) {
    let script = with_session(|session| {
        (session.card, session.backend) = (Some(card), Some(backend));
        let script = session.script;
        if script == Script::NotLoaded {
            session.script = Script::Loading;
        }
        script
    });
    match script {
        Some(Script::NotLoaded) => wechat::load_sdk(&SDK_URLS, || {
            with_session(|session| session.script = Script::Loaded);
            wechat::on_config_error(on_rejection);
            sign_or_send_card();
        }),
        Some(Script::Loaded) => sign_or_send_card(),
        Some(Script::Loading) | None => {}
    }
}

/// Signs the current URL if necessary, else sends the card.
fn sign_or_send_card() {
    match url_to_sign() {
        Some(url) => spawn_local(sign(url)),
        None => send_card(0),
    }
}

/// Requests a signature of `url`, passes it to WeChat and then sends the card.
async fn sign(url: String) {
    let Some(Some(backend)) = with_session(|session| session.backend.clone()) else { return };
    // Without a signature, the page is shared as a link without a card.
    let Ok(config) = backend.wechat_signature(&url).await else { return };
    // The reader may have navigated meanwhile.
    if url_to_sign().is_some_and(|current| current == url) {
        with_session(|session| session.signed_url.mark_signed(&url));
        wechat::configure(&config, || send_card(0));
    }
}

/// The URL that has to be signed for the current page, if any.
fn url_to_sign() -> Option<String> {
    let current = wechat::page_url();
    with_session(|session| session.signed_url.url_to_sign(&current).map(ToOwned::to_owned))?
}

/// Handles a rejected signature: signs the other URL, if there is one.
fn on_rejection(message: &str) {
    with_session(|session| session.signed_url.reject(message, &wechat::page_url()));
    if let Some(url) = url_to_sign() {
        spawn_local(sign(url));
    }
}

/// Sends the card to WeChat, after `retries` earlier attempts. WeChat does not report when it has
/// checked a second or later signature and accepts no card before, so a card that it does not
/// accept is sent again.
fn send_card(retries: u32) {
    let Some(Some(card)) = with_session(|session| session.card.clone()) else { return };
    wechat::set_share_data(&card, move || {
        if retries < MAX_RETRIES {
            clock::set_timeout(RETRY_DELAY << retries, move || send_card(retries + 1));
        }
    });
}

/// Calls `act` with the session; `None` outside WeChat.
fn with_session<T>(act: impl FnOnce(&mut Session) -> T) -> Option<T> {
    SESSION.with_borrow_mut(|session| session.as_mut().map(act))
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::site::ShareDefaults;

    #[test]
    fn a_card_has_the_pages_metadata_else_the_newsrooms_defaults() {
        let url = |text| Some(MediaUrl::new(text).unwrap());
        let share = ShareDefaults { image: url("/media/share.jpg"), ..Default::default() };
        let site =
            Site { name: "报".into(), description: "江边".into(), share, ..Site::default() };
        let meta = PageMeta {
            title: Some("潮".into()),
            excerpt: "一句".into(),
            address: "/articles/a".into(),
            picture: url("https://cdn.example/a.jpg"),
        };
        let texts = |meta: &PageMeta| {
            let card = card(&site, meta, "https://example.org");
            [card.title, card.description, card.link, card.image]
        };
        let own = ["潮", "一句", "https://example.org/articles/a", "https://cdn.example/a.jpg"];
        assert_eq!(texts(&meta), own);
        let home = PageMeta { address: "/".into(), ..PageMeta::default() };
        let defaults =
            ["报", "江边", "https://example.org/", "https://example.org/media/share.jpg"];
        assert_eq!(texts(&home), defaults);
    }
}
