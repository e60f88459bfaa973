//! 朗读 (reading aloud), with a stand-in for the browser's speech synthesis that says only what it was
//! given, and ends an utterance when the test says so.

use serde_json::{Value, json};
use thirtyfour::Key;
use zaidu::strings;

use crate::harness::{Page, Visit, desktop, phone, sample};

const BUTTON: &str = ".speech-button:not(:disabled)";
const BAR: &str = ".speech";
const STATUS: &str = ".speech-status";
const PLAY: &str = ".speech [data-speech=play]";
const NEXT: &str = ".speech [data-speech=next]";
const PREVIOUS: &str = ".speech [data-speech=back]";
const FOLLOW: &str = ".speech [data-speech=follow]";
const RATE: &str = ".speech [data-speech=rate]";
const VOICE: &str = ".speech [data-speech=voice]";
const CLOSE: &str = ".speech [data-speech=close]";

/// The stand-in. `engine.said` has the texts in order, `engine.finish()` ends the current one,
/// `engine.elapse()` lets pass what the player waits for, and `engine.session` has the handlers of
/// the media session.
const ENGINE: &str = r"
    (() => {
        const voice = (name, lang) => ({ name, lang, voiceURI: name, localService: true });
        const engine = window.engine = {
            list: [
                voice('Samantha', 'en-US'), voice('Meijia', 'zh-TW'), voice('Tingting', 'zh-CN'),
                voice('Lili', 'zh_CN'),
            ],
            said: [], utterances: [], cancelled: 0, current: null, refuses: null, begins: true,
            session: {}, timers: [],
            last: () => engine.utterances.at(-1),
            tell(utterance, type, error) {
                utterance?.['on' + type]?.(Object.assign(new Event(type), { error }));
            },
            finish() {
                const utterance = engine.current;
                engine.current = null;
                engine.tell(utterance, 'end');
            },
            fail(error) {
                const utterance = engine.current;
                engine.current = null;
                engine.tell(utterance, 'error', error);
            },
            elapse: () => engine.timers.splice(0).forEach(timer => timer()),
            synthesis: {
                getVoices: () => engine.list,
                speak(utterance) {
                    engine.said.push(utterance.text);
                    engine.utterances.push(utterance);
                    engine.current = utterance;
                    if (engine.refuses) return setTimeout(() => engine.fail(engine.refuses));
                    if (engine.begins) setTimeout(() => engine.tell(utterance, 'start'));
                },
                cancel() {
                    engine.cancelled++;
                    const utterance = engine.current;
                    engine.current = null;
                    if (utterance)
                        setTimeout(() => engine.tell(utterance, 'error', 'interrupted'));
                },
                // As on Android: nothing.
                pause() {},
                resume() {},
            },
        };
        const speech = { get: () => engine.synthesis, configurable: true };
        Object.defineProperty(window, 'speechSynthesis', speech);
        window.SpeechSynthesisUtterance = class {
            constructor(text) { this.text = text; }
        };
        navigator.mediaSession.setActionHandler =
            (action, handler) => { engine.session[action] = handler; };
        // What the player waits for: voices and late ends; not the minute of a driver.
        const timeout = window.setTimeout;
        window.setTimeout = (callback, time, ...rest) => time === 250 || time > 5000 && time !== 60000
            ? engine.timers.push(callback) : timeout(callback, time, ...rest);
    })();
";

/// A newsroom with one article of this text.
fn feed(html: &str) -> String {
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "River",
        "items": [{
            "id": "a",
            "title": "江水",
            "date_published": "2026-11-20T08:00:00+08:00",
            "content_html": html,
        }],
    })
    .to_string()
}

const TEXT: &str = "<p>第一句。第二句！</p><figure><img src='/media/bus.jpg' alt='车'>\
    <figcaption>图注</figcaption></figure><h2>小标题</h2><ul><li>第一项。</li></ul>\
    <blockquote><p>引文。</p></blockquote><pre><code>let a = 1;</code></pre>\
    <details><summary>名单</summary><p>沈砚。</p></details>\
    <table><tr><th>站</th><th>时</th></tr><tr><td>东门</td><td>16:09</td></tr></table>\
    <p>“末句”——3-5天，10<sup>8</sup>。</p>";

/// What is said of [`TEXT`], in pieces.
const SAID: [&str; 13] = [
    "江水",
    "第一句。",
    "第二句！",
    "小标题",
    "第一项。",
    "引文。",
    "名单",
    "沈砚。",
    "站",
    "时",
    "东门",
    "16点9分",
    "末句，3至5天，10的8次方。",
];

