//! The panel: WeChat's mask, or links and copying.

use leptos::task::spawn_local;
use leptos::{html, prelude::*};
use zaidu_model::Route;

use super::targets::{Shared, Target};
use crate::browser::agent::{Agent, App};
use crate::browser::share::{self, ShareError};
use crate::browser::{clipboard, page};
use crate::ui::{Dialog, Icon};
use crate::words;

/// What the panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    /// Links and copying.
    Links,
    /// The way to WeChat's menu.
    WeChat,
}

/// How copying went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copying {
    NotTried,
    Done,
    Refused,
}

/// Where readers find the site, such as `https://example.org`: told to whoever
/// renders without a browser to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin(pub String);

/// Sharing one article: handed to the buttons and the panel.
#[derive(Debug, Clone, Copy)]
pub struct Sharing {
    what: StoredValue<(String, Route, String)>,
    open: RwSignal<bool>,
    face: RwSignal<Face>,
    /// Its address is whole where the page's own is known: on the server, which
    /// is told, and in the browser once the panel opens.
    shared: RwSignal<Shared>,
    copying: RwSignal<Copying>,
}

impl Sharing {
    /// Sharing the page at `route`, called `title`.
    #[must_use]
    pub fn new(title: String, route: Route, excerpt: String) -> Self {
        let origin = use_context::<Origin>().unwrap_or_default().0;
        let shared = Shared {
            title: title.clone(),
            url: format!("{origin}{route}"),
            excerpt: excerpt.clone(),
        };
        Self {
            what: StoredValue::new((title, route, excerpt)),
            open: RwSignal::new(false),
            face: RwSignal::new(Face::Links),
            shared: RwSignal::new(shared),
            copying: RwSignal::new(Copying::NotTried),
        }
    }

    /// Shares in the best way this browser has. To be called straight from a tap.
    pub(super) fn start(self) {
        let (title, route, excerpt) = self.what.get_value();
        let shared = Shared { title, url: format!("{}{route}", page::origin()), excerpt };
        self.shared.set(shared.clone());
        self.copying.set(Copying::NotTried);
        if Agent::here().app == App::WeChat {
            return self.show(Face::WeChat);
        }
        spawn_local(async move {
            match share::share(&shared.title, &shared.url).await {
                Ok(()) | Err(ShareError::Cancelled) => {}
                Err(ShareError::Unavailable) => self.show(Face::Links),
            }
        });
    }

    fn show(self, face: Face) {
        // The page may have been left while the sheet was open.
        self.face.try_set(face);
        self.open.try_set(true);
    }
}

/// The panel of `sharing`.
#[component]
pub fn SharePanel(
    /// What is shared.
    sharing: Sharing,
) -> impl IntoView {
    let Sharing { open, face, .. } = sharing;
    let in_wechat = move || face.get() == Face::WeChat;
    let class = Signal::derive(move || if in_wechat() { "share share-wechat" } else { "share" });
    view! {
        <Dialog open label=words::SHARE close=words::CLOSE class>
            // Any tap closes the mask: it has nothing to choose.
            <div
                class="share-mask"
                hidden=move || !in_wechat()
                on:click=move |_| open.set(false)
            >
                <span class="share-arrow">{Icon::ToCorner.view()}</span>
                <p>{words::WECHAT_MENU}</p>
                <ul>
                    <li>{Icon::Chat.view()} {words::WECHAT_FRIENDS}</li>
                    <li>{Icon::Moments.view()} {words::WECHAT_MOMENTS}</li>
                </ul>
            </div>
            <Links sharing hidden=Signal::derive(in_wechat) />
        </Dialog>
    }
}

#[component]
fn Links(sharing: Sharing, hidden: Signal<bool>) -> impl IntoView {
    let Sharing { shared, copying, .. } = sharing;
    let field = NodeRef::<html::Input>::new();
    let copy = move |_| {
        let Some(field) = field.get_untracked() else { return };
        spawn_local(async move {
            let outcome = match clipboard::copy(&field).await {
                Ok(()) => Copying::Done,
                Err(clipboard::Refused) => Copying::Refused,
            };
            copying.try_set(outcome);
        });
    };
    view! {
        <div class="share-links" hidden=hidden>
            <h2>{words::SHARE_ARTICLE}</h2>
            <p class="share-last" hidden=move || copying.get() != Copying::Refused>
                {words::USE_BROWSER_SHARE}
            </p>
            {target_links(sharing)}
            <div class="share-copy">
                <input
                    type="text"
                    readonly
                    aria-label=words::LINK
                    node_ref=field
                    prop:value=move || shared.get().url
                    on:focus=move |_| {
                        if let Some(field) = field.get_untracked() {
                            field.select();
                        }
                    }
                />
                <button type="button" class="button" on:click=copy>{words::COPY_LINK}</button>
            </div>
            <p class="share-status" role="status">
                {move || match copying.get() {
                    Copying::NotTried => "",
                    Copying::Done => words::COPIED,
                    Copying::Refused => words::COPY_FAILED,
                }}
            </p>
        </div>
    }
}

/// Links to every place that takes a share.
pub(super) fn target_links(sharing: Sharing) -> AnyView {
    let target = move |target: Target| {
        view! {
            <li>
                <a
                    href=move || target.address(&sharing.shared.get())
                    target="_blank"
                    rel="noopener noreferrer"
                >
                    {target.name()}
                </a>
            </li>
        }
    };
    view! { <ul class="share-targets">{Target::ALL.map(target).collect_view()}</ul> }.into_any()
}
