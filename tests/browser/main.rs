//! The product as a reader meets it: the built page in Chromium, the real server
//! beside it in this process.
//!
//! A test says who reads ([`harness::phone`], [`harness::desktop`]) and then what
//! they do and see. Nothing sleeps: a test waits for what it expects, and decides
//! by [`harness::gate`] when and how the server answers.
#![allow(clippy::unwrap_used)] // a panic is the report

use zaidu_harness as harness;

mod article;
mod axe;
mod drawn;
mod endless;
mod feed;
mod fold;
mod home;
mod import;
mod intent;
mod kept;
mod keyboard;
mod layout;
mod mock;
mod navigation;
mod panel;
mod pictures;
mod place;
mod reactions;
mod reading_bar;
mod rendered;
mod search;
mod share;
mod start;
mod states;
mod wechat;