fn visit(html: &str) -> Visit {
    phone().with_feed(feed(html)).reduced_motion()
}

/// Opens the article, and the player.
async fn open(page: &Page) {
    page.prepare(ENGINE).await;
    page.open(&sample::article_path("a")).await;
    page.tap(BUTTON).await;
    page.wait_for(BAR).await;
}

/// Waits until the engine was given these texts.
async fn wait_for_said(page: &Page, texts: &[&str]) {
    page.wait_for_value("engine.said", json!(texts)).await;
}

/// Ends the current utterance, and waits until the engine was given `text`.
async fn finish(page: &Page, text: &str) {
    page.execute("engine.finish()").await;
    page.wait_for_value("engine.said.at(-1)", text).await;
}

/// JavaScript: the marked text.
const MARKED: &str = "[...(CSS.highlights.get('speech') ?? [])].map(String).join('|')";

#[test]
fn an_article_is_read_sentence_by_sentence_and_each_is_marked() {
    visit(TEXT).run(async |page| {
        open(page).await;
        page.wait_for_text(STATUS, strings::SPEECH_SPEAKING).await;
        page.wait_for_value("document.activeElement.matches('.speech *')", true).await;
        page.wait_for_value("engine.last().voice.name", "Tingting").await;
        page.wait_for_value("engine.last().lang", "zh-CN").await;
        wait_for_said(page, &SAID[..1]).await;
        page.wait_for_value(MARKED, "江水").await;
        for text in &SAID[1..] {
            finish(page, text).await;
        }
        wait_for_said(page, &SAID).await;
        page.wait_for_value(MARKED, "“末句”——3-5天，108。").await;
        assert_eq!(page.count("[data-spoken]").await, 0, "the text is left alone");
        page.execute("engine.finish()").await;
        page.wait_for_text(STATUS, strings::SPEECH_ENDED).await;
        page.wait_for_value(MARKED, "").await;
        page.tap(PLAY).await;
        page.wait_for_value("engine.said.at(-1)", SAID[0]).await;
    });
}

#[test]
fn without_highlights_the_paragraph_is_marked() {
    visit(TEXT).run(async |page| {
        page.prepare("delete window.Highlight; delete CSS.highlights;").await;
        open(page).await;
        finish(page, SAID[1]).await;
        page.wait_for_text("[data-spoken]", "第一句。第二句！").await;
        assert_eq!(page.count("[data-spoken]").await, 1);
        page.tap(CLOSE).await;
        page.wait_for_none("[data-spoken]").await;
    });
}

#[test]
fn a_pause_says_the_sentence_again() {
    visit(TEXT).run(async |page| {
        open(page).await;
        finish(page, SAID[1]).await;
        page.wait_for_value(&format!("visible({PLAY:?})[0].ariaLabel"), strings::SPEECH_PAUSE)
            .await;
        page.tap(PLAY).await;
        page.wait_for_text(STATUS, strings::SPEECH_PAUSED).await;
        page.wait_for_value("engine.current", Value::Null).await;
        page.wait_for_value(&format!("visible({PLAY:?})[0].ariaLabel"), strings::SPEECH_PLAY).await;
        page.wait_for_value(MARKED, "第一句。").await;
        // Nothing goes on by itself.
        page.execute("engine.elapse()").await;
        wait_for_said(page, &SAID[..2]).await;
        page.press(Key::Space).await;
        page.wait_for_text(STATUS, strings::SPEECH_SPEAKING).await;
        wait_for_said(page, &[SAID[0], SAID[1], SAID[1]]).await;
        finish(page, SAID[2]).await;
    });
}

#[test]
fn sentences_and_paragraphs_are_skipped_by_buttons_and_keys() {
    visit(TEXT).run(async |page| {
        open(page).await;
        for (selector, text) in [
            (NEXT, SAID[1]),
            (NEXT, SAID[2]),
            (NEXT, SAID[3]),
            (PREVIOUS, SAID[2]),
            (PREVIOUS, SAID[1]),
            (PREVIOUS, SAID[0]),
        ] {
            page.tap(selector).await;
            page.wait_for_value("engine.said.at(-1)", text).await;
        }
        page.focus(PLAY).await;
        for (key, text) in [
            (Key::Right, SAID[1]),
            (Key::Right, SAID[2]),
            (Key::Left, SAID[1]),
            (Key::Down, SAID[3]),
            (Key::Down, SAID[4]),
            (Key::Up, SAID[3]),
            (Key::Up, SAID[1]),
        ] {
            page.press(key).await;
            page.wait_for_value("engine.said.at(-1)", text).await;
        }
        page.press(Key::Escape).await;
        page.wait_for_none(BAR).await;
        page.wait_for_value("document.activeElement.matches('.speech-button')", true).await;
        page.wait_for_value("engine.current", Value::Null).await;
        page.wait_for_value(MARKED, "").await;
        // It opens again.
        page.press(Key::Enter).await;
        page.wait_for(BAR).await;
        page.wait_for_value("engine.said.at(-1)", SAID[0]).await;
    });
}

