//! Listeners to events in this tab.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::on_cleanup;
use zaidu_model::{Event, Key, Topic};

struct Listener {
    number: usize,
    topic: Topic,
    receive: Rc<dyn Fn(&Event)>,
}

thread_local! {
    static LISTENERS: RefCell<Vec<Listener>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<usize> = const { Cell::new(0) };
    /// Called when listeners come or go.
    static CHANGED: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Adds a listener until the current owner ends.
pub(super) fn add(topic: Topic, receive: Box<dyn Fn(&Event)>) {
    let number = NEXT.get();
    NEXT.set(number + 1);
    let listener = Listener { number, topic, receive: receive.into() };
    LISTENERS.with_borrow_mut(|listeners| listeners.push(listener));
    notify();
    on_cleanup(move || {
        LISTENERS.with_borrow_mut(|listeners| listeners.retain(|it| it.number != number));
        notify();
    });
}

fn notify() {
    let changed = CHANGED.with_borrow(Clone::clone);
    changed.iter().for_each(|changed| changed());
}

/// Has `changed` called when listeners come or go.
pub(super) fn on_change(changed: impl Fn() + 'static) {
    CHANGED.set(Some(Rc::new(changed)));
}

/// The articles that listeners name, sorted.
pub(super) fn articles() -> Vec<Key> {
    let mut articles = Vec::new();
    LISTENERS.with_borrow(|listeners| {
        for listener in listeners {
            if let Topic::Article(id) = &listener.topic {
                articles.push(id.clone());
            }
        }
    });
    articles.sort_unstable();
    articles.dedup();
    articles
}

/// Passes `event` to those whose topic includes it. They may add and remove listeners.
pub(super) fn dispatch(event: &Event) {
    let receivers: Vec<_> = LISTENERS.with_borrow(|listeners| {
        let of_topic = listeners.iter().filter(|it| it.topic.includes(event));
        of_topic.map(|it| Rc::clone(&it.receive)).collect()
    });
    receivers.iter().for_each(|receive| receive(event));
}
