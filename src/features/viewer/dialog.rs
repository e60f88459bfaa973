//! The dialog of the picture viewer. It is made of nodes and not of views, which would be four
//! times the code; it is there while it is open.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::AtomicBool;

use leptos::prelude::Owner;
use leptos::tachys::renderer::types::Element;
use leptos::task::spawn_local;

use super::gesture::{Gesture, Placement, Point, Wish};
use crate::browser::enlarged::{self, EnlargedPicture, Input};
use crate::browser::{dom, events, network, overlay_history, style_sheet};
use crate::strings;
use crate::ui::Icon;
use crate::ui::node::{self, Node, element};

/// The attribute with the action of a button.
const ACTION: &str = "data-view";
const PREVIOUS: &str = "previous";
const NEXT: &str = "next";
const CLOSE: &str = "close";

/// By how much a key enlarges.
const KEY_FACTOR: f64 = 1.5;

/// Whether the page has the viewer's styles.
static HAS_STYLES: AtomicBool = AtomicBool::new(false);

/// An open viewer.
struct Viewer {
    dialog: Element,
    pictures: Vec<EnlargedPicture>,
    shown: RefCell<Shown>,
}

/// What it shows.
struct Shown {
    index: usize,
    gesture: Gesture,
}

/// Opens the viewer with the picture of `link`.
pub(super) fn open(link: &Element) {
    style_sheet::add(&HAS_STYLES, include_str!("../../../style/chunks/viewer.css"));
    let Some((pictures, index)) = enlarged::pictures_of(link) else { return };
    let Some(dialog) = enlarged::add_dialog("dialog viewer", strings::PICTURE) else { return };
    node::replace_content(&dialog, &[panel()]);
    let shown = RefCell::new(Shown { index, gesture: Gesture::new() });
    let viewer = Rc::new(Viewer { dialog, pictures, shown });
    viewer.show(index);
    enlarged::show_dialog(&viewer.dialog);
    overlay_history::push_entry();
    // The listeners on the window are there as long as the dialog is.
    let owner = Owner::new();
    owner.with(|| {
        let (for_keys, for_back, for_close) = (viewer.clone(), viewer.clone(), viewer.clone());
        events::on_key(move |key| for_keys.on_key(key));
        let is_open = move || for_back.dialog.is_connected();
        overlay_history::close_on_back(is_open, move || enlarged::close(&for_close.dialog));
    });
    let on_input = viewer.clone();
    enlarged::listen(&viewer.dialog, ACTION, move |input| {
        if matches!(input, Input::Closed) {
            on_input.dialog.remove();
            owner.cleanup();
            overlay_history::pop_entry();
        } else {
            on_input.on_input(input);
        }
    });
}

/// The content of the dialog, without a picture.
fn panel() -> Node {
    let button = |class: &'static str, action: &'static str, label: &'static str, icon: Icon| {
        element("button")
            .attr("type", "button")
            .attr("class", class)
            .attr(ACTION, action)
            .attr("aria-label", label)
            .with(icon.element())
    };
    let save = element("a").attr("class", "button viewer-save").attr("download", "");
    let save = save.attr("target", "_blank").attr("rel", "noopener").with(strings::DOWNLOAD);
    let frame = element("div").attr("class", "viewer-frame").attr("tabindex", "-1");
    element("div")
        .attr("class", "dialog-panel")
        .with(frame.attr("autofocus", ""))
        .with(element("div").attr("class", "viewer-words").attr("role", "status"))
        .with(save)
        .with(button("viewer-previous", PREVIOUS, strings::PREVIOUS_PICTURE, Icon::Back))
        .with(button("viewer-next", NEXT, strings::NEXT_PICTURE, Icon::Back))
        .with(button("dialog-close", CLOSE, strings::CLOSE, Icon::Close))
        .into()
}

/// The picture, from the file that the page has loaded already.
fn image(picture: &EnlargedPicture) -> Node {
    let image = element("img").attr("class", "viewer-picture").attr("draggable", "false");
    let image = image.attr("referrerpolicy", "no-referrer");
    image.attr("alt", picture.alt.clone()).attr("src", picture.loaded.clone()).into()
}

/// The caption of the picture, and which one it is of how many.
fn words(picture: &EnlargedPicture, index: usize, count: usize) -> Vec<Node> {
    let mut words = Vec::new();
    if !picture.caption.is_empty() {
        words.push(element("p").with(picture.caption.clone()).into());
    }
    if count > 1 {
        let spoken = element("span").attr("class", "visually-hidden");
        let spoken = spoken.with(strings::picture_position(index + 1, count));
        let short = [(index + 1).to_string(), count.to_string()].join("/");
        let short = element("span").attr("aria-hidden", "true").with(short);
        let position = element("p").attr("class", "viewer-count").with(spoken).with(short);
        words.push(position.into());
    }
    words
}

