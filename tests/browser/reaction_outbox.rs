//! Offline outbox of reactions: a reaction is stored until the server has accepted it — offline,
//! across visits and tabs — and counts are refreshed after an absence.

use zaidu::strings;
use zaidu_model::Mood;

use crate::harness::{Fault, Page, phone, sample};
use crate::reactions::{
    ARTICLE, button, open, wait_for_empty_outbox, wait_for_moods, wait_for_saved,
};

/// Chooses `mood` while no request reaches the server.
async fn choose_offline(page: &Page, mood: Mood) {
    page.tap(&button(mood)).await;
    page.wait_for_text(".moods-status span", strings::MOOD_PENDING).await;
}

#[test]
fn a_reaction_whose_response_was_lost_counts_once() {
    check_lost_response(&sample::put_mood(ARTICLE));
    // A reader's first reaction is redirected to a URL with a query; that second request counts.
    check_lost_response(&format!("{}?*", sample::put_mood(ARTICLE)));
}

fn check_lost_response(pattern: &str) {
    phone().tolerating("net::ERR_").run(async |page| {
        open(page).await;
        let lost = page.proxy.fail(pattern, Fault::ResponseLost);
        page.tap(&button(Mood::Like)).await;
        // Whether the server has accepted it is unknown: it stays in the outbox and is resent.
        page.wait_for_text(".moods-status span", strings::MOOD_PENDING).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        lost.clear();
        page.tap_text(".moods-status button", strings::RETRY).await;
        wait_for_saved(page).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        wait_for_empty_outbox(page).await;
    });
}

#[test]
fn an_offline_reaction_is_sent_when_the_network_is_back() {
    phone().tolerating("net::ERR_").run(async |page| {
        open(page).await;
        let offline = page.proxy.fail(sample::put_mood(ARTICLE), Fault::Disconnected);
        choose_offline(page, Mood::Like).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        choose_offline(page, Mood::Sad).await;
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        page.assert_accessible().await;
        offline.clear();
        assert!(page.evaluate::<bool>("dispatchEvent(new Event('online'))").await);
        wait_for_saved(page).await;
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        wait_for_empty_outbox(page).await;
        page.reload().await;
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    });
}

/// A reaction that fails with `fault` is retried without an event or action: browsers do not
/// report that a server is available again.
async fn check_automatic_retry(page: &Page, fault: Fault) {
    open(page).await;
    let failing = page.proxy.fail(sample::put_mood(ARTICLE), fault);
    choose_offline(page, Mood::Like).await;
    wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    failing.clear();
    wait_for_saved(page).await;
    wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    wait_for_empty_outbox(page).await;
}

#[test]
fn an_offline_reaction_is_retried_automatically() {
    phone().tolerating("net::ERR_").run(async |page| {
        check_automatic_retry(page, Fault::Disconnected).await;
    });
}

#[test]
fn a_reaction_survives_server_errors() {
    for fault in [Fault::Unavailable, Fault::BadGateway, Fault::CaptivePortal] {
        phone().tolerating("50").run(async |page| check_automatic_retry(page, fault).await);
    }
}

#[test]
fn without_storage_a_reaction_is_still_retried() {
    phone().tolerating("net::ERR_").run(async |page| {
        page.prepare("Storage.prototype.setItem = () => { throw new Error('full'); };").await;
        check_automatic_retry(page, Fault::Disconnected).await;
    });
}

#[test]
fn an_offline_reaction_survives_a_reload_and_a_new_visit() {
    phone().tolerating("net::ERR_").run(async |page| {
        open(page).await;
        let offline = page.proxy.fail(sample::put_mood(ARTICLE), Fault::Disconnected);
        choose_offline(page, Mood::Happy).await;
        // A pending reaction is shown after a reload too, also by a server-rendered page.
        page.reload().await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        offline.clear();
        // The next visit sends it, whichever page it starts on.
        page.open("/").await;
        wait_for_empty_outbox(page).await;
        page.open(&sample::article_path(ARTICLE)).await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
    });
}

#[test]
fn requirement_18_invalid_entries_in_storage_are_discarded() {
    phone().tolerating("404").run(async |page| {
        page.open("/").await;
        let put = "for (const [key, value] of [['nowhere', 'like'], ['a b/../', 'like'], \
                   ['tide-gauge-keeper', 'rage']]) localStorage['zaidu:untaken:' + key] = value";
        page.evaluate::<String>(&format!("(() => {{ {put}; return '' }})()")).await;
        page.open(&sample::article_path(ARTICLE)).await;
        wait_for_empty_outbox(page).await;
        wait_for_moods(page, [0; 4], None).await;
        assert_eq!(page.proxy.count(&sample::put_mood(ARTICLE)), 0);
    });
}

#[test]
fn a_rate_limited_reaction_is_retried_after_a_delay() {
    phone().tolerating("429").run(async |page| {
        open(page).await;
        let busy = page.proxy.fail(sample::put_mood(ARTICLE), Fault::TooManyRequests);
        page.tap(&button(Mood::Like)).await;
        page.wait_for_text(".moods-status", strings::MOOD_RATE_LIMITED).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        busy.clear();
        wait_for_saved(page).await;
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        wait_for_empty_outbox(page).await;
    });
}

#[test]
fn two_tabs_show_the_same_reaction() {
    phone().run(async |page| {
        open(page).await;
        let [first, second] = page.open_tab(&sample::article_path(ARTICLE)).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Happy)).await;
        held.arrived().await;
        page.switch_to_tab(&first).await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        held.release();
        page.switch_to_tab(&second).await;
        wait_for_saved(page).await;
        page.switch_to_tab(&first).await;
        wait_for_moods(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        // The other way round; and the first tab has not sent the second tab's reaction.
        page.tap(&button(Mood::Pass)).await;
        wait_for_saved(page).await;
        page.switch_to_tab(&second).await;
        wait_for_moods(page, [0, 0, 0, 1], Some(Mood::Pass)).await;
        wait_for_empty_outbox(page).await;
    });
}

/// Sends `mood` to the server without the app, so that the page does not know of it.
async fn choose_outside_the_app(page: &Page, mood: Mood) {
    let (address, mood) = (sample::put_mood(ARTICLE), mood.key());
    let address = address.trim_start_matches("PUT ");
    let put = format!(
        "fetch({address:?}, {{
            method: 'PUT', headers: {{ 'content-type': 'application/json' }},
            body: JSON.stringify({{ mood: {mood:?} }}),
        }}).then(answer => answer.status)"
    );
    assert_eq!(page.evaluate_async(&put).await, 200);
}

#[test]
fn counts_are_refreshed_after_an_absence() {
    phone().run(async |page| {
        page.prepare(
            "window.later = 0; const now = Date.now; Date.now = () => now() + later;
            window.look = hidden => {
                Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
                document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
                return true;
            };",
        )
        .await;
        open(page).await;
        choose_outside_the_app(page, Mood::Like).await;
        let shown = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";
        assert!(page.evaluate::<bool>(shown).await);
        wait_for_moods(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        choose_outside_the_app(page, Mood::Sad).await;
        let two_hours = "look(true) && (window.later = 7200000) && look(false)";
        assert!(page.evaluate::<bool>(two_hours).await);
        wait_for_moods(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        let requests = page.proxy.count(&sample::get_mood(ARTICLE));
        // A short switch to another tab does not count as an absence.
        assert!(page.evaluate::<bool>("look(true) && look(false)").await);
        page.tap(&button(Mood::Pass)).await;
        wait_for_saved(page).await;
        assert_eq!(page.proxy.count(&sample::get_mood(ARTICLE)), requests);
    });
}
