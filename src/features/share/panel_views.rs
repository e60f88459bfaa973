//! Views of the share panel, as static HTML.

use zaidu_model::ShareTarget;

use super::controller::{PanelView, ShareController};
use super::methods::ShareMethod;
use super::panel_actions::{ACTION, BACK, CARD, CLOSE, COPY, LONG};
use super::poster::Form;
use super::qr_code;
use super::targets::{self, ShareData};
use crate::browser::canvas::CanvasError;
use crate::strings;
use crate::ui::Icon;
use crate::ui::node::{Element, Node, element};

/// The URL of a poster.
pub(super) type Drawn = Result<String, CanvasError>;

/// The elements of `view`; the first one is its heading. A poster is there once it is `drawn`.
pub(super) fn elements(
    controller: ShareController,
    view: PanelView,
    drawn: Option<Drawn>,
) -> Vec<Node> {
    let elements = match view {
        PanelView::Methods => methods(controller),
        PanelView::WeChatMask => wechat_mask(),
        PanelView::WeChatScan => qr_code(controller, strings::WECHAT_SCAN),
        PanelView::WeChatPaste => wechat_paste(controller),
        PanelView::QrCode => qr_code(controller, strings::QR_CODE),
        PanelView::Poster => poster(controller, Form::Card, drawn),
        PanelView::LongPoster => poster(controller, Form::Long, drawn),
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

/// The link that shares `data` on `target`, without content; `None` if it accepts no link.
pub(super) fn link(target: ShareTarget, data: &ShareData) -> Option<Element> {
    let link = element("a").attr("href", targets::url(target, data)?).attr("target", "_blank");
    Some(link.attr("rel", "noopener noreferrer"))
}

/// The button that returns to the list of methods.
fn back_button() -> Element {
    let back = button(BACK).attr("class", "dialog-back").attr("aria-label", strings::RETURN);
    back.with(Icon::Back.element())
}

fn methods(controller: ShareController) -> Vec<Element> {
    let data = controller.data();
    let tile = |method: ShareMethod| {
        let tile = match method {
            ShareMethod::Link(target) => link(target, &data)?,
            _ => button(method.key()),
        };
        let tile = tile.with(method.icon().element()).with(element("span").with(method.name()));
        Some(element("li").with(tile))
    };
    let tiles = controller.methods().into_iter().filter_map(tile);
    vec![
        heading(strings::SHARE_TO),
        element("ul").attr("class", "share-targets").with_all(tiles),
        copy_field(data.url_for(COPY)),
    ]
}

/// A field with `url`, and a button that copies it.
fn copy_field(url: String) -> Element {
    let field = element("input").attr("readonly", "").attr("aria-label", strings::LINK);
    let copy = button(COPY).attr("class", "button").with(strings::COPY_LINK);
    element("div").attr("class", "share-copy").with(field.attr("value", url)).with(copy)
}

/// A page cannot open a chat in WeChat: its link is copied, and pasted there by the reader.
fn wechat_paste(controller: ShareController) -> Vec<Element> {
    let open = element("a").attr("class", "button").attr("href", "weixin://");
    let open = (!controller.is_in_wechat()).then(|| open.with(strings::OPEN_WECHAT));
    let mut elements = vec![
        heading(strings::WECHAT_PASTE),
        paragraph(strings::WECHAT_PASTE_HINT),
        copy_field(controller.data().url_for(ShareMethod::WeChatPaste.key())),
    ];
    elements.extend(open.map(|open| element("div").attr("class", "share-open").with(open)));
    elements.push(back_button());
    elements
}

/// The mask that points at WeChat's menu. It has no choices, so a tap anywhere closes it.
fn wechat_mask() -> Vec<Element> {
    vec![
        heading(strings::WECHAT_MENU),
        element("div")
            .attr("class", "share-mask")
            .attr(ACTION, CLOSE)
            .with(Icon::ToCorner.element()),
    ]
}

fn qr_code(controller: ShareController, title: &'static str) -> Vec<Element> {
    let data = controller.data();
    vec![
        heading(title),
        element("div").attr("class", "share-code").with_all(qr_code::element_for(&data)),
        paragraph(strings::SCAN_QR_CODE),
        paragraph(data.url).attr("class", "share-address"),
        back_button(),
    ]
}

fn poster(controller: ShareController, form: Form, drawn: Option<Drawn>) -> Vec<Element> {
    let title = controller.data().title;
    let mut elements = vec![heading(strings::POSTER)];
    match drawn {
        None => elements.push(paragraph(strings::LOADING)),
        Some(Ok(url)) => {
            let file_name = [&*title, ".png"].concat();
            let image = element("img").attr("class", "share-poster").attr("src", url.clone());
            let download = element("a").attr("class", "button").attr("href", url);
            let (other, name) = match form {
                Form::Card => (LONG, strings::LONG_POSTER),
                Form::Long => (CARD, strings::CARD_POSTER),
            };
            let buttons = element("div")
                .attr("class", "share-open")
                .with(download.attr("download", file_name).with(strings::DOWNLOAD))
                .with(button(other).attr("class", "button").with(name));
            elements.extend([
                image.attr("alt", strings::poster_of(&title)),
                paragraph(strings::SAVE_POSTER),
                buttons,
            ]);
        }
        Some(Err(_)) => elements.push(paragraph(strings::POSTER_FAILED).attr("role", "status")),
    }
    elements.push(back_button());
    elements
}