#[test]
fn reading_starts_at_a_tapped_paragraph_or_at_the_selection() {
    visit(TEXT).run(async |page| {
        open(page).await;
        page.tap(".article-body blockquote p").await;
        page.wait_for_value("engine.said.at(-1)", "引文。").await;
        page.tap(CLOSE).await;
        page.wait_for_none(BAR).await;
        page.execute("getSelection().selectAllChildren(visible('.article-body h2')[0])").await;
        page.execute("visible('.speech-button')[0].click()").await;
        page.wait_for(BAR).await;
        page.wait_for_value("engine.said.at(-1)", "小标题").await;
    });
}

#[test]
fn speed_and_voice_are_chosen_and_remembered() {
    visit(TEXT).run(async |page| {
        open(page).await;
        let names = format!("[...visible({VOICE:?})[0].options].map(words)");
        page.wait_for_value(&names, json!(["Tingting", "Lili", "Meijia"])).await;
        let choose = |list: &str, value: &str| {
            format!(
                "(list => {{
                    list.value = {value:?};
                    list.dispatchEvent(new Event('change', {{ bubbles: true }}));
                }})(visible({list:?})[0])"
            )
        };
        page.execute(&choose(RATE, "1.5")).await;
        page.wait_for_value("engine.last().rate", "1.5").await;
        page.execute(&choose(VOICE, "Meijia")).await;
        page.wait_for_value("engine.last().voice.name", "Meijia").await;
        page.wait_for_value("engine.last().rate", "1.5").await;
        wait_for_said(page, &[SAID[0]; 3]).await;
        page.reload().await;
        page.tap(BUTTON).await;
        page.wait_for(BAR).await;
        page.wait_for_value("engine.last()?.voice.name ?? ''", "Meijia").await;
        page.wait_for_value("engine.last().rate", "1.5").await;
        for (list, value) in [(RATE, "1.5"), (VOICE, "Meijia")] {
            page.wait_for_value(&format!("visible({list:?})[0].value"), value).await;
        }
    });
}

#[test]
fn voices_may_come_late_with_or_without_a_word() {
    for told in ["engine.synthesis.onvoiceschanged(new Event('voiceschanged'))", "engine.elapse()"]
    {
        visit(TEXT).run(async |page| {
            page.prepare(ENGINE).await;
            page.prepare("engine.later = engine.list; engine.list = [];").await;
            page.open(&sample::article_path("a")).await;
            page.tap(BUTTON).await;
            page.wait_for_text(STATUS, strings::SPEECH_WAITING).await;
            wait_for_said(page, &[]).await;
            page.execute("engine.list = engine.later").await;
            page.execute(told).await;
            page.wait_for_text(STATUS, strings::SPEECH_SPEAKING).await;
            wait_for_said(page, &SAID[..1]).await;
        });
    }
}

#[test]
fn a_device_without_a_chinese_voice_says_so() {
    visit(TEXT).run(async |page| {
        page.prepare(ENGINE).await;
        page.prepare("engine.later = engine.list; engine.list = engine.list.slice(0, 1);").await;
        page.open(&sample::article_path("a")).await;
        page.tap(BUTTON).await;
        page.wait_for_text(STATUS, strings::SPEECH_WAITING).await;
        page.wait_until("words about the voice", async || {
            page.execute("engine.elapse()").await;
            let seen = page.texts(STATUS).await;
            if seen == [strings::NO_VOICE] { Ok(()) } else { Err(format!("{seen:?}")) }
        })
        .await;
        wait_for_said(page, &[]).await;
        check(page).await;
        // The reader installs one.
        page.execute("engine.list = engine.later").await;
        page.tap(PLAY).await;
        wait_for_said(page, &SAID[..1]).await;
    });
}

#[test]
fn a_browser_without_speech_says_so() {
    visit(TEXT).run(async |page| {
        page.prepare(
            "Object.defineProperty(window, 'speechSynthesis', { value: undefined });
            delete window.SpeechSynthesisUtterance;",
        )
        .await;
        page.open(&sample::article_path("a")).await;
        page.tap(BUTTON).await;
        page.wait_for_text(STATUS, strings::NO_SPEECH).await;
        for control in [PLAY, NEXT, PREVIOUS, RATE, VOICE] {
            assert_eq!(page.count(control).await, 0, "{control}");
        }
        check(page).await;
        page.tap(CLOSE).await;
        page.wait_for_none(BAR).await;
    });
}

