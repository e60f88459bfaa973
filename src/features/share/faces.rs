//! What the panel shows: each face as plain elements.

use super::code;
use super::poster;
use super::sharing::{Face, Sharing};
use super::targets::{Shared, Target};
use super::ways::Way;
use crate::ui::Icon;
use crate::ui::markup::{Element, Piece, tag};
use crate::words;

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
pub(super) fn face(sharing: Sharing, face: Face) -> Vec<Piece> {
    let pieces = match face {
        Face::Ways => ways(sharing),
        Face::Mask => mask(),
        Face::Code => code(sharing),
        Face::Poster => poster(sharing),
    };
    pieces.into_iter().map(Piece::from).collect()
}

fn heading(words: &'static str) -> Element {
    tag("h2").with(words)
}

fn line(words: impl Into<Piece>) -> Element {
    tag("p").with(words)
}

fn button(name: &'static str) -> Element {
    tag("button").attr("type", "button").attr(TAP, name)
}

/// The link by which `target` takes `shared`, without words.
pub(super) fn link(target: Target, shared: &Shared) -> Element {
    let link = tag("a").attr("href", target.address(shared)).attr("target", "_blank");
    link.attr("rel", "noopener noreferrer")
}

/// The way back to all ways.
fn back() -> Element {
    let back = button(BACK).attr("class", "dialog-back").attr("aria-label", words::RETURN);
    back.with(Icon::Back.mark())
}

fn ways(sharing: Sharing) -> Vec<Element> {
    let shared = sharing.shared();
    let ways = Way::ALL.into_iter().filter(|way| sharing.has(*way));
    let way = |way: Way| {
        let tile = match way {
            Way::To(target) => link(target, &shared),
            _ => button(way.key()),
        };
        tag("li").with(tile.with(way.icon().mark()).with(tag("span").with(way.name())))
    };
    let field = tag("input").attr("readonly", "").attr("aria-label", words::LINK);
    let field = field.attr("value", shared.by(COPY));
    let copy = button(COPY).attr("class", "button").with(words::COPY_LINK);
    vec![
        heading(words::SHARE_ARTICLE),
        tag("ul").attr("class", "share-targets").with_all(ways.map(way)),
        tag("div").attr("class", "share-copy").with(field).with(copy),
    ]
}

/// It points at WeChat's menu. Any tap closes it: it has nothing to choose.
fn mask() -> Vec<Element> {
    let place = |icon: Icon, name: &'static str| tag("li").with(icon.mark()).with(name);
    let places = tag("ul").with(place(Icon::Chat, words::WECHAT_FRIENDS));
    let places = places.with(place(Icon::Moments, words::WECHAT_MOMENTS));
    vec![
        heading(words::WECHAT_MENU),
        places.attr(TAP, CLOSE),
        tag("div").attr("class", "share-mask").attr(TAP, CLOSE).with(Icon::ToCorner.mark()),
    ]
}

fn code(sharing: Sharing) -> Vec<Element> {
    let shared = sharing.shared();
    vec![
        heading(words::CODE_TO_SCAN),
        tag("div").attr("class", "share-code").with_all(code::picture(&shared)),
        line(words::SCAN),
        line(shared.url).attr("class", "share-address"),
        back(),
    ]
}

fn poster(sharing: Sharing) -> Vec<Element> {
    let shared = sharing.shared();
    let mut pieces = vec![heading(words::POSTER)];
    match poster::draw(&shared) {
        Ok(picture) => {
            let name = [&*shared.title, ".png"].concat();
            let image = tag("img").attr("class", "share-poster").attr("src", picture.clone());
            let keep = tag("a").attr("class", "button").attr("href", picture);
            pieces.extend([
                image.attr("alt", words::poster_of(&shared.title)),
                line(words::KEEP_POSTER),
                keep.attr("download", name).with(words::DOWNLOAD),
            ]);
        }
        Err(_) => pieces.push(line(words::POSTER_FAILED).attr("role", "status")),
    }
    pieces.push(back());
    pieces
}
