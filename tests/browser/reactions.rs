//! 您此时的心情 (your mood): reactions. Each reader has one mood per article, with optimistic updates;
//! no vote is counted twice or lost.

use zaidu::strings;
use zaidu_model::{Mood, Route};

use crate::harness::{Fault, Page, phone, sample};

pub(crate) const ARTICLE: &str = sample::LONG;

/// The button of `mood`.
pub(crate) fn button(mood: Mood) -> String {
    let number = Mood::ALL.iter().position(|each| *each == mood).unwrap() + 1;
    format!(".moods-list > li:nth-child({number}) > button")
}

/// Waits for the counts, in the order of the buttons, and for the chosen mood.
pub(crate) async fn wait_for_moods(page: &Page, counts: [u64; 4], mine: Option<Mood>) {
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
    wait_for_moods(page, [0; 4], None).await;
}

/// Waits until the page reports that the server has saved the reaction: a reload before that would
/// abort the request.
pub(crate) async fn wait_for_saved(page: &Page) {
    page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
}

/// Waits until the outbox in local storage has no unsent reaction.
pub(crate) async fn wait_for_empty_outbox(page: &Page) {
    page.wait_for_value("Object.keys(localStorage).filter(it => it.includes('untaken')).length", 0)
        .await;
}

#[test]
fn a_mood_is_chosen_changed_and_withdrawn() {
    phone().run(async |page| {
        open(page).await;
        page.tap(&button(Mood::Like)).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        page.tap(&button(Mood::Happy)).await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        wait_for_saved(page).await;
        page.tap(&button(Mood::Happy)).await;
        wait_for_moods(page, [0; 4], None).await;
        page.wait_for_text(".moods-status", strings::MOOD_WITHDRAWN).await;
    });
}

#[test]
fn a_reaction_is_shown_before_the_server_responds() {
    phone().run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Sad)).await;
        held.arrived().await;
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        // Its styles come with the tap.
        let face = "getComputedStyle(document.querySelector('.mood-fresh .mood-face'))";
        page.wait_for_value(&format!("{face}.animationName"), "mood-joy").await;
        held.release();
        wait_for_saved(page).await;
        page.reload().await;
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    });
}

#[test]
fn a_rejected_reaction_is_rolled_back_and_can_be_retried() {
    phone().tolerating("404").tolerating("net::ERR_").run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Like)).await;
        held.arrived().await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        held.release_with(Fault::NotFound);
        wait_for_moods(page, [0; 4], None).await;
        page.wait_for_text(".moods-status span", strings::MOOD_FAILED).await;
        // A retry is stored in the outbox like the first attempt.
        let offline = page.proxy.fail(sample::put_mood(ARTICLE), Fault::Disconnected);
        page.tap_text(".moods-status button", strings::RETRY).await;
        page.wait_for_text(".moods-status span", strings::MOOD_PENDING).await;
        page.reload().await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        offline.clear();
        assert!(page.evaluate::<bool>("dispatchEvent(new Event('online'))").await);
        wait_for_empty_outbox(page).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    });
}

#[test]
fn a_reaction_to_an_article_withdrawn_meanwhile_says_so_and_is_dropped() {
    phone().tolerating("410").run(async |page| {
        open(page).await;
        page.withdraw(ARTICLE).await;
        page.tap(&button(Mood::Like)).await;
        page.wait_for_text(".moods-status span", strings::WITHDRAWN).await;
        wait_for_moods(page, [0; 4], None).await;
        assert_eq!(page.count(".moods-status button").await, 0, "a retry is no use");
        wait_for_empty_outbox(page).await;
    });
}

#[test]
fn two_quick_taps_are_one_vote() {
    phone().run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Like)).await;
        held.arrived().await;
        page.tap(&button(Mood::Pass)).await;
        wait_for_moods(page, [0, 0, 0, 1], Some(Mood::Pass)).await;
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
        wait_for_moods(page, [0, 0, 0, 1], Some(Mood::Pass)).await;
        wait_for_saved(page).await;
        page.reload().await;
        wait_for_moods(page, [0, 0, 0, 1], Some(Mood::Pass)).await;
    });
}

#[test]
fn a_reaction_survives_a_reload_and_a_server_restart() {
    phone().run(async |page| {
        open(page).await;
        page.tap(&button(Mood::Happy)).await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        wait_for_saved(page).await;
        page.reload().await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        page.restart_server().await;
        page.reload().await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        // By then the place is restored, and nothing moves below the tap.
        page.wait_for_program().await;
        // The server still recognises this reader: a change counts once.
        page.tap(&button(Mood::Sad)).await;
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    });
}

#[test]
fn reactions_work_when_the_readers_own_mood_fails_to_load() {
    phone().tolerating("503").run(async |page| {
        let failing = page.proxy.fail(sample::get_mood(ARTICLE), Fault::Unavailable);
        open(page).await;
        page.tap(&button(Mood::Like)).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        failing.clear();
    });
}

#[test]
fn the_ranking_shows_the_chosen_mood() {
    phone().run(async |page| {
        open(page).await;
        page.tap(&button(Mood::Like)).await;
        wait_for_saved(page).await;
        page.tap_text(".moods-links a", strings::RANKING).await;
        page.wait_for_text("h1", strings::RANKING).await;
        assert_eq!(page.current_path().await, Route::Ranking.to_string());
        let headline = sample::article(ARTICLE).headline();
        page.wait_for_text(".ranking-line a", &headline).await;
        assert_eq!(page.texts(".ranking-count").await, ["1"]);
        let selected = page.texts(".tabs a[aria-current]").await;
        assert_eq!(
            selected,
            [strings::mood(Mood::Like), strings::period(zaidu_model::Period::Day)]
        );
        page.tap_text(".tabs a", strings::mood(Mood::Sad)).await;
        page.wait_for_text(".notice", strings::NO_REACTIONS_YET).await;
        page.back().await;
        page.tap_text(".ranking-line a", &headline).await;
        page.wait_for_text("article h1", &headline).await;
    });
}

#[test]
fn a_pending_reaction_is_shown_after_navigating_back() {
    phone().run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Like)).await;
        held.arrived().await;
        page.tap(".site-name").await;
        page.wait_for(".feed .card").await;
        page.back().await;
        // The server has no reaction yet.
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        held.release();
        wait_for_saved(page).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    });
}

#[test]
fn a_pending_reaction_is_sent_after_navigating_away() {
    phone().run(async |page| {
        open(page).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Like)).await;
        held.arrived().await;
        // The second choice is queued behind the first request.
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
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    });
}