#[test]
fn an_end_that_never_comes_is_not_waited_for() {
    visit(TEXT).run(async |page| {
        open(page).await;
        wait_for_said(page, &SAID[..1]).await;
        page.wait_for_value("engine.timers.length > 0", true).await;
        // It has begun.
        page.evaluate_async("new Promise(done => setTimeout(done))").await;
        page.execute("engine.elapse()").await;
        wait_for_said(page, &SAID[..2]).await;
        // This one is not begun at all: it is tried once more, then the reader is told.
        page.execute("engine.begins = false").await;
        finish(page, SAID[2]).await;
        page.execute("engine.elapse()").await;
        wait_for_said(page, &[SAID[0], SAID[1], SAID[2], SAID[2]]).await;
        page.execute("engine.elapse()").await;
        page.wait_for_text(STATUS, strings::SPEECH_SILENT).await;
        page.execute("engine.begins = true").await;
        page.tap(PLAY).await;
        page.wait_for_text(STATUS, strings::SPEECH_SPEAKING).await;
        page.wait_for_value("engine.said.length", 5).await;
    });
}

#[test]
fn a_browser_that_speaks_only_after_a_tap_is_given_one() {
    visit(TEXT).run(async |page| {
        page.prepare(ENGINE).await;
        page.prepare("engine.refuses = 'not-allowed'").await;
        page.open(&sample::article_path("a")).await;
        page.tap(BUTTON).await;
        page.wait_for_text(STATUS, strings::SPEECH_NEEDS_TAP).await;
        page.execute("engine.refuses = null").await;
        page.tap(PLAY).await;
        page.wait_for_text(STATUS, strings::SPEECH_SPEAKING).await;
        finish(page, SAID[1]).await;
    });
}

#[test]
fn a_long_text_is_given_in_short_pieces_and_its_sentence_stays_marked() {
    let clause = "春江潮水连海平海上明月共潮生，";
    let sentence = format!("{}完。", clause.repeat(20));
    visit(&format!("<p>{sentence}</p><p>后来。</p>")).run(async |page| {
        open(page).await;
        page.execute("engine.finish()").await;
        for _ in 0..40 {
            let last: String = page.evaluate("engine.said.at(-1)").await;
            if last == "后来。" {
                break;
            }
            assert!(last.chars().count() <= 45, "{last}");
            page.wait_for_value(MARKED, &*sentence).await;
            page.execute("engine.finish()").await;
            page.wait_for_value("engine.current !== null", true).await;
        }
        let said: Vec<String> = page.evaluate("engine.said").await;
        assert_eq!(said[1..said.len() - 1].concat(), sentence);
        assert_eq!(said.last().unwrap(), "后来。");
        page.tap(PREVIOUS).await;
        page.wait_for_value("engine.said.at(-1)", &*said[1]).await;
    });
}

/// Scrolls to the end of the page, which stands above the bar; axe calls what a bar covers in part
/// too small. Then checks what can be seen.
async fn check(page: &Page) {
    page.wait_for(".feed .notice").await;
    let is_above = "(scrollTo(0, document.documentElement.scrollHeight),
        visible('.site-footer')[0].getBoundingClientRect().bottom
            <= visible('.speech')[0].getBoundingClientRect().top + 1)";
    page.wait_for_value(is_above, true).await;
    page.assert_accessible().await;
}

/// A text of more than a screen.
fn long_text() -> String {
    (1..60).map(|number| format!("<p>第{number}段。</p>")).collect()
}

/// JavaScript: whether what is marked is between the top of the viewport and the player.
const IN_SIGHT: &str = "(box => box.top >= 0
    && box.bottom <= visible('.speech')[0].getBoundingClientRect().top)
    ([...CSS.highlights.get('speech')][0].getBoundingClientRect())";

#[test]
fn the_page_follows_until_the_reader_scrolls_away() {
    desktop().with_feed(feed(&long_text())).reduced_motion().run(async |page| {
        open(page).await;
        for number in 1..40 {
            finish(page, &format!("第{number}段。")).await;
            page.wait_for_value(IN_SIGHT, true).await;
        }
        assert_eq!(page.count(FOLLOW).await, 0);
        page.execute("scrollTo(0, 0)").await;
        page.wait_for_text(FOLLOW, strings::SPEECH_FOLLOW).await;
        finish(page, "第40段。").await;
        page.wait_for_value(MARKED, "第40段。").await;
        page.wait_for_value("scrollY", 0).await;
        page.tap(FOLLOW).await;
        page.wait_for_value(IN_SIGHT, true).await;
        page.wait_for_none(FOLLOW).await;
        finish(page, "第41段。").await;
        page.wait_for_value(IN_SIGHT, true).await;
    });
}

