//! The panel, with each of its faces.

use leptos::prelude::*;
use leptos::{ev, html};

use super::code::Code;
use super::poster;
use super::sharing::{Face, Outcome, Sharing};
use super::ways::Way;
use crate::browser::clipboard;
use crate::ui::{Dialog, Icon, Still};
use crate::words;

/// The panel of `sharing`. It is empty until a reader opens it.
#[component]
pub fn SharePanel(
    /// What is shared.
    sharing: Sharing,
) -> impl IntoView {
    let Sharing { open, face, .. } = sharing;
    let class = Signal::derive(move || match face.get() {
        Face::Mask => "share share-wechat",
        Face::Ways | Face::Code | Face::Poster => "share",
    });
    view! {
        <Dialog open label=words::SHARE close=words::CLOSE class>
            {move || open.get().then(|| shown(sharing, face.get()))}
        </Dialog>
    }
}

/// One face.
#[must_use]
pub fn shown(sharing: Sharing, face: Face) -> AnyView {
    match face {
        Face::Ways => ways(sharing),
        Face::Mask => mask(sharing),
        Face::Code => code(sharing),
        Face::Poster => poster(sharing),
    }
}

/// The words above a face. They take the focus, for what had it may be gone, and
/// those who hear the page are told what came.
fn heading(sharing: Sharing, words: &'static str) -> AnyView {
    let node = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get().filter(|_| sharing.open.get_untracked()) {
            // What stands in an open dialog takes the focus.
            drop(node.focus());
        }
    });
    view! {
        <h2 tabindex="-1" node_ref=node>
            {words}
        </h2>
    }
    .into_any()
}

/// A mark that does something.
fn tile(icon: Icon, name: &'static str, act: Box<dyn Fn()>) -> AnyView {
    view! {
        <button type="button" on:click=move |_| act()>
            {icon.view()}
            <span>{name}</span>
        </button>
    }
    .into_any()
}

fn ways(sharing: Sharing) -> AnyView {
    let shared = sharing.shared();
    let way = |way: Way| {
        let tile = match way {
            Way::To(target) => view! {
                <a href=target.address(&shared) target="_blank" rel="noopener noreferrer">
                    {way.icon().view()}
                    <span>{way.name()}</span>
                </a>
            }
            .into_any(),
            _ => tile(way.icon(), way.name(), Box::new(move || sharing.go(way))),
        };
        view! { <li>{tile}</li> }
    };
    let field = NodeRef::<html::Input>::new();
    let copy = move || {
        if let Some(field) = field.get_untracked() {
            sharing.copy(clipboard::copy(field));
        }
    };
    let is_last =
        move || !matches!(sharing.outcome.get(), Outcome::CopyRefused | Outcome::SheetRefused);
    view! {
        {heading(sharing, words::SHARE_ARTICLE)}
        <ul class="share-targets">{sharing.ways().into_iter().map(way).collect_view()}</ul>
        <div class="share-copy">
            <input
                type="text"
                readonly
                aria-label=words::LINK
                node_ref=field
                value=shared.by("copy")
                on:focus=move |_| {
                    if let Some(field) = field.get_untracked() {
                        field.select();
                    }
                }
            />
            <button type="button" class="button" on:click=move |_| copy()>{words::COPY_LINK}</button>
        </div>
        <p class="share-status" role="status">
            {move || match sharing.outcome.get() {
                Outcome::Quiet | Outcome::SheetRefused => "",
                Outcome::Copied => words::COPIED,
                Outcome::CopyRefused => words::COPY_FAILED,
            }}
        </p>
        <p class="share-last" hidden=is_last>
            {words::USE_BROWSER_SHARE}
        </p>
    }
    .into_any()
}

/// It points at WeChat's menu. Any tap closes it: it has nothing to choose.
fn mask(sharing: Sharing) -> AnyView {
    view! {
        <div class="share-mask" on:click=move |_: ev::MouseEvent| sharing.open.set(false)>
            <span class="share-arrow">{Icon::ToCorner.view()}</span>
            {heading(sharing, words::WECHAT_MENU)}
            <ul>
                <li>{Icon::Chat.view()} {words::WECHAT_FRIENDS}</li>
                <li>{Icon::Moments.view()} {words::WECHAT_MOMENTS}</li>
            </ul>
        </div>
    }
    .into_any()
}

/// The way back to all ways.
fn back(sharing: Sharing) -> AnyView {
    view! {
        <button
            type="button"
            class="dialog-back"
            aria-label=words::RETURN
            on:click=move |_| sharing.face.set(Face::Ways)
        >
            {Icon::Back.view()}
        </button>
    }
    .into_any()
}

fn code(sharing: Sharing) -> AnyView {
    let url = sharing.shared().by("code");
    let code = Code::of(&url);
    let svg =
        move || code.map(|code| code.svg(words::CODE_OF_ARTICLE).into()).into_iter().collect();
    view! {
        {heading(sharing, words::CODE_TO_SCAN)}
        <div class="share-code">{Still::new(svg)}</div>
        <p>{words::SCAN}</p>
        <p class="share-address">{url}</p>
        {back(sharing)}
    }
    .into_any()
}

fn poster(sharing: Sharing) -> AnyView {
    let shared = sharing.shared();
    let drawn = poster::draw(&shared);
    let content = match drawn {
        Ok(url) => view! {
            <img class="share-poster" src=url.clone() alt=words::poster_of(&shared.title) />
            <p>{words::KEEP_POSTER}</p>
            <a class="button" href=url download=[&*shared.title, ".png"].concat()>
                {words::DOWNLOAD}
            </a>
        }
        .into_any(),
        Err(_) => view! { <p role="status">{words::POSTER_FAILED}</p> }.into_any(),
    };
    view! {
        {heading(sharing, words::POSTER)}
        {content}
        {back(sharing)}
    }
    .into_any()
}
