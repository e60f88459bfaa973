//! The browser engine of a test run, and what it cannot do that tests ask for.

use std::io::Write;
use std::panic::resume_unwind;
use std::sync::LazyLock;

/// A browser engine that the tests can drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Blink: Chromium, by chromedriver.
    Chromium,
    /// Gecko: Firefox, by geckodriver.
    Firefox,
    /// WebKit: the MiniBrowser of WebKitGTK, by WebKitWebDriver.
    WebKit,
}

/// What some tests need and not every engine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// The Chrome DevTools Protocol: throttling, input of touch and pen, quotas, text sizes.
    DevTools,
    /// Pages without scripts that a driver can still look into.
    WithoutScripts,
    /// A chosen value of `prefers-reduced-motion`.
    ReducedMotion,
    /// Layout shifts in the performance timeline.
    LayoutShifts,
    /// Attributes as colours in CSS: `attr(… type(<color>))`.
    TypedAttr,
}

static CURRENT: LazyLock<Engine> = LazyLock::new(|| {
    let name = std::env::var("ZAIDU_ENGINE").unwrap_or_else(|_| "chromium".to_owned());
    match name.as_str() {
        "chromium" => Engine::Chromium,
        "firefox" => Engine::Firefox,
        "webkit" => Engine::WebKit,
        other => panic!("ZAIDU_ENGINE is {other:?}; it can be chromium, firefox or webkit"),
    }
});

impl Engine {
    /// The engine that `ZAIDU_ENGINE` names; Chromium if it is not set.
    ///
    /// # Panics
    /// When it names none of the three.
    pub fn current() -> Self {
        *CURRENT
    }

    /// Whether the engine has `capability`.
    pub fn has(self, capability: Capability) -> bool {
        match self {
            Self::Chromium => true,
            Self::Firefox | Self::WebKit => capability == Capability::ReducedMotion,
        }
    }
}

/// Why a test ends before its end: thrown like a panic, and not a failure.
#[derive(Debug)]
pub(super) struct Skip(String);

impl Skip {
    /// A reason to skip the rest of a test, if this run's engine has no `capability`. `detail` is what
    /// needs it, if there is more to say.
    pub(super) fn for_lack_of(capability: Capability, detail: &str) -> Option<Self> {
        let engine = Engine::current();
        let reason = format!("{engine:?} has no {capability:?} {detail}");
        (!engine.has(capability)).then(|| Self(reason.trim_end().to_owned()))
    }

    /// Ends the test here if this run's engine has no `capability`.
    pub(super) fn unless(capability: Capability, detail: &str) {
        if let Some(skip) = Self::for_lack_of(capability, detail) {
            // Unlike a panic, this prints nothing.
            resume_unwind(Box::new(skip));
        }
    }

    /// Says so, also where the output of tests that pass is hidden.
    pub(super) fn print(&self) {
        let thread = std::thread::current();
        let line = format!("skipped {}: {}\n", thread.name().unwrap_or("test"), self.0);
        // Without a standard error there is nobody to tell.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}
