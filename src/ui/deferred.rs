//! Deferred hydration: a part of the page that is hydrated in a task of its own.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::CastFrom;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::task::spawn_local;

use super::mount_point::MountPoint;
use crate::browser::click_queue::{ClickQueue, QueuedClick};
use crate::browser::scheduler;

/// A view that is hydrated later than the rest of the page. It must be the only child of its
/// element.
///
/// Hydrating a whole page at once would block input. So hydration skips the element, and its
/// content is hydrated in a later task, after the browser has handled input. Everywhere else
/// this is the same as its content.
pub struct DeferredHydration {
    content: Box<dyn FnOnce() -> AnyView + Send>,
    until: Option<Box<dyn FnOnce(Element) -> Waiting + Send>>,
}

/// Ends with whether the content can be hydrated.
type Waiting = Pin<Box<dyn Future<Output = bool>>>;

impl DeferredHydration {
    /// A view of `content`.
    #[must_use]
    pub fn new(content: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self { content: Box::new(content), until: None }
    }

    /// A view of `content` that is hydrated once `until` has ended with true. It gets the
    /// element around the content, which stays as the server rendered it until then. If others
    /// change it meanwhile, it is rendered anew instead. A click on a `data-tap` element in it waits
    /// too.
    #[must_use]
    pub fn until<W: Future<Output = bool> + 'static>(
        until: impl FnOnce(Element) -> W + Send + 'static,
        content: impl FnOnce() -> AnyView + Send + 'static,
    ) -> Self {
        let until = move |element: Element| -> Waiting { Box::pin(until(element)) };
        Self { content: Box::new(content), until: Some(Box::new(until)) }
    }
}

/// The state of the content; none until it is hydrated.
pub struct DeferredHydrationState(Rc<RefCell<Option<AnyViewState>>>);

impl Render for DeferredHydration {
    type State = DeferredHydrationState;

    fn build(self) -> DeferredHydrationState {
        DeferredHydrationState(Rc::new(RefCell::new(Some((self.content)().build()))))
    }

    fn rebuild(self, state: &mut DeferredHydrationState) {
        if let Some(state) = &mut *state.0.borrow_mut() {
            (self.content)().rebuild(state);
        }
    }
}

impl AddAnyAttr for DeferredHydration {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for DeferredHydration {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        (self.content)().to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> DeferredHydrationState {
        let Some(parent) = Element::cast_from(cursor.current()) else { return self.build() };
        MountPoint::rendered(parent.clone()).skip(cursor, position);
        let state = Rc::new(RefCell::new(None));
        let owner = Owner::current().unwrap_or_default();
        let is_unmounted = Arc::new(AtomicBool::new(false));
        on_cleanup({
            let is_unmounted = Arc::clone(&is_unmounted);
            move || is_unmounted.store(true, Ordering::Relaxed)
        });
        let hydrated = Rc::clone(&state);
        let waiting = self.until.map(|until| until(parent.clone()));
        // Pictures in the copy are lazy and never come into the document, so they are not loaded.
        let rendered = waiting.as_ref().and_then(|_| parent.clone_node_with_deep(true).ok());
        let element = parent.clone();
        let hydrate = move || {
            // The reader may have left the page meanwhile.
            if !is_unmounted.load(Ordering::Relaxed) {
                owner.with(|| {
                    let content = (self.content)();
                    let is_changed =
                        rendered.is_some_and(|node| !node.is_equal_node(Some(&parent)));
                    let state = if is_changed {
                        replace_children(parent, content)
                    } else {
                        let position = PositionState::new(Position::FirstChild);
                        content.hydrate::<FROM_SERVER>(&Cursor::new(parent), &position)
                    };
                    *hydrated.borrow_mut() = Some(state);
                });
            }
        };
        match waiting {
            None => scheduler::defer(hydrate),
            Some(waiting) => {
                let queue = ClickQueue::new(element);
                spawn_local(async move {
                    let is_there = waiting.await;
                    let click = queue.close();
                    if is_there {
                        hydrate();
                    }
                    click.iter().for_each(QueuedClick::replay);
                });
            }
        }
        DeferredHydrationState(state)
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// Renders `content` in place of the children of `parent`. Another script, such as that of a
/// translator, has changed them since the page was rendered, and hydration would not find its way.
fn replace_children(parent: Element, content: AnyView) -> AnyViewState {
    // The marker at their end may be another one by now.
    let mount_point = MountPoint::rendered(parent);
    mount_point.clear();
    let mut state = content.build();
    mount_point.mount(&mut state);
    state
}

impl Mountable for DeferredHydrationState {
    fn unmount(&mut self) {
        if let Some(state) = &mut *self.0.borrow_mut() {
            state.unmount();
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        if let Some(state) = &mut *self.0.borrow_mut() {
            state.mount(parent, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.borrow().as_ref().is_some_and(|state| state.insert_before_this(child))
    }

    fn elements(&self) -> Vec<Element> {
        self.0.borrow().as_ref().map(Mountable::elements).unwrap_or_default()
    }
}