impl Viewer {
    fn part(&self, selector: &str) -> Option<Element> {
        dom::query_all(&self.dialog, selector).into_iter().next()
    }

    fn frame(&self) -> Option<Element> {
        self.part(".viewer-frame")
    }

    /// Shows the whole picture `index`, if there is one, and its sharper file as soon as that is
    /// loaded.
    fn show(self: &Rc<Self>, index: usize) {
        let Some(picture) = self.pictures.get(index) else { return };
        self.shown.replace(Shown { index, gesture: Gesture::new() });
        let count = self.pictures.len();
        if let (Some(frame), Some(words_place)) = (self.frame(), self.part(".viewer-words")) {
            node::replace_content(&frame, &[image(picture)]);
            node::replace_content(&words_place, &words(picture, index, count));
        }
        enlarged::set_href(&self.dialog, ".viewer-save", &picture.href);
        for (selector, is_there) in
            [(".viewer-previous", index > 0), (".viewer-next", index + 1 < count)]
        {
            enlarged::show_all(&self.dialog, selector, is_there);
        }
        // The button that was pressed may be gone.
        enlarged::keep_focus(&self.dialog, ".viewer-frame");
        if !network::saves_data() {
            self.sharpen(index, "100vw");
        }
    }

    fn step(self: &Rc<Self>, step: isize) {
        let index = self.shown.borrow().index.checked_add_signed(step);
        if let Some(index) = index {
            self.show(index);
        }
    }

    /// Puts the file of picture `index` that fits `sizes` in place of the shown one.
    fn sharpen(self: &Rc<Self>, index: usize, sizes: &'static str) {
        let viewer = self.clone();
        spawn_local(async move {
            let Some(file) = enlarged::load(&viewer.pictures[index], sizes).await else { return };
            let is_shown = viewer.shown.borrow().index == index;
            if let Some(frame) = viewer.frame().filter(|_| is_shown) {
                enlarged::set_file(&frame, &file);
            }
        });
    }

    /// Changes the gesture, and shows its placement.
    fn change<T>(self: &Rc<Self>, change: impl FnOnce(&mut Gesture) -> T) -> Option<T> {
        let frame = self.frame()?;
        let ((width, height), (frame_width, frame_height)) = enlarged::sizes(&frame);
        let Shown { index, ref mut gesture } = *self.shown.borrow_mut();
        gesture.set_sizes(Point { x: width, y: height }, Point { x: frame_width, y: frame_height });
        let before = gesture.placement.scale;
        let result = change(gesture);
        let Placement { scale, offset } = gesture.placement;
        enlarged::place(&frame, scale, (offset.x, offset.y), gesture.is_held());
        if before <= 1.0 && scale > 1.0 {
            self.sharpen(index, "250vw");
        }
        Some(result)
    }

    fn on_input(self: &Rc<Self>, input: Input) {
        let point = |(x, y)| Point { x, y };
        match input {
            Input::Down(id, at, time) => {
                self.change(|gesture| gesture.down(id, point(at), time));
            }
            Input::Move(id, at) => {
                if self.shown.borrow().gesture.is_held() {
                    self.change(|gesture| gesture.moved(id, point(at)));
                }
            }
            Input::Up(id, time) => match self.change(|gesture| gesture.up(id, time)) {
                Some(Wish::Next) => self.step(1),
                Some(Wish::Previous) => self.step(-1),
                Some(Wish::Close) => enlarged::close(&self.dialog),
                Some(Wish::Stay) | None => {}
            },
            Input::Cancel => _ = self.change(Gesture::cancel),
            Input::Action(action) => match &*action {
                PREVIOUS => self.step(-1),
                NEXT => self.step(1),
                _ => enlarged::close(&self.dialog),
            },
            Input::Closed => {}
        }
    }

    /// Returns whether the key has a meaning here.
    fn on_key(self: &Rc<Self>, key: &str) -> bool {
        let zoom = |factor| _ = self.change(|gesture| gesture.zoom(factor));
        match key {
            "ArrowLeft" => self.step(-1),
            "ArrowRight" => self.step(1),
            "+" | "=" => zoom(KEY_FACTOR),
            "-" => zoom(1.0 / KEY_FACTOR),
            "0" => zoom(0.0),
            _ => return false,
        }
        true
    }
}
