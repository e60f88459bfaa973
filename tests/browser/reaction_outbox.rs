//! A choice is kept until the server has it: without a network, over visits, in
//! two tabs, and after an absence.

use zaidu::strings;
use zaidu_model::Mood;

use crate::harness::{Fault, Page, phone, sample};
use crate::reactions::{ARTICLE, button, nothing_waits, open, see, taken};

/// Chooses `mood` where nothing reaches the server.
async fn choose_offline(page: &Page, mood: Mood) {
    page.tap(&button(mood)).await;
    page.wait_for_text(".moods-status span", strings::MOOD_WAITING).await;
}

#[test]
fn a_choice_whose_answer_was_lost_counts_once() {
    a_lost_answer_to(&sample::put_mood(ARTICLE));
    // The first choice goes round twice: the second time it counts.
    a_lost_answer_to(&format!("{}?*", sample::put_mood(ARTICLE)));
}

fn a_lost_answer_to(call: &str) {
    phone().tolerating("net::ERR_").run(async |page| {
        open(page).await;
        let lost = page.proxy.fail(call, Fault::Lost);
        page.tap(&button(Mood::Like)).await;
        // Nobody knows whether it was taken: it stays, and is sent again.
        page.wait_for_text(".moods-status span", strings::MOOD_WAITING).await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        lost.clear();
        page.tap_text(".moods-status button", strings::RETRY).await;
        taken(page).await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        nothing_waits(page).await;
    });
}

#[test]
fn a_choice_made_offline_goes_out_when_the_network_is_back() {
    phone().tolerating("net::ERR_").run(async |page| {
        open(page).await;
        let offline = page.proxy.fail(sample::put_mood(ARTICLE), Fault::HangUp);
        choose_offline(page, Mood::Like).await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        choose_offline(page, Mood::Sad).await;
        see(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        page.assert_accessible().await;
        offline.clear();
        assert!(page.evaluate::<bool>("dispatchEvent(new Event('online'))").await);
        taken(page).await;
        see(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        nothing_waits(page).await;
        page.reload().await;
        see(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
    });
}

/// A choice that meets `fault` waits, and goes out when nobody does anything: no
/// browser says that a server is there again.
async fn goes_out_by_itself(page: &Page, fault: Fault) {
    open(page).await;
    let failing = page.proxy.fail(sample::put_mood(ARTICLE), fault);
    choose_offline(page, Mood::Like).await;
    see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    failing.clear();
    taken(page).await;
    see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
    nothing_waits(page).await;
}

#[test]
fn a_choice_made_offline_goes_out_by_itself() {
    phone().tolerating("net::ERR_").run(async |page| {
        goes_out_by_itself(page, Fault::HangUp).await;
    });
}

#[test]
fn a_server_that_cannot_does_not_lose_the_choice() {
    for fault in [Fault::Unavailable, Fault::BadGateway, Fault::SignIn] {
        phone().tolerating("50").run(async |page| goes_out_by_itself(page, fault).await);
    }
}

#[test]
fn where_nothing_can_be_kept_a_choice_is_sent_all_the_same() {
    phone().tolerating("net::ERR_").run(async |page| {
        page.prepare("Storage.prototype.setItem = () => { throw new Error('full'); };").await;
        goes_out_by_itself(page, Fault::HangUp).await;
    });
}

#[test]
fn a_choice_made_offline_outlives_its_page() {
    phone().tolerating("net::ERR_").run(async |page| {
        open(page).await;
        let offline = page.proxy.fail(sample::put_mood(ARTICLE), Fault::HangUp);
        choose_offline(page, Mood::Happy).await;
        // Shown again while it still waits, also by a page that came rendered.
        page.reload().await;
        see(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        offline.clear();
        // The next visit sends it from whatever page it begins with.
        page.open("/").await;
        nothing_waits(page).await;
        page.open(&sample::article_path(ARTICLE)).await;
        see(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
    });
}

#[test]
fn what_others_wrote_into_the_storage_is_thrown_away() {
    phone().tolerating("404").run(async |page| {
        page.open("/").await;
        let put = "for (const [key, value] of [['nowhere', 'like'], ['a b/../', 'like'], \
                   ['tide-gauge-keeper', 'rage']]) localStorage['zaidu:untaken:' + key] = value";
        page.evaluate::<String>(&format!("(() => {{ {put}; return '' }})()")).await;
        page.open(&sample::article_path(ARTICLE)).await;
        nothing_waits(page).await;
        see(page, [0; 4], None).await;
        assert_eq!(page.proxy.count(&sample::put_mood(ARTICLE)), 0);
    });
}

#[test]
fn a_server_that_had_too_much_is_left_alone_and_asked_again() {
    phone().tolerating("429").run(async |page| {
        open(page).await;
        let busy = page.proxy.fail(sample::put_mood(ARTICLE), Fault::TooMany);
        page.tap(&button(Mood::Like)).await;
        page.wait_for_text(".moods-status", strings::MOOD_BUSY).await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        busy.clear();
        taken(page).await;
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        nothing_waits(page).await;
    });
}

#[test]
fn two_tabs_agree() {
    phone().run(async |page| {
        open(page).await;
        let [first, second] = page.open_tab(&sample::article_path(ARTICLE)).await;
        let held = page.proxy.hold(sample::put_mood(ARTICLE));
        page.tap(&button(Mood::Happy)).await;
        held.arrived().await;
        page.switch_to_tab(&first).await;
        see(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        held.release();
        page.switch_to_tab(&second).await;
        taken(page).await;
        page.switch_to_tab(&first).await;
        see(page, [1, 0, 0, 0], Some(Mood::Happy)).await;
        // The other way round; and the first tab has not sent the second's choice.
        page.tap(&button(Mood::Pass)).await;
        taken(page).await;
        page.switch_to_tab(&second).await;
        see(page, [0, 0, 0, 1], Some(Mood::Pass)).await;
        nothing_waits(page).await;
    });
}

/// Chooses `mood` in a way that the page hears nothing of.
async fn choose_behind_its_back(page: &Page, mood: Mood) {
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
fn counts_are_asked_for_again_by_who_comes_back() {
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
        choose_behind_its_back(page, Mood::Like).await;
        let shown = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";
        assert!(page.evaluate::<bool>(shown).await);
        see(page, [0, 0, 1, 0], Some(Mood::Like)).await;
        choose_behind_its_back(page, Mood::Sad).await;
        let two_hours = "look(true) && (later = 7200000) && look(false)";
        assert!(page.evaluate::<bool>(two_hours).await);
        see(page, [0, 1, 0, 0], Some(Mood::Sad)).await;
        let asked = page.proxy.count(&sample::get_mood(ARTICLE));
        // A glance elsewhere is no absence.
        assert!(page.evaluate::<bool>("look(true) && look(false)").await);
        page.tap(&button(Mood::Pass)).await;
        taken(page).await;
        assert_eq!(page.proxy.count(&sample::get_mood(ARTICLE)), asked);
    });
}
