//! End-to-end browser tests: the built page in a browser, with the real server in the same
//! process.
//!
//! A test chooses a device ([`harness::phone`], [`harness::desktop`]) and then lists actions
//! and expected content. A browser test never sleeps: it waits for the expected state, and
//! [`harness::proxy`] decides when and how the server responds.
#![allow(clippy::unwrap_used)] // a panic is the report

use zaidu_harness as harness;

mod accessibility;
mod accessibility_tree;
mod article;
mod chunks;
mod comfort;
mod events;
mod feed;
mod fold;
mod foreign_changes;
mod home;
mod import;
mod install;
mod keyboard;
mod layout;
mod live;
mod load_states;
mod mock;
mod navigation;
mod offline;
mod onward;
mod page_change;
mod panics;
mod picture_group;
mod pictures;
mod prefetch;
mod qr_and_poster;
mod reaction_outbox;
mod reactions;
mod reading_bar;
mod reading_list;
mod reading_position;
mod scroll_restoration;
mod search;
mod server_rendering;
mod share;
mod share_panel;
mod speech;
mod stale_pages;
mod startup;
mod text_size;
mod texts;
mod typography;
mod viewer;
mod virtual_list;
mod walk;
mod wechat;
