//! 您此时的心情: one reader, one mood, never counted twice, never lost.

use zaidu::strings;
use zaidu_model::{Mood, Route};

use crate::harness::{Fault, Page, phone, sample};

pub(crate) const ARTICLE: &str = sample::LONG;

/// The button of `mood`.
pub(crate) fn button(mood: Mood) -> String {
    let place = Mood::ALL.iter().position(|each| *each == mood).unwrap() + 1;
    format!(".moods-list > li:nth-child({place}) > button")
}

/// Waits for the counts in the order of the buttons, and for the chosen mood.
pub(crate) async fn see(page: &Page, counts: [u64; 4], mine: Option<Mood>) {
    let expected = (counts.map(strings::count).to_vec(), Mood::ALL.map(|mood| mine == Some(mood)));
    page.wait_until(&format!("the moods {expected:?}"), async || {
        let counts = page.texts(".mood-count").await;
        let pressed = page.attributes(".mood", "aria-pressed").await;
        let pressed: Vec<bool> = pressed.iter().map(|it| it.as_deref() == Some("true")).collect();
        let seen = (counts, pressed);
        if seen.0 == expected.0 && seen.1 == expected.1 { Ok(()) } else { Err(format!("{seen:?}")) }
    })
    .await;
}

pub(crate) async fn open(page: &Page) {
    page.open(&sample::article_path(ARTICLE)).await;
    see(page, [0; 4], None).await;
}

/// Waits until the page says that the server has the choice: a reload before that
/// would cut off the answer.
pub(crate) async fn taken(page: &Page) {
    page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
}

/// Waits until this browser keeps no choice that no server has taken.
pub(crate) async fn nothing_waits(page: &Page) {
    page.wait_for_value("Object.keys(localStorage).filter(it => it.includes('untaken')).length", 0)
        .await;
}

#[test]
fn a_mood_is_chosen_changed_and_withdrawn() {
    phone().run(async |page| {
        open(page).await;
        page.tap(&button(Mood::Like)).await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        page.tap(&button(Mood::Happy)).await;
        see(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        taken(page).await;
        page.tap(&button(Mood::Happy)).await;
        see(page, [0; 4], None).await;
        page.wait_for_text(".moods-status", strings::MOOD_WITHDRAWN).await;
    });
}

#[test]
fn a_choice_shows_before_the_server_answers() {
    phone().run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Sad)).await;
        held.arrived().await;
        see(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        held.release();
        taken(page).await;
        page.reload().await;
        see(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    });
}

#[test]
fn a_refused_choice_goes_back_and_can_be_tried_again() {
    phone().tolerating("404").tolerating("net::ERR_").run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Like)).await;
        held.arrived().await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        held.release_with(Fault::NotFound);
        see(page, [0; 4], None).await;
        page.wait_for_text(".moods-status span", strings::MOOD_FAILED).await;
        // A second try is kept like the first.
        let offline = page.proxy.fail(sample::put_mood(ARTICLE), Fault::HangUp);
        page.tap_text(".moods-status button", strings::RETRY).await;
        page.wait_for_text(".moods-status span", strings::MOOD_WAITING).await;
        page.reload().await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        offline.clear();
        assert!(page.evaluate::<bool>("dispatchEvent(new Event('online'))").await);
        nothing_waits(page).await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    });
}

#[test]
fn two_quick_taps_are_never_two_votes() {
    phone().run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Like)).await;
        held.arrived().await;
        page.tap(&button(Mood::Pass)).await;
        see(page, [0, 0, 0, 1], Some(Mood::Pass)).await;
        assert_eq!(
            page.proxy.count(&sample::put_mood(ARTICLE)),
            1,
            "the second waits for the first"
        );
        held.release();
        page.wait_until("the second choice to be sent", async || {
            match page.proxy.count(&sample::put_mood(ARTICLE)) {
                2 => Ok(()),
                count => Err(format!("{count} calls")),
            }
        })
        .await;
        see(page, [0, 0, 0, 1], Some(Mood::Pass)).await;
        taken(page).await;
        page.reload().await;
        see(page, [0, 0, 0, 1], Some(Mood::Pass)).await;
    });
}

#[test]
fn a_choice_survives_a_reload_and_a_restart_of_the_server() {
    phone().run(async |page| {
        open(page).await;
        page.tap(&button(Mood::Happy)).await;
        see(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        taken(page).await;
        page.reload().await;
        see(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        page.restart_server().await;
        page.reload().await;
        see(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        // The server still knows this reader: a change counts once.
        page.tap(&button(Mood::Sad)).await;
        see(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    });
}

#[test]
fn moods_work_when_the_readers_own_cannot_be_asked() {
    phone().tolerating("503").run(async |page| {
        let failing = page.proxy.fail(sample::get_mood(ARTICLE), Fault::Unavailable);
        open(page).await;
        page.tap(&button(Mood::Like)).await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        failing.clear();
    });
}

#[test]
fn the_ranking_shows_what_was_chosen() {
    phone().run(async |page| {
        open(page).await;
        page.tap(&button(Mood::Like)).await;
        taken(page).await;
        page.tap_text(".moods-links a", strings::RANKING).await;
        page.wait_for_text("h1", strings::RANKING).await;
        assert_eq!(page.address().await, Route::Ranking.to_string());
        let headline = sample::article(ARTICLE).headline();
        page.wait_for_text(".ranking-line a", &headline).await;
        assert_eq!(page.texts(".ranking-count").await, ["1"]);
        let here = page.texts(".tabs a[aria-current]").await;
        assert_eq!(here, [strings::mood(Mood::Like), strings::period(zaidu_model::Period::Day)]);
        page.tap_text(".tabs a", strings::mood(Mood::Sad)).await;
        page.wait_for_text(".notice", strings::NO_REACTIONS_YET).await;
        page.back().await;
        page.tap_text(".ranking-line a", &headline).await;
        page.wait_for_text("article h1", &headline).await;
    });
}

#[test]
fn who_comes_back_finds_the_choice_that_is_still_on_its_way() {
    phone().run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Like)).await;
        held.arrived().await;
        page.tap(".site-name").await;
        page.wait_for(".feed .card").await;
        page.back().await;
        // The server knows of none yet.
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        held.release();
        taken(page).await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    });
}

#[test]
fn a_choice_goes_on_when_the_reader_leaves() {
    phone().run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Like)).await;
        held.arrived().await;
        // A changed mind waits behind the first choice, and leaves with it.
        page.tap(&button(Mood::Sad)).await;
        page.tap(".site-name").await;
        page.wait_for(".feed .card").await;
        held.release();
        page.wait_until("the second choice", async || {
            match page.proxy.count(&sample::put_mood(ARTICLE)) {
                2 => Ok(()),
                count => Err(format!("{count} choices")),
            }
        })
        .await;
        page.back().await;
        see(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    });
}