#[test]
fn a_folded_text_is_unfolded_when_the_reading_reaches_it() {
    visit(&long_text()).run(async |page| {
        page.prepare(ENGINE).await;
        page.open(&sample::article_path("a")).await;
        page.wait_for(".fold-button").await;
        page.tap(BUTTON).await;
        page.wait_for(BAR).await;
        for number in 1..60 {
            finish(page, &format!("第{number}段。")).await;
        }
        page.wait_for_none(".fold-button").await;
        page.wait_for_value(IN_SIGHT, true).await;
    });
}

#[test]
fn keys_outside_of_the_page_control_it() {
    visit(TEXT).run(async |page| {
        open(page).await;
        page.wait_for_value("navigator.mediaSession.metadata.title", "江水").await;
        page.wait_for_value("navigator.mediaSession.playbackState", "playing").await;
        page.wait_for_value("typeof engine.session.pause", "function").await;
        page.execute("engine.session.pause()").await;
        page.wait_for_text(STATUS, strings::SPEECH_PAUSED).await;
        page.wait_for_value("navigator.mediaSession.playbackState", "paused").await;
        page.execute("engine.session.play()").await;
        page.wait_for_text(STATUS, strings::SPEECH_SPEAKING).await;
        page.execute("engine.session.nexttrack()").await;
        page.wait_for_value("engine.said.at(-1)", SAID[1]).await;
        page.execute("engine.session.previoustrack()").await;
        page.wait_for_value("engine.said.at(-1)", SAID[0]).await;
        page.tap(CLOSE).await;
        page.wait_for_value("engine.session.play", Value::Null).await;
        page.wait_for_value("navigator.mediaSession.metadata", Value::Null).await;
    });
}

#[test]
fn leaving_the_article_stops_it() {
    visit(TEXT).run(async |page| {
        open(page).await;
        page.wait_for_text(STATUS, strings::SPEECH_SPEAKING).await;
        // A locked screen does not.
        page.execute(
            "(Object.defineProperty(document, 'hidden', { value: true }),
            document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))",
        )
        .await;
        page.wait_for_value("engine.current !== null", true).await;
        page.tap(".site-name").await;
        page.wait_for_value("location.pathname", "/").await;
        page.wait_for_none(BAR).await;
        page.wait_for_value("engine.current", Value::Null).await;
        page.wait_for_value(MARKED, "").await;
        page.back().await;
        page.wait_for(BUTTON).await;
        assert_eq!(page.count(BAR).await, 0);
        page.tap(BUTTON).await;
        page.wait_for_text(STATUS, strings::SPEECH_SPEAKING).await;
        page.execute("dispatchEvent(new Event('pagehide'))").await;
        page.wait_for_value("engine.current", Value::Null).await;
    });
}

#[test]
fn without_scripts_there_is_no_button() {
    visit(TEXT).without_scripts().run(async |page| {
        page.open(&sample::article_path("a")).await;
        page.wait_for(".article-body p").await;
        assert_eq!(page.count(".speech-button").await, 0);
    });
}

#[test]
fn code_that_does_not_come_is_asked_for_again() {
    visit(TEXT).tolerating("404").tolerating("integrity").tolerating("Fetch API").run(
        async |page| {
            page.prepare(ENGINE).await;
            let failing = page.proxy.fail("GET /speech-*", crate::harness::Fault::NotFound);
            page.open(&sample::article_path("a")).await;
            page.tap(BUTTON).await;
            page.wait_for_text(BUTTON, strings::SPEECH_FAILED).await;
            failing.clear();
            page.tap(BUTTON).await;
            page.wait_for(BAR).await;
            page.wait_for_text(BUTTON, strings::SPEECH).await;
        },
    );
}

#[test]
fn the_player_is_accessible_large_enough_and_covers_nothing() {
    for visit in [phone(), phone().dark(), desktop()] {
        visit.with_feed(feed(&long_text())).reduced_motion().run(async |page| {
            open(page).await;
            check(page).await;
            let sizes = "visible('.speech button, .speech select')
                .map(node => node.getBoundingClientRect())
                .filter(box => box.width < 44 || box.height < 44).length";
            page.wait_for_value(sizes, 0).await;
            page.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
            page.wait_for_none(BAR).await;
            page.wait_for_none(".speech-button").await;
        });
    }
}
