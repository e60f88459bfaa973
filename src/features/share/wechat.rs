//! Inside WeChat, where the server has an account: what a page looks like when
//! readers pass it on by WeChat's own menu.
//!
//! Nobody sees any of this. Where the script is blocked, the server has no
//! signature or WeChat takes none, links are shared as they always were.

use std::cell::RefCell;

use leptos::task::spawn_local;
use zaidu_model::wechat::SDK_URLS;
use zaidu_model::{MediaUrl, Site};

use super::signed_url::Signing;
use crate::backend::{Backend, backend};
use crate::browser::user_agent::{App, System, UserAgent};
use crate::browser::wechat::{self, Card};
use crate::browser::{clock, page};
use crate::client_effect::client_effect;
use crate::data::{LoadState, Query};

/// How long WeChat may take to check a signature before a card that it did not
/// take is shown to it again, in milliseconds; twice as long each further time.
const CHECKING: u32 = 2_000;

/// How often such a card is shown again.
const AGAIN: u32 = 3;

thread_local! {
    /// WeChat around this page; nothing elsewhere. A page has one program around it
    /// from its first moment to its last, whatever the app shows in it.
    static AROUND: RefCell<Option<Around>> = const { RefCell::new(None) };
}

struct Around {
    signing: Signing,
    script: Script,
    /// How the current page looks; none before it is known.
    card: Option<Card>,
    /// Who gives signatures, from then on.
    backend: Option<Backend>,
}

/// WeChat's script on this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// No page has needed it yet.
    Absent,
    /// On its way, or lost.
    Asked,
    /// It takes calls.
    Here,
}

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Its title; none for the newsroom's own page.
    pub title: Option<String>,
    /// A sentence or two; empty for the newsroom's own.
    pub excerpt: String,
    /// Its one true address, below the site's origin.
    pub address: String,
    /// Its picture; none for the newsroom's own.
    pub picture: Option<MediaUrl>,
}

/// Remembers where the reader arrived, if that is inside WeChat. To be called
/// before the app follows links, which change the address.
pub fn arrive() {
    let agent = UserAgent::here();
    if agent.app == App::WeChat {
        let signing = Signing::new(wechat::address(), agent.system == System::Ios);
        AROUND.set(Some(Around { signing, script: Script::Absent, card: None, backend: None }));
    }
}

/// Tells WeChat what the current page is, once the newsroom is known.
pub fn introduce(site: Query<Site>, subject: Subject) {
    // Not in WeChat.
    if with(|_| ()).is_none() {
        return;
    }
    let backend = backend();
    client_effect(move || {
        if let LoadState::Loaded(site) = site.get()
            && site.wechat
        {
            show(card(&site, &subject, &page::origin()), backend.clone());
        }
    });
}

/// How `subject` looks on a page below `origin`.
fn card(site: &Site, subject: &Subject, origin: &str) -> Card {
    let Subject { title, excerpt, address, picture } = subject;
    let description = if excerpt.is_empty() { site.share_text() } else { excerpt };
    let image = picture.as_ref().or(site.share_image());
    Card {
        title: title.as_ref().unwrap_or(&site.name).clone(),
        description: description.to_owned(),
        link: [origin, address].concat(),
        image: image.map(|image| image.absolute(origin)).unwrap_or_default(),
    }
}

/// Shows `card` to WeChat: at once, or when its script has come.
fn show(card: Card, backend: Backend) {
    let script = with(|around| {
        (around.card, around.backend) = (Some(card), Some(backend));
        let script = around.script;
        if script == Script::Absent {
            around.script = Script::Asked;
        }
        script
    });
    match script {
        Some(Script::Absent) => wechat::load(&SDK_URLS, || {
            with(|around| around.script = Script::Here);
            wechat::on_refusal(refused);
            go_on();
        }),
        Some(Script::Here) => go_on(),
        Some(Script::Asked) | None => {}
    }
}

/// Has the current address signed if it must be, else shows the card.
fn go_on() {
    match unsigned() {
        Some(address) => spawn_local(sign(address)),
        None => tell(0),
    }
}

async fn sign(address: String) {
    let Some(Some(backend)) = with(|around| around.backend.clone()) else { return };
    // Without a signature, the page is shared as a plain link.
    let Ok(config) = backend.wechat_signature(&address).await else { return };
    // The reader may have gone on meanwhile.
    if unsigned().as_ref() == Some(&address) {
        with(|around| around.signing.give(&address));
        wechat::sign(&config, || tell(0));
    }
}

/// The address that WeChat lacks a signature of.
fn unsigned() -> Option<String> {
    let current = wechat::address();
    with(|around| around.signing.address(&current).map(ToOwned::to_owned))?
}

fn refused(words: &str) {
    with(|around| around.signing.refuse(words, &wechat::address()));
    if let Some(address) = unsigned() {
        spawn_local(sign(address));
    }
}

/// Shows the card. WeChat does not say when it has checked a later signature and
/// takes no card before, so one that it does not take is shown again, after
/// `earlier` times.
fn tell(earlier: u32) {
    let Some(Some(card)) = with(|around| around.card.clone()) else { return };
    wechat::show(&card, move || {
        if earlier < AGAIN {
            clock::after(CHECKING << earlier, move || tell(earlier + 1));
        }
    });
}

/// Nothing outside WeChat.
fn with<T>(act: impl FnOnce(&mut Around) -> T) -> Option<T> {
    AROUND.with_borrow_mut(|around| around.as_mut().map(act))
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::site::ShareDefaults;

    #[test]
    fn a_card_says_what_the_page_says_else_what_the_newsroom_does() {
        let url = |text| Some(MediaUrl::new(text).unwrap());
        let share = ShareDefaults { image: url("/media/share.jpg"), ..Default::default() };
        let site =
            Site { name: "报".into(), description: "江边".into(), share, ..Site::default() };
        let subject = Subject {
            title: Some("潮".into()),
            excerpt: "一句".into(),
            address: "/articles/a".into(),
            picture: url("https://cdn.example/a.jpg"),
        };
        let texts = |subject: &Subject| {
            let card = card(&site, subject, "https://example.org");
            [card.title, card.description, card.link, card.image]
        };
        let own = ["潮", "一句", "https://example.org/articles/a", "https://cdn.example/a.jpg"];
        assert_eq!(texts(&subject), own);
        let home = Subject { address: "/".into(), ..Subject::default() };
        let newsrooms =
            ["报", "江边", "https://example.org/", "https://example.org/media/share.jpg"];
        assert_eq!(texts(&home), newsrooms);
    }
}
