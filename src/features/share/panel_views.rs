//! Views of the share panel, as static HTML.

use super::controller::{PanelView, ShareController};
use super::methods::ShareMethod;
use super::panel_actions::{ACTION, BACK, CLOSE, COPY};
use super::poster;
use super::qr_code;
use super::targets::{ShareData, Target};
use crate::strings;
use crate::ui::Icon;
use crate::ui::node::{Element, Node, element};

/// The elements of `view`; the first one is its heading.
pub(super) fn elements(controller: ShareController, view: PanelView) -> Vec<Node> {
    let elements = match view {
        PanelView::Methods => methods(controller),
        PanelView::WeChatMask => wechat_mask(),
        PanelView::QrCode => qr_code(controller),
        PanelView::Poster => poster(controller),
    };
    elements.into_iter().map(Node::from).collect()
}

fn heading(text: &'static str) -> Element {
    element("h2").with(text)
}

fn paragraph(text: impl Into<Node>) -> Element {
    element("p").with(text)
}

fn button(action: &'static str) -> Element {
    element("button").attr("type", "button").attr(ACTION, action)
}

/// The link that shares `data` on `target`, without content.
pub(super) fn link(target: Target, data: &ShareData) -> Element {
    let link = element("a").attr("href", target.url(data)).attr("target", "_blank");
    link.attr("rel", "noopener noreferrer")
}

/// The button that returns to the list of methods.
fn back_button() -> Element {
    let back = button(BACK).attr("class", "dialog-back").attr("aria-label", strings::RETURN);
    back.with(Icon::Back.element())
}

fn methods(controller: ShareController) -> Vec<Element> {
    let data = controller.data();
    let methods = ShareMethod::all().filter(|method| controller.supports(*method));
    let tile = |method: ShareMethod| {
        let tile = match method {
            ShareMethod::Link(target) => link(target, &data),
            _ => button(method.key()),
        };
        element("li")
            .with(tile.with(method.icon().element()).with(element("span").with(method.name())))
    };
    let field = element("input").attr("readonly", "").attr("aria-label", strings::LINK);
    let field = field.attr("value", data.url_for(COPY));
    let copy = button(COPY).attr("class", "button").with(strings::COPY_LINK);
    vec![
        heading(strings::SHARE_TO),
        element("ul").attr("class", "share-targets").with_all(methods.map(tile)),
        element("div").attr("class", "share-copy").with(field).with(copy),
    ]
}

/// The mask that points at WeChat's menu. It has no choices, so a tap anywhere closes it.
fn wechat_mask() -> Vec<Element> {
    let item = |icon: Icon, name: &'static str| element("li").with(icon.element()).with(name);
    let items = element("ul").with(item(Icon::Chat, strings::WECHAT_FRIENDS));
    let items = items.with(item(Icon::Moments, strings::WECHAT_MOMENTS));
    vec![
        heading(strings::WECHAT_MENU),
        items.attr(ACTION, CLOSE),
        element("div")
            .attr("class", "share-mask")
            .attr(ACTION, CLOSE)
            .with(Icon::ToCorner.element()),
    ]
}

fn qr_code(controller: ShareController) -> Vec<Element> {
    let data = controller.data();
    vec![
        heading(strings::QR_CODE),
        element("div").attr("class", "share-code").with_all(qr_code::element_for(&data)),
        paragraph(strings::SCAN_QR_CODE),
        paragraph(data.url).attr("class", "share-address"),
        back_button(),
    ]
}

fn poster(controller: ShareController) -> Vec<Element> {
    let data = controller.data();
    let mut elements = vec![heading(strings::POSTER)];
    match poster::draw(&data) {
        Ok(url) => {
            let file_name = [&*data.title, ".png"].concat();
            let image = element("img").attr("class", "share-poster").attr("src", url.clone());
            let download = element("a").attr("class", "button").attr("href", url);
            elements.extend([
                image.attr("alt", strings::poster_of(&data.title)),
                paragraph(strings::SAVE_POSTER),
                download.attr("download", file_name).with(strings::DOWNLOAD),
            ]);
        }
        Err(_) => elements.push(paragraph(strings::POSTER_FAILED).attr("role", "status")),
    }
    elements.push(back_button());
    elements
}
