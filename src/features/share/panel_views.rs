//! What the panel shows: each face as plain elements.

use super::methods::Way;
use super::poster;
use super::qr_code;
use super::sharing::{Face, Sharing};
use super::targets::{Shared, Target};
use crate::strings;
use crate::ui::Icon;
use crate::ui::node::{Element, Node, element};

/// The attribute that says what a tap means: the name of a [`Way`], or one of
/// those below.
pub(super) const TAP: &str = "data-way";
/// Copies the address.
pub(super) const COPY: &str = "copy";
/// Leads back to all ways.
pub(super) const BACK: &str = "back";
/// Closes the panel.
pub(super) const CLOSE: &str = "close";

/// The face `face`; its first piece is its heading.
pub(super) fn face(sharing: Sharing, face: Face) -> Vec<Node> {
    let pieces = match face {
        Face::Ways => ways(sharing),
        Face::Mask => mask(),
        Face::Code => code(sharing),
        Face::Poster => poster(sharing),
    };
    pieces.into_iter().map(Node::from).collect()
}

fn heading(words: &'static str) -> Element {
    element("h2").with(words)
}

fn line(words: impl Into<Node>) -> Element {
    element("p").with(words)
}

fn button(name: &'static str) -> Element {
    element("button").attr("type", "button").attr(TAP, name)
}

/// The link by which `target` takes `shared`, without words.
pub(super) fn link(target: Target, shared: &Shared) -> Element {
    let link = element("a").attr("href", target.address(shared)).attr("target", "_blank");
    link.attr("rel", "noopener noreferrer")
}

/// The way back to all ways.
fn back() -> Element {
    let back = button(BACK).attr("class", "dialog-back").attr("aria-label", strings::RETURN);
    back.with(Icon::Back.mark())
}

fn ways(sharing: Sharing) -> Vec<Element> {
    let shared = sharing.shared();
    let ways = Way::all().filter(|way| sharing.has(*way));
    let way = |way: Way| {
        let tile = match way {
            Way::To(target) => link(target, &shared),
            _ => button(way.key()),
        };
        element("li").with(tile.with(way.icon().mark()).with(element("span").with(way.name())))
    };
    let field = element("input").attr("readonly", "").attr("aria-label", strings::LINK);
    let field = field.attr("value", shared.by(COPY));
    let copy = button(COPY).attr("class", "button").with(strings::COPY_LINK);
    vec![
        heading(strings::SHARE_ARTICLE),
        element("ul").attr("class", "share-targets").with_all(ways.map(way)),
        element("div").attr("class", "share-copy").with(field).with(copy),
    ]
}

/// It points at WeChat's menu. Any tap closes it: it has nothing to choose.
fn mask() -> Vec<Element> {
    let place = |icon: Icon, name: &'static str| element("li").with(icon.mark()).with(name);
    let places = element("ul").with(place(Icon::Chat, strings::WECHAT_FRIENDS));
    let places = places.with(place(Icon::Moments, strings::WECHAT_MOMENTS));
    vec![
        heading(strings::WECHAT_MENU),
        places.attr(TAP, CLOSE),
        element("div").attr("class", "share-mask").attr(TAP, CLOSE).with(Icon::ToCorner.mark()),
    ]
}

fn code(sharing: Sharing) -> Vec<Element> {
    let shared = sharing.shared();
    vec![
        heading(strings::CODE_TO_SCAN),
        element("div").attr("class", "share-code").with_all(qr_code::picture(&shared)),
        line(strings::SCAN),
        line(shared.url).attr("class", "share-address"),
        back(),
    ]
}

fn poster(sharing: Sharing) -> Vec<Element> {
    let shared = sharing.shared();
    let mut pieces = vec![heading(strings::POSTER)];
    match poster::draw(&shared) {
        Ok(picture) => {
            let name = [&*shared.title, ".png"].concat();
            let image = element("img").attr("class", "share-poster").attr("src", picture.clone());
            let keep = element("a").attr("class", "button").attr("href", picture);
            pieces.extend([
                image.attr("alt", strings::poster_of(&shared.title)),
                line(strings::KEEP_POSTER),
                keep.attr("download", name).with(strings::DOWNLOAD),
            ]);
        }
        Err(_) => pieces.push(line(strings::POSTER_FAILED).attr("role", "status")),
    }
    pieces.push(back());
    pieces
}
